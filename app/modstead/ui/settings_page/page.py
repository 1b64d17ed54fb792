"""The settings page, built from what `modstead.settings` says of each option."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from modstead import __version__
from modstead.errors import SettingsError
from modstead.events import Event
from modstead.paths import Paths
from modstead.settings import UNDO_SECTION, Settings, options_of_settings
from modstead.ui import text
from modstead.ui.kit.banners import Banner, BannerArea
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label
from modstead.ui.kit.pages import Line, PageHeader
from modstead.ui.settings_page.rows import OptionControl, Row
from modstead.ui.theme import Theme

PROJECT_PAGE = "https://github.com/modstead/modstead"
PRIVACY = (
    "Modrinth is asked what your files are by their SHA-1 hashes, and is sent what you search for, with loader and "
    "game version; pictures and mods come from its download hosts. If you sign in, your token goes to Modrinth's own "
    "server with what is asked in your name, and is kept in this system's keyring. Another platform whose address you "
    "set is asked for what you search there and for the versions of what you have from it. No file leaves this "
    "computer, and nothing is sent to anyone else."
)


class SettingsStore(Protocol):
    """What this page asks of `modstead.services.settings.SettingsService`."""

    changed: Event[Settings]

    @property
    def value(self) -> Settings: ...

    def change(self, **options: Any) -> None: ...


class SettingsPage(QWidget):
    """Changes apply at once. `folder_wanted` carries a path to show, `link_wanted` an address to open."""

    folder_wanted = Signal(object)
    link_wanted = Signal(str)
    shown = Signal()
    """It comes into view, so that what it tells of the disk is to be told anew."""

    def __init__(
        self, theme: Theme, settings: SettingsStore, paths: Paths, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._settings = settings
        self.kept = Label(theme, weight=500)
        self.controls: dict[str, OptionControl] = {}
        self._headings: list[Label] = []
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setSpacing(0)
        self._build_options()
        self._build_folders(paths)
        self._build_about()
        self._column.addStretch(1)
        self.banners = BannerArea(theme)
        self._lay_out()
        settings.changed.listen(self._show)
        self._show(settings.value)
        theme.changed.connect(self._measure)
        self._measure()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def show_kept(self, size: int) -> None:
        """Tell how many bytes are kept for undo."""
        self.kept.set_text(text.size(size) if size else "Nothing")

    def _build_options(self) -> None:
        options = [option for option in options_of_settings() if option.metadata["section"]]
        for section, members in groupby(options, key=lambda option: str(option.metadata["section"])):
            rows = []
            for option in members:
                control = self.controls[option.name] = OptionControl(self.theme, option, self._change)
                meta = option.metadata
                rows.append(Row(self.theme, meta["title"], meta["note"], control.widget))
            if section == UNDO_SECTION:
                rows.append(Row(self.theme, "Kept now", "Beside all folders on your list.", self.kept))
            self._add_section(section, rows)

    def _build_folders(self, paths: Paths) -> None:
        rows = []
        for title, path in (
            ("History and index", paths.data),
            ("Settings", paths.config),
            ("Cache, which may be deleted", paths.cache),
        ):
            show = Button(self.theme, "Show", icon="folder")
            show.setAccessibleName(f"Show the folder: {title}")
            show.clicked.connect(lambda _checked=False, path=path: self._show_folder(path))
            rows.append(Row(self.theme, title, str(path), show, selectable=True))
        self._add_section("Folders", rows)

    def _build_about(self) -> None:
        self._add_section("What is sent to whom", [self._prose(PRIVACY)])
        page = Button(self.theme, "Project page", icon="external")
        page.clicked.connect(lambda: self.link_wanted.emit(PROJECT_PAGE))
        licence = "Apache License 2.0. Not a part of Minecraft, Mojang or Modrinth."
        self._add_section("About", [Row(self.theme, f"Modstead {__version__}", licence, page)])

    def _prose(self, words: str) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, self.theme.px(8), 0, self.theme.px(8))
        column.addWidget(Label(self.theme, words, colour="text_2", wrap=True))
        return box

    def _add_section(self, title: str, rows: Iterable[QWidget]) -> None:
        heading = Label(self.theme, title, role="heading")
        self._headings.append(heading)
        self._column.addWidget(heading)
        self._column.addWidget(Line(self.theme))
        for row in rows:
            self._column.addWidget(row)

    def _lay_out(self) -> None:
        outer = QWidget()
        row = QHBoxLayout(outer)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._content, 1000)
        row.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(outer)
        for part in (self._scroll.viewport(), outer, self._content):
            part.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PageHeader(self.theme, "Settings", "changes apply at once"))
        column.addWidget(Line(self.theme))
        column.addWidget(self.banners)
        column.addWidget(self._scroll, 1)

    def _change(self, name: str, value: object) -> None:
        self.banners.clear("error")
        try:
            self._settings.change(**{name: value})
        except SettingsError as error:
            detail = error.explanation
            self.banners.show_banner("error", Banner(self.theme, "bad", error.title, detail, closable=True))

    def _show(self, settings: Settings) -> None:
        for name, control in self.controls.items():
            control.show_value(getattr(settings, name))

    def _show_folder(self, path: Path) -> None:
        self.folder_wanted.emit(path)

    def _measure(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(20), 0, px(20), px(24))
        self._content.setMaximumWidth(px(700))
        for heading in self._headings:
            heading.setContentsMargins(0, px(16), 0, px(6))
