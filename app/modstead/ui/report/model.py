"""The rows of the report, filled in as the files become known."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal

from modstead.services.drops import AddAction
from modstead.ui.kit.models import Index, RowsModel
from modstead.ui.report.items import ReportItem, as_sentence


class ReportModel(RowsModel[ReportItem]):
    """`chosen` is emitted whenever a choice has become another."""

    chosen = Signal()

    @property
    def items(self) -> tuple[ReportItem, ...]:
        return self.rows

    def set_items(self, items: Sequence[ReportItem]) -> None:
        """Show these; where the items are the same ones, the rows stay and are filled in."""
        new = tuple(items)
        if [item.key for item in new] == [item.key for item in self.rows]:
            for number, item in enumerate(new):
                self.replace_row(number, item)
        else:
            self.set_rows(new)
        self.chosen.emit()

    def replace(self, key: str, item: ReportItem) -> None:
        """Fill in the row that stands for `key`."""
        for number, old in enumerate(self.items):
            if old.key == key:
                self.replace_row(number, item)
        self.chosen.emit()

    def choose(self, index: Index, key: str) -> None:
        """Do this with the item; nothing where that is not possible."""
        item = self.row(index)
        if item and item.can(key):
            self.replace_row(index.row(), replace(item, chosen=key))
            self.chosen.emit()

    def choose_for_all(self, action: AddAction) -> None:
        """Do this with every item where it is possible; the others stay as they are."""
        for number, item in enumerate(self.items):
            if item.can(action):
                self.replace_row(number, replace(item, chosen=action))
        self.chosen.emit()

    def title_of(self, row: ReportItem) -> str:
        return row.title

    def sentence_of(self, row: ReportItem) -> str:
        return as_sentence(row)
