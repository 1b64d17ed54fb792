"""The list of the matrix: how its rows are painted, and what a click and a key in them do."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from modstead.ui import text
from modstead.ui.images import ImageLoader
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.painting import draw_channel, draw_icon, draw_text, pixel_ratio
from modstead.ui.kit.rows import RowList, draw_row, row_rect
from modstead.ui.kit.versions import short_version
from modstead.ui.migration.model import MatrixModel
from modstead.ui.migration.places import FIRST_HEADING, HEADING, ROW, columns
from modstead.ui.migration.rows import Heading, Mark, MatrixRow
from modstead.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_ICON = 22
_ENOUGH = 72
"""So much of a name is worth more than none of it."""
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class MatrixList(RowList):
    """Left and Right choose the target beside the chosen one, a click in a target's column that one."""

    target_wanted = Signal(int)

    def __init__(self, theme: Theme, model: MatrixModel, images: ImageLoader) -> None:
        super().__init__(theme)
        self._matrix = model
        self.setModel(model)
        self.setUniformItemSizes(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(_Delegate(theme, self, images))
        self.setAccessibleName("Mods and Minecraft versions")
        self.setAccessibleDescription("Left and Right choose the Minecraft version.")
        images.ready.connect(self.viewport().update)

    def whole(self, rect: QRect) -> QRect:
        """A row from edge to edge, whether the scroll bar is there or not."""
        return QRect(rect.x(), rect.y(), self.width(), rect.height())

    def key_of(self, index: QModelIndex) -> object:
        row = self._matrix.row(index)
        return row.mod.file.name if isinstance(row, MatrixRow) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        point = event.position().toPoint()
        row = self._matrix.row(self.indexAt(point))
        if event.button() is Qt.MouseButton.LeftButton and isinstance(row, MatrixRow):
            line = self.whole(self.visualRect(self.indexAt(point)))
            place = columns(self.theme, line, len(row.marks)).target_at(point.x())
            if place >= 0:
                self.target_wanted.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        row = self._matrix.row(self.currentIndex())
        if step and isinstance(row, MatrixRow):
            self.show_ring()
            self.target_wanted.emit(min(max(row.chosen + step, 0), len(row.marks) - 1))
            return
        super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: MatrixList, images: ImageLoader) -> None:
        super().__init__(view)
        self._theme, self._view, self._images = theme, view, images

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if isinstance(index.data(MatrixModel.RowRole), Heading):
            return QSize(0, self._theme.px(HEADING if index.row() else FIRST_HEADING))
        return QSize(0, self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(MatrixModel.RowRole)
        rect = self._view.whole(option.rect)
        if isinstance(row, Heading):
            self._paint_heading(painter, rect, row)
        elif isinstance(row, MatrixRow):
            draw_row(painter, self._theme, row_rect(self._theme, rect), self._view.row_state(index))
            self._paint_mod(painter, rect, row)

    def _paint_heading(self, painter: QPainter, rect: QRect, row: Heading) -> None:
        theme, px, colours = self._theme, self._theme.px, self._theme.palette
        line = QRect(rect.x() + px(20), rect.bottom() - px(25), rect.width() - px(36), px(24))
        width = draw_text(painter, theme, line, row.title, role="caption", weight=600, colour=colours.text_2)
        rest = line.adjusted(width + px(6), 0, 0, 0)
        draw_text(painter, theme, rest, text.grouped(row.count), role="caption", colour=colours.text_3)

    def _paint_mod(self, painter: QPainter, rect: QRect, row: MatrixRow) -> None:
        theme, px, colours = self._theme, self._theme.px, self._theme.palette
        at = columns(theme, rect, len(row.marks))
        enabled = row.mod.file.enabled
        url = row.mod.project.icon_url if row.mod.project else None
        picture = self._images.pixmap(url, px(_ICON), ratio=pixel_ratio(painter))
        draw_mod_icon(painter, theme, at.icon, picture, _ICON, enabled=enabled)
        colour = colours.text if enabled else colours.text_3
        draw_text(painter, theme, at.name, row.mod.title, weight=500, colour=colour)
        number = short_version(row.mod.version_number)
        draw_text(painter, theme, at.installed.adjusted(0, 0, -px(8), 0), number, colour=colours.text_3)
        for place, mark in enumerate(row.marks):
            inner = at.targets[place].adjusted(px(10), 0, -px(8), 0)
            self._paint_mark(painter, inner, mark, faint=place != row.chosen or not enabled)

    def _paint_mark(self, painter: QPainter, rect: QRect, mark: Mark, *, faint: bool) -> None:
        """Shape and word in their colour, also where another target is chosen: only the rest is fainter then."""
        theme, px, colours = self._theme, self._theme.px, self._theme.palette
        left, gap = px(14) + px(5), px(6)
        room = rect.width() - left - theme.advance(mark.word, "caption") - gap
        brief = bool(mark.brief) and room < min(theme.advance(mark.more, "caption", 600), px(_ENOUGH))
        colour = getattr(colours, mark.colour)
        if mark.channel:
            left = draw_channel(painter, theme, rect, mark.channel)
        else:
            shape = QRect(rect.x(), rect.y(), px(14), rect.height())
            draw_icon(painter, theme, shape, mark.icon, colour, size=14)
            word = mark.brief if brief else mark.word
            inner = rect.adjusted(left, 0, 0, 0)
            left += draw_text(painter, theme, inner, word, role="caption", colour=colour)
        if mark.more and not brief:
            blocks = mark.more_colour == "bad"
            colour = colours.text_3 if faint and not blocks else getattr(colours, mark.more_colour)
            rest = rect.adjusted(left + gap, 0, 0, 0)
            weight = 600 if blocks else 400
            draw_text(painter, theme, rest, mark.more, role="caption", weight=weight, colour=colour)
