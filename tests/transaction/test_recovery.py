"""What recovery makes of what it finds: its own remains, damaged records, hostile ones, and those of the future."""

import asyncio
import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from modstead.domain.plan import OperationState, PlanKind
from modstead.errors import RecoveryFailed
from modstead.instances.recovery import Recovery
from transaction.world import (
    READING,
    BrokenDisk,
    Killed,
    World,
    killed_in_mid_swap,
    sha512,
)

OLD = {"amber.jar": b"amber one", "cedar.jar": b"cedar"}
NEW = {"amber-2.jar": b"amber two"}


@pytest.fixture
def world(top: Path) -> World:
    return killed_in_mid_swap(top)


def recover(world: World) -> Recovery | None:
    return asyncio.run(world.restarted().recover(world.folder))


def record(world: World) -> Path:
    (path,) = world.place.journal.glob("*.pending.json")
    return path


def test_recovery_says_what_it_restored(world: World) -> None:
    recovery = recover(world)
    assert recovery is not None
    assert len(recovery.operation_ids) == 1
    assert sorted(recovery.restored) == ["amber.jar", "cedar.jar"]
    assert recovery.problems == ()
    assert world.files() == OLD
    assert world.history()[0] == (PlanKind.UPDATE, OperationState.FAILED)
    assert recover(world) is None


def test_whatever_changes_the_folder_next_recovers_first(world: World) -> None:
    world.apply(world.plan(world.install("fern.jar", b"fern")))
    assert world.files() == {**OLD, "fern.jar": b"fern"}


def test_looking_for_something_to_undo_recovers_first(world: World) -> None:
    world.apply(world.plan(world.install("fern.jar", b"fern")))
    world.undo()
    assert world.files() == OLD


def test_a_stranger_that_took_a_name_meanwhile_stays_and_is_told(world: World) -> None:
    (world.folder / "amber.jar").write_bytes(b"stranger")
    recovery = recover(world)
    assert recovery is not None
    (note,) = recovery.problems
    assert note.subject == "amber.jar"
    assert "put back beside that, as amber.jar.disabled." in recovery.text
    came_back = {"amber.jar": b"stranger", "amber.jar.disabled": b"amber one", "cedar.jar": b"cedar"}
    assert world.files() == came_back
    assert world.prune(budget_bytes=0, keep_last=0) == 0
    assert recover(world) is None
    assert world.files() == came_back


def test_where_that_name_is_taken_too_the_old_file_comes_under_a_counted_one(world: World) -> None:
    for name in ("amber.jar", "amber.jar.disabled", "amber (put back).jar.disabled"):
        (world.folder / name).write_bytes(b"stranger")
    assert recover(world)
    assert world.files()["amber (put back 2).jar.disabled"] == b"amber one"
    assert list(world.files().values()).count(b"stranger") == 3


def test_a_file_that_was_put_back_by_hand_is_no_problem(world: World) -> None:
    (world.folder / "amber.jar").write_bytes(b"amber one")
    recovery = recover(world)
    assert recovery is not None
    assert recovery.problems == ()
    assert world.files() == OLD


def test_where_staging_was_deleted_the_missing_files_are_told(world: World) -> None:
    subprocess.run(["rm", "-rf", world.place.staging], check=True)
    recovery = recover(world)
    assert recovery is not None
    assert sorted(note.subject for note in recovery.problems) == ["amber.jar", "cedar.jar"]
    assert recover(world) is None


def test_what_file_managers_leave_in_our_storage_does_no_harm(world: World) -> None:
    for folder in (world.place.staging, world.place.kept, world.place.journal, world.place.fetched):
        (folder / ".DS_Store").write_bytes(b"x")
    recover(world)
    assert world.files() == OLD
    changed = world.apply(world.plan(world.remove("amber.jar")))
    (world.place.staging / "Thumbs.db").write_bytes(b"x")
    world.undo(changed.operation_id)
    assert world.files() == OLD
    assert recover(world) is None


def test_a_disk_that_fails_while_tidying_up_does_not_keep_anyone_from_looking(world: World) -> None:
    recover(world)
    (world.place.staging / "leftover").mkdir()
    for at in range(20):
        disk = BrokenDisk(at, OSError(errno.EIO, os.strerror(errno.EIO)), skips=READING, stays_broken=True)
        assert asyncio.run(world.restarted(disk).recover(world.folder)) is None
    assert world.files() == OLD
    assert world.staging() == []


def put_in_kept(world: World, good: bytes, content: bytes) -> None:
    (world.place.kept / sha512(good)).write_bytes(content)


def test_old_bytes_that_are_kept_from_before_replace_those_that_staging_lost(world: World) -> None:
    for path in world.place.staging.glob("*/old/*"):
        path.unlink()
    put_in_kept(world, b"amber one", b"amber one")
    put_in_kept(world, b"cedar", b"c3dar")
    recovery = recover(world)
    assert recovery is not None
    assert [note.subject for note in recovery.problems] == ["cedar.jar"]
    assert world.files() == {"amber.jar": b"amber one"}


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"format": 1}', b"[" * 100_000, b"null"])
def test_a_damaged_record_loses_no_file(world: World, content: bytes) -> None:
    record(world).write_bytes(content)
    with pytest.raises(RecoveryFailed) as caught:
        recover(world)
    found = [path for path in world.place.damaged.rglob("*") if path.is_file()]
    assert {b"amber one", b"cedar"} <= {path.read_bytes() for path in found}
    assert all(path.name in str(caught.value) for path in found)
    assert recover(world) is None
    world.apply(world.plan(world.install("fern.jar", b"fern")))
    assert world.files() == {"fern.jar": b"fern"}


