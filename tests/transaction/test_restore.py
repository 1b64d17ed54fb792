"""Bringing a folder back to a point in time, and doing undone things again."""

import asyncio
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from modstead.domain.plan import Applied, NoteKind, OperationKind, OperationState, Plan, PlanKind
from modstead.domain.points import AtOperation, AtTime, Point, parse_point
from modstead.errors import NothingLeftToUndo, UndoImpossible
from transaction.conftest import IN_MEMORY
from transaction.world import World, sha512

OLD = {"amber.jar": b"amber one", "birch.jar": b"birch one"}
DONE, UNDONE = OperationState.DONE, OperationState.UNDONE


@pytest.fixture
def world(top: Path) -> World:
    return World(top, OLD)


def plan_to(world: World, point: Point) -> Plan:
    return asyncio.run(world.restarted().restore_plan(world.instance, point))


def restore(world: World, operation_id: str, *, before: bool = False) -> Applied:
    return world.apply(plan_to(world, AtOperation(operation_id, before=before)))


def redo(world: World, operation_id: str | None = None) -> Applied:
    return world.apply(asyncio.run(world.restarted().redo_plan(world.instance, operation_id)))


def states(world: World) -> list[OperationState]:
    """Oldest first."""
    return [state for _, state in world.history()][::-1]


def some_changes(world: World) -> list[tuple[str, dict[str, bytes]]]:
    """Operations, each with the folder as it was left."""
    plans: list[Callable[[], Plan]] = [
        lambda: world.plan(world.update("amber.jar", "amber-2.jar", b"amber two")),
        lambda: world.plan(world.install("cedar.jar", b"cedar"), kind=PlanKind.INSTALL),
        lambda: world.plan(world.update("amber-2.jar", "amber-3.jar", b"amber three")),
        lambda: world.plan(world.remove("cedar.jar"), kind=PlanKind.REMOVE),
        lambda: world.plan(world.rename("birch.jar", "birch.jar.disabled"), kind=PlanKind.DISABLE),
    ]
    return [(world.apply(plan()).operation_id, world.files()) for plan in plans]


@pytest.mark.parametrize("number", range(5))
def test_the_folder_is_again_what_it_was_after_any_operation(world: World, number: int) -> None:
    made = some_changes(world)
    operation_id, files = made[number]
    if number == 4:
        with pytest.raises(NothingLeftToUndo):
            restore(world, operation_id)
        return
    restored = restore(world, operation_id)
    assert world.files() == files
    assert states(world) == [DONE] * (number + 1) + [UNDONE] * (4 - number) + [DONE]
    assert world.history()[0] == (PlanKind.RESTORE, DONE)
    world.undo(restored.operation_id)
    assert world.files() == made[-1][1]
    assert states(world) == [DONE] * 5 + [UNDONE, DONE]


def test_a_switch_by_hand_that_a_search_put_back_is_none_of_its_changes(world: World) -> None:
    """Birch is on before the search, turned off by hand during it, and put on again by it."""

    def searched(name: str, new_name: str) -> str:
        return world.apply(world.plan(world.rename(name, new_name), kind=PlanKind.BISECT)).operation_id

    before = world.files()
    first = searched("amber.jar", "amber.jar.disabled")
    (world.folder / "birch.jar").rename(world.folder / "birch.jar.disabled")
    searched("birch.jar.disabled", "birch.jar")
    searching = world.files()
    searched("amber.jar.disabled", "amber.jar")
    with pytest.raises(NothingLeftToUndo):
        restore(world, first, before=True)
    assert world.files() == before
    restore(world, first)
    assert world.files() == searching
    assert states(world) == [DONE, UNDONE, UNDONE, DONE]


