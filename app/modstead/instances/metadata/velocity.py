"""`velocity-plugin.json`, which Velocity's compiler plugin writes and its Gson reads."""

from modstead.domain.instance import ContentKind, Manifest, ManifestKind, Relation, RelationKind
from modstead.instances.metadata.fields import (
    identifier,
    line,
    paragraphs,
    table,
    tables,
    title,
    titles,
    unusable,
)
from modstead.instances.metadata.json_text import parse_lenient

_NAME = ManifestKind.VELOCITY.value


def parse_velocity(data: bytes) -> tuple[Manifest, ...]:
    """The manifest in the document.

    Raises:
        BrokenJar: it is no JSON, or names no plugin.
    """
    document = table(parse_lenient(data, _NAME))
    plugin_id = identifier(document.get("id"))
    if not plugin_id:
        raise unusable(f"{_NAME} does not say the plugin's ID.")
    return (
        Manifest(
            kind=ManifestKind.VELOCITY,
            id=plugin_id,
            version=line(document.get("version")),
            name=title(document.get("name")) or plugin_id,
            description=paragraphs(document.get("description")),
            authors=titles(document.get("authors")),
            relations=tuple(
                Relation(
                    RelationKind.SUGGESTS if said.get("optional") is True else RelationKind.DEPENDS, other
                )
                for said in tables(document.get("dependencies"))
                if (other := line(said.get("id")))
            ),
            content=ContentKind.PLUGIN,
        ),
    )
