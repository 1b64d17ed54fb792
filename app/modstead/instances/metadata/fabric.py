"""`fabric.mod.json`, read as leniently as Fabric Loader reads it.

Its Gson reader takes raw line breaks and control characters in strings, skips a byte-order mark, lets the last of two
equal keys count and ignores what follows the document.
"""

from modstead.domain.instance import Manifest, ManifestKind, Relation, RelationKind
from modstead.instances.metadata.fields import (
    ITEM_LIMIT,
    identifier,
    line,
    lines,
    member_path,
    paragraphs,
    table,
    tables,
    title,
    unusable,
)
from modstead.instances.metadata.json_text import parse_gson

_NAME = ManifestKind.FABRIC.value

_RELATIONS = {
    "depends": RelationKind.DEPENDS,
    "recommends": RelationKind.RECOMMENDS,
    "suggests": RelationKind.SUGGESTS,
    "conflicts": RelationKind.CONFLICTS,
    "breaks": RelationKind.BREAKS,
}
_OLD_RELATIONS = {
    "requires": RelationKind.DEPENDS,
    "conflicts": RelationKind.BREAKS,
    "recommends": RelationKind.SUGGESTS,
    "suggests": RelationKind.SUGGESTS,
}
_OLD_SIDES = {"universal": "*", "both": "*", "": "*"}


def parse_fabric(data: bytes) -> tuple[Manifest, ...]:
    """The manifest in the document; the oldest loaders also took a list of them.

    Raises:
        BrokenJar: it is no JSON, or names no mod.
    """
    manifests = tuple(_manifest(found) for found in tables(parse_gson(data, _NAME)))
    if not manifests:
        raise unusable(f"{_NAME} does not describe a mod.")
    return manifests


def _manifest(document: dict[str, object]) -> Manifest:
    mod_id = identifier(document.get("id"))
    if not mod_id:
        raise unusable(f"{_NAME} does not say the mod's ID.")
    old = line(document.get("schemaVersion")) in ("", "0")
    return Manifest(
        kind=ManifestKind.FABRIC,
        id=mod_id,
        version=line(document.get("version")),
        name=title(document.get("name")) or mod_id,
        description=paragraphs(document.get("description")),
        authors=_people(document.get("authors")),
        license=", ".join(lines(document.get("license"))),
        environment=_environment(document, old=old),
        icon=icon_path(document.get("icon")),
        relations=_relations(document, _OLD_RELATIONS if old and "depends" not in document else _RELATIONS),
        provides=lines(document.get("provides")),
        jars=tuple(path for jar in tables(document.get("jars")) if (path := member_path(jar.get("file")))),
    )


def _people(value: object) -> tuple[str, ...]:
    """Names out of a list of names and `{name, contact}`, or out of one of them."""
    people = value[:ITEM_LIMIT] if isinstance(value, list) else [value]
    names = (title(person.get("name") if isinstance(person, dict) else person) for person in people)
    return tuple(name for name in names if name)


def _environment(document: dict[str, object], *, old: bool) -> str:
    """`*`, `client` or `server`; the oldest form says `universal` under another key."""
    if old and "environment" not in document:
        side = line(document.get("side")).lower()
        return _OLD_SIDES.get(side, side)
    sides = lines(document.get("environment"))
    return sides[0].lower() if len(sides) == 1 else "*"


def icon_path(value: object) -> str:
    """The icon's path, the largest where there is a map of them by size ("32", or "32x32" as some write)."""
    if not isinstance(value, dict):
        return member_path(value)
    sizes = sorted(value, key=_icon_size)
    return member_path(value[sizes[-1]]) if sizes else ""


def _icon_size(key: object) -> int:
    digits = line(key).partition("x")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 0


def _relations(document: dict[str, object], kinds: dict[str, RelationKind]) -> tuple[Relation, ...]:
    found = []
    for key, kind in kinds.items():
        for mod_id, ranges in list(table(document.get(key)).items())[:ITEM_LIMIT]:
            name = line(mod_id)
            if name:
                found.append(Relation(kind, name, _ranges(ranges)))
    return tuple(found)


def _ranges(value: object) -> tuple[str, ...]:
    """Any-of; a table, which only the oldest form has, holds them under `version`."""
    if isinstance(value, dict):
        value = value.get("version", value.get("versions"))
    return lines(value)