@pytest.mark.parametrize("name", ["../../escaped.jar", "/etc/escaped.jar", "..", "a/b.jar", ""])
def test_a_record_that_leads_outside_the_folder_counts_as_damaged(world: World, name: str, top: Path) -> None:
    document = json.loads(record(world).read_bytes())
    for operation in document["operations"]:
        operation["before"]["name"] = name
    record(world).write_text(json.dumps(document))
    with pytest.raises(RecoveryFailed):
        recover(world)
    assert list(top.rglob("escaped.jar")) == []


def test_a_record_of_a_newer_modstead_is_not_touched(world: World) -> None:
    path = record(world)
    newer = path.read_bytes().replace(b'"format": 1', b'"format": 2')
    path.write_bytes(newer)
    for _ in range(2):
        with pytest.raises(RecoveryFailed, match="newer Modstead"):
            recover(world)
    with pytest.raises(RecoveryFailed, match="Install the newest"):
        world.apply(world.plan(world.install("fern.jar", b"fern")))
    assert path.read_bytes() == newer
    assert world.files() == {}
    assert len(world.staging()) == 1


def test_a_damaged_old_record_hides_only_itself(world: World) -> None:
    recover(world)
    first = world.apply(world.plan(world.remove("amber.jar")))
    world.apply(world.plan(world.remove("cedar.jar")))
    (world.place.journal / f"{first.operation_id}.json").write_bytes(b"{")
    world.undo()
    assert world.files() == {"cedar.jar": b"cedar"}


def test_old_files_that_no_record_explains_are_put_aside(world: World) -> None:
    record(world).unlink()
    with pytest.raises(RecoveryFailed):
        recover(world)
    found = {path.read_bytes() for path in world.place.damaged.rglob("*") if path.is_file()}
    assert found == {b"amber one", b"cedar", b"amber two"}
    assert world.staging() == []


CHILD = """
import asyncio, os, signal, sys
from pathlib import Path
from transaction.world import BrokenDisk, World, READING

class Suicidal(BrokenDisk):
    def step(self, action, path):
        try:
            super().step(action, path)
        except ValueError:
            os.kill(os.getpid(), signal.SIGKILL)

top, at = Path(sys.argv[1]), int(sys.argv[2])
world = World(top, {"amber.jar": b"amber one", "cedar.jar": b"cedar"})
plan = world.plan(world.update("amber.jar", "amber-2.jar", b"amber two"), world.remove("cedar.jar"))
asyncio.run(world.restarted(Suicidal(at, ValueError(), skips=READING)).apply(plan))
"""


def test_a_process_that_is_killed_for_real(top: Path) -> None:
    tests = Path(__file__).parents[1]
    running = [
        subprocess.Popen([sys.executable, "-c", CHILD, str(top / str(at)), str(at)], cwd=tests)
        for at in (18, 24, 26, 28, 30, 33, 36)
        if (top / str(at)).mkdir() is None
    ]
    assert {child.wait() for child in running} == {-9}
    outcomes = []
    for child in running:
        world = World(Path(str(child.args[3])))  # type: ignore[index]
        recover(world)
        assert world.files() in (OLD, NEW)
        assert world.staging() == []
        outcomes.append(world.files() == NEW)
    assert set(outcomes) == {True, False}


def test_a_copy_that_somebody_made_under_the_new_name_stays(top: Path) -> None:
    """Killed between the record and the first move: the file under the new name cannot be ours."""
    for at in range(100):
        world = World(top / str(at), OLD)
        plan = world.plan(world.rename("amber.jar", "amber.jar.disabled"))
        with pytest.raises(Killed):
            asyncio.run(world.restarted(BrokenDisk(at, Killed(), skips=READING)).apply(plan))
        if list(world.place.journal.glob("*.pending.json")):
            break
    assert world.files() == OLD
    (world.folder / "amber.jar.disabled").write_bytes(b"amber one")
    recover(world)
    assert world.files() == {**OLD, "amber.jar.disabled": b"amber one"}


def test_a_kill_at_any_point_of_putting_back_beside_a_stranger_loses_and_doubles_nothing(top: Path) -> None:
    """However often it has to begin anew, the old file comes back once."""
    for at in range(200):
        world = killed_in_mid_swap(top / str(at))
        (world.folder / "amber.jar").write_bytes(b"stranger")
        disk = BrokenDisk(at, Killed(), skips=READING)
        try:
            asyncio.run(world.restarted(disk).recover(world.folder))
        except Killed:
            recover(world)
        assert world.files() == {
            "amber.jar": b"stranger",
            "amber.jar.disabled": b"amber one",
            "cedar.jar": b"cedar",
        }, disk.failed_at
        if not disk.failed_at:
            return
    raise AssertionError("it never came to an end")
