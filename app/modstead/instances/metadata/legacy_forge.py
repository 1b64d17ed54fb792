"""`mcmod.info` of Forge up to 1.12, a list of mods or a table with `modList`, as FML's lenient Gson reads it.

The ID and version that count stand in the class itself; builds that left the template or its placeholders in the file
say nothing. `requiredMods` are what the mod needs; `dependencies` is merely what is loaded before it.
"""

from modstead.domain.instance import Manifest, ManifestKind, Relation, RelationKind
from modstead.instances.metadata.fields import (
    ITEM_LIMIT,
    identifier,
    line,
    lines,
    member_path,
    paragraphs,
    tables,
    title,
    titles,
    unusable,
)
from modstead.instances.metadata.json_text import parse_lenient

_NAME = ManifestKind.LEGACY_FORGE.value
_TEMPLATE = "examplemod"


def parse_legacy_forge(data: bytes) -> tuple[Manifest, ...]:
    """A manifest for each mod in the document; none where it lists none, or is the template of a mod.

    Raises:
        BrokenJar: it is no JSON, or names no mod.
    """
    document = parse_lenient(data, _NAME)
    if isinstance(document, dict) and "modid" not in document:
        document = document.get("modList", document.get("modlist", document))
    mods = [mod for mod in tables(document) if identifier(mod.get("modid"))]
    if not mods and document != []:
        raise unusable(f"{_NAME} does not say the mod's ID.")
    return tuple(_manifest(mod) for mod in mods if line(mod.get("modid")).lower() != _TEMPLATE)


def _manifest(mod: dict[str, object]) -> Manifest:
    mod_id = identifier(mod.get("modid"))
    return Manifest(
        kind=ManifestKind.LEGACY_FORGE,
        id=mod_id,
        version=identifier(mod.get("version")),
        name=title(mod.get("name")) or mod_id,
        description=paragraphs(mod.get("description")),
        authors=titles(mod.get("authorList") or mod.get("authors")),
        icon=member_path(mod.get("logoFile")),
        relations=(
            *_relations(mod.get("requiredMods"), RelationKind.DEPENDS),
            *_relations(mod.get("dependencies"), RelationKind.SUGGESTS),
        ),
    )


def _relations(value: object, kind: RelationKind) -> list[Relation]:
    """Out of `id` or `id@range`, the range as Maven writes it."""
    found = []
    for text in lines(value)[:ITEM_LIMIT]:
        mod_id, _, version_range = text.partition("@")
        if mod_id.strip() and "${" not in text:
            ranges = (version_range.strip(),) if version_range.strip() else ()
            found.append(Relation(kind, mod_id.strip(), ranges))
    return found
