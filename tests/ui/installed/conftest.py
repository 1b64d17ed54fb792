"""The Mods page over an invented folder."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from modstead.domain.catalog import Catalog
from modstead.domain.instance import Library
from modstead.domain.updates import UpdateCheck
from modstead.services.policies import PolicyService
from modstead.settings import Settings
from modstead.storage.database import Database
from modstead.ui.images import ImageLoader
from modstead.ui.installed import InstalledPage
from modstead.ui.tasks import TaskScope
from modstead.ui.theme import Theme
from ui import invented
from ui.folder_pages import Heard, run_on_qt, settled


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme("light", text_scale=1.0)
    theme.apply(qapp)
    QCursor.setPos(4000, 4000)
    yield theme
    qapp.setStyleSheet("")


class Scene:
    """A page, its services, and what it said."""

    def __init__(
        self,
        theme: Theme,
        library: Library | Exception,
        check: UpdateCheck | Exception,
        settings: Settings | None = None,
        health: invented.Health | None = None,
        *,
        policies: PolicyService,
    ) -> None:
        self.health = health or invented.Health()
        self.libraries = invented.Libraries(library)
        self.policies = policies
        self.locks = invented.Locks()
        self.updates = invented.Updates(check, policies)
        self.settings = invented.SettingsKeeper(settings or Settings())
        self.scope = TaskScope(print)
        self.page = InstalledPage(
            theme,
            library=self.libraries,
            updates=self.updates,
            projects=invented.Projects(),
            settings=self.settings,
            images=ImageLoader(invented.Pictures(), self.scope),
            health=self.health,
            search=invented.Searches(),
            policies=policies,
            locks=self.locks,
        )
        self.plans = Heard(self.page.requests.plan_ready)
        self.reviews = Heard(self.page.requests.review_requested)
        self.remedies = Heard(self.page.requests.remedies_requested)
        self.fixes = Heard(self.page.requests.fix_requested)
        self.page.resize(1128, 752)
        self.page.show()

    async def open(self) -> None:
        """Scanned, checked and shown."""
        state = self.page.state
        ends = [Heard(state.changed), Heard(state.failed)]
        self.page.open(invented.instance())
        await self.rest()
        assert any(heard.values for heard in ends)

    async def rest(self) -> None:
        """Until nothing is under way."""
        scopes = [self.page.state.scope, self.page.lock.scope]
        if "policing" in self.page.__dict__:
            scopes.append(self.page.policing.scope)
        while any(scope.busy for scope in scopes):
            await asyncio.wait([task for scope in scopes for task in scope._all])
            await settled()

    async def close(self) -> None:
        await self.page.close_tasks()
        await self.scope.close()
        self.page.close()
        self.page.deleteLater()


Play = Callable[[Callable[[Scene], Awaitable[None]]], None]


@pytest.fixture
def play(theme: Theme, qapp: QApplication, tmp_path: Path) -> Callable[..., None]:
    """Open the page on a folder, and act on it; both answers can be replaced by failures."""

    def run(
        act: Callable[[Scene], Awaitable[None]],
        library: Library | Exception | None = None,
        check: UpdateCheck | Exception | None = None,
        settings: Settings | None = None,
        health: invented.Health | None = None,
    ) -> None:
        shown = invented.library() if library is None else library
        if check is None:
            check = invented.check(shown if isinstance(shown, Library) else invented.library())

        database = Database(tmp_path / "modstead.db")
        platform = cast("Catalog", invented.PlatformOfPolicies())
        policies = PolicyService(platform, database, lambda: invented.NOW)

        async def work() -> None:
            scene = Scene(theme, shown, check, settings, health, policies=policies)
            await scene.open()
            try:
                await act(scene)
            finally:
                await scene.close()

        try:
            run_on_qt(qapp, work)
        finally:
            database.close()

    return run
