"""Each kind of problem where it is, and none where it is not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain_values import needs, refuses
from folders import breaks, conflicts, depends, folder, jar, of_project, suggests
from modstead.domain.changes import install_operation
from modstead.domain.diagnosis import Origin, Origins, find_problems
from modstead.domain.graph import Graph
from modstead.domain.instance import (
    ContentKind,
    FileFailure,
    InstalledMod,
    Library,
    Loader,
    Manifest,
    ManifestKind,
    ModFile,
    Side,
)
from modstead.domain.plan import HistoryEntry, Operation, OperationKind, OperationState, PlanKind
from modstead.domain.problems import Problem, ProblemKind, RemedyKind
from modstead.domain.project import ProjectRef, SideSupport


def problems(library: Library, origins: Origins | None = None) -> tuple[Problem, ...]:
    return find_problems(library, Graph.of(library), origins)


def kinds(library: Library, origins: Origins | None = None) -> list[tuple[str, str]]:
    """What is wrong beside that these files are of no known project."""
    found = problems(library, origins)
    return [(item.kind.value, item.file) for item in found if item.kind is not ProblemKind.UNKNOWN]


def one(library: Library, kind: ProblemKind) -> Problem:
    (found,) = (item for item in problems(library) if item.kind is kind)
    return found


def first(problem: Problem) -> tuple[RemedyKind, str]:
    return problem.remedies[0].kind, problem.remedies[0].file


def test_a_sound_folder_has_no_problems() -> None:
    api = of_project(jar("fabric-api", version="0.100.0"), "P7dR8mSH", categories=("library",))
    mod = of_project(
        jar(
            "one",
            depends("fabric-api", ">=0.90"),
            depends("minecraft", "~1.21"),
            depends("fabricloader", ">=0.15"),
            depends("java", ">=21"),
            suggests("nowhere"),
        ),
        "AAAA",
        needs("P7dR8mSH"),
    )
    assert problems(folder(api, mod, loader_version="0.16.10", side=Side.CLIENT)) == ()


def test_a_missing_dependency_is_to_be_installed() -> None:
    problem = one(folder(jar("one", depends("base", ">=2", "1.x"))), ProblemKind.MISSING_DEPENDENCY)
    assert problem.detail == "It needs base 2 or newer, or 1.x, which is not here."
    remedy = problem.remedies[0]
    assert (remedy.kind, remedy.mod_id, remedy.ranges) == (RemedyKind.INSTALL, "base", (">=2", "1.x"))


def test_a_disabled_dependency_is_to_be_enabled() -> None:
    library = folder(jar("one", depends("base")), jar("base", enabled=False))
    problem = one(library, ProblemKind.MISSING_DEPENDENCY)
    assert first(problem) == (RemedyKind.ENABLE, "base.jar.disabled")
    assert problem.others == ("base.jar.disabled",)


def test_a_dependency_of_a_wrong_version_is_to_be_changed() -> None:
    base = of_project(jar("base", version="1.5"), "BBBB")
    problem = one(folder(jar("one", depends("base", ">=2")), base), ProblemKind.WRONG_VERSION)
    assert first(problem) == (RemedyKind.CHANGE_VERSION, "base.jar")
    assert problem.remedies[0].ranges == (">=2",)
    assert (problem.file, problem.others) == ("one.jar", ("base.jar",))


def test_a_wrong_version_of_no_known_project_leaves_only_doing_without() -> None:
    problem = one(
        folder(jar("one", depends("base", ">=2")), jar("base", version="1.5")), ProblemKind.WRONG_VERSION
    )
    assert first(problem) == (RemedyKind.DISABLE, "one.jar")


def test_incompatible_pairs_are_told_once() -> None:
    two = of_project(jar("two", breaks("one")), "BBBB")
    library = folder(of_project(jar("one", breaks("two")), "AAAA", refuses("BBBB")), two)
    problem = one(library, ProblemKind.INCOMPATIBLE)
    assert {problem.file, *problem.others} == {"one.jar", "two.jar"}


def test_of_an_incompatible_pair_the_less_needed_is_left_out_first() -> None:
    library = folder(jar("one", breaks("base")), jar("base"), jar("user", depends("base")))
    assert first(one(library, ProblemKind.INCOMPATIBLE)) == (RemedyKind.DISABLE, "one.jar")


def test_another_version_may_end_an_incompatibility() -> None:
    base = of_project(jar("base", version="1.5"), "BBBB")
    library = folder(jar("one", breaks("base", "<2")), base)
    assert first(one(library, ProblemKind.INCOMPATIBLE)) == (RemedyKind.CHANGE_VERSION, "base.jar")


def test_conflicts_that_loaders_merely_warn_of_are_none() -> None:
    assert kinds(folder(jar("one", conflicts("two")), jar("two"))) == []


def test_of_twins_the_older_is_named() -> None:
    library = folder(
        of_project(jar("same", version="1.9", name="old.jar"), "AAAA", day=1),
        of_project(jar("same", version="1.10", name="new.jar"), "AAAA", day=2),
    )
    problem = one(library, ProblemKind.DUPLICATE)
    assert (problem.file, problem.others) == ("old.jar", ("new.jar",))
    assert first(problem) == (RemedyKind.REMOVE, "old.jar")
    assert (
        problem.detail == "The same mod is here twice: old.jar is 1.9, and new.jar is 1.10, which is newer."
    )
    assert [item.text for item in problem.remedies] == [
        f"Remove {problem.title} 1.9",
        f"Disable {problem.title} 1.9",
    ]


def test_of_twins_the_mods_own_version_is_said() -> None:
    twins = (
        of_project(jar("same", version=f"mc1.21.4-{number}-fabric", name=f"{number}.jar"), "AAAA", day=day)
        for day, number in enumerate(("2.6.0", "2.7.3"))
    )
    problem = one(folder(*twins), ProblemKind.DUPLICATE)
    assert problem.remedies[0].text == f"Remove {problem.title} 2.6.0"
    assert problem.detail == (
        "The same mod is here twice: 2.6.0.jar is 2.6.0, and 2.7.3.jar is 2.7.3, which is newer."
    )


def test_twins_of_one_version_or_none_are_told_apart_by_their_files() -> None:
    def told(version: str) -> tuple[str, str]:
        twins = (jar("same", version=version, name="a.jar"), jar("same", version=version, name="b.jar"))
        problem = one(folder(*twins), ProblemKind.DUPLICATE)
        return problem.detail, problem.remedies[0].text

    assert told("2.0") == ("The same mod is here twice: a.jar and b.jar are both 2.0.", "Remove a.jar")
    assert told("") == ("The same mod is here twice: a.jar is older than b.jar.", "Remove a.jar")


def test_of_two_identical_files_the_well_named_one_stays() -> None:
    def copies(*names: str) -> list[InstalledMod]:
        mods = [jar("same", name=name) for name in names]
        files = (
            replace(mod.file, sha1="0" * 40, mtime_ns=len(mods) - place) for place, mod in enumerate(mods)
        )
        return [replace(mod, file=file) for mod, file in zip(mods, files, strict=True)]

    for kept, other in (
        ("same.jar", "same (1).jar"),
        ("same.jar", "same - Copy.jar"),
        ("same.jar", "copy of same.jar"),
        ("same.jar", "same-again.jar"),
    ):
        for names in ((kept, other), (other, kept)):
            problem = one(folder(*copies(*names)), ProblemKind.DUPLICATE)
            assert (problem.file, problem.detail) == (other, f"It is the same file as {kept}.")
    known = of_project(copies("x")[0], "AAAA").version
    assert known
    published = known.files[0]
    twins = [of_project(mod, "AAAA") for mod in copies("a.jar", published.filename)]
    assert one(folder(*twins), ProblemKind.DUPLICATE).file == "a.jar"


def test_twins_without_a_date_are_compared_by_version() -> None:
    library = folder(jar("same", version="1.10", name="a.jar"), jar("same", version="1.9", name="b.jar"))
    assert one(library, ProblemKind.DUPLICATE).file == "b.jar"


def test_a_twin_for_another_game_version_is_no_twin() -> None:
    library = folder(
        jar("same", depends("minecraft", "1.21.4"), version="1.0", name="right.jar"),
        jar("same", depends("minecraft", "26.1"), version="2.0", name="wrong.jar"),
    )
    assert kinds(library) == [("wrong-game-version", "wrong.jar")]


def test_two_mods_of_one_project_are_no_twins() -> None:
    library = folder(of_project(jar("core"), "AAAA"), of_project(jar("extras"), "AAAA"))
    assert kinds(library) == []


def test_two_silent_files_of_one_project_are_twins() -> None:
    silent = [replace(of_project(jar(name), "AAAA", day=day), manifests=()) for day, name in enumerate("ab")]
    assert one(folder(*silent), ProblemKind.DUPLICATE).file == "a.jar"


def test_an_id_that_nobody_filled_in_makes_no_twins() -> None:
    mods = [jar("examplemod", kind=ManifestKind.LEGACY_FORGE, name=f"{name}.jar") for name in "ab"]
    assert kinds(folder(*mods, loader=Loader.FORGE, game_version="1.12.2")) == []


def test_what_an_older_twin_lacks_is_not_told() -> None:
    library = folder(
        jar("same", depends("gone"), version="1.0", name="a.jar"), jar("same", version="2.0", name="b.jar")
    )
    assert kinds(library) == [("duplicate", "a.jar")]


@pytest.mark.parametrize(
    ("kind", "loader", "game_version", "wrong"),
    [
        (ManifestKind.FORGE, Loader.FABRIC, "1.21.4", True),
        (ManifestKind.FABRIC, Loader.QUILT, "1.21.4", False),
        (ManifestKind.QUILT, Loader.FABRIC, "1.21.4", True),
        (ManifestKind.FABRIC, Loader.NEOFORGE, "1.21.4", True),
        (ManifestKind.FORGE, Loader.NEOFORGE, "1.20.1", False),
        (ManifestKind.FORGE, Loader.NEOFORGE, "1.21.4", True),
        (ManifestKind.LEGACY_FORGE, Loader.FORGE, "1.12.2", False),
        (ManifestKind.LEGACY_FORGE, Loader.FORGE, "1.20.1", True),
        (ManifestKind.FORGE, Loader.FORGE, "1.20.1", False),
        (ManifestKind.LITELOADER, Loader.FORGE, "1.12.2", False),
        (ManifestKind.FORGE, None, "1.20.1", False),
    ],
)
def test_a_mod_for_another_loader(
    kind: ManifestKind, loader: Loader | None, game_version: str, wrong: bool
) -> None:
    library = folder(jar("one", kind=kind), loader=loader, game_version=game_version)
    assert kinds(library) == ([("wrong-loader", "one.jar")] if wrong else [])


def test_a_mod_for_another_loader_needs_nothing() -> None:
    library = folder(of_project(jar("one", depends("gone"), kind=ManifestKind.FORGE), "AAAA", needs("BBBB")))
    problem = one(library, ProblemKind.WRONG_LOADER)
    assert problem.detail == "It is made for Forge, not for Fabric."
    assert first(problem) == (RemedyKind.CHANGE_VERSION, "one.jar")
    assert len(problems(library)) == 1


def test_a_connector_lets_mods_for_fabric_run() -> None:
    connector = jar("connectormod", kind=ManifestKind.NEOFORGE)
    assert kinds(folder(jar("one"), connector, loader=Loader.NEOFORGE)) == []


def test_the_platform_tells_the_loader_of_a_silent_file() -> None:
    silent = replace(of_project(jar("one"), "AAAA", loaders=("forge",)), manifests=())
    assert kinds(folder(silent)) == [("wrong-loader", "one.jar")]
    assert kinds(folder(silent, loader=Loader.FORGE, game_version="1.21.4")) == []


def test_a_forge_mod_is_none_for_the_neoforge_that_still_read_its_manifest() -> None:
    mod = of_project(
        jar("one", kind=ManifestKind.FORGE), "AAAA", loaders=("forge",), game_versions=("1.20.4",)
    )
    assert kinds(folder(mod, loader=Loader.NEOFORGE, game_version="1.20.4")) == [("wrong-loader", "one.jar")]


def test_a_loader_that_is_too_old() -> None:
    library = folder(jar("one", depends("fabricloader", ">=0.16")), loader_version="0.15.11")
    problem = one(library, ProblemKind.WRONG_LOADER)
    assert (
        problem.detail == "It needs Fabric 0.16 or newer; 0.15.11 is here. Update the loader, or do without."
    )
    assert first(problem) == (RemedyKind.DISABLE, "one.jar")
    assert kinds(folder(jar("one", depends("fabricloader", ">=0.16")))) == []


def test_the_manifest_decides_the_game_version() -> None:
    wrong = jar("one", depends("minecraft", ">=1.20 <1.21"))
    problem = one(folder(wrong), ProblemKind.WRONG_GAME_VERSION)
    assert problem.detail == "It needs Minecraft 1.20 or newer, but older than 1.21; 1.21.4 is here."
    fine = of_project(jar("one", depends("minecraft", ">=1.20")), "AAAA", game_versions=("1.20.1",))
    assert kinds(folder(fine)) == []
    assert kinds(folder(jar("one", breaks("minecraft", "1.21.4")))) == [("wrong-game-version", "one.jar")]


def test_the_platform_decides_it_where_the_manifest_is_silent() -> None:
    other = of_project(jar("one"), "AAAA", game_versions=("1.20.1", "1.20"))
    assert one(folder(other), ProblemKind.WRONG_GAME_VERSION).detail == (
        "It is made for Minecraft 1.20 or 1.20.1, not for 1.21.4."
    )
    near = of_project(jar("one"), "AAAA", game_versions=("1.21.1",))
    assert kinds(folder(near)) == []


@pytest.mark.parametrize(
    ("environment", "side", "wrong"),
    [
        ("client", Side.SERVER, True),
        ("server", Side.CLIENT, True),
        ("client", Side.CLIENT, False),
        ("*", Side.SERVER, False),
        ("client", None, False),
    ],
)
def test_a_mod_for_the_other_side(environment: str, side: Side | None, wrong: bool) -> None:
    library = folder(jar("one", depends("gone"), environment=environment), side=side)
    assert (("wrong-side", "one.jar") in kinds(library)) is wrong


def test_the_platform_tells_what_no_server_needs() -> None:
    mod = of_project(jar("one"), "AAAA")
    assert mod.project
    mod = replace(mod, project=replace(mod.project, server_side=SideSupport.UNSUPPORTED))
    assert kinds(folder(mod, side=Side.SERVER)) == [("wrong-side", "one.jar")]
    assert mod.project
    served = replace(mod, project=replace(mod.project, client_side=SideSupport.UNSUPPORTED))
    assert kinds(folder(served, side=Side.CLIENT)) == []


def test_what_others_need_on_a_server_is_not_out_of_place() -> None:
    lib = of_project(jar("lib"), "LLLL")
    assert lib.project
    lib = replace(lib, project=replace(lib.project, server_side=SideSupport.UNSUPPORTED))
    assert kinds(folder(lib, jar("one", depends("lib")), side=Side.SERVER)) == []


def test_unknown_files_are_to_be_named() -> None:
    library = folder(jar("one", version="2.0"))
    problem = one(library, ProblemKind.UNKNOWN)
    assert problem.detail == "It calls itself one 2.0, which is not known to the platform."
    assert first(problem) == (RemedyKind.IDENTIFY, "one.jar")
    assert problems(replace(library, offline=True)) == ()
    (mod,) = library.mods
    assert problems(replace(library, mods=(replace(mod, chosen=True),))) == ()


def test_an_unknown_file_meets_needs_and_has_needs() -> None:
    library = folder(jar("one", depends("base"), depends("gone")), jar("base"))
    assert kinds(library) == [("missing-dependency", "one.jar")]


def test_altered_files_are_to_be_replaced() -> None:
    mod = replace(of_project(jar("one"), "AAAA"), altered="It was changed.", version=None)
    problem = one(folder(mod), ProblemKind.ALTERED)
    assert first(problem) == (RemedyKind.REPLACE, "one.jar")


def test_broken_files_are_told_only_where_nothing_else_is_read() -> None:
    broken = InstalledMod(ModFile("x.jar", 1, 1, "0" * 40), problems=("It is no archive.",))
    assert one(folder(broken), ProblemKind.BROKEN).detail == "It is no archive."
    assert kinds(folder(replace(jar("one"), problems=("mods.toml is not valid TOML.",)))) == []


def test_files_that_could_not_be_read_are_broken() -> None:
    library = replace(folder(), failures=(FileFailure("x.jar", "It is locked."),))
    problem = one(library, ProblemKind.BROKEN)
    assert (problem.file, problem.detail, problem.remedies) == ("x.jar", "It is locked.", ())


def test_disabled_files_have_no_problems() -> None:
    library = folder(
        jar("one", depends("gone"), breaks("two"), enabled=False),
        jar("bad", kind=ManifestKind.FORGE, enabled=False),
        of_project(jar("two"), "BBBB"),
    )
    assert problems(library) == ()


def library_mod(mod_id: str, project_id: str, *categories: str) -> InstalledMod:
    return of_project(jar(mod_id), project_id, categories=categories or ("library",))


def test_a_library_that_nothing_needs_is_an_orphan() -> None:
    problem = one(folder(library_mod("lib", "LLLL")), ProblemKind.ORPHAN)
    assert first(problem) == (RemedyKind.REMOVE, "lib.jar")


def test_what_is_needed_taken_or_more_than_a_library_is_no_orphan() -> None:
    lib = library_mod("lib", "LLLL")
    for user in (
        jar("one", depends("lib")),
        jar("one", suggests("lib")),
        jar("one", depends("lib"), enabled=False),
    ):
        assert kinds(folder(lib, user)) == []
    assert kinds(folder(library_mod("lib", "LLLL", "library", "adventure"))) == []


def test_what_only_orphans_need_is_an_orphan() -> None:
    base = library_mod("base", "BBBB")
    lib = of_project(jar("lib", depends("base")), "LLLL", categories=("library",))
    assert kinds(folder(lib, base)) == [("orphan", "base.jar"), ("orphan", "lib.jar")]


def entry(*operations: Operation, kind: PlanKind = PlanKind.INSTALL) -> HistoryEntry:
    return HistoryEntry("1", kind, datetime(2026, 1, 1, tzinfo=UTC), OperationState.DONE, operations)


def installed(mod: InstalledMod, reason: str) -> Operation:
    assert mod.version
    return install_operation(mod.version, mod.version.files[0], mod.project, reason)


def test_the_history_tells_what_was_asked_for() -> None:
    lib, mod = library_mod("lib", "LLLL"), of_project(jar("one"), "AAAA")
    asked = Origins.of([entry(installed(lib, "asked for"))])
    brought = Origins.of([entry(installed(lib, "required"), installed(mod, "asked for"))])
    assert asked.of_mod(lib) is Origin.ASKED
    assert (brought.of_mod(lib), brought.of_mod(mod)) == (Origin.BROUGHT, Origin.ASKED)
    assert kinds(folder(lib), asked) == []
    assert kinds(folder(lib, mod), brought) == [("orphan", "lib.jar")]


def test_what_came_along_is_an_orphan_whatever_it_is() -> None:
    mod = of_project(jar("one"), "AAAA", categories=("adventure",))
    assert kinds(folder(mod), Origins.of([entry(installed(mod, "required"))])) == [("orphan", "one.jar")]
    both = Origins.of([entry(installed(mod, "required")), entry(installed(mod, "asked for"))])
    assert kinds(folder(mod), both) == []


def test_choosing_another_version_is_asking_for_it() -> None:
    lib = library_mod("lib", "LLLL")
    changed = Operation(
        OperationKind.UPDATE, None, None, reason="asked for", project=ProjectRef("modrinth", "LLLL")
    )
    origins = Origins.of([entry(installed(lib, "required")), entry(changed)])
    assert kinds(folder(lib), origins) == []


def test_the_worst_comes_first() -> None:
    library = folder(
        library_mod("lib", "LLLL"),
        jar("one", depends("gone")),
        replace(of_project(jar("bad"), "AAAA"), altered="It was changed.", version=None),
    )
    found = [item.kind for item in problems(library)]
    assert found == [
        ProblemKind.ALTERED,
        ProblemKind.MISSING_DEPENDENCY,
        ProblemKind.UNKNOWN,
        ProblemKind.ORPHAN,
    ]


def test_packs_are_not_held_to_a_loader() -> None:
    pack = InstalledMod(
        ModFile("p.zip", 1, 1, "0" * 40), manifests=(Manifest(ManifestKind.PACK, ""),), chosen=True
    )
    assert problems(folder(pack)) == ()


def test_a_mod_among_plugins_and_a_plugin_among_mods() -> None:
    plugin = jar("one", kind=ManifestKind.PLUGIN)
    plugin = replace(plugin, manifests=(replace(plugin.manifests[0], content=ContentKind.PLUGIN),))
    assert kinds(folder(plugin)) == [("wrong-loader", "one.jar")]
    server = folder(jar("two"), plugin, loader=Loader.PAPER)
    plugins = replace(server, instance=replace(server.instance, content=ContentKind.PLUGIN))
    assert kinds(plugins) == [("wrong-loader", "two.jar")]


@pytest.mark.parametrize("kind", [ManifestKind.FORGE, ManifestKind.NEOFORGE])
def test_the_forges_refuse_an_optional_mod_outside_its_range(kind: ManifestKind) -> None:
    loader = Loader.FORGE if kind is ManifestKind.FORGE else Loader.NEOFORGE
    base = jar("base", version="3.2.1", kind=kind)
    taking = jar("one", suggests("base", "[4,)"), kind=kind)
    problem = one(folder(taking, base, loader=loader), ProblemKind.WRONG_VERSION)
    assert (problem.file, problem.detail) == ("one.jar", "It needs base 4 or newer; 3.2.1 is here.")
    assert kinds(folder(jar("one", suggests("base", "[3,)"), kind=kind), base, loader=loader)) == []
    assert kinds(folder(taking, loader=loader)) == []
    disabled = replace(base, file=replace(base.file, name="base.jar.disabled"))
    assert kinds(folder(taking, disabled, loader=loader)) == []


def test_fabric_takes_an_optional_mod_of_any_version() -> None:
    assert kinds(folder(jar("one", suggests("base", ">=4")), jar("base", version="3.2.1"))) == []


def test_a_plugin_for_a_newer_game_than_the_server_is_refused() -> None:
    plugin = jar("one", depends("minecraft", ">=1.22"), kind=ManifestKind.PLUGIN)
    plugin = replace(plugin, manifests=(replace(plugin.manifests[0], content=ContentKind.PLUGIN),))
    server = folder(plugin, loader=Loader.PAPER)
    plugins = replace(server, instance=replace(server.instance, content=ContentKind.PLUGIN))
    problem = one(plugins, ProblemKind.WRONG_GAME_VERSION)
    assert problem.detail == "It needs Minecraft 1.22 or newer; 1.21.4 is here."
