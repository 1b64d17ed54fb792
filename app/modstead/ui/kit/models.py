"""The base of list models: frozen rows, each with a title, a sentence for those who hear it, and a tip."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from modstead.ui import text

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
R = TypeVar("R")
_HEARD = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole)


class RowsModel(QAbstractListModel, Generic[R]):
    """`RowRole` gives the row itself. What a row says is said by `title_of`, `sentence_of` and `tip_of`."""

    RowRole = int(Qt.ItemDataRole.UserRole)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[R, ...] = ()

    @property
    def rows(self) -> tuple[R, ...]:
        return self._rows

    def row(self, index: Index) -> R | None:
        """The row at an index; None at one that is not of this list."""
        place = index.row() if index.isValid() else len(self._rows)
        return self._rows[place] if place < len(self._rows) else None

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def replace_row(self, place: int, row: R) -> None:
        """Show another state of what stands there."""
        if self._rows[place] != row:
            self._rows = (*self._rows[:place], row, *self._rows[place + 1 :])
            self.dataChanged.emit(self.index(place), self.index(place))

    def tell_changed(self) -> None:
        """All rows may look different now."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def title_of(self, row: R) -> str:
        """What stands for the row where only one line is shown."""
        return str(row)

    def sentence_of(self, row: R) -> str:
        """The row as one sentence."""
        return self.title_of(row)

    def tip_of(self, row: R) -> str:
        return ""

    def can_be_chosen(self, row: R) -> bool:
        """False for headings."""
        return True

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None:
            return None
        if role == self.RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title_of(row)
        if role in _HEARD:
            return self.sentence_of(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return text.tip(self.tip_of(row)) or None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        never = Qt.ItemFlag.ItemNeverHasChildren
        if not self.can_be_chosen(row):
            return never
        return never | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
