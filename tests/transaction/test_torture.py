"""Kill, or fail, at every single step on the disk: the folder is the old one or the new one, and nothing is lost."""

import errno
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from modstead.domain.plan import HistoryEntry, OperationState, Plan
from modstead.errors import DiskFull, ModsteadError, RecoveryFailed
from modstead.instances.transaction import Transactions
from transaction.world import READING, BrokenDisk, CountingDisk, Killed, World, at_once, undo

OLD = {
    "amber-1.0.jar": b"amber one",
    "birch.jar": b"birch one",
    "cedar-1.0.jar.disabled": b"cedar one",
    "dune.jar": b"dune one",
    "twin-of-dune.jar": b"dune one",
    "elm.jar.disabled": b"elm one",
    "not-a-mod.txt": b"notes",
}


async def install(world: World) -> Plan:
    return world.plan(
        world.install("fern-1.0.jar", b"fern one"),
        world.install("gorse.jar", b"gorse"),
        world.add("heath.jar", b"h" * 99),
    )


async def update(world: World) -> Plan:
    return world.plan(
        world.update("amber-1.0.jar", "amber-2.0.jar", b"amber two"),
        world.update("birch.jar", "birch.jar", b"birch two"),
        world.update("cedar-1.0.jar.disabled", "cedar-2.0.jar.disabled", b"cedar two"),
    )


async def remove(world: World) -> Plan:
    return world.plan(world.remove("dune.jar"), world.remove("twin-of-dune.jar"))


async def toggle(world: World) -> Plan:
    return world.plan(
        world.rename("elm.jar.disabled", "elm.jar"), world.rename("amber-1.0.jar", "amber-1.0.jar.disabled")
    )


async def everything(world: World) -> Plan:
    """Also names that change hands: one file's old name is another's new one."""
    return world.plan(
        world.update("amber-1.0.jar", "birch.jar", b"amber two"),
        world.update("birch.jar", "amber-1.0.jar", b"birch two"),
        world.rename("elm.jar.disabled", "dune.jar"),
        world.remove("dune.jar"),
        world.install("fern-1.0.jar", b"fern one"),
    )


async def shared(world: World) -> Plan:
    """A link and a file with a second name, which are kept as copies."""
    (world.elsewhere / "linked.jar").write_bytes(b"linked one")
    (world.folder / "linked.jar").symlink_to("../../downloads/linked.jar")
    os.link(world.folder / "dune.jar", world.elsewhere / "second-name.jar")
    return world.plan(
        world.update("linked.jar", "linked.jar", b"linked two"),
        world.update("dune.jar", "dune-2.jar", b"dune two"),
    )


async def taking_back(world: World) -> Plan:
    """An undo, after an update and a removal."""
    await world.restarted().apply(await everything(world))
    return await world.restarted().undo_plan(world.instance)


async def doing_again(world: World) -> Plan:
    taken_back = await world.restarted().apply(await taking_back(world))
    return await world.restarted().undo_plan(world.instance, taken_back.operation_id)


async def links_again(world: World) -> Plan:
    """An undo that restores a link, and a part of an undo."""
    await world.restarted().apply(await shared(world))
    (world.folder / "dune-2.jar").write_bytes(b"by hand")
    return await world.restarted().undo_plan(world.instance)


SCENARIOS = [install, update, remove, toggle, everything, shared, taking_back, doing_again, links_again]
Scenario = Callable[[World], Awaitable[Plan]]


async def whole(
    scenario: Scenario, top: Path, skips: frozenset[str]
) -> tuple[int, dict[str, bytes], dict[str, bytes]]:
    """How many steps carrying it out takes, and the folder before and after."""
    world = World(top / "whole", OLD)
    plan = await scenario(world)
    old = world.files()
    disk = CountingDisk(skips)
    await world.restarted(disk).apply(plan)
    assert world.files() != old
    return disk.steps, old, world.files()


async def check(world: World, old: dict[str, bytes], new: dict[str, bytes], plan: Plan) -> None:
    """After recovery the folder is old or new, the history agrees, nothing lies about, and it can go on from there."""
    restarted = world.restarted()
    await restarted.recover(world.folder)
    files = world.files()
    assert files in (old, new)
    assert world.staging() == []
    assert list(world.place.home.rglob("*.tmp")) == []
    assert await restarted.recover(world.folder) is None
    assert (await last_done(world, restarted, plan) is not None) is (files == new)
    if files == old:
        await restarted.apply(plan)
    assert world.files() == new
    entry = await last_done(world, restarted, plan)
    assert entry is not None
    assert entry.undoable
    await undo(restarted, world.instance, entry.operation_id)
    assert world.files() == old


async def last_done(world: World, transactions: Transactions, plan: Plan) -> HistoryEntry | None:
    """The newest operation that stands, if it is `plan`."""
    history = await transactions.history(world.folder)
    newest = next((entry for entry in history if entry.state is OperationState.DONE), None)
    if newest is None or newest.kind is not plan.kind or newest.undoes != plan.undoes:
        return None
    return (
        newest
        if [op.file_name for op in newest.operations] == [op.file_name for op in plan.operations]
        else None
    )


async def kill(world: World, plan: Plan, at: int) -> None:
    with pytest.raises(Killed):
        await world.restarted(BrokenDisk(at, Killed(), skips=READING)).apply(plan)


