"""What a file's manifests say of the version that it is to be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from modstead.domain.catalog import GameVersionTag
from modstead.domain.game_versions import GameVersions
from modstead.domain.instance import (
    ContentKind,
    Manifest,
    ManifestKind,
    ManifestReading,
    NestedJar,
    Relation,
    RelationKind,
)
from modstead.domain.project import Project, ProjectRef
from modstead.domain.version import Channel, Dependency, DependencyKind
from modstead.domain.version_prefill import Named, Prefill, channel_of, named_by, prefill

GAMES = GameVersions(
    (
        *(GameVersionTag(name) for name in ("1.21.4", "1.21.3", "1.21.1")),
        GameVersionTag("24w14a", "snapshot"),
        *(GameVersionTag(name) for name in ("1.20.4", "1.20.1", "1.12.2")),
    )
)
LOADERS = (
    *("fabric", "quilt", "forge", "neoforge", "bukkit", "spigot", "paper", "purpur", "velocity"),
    *("bungeecord", "waterfall", "liteloader", "rift", "minecraft", "datapack"),
)
DEPENDS, BREAKS = RelationKind.DEPENDS, RelationKind.BREAKS


def manifest(kind: ManifestKind = ManifestKind.FABRIC, **more: object) -> Manifest:
    return replace(Manifest(kind, "lantern", "1.0.0"), **more)  # type: ignore[arg-type]


def on_game(kind: ManifestKind, *ranges: str) -> Manifest:
    return manifest(kind, relations=(Relation(DEPENDS, "minecraft", ranges),))


def project(slug: str) -> Project:
    return Project(ProjectRef("modrinth", f"id-{slug}"), slug, slug.title())


def filled(*manifests: Manifest, nested: tuple[NestedJar, ...] = (), there: tuple[str, ...] = ()) -> Prefill:
    projects = {slug: project(slug) for slug in there}
    return prefill(ManifestReading(manifests, nested=nested), GAMES, LOADERS, projects, "Modrinth")


@pytest.mark.parametrize(
    ("manifests", "loaders"),
    [
        ((manifest(),), ("fabric",)),
        ((manifest(), manifest(ManifestKind.QUILT)), ("fabric", "quilt")),
        ((manifest(ManifestKind.FORGE),), ("forge",)),
        ((manifest(ManifestKind.FORGE, relations=(Relation(DEPENDS, "neoforge"),)),), ("neoforge",)),
        ((manifest(ManifestKind.NEOFORGE), manifest(ManifestKind.FORGE)), ("neoforge", "forge")),
        ((manifest(ManifestKind.LEGACY_FORGE),), ("forge",)),
        ((manifest(ManifestKind.LITELOADER),), ("liteloader",)),
        ((manifest(ManifestKind.RIFT),), ("rift",)),
        ((manifest(ManifestKind.PLUGIN),), ("bukkit", "spigot", "paper", "purpur")),
        ((manifest(ManifestKind.PAPER),), ("paper", "purpur")),
        ((manifest(ManifestKind.VELOCITY),), ("velocity",)),
        ((manifest(ManifestKind.BUNGEE),), ("bungeecord", "waterfall")),
        ((manifest(ManifestKind.PACK, content=ContentKind.RESOURCE_PACK),), ("minecraft",)),
        ((manifest(ManifestKind.PACK, content=ContentKind.DATA_PACK),), ("datapack",)),
        ((manifest(), manifest(ManifestKind.PACK, content=ContentKind.RESOURCE_PACK)), ("fabric",)),
    ],
)
def test_the_loaders_are_those_that_the_manifests_are_for(
    manifests: tuple[Manifest, ...], loaders: tuple[str, ...]
) -> None:
    assert filled(*manifests).loaders == loaders


@pytest.mark.parametrize(
    ("manifests", "versions", "note"),
    [
        ((on_game(ManifestKind.FABRIC, "~1.20"),), ("1.20.4", "1.20.1"), ""),
        ((on_game(ManifestKind.FABRIC, "1.20.1", "1.21.3"),), ("1.21.3", "1.20.1"), ""),
        ((on_game(ManifestKind.FABRIC, "1.20.5-alpha.24.14.a"),), ("24w14a",), ""),
        ((on_game(ManifestKind.FABRIC, ">=1.21.2"),), ("1.21.4", "1.21.3"), "up to the newest Minecraft"),
        ((on_game(ManifestKind.FORGE, "[1.20,1.21)"),), ("1.20.4", "1.20.1"), ""),
        ((on_game(ManifestKind.NEOFORGE, "[1.21.1]"),), ("1.21.1",), ""),
        ((on_game(ManifestKind.PLUGIN, ">=1.21.3"),), ("1.21.4", "1.21.3"), "up to the newest"),
        (
            (on_game(ManifestKind.FABRIC, ">=1.20 <1.21.4"), on_game(ManifestKind.FORGE, "[1.20.1,1.20.2)")),
            ("1.20.1",),
            "",
        ),
        ((on_game(ManifestKind.FABRIC, "1.99"),), (), "in its range, 1.99"),
        ((on_game(ManifestKind.FABRIC, "nonsense ~~"),), (), "in its range"),
        ((on_game(ManifestKind.FABRIC, "*"),), (), "does not say for which Minecraft"),
        ((manifest(ManifestKind.VELOCITY),), (), "does not say for which Minecraft"),
    ],
)
def test_the_game_versions_are_those_of_the_platform_that_the_range_admits(
    manifests: tuple[Manifest, ...], versions: tuple[str, ...], note: str
) -> None:
    found = filled(*manifests)
    assert found.game_versions == versions
    assert any(note in one for one in found.notes) if note else not found.notes


@pytest.mark.parametrize(
    ("stated", "number", "note"),
    [
        (("1.2.3",), "1.2.3", ""),
        (("1.2.3", "1.2.3"), "1.2.3", ""),
        (("1.2.3", "1.2.4"), "1.2.3", "several versions: 1.2.3, 1.2.4"),
        (("${version}", "1.2.4"), "1.2.4", ""),
        (("${version}",), "", "stated as '${version}'"),
        (("",), "", "does not state its version"),
    ],
)
def test_the_number_is_the_manifest_s(stated: tuple[str, ...], number: str, note: str) -> None:
    game = (Relation(DEPENDS, "minecraft", ("~1.20",)),)
    found = filled(*(manifest(version=version, relations=game) for version in stated))
    assert found.number == number
    assert any(note in one for one in found.notes) if note else not found.notes


@pytest.mark.parametrize(
    ("number", "channel"),
    [
        ("1.0.0", Channel.RELEASE),
        ("1.0.0-beta.2", Channel.BETA),
        ("1.0.0b3", Channel.BETA),
        ("2.0-rc1", Channel.BETA),
        ("1.0-pre4", Channel.BETA),
        ("0.1.0-alpha", Channel.ALPHA),
        ("1.0-SNAPSHOT", Channel.ALPHA),
        ("3.1+24w14a", Channel.RELEASE),
        ("1.4.2-fabric", Channel.RELEASE),
        ("", Channel.RELEASE),
    ],
)
def test_the_channel_is_told_by_the_number(number: str, channel: Channel) -> None:
    assert channel_of(number, ("24w14a",)) is channel


def related(*relations: tuple[RelationKind, str, tuple[str, ...]]) -> Manifest:
    return manifest(relations=tuple(Relation(kind, mod_id, ranges) for kind, mod_id, ranges in relations))


def inside(*ids: str) -> tuple[NestedJar, ...]:
    return tuple(NestedJar(f"META-INF/jars/{one}.jar", (manifest(id=one),)) for one in ids)


@pytest.mark.parametrize(
    ("one", "nested", "named"),
    [
        (related((DEPENDS, "tidal", ("*",))), (), {"tidal": DependencyKind.REQUIRED}),
        (
            related((DEPENDS, "minecraft", ()), (DEPENDS, "fabricloader", ()), (DEPENDS, "java", (">=21",))),
            (),
            {},
        ),
        (related((RelationKind.SUGGESTS, "tidal", ())), (), {"tidal": DependencyKind.OPTIONAL}),
        (
            related((RelationKind.RECOMMENDS, "tidal", ()), (DEPENDS, "tidal", ())),
            (),
            {"tidal": DependencyKind.REQUIRED},
        ),
        (related((BREAKS, "copper", ("*",))), (), {"copper": DependencyKind.INCOMPATIBLE}),
        (related((BREAKS, "copper", ("<2",))), (), {}),
        (
            related((DEPENDS, "fabric-networking-api-v1", ()), (DEPENDS, "fabric", ())),
            (),
            {"fabric-api": DependencyKind.REQUIRED},
        ),
        (related((DEPENDS, "org.example:tidal", ())), (), {"tidal": DependencyKind.REQUIRED}),
        (related((DEPENDS, "inner", ())), inside("inner"), {"inner": DependencyKind.EMBEDDED}),
        (related(), inside("inner"), {"inner": DependencyKind.EMBEDDED}),
        (
            related((DEPENDS, "fabric-api", ())),
            inside("fabric-api-base"),
            {"fabric-api": DependencyKind.REQUIRED},
        ),
        (related((DEPENDS, "lantern", ())), (), {}),
    ],
)
def test_the_other_mods_are_named_as_what_they_are_most_of_all(
    one: Manifest, nested: tuple[NestedJar, ...], named: dict[str, DependencyKind]
) -> None:
    found = named_by(ManifestReading((one,), nested=nested))
    assert {item.mod_id: item.kind for item in found} == named


def test_dependencies_are_projects_and_what_is_none_is_told() -> None:
    one = related((DEPENDS, "tidal_core", ()), (DEPENDS, "nowhere", ()), (BREAKS, "copper", ("<2", ">3")))
    found = filled(one, nested=inside("some-library"), there=("tidal-core",))
    assert found.dependencies == (Dependency(DependencyKind.REQUIRED, "id-tidal-core"),)
    assert "Modrinth has no project of that name: nowhere (required)." in found.notes
    assert any("copper <2 or >3" in note for note in found.notes)
    assert not any("some-library" in note for note in found.notes)


def test_what_a_platform_has_not_may_be_named_where_it_lets_one() -> None:
    reading = ManifestReading((related((DEPENDS, "nowhere", ()), (BREAKS, "copper", ())),))
    found = prefill(reading, GAMES, LOADERS, {}, "Guizhan", names_anything=True)
    assert found.dependencies == (
        Dependency(DependencyKind.REQUIRED, file_name="nowhere"),
        Dependency(DependencyKind.INCOMPATIBLE, file_name="copper"),
    )


def test_one_project_under_two_ids_is_one_dependency() -> None:
    one = related((DEPENDS, "tidal_core", ()), (RelationKind.SUGGESTS, "tidal-core", ()))
    assert len(filled(one, there=("tidal-core",)).dependencies) == 1


def test_what_no_platform_could_know_is_not_asked_for() -> None:
    assert Named("a b/c", DependencyKind.REQUIRED).slugs == ()
    assert Named("Tidal_Core", DependencyKind.REQUIRED).slugs == ("Tidal_Core", "Tidal-Core", "tidal_core")


def test_a_file_without_manifests_says_so() -> None:
    found = filled()
    assert (found.number, found.loaders, found.game_versions) == ("", (), ())
    assert "It has no manifest that says what it is." in found.notes
