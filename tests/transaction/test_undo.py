"""Taking operations back: exact bytes, in any order that makes sense, and never over what somebody else did."""

import asyncio
import os
import stat
from pathlib import Path

import pytest

from modstead.domain.plan import HistoryEntry, NoteKind, OperationState, PlanKind, Progress, Stage
from modstead.errors import FolderChanged, NothingLeftToUndo, RecoveryFailed, UndoImpossible
from transaction.world import QuickDisk, World, in_loop, sha512

OLD = {"amber.jar": b"amber one", "birch.jar.disabled": b"birch one", "cedar.jar": b"cedar"}
DONE, UNDONE, FAILED = OperationState.DONE, OperationState.UNDONE, OperationState.FAILED


@pytest.fixture
def world(top: Path) -> World:
    return World(top, OLD)


def entries(world: World) -> tuple[HistoryEntry, ...]:
    return asyncio.run(world.restarted().history(world.folder))


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


def test_what_was_changed_outside_is_left_out_and_never_overwritten(world: World) -> None:
    changed = world.apply(
        world.plan(
            world.update("amber.jar", "amber-2.jar", b"two"),
            world.update("birch.jar.disabled", "birch-2.jar.disabled", b"birch two"),
            world.remove("cedar.jar"),
            world.install("fern.jar", b"fern"),
        )
    )
    (world.folder / "cedar.jar").write_bytes(b"by hand")
    (world.folder / "amber-2.jar").write_bytes(b"2wo")
    undone = world.undo(changed.operation_id)
    by_hand = {"amber-2.jar": b"2wo", "cedar.jar": b"by hand"}
    assert world.files() == {**by_hand, "birch.jar.disabled": b"birch one"}
    assert [(note.kind, note.subject) for note in undone.failed] == [
        (NoteKind.UNRESOLVED, "amber-2.jar"),
        (NoteKind.UNRESOLVED, "cedar.jar"),
    ]
    assert "other than Modstead" in refused(world, changed.operation_id).detail
    assert "left as it is" in refused(world).remedy
    assert world.files()["cedar.jar"] == b"by hand"


def test_what_an_undo_left_out_can_be_undone_later(world: World) -> None:
    changed = world.apply(
        world.plan(world.update("amber.jar", "amber-2.jar", b"amber two"), world.remove("cedar.jar"))
    )
    new = world.files()
    (world.folder / "cedar.jar").write_bytes(b"by hand")
    first = world.undo()
    assert world.history() == [(PlanKind.UNDO, DONE), (PlanKind.UPDATE, DONE)]
    assert [entry.undone_in_part for entry in entries(world)] == [False, True]
    (world.folder / "cedar.jar").unlink()
    second = world.undo()
    assert [operation.file_name for operation in second.plan.operations] == ["cedar.jar"]
    assert second.failed == ()
    assert world.files() == OLD
    assert [state for _, state in world.history()] == [DONE, DONE, UNDONE]
    assert "undone already" in str(refused(world, changed.operation_id))
    assert "nothing to undo" in str(refused(world))
    world.undo(first.operation_id)
    world.undo(second.operation_id)
    assert world.files() == new
    assert [state for _, state in world.history()] == [DONE, DONE, UNDONE, UNDONE, DONE]
    world.undo()
    world.undo()
    assert world.files() == OLD


def test_a_file_that_was_switched_off_by_hand_is_still_the_same_file(world: World) -> None:
    """What was there before comes back as enabled or disabled as the file is now."""
    world.apply(
        world.plan(
            world.update("amber.jar", "amber-2.jar", b"amber two"),
            world.update("birch.jar.disabled", "birch-2.jar.disabled", b"birch two"),
            world.install("fern.jar", b"fern"),
        )
    )
    (world.folder / "amber-2.jar").rename(world.folder / "amber-2.jar.disabled")
    (world.folder / "birch-2.jar.disabled").rename(world.folder / "birch-2.jar")
    (world.folder / "fern.jar").rename(world.folder / "fern.jar.disabled")
    (world.folder / "fern.jar").write_bytes(b"another fern")
    undone = world.undo()
    back = {"amber.jar.disabled": b"amber one", "birch.jar": b"birch one", "cedar.jar": b"cedar"}
    assert world.files() == {**back, "fern.jar": b"another fern"}
    assert undone.failed == ()
    assert [state for _, state in world.history()] == [DONE, UNDONE]


