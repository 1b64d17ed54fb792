"""The banners of the Mods page: being offline, and what failed."""

from collections.abc import Callable

from modstead.errors import Unreachable
from modstead.ui.installed.folder import FolderState
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.tasks import Failure
from modstead.ui.theme import Theme


class Notices:
    """Shows what is wrong with scans and checks above the table; the mods stay as they were shown."""

    def __init__(self, theme: Theme, banners: BannerArea, state: FolderState) -> None:
        self._theme = theme
        self._banners = banners
        self._state = state
        self._unreached: dict[str, Callable[[], object]] = {}

    def show_offline(self, *, offline: bool) -> None:
        if not offline:
            self._banners.clear("offline")
        elif self._banners.banner("offline") is None:
            banner = Banner(
                self._theme,
                "warn",
                "Modrinth is out of reach.",
                "What is remembered is shown; enabling, removing and undoing still work.",
                (BannerAction("Try again", self._try_again),),
                icon="offline",
            )
            self._banners.show_banner("offline", banner)

    def show_failure(self, failed: Failure) -> None:
        """A scan or check that failed."""
        error = failed.error
        unreachable = isinstance(error, Unreachable)

        def retry() -> None:
            self._banners.clear(failed.key)
            failed.retry()

        if unreachable:
            self._unreached[failed.key] = retry
        banner = Banner(
            self._theme,
            "warn" if unreachable else "bad",
            "Updates could not be checked." if failed.key == "check" else "The folder could not be read.",
            error.sentences,
            (BannerAction("Retry", retry, "primary"),),
            icon="offline" if unreachable else "",
            closable=True,
        )
        self._banners.show_banner(failed.key, banner)

    def found_online(self) -> None:
        """The platform can be reached again: what was not to be had of it is asked for at once."""
        if self._banners.banner("offline") is not None:
            self._try_again()
        for key, retry in tuple(self._unreached.items()):
            if self._banners.banner(key) is not None and not self._state.scope.running(key):
                retry()
        self._unreached.clear()

    def _try_again(self) -> None:
        self._banners.clear("offline")
        self._state.refresh()
        self._state.check_now()
