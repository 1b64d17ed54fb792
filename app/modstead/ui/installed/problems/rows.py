"""The list of problems: where the parts of a row lie, how they are painted, what a click and a key do."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from modstead.domain.problems import ProblemKind
from modstead.ui import text
from modstead.ui.installed.icons import ModIcons
from modstead.ui.installed.problem_looks import REMEDY_ICONS, REMEDY_WORDS
from modstead.ui.installed.problems.model import Heading, ProblemRow, ProblemsModel
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.painting import (
    chip_rect,
    draw_chip,
    draw_icon,
    draw_text,
    fill_rounded,
    outline_rounded,
    pixel_ratio,
)
from modstead.ui.kit.rows import RowList, draw_row, row_rect
from modstead.ui.kit.versions import short_version
from modstead.ui.theme import Theme

ROW, FIRST_HEADING, HEADING = 54, 36, 44
_BUTTON_AT_LEAST, _BUTTON_AT_MOST = 112, 232
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Places:
    icon: QRect
    title: QRect
    detail: QRect
    button: QRect
    more: QRect


def row_places(theme: Theme, rect: QRect, row: ProblemRow) -> Places:
    """`rect` is the line from edge to edge."""
    px = theme.px
    right = rect.x() + rect.width() - px(16)
    side = px(28)
    more = QRect(right - side, rect.y() + (rect.height() - side) // 2, side, side)
    width = 0
    if row.button:
        wanted = theme.advance(button_words(theme, row), "body", 500) + px(16 + 6 + 22)
        width = min(max(wanted, px(_BUTTON_AT_LEAST)), px(_BUTTON_AT_MOST), rect.width() // 2)
    button = QRect(more.x() - px(4) - width, more.y(), width, side)
    icon = QRect(rect.x() + px(20), rect.y(), px(32), rect.height())
    left = icon.x() + icon.width() + px(12)
    room = max(0, button.x() - px(16) - left)
    upper, lower = theme.line("body"), theme.line("caption")
    top = rect.y() + (rect.height() - upper - lower - px(2)) // 2
    return Places(
        icon,
        QRect(left, top, room, upper),
        QRect(left, top + upper + px(2), room, lower),
        button,
        more,
    )


def button_words(theme: Theme, row: ProblemRow) -> str:
    """What the remedy says; where that is long and about the row's own file, what it does in two words."""
    remedy = row.problem.remedies[0]
    long = theme.advance(row.button, "body", 500) + theme.px(16 + 6 + 22) > theme.px(_BUTTON_AT_MOST)
    if not long or remedy.file != row.problem.file:
        return row.button
    words = REMEDY_WORDS[remedy.kind]
    twin = row.problem.kind is ProblemKind.DUPLICATE and row.mod and row.mod.version_number
    return f"{words} {short_version(row.mod.version_number)}" if twin and row.mod else words


