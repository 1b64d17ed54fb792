"""The rows of the history: days, and below each what was done to the folder on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from PySide6.QtCore import QModelIndex, QObject

from modstead.domain.plan import DamagedRecord, HistoryEntry, Operation, OperationState, PlanKind
from modstead.ui import text
from modstead.ui.history.changes import change_in_words, reason_of
from modstead.ui.history.sentences import Chronicle
from modstead.ui.kit.models import Index, RowsModel

BACK_TO_GOOD = "Go back to this point"
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
    """`action` is the word on the button; where it is empty, `status` stands in its place. `point_words` says what
    going back to this point would do; they are empty where nothing came after it. `first_id` is the change with which
    it began, of a search its first step.
    """

    entry: HistoryEntry
    title: str
    caption: str
    action: str
    status: str
    undo_words: str
    point_words: str = ""
    first_id: str = ""
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


@dataclass(frozen=True, slots=True)
class DamagedRow:
    """A change of which nothing can be read any more."""

    record: DamagedRecord
    title: str = "A change whose record is damaged"
    caption: str = "It cannot be told what it did, nor undone; the old files of all changes are still kept"


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A line across the list: the game worked then. `link` leads back to it, where something was changed since."""

    words: str
    at: datetime
    link: str = ""


Row = DayRow | EntryRow | DamagedRow | GoodRow


class HistoryModel(RowsModel[Row]):
    """Filters by its own list of rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chronicle = Chronicle(())
        self._damaged: tuple[DamagedRecord, ...] = ()
        self._today = date.min
        self._filter = HistoryFilter.EVERYTHING
        self._words: tuple[str, ...] = ()
        self._open: dict[str, Openness] = {}
        self._busy = ""
        self._good: datetime | None = None

    @property
    def total(self) -> int:
        """How many entries there are without any filter."""
        return len(self._chronicle.shown) + len(self._damaged)

    def set_entries(
        self, entries: Sequence[HistoryEntry], today: date, damaged: Sequence[DamagedRecord] = ()
    ) -> None:
        self._chronicle = Chronicle(entries)
        self._damaged = tuple(damaged)
        self._today = today
        self._rebuild()

    def set_good(self, at: datetime | None) -> None:
        """When the game last worked, as far as somebody said so."""
        if at != self._good:
            self._good = at
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
        return row.title if isinstance(row, EntryRow | DamagedRow) else row.words

    def sentence_of(self, row: Row) -> str:
        if isinstance(row, DamagedRow):
            return f"{row.record.text} {row.record.remedy}"
        if isinstance(row, GoodRow):
            return f"{row.words}. {row.link} is offered." if row.link else row.words
        return _as_sentence(row) if isinstance(row, EntryRow) else row.words

    def tip_of(self, row: Row) -> str:
        if isinstance(row, GoodRow) and row.link:
            return "Takes back all that was changed since, at once; that can be undone too"
        return self.sentence_of(row) if isinstance(row, DamagedRow) else ""

    def can_be_chosen(self, row: Row) -> bool:
        return isinstance(row, EntryRow | DamagedRow) or (isinstance(row, GoodRow) and bool(row.link))

    def _rebuild(self) -> None:
        dated: list[tuple[datetime, Row]] = [
            (entry.at, self._entry_row(entry)) for entry in self._chronicle.shown if self._wanted(entry)
        ]
        if self._filter is HistoryFilter.EVERYTHING and not self._words:
            dated += [(record.at, DamagedRow(record)) for record in self._damaged]
            if self._good and dated:
                dated.insert(0, (self._good, self._good_row(self._good)))
            dated.sort(key=lambda item: item[0], reverse=True)
        rows: list[Row] = []
        day: date | None = None
        for at, row in dated:
            its_day = at.astimezone().date()
            if its_day != day:
                day = its_day
                rows.append(DayRow(text.day(day, self._today), first=not rows))
            rows.append(row)
        self.set_rows(rows)

    def _good_row(self, at: datetime) -> GoodRow:
        day = text.day(at.astimezone().date(), self._today)
        words = f"Last known to work, {day[:1].lower()}{day[1:]} {text.clock(at)}"
        changed = any(
            entry.at > at and entry.state is not OperationState.FAILED for entry in self._chronicle.entries
        )
        return GoodRow(words, at, BACK_TO_GOOD if changed else "")

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
            point_words=chronicle.point_words(entry),
            first_id=chronicle.first_of(entry).operation_id,
            openness=self._open.get(entry.operation_id, Openness.CLOSED),
            busy=entry.operation_id == self._busy,
        )


def _as_sentence(row: EntryRow) -> str:
    offered = f"{row.action} is offered" if row.action else ""
    parts = [row.title, row.caption, text.exact(row.entry.at), row.status or offered]
    if row.openness is not Openness.CLOSED:
        parts += [as_words(operation, row) for operation in row.shown]
        parts.append(row.undo_words)
    return ". ".join(part for part in parts if part) + "."


def as_words(operation: Operation, row: EntryRow) -> str:
    """One change of an entry, with who asked for it."""
    reason = reason_of(operation, row.operations)
    return f"{change_in_words(operation)}, {reason}" if reason else change_in_words(operation)
