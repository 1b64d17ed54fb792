"""Kill, or fail, at every single step on the disk: the folder is the old one or the new one, and nothing is lost."""

import asyncio
import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from modstead.domain.plan import OperationState, Plan
from modstead.errors import ModsteadError, RecoveryFailed
from transaction.world import BrokenDisk, CountingDisk, Killed, QuickDisk, World, raises_killed, undo

OLD = {
    "amber-1.0.jar": b"amber one",
    "birch.jar": b"birch one",
    "cedar-1.0.jar.disabled": b"cedar one",
    "dune.jar": b"dune one",
    "twin-of-dune.jar": b"dune one",
    "elm.jar.disabled": b"elm one",
    "not-a-mod.txt": b"notes",
}


def install(world: World) -> Plan:
    return world.plan(
        world.install("fern-1.0.jar", b"fern one"),
        world.install("gorse.jar", b"gorse"),
        world.add("heath.jar", b"h" * 99),
    )


def update(world: World) -> Plan:
    return world.plan(
        world.update("amber-1.0.jar", "amber-2.0.jar", b"amber two"),
        world.update("birch.jar", "birch.jar", b"birch two"),
        world.update("cedar-1.0.jar.disabled", "cedar-2.0.jar.disabled", b"cedar two"),
    )


def remove(world: World) -> Plan:
    return world.plan(world.remove("dune.jar"), world.remove("twin-of-dune.jar"))


def toggle(world: World) -> Plan:
    return world.plan(
        world.rename("elm.jar.disabled", "elm.jar"), world.rename("amber-1.0.jar", "amber-1.0.jar.disabled")
    )


def everything(world: World) -> Plan:
    """Also names that change hands: one file's old name is another's new one."""
    return world.plan(
        world.update("amber-1.0.jar", "birch.jar", b"amber two"),
        world.update("birch.jar", "amber-1.0.jar", b"birch two"),
        world.rename("elm.jar.disabled", "dune.jar"),
        world.remove("dune.jar"),
        world.install("fern-1.0.jar", b"fern one"),
    )


def shared(world: World) -> Plan:
    """A link and a file with a second name, which are kept as copies."""
    (world.elsewhere / "linked.jar").write_bytes(b"linked one")
    (world.folder / "linked.jar").symlink_to("../../downloads/linked.jar")
    os.link(world.folder / "dune.jar", world.elsewhere / "second-name.jar")
    return world.plan(
        world.update("linked.jar", "linked.jar", b"linked two"),
        world.update("dune.jar", "dune-2.jar", b"dune two"),
    )


def taking_back(world: World) -> Plan:
    """An undo, after an update and a removal."""
    asyncio.run(world.restarted().apply(everything(world)))
    return asyncio.run(world.restarted().undo_plan(world.instance))


def doing_again(world: World) -> Plan:
    taken_back = asyncio.run(world.restarted().apply(taking_back(world)))
    return asyncio.run(world.restarted().undo_plan(world.instance, taken_back.operation_id))


SCENARIOS = [install, update, remove, toggle, everything, shared, taking_back, doing_again]
Scenario = Callable[[World], Plan]


def steps_of(scenario: Scenario, top: Path) -> tuple[int, dict[str, bytes], dict[str, bytes]]:
    """How many steps carrying it out takes, and the folder before and after."""
    world = World(top / "whole", OLD)
    plan = scenario(world)
    old = world.files()
    disk = CountingDisk()
    asyncio.run(world.restarted(disk).apply(plan))
    assert world.files() != old
    return disk.steps, old, world.files()


