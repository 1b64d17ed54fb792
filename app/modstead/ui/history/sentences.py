"""A folder's history in words."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from modstead.domain.plan import FileState, HistoryEntry, Operation, OperationKind, OperationState, PlanKind
from modstead.domain.retention import NotKept
from modstead.ui import text
from modstead.ui.history.kinds import look_of

DONE_WORDS = {
    OperationKind.INSTALL: "Installed",
    OperationKind.UPDATE: "Updated",
    OperationKind.REMOVE: "Removed",
    OperationKind.ENABLE: "Enabled",
    OperationKind.DISABLE: "Disabled",
}
_WENT_BACK = "Downgraded"
_BACK_AND_FORTH = {PlanKind.UNDO, PlanKind.REDO}
_NAMED_BY_ID = re.compile(r"\b[Oo]peration (?P<id>[\w.:-]*\w)(?: \(\w+\))?")
NOT_KEPT = "Its old files are no longer kept"
_WHY_NOT_KEPT = {
    NotKept.AGE: "Its old files were too old to be kept",
    NotKept.BUDGET: "Its old files were over the limit of what is kept",
    NotKept.GONE: "Something else deleted or damaged its old files",
}


class Chronicle:
    """All entries of a folder, and how they refer to each other."""

    def __init__(self, entries: Sequence[HistoryEntry]) -> None:
        self.entries: tuple[HistoryEntry, ...] = tuple(
            sorted(entries, key=lambda entry: entry.at, reverse=True)
        )
        self._by_id: Mapping[str, HistoryEntry] = {entry.operation_id: entry for entry in entries}
        self._undone_by: Mapping[str, HistoryEntry] = {
            entry.undoes: entry
            for entry in reversed(self.entries)
            if entry.undoes and entry.state is not OperationState.FAILED
        }

        self._steps = Counter(entry.search for entry in self.entries if entry.search)
        self._changes = sorted(
            entry.operation_id for entry in entries if entry.state is not OperationState.FAILED
        )
        self._returns = [
            entry for entry in self.entries if entry.undoes_since and entry.state is OperationState.DONE
        ]

    @property
    def shown(self) -> tuple[HistoryEntry, ...]:
        """Those that have a row of their own: a search that is over has one, that of its last step."""
        return tuple(entry for entry in self.entries if entry.search in {"", entry.operation_id})

    def first_of(self, entry: HistoryEntry) -> HistoryEntry:
        """The entry itself, or the first step of the search that its row stands for."""
        if not entry.search:
            return entry
        return next(step for step in reversed(self.entries) if step.search == entry.search)

    def entry(self, operation_id: str) -> HistoryEntry | None:
        return self._by_id.get(operation_id)

    def taken_back(self, entry: HistoryEntry) -> HistoryEntry | None:
        """The entry that this one undid or did again."""
        return self._by_id.get(entry.undoes) if entry.undoes else None

    def origin(self, entry: HistoryEntry) -> HistoryEntry:
        """The change that a chain of undoing and redoing began with; the oldest known where it is forgotten."""
        for _ in self.entries:
            before = self.taken_back(entry) if entry.kind in _BACK_AND_FORTH else None
            if before is None or before.at > entry.at or before is entry:
                break
            entry = before
        return entry

    def reversible(self, entry: HistoryEntry) -> HistoryEntry | None:
        """The entry to undo when the button of `entry` is pressed: itself or what undid it; None if neither can be."""
        last, _ = self._last(entry)
        return last if last.state is OperationState.DONE and last.undoable else None

    def undone(self, entry: HistoryEntry) -> bool:
        """Whether its change is taken back at present."""
        last, steps = self._last(entry)
        return bool(steps % 2) or (steps == 0 and last.state is OperationState.UNDONE)

    def action(self, entry: HistoryEntry) -> str:
        """The word on the entry's button: Undo, Redo, or nothing."""
        target = self.reversible(entry)
        if target is None or self._stands_elsewhere(entry, target):
            return ""
        return "Redo" if self.undone(entry) != (entry.kind is PlanKind.UNDO) else "Undo"

    def _stands_elsewhere(self, entry: HistoryEntry, target: HistoryEntry) -> bool:
        """Whether the change that the entry took back has the same button already."""
        origin = self.origin(entry)
        return origin is not entry and self.reversible(origin) is target

    def _last(self, entry: HistoryEntry) -> tuple[HistoryEntry, int]:
        """The entry that undid this one, or undid that again, and so on; and how many there were."""
        last, steps = entry, 0
        while last.state is OperationState.UNDONE and steps < len(self.entries):
            later = self._undone_by.get(last.operation_id)
            if later is None:
                break
            last, steps = later, steps + 1
        return last, steps

    def status(self, entry: HistoryEntry) -> str:
        """What stands in the button's place where there is none."""
        if entry.state is OperationState.FAILED:
            return "Failed"
        if entry.search or self.reversible(entry):
            return ""
        return "Taken back" if self._returned_by(entry) else "Not kept"

    def title(self, entry: HistoryEntry) -> str:
        """What was done: "Updated 23 mods, added Tidal Core"."""
        if entry.search:
            return "Searched for the mod that breaks the game"
        if entry.undoes_since:
            return self._return(entry)
        if entry.kind not in _BACK_AND_FORTH:
            return _sentence(entry)
        word = "Undid" if entry.kind is PlanKind.UNDO else "Redid"
        subject = self.origin(entry)
        return f"{word} an earlier change" if subject is entry else f"{word} {self._quoted(subject)}"

    def _return(self, entry: HistoryEntry) -> str:
        oldest = self._by_id.get(entry.undoes_since)
        if oldest is None:
            return "Went back to an earlier point"
        if oldest.undoes_since:
            return "Went back to before an earlier return"
        return f"Went back to before {self._named(oldest)}"

    def caption(self, entry: HistoryEntry, today: date) -> str:
        """The line below the title."""
        if entry.state is OperationState.FAILED:
            return "Stopped before it was done; no mod was changed"
        if entry.search:
            steps = text.plural(self._steps[entry.search], "step")
            return f"{steps} · all that was off for it is on again"
        words = self._facts(entry, today)
        if self.reversible(entry) is None and self._returned_by(entry) is None:
            reason = self._why_not_kept(entry)
            words = f"{words} · {reason}" if words else reason
        state = "Undone" if self.undone(entry) else "Undone in part" if entry.undone_in_part else ""
        return " · ".join(part for part in (state, words) if part)

    def undo_words(self, entry: HistoryEntry) -> str:
        """What the entry's button will do, as a sentence."""
        if entry.search:
            return "The search is over: there is nothing to undo"
        target = self.reversible(entry)
        if target is None:
            if entry.state is OperationState.FAILED:
                return "There is nothing to undo"
            returned = self._returned_by(entry)
            if returned:
                return f"{self._quoted(returned)} took it back with all since; undo that to have it again"
            return f"{self._why_not_kept(entry)}, so this can no longer be undone"
        if self._stands_elsewhere(entry, target):
            return f"{self._quoted(self.origin(entry))} itself can be undone or done again"
        if self.action(entry) == "Redo":
            return f"Redo does {self._quoted(self.origin(target))} again"
        return f"Undo {_consequence(target)}"

    def _why_not_kept(self, entry: HistoryEntry) -> str:
        last, _ = self._last(entry)
        return _WHY_NOT_KEPT[last.not_kept] if last.not_kept else NOT_KEPT

    def later(self, entry: HistoryEntry) -> int:
        """How many changes were made after it."""
        return len(self._changes) - bisect_right(self._changes, entry.operation_id)

    def point_words(self, entry: HistoryEntry) -> str:
        """What going back to right after this entry would do; empty where nothing came after it."""
        later = self.later(entry)
        if not later:
            return ""
        changes = "the change" if later == 1 else f"the {text.in_words(later)} changes"
        return f"Takes back {changes} made since, all at once; that can be undone too"

    def _returned_by(self, entry: HistoryEntry) -> HistoryEntry | None:
        """The return to an earlier point that took the entry back."""
        if entry.state is not OperationState.UNDONE:
            return None
        return next((later for later in self._returns if covers(later, entry)), None)

    def with_titles(self, message: str) -> str:
        """A message in which operations are named by their titles instead of their IDs."""
        return _NAMED_BY_ID.sub(self._by_title, message)

    def _by_title(self, found: re.Match[str]) -> str:
        entry = self._by_id.get(found["id"])
        if entry is None:
            return found[0]
        name = self._named(entry)
        return name[:1].upper() + name[1:] if found[0][0].isupper() else name.removeprefix("the ")

    def _quoted(self, entry: HistoryEntry) -> str:
        """Its title between quotation marks, those within it being single ones."""
        title = _sentence(entry) if entry.kind in _BACK_AND_FORTH else self.title(entry)
        return f"“{title.replace('“', '‘').replace('”', '’')}”"

    def _named(self, entry: HistoryEntry) -> str:
        """An entry as a part of a sentence."""
        subject = self.origin(entry)
        named = self._quoted(subject)
        if entry.kind not in _BACK_AND_FORTH:
            return named
        return f"the {'undoing' if entry.kind is PlanKind.UNDO else 'redoing'} of {named}"

    def matches(self, entry: HistoryEntry, words: Sequence[str], today: date) -> bool:
        """Whether all the words, in lower case, occur in the entry's title, mods or day."""
        day = entry.at.astimezone().date()
        names = (f"{name_of(operation)} {operation.file_name}" for operation in entry.operations)
        parts = (self.title(entry), text.day(day, today), text.exact(entry.at), *names)
        haystack = "\n".join(parts).casefold()
        return all(word in haystack for word in words)

    def _returned_over(self, entry: HistoryEntry) -> int:
        """How many changes were taken back at once."""
        ends = (entry.undoes_since, entry.operation_id)
        first, last = (bisect_left(self._changes, end) for end in ends)
        return last - first

    def _facts(self, entry: HistoryEntry, today: date) -> str:
        operations = entry.operations
        if entry.undoes_since:
            return f"{text.plural(self._returned_over(entry), 'change')} taken back"
        taken_back = self.taken_back(entry)
        if taken_back:
            return _way_back(operations, text.day(taken_back.at.astimezone().date(), today))
        if entry.kind is PlanKind.REMOVE and len(operations) > 1:
            return _names(operations, 3)
        written = sum(state.size for state in _arrived(operations))
        if entry.kind in {PlanKind.UPDATE, PlanKind.MIGRATE}:
            return f"{text.size(written)} · every file was verified"
        if entry.kind in {PlanKind.INSTALL, PlanKind.ADD}:
            return f"{text.plural(len(_arrived(operations)), 'file')}, {text.size(written)}"
        if entry.kind is PlanKind.REMOVE:
            return f"{text.size(_kept_size(operations))} kept for undo" if entry.undoable else ""
        return _names(operations, 3) if len(operations) > 1 else ""


