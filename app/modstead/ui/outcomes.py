"""What the window says after a change, in a few words."""

from modstead.domain.plan import Applied, OperationKind, Plan, PlanKind
from modstead.errors import DamagedDownload, ModsteadError
from modstead.ui import text

_DONE = {
    OperationKind.INSTALL: "installed",
    OperationKind.UPDATE: "updated",
    OperationKind.REMOVE: "removed",
    OperationKind.ENABLE: "enabled",
    OperationKind.DISABLE: "disabled",
}
_LEADING = {
    PlanKind.INSTALL: OperationKind.INSTALL,
    PlanKind.ADD: OperationKind.INSTALL,
    PlanKind.UPDATE: OperationKind.UPDATE,
    PlanKind.REMOVE: OperationKind.REMOVE,
    PlanKind.ENABLE: OperationKind.ENABLE,
    PlanKind.DISABLE: OperationKind.DISABLE,
}
_STOPPED = {
    PlanKind.UPDATE: "Update stopped.",
    PlanKind.INSTALL: "Installation stopped.",
    PlanKind.ADD: "Nothing was added.",
    PlanKind.UNDO: "Undo stopped.",
    PlanKind.REDO: "Redo stopped.",
}


def applied_words(applied: Applied) -> str:
    """For the toast: "23 mods updated", "Lanternworks installed", "Undone"."""
    plan = applied.plan
    if plan.kind is PlanKind.UNDO:
        return f"Undone: {text.plural(len(plan.operations), 'file')} as before"
    if plan.kind is PlanKind.REDO:
        return f"Done again: {text.plural(len(plan.operations), 'file')}"
    asked = [operation for operation in plan.operations if not operation.required_by]
    along = len(plan.operations) - len(asked)
    if plan.kind is PlanKind.INSTALL and len(asked) == 1 and asked[0].kind is OperationKind.UPDATE:
        return f"{asked[0].title} switched to {asked[0].version_number}"
    verb = _DONE[asked[0].kind if len(asked) == 1 else _LEADING[plan.kind]] if asked else "changed"
    subject = asked[0].title if len(asked) == 1 else text.plural(len(asked), "mod")
    more = f", {text.plural(along, 'dependency', 'dependencies')} added" if along else ""
    return f"{subject} {verb}{more}"


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
    return " ".join(part for part in (error.title, error.remedy) if part)


def left_out_words(applied: Applied, planned: Plan) -> str:
    """The mods that were left out, named, with the first reason; `planned` is the plan before anything was."""
    titles = {operation.file_name: operation.title for operation in planned.operations}
    names = [titles.get(note.subject, note.subject) for note in applied.failed]
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"{shown}: {applied.failed[0].text}"
