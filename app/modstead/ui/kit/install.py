"""The button of a project that knows the state: painted in rows, and as a widget on a project's page."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath

from modstead.ui.kit.painting import CENTRE, draw_icon, draw_text, fill_rounded, outline_rounded
from modstead.ui.theme import Theme

InstallKind = Literal["install", "primary", "running", "installed", "update", "elsewhere", "unfit", "off"]

INSTALL_WIDTH = 112
INSTALL_HEIGHT = 28


@dataclass(frozen=True, slots=True)
class InstallState:
    """`primary` is Install on the hovered or current row, `elsewhere` leads to the browser, `unfit` is a reason as text
    ("No 1.21.4 yet"), `off` cannot be pressed now. `share` is 0 to 1 while running.
    """

    kind: InstallKind
    text: str = ""
    share: float = 0.0

    @property
    def words(self) -> str:
        """What the button says, also to those who cannot see it."""
        if self.kind == "running":
            return f"{round(100 * min(1.0, max(0.0, self.share)))} %"
        if self.text:
            return self.text
        return {
            "installed": "Installed",
            "update": "Update",
            "elsewhere": "Open in browser",
            "unfit": "Nothing fits",
        }.get(self.kind, "Install")

    @property
    def presses(self) -> bool:
        """Whether a click on the body does something; the x of a running one is apart."""
        return self.kind in ("install", "primary", "update", "elsewhere")


def install_rect(theme: Theme, row: QRect, right: int) -> QRect:
    """The button that ends at `right`, centred in the height of `row`: 112x28."""
    width, height = theme.px(INSTALL_WIDTH), theme.px(INSTALL_HEIGHT)
    return QRect(right - width, row.y() + (row.height() - height) // 2, width, height)


def install_cancel_rect(theme: Theme, button: QRect) -> QRect:
    """The x of a running button."""
    side = theme.px(28)
    return QRect(button.x() + button.width() - side, button.y(), side, button.height())


def draw_install(
    painter: QPainter, theme: Theme, rect: QRect, state: InstallState, *, hovered: bool = False
) -> None:
    """`hovered` says that the pointer is on the button itself."""
    c, radius = theme.palette, theme.px(6)
    if state.kind == "running":
        _draw_running(painter, theme, rect, state)
        return
    if state.kind == "unfit":
        draw_text(painter, theme, rect, state.words, role="caption", colour=c.text_3, align=CENTRE)
        return
    if state.kind == "primary":
        fill_rounded(painter, rect, radius, c.accent_hover if hovered else c.accent)
        _draw_words(painter, theme, rect, icon="download", words=state.words, weight=600, colour=c.on_accent)
    elif state.kind == "update":
        fill_rounded(painter, rect, radius, c.accent_soft_2 if hovered else c.accent_soft)
        _draw_words(
            painter, theme, rect, icon="arrow-up", words=state.words, weight=600, colour=c.accent_text
        )
    elif state.kind == "installed":
        _draw_words(painter, theme, rect, icon="check", words=state.words, weight=500, colour=c.good)
    elif state.kind == "off":
        outline_rounded(painter, rect, radius, c.line)
        icon = "arrow-up" if state.words == "Update" else "download"
        _draw_words(painter, theme, rect, icon=icon, words=state.words, weight=500, colour=c.off)
    else:
        outline_rounded(painter, rect, radius, c.edge, fill=c.hover if hovered else c.sheet)
        _draw_words(painter, theme, rect, icon="download", words=state.words, weight=500, colour=c.text)


def _draw_words(
    painter: QPainter, theme: Theme, rect: QRect, *, icon: str, words: str, weight: int, colour: QColor
) -> None:
    side, gap = theme.px(16), theme.px(6)
    width = min(theme.advance(words, "body", weight), rect.width() - side - gap)
    left = rect.x() + (rect.width() - side - gap - width + 1) // 2
    draw_icon(painter, theme, QRect(left, rect.y(), side, rect.height()), icon, colour)
    place = QRect(left + side + gap, rect.y(), width, rect.height())
    draw_text(painter, theme, place, words, weight=weight, colour=colour)


def _draw_running(painter: QPainter, theme: Theme, rect: QRect, state: InstallState) -> None:
    c, radius = theme.palette, theme.px(6)
    frame = QPainterPath()
    frame.addRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(frame, c.sheet)
    painter.setClipPath(frame)
    done = rect.width() * min(1.0, max(0.0, state.share))
    painter.fillRect(QRectF(rect.x(), rect.y(), done, rect.height()), c.accent_soft_2)
    painter.restore()
    outline_rounded(painter, rect, radius, c.edge)
    draw_text(painter, theme, rect.adjusted(theme.px(11), 0, -theme.px(28), 0), state.words, weight=500)
    draw_icon(painter, theme, install_cancel_rect(theme, rect), "close", c.text, size=14)
