"""A folder in trouble, for the window: the search that goes on in it, its crashes, and when it last worked."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from modstead.domain.changes import plan_enable
from modstead.domain.instance import Instance, Library
from modstead.domain.plan import Applied
from modstead.errors import ModsteadError
from modstead.services.bisects import Bisect
from modstead.services.bundle import Services
from modstead.ui import text
from modstead.ui.content_words import can_need_each_other
from modstead.ui.installed.folder_menu import FolderEntry, FolderMenu, Place
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.tasks import TaskScope
from modstead.ui.theme import Theme

_SEARCH, _CRASH = "bisect", "crash"


class Troubling(QObject):
    """Looks at each folder that is shown and tells above its mods what goes on; fills its part of the folder's menu."""

    search_wanted = Signal(object)
    """The page of the search, with these files under suspicion."""
    trouble_wanted = Signal()
    """The page of what changed since it last worked."""
    told = Signal(str)
    changed = Signal()
    """Other mods are on than before, or the state that works is another."""
    plan_ready = Signal(object)

    def __init__(
        self,
        theme: Theme,
        services: Services,
        scope: TaskScope,
        *,
        library: Callable[[], Library | None],
        banners: BannerArea,
        menu: FolderMenu,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._services = services
        self._scope = scope
        self._library = library
        self._banners = banners
        menu.offer(Place.TROUBLE, self._entries)

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
        if library:
            self._scope.start(
                "mark good", lambda: self._services.troubles.mark_good(library), done=lambda _: self._marked()
            )

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

    def ended(self, applied: Sequence[Applied]) -> None:
        """A search was stopped; say what became of the folder."""
        self._banners.clear(_SEARCH)
        off = [
            operation.title
            for item in applied
            for operation in item.plan.operations
            if operation.after and operation.after.name.lower().endswith(".disabled")
        ]
        left = f", but {off[0]} stays disabled" if len(off) == 1 else ""
        left = f", but {text.plural(len(off), 'mod')} stay disabled" if len(off) > 1 else left
        self.told.emit(f"Everything is as it was before{left}")
        self.changed.emit()

    def _marked(self) -> None:
        self._banners.clear(_CRASH)
        self.told.emit("It works: this state is remembered")
        self.changed.emit()

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
            actions.insert(0, BannerAction("Go on", lambda: self.search_wanted.emit(())))
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
        self.trouble_wanted.emit()

    def _entries(self) -> tuple[FolderEntry, ...]:
        library = self._library()
        if library is None or not can_need_each_other(library.instance.content):
            return ()
        return (
            FolderEntry("It works: remember this state", "check-circle", self.mark_good),
            FolderEntry("What changed since it last worked", "history", self.trouble_wanted.emit),
            FolderEntry("Find the mod that breaks the game", "search", lambda: self.search_wanted.emit(())),
        )
