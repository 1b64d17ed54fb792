"""Each kind of change as it is made ready: what is done before, and the plan that is carried out then."""

import asyncio
import urllib.request
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from modstead.domain.bisect import Answer, Question, follow
from modstead.domain.bisect_folder import plan_switch
from modstead.domain.changes import plan_enable, plan_remove
from modstead.domain.instance import DISABLED_SUFFIX
from modstead.domain.plan import OperationKind, Plan
from modstead.domain.points import AtOperation
from modstead.services.bundle import Services
from modstead.services.drops import AddAction, AddChoice
from modstead.services.installs import Wanted
from torture.game import Game

Prepare = Callable[[Game, Services], Awaitable[Plan]]
UPDATED = 50
WANTED = ("lanternworks", "windward-sails", "driftglass")


async def install(game: Game, services: Services) -> Plan:
    """With what they need."""
    plan = await services.installs.plan(await game.library(services), [Wanted(name) for name in WANTED])
    assert len(plan.operations) > len(WANTED)
    return plan


async def update(game: Game, services: Services) -> Plan:
    """Of fifty, or of all where there are fewer; disabled mods too."""
    library = await game.library(services)
    check = await services.updates.check(library)
    return await services.updates.plan(library, replace(check, updates=check.updates[:UPDATED]))


async def another(game: Game, services: Services, *, plan: Plan) -> Plan:
    """The removal of a file that `plan` has nothing to do with: what another Modstead does to the folder."""
    library = await game.library(services)
    states = [
        state for operation in plan.operations for state in (operation.before, operation.after) if state
    ]
    names = {state.name.removesuffix(DISABLED_SUFFIX) for state in states}
    stranger = next(mod.file.name for mod in library.mods if mod.file.jar_name not in names)
    return plan_remove(library, [stranger])


async def remove(game: Game, services: Services) -> Plan:
    library = await game.library(services)
    return plan_remove(library, [mod.file.name for mod in library.mods[1::3]])


async def disable(game: Game, services: Services) -> Plan:
    library = await game.library(services)
    names = [mod.file.name for mod in library.mods if mod.file.enabled]
    return plan_enable(library, names[::2], enabled=False)


async def enable(game: Game, services: Services) -> Plan:
    library = await game.library(services)
    return plan_enable(library, [mod.file.name for mod in library.mods], enabled=True)


async def drop(game: Game, services: Services) -> Plan:
    """A newer version of a mod that is there, which takes its place, and a file that nobody knows."""
    library = await game.library(services)
    newer = (await services.updates.check(library)).updates[0].file
    content = await asyncio.to_thread(_fetched, newer.url)
    (game.elsewhere / newer.filename).write_bytes(content)
    (game.elsewhere / "of-my-own.jar").write_bytes(b"PK\x05\x06" + bytes(18))
    files = await services.drops.identify(sorted(game.elsewhere.iterdir()), library)
    plan = await services.drops.plan_add(library, [AddChoice(file, AddAction.ADD) for file in files])
    assert {operation.kind for operation in plan.operations} == {OperationKind.INSTALL, OperationKind.UPDATE}
    return plan


def _fetched(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        content: bytes = answer.read()
        return content


async def undo(game: Game, services: Services) -> Plan:
    """Of the update."""
    await services.operations.apply(await update(game, services))
    return await services.operations.undo_plan(await game.opened(services))


async def redo(game: Game, services: Services) -> Plan:
    taken_back = await services.operations.apply(await undo(game, services))
    instance = await game.opened(services)
    return await services.operations.undo_plan(instance, taken_back.operation_id)


async def restore(game: Game, services: Services) -> Plan:
    """To before an update, an installation and a removal."""
    first = await services.operations.apply(await update(game, services))
    await services.operations.apply(await install(game, services))
    await services.operations.apply(await remove(game, services))
    point = AtOperation(first.operation_id, before=True)
    return await services.operations.restore_plan(await game.opened(services), point)


async def bisect(game: Game, services: Services) -> Plan:
    """The second step of a search, which turns some of the files on again."""
    library = await game.library(services)
    start = await services.bisects.plan_start(library)
    await services.operations.apply(start.plan)
    record = start.record
    question = follow(record.search, (Answer.WORKS,))
    assert isinstance(question, Question)
    library = await game.library(services)
    off = [name for name in record.search.files if name not in question.on]
    plan = plan_switch(library, question.on, off)
    assert plan.operations
    return plan


OPERATIONS: Mapping[str, Prepare] = {
    "install": install,
    "update": update,
    "remove": remove,
    "disable": disable,
    "enable": enable,
    "drop": drop,
    "undo": undo,
    "redo": redo,
    "restore": restore,
    "bisect": bisect,
}
