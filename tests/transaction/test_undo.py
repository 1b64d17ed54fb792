"""Taking operations back: exact bytes, in any order that makes sense, and never over what somebody else did."""

import asyncio
import os
from pathlib import Path

import pytest

from modstead.domain.plan import OperationState, PlanKind
from modstead.errors import FolderChanged, RecoveryFailed, UndoImpossible
from transaction.world import QuickDisk, World

OLD = {"amber.jar": b"amber one", "birch.jar.disabled": b"birch one", "cedar.jar": b"cedar"}
DONE, UNDONE, FAILED = OperationState.DONE, OperationState.UNDONE, OperationState.FAILED


@pytest.fixture
def world(top: Path) -> World:
    return World(top, OLD)


def refused(world: World, operation_id: str | None = None) -> UndoImpossible:
    files = world.files()
    with pytest.raises(UndoImpossible) as caught:
        world.undo(operation_id)
    assert world.files() == files
    return caught.value


def test_undo_and_redo_as_often_as_wanted(world: World) -> None:
    changed = world.apply(
        world.plan(
            world.update("amber.jar", "amber-2.jar", b"amber two"),
            world.update("birch.jar.disabled", "birch.jar.disabled", b"birch two"),
            world.rename("cedar.jar", "cedar.jar.disabled"),
            world.install("fern.jar", b"fern"),
        )
    )
    new = world.files()
    last = changed.operation_id
    for _ in range(3):
        last = world.undo(last).operation_id
        assert world.files() == OLD
        last = world.undo(last).operation_id
        assert world.files() == new
    kinds = [kind for kind, _ in world.history()]
    assert kinds == [PlanKind.REDO, PlanKind.UNDO] * 3 + [PlanKind.UPDATE]


def test_undo_works_after_a_restart_and_with_nothing_but_the_folder(world: World) -> None:
    world.apply(world.plan(world.update("amber.jar", "amber.jar", b"amber two")))
    world.served.files.clear()
    world.transactions = world.restarted()
    world.undo()
    assert world.files() == OLD


def test_the_history_tells_what_stands(world: World) -> None:
    first = world.apply(world.plan(world.remove("amber.jar"), kind=PlanKind.REMOVE))
    world.apply(world.plan(world.install("fern.jar", b"fern"), kind=PlanKind.INSTALL))
    assert world.history() == [(PlanKind.INSTALL, DONE), (PlanKind.REMOVE, DONE)]
    undone = world.undo()
    assert world.history() == [(PlanKind.UNDO, DONE), (PlanKind.INSTALL, UNDONE), (PlanKind.REMOVE, DONE)]
    world.undo()
    assert world.files() == OLD
    assert [state for _, state in world.history()] == [DONE, DONE, UNDONE, UNDONE]
    refused(world)
    world.undo(undone.operation_id)
    assert world.files() == {**OLD, "fern.jar": b"fern"}
    assert [state for _, state in world.history()] == [DONE, DONE, UNDONE, DONE, UNDONE]
    assert first.operation_id == asyncio.run(world.transactions.history(world.folder))[-1].operation_id


def test_the_entry_in_the_history_is_whole(world: World) -> None:
    applied = world.apply(world.plan(world.install("fern.jar", b"fern", title="Fern"), kind=PlanKind.INSTALL))
    (entry,) = asyncio.run(world.restarted().history(world.folder))
    assert entry.operation_id == applied.operation_id
    assert entry.at.isoformat() == "2026-11-23T14:06:13+00:00"
    assert entry.operation_id.startswith("20261123-140613-")
    assert entry.undoable
    assert entry.operations[0].title == "Fern"
    assert entry.operations[0].after == applied.plan.operations[0].after


def test_redone_and_undone_again_by_the_first_id(world: World) -> None:
    first = world.apply(world.plan(world.remove("amber.jar")))
    undo = world.undo(first.operation_id)
    world.undo(undo.operation_id)
    assert "amber.jar" not in world.files()
    plan = asyncio.run(world.transactions.undo_plan(world.instance, first.operation_id))
    assert plan.kind is PlanKind.UNDO
    world.apply(plan)
    assert world.files() == OLD
    refused(world)


def test_an_older_operation_can_be_undone_where_no_later_one_touched_its_files(world: World) -> None:
    first = world.apply(world.plan(world.remove("amber.jar")))
    world.apply(world.plan(world.remove("cedar.jar")))
    world.undo(first.operation_id)
    assert world.files() == {name: content for name, content in OLD.items() if name != "cedar.jar"}


