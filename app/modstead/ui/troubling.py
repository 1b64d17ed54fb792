"""A folder in trouble, for the window: the search that goes on in it, its crashes, and when it last worked."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from modstead.domain.bisect_words import joined, meddling_words
from modstead.domain.changes import plan_enable
from modstead.domain.good_state import GoodState
from modstead.domain.instance import Instance, Library
from modstead.errors import ModsteadError
from modstead.services.bisects import Bisect, Stopped
from modstead.services.bundle import Services
from modstead.ui import text
from modstead.ui.changes import Changes
from modstead.ui.content_words import can_need_each_other
from modstead.ui.installed.folder_menu import FolderEntry, Place
from modstead.ui.kit.banners import Banner, BannerAction
from modstead.ui.pages import Pages
from modstead.ui.tasks import TaskScope

_SEARCH, _CRASH = "bisect", "crash"
_NAMED_AT_MOST = 3


class Troubling(QObject):
    """Looks at each folder that is shown and tells above its mods what goes on; fills its part of the folder's menu."""

    told = Signal(str)
    told_with_undo = Signal(str, object)
    """What was done, and what takes it back."""
    plan_ready = Signal(object)
    mods_wanted = Signal()
    """A search is over: back to the mods."""

    def __init__(
        self,
        pages: Pages,
        services: Services,
        scope: TaskScope,
        changes: Changes,
        *,
        show: Callable[[str], object],
        here: Callable[[], str],
    ) -> None:
        """`show` shows a page by its key, `here` tells which one is shown."""
        super().__init__(pages)
        self._pages = pages
        self._services = services
        self._scope = scope
        self._changes = changes
        self._show = show
        self._here = here
        self._theme = pages.mods.theme
        self._banners = pages.mods.banners
        pages.mods.folder_menu.offer(Place.TROUBLE, self._entries)
        pages.search_ended.connect(self._search_ended)
        pages.mods_switched.connect(pages.mods.refresh)
        pages.updates_sought.connect(self._look_for_updates)
        pages.good_found.connect(self.mark_good)
        pages.culprit_sought.connect(self.search)
        pages.disable_requested.connect(self.disable)
        pages.undo_requested.connect(self._undo)

    def search(self, suspects: Sequence[str] = ()) -> None:
        """The page of the search, with these files under suspicion."""
        library = self._library()
        if library:
            self._show("bisect")
            self._pages.bisect.show_folder(library, suspects)

    def tell(self) -> None:
        """The page of what changed since the game last worked."""
        library = self._library()
        if library:
            self._show("trouble")
            self._pages.trouble.show_folder(library)

    def take_library(self, library: Library) -> None:
        """The folder was read again."""
        self.look(library)
        if self._here() == "bisect":
            self._pages.bisect.take_library(library)
        elif self._here() == "trouble":
            self._pages.trouble.show_folder(library)

    def look(self, library: Library) -> None:
        """What goes on in the folder that is shown now; failures say nothing, for others tell of them."""
        instance = library.instance

        async def work() -> tuple[Bisect | None, datetime | None]:
            try:
                found = await self._services.bisects.status(instance)
                return found, await self._services.troubles.unseen(instance)
            except ModsteadError:
                return None, None

        self._scope.start("look for trouble", work, done=lambda found: self._tell(instance, *found))

    def mark_good(self) -> None:
        """The game works with what the folder holds now."""
        library = self._library()
        if library is None:
            return
        folder, troubles = library.instance.folder, self._services.troubles

        async def work() -> GoodState | None:
            former = await troubles.good(folder)
            await troubles.mark_good(library)
            return former

        self._scope.start("mark good", work, done=lambda former: self._marked(folder, former))

    def disable(self, name: str) -> None:
        """Ask for the plan that disables the file."""
        library = self._library()
        plan = plan_enable(library, [name], enabled=False) if library else None
        if plan and plan.operations:
            self.plan_ready.emit(plan)

    def stop(self) -> None:
        """Put all back that a search has turned off."""
        library = self._library()
        if library:
            self._scope.start(
                "stop bisect", lambda: self._services.bisects.stop(library.instance), done=self.ended
            )

    def ended(self, stopped: Stopped) -> None:
        """A search was stopped; say what became of the folder."""
        self._banners.clear(_SEARCH)
        words = _ended_words(stopped)
        if stopped.left_off:
            last = stopped.applied[-1]
            undo = partial(self._changes.undo, last.plan.instance, last.operation_id)
            self.told_with_undo.emit(words, undo)
        else:
            self.told.emit(words)
        self._renew()

    def _search_ended(self, stopped: Stopped) -> None:
        if self._here() == "bisect":
            self.mods_wanted.emit()
        self.ended(stopped)

    def _look_for_updates(self) -> None:
        self._show("mods")
        self._pages.mods.check_updates()

    def _undo(self, operation_id: str) -> None:
        library = self._library()
        if library:
            self._changes.undo(library.instance, operation_id)

    def _library(self) -> Library | None:
        return self._pages.mods.library

    def _renew(self) -> None:
        self._pages.mods.refresh()
        if self._pages.made("history"):
            self._pages.history.refresh()

    def _marked(self, folder: Path, former: GoodState | None) -> None:
        self._banners.clear(_CRASH)
        self._renew()
        self.told_with_undo.emit("It works: this state is remembered", lambda: self._unmark(folder, former))

    def _unmark(self, folder: Path, former: GoodState | None) -> None:
        words = "The former state is remembered again" if former else "No state is remembered any more"

        def done(_: None) -> None:
            self.told.emit(words)
            self._renew()

        self._scope.start("mark good", lambda: self._services.troubles.remember(folder, former), done=done)

    def _tell(self, instance: Instance, found: Bisect | None, crashed: datetime | None) -> None:
        library = self._library()
        if library is None or library.instance.folder != instance.folder:
            return
        self._banners.clear(_SEARCH)
        if found:
            self._banners.show_banner(_SEARCH, self._search_banner(found))
        if crashed is None:
            self._banners.clear(_CRASH)
        elif self._banners.banner(_CRASH) is None and found is None:
            self._banners.show_banner(_CRASH, self._crash_banner(instance, crashed))

    def _search_banner(self, found: Bisect) -> Banner:
        off = text.plural(len(found.left_off), "mod")
        title = "Looking for the mod that breaks the game."
        detail = f"{off} {'is' if len(found.left_off) == 1 else 'are'} off for it."
        actions = [BannerAction("Stop and put all back", self.stop)]
        if found.record:
            actions.insert(0, BannerAction("Go on", self.search))
        else:
            title = "A search for the mod that breaks the game was interrupted."
        return Banner(self._theme, "info", title, detail, actions, icon="search")

    def _crash_banner(self, instance: Instance, crashed: datetime) -> Banner:
        actions = [BannerAction("See why", self._see_why)]
        title = "The game has crashed since you last looked."
        banner = Banner(self._theme, "warn", title, f"{text.exact(crashed)}.", actions, closable=True)
        banner.closed.connect(
            lambda: self._scope.start("look", lambda: self._services.troubles.look(instance))
        )
        return banner

    def _see_why(self) -> None:
        self._banners.clear(_CRASH)
        self.tell()

    def _entries(self) -> tuple[FolderEntry, ...]:
        library = self._library()
        if library is None or not can_need_each_other(library.instance.content):
            return ()
        return (
            FolderEntry("It works: remember this state", "check-circle", self.mark_good),
            FolderEntry("What changed since it last worked", "history", self.tell),
            FolderEntry("Find the mod that breaks the game", "search", self.search),
        )


def _ended_words(stopped: Stopped) -> str:
    """What became of the folder, and what is not as it was."""
    buts = []
    if stopped.failed:
        files = text.plural(len(stopped.failed), "file")
        buts.append(f"for {stopped.failed[0].subject if len(stopped.failed) == 1 else files}")
    if stopped.left_off:
        titles = [operation.title for operation in stopped.applied[-1].plan.operations]
        stay = "stays" if len(titles) == 1 else "stay"
        buts.append(f"{joined(titles, _NAMED_AT_MOST)} {stay} disabled")
    words = f"Everything is as it was before{', but ' if buts else ''}{' and '.join(buts)}"
    if not stopped.meddlings:
        return words
    return f"{words}{'' if buts else ', but for this'}. {meddling_words(stopped.meddlings, str)}"
