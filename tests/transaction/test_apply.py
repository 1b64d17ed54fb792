"""What carrying out a plan promises beside surviving failures."""

import asyncio
import errno
import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from modstead.domain.plan import (
    Download,
    FileState,
    Kept,
    NoteKind,
    Operation,
    OperationKind,
    OperationState,
    PlanKind,
    Progress,
    Stage,
)
from modstead.domain.project import ProjectRef
from modstead.domain.version import Hashes
from modstead.errors import (
    DamagedDownload,
    DiskFull,
    FileVanished,
    FolderBusy,
    FolderChanged,
    FolderError,
    FolderMissing,
    ModsteadError,
    PlanError,
    UndoImpossible,
    Unreachable,
    UnsafeFileName,
)
from modstead.instances.arrivals import Arrivals
from modstead.instances.folder_lock import FolderLock
from transaction.world import QuickDisk, World, in_loop, sha1, sha512, state

OLD = {"amber.jar": b"amber one", "birch.jar.disabled": b"birch one", "Cedar.jar": b"cedar"}


@pytest.fixture
def world(top: Path) -> World:
    return World(top, OLD)


def refused(
    world: World, error: type[ModsteadError], *operations: Operation, **options: bool
) -> ModsteadError:
    """The plan is refused and nothing at all has happened."""
    before = world.files()
    with pytest.raises(error) as caught:
        world.apply(world.plan(*operations), **options)
    assert world.files() == before
    assert world.staging() == []
    assert world.history() == []
    return caught.value


def test_an_update_keeps_the_old_bytes_and_completes_the_hashes(world: World) -> None:
    applied = world.apply(world.plan(world.update("amber.jar", "amber-2.jar", b"amber two")))
    assert "amber.jar" not in world.files()
    assert world.files()["amber-2.jar"] == b"amber two"
    assert world.kept() == [b"amber one"]
    operation = applied.plan.operations[0]
    assert operation.before == FileState("amber.jar", 9, state("", b"amber one").sha1, sha512(b"amber one"))
    assert operation.after is not None
    assert operation.after.sha512 == sha512(b"amber two")
    assert applied.failed == ()


def test_everything_of_ours_lies_beside_the_folder(world: World) -> None:
    world.apply(world.plan(world.remove("amber.jar")))
    assert sorted(world.files()) == ["Cedar.jar", "birch.jar.disabled"]
    assert [path.name for path in world.folder.parent.iterdir() if path != world.folder] == [".modstead"]
    assert world.place.home == world.folder.parent / ".modstead" / "mods"


def test_two_folders_side_by_side_do_not_mix(world: World) -> None:
    other = world.folder.parent / "plugins"
    other.mkdir()
    (other / "amber.jar").write_bytes(b"amber one")
    world.apply(world.plan(world.remove("amber.jar")))
    assert asyncio.run(world.transactions.history(other)) == ()
    assert (other / "amber.jar").read_bytes() == b"amber one"


def test_a_link_to_the_folder_is_the_folder(world: World, top: Path) -> None:
    link = top / "link"
    link.symlink_to(world.folder)
    plan = replace(world.plan(world.remove("amber.jar")), instance=replace(world.instance, folder=link))
    world.apply(plan)
    assert len(world.history()) == 1
    assert not (top / ".modstead").exists()


def test_same_bytes_are_kept_once(world: World) -> None:
    (world.folder / "twin.jar").write_bytes(b"amber one")
    world.apply(world.plan(world.remove("amber.jar"), world.remove("twin.jar")))
    assert world.kept() == [b"amber one"]
    world.undo()
    assert world.files()["twin.jar"] == world.files()["amber.jar"] == b"amber one"


def test_what_is_kept_does_not_change_with_a_second_name_of_the_file(world: World) -> None:
    second = world.elsewhere / "second.jar"
    os.link(world.folder / "amber.jar", second)
    world.apply(world.plan(world.remove("amber.jar")))
    second.write_bytes(b"overwritten")
    world.undo()
    assert world.files() == OLD


def test_a_restored_file_may_be_edited_without_harm_to_what_is_kept(world: World) -> None:
    world.apply(world.plan(world.remove("amber.jar")))
    world.undo()
    with (world.folder / "amber.jar").open("r+b") as file:
        file.write(b"XXXXX")
    assert b"amber one" in world.kept()


