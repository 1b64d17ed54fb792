"""The rows of the report, filled in as the files become known."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from modstead.services.drops import AddAction
from modstead.ui.report.items import ReportItem, as_sentence

Index = QModelIndex | QPersistentModelIndex


class ReportModel(QAbstractListModel):
    """`chosen` is emitted whenever a choice has become another."""

    ItemRole = int(Qt.ItemDataRole.UserRole)
    chosen = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[ReportItem] = []

    @property
    def items(self) -> tuple[ReportItem, ...]:
        return tuple(self._items)

    def set_items(self, items: Sequence[ReportItem]) -> None:
        """Show these; where the items are the same ones, the rows stay and are filled in."""
        new = list(items)
        if [item.key for item in new] == [item.key for item in self._items]:
            for number, item in enumerate(new):
                self._replace(number, item)
        else:
            self.beginResetModel()
            self._items = new
            self.endResetModel()
        self.chosen.emit()

    def replace(self, key: str, item: ReportItem) -> None:
        """Fill in the row that stands for `key`."""
        for number, old in enumerate(self.items):
            if old.key == key:
                self._replace(number, item)
        self.chosen.emit()

    def choose(self, index: Index, key: str) -> None:
        """Do this with the item; nothing where that is not possible."""
        item = self.item(index)
        if item and item.can(key):
            self._replace(index.row(), replace(item, chosen=key))
            self.chosen.emit()

    def choose_for_all(self, action: AddAction) -> None:
        """Do this with every item where it is possible; the others stay as they are."""
        for number, item in enumerate(self.items):
            if item.can(action):
                self._replace(number, replace(item, chosen=action))
        self.chosen.emit()

    def item(self, index: Index) -> ReportItem | None:
        return self._items[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.item(index)
        if item is None:
            return None
        if role == self.ItemRole:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole}:
            return as_sentence(item)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemNeverHasChildren if index.isValid() else flags

    def _replace(self, number: int, item: ReportItem) -> None:
        if self._items[number] != item:
            self._items[number] = item
            index = self.index(number)
            self.dataChanged.emit(index, index)
