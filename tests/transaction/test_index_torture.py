"""Kill, or fail, at every single step on the disk: folder and launcher's list are both old or both new."""

import errno
import os
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from modstead.domain.plan import Plan
from modstead.errors import FileVanished, ModsteadError, RecoveryFailed
from transaction.prism import PrismWorld, entry, published
from transaction.test_torture import applied_or_told, check, kill
from transaction.world import READING, BrokenDisk, CountingDisk, Killed, QuickDisk, at_once

OLD = {
    "amber-1.jar": b"amber one",
    "birch.jar": b"birch one",
    "cedar.jar.disabled": b"cedar one",
    "dune.jar": b"dune one",
}
LISTED = {
    "amber.pw.toml": entry("amber", "1", "amber-1.jar", b"amber one"),
    "birch.pw.toml": entry("birch", "1", "birch.jar", b"birch one", extra="x-mine = 1\n"),
    "cedar.pw.toml": entry("cedar", "1", "cedar.jar", b"cedar one"),
    "broken.pw.toml": b"filename = 'dune.jar'\n[",
}


async def everything(world: PrismWorld) -> Plan:
    return world.plan(
        published(world.update("amber-1.jar", "amber-2.jar", b"amber two"), "amber", "2"),
        published(world.install("fern.jar", b"fern"), "fern", "1"),
        world.remove("birch.jar"),
        published(world.update("cedar.jar.disabled", "cedar-2.jar.disabled", b"c two"), "cedar", "2"),
        world.rename("dune.jar", "dune.jar.disabled"),
    )


async def taking_back(world: PrismWorld) -> Plan:
    await world.restarted().apply(await everything(world))
    return await world.restarted().undo_plan(world.instance)


async def doing_again(world: PrismWorld) -> Plan:
    taken_back = await world.restarted().apply(await taking_back(world))
    return await world.restarted().undo_plan(world.instance, taken_back.operation_id)


async def beginning(world: PrismWorld) -> Plan:
    """A list that Prism has not made yet."""
    for path in world.index.iterdir():
        path.unlink()
    world.index.rmdir()
    world.of_prism()
    (world.folder.parent / "prismlauncher.cfg").write_text("[General]\nLanguage=de\n")
    return world.plan(published(world.install("fern.jar", b"fern"), "fern", "1"))


SCENARIOS = [everything, taking_back, doing_again, beginning]
Scenario = Callable[[PrismWorld], Awaitable[Plan]]
Files = dict[str, bytes]


def world_in(top: Path) -> PrismWorld:
    return PrismWorld(top, OLD, listed=LISTED)


async def whole(scenario: Scenario, top: Path) -> tuple[int, Files, Files]:
    world = world_in(top / "whole")
    plan = await scenario(world)
    old = world.files()
    disk = CountingDisk(READING)
    await world.restarted(disk).apply(plan)
    assert {name for name in old if name.startswith(".index")} != {
        name for name in world.files() if name.startswith(".index")
    }
    return disk.steps, old, world.files()


@at_once
@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_killed_at_every_step(scenario: Scenario, top: Path) -> None:
    steps, old, new = await whole(scenario, top)
    for at in range(steps):
        world = world_in(top / str(at))
        plan = await scenario(world)
        await kill(world, plan, at)
        await check(world, old, new, plan)


