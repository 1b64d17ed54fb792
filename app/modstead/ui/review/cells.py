"""Where the parts of a review's rows lie, for painting and for clicking."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPoint, QRect

from modstead.ui.kit.painting import chip_rect
from modstead.ui.review.items import ReviewItem
from modstead.ui.review.model import Entry, EntryKind
from modstead.ui.theme import Theme

CHANGELOGS, SIZE, RELEASED, CHANNEL, VERSIONS = 130, 66, 92, 88, 250
OPENER = 24
ROW, HELD_ROW, FIRST_HEADING, HEADING = 34, 42, 32, 44
RIGHT = 18


class Part(StrEnum):
    BODY = "body"
    TICK = "tick"
    CHANGELOGS = "changelogs"
    REMEDY = "remedy"
    RELEASED = "released"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class ReviewCells:
    """The columns of a row, from the right; both sections share them. Narrow rows lose released and channel first,
    then size and the opener's words, so that the name keeps its room.
    """

    tick: QRect
    icon: QRect
    name: QRect
    versions: QRect
    channel: QRect
    released: QRect
    size: QRect
    changelogs: QRect


def cells(theme: Theme, rect: QRect) -> ReviewCells:
    px = theme.px
    right = rect.right() + 1 - px(RIGHT)
    places = {}
    narrow = rect.width() < px(820)
    tight = rect.width() < px(720)
    for name, length in (
        ("changelogs", OPENER if tight else CHANGELOGS),
        ("size", 0 if tight else SIZE),
        ("released", 0 if narrow else RELEASED),
        ("channel", 20 if narrow else CHANNEL),
        ("versions", VERSIONS - 70 if tight else VERSIONS - 30 if narrow else VERSIONS),
    ):
        right -= px(length)
        places[name] = QRect(right, rect.y(), px(length), rect.height())
    tick = QRect(rect.x() + px(20), rect.y(), px(16), rect.height())
    icon = QRect(rect.x() + px(48), rect.y(), px(22), rect.height())
    left = icon.right() + 1 + px(10)
    name_cell = QRect(left, rect.y(), max(0, right - left - px(8)), rect.height())
    return ReviewCells(tick, icon, name_cell, **places)


def content_rect(theme: Theme, rect: QRect, entry: Entry) -> QRect:
    """A heading's words stand at the foot of its rect; everything else fills its own."""
    if entry.kind is EntryKind.HEADING and rect.height() > theme.px(FIRST_HEADING):
        return rect.adjusted(0, rect.height() - theme.px(FIRST_HEADING + 2), 0, 0)
    return rect


def remedy_rect(theme: Theme, rect: QRect, item: ReviewItem) -> QRect:
    """The remedy's link, at the right."""
    width = theme.advance(item.remedy, "body", 500)
    right = rect.right() + 1 - theme.px(RIGHT + 11)
    return QRect(right - width, rect.y(), width, rect.height())


def skip_rect(theme: Theme, name: QRect) -> QRect:
    """The button of a row under the pointer that passes its version over, at the end of its name's cell."""
    side = theme.px(24)
    return QRect(name.right() + 1 - side, name.y() + (name.height() - side) // 2, side, side)


def held_lines(theme: Theme, cell: QRect) -> tuple[QRect, QRect]:
    """Name and reason, one below the other."""
    first, second = theme.px(18), theme.px(16)
    top = cell.y() + (cell.height() - first - second) // 2
    return QRect(cell.x(), top, cell.width(), first), QRect(cell.x(), top + first, cell.width(), second)


def chip_rects(
    theme: Theme, name: QRect, title_width: int, chips: tuple[tuple[str, str], ...]
) -> list[QRect]:
    """The chips (text and icon) that have room after the name, from the first."""
    rects: list[QRect] = []
    left = name.x() + title_width + theme.px(10)
    for words, icon in chips:
        chip = chip_rect(theme, left, name, words, icon)
        if chip.right() > name.right():
            break
        rects.append(chip)
        left = chip.right() + 1 + theme.px(6)
    return rects


def part_at(theme: Theme, rect: QRect, entry: Entry, point: QPoint) -> Part:
    places = cells(theme, content_rect(theme, rect, entry))
    reach = places.tick.adjusted(-theme.px(14), 0, theme.px(6), 0)
    if entry.kind is not EntryKind.CHANGELOG and reach.contains(point):
        return Part.TICK if entry.item is None or entry.item.tickable else Part.BODY
    if entry.item is None:
        return Part.BODY
    if (
        entry.kind is EntryKind.HELD
        and entry.item.remedy
        and remedy_rect(theme, rect, entry.item).contains(point)
    ):
        return Part.REMEDY
    if entry.item.can_be_skipped and skip_rect(theme, places.name).contains(point):
        return Part.SKIP
    if entry.kind is EntryKind.ITEM and entry.item.changelogs and places.changelogs.contains(point):
        return Part.CHANGELOGS
    if places.released.contains(point):
        return Part.RELEASED
    return Part.BODY
