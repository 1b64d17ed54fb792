"""The head of the matrix: the targets, one of which is chosen, with how many mods are ready for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from modstead.ui.kit.focus import RingedButton
from modstead.ui.kit.painting import draw_text, fill_rounded
from modstead.ui.migration.places import HEADER, columns
from modstead.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class TargetHead:
    """`version` is what stands in the head, `name` the whole target; of `total` mods so many are `ready`."""

    version: str
    name: str
    ready: int
    total: int


class TargetPart(RingedButton):
    def __init__(self, theme: Theme, head: TargetHead, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.head = head
        self.setCheckable(True)
        self.setAccessibleName(f"{head.name}, {head.ready} of {head.total} ready")
        self.setToolTip(head.name)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, c, px = self.theme, self.theme.palette, self.theme.px
        on = self.isChecked()
        fill = c.accent_soft if on else c.press if self.isDown() else c.hover if self.underMouse() else None
        if fill is not None:
            fill_rounded(painter, self.rect(), px(6), fill)
        inner = self.rect().adjusted(px(10), px(4), -px(6), -px(4))
        half = inner.height() // 2
        upper = QRect(inner.x(), inner.y(), inner.width(), half)
        lower = QRect(inner.x(), inner.y() + half, inner.width(), inner.height() - half)
        colour = c.accent_text if on else c.text
        draw_text(painter, theme, upper, self.head.version, weight=600 if on else 500, colour=colour)
        whole = self.head.ready == self.head.total and self.head.total > 0
        number = f"{self.head.ready} of {self.head.total}"
        words = "all ready" if whole else f"{number} ready"
        if theme.advance(words, "caption") > lower.width():
            words = number
        draw_text(painter, theme, lower, words, role="caption", colour=c.good if whole else c.text_2)


class MatrixHeader(QWidget):
    """`chosen` tells which target the user picks, by its place."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setAccessibleName("Minecraft versions")
        self._parts: list[TargetPart] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)
        theme.changed.connect(self._renew)
        self._renew()

    @property
    def parts(self) -> tuple[TargetPart, ...]:
        return tuple(self._parts)

    def set_targets(self, heads: Sequence[TargetHead], chosen: int) -> None:
        """Show these; where they are as before, only which one is chosen changes."""
        if [part.head for part in self._parts] != list(heads):
            for part in self._parts:
                self._group.removeButton(part)
                part.hide()
                part.deleteLater()
            self._parts = [TargetPart(self.theme, head, self) for head in heads]
            for place, part in enumerate(self._parts):
                self._group.addButton(part, place)
                part.show()
            self._place()
        if 0 <= chosen < len(self._parts):
            self._parts[chosen].setChecked(True)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c, px = self.theme.palette, self.theme.px
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), c.line)
        if not self._parts:
            return
        at = columns(self.theme, self.rect(), len(self._parts))
        heads = (
            (at.name.united(at.icon), "Name"),
            (at.installed, "Installed" if at.installed.width() else ""),
        )
        for rect, words in heads:
            place = rect.adjusted(0, px(24), 0, -px(2))
            draw_text(painter, self.theme, place, words, role="caption", weight=500, colour=c.text_3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        px = self.theme.px
        at = columns(self.theme, self.rect(), len(self._parts))
        for part, rect in zip(self._parts, at.targets, strict=True):
            part.setGeometry(rect.adjusted(0, px(2), -px(4), -px(4)))

    def _renew(self) -> None:
        self.setFixedHeight(self.theme.px(HEADER))
        self._place()
        self.update()
