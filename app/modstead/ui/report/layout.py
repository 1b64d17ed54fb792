"""Where everything in a row of the report stands: one answer for the heading, painting and the mouse."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

from modstead.ui.report.items import Part
from modstead.ui.theme import Theme

ROW = 54
_CONFIDENCE, _FIT, _CHOICE, _GAP = 236, 200, 212, 12
_BOTH = 222
"""What is known and whether it fits, below each other, where the window is too narrow for two columns."""
_WIDE_FROM = 940


@dataclass(frozen=True, slots=True)
class Columns:
    """From left to right. `fit` is empty in a narrow row: its words stand below the confidence then."""

    file: QRect
    confidence: QRect
    fit: QRect
    choice: QRect


@dataclass(frozen=True, slots=True)
class ItemPlaces:
    icon: QRect
    title: QRect
    caption: QRect
    bars: QRect
    confidence: QRect
    fit: QRect
    parts: tuple[QRect, ...]

    def part_at(self, point: QPoint) -> int | None:
        """The number of the choice's part under the mouse."""
        return next((number for number, part in enumerate(self.parts) if part.contains(point)), None)


def columns(theme: Theme, rect: QRect) -> Columns:
    """`rect` goes from edge to edge of the sheet."""
    px = theme.px
    right = rect.x() + rect.width() - px(16)
    choice = QRect(right - px(_CHOICE), rect.y(), px(_CHOICE), rect.height())
    wide = rect.width() >= px(_WIDE_FROM)
    fit = QRect(choice.x(), rect.y(), 0, rect.height())
    if wide:
        fit = QRect(choice.x() - px(_GAP) - px(_FIT), rect.y(), px(_FIT), rect.height())
    known = px(_CONFIDENCE if wide else _BOTH)
    confidence = QRect(fit.x() - px(_GAP) - known, rect.y(), known, rect.height())
    left = rect.x() + px(20)
    file = QRect(left, rect.y(), max(0, confidence.x() - px(_GAP) - left), rect.height())
    return Columns(file, confidence, fit, choice)


def item_places(theme: Theme, rect: QRect, parts: Sequence[Part]) -> ItemPlaces:
    px = theme.px
    line = rect.adjusted(0, 0, 0, -1)
    place = columns(theme, line)
    left = place.file.x() + px(44)
    width = max(0, place.file.x() + place.file.width() - left)
    title, caption = _two_lines(theme, line, left, width)
    bars = QRect(place.confidence.x(), line.y(), px(26), line.height())
    confidence = place.confidence.adjusted(px(38), 0, 0, 0)
    fit = place.fit
    if fit.width() == 0:
        confidence, fit = _two_lines(theme, line, confidence.x(), confidence.width())
    return ItemPlaces(
        icon=QRect(place.file.x(), line.y(), px(32), line.height()),
        title=title,
        caption=caption,
        bars=bars,
        confidence=confidence,
        fit=fit,
        parts=_parts(theme, place.choice, parts),
    )


def _two_lines(theme: Theme, line: QRect, left: int, width: int) -> tuple[QRect, QRect]:
    upper, lower = theme.line("body"), theme.line("caption")
    middle = line.y() + line.height() // 2
    return (
        QRect(left, middle - upper + theme.px(1), width, upper),
        QRect(left, middle + theme.px(1), width, lower),
    )


def _parts(theme: Theme, choice: QRect, parts: Sequence[Part]) -> tuple[QRect, ...]:
    px = theme.px
    height = px(28)
    top = choice.y() + (choice.height() - height) // 2
    right = choice.x() + choice.width()
    places: list[QRect] = []
    for number, part in enumerate(reversed(parts)):
        width = px(part.width) if number < len(parts) - 1 else right - choice.x()
        places.append(QRect(right - width, top, width, height))
        right -= width
    return tuple(reversed(places))
