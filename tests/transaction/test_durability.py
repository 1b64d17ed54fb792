"""What a power cut may take: everything is flushed before what relies on it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from modstead.domain.plan import Plan, PlanKind
from modstead.errors import FolderChanged
from modstead.instances.disk import Disk
from transaction.world import QuickDisk, World, undo

OLD = {"amber.jar": b"amber", "birch.jar": b"birch", "cedar.jar": b"cedar", "dogwood.jar": b"dogwood"}


class Recording(QuickDisk):
    """Every step that changes the disk, by its action and the path from the game folder on."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self.log: list[tuple[str, str]] = []
        self.spoils: Callable[[str, str], None] = lambda _action, _path: None

    def step(self, action: str, path: Path) -> None:
        if action in {"status", "list", "read", "probe"}:
            return
        where = path.relative_to(self._top).as_posix() if path.is_relative_to(self._top) else str(path)
        self.log.append((action, where))
        self.spoils(action, where)

    def places(self, wanted: Callable[[str, str], bool]) -> list[int]:
        return [place for place, step in enumerate(self.log) if wanted(*step)]


@pytest.fixture
def disk(top: Path) -> Recording:
    return Recording((top / "game").resolve())


@pytest.fixture
def world(top: Path, disk: Recording) -> World:
    return World(top, OLD, disk)


def change(world: World) -> Plan:
    return world.plan(
        world.update("amber.jar", "amber-2.jar", b"amber 2"),
        world.remove("birch.jar"),
        world.rename("cedar.jar", "cedar.jar.disabled"),
        world.install("elm.jar", b"elm"),
        world.add("fir.jar", b"fir"),
    )


HOME = ".modstead/mods"


def is_record(mark: str) -> Callable[[str, str], bool]:
    return lambda action, path: (
        action == "rename" and path.startswith(f"{HOME}/journal/") and path.endswith(mark)
    )


def moves(action: str, path: str) -> bool:
    """Something comes into the folder or leaves it."""
    return (path.startswith("mods/") and action in {"rename", "link", "remove"}) or (
        action == "rename" and "/old/" in path
    )


def only(places: list[int]) -> int:
    (place,) = places
    return place


def test_new_files_are_flushed_before_the_record_and_the_record_before_the_first_move(
    world: World, disk: Recording
) -> None:
    plan = change(world)
    world.apply(plan)
    pending = only(disk.places(is_record(".pending.json")))
    done = only(disk.places(lambda action, path: is_record(".json")(action, path) and ".pending" not in path))
    moved = disk.places(moves)
    assert pending < moved[0]
    assert moved[-1] < done
    _new_files_first(disk, plan, pending)
    _record_whole_first(disk, pending, moved[0])
    between = [disk.log[place] for place in range(moved[-1] + 1, done)]
    assert {("sync folder", "mods")} <= set(between)
    assert any(step[0] == "sync folder" and step[1].endswith("/old") for step in between)


def _new_files_first(disk: Recording, plan: Plan, pending: int) -> None:
    """Each is flushed, then the folder in which all wait."""
    incoming = disk.places(
        lambda action, path: action in {"create", "rename"} and "/staging/" in path and "/new/" in path
    )
    flushed = disk.places(lambda action, path: action == "sync" and ("/fetched/" in path or "/new/" in path))
    together = disk.places(lambda action, path: action == "sync folder" and path.endswith("/new"))
    assert len(incoming) == len(flushed) == 3
    assert max(*incoming, *flushed) < together[-1] < pending


def _record_whole_first(disk: Recording, pending: int, first_move: int) -> None:
    """It is flushed before it gets its name, and its name before anything moves."""
    written = disk.places(lambda action, path: action == "sync" and "/journal/" in path)
    named = disk.places(lambda action, path: (action, path) == ("sync folder", f"{HOME}/journal"))
    assert written[0] < pending
    assert any(pending < place < first_move for place in named)


def test_what_was_replaced_is_let_go_only_once_the_mark_and_its_new_place_are_flushed(
    world: World, disk: Recording
) -> None:
    world.apply(change(world))
    done = only(disk.places(lambda action, path: is_record(".json")(action, path) and ".pending" not in path))
    kept = disk.places(lambda action, path: action == "rename" and path.startswith(f"{HOME}/kept/"))
    marked = disk.places(lambda action, path: (action, path) == ("sync folder", f"{HOME}/journal"))
    held = disk.places(lambda action, path: (action, path) == ("sync folder", f"{HOME}/kept"))
    let_go = disk.places(lambda action, path: action == "remove folder" and "/staging/" in path)
    assert len(kept) == 2
    assert any(done < place < kept[0] for place in marked)
    assert kept[-1] < held[-1] < let_go[0]


def test_what_is_put_back_is_flushed_before_it_is_called_so(world: World, disk: Recording) -> None:
    plan = change(world)

    def appears(action: str, path: str) -> None:
        if (action, path) == ("link", "mods/fir.jar"):
            (world.folder / "fir.jar").write_bytes(b"a stranger's")

    disk.spoils = appears
    with pytest.raises(FolderChanged):
        world.apply(plan)
    failed = only(disk.places(is_record(".failed.json")))
    moved = disk.places(moves)
    before = [place for place in moved if place < failed]
    back = disk.places(lambda action, path: (action, path) == ("sync folder", "mods"))
    told = disk.places(lambda action, path: (action, path) == ("sync folder", f"{HOME}/journal"))
    let_go = disk.places(lambda action, path: action == "remove folder" and "/staging/" in path)
    assert any(before[-1] < place < failed for place in back)
    assert any(failed < place < let_go[0] for place in told)


def test_an_undo_is_as_durable(world: World, disk: Recording) -> None:
    world.apply(change(world))
    disk.log.clear()
    asyncio.run(undo(world.transactions, world.instance))
    assert world.history()[0][0] is PlanKind.UNDO
    pending = only(disk.places(is_record(".pending.json")))
    first = disk.places(moves)[0]
    copies = disk.places(lambda action, path: action == "sync" and "/new/" in path)
    together = disk.places(lambda action, path: action == "sync folder" and path.endswith("/new"))
    assert len(copies) == 2
    assert copies[-1] < together[-1] < pending < first
    _record_whole_first(disk, pending, first)


def test_flushing_flushes(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    monkeypatch.setattr("os.fsync", flushed.append)
    (top / "file").write_bytes(b"x")
    disk = Disk()
    disk.sync(top / "file")
    disk.sync_folder(top)
    disk.write_new(top / "new", b"x")
    disk.copy_new(top / "file", top / "copy", 1)
    assert len(flushed) == 4
