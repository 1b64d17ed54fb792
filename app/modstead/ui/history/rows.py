"""The list of the history: what mouse and keys do in it."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QToolTip, QWidget

from modstead.ui import text
from modstead.ui.history.changes import change_in_words, files_of
from modstead.ui.history.layout import BACK_TO_POINT, entry_places, good_link
from modstead.ui.history.model import DamagedRow, DayRow, EntryRow, GoodRow, HistoryModel, Openness, as_words
from modstead.ui.kit.menus import Menu
from modstead.ui.kit.rows import RowList
from modstead.ui.theme import Theme


class HistoryList(RowList):
    """Return or a click opens and closes an entry, Right shows more of it, Left less; Ctrl+Return presses its button.

    `reverse_wanted` carries the operation ID of the entry whose button was pressed, `point_wanted` that of the entry
    back to which the folder is to go, `before_wanted` the same to right before it, `good_wanted`
    the time when the game last worked, to which it is to go back, `kept_wanted` the folder of the kept
    files, to be looked at.
    """

    reverse_wanted = Signal(str)
    point_wanted = Signal(str)
    before_wanted = Signal(str)
    good_wanted = Signal(object)
    kept_wanted = Signal(object)

    def __init__(self, theme: Theme, model: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._history = model
        self._mouse: QPoint | None = None
        self._pressed: QPoint | None = None
        self.setModel(model)
        self.setUniformItemSizes(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self.setAccessibleName("History")

    def go_to_first(self) -> None:
        """Make the first entry the current one."""
        for number in range(self._history.rowCount()):
            if self._history.entry_row(self._history.index(number)):
                self.setCurrentIndex(self._history.index(number))
                self.show_ring()
                return

    def mouse_place(self) -> QPoint | None:
        return self._mouse

    def pressed_place(self) -> QPoint | None:
        return self._pressed

    def key_of(self, index: QModelIndex) -> object:
        row = self._history.entry_row(index)
        return row.entry.operation_id if row else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and not self.meant_for_another(event):
            self._pressed = event.position().toPoint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        super().mouseReleaseEvent(event)
        self.viewport().update()
        place = event.position().toPoint()
        index = self.indexAt(place)
        if pressed is None or index != self.indexAt(pressed):
            return
        part = self._part(index, place)
        if part == self._part(index, pressed):
            self._act(index, part)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position().toPoint()
        super().mouseMoveEvent(event)
        part = self._part(self.indexAt(self._mouse), self._mouse)
        hand = Qt.CursorShape.PointingHandCursor if part in {"more", "point"} else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(hand)

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = None
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        row = self._history.entry_row(index)
        key = event.key()
        if (row or isinstance(self._history.row(index), GoodRow)) and key in {
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
        }:
            self.show_ring()
            with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._act(index, "button" if with_control else "row")
        elif row and key == Qt.Key.Key_Right:
            self._open(row, Openness.WHOLE if row.openness is not Openness.CLOSED else Openness.OPEN)
        elif row and key == Qt.Key.Key_Left:
            self._open(row, Openness.OPEN if row.openness is Openness.WHOLE else Openness.CLOSED)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keys = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keys else self.indexAt(event.pos())
        row = self._history.row(index)
        if row is None or isinstance(row, DayRow | GoodRow):
            return
        self.setCurrentIndex(index)
        menu = self.menu_for(row) if isinstance(row, EntryRow) else self.menu_for_damaged(row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = self.visualRect(index).center() if by_keys else event.pos()
        menu.popup(self.viewport().mapToGlobal(place))

    def menu_for(self, row: EntryRow) -> Menu:
        operation_id = row.entry.operation_id
        menu = Menu(self.theme, self)
        word = row.action or "Undo"
        menu.add(
            word,
            lambda: self.reverse_wanted.emit(operation_id),
            icon="refresh" if word == "Redo" else "undo",
            keys="Ctrl+Return",
            enabled=bool(row.action) and not row.busy,
        )
        if row.point_words:
            menu.add(BACK_TO_POINT, lambda: self.point_wanted.emit(operation_id), icon="history")
            menu.add("Back to before it", lambda: self.before_wanted.emit(row.first_id))
        closed = row.openness is Openness.CLOSED
        menu.add(
            "Show its changes" if closed else "Hide its changes",
            lambda: self._open(row, Openness.WHOLE if closed else Openness.CLOSED),
            icon="chevron-down" if closed else "chevron-up",
            keys="Return",
        )
        menu.addSeparator()
        menu.add("Copy as text", lambda: QGuiApplication.clipboard().setText(as_text(row)), icon="copy")
        return menu

    def menu_for_damaged(self, row: DamagedRow) -> Menu:
        menu = Menu(self.theme, self)
        record = row.record
        menu.add("Show the kept files", lambda: self.kept_wanted.emit(record.kept), icon="folder")
        words = f"{record.text} {record.remedy}"
        menu.add("Copy as text", lambda: QGuiApplication.clipboard().setText(words), icon="copy")
        return menu

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tip(event)
            return True
        return super().viewportEvent(event)

    def _tip(self, event: QHelpEvent) -> None:
        index = self.indexAt(event.pos())
        row = self._history.entry_row(index)
        found = self._history.row(index)
        words = text.tip(self._history.tip_of(found)) if found else ""
        if row:
            places = entry_places(self.theme, self.line_rect(self.visualRect(index)), row)
            if places.time.contains(event.pos()):
                words = text.exact(row.entry.at)
            elif places.button.contains(event.pos()):
                words = row.undo_words
            elif places.point.contains(event.pos()):
                words = row.point_words
            elif places.icons.contains(event.pos()):
                words = "\n".join(change_in_words(operation) for operation in row.operations[:20])
            else:
                lines = (place.icon | place.name | place.new for place in places.changes)
                at = next((number for number, line in enumerate(lines) if line.contains(event.pos())), None)
                words = files_of(row.shown[at]) if at is not None else ""
        QToolTip.showText(event.globalPos(), words, self.viewport())

    def _part(self, index: QModelIndex, place: QPoint) -> str:
        row = self._history.row(index)
        rect = self.line_rect(self.visualRect(index))
        if isinstance(row, EntryRow):
            return entry_places(self.theme, rect, row).part_at(place)
        is_link = isinstance(row, GoodRow) and good_link(self.theme, rect, row).contains(place)
        return "point" if is_link else ""

    def _act(self, index: QModelIndex, part: str) -> None:
        found = self._history.row(index)
        if isinstance(found, GoodRow) and found.link and part:
            self.good_wanted.emit(found.at)
        row = self._history.entry_row(index)
        if row is None:
            return
        if part == "button" and row.action:
            if not row.busy:
                self.reverse_wanted.emit(row.entry.operation_id)
        elif part == "point":
            self.point_wanted.emit(row.entry.operation_id)
        elif part == "more":
            self._open(row, Openness.OPEN if row.openness is Openness.WHOLE else Openness.WHOLE)
        else:
            self._open(row, Openness.OPEN if row.openness is Openness.CLOSED else Openness.CLOSED)

    def _open(self, row: EntryRow, openness: Openness) -> None:
        self._history.set_openness(row.entry.operation_id, openness)
        index = self._history.index_of(row.entry.operation_id)
        self.setCurrentIndex(index)
        self.scrollTo(index)


def as_text(row: EntryRow) -> str:
    """The whole entry, to be pasted elsewhere."""
    lines = [f"{row.title} ({text.exact(row.entry.at)})"]
    lines += [f"- {as_words(operation, row)} ({files_of(operation)})" for operation in row.operations]
    return "\n".join(lines)
