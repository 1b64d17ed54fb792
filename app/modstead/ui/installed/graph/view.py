"""The picture of the graph as a view of the same model and selection as the table: pan, zoom, point, select."""

from collections import defaultdict

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
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
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QToolTip, QWidget

from modstead.ui import text
from modstead.ui.installed.graph.layout import CARD_HEIGHT, CARD_WIDTH, HEADING, Layout
from modstead.ui.installed.graph.nodes import Node, Picture
from modstead.ui.installed.graph.painting import Look, draw_card, draw_heading, draw_links
from modstead.ui.installed.graph.walking import DOWN, LEFT, RIGHT, UP, first_of, last_of, next_of
from modstead.ui.installed.icons import ModIcons
from modstead.ui.installed.model import ModsModel
from modstead.ui.kit.focus import by_keyboard
from modstead.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_LEAST, _MOST, _STEP = 0.2, 2.0, 1.25
_READABLE = 0.42
_MARGIN = 24
_FIT_AT_MOST = 1.0
_DRAGGED = 4
_Move = QAbstractItemView.CursorAction
_DIRECTIONS = {
    _Move.MoveLeft: LEFT,
    _Move.MoveRight: RIGHT,
    _Move.MoveUp: UP,
    _Move.MovePrevious: UP,
    _Move.MovePageUp: UP,
}