def test_all_is_one_step_for_each_file_that_differs(world: World) -> None:
    made = some_changes(world)
    plan = plan_to(world, AtOperation(made[0][0], before=True))
    changes = {
        (
            operation.kind,
            operation.before and operation.before.name,
            operation.after and operation.after.name,
        )
        for operation in plan.operations
    }
    assert changes == {
        (OperationKind.UPDATE, "amber-3.jar", "amber.jar"),
        (OperationKind.ENABLE, "birch.jar.disabled", "birch.jar"),
    }
    assert plan.undoes_since == made[0][0]
    assert {operation.reason for operation in plan.operations} == {"restore"}
    world.apply(plan)
    assert world.files() == OLD
    assert states(world) == [UNDONE] * 5 + [DONE]


def test_what_a_restoring_took_back_names_it(world: World) -> None:
    made = some_changes(world)
    restored = restore(world, made[0][0])
    for attempt in (lambda: world.undo(made[2][0]), lambda: redo(world, made[2][0])):
        with pytest.raises(UndoImpossible) as caught:
            attempt()
        assert restored.operation_id in caught.value.remedy
        assert "together" in caught.value.remedy
    world.undo()
    assert world.history()[0] == (PlanKind.UNDO, DONE)
    redo(world)
    assert world.files() == made[0][1]
    assert states(world) == [DONE, *[UNDONE] * 4, DONE, UNDONE, DONE]


def test_a_later_restoring_may_lead_forward_again(world: World) -> None:
    made = some_changes(world)
    restore(world, made[0][0])
    world.apply(world.plan(world.install("fern.jar", b"fern"), kind=PlanKind.INSTALL))
    restore(world, made[2][0])
    assert world.files() == made[2][1]
    assert states(world) == [DONE, DONE, DONE, UNDONE, UNDONE, UNDONE, UNDONE, DONE]


def test_undos_in_between_count_as_the_changes_that_they_are(world: World) -> None:
    made = some_changes(world)
    world.undo()
    world.undo()
    restore(world, made[1][0])
    assert world.files() == made[1][1]
    world.undo()
    assert states(world)[:5] == [DONE, DONE, DONE, UNDONE, UNDONE]


def test_back_to_a_moment(world: World) -> None:
    made = some_changes(world)
    entries = asyncio.run(world.transactions.history(world.folder))
    at = next(entry.at for entry in entries if entry.operation_id == made[1][0])
    world.apply(plan_to(world, AtTime(at)))
    assert world.files() == made[1][1]
    world.apply(plan_to(world, AtTime(at - timedelta(days=1))))
    assert world.files() == OLD
    with pytest.raises(NothingLeftToUndo):
        plan_to(world, AtTime(world.clock.time))


def test_files_changed_by_hand_since_are_left_alone_and_named(world: World) -> None:
    made = some_changes(world)
    (world.folder / "amber-3.jar").write_bytes(b"my own")
    plan = plan_to(world, AtOperation(made[0][0], before=True))
    assert [(note.kind, note.subject) for note in plan.notes] == [(NoteKind.UNRESOLVED, "amber-3.jar")]
    applied = world.apply(plan)
    assert [note.subject for note in applied.failed] == ["amber-3.jar"]
    assert world.files() == {"amber-3.jar": b"my own", "birch.jar": b"birch one"}
    assert states(world) == [DONE, UNDONE, DONE, UNDONE, UNDONE, DONE]


def test_a_file_changed_by_hand_between_operations_stays_as_it_was_then(world: World) -> None:
    first = world.apply(world.plan(world.update("amber.jar", "amber.jar", b"amber two"))).operation_id
    (world.folder / "amber.jar").write_bytes(b"my own")
    world.apply(world.plan(world.update("amber.jar", "amber-3.jar", b"amber three")))
    plan = plan_to(world, AtOperation(first, before=True))
    assert [note.subject for note in plan.notes] == ["amber.jar"]
    world.apply(plan)
    assert world.files() == {**OLD, "amber.jar": b"my own"}
    assert states(world) == [DONE, UNDONE, DONE]


