"""The way to the studio: an entry in the rail while one is signed in, and files that are dropped on it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from modstead.services.account import AccountService
from modstead.ui.kit.frame import RailItem
from modstead.ui.pages import Pages

if TYPE_CHECKING:
    from modstead.ui.main_window import MainWindow

STUDIO = RailItem("studio", "Studio", "packs")


class Creating:
    """Whether somebody is signed in is not asked of the keyring: that one was is reason enough for the entry."""

    def __init__(self, window: "MainWindow", accounts: Sequence[AccountService], pages: Pages) -> None:
        self._window = window
        self._accounts = accounts
        self._pages = pages
        self._stop_listening = [
            account.changed.listen(lambda _standing: self._stand()) for account in accounts
        ]
        window.publishing_on = self.project
        self._stand()

    def close(self) -> None:
        for stop in self._stop_listening:
            stop()

    def project(self) -> str:
        """The project that files which are dropped now are for; empty where they are for no project in the studio."""
        if self._window.current_page() != STUDIO.key or not self._pages.made(STUDIO.key):
            return ""
        return self._pages.studio.takes_files_for

    def take_files(self, paths: Sequence[Path]) -> None:
        self._pages.studio.take_files(paths)

    def _stand(self) -> None:
        if any(_is_known(account) for account in self._accounts):
            self._window.rail.add(STUDIO)
        else:
            self._window.rail.remove(STUDIO.key)


def _is_known(account: AccountService) -> bool:
    return account.standing.user is not None or account.standing.held or account.kept
