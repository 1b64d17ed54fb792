"""`quilt.mod.json`, strict JSON as Quilt Loader reads it; QuiltMC's RFC 2 states the format.

A mod is named `group:id` or `id`; the group is left out, since no two mods of one ID can be loaded. An array where a
dependency should stand means any of them, and is one on the first unless another is there; in `breaks` it means all of
them together, which is left out: that pair is rarely both there.
"""

from itertools import product

from modstead.domain.instance import Manifest, ManifestKind, Relation, RelationKind
from modstead.instances.metadata.fabric import icon_path
from modstead.instances.metadata.fields import (
    ITEM_LIMIT,
    identifier,
    line,
    lines,
    member_path,
    paragraphs,
    table,
    title,
    unusable,
)
from modstead.instances.metadata.json_text import parse_strict

_NAME = ManifestKind.QUILT.value
_ENVIRONMENTS = {"client": "client", "dedicated_server": "server"}
_ALTERNATIVE_LIMIT = 64
_DEPTH_LIMIT = 8


def parse_quilt(data: bytes) -> tuple[Manifest, ...]:
    """The manifest in the document.

    Raises:
        BrokenJar: it is no JSON, or names no mod.
    """
    document = table(parse_strict(data, _NAME))
    loader = table(document.get("quilt_loader"))
    mod_id = identifier(loader.get("id"))
    if not mod_id:
        raise unusable(f"{_NAME} does not say the mod's ID.")
    about = table(loader.get("metadata"))
    provided = _provided(loader.get("provides"))
    environment = line(table(document.get("minecraft")).get("environment"))
    return (
        Manifest(
            kind=ManifestKind.QUILT,
            id=mod_id,
            version=line(loader.get("version")),
            name=title(about.get("name")) or mod_id,
            description=paragraphs(about.get("description")),
            authors=tuple(filter(None, map(title, list(table(about.get("contributors")))[:ITEM_LIMIT]))),
            license=", ".join(_licenses(about.get("license"))),
            environment=_ENVIRONMENTS.get(environment, "*"),
            icon=icon_path(about.get("icon")),
            relations=(
                *_relations(loader.get("depends"), RelationKind.DEPENDS),
                *_relations(loader.get("breaks"), RelationKind.BREAKS),
            ),
            provides=tuple(provided),
            jars=tuple(path for jar in lines(loader.get("jars")) if (path := member_path(jar))),
            provided_versions=tuple((other, version) for other, version in provided.items() if version),
        ),
    )


def _licenses(value: object) -> list[str]:
    """Identifiers or names, out of texts and tables or one of them."""
    found = value[:ITEM_LIMIT] if isinstance(value, list) else [value]
    names = (line(one.get("id") or one.get("name")) if isinstance(one, dict) else line(one) for one in found)
    return [name for name in names if name]


def _provided(value: object) -> dict[str, str]:
    """IDs with their version, which is empty where it is the mod's own."""
    found = {}
    for provided in value[:ITEM_LIMIT] if isinstance(value, list) else []:
        if isinstance(provided, dict):
            found[_without_group(provided.get("id"))] = line(provided.get("version"))
        else:
            found[_without_group(provided)] = ""
    found.pop("", None)
    return found


def _relations(value: object, kind: RelationKind) -> list[Relation]:
    found = []
    for item in value[:ITEM_LIMIT] if isinstance(value, list) else []:
        several = _any_of(item, kind, _DEPTH_LIMIT)
        if kind is RelationKind.BREAKS and len(several) > 1:
            continue
        found += _one_of(several)
    return found


def _any_of(value: object, kind: RelationKind, depth: int) -> list[Relation]:
    """The relations in a dependency object, of which one is enough."""
    if isinstance(value, list):
        found: list[Relation] = []
        for item in value[:_ALTERNATIVE_LIMIT] if depth else []:
            found += _any_of(item, kind, depth - 1)[: _ALTERNATIVE_LIMIT - len(found)]
        return found
    said = value if isinstance(value, dict) else {"id": value}
    mod_id = _without_group(said.get("id"))
    if not mod_id:
        return []
    return [
        Relation(
            kind=RelationKind.SUGGESTS
            if kind is RelationKind.DEPENDS and said.get("optional") is True
            else kind,
            mod_id=mod_id,
            ranges=_any_range(said.get("versions"), _DEPTH_LIMIT),
            side=_ENVIRONMENTS.get(line(said.get("environment")), ""),
            unless=tuple(_any_of(said["unless"], RelationKind.DEPENDS, depth - 1))
            if "unless" in said and depth
            else (),
        )
    ]


def _one_of(several: list[Relation]) -> list[Relation]:
    if len(several) < 2:
        return several
    first, *others = several
    unless = (*first.unless, *others)
    return [Relation(first.kind, first.mod_id, first.ranges, first.side, unless)]


def _any_range(value: object, depth: int) -> tuple[str, ...]:
    """The version specifiers of which one is enough, those that must all hold joined by a space.

    Empty for any version, which also stands for what is stated in more ways than any mod does.
    """
    found = _alternatives(value, depth)
    return () if "*" in found or len(found) > _ALTERNATIVE_LIMIT else tuple(found)


def _alternatives(value: object, depth: int) -> list[str]:
    if not depth:
        return ["*"]
    if isinstance(value, dict):
        if "all" in value:
            return _all_of(value["all"], depth)
        value = value.get("any")
    if isinstance(value, list):
        found: list[str] = []
        for item in value[: _ALTERNATIVE_LIMIT + 1]:
            found += _alternatives(item, depth - 1)[: _ALTERNATIVE_LIMIT + 1]
        return found
    return [line(value) or "*"]


def _all_of(value: object, depth: int) -> list[str]:
    """Every combination of one alternative of each item."""
    choices = []
    combinations = 1
    for item in value[: _ALTERNATIVE_LIMIT + 1] if isinstance(value, list) else [value]:
        choices.append([text for text in _alternatives(item, depth - 1)[: _ALTERNATIVE_LIMIT + 1] if text])
        combinations *= len(choices[-1])
        if combinations > _ALTERNATIVE_LIMIT:
            return ["*"]
    return [" ".join(text for text in texts if text != "*") or "*" for texts in product(*choices)]


def _without_group(value: object) -> str:
    return line(value).rpartition(":")[2]
