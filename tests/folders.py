"""Short ways to make a folder of mods out of what their manifests say."""

from dataclasses import replace
from pathlib import Path

from domain_values import project, sha1, version
from modstead.domain.instance import (
    IdentifiedBy,
    InstalledMod,
    Instance,
    Library,
    Loader,
    Manifest,
    ManifestKind,
    ModFile,
    NestedJar,
    Relation,
    RelationKind,
    Side,
)
from modstead.domain.version import Dependency

FABRIC = ManifestKind.FABRIC


def depends(mod_id: str, *ranges: str, side: str = "") -> Relation:
    return Relation(RelationKind.DEPENDS, mod_id, ranges, side)


def suggests(mod_id: str, *ranges: str) -> Relation:
    return Relation(RelationKind.SUGGESTS, mod_id, ranges)


def breaks(mod_id: str, *ranges: str) -> Relation:
    return Relation(RelationKind.BREAKS, mod_id, ranges)


def conflicts(mod_id: str, *ranges: str) -> Relation:
    return Relation(RelationKind.CONFLICTS, mod_id, ranges)


def jar(
    mod_id: str,
    *relations: Relation,
    version: str = "1.0.0",
    kind: ManifestKind = FABRIC,
    nested: tuple[Manifest, ...] = (),
    provides: tuple[str, ...] = (),
    enabled: bool = True,
    environment: str = "",
    name: str = "",
) -> InstalledMod:
    """A JAR of no known project with one manifest, called after its ID."""
    manifest = Manifest(
        kind, mod_id, version, relations=relations, provides=provides, environment=environment
    )
    file_name = (name or f"{mod_id}.jar") + ("" if enabled else ".disabled")
    return InstalledMod(
        ModFile(file_name, 1000, 1, sha1(file_name)),
        IdentifiedBy.MANIFEST,
        (manifest,),
        nested=tuple(NestedJar(f"META-INF/jars/{item.id}.jar", (item,)) for item in nested),
    )


def of_project(
    mod: InstalledMod,
    project_id: str,
    *dependencies: Dependency,
    loaders: tuple[str, ...] = ("fabric",),
    game_versions: tuple[str, ...] = ("1.21.4",),
    categories: tuple[str, ...] = (),
    day: int = 0,
) -> InstalledMod:
    """The same JAR, known by its hash as a version of the project."""
    number = mod.manifests[0].version if mod.manifests else "1.0.0"
    known = version(
        project_id, number, day=day, loaders=loaders, game_versions=game_versions, dependencies=dependencies
    )
    titled = replace(project(project_id), categories=categories)
    return replace(mod, identified_by=IdentifiedBy.HASH, version=known, project=titled)


def folder(
    *mods: InstalledMod,
    loader: Loader | None = Loader.FABRIC,
    game_version: str | None = "1.21.4",
    side: Side | None = None,
    loader_version: str = "",
) -> Library:
    instance = Instance(
        Path("/game/mods"),
        "Meadow",
        loader=loader,
        loader_version=loader_version,
        game_version=game_version,
        side=side,
    )
    return Library(instance, mods)
