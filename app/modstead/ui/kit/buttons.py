"""Buttons: default, primary, soft, quiet and link; with an icon, icon only, large; and the split button."""

from collections.abc import Iterable
from typing import Literal

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from modstead.ui.kit.focus import RingedButton
from modstead.ui.kit.painting import draw_icon, draw_text
from modstead.ui.text import tip
from modstead.ui.theme import Theme, mixed

Kind = Literal["default", "primary", "soft", "quiet", "link", "outlined"]
Side = Literal["both", "left", "right"]


class Button(RingedButton):
    """A push button. Without text it is square and needs a `name` for those who cannot see the icon.

    `reserve` keeps its width between states with different words. `outlined` is for banners: no fill, a border of the
    text's colour at 22 %.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        icon: str = "",
        kind: Kind = "default",
        large: bool = False,
        trailing: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._kind: Kind = kind
        self._icon = icon
        self._trailing = trailing
        self._large = large
        self._reserved: tuple[str, ...] = ()
        self.side: Side = "both"
        self.setText(text)
        self.setAccessibleName(name or text)
        if name:
            self.setToolTip(tip(name))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_text(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: Kind) -> None:
        self._kind = kind
        self.updateGeometry()
        self.update()

    def reserve(self, texts: Iterable[str]) -> None:
        """Be wide enough for the widest of these texts, whichever is shown."""
        self._reserved = tuple(texts)
        self.updateGeometry()

    def open_menu(self, menu: QMenu) -> None:
        """Show a menu under the button, its left edges in line; nothing waits for it."""
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + self.theme.px(4))))

    def sizeHint(self) -> QSize:
        theme = self.theme
        height = theme.px(32 if self._large else 28)
        if not self.text() and not self._reserved:
            width = height if self.side == "both" else theme.px(26)
            if self._icon and self._trailing:
                width += theme.px(18)
            return QSize(width, height)
        texts = (*self._reserved, self.text())
        content = max(theme.advance(text, "body", self._weight()) for text in texts)
        content += (theme.px(16) + theme.px(6)) if self._icon else 0
        content += (theme.px(14) + theme.px(6)) if self._trailing else 0
        return QSize(content + 2 * self._padding(), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, line, colour = self._colours()
        self._draw_shape(painter, fill, line)
        self._draw_content(painter, colour)

    def _draw_shape(self, painter: QPainter, fill: QColor | None, line: QColor | None) -> None:
        if fill is None and line is None:
            return
        radius = self.theme.px(6)
        rect = QRectF(self.rect())
        path = QPainterPath()
        if line is not None:
            rect.adjust(0.5, 0.5, -0.5, -0.5)
        if self.side == "left":
            rect.setRight(self.width() + radius * 2)
        elif self.side == "right":
            rect.setLeft(-radius * 2)
        path.addRoundedRect(rect, radius, radius)
        painter.setPen(Qt.PenStyle.NoPen if line is None else QPen(line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
        painter.drawPath(path)
        if self.side == "right":
            painter.fillRect(QRect(0, 0, 1, self.height()), self._seam(line))

    def _seam(self, line: QColor | None) -> QColor:
        if self._kind == "primary" and self.isEnabled():
            return mixed(self.theme.palette.accent, self.theme.palette.on_accent, 0.72)
        return self.theme.palette.edge if line is None else line

    def _draw_content(self, painter: QPainter, colour: QColor) -> None:
        theme = self.theme
        weight = self._weight()
        text_width = theme.advance(self.text(), "body", weight) if self.text() else 0
        icon = theme.px(16) if self._icon else 0
        trail = theme.px(14) if self._trailing else 0
        gap = theme.px(6)
        parts = [part for part in (icon, text_width, trail) if part]
        total = sum(parts) + gap * (len(parts) - 1)
        left = max(theme.px(4), (self.width() - total) // 2)
        height = self.height()
        if icon:
            draw_icon(painter, theme, QRect(left, 0, icon, height), self._icon, colour)
            left += icon + gap
        if text_width:
            room = max(0, self.width() - left - (trail + gap if trail else 0))
            draw_text(
                painter,
                theme,
                QRect(left, 0, min(text_width, room), height),
                self.text(),
                weight=weight,
                colour=colour,
            )
            left += text_width + gap
        if trail:
            draw_icon(painter, theme, QRect(left, 0, trail, height), self._trailing, colour, size=14)

    def _weight(self) -> int:
        return 600 if self._kind in ("primary", "soft") else 500

    def _padding(self) -> int:
        if self._kind == "link":
            return 0
        if self._large:
            return self.theme.px(15 if self._icon else 19)
        return self.theme.px(11)

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Fill, border, text."""
        c = self.theme.palette
        down, over = self.isDown() or self.isChecked(), self.underMouse()
        if not self.isEnabled():
            return self._disabled_colours()
        if self._kind == "primary":
            fill = c.accent_pressed if self.isDown() else c.accent_hover if over else c.accent
            return fill, None, c.on_accent
        if self._kind == "soft":
            return (c.accent_soft_2 if self.isDown() else c.accent_soft), None, c.accent_text
        if self._kind == "link":
            return None, None, c.accent_text
        if self._kind == "outlined":
            veil = QColor(c.text)
            veil.setAlphaF(0.12 if self.isDown() else 0.06)
            line = QColor(c.text)
            line.setAlphaF(0.22)
            return (veil if over or self.isDown() else None), line, c.text
        state = c.press if down else c.hover if over else None
        if self._kind == "quiet":
            return state, None, c.text_2
        return state or c.sheet, c.edge, c.text

    def _disabled_colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        c = self.theme.palette
        if self._kind in ("primary", "soft"):
            return c.press, None, c.off
        if self._kind in ("quiet", "link"):
            return None, None, c.off
        return None, c.line, c.off


class SplitButton(QWidget):
    """What most people want, and beside it a menu with the rest. `clicked` is the left part."""

    clicked = Signal()

    def __init__(
        self,
        theme: Theme,
        text: str,
        menu: QMenu,
        *,
        icon: str = "",
        kind: Kind = "primary",
        large: bool = False,
        menu_name: str = "More choices",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.menu = menu
        self.main = Button(theme, text, icon=icon, kind=kind, large=large)
        self.main.side = "left"
        self.more = Button(theme, icon="chevron-down", kind=kind, large=large, name=menu_name)
        self.more.side = "right"
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.main)
        row.addWidget(self.more)
        self.main.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.main.clicked.connect(self.clicked)
        self.more.clicked.connect(self._open)

    def set_text(self, text: str) -> None:
        self.main.set_text(text)

    def set_kind(self, kind: Kind) -> None:
        self.main.set_kind(kind)
        self.more.set_kind(kind)

    def _open(self) -> None:
        self.more.open_menu(self.menu)