def test_what_is_put_back_by_hand_already_is_no_failure(world: World) -> None:
    world.apply(
        world.plan(
            world.rename("amber.jar", "amber.jar.disabled"),
            world.remove("cedar.jar"),
            world.install("fern.jar", b"fern"),
            world.install("gorse.jar", b"gorse"),
        )
    )
    (world.folder / "amber.jar.disabled").rename(world.folder / "amber.jar")
    (world.folder / "cedar.jar").write_bytes(b"cedar")
    (world.folder / "fern.jar").unlink()
    undone = world.undo()
    assert world.files() == OLD
    assert undone.failed == ()
    assert {note.kind for note in undone.plan.notes} == {NoteKind.ALREADY}
    assert isinstance(refused(world), NothingLeftToUndo)


def test_the_old_file_comes_back_though_the_newer_one_was_deleted_by_hand(world: World) -> None:
    changed = world.apply(world.plan(world.update("amber.jar", "amber-2.jar", b"amber two")))
    (world.folder / "amber-2.jar").unlink()
    undone = world.undo()
    assert world.files() == OLD
    assert undone.failed == ()
    assert [(note.kind, "gone already" in note.text) for note in undone.plan.notes] == [(NoteKind.INFO, True)]
    assert world.history() == [(PlanKind.UNDO, DONE), (PlanKind.UPDATE, UNDONE)]
    world.undo(undone.operation_id)
    assert "amber.jar" not in world.files()
    world.undo(changed.operation_id)
    assert world.files() == OLD


def test_an_install_that_was_deleted_by_hand_leaves_nothing_to_undo(world: World) -> None:
    world.apply(world.plan(world.install("fern.jar", b"fern")))
    (world.folder / "fern.jar").unlink()
    error = refused(world)
    assert isinstance(error, NothingLeftToUndo)
    assert "left to undo" in error.title


def test_what_a_later_operation_replaced_was_not_deleted_by_hand(world: World) -> None:
    """The oldest file must not come back beside the newest one."""
    first = world.apply(world.plan(world.update("amber.jar", "amber-2.jar", b"amber two")))
    second = world.apply(world.plan(world.update("amber-2.jar", "amber-3.jar", b"amber three")))
    assert second.operation_id in str(refused(world, first.operation_id))
    (world.folder / "amber-3.jar").unlink()
    world.undo()
    assert world.files()["amber-2.jar"] == b"amber two"
    world.undo()
    assert world.files() == OLD


def test_what_was_only_renamed_by_hand_was_not_deleted(world: World) -> None:
    world.apply(world.plan(world.update("amber.jar", "amber-2.jar", b"amber two")))
    (world.folder / "amber-2.jar").rename(world.folder / "mine.jar")
    assert "mine.jar" in refused(world).detail


def test_a_name_that_a_left_out_file_keeps_holds_back_the_one_that_needs_it(world: World) -> None:
    world.apply(
        world.plan(
            world.update("amber.jar", "cedar.jar", b"amber two"),
            world.update("cedar.jar", "amber.jar", b"cedar two"),
            world.remove("birch.jar.disabled"),
        )
    )
    (world.folder / "cedar.jar").write_bytes(b"by hand")
    undone = world.undo()
    assert world.files() == {
        "cedar.jar": b"by hand",
        "amber.jar": b"cedar two",
        "birch.jar.disabled": b"birch one",
    }
    assert [note.subject for note in undone.failed] == ["cedar.jar", "cedar.jar"]


def test_damaged_kept_bytes_hold_back_their_own_file_only(world: World) -> None:
    world.apply(world.plan(world.remove("amber.jar"), world.remove("cedar.jar")))
    (world.place.kept / sha512(b"cedar")).write_bytes(b"Cedar")
    (entry,) = entries(world)
    assert entry.undoable
    undone = world.undo()
    assert world.files() == {name: content for name, content in OLD.items() if name != "cedar.jar"}
    assert [(note.subject, "damaged" in note.text) for note in undone.failed] == [("cedar.jar", True)]


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
    assert world.prune(budget_bytes=total, keep_last=0) == 0
    assert world.prune(budget_bytes=14, keep_last=0) == len(b"amber one")
    undoable = [entry.undoable for entry in asyncio.run(transactions.history(folder))]
    assert undoable == [True, True, False]
    assert world.prune(budget_bytes=0, keep_last=1) == len(b"birch one")
    world.undo()
    assert world.files() == {"cedar.jar": b"cedar"}
    assert world.prune(budget_bytes=0, keep_last=0) == len(b"cedar")
    assert asyncio.run(transactions.kept_size(folder)) == 0
    assert world.prune(budget_bytes=0, keep_last=0) == 0


def test_looking_at_a_folder_leaves_nothing_in_it(world: World) -> None:
    assert asyncio.run(world.transactions.history(world.folder)) == ()
    assert asyncio.run(world.transactions.kept_size(world.folder)) == 0
    assert asyncio.run(world.transactions.recover(world.folder)) is None
    refused(world)
    assert not (world.folder.parent / ".modstead").exists()


def damage(world: World, operation_id: str) -> None:
    (world.place.journal / f"{operation_id}.json").write_bytes(b"{bad")


