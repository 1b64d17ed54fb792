"""One mod's change within an entry of the history, in words."""

from collections.abc import Sequence

from modstead.domain.plan import Operation, OperationKind
from modstead.ui import text
from modstead.ui.history.sentences import DONE_WORDS, name_of

_REASONS = {
    "lock file": "as the lock file says",
    "not in the lock file": "not in the lock file",
    "put right": "to put something right",
    "required": "needed by another mod",
}


def change_in_words(operation: Operation) -> str:
    """One mod's change as a phrase: "Alder Workshop from 3.0.2 to 3.1.0"."""
    name = name_of(operation)
    if operation.kind is OperationKind.UPDATE:
        before = operation.from_version_number or "another file"
        return f"{name} from {before} to {operation.version_number or 'another file'}"
    number = f" {operation.version_number}" if operation.version_number else ""
    return f"{name}{number} {DONE_WORDS[operation.kind].lower()}"


def reason_of(operation: Operation, together: Sequence[Operation]) -> str:
    """Who asked for it, where that was not simply the user; `together` is what the entry changed besides."""
    if operation.required_by:
        named = {other.project.project_id: name_of(other) for other in together if other.project}
        names = [named[project_id] for project_id in operation.required_by if project_id in named]
        return f"needed by {', '.join(names)}" if names else "needed by another mod"
    return _REASONS.get(operation.reason, "")


def files_of(operation: Operation) -> str:
    """Which file gave way to which: "alder-3.0.2.jar → alder-3.1.0.jar, 1.2 MB"."""
    before, after = operation.before, operation.after
    names = [state.name for state in (before, after) if state]
    size = after or before
    return f"{' → '.join(dict.fromkeys(names))}, {text.size(size.size)}" if size else ""
