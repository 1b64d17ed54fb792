"""Rows that a delegate paints: their background in every state, and a list that knows these states."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView, QWidget

from modstead.ui.kit.focus import by_keyboard
from modstead.ui.kit.painting import fill_rounded, outline_rounded
from modstead.ui.kit.steady import Steady
from modstead.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class RowState:
    hovered: bool = False
    selected: bool = False
    ring: bool = False
    """The row is the current one and the keyboard brought us to it."""
    joined_above: bool = False
    """The row above is selected too, so that they share an edge."""
    joined_below: bool = False


def row_rect(theme: Theme, rect: QRect, *, beside_panel: bool = False) -> QRect:
    """The rounded row within the line from edge to edge: 6 from the left, 14 from the right (6 beside a panel)."""
    return rect.adjusted(theme.px(6), 0, -theme.px(6 if beside_panel else 14), 0)


def draw_row(painter: QPainter, theme: Theme, rect: QRect, state: RowState) -> None:
    """Fill and ring of one row; nothing for a row at rest."""
    colours, radius = theme.palette, theme.px(6)
    if state.selected:
        if state.joined_above or state.joined_below:
            _fill_joined(painter, theme, rect, state)
        else:
            fill_rounded(painter, rect, radius, colours.accent_soft)
    elif state.hovered:
        fill_rounded(painter, rect, radius, colours.hover)
    if state.ring:
        outline_rounded(painter, rect, radius, colours.accent, width=2)


def _fill_joined(painter: QPainter, theme: Theme, rect: QRect, state: RowState) -> None:
    radius = theme.px(6)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(rect)
    tall = QRectF(rect).adjusted(
        0, -radius if state.joined_above else 0, 0, radius if state.joined_below else 0
    )
    path = QPainterPath()
    path.addRoundedRect(tall, radius, radius)
    painter.fillPath(path, theme.palette.accent_soft)
    painter.restore()


class RowList(QListView):
    """A one-column list of painted rows that tracks the hovered row and the keyboard's ring.

    A delegate asks `row_state(index)` and paints; `hovered_changed` tells pages that show hover actions. Rows are all
    of one height, told by the delegate's `sizeHint`.
    """

    hovered_changed = Signal()
    activated_by_keyboard = Signal(QModelIndex)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._hovered = QPersistentModelIndex()
        self._ring = False
        self.steady = Steady()
        """Knows which presses were meant for a row that stood there a moment ago."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAutoScroll(False)
        self.setAcceptDrops(False)
        theme.changed.connect(self._renew)
        self._renew()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            for moves in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.layoutChanged):
                moves.connect(self.rows_moved)

    def rows_moved(self, *_how: object) -> None:
        """Other rows may stand under the pointer now; also for what moves the list as a whole."""
        self.steady.moved()

    def key_of(self, index: QModelIndex) -> object:
        """What a row is the same by, wherever it stands; None for what cannot be pressed."""
        return index.data()

    def meant_for_another(self, event: QMouseEvent) -> bool:
        """Whether the rows moved under the pointer just before this press; to be asked once for each."""
        index = self.indexAt(event.position().toPoint())
        return not self.steady.press(event.globalPosition().toPoint(), self.key_of(index))

    def row_state(self, index: QModelIndex | QPersistentModelIndex) -> RowState:
        selection = self.selectionModel()
        selected = selection.isSelected(index)
        ring = self._ring and self.hasFocus() and index == self.currentIndex()
        hovered = self._hovered.isValid() and index.row() == self._hovered.row()
        if not selected:
            return RowState(hovered=hovered, ring=ring)
        row = index.row()
        return RowState(
            hovered=hovered,
            selected=True,
            ring=ring,
            joined_above=selection.isSelected(index.sibling(row - 1, 0)),
            joined_below=selection.isSelected(index.sibling(row + 1, 0)),
        )

    def line_rect(self, rect: QRect) -> QRect:
        """An item's `rect` out to the list's right edge: the scroll bar stands where `row_rect` leaves room for it."""
        bar = self.verticalScrollBar()
        return rect.adjusted(0, 0, bar.width() if bar.isVisible() else 0, 0)

    def hovered_index(self) -> QModelIndex:
        return QModelIndex(self._hovered)  # type: ignore[call-overload, no-any-return]

    def show_ring(self) -> None:
        """The keyboard acts on the current row from now on, also from another widget's shortcut."""
        self._ring = True
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _asks_for_menu(event):
            self._open_menu()
            return
        if event.key() not in (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta):
            self.show_ring()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated_by_keyboard.emit(self.currentIndex())
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = by_keyboard(event, self._ring)
        super().focusInEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ring = False
        super().mousePressEvent(event)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        self.steady.point(event.globalPosition().toPoint(), self.key_of(index))
        self._hover(index)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QModelIndex())

    def _hover(self, index: QModelIndex) -> None:
        before = self.hovered_index()
        if index.row() == before.row() and index.isValid() == before.isValid():
            self.update(index)
            return
        self._hovered = QPersistentModelIndex(index)
        self.update(before)
        self.update(index)
        self.hovered_changed.emit()

    def _open_menu(self) -> None:
        """As the right mouse button does on the current row; not every platform makes this of the key itself."""
        self.show_ring()
        place = self.visualRect(self.currentIndex()).center() if self.currentIndex().isValid() else QPoint()
        why = QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(self, QContextMenuEvent(why, place, self.viewport().mapToGlobal(place)))

    def _renew(self) -> None:
        self.setFont(self.theme.font("body"))
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


def _asks_for_menu(event: QKeyEvent) -> bool:
    with_shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and with_shift)