def test_a_link_in_the_folder_is_replaced_and_its_target_stays(world: World) -> None:
    target = world.elsewhere / "store.jar"
    target.write_bytes(b"stored")
    (world.folder / "link.jar").symlink_to(target)
    world.apply(world.plan(world.update("link.jar", "link-2.jar", b"new")))
    assert target.read_bytes() == b"stored"
    world.undo()
    assert world.files() == {**OLD, "link.jar": b"stored"}
    assert (world.folder / "link.jar").readlink() == target


def test_a_link_that_leads_elsewhere_by_now_comes_back_as_the_file_that_it_was(world: World) -> None:
    target = world.elsewhere / "store.jar"
    target.write_bytes(b"stored")
    (world.folder / "link.jar").symlink_to("../../downloads/store.jar")
    removed = world.apply(world.plan(world.remove("link.jar"), kind=PlanKind.REMOVE))
    undone = world.undo()
    assert (world.folder / "link.jar").readlink() == Path("../../downloads/store.jar")
    world.undo(undone.operation_id)
    target.write_bytes(b"newer!")
    world.undo(removed.operation_id)
    assert not (world.folder / "link.jar").is_symlink()
    assert world.files() == {**OLD, "link.jar": b"stored"}
    assert target.read_bytes() == b"newer!"


def test_an_odd_link_comes_back_as_the_file_that_it_was(world: World) -> None:
    store = os.fsencode(world.elsewhere) + b"/\xff.jar"
    Path(os.fsdecode(store)).write_bytes(b"stored")
    (world.folder / "link.jar").symlink_to(os.fsdecode(store))
    world.apply(world.plan(world.remove("link.jar"), kind=PlanKind.REMOVE))
    world.undo()
    assert world.files() == {**OLD, "link.jar": b"stored"}


def test_a_disabled_link_stays_a_link(world: World) -> None:
    (world.elsewhere / "store.jar").write_bytes(b"stored")
    (world.folder / "link.jar").symlink_to("../../downloads/store.jar")
    world.apply(world.plan(world.rename("link.jar", "link.jar.disabled"), kind=PlanKind.DISABLE))
    assert (world.folder / "link.jar.disabled").is_symlink()
    assert world.files()["link.jar.disabled"] == b"stored"


def test_a_plan_of_nothing_is_refused(world: World) -> None:
    refused(world, PlanError)


