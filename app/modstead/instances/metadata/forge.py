"""`mods.toml` of Forge and `neoforge.mods.toml` of NeoForge, which differ in how they name dependencies only."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

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
    titles,
    unusable,
)
from modstead.instances.metadata.lenient_toml import EndlessDocument, parse_toml

_PLACEHOLDER = re.compile(r"\$\{file\.(\w+)\}")
_JAR_VERSION = "jarVersion"
# What the loaders put in for a JAR that states no version; and for a mod that states none.
_NO_JAR_VERSION = "0.0NONE"
_DEFAULT_VERSION = "1"

_RELATIONS = {
    "required": RelationKind.DEPENDS,
    "optional": RelationKind.SUGGESTS,
    "incompatible": RelationKind.BREAKS,
    "discouraged": RelationKind.CONFLICTS,
}


def parse_forge(
    data: bytes, kind: ManifestKind, jar_version: Callable[[], str], jars: tuple[str, ...] = ()
) -> tuple[Manifest, ...]:
    """A manifest for each mod that the document declares.

    `jar_version` gives the JAR's Implementation-Version, or an empty text; it is asked only where it is needed. `jars`
    are the nested JARs' paths, which stand in a file of their own and belong to the first mod.

    Raises:
        BrokenJar: it is no TOML, or declares no mod.
    """
    try:
        document = parse_toml(data)
    except RecursionError as error:
        raise unusable(f"{kind.value} is nested too deeply.") from error
    except EndlessDocument as error:
        raise unusable(f"{kind.value} is longer than any mod's.") from error
    except ValueError as error:
        raise unusable(f"{kind.value} is not valid TOML.") from error
    mods = [mod for mod in tables(document.get("mods")) if identifier(mod.get("modId"))]
    if not mods:
        raise unusable(f"{kind.value} does not say the mod's ID.")
    manifests = tuple(_manifest(mod, document, kind, jar_version) for mod in mods)
    return (replace(manifests[0], jars=jars), *manifests[1:]) if jars else manifests


def nested_jars(data: bytes) -> tuple[str, ...]:
    """The paths in `META-INF/jarjar/metadata.json`; a broken one names none."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return ()
    paths = (member_path(jar.get("path")) for jar in tables(table(document).get("jars")))
    return tuple(path for path in paths if path)


def _manifest(
    mod: dict[str, object], document: dict[str, object], kind: ManifestKind, jar_version: Callable[[], str]
) -> Manifest:
    mod_id = line(mod.get("modId"))
    version = line(mod.get("version", _DEFAULT_VERSION))
    if "${" in version:
        version = _filled_in(version, document, jar_version)
    return Manifest(
        kind=kind,
        id=mod_id,
        version=version,
        name=title(mod.get("displayName")) or mod_id,
        description=paragraphs(mod.get("description")),
        authors=titles(mod.get("authors") or document.get("authors")),
        license=", ".join(lines(document.get("license"))),
        icon=member_path(mod.get("logoFile") or document.get("logoFile")),
        relations=_relations(document.get("dependencies"), mod_id),
        provides=lines(mod.get("provides", [])),
    )


def _filled_in(text: str, document: dict[str, object], jar_version: Callable[[], str]) -> str:
    """The text with the JAR's version and the file's `properties` put in; other placeholders stay."""
    properties = table(document.get("properties"))
    for name in set(_PLACEHOLDER.findall(text)):
        value = (
            (line(jar_version()) or _NO_JAR_VERSION) if name == _JAR_VERSION else line(properties.get(name))
        )
        text = text.replace(f"${{file.{name}}}", value) if value else text
    return line(text)


def _relations(dependencies: object, mod_id: str) -> tuple[Relation, ...]:
    found = []
    for dependency in tables(table(dependencies).get(mod_id, []))[:ITEM_LIMIT]:
        other = line(dependency.get("modId"))
        if other and "${" not in other:
            side = line(dependency.get("side")).lower()
            version_range = line(dependency.get("versionRange"))
            ranges = (version_range,) if version_range and "${" not in version_range else ()
            found.append(Relation(_relation_kind(dependency), other, ranges, "" if side == "both" else side))
    return tuple(found)


def _relation_kind(dependency: dict[str, object]) -> RelationKind:
    """NeoForge's `type`, else Forge's `mandatory`; required where neither is said."""
    told = _RELATIONS.get(line(dependency.get("type")).lower())
    if told is not None:
        return told
    mandatory = dependency.get("mandatory", True)
    optional = mandatory is False or (isinstance(mandatory, str) and mandatory.lower() == "false")
    return RelationKind.SUGGESTS if optional else RelationKind.DEPENDS
