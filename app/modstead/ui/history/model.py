"""The rows of the history: days, and below each what was done to the folder on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from PySide6.QtCore import QModelIndex, QObject

from modstead.domain.plan import HistoryEntry, Operation, PlanKind
from modstead.ui import text
from modstead.ui.history.sentences import Chronicle, change_in_words
from modstead.ui.kit.models import Index, RowsModel

CHANGES_SHOWN = 6
"""How many changes an open row shows before "17 more"."""


class HistoryFilter(StrEnum):
    EVERYTHING = "Everything"
    UPDATES = "Updates"
    INSTALLS = "Installs"
    REMOVALS = "Removals"


_KINDS = {
    HistoryFilter.UPDATES: {PlanKind.UPDATE, PlanKind.MIGRATE},
    HistoryFilter.INSTALLS: {PlanKind.INSTALL, PlanKind.ADD},
    HistoryFilter.REMOVALS: {PlanKind.REMOVE},
}


class Openness(IntEnum):
    """How much of an entry is shown."""

    CLOSED = 0
    OPEN = 1
    WHOLE = 2


@dataclass(frozen=True, slots=True)
class DayRow:
    words: str
    first: bool


@dataclass(frozen=True, slots=True)
class EntryRow:
    """`action` is the word on the button; where it is empty, `status` stands in its place."""

    entry: HistoryEntry
    title: str
    caption: str
    action: str
    status: str
    undo_words: str
    openness: Openness = Openness.CLOSED
    busy: bool = False

    @property
    def operations(self) -> tuple[Operation, ...]:
        return self.entry.operations

    @property
    def shown(self) -> tuple[Operation, ...]:
        """The changes that are listed while it is open."""
        if self.openness is Openness.CLOSED:
            return ()
        return self.operations if self.openness is Openness.WHOLE else self.operations[:CHANGES_SHOWN]

    @property
    def more(self) -> str:
        """The words of the link that shows all changes, or fewer again."""
        rest = len(self.operations) - CHANGES_SHOWN
        if self.openness is Openness.CLOSED or rest <= 0:
            return ""
        return "Show fewer" if self.openness is Openness.WHOLE else f"{rest} more"


Row = DayRow | EntryRow


class HistoryModel(RowsModel[Row]):
    """Filters by its own list of rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chronicle = Chronicle(())
        self._today = date.min
        self._filter = HistoryFilter.EVERYTHING
        self._words: tuple[str, ...] = ()
        self._open: dict[str, Openness] = {}
        self._busy = ""

    @property
    def total(self) -> int:
        """How many entries there are without any filter."""
        return len(self._chronicle.entries)

    def set_entries(self, entries: Sequence[HistoryEntry], today: date) -> None:
        self._chronicle = Chronicle(entries)
        self._today = today
        self._rebuild()

    def set_filter(self, kind: HistoryFilter, words: str) -> None:
        self._filter = kind
        self._words = tuple(words.casefold().split())
        self._rebuild()

    def set_openness(self, operation_id: str, openness: Openness) -> None:
        self._open[operation_id] = openness
        self._refresh(operation_id)

    @property
    def busy(self) -> bool:
        """Whether an entry is being undone."""
        return bool(self._busy)

    def set_busy(self, operation_id: str) -> None:
        """The entry that is being undone; empty for none."""
        before, self._busy = self._busy, operation_id
        for name in (before, operation_id):
            if name:
                self._refresh(name)

    def target(self, entry: HistoryEntry) -> HistoryEntry | None:
        """The entry to undo for what the button of `entry` says."""
        return self._chronicle.reversible(entry)

    def with_titles(self, message: str) -> str:
        """A message in which operations are named by their titles instead of their IDs."""
        return self._chronicle.with_titles(message)

    def entry_row(self, index: Index) -> EntryRow | None:
        row = self.row(index)
        return row if isinstance(row, EntryRow) else None

    def index_of(self, operation_id: str) -> QModelIndex:
        for place, row in enumerate(self._rows):
            if isinstance(row, EntryRow) and row.entry.operation_id == operation_id:
                return self.index(place)
        return QModelIndex()

    def title_of(self, row: Row) -> str:
        return row.words if isinstance(row, DayRow) else row.title

    def sentence_of(self, row: Row) -> str:
        return row.words if isinstance(row, DayRow) else _as_sentence(row)

    def can_be_chosen(self, row: Row) -> bool:
        return isinstance(row, EntryRow)

    def _rebuild(self) -> None:
        rows: list[Row] = []
        day: date | None = None
        for entry in self._chronicle.entries:
            if not self._wanted(entry):
                continue
            its_day = entry.at.astimezone().date()
            if its_day != day:
                day = its_day
                rows.append(DayRow(text.day(day, self._today), first=not rows))
            rows.append(self._entry_row(entry))
        self.set_rows(rows)

    def _refresh(self, operation_id: str) -> None:
        index = self.index_of(operation_id)
        row = self.entry_row(index)
        if row:
            self.replace_row(index.row(), self._entry_row(row.entry))

    def _wanted(self, entry: HistoryEntry) -> bool:
        kinds = _KINDS.get(self._filter)
        if kinds and self._chronicle.origin(entry).kind not in kinds:
            return False
        return not self._words or self._chronicle.matches(entry, self._words, self._today)

    def _entry_row(self, entry: HistoryEntry) -> EntryRow:
        chronicle = self._chronicle
        return EntryRow(
            entry,
            title=chronicle.title(entry),
            caption=chronicle.caption(entry, self._today),
            action=chronicle.action(entry),
            status=chronicle.status(entry),
            undo_words=chronicle.undo_words(entry),
            openness=self._open.get(entry.operation_id, Openness.CLOSED),
            busy=entry.operation_id == self._busy,
        )


def _as_sentence(row: EntryRow) -> str:
    parts = [row.title, row.caption, text.exact(row.entry.at), row.status or f"{row.action} is offered"]
    if row.openness is not Openness.CLOSED:
        parts += [change_in_words(operation) for operation in row.shown]
        parts.append(row.undo_words)
    return ". ".join(part for part in parts if part) + "."
