"""The framed table of found instances: a heading with one tick for all, and a painted row for each."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from modstead.ui import text
from modstead.ui.images import ImageLoader
from modstead.ui.instance_looks import instance_picture, loader_icon
from modstead.ui.kit.checks import TickBox
from modstead.ui.kit.labels import Label
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.painting import (
    RIGHT,
    chip_rect,
    chip_width,
    draw_chip,
    draw_icon,
    draw_text,
    draw_tick,
    outline_rounded,
    pixel_ratio,
)
from modstead.ui.kit.rows import RowList
from modstead.ui.theme import Theme
from modstead.ui.welcome.model import FoundModel, FoundRow

Index = QModelIndex | QPersistentModelIndex
ROW, HEAD, SHOWN = 52, 36, 7
_LOADER_FROM_RIGHT = 256


class _Rows(RowList):
    """A click anywhere on a row ticks it, as Space does."""

    def __init__(self, theme: Theme, model: FoundModel) -> None:
        super().__init__(theme)
        self._found = model
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setAccessibleName("Instances found on this computer")
        self.viewport().setAutoFillBackground(False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._found.toggle(self.indexAt(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.show_ring()
            self._found.toggle(self.currentIndex())
            return
        super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, rows: RowList, images: ImageLoader, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._rows, self._images = theme, rows, images

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(FoundModel.RowRole)
        if not isinstance(row, FoundRow) or not isinstance(index, QModelIndex):
            return
        theme, px, c = self._theme, self._theme.px, self._theme.palette
        rect: QRect = self._rows.line_rect(option.rect)
        state = self._rows.row_state(index)
        painter.save()
        painter.fillRect(QRect(rect.x(), rect.y(), rect.width(), 1), c.line)
        body = rect.adjusted(0, 1, 0, 0)
        if state.hovered:
            self._fill(painter, body, last=index.row() == self._rows.model().rowCount() - 1)
        tick = QRect(rect.x() + px(16), body.y(), px(16), body.height())
        draw_tick(painter, theme, tick, "on" if row.ticked else "off")
        icon = QRect(rect.x() + px(46), body.y(), px(32), body.height())
        picture = instance_picture(self._images, row.instance, px(32), pixel_ratio(painter))
        draw_mod_icon(painter, theme, icon, picture, 32, placeholder="folder")
        loader_left = rect.x() + rect.width() - px(_LOADER_FROM_RIGHT)
        self._words(painter, body, row, loader_left)
        self._loader(painter, body, row, loader_left)
        count = QRect(rect.x() + rect.width() - px(16 + 60), body.y(), px(60), body.height())
        draw_text(painter, theme, count, text.grouped(row.mods), colour=c.text_2, align=RIGHT)
        if state.ring:
            ring = body.adjusted(px(4), px(4), -px(4), -px(4))
            outline_rounded(painter, ring, px(6), c.accent, width=2)
        painter.restore()

    def _fill(self, painter: QPainter, body: QRect, *, last: bool) -> None:
        """The hover; the last row keeps within the frame's round corners."""
        path = QPainterPath()
        radius = self._theme.px(7) if last else 0
        path.addRoundedRect(QRectF(body).adjusted(0, -radius, 0, 0), radius, radius)
        painter.save()
        painter.setClipRect(body)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path, self._theme.palette.hover)
        painter.restore()

    def _words(self, painter: QPainter, body: QRect, row: FoundRow, right: int) -> None:
        theme, px = self._theme, self._theme.px
        left, middle = body.x() + px(92), body.y() + body.height() // 2
        chip = chip_width(theme, row.unused) + px(8) if row.unused else 0
        room = right - px(12) - left
        name = QRect(left, middle - px(17), max(0, room - chip), theme.line("body"))
        width = draw_text(painter, theme, name, row.instance.name, weight=600)
        if row.unused:
            place = chip_rect(theme, left + width + px(8), name, row.unused)
            draw_chip(painter, theme, place, row.unused)
        caption = QRect(left, middle + px(1), room, theme.line("caption"))
        draw_text(painter, theme, caption, row.caption, role="caption", colour=theme.palette.text_3)

    def _loader(self, painter: QPainter, body: QRect, row: FoundRow, left: int) -> None:
        theme, px, c = self._theme, self._theme.px, self._theme.palette
        words = QRect(left + px(30), body.y(), px(_LOADER_FROM_RIGHT - 30 - 80), body.height())
        badge = loader_icon(row.instance)
        if badge:
            square = QRect(left, body.y(), theme.icons.width(badge, px(16)), body.height())
            draw_icon(painter, theme, square, badge, c.text_2)
        if row.loader:
            draw_text(painter, theme, words, row.loader, colour=c.text_2)
        else:
            draw_text(painter, theme, words, "not known", colour=c.text_3)


class FoundTable(QWidget):
    def __init__(self, theme: Theme, model: FoundModel, images: ImageLoader) -> None:
        super().__init__()
        self.theme = theme
        self._model = model
        self.all = TickBox(theme, "All instances")
        self.all.clicked.connect(self._tick_all)
        self._counted = Label(theme, role="caption", colour="text_3")
        self._loader = Label(theme, "Loader", role="caption", colour="text_2")
        self._mods = Label(theme, "Mods", role="caption", colour="text_2")
        self._mods.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._head = QWidget()
        self._head_row = QHBoxLayout(self._head)
        self._head_row.addWidget(self.all)
        self._head_row.addWidget(self._counted, 1)
        self._head_row.addWidget(self._loader)
        self._head_row.addWidget(self._mods)
        self.list = _Rows(theme, model)
        self.list.setItemDelegate(_Delegate(theme, self.list, images, self.list))
        images.ready.connect(self.list.viewport().update)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.list)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.list)
        model.ticked.connect(self._show_count)
        model.modelReset.connect(self._measure)
        theme.changed.connect(self._measure)
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, c = self.theme.px, self.theme.palette
        outline_rounded(painter, self.rect(), px(8), c.line, fill=c.sheet)
        painter.save()
        painter.setClipRect(QRect(0, 0, self.width(), px(HEAD) + 1))
        outline_rounded(painter, self.rect(), px(8), c.line, fill=c.panel)
        painter.restore()

    def _tick_all(self) -> None:
        self._model.tick_all(on=self.all.isChecked())

    def _show_count(self) -> None:
        chosen, total = len(self._model.chosen), len(self._model.rows)
        self._counted.set_text(f"{chosen} of {total} chosen")
        self.all.setChecked(chosen == total and total > 0)
        self.all.set_partly(partly=0 < chosen < total)

    def _measure(self) -> None:
        px = self.theme.px
        self._head.setFixedHeight(px(HEAD))
        self._head_row.setContentsMargins(px(16), 0, px(16), 0)
        self._head_row.setSpacing(px(14))
        self._loader.setFixedWidth(px(_LOADER_FROM_RIGHT - 16 - 60 - 14))
        self._mods.setFixedWidth(px(60))
        self.list.setFixedHeight(px(ROW) * min(SHOWN, len(self._model.rows)))
        self.updateGeometry()
