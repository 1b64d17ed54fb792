"""The menu of the instance switcher: known folders with loader and number of mods, and what can be done with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from modstead.domain.instance import Instance
from modstead.services.instances import KnownInstance
from modstead.ui.content_words import words_for
from modstead.ui.images import ImageLoader
from modstead.ui.instance_looks import instance_picture, loader_icon, loader_words
from modstead.ui.kit.models import RowsModel
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.painting import RIGHT, draw_icon, draw_text, fill_rounded, outline_rounded, pixel_ratio
from modstead.ui.kit.rows import RowList
from modstead.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_WIDTH, _INSTANCE, _ACTION, _LINE = 320, 44, 32, 9
_TALLEST = 560


@dataclass(frozen=True, slots=True)
class InstanceEntry:
    known: KnownInstance
    current: bool

    @property
    def instance(self) -> Instance:
        return self.known.instance


@dataclass(frozen=True, slots=True)
class ActionEntry:
    """`under_line` draws a divider above it."""

    words: str
    icon: str
    act: Callable[[], object]
    under_line: bool = False


Entry = InstanceEntry | ActionEntry


class EntryModel(RowsModel[Entry]):
    """The instances, and below them what else can be done."""

    def title_of(self, row: Entry) -> str:
        return row.instance.name if isinstance(row, InstanceEntry) else row.words

    def sentence_of(self, row: Entry) -> str:
        return _as_sentence(row)

    def tip_of(self, row: Entry) -> str:
        return str(row.instance.folder) if isinstance(row, InstanceEntry) else ""


class _Entries(RowList):
    chosen = Signal(QModelIndex)
    forget_wanted = Signal(QModelIndex)

    def __init__(self, theme: Theme, model: EntryModel) -> None:
        super().__init__(theme)
        self.setModel(model)
        self.setUniformItemSizes(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setAccessibleName("Instances")
        self.viewport().setAutoFillBackground(False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self.chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.chosen.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            self.forget_wanted.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, rows: RowList, images: ImageLoader, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._rows, self._images = theme, rows, images

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, entry_height(self._theme, index.data(EntryModel.RowRole)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(EntryModel.RowRole)
        if not isinstance(index, QModelIndex):
            return
        theme, c = self._theme, self._theme.palette
        rect: QRect = option.rect
        painter.save()
        if isinstance(entry, ActionEntry) and entry.under_line:
            line = theme.px(_LINE)
            painter.fillRect(
                QRect(rect.x() + theme.px(6), rect.y() + line // 2, rect.width() - theme.px(12), 1), c.line
            )
            rect = rect.adjusted(0, line, 0, 0)
        state = self._rows.row_state(index)
        if isinstance(entry, InstanceEntry) and entry.current:
            fill_rounded(painter, rect, theme.px(6), c.accent_soft)
        elif state.hovered:
            fill_rounded(painter, rect, theme.px(6), c.hover)
        if isinstance(entry, InstanceEntry):
            self._instance(painter, rect, entry)
        elif isinstance(entry, ActionEntry):
            self._action(painter, rect, entry)
        if state.ring:
            outline_rounded(painter, rect, theme.px(6), c.accent, width=2)
        painter.restore()

    def _instance(self, painter: QPainter, rect: QRect, entry: InstanceEntry) -> None:
        theme, px, c = self._theme, self._theme.px, self._theme.palette
        tile = QRect(rect.x() + px(8), rect.y(), px(28), rect.height())
        picture = instance_picture(self._images, entry.instance, px(28), pixel_ratio(painter))
        draw_mod_icon(painter, theme, tile, picture, 28, placeholder="folder")
        left, right = rect.x() + px(46), rect.x() + rect.width() - px(10)
        middle = rect.y() + rect.height() // 2
        counted = words_for(entry.instance.content).counted(entry.known.mod_count)
        width = theme.advance(counted, "caption")
        name = QRect(left, middle - px(17), right - width - px(10) - left, theme.line("body"))
        count = QRect(right - width, name.y(), width, name.height())
        draw_text(painter, theme, count, counted, role="caption", colour=c.text_3, align=RIGHT)
        draw_text(painter, theme, name, entry.instance.name, weight=600 if entry.current else 500)
        below = QRect(left, middle + px(1), right - left, theme.line("caption"))
        badge = loader_icon(entry.instance)
        if badge:
            wide = theme.icons.width(badge, px(14))
            draw_icon(painter, theme, QRect(left, below.y(), wide, below.height()), badge, c.text_3, size=14)
            below.setLeft(left + wide + px(5))
        draw_text(painter, theme, below, _caption(entry.instance), role="caption", colour=c.text_3)

    def _action(self, painter: QPainter, rect: QRect, entry: ActionEntry) -> None:
        theme, px, c = self._theme, self._theme.px, self._theme.palette
        icon = QRect(rect.x() + px(14), rect.y(), px(16), rect.height())
        draw_icon(painter, theme, icon, entry.icon, c.text_2)
        words = rect.adjusted(px(46), 0, -px(10), 0)
        draw_text(painter, theme, words, entry.words)


class InstanceMenu(QWidget):
    """A popup. Opens with `popup(place)`; arrows, Return, Delete and Escape work, as does typing a name.

    `instance_wanted` and `forget_wanted` carry an `Instance`; `details_wanted` asks for loader and game version of the
    current one, `move_wanted` for its move to others; `folder_wanted` for another folder.
    """

    instance_wanted = Signal(object)
    forget_wanted = Signal(object)
    details_wanted = Signal()
    move_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, theme: Theme, images: ImageLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName("Instances")
        self.theme = theme
        self.model = EntryModel(self)
        self.list = _Entries(theme, self.model)
        self.list.setItemDelegate(_Delegate(theme, self.list, images, self.list))
        self.list.chosen.connect(self._choose)
        self.list.forget_wanted.connect(self._forget)
        images.ready.connect(self.list.viewport().update)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.list)
        self.setFocusProxy(self.list)
        theme.changed.connect(self._measure)

    def set_instances(self, known: Sequence[KnownInstance], current: Path | None) -> None:
        """`current` is the folder that is open, if one is."""
        entries: list[Entry] = [InstanceEntry(one, one.instance.folder == current) for one in known]
        entries.append(ActionEntry("Add a folder…", "plus", self.folder_wanted.emit, under_line=bool(known)))
        here = next((one.instance for one in known if one.instance.folder == current), None)
        if here:
            entries.append(ActionEntry("Loader and game version…", "settings", self.details_wanted.emit))
            entries.append(ActionEntry("Move to another Minecraft…", "swap", self.move_wanted.emit))
            entries.append(
                ActionEntry(
                    f"Forget {here.name}", "close", lambda: self.forget_wanted.emit(here), under_line=True
                )
            )
        self.model.set_rows(entries)
        self._measure()

    def popup(self, place: QPoint) -> None:
        """Open with its top left corner there, moved so that all of it is on the screen."""
        self._measure()
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        left = min(place.x(), room.right() - self.width())
        top = min(place.y(), room.bottom() - self.height())
        self.move(max(room.x(), left), max(room.y(), top))
        rows = [isinstance(entry, InstanceEntry) and entry.current for entry in self.model.rows]
        self.list.setCurrentIndex(self.model.index(rows.index(True) if True in rows else 0))
        self.show()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = self.theme.palette
        outline_rounded(QPainter(self), self.rect(), self.theme.px(8), c.edge, fill=c.raised)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        entry = self.model.row(index)
        if entry is None:
            return
        self.hide()
        if isinstance(entry, ActionEntry):
            entry.act()
        elif not entry.current:
            self.instance_wanted.emit(entry.instance)

    def _forget(self, index: QModelIndex) -> None:
        entry = self.model.row(index)
        if isinstance(entry, InstanceEntry):
            self.hide()
            self.forget_wanted.emit(entry.instance)

    def _measure(self) -> None:
        px = self.theme.px
        margin = px(5)
        self._column.setContentsMargins(margin, margin, margin, margin)
        wanted = sum(entry_height(self.theme, entry) for entry in self.model.rows)
        self.setFixedSize(px(_WIDTH), min(px(_TALLEST), wanted + 2 * margin))


def entry_height(theme: Theme, entry: Entry) -> int:
    if isinstance(entry, InstanceEntry):
        return theme.px(_INSTANCE)
    return theme.px(_ACTION) + (theme.px(_LINE) if entry.under_line else 0)


def _caption(instance: Instance) -> str:
    return " · ".join(
        part for part in (loader_words(instance) or "Loader not known", instance.launcher) if part
    )


def _as_sentence(entry: Entry) -> str:
    if isinstance(entry, ActionEntry):
        return entry.words
    counted = words_for(entry.instance.content).counted(entry.known.mod_count)
    words = f"{entry.instance.name}, {_caption(entry.instance)}, {counted}"
    return f"{words}, open now" if entry.current else words