def test_what_somebody_deleted_in_between_comes_back(world: World) -> None:
    first = world.apply(world.plan(world.update("amber.jar", "amber-2.jar", b"amber two"))).operation_id
    (world.folder / "amber-2.jar").unlink()
    world.apply(world.plan(world.install("amber-2.jar", b"amber two again"), kind=PlanKind.INSTALL))
    restore(world, first, before=True)
    assert world.files() == OLD


def test_a_mod_that_was_removed_and_installed_anew_goes_back_in_one_step(world: World) -> None:
    removed = world.apply(world.plan(world.remove("amber.jar"), kind=PlanKind.REMOVE)).operation_id
    world.apply(world.plan(world.install("amber.jar", b"amber two"), kind=PlanKind.INSTALL))
    plan = plan_to(world, AtOperation(removed, before=True))
    assert [operation.kind for operation in plan.operations] == [OperationKind.UPDATE]
    world.apply(plan)
    assert world.files() == OLD
    assert states(world) == [UNDONE, UNDONE, DONE]


def test_kept_bytes_that_are_gone_are_named(world: World) -> None:
    made = some_changes(world)
    (world.place.kept / sha512(b"amber one")).unlink()
    plan = plan_to(world, AtOperation(made[0][0], before=True))
    (note,) = plan.notes
    assert note.subject == "amber.jar"
    assert "no longer kept" in note.text


def test_a_damaged_record_is_no_bridge(world: World) -> None:
    made = some_changes(world)
    (world.place.journal / f"{made[2][0]}.json").write_bytes(b"{}")
    with pytest.raises(UndoImpossible) as caught:
        plan_to(world, AtOperation(made[1][0]))
    assert made[2][0] in caught.value.title
    assert "later point" in caught.value.remedy
    restore(world, made[2][0])
    assert world.files() == made[2][1]


def test_there_is_no_such_point(world: World) -> None:
    some_changes(world)
    with pytest.raises(UndoImpossible, match="no operation"):
        plan_to(world, AtOperation("20200101-000000-0000"))


def test_redo_does_again_what_was_undone_last(world: World) -> None:
    made = some_changes(world)
    for _ in made:
        world.undo()
    assert world.files() == OLD
    for _, files in made:
        redo(world)
        assert world.files() == files
    with pytest.raises(UndoImpossible, match="nothing to do again"):
        redo(world)


def test_nothing_is_to_be_done_again_of_what_was_changed_since(world: World) -> None:
    first = world.apply(world.plan(world.update("amber.jar", "amber-2.jar", b"amber two")))
    world.undo(first.operation_id)
    world.apply(world.plan(world.update("amber.jar", "amber-3.jar", b"amber three")))
    with pytest.raises(UndoImpossible, match="nothing to do again"):
        redo(world)
    world.undo()
    redo(world)
    assert "amber-3.jar" in world.files()
    with pytest.raises(UndoImpossible, match="nothing to do again"):
        redo(world)


def test_what_was_undone_can_be_done_again_after_changes_elsewhere(world: World) -> None:
    world.apply(world.plan(world.update("amber.jar", "amber-2.jar", b"amber two")))
    world.undo()
    world.apply(world.plan(world.remove("birch.jar"), kind=PlanKind.REMOVE))
    redo(world)
    assert world.files() == {"amber-2.jar": b"amber two"}


def test_redo_of_one_by_its_own_id_or_that_of_its_undo(world: World) -> None:
    made = some_changes(world)
    last = made[-1][0]
    with pytest.raises(UndoImpossible, match="not undone"):
        redo(world, last)
    undone = world.undo(last).operation_id
    redo(world, last)
    assert world.files() == made[-1][1]
    with pytest.raises(UndoImpossible, match="taken back already"):
        redo(world, undone)
    world.undo(last)
    redo(world, undone)
    assert world.files() == made[-1][1]


