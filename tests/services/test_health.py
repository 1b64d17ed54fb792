"""What is wrong in a folder, over real HTTP, and the plans that put it right."""

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from backends import mods_folder, with_services
from jars import fabric_manifest, jar_bytes
from modstead.domain.changes import plan_remove
from modstead.domain.diagnosis import Origin
from modstead.domain.instance import FileFailure, Instance, Loader
from modstead.domain.plan import NoteKind, OperationKind, Plan, PlanKind
from modstead.domain.problems import Problem, ProblemKind, Remedy, RemedyKind
from modstead.errors import FileLocked, LoaderUnknown, RequestRefused
from modstead.services.bundle import Services
from modstead.services.installs import Wanted
from modstead_sandbox.faults import Fault
from modstead_sandbox.server import Handle
from modstead_sandbox.troubled import TroubledInstance, troubled_instance


@pytest.fixture
def troubled(sandbox: Handle, tmp_path: Path) -> TroubledInstance:
    written = troubled_instance(tmp_path / "troubled", sandbox.catalogue, sandbox.contents)
    sandbox.requests.clear()
    return written


def put(instance: Instance, mod_id: str, **depends: str) -> str:
    name = f"{mod_id}.jar"
    text = fabric_manifest(mod_id, depends=depends, name=mod_id.title())
    (instance.folder / name).write_bytes(jar_bytes({"fabric.mod.json": text}))
    return name


async def checked(services: Services, instance: Instance) -> tuple[Problem, ...]:
    return await services.health.check(await services.library.scan(instance))


async def fixed(services: Services, instance: Instance) -> Plan:
    library = await services.library.scan(instance)
    plan = await services.health.fix(library, await services.health.check(library))
    if plan.operations:
        await services.operations.apply(plan)
    return plan


def kinds(problems: Sequence[Problem]) -> set[str]:
    return {problem.kind.value for problem in problems}


def of_kind(problems: Sequence[Problem], kind: ProblemKind) -> Problem:
    (found,) = (problem for problem in problems if problem.kind is kind)
    return found


def test_every_problem_is_told_and_none_else(
    sandbox: Handle, troubled: TroubledInstance, tmp_path: Path
) -> None:
    instance = Instance(troubled.mods_folder, "Thicket", "", Loader.FABRIC, "", "1.21.4")

    async def work(services: Services) -> tuple[Problem, ...]:
        return await checked(services, instance)

    found = {problem.file: problem.kind.value for problem in with_services(sandbox, tmp_path / "home", work)}
    expected = {
        "broken": "broken",
        "altered": "altered",
        "lacking": "missing-dependency",
        "orphan": "orphan",
        "other_loader": "wrong-loader",
        "other_game": "wrong-game-version",
        "foreign": "unknown",
        "bare": "unknown",
        "named": "unknown",
        "unpublished": "unknown",
    }
    for case, kind in expected.items():
        (mod,) = troubled.of_case(case)
        assert found.pop(mod.file) == kind
    assert sorted(found.values()) == ["duplicate", "incompatible"]


def test_fixing_leaves_only_what_the_user_must_say(
    sandbox: Handle, troubled: TroubledInstance, tmp_path: Path
) -> None:
    instance = Instance(troubled.mods_folder, "Thicket", "", Loader.FABRIC, "", "1.21.4")
    before = {path.name: path.read_bytes() for path in troubled.mods_folder.iterdir()}

    async def work(services: Services) -> tuple[Plan, set[str], set[str]]:
        plan = await fixed(services, instance)
        left = kinds(await checked(services, instance))
        await services.operations.undo(instance)
        return plan, left, kinds(await checked(services, instance))

    plan, left, again = with_services(sandbox, tmp_path / "home", work)
    assert left == {"unknown"}
    assert len(again) == 9
    assert {path.name: path.read_bytes() for path in troubled.mods_folder.iterdir()} == before
    (astray,) = troubled.of_case("other_loader")
    change = next(item for item in plan.operations if item.before and item.before.name == astray.file)
    assert change.kind is OperationKind.DISABLE
    assert [note.kind for note in plan.notes if "No version fits" in note.text] == [NoteKind.UNRESOLVED]


