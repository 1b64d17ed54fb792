"""`riftmod.json` of Rift, which asks for an ID only; its mods are shown with more by a list of mods of its own."""

from modstead.domain.instance import Manifest, ManifestKind
from modstead.instances.metadata.fields import (
    identifier,
    line,
    member_path,
    paragraphs,
    table,
    title,
    titles,
    unusable,
)
from modstead.instances.metadata.json_text import parse_lenient

_NAME = ManifestKind.RIFT.value


def parse_rift(data: bytes) -> tuple[Manifest, ...]:
    """The manifest in the document.

    Raises:
        BrokenJar: it is no JSON, or names no mod.
    """
    document = table(parse_lenient(data, _NAME))
    mod_id = identifier(document.get("id"))
    if not mod_id:
        raise unusable(f"{_NAME} does not say the mod's ID.")
    return (
        Manifest(
            kind=ManifestKind.RIFT,
            id=mod_id,
            version=line(document.get("version")),
            name=title(document.get("name")) or mod_id,
            description=paragraphs(document.get("description")),
            authors=titles(document.get("authors")),
            icon=member_path(document.get("icon_file")),
        ),
    )
