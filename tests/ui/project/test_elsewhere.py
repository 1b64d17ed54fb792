"""The page of a project of another platform, whose file lies on another site or does not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

import guizhan
from guizhan import Guizhan, serving
from modstead.domain.instance import ContentKind, Instance, Library, Loader
from modstead.ui.project import ProjectPage
from modstead.ui.theme import Theme
from modstead_sandbox.server import Handle
from ui.stage import Stage, Watch, on_stage, settled

PLUGINS = Instance(
    Path("/games/meadow/plugins"), "Meadow", "", Loader.PAPER, "", "1.21.4", content=ContentKind.PLUGIN
)

Scene = Callable[[ProjectPage], Awaitable[None]]


@pytest.fixture
def play(theme: Theme, sandbox: Handle, tmp_path: Path) -> Callable[[Scene], None]:
    platform = Guizhan()
    stray = guizhan.version("v1", "7", day=1, files=[guizhan.link("https://forum.example/cogs")])
    platform.add(guizhan.project("p1", "stray-cogs"), stray)
    platform.add(guizhan.project("p2", "cogs"), guizhan.version("v2", "2.0", day=1))

    def run(scene: Scene) -> None:
        async def act(stage: Stage) -> None:
            stage.states.set_instance(PLUGINS)
            services = stage.services
            page = ProjectPage(
                theme,
                services.projects,
                services.installs,
                services.search,
                states=stage.states,
                images=stage.images,
            )
            page.show()
            page.set_library(Library(PLUGINS))
            try:
                await scene(page)
            finally:
                await page.close_tasks()
                page.hide()
                page.deleteLater()

        with serving(platform) as url:
            on_stage(theme, sandbox, tmp_path, act, guizhan=url)

    return run


def test_a_file_on_another_site_opens_in_the_browser(
    play: Callable[[Scene], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(QUrl(url).toString()))

    async def scene(page: ProjectPage) -> None:
        asked = Watch(page.install_requested)
        page.open_project("guizhan:stray-cogs")
        await settled(page.scope)
        assert page.header.button.main.text() == "Open in browser"
        assert "another site" in page.header.button.main.toolTip()
        page.header.button.main.click()
        assert opened == ["https://forum.example/cogs"]
        assert asked.values == []

    play(scene)


def test_a_plugin_fits_a_folder_of_plugins_and_counts_no_followers(play: Callable[[Scene], None]) -> None:
    async def scene(page: ProjectPage) -> None:
        asked = Watch(page.install_requested)
        page.open_project("guizhan:cogs")
        await settled(page.scope)
        assert page.header.button.main.text() == "Install 2.0"
        assert not page.header.followers.isVisible()
        page.header.button.main.click()
        assert asked.values == [("guizhan:p2", "")]
        assert [row.button.kind for row in page.version_model.rows] == ["install"]

    play(scene)
