"""`paper-plugin.yml` of Paper and what descends from it, which they choose before a `plugin.yml`.

What a plugin needs is stated for its start (`bootstrap`) and for the running server (`server`), and is required unless
it says that it is not. The format's first draft was a list, whose items were optional unless they said otherwise.
"""

from modstead.domain.instance import Manifest, ManifestKind, Relation, RelationKind
from modstead.instances.metadata.fields import ITEM_LIMIT, line, table, tables
from modstead.instances.metadata.plugin import plugin_id, plugin_manifest
from modstead.instances.metadata.yaml_text import parse_yaml

_PHASES = ("server", "bootstrap")


def parse_paper(data: bytes) -> tuple[Manifest, ...]:
    """The manifest in the document.

    Raises:
        BrokenJar: it is no YAML, or names no plugin.
    """
    document = parse_yaml(data, ManifestKind.PAPER.value)
    dependencies = document.get("dependencies")
    required = _drafted(dependencies) if isinstance(dependencies, list) else _required(table(dependencies))
    relations = [
        Relation(RelationKind.DEPENDS if needed else RelationKind.SUGGESTS, plugin_id(name))
        for name, needed in required.items()
        if name
    ]
    return (plugin_manifest(document, ManifestKind.PAPER, relations),)


def _required(dependencies: dict[str, object]) -> dict[str, bool]:
    """Each plugin that is named, and whether any phase requires it."""
    found: dict[str, bool] = {}
    for phase in _PHASES:
        for name, said in list(table(dependencies.get(phase)).items())[:ITEM_LIMIT]:
            needed = line(table(said).get("required")).lower() != "false"
            found[line(name)] = found.get(line(name), False) or needed
    return found


def _drafted(dependencies: list[object]) -> dict[str, bool]:
    return {
        line(said.get("name")): line(said.get("required")).lower() == "true" for said in tables(dependencies)
    }