def covers(later: HistoryEntry, entry: HistoryEntry) -> bool:
    """Whether a return to an earlier point took an entry back, or was to."""
    return bool(later.undoes_since) and later.undoes_since <= entry.operation_id < later.operation_id


def name_of(operation: Operation) -> str:
    return operation.title or operation.file_name.removesuffix(".disabled")


def _sentence(entry: HistoryEntry) -> str:
    look = look_of(entry.kind)
    leading = look.leading
    groups: dict[str, list[Operation]] = {}
    for operation in entry.operations:
        groups.setdefault(_word(entry.kind, leading, operation), []).append(operation)
    first = _word(entry.kind, leading, None)
    order = sorted(groups, key=lambda word: word != first)
    if not order:
        return "Changed nothing"
    sentence = f"{order[0]} {_subject(groups[order[0]])}"
    for word in order[1:]:
        joint = " with " if word == "with" else f", {word.lower()} "
        sentence += joint + _subject(groups[word], numbers=False)
    if not look.words.startswith("{changes}"):
        sentence = sentence[:1].lower() + sentence[1:]
    return look.words.format(changes=sentence, about=entry.about)


def _word(kind: PlanKind, leading: OperationKind, operation: Operation | None) -> str:
    if operation is not None and operation.goes_back and kind is not PlanKind.MIGRATE:
        return _WENT_BACK
    if operation is None or (operation.kind is leading and not operation.required_by):
        return "Added" if kind is PlanKind.ADD else DONE_WORDS[leading]
    if operation.kind is OperationKind.INSTALL:
        return "with" if leading is OperationKind.INSTALL else "Added"
    return DONE_WORDS[operation.kind]


