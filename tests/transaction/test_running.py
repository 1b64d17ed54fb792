"""A game that runs with the files of a folder: found before anything is touched, and left alone unless one insists."""

import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from modstead.domain.instance import ContentKind
from modstead.domain.plan import Operation, Plan
from modstead.errors import GameRunning
from modstead.instances.running import running_game
from programs import HOLD, LOCK, program
from transaction.world import World

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it is found by /proc")

OLD = {"amber.jar": b"amber", "birch.jar": b"birch"}


@pytest.fixture
def world(top: Path) -> World:
    return World(top, OLD)


def changes(world: World) -> list[Operation]:
    return [
        world.update("amber.jar", "amber-2.jar", b"two"),
        world.remove("amber.jar"),
        world.rename("amber.jar", "amber.jar.disabled"),
    ]


def refused(world: World, plan: Plan) -> GameRunning:
    before = world.files()
    with pytest.raises(GameRunning) as caught:
        world.apply(plan)
    assert world.files() == before
    assert world.staging() == []
    assert world.served.fetched == []
    return caught.value


def test_nothing_runs(world: World) -> None:
    assert running_game(world.folder) == ""


def test_a_game_that_has_its_files_open_is_left_alone(world: World, top: Path) -> None:
    with program("java", top, HOLD, world.folder / "amber.jar", world.folder / "birch.jar") as game:
        for operation in changes(world):
            error = refused(world, world.plan(operation))
            assert str(error).startswith(f"Minecraft seems to be running from {world.folder.parent}.")
            assert f"A Java program, process {game.pid}, has 2 of its files open." in error.detail
            assert "--while-running" in error.typed_remedy
    world.apply(world.plan(changes(world)[0]))
    assert "amber-2.jar" in world.files()


def test_what_only_comes_disturbs_no_game(world: World, top: Path) -> None:
    with program("java", top, HOLD, world.folder / "amber.jar"):
        world.apply(world.plan(world.install("new.jar", b"new")))
    assert "new.jar" in world.files()


def test_who_wants_it_changes_the_folder_all_the_same(world: World, top: Path) -> None:
    with program("java", top, HOLD, world.folder / "amber.jar"):
        plan = world.plan(changes(world)[0])
        asyncio.run(world.transactions.apply(plan, while_running=True))
    assert "amber-2.jar" in world.files()


def test_a_game_that_starts_during_the_downloads_is_seen_too(world: World, top: Path) -> None:
    async def start_meanwhile() -> None:
        world.served.reached, world.served.waiting = asyncio.Event(), asyncio.Event()
        running = asyncio.create_task(world.transactions.apply(world.plan(changes(world)[0])))
        await world.served.reached.wait()
        with program("java", top, HOLD, world.folder / "amber.jar"):
            world.served.waiting.set()
            with pytest.raises(GameRunning):
                await running

    asyncio.run(start_meanwhile())
    assert world.files() == OLD


def test_the_log_of_a_game_without_mods_yet_tells_too(world: World, top: Path) -> None:
    log = world.folder.parent / "logs" / "latest.log"
    log.parent.mkdir()
    log.write_bytes(b"[main/INFO] ...\n")
    assert running_game(world.folder) == ""
    with program("java", top, HOLD, log):
        assert "has one of its files open" in running_game(world.folder)


@pytest.mark.parametrize("world_folder", ["world", "saves/Meadow"])
def test_a_world_that_is_locked_is_in_use(world: World, top: Path, world_folder: str) -> None:
    lock = world.folder.parent / world_folder / "session.lock"
    lock.parent.mkdir(parents=True)
    lock.write_bytes("☃".encode())
    assert running_game(world.folder) == ""
    with program("server", top, LOCK, lock):
        assert running_game(world.folder) == f"The world {lock.parent.name} is in use."
        assert refused(world, world.plan(changes(world)[1]))
    assert lock.read_bytes() == "☃".encode()


def test_a_lock_that_is_a_pipe_or_leads_elsewhere_is_no_sign(world: World, top: Path) -> None:
    for name in ("a", "b"):
        (world.folder.parent / name).mkdir()
    os.mkfifo(world.folder.parent / "a" / "session.lock")
    theirs = top / "theirs"
    theirs.write_bytes(b"x")
    (world.folder.parent / "b" / "session.lock").symlink_to(theirs)
    with program("server", top, LOCK, theirs):
        assert running_game(world.folder) == ""


def test_other_programs_and_other_folders_are_no_game_of_this_one(world: World, top: Path) -> None:
    elsewhere = top / "elsewhere.jar"
    elsewhere.write_bytes(b"amber")
    with (
        program("editor", top, HOLD, world.folder / "amber.jar"),
        program("java", top, HOLD, elsewhere),
    ):
        world.apply(world.plan(changes(world)[0]))
    assert "amber-2.jar" in world.files()


def test_resource_packs_may_change_under_a_game(world: World, top: Path) -> None:
    packs = replace(world.instance, content=ContentKind.RESOURCE_PACK)
    with program("java", top, HOLD, world.folder / "amber.jar"):
        world.apply(replace(world.plan(world.remove("amber.jar")), instance=packs))
    assert "amber.jar" not in world.files()
