"""Choosing several names: all there are as pills where they are few, else those chosen, with a field to add more."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from modstead.domain.compatibility import loader_label
from modstead.domain.instance import Loader
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.combos import ComboBox
from modstead.ui.kit.flow import FlowLayout
from modstead.ui.kit.focus import RingedButton
from modstead.ui.kit.labels import Chip, Label
from modstead.ui.kit.painting import CENTRE, draw_text, fill_rounded, outline_rounded
from modstead.ui.text import spelled
from modstead.ui.theme import Theme

MOST_PILLS = 48


def called(name: str) -> str:
    """A name as people write it; one that has capitals already, such as a licence's, is written so."""
    if name in tuple(Loader):
        return loader_label(name)
    return spelled(name) if name == name.lower() else name


class NamePill(RingedButton):
    """One of several names, any number of which may be on."""

    ring_radius = 13

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.name = name
        self.setText(called(name))
        self.setAccessibleName(self.text())
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = self.theme.advance(self.text(), "body", 600)
        return QSize(width + 2 * self.theme.px(10), self.theme.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, c = QPainter(self), self.theme.palette
        on, radius = self.isChecked(), self.height() / 2
        if on:
            fill_rounded(painter, self.rect(), radius, c.accent_soft)
        else:
            outline_rounded(
                painter, self.rect(), radius, c.edge, fill=c.hover if self.underMouse() else c.sheet
            )
        colour = c.accent_text if on else c.text_2
        weight = 600 if on else 500
        draw_text(painter, self.theme, self.rect(), self.text(), weight=weight, colour=colour, align=CENTRE)


class PillNames(QWidget):
    changed = Signal()

    def __init__(self, theme: Theme, label: str, choices: Iterable[str]) -> None:
        super().__init__()
        self.theme = theme
        self.setAccessibleName(label)
        self._order: list[str] = []
        self._pills: dict[str, NamePill] = {}
        self._flow = FlowLayout(self)
        for name in choices:
            self._add(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        theme.changed.connect(self._measure)
        self._measure()

    def names(self) -> tuple[str, ...]:
        """Those that are on, in the order in which they were turned on."""
        return tuple(self._order)

    def set_names(self, names: Sequence[str]) -> None:
        self._order = list(names)
        for name in names:
            if name not in self._pills:
                self._add(name)
        for name, pill in self._pills.items():
            pill.setChecked(name in names)

    def _add(self, name: str) -> None:
        pill = NamePill(self.theme, name, self)
        pill.clicked.connect(lambda on: self._clicked(name, on=on))
        self._pills[name] = pill
        self._flow.addWidget(pill)

    def _clicked(self, name: str, *, on: bool) -> None:
        self._order = [other for other in self._order if other != name]
        if on:
            self._order.append(name)
        self.changed.emit()

    def _measure(self) -> None:
        self._flow.setSpacing(self.theme.px(6))


class ChosenNames(QWidget):
    """For long lists. What is typed need not be in the list: the platform has the last word."""

    changed = Signal()

    def __init__(self, theme: Theme, label: str, choices: Sequence[str]) -> None:
        super().__init__()
        self.theme = theme
        self.setAccessibleName(label)
        self._names: list[str] = []
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self._none = Label(theme, "None chosen", role="caption", colour="text_3")
        self.box = ComboBox(theme, f"Add to {label}", width=240, editable=True)
        self.box.addItems(choices)
        self.box.setCurrentIndex(-1)
        self.box.setMaxVisibleItems(16)
        completer = self.box.completer()
        if completer is not None:
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.add = Button(theme, "Add")
        self.add.setAccessibleName(f"Add to {label}")
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.box)
        row.addWidget(self.add)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self._none)
        column.addWidget(self._chips)
        column.addLayout(row)
        self.box.activated.connect(lambda _place: self._take())
        edit = self.box.lineEdit()
        if edit is not None:
            edit.returnPressed.connect(self._take)
        self.add.clicked.connect(self._take)
        self._show()

    def names(self) -> tuple[str, ...]:
        return tuple(self._names)

    def set_names(self, names: Sequence[str]) -> None:
        self._names = list(names)
        self._show()

    def _take(self) -> None:
        name = self.box.currentText().strip()
        self.box.setCurrentIndex(-1)
        self.box.clearEditText()
        if name and name not in self._names:
            self._names.append(name)
            self._show()
            self.changed.emit()

    def _remove(self, name: str) -> None:
        self._names.remove(name)
        self._show()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _show(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for name in self._names:
            chip = Chip(self.theme, name, "accent", closable=True)
            chip.removed.connect(lambda name=name: self._remove(name))
            self._flow.addWidget(chip)
        self._none.setVisible(not self._names)
        self._chips.setVisible(bool(self._names))
        self.updateGeometry()