def test_a_missing_mod_is_named_and_taken_in_a_version_that_is_admitted(
    sandbox: Handle, tmp_path: Path
) -> None:
    instance = mods_folder(tmp_path)
    name = put(instance, "newcomer", tidal_core="<1.10")

    async def work(services: Services) -> None:
        problem = of_kind(await checked(services, instance), ProblemKind.MISSING_DEPENDENCY)
        assert (problem.file, problem.remedies[0].text) == (name, "Install Tidal Core")
        newest = await services.installs.choose("tidal-core", instance)
        plan = await fixed(services, instance)
        operation = next(item for item in plan.operations if item.title == "Tidal Core")
        assert newest.version
        assert operation.version_number != newest.version.number
        assert operation.reason == "required"
        assert plan.kind is PlanKind.INSTALL
        assert kinds(await checked(services, instance)) == {"unknown"}

    with_services(sandbox, tmp_path / "home", work)


def test_a_wrong_version_becomes_one_that_all_admit(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        await services.operations.apply(await services.installs.plan(library, [Wanted("tidal-core")]))
        put(instance, "newcomer", tidal_core="<1.10")
        problem = of_kind(await checked(services, instance), ProblemKind.WRONG_VERSION)
        assert problem.remedies[0].kind is RemedyKind.CHANGE_VERSION
        plan = await fixed(services, instance)
        assert [operation.kind for operation in plan.operations] == [OperationKind.UPDATE]
        assert kinds(await checked(services, instance)) == {"unknown"}

    with_services(sandbox, tmp_path / "home", work)


def test_versions_that_nobody_publishes_are_noted(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)
    put(instance, "newcomer", tidal_core=">=99", nowhere_at_all="*")

    async def work(services: Services) -> None:
        plan = await fixed(services, instance)
        assert plan.operations == ()
        assert {note.subject for note in plan.notes} == {"Tidal Core", "nowhere_at_all"}
        assert {note.kind for note in plan.notes} == {NoteKind.UNRESOLVED}

    with_services(sandbox, tmp_path / "home", work)


def test_an_id_that_is_no_slug_is_searched_for(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)
    put(instance, "newcomer", Tidal__Core="*")

    async def work(services: Services) -> None:
        plan = await fixed(services, instance)
        assert "Tidal Core" in {operation.title for operation in plan.operations}

    with_services(sandbox, tmp_path / "home", work)


def test_what_only_came_along_is_an_orphan_later(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        plan = await services.installs.plan(library, [Wanted("windward-sails")])
        await services.operations.apply(plan)
        library = await services.library.scan(instance)
        (sails,) = (mod for mod in library.mods if mod.title == "Windward Sails")
        (core,) = (mod for mod in library.mods if mod.title == "Tidal Core")
        assert await services.health.origin(library, sails) is Origin.ASKED
        assert await services.health.origin(library, core) is Origin.BROUGHT
        assert await services.health.check(library) == ()
        await services.operations.apply(plan_remove(library, [sails.file.name]))
        found = await checked(services, instance)
        assert kinds(found) == {"orphan"}
        assert len(found) == 2
        assert (await fixed(services, instance)).kind is PlanKind.REMOVE
        assert list(instance.folder.iterdir()) == []

    with_services(sandbox, tmp_path / "home", work)


def test_a_file_that_the_disk_withholds_is_not_removed_as_broken(
    sandbox: Handle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = mods_folder(tmp_path)
    name = put(instance, "newcomer")

    def withheld(path: str) -> NoReturn:
        raise FileLocked(f"{Path(path).name} could not be read.", "Another program has it open.")

    async def work(services: Services) -> None:
        monkeypatch.setattr("modstead.instances.inspection.read_manifests", withheld)
        library = await services.library.scan(instance)
        assert library.failures == (FileFailure(name, "Another program has it open."),)
        assert (await fixed(services, instance)).operations == ()
        monkeypatch.undo()
        (mod,) = (await services.library.scan(instance)).mods
        assert mod.title == "Newcomer"

    with_services(sandbox, tmp_path / "home", work)


def test_a_remedy_that_leaves_others_wanting_says_so(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        await services.operations.apply(await services.installs.plan(library, [Wanted("windward-sails")]))
        library = await services.library.scan(instance)
        files = {mod.title: mod.file.name for mod in library.mods}
        disable = {
            title: Remedy(RemedyKind.DISABLE, f"Disable {title}", file) for title, file in files.items()
        }
        plan = await services.health.plan(library, [disable["Tidal Core"]])
        assert [(note.kind, note.text) for note in plan.notes] == [
            (NoteKind.CONFLICT, "Windward Sails needs Tidal Core.")
        ]
        assert (await services.health.plan(library, list(disable.values()))).notes == ()

    with_services(sandbox, tmp_path / "home", work)


def test_a_file_of_no_known_project_serves_as_what_it_calls_itself(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)
    put(instance, "hedgerow_api")

    async def work(services: Services) -> None:
        library = await services.library.scan(instance, recognise=False)
        plan = await services.installs.plan(library, [Wanted("windward-sails")])
        assert "Hedgerow API" not in {operation.title for operation in plan.operations}
        await services.operations.apply(plan)
        found = await services.health.check(await services.library.scan(instance, recognise=False))
        assert kinds(found) == {"unknown"}

    with_services(sandbox, tmp_path / "home", work)


def test_what_was_installed_as_a_remedy_is_not_taken_for_chosen(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)
    name = put(instance, "newcomer", hedgerow_api="*")

    async def work(services: Services) -> None:
        await fixed(services, instance)
        (instance.folder / name).unlink()
        assert kinds(await checked(services, instance)) == {"orphan"}

    with_services(sandbox, tmp_path / "home", work)


def test_while_the_platform_is_away_the_manifests_have_their_say(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)
    put(instance, "newcomer", tidal_core="*")
    sandbox.fault("*", Fault(status=400))

    async def work(services: Services) -> None:
        problem = of_kind(await checked(services, instance), ProblemKind.MISSING_DEPENDENCY)
        assert problem.remedies[0].text == "Install tidal_core"
        library = await services.library.scan_quick(instance)
        with pytest.raises(RequestRefused):
            await services.health.plan(library, [problem.remedies[0]])

    with_services(sandbox, tmp_path / "home", work)


def test_what_needs_no_platform_asks_none(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)
    name = put(instance, "newcomer")

    async def work(services: Services) -> None:
        library = await services.library.scan_quick(instance)
        plan = await services.health.plan(
            library, [Remedy(RemedyKind.DISABLE, "", name), Remedy(RemedyKind.REMOVE, "", name)]
        )
        assert [(item.kind, item.reason) for item in plan.operations] == [
            (OperationKind.DISABLE, "put right")
        ]
        assert plan.kind is PlanKind.DISABLE

    with_services(sandbox, tmp_path / "home", work)
    assert not sandbox.requests


def test_nothing_is_installed_for_an_unknown_loader(sandbox: Handle, tmp_path: Path) -> None:
    instance = Instance(mods_folder(tmp_path).folder, "Meadow")

    async def work(services: Services) -> None:
        library = await services.library.scan_quick(instance)
        with pytest.raises(LoaderUnknown):
            await services.health.plan(library, [Remedy(RemedyKind.INSTALL, "", mod_id="tidal_core")])

    with_services(sandbox, tmp_path / "home", work)


def test_no_id_of_the_platform_stands_in_a_sentence(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)
    put(instance, "newcomer", **{"fabric-api": "*"})

    async def work(services: Services) -> None:
        plan = await fixed(services, instance)
        (note,) = plan.notes
        assert note.text.startswith("Fabric API is not known to ")

    with_services(sandbox, tmp_path / "home", work)


def test_a_fix_that_leaves_files_out_has_nothing_left_to_do(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)
    put(instance, "astray", minecraft="1.20.1")
    put(instance, "middle", astray="*")
    put(instance, "last", middle="*")

    async def work(services: Services) -> None:
        plan = await fixed(services, instance)
        assert {item.title for item in plan.operations} == {"Astray", "Middle", "Last"}
        assert [note.text for note in plan.notes] == [
            "Middle is left out too. It needs Astray, which is left out.",
            "Last is left out too. It needs Middle, which is left out.",
        ]
        assert (await fixed(services, instance)).operations == ()

    with_services(sandbox, tmp_path / "home", work)
