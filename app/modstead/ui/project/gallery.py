"""The pictures of a project: a grid, and one of them large."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from modstead.domain.project import GalleryImage
from modstead.ui.images import ImageLoader
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.models import RowsModel
from modstead.ui.kit.painting import CENTRE, draw_text, fill_rounded, outline_rounded
from modstead.ui.kit.rows import RowList
from modstead.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_WIDTH, _HEIGHT, _GAP, _CAPTION = 252, 142, 10, 28


class GalleryModel(RowsModel[GalleryImage]):
    """In the order that the project wants."""

    def set_rows(self, rows: Sequence[GalleryImage]) -> None:
        super().set_rows(sorted(rows, key=lambda picture: (not picture.featured, picture.ordering)))

    def title_of(self, row: GalleryImage) -> str:
        return row.title

    def sentence_of(self, row: GalleryImage) -> str:
        words = ". ".join(part for part in (row.title, row.description) if part)
        return words or f"Picture {self.rows.index(row) + 1}"


class GalleryDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: RowList, images: ImageLoader) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._images = images

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        px = self._theme.px
        return QSize(px(_WIDTH) + px(_GAP), px(_HEIGHT) + px(_CAPTION) + px(_GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        picture = index.data(GalleryModel.RowRole)
        if not isinstance(picture, GalleryImage):
            return
        theme, px, colours = self._theme, self._theme.px, self._theme.palette
        rect: QRect = option.rect
        frame = QRect(rect.x(), rect.y(), px(_WIDTH), px(_HEIGHT))
        ratio = painter.device().devicePixelRatioF()
        thumbnail = self._images.thumbnail(
            picture.url or picture.raw_url, frame.width(), frame.height(), px(8), ratio=ratio
        )
        if thumbnail is None:
            fill_rounded(painter, frame, px(8), colours.press)
        else:
            painter.drawPixmap(frame.topLeft(), thumbnail)
        state = self._view.row_state(self._view.model().index(index.row(), 0))
        if state.ring:
            outline_rounded(painter, frame, px(8), colours.accent, width=2)
        elif state.hovered:
            outline_rounded(painter, frame, px(8), colours.control)
        words = QRect(frame.x(), frame.y() + frame.height() + px(4), frame.width(), theme.line("caption"))
        draw_text(painter, theme, words, picture.title, role="caption", colour=colours.text_2)


class GalleryGrid(RowList):
    """`opened` brings the place of the picture to show large."""

    opened = Signal(int)

    def __init__(
        self, theme: Theme, model: GalleryModel, images: ImageLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self.setModel(model)
        self.setItemDelegate(GalleryDelegate(theme, self, images))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setAccessibleName("Gallery")
        self.setAccessibleDescription("Enter shows a picture large.")
        self.activated_by_keyboard.connect(self._open)
        images.ready.connect(self._came)
        theme.changed.connect(self._set_margins)
        self._set_margins()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._open(self.indexAt(event.position().toPoint()))

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index.row())

    def _came(self) -> None:
        self.viewport().update()

    def _set_margins(self) -> None:
        px = self.theme.px
        self.setViewportMargins(px(20), px(16), 0, 0)


class PictureViewer(QWidget):
    """One picture over the whole page. Esc or a click beside it closes, arrows go on."""

    closed = Signal()

    def __init__(self, theme: Theme, images: ImageLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._host = parent
        self._images = images
        self._pictures: tuple[GalleryImage, ...] = ()
        self._place = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Picture")
        self.before = Button(theme, icon="chevron-left", large=True, name="Previous picture", parent=self)
        self.after = Button(theme, icon="chevron-right", large=True, name="Next picture", parent=self)
        self.close_button = Button(theme, icon="close", large=True, name="Close", parent=self)
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.close_button.clicked.connect(self.leave)
        images.ready.connect(self.update)
        self.hide()

    @property
    def place(self) -> int:
        return self._place

    def show_picture(self, pictures: Sequence[GalleryImage], place: int) -> None:
        self._pictures = tuple(pictures)
        self.setGeometry(self._host.rect())
        self._go(place)
        self.show()
        self.raise_()
        self.setFocus()

    def step(self, by: int) -> None:
        """The next or the previous one; after the last comes the first."""
        if self._pictures:
            self._go((self._place + by) % len(self._pictures))

    def leave(self) -> None:
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space):
            self.step(1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self.step(-1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._frame().contains(event.position().toPoint()):
            self.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px, middle = self.theme.px, self.height() // 2
        side = self.before.sizeHint()
        self.before.setGeometry(px(16), middle - side.height() // 2, side.width(), side.height())
        right = self.width() - px(16) - side.width()
        self.after.setGeometry(right, middle - side.height() // 2, side.width(), side.height())
        self.close_button.setGeometry(right, px(16), side.width(), side.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, px = QPainter(self), self.theme, self.theme.px
        painter.fillRect(self.rect(), _veil(theme))
        if not self._pictures:
            return
        picture, frame = self._pictures[self._place], self._frame()
        url = picture.raw_url or picture.url
        shown = self._images.picture(
            url, frame.width(), frame.height(), px(8), ratio=self.devicePixelRatioF()
        )
        if shown is None:
            words = "This picture could not be loaded." if self._images.failed(url) else "Loading…"
            draw_text(painter, theme, frame, words, colour=theme.palette.text_2, align=CENTRE)
        else:
            size = shown.deviceIndependentSize().toSize()
            left = frame.x() + (frame.width() - size.width()) // 2
            painter.drawPixmap(left, frame.y() + (frame.height() - size.height()) // 2, shown)
        words = " · ".join(part for part in (picture.title, picture.description) if part)
        place = QRect(frame.x(), frame.bottom() + px(10), frame.width(), theme.line("body"))
        draw_text(painter, theme, place, words, weight=500, align=CENTRE)
        below = place.translated(0, theme.line("body"))
        number = f"{self._place + 1} of {len(self._pictures)}"
        draw_text(painter, theme, below, number, role="caption", colour=theme.palette.text_2, align=CENTRE)

    def _go(self, place: int) -> None:
        self._place = place
        several = len(self._pictures) > 1
        self.before.setVisible(several)
        self.after.setVisible(several)
        picture = self._pictures[place]
        self.setAccessibleDescription(picture.title or f"{place + 1} of {len(self._pictures)}")
        self.update()

    def _frame(self) -> QRect:
        px = self.theme.px
        return self.rect().adjusted(px(72), px(40), -px(72), -px(72))


def _veil(theme: Theme) -> QColor:
    veil = QColor(theme.palette.scrim)
    veil.setAlphaF(0.98)
    return veil
