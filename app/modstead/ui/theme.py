"""Colours, type and measures of the window, and how they reach Qt.

Lengths in the design are for a body font of 13 px; `Theme.px` turns them into the present font's.
"""

import sys
from collections.abc import Hashable
from typing import Literal, get_args

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetrics,
    QGuiApplication,
    QPalette,
    QPixmap,
    QStaticText,
    QTransform,
)
from PySide6.QtWidgets import QApplication, QWidget

from modstead.ui.icons import Icons
from modstead.ui.stylesheet import stylesheet
from modstead.ui.tokens import DARK, LIGHT, Palette, Scheme

__all__ = ["DARK", "LIGHT", "Palette", "Role", "Scheme", "SchemeChoice", "Theme", "mixed"]

Role = Literal["display", "project", "title", "heading", "result", "body", "caption", "micro", "code"]
SchemeChoice = Literal["system", "light", "dark"]

BODY_PX = 13
_SIZES: dict[Role, int] = {
    "display": 24,
    "project": 20,
    "title": 18,
    "heading": 15,
    "result": 14,
    "body": 13,
    "caption": 12,
    "micro": 11,
    "code": 12,
}
_LINES: dict[Role, int] = {
    "display": 32,
    "project": 26,
    "title": 24,
    "heading": 20,
    "result": 20,
    "body": 18,
    "caption": 16,
    "micro": 14,
    "code": 18,
}
_BOLD_ROLES = {"display", "project", "title", "heading", "result"}
_FAMILIES = ("Inter", "Noto Sans")
_CODE_FAMILIES = ("JetBrains Mono", "Noto Sans Mono")
_TEXTS_KEPT = 20_000
_LAID_OUT_KEPT = 2_000
_USUAL_POINTS = (8.0, 11.5)
"""Desktops' usual text sizes; all of them are meant as 100 %."""


