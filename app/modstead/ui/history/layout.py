"""Where everything in a history row stands: one answer for painting and for the mouse."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

from modstead.ui.history.model import DamagedRow, DayRow, EntryRow, GoodRow, Openness, Row
from modstead.ui.kit.rows import row_rect
from modstead.ui.kit.versions import short_version
from modstead.ui.theme import Theme

ENTRY, OPENED, CHANGE, FOOT, DAY, DAY_BELOW, GOOD = 48, 50, 26, 32, 32, 34, 30
TWO_COLUMNS_FROM = 620
GAP = 4
"""Below an open row."""
ICONS_SHOWN = 3
BACK_TO_POINT = "Back to this point"


@dataclass(frozen=True, slots=True)
class ChangePlace:
    icon: QRect
    name: QRect
    old: QRect
    arrow: QRect
    new: QRect


@dataclass(frozen=True, slots=True)
class EntryPlaces:
    """All parts of one entry's row. `more`, `words` and `point` are empty while it is closed."""

    body: QRect
    kind: QRect
    title: QRect
    caption: QRect
    icons: QRect
    time: QRect
    button: QRect
    chevron: QRect
    changes: tuple[ChangePlace, ...]
    more: QRect
    words: QRect
    point: QRect

    def part_at(self, place: QPoint) -> str:
        """`button`, `more`, `point`, or `row` for anywhere else."""
        for part, rect in (("button", self.button), ("more", self.more), ("point", self.point)):
            if rect.contains(place):
                return part
        return "row"


