"""The table of mods: header, rows, and what mouse and keys do to them."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from modstead.ui.installed.cells import Part, part_at
from modstead.ui.installed.columns import Column
from modstead.ui.installed.delegate import ModDelegate
from modstead.ui.installed.header import ModsHeader
from modstead.ui.installed.icons import ModIcons
from modstead.ui.installed.model import ModsModel, Order, Show
from modstead.ui.installed.rows import ModRow
from modstead.ui.kit.rows import RowList
from modstead.ui.theme import Theme

ROW_HEIGHTS = {"compact": 28, "normal": 32, "roomy": 40}
_CLICKED_PARTS = frozenset({Part.SWITCH, Part.UPDATE, Part.PIN, Part.MORE, Part.REMEDY})


class ModList(RowList):
    """The rows. A click on a row's control acts on that row alone and leaves the selection as it is."""

    part_clicked = Signal(object, object)
    """A Part and the row's ModRow."""
    toggle_asked = Signal()
    remove_asked = Signal()
    menu_asked = Signal(QPoint)
    cleared = Signal()

    def __init__(
        self, theme: Theme, model: ModsModel, icons: ModIcons, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._mods = model
        self._pressed: tuple[Part, str] | None = None
        self.setModel(model)
        self.delegate = ModDelegate(theme, self, model, icons)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName("Mods")

    def key_of(self, index: QModelIndex) -> object:
        return self._mods.row_at(index.row()).name if index.isValid() else None

    def part_under(self, point: QPoint) -> tuple[Part, ModRow] | None:
        index = self.indexAt(point)
        if not index.isValid():
            return None
        row = self._mods.row_at(index.row())
        return part_at(self.theme, self.delegate.cells, self.visualRect(index), row, point), row

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = self.part_under(event.position().toPoint())
        self._pressed = None
        if event.button() == Qt.MouseButton.LeftButton and hit and hit[0] in _CLICKED_PARTS:
            self._pressed = None if self.meant_for_another(event) else (hit[0], hit[1].name)
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            event.accept()
            return
        super().mousePressEvent(event)
        if hit is None and event.button() == Qt.MouseButton.LeftButton:
            self.cleared.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
            return
        hit = self.part_under(event.position().toPoint())
        if hit and (hit[0], hit[1].name) == pressed:
            self.part_clicked.emit(hit[0], hit[1])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = self.part_under(event.position().toPoint())
        if hit and hit[0] in _CLICKED_PARTS:
            self.mousePressEvent(event)
            return
        super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed:
            return
        hit = self.part_under(event.position().toPoint())
        part = hit[0] if hit else Part.BODY
        self.delegate.pointed = part
        link = part in {Part.REMEDY}
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if key == Qt.Key.Key_Space and plain:
            self.show_ring()
            self.toggle_asked.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and plain:
            self.show_ring()
            self.remove_asked.emit()
        elif key == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point = event.pos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            point = self.visualRect(self.currentIndex()).bottomLeft() + QPoint(self.theme.px(60), 0)
            if not self.selectionModel().hasSelection():
                self.setCurrentIndex(self.currentIndex())
        if self.selectionModel().hasSelection():
            self.menu_asked.emit(self.viewport().mapToGlobal(point))


class ModTable(QWidget):
    """Shows the model's rows, reports what is selected and what is asked for."""

    selection_changed = Signal()
    toggled = Signal(object, bool)
    """Names and whether they are to be enabled."""
    update_asked = Signal(object)
    remove_asked = Signal(object)
    remedy_asked = Signal(object)
    pin_asked = Signal(object, bool)
    """Names, and whether they are to be pinned."""
    opened = Signal(object)
    menu_asked = Signal(QPoint)

    def __init__(
        self, theme: Theme, model: ModsModel, icons: ModIcons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.model = model
        self.icons = icons
        self.header = ModsHeader(theme)
        self.list = ModList(theme, model, icons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addSpacing(theme.px(4))
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self.header.arranged.connect(self._rearranged)
        self.header.order_chosen.connect(self.set_order)
        self.list.selectionModel().selectionChanged.connect(self.selection_changed)
        model.leaving.connect(self._move_on)
        self.list.part_clicked.connect(self._part_clicked)
        self.list.toggle_asked.connect(self._toggle_selected)
        self.list.remove_asked.connect(self._remove_selected)
        self.list.menu_asked.connect(self.menu_asked)
        self.list.cleared.connect(self.list.clearSelection)
        self.list.doubleClicked.connect(self._open)
        self.list.activated_by_keyboard.connect(self._open)
        icons.ready.connect(self.list.viewport().update)
        theme.changed.connect(self._rearranged)
        self._rearranged()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.header.set_room(self.width())

    def set_row_height(self, choice: str) -> None:
        """`compact`, `normal` or `roomy`."""
        self.list.delegate.row_height = ROW_HEIGHTS.get(choice, 32)
        self.list.scheduleDelayedItemsLayout()

    def set_order(self, order: Order) -> None:
        self.model.set_order(order)
        self.header.set_order(order)

    def set_filter(self, show: Show, sought: str) -> None:
        """Show fewer rows; the list starts at its top, or where the selection is."""
        self.model.set_filter(show, sought)
        current = self.list.currentIndex()
        if current.isValid() and self.list.selectionModel().isSelected(current):
            self.list.scrollTo(current)
        else:
            self.list.scrollToTop()

    def refresh(self, rows: tuple[ModRow, ...]) -> None:
        """Show the folder's new state with the same row at the top."""
        bar = self.list.verticalScrollBar()
        top = self.list.indexAt(QPoint(self._theme.px(60), 1))
        anchor = self.model.row_at(top.row()).name if top.isValid() and bar.value() else ""
        into = bar.value() - top.row() * self._row_pixels() if anchor else 0
        self.model.set_rows(rows)
        place = self.model.place_of(anchor) if anchor else -1
        if place >= 0:
            self.list.doItemsLayout()
            bar.setValue(place * self._row_pixels() + into)

    def selected(self) -> tuple[ModRow, ...]:
        places = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        return tuple(self.model.row_at(place) for place in places)

    def select(self, name: str) -> None:
        """Select one file and bring it into sight."""
        place = self.model.place_of(name)
        if place < 0:
            return
        index = self.model.index(place)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)

    def _move_on(self, places: frozenset[int]) -> None:
        """Where the current row goes, the keyboard goes on from the next that stays, or else from the one before.

        Nothing is selected instead: what acts on the selection must not turn to a mod that nobody chose.
        """
        place = self.list.currentIndex().row()
        if place not in places:
            return
        after, before = range(place + 1, self.model.rowCount()), range(place - 1, -1, -1)
        neighbour = next((other for other in (*after, *before) if other not in places), None)
        if neighbour is None:
            return
        commands = QItemSelectionModel.SelectionFlag
        self.list.selectionModel().setCurrentIndex(self.model.index(neighbour), commands.NoUpdate)

    def _row_pixels(self) -> int:
        return self._theme.px(self.list.delegate.row_height)

    def _rearranged(self) -> None:
        self.list.delegate.cells = self.header.cells()
        self.list.scheduleDelayedItemsLayout()
        self.list.viewport().update()

    def _part_clicked(self, part: Part, row: ModRow) -> None:
        if part is Part.SWITCH:
            self.toggled.emit((row.name,), not row.enabled)
        elif part is Part.UPDATE:
            self.update_asked.emit((row.name,))
        elif part is Part.PIN:
            self.pin_asked.emit((row.name,), not row.word.pinned)
        elif part is Part.REMEDY:
            self.remedy_asked.emit(row)
        elif part is Part.MORE:
            if row.name not in {selected.name for selected in self.selected()}:
                self.select(row.name)
            rect = self.list.visualRect(self.model.index(self.model.place_of(row.name)))
            right = self.list.delegate.cells.rect(rect, Column.NAME).right()
            self.menu_asked.emit(
                self.list.viewport().mapToGlobal(QPoint(right - self._theme.px(36), rect.bottom()))
            )

    def _toggle_selected(self) -> None:
        rows = self.selected()
        if rows:
            enable = not any(row.enabled for row in rows)
            self.toggled.emit(tuple(row.name for row in rows if row.enabled is not enable), enable)

    def _remove_selected(self) -> None:
        names = tuple(row.name for row in self.selected())
        if names:
            self.remove_asked.emit(names)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.model.row_at(index.row()))
