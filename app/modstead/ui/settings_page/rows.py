"""Rows of the settings page: an option's words at the left, what changes it at the right."""

from collections.abc import Callable
from dataclasses import Field
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from modstead.ui.kit.buttons import Button
from modstead.ui.kit.checks import Switch
from modstead.ui.kit.choices import Choice, Segment
from modstead.ui.kit.fields import TextField
from modstead.ui.kit.labels import Label
from modstead.ui.theme import Theme


class Row(QWidget):
    """Title, a note below it, and a control at the right."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        note: str = "",
        control: QWidget | None = None,
        *,
        selectable: bool = False,
    ) -> None:
        super().__init__()
        self.theme = theme
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(theme, title, weight=500, wrap=True))
        if note:
            self.note = Label(theme, note, role="caption", colour="text_3", wrap=True)
            if selectable:
                self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(self.note)
        self._row = QHBoxLayout(self)
        self._row.addLayout(words, 1)
        if control is not None:
            self._row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(0, px(8), 0, px(8))
        self._row.setSpacing(px(20))
        self.setMinimumHeight(px(44))


class Stepper(QWidget):
    """A number between two limits, changed by buttons; `changed` when the user did."""

    changed = Signal(int)

    def __init__(self, theme: Theme, name: str, limits: tuple[int, int], step: int, unit: str) -> None:
        super().__init__()
        self.theme = theme
        self._limits, self._step, self._unit = limits, step, unit
        self._value = limits[0]
        self.less = Button(theme, icon="minus", name=f"{name}: less")
        self.more = Button(theme, icon="plus", name=f"{name}: more")
        self.words = Label(theme, weight=500)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for part in (self.less, self.words, self.more):
            self._row.addWidget(part)
        self.less.clicked.connect(lambda: self._go(-self._step))
        self.more.clicked.connect(lambda: self._go(self._step))
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def value(self) -> int:
        return self._value

    def set_value(self, value: int) -> None:
        """Show this number without saying so through `changed`."""
        self._value = value
        self.words.set_text(f"{value}{self._unit}")
        self.less.setEnabled(value > self._limits[0])
        self.more.setEnabled(value < self._limits[1])

    def _go(self, by: int) -> None:
        lowest, highest = self._limits
        value = min(highest, max(lowest, self._value + by))
        if value != self._value:
            self.set_value(value)
            self.changed.emit(value)

    def _measure(self) -> None:
        self._row.setSpacing(self.theme.px(2))
        self.words.setFixedWidth(self.theme.px(64))


class OptionControl:
    """The control that fits an option's type, and how to show a value in it."""

    def __init__(self, theme: Theme, option: Field[Any], change: Callable[[str, object], object]) -> None:
        """`change` is called with the option's name and its new value."""
        self.name = option.name
        self._change = change
        title, choices, limits = (option.metadata[key] for key in ("title", "choices", "limits"))
        self.widget: Switch | Segment | Stepper | TextField
        if isinstance(option.default, bool):
            self.widget = Switch(theme, title)
            self.widget.clicked.connect(self._changed)
        elif choices:
            parts = [Choice(str(value), words) for value, words in choices.items()]
            self.widget = Segment(theme, parts, name=title)
            self.widget.chosen.connect(self._changed)
        elif limits:
            self.widget = Stepper(theme, title, limits, option.metadata["step"], option.metadata["unit"])
            self.widget.changed.connect(self._changed)
        else:
            self.widget = TextField(theme, title)
            self.widget.committed.connect(self._changed)

    def show_value(self, value: Any) -> None:
        """Show it without changing anything."""
        if isinstance(self.widget, Switch):
            self.widget.setChecked(value)
        elif isinstance(self.widget, Segment):
            self.widget.choose(value)
        elif isinstance(self.widget, TextField):
            self.widget.show_text(value)
        else:
            self.widget.set_value(value)

    def _changed(self, value: object) -> None:
        self._change(self.name, value)
