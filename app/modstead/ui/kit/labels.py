"""Text that follows the theme: labels, links, key caps, badges and chips."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from modstead.ui.kit.buttons import Button
from modstead.ui.kit.focus import RingedButton
from modstead.ui.kit.painting import (
    CENTRE,
    Tone,
    chip_close_rect,
    chip_width,
    draw_chip,
    draw_text,
    fill_rounded,
    outline_rounded,
)
from modstead.ui.text import breakable, escaped, tip
from modstead.ui.theme import Role, Theme

_LEAST_SHOWN = 72
"""So much, in the design's lengths, is left of a text that shrinks."""


class Label(QLabel):
    """One role of type in one colour of the palette, by its name. The text is plain text: nothing in it is markup.

    With `elide` it takes the room it gets and is cut at the right, the whole text in the tool tip; with `shrink` it
    takes the room of its whole text where there is that much, and is cut so where there is less.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        role: Role = "body",
        weight: int | None = None,
        colour: str = "text",
        wrap: bool = False,
        elide: bool = False,
        shrink: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._role: Role = role
        self._weight = weight
        self._colour = colour
        self._whole = text
        self._elide = elide or shrink
        self._shrinks = shrink
        self.setTextFormat(Qt.TextFormat.RichText if wrap else Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        elif shrink:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self._renew)
        self._renew()

    def set_text(self, text: str) -> None:
        self._whole = text
        self._show_text()
        if self._shrinks:
            self.updateGeometry()

    def text(self) -> str:
        """What was set, also where it is shown cut."""
        return self._whole

    def set_colour(self, colour: str) -> None:
        """Another token's name, such as `text_3`."""
        self._colour = colour
        self._renew()

    def set_weight(self, weight: int) -> None:
        self._weight = weight
        self._renew()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self.wordWrap():
            return hint
        if self._shrinks:
            hint.setWidth(self.theme.advance(self._whole, self._role, self._weight) + 2)
        return hint.expandedTo(QSize(0, self.theme.line(self._role)))

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        if self._shrinks:
            hint.setWidth(min(self.sizeHint().width(), self.theme.px(_LEAST_SHOWN)))
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._elide:
            self._show_text()

    def _renew(self) -> None:
        self.setFont(self.theme.font(self._role, self._weight))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, getattr(self.theme.palette, self._colour))
        self.setPalette(palette)
        self._show_text()

    def _show_text(self) -> None:
        if self.wordWrap():
            words = escaped(breakable(self._whole)).replace("\n", "<br>")
            self.setText(_paragraph(words, self.theme.line(self._role)))
            self.setAccessibleName(self._whole)
            return
        if not self._elide:
            self.setText(self._whole)
            return
        shown = self.theme.elided(self._whole, self._role, self._weight, self.width())
        self.setText(shown)
        self.setToolTip("" if shown == self._whole else tip(self._whole))
        self.setAccessibleName(self._whole)


def _paragraph(markup: str, line: int) -> str:
    """Text on the role's own line height, which plain labels cannot have."""
    return f'<p style="margin:0;line-height:{line}px">{markup}</p>'


class RichLabel(QLabel):
    """A bold sentence and one that explains it, wrapped together. Both are plain text."""

    def __init__(self, theme: Theme, bold: str, rest: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._bold, self._rest = bold, rest
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        theme.changed.connect(self._renew)
        self._renew()

    def set_text(self, bold: str, rest: str = "") -> None:
        self._bold, self._rest = bold, rest
        self._renew()

    def _renew(self) -> None:
        colours = self.theme.palette
        self.setFont(self.theme.font("body"))
        self.setContentsMargins(0, 0, 0, self.theme.line("body") - self.theme.metrics("body").height())
        bold = f'<span style="font-weight:600;color:{colours.text.name()}">{escaped(self._bold)}</span>'
        rest = (
            f'<span style="color:{colours.text_2.name()}"> {escaped(self._rest)}</span>' if self._rest else ""
        )
        self.setText(_paragraph(bold + rest, self.theme.line("body")))
        self.setAccessibleName(f"{self._bold} {self._rest}".strip())


class Link(Button):
    """A word that acts or leads somewhere: accent text without a border."""

    def __init__(
        self, theme: Theme, text: str, *, caption: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, text, kind="link", parent=parent)
        self._caption = caption

    def sizeHint(self) -> QSize:
        role: Role = "caption" if self._caption else "body"
        return QSize(self.theme.advance(self.text(), role, self._weight()) + 2, self.theme.line(role))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = self.theme.palette
        draw_text(
            painter,
            self.theme,
            self.rect(),
            self.text(),
            role="caption" if self._caption else "body",
            weight=self._weight(),
            colour=c.accent_text if self.isEnabled() else c.off,
        )
        if self.underMouse() and self.isEnabled():
            width = self.theme.advance(self.text(), "caption" if self._caption else "body", self._weight())
            painter.fillRect(QRect(0, self.height() - 1, width, 1), c.accent_text)

    def enterEvent(self, event: QEvent) -> None:
        self.update()

    def _weight(self) -> int:
        return 400 if self._caption else 500


class KeyCap(QWidget):
    """A key or chord as it is printed on a keyboard: `Ctrl K`."""

    def __init__(self, theme: Theme, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._keys = keys
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.advance(self._keys, "micro") + 2 * self.theme.px(6), self.theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_key_cap(QPainter(self), self.theme, self.rect(), self._keys)


def draw_key_cap(painter: QPainter, theme: Theme, rect: QRect, keys: str) -> None:
    colours = theme.palette
    outline_rounded(painter, rect, theme.px(4), colours.line, fill=colours.panel)
    draw_text(painter, theme, rect, keys, role="micro", colour=colours.text_3, align=CENTRE)


def badge_width(theme: Theme, text: str) -> int:
    return max(theme.px(20), theme.advance(text, "micro", 600) + 2 * theme.px(7))


def draw_badge(painter: QPainter, theme: Theme, rect: QRect, text: str) -> None:
    """A count on soft-2; `rect` is 18 high and `badge_width` wide."""
    fill_rounded(painter, rect, rect.height() / 2, theme.palette.accent_soft_2)
    draw_text(
        painter, theme, rect, text, role="micro", weight=600, colour=theme.palette.accent_text, align=CENTRE
    )


class Chip(RingedButton):
    """A chip as a widget, with an x where it can be taken away (`removed`). Only with an x does it take the focus."""

    removed = Signal()

    def __init__(
        self,
        theme: Theme,
        text: str,
        tone: Tone = "neutral",
        *,
        icon: str = "",
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self.ring_radius = 4
        self._tone: Tone = tone
        self._icon = icon
        self._closable = closable
        self.setText(text)
        self.setAccessibleName(f"{text}, remove" if closable else text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if not closable:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self.removed)

    def sizeHint(self) -> QSize:
        width = chip_width(self.theme, self.text(), self._icon, closable=self._closable)
        return QSize(width, self.theme.px(22 if self._closable else 20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_chip(
            painter,
            self.theme,
            self.rect(),
            self.text(),
            tone=self._tone,
            icon=self._icon,
            closable=self._closable,
        )
        if self._closable and self.underMouse():
            veil = self.theme.palette.text.toRgb()
            veil.setAlphaF(0.08)
            fill_rounded(painter, chip_close_rect(self.theme, self.rect()), self.theme.px(4), veil)
