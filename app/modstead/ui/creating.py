"""The way to the studio: an entry in the rail while one is signed in, and files that are dropped on it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from modstead.services.account import AccountService, Standing
from modstead.ui.kit.frame import RailItem
from modstead.ui.pages import Pages

if TYPE_CHECKING:
    from modstead.ui.main_window import MainWindow

STUDIO = RailItem("studio", "Studio", "packs")


class Creating:
    """Whether somebody is signed in is not asked of the keyring: that one was is reason enough for the entry."""

    def __init__(self, window: "MainWindow", account: AccountService, pages: Pages) -> None:
        self._window = window
        self._account = account
        self._pages = pages
        self._stop_listening = account.changed.listen(self._stand)
        self._stand(account.standing)

    def close(self) -> None:
        self._stop_listening()

    def takes_files(self) -> bool:
        """Whether files that are dropped now are for a project in the studio."""
        here = self._window.current_page() == STUDIO.key
        return here and self._pages.made(STUDIO.key) and self._pages.studio.takes_files

    def take_files(self, paths: Sequence[Path]) -> None:
        self._pages.studio.take_files(paths)

    def _stand(self, standing: Standing) -> None:
        known = standing.user is not None or standing.held or self._account.kept
        if known:
            self._window.rail.add(STUDIO)
        else:
            self._window.rail.remove(STUDIO.key)
