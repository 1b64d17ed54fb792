"""Browse with two platforms on: each with its own types, sorts and filters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

import guizhan
from guizhan import Guizhan, serving
from modstead.domain.instance import ContentKind, Instance, Loader
from modstead.domain.project import Sort
from modstead.ui.search import BrowsePage
from modstead.ui.search.state import Filters
from modstead.ui.theme import Theme
from modstead_sandbox.server import Handle
from ui.stage import Stage, Watch, on_stage, settled

PLUGINS = Instance(
    Path("/games/meadow/plugins"), "Meadow", "", Loader.PAPER, "", "1.21.4", content=ContentKind.PLUGIN
)

Scene = Callable[[Stage, BrowsePage], Awaitable[None]]


@pytest.fixture
def platform() -> Guizhan:
    found = Guizhan()
    for number in range(60):
        found.add(guizhan.project(f"p{number}", f"cogs-{number}", downloads=number))
    return found


@pytest.fixture
def play(
    theme: Theme, sandbox: Handle, tmp_path: Path, platform: Guizhan
) -> Iterator[Callable[[Scene], None]]:
    with serving(platform) as url:

        def run(scene: Scene) -> None:
            async def act(stage: Stage) -> None:
                stage.states.set_instance(PLUGINS)
                page = BrowsePage(theme, stage.services.search, stage.states, stage.images)
                page.resize(1127, 751)
                page.show()
                await settled(page.scope)
                try:
                    await scene(stage, page)
                finally:
                    await page.close_tasks()
                    page.hide()
                    page.deleteLater()

            on_stage(theme, sandbox, tmp_path, act, guizhan=url)

        yield run


def headings(page: BrowsePage) -> list[str]:
    return [row.label for row in page.filters.model.rows if row.kind == "heading"]


async def switch(page: BrowsePage, platform: str) -> None:
    page.platform.chosen.emit(platform)
    await settled(page.scope)


def test_another_platform_has_its_own_filters_and_sorts(play: Callable[[Scene], None]) -> None:
    async def scene(_stage: Stage, page: BrowsePage) -> None:
        assert page.platform.isVisible()
        assert page.platform.accessibleName() == "On: Modrinth"
        assert {"Side", "Licence"} < set(headings(page))
        page.sort.chosen.emit(Sort.FOLLOWS)
        page.filters.set_filters(Filters("plugin", with_categories=("economy",)))
        await switch(page, "guizhan")
        assert page.platform.accessibleName() == "On: Guizhan Resources"
        assert headings(page) == ["Type", "Game version", "Loader"]
        assert page.sort.text() == "Relevance"
        assert page.filters.filters == Filters("plugin")
        assert {hit.ref.provider for hit in page.model.hits} == {"guizhan"}

    play(scene)


def test_how_many_there_are_is_not_claimed_where_nobody_tells(play: Callable[[Scene], None]) -> None:
    async def scene(_stage: Stage, page: BrowsePage) -> None:
        await switch(page, "guizhan")
        assert page.count.text() == "50+ plugins for"
        more = Watch(page.model.rowsInserted)
        page.model.fetchMore(page.results.rootIndex())
        await more.until()
        await settled(page.scope)
        assert page.count.text() == "60 plugins for"

    play(scene)


def test_back_leads_to_the_platform_that_was_left(play: Callable[[Scene], None]) -> None:
    async def scene(_stage: Stage, page: BrowsePage) -> None:
        page.search_for("cogs-4")
        await switch(page, "guizhan")
        kept = page.state()
        assert (kept.platform, kept.text, kept.current) == ("guizhan", "cogs-4", "guizhan:p4")
        await switch(page, "modrinth")
        assert page.model.rowCount() == 0
        page.restore(kept)
        await settled(page.scope)
        assert page.platform.accessibleName() == "On: Guizhan Resources"
        assert page.state().current == "guizhan:p4"

    play(scene)


def test_a_pasted_name_opens_its_project(play: Callable[[Scene], None]) -> None:
    async def scene(_stage: Stage, page: BrowsePage) -> None:
        opened = Watch(page.project_opened)
        page.search_for("https://resources.guizhanss.com/plugin/cogs-1/versions")
        assert opened.values == ["guizhan:cogs-1"]

    play(scene)


def test_with_one_platform_there_is_nothing_to_choose(theme: Theme, sandbox: Handle, tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        page = BrowsePage(theme, stage.services.search, stage.states, stage.images)
        page.show()
        await settled(page.scope)
        assert not page.platform.isVisible()
        await page.close_tasks()
        page.hide()
        page.deleteLater()

    on_stage(theme, sandbox, tmp_path, act)
