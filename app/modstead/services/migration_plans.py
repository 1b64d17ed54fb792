"""The plan that moves a folder: everything about it is decided here, and nothing done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from modstead.domain.catalog import Catalog
from modstead.domain.changes import conflicts, disable_operation, replace_operation, update_operation
from modstead.domain.compatibility import Target
from modstead.domain.demands import Demands, update_objections
from modstead.domain.holding import groups_of
from modstead.domain.instance import DISABLED_SUFFIX, Instance, Library
from modstead.domain.launchers import launcher_words
from modstead.domain.migration import Outlook, file_of
from modstead.domain.migration_plan import MigrationChoices, Moves, moves_of
from modstead.domain.plan import Move, Note, NoteKind, Operation, OperationKind, Plan, PlanKind
from modstead.domain.updates import Update
from modstead.services.dependencies import Closure, DependencyResolver, SafeName
from modstead.services.moved_games import KeptSetup
from modstead.services.policies import SaidPolicies
from modstead.services.updates import without_clashes


class Remembering(Protocol):
    """Who knows whose word on a game counts: `modstead.services.instances.InstanceService`."""

    async def kept(self, instance: Instance) -> KeptSetup: ...


@dataclass(frozen=True, slots=True)
class _Course:
    """The folder before and after, and what becomes of its files on the way."""

    library: Library
    after: Library
    target: Target
    moves: Moves


class MigrationPlanner:
    def __init__(
        self, catalog: Catalog, policies: SaidPolicies, remembering: Remembering, unsafe_name: SafeName
    ) -> None:
        self._policies = policies
        self._remembering = remembering
        self._resolver = DependencyResolver(catalog, unsafe_name)

    async def plan(self, library: Library, outlook: Outlook, choices: MigrationChoices) -> Plan:
        """The plan for one target, with notes on what is left behind and on what is left to do."""
        target = outlook.target
        moves = _without_clashing(library, moves_of(outlook, choices))
        course = _Course(library, _afterwards(library, target, moves), target, moves)
        versions = [item.version for item in moves.updates]
        versions += [continuation.version for _, continuation in moves.successors]
        closure = await self._resolver.closure(course.after, target, versions)
        policies = await self._policies.of(library)
        words = await self.left_to_do(library.instance, _move(library.instance, target))
        told = (Note(NoteKind.INFO, library.instance.name, words),) if words else ()
        plan = _assembled(course, closure, told)
        names = {item.mod.file.name: item.file.filename for item in moves.updates}
        groups = (group for group in groups_of(library, policies) if names.keys() >= set(group))
        return replace(plan, together=tuple(tuple(names[name] for name in group) for group in groups))

    async def left_to_do(self, instance: Instance, move: Move) -> str:
        """What the user must do where Modstead must not, in a sentence or two; empty where nothing is."""
        kept = await self._remembering.kept(instance)
        return launcher_words(instance, move) if kept.leaves_to_do(move) else ""


def moved(instance: Instance, target: Target) -> Instance:
    """The instance after the move; which version of another loader there will be is not known."""
    loader = target.loader or instance.loader
    same = loader is instance.loader and target.game_version == instance.game_version
    return replace(
        instance,
        loader=loader,
        game_version=target.game_version,
        loader_version=instance.loader_version if same else "",
    )


def _move(instance: Instance, target: Target) -> Move:
    return Move(instance.loader, instance.game_version, target.loader or instance.loader, target.game_version)


def _without_clashing(library: Library, moves: Moves) -> Moves:
    """The moves without those whose file name another file has."""
    resting = tuple(item for item, _ in moves.resting)
    kept, clashing = without_clashes(library, (*moves.updates, *moves.asleep, *resting))
    notes = (Note(NoteKind.HELD_BACK, item.mod.title, item.reason) for item in clashing)
    return replace(
        moves,
        updates=tuple(item for item in moves.updates if item in kept),
        asleep=tuple(item for item in moves.asleep if item in kept),
        resting=tuple((item, why) for item, why in moves.resting if item in kept),
        leaving=(*moves.leaving, *((item.mod, why) for item, why in moves.resting if item not in kept)),
        notes=(*moves.notes, *notes),
    )


def _afterwards(library: Library, target: Target, moves: Moves) -> Library:
    """The folder as far as dependencies may rely on what is there: without what leaves it."""
    going = {item.mod.file.name for item in (*moves.updates, *moves.asleep)}
    staying = {mod.file.name for mod in moves.stays} | going
    return replace(
        library,
        instance=moved(library.instance, target),
        mods=tuple(mod for mod in library.mods if mod.file.name in staying),
    )


def _assembled(course: _Course, closure: Closure, told: Sequence[Note]) -> Plan:
    library, moves, target = course.library, course.moves, course.target
    reason = f"for {target}"
    woken = {
        item.before.name: item
        for item in closure.operations
        if item.kind is OperationKind.ENABLE and item.before
    }
    asleep = {
        item.mod.file.name: _asleep(item, woken.get(item.mod.file.name), reason) for item in moves.asleep
    }
    operations = [update_operation(item, reason) for item in moves.updates]
    operations += asleep.values()
    for mod, continuation in moves.successors:
        file = file_of(continuation.version)
        if file:
            project = continuation.project
            taken = replace_operation(mod, continuation.version, file, project, reason)
            operations.append(replace(taken, title=f"{mod.title} → {project.title}"))
    operations += [_resting(item, why) for item, why in moves.resting]
    operations += [disable_operation(mod, why) for mod, why in moves.leaving]
    operations += [item for item in closure.operations if not (item.before and item.before.name in asleep)]
    titles = closure.titles | {item.version.project_id: item.mod.title for item in moves.updates}
    demands = Demands(course.after, {item.version.project_id for item in moves.updates})
    notes = (
        *moves.notes,
        *closure.notes,
        *conflicts(tuple(closure.chosen.values()), course.after, titles),
        *update_objections(moves.updates, demands),
        *told,
    )
    move = _move(library.instance, target)
    return Plan(
        course.after.instance,
        PlanKind.MIGRATE,
        tuple(operations),
        notes,
        about=str(target),
        move=None if move == move.inverse() else move,
    )


def _resting(update: Update, why: str) -> Operation:
    """The new version of an enabled mod, disabled as what it needs is not there."""
    operation = update_operation(update, why)
    name = update.file.filename + DISABLED_SUFFIX
    return replace(operation, after=replace(operation.after, name=name) if operation.after else None)


def _asleep(update: Update, woken: Operation | None, reason: str) -> Operation:
    """A disabled mod stays so, unless something needs it from now on."""
    operation = update_operation(update, reason)
    if woken is None or operation.after is None:
        return operation
    after = replace(operation.after, name=update.file.filename)
    return replace(operation, after=after, reason="required", required_by=woken.required_by)