@pytest.mark.parametrize(
    "operation",
    [
        Operation(OperationKind.INSTALL, None, None),
        Operation(OperationKind.INSTALL, None, state("new.jar", b"new")),
        Operation(OperationKind.UPDATE, state("amber.jar", b"amber one"), state("amber-2.jar", b"other")),
        Operation(OperationKind.ENABLE, state("amber.jar", b"amber one"), state("amber.jar", b"amber one")),
        Operation(
            OperationKind.INSTALL,
            None,
            FileState("new.jar", 3, "", sha512(b"old")),
            Download("https://x/new.jar", 3, Hashes("", sha512(b"new"))),
        ),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(world: World, operation: Operation) -> None:
    refused(world, PlanError, operation)


def test_a_plan_that_names_a_file_twice_is_refused(world: World) -> None:
    refused(world, PlanError, world.install("new.jar", b"one"), world.install("NEW.jar", b"two"))
    refused(world, PlanError, world.remove("amber.jar"), world.rename("amber.jar", "amber.jar.disabled"))


def test_a_file_that_changed_since_the_plan_is_not_touched(world: World) -> None:
    plan = world.plan(world.update("amber.jar", "amber-2.jar", b"two"))
    (world.folder / "amber.jar").write_bytes(b"amber 0ne")
    with pytest.raises(FolderChanged, match=r"amber\.jar"):
        world.apply(plan)
    assert world.files()["amber.jar"] == b"amber 0ne"
    assert world.served.fetched == []


def test_a_file_that_vanished_is_named(world: World) -> None:
    operation = world.remove("amber.jar")
    (world.folder / "amber.jar").unlink()
    assert "amber.jar" in str(refused(world, FileVanished, operation))


def test_a_link_that_leads_nowhere_is_not_touched(world: World) -> None:
    operation = world.remove("amber.jar")
    (world.folder / "amber.jar").unlink()
    (world.folder / "amber.jar").symlink_to("nowhere.jar")
    with pytest.raises(FileVanished, match=r"amber\.jar"):
        world.apply(world.plan(operation))
    assert (world.folder / "amber.jar").is_symlink()


def test_a_folder_in_place_of_a_file_is_not_touched(world: World) -> None:
    operation = world.remove("amber.jar")
    (world.folder / "amber.jar").unlink()
    (world.folder / "amber.jar").mkdir()
    with pytest.raises(ModsteadError, match="not an ordinary file"):
        world.apply(world.plan(operation))


@pytest.mark.parametrize("name", ["Cedar.jar", "cedar.jar", "CEDAR.JAR"])
def test_a_name_that_is_taken_in_any_case_is_refused(world: World, name: str) -> None:
    error = refused(world, FolderChanged, world.install(name, b"new"))
    assert "Remove or rename Cedar.jar first" in error.remedy


def test_enabling_onto_a_file_is_refused(world: World) -> None:
    (world.folder / "birch.jar").write_bytes(b"other")
    refused(world, FolderChanged, world.rename("birch.jar.disabled", "birch.jar"))


def test_a_file_may_change_only_the_case_of_its_name(world: World) -> None:
    world.apply(world.plan(world.update("Cedar.jar", "cedar.jar", b"new")))
    assert world.files()["cedar.jar"] == b"new"
    assert "Cedar.jar" not in world.files()


@pytest.mark.parametrize("name", ["../evil.jar", "a/b.jar", "CON.jar", "evil.exe", ".hidden.jar", "a\\b.jar"])
def test_hostile_names_are_refused(world: World, name: str) -> None:
    refused(world, UnsafeFileName, world.install(name, b"evil"))


def test_odd_names_that_people_have_may_be_removed_and_come_back(world: World) -> None:
    (world.folder / "my mod: best?.jar").write_bytes(b"odd")
    world.apply(world.plan(world.remove("my mod: best?.jar")))
    world.undo()
    assert world.files()["my mod: best?.jar"] == b"odd"


def test_a_local_file_that_changed_meanwhile_is_refused(world: World) -> None:
    operation = world.add("heath.jar", b"heath")
    (world.elsewhere / "heath.jar").write_bytes(b"h3ath")
    refused(world, FolderChanged, operation)
    (world.elsewhere / "heath.jar").write_bytes(b"heath, and more of it")
    refused(world, FolderChanged, operation)


def test_a_local_file_stays_where_it_is(world: World) -> None:
    world.apply(world.plan(world.add("heath.jar", b"heath"), kind=PlanKind.ADD))
    assert world.files()["heath.jar"] == b"heath"
    assert (world.elsewhere / "heath.jar").read_bytes() == b"heath"


@pytest.mark.parametrize(
    ("size", "hashes", "detail"),
    [
        (10, Hashes(sha1(b"announced"), sha512(b"announced")), "9 bytes instead of 10"),
        (9, Hashes("0" * 40, sha512(b"announced")), "Its sha1 is"),
        (9, Hashes(sha1(b"announced"), "0" * 128), "Its sha512 is"),
        (9, Hashes("", "0" * 128), "Its sha512 is"),
        (9, Hashes("0" * 40), "Its sha1 is"),
        (9, Hashes("", "", "0" * 64), "Its sha256 is"),
        (9, Hashes(sha1(b"announced"), sha512(b"announced"), "0" * 64), "Its sha256 is"),
    ],
)
def test_bytes_that_are_not_those_announced_never_reach_the_folder(
    world: World, size: int, hashes: Hashes, detail: str
) -> None:
    operation = world.install("new.jar", b"announced")
    assert isinstance(operation.source, Download)
    source = replace(operation.source, size=size, hashes=hashes)
    after = FileState("new.jar", size, hashes.sha1, hashes.sha512)
    error = refused(world, DamagedDownload, replace(operation, after=after, source=source))
    assert "new.jar" in error.title
    assert detail in error.detail
    assert error.retryable


@pytest.mark.parametrize(
    "hashes",
    [
        Hashes(sha1(b"new")),
        Hashes("", sha512(b"new")),
        Hashes("", "", hashlib.sha256(b"new").hexdigest()),
    ],
)
def test_whatever_hash_is_announced_suffices(world: World, hashes: Hashes) -> None:
    operation = world.install("new.jar", b"new")
    assert isinstance(operation.source, Download)
    after = FileState("new.jar", 3, hashes.sha1, hashes.sha512)
    applied = world.apply(
        world.plan(replace(operation, after=after, source=replace(operation.source, hashes=hashes)))
    )
    assert world.files()["new.jar"] == b"new"
    (done,) = applied.plan.operations
    assert done.after == FileState("new.jar", 3, sha1(b"new"), sha512(b"new"))


async def looked_into(world: World, operation: Operation) -> Arrivals:
    return await world.transactions.arrivals(world.plan(operation))


def test_what_arrives_is_known_by_its_bytes_and_not_by_what_the_plan_calls_it(world: World) -> None:
    """Of a source that tells one hash alone, a plan may claim any other."""
    honest = world.install("new.jar", b"new")
    assert honest.after
    assert isinstance(honest.source, Download)
    of_one_hash = replace(honest.source, hashes=Hashes("", honest.source.hashes.sha512))
    unnamed = replace(honest, after=replace(honest.after, sha1="", sha512=""), source=of_one_hash)
    assert set(asyncio.run(looked_into(world, unnamed)).readings) == {sha1(b"new")}
    forged = replace(honest, after=replace(honest.after, sha1=sha1(b"amber one")), source=of_one_hash)
    found = asyncio.run(looked_into(world, forged))
    assert found.readings == {}
    assert isinstance(found.failures["new.jar"], PlanError)
    refused(world, PlanError, forged)


def test_old_bytes_that_are_damaged_are_never_restored(world: World) -> None:
    world.apply(world.plan(world.remove("amber.jar")))
    plan = asyncio.run(world.transactions.undo_plan(world.instance))
    next(world.place.kept.iterdir()).write_bytes(b"amber 0ne")
    with pytest.raises(UndoImpossible, match=r"amber\.jar"):
        world.apply(plan)
    assert "amber.jar" not in world.files()


def test_kept_bytes_that_were_never_there_cannot_be_used(world: World) -> None:
    after = state("ghost.jar", b"ghost")
    hashes = replace(after, sha512=sha512(b"ghost"))
    source = Kept(5, world.install("x.jar", b"ghost").source.hashes)  # type: ignore[union-attr]
    refused(world, UndoImpossible, Operation(OperationKind.INSTALL, None, hashes, source))


def test_the_first_failure_stops_everything_and_the_rest_is_fetched_once(world: World) -> None:
    good, bad = world.install("good.jar", b"good"), world.install("bad.jar", b"bad")
    bad_url = bad.source.url  # type: ignore[union-attr]
    world.served.failures[bad_url] = Unreachable("The platform cannot be reached.")
    world.transactions = world.restarted(parallel=1)
    error = refused(world, Unreachable, good, bad)
    assert "bad.jar" in str(error)
    del world.served.failures[bad_url]
    world.apply(world.plan(good, bad))
    assert world.served.fetched == [good.source.url, bad_url, bad_url]  # type: ignore[union-attr]
    assert world.files() == {**OLD, "good.jar": b"good", "bad.jar": b"bad"}
    assert list(world.place.fetched.iterdir()) == []


def test_a_held_download_that_was_damaged_is_fetched_again(world: World) -> None:
    good, bad = world.install("good.jar", b"good"), world.install("bad.jar", b"bad")
    world.served.failures[bad.source.url] = Unreachable("No.")  # type: ignore[union-attr]
    world.transactions = world.restarted(parallel=1)
    refused(world, Unreachable, good, bad)
    next(world.place.fetched.iterdir()).write_bytes(b"gone")
    world.served.failures.clear()
    world.apply(world.plan(good, bad))
    assert world.files()["good.jar"] == b"good"


def test_failures_can_be_left_out_with_what_needs_them(world: World) -> None:
    library = replace(
        world.install("library.jar", b"library"), project=ProjectRef("p", "LIB"), required_by=("MOD",)
    )
    needing = replace(world.install("needing.jar", b"needing"), project=ProjectRef("p", "MOD"))
    other = world.install("other.jar", b"other")
    world.served.failures[library.source.url] = Unreachable("No connection.")  # type: ignore[union-attr]
    applied = world.apply(world.plan(needing, library, other), leave_out_failures=True)
    assert world.files() == {**OLD, "other.jar": b"other"}
    assert [operation.file_name for operation in applied.plan.operations] == ["other.jar"]
    assert [(note.kind, note.subject) for note in applied.failed] == [
        (NoteKind.UNRESOLVED, "needing.jar"),
        (NoteKind.UNRESOLVED, "library.jar"),
    ]
    assert "library.jar" in applied.failed[0].text
    assert "No connection." in applied.failed[1].text


def test_files_that_changed_or_vanished_can_be_left_out_too(world: World) -> None:
    plan = world.plan(world.update("amber.jar", "amber-2.jar", b"two"), world.remove("Cedar.jar"))
    (world.folder / "amber.jar").unlink()
    applied = world.apply(plan, leave_out_failures=True)
    assert set(world.files()) == {"birch.jar.disabled"}
    assert [note.subject for note in applied.failed] == ["amber-2.jar"]


def test_where_everything_is_left_out_nothing_changes(world: World) -> None:
    one, two = world.install("one.jar", b"one"), world.install("two.jar", b"two")
    for operation in (one, two):
        world.served.failures[operation.source.url] = Unreachable("No.")  # type: ignore[union-attr]
    refused(world, Unreachable, one, two, leave_out_failures=True)


@pytest.mark.parametrize("name", [os.fsdecode(b"caf\xe9.jar"), "old\\amber.jar"])
def test_a_name_that_cannot_be_recorded_must_be_changed_first(top: Path, name: str) -> None:
    world = World(top, {name: b"amber"})
    error = refused(world, UnsafeFileName, world.remove(name))
    assert "cannot be recorded" in error.detail
    assert error.remedy.startswith("Rename the file first")
    assert "platform" not in str(error)


@pytest.mark.parametrize(("free", "told"), [(5, "5 bytes"), (700_000, "700.0 KB"), (1_048_589, "1.0 MB")])
def test_a_full_disk_is_told_before_anything_is_fetched(top: Path, free: int, told: str) -> None:
    class SmallDisk(QuickDisk):
        def free(self, path: Path) -> int:
            return free

    world = World(top, OLD, SmallDisk())
    error = refused(world, DiskFull, world.install("new.jar", b"more than five"))
    assert error.detail == f"The files need 14 bytes and Modstead's records 1.0 MB; {told} are free."
    assert world.served.fetched == []


def test_folders_that_cannot_be_used_are_told(world: World, top: Path) -> None:
    plan = world.plan(world.remove("amber.jar"))
    missing = replace(plan, instance=replace(world.instance, folder=top / "missing"))
    with pytest.raises(FolderMissing):
        world.apply(missing)
    file = replace(plan, instance=replace(world.instance, folder=world.folder / "amber.jar"))
    with pytest.raises(FolderMissing):
        world.apply(file)
    with pytest.raises(FolderError, match="top of its disk"):
        world.apply(replace(plan, instance=replace(world.instance, folder=Path("/"))))


@pytest.mark.parametrize("part", ["", "mods", "mods/staging", "mods/kept", "mods/journal"])
def test_a_link_in_place_of_our_storage_is_never_followed(world: World, top: Path, part: str) -> None:
    target = top / "target"
    target.mkdir()
    link = world.folder.parent / ".modstead" / part
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(target) if part else link.parent.joinpath(".modstead").symlink_to(target)
    with pytest.raises(FolderError, match="not a folder of its own"):
        world.apply(world.plan(world.remove("amber.jar")))
    assert world.files() == OLD
    assert list(target.iterdir()) == []


@pytest.mark.parametrize("kind", ["file", "link", "mount"])
def test_where_we_can_have_no_storage_reading_works_and_changing_says_what_to_do(
    world: World, top: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = world.folder.parent / ".modstead"
    if kind == "file":
        storage.write_bytes(b"")
    elif kind == "link":
        storage.symlink_to(top / "elsewhere")
    else:
        look = Path.stat
        of_another_disk = os.stat_result(range(10))
        monkeypatch.setattr(
            Path,
            "stat",
            lambda path: of_another_disk if path == world.folder.parent else look(path),
        )
    transactions, folder = world.transactions, world.folder
    assert asyncio.run(transactions.recover(folder)) is None
    assert asyncio.run(transactions.history(folder)) == ()
    assert asyncio.run(transactions.kept_size(folder)) == 0
    assert world.prune(budget_bytes=0, keep_last=0) == 0
    with pytest.raises(UndoImpossible, match="nothing to undo"):
        world.undo()
    with pytest.raises(FolderError) as caught:
        world.apply(world.plan(world.remove("amber.jar")))
    assert str(folder.parent if kind == "mount" else storage) in caught.value.remedy
    assert world.files() == OLD


def test_a_mount_that_looks_like_one_disk_is_refused_before_anything_is_fetched(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_across_mounts(source: Path, target: Path) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(source), None, str(target))

    monkeypatch.setattr(os, "rename", not_across_mounts)
    error = refused(world, FolderError, world.install("new.jar", b"new"))
    assert f"{world.folder.parent} rather than {world.folder}" in error.remedy
    assert world.served.fetched == []


@in_loop
async def test_cancelling_a_download_leaves_nothing_changed(world: World) -> None:
    world.served.reached, world.served.waiting = asyncio.Event(), asyncio.Event()
    plan = world.plan(world.update("amber.jar", "amber-2.jar", b"two"))
    running = asyncio.create_task(world.transactions.apply(plan))
    await world.served.reached.wait()
    assert await world.transactions.recover(world.folder) is None
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert world.files() == OLD
    assert world.staging() == []
    world.served.waiting.set()
    await world.transactions.apply(plan)
    assert world.files()["amber-2.jar"] == b"two"


@in_loop
async def test_cancelling_the_swap_puts_all_back_or_comes_too_late(top: Path) -> None:
    loop = asyncio.get_running_loop()

    class CancellingDisk(QuickDisk):
        """Cancels the change at one of its moves and waits until the cancellation has arrived."""

        def __init__(self, at: int) -> None:
            self.left = at
            self.running: asyncio.Task[object] | None = None

        def step(self, action: str, path: Path) -> None:
            if action not in {"rename", "link", "remove"} or self.running is None:
                return
            self.left -= 1
            if self.left == 0:
                asyncio.run_coroutine_threadsafe(self.cancel(), loop).result()

        async def cancel(self) -> None:
            assert self.running is not None
            self.running.cancel()
            await asyncio.sleep(0)
            await asyncio.sleep(0)

    outcomes = []
    for at in range(1, 40):
        disk = CancellingDisk(at)
        world = World(top / str(at), OLD, disk)
        plan = world.plan(world.update("amber.jar", "amber-2.jar", b"two"), world.remove("Cedar.jar"))
        disk.running = asyncio.create_task(world.transactions.apply(plan))
        try:
            await disk.running
        except asyncio.CancelledError:
            assert world.files() == OLD
            outcomes.append("put back")
        else:
            assert world.files() == {"amber-2.jar": b"two", "birch.jar.disabled": b"birch one"}
            outcomes.append("done")
        if disk.left > 0:
            break
        assert world.staging() == []
    assert outcomes == ["put back"] * outcomes.count("put back") + ["done"] * outcomes.count("done")
    assert outcomes.count("put back") > 4
    assert outcomes.count("done") > 2


@in_loop
async def test_changes_of_one_folder_wait_for_each_other(world: World) -> None:
    await asyncio.gather(
        world.transactions.apply(world.plan(world.remove("amber.jar"))),
        world.transactions.apply(world.plan(world.install("new.jar", b"new"))),
    )
    assert set(world.files()) == {"birch.jar.disabled", "Cedar.jar", "new.jar"}
    assert len(await world.transactions.history(world.folder)) == 2


@in_loop
async def test_another_modstead_finds_the_folder_busy(world: World) -> None:
    world.served.reached, world.served.waiting = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(world.transactions.apply(world.plan(world.install("new.jar", b"new"))))
    await world.served.reached.wait()
    other = world.restarted()
    with pytest.raises(FolderBusy) as caught:
        await other.apply(world.plan(world.remove("amber.jar")))
    assert caught.value.retryable
    assert await other.recover(world.folder) is None
    assert await other.history(world.folder) == ()
    world.served.waiting.set()
    await running
    await other.apply(world.plan(world.remove("amber.jar")))
    assert "amber.jar" not in world.files()


def test_a_released_lock_can_be_taken_again(top: Path) -> None:
    first, second = FolderLock(), FolderLock()
    first.take(top / "lock", top)
    with pytest.raises(FolderBusy):
        second.take(top / "lock", top)
    first.release()
    first.release()
    second.take(top / "lock", top)
    second.release()


@in_loop
async def test_progress_tells_every_stage_and_every_file(world: World) -> None:
    seen: list[Progress] = []
    plan = world.plan(*(world.install(f"mod-{number}.jar", b"x" * (number + 1)) for number in range(9)))
    await world.transactions.apply(plan, progress=seen.append)
    assert list(dict.fromkeys(progress.stage for progress in seen)) == list(Stage)
    for stage in Stage:
        last = [progress for progress in seen if progress.stage is stage][-1]
        assert last.finished
        assert last.done == last.total
    files = {progress.file for progress in seen if progress.finished and progress.file}
    assert files == {f"mod-{number}.jar" for number in range(9)}
    bytes_done = [progress.bytes_done for progress in seen if progress.stage is Stage.DOWNLOAD]
    assert bytes_done == sorted(bytes_done)
    assert bytes_done[-1] == sum(range(1, 10))


@in_loop
async def test_a_wait_for_the_server_is_told_of_its_file(world: World) -> None:
    seen: list[Progress] = []
    world.served.waits = [("Server busy", 2.6), ("Server failed", 0.4)]
    await world.transactions.apply(world.plan(world.install("fern.jar", b"fern")), progress=seen.append)
    told = [(progress.file, progress.message) for progress in seen if progress.message]
    assert told == [("fern.jar", "Server busy, trying again in 3 s")]
    assert [progress.message for progress in seen if progress.file == "fern.jar"][-1] == ""


@in_loop
async def test_a_big_file_does_not_flood_with_progress(world: World) -> None:
    seen: list[Progress] = []
    await world.transactions.apply(world.plan(world.install("big.jar", b"x" * 40_000)), progress=seen.append)
    about_bytes = [progress for progress in seen if progress.file == "big.jar"]
    assert len(about_bytes) < 1_000
    assert about_bytes[-1].file_done == 40_000


def test_a_file_that_changes_during_the_downloads_is_put_back_as_it_is(top: Path) -> None:
    class Meddling(QuickDisk):
        def step(self, action: str, path: Path) -> None:
            if action == "create" and path.suffix == ".tmp":
                (world.folder / "amber.jar").write_bytes(b"edited by hand")

    world = World(top, OLD, Meddling())
    with pytest.raises(FolderChanged, match=r"amber\.jar"):
        world.apply(world.plan(world.update("amber.jar", "amber.jar", b"two"), world.remove("Cedar.jar")))
    assert world.files() == {**OLD, "amber.jar": b"edited by hand"}
    assert world.history() == [(PlanKind.UPDATE, OperationState.FAILED)]


def test_a_file_that_appears_during_the_swap_is_never_overwritten(top: Path) -> None:
    class Meddling(QuickDisk):
        def step(self, action: str, path: Path) -> None:
            if action == "create" and path.suffix == ".tmp":
                (world.folder / "new.jar").write_bytes(b"somebody else's")

    world = World(top, OLD, Meddling())
    with pytest.raises(FolderChanged, match=r"new\.jar"):
        world.apply(world.plan(world.install("new.jar", b"ours"), world.remove("Cedar.jar")))
    assert world.files() == {**OLD, "new.jar": b"somebody else's"}


def test_a_file_that_takes_a_name_while_putting_back_is_never_overwritten(top: Path) -> None:
    class Meddling(QuickDisk):
        def step(self, action: str, path: Path) -> None:
            if action == "link" and path.name == "new.jar":
                (world.folder / "new.jar").write_bytes(b"stranger")
                (world.folder / "amber.jar").write_bytes(b"stranger")

    world = World(top, OLD, Meddling())
    with pytest.raises(ModsteadError, match=r"amber\.jar"):
        world.apply(world.plan(world.remove("amber.jar"), world.install("new.jar", b"new")))
    strangers = {"amber.jar": b"stranger", "new.jar": b"stranger"}
    assert world.files() == {**OLD, **strangers, "amber.jar.disabled": b"amber one"}
    assert world.kept() == []
    assert world.staging() == []