def test_a_damaged_record_is_told_and_nothing_else_is_undone_instead(world: World) -> None:
    first = world.apply(world.plan(world.remove("cedar.jar")))
    second = world.apply(world.plan(world.remove("amber.jar")))
    damage(world, second.operation_id)
    (record,) = asyncio.run(world.transactions.damaged(world.folder))
    assert (record.operation_id, record.kept) == (second.operation_id, world.place.kept)
    assert [entry.operation_id for entry in entries(world)] == [first.operation_id]
    for operation_id in (None, second.operation_id):
        error = refused(world, operation_id)
        assert "damaged" in error.title
        assert str(world.place.kept) in error.remedy
    world.undo(first.operation_id)
    assert "cedar.jar" in world.files()


def test_what_a_damaged_record_may_have_replaced_was_not_deleted_by_hand(world: World) -> None:
    first = world.apply(world.plan(world.update("amber.jar", "amber-2.jar", b"amber two")))
    second = world.apply(world.plan(world.update("amber-2.jar", "amber-3.jar", b"amber three")))
    damage(world, second.operation_id)
    assert "no longer there" in refused(world, first.operation_id).detail


def test_what_a_damaged_record_may_need_is_never_pruned(world: World) -> None:
    first = world.apply(world.plan(world.remove("cedar.jar")))
    world.apply(world.plan(world.remove("amber.jar")))
    damage(world, first.operation_id)
    freed = world.prune(budget_bytes=0, keep_last=0)
    assert freed == len(b"amber one")
    assert world.kept() == [b"cedar"]


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


@pytest.mark.parametrize("mode", [0o600, 0o444, 0o664, 0o755])
def test_permissions_survive_an_update_and_its_undo(world: World, mode: int) -> None:
    for path in world.folder.iterdir():
        path.chmod(mode)
    os.link(world.folder / "cedar.jar", world.elsewhere / "second name.jar")
    world.apply(
        world.plan(
            world.update("amber.jar", "amber-2.jar", b"amber two"),
            world.rename("birch.jar.disabled", "birch.jar"),
            world.remove("cedar.jar"),
        )
    )
    assert modes(world) == {"amber-2.jar": mode, "birch.jar": mode}
    undone = world.undo()
    assert modes(world) == dict.fromkeys(OLD, mode)
    world.undo(undone.operation_id)
    assert modes(world) == {"amber-2.jar": mode, "birch.jar": mode}


def test_a_new_file_has_the_permissions_that_the_umask_leaves(world: World) -> None:
    before = os.umask(0o002)
    try:
        world.apply(world.plan(world.install("fern.jar", b"fern"), world.add("heath.jar", b"heath")))
    finally:
        os.umask(before)
    assert (modes(world)["fern.jar"], modes(world)["heath.jar"]) == (0o664, 0o664)


@pytest.mark.parametrize(("permitted", "mode"), [(True, 0o600), (False, 0o644)])
def test_a_file_of_another_user_stays_theirs_or_can_be_read_by_all(
    world: World, monkeypatch: pytest.MonkeyPatch, permitted: bool, mode: int
) -> None:
    given: list[tuple[int, int]] = []

    def give(_descriptor: int, user: int, group: int) -> None:
        given.append((user, group))
        if not permitted:
            raise PermissionError

    look = os.fstat
    monkeypatch.setattr(os, "fchown", give)
    monkeypatch.setattr(os, "fstat", lambda descriptor: of_another_user(look(descriptor)))
    old = (world.folder / "amber.jar").stat()
    (world.folder / "amber.jar").chmod(0o600)
    world.apply(world.plan(world.update("amber.jar", "amber-2.jar", b"amber two")))
    assert given[0] == (old.st_uid, old.st_gid)
    assert modes(world)["amber-2.jar"] == mode


def of_another_user(status: os.stat_result) -> os.stat_result:
    return os.stat_result(
        (*status[:4], status.st_uid + 1, *status[5:10]), {"st_mtime_ns": status.st_mtime_ns}
    )


def modes(world: World) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in world.folder.iterdir()}


@in_loop
async def test_where_nothing_is_downloaded_no_download_is_told(world: World) -> None:
    await world.transactions.apply(world.plan(*map(world.remove, OLD), kind=PlanKind.REMOVE))
    seen: list[Progress] = []
    plan = await world.transactions.undo_plan(world.instance)
    await world.transactions.apply(plan, progress=seen.append)
    stages = list(dict.fromkeys(progress.stage for progress in seen))
    assert stages == [Stage.CHECK, Stage.VERIFY, Stage.SWAP]
    verified = [progress.done for progress in seen if progress.stage is Stage.VERIFY]
    assert verified == sorted(verified)
    assert verified[-1] == len(OLD)
