"""Which folder the window shows: opening one, switching, adding, and asking what cannot be told."""

import asyncio
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from modstead.domain.compatibility import lacking
from modstead.domain.game_versions import GameVersions
from modstead.domain.instance import ContentKind, Instance, Library, Loader
from modstead.errors import CatalogError, SettingsError
from modstead.instances.recovery import Recovery
from modstead.services.bundle import Services
from modstead.services.instances import KnownInstance, count_mods
from modstead.services.library import make_awaited_folder
from modstead.ui.content_words import loaders_of, words_for
from modstead.ui.images import ImageLoader
from modstead.ui.instance_looks import instance_picture, loader_words
from modstead.ui.kit.banners import Banner
from modstead.ui.main_window import MainWindow
from modstead.ui.tasks import TaskScope

if TYPE_CHECKING:
    from modstead.ui.instance_menu import InstanceMenu

_ASKING = "loader"
RECOVERED = "recovered"
"""The banner about an interrupted change, which is told while its folder is being opened."""
_PICTURE = 28


class Folders(QObject):
    """`opened` brings the Instance to show; `none_known` says that there is none yet."""

    opened = Signal(object)
    move_wanted = Signal()
    """The open folder is to be moved to another Minecraft."""
    none_known = Signal()
    sections_found = Signal(object, object)
    """All sections of the game that is open, and how many files lie in each folder."""

    def __init__(
        self, window: MainWindow, services: Services, images: ImageLoader, scope: TaskScope, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._images = images
        self._window = window
        self._services = services
        self._scope = scope
        self.instance: Instance | None = None
        self.sections: tuple[Instance, ...] = ()
        self.awaited: tuple[Instance, ...] = ()
        self._subtitle = ""
        images.ready.connect(self._take_pictures)
        self._stop = services.instances.recovered.listen(self._recovered)

    def start(self, folder: Path | None) -> None:
        """Open `folder`, else the one opened last, else the first that is known."""
        last = self._services.settings.value.last_folder
        if folder is not None:
            self.open(folder)
            return

        async def first() -> Path | None:
            known = await self._services.instances.known()
            folders = [item.instance.folder for item in known]
            return Path(last) if last and Path(last) in folders else next(iter(folders), None)

        self._scope.start("start", first, done=self._start)

    def _start(self, folder: Path | None) -> None:
        if folder is None:
            self.none_known.emit()
        else:
            self.open(folder)

    def open(self, path: Path, loader: Loader | None = None, game_version: str | None = None) -> None:
        """Show the folder; what is told of it here is remembered."""

        async def work() -> Instance:
            instance = await self._services.instances.open(path, loader, game_version)
            await self._services.instances.remember(instance, loader=loader, game_version=game_version)
            return instance

        self._scope.start("open", work, done=self._opened)

    def is_open(self, folder: Path) -> bool:
        """Whether it is the one that is shown."""
        return self.instance is not None and self.instance.folder == folder

    def is_of_game(self, folder: Path) -> bool:
        """Whether it is the one that is shown or another section of the same game."""
        return self.is_open(folder) or any(section.folder == folder for section in self.places)

    @property
    def places(self) -> tuple[Instance, ...]:
        """The sections of the game, those of packs included that have no folder yet."""
        return (*self.sections, *self.awaited)

    def add(self, instances: Sequence[Instance]) -> None:
        """Remember all, open the first."""

        async def work() -> Instance:
            for instance in instances[1:]:
                await self._services.instances.remember(instance, opened=False)
            opened = await self._services.instances.open(instances[0].folder)
            await self._services.instances.remember(opened)
            return opened

        if instances:
            self._scope.start("open", work, done=self._opened)

    def forget(self, folder: Path) -> None:
        """Take it off the list; if it is the one shown, show another."""

        async def work() -> bool:
            await self._services.instances.forget(folder)
            return self.instance is not None and self.instance.folder == folder

        def forgotten(was_shown: object) -> None:
            if was_shown:
                self.instance = None
                self.start(None)

        self._scope.start("forget", work, done=forgotten)

    @cached_property
    def menu(self) -> "InstanceMenu":
        from modstead.ui.instance_menu import InstanceMenu

        menu = InstanceMenu(self._window.theme, self._images, self._window)
        menu.instance_wanted.connect(lambda instance: self.open(instance.folder))
        menu.forget_wanted.connect(lambda instance: self.forget(instance.folder))
        menu.folder_wanted.connect(self.choose)
        menu.details_wanted.connect(lambda: self.ask(focus=True))
        menu.move_wanted.connect(self.move_wanted)
        return menu

    def show_menu(self, place: QPoint) -> None:
        """Open the menu of instances there."""

        def show(known: tuple[KnownInstance, ...]) -> None:
            self.menu.set_instances(known, self.instance.folder if self.instance else None)
            self.menu.popup(place)

        self._scope.start("menu", self._services.instances.known, done=show)

    def ask(self, *, focus: bool = False) -> None:
        """Ask for the shown folder's loader and game version, in a banner above the page."""
        instance = self.instance
        if instance is None:
            return
        asking = self._window.banners.banner(_ASKING)
        if asking is not None and focus:
            asking.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return

        async def known() -> GameVersions:
            try:
                return await self._services.search.game_versions()
            except CatalogError:
                return GameVersions()

        def show(versions: GameVersions) -> None:
            if self.instance is not instance:
                return
            from modstead.ui.loader_banner import LoaderBanner

            banner = LoaderBanner(self._window.theme, instance, versions)
            banner.answered.connect(self._told)
            banner.closed.connect(lambda: self._window.banners.clear(_ASKING))
            self._window.banners.show_banner(_ASKING, banner)
            if focus:
                banner.setFocus(Qt.FocusReason.ShortcutFocusReason)

        self._scope.start("ask", known, done=show)

    def _told(self, loader: Loader | None, game_version: str) -> None:
        self._window.banners.clear(_ASKING)
        if self.instance:
            self.open(self.instance.folder, loader, game_version or None)

    def enter(self, section: Instance) -> None:
        """Show another section of the game; its folder is made where the game has none yet."""

        async def work() -> Path:
            await asyncio.to_thread(make_awaited_folder, section)
            return section.folder

        self._scope.start("enter", work, done=self.open)

    def section_of(self, content: ContentKind) -> Instance | None:
        """The first section of the game that holds such content."""
        return next((section for section in self.sections if section.content is content), None)

    def find_sections(self) -> None:
        """Look again which there are: a change may have made one."""
        if self.instance is not None:
            self._find_sections(self.instance)

    def _find_sections(self, instance: Instance) -> None:
        instances = self._services.instances

        async def work() -> tuple[tuple[Instance, ...], tuple[Instance, ...], dict[Path, int]]:
            sections, awaited = await instances.sections(instance), await instances.awaited_sections(instance)
            return sections, awaited, await asyncio.to_thread(_counted, sections)

        def found(answer: tuple[tuple[Instance, ...], tuple[Instance, ...], dict[Path, int]]) -> None:
            self.sections, self.awaited, counts = answer
            self.sections_found.emit(self.sections, counts)

        self._scope.start("sections", work, done=found)

    def choose(self) -> None:
        """Let the user pick a folder."""
        dialog = QFileDialog(self._window, "Open a folder of mods, or the instance around it")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.open()

    def show_counts(self, library: Library) -> None:
        """Say in the top bar what is open."""
        self._show(library.instance, len(library.mods))

    def show_gone(self) -> None:
        """Say there that what was open is not there any more."""
        self._subtitle = "The folder is gone"
        self._show_picture()

    def close(self) -> None:
        self._stop()

    def _opened(self, instance: Instance) -> None:
        if not self.is_of_game(instance.folder):
            self.sections, self.awaited = (), ()
        self.instance = instance
        try:
            self._services.settings.change(last_folder=str(instance.folder))
        except SettingsError as error:
            self._window.toast.show_text(error.title, icon="warning")
        self._window.drop_target = instance.name
        self._show(instance, None)
        self._window.banners.clear(_ASKING)
        self.opened.emit(instance)
        self._find_sections(instance)
        self._scope.start("prune", lambda: self._services.operations.prune(instance.folder))
        if lacking(instance):
            self.ask()

    def _show(self, instance: Instance, mods: int | None) -> None:
        unknown = "Loader not known" if loaders_of(instance.content) else "Game version not known"
        parts = [loader_words(instance) or unknown]
        if mods is not None:
            parts.append(words_for(instance.content).counted(mods))
        self._subtitle = " · ".join(parts)
        self._show_picture()

    def _show_picture(self) -> None:
        """The launcher's own picture; it may arrive a little later."""
        instance, button = self.instance, self._window.top.instance
        if instance is not None:
            picture = instance_picture(self._images, instance, _PICTURE, button.devicePixelRatioF())
            button.set_instance(instance.name, self._subtitle, picture)

    def _take_pictures(self, arrived: frozenset[str]) -> None:
        if any(key.startswith("instance:") for key in arrived):
            self._show_picture()

    def _recovered(self, recovery: Recovery) -> None:
        if not recovery.problems:
            self._window.toast.show_text("An interrupted change was put back as it was before")
            return
        title = "An interrupted change was put back as it was before, but for this."
        detail = " ".join(f"{note.subject}: {note.text}" for note in recovery.problems)
        banner = Banner(self._window.theme, "warn", title, detail, closable=True)
        banner.closed.connect(lambda: self._window.banners.clear(RECOVERED))
        self._window.banners.show_banner(RECOVERED, banner)


def _counted(sections: Sequence[Instance]) -> dict[Path, int]:
    return {section.folder: count_mods(section) for section in sections}
