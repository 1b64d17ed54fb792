"""Where the parts of a row lie. Painting, clicking and tool tips all ask here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPoint, QRect

from modstead.ui.installed.columns import Column
from modstead.ui.installed.rows import ModRow
from modstead.ui.kit.painting import chip_rect
from modstead.ui.theme import Theme

RIGHT_INSET = 6
CHIP_ICON, _CHIP_AT_LEAST = 24, 76
"""The widths of a chip that shows its icon alone, and from which on it shows words."""
DISABLED_WORD = "Disabled"


class Part(StrEnum):
    """What of a row is under the mouse."""

    BODY = "body"
    SWITCH = "switch"
    UPDATE = "update"
    PIN = "pin"
    MORE = "more"
    REMEDY = "remedy"
    CHIP = "chip"
    NEWS = "news"
    MODIFIED = "modified"


@dataclass(frozen=True, slots=True)
class Cells:
    """The left edges and widths of the visible columns, from the left edge of a row."""

    places: Mapping[Column, tuple[int, int]]

    def rect(self, row: QRect, column: Column) -> QRect:
        left, width = self.places[column]
        return QRect(row.x() + left, row.y(), width, row.height())


@dataclass(frozen=True, slots=True)
class NameParts:
    """The Name cell: `after` is the chip, or the word that says that the mod is disabled."""

    icon: QRect
    title: QRect
    after: QRect | None
    actions: tuple[tuple[Part, QRect], ...]


def name_parts(theme: Theme, cell: QRect, row: ModRow, *, hovered: bool) -> NameParts:
    px = theme.px
    icon = QRect(cell.x(), cell.y(), px(22), cell.height())
    right = cell.right() + 1 - px(12)
    actions: list[tuple[Part, QRect]] = []
    if hovered:
        side = px(24)
        for part in (Part.MORE, Part.PIN, Part.UPDATE) if row.update else (Part.MORE, Part.PIN):
            right -= side
            actions.append((part, QRect(right, cell.y() + (cell.height() - side) // 2, side, side)))
            right -= px(2)
        right -= px(4)
    left = icon.right() + 1 + px(10)
    room = max(0, right - left)
    wanted = theme.advance(row.title, "body", 500)
    after = _after(theme, cell, row)
    if after is None:
        return NameParts(icon, QRect(left, cell.y(), room, cell.height()), None, tuple(actions))
    title_width = min(wanted, max(room - after.width() - px(10), min(room, px(90))))
    if row.chip and room - title_width - px(10) < min(after.width(), px(_CHIP_AT_LEAST)):
        title_width = max(0, min(wanted, room - px(10 + CHIP_ICON)))
    left_over = room - title_width - px(10)
    title = QRect(left, cell.y(), title_width, cell.height())
    if left_over < px(CHIP_ICON if row.chip else 40):
        return NameParts(icon, title, None, tuple(actions))
    after.moveLeft(left + title_width + px(10))
    if row.chip and after.width() > left_over and left_over < px(_CHIP_AT_LEAST):
        left_over = px(CHIP_ICON)  # a few letters say nothing: the tool tip says all
    after.setWidth(min(after.width(), left_over))
    return NameParts(icon, title, after, tuple(actions))


def _after(theme: Theme, cell: QRect, row: ModRow) -> QRect | None:
    if row.chip:
        return chip_rect(theme, 0, cell, row.chip.text, row.chip.icon)
    if not row.enabled:
        return QRect(0, cell.y(), theme.advance(DISABLED_WORD, "caption") + 1, cell.height())
    return None


def remedy_rect(theme: Theme, cell: QRect, row: ModRow) -> QRect | None:
    """The link in the Update column, where it stands there instead of a version."""
    if not row.offers_remedy:
        return None
    width = min(cell.width() - theme.px(8), theme.advance(row.remedy_words, "body", 500))
    return QRect(cell.x(), cell.y(), width, cell.height())


def part_at(theme: Theme, cells: Cells, rect: QRect, row: ModRow, point: QPoint) -> Part:
    if cells.rect(rect, Column.ENABLED).contains(point):
        return Part.SWITCH
    parts = name_parts(theme, cells.rect(rect, Column.NAME), row, hovered=True)
    for part, area in parts.actions:
        if area.contains(point):
            return part
    if row.chip and parts.after and parts.after.contains(point):
        return Part.CHIP
    if Column.UPDATE in cells.places:
        cell = cells.rect(rect, Column.UPDATE)
        link = remedy_rect(theme, cell, row)
        if link and link.contains(point):
            return Part.REMEDY
        if cell.contains(point):
            return Part.NEWS
    if Column.MODIFIED in cells.places and cells.rect(rect, Column.MODIFIED).contains(point):
        return Part.MODIFIED
    return Part.BODY
