"""Moving a folder to another Minecraft over the sandbox: what is asked, the plan, the move and its undo."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from backends import with_services
from domain_values import library, needs, project, version
from domain_values import mod as installed
from modstead.domain.catalog import Catalog
from modstead.domain.compatibility import Target
from modstead.domain.instance import Instance, Library, Loader
from modstead.domain.migration import Continuation, MigrationCheck, Outlook, Readiness, summary
from modstead.domain.migration_plan import LeftBehind, MigrationChoices
from modstead.domain.plan import NoteKind, OperationKind, Plan, PlanKind
from modstead.domain.points import AtOperation
from modstead.domain.policies import FolderPolicies, Snooze
from modstead.domain.preflight.outlook import STOPS_THE_GAME
from modstead.domain.project import Project
from modstead.domain.version import Channel, Version
from modstead.errors import LoaderUnknown, Unreachable, Unresolvable
from modstead.services.bundle import Services
from modstead.services.migration_answers import MigrationAnswers
from modstead.storage.wishes import Wish
from modstead_sandbox.moving import MOVES_TO, MovingInstance, moving_instance
from modstead_sandbox.server import Handle

CASES = {
    "ready": Readiness.READY,
    "held_up": Readiness.READY,
    "left_behind": Readiness.NOT_YET,
    "continued": Readiness.CONTINUED,
    "beta": Readiness.BETA,
    "fits": Readiness.FITS,
    "bare": Readiness.UNKNOWN,
}
Work = Callable[[Services, Library], Awaitable[object]]


@pytest.fixture
def moving(sandbox: Handle, tmp_path: Path) -> MovingInstance:
    written = moving_instance(tmp_path / "Harbour", sandbox.catalogue, sandbox.contents)
    sandbox.requests.clear()
    return written


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def scanned(services: Services, moving: MovingInstance) -> Library:
    return await services.library.scan(await services.instances.open(moving.mods_folder))


async def looked(
    services: Services, library: Library, *versions: str, loader: Loader | None = None
) -> MigrationCheck:
    targets = await services.migration.targets(library.instance, versions, loader)
    return await services.migration.check(library, targets)


async def planned(
    services: Services, moving: MovingInstance, choices: MigrationChoices | None = None
) -> tuple[Library, Outlook, Plan]:
    library = await scanned(services, moving)
    check = await looked(services, library, MOVES_TO)
    outlook = check.outlooks[0]
    return library, outlook, await services.migration.plan(library, outlook, choices or MigrationChoices())


def test_each_mod_is_what_the_sample_says(sandbox: Handle, tmp_path: Path, moving: MovingInstance) -> None:
    async def work(services: Services) -> None:
        library = await scanned(services, moving)
        check = await looked(services, library, MOVES_TO)
        (outlook,) = check.outlooks
        found = {cell.name: cell.readiness for cell in outlook.cells}
        for mod in moving.mods:
            if mod.case in CASES:
                assert found[mod.file] is CASES[mod.case], mod.file
        standing = outlook.standing()
        held_up = {mod.file for mod in moving.of_case("held_up")}
        assert set(standing.waiting) == held_up
        assert standing.blockers[0].title == "Starling Network"
        assert len(standing.blockers[0].held_up) == len(held_up) == 3
        assert summary(outlook, standing).endswith("Starling Network, which 3 others need, and 3 more.")
        (continued,) = (cell for cell in outlook.cells if cell.readiness is Readiness.CONTINUED)
        assert continued.continuation
        assert continued.continuation.project.title == "Heather Moors"
        assert continued.continuation.why == "The page of Petrichor names it."

    with_services(sandbox, tmp_path / "home", work)


def test_several_targets_take_few_requests(sandbox: Handle, tmp_path: Path, moving: MovingInstance) -> None:
    seen: list[tuple[int, int]] = []

    async def work(services: Services) -> None:
        library = await scanned(services, moving)
        targets = await services.migration.targets(library.instance)
        assert [target.game_version for target in targets] == ["1.21.11", "26.1.2", "26.2", "26.3.1"]
        check = await services.migration.check(
            library, targets, progress=lambda done, total: seen.append((done, total))
        )
        # One or two for each target, and a few for all: what the server has, what is needed, and what goes on in what
        # was given up.
        assert check.requests <= 2 * len(targets) + 6
        assert [str(item.target) for item in check.outlooks] == [str(target) for target in targets]

    with_services(sandbox, tmp_path / "home", work)
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_the_move_is_carried_out_and_undone_to_the_byte(
    sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    before = contents(moving.mods_folder)

    async def work(services: Services) -> None:
        library, _, plan = await planned(services, moving)
        assert plan.kind is PlanKind.MIGRATE
        assert (plan.instance.game_version, plan.instance.loader) == (MOVES_TO, Loader.FABRIC)
        applied = await services.operations.apply(plan)
        assert not applied.failed
        after = contents(moving.mods_folder)
        for mod in moving.of_case("fits", "bare"):
            assert after[mod.file] == before[mod.file]
        for mod in moving.of_case("left_behind", "continued", "beta"):
            assert after[f"{mod.file}.disabled"] == before[mod.file]
        assert len(after) == len(before)
        again = await scanned(services, moving)
        held_up = {mod.project.title for mod in moving.of_case("held_up") if mod.project}
        waiting = [mod for mod in again.mods if mod.title in held_up]
        assert len(waiting) == len(held_up)
        assert not any(mod.file.enabled for mod in waiting)
        assert all(mod.version and MOVES_TO in mod.version.game_versions for mod in waiting)
        assert all(
            MOVES_TO in mod.version.game_versions for mod in again.mods if mod.version and mod.file.enabled
        )
        check = await looked(services, again, MOVES_TO)
        assert check.outlooks[0].standing().is_ready
        left = await services.migration.plan(again, check.outlooks[0])
        assert left.move is None
        assert left.operations == ()
        undone = await services.operations.undo(library.instance)
        assert not undone.failed
        assert contents(moving.mods_folder) == before
        history = await services.operations.history(moving.mods_folder)
        assert [entry.move.game_version if entry.move else None for entry in history] == ["1.21.4", MOVES_TO]

    with_services(sandbox, tmp_path / "home", work)


def test_after_a_move_the_folder_is_what_its_files_are_until_the_launcher_says_anything_else(
    sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    (moving.mods_folder.parent / "resourcepacks").mkdir()
    setup = moving.folder / "mmc-pack.json"
    at_first = setup.read_text()
    told: list[str] = []

    async def opened(services: Services) -> tuple[Loader | None, str | None, str, int]:
        told.clear()
        instance = await services.instances.open(moving.folder)
        return instance.loader, instance.game_version, instance.loader_version, len(told)

    async def work(services: Services) -> None:
        services.instances.behind.listen(told.append)
        before = await services.instances.open(moving.mods_folder)
        old = (Loader.FABRIC, "1.21.4", before.loader_version, 0)
        assert await opened(services) == old
        assert before.loader_version
        _, _, plan = await planned(services, moving)
        await services.operations.apply(plan)
        new = (Loader.FABRIC, MOVES_TO, "", 1)
        assert await opened(services) == new
        assert told[0].startswith("Prism Launcher still starts Harbour with Fabric 1.21.4, but its files")
        instance = await services.instances.open(moving.folder)
        assert {item.game_version for item in await services.instances.sections(instance)} == {MOVES_TO}
        packs = await services.instances.open(moving.mods_folder.parent / "resourcepacks")
        assert packs.game_version == MOVES_TO
        named = await services.instances.open(moving.folder, game_version="1.21.4")
        assert named.game_version == "1.21.4"
        await services.instances.remember(instance)
        (listed,) = await services.instances.known()
        assert listed.instance.game_version == MOVES_TO
        # What it is for does not hide what is left to do.
        assert plan.move
        assert await services.migration.left_to_do(instance, plan.move)
        for other in ("1.21.11", MOVES_TO):
            setup.write_text(at_first.replace('"1.21.4"', f'"{other}"'))
            _, found, loader_version, notes = await opened(services)
            assert (found, loader_version, notes) == (other, before.loader_version, 0)
        setup.write_text(at_first)
        assert await opened(services) == new
        undone = await services.operations.undo(instance)
        assert await opened(services) == old
        await services.operations.undo(before, undone.operation_id)
        assert await opened(services) == new

    with_services(sandbox, tmp_path / "home", work)


def test_a_second_move_and_its_undo_are_followed_too(
    sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    async def work(services: Services) -> None:
        _, _, plan = await planned(services, moving)
        first = await services.operations.apply(plan)
        library = await scanned(services, moving)
        check = await looked(services, library, "26.2")
        further = await services.migration.plan(library, check.outlooks[0])
        assert further.move
        assert further.move.from_game_version == MOVES_TO
        await services.operations.apply(further)
        instance = await services.instances.open(moving.folder)
        assert instance.game_version == "26.2"
        await services.operations.undo(instance)
        assert (await services.instances.open(moving.folder)).game_version == MOVES_TO
        point = AtOperation(first.operation_id, before=True)
        await services.operations.apply(await services.operations.restore_plan(instance, point))
        assert (await services.instances.open(moving.folder)).game_version == "1.21.4"

    with_services(sandbox, tmp_path / "home", work)


def test_after_a_move_updates_and_diagnosis_go_by_what_it_moved_to(
    sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    async def work(services: Services) -> None:
        _, _, plan = await planned(services, moving)
        await services.operations.apply(plan)
        library = await scanned(services, moving)
        check = await services.updates.check(library)
        assert all(MOVES_TO in update.version.game_versions for update in check.updates)
        problems = await services.health.check(library)
        assert not [item for item in problems if item.kind in STOPS_THE_GAME]

    with_services(sandbox, tmp_path / "home", work)


def test_a_launchers_own_word_is_left_to_it_and_said(
    sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    async def work(services: Services) -> None:
        _, _, plan = await planned(services, moving)
        assert any(
            note.text.startswith("Prism Launcher decides what Harbour is started with") for note in plan.notes
        )
        setup = (moving.folder / "mmc-pack.json").read_bytes()
        await services.operations.apply(plan)
        assert (moving.folder / "mmc-pack.json").read_bytes() == setup
        # Without its journal nobody knows that it has moved.
        for place in moving.mods_folder.parent.glob(".modstead*"):
            place.rename(tmp_path / place.name)
        assert (await services.instances.open(moving.mods_folder)).game_version == "1.21.4"

    with_services(sandbox, tmp_path / "home", work)


def test_what_modstead_remembers_of_a_plain_folder_moves_along_and_back(
    sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    plain = moving.mods_folder.rename(tmp_path / "plain")

    async def work(services: Services) -> None:
        instance = await services.instances.open(plain, Loader.FABRIC, "1.21.4")
        await services.instances.remember(instance, loader=Loader.FABRIC, game_version="1.21.4")
        library = await services.library.scan(instance)
        check = await looked(services, library, MOVES_TO, loader=Loader.QUILT)
        plan = await services.migration.plan(library, check.outlooks[0])
        assert plan.move
        assert await services.migration.left_to_do(plan.instance, plan.move) == ""
        await services.operations.apply(plan)
        moved = await services.instances.open(plain)
        assert (moved.loader, moved.game_version) == (Loader.QUILT, MOVES_TO)
        undone = await services.operations.undo(moved)
        back = await services.instances.open(plain)
        assert (back.loader, back.game_version) == (Loader.FABRIC, "1.21.4")
        await services.operations.undo(back, undone.operation_id)
        assert (await services.instances.open(plain)).game_version == MOVES_TO

    with_services(sandbox, tmp_path / "home", work)


def test_a_move_that_was_cut_off_after_it_was_done_is_remembered_at_the_next_opening(
    sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    plain = moving.mods_folder.rename(tmp_path / "plain")

    async def work(services: Services) -> None:
        instance = await services.instances.open(plain, Loader.FABRIC, "1.21.4")
        await services.instances.remember(instance, loader=Loader.FABRIC, game_version="1.21.4")
        library = await services.library.scan(instance)
        check = await looked(services, library, MOVES_TO, "26.2")
        plan, never = [await services.migration.plan(library, outlook) for outlook in check.outlooks]
        assert plan.move
        assert never.move
        await services.instances.moving(never.instance, never.move)
        assert (await services.instances.open(plain)).game_version == "1.21.4"
        await services.instances.moving(plan.instance, plan.move)
        # As if the process had been killed before it could remember what it had done.
        await services.operations._executor.apply(plan, progress=lambda _progress: None)
        assert (await services.instances.open(plain)).game_version == MOVES_TO
        assert (await services.instances.open(plain)).game_version == MOVES_TO

    with_services(sandbox, tmp_path / "home", work)


def test_a_saved_plan_moves_too(sandbox: Handle, tmp_path: Path, moving: MovingInstance) -> None:
    import json

    saved = tmp_path / "plan.json"

    async def work(services: Services) -> None:
        _, _, plan = await planned(services, moving)
        saved.write_text(json.dumps(services.saved_plans.document((plan,)), default=str))
        (read,) = await services.saved_plans.read(saved)
        assert read.move == plan.move
        assert read.instance.game_version == MOVES_TO
        assert [item.file_name for item in read.operations] == [item.file_name for item in plan.operations]

    with_services(sandbox, tmp_path / "home", work)


def test_the_choices_decide_what_becomes_of_the_rest(
    sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    async def work(services: Services) -> None:
        choices = MigrationChoices(LeftBehind.KEEP, betas=True, continuations=True)
        _, _, plan = await planned(services, moving, choices)
        assert not any(item.kind is OperationKind.DISABLE for item in plan.operations)
        replaced = {item.before.name for item in plan.operations if item.before}
        assert replaced >= {mod.file for mod in moving.of_case("beta", "continued", "held_up")}
        (successor,) = (item for item in plan.operations if item.title.startswith("Petrichor"))
        assert successor.title == "Petrichor → Heather Moors"
        await services.operations.apply(plan)
        library = await scanned(services, moving)
        titles = {mod.title for mod in library.mods}
        assert "Heather Moors" in titles
        assert "Petrichor" not in titles

    with_services(sandbox, tmp_path / "home", work)


def test_what_the_new_versions_need_comes_along(
    sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    (core,) = (mod for mod in moving.mods if mod.project and mod.project.title == "Tidal Core")
    (moving.mods_folder / core.file).unlink()

    async def work(services: Services) -> None:
        _, outlook, plan = await planned(services, moving)
        (brought,) = (item for item in plan.operations if item.kind is OperationKind.INSTALL)
        assert brought.title == "Tidal Core"
        assert brought.required_by
        assert brought.origin
        assert MOVES_TO in brought.origin.game_versions
        assert outlook.standing().blockers[0].title == "Starling Network"

    with_services(sandbox, tmp_path / "home", work)


def test_a_disabled_mod_that_is_needed_is_renewed_and_enabled(
    sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    (core,) = (mod for mod in moving.mods if mod.project and mod.project.title == "Tidal Core")
    path = moving.mods_folder / core.file
    path.rename(path.with_name(f"{core.file}.disabled"))

    async def work(services: Services) -> None:
        _, _, plan = await planned(services, moving)
        (woken,) = (item for item in plan.operations if item.title == "Tidal Core")
        assert woken.kind is OperationKind.UPDATE
        assert woken.file_name.endswith(".jar")
        assert woken.required_by
        (asleep,) = (item for item in plan.operations if item.title == "Umbra")
        assert asleep.file_name.endswith(".disabled")
        assert not (await services.operations.apply(plan)).failed

    with_services(sandbox, tmp_path / "home", work)


def test_a_pin_holds_and_a_snooze_does_not(sandbox: Handle, tmp_path: Path, moving: MovingInstance) -> None:
    async def work(services: Services) -> None:
        library = await scanned(services, moving)
        by_title = {mod.title: mod for mod in library.mods}
        folder = library.instance.folder
        await services.policies.pin(folder, by_title["Tidal Core"], pinned=True)
        await services.policies.pin(folder, by_title["Kestrel Post"], pinned=True)
        await services.policies.snooze(folder, Snooze(game_version="26.3.1"), by_title["Skylark Atlas"])
        await services.policies.follow(folder, Channel.BETA, by_title["Rainbarrel"])
        check = await looked(services, library, MOVES_TO)
        cells = {cell.mod.title: cell for cell in check.outlooks[0].cells}
        assert cells["Tidal Core"].readiness is Readiness.PINNED
        assert cells["Kestrel Post"].readiness is Readiness.FITS
        assert cells["Skylark Atlas"].readiness is Readiness.READY
        assert cells["Rainbarrel"].readiness is Readiness.READY
        plan = await services.migration.plan(library, check.outlooks[0])
        (note,) = (note for note in plan.notes if note.subject == "Tidal Core")
        assert note.kind is NoteKind.HELD_BACK
        assert by_title["Tidal Core"].file.name not in {
            item.before.name for item in plan.operations if item.before
        }

    with_services(sandbox, tmp_path / "home", work)


def test_a_file_whose_project_the_user_told_is_looked_for_too(
    sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    async def work(services: Services) -> None:
        library = await scanned(services, moving)
        (stray,) = (mod for mod in library.mods if mod.file.name == "xk-tools.jar")
        project = await services.projects.page("wax-and-wane")
        await services.library.choose(stray.file.sha1, project)
        library = await services.library.scan(library.instance)
        check = await looked(services, library, MOVES_TO)
        (cell,) = (cell for cell in check.outlooks[0].cells if cell.name == "xk-tools.jar")
        assert cell.readiness is Readiness.READY

    with_services(sandbox, tmp_path / "home", work)


def test_a_wish_is_remembered_told_and_over_when_it_is_there(
    sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    async def work(services: Services) -> None:
        library = await scanned(services, moving)
        folder = library.instance.folder
        assert await services.migration.wish_state(library) is None
        (target,) = await services.migration.targets(library.instance, (MOVES_TO,))
        await services.migration.tell_me(folder, target)
        state = await services.migration.wish_state(library)
        assert state
        assert state.wish == Wish(MOVES_TO, Loader.FABRIC)
        assert not state.outlook.standing().is_ready
        there = replace(library, instance=replace(library.instance, game_version=MOVES_TO))
        assert await services.migration.wish_state(there) is None
        assert await services.migration.wish(folder) is None

    with_services(sandbox, tmp_path / "home", work)


@pytest.mark.parametrize(
    ("loader", "versions"),
    [(Loader.PAPER, ()), (None, ("9.9.9",)), (Loader.VELOCITY, ())],
)
def test_a_target_that_cannot_be_is_refused(
    sandbox: Handle, tmp_path: Path, loader: Loader | None, versions: tuple[str, ...]
) -> None:
    instance = Instance(tmp_path / "mods", "Meadow", "", Loader.FABRIC, "", "1.21.4")

    async def work(services: Services) -> None:
        with pytest.raises(Unresolvable):
            await services.migration.targets(instance, versions, loader)
        with pytest.raises(LoaderUnknown):
            await services.migration.targets(replace(instance, loader=None))

    with_services(sandbox, tmp_path / "home", work)


def test_without_the_platform_nothing_is_said(
    sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    async def work(services: Services) -> None:
        library = await scanned(services, moving)
        targets = await services.migration.targets(library.instance, (MOVES_TO,))
        with pytest.raises(Unreachable):
            await services.migration.check(replace(library, offline=True, mods=library.mods), targets)

    with_services(sandbox, tmp_path / "home", work)


class Knowing:
    """A platform that knows a few projects and their versions."""

    def __init__(self, projects: dict[str, Project], versions: dict[str, tuple[Version, ...]]) -> None:
        self._projects, self._versions = projects, versions
        self.asked: list[str] = []

    async def latest_of(self, hashes: Collection[str], **_filters: object) -> dict[str, Version]:
        self.asked.append("latest")
        return {}

    async def latest_of_each(
        self, hashes: Collection[str], *_channels: object, **_filters: object
    ) -> dict[str, Version]:
        return await self.latest_of(hashes)

    async def projects(self, ids: Collection[str]) -> dict[str, Project]:
        self.asked.append("projects")
        return {key: self._projects[key] for key in ids if key in self._projects}

    async def versions(self, project_id: str, **_filters: object) -> tuple[Version, ...]:
        self.asked.append("versions")
        return self._versions.get(project_id, ())

    def project_in_url(self, _text: str) -> str | None:
        return None


def test_what_is_known_to_bring_the_same_is_suggested_on_another_loader() -> None:
    fabric_api, forgified = "P7dR8mSH", "Aqlf1Shp"
    api = installed(version(fabric_api))
    known = replace(
        project(forgified), title="Forgified Fabric API", loaders=("neoforge",), game_versions=("1.21.4",)
    )
    files = version(forgified, loaders=("neoforge",))
    platform = Knowing({fabric_api: project(fabric_api), forgified: known}, {forgified: (files,)})
    answers = MigrationAnswers(cast("Catalog", platform), lambda _name: None)
    target = Target(Loader.NEOFORGE, "1.21.4")

    async def look() -> Outlook:
        found = await answers.outlook(library(api), target, FolderPolicies(), None)
        return (await answers.completed(library(api), [found], FolderPolicies(), None))[0]

    (cell,) = asyncio.run(look()).cells
    assert cell.readiness is Readiness.CONTINUED
    assert cell.continuation == Continuation(known, files, "It is known to bring the same.")
    assert cell.reason == (
        "No version for NeoForge 1.21.4 is published. Forgified Fabric API may continue it. "
        "It is known to bring the same."
    )
    assert platform.asked == ["latest", "projects", "projects", "versions"]


def test_a_new_dependency_that_has_nothing_for_the_target_holds_up_what_needs_it() -> None:
    newest = version("AAAA", "2.0.0", game_versions=("26.1",), dependencies=(needs("CORE"), needs("HERE")))

    class Offering(Knowing):
        async def latest_of(self, hashes: Collection[str], **_filters: object) -> dict[str, Version]:
            return dict.fromkeys(hashes, newest)

    core = replace(project("CORE"), title="Tidal Core", loaders=("fabric",), game_versions=("1.21.4",))
    here = replace(project("HERE"), loaders=("fabric",), game_versions=("26.1",))
    platform = Offering({"CORE": core, "HERE": here}, {})
    answers = MigrationAnswers(cast("Catalog", platform), lambda _name: None)
    folder = library(installed(version("AAAA")))

    async def look() -> Outlook:
        found = await answers.outlook(folder, Target(Loader.FABRIC, "26.1"), FolderPolicies(), None)
        return (await answers.completed(folder, [found], FolderPolicies(), None))[0]

    outlook = asyncio.run(look())
    assert outlook.absent == {"CORE": "Tidal Core"}
    assert summary(outlook, outlook.standing()) == (
        "0 of 1 mod is ready for Fabric 26.1. Waiting for Tidal Core, which 1 other needs."
    )
