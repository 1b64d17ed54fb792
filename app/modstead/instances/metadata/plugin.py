"""`plugin.yml` of Bukkit's servers, which BungeeCord reads too where there is no `bungee.yml`.

Plugins name each other by their names, with an underscore for a space.
"""

import re

from modstead.domain.instance import ContentKind, Manifest, ManifestKind, Relation, RelationKind
from modstead.instances.metadata.fields import (
    ITEM_LIMIT,
    identifier,
    line,
    lines,
    paragraphs,
    title,
    titles,
    unusable,
)
from modstead.instances.metadata.yaml_text import parse_yaml

# BungeeCord's words come second.
_RELATIONS = {
    "depend": RelationKind.DEPENDS,
    "depends": RelationKind.DEPENDS,
    "softdepend": RelationKind.SUGGESTS,
    "softDepends": RelationKind.SUGGESTS,
}
_API_VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){1,3}")


def parse_plugin(data: bytes, kind: ManifestKind = ManifestKind.PLUGIN) -> tuple[Manifest, ...]:
    """The manifest in a `plugin.yml`, or in a `bungee.yml` where `kind` says so.

    Raises:
        BrokenJar: it is no YAML, or names no plugin.
    """
    document = parse_yaml(data, kind.value)
    relations = [
        Relation(relation, plugin_id(other))
        for key, relation in _RELATIONS.items()
        for other in lines(document.get(key))
    ]
    return (plugin_manifest(document, kind, relations),)


def plugin_manifest(document: dict[str, object], kind: ManifestKind, relations: list[Relation]) -> Manifest:
    """What the keys say that all the servers' manifests have in common.

    Raises:
        BrokenJar: it names no plugin.
    """
    name = title(document.get("name"))
    if not identifier(name):
        raise unusable(f"{kind.value} does not say the plugin's name.")
    api_version = line(document.get("api-version"))
    if kind is not ManifestKind.BUNGEE and _API_VERSION.fullmatch(api_version):
        relations = [*relations, Relation(RelationKind.DEPENDS, "minecraft", (f">={api_version}",))]
    people = (*lines(document.get("author")), *lines(document.get("authors")))
    return Manifest(
        kind=kind,
        id=plugin_id(name),
        version=line(document.get("version")),
        name=name,
        description=paragraphs(document.get("description")),
        authors=titles(list(people)),
        relations=tuple(dict.fromkeys(relations))[:ITEM_LIMIT],
        provides=tuple(map(plugin_id, lines(document.get("provides")))),
        content=ContentKind.PLUGIN,
    )


def plugin_id(name: str) -> str:
    return name.replace(" ", "_")
