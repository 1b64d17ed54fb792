"""What stands above the results: the field, the sort, what was found, and the active filters as chips."""

from collections.abc import Callable, Mapping, Sequence
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


class PickButton(Button):
    """What is in force, after a quiet word that says of what; a menu has the rest. `chosen` brings its key."""

    chosen = Signal(object)

    def __init__(
        self, theme: Theme, lead: str, words: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "", trailing="chevron-down", large=True, parent=parent)
        self._lead = lead
        self._words: Mapping[str, str] = {}
        self._key = ""
        self.clicked.connect(self._open)
        self.set_choices(words)

    def set_choices(self, words: Mapping[str, str]) -> None:
        """What there is to choose from, by its key; the first is in force where the present one is not among it."""
        self._words = dict(words)
        self.choose(self._key if self._key in self._words else next(iter(self._words), ""))

    def choose(self, key: str) -> None:
        """Show that this is in force, without saying so through `chosen`."""
        self._key = key
        words = self._words.get(key, "")
        self.set_text(words)
        self.setAccessibleName(f"{self._lead}: {words}")

    def sizeHint(self) -> QSize:
        theme = self.theme
        shown = (self.text(), next(iter(self._words.values()), ""))
        widest = max(theme.advance(words, "body", 500) for words in shown)
        width = theme.advance(self._lead, "body") + theme.px(5) + widest + theme.px(14 + 6 + 20)
        return QSize(width, theme.px(32))

    def _draw_content(self, painter: QPainter, colour: QColor) -> None:
        theme, px = self.theme, self.theme.px
        words = self.rect().adjusted(px(10), 0, -px(10), 0)
        width = draw_text(painter, theme, words, self._lead, colour=theme.palette.text_3)
        words.setLeft(words.left() + width + px(5))
        draw_text(painter, theme, words, self.text(), weight=500, colour=colour)
        side = px(14)
        mark = QRect(self.width() - px(10) - side, 0, side, self.height())
        draw_icon(painter, theme, mark, "chevron-down", colour, size=14)

    def _open(self) -> None:
        menu = Menu(self.theme, self)
        for key, words in self._words.items():
            menu.add(words, _Chosen(self.chosen.emit, key), checked=key == self._key)
        menu.aboutToHide.connect(menu.deleteLater)
        self.open_menu(menu)


class SortButton(PickButton):
    """`chosen` brings the `Sort`."""

    def __init__(self, theme: Theme, sorts: Sequence[Sort], parent: QWidget | None = None) -> None:
        super().__init__(theme, "Sort", _sort_words(sorts), parent)

    def set_sorts(self, sorts: Sequence[Sort]) -> None:
        self.set_choices(_sort_words(sorts))


def _sort_words(sorts: Sequence[Sort]) -> dict[str, str]:
    return {sort: SORT_WORDS[sort] for sort in sorts}


@dataclass(frozen=True, slots=True)
class _Chosen:
    emit: Callable[[str], object]
    key: str

    def __call__(self) -> None:
        self.emit(self.key)


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