class ProblemList(RowList):
    """Return does what the button says; the menu key opens what else can be done."""

    remedy_asked = Signal(object)
    menu_asked = Signal(object, QPoint)

    def __init__(self, theme: Theme, model: ProblemsModel, icons: ModIcons) -> None:
        super().__init__(theme)
        self._problems = model
        self._pressed: object = None
        self.setModel(model)
        self.setItemDelegate(_Delegate(theme, self, icons))
        self.setUniformItemSizes(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName("Problems")
        self.setAccessibleDescription("Enter does what helps.")
        self.activated_by_keyboard.connect(self._activated)
        icons.ready.connect(self.viewport().update)
        self.pointer = QPoint(-1, -1)

    def places_at(self, index: QModelIndex) -> tuple[ProblemRow, Places] | None:
        row = self._problems.row(index)
        if not isinstance(row, ProblemRow):
            return None
        return row, row_places(self.theme, self.line_rect(self.visualRect(index)), row)

    def key_of(self, index: QModelIndex) -> object:
        row = self._problems.row(index)
        return (row.problem.file, row.problem.kind, row.button) if isinstance(row, ProblemRow) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        meant = event.button() is Qt.MouseButton.LeftButton and not self.meant_for_another(event)
        self._pressed = self.key_of(self.indexAt(event.position().toPoint())) if meant else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        pressed, self._pressed = self._pressed, None
        hit = self.places_at(self.indexAt(point))
        if pressed is None or hit is None or pressed != self.key_of(self.indexAt(point)):
            return
        row, places = hit
        if places.button.contains(point):
            self.remedy_asked.emit(row)
        elif places.more.contains(point):
            self.menu_asked.emit(row, self.viewport().mapToGlobal(places.more.bottomLeft()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.pointer = event.position().toPoint()
        self.update(self.indexAt(self.pointer))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.currentIndex()
        if event.reason() is not QContextMenuEvent.Reason.Keyboard:
            index = self.indexAt(event.pos())
        hit = self.places_at(index)
        if hit:
            place = hit[1].more.bottomLeft()
            if event.reason() is not QContextMenuEvent.Reason.Keyboard:
                place = event.pos()
            self.menu_asked.emit(hit[0], self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._activated(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _activated(self, index: QModelIndex) -> None:
        row = self._problems.row(index)
        if isinstance(row, ProblemRow) and row.button:
            self.remedy_asked.emit(row)


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: ProblemList, icons: ModIcons) -> None:
        super().__init__(view)
        self._theme, self._view, self._icons = theme, view, icons

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ProblemsModel.RowRole)
        if isinstance(row, Heading):
            return QSize(0, self._theme.px(FIRST_HEADING if row.first else HEADING))
        return QSize(0, self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ProblemsModel.RowRole)
        rect = self._view.line_rect(option.rect)
        if isinstance(row, Heading):
            self._paint_heading(painter, rect, row)
        elif isinstance(row, ProblemRow):
            self._paint_problem(painter, rect, row, index)

    def _paint_heading(self, painter: QPainter, rect: QRect, row: Heading) -> None:
        theme, px, colours = self._theme, self._theme.px, self._theme.palette
        line = QRect(rect.x() + px(20), rect.y() + rect.height() - px(30), rect.width() - px(36), px(26))
        width = draw_text(painter, theme, line, row.title, role="caption", weight=600, colour=colours.text_2)
        rest = line.adjusted(width + px(6), 0, 0, 0)
        draw_text(painter, theme, rest, text.grouped(row.count), role="caption", colour=colours.text_3)

    def _paint_problem(self, painter: QPainter, rect: QRect, row: ProblemRow, index: Index) -> None:
        theme, px, colours = self._theme, self._theme.px, self._theme.palette
        state = self._view.row_state(index)
        draw_row(painter, theme, row_rect(theme, rect), state)
        places = row_places(theme, rect, row)
        picture = self._icons.pixmap(row.mod, 32, pixel_ratio(painter)) if row.mod else None
        enabled = row.mod.file.enabled if row.mod else True
        draw_mod_icon(painter, theme, places.icon, picture, 32, enabled=enabled)
        chip = chip_rect(theme, 0, places.title, row.look.word, row.look.icon)
        room = max(px(60), places.title.width() - chip.width() - px(10))
        title = QRect(places.title.x(), places.title.y(), room, places.title.height())
        width = draw_text(painter, theme, title, row.problem.title, weight=600)
        chip.moveLeft(title.x() + width + px(10))
        if chip.right() <= places.title.right():
            draw_chip(painter, theme, chip, row.look.word, tone=row.look.tone, icon=row.look.icon)
        draw_text(painter, theme, places.detail, row.problem.detail, role="caption", colour=colours.text_2)
        pointer = self._view.pointer if state.hovered else QPoint(-1, -1)
        if row.button:
            self._paint_button(painter, places.button, row, hovered=places.button.contains(pointer))
        if places.more.contains(pointer):
            fill_rounded(painter, places.more, px(4), colours.press)
        draw_icon(painter, theme, places.more, "more", colours.text_2 if state.hovered else colours.text_3)

    def _paint_button(self, painter: QPainter, rect: QRect, row: ProblemRow, *, hovered: bool) -> None:
        theme, px, colours = self._theme, self._theme.px, self._theme.palette
        fill = colours.hover if hovered else colours.sheet
        outline_rounded(painter, rect, px(6), colours.edge, fill=fill)
        side, gap = px(16), px(6)
        said = button_words(theme, row)
        words = min(theme.advance(said, "body", 500), rect.width() - side - gap - px(16))
        left = rect.x() + (rect.width() - side - gap - words) // 2
        icon = REMEDY_ICONS[row.problem.remedies[0].kind]
        draw_icon(painter, theme, QRect(left, rect.y(), side, rect.height()), icon, colours.text_2)
        place = QRect(left + side + gap, rect.y(), words, rect.height())
        draw_text(painter, theme, place, said, weight=500)