@at_once
@pytest.mark.parametrize("scenario", [everything, taking_back])
async def test_killed_during_recovery_too(scenario: Scenario, top: Path) -> None:
    steps, old, new = await whole(scenario, top)
    tried = 0
    for at in range(steps // 2, steps, 4):
        counted = world_in(top / f"count {at}")
        await kill(counted, await scenario(counted), at)
        counter = CountingDisk(READING)
        await counted.restarted(counter).recover(counted.folder)
        for again in range(tried % 3, counter.steps, 3):
            tried += 1
            world = world_in(top / f"{at} {again}")
            plan = await scenario(world)
            await kill(world, plan, at)
            with pytest.raises(Killed):
                await world.restarted(BrokenDisk(again, Killed(), skips=READING)).recover(world.folder)
            await check(world, old, new, plan)
    assert tried > 10


@at_once
@pytest.mark.parametrize("scenario", [everything, taking_back, beginning])
async def test_fails_at_every_step(scenario: Scenario, top: Path) -> None:
    """What fails after the record says done is made up for by whatever looks at the folder next."""
    steps, old, new = await whole(scenario, top)
    for at in range(steps):
        code = (errno.ENOSPC, errno.EACCES, errno.EIO)[at % 3]
        world = world_in(top / str(at))
        plan = await scenario(world)
        disk = BrokenDisk(at, OSError(code, os.strerror(code), str(world.folder / "some.jar")), skips=READING)
        told = await applied_or_told(world, disk, plan)
        assert not isinstance(told, RecoveryFailed), (disk.failed_at, told)
        await world.restarted().recover(world.folder)
        assert world.files() == (old if told else new), (disk.failed_at, told)
        await check(world, old, new, plan)


@at_once
async def test_a_disk_that_fails_for_good_is_put_right_once_it_works_again(top: Path) -> None:
    steps, old, new = await whole(everything, top)
    for at in range(0, steps, 2):
        code = (errno.ENOSPC, errno.EIO)[at % 4 // 2]
        world = world_in(top / str(at))
        plan = await everything(world)
        disk = BrokenDisk(at, OSError(code, os.strerror(code)), skips=READING, stays_broken=True)
        await applied_or_told(world, disk, plan)
        await check(world, old, new, plan)


@at_once
async def test_recovery_that_fails_is_repeated(top: Path) -> None:
    """The kill comes after the record says done, with the list still the old one."""
    steps, old, new = await whole(everything, top)
    at = await first_step_of_the_list(top, steps)
    for again in range(200):
        code = (errno.ENOSPC, errno.EACCES, errno.EIO)[again % 3]
        world = world_in(top / str(again))
        plan = await everything(world)
        await kill(world, plan, at)
        disk = BrokenDisk(again, OSError(code, os.strerror(code), "some.jar"))
        with suppress(ModsteadError):
            await world.restarted(disk).recover(world.folder)
        await check(world, old, new, plan)
        if disk.steps <= again:
            return
    pytest.fail("recovery never came to its end")


async def first_step_of_the_list(top: Path, steps: int) -> int:
    for at in range(steps):
        world = world_in(top / f"search {at}")
        old = (world.index / "amber.pw.toml").read_bytes()
        await kill(world, await everything(world), at)
        done = [path for path in world.place.journal.glob("*.json") if ".pending" not in path.name]
        if done and (world.index / "amber.pw.toml").read_bytes() == old:
            return at
    raise AssertionError("the list was never reached")


@at_once
@pytest.mark.parametrize("what", ["rewritten", "deleted", "the whole list deleted"])
async def test_what_prism_does_between_a_kill_and_recovery_is_respected(what: str, top: Path) -> None:
    """It may rewrite an entry, or delete one as its file is gone; the mods themselves stand as they are."""
    steps, _, new = await whole(everything, top)
    at = await first_step_of_the_list(top, steps)
    world = world_in(top / "prism")
    await kill(world, await everything(world), at)
    path = world.index / "amber.pw.toml"
    if what == "rewritten":
        path.write_bytes(b"filename = 'amber-2.jar'\n")
        new[".index/amber.pw.toml"] = b"filename = 'amber-2.jar'\n"
    elif what == "deleted":
        path.unlink()
    else:
        for listed in world.index.iterdir():
            listed.unlink()
        world.index.rmdir()
        new = {name: content for name, content in new.items() if not name.startswith(".index")}
    await world.restarted().recover(world.folder)
    assert world.files() == new
    assert world.staging() == []


class RobbedDisk(QuickDisk):
    """Somebody removes what is staged for the list just before the record gets a name that ends so."""

    def __init__(self, world: PrismWorld, ending: str) -> None:
        self._world = world
        self._name = re.compile(rf"[^.]+{re.escape(ending)}")

    def step(self, action: str, path: Path) -> None:
        if action == "rename" and self._name.fullmatch(path.name):
            for staged in self._world.place.staging.glob("*/new/*"):
                if b"filename" in staged.read_bytes():
                    staged.unlink()


@at_once
async def test_a_staged_entry_that_is_lost_before_the_end_undoes_the_change(top: Path) -> None:
    world = world_in(top / "robbed")
    old, plan = world.files(), await everything(world)
    with pytest.raises(FileVanished, match=r"\.index/.*put back"):
        await world.restarted(RobbedDisk(world, ".pending.json")).apply(plan)
    assert world.files() == old
    assert world.staging() == []


@at_once
async def test_a_staged_entry_that_is_lost_at_the_very_end_leaves_the_old_one(top: Path) -> None:
    world = world_in(top / "robbed")
    plan = await everything(world)
    _, _, new = await whole(everything, top)
    await world.restarted(RobbedDisk(world, ".json")).apply(plan)
    await world.restarted().recover(world.folder)
    assert new.keys() - world.files().keys() == {".index/fern.pw.toml"}
    assert world.staging() == []
