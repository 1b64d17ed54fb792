from __future__ import annotations

from collections import Counter

import pytest

from modstead_sandbox.catalogue import Catalogue, slug_of
from modstead_sandbox.model import Project, Version
from modstead_sandbox.tags import GAME_VERSIONS, SIDE_TYPES

CATALOGUE = Catalogue()


def versions() -> list[Version]:
    return [version for project in CATALOGUE.projects for version in CATALOGUE.versions(project)]


def named(title: str) -> Project:
    return CATALOGUE.named(title)


def test_the_same_seed_gives_the_same_catalogue() -> None:
    again = Catalogue()
    assert again.projects == CATALOGUE.projects
    assert [again.versions(project) for project in again.projects[:30]] == [
        CATALOGUE.versions(project) for project in CATALOGUE.projects[:30]
    ]


def test_another_seed_gives_another_history() -> None:
    other = Catalogue(seed=8)
    assert [p.downloads for p in other.projects] != [p.downloads for p in CATALOGUE.projects]


def test_its_size_is_as_announced() -> None:
    assert len(CATALOGUE.projects) == 163
    assert 1_300 <= len(versions()) <= 2_000


def test_titles_slugs_and_ids_are_unique() -> None:
    grown = Catalogue(projects=3_000)
    for attribute in ("id", "slug", "title"):
        assert len({getattr(project, attribute) for project in grown.projects}) == 3_000


def test_a_grown_catalogue_begins_with_the_named_projects() -> None:
    grown = Catalogue(projects=400)
    assert grown.projects[:163] == CATALOGUE.projects
    assert all(grown.versions(project) for project in grown.projects[163:])


def test_a_small_catalogue_works_too() -> None:
    small = Catalogue(projects=5)
    assert [len(small.versions(project)) > 0 for project in small.projects] == [True] * 5


def test_every_loader_channel_kind_and_side_occurs() -> None:
    made = versions()
    assert {loader for version in made for loader in version.loaders} >= {
        "fabric",
        "quilt",
        "forge",
        "neoforge",
    }
    assert {version.channel for version in made} == {"release", "beta", "alpha"}
    kinds = Counter(project.kind for project in CATALOGUE.projects)
    assert set(kinds) == {"mod", "resourcepack", "shader", "modpack", "datapack", "plugin"}
    assert kinds["resourcepack"] > 3
    assert kinds["shader"] > 2
    assert {project.client_side for project in CATALOGUE.projects} == set(SIDE_TYPES)
    supported = {name for version in made for name in version.game_versions}
    assert supported >= {"1.20.1", "1.20.4", "1.21.1", "1.21.4", "26.1.2", "26.3"}


def test_versions_come_in_the_order_of_time_and_never_before_the_game() -> None:
    days = {entry.version: entry.date for entry in GAME_VERSIONS}
    for project in CATALOGUE.projects:
        moments = [version.published for version in CATALOGUE.versions(project)]
        assert moments == sorted(moments), project.title
    assert all(version.game_versions[-1] in days for version in versions() if version.loaders)


def test_all_four_types_of_dependency_occur_also_without_ids() -> None:
    found = [dependency for version in versions() for dependency in version.dependencies]
    assert {dependency.kind for dependency in found} == {"required", "optional", "incompatible", "embedded"}
    assert any(d.version_id is None and d.project_id is None and d.file_name for d in found)
    assert any(d.version_id is None and d.project_id is None and d.file_name is None for d in found)
    pinned = [d for d in found if d.version_id is not None]
    assert pinned
    assert all(CATALOGUE.version(d.version_id or "") is not None for d in pinned)


def required(title: str) -> set[str]:
    ids = {
        dependency.project_id
        for version in CATALOGUE.versions(named(title))
        for dependency in version.dependencies
        if dependency.kind == "required"
    }
    return {found.title for name in ids if name and (found := CATALOGUE.project(name))}


def test_there_is_a_chain_a_diamond_and_a_circle() -> None:
    assert required("Windward Sails") == {"Tidal Core"}
    assert required("Tidal Core") == {"Hedgerow API"}
    assert required("Lanternworks") == {"Tidal Core", "Bramble Core"}
    assert required("Bramble Core") == {"Hedgerow API"}
    assert required("Linen & Loom") == {"Gilded Thread"}
    assert required("Gilded Thread") == {"Linen & Loom"}


def test_what_is_required_can_be_had() -> None:
    for version in versions():
        if version.channel != "release" or CATALOGUE.projects[version.project_number].kind != "mod":
            continue
        for dependency in version.dependencies:
            if dependency.kind != "required" or dependency.project_id is None:
                continue
            other = CATALOGUE.project(dependency.project_id)
            assert other is not None
            if other.title not in {"Hedgerow API", "Tidal Core", "Bramble Core", "Inkwell Config"}:
                continue
            fitting = [
                held
                for held in CATALOGUE.versions(other)
                if set(held.loaders) & set(version.loaders)
                and set(held.game_versions) & set(version.game_versions)
            ]
            assert fitting, (version.name, version.loaders, version.game_versions, other.title)


def test_a_conflict_is_named_by_one_side() -> None:
    rival = named("Emberglass Renderer").id
    latest = CATALOGUE.versions(named("Cinder Render"))[-1]
    assert ("incompatible", rival) in {(d.kind, d.project_id) for d in latest.dependencies}
    assert all(
        d.kind != "incompatible"
        for v in CATALOGUE.versions(named("Emberglass Renderer"))
        for d in v.dependencies
    )


def test_some_projects_have_one_loader_alone() -> None:
    def loaders(title: str) -> set[str]:
        return {loader for version in CATALOGUE.versions(named(title)) for loader in version.loaders}

    assert loaders("Fern Lantern") == {"quilt"}
    assert loaders("Lantern Moth") == {"fabric"}
    assert loaders("Tinker's Cart") == {"forge"}


def test_forge_files_for_1_20_1_may_serve_neoforge() -> None:
    found = [v for v in CATALOGUE.versions(named("Honest Scales")) if "1.20.1" in v.game_versions]
    assert found
    assert all(version.loaders == ("forge",) for version in found)


def test_quilt_must_take_fabric_files_of_some_projects() -> None:
    found = [v for v in CATALOGUE.versions(named("Barrel Index")) if "1.21.4" in v.game_versions]
    assert found
    assert all(version.loaders == ("fabric",) for version in found)


def test_the_newest_of_one_project_is_a_beta_alone() -> None:
    found = [version.channel for version in CATALOGUE.versions(named("Ashfall Weather"))]
    assert found[-1] == "beta"
    assert "release" in found


def test_a_project_and_a_version_are_found_by_what_names_them() -> None:
    project = named("Glowmoss")
    assert CATALOGUE.project(project.id) is project
    assert CATALOGUE.project("GlowMoss") is project
    assert CATALOGUE.project(project.id.swapcase()) is None
    version = CATALOGUE.versions(project)[0]
    assert CATALOGUE.version(version.id) is version
    assert CATALOGUE.version("nonsense") is None
    assert CATALOGUE.version(project.id) is None


def test_a_draft_is_not_to_be_found() -> None:
    draft = CATALOGUE.versions(named("Nook & Shelf"))[-1]
    assert draft.status == "draft"
    assert CATALOGUE.version(draft.id) is None


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Wren & Robin", "wren-and-robin"), ("Stonecutter's Guild", "stonecutters-guild"), ("Hush", "hush")],
)
def test_slugs_are_made_of_titles(title: str, slug: str) -> None:
    assert slug_of(title) == slug