class GraphView(QAbstractItemView):
    """`show_picture` brings what is shown. What a filter of the model leaves out is shown dimmed."""

    opened = Signal(object)
    menu_asked = Signal(QPoint)
    zoomed = Signal()

    def __init__(
        self,
        theme: Theme,
        model: ModsModel,
        selection: QItemSelectionModel,
        icons: ModIcons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._mods = model
        self._icons = icons
        self._picture = Picture({}, ())
        self._layout = Layout()
        self._beside: dict[str, set[str]] = {}
        self._zoom = 1.0
        self._fitted = True
        self._pointed = ""
        self._ring = False
        self._pressed: QPoint | None = None
        self._dragged_from: QPoint | None = None
        self._panning = False
        self.covered = 0
        """How much of the foot something else lies over, in pixels."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAccessibleName("Graph of mods")
        self.setAccessibleDescription(
            "Which mods need which. Arrows go from mod to mod, plus and minus zoom, 0 shows all."
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setModel(model)
        own = self.selectionModel()
        self.setSelectionModel(selection)
        own.deleteLater()
        icons.ready.connect(self.viewport().update)
        theme.changed.connect(self._measure)

    @property
    def zoom(self) -> float:
        """1 is the size of the design."""
        return self._zoom

    @property
    def picture(self) -> Picture:
        return self._picture

    def show_picture(self, picture: Picture, layout: Layout) -> None:
        self._picture, self._layout = picture, layout
        beside: defaultdict[str, set[str]] = defaultdict(set)
        for source, target in picture.links:
            beside[source].add(target)
            beside[target].add(source)
        self._beside = dict(beside)
        self._pointed = self._pointed if self._pointed in layout.places else ""
        if self._fitted:
            self._show_readable()
        else:
            self._measure()

    def show_changed(self, picture: Picture) -> None:
        """The same mods and links in another state."""
        self._picture = picture
        self.viewport().update()

    def fit(self) -> None:
        """Show all of it."""
        room = self.viewport().size()
        px = self.theme.px
        if not self._layout.places:
            return
        wide = (room.width() - 2 * px(_MARGIN)) / max(1.0, self._layout.width * self.theme.scale)
        high = (room.height() - px(_MARGIN) - self._below()) / max(
            1.0, self._layout.height * self.theme.scale
        )
        self._zoom = max(_LEAST, min(_FIT_AT_MOST, wide, high))
        self._fitted = True
        self._measure()

    def zoom_by(self, factor: float, around: QPoint | None = None) -> None:
        """Nearer or farther; the spot `around`, else the middle, stays where it is."""
        spot = self.viewport().rect().center() if around is None else around
        before = self._zoom
        self._zoom = max(_LEAST, min(_MOST, before * factor))
        self._fitted = False
        grown = self._zoom / before
        margin = self.theme.px(_MARGIN)
        across = (spot.x() + self.horizontalOffset() - margin) * grown + margin - spot.x()
        down = (spot.y() + self.verticalOffset() - margin) * grown + margin - spot.y()
        self._measure()
        self.horizontalScrollBar().setValue(round(across))
        self.verticalScrollBar().setValue(round(down))

    def nearer(self) -> None:
        self.zoom_by(_STEP)

    def farther(self) -> None:
        self.zoom_by(1 / _STEP)

    # -- where things are

    def card(self, name: str) -> QRect:
        """Where a card is drawn now; an empty rectangle where there is none."""
        place = self._layout.places.get(name)
        if place is None:
            return QRect()
        scale = self._zoom * self.theme.scale
        left, top = self._origin()
        return QRect(
            round(left + place[0] * scale),
            round(top + place[1] * scale),
            round(CARD_WIDTH * scale),
            round(CARD_HEIGHT * scale),
        )

    def _below(self) -> int:
        """What stays free below the picture."""
        return max(self.theme.px(_MARGIN), self.covered)

    def name_at(self, point: QPoint) -> str:
        return next((name for name in self._layout.places if self.card(name).contains(point)), "")

    def _origin(self) -> tuple[float, float]:
        """Where the picture's corner is: in the middle while all of it can be seen."""
        margin = self.theme.px(_MARGIN)
        scale = self._zoom * self.theme.scale
        spare = self.viewport().width() - self._layout.width * scale - 2 * margin
        return (
            margin + max(0.0, spare / 2) - self.horizontalOffset(),
            float(margin - self.verticalOffset()),
        )

    def _name_of(self, index: Index) -> str:
        return self._mods.row_at(index.row()).name if index.isValid() else ""

    def _index_of(self, name: str) -> QModelIndex:
        place = self._mods.place_of(name) if name else -1
        return self._mods.index(place) if place >= 0 else QModelIndex()

    # -- what Qt asks of a view

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
        room, margin = self.viewport().rect(), self.theme.px(_MARGIN)
        inner = room.adjusted(margin, margin, -margin, -self._below())
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + _beyond(rect.left(), rect.right(), inner.left(), inner.right()))
        down.setValue(down.value() + _beyond(rect.top(), rect.bottom(), inner.top(), inner.bottom()))

    def horizontalOffset(self) -> int:
        return self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

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

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._measure()

    # -- events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self.theme.palette.sheet)
        if not self._layout.places:
            return
        cards = {name: self.card(name) for name in self._layout.places}
        seen = {name for name, rect in cards.items() if rect.intersects(event.rect())}
        chosen = {self._name_of(index) for index in self.selectionModel().selectedIndexes()}
        focus = {self._pointed} if self._pointed else chosen if len(chosen) <= 3 else set()
        draw_links(painter, self.theme, cards, self._layout, focus=focus, broken=self._picture.broken)
        self._paint_headings(painter)
        beside = set[str]().union(*(self._beside.get(name, ()) for name in focus)) - focus
        shown = {self._mods.row_at(place).name for place in range(self._mods.rowCount())}
        current = self._name_of(self.currentIndex()) if self._ring and self.hasFocus() else ""
        for name in sorted(seen, key=lambda name: (name in beside, name in focus)):
            node = self._picture.nodes[name]
            look = Look(
                selected=name in chosen,
                pointed=name == self._pointed,
                beside=name in beside,
                dimmed=not node.missing and name not in shown,
                ring=name == current,
            )
            draw_card(painter, self.theme, cards[name], node, look=look, icons=self._icons, zoom=self._zoom)

    def _paint_headings(self, painter: QPainter) -> None:
        left, top = self._origin()
        scale = self._zoom * self.theme.scale
        line = self.theme.line("caption")
        for group in self._layout.groups:
            foot = round(top + (group.y + HEADING) * scale) - self.theme.px(4)
            rect = QRect(round(left + group.x * scale), foot - line, self.theme.px(400), line)
            draw_heading(painter, self.theme, rect, group)

    def _show_readable(self) -> None:
        """All of it, as far as its names can be read then."""
        self.fit()
        if self._zoom < _READABLE:
            self._zoom = _READABLE
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self._show_readable()
        else:
            self._measure()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - (turned.y() or turned.x()))
        elif turned.y():
            self.zoom_by(_STEP ** (turned.y() / 120), event.position().toPoint())
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

    def _measure(self) -> None:
        scale, margin = self._zoom * self.theme.scale, self.theme.px(_MARGIN)
        room = self.viewport().size()
        self.horizontalScrollBar().setRange(
            0, max(0, round(self._layout.width * scale) + 2 * margin - room.width())
        )
        self.verticalScrollBar().setRange(
            0, max(0, round(self._layout.height * scale) + margin + self._below() - room.height())
        )
        self.viewport().update()
        self.zoomed.emit()


def _beyond(first: int, last: int, least: int, most: int) -> int:
    """How far to scroll so that what goes from `first` to `last` lies between `least` and `most`."""
    return first - least if first < least else max(0, last - most)


def _tip(node: Node) -> str:
    if node.row is None:
        return f"{node.title} is needed and not in this folder."
    return "\n".join((f"{node.title} {node.row.version}".strip(), *node.row.sentences))
