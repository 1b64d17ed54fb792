"""The rows of the Mods table: filtered and sorted by an index list, refreshed by their difference."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from modstead.settings import Settings
from modstead.ui.installed.columns import COLUMNS, Column, column_named
from modstead.ui.installed.rows import ModRow

_ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class Show(StrEnum):
    """Which rows are shown: the pills."""

    ALL = "all"
    UPDATES = "updates"
    PROBLEMS = "problems"
    DISABLED = "disabled"
    UNKNOWN = "unknown"


_ADMITS: dict[Show, Callable[[ModRow], bool]] = {
    Show.ALL: lambda row: True,
    Show.UPDATES: lambda row: row.update is not None,
    Show.PROBLEMS: lambda row: row.has_problem,
    Show.DISABLED: lambda row: not row.enabled,
    Show.UNKNOWN: lambda row: row.unknown,
}


@dataclass(frozen=True, slots=True)
class Order:
    column: Column = Column.NAME
    descending: bool = False
    updates_first: bool = False

    @classmethod
    def from_settings(cls, settings: Settings) -> "Order":
        name = settings.mods_order
        return cls(column_named(name.removeprefix("-")), name.startswith("-"), settings.updates_first)

    def options(self) -> dict[str, object]:
        """As the settings keep it."""
        name = self.column.name.lower()
        return {
            "mods_order": f"-{name}" if self.descending else name,
            "updates_first": self.updates_first,
        }


class ModsModel(QAbstractListModel):
    """One row per shown file. A row keeps its selection over every refresh that it survives."""

    RowRole = Qt.ItemDataRole.UserRole + 1
    counts_changed = Signal()
    order_changed = Signal()
    leaving = Signal(object)
    """The places whose rows are about to go, before any of them moves."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = count()
        self._rows: dict[int, ModRow] = {}
        self._shown: list[int] = []
        self._show = Show.ALL
        self._sought = ""
        self._words: tuple[str, ...] = ()
        self._order = Order()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.sentence()
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return " ".join(row.sentences)
        if role == self.RowRole:
            return row
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def row_at(self, place: int) -> ModRow:
        return self._rows[self._shown[place]]

    def place_of(self, name: str) -> int:
        """Where the file of that name is shown, or -1."""
        return next(
            (place for place, number in enumerate(self._shown) if self._rows[number].name == name), -1
        )

    @property
    def rows(self) -> tuple[ModRow, ...]:
        """All rows, shown or not."""
        return tuple(self._rows.values())

    @property
    def show(self) -> Show:
        return self._show

    @property
    def sought(self) -> str:
        """What the rows are narrowed to, as it was typed."""
        return self._sought

    @property
    def order(self) -> Order:
        return self._order

    @property
    def filtered(self) -> bool:
        return self._show is not Show.ALL or bool(self._words)

    def number_of(self, show: Show) -> int:
        """How many rows a pill counts, whatever is shown or sought."""
        admits = _ADMITS[show]
        return sum(map(admits, self._rows.values()))

    def set_rows(self, rows: Iterable[ModRow]) -> None:
        """Show the folder as it is now, row by row where rows are known."""
        listed = list(rows)
        numbers = self._numbered(listed)
        new = dict(zip(numbers, listed, strict=True))
        wanted = self._arranged(new)
        self._drop(set(wanted))
        changed = [
            place
            for place, number in enumerate(self._shown)
            if self._rows[number] is not new[number] and self._rows[number] != new[number]
        ]
        self._rows = new
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
        self._bring(wanted)
        self.counts_changed.emit()

    def set_filter(self, show: Show, sought: str) -> None:
        self._show = show
        self._sought = sought
        self._words = tuple(sought.casefold().split())
        self._rearrange()
        self.counts_changed.emit()

    def set_order(self, order: Order) -> None:
        if order != self._order:
            self._order = order
            self._rearrange()
            self.order_changed.emit()

    def _rearrange(self) -> None:
        wanted = self._arranged(self._rows)
        self._drop(set(wanted))
        self._bring(wanted)

    def _arranged(self, rows: dict[int, ModRow]) -> list[int]:
        admits, words, order = _ADMITS[self._show], self._words, self._order
        numbers = [
            number
            for number, row in rows.items()
            if admits(row) and (not words or all(word in row.haystack for word in words))
        ]
        name, key = COLUMNS[Column.NAME].key, COLUMNS[order.column].key
        numbers.sort(key=lambda number: name(rows[number]))
        if order.column is not Column.NAME or order.descending:
            numbers.sort(key=lambda number: key(rows[number]), reverse=order.descending)
        if order.updates_first:
            numbers.sort(key=lambda number: rows[number].update is None)
        return numbers

    def _numbered(self, rows: Sequence[ModRow]) -> list[int]:
        """A number for each row: the one it had, recognised by file name, else JAR name, else project."""
        numbers: list[int | None] = [None] * len(rows)
        free = dict(self._rows)
        for key in (_by_file, _by_jar, _by_project):
            known = {key(row): number for number, row in free.items()}
            for place, row in enumerate(rows):
                name = key(row)
                if numbers[place] is None and name and name in known:
                    number = known.pop(name)
                    numbers[place] = number
                    del free[number]
        return [next(self._numbers) if number is None else number for number in numbers]

    def _drop(self, wanted: set[int]) -> None:
        """Remove what is shown and no longer wanted: gathered at the end first, so that one removal is enough."""
        gone = [number for number in self._shown if number not in wanted]
        if not gone:
            return
        self.leaving.emit(
            frozenset(place for place, number in enumerate(self._shown) if number not in wanted)
        )
        staying = [number for number in self._shown if number in wanted]
        self._reorder(staying + gone)
        self.beginRemoveRows(QModelIndex(), len(staying), len(self._shown) - 1)
        self._shown = staying
        self.endRemoveRows()

    def _bring(self, wanted: list[int]) -> None:
        present = set(self._shown)
        new = [number for number in wanted if number not in present]
        if new:
            first = len(self._shown)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._shown = self._shown + new
            self.endInsertRows()
        self._reorder(wanted)

    def _reorder(self, wanted: list[int]) -> None:
        if wanted == self._shown:
            return
        self.layoutAboutToBeChanged.emit()
        before, places = self._shown, {number: place for place, number in enumerate(wanted)}
        self._shown = wanted
        old = self.persistentIndexList()
        new = [self.index(places[before[index.row()]]) for index in old]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()


def _by_file(row: ModRow) -> str:
    return row.name


def _by_jar(row: ModRow) -> str:
    return row.mod.file.jar_name


def _by_project(row: ModRow) -> str:
    return row.mod.project_id or ""
