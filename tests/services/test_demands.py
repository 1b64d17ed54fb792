"""Updates and installs beside mods whose manifests do not put up with just any version, over real HTTP."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TypeVar

from backends import mods_folder, with_services
from jars import FABRIC, fabric_manifest, make_jar
from modstead.domain.instance import Instance, Library
from modstead.domain.plan import Note, NoteKind, Plan
from modstead.domain.problems import ProblemKind
from modstead.domain.updates import HeldBack, HeldBackKind
from modstead.domain.version import Version
from modstead.domain.version_numbers import bare_number
from modstead.services.bundle import Services
from modstead.services.installs import Wanted
from modstead_sandbox.server import Handle

T = TypeVar("T")


def pin(instance: Instance, mod_id: str = "pin", **relations: Mapping[str, str]) -> Path:
    text = fabric_manifest(mod_id, "1.0.0", name=mod_id.title(), **relations)
    return make_jar(instance.folder / f"{mod_id}.jar", {FABRIC: text})


def run(
    sandbox: Handle, tmp_path: Path, instance: Instance, work: Callable[[Services, Library], Awaitable[T]]
) -> T:
    async def go(services: Services) -> T:
        return await work(services, await services.library.scan(instance))

    return with_services(sandbox, tmp_path / "home", go)


def older_acorn(sandbox: Handle, tmp_path: Path) -> tuple[Instance, str, Version]:
    """A folder with an older Acorn Ledger; that one's number, and its update."""
    instance = mods_folder(tmp_path)
    acorn = sandbox.catalogue.named("Acorn Ledger")
    oldest, *_ = (
        item
        for item in sandbox.catalogue.listed(acorn)
        if "fabric" in item.loaders and "1.21.4" in item.game_versions
    )

    async def work(services: Services, library: Library) -> tuple[str, Version]:
        choice = await services.installs.choose(acorn.id, instance)
        assert choice.version
        plan = await services.installs.plan(library, [Wanted(acorn.id, oldest.id)])
        await services.operations.apply(plan)
        (installed,) = (item.version_number for item in plan.operations if item.title == "Acorn Ledger")
        return bare_number(installed, ("1.21.4",)), choice.version

    return (instance, *run(sandbox, tmp_path, instance, work))


def acorn_held(sandbox: Handle, tmp_path: Path, instance: Instance) -> tuple[HeldBack, Plan, Plan]:
    """Why Acorn Ledger is held back; the plan of all updates, and the one with it ticked."""

    async def work(services: Services, library: Library) -> tuple[HeldBack, Plan, Plan]:
        sandbox.requests.clear()
        check = await services.updates.check(library)
        assert check.requests == len(sandbox.requests) <= 3
        (held,) = (item for item in check.held_back if item.mod.title == "Acorn Ledger")
        plan = await services.updates.plan(library, check)
        ticked = await services.updates.plan(library, check, held_back=[held.mod.file.name])
        return held, plan, ticked

    return run(sandbox, tmp_path, instance, work)


def test_an_update_that_another_mod_refuses_is_held_back_but_can_be_ticked(
    sandbox: Handle, tmp_path: Path
) -> None:
    instance, older, newest = older_acorn(sandbox, tmp_path)
    pin(instance, depends={"acorn_ledger": f"<={older}"})
    held, plan, ticked = acorn_held(sandbox, tmp_path, instance)
    assert held.kind is HeldBackKind.REQUIRED
    assert held.reason == f"Pin needs Acorn Ledger {older} or older."
    assert "Acorn Ledger" not in {item.title for item in plan.operations}
    assert Note(NoteKind.HELD_BACK, "Acorn Ledger", held.reason) in plan.notes
    (taken,) = (item for item in ticked.operations if item.title == "Acorn Ledger")
    assert taken.version_id == newest.id
    assert [note.text for note in ticked.conflicts] == [
        f"Pin, which is here, needs Acorn Ledger {older} or older."
    ]


def test_update_and_doctor_agree(sandbox: Handle, tmp_path: Path) -> None:
    instance, _, newest = older_acorn(sandbox, tmp_path)
    pin(instance, breaks={"acorn_ledger": f">={bare_number(newest.number, newest.game_versions)}"})

    async def work(services: Services, library: Library) -> list[str]:
        check = await services.updates.check(library)
        ticked = [item.mod.file.name for item in check.held_back]
        await services.operations.apply(await services.updates.plan(library, check, held_back=ticked))
        library = await services.library.scan(instance)
        problems = await services.health.check(library)
        await services.operations.apply(await services.health.fix(library, problems))
        library = await services.library.scan(instance)
        kinds = {item.kind for item in await services.health.check(library)}
        assert kinds == {ProblemKind.UNKNOWN}
        plan = await services.updates.plan(library, await services.updates.check(library))
        assert "Acorn Ledger" not in {item.title for item in plan.operations}
        return [mod.version_number for mod in library.mods if mod.title == "Acorn Ledger"]

    assert run(sandbox, tmp_path, instance, work) != [newest.number]


def test_a_dependency_is_brought_in_a_version_that_the_others_admit(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)

    async def work(services: Services, library: Library) -> None:
        newest = (await services.installs.choose("tidal-core", instance)).version
        assert newest
        newest_number = bare_number(newest.number, newest.game_versions)
        pin(instance, depends={"tidal_core": f"<{newest_number}"})
        library = await services.library.scan(instance)
        plan = await services.installs.plan(library, [Wanted("windward-sails")])
        assert not plan.conflicts
        (brought,) = (item for item in plan.operations if item.title == "Tidal Core")
        await services.operations.apply(plan)
        library = await services.library.scan(instance)
        assert not [
            item for item in await services.health.check(library) if item.kind is not ProblemKind.UNKNOWN
        ]
        notes = [note for note in plan.notes if note.subject == "Tidal Core"]
        text = f"{brought.version_number} is taken, not {newest.number}: "
        text += f"Pin needs Tidal Core older than {newest_number}."
        assert notes == [Note(NoteKind.INFO, "Tidal Core", text)]

    run(sandbox, tmp_path, instance, work)


def test_who_cannot_be_pleased_is_named(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)
    pin(instance, "reefs", breaks={"tidal_core": "*"})
    pin(instance, "moors", depends={"hedgerow_api": "<0.0.1"})

    async def work(services: Services, library: Library) -> list[Note]:
        direct = await services.installs.plan(library, [Wanted("tidal-core")])
        assert len(direct.operations) == 2
        brought = await services.installs.plan(library, [Wanted("windward-sails")])
        assert set(brought.conflicts) == set(direct.conflicts)
        return list(direct.conflicts)

    assert run(sandbox, tmp_path, instance, work) == [
        Note(
            NoteKind.CONFLICT,
            "Tidal Core",
            "Reefs, which is here, does not go together with Tidal Core.",
        ),
        Note(
            NoteKind.CONFLICT,
            "Hedgerow API",
            "Moors, which is here, needs Hedgerow API older than 0.0.1.",
        ),
    ]


def test_a_version_that_is_named_is_taken_with_a_word_on_who_refuses_it(
    sandbox: Handle, tmp_path: Path
) -> None:
    instance, older, newest = older_acorn(sandbox, tmp_path)
    pin(instance, depends={"acorn_ledger": f"<={older}"})

    async def work(services: Services, library: Library) -> Plan:
        return await services.installs.plan(library, [Wanted("acorn-ledger", newest.id)])

    plan = run(sandbox, tmp_path, instance, work)
    assert [item.version_id for item in plan.operations] == [newest.id]
    assert [note.text for note in plan.conflicts] == [
        f"Pin, which is here, needs Acorn Ledger {older} or older."
    ]