def check_whole(world: World, old: dict[str, bytes], new: dict[str, bytes], plan: Plan, at: str) -> None:
    """The folder is old or new, the history agrees, nothing lies about, and it can go on from there."""
    asyncio.run(world.restarted().recover(world.folder))
    files = world.files()
    assert files in (old, new), at
    assert world.staging() == [], at
    assert asyncio.run(world.restarted().recover(world.folder)) is None, at
    entries = asyncio.run(world.restarted().history(world.folder))
    done = [entry for entry in entries if entry.state is OperationState.DONE and entry.undoes == plan.undoes]
    done = [entry for entry in done if len(entry.operations) == len(plan.operations)]
    assert bool(done) is (files == new), at
    if files == old:
        asyncio.run(world.restarted().apply(plan))
    assert world.files() == new, at
    newest = asyncio.run(world.restarted().history(world.folder))
    last = next(entry for entry in newest if entry.state is OperationState.DONE)
    assert last.undoable, at
    asyncio.run(undo(world.restarted(), world.instance, last.operation_id))
    assert world.files() == old, at


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_killed_at_every_step(scenario: Scenario, tmp_path: Path) -> None:
    steps, old, new = steps_of(scenario, tmp_path)
    outcomes = set()
    for at in range(steps):
        world = World(tmp_path / str(at), OLD)
        plan = scenario(world)
        disk = BrokenDisk(at, Killed())
        with raises_killed():
            asyncio.run(world.restarted(disk).apply(plan))
        check_whole(world, old, new, plan, disk.failed_at)
        outcomes.add(at)
    assert len(outcomes) == steps


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_fails_at_every_step(scenario: Scenario, code: int, tmp_path: Path) -> None:
    steps, old, new = steps_of(scenario, tmp_path)
    for at in range(steps):
        world = World(tmp_path / str(at), OLD)
        plan = scenario(world)
        disk = BrokenDisk(at, OSError(code, os.strerror(code), str(world.folder / "some.jar")))
        told = False
        try:
            asyncio.run(world.restarted(disk).apply(plan))
        except ModsteadError as error:
            told = True
            assert str(error)
            assert not isinstance(error, RecoveryFailed) or disk.failed_at.startswith(("list", "status")), (
                error
            )
        if disk.steps > at:
            assert told is (world.files() == old), disk.failed_at
        assert world.files() in (old, new), disk.failed_at
        check_whole(world, old, new, plan, disk.failed_at)


@pytest.mark.parametrize("scenario", [everything, shared, taking_back])
def test_killed_during_recovery_too(scenario: Scenario, tmp_path: Path) -> None:
    steps, old, new = steps_of(scenario, tmp_path)
    number = 0
    for at in range(steps // 2, steps, 3):
        counting = World(tmp_path / f"count {at}", OLD)
        plan = scenario(counting)
        with raises_killed():
            asyncio.run(counting.restarted(BrokenDisk(at, Killed())).apply(plan))
        counter = CountingDisk()
        asyncio.run(counting.restarted(counter).recover(counting.folder))
        for again in range(number % 3, counter.steps, 3):
            number += 1
            world = World(tmp_path / f"{at} {again}", OLD)
            plan = scenario(world)
            with raises_killed():
                asyncio.run(world.restarted(BrokenDisk(at, Killed())).apply(plan))
            disk = BrokenDisk(again, Killed())
            with raises_killed():
                asyncio.run(world.restarted(disk).recover(world.folder))
            check_whole(world, old, new, plan, disk.failed_at)
    assert number > 50


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_recovery_that_fails_is_repeated(code: int, tmp_path: Path) -> None:
    steps, old, new = steps_of(everything, tmp_path)
    at = steps - 25
    for again in range(200):
        world = World(tmp_path / str(again), OLD)
        plan = everything(world)
        with raises_killed():
            asyncio.run(world.restarted(BrokenDisk(at, Killed())).apply(plan))
        disk = BrokenDisk(again, OSError(code, os.strerror(code), "some.jar"))
        try:
            asyncio.run(world.restarted(disk).recover(world.folder))
        except ModsteadError as error:
            assert str(error)
        if disk.steps <= again:
            return
        check_whole(world, old, new, plan, disk.failed_at)
    raise AssertionError("recovery never came to its end")


def test_the_quick_disk_is_a_whole_disk(tmp_path: Path) -> None:
    world = World(tmp_path, OLD, QuickDisk())
    world.apply(everything(world))
    assert world.history()[0][1] is OperationState.DONE