class Theme(QObject):
    """The look at this moment; `changed` says that scheme or size are others and all must be drawn anew."""

    changed = Signal()

    def __init__(self, choice: SchemeChoice = "system", *, text_scale: float | None = None) -> None:
        """`text_scale` is a factor on the text's size; without it the system's text size counts."""
        super().__init__()
        self._choice: SchemeChoice = choice
        self._fonts: dict[tuple[Role, int], QFont] = {}
        self._metrics: dict[tuple[Role, int], QFontMetrics] = {}
        self._advances: dict[tuple[str, Role, int | None], int] = {}
        self._laid_out: dict[tuple[str, Role, int | None], QStaticText] = {}
        self._elided: dict[tuple[str, Role, int | None, int], str] = {}
        self._family = _first_family(_FAMILIES, QFontDatabase.SystemFont.GeneralFont)
        self._code_family = _first_family(_CODE_FAMILIES, QFontDatabase.SystemFont.FixedFont)
        self._told_scale = text_scale
        self._scale = self._scale_now()
        self.palette: Palette = LIGHT if self._scheme_now() == "light" else DARK
        self.icons = Icons()
        self.cache: dict[Hashable, QPixmap] = {}
        """What painting made and may use again; emptied at each change."""
        self.ring: QWidget | None = None
        """The one focus ring on screen; `modstead.ui.kit.focus` keeps it."""
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def scheme(self) -> Scheme:
        return self.palette.scheme

    @property
    def scale(self) -> float:
        """The body font's pixels divided by 13."""
        return self._scale

    def px(self, length: float) -> int:
        """A length of the design in the pixels of the present font."""
        return round(length * self._scale)

    def font(self, role: Role, weight: int | None = None) -> QFont:
        """The font of a role, shared: copy it before changing it. The role's own weight if none is told."""
        if weight is None:
            weight = 600 if role in _BOLD_ROLES else 400
        key = (role, weight)
        font = self._fonts.get(key)
        if font is None:
            font = self._fonts[key] = self._make_font(role, weight)
        return font

    def metrics(self, role: Role, weight: int | None = None) -> QFontMetrics:
        if weight is None:
            weight = 600 if role in _BOLD_ROLES else 400
        key = (role, weight)
        metrics = self._metrics.get(key)
        if metrics is None:
            metrics = self._metrics[key] = QFontMetrics(self.font(role, weight))
        return metrics

    def line(self, role: Role) -> int:
        """The line height of a role, in pixels."""
        return self.px(_LINES[role])

    def advance(self, text: str, role: Role, weight: int | None = None) -> int:
        """The width of a text in pixels, measured once."""
        key = (text, role, weight)
        width = self._advances.get(key)
        if width is None:
            if len(self._advances) > _TEXTS_KEPT:
                self._advances.clear()
            width = self._advances[key] = self.metrics(role, weight).horizontalAdvance(text)
        return width

    def laid_out(self, text: str, role: Role, weight: int | None) -> QStaticText:
        """The text with its glyphs placed, for painting it again and again; plain text on one line."""
        key = (text, role, weight)
        static = self._laid_out.get(key)
        if static is None:
            if len(self._laid_out) > _LAID_OUT_KEPT:
                self._laid_out.clear()
            static = self._laid_out[key] = QStaticText(text.replace("\n", " "))
            static.setTextFormat(Qt.TextFormat.PlainText)
            static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            static.prepare(QTransform(), self.font(role, weight))
        return static

    def elided(self, text: str, role: Role, weight: int | None, width: int) -> str:
        """The text cut at the right so that it is at most `width` pixels wide."""
        if self.advance(text, role, weight) <= width:
            return text
        key = (text, role, weight, width)
        cut = self._elided.get(key)
        if cut is None:
            if len(self._elided) > _TEXTS_KEPT:
                self._elided.clear()
            metrics = self.metrics(role, weight)
            cut = self._elided[key] = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        return cut

    def set_scheme(self, choice: SchemeChoice) -> None:
        self._choice = choice
        hints = QGuiApplication.styleHints()
        if choice == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Light if choice == "light" else Qt.ColorScheme.Dark)
        self._follow_system()

    def set_text_scale(self, factor: float | None) -> None:
        """Another text size, 1.0 being 13 px; None follows the system."""
        self._told_scale = factor
        scale = self._scale_now()
        if scale != self._scale:
            self._scale = scale
            self._renew()

    def apply(self, app: QApplication) -> None:
        """Give the whole application this look, now and after each change."""
        if sys.platform in ("win32", "darwin"):  # elsewhere it is Fusion already, and asking costs 10 ms
            app.setStyle("Fusion")
        self._dress(app)
        self.changed.connect(self._dress_application)

    def _follow_system(self) -> None:
        palette = LIGHT if self._scheme_now() == "light" else DARK
        if palette is not self.palette:
            self.palette = palette
            self._renew()

    def _renew(self) -> None:
        self._fonts.clear()
        self._metrics.clear()
        self._advances.clear()
        self._laid_out.clear()
        self._elided.clear()
        self.cache.clear()
        self.changed.emit()

    def _dress_application(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._dress(app)

    def _dress(self, app: QApplication) -> None:
        app.setFont(self.font("body"))
        app.setPalette(qt_palette(self.palette))
        app.setStyleSheet(stylesheet(self.palette, self.px))

    def _scheme_now(self) -> Scheme:
        if self._choice != "system":
            return self._choice
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _scale_now(self) -> float:
        factor = _system_factor() if self._told_scale is None else self._told_scale
        return max(8, round(BODY_PX * factor)) / BODY_PX

    def _make_font(self, role: Role, weight: int) -> QFont:
        font = QFont(self._code_family if role == "code" else self._family)
        font.setPixelSize(max(7, round(_SIZES[role] * self._scale)))
        font.setWeight(QFont.Weight(weight))
        font.setFeature(QFont.Tag("tnum"), 1)
        return font


def mixed(front: QColor, back: QColor, share: float) -> QColor:
    """`share` of `front` over `back`, opaque."""
    rest = 1 - share
    return QColor(
        round(front.red() * share + back.red() * rest),
        round(front.green() * share + back.green() * rest),
        round(front.blue() * share + back.blue() * rest),
    )


def qt_palette(colours: Palette) -> QPalette:
    """The same colours for widgets that nothing styles."""
    palette = QPalette()
    pairs = {
        QPalette.ColorRole.Window: colours.chrome,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.sheet,
        QPalette.ColorRole.AlternateBase: colours.panel,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.Button: colours.sheet,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.BrightText: colours.bad,
        QPalette.ColorRole.ToolTipBase: colours.toast,
        QPalette.ColorRole.ToolTipText: colours.toast_text,
        QPalette.ColorRole.Highlight: colours.accent_soft,
        QPalette.ColorRole.HighlightedText: colours.text,
        QPalette.ColorRole.Accent: colours.accent,
        QPalette.ColorRole.Link: colours.accent_text,
        QPalette.ColorRole.LinkVisited: colours.accent_text,
        QPalette.ColorRole.PlaceholderText: colours.text_3,
        QPalette.ColorRole.Light: colours.raised,
        QPalette.ColorRole.Midlight: colours.line,
        QPalette.ColorRole.Mid: colours.edge,
        QPalette.ColorRole.Dark: colours.control,
        QPalette.ColorRole.Shadow: colours.control,
    }
    for role, colour in pairs.items():
        palette.setColor(role, colour)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, colours.off)
    return palette


def roles() -> tuple[Role, ...]:
    return get_args(Role)


def _first_family(families: tuple[str, ...], otherwise: QFontDatabase.SystemFont) -> str:
    for family in families:
        if QFontDatabase.hasFamily(family):
            return family
    return QFontDatabase.systemFont(otherwise).family()


def _system_factor() -> float:
    """How much larger than usual the system wants its text, by its resolution for text and its font."""
    if not QGuiApplication.screens():
        return 1.0
    screen = QGuiApplication.primaryScreen()
    usual_dots, usual_points = (72.0, 13.0) if sys.platform == "darwin" else (96.0, 10.0)
    points = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    by_font = 1.0
    if points > 0 and points != usual_points and not _USUAL_POINTS[0] <= points <= _USUAL_POINTS[1]:
        by_font = points / usual_points
    return min(3.0, max(0.75, screen.logicalDotsPerInch() / usual_dots * by_font))
