"""The list of the report: what mouse and keys do in it."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QToolTip, QWidget

from modstead.services.drops import AddAction
from modstead.ui.kit.rows import RowList
from modstead.ui.report.items import PAGE, ReportItem
from modstead.ui.report.layout import ItemPlaces, item_places
from modstead.ui.report.model import ReportModel
from modstead.ui.theme import Theme

_KEYS = {
    Qt.Key.Key_A: AddAction.ADD,
    Qt.Key.Key_N: AddAction.NEWEST,
    Qt.Key.Key_S: AddAction.SKIP,
    Qt.Key.Key_Delete: AddAction.SKIP,
}


class ReportList(RowList):
    """A click chooses; Left and Right move the choice, A, N and S name it. `page_wanted` carries a project's ID."""

    page_wanted = Signal(str)

    def __init__(self, theme: Theme, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._report = model
        self._mouse: QPoint | None = None
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setAccessibleName("Dropped items")

    def mouse_place(self) -> QPoint | None:
        return self._mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position().toPoint()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = None
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        place = event.position().toPoint()
        index = self.indexAt(place)
        item = self._report.row(index)
        if item is None:
            return
        number = self._places(index, item).part_at(place)
        if number is not None:
            self._take(index, item, item.parts[number].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        item = self._report.row(index)
        key = Qt.Key(event.key())
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if item is None or not plain:
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.show_ring()
            self._step(index, item, 1 if key == Qt.Key.Key_Right else -1)
        elif key in _KEYS:
            self.show_ring()
            self._report.choose(index, _KEYS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and item.can(PAGE):
            self.page_wanted.emit(item.page)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tip(event)
            return True
        return super().viewportEvent(event)

    def _step(self, index: QModelIndex, item: ReportItem, by: int) -> None:
        keys = [part.key for part in item.parts if part.enabled and part.key != PAGE]
        if item.chosen in keys:
            place = min(len(keys) - 1, max(0, keys.index(item.chosen) + by))
            self._report.choose(index, keys[place])

    def _take(self, index: QModelIndex, item: ReportItem, key: str) -> None:
        if key == PAGE:
            if item.can(PAGE):
                self.page_wanted.emit(item.page)
            return
        self._report.choose(index, key)

    def _places(self, index: QModelIndex, item: ReportItem) -> ItemPlaces:
        return item_places(self.theme, self.line_rect(self.visualRect(index)), item.parts)

    def _tip(self, event: QHelpEvent) -> None:
        index = self.indexAt(event.pos())
        item = self._report.row(index)
        words = ""
        if item:
            places = self._places(index, item)
            if places.title.contains(event.pos()) or places.caption.contains(event.pos()):
                words = item.key
            elif places.fit.contains(event.pos()):
                words = "\n".join((item.fit, *(problem for problem in item.problems if problem != item.fit)))
            elif places.confidence.contains(event.pos()) and item.confidence:
                words = f"{item.confidence.word}: {item.confidence.how}"
        QToolTip.showText(event.globalPos(), words, self.viewport())
