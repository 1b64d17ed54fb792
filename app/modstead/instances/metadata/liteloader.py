"""`litemod.json` of LiteLoader, which knows a mod by its name in lower case and loads it in one game version only."""

from modstead.domain.instance import Manifest, ManifestKind, Relation, RelationKind
from modstead.instances.metadata.fields import line, lines, paragraphs, table, title, unusable
from modstead.instances.metadata.json_text import parse_lenient

_NAME = ManifestKind.LITELOADER.value


def parse_liteloader(data: bytes) -> tuple[Manifest, ...]:
    """The manifest in the document; its revision stands in for a version that it does not say.

    Raises:
        BrokenJar: it is no JSON, or names no mod.
    """
    document = table(parse_lenient(data, _NAME))
    name = title(document.get("name"))
    if not name:
        raise unusable(f"{_NAME} does not say the mod's name.")
    author = title(document.get("author"))
    depends = lines(document.get("dependsOn"))
    game_version = line(document.get("mcversion"))
    return (
        Manifest(
            kind=ManifestKind.LITELOADER,
            id=name.lower(),
            version=line(document.get("version")) or line(document.get("revision")),
            name=name,
            description=paragraphs(document.get("description")),
            authors=(author,) if author else (),
            environment="client",
            relations=(
                *(
                    Relation(RelationKind.DEPENDS, "minecraft", (version,))
                    for version in [game_version]
                    if version
                ),
                *(Relation(RelationKind.DEPENDS, other) for other in depends),
            ),
        ),
    )