def row_height(theme: Theme, row: Row, width: int) -> int:
    """`width` is the list's, which may have room for one column of changes only."""
    if isinstance(row, DamagedRow):
        return theme.px(ENTRY)
    if isinstance(row, DayRow):
        return theme.px(DAY if row.first else DAY_BELOW)
    if isinstance(row, GoodRow):
        return theme.px(GOOD)
    if row.openness is Openness.CLOSED:
        return theme.px(ENTRY)
    lines = -(-len(row.shown) // _columns(theme, width))
    return theme.px(OPENED) + lines * theme.px(CHANGE) + theme.px(FOOT) + theme.px(GAP)


def entry_places(theme: Theme, rect: QRect, row: EntryRow) -> EntryPlaces:
    px = theme.px
    is_open = row.openness is not Openness.CLOSED
    body = row_rect(theme, rect)
    if is_open:
        body.setHeight(rect.height() - px(GAP))
    top, height = body.y(), px(ENTRY)
    left, right = body.x() + px(42), body.x() + body.width()
    button = QRect(right - px(116), top + (height - px(28)) // 2, px(84), px(28))
    time = QRect(button.x() - px(12) - px(56), top, px(56), height)
    icons_right = button.x() - px(94)
    icons_wide = _icons_width(theme, row)
    icons = QRect(icons_right - icons_wide, top, icons_wide, height)
    text_width = max(0, icons.x() - px(16) - left)
    middle = top + height // 2
    titles, captions = theme.line("body"), theme.line("caption")
    if row.caption:
        title = QRect(left, middle - px(16), text_width, titles)
        caption = QRect(left, title.y() + titles - px(1), text_width, captions)
    else:
        title = QRect(left, middle - titles // 2, text_width, titles)
        caption = QRect()
    more, words, point = _foot(theme, body, row, left) if is_open else (QRect(), QRect(), QRect())
    return EntryPlaces(
        body=body,
        kind=QRect(body.x() + px(14), top, px(16), height),
        title=title,
        caption=caption,
        icons=icons,
        time=time,
        button=button,
        chevron=QRect(right - px(20), top, px(14), height),
        changes=_changes(theme, body, row, left),
        more=more,
        words=words,
        point=point,
    )


def damaged_places(theme: Theme, rect: QRect) -> tuple[QRect, QRect, QRect, QRect]:
    """Body, icon, title and caption of a change whose record is damaged."""
    px = theme.px
    body = row_rect(theme, rect)
    left, middle = body.x() + px(42), body.y() + px(ENTRY) // 2
    width = max(0, body.right() - px(16) - left)
    title = QRect(left, middle - px(16), width, theme.line("body"))
    caption = QRect(left, title.y() + title.height() - px(1), width, theme.line("caption"))
    return body, QRect(body.x() + px(14), body.y(), px(16), px(ENTRY)), title, caption


def good_link(theme: Theme, rect: QRect, row: GoodRow) -> QRect:
    """The link at the end of the green line; empty where there is none."""
    if not row.link:
        return QRect()
    body = row_rect(theme, rect)
    width = theme.advance(row.link, "caption") + theme.px(2)
    return QRect(body.right() - theme.px(16) - width, rect.y(), width, rect.height())


def more_icons(row: EntryRow) -> str:
    rest = len(row.operations) - ICONS_SHOWN
    return f"+{rest}" if rest > 0 else ""


def _icons_width(theme: Theme, row: EntryRow) -> int:
    count = min(ICONS_SHOWN, len(row.operations))
    width = count * theme.px(18) + max(0, count - 1) * theme.px(4)
    rest = more_icons(row)
    return width + (theme.px(6) + theme.advance(rest, "caption") if rest else 0)


def _columns(theme: Theme, width: int) -> int:
    return 2 if width >= theme.px(TWO_COLUMNS_FROM) else 1


def _changes(theme: Theme, body: QRect, row: EntryRow, left: int) -> tuple[ChangePlace, ...]:
    px = theme.px
    columns = _columns(theme, body.width() + px(6) + px(14))
    gap = px(24)
    width = (body.x() + body.width() - px(16) - left - gap * (columns - 1)) // columns
    from_left = _old_right(theme, row, width)
    places = []
    for number, _ in enumerate(row.shown):
        x = left + (number % columns) * (width + gap)
        y = body.y() + px(OPENED) + (number // columns) * px(CHANGE)
        old_right = x + from_left
        old = QRect(old_right - px(78), y, px(78), px(CHANGE))
        arrow = QRect(old_right + px(10), y, px(14), px(CHANGE))
        new_left = arrow.x() + px(24)
        name_right = old_right - _old_width(theme, row) - px(8)
        places.append(
            ChangePlace(
                icon=QRect(x, y, px(16), px(CHANGE)),
                name=QRect(x + px(26), y, max(0, name_right - x - px(26)), px(CHANGE)),
                old=old,
                arrow=arrow,
                new=QRect(new_left, y, max(0, x + width - new_left), px(CHANGE)),
            )
        )
    return tuple(places)


def _old_width(theme: Theme, row: EntryRow) -> int:
    numbers = (operation.from_version_number or operation.version_number for operation in row.shown)
    widest = max((theme.advance(short_version(number), "caption") for number in numbers if number), default=0)
    return min(widest, theme.px(78))


def _old_right(theme: Theme, row: EntryRow, width: int) -> int:
    """Where old versions end: the name gets what it needs before the columns stand at their usual place."""
    usual = round(width * 0.48)
    needed = theme.px(26 + 130 + 8) + _old_width(theme, row)
    return max(usual, min(needed, width - theme.px(24 + 10 + 60)))


def _foot(theme: Theme, body: QRect, row: EntryRow, left: int) -> tuple[QRect, QRect, QRect]:
    px = theme.px
    line = QRect(left, body.y() + body.height() - px(FOOT), 0, px(FOOT) - px(5))
    more = QRect(line)
    if row.more:
        more.setWidth(theme.advance(row.more, "caption") + px(2))
        line.setLeft(more.x() + more.width() + px(14))
    line.setRight(body.x() + body.width() - px(16))
    point = QRect()
    if row.point_words:
        point = QRect(line)
        point.setLeft(max(line.x(), line.right() - theme.advance(BACK_TO_POINT, "caption") - px(2)))
        line.setRight(point.x() - px(14))
    return more, line, point
