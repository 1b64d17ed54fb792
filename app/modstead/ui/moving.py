"""Moving the open folder to another Minecraft: the way there, what is left to do after it, and when all is ready."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from modstead.domain.compatibility import Target
from modstead.domain.instance import Instance, Library
from modstead.domain.migration import summary
from modstead.domain.plan import Applied
from modstead.services.bundle import Services
from modstead.services.migration import WishState
from modstead.services.moved_games import newest_move
from modstead.ui.installed.folder_menu import FolderEntry
from modstead.ui.kit.banners import Banner, BannerAction
from modstead.ui.main_window import MainWindow
from modstead.ui.tasks import TaskScope

if TYPE_CHECKING:
    from modstead.ui.migration import MigrationPage

_WISH, _LEFT_TO_DO = "wish", "left to do"
ABOUT_THE_MOVE = frozenset({_WISH, _LEFT_TO_DO})
"""Banners that stay above every page until another folder is opened."""


class Moving(QObject):
    """`page` makes the page when it is needed; `shown` shows it."""

    reopen_wanted = Signal(object)
    """The folder that is on another game version now."""

    def __init__(
        self,
        window: MainWindow,
        services: Services,
        page: "Callable[[], MigrationPage]",
        *,
        show: Callable[[str], object],
        library: Callable[[], Library | None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._services = services
        self._page = page
        self._show = show
        self._library = library
        self._looked: Path | None = None
        self.scope = TaskScope(lambda _failure: None)

    def entries(self) -> tuple[FolderEntry, ...]:
        """What the folder's menu has on it."""
        library = self._library()
        why_not = "" if library else "The folder has not been read yet."
        if library and library.instance.loader and library.instance.loader.is_proxy:
            why_not = "A proxy runs no Minecraft."
        return (FolderEntry("Move to another Minecraft", "swap", self.open, why_not=why_not),)

    def open(self, wanted: Target | None = None) -> None:
        """Show the page for the open folder, with this target chosen if one is told."""
        library = self._library()
        if library is not None:
            self._show("migration")
            self._page().open_library(library, wanted)

    def opened(self, _instance: Instance) -> None:
        """Another folder is open, or the same one anew."""
        self._looked = None

    def take_library(self, library: Library, *, page_made: bool) -> None:
        """The folder has been read whole: once for each opening look what is to be said of it.

        Whether what the user waits for is there, and whether what starts the game has followed a move.
        """
        if page_made:
            self._page().take_library(library)
        folder = library.instance.folder
        if self._looked == folder:
            return
        self._looked = folder
        if not library.offline:
            self.scope.start(
                _WISH, lambda: self._services.migration.wish_state(library), done=self._tell_wish
            )
        self.scope.start(
            _LEFT_TO_DO, lambda: self._not_followed(library.instance), done=self._tell_left_to_do
        )

    def applied(self, applied: Applied) -> None:
        """After a change that moved a folder, show it as it now is."""
        plan = applied.plan
        if plan.move is None:
            return
        move = plan.move

        async def work() -> None:
            await self._services.migration.moved(plan.folder, move)

        self.scope.start("moved", work, done=lambda _: self.reopen_wanted.emit(plan.folder))

    async def _not_followed(self, instance: Instance) -> str:
        """What is still to be done where the files have moved, and what starts the game has not."""
        history = await self._services.operations.history(instance.folder)
        move = newest_move(history)
        return await self._services.migration.left_to_do(instance, move) if move else ""

    def _tell_left_to_do(self, words: str) -> None:
        if words:
            bold, dot, rest = words.partition(". ")
            banner = Banner(self._window.theme, "warn", f"{bold}{dot.strip()}", rest, closable=True)
            self._window.banners.show_banner(_LEFT_TO_DO, banner)

    def _tell_wish(self, state: WishState | None) -> None:
        if state is None:
            return
        standing = state.outlook.standing()
        if not standing.is_ready:
            return
        target = state.outlook.target

        def look() -> None:
            self._window.banners.clear(_WISH)
            self.open(target)

        banner = Banner(
            self._window.theme,
            "good",
            summary(state.outlook, standing),
            "You wanted to be told.",
            (BannerAction("See and move", look),),
            closable=True,
        )
        self._window.banners.show_banner(_WISH, banner)