NOW = datetime(2026, 11, 29, 14, 0, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("20261123-140613-0a1b", AtOperation("20261123-140613-0a1b")),
        ("2 days ago", AtTime(NOW - timedelta(days=2))),
        ("1 Hour  ago", AtTime(NOW - timedelta(hours=1))),
        ("2026-11-28", AtTime(datetime(2026, 11, 28))),
        ("2026-11-28T21:40Z", AtTime(datetime(2026, 11, 28, 21, 40, 59, 999_999, tzinfo=UTC))),
        ("2026-11-28 21:40", AtTime(datetime(2026, 11, 28, 21, 40, 59, 999_999))),
        ("2026-11-28 21:40:30", AtTime(datetime(2026, 11, 28, 21, 40, 30))),
        ("yesterday", AtTime(datetime(2026, 11, 28))),
        ("an hour ago", AtTime(NOW - timedelta(hours=1))),
        ("90 seconds ago", AtTime(NOW - timedelta(seconds=90))),
        ("1 year ago", AtTime(NOW - timedelta(days=365))),
        ("999999 weeks ago", None),
        ("", None),
    ],
)
def test_points_as_people_name_them(text: str, point: Point | None) -> None:
    assert parse_point(text, NOW) == point


NAMES = st.sampled_from([f"{letter}.jar{end}" for letter in "abc" for end in ("", ".disabled")])
CONTENTS = st.sampled_from([b"one", b"two", b"three"])


