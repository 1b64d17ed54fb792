"""Why an operation is not taken back, in words."""

from collections.abc import Sequence
from pathlib import Path

from modstead.domain.plan import DamagedRecord, NoteKind
from modstead.errors import NothingLeftToUndo, UndoImpossible
from modstead.instances.journal import Entry
from modstead.instances.reversal import Obstacle

_NAMED_AT_MOST = 3


def impossible(entry: Entry, obstacles: Sequence[Obstacle], *, again: bool) -> UndoImpossible:
    """Where all was taken back by hand already there is nothing to do, which is no failure."""
    told, remedy, is_failure = _in_the_way(obstacles)
    if not is_failure:
        what = f"Nothing of operation {entry.operation_id} is left to undo."
        return NothingLeftToUndo(what, told, remedy=remedy)
    done = "taken back" if again else "undone"
    return UndoImpossible(f"Operation {entry.operation_id} cannot be {done}.", told, remedy=remedy)


def nothing_to_restore(folder: Path, obstacles: Sequence[Obstacle]) -> UndoImpossible:
    """The same of a way back to a point."""
    told, remedy, is_failure = _in_the_way(obstacles)
    if is_failure:
        return UndoImpossible(f"{folder} cannot be brought back to that point.", told, remedy=remedy)
    return NothingLeftToUndo(
        f"There is nothing to bring back in {folder}.",
        told or "All that Modstead has changed since was changed back.",
    )


def _in_the_way(obstacles: Sequence[Obstacle]) -> tuple[str, str, bool]:
    """What stands in the way, what to do about it, and whether that is more than that all is done already."""
    first = next((item for item in obstacles if item.note.kind is NoteKind.UNRESOLVED), None)
    told = [f"{item.note.subject}: {item.note.text}" for item in obstacles[:_NAMED_AT_MOST]]
    if len(obstacles) > _NAMED_AT_MOST:
        told.append(f"So it is with {len(obstacles) - _NAMED_AT_MOST} more.")
    remedies = [item.remedy for item in ([first] if first else obstacles[:1])]
    return " ".join(told), " ".join(remedies), first is not None


def over(operation_id: str) -> UndoImpossible:
    """A finished search is no change: taking its last step back would turn mods off again."""
    return UndoImpossible(
        f"Operation {operation_id} is a step of a search that is over.",
        "What the search had turned off is on again.",
        remedy="Undo another change, or go back to a point of the history.",
    )


def unreadable(record: DamagedRecord, otherwise: str = "") -> UndoImpossible:
    """Nobody can tell what it did; `otherwise` is what can be done all the same."""
    return UndoImpossible(record.text, remedy=f"{record.remedy} {otherwise}".strip())
