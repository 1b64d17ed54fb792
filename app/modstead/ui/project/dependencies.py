"""What a version says of other projects, by kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from modstead.ui.images import ImageLoader
from modstead.ui.kit.models import RowsModel
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.painting import RIGHT, draw_icon, draw_text
from modstead.ui.kit.rows import RowList, draw_row
from modstead.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class DependencyRow:
    """A heading (without a project) or a project; `good` marks a state that needs nothing more."""

    title: str
    summary: str = ""
    state: str = ""
    project_id: str = ""
    icon_url: str | None = None
    good: bool = False
    heading: bool = False

    @property
    def sentence(self) -> str:
        return ". ".join(part.rstrip(".") for part in (self.title, self.summary, self.state) if part)


class DependencyModel(RowsModel[DependencyRow]):
    """Headings and projects."""

    def set_rows(self, rows: Sequence[DependencyRow]) -> None:
        if tuple(rows) != self.rows:
            super().set_rows(rows)

    def title_of(self, row: DependencyRow) -> str:
        return row.title

    def sentence_of(self, row: DependencyRow) -> str:
        return row.sentence

    def can_be_chosen(self, row: DependencyRow) -> bool:
        return not row.heading


class DependencyDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: RowList, images: ImageLoader) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._images = images

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(DependencyModel.RowRole)
        heading = isinstance(row, DependencyRow) and row.heading
        return QSize(self._theme.px(200), self._theme.px(40 if heading else 54))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(DependencyModel.RowRole)
        if not isinstance(row, DependencyRow):
            return
        theme, px, colours = self._theme, self._theme.px, self._theme.palette
        rect: QRect = option.rect
        place = QRect(rect.x() + px(20), rect.y(), rect.width() - px(40), rect.height())
        if row.heading:
            words = place.adjusted(0, px(14), 0, 0)
            draw_text(painter, theme, words, row.title, role="caption", weight=600, colour=colours.text_2)
            return
        state = self._view.row_state(self._view.model().index(index.row(), 0))
        draw_row(painter, theme, rect.adjusted(px(6), 0, -px(6), 0), state)
        icon = QRect(place.x(), place.y(), px(32), place.height())
        picture = self._images.pixmap(row.icon_url, px(32), ratio=painter.device().devicePixelRatioF())
        draw_mod_icon(painter, theme, icon, picture, 32, placeholder="mods")
        words = place.adjusted(px(32 + 12), 0, 0, 0)
        colour = colours.good if row.good else colours.text_2
        width = theme.advance(row.state, "body")
        draw_text(painter, theme, words, row.state, colour=colour, align=RIGHT)
        if row.good:
            mark = QRect(words.x() + words.width() - width - px(20), words.y(), px(16), words.height())
            draw_icon(painter, theme, mark, "check", colour)
        line, below = theme.line("body"), theme.line("caption")
        top = words.y() + (words.height() - line - below) // 2
        room = max(0, words.width() - width - px(36))
        draw_text(painter, theme, QRect(words.x(), top, room, line), row.title, weight=500)
        under = QRect(words.x(), top + line, room, below)
        draw_text(painter, theme, under, row.summary, role="caption", colour=colours.text_3)


class DependencyList(RowList):
    """`opened` brings the ID of the project that was clicked."""

    opened = Signal(str)

    def __init__(
        self, theme: Theme, model: DependencyModel, images: ImageLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self.setModel(model)
        self.setItemDelegate(DependencyDelegate(theme, self, images))
        self.setUniformItemSizes(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setAccessibleName("Dependencies")
        self.setAccessibleDescription("Enter opens the project.")
        self.activated_by_keyboard.connect(self._open)
        images.ready.connect(self._came)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._open(self.indexAt(event.position().toPoint()))

    def _open(self, index: QModelIndex) -> None:
        row = index.data(DependencyModel.RowRole)
        if isinstance(row, DependencyRow) and row.project_id:
            self.opened.emit(row.project_id)

    def _came(self) -> None:
        self.viewport().update()