class Folder(RuleBasedStateMachine):
    """A folder that only Modstead changes: any point of its history can be reached again, exactly, and left again."""

    @initialize()
    def begin(self) -> None:
        self.top = tempfile.TemporaryDirectory(dir=str(IN_MEMORY) if IN_MEMORY.is_dir() else None)
        self.world = World(Path(self.top.name), {"a.jar": b"one"})
        self.files = self.world.files()
        self.begun_with = self.files
        self.after: dict[str, dict[str, bytes]] = {}

    def teardown(self) -> None:
        if hasattr(self, "top"):
            self.top.cleanup()

    def carry_out(self, plan: Plan) -> None:
        applied = self.world.apply(plan)
        self.files = self.world.files()
        self.after[applied.operation_id] = self.files

    @rule(name=NAMES, content=CONTENTS)
    def install(self, name: str, content: bytes) -> None:
        if name not in self.files:
            self.carry_out(self.world.plan(self.world.install(name, content)))

    @rule(data=st.data(), content=CONTENTS, new_name=NAMES)
    @precondition(lambda self: self.files)
    def update(self, data: st.DataObject, content: bytes, new_name: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        new_name = name if new_name in self.files else new_name
        self.carry_out(self.world.plan(self.world.update(name, new_name, content)))

    @rule(data=st.data())
    @precondition(lambda self: self.files)
    def remove_some(self, data: st.DataObject) -> None:
        names = sorted(data.draw(st.sets(st.sampled_from(sorted(self.files)), min_size=1)))
        self.carry_out(self.world.plan(*map(self.world.remove, names)))

    @rule(data=st.data())
    @precondition(lambda self: self.files)
    def toggle(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        other = name.removesuffix(".disabled") if name.endswith(".disabled") else f"{name}.disabled"
        if other not in self.files:
            self.carry_out(self.world.plan(self.world.rename(name, other)))

    @rule(again=st.booleans(), data=st.data())
    @precondition(lambda self: self.after)
    def undo_or_redo(self, again: bool, data: st.DataObject) -> None:
        operation_id = data.draw(st.sampled_from([None, *sorted(self.after)]))
        transactions = self.world.restarted()
        planned = transactions.redo_plan if again else transactions.undo_plan
        try:
            plan = asyncio.run(planned(self.world.instance, operation_id))
        except UndoImpossible:
            return
        self.carry_out(plan)

    @rule(data=st.data())
    @precondition(lambda self: self.after)
    def restore(self, data: st.DataObject) -> None:
        made = sorted(self.after)
        operation_id = data.draw(st.sampled_from(made))
        before = data.draw(st.booleans())
        position = made.index(operation_id) - before
        wanted = self.after[made[position]] if position >= 0 else self.begun_with
        try:
            plan = plan_to(self.world, AtOperation(operation_id, before=before))
        except NothingLeftToUndo:
            assert self.files == wanted
            return
        assert all(note.kind is NoteKind.INFO for note in plan.notes)
        old, left_standing = self.files, self.standing()
        self.carry_out(plan)
        assert self.files == wanted
        since = set(made[position + 1 :])
        assert self.standing().isdisjoint(since)
        self.world.undo(max(self.after))
        self.files = self.world.files()
        self.after[self.last()] = self.files
        assert self.files == old
        assert self.standing() & set(made) == left_standing

    def standing(self) -> set[str]:
        entries = asyncio.run(self.world.restarted().history(self.world.folder))
        return {entry.operation_id for entry in entries if entry.state is DONE}

    def last(self) -> str:
        return asyncio.run(self.world.restarted().history(self.world.folder))[0].operation_id

    @invariant()
    def the_folder_holds_what_it_should(self) -> None:
        if hasattr(self, "world"):
            assert self.world.files() == self.files


Folder.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
TestFolder = Folder.TestCase


class Meddled(RuleBasedStateMachine):
    """A folder that others change too: whatever they wrote is there after every return, and what can go back does."""

    @initialize()
    def begin(self) -> None:
        self.top = tempfile.TemporaryDirectory(dir=str(IN_MEMORY) if IN_MEMORY.is_dir() else None)
        self.world = World(Path(self.top.name), {"a.jar": b"one", "b.jar": b"two"})
        self.made: list[str] = []
        self.number = 0

    def teardown(self) -> None:
        if hasattr(self, "top"):
            self.top.cleanup()

    def some_file(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.world.files())))

    def carry_out(self, plan: Plan) -> None:
        self.made.append(self.world.apply(plan, leave_out_failures=True).operation_id)

    @rule(name=NAMES, content=CONTENTS)
    def install(self, name: str, content: bytes) -> None:
        if name not in self.world.files():
            self.carry_out(self.world.plan(self.world.install(name, content)))

    @rule(data=st.data(), content=CONTENTS, new_name=NAMES)
    @precondition(lambda self: self.world.files())
    def update(self, data: st.DataObject, content: bytes, new_name: str) -> None:
        name = self.some_file(data)
        new_name = name if new_name in self.world.files() else new_name
        self.carry_out(self.world.plan(self.world.update(name, new_name, content)))

    @rule(data=st.data())
    @precondition(lambda self: self.world.files())
    def remove(self, data: st.DataObject) -> None:
        self.carry_out(self.world.plan(self.world.remove(self.some_file(data))))

    @rule(name=NAMES)
    def written_by_hand(self, name: str) -> None:
        self.number += 1
        (self.world.folder / name).write_bytes(b"by hand %d" % self.number)

    @rule(data=st.data(), to=NAMES)
    @precondition(lambda self: self.world.files())
    def deleted_or_renamed_by_hand(self, data: st.DataObject, to: str) -> None:
        path = self.world.folder / self.some_file(data)
        if to in self.world.files():
            path.unlink()
        else:
            path.rename(self.world.folder / to)

    @rule(data=st.data(), before=st.booleans())
    @precondition(lambda self: self.made)
    def restore(self, data: st.DataObject, before: bool) -> None:
        point = AtOperation(data.draw(st.sampled_from(self.made)), before=before)
        files = self.world.files()
        try:
            plan = plan_to(self.world, point)
        except UndoImpossible:
            return
        self.carry_out(plan)
        after = self.world.files()
        touched = {operation.before.name for operation in plan.operations if operation.before}
        for name, content in files.items():
            if name not in touched:
                assert after[name] == content
        for operation in plan.operations:
            if operation.after:
                assert sha512(after[operation.after.name]) == operation.after.sha512
        gone = {name for name in touched if files[name].startswith(b"by hand")}
        assert all(files[name] in self.world.kept() or files[name] in after.values() for name in gone)


Meddled.TestCase.settings = Folder.TestCase.settings
TestMeddled = Meddled.TestCase
