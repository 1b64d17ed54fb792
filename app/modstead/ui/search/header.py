"""What stands above the results: the field, the sort, what was found, and the active filters as chips."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from modstead.domain.project import Sort
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.fields import SearchField
from modstead.ui.kit.labels import Chip
from modstead.ui.kit.menus import Menu
from modstead.ui.kit.painting import Tone, draw_icon, draw_text
from modstead.ui.theme import Theme

SORT_WORDS = {
    Sort.RELEVANCE: "Relevance",
    Sort.DOWNLOADS: "Downloads",
    Sort.FOLLOWS: "Followers",
    Sort.NEWEST: "Newest",
    Sort.UPDATED: "Recently updated",
}


class BrowseField(SearchField):
    """The search field with the keys that lead to the results."""

    entered = Signal()
    entered_with_control = Signal()
    left_downwards = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.entered_with_control if control else self.entered).emit()
            return
        if event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
            return
        super().keyPressEvent(event)


class SortButton(Button):
    """`chosen` brings the `Sort`."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, sorts: Sequence[Sort], parent: QWidget | None = None) -> None:
        super().__init__(
            theme, SORT_WORDS[Sort.RELEVANCE], trailing="chevron-down", large=True, parent=parent
        )
        self._sorts = tuple(sorts)
        self._sort = Sort.RELEVANCE
        self.clicked.connect(self._open)
        self.set_sort(self._sort)

    def set_sort(self, sort: Sort) -> None:
        self._sort = sort
        self.set_text(SORT_WORDS[sort])
        self.setAccessibleName(f"Sort: {SORT_WORDS[sort]}")

    def sizeHint(self) -> QSize:
        theme = self.theme
        widest = max(theme.advance(words, "body", 500) for words in (self.text(), SORT_WORDS[Sort.RELEVANCE]))
        width = theme.advance("Sort", "body") + theme.px(5) + widest + theme.px(14 + 6 + 20)
        return QSize(width, theme.px(32))

    def _draw_content(self, painter: QPainter, colour: QColor) -> None:
        theme, px = self.theme, self.theme.px
        words = self.rect().adjusted(px(10), 0, -px(10), 0)
        width = draw_text(painter, theme, words, "Sort", colour=theme.palette.text_3)
        words.setLeft(words.left() + width + px(5))
        draw_text(painter, theme, words, self.text(), weight=500, colour=colour)
        side = px(14)
        mark = QRect(self.width() - px(10) - side, 0, side, self.height())
        draw_icon(painter, theme, mark, "chevron-down", colour, size=14)

    def _open(self) -> None:
        menu = Menu(self.theme, self)
        for sort in self._sorts:
            menu.add(SORT_WORDS[sort], _Chosen(self.chosen.emit, sort), checked=sort is self._sort)
        menu.aboutToHide.connect(menu.deleteLater)
        self.open_menu(menu)


@dataclass(frozen=True, slots=True)
class _Chosen:
    emit: Callable[[Sort], object]
    sort: Sort

    def __call__(self) -> None:
        self.emit(self.sort)


class ChipRow(QWidget):
    """Chips beside each other, in more lines where there is no room. `removed` brings the chip's key."""

    removed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._chips: list[tuple[object, str, Tone, Chip]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Active filters")
        theme.changed.connect(self._place)

    @property
    def chips(self) -> tuple[Chip, ...]:
        return tuple(chip for *_, chip in self._chips)

    def set_chips(self, chips: Sequence[tuple[object, str, Tone]]) -> None:
        """Each with a key of its own, words and tone; unchanged ones stay, with their focus."""
        if [(key, words, tone) for key, words, tone, _ in self._chips] == list(chips):
            return
        for *_, chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for key, words, tone in chips:
            chip = Chip(self.theme, words, tone, closable=True, parent=self)
            chip.removed.connect(lambda key=key: self.removed.emit(key))
            chip.show()
            self._chips.append((key, words, tone, chip))
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(40), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(40), self.theme.px(22))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        px = self.theme.px
        left = top = 0
        for chip in self.chips:
            size = chip.sizeHint()
            if left and left + size.width() > self.width():
                left, top = 0, top + size.height() + px(4)
            chip.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + px(6)
        self.setFixedHeight(top + px(22))
