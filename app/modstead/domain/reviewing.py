"""Which plans are carried out as soon as they are asked for, and which are read first."""

from dataclasses import replace

from modstead.domain.instance import Library
from modstead.domain.plan import NoteKind, Plan, PlanKind

_WHOLE = frozenset({PlanKind.UNDO, PlanKind.REDO})


def speaks_for_itself(plan: Plan) -> bool:
    """Whether there is nothing to decide in it: what was asked for by name happens, and nothing else.

    That is one change of one mod that nothing speaks against, the files that were chosen one by one to be added, or the
    way back of a change as it was, or a loadout that says something of every file. What brings something along, holds
    something back or puts an older version in the place of a newer one is read first.
    """
    if plan.needs_a_look or any(note.kind is NoteKind.HELD_BACK for note in plan.notes):
        return False
    if plan.kind is PlanKind.LOADOUT:
        return not plan.notes
    if plan.kind in _WHOLE:
        return True
    if any(operation.goes_back for operation in plan.operations):
        return False
    if plan.kind is PlanKind.ADD:
        return not any(operation.required_by for operation in plan.operations)
    return len(plan.operations) == 1


def gone_since(before: Library, now: Library) -> frozenset[str]:
    """The names of files that are not there any more as they were."""
    contents = {mod.file.name: mod.file.sha1 for mod in now.mods}
    return frozenset(mod.file.name for mod in before.mods if contents.get(mod.file.name) != mod.file.sha1)


def followed(plan: Plan, before: Library, now: Library) -> tuple[Plan, tuple[str, ...]]:
    """A plan that was made for the folder as it was before, as far as it still holds, and the titles of what does not.

    What would change a file that is otherwise now is left out with what goes together with it, and what would bring a
    file that has come meanwhile is not brought again.
    """
    gone = gone_since(before, now)
    changed = {
        operation.file_name
        for operation in plan.operations
        if operation.before and operation.before.name in gone
    }
    left = plan.without(changed)
    there = {mod.file.sha1 for mod in now.mods}
    wanted = tuple(
        operation
        for operation in left.operations
        if operation.before
        or not operation.after
        or operation.after.sha1 not in there
        or not operation.after.sha1
    )
    kept = {operation.file_name for operation in wanted}
    titles = tuple(operation.title for operation in plan.operations if operation.file_name not in kept)
    return replace(left, operations=wanted), titles
