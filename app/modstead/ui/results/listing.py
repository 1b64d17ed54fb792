"""The list of results: what the pointer and the keys do to a row."""

from html import escape

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QToolTip, QWidget

from modstead.domain.project import SearchHit
from modstead.ui import text
from modstead.ui.images import ImageLoader
from modstead.ui.kit.rows import RowList
from modstead.ui.project_states import ProjectStates
from modstead.ui.results.delegate import Places, ResultsDelegate, places
from modstead.ui.results.model import HIT, ResultsModel
from modstead.ui.theme import Theme

_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ResultsList(RowList):
    """A click on the button acts, anywhere else it opens; Enter opens, Ctrl+Return acts."""

    opened = Signal(object)
    """The `SearchHit`."""
    pressed_button = Signal(object)
    """The `SearchHit` whose Install or Update was pressed."""
    cancelled = Signal(object)
    left_upwards = Signal()
    """Up was pressed on the first row."""

    def __init__(
        self,
        theme: Theme,
        model: ResultsModel,
        states: ProjectStates,
        images: ImageLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self.setModel(model)
        self.delegate = ResultsDelegate(theme, self, model, states, images)
        self.setItemDelegate(self.delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setAccessibleName("Results")
        self.setAccessibleDescription("Enter opens a project, Ctrl Enter installs it.")
        self._pressed: tuple[QModelIndex, str] | None = None
        self.activated_by_keyboard.connect(self._open)
        images.ready.connect(self._pictures_came)

    def act_on_current(self) -> None:
        """What Ctrl+Return does: install or update the current row's project."""
        index = self.currentIndex()
        if not self._press(index):
            self._say_why_not(index)

    def open_current(self) -> None:
        self._open(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _RETURNS and control:
            self.show_ring()
            self.act_on_current()
            return
        if event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = None
        if event.button() is Qt.MouseButton.LeftButton and not self.meant_for_another(event):
            index = self.indexAt(event.position().toPoint())
            self._pressed = (QModelIndex(index), self._part(index, event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is not Qt.MouseButton.LeftButton or self._pressed is None:
            return
        index, part = self._pressed
        self._pressed = None
        here = self.indexAt(event.position().toPoint())
        if not index.isValid() or here != index or self._part(here, event.position()) != part:
            return
        {"button": self._press, "cancel": self._cancel, "row": self._open}[part](index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self.delegate.button_hovered = self._part(index, event.position()) != "row"
        super().mouseMoveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            return self._explain(event)
        return super().viewportEvent(event)

    def _places(self, index: QModelIndex) -> Places:
        return places(self.theme, self.visualRect(index), self.width())

    def _part(self, index: QModelIndex, position: QPointF) -> str:
        hit = index.data(HIT)
        if not isinstance(hit, SearchHit):
            return "row"
        where, state = self._places(index), self.delegate.button(hit).shown
        point = position.toPoint()
        if state.kind == "running" and where.cancel.contains(point):
            return "cancel"
        return (
            "button" if where.button.contains(point) and state.kind not in ("unfit", "installed") else "row"
        )

    def _open(self, index: QModelIndex) -> None:
        hit = index.data(HIT)
        if isinstance(hit, SearchHit):
            self.opened.emit(hit)

    def _press(self, index: QModelIndex) -> bool:
        """Whether its button does anything now."""
        hit = index.data(HIT)
        presses = isinstance(hit, SearchHit) and self.delegate.button(hit).shown.presses
        if presses:
            self.pressed_button.emit(hit)
        return presses

    def _say_why_not(self, index: QModelIndex) -> None:
        """At the button, as its tool tip does where the pointer is on it."""
        hit = index.data(HIT)
        if not isinstance(hit, SearchHit):
            return
        state, where = self.delegate.button(hit), self._places(index).button
        words = state.hint or state.shown.words
        QToolTip.showText(self.viewport().mapToGlobal(where.bottomLeft()), text.tip(words), self.viewport())

    def _cancel(self, index: QModelIndex) -> None:
        hit = index.data(HIT)
        if isinstance(hit, SearchHit):
            self.cancelled.emit(hit)

    def _explain(self, event: QHelpEvent) -> bool:
        index = self.indexAt(event.pos())
        hit = index.data(HIT)
        if isinstance(hit, SearchHit):
            words, place = self._explanation(hit, self._places(index), event.pos())
            if words:
                shown = f"<qt>{escape(words)}</qt>".replace("\n", "<br>")
                QToolTip.showText(event.globalPos(), shown, self.viewport(), place)
                return True
        QToolTip.hideText()
        return True

    def _explanation(self, hit: SearchHit, where: Places, point: QPoint) -> tuple[str, QRect]:
        if where.button.contains(point):
            return self.delegate.button(hit).hint, where.button
        if where.numbers.contains(point):
            words = [f"{text.grouped(hit.downloads)} downloads"]
            if hit.updated:
                words.append(f"Updated {text.exact(hit.updated)}")
            return "\n".join(words), where.numbers
        return "", QRect()

    def _pictures_came(self) -> None:
        self.viewport().update()
