"""Each kind of change as it is made ready: what is done before, and the plan that is carried out then."""

import asyncio
import urllib.request
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from modstead.domain.bisect import Answer
from modstead.domain.changes import plan_enable, plan_remove
from modstead.domain.instance import DISABLED_SUFFIX
from modstead.domain.plan import OperationKind, Plan
from modstead.domain.points import AtOperation
from modstead.services.bisects import BisectStart
from modstead.services.bundle import Services
from modstead.services.drops import AddAction, AddChoice
from modstead.services.installs import Wanted
from torture.game import Game, carried_out

UPDATED = 50
WANTED = ("lanternworks", "windward-sails", "driftglass")

Carry = Callable[[Services], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Ready:
    """A change, and how it is carried out. `aftermath` puts the folder back to what it was before all of it."""

    plan: Plan
    carry: Carry
    aftermath: Carry | None = None


Prepare = Callable[[Game, Services], Awaitable[Ready]]


def ready(plan: Plan) -> Ready:
    assert plan.operations
    return Ready(plan, partial(carried_out, plan=plan))


async def _install(game: Game, services: Services) -> Plan:
    plan = await services.installs.plan(await game.library(services), [Wanted(name) for name in WANTED])
    assert len(plan.operations) > len(WANTED)
    return plan


async def install(game: Game, services: Services) -> Ready:
    """With what they need."""
    return ready(await _install(game, services))


async def _update(game: Game, services: Services) -> Plan:
    """Of fifty, or of all where there are fewer; disabled mods too."""
    library = await game.library(services)
    check = await services.updates.check(library)
    return await services.updates.plan(library, replace(check, updates=check.updates[:UPDATED]))


async def update(game: Game, services: Services) -> Ready:
    return ready(await _update(game, services))


async def another(game: Game, services: Services, *, plan: Plan) -> Plan:
    """The removal of a file that `plan` has nothing to do with: what another Modstead does to the folder."""
    library = await game.library(services)
    states = [
        state for operation in plan.operations for state in (operation.before, operation.after) if state
    ]
    names = {state.name.removesuffix(DISABLED_SUFFIX) for state in states}
    stranger = next(mod.file.name for mod in library.mods if mod.file.jar_name not in names)
    return plan_remove(library, [stranger])


async def _remove(game: Game, services: Services) -> Plan:
    library = await game.library(services)
    return plan_remove(library, [mod.file.name for mod in library.mods[1::3]])


async def remove(game: Game, services: Services) -> Ready:
    return ready(await _remove(game, services))


async def disable(game: Game, services: Services) -> Ready:
    library = await game.library(services)
    names = [mod.file.name for mod in library.mods if mod.file.enabled]
    return ready(plan_enable(library, names[::2], enabled=False))


async def enable(game: Game, services: Services) -> Ready:
    library = await game.library(services)
    return ready(plan_enable(library, [mod.file.name for mod in library.mods], enabled=True))


async def drop(game: Game, services: Services) -> Ready:
    """A newer version of a mod that is there, which takes its place, and a file that nobody knows."""
    library = await game.library(services)
    newer = (await services.updates.check(library)).updates[0].file
    content = await asyncio.to_thread(_fetched, newer.url)
    (game.elsewhere / newer.filename).write_bytes(content)
    (game.elsewhere / "of-my-own.jar").write_bytes(b"PK\x05\x06" + bytes(18))
    files = await services.drops.identify(sorted(game.elsewhere.iterdir()), library)
    plan = await services.drops.plan_add(library, [AddChoice(file, AddAction.ADD) for file in files])
    assert {operation.kind for operation in plan.operations} == {OperationKind.INSTALL, OperationKind.UPDATE}
    return ready(plan)


def _fetched(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        content: bytes = answer.read()
        return content


async def _undone(game: Game, services: Services) -> Plan:
    await services.operations.apply(await _update(game, services))
    return await services.operations.undo_plan(await game.opened(services))


async def undo(game: Game, services: Services) -> Ready:
    """Of the update."""
    return ready(await _undone(game, services))


async def redo(game: Game, services: Services) -> Ready:
    await services.operations.apply(await _undone(game, services))
    return ready(await services.operations.redo_plan(await game.opened(services)))


async def restore(game: Game, services: Services) -> Ready:
    """To before an update, an installation and a removal."""
    updated = await services.operations.apply(await _update(game, services))
    await services.operations.apply(await _install(game, services))
    await services.operations.apply(await _remove(game, services))
    point = AtOperation(updated.operation_id, before=True)
    return ready(await services.operations.restore_plan(await game.opened(services), point))


async def migrate(game: Game, services: Services) -> Ready:
    """To the Minecraft for which most mods are there."""
    library = await game.library(services)
    targets = await services.migration.targets(library.instance)
    check = await services.migration.check(library, targets)
    plans = [await services.migration.plan(library, outlook) for outlook in check.outlooks]
    return ready(max(plans, key=lambda plan: len(plan.operations)))


async def loadout(game: Game, services: Services) -> Ready:
    """Switched to: some mods come on, others go off."""
    library = await game.library(services)
    await services.loadouts.save(library, "Building")
    on = [mod.file.name for mod in library.mods if mod.file.enabled]
    off = [mod.file.name for mod in library.mods if not mod.file.enabled]
    await services.operations.apply(plan_enable(library, on[::2], enabled=False))
    await services.operations.apply(plan_enable(await game.library(services), off, enabled=True))
    plan = await services.loadouts.plan(await game.library(services), "Building")
    assert {operation.kind for operation in plan.operations} == {OperationKind.ENABLE, OperationKind.DISABLE}
    return ready(plan)


async def apply(game: Game, services: Services) -> Ready:
    """Of a lock file, after an update and a removal."""
    instance = await game.opened(services)
    await services.locks.write(instance)
    await services.operations.apply(await _update(game, services))
    await services.operations.apply(await _remove(game, services))
    found = await services.locks.plans(instance)
    return ready(next(plan for plan in found.plans if plan.folder == game.folder))


async def look(game: Game, services: Services) -> Ready:
    """Into the new files of an installation, which leaves the folder as it is."""
    plan = await _install(game, services)

    async def carry(services: Services) -> None:
        await services.preflight.check(plan)

    return Ready(plan, carry)


async def _search(game: Game, services: Services) -> tuple[BisectStart, Plan]:
    """A search, and a plan of all that it may touch."""
    library = await game.library(services)
    enabled = [mod.file.name for mod in library.mods if mod.file.enabled]
    return await services.bisects.plan_start(library), plan_enable(library, enabled, enabled=False)


async def bisect(game: Game, services: Services) -> Ready:
    """The first step of a search."""
    start, touched = await _search(game, services)

    async def begin(services: Services) -> None:
        await services.bisects.begin(start)

    return Ready(touched, begin, partial(_stopped, game))


async def answer(game: Game, services: Services) -> Ready:
    """The next step of a search: what is off comes on, and some of what is on goes off."""
    start, touched = await _search(game, services)
    await services.bisects.begin(start)

    async def tell(services: Services) -> None:
        await services.bisects.answer(await game.opened(services), Answer.FAILS)

    return Ready(touched, tell, partial(_stopped, game))


async def stop(game: Game, services: Services) -> Ready:
    """The end of a search: all is as before."""
    start, touched = await _search(game, services)
    await services.bisects.begin(start)
    return Ready(touched, partial(_stopped, game), partial(_stopped, game))


async def _stopped(game: Game, services: Services) -> None:
    instance = await game.opened(services)
    if await services.bisects.status(instance) is not None:
        await services.bisects.stop(instance)


OPERATIONS: Mapping[str, Prepare] = {
    "update": update,
    "install": install,
    "remove": remove,
    "disable": disable,
    "enable": enable,
    "drop": drop,
    "undo": undo,
    "redo": redo,
    "restore": restore,
    "migrate": migrate,
    "apply": apply,
    "loadout": loadout,
    "bisect": bisect,
    "answer": answer,
    "stop": stop,
    "look": look,
}