@at_once
@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_killed_at_every_step(scenario: Scenario, top: Path) -> None:
    steps, old, new = await whole(scenario, top, READING)
    for at in range(steps):
        world = World(top / str(at), OLD)
        plan = await scenario(world)
        await kill(world, plan, at)
        await check(world, old, new, plan)


@at_once
@pytest.mark.parametrize("scenario", [everything, shared, taking_back])
async def test_killed_during_recovery_too(scenario: Scenario, top: Path) -> None:
    steps, old, new = await whole(scenario, top, READING)
    tried = 0
    for at in range(steps // 2, steps, 5):
        counted = World(top / f"count {at}", OLD)
        await kill(counted, await scenario(counted), at)
        counter = CountingDisk(READING)
        await counted.restarted(counter).recover(counted.folder)
        for again in range(tried % 3, counter.steps, 3):
            tried += 1
            world = World(top / f"{at} {again}", OLD)
            plan = await scenario(world)
            await kill(world, plan, at)
            with pytest.raises(Killed):
                await world.restarted(BrokenDisk(again, Killed(), skips=READING)).recover(world.folder)
            await check(world, old, new, plan)
    assert tried > 10


@at_once
@pytest.mark.parametrize("scenario", [update, toggle, everything, shared, taking_back, links_again])
async def test_fails_at_every_step(scenario: Scenario, top: Path) -> None:
    """A single failure is put back at once, without recovery, and told; after the record says done it is no failure."""
    steps, old, new = await whole(scenario, top, frozenset())
    for at in range(steps):
        code = (errno.ENOSPC, errno.EACCES, errno.EIO)[at % 3]
        world = World(top / str(at), OLD)
        plan = await scenario(world)
        disk = BrokenDisk(at, OSError(code, os.strerror(code), str(world.folder / "some.jar")))
        told = await applied_or_told(world, disk, plan)
        assert world.files() == (old if told else new), (disk.failed_at, told)
        assert not isinstance(told, RecoveryFailed), (disk.failed_at, told)
        await check(world, old, new, plan)


@at_once
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("scenario", [install, everything, taking_back])
async def test_a_disk_that_fills_up_stays_full(scenario: Scenario, code: int, top: Path) -> None:
    """Putting back needs no room; so it succeeds at once."""
    skips = READING | {"rename", "link", "remove", "remove folder", "sync", "sync folder"}
    steps, old, new = await whole(scenario, top, skips)
    for at in range(steps):
        world = World(top / str(at), OLD)
        plan = await scenario(world)
        disk = BrokenDisk(at, OSError(code, os.strerror(code)), skips=skips, stays_broken=True)
        assert isinstance(await applied_or_told(world, disk, plan), DiskFull)
        assert world.files() == old, disk.failed_at
        await check(world, old, new, plan)


@at_once
@pytest.mark.parametrize("scenario", [everything, taking_back])
async def test_a_disk_that_fails_for_good_is_put_right_once_it_works_again(
    scenario: Scenario, top: Path
) -> None:
    steps, old, new = await whole(scenario, top, READING)
    for at in range(0, steps, 2):
        world = World(top / str(at), OLD)
        plan = await scenario(world)
        failure = OSError(errno.EIO, os.strerror(errno.EIO))
        told = await applied_or_told(world, BrokenDisk(at, failure, skips=READING, stays_broken=True), plan)
        assert told is not None or world.files() == new
        await check(world, old, new, plan)


@at_once
async def test_recovery_that_fails_is_repeated(top: Path) -> None:
    steps, old, new = await whole(everything, top, READING)
    for again in range(200):
        code = (errno.ENOSPC, errno.EACCES, errno.EIO)[again % 3]
        world = World(top / str(again), OLD)
        plan = await everything(world)
        await kill(world, plan, steps - 20)
        disk = BrokenDisk(again, OSError(code, os.strerror(code), "some.jar"))
        with suppress(ModsteadError):
            await world.restarted(disk).recover(world.folder)
        await check(world, old, new, plan)
        if disk.steps <= again:
            return
    pytest.fail("recovery never came to its end")


async def applied_or_told(world: World, disk: BrokenDisk, plan: Plan) -> ModsteadError | None:
    try:
        await world.restarted(disk).apply(plan)
    except ModsteadError as error:
        return error
    return None


@at_once
@pytest.mark.parametrize("scenario", [update, everything, taking_back])
async def test_what_cannot_be_put_back_yet_is_not_tidied_away(scenario: Scenario, top: Path) -> None:
    """Here only moving into the folder fails, so that a clean-up would succeed."""
    old, new = (await whole(scenario, top, READING))[1:]
    world = World(top / "broken", OLD)
    plan = await scenario(world)
    failure = OSError(errno.EIO, os.strerror(errno.EIO))
    all_but_links = READING | {
        "rename",
        "remove",
        "remove folder",
        "create",
        "write",
        "sync",
        "sync folder",
        "make folder",
        "fetch",
        "fetched",
    }
    disk = BrokenDisk(0, failure, skips=all_but_links, stays_broken=True)
    told = await applied_or_told(world, disk, plan)
    assert isinstance(told, RecoveryFailed)
    assert "put back as soon as" in told.remedy
    assert world.files() not in (old, new)
    with pytest.raises(RecoveryFailed):
        await world.restarted(disk).recover(world.folder)
    await check(world, old, new, plan)