def _subject(operations: Sequence[Operation], *, numbers: bool = True) -> str:
    if len(operations) > 1:
        return text.plural(len(operations), "mod")
    only = operations[0]
    number = only.version_number if numbers else ""
    if only.kind is OperationKind.UPDATE and number:
        return f"{name_of(only)} to {number}"
    if only.kind is OperationKind.INSTALL and number:
        return f"{name_of(only)} {number}"
    return name_of(only)


def _names(operations: Sequence[Operation], most: int) -> str:
    names = [name_of(operation) for operation in operations[:most]]
    rest = len(operations) - len(names)
    return ", ".join(names) + (f" and {rest} more" if rest else "")


def _files(number: int) -> str:
    return "file" if number == 1 else f"{text.in_words(number)} files"


def _way_back(operations: Sequence[Operation], day: str) -> str:
    day = day.lower() if day in {"Today", "Yesterday"} else day
    back = len(_arrived(operations))
    if back:
        return f"Put back the {_files(back)} of {day}"
    gone = sum(operation.kind is OperationKind.REMOVE for operation in operations)
    return f"Took out the {_files(gone)} of {day}" if gone else f"Took back the change of {day}"


def _arrived(operations: Sequence[Operation]) -> list[FileState]:
    kinds = {OperationKind.INSTALL, OperationKind.UPDATE}
    return [operation.after for operation in operations if operation.after and operation.kind in kinds]


def _kept_size(operations: Sequence[Operation]) -> int:
    kinds = {OperationKind.REMOVE, OperationKind.UPDATE}
    return sum(op.before.size for op in operations if op.before and op.kind in kinds)


def _consequence(entry: HistoryEntry) -> str:
    back = [op for op in entry.operations if op.kind in {OperationKind.UPDATE, OperationKind.REMOVE}]
    parts = []
    if back:
        parts.append(f"puts back {name_of(back[0]) if len(back) == 1 else text.plural(len(back), 'file')}")
    for kind, word in (
        (OperationKind.INSTALL, "removes"),
        (OperationKind.ENABLE, "disables"),
        (OperationKind.DISABLE, "enables"),
    ):
        some = [op for op in entry.operations if op.kind is kind]
        if some:
            parts.append(f"{word} {_subject(some, numbers=False)}")
    joined = (
        parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + f" and {parts[-1]}" if parts else "nothing"
    )
    size = _kept_size(entry.operations)
    return f"{joined}; {text.size(size)} kept for it" if size else joined
