"""One of several: pills with counts, tabs, segments."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from modstead.ui.kit.focus import RingedButton
from modstead.ui.kit.painting import CENTRE, draw_text, fill_rounded
from modstead.ui.text import grouped
from modstead.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Choice:
    """`count` is shown beside the label, if there is one; `bad` shows it in red while it is above 0."""

    key: str
    label: str
    count: int | None = None
    bad: bool = False


class _Part(RingedButton):
    def __init__(self, theme: Theme, choice: Choice, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._brief = False
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_choice(choice)

    def set_choice(self, choice: Choice) -> None:
        self.choice = choice
        self.setText(choice.label)
        self._show_count()

    def set_brief(self, *, brief: bool) -> None:
        """Leave the count to the accessible name and the tool tip."""
        if brief is not self._brief:
            self._brief = brief
            self._show_count()

    def _show_count(self) -> None:
        label = self.choice.label
        count = "" if self.choice.count is None else grouped(self.choice.count)
        self.count_text = "" if self._brief else count
        self.setAccessibleName(f"{label}, {count}" if count else label)
        self.setToolTip(f"{label}: {count}" if self._brief and count else "")
        self.updateGeometry()
        self.update()


class _Choices(QWidget):
    """A row of parts of which one is on. `chosen` is emitted when the user picks another."""

    chosen = Signal(str)
    part_class: type[_Part]
    gap = 0.0

    def __init__(
        self, theme: Theme, choices: Iterable[Choice] = (), *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setAccessibleName(name)
        self._parts: dict[str, _Part] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._clicked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addStretch(1)
        theme.changed.connect(self._space)
        self._space()
        self.set_choices(choices)

    def set_choices(self, choices: Iterable[Choice]) -> None:
        """Show these; the present one stays on if it is among them, else the first is."""
        current = self.current()
        wanted = tuple(choices)
        if [choice.key for choice in wanted] != list(self._parts):
            self._rebuild(wanted)
        for choice in wanted:
            self._parts[choice.key].set_choice(choice)
        if wanted:
            self.choose(current if current in self._parts else wanted[0].key)

    def set_count(self, key: str, count: int | None) -> None:
        part = self._parts[key]
        part.set_choice(Choice(key, part.choice.label, count, part.choice.bad))

    def set_enabled(self, key: str, *, enabled: bool) -> None:
        self._parts[key].setEnabled(enabled)

    def current(self) -> str:
        """The key of the part that is on; empty without parts."""
        for key, part in self._parts.items():
            if part.isChecked():
                return key
        return ""

    def choose(self, key: str) -> None:
        """Turn this part on without saying so through `chosen`."""
        self._parts[key].setChecked(True)
        for part in self._parts.values():  # Qt lets Tab stop at the part that last had the keyboard
            by_tab = Qt.FocusPolicy.StrongFocus if part.isChecked() else Qt.FocusPolicy.ClickFocus
            part.setFocusPolicy(by_tab)

    def button(self, key: str) -> RingedButton:
        return self._parts[key]

    def _rebuild(self, choices: tuple[Choice, ...]) -> None:
        for part in self._parts.values():
            self._group.removeButton(part)
            self._row.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = {}
        for number, choice in enumerate(choices):
            part = self.part_class(self.theme, choice, self)
            self._group.addButton(part)
            self._row.insertWidget(number, part)
            self._parts[choice.key] = part

    def _clicked(self, button: _Part) -> None:
        self.chosen.emit(button.choice.key)

    def _space(self) -> None:
        self._row.setSpacing(self.theme.px(self.gap))


class Pill(_Part):
    ring_radius = 13

    def sizeHint(self) -> QSize:
        return QSize(self._width(self.count_text), self.theme.px(26))

    def whole_width(self) -> int:
        """How wide it is with its count."""
        return self._width("" if self.choice.count is None else grouped(self.choice.count))

    def _width(self, count: str) -> int:
        theme = self.theme
        width = 2 * theme.px(11) + max(theme.advance(self.text(), "body", weight) for weight in (500, 600))
        if count:
            width += theme.px(6) + theme.advance(count, "body", 600 if self.choice.bad else 400)
        return width

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, c = self.theme, self.theme.palette
        on = self.isChecked()
        fill = c.accent_soft if on else c.press if self.isDown() else c.hover if self.underMouse() else None
        if fill is not None:
            fill_rounded(painter, self.rect(), self.height() / 2, fill)
        weight = 600 if on else 500
        label = theme.advance(self.text(), "body", weight)
        bad = self.choice.bad and bool(self.choice.count)
        count = theme.advance(self.count_text, "body", 600 if bad else 400) if self.count_text else 0
        left = (self.width() - label - (count + theme.px(6) if count else 0)) // 2
        rect = QRect(left, 0, label, self.height())
        draw_text(painter, theme, rect, self.text(), weight=weight, colour=c.accent_text if on else c.text_2)
        if count:
            rect = QRect(left + label + theme.px(6), 0, count, self.height())
            colour = c.bad if bad else c.accent_text if on else c.text_3
            draw_text(painter, theme, rect, self.count_text, weight=600 if bad else 400, colour=colour)


class PillBar(_Choices):
    """Filters that answer "what needs me": each with its count."""

    part_class = Pill
    gap = 2

    def whole_width(self) -> int:
        """How wide it is with all counts."""
        parts = [part for part in self._parts.values() if isinstance(part, Pill)]
        return sum(part.whole_width() for part in parts) + self._row.spacing() * len(parts)

    def set_brief(self, *, brief: bool) -> None:
        """Show the labels alone, where there is no room for the counts."""
        for part in self._parts.values():
            part.set_brief(brief=brief)


class Tab(_Part):
    ring_radius = 4

    def sizeHint(self) -> QSize:
        theme = self.theme
        width = theme.advance(self.text(), "body", 600) + theme.px(4)
        if self.count_text:
            width += theme.px(6) + theme.advance(self.count_text, "caption")
        return QSize(width, theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, c = self.theme, self.theme.palette
        on = self.isChecked()
        colour = c.text if on or self.underMouse() else c.text_2
        rect = self.rect().adjusted(theme.px(2), 0, 0, 0)
        width = draw_text(painter, theme, rect, self.text(), weight=600 if on else 500, colour=colour)
        if self.count_text:
            rect.setLeft(rect.left() + width + theme.px(6))
            draw_text(painter, theme, rect, self.count_text, role="caption", colour=c.text_3)
        if on:
            line = theme.px(2)
            painter.fillRect(QRect(0, self.height() - line, self.width(), line), c.accent)


class TabBar(_Choices):
    """40 high, a 2 px accent line under the open one."""

    part_class = Tab
    gap = 22


class SegmentPart(_Part):
    first = last = False

    def sizeHint(self) -> QSize:
        theme = self.theme
        return QSize(theme.advance(self.text(), "body", 600) + 2 * theme.px(11), theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, c = self.theme, self.theme.palette
        draw_segment_part(
            painter,
            theme,
            self.rect(),
            chosen=self.isChecked(),
            hovered=self.underMouse() and self.isEnabled(),
            first=self.first,
            last=self.last,
        )
        on = self.isChecked()
        colour = c.off if not self.isEnabled() else c.accent_text if on else c.text_2
        draw_text(
            painter, theme, self.rect(), self.text(), weight=600 if on else 400, colour=colour, align=CENTRE
        )


class Segment(_Choices):
    """A few exclusive words in one frame, 28 high."""

    part_class = SegmentPart
    gap = 0

    def _rebuild(self, choices: tuple[Choice, ...]) -> None:
        super()._rebuild(choices)
        parts = list(self._parts.values())
        for part in parts:
            if isinstance(part, SegmentPart):
                part.first, part.last = part is parts[0], part is parts[-1]


def draw_segment_part(
    painter: QPainter, theme: Theme, rect: QRect, *, chosen: bool, hovered: bool, first: bool, last: bool
) -> None:
    """Fill and border of one part; the text is the caller's."""
    c, radius = theme.palette, theme.px(6)
    frame = QRectF(rect).adjusted(0.5, 0.5, 0.5, -0.5)
    if last:
        frame.adjust(0, 0, -1, 0)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(rect)
    whole = QRectF(frame)
    whole.adjust(0 if first else -2.0 * radius, 0, 0 if last else 2.0 * radius, 0)
    path = QPainterPath()
    path.addRoundedRect(whole, radius, radius)
    painter.fillPath(path, c.accent_soft if chosen else c.hover if hovered else c.sheet)
    painter.setPen(QPen(c.edge, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    if not last:
        painter.fillRect(QRect(rect.right(), rect.y(), 1, rect.height()), c.edge)
    painter.restore()
