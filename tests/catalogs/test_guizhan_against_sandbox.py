"""The adapter of Guizhan Resources over real HTTP, against a stand-in that was written from the documents alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import httpx
import pytest

from catalogs.support import TLS, Time, run
from modstead.catalogs.guizhan import GuizhanCatalog
from modstead.catalogs.http import HttpClient
from modstead.domain.project import SearchQuery, Sort
from modstead.domain.version import Channel
from modstead.errors import NotFound, RateLimited, ServerFailed
from modstead_sandbox.faults import Fault
from modstead_sandbox.server import Handle


async def asked(sandbox: Handle, folder: Path) -> None:
    client = HttpClient(folder / "http", tls=TLS)
    catalog = GuizhanCatalog(client, f"{sandbox.url}/guizhan")
    try:
        found = await catalog.search(
            SearchQuery(text="bamboo", project_types=("plugin",), sort=Sort.RELEVANCE)
        )
        assert [hit.slug for hit in found.hits] == ["bamboo-press"]
        mods = await catalog.search(SearchQuery(loaders=("fabric",), project_types=("mod",)))
        assert [hit.slug for hit in mods.hits] == ["persimmon-crates"]
        pages = [
            await catalog.search(SearchQuery(project_types=(), limit=4, offset=offset)) for offset in (0, 4)
        ]
        assert [len(page.hits) for page in pages] == [4, 3]
        project = await catalog.project("bamboo-press")
        versions = await catalog.versions("bamboo-press", loaders=("paper",))
        assert [one.number for one in versions] == ["1.3.0-dev.4", "1.2.0", "1.1.0", "1.0.0"]
        assert [one.channel for one in versions[:2]] == [Channel.ALPHA, Channel.RELEASE]
        newest = await catalog.version(versions[1].id)
        assert await catalog.version_by_number("bamboo-press", "1.2.0") == newest
        (file,) = newest.files
        async with httpx.AsyncClient(follow_redirects=True) as plain:
            data = (await plain.get(file.url)).content
        assert hashlib.sha1(data).hexdigest() == file.hashes.sha1
        assert len(data) == file.size
        installed = {file.hashes.sha1: await catalog.version(versions[3].id)}
        latest = await catalog.latest_of(
            installed, loaders=("paper",), game_versions=("1.21.4",), channels=(Channel.RELEASE,)
        )
        assert latest[file.hashes.sha1].id == newest.id
        assert len(await catalog.keywords("bamboo-press")) == 1
        assert {hit.slug for hit in await catalog.user_projects("lingxi")} >= {project.slug}
        assert {hit.slug for hit in await catalog.org_projects("jade-gate")} == {"quiet-well", "jade-library"}
        needed = await catalog.dependencies("quiet-well")
        assert [one.slug for one in needed.projects] == ["jade-library"]
        assert (await catalog.members("quiet-well"))[0].user.username == "jade-gate"
        for slug in ("nothing", "copper-abacus", "moon-cellar"):
            with pytest.raises(NotFound):
                await catalog.project(slug)
    finally:
        await client.aclose()


def test_what_the_adapter_reads(sandbox: Handle, tmp_path: Path) -> None:
    run(asked(sandbox, tmp_path))


@pytest.mark.parametrize(("status", "error"), [(500, ServerFailed), (404, NotFound), (429, RateLimited)])
def test_what_goes_wrong_is_told_as_elsewhere(
    sandbox: Handle, tmp_path: Path, status: int, error: type[Exception]
) -> None:
    async def ask() -> None:
        client = HttpClient(tmp_path / "http", tls=TLS, clock=Time().clock)
        try:
            with pytest.raises(error):
                await GuizhanCatalog(client, f"{sandbox.url}/guizhan").project("bamboo-press")
        finally:
            await client.aclose()

    sandbox.fault("/guizhan/*", Fault(status=status))
    run(ask())
