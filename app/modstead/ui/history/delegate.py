"""Paints the history: days, entries, and an open entry's changes."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from modstead.domain.plan import Operation, OperationKind, OperationState
from modstead.ui import text
from modstead.ui.history.changes import reason_of
from modstead.ui.history.kinds import look_of
from modstead.ui.history.layout import (
    BACK_TO_POINT,
    ICONS_SHOWN,
    ChangePlace,
    EntryPlaces,
    damaged_places,
    entry_places,
    good_link,
    more_icons,
    row_height,
)
from modstead.ui.history.model import DamagedRow, DayRow, EntryRow, GoodRow, HistoryModel, Openness
from modstead.ui.history.sentences import name_of
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.painting import RIGHT, draw_icon, draw_text, fill_rounded, outline_rounded, pixel_ratio
from modstead.ui.kit.rows import RowState, row_rect
from modstead.ui.kit.versions import draw_new_version, short_version
from modstead.ui.theme import Palette, Theme, mixed

Index = QModelIndex | QPersistentModelIndex
Pictures = Callable[[Operation, int, float], QPixmap | None]
"""The picture of a change's project: how large in logical pixels, and how dense."""

_CHANGE_WORDS = {
    OperationKind.INSTALL: "added",
    OperationKind.REMOVE: "removed",
    OperationKind.ENABLE: "enabled",
    OperationKind.DISABLE: "disabled",
    OperationKind.UPDATE: "replaced",
}


class RowStates(Protocol):
    """What the delegate asks of the list it paints for."""

    def row_state(self, index: QModelIndex) -> RowState: ...

    def line_rect(self, rect: QRect) -> QRect: ...

    def viewport(self) -> QWidget: ...

    def mouse_place(self) -> QPoint | None: ...

    def pressed_place(self) -> QPoint | None: ...


class HistoryDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, rows: RowStates, pictures: Pictures, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = rows
        self._pictures = pictures

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(HistoryModel.RowRole)
        whole = self._rows.line_rect(QRect(0, 0, self._rows.viewport().width(), 0))
        return QSize(0, row_height(self._theme, row, whole.width()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(HistoryModel.RowRole)
        rect: QRect = option.rect
        painter.save()
        if isinstance(row, DayRow):
            self._day(painter, rect, row)
        elif isinstance(row, DamagedRow) and isinstance(index, QModelIndex):
            self._damaged(painter, rect, row, self._rows.row_state(QModelIndex(index)))
        elif isinstance(row, GoodRow) and isinstance(index, QModelIndex):
            self._good(painter, rect, row, self._rows.row_state(QModelIndex(index)))
        elif isinstance(row, EntryRow) and isinstance(index, QModelIndex):
            self._entry(painter, rect, row, self._rows.row_state(QModelIndex(index)))
        painter.restore()

    def _day(self, painter: QPainter, rect: QRect, row: DayRow) -> None:
        theme = self._theme
        line = QRect(rect.x() + theme.px(20), rect.y() + theme.px(6), rect.width() - theme.px(40), 0)
        line.setBottom(rect.bottom())
        draw_text(painter, theme, line, row.words, role="caption", weight=600, colour=theme.palette.text_2)

    def _damaged(self, painter: QPainter, rect: QRect, row: DamagedRow, state: RowState) -> None:
        theme, c = self._theme, self._theme.palette
        body, icon, title, caption = damaged_places(theme, self._rows.line_rect(rect))
        if state.hovered:
            fill_rounded(painter, body, theme.px(6), c.hover)
        if state.ring:
            outline_rounded(painter, body, theme.px(6), c.accent, width=2)
        draw_icon(painter, theme, icon, "error", c.bad)
        draw_text(painter, theme, title, row.title, weight=500, colour=c.text)
        draw_text(painter, theme, caption, row.caption, role="caption", colour=c.text_3)

    def _good(self, painter: QPainter, rect: QRect, row: GoodRow, state: RowState) -> None:
        """The green line, from its words to the link, or to the list's edge."""
        theme, px, c = self._theme, self._theme.px, self._theme.palette
        body = row_rect(theme, rect)
        mark = QRect(body.x() + px(14), rect.y(), px(16), rect.height())
        draw_icon(painter, theme, mark, "check-circle", c.good)
        place = QRect(body.x() + px(40), rect.y(), body.width() - px(56), rect.height())
        width = draw_text(painter, theme, place, row.words, role="caption", weight=600, colour=c.good)
        left = place.x() + width + px(12)
        link = good_link(theme, self._rows.line_rect(rect), row)
        right = link.x() - px(12) if row.link else place.right()
        line = QRect(left, rect.center().y(), max(0, right - left), 1)
        painter.fillRect(line, mixed(c.good, c.sheet, 0.45))
        draw_text(painter, theme, link, row.link, role="caption", colour=c.accent_text, align=RIGHT)
        if state.ring:
            outline_rounded(painter, body, px(6), c.accent, width=2)

    def _entry(self, painter: QPainter, rect: QRect, row: EntryRow, state: RowState) -> None:
        theme, c = self._theme, self._theme.palette
        places = entry_places(theme, self._rows.line_rect(rect), row)
        is_open = row.openness is not Openness.CLOSED
        if is_open or state.hovered:
            fill_rounded(painter, places.body, theme.px(6), c.hover)
        if state.ring:
            outline_rounded(painter, places.body, theme.px(6), c.accent, width=2)
        quiet = row.entry.state is not OperationState.DONE
        icon, colour = kind_icon(row, c)
        draw_icon(painter, theme, places.kind, icon, c.text_3 if quiet and icon != "error" else colour)
        title_colour = c.text_2 if quiet else c.text
        draw_text(painter, theme, places.title, row.title, weight=500, colour=title_colour)
        draw_text(painter, theme, places.caption, row.caption, role="caption", colour=c.text_3)
        self._icons(painter, places, row)
        time = text.clock(row.entry.at)
        draw_text(painter, theme, places.time, time, role="caption", colour=c.text_3, align=RIGHT)
        self._button(painter, places, row, state, lit=is_open or state.hovered)
        chevron = "chevron-up" if is_open else "chevron-down"
        draw_icon(painter, theme, places.chevron, chevron, c.text_2, size=14)
        if is_open:
            self._opened(painter, places, row)

    def _icons(self, painter: QPainter, places: EntryPlaces, row: EntryRow) -> None:
        theme, px = self._theme, self._theme.px
        place = QRect(places.icons.x(), places.icons.y(), px(18), places.icons.height())
        for operation in row.operations[:ICONS_SHOWN]:
            self._picture(painter, place, operation, 18)
            place.translate(px(22), 0)
        rest = more_icons(row)
        if rest:
            line = places.icons.adjusted(0, 0, 1, 0)
            draw_text(
                painter, theme, line, rest, role="caption", colour=self._theme.palette.text_3, align=RIGHT
            )

    def _picture(self, painter: QPainter, place: QRect, operation: Operation, side: int) -> None:
        pixmap = self._pictures(operation, self._theme.px(side), pixel_ratio(painter))
        draw_mod_icon(painter, self._theme, place, pixmap, side)

    def _button(
        self, painter: QPainter, places: EntryPlaces, row: EntryRow, state: RowState, *, lit: bool
    ) -> None:
        theme, c, px = self._theme, self._theme.palette, self._theme.px
        rect = places.button
        if not row.action:
            words = rect.adjusted(0, 0, -px(14), 0)
            draw_text(painter, theme, words, row.status, role="caption", colour=c.text_3, align=RIGHT)
            return
        mouse, pressed = self._rows.mouse_place(), self._rows.pressed_place()
        under = state.hovered and mouse is not None and rect.contains(mouse)
        down = under and pressed is not None and rect.contains(pressed)
        if lit:
            fill = c.press if down else c.hover if under else c.sheet
            outline_rounded(painter, rect, px(6), c.line if row.busy else c.edge, fill=fill)
        icon = "undo" if row.action == "Undo" else "refresh"
        colour = c.off if row.busy else c.text if lit else c.text_2
        width = px(16) + px(6) + theme.advance(row.action, "body", 500)
        left = rect.x() + (rect.width() - width) // 2
        draw_icon(painter, theme, QRect(left, rect.y(), px(16), rect.height()), icon, colour)
        words = QRect(left + px(22), rect.y(), rect.right() - left - px(22), rect.height())
        draw_text(painter, theme, words, row.action, weight=500, colour=colour)

    def _opened(self, painter: QPainter, places: EntryPlaces, row: EntryRow) -> None:
        theme, c = self._theme, self._theme.palette
        for operation, place in zip(row.shown, places.changes, strict=True):
            self._change(painter, operation, place, reason_of(operation, row.operations))
        if row.more:
            draw_text(painter, theme, places.more, row.more, role="caption", colour=c.accent_text)
        draw_text(painter, theme, places.words, row.undo_words, role="caption", colour=c.text_3)
        if row.point_words:
            draw_text(
                painter, theme, places.point, BACK_TO_POINT, role="caption", colour=c.accent_text, align=RIGHT
            )

    def _change(self, painter: QPainter, operation: Operation, place: ChangePlace, reason: str) -> None:
        theme, c = self._theme, self._theme.palette
        self._picture(painter, place.icon, operation, 16)
        draw_text(painter, theme, place.name, name_of(operation), role="caption")
        old, new = operation.from_version_number, operation.version_number
        if operation.kind is OperationKind.UPDATE and old and new:
            draw_text(
                painter, theme, place.old, short_version(old), role="caption", colour=c.text_3, align=RIGHT
            )
            draw_icon(painter, theme, place.arrow, "arrow-right", c.text_2, size=14)
            draw_new_version(painter, theme, place.new, old, new, role="caption")
            self._beside(painter, place.new, short_version(new), reason)
            return
        number = short_version(new) if new else ""
        draw_text(painter, theme, place.old, number, role="caption", colour=c.text_3, align=RIGHT)
        word = _CHANGE_WORDS[operation.kind]
        left = place.arrow
        room = QRect(left.x(), place.new.y(), place.new.right() - left.x(), place.new.height())
        draw_text(painter, theme, room, word, role="caption", colour=c.text_2)
        self._beside(painter, room, word, reason)

    def _beside(self, painter: QPainter, room: QRect, words: str, reason: str) -> None:
        """The reason after the words that stand there already."""
        theme = self._theme
        room = room.adjusted(theme.advance(words, "caption") + theme.px(12), 0, 0, 0)
        if room.width() >= theme.px(60):
            draw_text(painter, theme, room, reason, role="caption", colour=theme.palette.text_3)


def kind_icon(row: EntryRow, colours: Palette) -> tuple[str, QColor]:
    if row.entry.state is OperationState.FAILED:
        return "error", colours.bad
    look = look_of(row.entry.kind)
    colour: QColor = getattr(colours, look.colour)
    return look.icon, colour
