"""Which plans are carried out as soon as they are asked for, and which are read first."""

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
