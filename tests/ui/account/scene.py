"""What the account's pages are given: a platform that tests make up, and pictures that never come."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from accounts import Keyring, Platform
from modstead.domain.version import Version
from modstead.errors import ModsteadError
from modstead.services.account import AccountService
from modstead.services.community import CommunityService
from modstead.services.settings import SettingsService
from modstead.ui.account import AccountPage
from modstead.ui.images import ImageLoader
from modstead.ui.project_states import ProjectStates
from modstead.ui.tasks import TaskScope
from modstead.ui.theme import Theme
from ui.stage import MEADOW, settled


class NoPictures:
    async def picture(self, url: str) -> bytes:
        raise ModsteadError("There are no pictures.")


class Scene:
    def __init__(self, theme: Theme, folder: Path, *, keyring: Keyring | None = None) -> None:
        self.theme = theme
        self.platform = Platform()
        self.keyring = keyring or Keyring()
        self.settings = SettingsService(folder / "settings.json")
        self.account = AccountService(self.platform, self.keyring, self.settings)
        catalog: Any = SimpleNamespace(projects=self._projects, versions_by_id=self._versions_by_id)
        self.community = CommunityService(self.account, self.platform, catalog)
        self.projects: Any = SimpleNamespace(versions=self._versions)
        self.states = ProjectStates()
        self.states.set_instance(MEADOW)
        self.scope = TaskScope(lambda _failure: None)
        self.images = ImageLoader(NoPictures(), self.scope)

    def page(self, others: Sequence[AccountService] = ()) -> AccountPage:
        page = AccountPage(
            self.theme,
            self.account,
            self.community,
            self.states,
            self.images,
            others=others,
            project_in=lambda address: "from-a-link" if "/mod/" in address else None,
        )
        page.resize(1000, 700)
        page.show()
        return page

    async def _projects(self, names: set[str]) -> dict[str, Any]:
        return {one: found for one, found in self.platform.projects.items() if {one, found.slug} & names}

    async def _versions_by_id(self, ids: set[str]) -> dict[str, Version]:
        return {one: Version("modrinth", one, "id-tidal", "2.0", "Tidal 2.0") for one in ids}

    async def _versions(self, project_id: str) -> tuple[Version, ...]:
        return (
            Version("modrinth", "v2", project_id, "2.0", "Two"),
            Version("modrinth", "v1", project_id, "1.0"),
        )


async def rest(page: AccountPage) -> None:
    """Until nothing is under way."""
    parts = (page.main.following, page.main.notifications, page.main.reports, page.main.profile)
    await settled(page.main.scope, *(part.scope for part in parts))


Act = Callable[[Scene, AccountPage], Awaitable[None]]
Play = Callable[..., None]


def words_on(widget: QWidget) -> str:
    """Everything that can be read on it."""
    shown = [label.accessibleName() or label.text() for label in widget.findChildren(QLabel)]
    shown += [field.text() for field in widget.findChildren(QLineEdit)]
    shown += [area.toPlainText() for area in widget.findChildren(QPlainTextEdit)]
    return "\n".join(shown)
