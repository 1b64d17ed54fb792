"""The studio: a platform's own where one publishes on one, else one of several."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from modstead.services.studios import Studios
from modstead.ui.images import ImageLoader
from modstead.ui.kit.choices import Choice, Segment
from modstead.ui.kit.pages import Line
from modstead.ui.studio.platform import PlatformStudio
from modstead.ui.theme import Theme


class StudioPage(QWidget):
    """Each platform's studio is made when it is first looked at."""

    account_wanted = Signal()
    told = Signal(str)

    def __init__(self, theme: Theme, studios: Studios, images: ImageLoader) -> None:
        super().__init__()
        self.theme = theme
        self._studios = studios
        self._images = images
        self._made: dict[str, PlatformStudio] = {}
        choices = [Choice(one.id, one.platform) for one in studios.all]
        self.platforms = Segment(theme, choices, name="Platform")
        self.stack = QStackedWidget()
        self._above = QWidget()
        self._row = QHBoxLayout(self._above)
        self._row.addWidget(self.platforms)
        self._row.addStretch(1)
        self._line = Line(theme)
        for part in (self._above, self._line):
            part.setVisible(len(choices) > 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._above)
        column.addWidget(self._line)
        column.addWidget(self.stack, 1)
        self.platforms.chosen.connect(self.show_platform)
        theme.changed.connect(self._measure)
        self._measure()
        signed_in = (one.id for one in studios.all if one.account.standing.user or one.account.kept)
        self.show_platform(next(signed_in, studios.all[0].id))

    @property
    def shown(self) -> PlatformStudio:
        return self._made[self.platforms.current()]

    @property
    def takes_files_for(self) -> str:
        """The project that files which are dropped now are for; empty where none takes them."""
        return self.shown.takes_files_for

    def take_files(self, files: Sequence[Path]) -> None:
        """Publish these: they were dropped on the window."""
        self.shown.take_files(files)

    def show_platform(self, name: str) -> None:
        if name not in self._made:
            studio = PlatformStudio(self.theme, self._studios.of(name), self._images)
            studio.account_wanted.connect(self.account_wanted)
            studio.told.connect(self.told)
            self._made[name] = studio
            self.stack.addWidget(studio)
        self.platforms.choose(name)
        self.stack.setCurrentWidget(self._made[name])
        self.setFocusProxy(self._made[name])

    async def close_tasks(self) -> None:
        """Stop everything under way and wait until it has stopped."""
        for studio in self._made.values():
            await studio.close_tasks()

    def _measure(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(20), px(8), px(16), px(8))
