"""The report page: dropped files, folders and links are identified while one looks on, and wait for one's word."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPixmap, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from modstead.domain.instance import ContentKind, Instance, Library
from modstead.domain.project import Project
from modstead.errors import ModsteadError
from modstead.services.drops import AddAction, AddChoice, IdentifiedFile
from modstead.services.library import ScanProgress
from modstead.ui import text
from modstead.ui.content_words import ContentWords, words_for
from modstead.ui.images import ImageLoader
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.labels import Label, Link
from modstead.ui.kit.pages import PageHeader, PlanFooter
from modstead.ui.kit.painting import draw_text
from modstead.ui.kit.progress import ProgressBar
from modstead.ui.report.delegate import ReportDelegate
from modstead.ui.report.elsewhere import elsewhere
from modstead.ui.report.items import (
    ReportItem,
    failed_link,
    file_item,
    link_item,
    pending_item,
    pending_link,
    sums,
)
from modstead.ui.report.layout import columns
from modstead.ui.report.model import ReportModel
from modstead.ui.report.rows import ReportList
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme


class Drops(Protocol):
    """What this page asks of `modstead.services.drops.DropService`."""

    async def identify(
        self,
        paths: Sequence[Path],
        library: Library | None = None,
        progress: Callable[[ScanProgress], None] | None = None,
    ) -> tuple[IdentifiedFile, ...]: ...


class Projects(Protocol):
    """What this page asks of `modstead.services.projects.ProjectService`."""

    async def page(self, id_or_slug: str) -> Project: ...


class _Heading(QWidget):
    """The columns' names, and the three words that choose for all."""

    chosen_for_all = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._row = QHBoxLayout(self)
        self._row.addStretch(1)
        self._row.addWidget(Label(theme, "For all", role="caption", colour="text_2"))
        self.links: dict[str, Link] = {}
        for action, label in ((AddAction.ADD, "Add"), (AddAction.NEWEST, "Newest"), (AddAction.SKIP, "Skip")):
            link = Link(theme, label, caption=True)
            link.setAccessibleName(f"{label} for all")
            link.clicked.connect(partial(self.chosen_for_all.emit, action.value))
            self._row.addWidget(link)
            self.links[action] = link
        theme.changed.connect(self._renew)
        self._renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, c = self.theme, self.theme.palette
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), c.line)
        place = columns(theme, self.rect().adjusted(0, 0, 0, -1))
        narrow = place.fit.width() == 0
        for rect, words in (
            (place.file, "File"),
            (place.confidence, "What it is" if narrow else "Confidence"),
            (place.fit, "" if narrow else "For this instance"),
        ):
            draw_text(painter, theme, rect, words, role="caption", weight=500, colour=c.text_2)

    def _renew(self) -> None:
        px = self.theme.px
        self.setFixedHeight(px(40))
        self._row.setContentsMargins(px(20), 0, px(16), 1)
        self._row.setSpacing(px(12))
        self.update()


