"""Plugins of the sandbox's Guizhan Resources, which was written from the documents by itself, in a server's folder."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from backends import environment
from modstead.application.backend import open_backend
from modstead.domain.instance import ContentKind, Instance, Loader
from modstead.domain.project import SearchQuery
from modstead.domain.updates import HeldBackKind
from modstead.domain.version import Channel
from modstead.errors import Unresolvable
from modstead.services.bundle import Services
from modstead.services.installs import Wanted
from modstead_sandbox.guizhan.assumptions import PREFIX
from modstead_sandbox.server import Handle

T = TypeVar("T")

Run = Callable[[Callable[[Services], Awaitable[Any]]], Any]


@pytest.fixture
def run(sandbox: Handle, tmp_path: Path) -> Run:
    def go(work: Callable[[Services], Awaitable[T]]) -> T:
        told = environment(sandbox, tmp_path / "home") | {"MODSTEAD_GUIZHAN_URL": f"{sandbox.url}{PREFIX}"}

        async def with_services() -> T:
            async with open_backend(told) as backend:
                return await work(backend.services)

        return asyncio.run(with_services())

    return go


@pytest.fixture
def plugins(tmp_path: Path) -> Instance:
    folder = tmp_path / "server" / "plugins"
    folder.mkdir(parents=True)
    return Instance(folder, "Harbour", "", Loader.PAPER, "", "1.21.4", content=ContentKind.PLUGIN)


def test_a_plugin_comes_with_its_library_and_is_known_again(run: Run, plugins: Instance) -> None:
    async def work(services: Services) -> Any:
        page = await services.search.search(SearchQuery("well", ("plugin",)), "guizhan")
        library = await services.library.scan(plugins)
        plan = await services.installs.plan(library, [Wanted(page.hits[0].handle)])
        await services.operations.apply(plan)
        library = await services.library.scan(plugins)
        return library, await services.updates.check(library)

    library, check = run(work)
    assert [mod.title for mod in library.mods] == ["Jade Library", "Quiet Well"]
    assert {mod.version.provider for mod in library.mods} == {"guizhan"}
    assert len(check.up_to_date) + len(check.held_back) == 2
    assert {item.kind for item in check.held_back} <= {HeldBackKind.CHANNEL}


def test_updates_follow_the_channel(run: Run, plugins: Instance) -> None:
    old = Instance(plugins.folder, "Harbour", "", Loader.PAPER, "", "1.20.1", content=ContentKind.PLUGIN)

    async def work(services: Services) -> Any:
        library = await services.library.scan(old)
        plan = await services.installs.plan(library, [Wanted("guizhan:bamboo-press", "1.0.0")])
        await services.operations.apply(plan)
        mods = await services.library.scan(old)
        newer = await services.library.scan(plugins)
        return (
            await services.updates.check(mods),
            await services.updates.check(newer),
            await services.updates.check(newer, Channel.ALPHA),
        )

    same, release, alpha = run(work)
    assert [item.version.number for item in same.updates] == ["1.1.0"]
    assert [item.version.number for item in release.updates] == ["1.2.0"]
    assert [item.version.number for item in alpha.updates] == ["1.3.0-dev.4"]


def test_what_lies_with_its_author_is_left_to_the_browser(run: Run, plugins: Instance) -> None:
    async def work(services: Services) -> Any:
        choice = await services.installs.choose("guizhan:cloud-loom", plugins)
        with pytest.raises(Unresolvable, match="another site"):
            await services.installs.plan(await services.library.scan(plugins), [Wanted("guizhan:cloud-loom")])
        return choice

    choice = run(work)
    assert choice.version is None
    assert choice.elsewhere is not None
