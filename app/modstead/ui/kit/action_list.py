"""A list of things each of which has one action: where the parts of a row lie, how it is painted, how it is pressed."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from modstead.ui.kit.models import RowsModel
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.painting import (
    CENTRE,
    Tone,
    chip_rect,
    draw_chip,
    draw_text,
    draw_tick,
    outline_rounded,
    pixel_ratio,
)
from modstead.ui.kit.rows import RowList, draw_row, row_rect
from modstead.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Pictures = Callable[[str | None, int, float], QPixmap | None]
"""The picture at an address: how large in logical pixels, and how dense."""


@dataclass(frozen=True, slots=True)
class Heading:
    title: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """`detail` is one sentence, `line` what somebody else says. A row with `ticked` is pressed as a whole."""

    key: str
    title: str
    detail: str = ""
    line: str = ""
    chip: str = ""
    tone: Tone = "neutral"
    button: str = ""
    icon_url: str | None = None
    enabled: bool = True
    ticked: bool | None = None


Row = Heading | ActionRow


class ActionModel(RowsModel[Row]):
    """Shown anew only where something is another."""

    def show(self, rows: list[Row]) -> None:
        if tuple(rows) != self.rows:
            self.set_rows(rows)

    def title_of(self, row: Row) -> str:
        return row.title

    def sentence_of(self, row: Row) -> str:
        if isinstance(row, Heading):
            return f"{row.title}. {row.caption}".strip()
        state = "" if row.ticked is None else "ticked" if row.ticked else "not ticked"
        offered = f"{row.button} is offered" if row.button else ""
        parts = (row.title, row.chip, state, row.detail.rstrip("."), row.line.rstrip("."), offered)
        return ". ".join(part for part in parts if part) + "."

    def tip_of(self, row: Row) -> str:
        return "" if isinstance(row, Heading) else "\n".join(filter(None, (row.detail, row.line)))

    def can_be_chosen(self, row: Row) -> bool:
        return isinstance(row, ActionRow)


@dataclass(frozen=True, slots=True)
class Places:
    tick: QRect
    icon: QRect
    title: QRect
    detail: QRect
    line: QRect
    button: QRect


def row_height(theme: Theme, row: Row | None) -> int:
    if isinstance(row, ActionRow):
        return theme.px(72 if row.line else 54 if row.detail else 34)
    return theme.px(40)


def row_places(theme: Theme, rect: QRect, row: ActionRow) -> Places:
    """Where everything lies in a line from edge to edge."""
    px = theme.px
    inside = row_rect(theme, rect).adjusted(px(14), 0, -px(10), 0)
    side = px(32 if row.detail else 22)
    width = theme.advance(row.button, "body", 500) + px(22) if row.button else 0
    height = px(28)
    button = QRect(inside.right() + 1 - width, inside.y() + (inside.height() - height) // 2, width, height)
    tick = QRect(inside.x(), inside.y(), px(16) if row.ticked is not None else 0, inside.height())
    left = inside.x() + (px(26) if row.ticked is not None else 0)
    icon = QRect(left, inside.y() + (inside.height() - side) // 2, side, side)
    left += side + px(12)
    room = max(px(40), button.x() - left - px(12 if row.button else 0))
    lines = [theme.line("body")] + [theme.line("caption") for part in (row.detail, row.line) if part]
    top = inside.y() + (inside.height() - sum(lines) - px(2) * (len(lines) - 1)) // 2
    places = []
    for number in range(3):
        tall = lines[number] if number < len(lines) else 0
        places.append(QRect(left, top, room, tall))
        top += tall + px(2)
    title, detail, line = places
    return Places(tick, icon, title, detail, line, button)


class ActionList(RowList):
    """`acted` brings the key of the row whose button, or whose tick, was pressed; so do Return and Space.

    `opened` brings the key of one that was clicked elsewhere.
    """

    acted = Signal(str)
    opened = Signal(str)
    menu_asked = Signal(str, QPoint)

    def __init__(
        self, theme: Theme, model: ActionModel, pictures: Pictures, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._actions = model
        self._pressed: object = None
        self.setModel(model)
        self.setItemDelegate(_Delegate(theme, self, pictures))
        self.setUniformItemSizes(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setAccessibleName(name)
        self.activated_by_keyboard.connect(self._activated)
        self.pointer = QPoint(-1, -1)

    def action_at(self, index: Index) -> ActionRow | None:
        row = self._actions.row(index)
        return row if isinstance(row, ActionRow) else None

    def model_row(self, index: Index) -> Row | None:
        return self._actions.row(index)

    def key_of(self, index: QModelIndex) -> object:
        row = self.action_at(index)
        return (row.key, row.button) if row else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        meant = event.button() is Qt.MouseButton.LeftButton and not self.meant_for_another(event)
        self._pressed = self.key_of(self.indexAt(event.position().toPoint())) if meant else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        point = event.position().toPoint()
        index = self.indexAt(point)
        row = self.action_at(index)
        if pressed is None or row is None or pressed != self.key_of(index):
            return
        places = row_places(self.theme, self.line_rect(self.visualRect(index)), row)
        if row.ticked is not None or places.button.contains(point):
            self.acted.emit(row.key)
        else:
            self.opened.emit(row.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.pointer = event.position().toPoint()
        self.update(self.indexAt(self.pointer))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keys = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keys else self.indexAt(event.pos())
        row = self.action_at(index)
        if row:
            place = self.visualRect(index).center() if by_keys else event.pos()
            self.menu_asked.emit(row.key, self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._activated(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _activated(self, index: QModelIndex) -> None:
        row = self.action_at(index)
        if row and (row.button or row.ticked is not None):
            self.acted.emit(row.key)


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: ActionList, pictures: Pictures) -> None:
        super().__init__(view)
        self._theme, self._view, self._pictures = theme, view, pictures

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.px(200), row_height(self._theme, self._view.model_row(index)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = self._view.line_rect(option.rect)
        row = self._view.model_row(index)
        painter.save()
        if isinstance(row, Heading):
            self._paint_heading(painter, rect, row)
        elif row:
            self._paint_row(painter, rect, row, index)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, row: Heading) -> None:
        theme, px, colours = self._theme, self._theme.px, self._theme.palette
        line = QRect(rect.x() + px(20), rect.bottom() - px(28), rect.width() - px(36), px(26))
        width = draw_text(painter, theme, line, row.title, role="caption", weight=600, colour=colours.text_2)
        rest = line.adjusted(width + px(8), 0, 0, 0)
        draw_text(painter, theme, rest, row.caption, role="caption", colour=colours.text_3)

    def _paint_row(self, painter: QPainter, rect: QRect, row: ActionRow, index: Index) -> None:
        theme, px, colours = self._theme, self._theme.px, self._theme.palette
        state = self._view.row_state(index)
        draw_row(painter, theme, row_rect(theme, rect), state)
        places = row_places(theme, rect, row)
        if row.ticked is not None:
            draw_tick(painter, theme, places.tick, "on" if row.ticked else "off")
        side = 32 if row.detail else 22
        picture = self._pictures(row.icon_url, theme.px(side), pixel_ratio(painter))
        draw_mod_icon(painter, theme, places.icon, picture, side, enabled=row.enabled)
        chip = chip_rect(theme, 0, places.title, row.chip) if row.chip else QRect()
        room = places.title.width() - (chip.width() + px(10) if row.chip else 0)
        title = QRect(places.title.x(), places.title.y(), max(px(40), room), places.title.height())
        colour = colours.text if row.enabled else colours.text_3
        weight = 600 if row.detail else 500
        width = draw_text(painter, theme, title, row.title, weight=weight, colour=colour)
        if row.chip:
            chip.moveLeft(title.x() + width + px(10))
            draw_chip(painter, theme, chip, row.chip, tone=row.tone)
        draw_text(painter, theme, places.detail, row.detail, role="caption", colour=colours.text_2)
        draw_text(painter, theme, places.line, row.line, role="caption", colour=colours.text_3)
        if row.button:
            over = state.hovered and places.button.contains(self._view.pointer)
            fill = colours.hover if over else colours.sheet
            outline_rounded(painter, places.button, px(6), colours.edge, fill=fill)
            draw_text(painter, theme, places.button, row.button, weight=500, align=CENTRE)
