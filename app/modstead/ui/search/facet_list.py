"""The list of facets: painting, pointer and keys."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from modstead.ui.kit.painting import RIGHT, draw_icon, draw_text, draw_tick, fill_rounded, outline_rounded
from modstead.ui.kit.rows import RowList, RowState
from modstead.ui.search.facets import ROW, FacetRow
from modstead.ui.search.state import FacetState
from modstead.ui.theme import Theme

_TICKS = {"any": "off", "with": "on", "without": "without"}


def _row_of(index: QModelIndex | QPersistentModelIndex) -> FacetRow | None:
    row = index.data(ROW)
    return row if isinstance(row, FacetRow) else None


def body_rect(theme: Theme, rect: QRect, row: FacetRow, *, beside_bar: bool) -> QRect:
    """The visible row in the line it stands in: 8 from both edges (but for a scroll bar), headings with 6 above."""
    px = theme.px
    top = px(6) if row.kind == "heading" else 0
    height = px({"heading": 28, "facet": 26, "more": 24}[row.kind])
    return QRect(rect.x() + px(8), rect.y() + top, rect.width() - px(8 if beside_bar else 16), height)


def sign_rects(theme: Theme, body: QRect) -> tuple[QRect, QRect]:
    """Plus and minus at the right of a hovered facet."""
    side = theme.px(18)
    minus = QRect(body.x() + body.width() - theme.px(8) - side, body.y(), side, body.height())
    return minus.translated(-(side + theme.px(2)), 0), minus


class FacetDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: RowList) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = _row_of(index)
        theme = self._theme
        if row is None:
            return QSize(0, 0)
        gap = {"heading": 6, "facet": 1, "more": 0}[row.kind]
        height = {"heading": 28, "facet": 26, "more": 24}[row.kind]
        return QSize(theme.px(120), theme.px(height) + theme.px(gap))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = _row_of(index)
        if row is None:
            return
        rect: QRect = option.rect
        body = body_rect(self._theme, rect, row, beside_bar=self._view.verticalScrollBar().isVisible())
        state = self._view.row_state(self._view.model().index(index.row(), 0))
        if row.kind == "heading":
            self._paint_heading(painter, body, row, state)
        elif row.kind == "more":
            self._paint_more(painter, body, row, state)
        else:
            self._paint_facet(painter, body, row, state)
        if state.ring:
            outline_rounded(painter, body, self._theme.px(6), self._theme.palette.accent, width=2)

    def _paint_heading(self, painter: QPainter, body: QRect, row: FacetRow, state: RowState) -> None:
        theme, colours = self._theme, self._theme.palette
        icon = QRect(body.x() + theme.px(6), body.y(), theme.px(14), body.height())
        draw_icon(
            painter, theme, icon, "chevron-down" if row.open else "chevron-right", colours.text_2, size=14
        )
        words = body.adjusted(theme.px(24), 0, -theme.px(8), 0)
        colour = colours.text if state.hovered else colours.text_2
        draw_text(painter, theme, words, row.label, role="caption", weight=600, colour=colour)
        if row.number:
            draw_text(
                painter,
                theme,
                words,
                str(row.number),
                role="caption",
                weight=500,
                colour=colours.accent_text,
                align=RIGHT,
            )

    def _paint_more(self, painter: QPainter, body: QRect, row: FacetRow, state: RowState) -> None:
        theme, colours = self._theme, self._theme.palette
        words = body.adjusted(theme.px(32), 0, 0, 0)
        width = draw_text(painter, theme, words, row.label, role="caption", colour=colours.accent_text)
        if state.hovered:
            foot = body.y() + (body.height() + theme.line("caption")) // 2 - 1
            painter.fillRect(QRect(words.x(), foot, width, 1), colours.accent_text)

    def _paint_facet(self, painter: QPainter, body: QRect, row: FacetRow, state: RowState) -> None:
        theme, colours = self._theme, self._theme.palette
        fill = {
            "with": colours.accent_soft,
            "without": colours.bad_soft,
            "any": colours.hover if state.hovered else None,
        }
        shade = fill[row.state]
        if shade is not None:
            fill_rounded(painter, body, theme.px(6), shade)
        tick = QRect(body.x() + theme.px(8), body.y(), theme.px(16), body.height())
        draw_tick(painter, theme, tick, _TICKS[row.state])  # type: ignore[arg-type]
        signs = state.hovered and row.excludable
        words = body.adjusted(theme.px(32), 0, -theme.px(48 if signs else 8), 0)
        colour = {"with": colours.accent_text, "without": colours.bad, "any": colours.text}[row.state]
        weight = 500 if row.state == "with" else 400
        width = draw_text(painter, theme, words, row.label, weight=weight, colour=colour)
        if row.state == "without":
            middle = body.y() + body.height() // 2
            painter.fillRect(QRect(words.x(), middle, width, 1), colour)
        if signs:
            plus, minus = sign_rects(theme, body)
            draw_icon(painter, theme, plus, "plus", colours.text_2, size=14)
            draw_icon(painter, theme, minus, "minus", colours.text_2, size=14)


class FacetList(RowList):
    """Click: with, again: any. Right click, Ctrl+click or Minus: without."""

    set_facet = Signal(object, str)
    """A `FacetRow` and the state it is to have."""
    folded = Signal(object)
    """A heading was pressed."""
    unfolded = Signal(object)
    """"9 more" was pressed."""

    def __init__(self, theme: Theme, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setModel(model)
        self.setItemDelegate(FacetDelegate(theme, self))
        self.setUniformItemSizes(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setAccessibleName("Filters")
        self.setAccessibleDescription("Space chooses, Minus excludes, again takes it back.")
        self.viewport().setAutoFillBackground(False)
        self.activated_by_keyboard.connect(self._choose)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = _row_of(self.currentIndex())
        key = event.key()
        if row is None or key not in _KEYS:
            super().keyPressEvent(event)
            return
        self.show_ring()
        if key == Qt.Key.Key_Space:
            self._choose(self.currentIndex())
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Plus):
            self._toggle(row, "without" if key == Qt.Key.Key_Minus else "with")
        elif row.kind == "heading" and row.open == (key == Qt.Key.Key_Left):
            self.folded.emit(row)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = _row_of(index)
        if row is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        _plus, minus = sign_rects(self.theme, self._body(index, row))
        if row.excludable and (control or minus.contains(event.position().toPoint())):
            self._toggle(row, "without")
        else:
            self._choose(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = _row_of(self.indexAt(event.pos()))
        if row is not None:
            self._toggle(row, "without")

    def _body(self, index: QModelIndex, row: FacetRow) -> QRect:
        beside_bar = self.verticalScrollBar().isVisible()
        return body_rect(self.theme, self.visualRect(index), row, beside_bar=beside_bar)

    def _choose(self, index: QModelIndex) -> None:
        row = _row_of(index)
        if row is None:
            return
        if row.kind == "heading":
            self.folded.emit(row)
        elif row.kind == "more":
            self.unfolded.emit(row)
        else:
            self.set_facet.emit(row, "any" if row.state != "any" else "with")

    def _toggle(self, row: FacetRow, state: FacetState) -> None:
        if row.kind == "facet" and (row.excludable or state != "without"):
            self.set_facet.emit(row, "any" if row.state == state else state)


_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Minus, Qt.Key.Key_Plus, Qt.Key.Key_Left, Qt.Key.Key_Right)
