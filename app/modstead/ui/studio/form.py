"""Fields to write into, built from what a platform says of them; each tells its own trouble beneath it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from modstead.domain.publishing import Content, Field, FieldKind, Value, worded
from modstead.errors import FieldRefused
from modstead.ui.kit.checks import Switch
from modstead.ui.kit.combos import ComboBox
from modstead.ui.kit.labels import Label
from modstead.ui.kit.writing import LineField, TextArea
from modstead.ui.studio.names import MOST_PILLS, ChosenNames, PillNames, called
from modstead.ui.theme import Theme

_TEXT_LINES = 14
_NAME_LINES = 3


@dataclass(frozen=True, slots=True)
class Editor:
    """The widget of one field, how its value is read, and how it is set."""

    widget: QWidget
    read: Callable[[], Value]
    write: Callable[[Value], object]


class FieldBox(QWidget):
    """A field with its name above it, how much of its room is taken, and what is wrong beneath it."""

    changed = Signal()

    def __init__(self, theme: Theme, field: Field, *, grows: bool = False) -> None:
        super().__init__()
        self.theme = theme
        self.field = field
        self._count = Label(theme, role="caption", colour="text_3")
        self._hint = Label(theme, field.hint, role="caption", colour="text_3", wrap=True)
        self._trouble = Label(theme, role="caption", colour="bad", wrap=True)
        self.editor = _editor(theme, field, self._edited, grows=grows)
        self.setFocusProxy(self.editor.widget)
        head = QHBoxLayout()
        head.addWidget(Label(theme, field.label, weight=500), 1)
        head.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(head)
        if field.kind in (FieldKind.CHOICE, FieldKind.FLAG):
            column.addWidget(self.editor.widget, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            column.addWidget(self.editor.widget, 1 if grows else 0)
        column.addWidget(self._hint)
        column.addWidget(self._trouble)
        self._hint.setVisible(bool(field.hint))
        self.show_trouble(None)
        self._tell_count()

    def value(self) -> Value:
        return self.editor.read()

    def set_value(self, value: Value) -> None:
        """Show this without saying so through `changed`."""
        before = self.blockSignals(True)  # noqa: FBT003
        self.editor.write(value)
        self.blockSignals(before)
        self._tell_count()

    def show_trouble(self, error: FieldRefused | None) -> None:
        """Why the platform would not take it; None where it would."""
        error = worded(error, self.field) if error else None
        words = " ".join(part for part in (error.title, error.detail) if part) if error else ""
        self._trouble.set_text(words)
        self._trouble.setVisible(bool(words))
        self.editor.widget.setAccessibleDescription(words)

    @property
    def trouble(self) -> str:
        return self._trouble.text()

    def _edited(self) -> None:
        self.show_trouble(None)
        self._tell_count()
        self.changed.emit()

    def _tell_count(self) -> None:
        most, value = self.field.most, self.value()
        shown = most is not None and not isinstance(value, bool) and self.field.kind is not FieldKind.LINK
        if most is not None and not isinstance(value, bool):
            shown = shown and (len(value) * 2 > most or most < (1_000 if isinstance(value, str) else 10))
        if not shown or most is None or isinstance(value, bool):
            self._count.hide()
            return
        self._count.set_text(f"{len(value):,} of {most:,}")
        self._count.set_colour("bad" if len(value) > most else "text_3")
        self._count.show()


class Form(QWidget):
    """Fields below each other. What is shown first is what `changes` are told against."""

    changed = Signal()
    looked_at = Signal(object)
    """The FieldBox that one is to see."""

    def __init__(self, theme: Theme, *, grows: bool = False) -> None:
        super().__init__()
        self.theme = theme
        self._grows = grows
        self.boxes: dict[str, FieldBox] = {}
        self._there: Content = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        theme.changed.connect(self._measure)
        self._measure()

    def show_fields(self, fields: Iterable[Field], content: Content) -> None:
        """Build them anew, grouped under their sections where there are several."""
        while (item := self.column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        listed = tuple(fields)
        headed = len({field.section for field in listed}) > 1
        self.boxes = {}
        section = None
        for field in listed:
            if headed and field.section is not section:
                section = field.section
                self.column.addWidget(Label(self.theme, section.value, role="heading"))
            box = FieldBox(self.theme, field, grows=self._grows)
            box.changed.connect(self.changed)
            self.boxes[field.name] = box
            self.column.addWidget(box)
        self.set_content(content)
        first = next(iter(self.boxes.values()), None)
        if first is not None:
            self.setFocusProxy(first)

    def set_content(self, content: Content) -> None:
        """What is there: nothing counts as changed then, not even what a field cannot show as it is."""
        for name, box in self.boxes.items():
            box.set_value(content.get(name, box.field.kind.empty))
        self._there = self.content()

    def fill(self, content: Content) -> None:
        """Write this into the fields, as if the user had."""
        for name, value in content.items():
            if name in self.boxes:
                self.boxes[name].set_value(value)
        self.changed.emit()

    def content(self) -> dict[str, Value]:
        return {name: box.value() for name, box in self.boxes.items()}

    def edited(self) -> dict[str, Value]:
        """The fields that are another than what was there."""
        return {name: value for name, value in self.content().items() if value != self._there[name]}

    def show_problems(self, problems: Mapping[str, FieldRefused]) -> bool:
        """Tell each by its field, and go to the first; whether there was any among these fields."""
        found = [box for name, box in self.boxes.items() if name in problems]
        for name, box in self.boxes.items():
            box.show_trouble(problems.get(name))
        if found:
            found[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.looked_at.emit(found[0])
        return bool(found)

    def _measure(self) -> None:
        self.column.setSpacing(self.theme.px(14))


def _editor(theme: Theme, field: Field, changed: Callable[[], object], *, grows: bool) -> Editor:
    match field.kind:
        case FieldKind.FLAG:
            return _flag(theme, field, changed)
        case FieldKind.CHOICE:
            return _choice(theme, field, changed)
        case FieldKind.NAMES:
            return _names(theme, field, changed)
        case FieldKind.TEXT:
            return _text(theme, field, changed, grows=grows)
        case _:
            return _line(theme, field, changed)


def _flag(theme: Theme, field: Field, changed: Callable[[], object]) -> Editor:
    switch = Switch(theme, field.label)
    switch.toggled.connect(lambda _on: changed())
    return Editor(switch, switch.isChecked, lambda value: switch.setChecked(bool(value)))


def _choice(theme: Theme, field: Field, changed: Callable[[], object]) -> Editor:
    box = ComboBox(theme, field.label, width=240)
    for name in field.choices:
        box.addItem(called(name), name)

    def write(value: Value) -> None:
        name = str(value)
        if name and box.findData(name) < 0:
            box.addItem(called(name), name)
        box.setCurrentIndex(box.findData(name) if name else -1)

    box.currentIndexChanged.connect(lambda _place: changed())
    return Editor(box, lambda: str(box.currentData() or ""), write)


def _names(theme: Theme, field: Field, changed: Callable[[], object]) -> Editor:
    if not field.choices:
        return _listed(theme, field, changed)
    few = len(field.choices) <= MOST_PILLS
    names = (PillNames if few else ChosenNames)(theme, field.label, field.choices)
    names.changed.connect(changed)
    return Editor(names, names.names, lambda value: names.set_names(_tuple(value)))


def _listed(theme: Theme, field: Field, changed: Callable[[], object]) -> Editor:
    """Names of which there is no list: one a line."""
    area = TextArea(theme, field.label, hint="One a line", lines=_NAME_LINES)
    area.textChanged.connect(changed)

    def read() -> Value:
        return tuple(line for one in area.text().splitlines() if (line := one.strip()))

    return Editor(area, read, lambda value: area.setPlainText("\n".join(_tuple(value))))


def _text(theme: Theme, field: Field, changed: Callable[[], object], *, grows: bool) -> Editor:
    area = TextArea(theme, field.label, hint="Markdown", lines=_TEXT_LINES, grows=grows)
    area.textChanged.connect(changed)
    # Qt's text ends its lines with one mark alone.
    return Editor(area, area.text, lambda value: area.setPlainText(str(value)))


def _line(theme: Theme, field: Field, changed: Callable[[], object]) -> Editor:
    line = LineField(theme, field.label, hint="https://" if field.kind is FieldKind.LINK else "")
    line.textChanged.connect(lambda _text: changed())

    def write(value: Value) -> None:
        line.setText(str(value))
        line.setCursorPosition(0)

    return Editor(line, lambda: line.text().strip(), write)


def _tuple(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
