"""The details of a narrow window: the side panel's most important words as a strip under the table."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from modstead.ui import text
from modstead.ui.installed import summary
from modstead.ui.installed.about import About
from modstead.ui.installed.icons import ModIcons
from modstead.ui.installed.rows import ModRow
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.versions import short_version
from modstead.ui.theme import Theme

_SIDE = 44


class ModStrip(QWidget):
    """96 high: picture, name, news, and what can be done."""

    update_asked = Signal(object)
    remedy_asked = Signal(object)
    remove_asked = Signal(object)
    menu_asked = Signal(object)

    def __init__(self, theme: Theme, icons: ModIcons) -> None:
        super().__init__()
        self.theme = theme
        self._rows: tuple[ModRow, ...] = ()
        self.setAccessibleName("Details")
        self._icon = _FirstIcon(theme, icons)
        self._title = Label(theme, role="heading", elide=True)
        self._caption = Label(theme, role="caption", colour="text_3", elide=True)
        self._news = Label(theme, colour="text_2", elide=True)
        self._act = Button(theme, "Update", icon="arrow-up", kind="primary")
        self._trash = Button(theme, icon="trash", kind="quiet", name="Remove")
        self._more = Button(theme, icon="more", kind="quiet", name="More")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        for label in (self._title, self._caption, self._news):
            words.addWidget(label)
        words.addStretch(1)
        self._line = QHBoxLayout(self)
        self._line.addWidget(self._icon)
        self._line.addLayout(words, 1)
        for button in (self._act, self._trash, self._more):
            self._line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._act.clicked.connect(self._acted)
        self._trash.clicked.connect(self._remove)
        self._more.clicked.connect(lambda: self.menu_asked.emit(self._more))
        icons.ready.connect(self._icon.update)
        theme.changed.connect(self._measure)
        self._measure()

    def show_rows(self, selected: Sequence[ModRow], about: About, rows: Sequence[ModRow]) -> None:
        """About the selected mods, or about the folder where none is."""
        self._rows = tuple(selected)
        self._icon.show_row(selected[0] if len(selected) == 1 else None)
        self._trash.setVisible(bool(selected))
        self._more.setVisible(bool(selected))
        if not selected:
            health = summary.health(about, rows)
            self._say(about.library.instance.name, summary.instance_words(about.library), health.verdict)
        elif len(selected) == 1:
            row = selected[0]
            self._say(row.title, summary.byline(row) or row.version, self._news_of(row))
        else:
            self._say(f"{about.words.counted(len(selected))} selected", summary.in_common(selected), "")
        self._offer()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.palette.panel)
        painter.fillRect(0, 0, self.width(), 1, self.theme.palette.line)

    def _say(self, title: str, caption: str, news: str) -> None:
        self._title.set_text(title)
        self._caption.set_text(caption)
        self._news.set_text(news)
        self._news.setVisible(bool(news))

    def _news_of(self, row: ModRow) -> str:
        if row.sentences:
            return " ".join(row.sentences)
        if row.held_back and not row.update:
            return row.held_back.reason
        return summary.description(row)

    def _offer(self) -> None:
        updates = [row for row in self._rows if row.update]
        only = self._rows[0] if len(self._rows) == 1 else None
        if only and only.update:
            self._act.set_text(f"Update to {short_version(only.new_version)}")
        elif updates:
            self._act.set_text(f"Update {text.plural(len(updates), 'mod')}")
        elif only and only.remedy:
            self._act.set_text(only.remedy.text)
        self._act.set_kind("primary" if updates else "default")
        self._act.set_icon("arrow-up" if updates else "")
        self._act.setVisible(bool(updates) or bool(only and only.remedy))

    def _remove(self) -> None:
        self.remove_asked.emit(tuple(row.name for row in self._rows))

    def _acted(self) -> None:
        updates = tuple(row.name for row in self._rows if row.update)
        if updates:
            self.update_asked.emit(updates)
        elif self._rows:
            self.remedy_asked.emit(self._rows[0])

    def _measure(self) -> None:
        px = self.theme.px
        self.setFixedHeight(px(96))
        self._line.setContentsMargins(px(20), 1, px(16), 0)
        self._line.setSpacing(px(12))


class _FirstIcon(QWidget):
    def __init__(self, theme: Theme, icons: ModIcons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._row: ModRow | None = None

    def show_row(self, row: ModRow | None) -> None:
        self._row = row
        self.setVisible(row is not None)
        self.setFixedSize(self._theme.px(_SIDE), self._theme.px(_SIDE))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._row is not None:
            picture = self._icons.pixmap(self._row.mod, _SIDE, self.devicePixelRatioF())
            draw_mod_icon(QPainter(self), self._theme, self.rect(), picture, _SIDE, enabled=self._row.enabled)
