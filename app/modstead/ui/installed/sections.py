"""The sections of one game: its mods, plugins, resource packs, shaders and data packs, each with its count."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from modstead.domain.instance import Instance
from modstead.ui.content_words import words_for
from modstead.ui.kit.choices import Choice, TabBar
from modstead.ui.theme import Theme


class SectionBar(QWidget):
    """Tabs below the page's header; hidden where there is only one section."""

    chosen = Signal(object)
    """The Instance of the section to be shown."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._sections: dict[str, Instance] = {}
        self.tabs = TabBar(theme, name="Sections")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.tabs)
        self._row.addStretch(1)
        self.tabs.chosen.connect(self._choose)
        theme.changed.connect(self._measure)
        self._measure()
        self.hide()

    def show_sections(self, sections: Sequence[Instance], counts: Mapping[Path, int], current: Path) -> None:
        """All sections of one game, of which that of the folder `current` is open. Counts are by folder."""
        titles = _titles(sections)
        self._sections = {str(section.folder): section for section in sections}
        self.tabs.set_choices(
            Choice(str(section.folder), title, counts.get(section.folder))
            for section, title in zip(sections, titles, strict=True)
        )
        if str(current) in self._sections:
            self.tabs.choose(str(current))
        self.setVisible(len(sections) > 1)

    def set_count(self, folder: Path, count: int | None) -> None:
        """None where nobody can tell."""
        if str(folder) in self._sections:
            self.tabs.set_count(str(folder), count)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRect(0, self.height() - 1, self.width(), 1), self.theme.palette.line)

    def _choose(self, key: str) -> None:
        self.chosen.emit(self._sections[key])

    def _measure(self) -> None:
        px = self.theme.px
        self.setFixedHeight(px(40))
        self._row.setContentsMargins(px(18), 0, px(16), 0)


def _titles(sections: Sequence[Instance]) -> list[str]:
    """The content's name; with the world's, where several worlds have such a section."""
    kinds = [section.content for section in sections]
    return [
        f"{words_for(section.content).title} · {section.section}"
        if kinds.count(section.content) > 1 and section.section
        else words_for(section.content).title
        for section in sections
    ]
