"""The picture of the graph as a view of the same model and selection as the table: pan, zoom, point, select."""

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QRegion,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QToolTip

from modstead.ui import text
from modstead.ui.installed.graph.canvas import MARGIN, STEP, GraphCanvas, Index
from modstead.ui.installed.graph.nodes import Node
from modstead.ui.installed.graph.walking import DOWN, LEFT, RIGHT, UP, first_of, last_of, next_of
from modstead.ui.kit.focus import by_keyboard

_DRAGGED = 4
_Move = QAbstractItemView.CursorAction
_DIRECTIONS = {
    _Move.MoveLeft: LEFT,
    _Move.MoveRight: RIGHT,
    _Move.MoveUp: UP,
    _Move.MovePrevious: UP,
    _Move.MovePageUp: UP,
}


class GraphView(GraphCanvas):
    """What the picture does by pointer and keyboard: `opened` brings the row of a mod."""

    opened = Signal(object)
    menu_asked = Signal(QPoint)

    _pressed: QPoint | None = None
    _dragged_from: QPoint | None = None
    _panning = False

    def visualRect(self, index: Index) -> QRect:
        return self.card(self._name_of(index))

    def indexAt(self, point: QPoint) -> QModelIndex:
        return self._index_of(self.name_at(point))

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        rect = self.visualRect(index)
        if rect.isEmpty():
            return
        room, margin = self.viewport().rect(), self.theme.px(MARGIN)
        inner = room.adjusted(margin, margin, -margin, -self._below())
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + _beyond(rect.left(), rect.right(), inner.left(), inner.right()))
        down.setValue(down.value() + _beyond(rect.top(), rect.bottom(), inner.top(), inner.bottom()))

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        chosen = QItemSelection()
        for name in self._layout.places:
            index = self._index_of(name) if self.card(name).intersects(rect) else QModelIndex()
            if index.isValid():
                chosen.select(index, index)
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        places = self._layout.places
        shown = [name for name in places if self._index_of(name).isValid()]
        if not shown:
            return QModelIndex()
        here = self._name_of(self.currentIndex())
        if action is _Move.MoveEnd:
            return self._index_of(last_of(shown, places))
        if action is _Move.MoveHome or here not in places:
            return self._index_of(first_of(shown, places))
        return self._index_of(next_of(here, _DIRECTIONS.get(action, DOWN), shown, places))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - (turned.y() or turned.x()))
        elif turned.y():
            self.zoom_by(STEP ** (turned.y() / 120), event.position().toPoint())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ring = False
        self._pressed = event.position().toPoint()
        self._panning = False
        if event.button() == Qt.MouseButton.RightButton:
            index = self.indexAt(self._pressed)
            if index.isValid() and not self.selectionModel().isSelected(index):
                self._choose(index, adds=False)
            return
        self._dragged_from = self._pressed

    def _choose(self, index: QModelIndex, *, adds: bool) -> None:
        flags = QItemSelectionModel.SelectionFlag
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, flags.Toggle if adds else flags.ClearAndSelect)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._dragged_from is not None:
            if not self._panning and (point - self._dragged_from).manhattanLength() < _DRAGGED:
                return
            self._panning = True
            moved = point - self._dragged_from
            self._dragged_from = point
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.horizontalScrollBar().setValue(self.horizontalOffset() - moved.x())
            self.verticalScrollBar().setValue(self.verticalOffset() - moved.y())
            return
        self._point_at(self.name_at(point))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, self._dragged_from = self._dragged_from, None
        self.viewport().unsetCursor()
        if dragged is None or self._pressed is None or self._panning:
            return
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if self.name_at(self._pressed):
            adds = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._choose(self.indexAt(self._pressed), adds=adds)
        else:
            self.clearSelection()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        node = self._picture.nodes.get(self.name_at(event.position().toPoint()))
        if node and node.row:
            self.opened.emit(node.row)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at("")

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = by_keyboard(event, self._ring)
        super().focusInEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        acts = {
            Qt.Key.Key_Plus: self.nearer,
            Qt.Key.Key_Equal: self.nearer,
            Qt.Key.Key_Minus: self.farther,
            Qt.Key.Key_0: self.fit,
        }
        if key in acts:
            acts[Qt.Key(key)]()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self._mods.row_at(self.currentIndex().row()))
        elif key == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
        else:
            self._ring = True
            super().keyPressEvent(event)
            self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point = event.pos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            point = self.visualRect(self.currentIndex()).bottomLeft()
        if self.selectionModel().hasSelection():
            self.menu_asked.emit(self.viewport().mapToGlobal(point))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            node = self._picture.nodes.get(self.name_at(event.pos()))
            QToolTip.showText(event.globalPos(), text.tip(_tip(node)) if node else "", self)
            return True
        return super().viewportEvent(event)

    def _point_at(self, name: str) -> None:
        if name != self._pointed:
            self._pointed = name
            self.viewport().update()


def _beyond(first: int, last: int, least: int, most: int) -> int:
    """How far to scroll so that what goes from `first` to `last` lies between `least` and `most`."""
    return first - least if first < least else max(0, last - most)


def _tip(node: Node) -> str:
    if node.row is None:
        return f"{node.title} is needed and not in this folder."
    return "\n".join((f"{node.title} {node.row.version}".strip(), *node.row.sentences))
