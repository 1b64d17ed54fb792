"""The first page of all: what was found, one button to take it, and what Modstead promises."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from modstead.services.instances import KnownInstance
from modstead.ui import text
from modstead.ui.images import ImageLoader
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label, Link
from modstead.ui.kit.progress import ProgressBar
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme
from modstead.ui.welcome.model import FoundModel, found_row
from modstead.ui.welcome.table import FoundTable

FACTS = (
    ("Undo for everything", "Each update is one step back away, even after a restart."),
    ("Your files stay here", "Only their hashes are sent, to find out which mod each one is."),
    ("Drop anything", "JARs, folders, packs and links, anywhere on this window."),
)


class Instances(Protocol):
    """What this page asks of `modstead.services.instances.InstanceService`."""

    async def found(self) -> tuple[KnownInstance, ...]: ...


class WelcomePage(QWidget):
    """`add_wanted` carries a tuple of the ticked `Instance`s; the other two say what was pressed."""

    add_wanted = Signal(object)
    folder_wanted = Signal()
    sample_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        instances: Instances,
        images: ImageLoader,
        *,
        with_sample: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
        parent: QWidget | None = None,
    ) -> None:
        """`with_sample` offers to look around with a sample instance."""
        super().__init__(parent)
        self.theme = theme
        self._instances = instances
        self._now = now
        self.tasks = TaskScope(self._failed)
        self.model = FoundModel(self)
        self._build(images, with_sample=with_sample)
        self.model.ticked.connect(self._show_button)
        theme.changed.connect(self._measure)
        self._measure()
        self._show_found()

    def refresh(self) -> None:
        """Look for instances again."""
        self._searching.setVisible(True)
        self._searching.set_share(None)
        self.title.set_text("Looking for your mods")
        self.prose.set_text("Modstead looks where launchers keep their instances; it changes nothing there.")
        self.tasks.start("found", self._instances.found, done=self._take)

    def _build(self, images: ImageLoader, *, with_sample: bool) -> None:
        theme = self.theme
        self.title = Label(theme, role="display", wrap=True)
        self.prose = Label(theme, role="result", weight=400, colour="text_2", wrap=True)
        self._searching = ProgressBar(theme)
        self.banners = BannerArea(theme)
        self.table = FoundTable(theme, self.model, images)
        self.add = Button(theme, "Add instances", kind="primary", large=True)
        self.add.clicked.connect(lambda: self.add_wanted.emit(self.model.chosen))
        self.choose = Button(theme, "Choose a folder…", icon="folder", large=True)
        self.choose.clicked.connect(self.folder_wanted)
        self.sample = Link(theme, "Look around with a sample")
        self.sample.clicked.connect(self.sample_wanted)
        self.sample.setVisible(with_sample)
        self._buttons = QHBoxLayout()
        for button in (self.add, self.choose):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.sample)
        self._facts = QHBoxLayout()
        for title, words in FACTS:
            self._facts.addWidget(self._fact(title, words), 1, Qt.AlignmentFlag.AlignTop)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setSpacing(0)
        for part in (self.title, self.prose, self._searching, self.banners, self.table):
            self._column.addWidget(part)
        self._column.addLayout(self._buttons)
        self._column.addLayout(self._facts)
        self._column.addStretch(1)
        self._lay_out()

    def _fact(self, title: str, words: str) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(2))
        column.addWidget(Label(self.theme, title, role="caption", weight=600, colour="text_2", wrap=True))
        column.addWidget(Label(self.theme, words, role="caption", colour="text_3", wrap=True))
        return box

    def _lay_out(self) -> None:
        outer = QWidget()
        row = QHBoxLayout(outer)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._content, 1000)
        row.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(outer)
        for part in (self._scroll.viewport(), outer, self._content):
            part.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def _take(self, found: tuple[KnownInstance, ...]) -> None:
        now = self._now()
        self.banners.clear("found")
        self.model.set_rows([found_row(known, now) for known in found])
        self._show_found()

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        detail = error.explanation
        retry = BannerAction("Retry", self.refresh, kind="primary")
        self.banners.show_banner("found", Banner(self.theme, "bad", error.title, detail, [retry]))
        self._show_found()

    def _show_found(self) -> None:
        count = len(self.model.rows)
        self._searching.setVisible(False)
        self.table.setVisible(bool(count))
        self.add.setVisible(bool(count))
        self.choose.set_kind("default" if count else "primary")
        self.title.set_text("Your mods are already here" if count else "Welcome to Modstead")
        if count:
            self.prose.set_text(
                f"Modstead found {text.in_words(count)} {'instance' if count == 1 else 'instances'} on this computer. "
                "It reads them where they are and changes nothing until you say so; your launcher keeps working with "
                "them."
            )
        else:
            self.prose.set_text(
                "No launcher with mods was found on this computer. Choose the folder that holds your mods: of a game, "
                "an instance or a server. Modstead changes nothing in it until you say so."
            )
        self._show_button()

    def _show_button(self) -> None:
        count = len(self.model.chosen)
        self.add.set_text(f"Add {text.plural(count, 'instance')}" if count else "Add instances")
        self.add.setEnabled(bool(count))

    def _measure(self) -> None:
        px = self.theme.px
        self._content.setMaximumWidth(px(680) + 2 * px(20))
        self._column.setContentsMargins(px(20), px(84), px(20), px(40))
        self.title.setContentsMargins(0, 0, 0, px(4))
        self.prose.setContentsMargins(0, 0, 0, px(24))
        self._buttons.setContentsMargins(0, px(20), px(16), 0)
        self._buttons.setSpacing(px(8))
        self._facts.setContentsMargins(0, px(40), 0, 0)
        self._facts.setSpacing(px(24))
