"""Where nothing is found: which single change finds something."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from modstead.services.search import Loosening
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.focus import RingedButton
from modstead.ui.kit.pages import EmptyState
from modstead.ui.kit.painting import RIGHT, draw_text, outline_rounded
from modstead.ui.search.state import type_words
from modstead.ui.text import grouped
from modstead.ui.theme import Theme


class LooseningRow(RingedButton):
    """One line of the list; the whole line can be pressed."""

    def __init__(
        self, theme: Theme, loosening: Loosening, project_type: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self.loosening = loosening
        self.last = False
        kind = next(iter(loosening.query.project_types), project_type)
        self._found = f"{grouped(loosening.total)} {type_words(kind, loosening.total)}"
        self._subject = loosening.subject if kind == project_type else type_words(kind, 2)
        words = (loosening.text_before, self._subject, loosening.text_after)
        self._words = [word for word in words if word]
        self.setAccessibleName(f"{' '.join(self._words)}: {self._found}. {loosening.action}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(480), self.theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px, colours = self.theme, self.theme.px, self.theme.palette
        if self.underMouse():
            painter.fillRect(self.rect().adjusted(1, 1, -1, -1), colours.hover)
        if not self.last:
            painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), colours.line)
        action = self.rect().adjusted(px(358), 0, -px(8), 0)
        found = QRect(self.width() - px(144) - px(100), 0, px(100), self.height())
        words = self.rect().adjusted(px(14), 0, 0, 0)
        words.setRight(found.x())
        for word in self._words:
            weight = 600 if word == self._subject else 400
            width = draw_text(painter, theme, words, word, weight=weight)
            words.setLeft(words.left() + width + theme.advance(" ", "body"))
        draw_text(painter, theme, found, self._found, role="caption", colour=colours.text_3, align=RIGHT)
        draw_text(painter, theme, action, self.loosening.action, weight=500, colour=colours.accent_text)


class _Frame(QWidget):
    """Rows in one border."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(1, theme.px(8) + 1, 1, theme.px(8) + 1)
        self.rows.setSpacing(0)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self.theme.palette
        frame = self.rect().adjusted(0, self.theme.px(8), 0, -self.theme.px(8))
        outline_rounded(QPainter(self), frame, self.theme.px(8), colours.line)


class NothingFound(EmptyState):
    """`loosened` brings a `SearchQuery`, `cleared` that all filters shall go."""

    loosened = Signal(object)
    cleared = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "search", "Nothing matches all of this", parent=parent)
        self._frame = _Frame(theme)
        self._frame.hide()
        self.add_content(self._frame)
        self.clear = Button(theme, "Clear all filters", kind="primary")
        self.clear.clicked.connect(self.cleared)
        self.add_button(self.clear)

    @property
    def rows(self) -> tuple[LooseningRow, ...]:
        """The lines shown."""
        items = (self._frame.rows.itemAt(place) for place in range(self._frame.rows.count()))
        widgets = (item.widget() for item in items if item)
        return tuple(widget for widget in widgets if isinstance(widget, LooseningRow))

    def show_reason(self, *, filtered: bool, searched: bool) -> None:
        """Before it is known what helps: why there is nothing."""
        self._list(())
        self.clear.setVisible(filtered)
        self.clear.set_kind("primary")
        self.set_text(
            "Nothing matches all of this" if filtered else "Nothing is called that",
            "" if filtered else "Try fewer or other words." if searched else "There is nothing here yet.",
        )

    def show_loosenings(
        self, loosenings: Iterable[Loosening], project_type: str, *, searched: bool = False
    ) -> None:
        """What finds something; where nothing does and words were searched for, the words are at fault."""
        self._list(LooseningRow(self.theme, loosening, project_type) for loosening in loosenings)
        if self.rows:
            self.set_text(self.title.text(), "Loosening one thing finds something:")
        elif searched:
            self.set_text(
                "Nothing is called that", "It is not the filters alone. Fewer or other words may help."
            )
            self.clear.set_kind("default")

    def _list(self, rows: Iterable[LooseningRow]) -> None:
        for row in self.rows:
            self._frame.rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        for row in rows:
            row.clicked.connect(lambda _checked=False, query=row.loosening.query: self.loosened.emit(query))
            self._frame.rows.addWidget(row)
        shown = self.rows
        if shown:
            shown[-1].last = True
        self._frame.setVisible(bool(shown))