class ReportPage(QWidget):
    """`accepted` carries a tuple of `AddChoice`, one for each file; `page_wanted` a project's ID.

    `cancelled` means that the page may be left; nothing has been written then.
    """

    accepted = Signal(object)
    cancelled = Signal()
    page_wanted = Signal(str)
    section_wanted = Signal(object, object)
    """The Instance of another section of the same game, and the paths of the files that belong there."""
    folder_wanted = Signal(object)
    """The path of a dropped folder that is to be opened."""
    _read = Signal(object)

    def __init__(
        self,
        theme: Theme,
        drops: Drops,
        projects: Projects,
        images: ImageLoader,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._drops = drops
        self._projects = projects
        self._images = images
        self._library: Library | None = None
        self._sections: tuple[Instance, ...] = ()
        self._paths: tuple[Path, ...] = ()
        self._links: tuple[tuple[str, str], ...] = ()
        self._busy = False
        self.tasks = TaskScope(self._failed)
        self.model = ReportModel(self)
        self._build()
        self.model.chosen.connect(self._show_sums)
        self._read.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        images.ready.connect(self.list.viewport().update)
        self._show_sums()

    def show_drop(
        self,
        paths: Sequence[Path],
        links: Sequence[tuple[str, str]],
        library: Library | None,
        sections: Sequence[Instance] = (),
    ) -> None:
        """Look at what was dropped. A link is its address and the project's slug or ID in it, or an empty string.

        `sections` are those of the library's game: what belongs in another one is offered to it.
        """
        self.tasks.cancel_all()
        self._paths, self._links, self._library = tuple(paths), tuple(links), library
        self._sections = tuple(sections)
        for key in tuple(self.banners.keys()):
            self.banners.clear(key)
        self.model.set_items(
            [*(pending_item(path) for path in paths), *(pending_link(url) for url, _slug in links)]
        )
        self.list.scrollToTop()
        if paths:
            self.progress.set_share(None)
            self.tasks.start("identify", self._identify, done=self._identified)
        for url, slug in links:
            self.tasks.start(f"link {url}", partial(self._resolve, url, slug))
        self._show_state()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, *, busy: bool) -> None:
        """Whether the chosen changes are being made ready; the choices are fixed meanwhile."""
        self._busy = busy
        self.list.setEnabled(not busy)
        self._heading.setEnabled(not busy)
        self._show_sums()

    def show_error(self, error: ModsteadError, retry: Callable[[], object] | None = None) -> None:
        """A banner above the rows; the choices stay."""
        actions = [BannerAction("Retry", retry, kind="primary")] if retry else []
        detail = error.explanation
        banner = Banner(self.theme, "bad", error.title, detail, actions, closable=True)
        self.banners.show_banner("error", banner)

    @property
    def _words(self) -> ContentWords:
        return words_for(self._library.instance.content if self._library else ContentKind.MOD)

    def choices(self) -> tuple[AddChoice, ...]:
        """What is chosen for each file that has been read."""
        return tuple(
            AddChoice(item.file, AddAction(item.chosen))
            for item in self.model.items
            if item.file and item.chosen
        )

    def accept(self) -> None:
        """Go on with what is chosen, if anything is."""
        if self.footer.primary.isEnabled():
            self.accepted.emit(self.choices())

    def leave(self) -> None:
        """Stop looking at the files and leave them alone."""
        self.tasks.cancel_all()
        self.cancelled.emit()

    def _build(self) -> None:
        theme = self.theme
        self.header = PageHeader(theme, "", with_back=True)
        self.header.back.connect(self.leave)
        self.progress = ProgressBar(theme, parent=self.header)
        self.header.add_action(self.progress)
        self._heading = _Heading(theme)
        self._heading.chosen_for_all.connect(self._choose_for_all)
        self.banners = BannerArea(theme)
        self.list = ReportList(theme, self.model)
        self.list.setItemDelegate(ReportDelegate(theme, self.list, self._picture, self.list))
        self.list.page_wanted.connect(self.page_wanted)
        self.footer = PlanFooter(theme, "Add mods")
        self.footer.accepted.connect(self.accept)
        self.footer.cancelled.connect(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self._heading, self.banners):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(self.footer)
        self.setFocusProxy(self.list)
        theme.changed.connect(self._measure)
        self._measure()
        for keys, act in (("Ctrl+Return", self.accept), ("Esc", self.leave)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _measure(self) -> None:
        self.progress.setFixedWidth(self.theme.px(140))

    def _picture(self, url: str | None, side: int, ratio: float) -> QPixmap | None:
        return self._images.pixmap(url, side, ratio=ratio)

    async def _identify(self) -> tuple[IdentifiedFile, ...]:
        return await self._drops.identify(self._paths, self._library, self._read.emit)

    def _show_progress(self, progress: ScanProgress) -> None:
        """Called through a signal: the files are read in other threads."""
        if not self.tasks.running("identify"):
            return
        done, total = progress.done_files, progress.total_files
        self.progress.set_share(progress.done_bytes / progress.total_bytes if progress.total_bytes else None)
        words = f"Reading {done} of {total}" if done < total else "Asking what they are"
        self.header.set_title(self._title(), words)

    def _identified(self, files: tuple[IdentifiedFile, ...]) -> None:
        self.banners.clear("error")
        game_version = self._library.instance.game_version if self._library else None
        links = [item for item in self.model.items if item.key in {url for url, _slug in self._links}]
        self.model.set_items([*(file_item(file, game_version) for file in files), *links])
        self._offer_sections(files)
        self._offer_folders(files)
        self._show_state()

    def _offer_sections(self, files: Sequence[IdentifiedFile]) -> None:
        """What belongs among other content can be taken there."""
        for found in elsewhere(files, self._library.instance, self._sections) if self._library else ():
            go = partial(self.section_wanted.emit, found.section, found.paths)
            detail = "Another section of this game is the place for that."
            banner = Banner(self.theme, "info", found.title, detail, (BannerAction(found.action, go),))
            self.banners.show_banner(str(found.section.folder), banner)

    def _offer_folders(self, files: Sequence[IdentifiedFile]) -> None:
        """A folder in which mods lie can be opened instead of being added from."""
        for path in self._paths:
            if any(path in file.path.parents for file in files):
                actions = (BannerAction("Open it", partial(self.folder_wanted.emit, path)),)
                detail = (
                    "What lies in it is listed below. It can also be opened and looked after where it is."
                )
                banner = Banner(self.theme, "info", f"{path.name} is a folder of its own.", detail, actions)
                self.banners.show_banner(str(path), banner)

    async def _resolve(self, url: str, slug: str) -> None:
        if not slug:
            self._linked(url, failed_link(url, "Not a project that Modstead knows"))
            return
        try:
            project = await self._projects.page(slug)
        except ModsteadError as error:
            self._linked(url, failed_link(url, error.title))
            return
        self._linked(url, link_item(url, project))

    def _linked(self, url: str, item: ReportItem) -> None:
        self.model.replace(url, item)
        self._show_state()

    def _failed(self, failure: Failure) -> None:
        self.show_error(failure.error, failure.retry)
        self._show_state()

    def _choose_for_all(self, action: str) -> None:
        self.model.choose_for_all(AddAction(action))

    def _title(self) -> str:
        return f"{text.plural(len(self.model.items), 'item')} dropped"

    def _show_state(self) -> None:
        items = self.model.items
        known = sum(item.known for item in items)
        waiting = sum(item.confidence is None for item in items)
        unknown = len(items) - known - waiting
        caption = f"{known} identified" + (f", {unknown} unknown" if unknown else "")
        self.header.set_title(self._title(), "Looking at them…" if waiting else caption)
        self.progress.setVisible(bool(waiting))
        self._show_sums()

    def _show_sums(self) -> None:
        waiting = any(item.confidence is None for item in self.model.items)
        total = sums(self.model.items, self._words)
        if waiting:
            self.footer.set_plan(
                "Nothing is written yet", "The files stay as they are", f"Add {self._words.many}", ready=False
            )
        else:
            self.footer.set_plan(
                total.total, total.detail, total.button, ready=bool(total.count) and not self._busy
            )
