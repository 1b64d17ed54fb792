"""What the window says after a change, in a few words."""

from collections import Counter
from collections.abc import Sequence

from modstead.domain.plan import Applied, Operation, OperationKind, Plan, PlanKind
from modstead.errors import DamagedDownload, GameRunning, ModsteadError
from modstead.ui import text
from modstead.ui.content_words import words_for

_DONE = {
    OperationKind.INSTALL: "installed",
    OperationKind.UPDATE: "updated",
    OperationKind.REMOVE: "removed",
    OperationKind.ENABLE: "enabled",
    OperationKind.DISABLE: "disabled",
}
_REPLACED = "replaced"
_NAMED_AT_MOST = 3
_IN_ORDER = ("updated", _REPLACED, "enabled", "disabled", "removed", "added")
_STOPPED = {
    PlanKind.UPDATE: "Update stopped.",
    PlanKind.INSTALL: "Installation stopped.",
    PlanKind.ADD: "Nothing was added.",
    PlanKind.UNDO: "Undo stopped.",
    PlanKind.REDO: "Redo stopped.",
    PlanKind.RESTORE: "The way back stopped.",
    PlanKind.MIGRATE: "The move stopped.",
}


def applied_words(applied: Applied) -> str:
    """For the toast: "23 mods updated", "Lanternworks installed", "Undone"."""
    plan = applied.plan
    if plan.kind is PlanKind.UNDO:
        return f"Undone: {text.plural(len(plan.operations), 'change')} taken back"
    if plan.kind is PlanKind.REDO:
        return f"Done again: {text.plural(len(plan.operations), 'file')}"
    if plan.kind is PlanKind.LOADOUT:
        return f"Switched to “{plan.about}”"
    if plan.kind is PlanKind.RESTORE:
        return f"Went back: {text.plural(len(plan.operations), 'file')} changed"
    if plan.kind is PlanKind.MIGRATE:
        return f"Moved to {plan.about}: {_by_kind(plan)}"
    asked = [operation for operation in plan.operations if not operation.required_by]
    along = [operation for operation in plan.operations if operation.required_by]
    verbs = {_verb(operation) for operation in asked}
    if len(verbs) != 1 or any(operation.kind is not OperationKind.INSTALL for operation in along):
        return _by_kind(plan)
    verb = verbs.pop()
    if plan.kind is PlanKind.INSTALL and len(asked) == 1 and verb == _DONE[OperationKind.UPDATE]:
        verb = f"switched to {asked[0].version_number}"
    subject = asked[0].title if len(asked) == 1 else words_for(plan.instance.content).counted(len(asked))
    more = f", {text.plural(len(along), 'dependency', 'dependencies')} added" if along else ""
    return f"{subject} {verb}{more}"


def outdated_words(plan: Plan) -> str:
    """Of a plan for a folder that is not the open one any more: "Lanternworks was not installed in Meadow: …"."""
    where = f"in {plan.instance.name}: another folder is open now."
    asked = [operation for operation in plan.operations if not operation.required_by]
    verbs = {_DONE[operation.kind] for operation in asked}
    if len(verbs) != 1:
        return f"Nothing was changed {where}"
    if len(asked) == 1:
        return f"{asked[0].title} was not {verbs.pop()} {where}"
    return f"{words_for(plan.instance.content).counted(len(asked))} were not {verbs.pop()} {where}"


def _by_kind(plan: Plan) -> str:
    """What became of how many: "1 updated, 1 disabled, 1 removed, 1 added"."""
    verbs = (_verb(operation) for operation in plan.operations)
    counted = Counter("added" if verb == _DONE[OperationKind.INSTALL] else verb for verb in verbs)
    parts = [f"{text.grouped(counted[verb])} {verb}" for verb in _IN_ORDER if counted[verb]]
    return ", ".join(parts) or "Nothing changed"


def _verb(operation: Operation) -> str:
    return _REPLACED if _is_replacement(operation) else _DONE[operation.kind]


def _is_replacement(operation: Operation) -> bool:
    """Whether a file gives way to another of the very version it is said to be."""
    number = operation.version_number
    return operation.kind is OperationKind.UPDATE and bool(number) and number == operation.from_version_number


def waiting_words(waiting: Sequence[Plan]) -> str:
    """What comes next, named as far as there is room: "Next: Glim, Dovecote."."""
    titles = list(dict.fromkeys(operation.title for plan in waiting for operation in plan.operations))
    more = f" and {len(titles) - _NAMED_AT_MOST} more" if len(titles) > _NAMED_AT_MOST else ""
    return f"Next: {', '.join(titles[:_NAMED_AT_MOST])}{more}."


def stopped_words(plan: Plan | None) -> str:
    """What it means for the folder, first of all."""
    what = _STOPPED.get(plan.kind, "The change stopped.") if plan else "That could not be done."
    return f"{what} No mod was changed."


def stopped_cause(plan: Plan | None, error: ModsteadError) -> str:
    """The cause in one line: the mod by its name, not by its file's."""
    if plan is not None and isinstance(error, DamagedDownload):
        damaged = next((item for item in plan.operations if item.file_name in error.title), None)
        if damaged:
            others = len(plan.operations) - 1
            kept = f" The other {text.plural(others, 'file')} {'is' if others == 1 else 'are'} kept for a new try."
            return f"{damaged.title} {damaged.version_number} arrived damaged.{kept if others else ''}"
    title = error.title
    if plan is not None and isinstance(error, GameRunning):
        title = f"{plan.instance.name} seems to be running."
    return " ".join(part for part in (title, error.remedy) if part)


def left_out_words(applied: Applied, planned: Plan) -> str:
    """The mods that were left out, named, with the first reason; `planned` is the plan before anything was."""
    titles = {operation.file_name: operation.title for operation in planned.operations}
    names = [titles.get(note.subject, note.subject) for note in applied.failed]
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"{shown}: {applied.failed[0].text}"