def test_a_later_operation_that_stands_in_the_way_is_named(world: World) -> None:
    first = world.apply(world.plan(world.update("amber.jar", "amber.jar", b"amber two")))
    later = world.apply(world.plan(world.update("amber.jar", "amber.jar", b"amber three")))
    error = refused(world, first.operation_id)
    assert later.operation_id in str(error)
    assert "later one first" in error.remedy
    world.undo()
    world.undo(first.operation_id)
    assert world.files() == OLD


def test_what_was_changed_outside_is_never_overwritten(world: World) -> None:
    changed = world.apply(
        world.plan(world.update("amber.jar", "amber-2.jar", b"two"), world.remove("cedar.jar"))
    )
    (world.folder / "cedar.jar").write_bytes(b"by hand")
    error = refused(world, changed.operation_id)
    assert "cedar.jar" in str(error)
    (world.folder / "cedar.jar").unlink()
    (world.folder / "amber-2.jar").write_bytes(b"2wo")
    error = refused(world, changed.operation_id)
    assert "amber-2.jar" in str(error)
    assert "Something other than Modstead" in str(error)


def test_kept_bytes_that_are_gone_are_told(world: World) -> None:
    world.apply(world.plan(world.remove("amber.jar")))
    next(world.place.kept.iterdir()).unlink()
    (entry,) = asyncio.run(world.transactions.history(world.folder))
    assert not entry.undoable
    assert "amber.jar" in str(refused(world))


def test_what_cannot_be_undone_at_all(world: World) -> None:
    assert "nothing to undo" in str(refused(world))
    assert "no operation" in str(refused(world, "20200101-000000-0000"))
    refused(world, "../../etc/passwd")
    changed = world.apply(world.plan(world.remove("amber.jar")))
    undo = world.undo()
    assert undo.operation_id in str(refused(world, changed.operation_id))


def test_a_failed_change_is_in_the_history_and_cannot_be_undone(top: Path) -> None:
    class Meddling(QuickDisk):
        def step(self, action: str, path: Path) -> None:
            if action == "create" and path.suffix == ".tmp":
                (world.folder / "amber.jar").write_bytes(b"edited")

    world = World(top, OLD, Meddling())
    with pytest.raises(FolderChanged):
        world.apply(world.plan(world.remove("amber.jar")))
    assert [state for _, state in world.history()] == [FAILED]
    (entry,) = asyncio.run(world.restarted().history(world.folder))
    assert not entry.undoable
    assert "changed nothing" in str(refused(world, entry.operation_id))
    assert "nothing to undo" in str(refused(world))


def test_pruning_drops_the_oldest_first_and_spares_the_last(world: World) -> None:
    for name in OLD:
        world.apply(world.plan(world.remove(name)))
    transactions, folder = world.transactions, world.folder
    total = sum(map(len, OLD.values()))
    assert asyncio.run(transactions.kept_size(folder)) == total
    assert asyncio.run(transactions.prune(folder, budget_bytes=total, keep_last=0)) == 0
    assert asyncio.run(transactions.prune(folder, budget_bytes=14, keep_last=0)) == len(b"amber one")
    undoable = [entry.undoable for entry in asyncio.run(transactions.history(folder))]
    assert undoable == [True, True, False]
    assert asyncio.run(transactions.prune(folder, budget_bytes=0, keep_last=1)) == len(b"birch one")
    world.undo()
    assert world.files() == {"cedar.jar": b"cedar"}
    assert asyncio.run(transactions.prune(folder, budget_bytes=0, keep_last=0)) == len(b"cedar")
    assert asyncio.run(transactions.kept_size(folder)) == 0
    assert asyncio.run(transactions.prune(folder, budget_bytes=0, keep_last=0)) == 0


def test_looking_at_a_folder_leaves_nothing_in_it(world: World) -> None:
    assert asyncio.run(world.transactions.history(world.folder)) == ()
    assert asyncio.run(world.transactions.kept_size(world.folder)) == 0
    assert asyncio.run(world.transactions.recover(world.folder)) is None
    refused(world)
    assert not (world.folder.parent / ".modstead").exists()


def test_a_history_of_a_newer_modstead_is_not_guessed_at(world: World) -> None:
    changed = world.apply(world.plan(world.remove("amber.jar")))
    record = world.place.journal / f"{changed.operation_id}.json"
    record.write_bytes(record.read_bytes().replace(b'"format": 1', b'"format": 2'))
    with pytest.raises(RecoveryFailed, match="newer Modstead"):
        world.undo()


def test_a_restored_file_has_the_date_that_it_had(world: World) -> None:
    long_ago = 1_600_000_000
    for path in world.folder.iterdir():
        os.utime(path, (long_ago, long_ago))
    world.apply(world.plan(*map(world.remove, OLD), kind=PlanKind.REMOVE))
    world.undo()
    assert {path.stat().st_mtime for path in world.folder.iterdir()} == {long_ago}
    assert world.files() == OLD
