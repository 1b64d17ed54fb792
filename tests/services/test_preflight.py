"""Looking into new files before a folder is touched, over real HTTP and on real JARs."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from backends import mods_folder, with_services
from jars import FABRIC, fabric_manifest, make_jar
from modstead.domain.changes import plan_remove
from modstead.domain.instance import Instance, Library
from modstead.domain.plan import NoteKind, OperationKind, Plan
from modstead.domain.preflight import Preflight, reason_of
from modstead.domain.problems import ProblemKind
from modstead.services.bundle import Services
from modstead.services.installs import Wanted
from modstead_sandbox.faults import Fault
from modstead_sandbox.server import Handle

T = TypeVar("T")


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    return mods_folder(tmp_path)


def run(sandbox: Handle, tmp_path: Path, work: Callable[[Services], Awaitable[T]]) -> T:
    return with_services(sandbox, tmp_path / "home", work)


async def put(services: Services, instance: Instance, *wanted: tuple[str, str]) -> Library:
    """Install these versions as they are, and nothing else."""
    library = await services.library.scan(instance)
    plan = await services.installs.plan(library, [Wanted(*item) for item in wanted])
    await services.operations.apply(plan)
    return await services.library.scan(instance)


async def updates(services: Services, library: Library) -> Plan:
    return await services.updates.plan(library, await services.updates.check(library))


def numbers(plan: Plan | None) -> dict[str, str]:
    assert plan is not None
    return {item.title: item.version_number for item in plan.operations}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_does_not_go_together_is_found_before_a_file_is_touched(
    sandbox: Handle, tmp_path: Path, instance: Instance
) -> None:
    async def work(services: Services) -> Preflight:
        library = await put(services, instance, ("nightjar", "1.2.0"), ("stillwater", "1.3.0"))
        plan = await updates(services, library)
        assert numbers(plan) == {"Nightjar": "2.1.0", "Stillwater": "1.4.0"}
        before = names(instance.folder)
        found = await services.preflight.check(plan)
        assert names(instance.folder) == before
        return found

    found = run(sandbox, tmp_path, work)
    (problem,) = found.problems
    assert (problem.kind, problem.title) == (ProblemKind.INCOMPATIBLE, "Nightjar")
    assert found.reasons() == ("Nightjar: It does not go together with Stillwater 1.4.0.",)
    assert numbers(found.settled) == {"Nightjar": "1.3.0", "Stillwater": "1.4.0"}
    assert found.settled
    held = [note.text for note in found.settled.notes if note.subject == "Nightjar"]
    assert held == [
        "1.3.0 is taken, not Nightjar 2.1.0. Nightjar: It does not go together with Stillwater 1.4.0."
    ]


def test_what_was_settled_on_can_be_carried_out_without_another_download(
    sandbox: Handle, tmp_path: Path, instance: Instance
) -> None:
    async def work(services: Services) -> None:
        library = await put(services, instance, ("nightjar", "1.2.0"), ("stillwater", "1.3.0"))
        found = await services.preflight.check(await updates(services, library))
        sandbox.requests.clear()
        assert found.settled
        again = await services.preflight.check(found.settled)
        assert again.passed
        await services.operations.apply(found.settled)
        assert not [item for item in sandbox.requests if item.path.endswith(".jar")]
        library = await services.library.scan(instance)
        there = {mod.title: mod.version_number for mod in library.mods}
        assert there.items() >= {"Nightjar": "1.3.0", "Stillwater": "1.4.0"}.items()
        assert not [
            item for item in await services.health.check(library) if item.kind is ProblemKind.INCOMPATIBLE
        ]

    run(sandbox, tmp_path, work)


def test_what_is_needed_inside_comes_along(sandbox: Handle, tmp_path: Path, instance: Instance) -> None:
    async def work(services: Services) -> Preflight:
        library = await put(services, instance, ("redwing", "1.0.0"))
        return await services.preflight.check(await updates(services, library))

    found = run(sandbox, tmp_path, work)
    assert [item.kind for item in found.problems] == [ProblemKind.MISSING_DEPENDENCY]
    assert found.reasons() == ("Redwing: It needs Songthrush, which is not here.",)
    assert found.settled
    operations = {item.title: item for item in found.settled.operations}
    assert operations.keys() >= {"Redwing", "Songthrush"}
    brought, redwing = operations["Songthrush"], operations["Redwing"].project
    assert brought.kind is OperationKind.INSTALL
    assert redwing
    assert brought.required_by == (redwing.project_id,)
    assert "Songthrush comes along: Redwing needs it." in {note.text for note in found.settled.notes}


def test_a_mod_that_stays_holds_a_new_file_back(sandbox: Handle, tmp_path: Path, instance: Instance) -> None:
    """Of what an update needs inside, a file that stays may refuse every version."""
    text = fabric_manifest("hush", "1.0.0", name="Hush", breaks={"songthrush": "*"})
    make_jar(instance.folder / "hush.jar", {FABRIC: text})

    async def work(services: Services) -> Preflight:
        library = await put(services, instance, ("redwing", "1.0.0"))
        return await services.preflight.check(await updates(services, library))

    found = run(sandbox, tmp_path, work)
    assert found.problems
    assert found.settled
    assert not found.settled.operations
    held = {note.subject: note.text for note in found.settled.notes if note.kind is NoteKind.HELD_BACK}
    assert held["Redwing"].startswith("Redwing 1.1.0 is held back. Redwing: It needs Songthrush")


def test_a_new_mod_that_would_stop_the_game_is_not_installed(
    sandbox: Handle, tmp_path: Path, instance: Instance
) -> None:
    async def work(services: Services) -> tuple[Preflight, Preflight]:
        library = await put(services, instance, ("stillwater", "1.4.0"))
        newest = await services.installs.plan(library, [Wanted("nightjar")])
        exact = await services.installs.plan(library, [Wanted("nightjar", "2.0.0"), Wanted("anvil-notes")])
        return await services.preflight.check(newest), await services.preflight.check(exact)

    newest, exact = run(sandbox, tmp_path, work)
    assert numbers(newest.settled) == {"Nightjar": "1.3.0"}
    assert numbers(exact.settled) == {"Nightjar": "1.3.0", "Anvil Notes": "1.0.0"}


def test_what_is_wrong_already_is_not_held_against_a_plan(
    sandbox: Handle, tmp_path: Path, instance: Instance
) -> None:
    text = fabric_manifest("lost", "1.0.0", name="Lost", depends={"nowhere": "*"})
    make_jar(instance.folder / "lost.jar", {FABRIC: text})

    async def work(services: Services) -> Preflight:
        library = await put(services, instance, ("anvil-notes", "0.9.10"))
        return await services.preflight.check(await updates(services, library))

    found = run(sandbox, tmp_path, work)
    assert found.passed
    assert found.looked_into == 1


def test_files_that_cannot_be_had_are_named(sandbox: Handle, tmp_path: Path, instance: Instance) -> None:
    async def work(services: Services) -> Preflight:
        library = await put(services, instance, ("anvil-notes", "0.9.10"), ("stillwater", "1.3.0"))
        plan = await updates(services, library)
        sandbox.fault("*stillwater*.jar", Fault(padding=7))
        return await services.preflight.check(plan)

    found = run(sandbox, tmp_path, work)
    assert found.passed
    assert [name.partition("-")[0] for name in found.failures] == ["stillwater"]
    assert found.looked_into == 1


def test_a_plan_without_new_files_passes_unlooked_at(
    sandbox: Handle, tmp_path: Path, instance: Instance
) -> None:
    async def work(services: Services) -> Preflight:
        await put(services, instance, ("anvil-notes", "0.9.10"))
        return await services.preflight.check(await services.operations.undo_plan(instance))

    found = run(sandbox, tmp_path, work)
    assert found.passed
    assert found.looked_into == 0


def test_what_a_plan_that_only_removes_leaves_wanting_is_told_but_no_hindrance(
    sandbox: Handle, tmp_path: Path, instance: Instance
) -> None:
    async def work(services: Services) -> Preflight:
        library = await put(services, instance, ("acorn-ledger", ""))
        removed = [mod.file.name for mod in library.mods if mod.title == "Hedgerow API"]
        return await services.preflight.check(plan_remove(library, removed))

    found = run(sandbox, tmp_path, work)
    assert found.passed
    assert [reason_of(problem) for problem in found.besides] == [
        "Acorn Ledger: It needs Hedgerow API, which is not here."
    ]


def test_what_was_looked_into_is_known_without_fetching(
    sandbox: Handle, tmp_path: Path, instance: Instance
) -> None:
    async def work(services: Services) -> None:
        library = await put(services, instance, ("nightjar", "1.2.0"), ("stillwater", "1.3.0"))
        plan = await updates(services, library)
        assert await services.preflight.recall(plan) is None
        await services.preflight.check(plan)
        sandbox.requests.clear()
        known = await services.preflight.recall(plan)
        assert known
        assert not known.passed
        assert not [item for item in sandbox.requests if item.path.endswith(".jar")]

    run(sandbox, tmp_path, work)
