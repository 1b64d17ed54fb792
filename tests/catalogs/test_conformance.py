"""What every platform's adapter promises, whatever its API is like: the same assertions on each, over the sandbox."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from catalogs.support import TLS, Time, opened, over_httpx, run
from modstead.catalogs.guizhan import GuizhanCatalog
from modstead.catalogs.http import HttpClient
from modstead.catalogs.modrinth import ModrinthCatalog
from modstead.catalogs.modrinth.v3.catalog import ModrinthV3Catalog
from modstead.domain.catalog import Catalog
from modstead.domain.compatibility import mod_file
from modstead.domain.project import Project, SearchQuery, Sort, provider_in
from modstead.domain.version import Channel, Version
from modstead.errors import NotFound, RateLimited, RequestRefused, ServerFailed, UnreadableAnswer
from modstead.settings import Endpoints
from modstead_sandbox.guizhan.assumptions import PREFIX
from modstead_sandbox.server import Handle

T = TypeVar("T")


@dataclass(frozen=True)
class Adapter:
    """How to make it for a server, and a project there with several versions, one of which needs another project."""

    make: Callable[[HttpClient, str], Catalog]
    slug: str
    kind: str
    loader: str
    game_version: str
    unknown_id: str


def _modrinth(client: HttpClient, url: str) -> Catalog:
    return ModrinthCatalog(client, Endpoints(url, ("127.0.0.1",)))


def _modrinth_v3(client: HttpClient, url: str) -> Catalog:
    return ModrinthV3Catalog(client, Endpoints(url, ("127.0.0.1",)), lambda: True)


def _guizhan(client: HttpClient, url: str) -> Catalog:
    return GuizhanCatalog(client, f"{url}{PREFIX}")


ADAPTERS = {
    "modrinth": Adapter(_modrinth, "windward-sails", "mod", "fabric", "1.21.4", "zzzzzzzz"),
    "modrinth v3": Adapter(_modrinth_v3, "windward-sails", "mod", "fabric", "1.21.4", "zzzzzzzz"),
    "guizhan": Adapter(_guizhan, "bamboo-press", "plugin", "paper", "1.21.4", "guizhan:nothing"),
}


@pytest.fixture(params=ADAPTERS)
def adapter(request: pytest.FixtureRequest) -> Adapter:
    return ADAPTERS[request.param]


Ask = Callable[[Callable[[Catalog], Awaitable[Any]]], Any]


@pytest.fixture
def ask(adapter: Adapter, sandbox: Handle, tmp_path: Path) -> Ask:
    """Ask the adapter over the sandbox."""

    def asked(work: Callable[[Catalog], Awaitable[T]]) -> T:
        async def go() -> T:
            client = HttpClient(tmp_path / "http", tls=TLS, clock=Time().clock)
            try:
                return await work(adapter.make(client, sandbox.url))
            finally:
                await client.aclose()

        return run(go())

    return asked


# -- search


def test_a_search_finds_by_words_and_tells_whose_they_are(adapter: Adapter, ask: Ask) -> None:
    page = ask(lambda c: c.search(SearchQuery(adapter.slug.replace("-", " "), (adapter.kind,))))
    found = next(hit for hit in page.hits if hit.slug == adapter.slug)
    assert found.project_type == adapter.kind
    assert found.title
    assert found.author
    assert found.downloads >= 0
    assert adapter.loader in found.loaders
    assert page.freshness is not None

    async def provider(catalog: Catalog) -> str:
        return catalog.id

    assert found.ref.provider == ask(provider)
    assert provider_in(found.ref.project_id) in {"", found.ref.provider}


def test_a_search_keeps_to_type_loader_and_game_version(adapter: Adapter, ask: Ask) -> None:
    query = SearchQuery("", (adapter.kind,), (adapter.loader,), (adapter.game_version,), limit=100)
    page = ask(lambda c: c.search(query))
    assert page.hits
    for hit in page.hits:
        assert hit.project_type == adapter.kind
        assert adapter.loader in hit.loaders
        assert adapter.game_version in hit.game_versions


def test_pages_of_a_search_follow_one_another(adapter: Adapter, ask: Ask) -> None:
    async def pages(catalog: Catalog) -> Any:
        query = SearchQuery("", (adapter.kind,), sort=Sort.DOWNLOADS, limit=2)
        whole = await catalog.search(SearchQuery("", (adapter.kind,), sort=Sort.DOWNLOADS, limit=4))
        first, second = (
            await catalog.search(query),
            await catalog.search(SearchQuery("", (adapter.kind,), sort=Sort.DOWNLOADS, limit=2, offset=2)),
        )
        return whole, first, second

    whole, first, second = ask(pages)
    assert [hit.ref for hit in (*first.hits, *second.hits)] == [hit.ref for hit in whole.hits]
    assert (first.offset, second.offset) == (0, 2)
    assert first.total > 2
    downloads = [hit.downloads for hit in whole.hits]
    assert downloads == sorted(downloads, reverse=True)


def test_every_sort_and_type_that_it_claims_is_one(ask: Ask) -> None:
    async def search_all(catalog: Catalog) -> None:
        for sort in catalog.capabilities.sorts:
            await catalog.search(SearchQuery("", (), sort=sort, limit=1))
        for kind in catalog.capabilities.project_types:
            for hit in (await catalog.search(SearchQuery("", (kind,), limit=5))).hits:
                assert hit.project_type == kind

    ask(search_all)


def test_nothing_found_is_no_failure(ask: Ask) -> None:
    page = ask(lambda c: c.search(SearchQuery("no such thing anywhere", ())))
    assert (page.hits, page.total) == ((), 0)


# -- projects


async def whole(catalog: Catalog, adapter: Adapter) -> tuple[Project, tuple[Version, ...]]:
    project = await catalog.project(adapter.slug)
    return project, await catalog.versions(project.project_id)


def test_a_project_is_the_same_by_slug_id_and_in_a_batch(adapter: Adapter, ask: Ask) -> None:
    async def looked_up(catalog: Catalog) -> Any:
        by_slug = await catalog.project(adapter.slug)
        by_id = await catalog.project(by_slug.project_id)
        batch = await catalog.projects([by_slug.project_id, adapter.unknown_id, by_slug.project_id])
        return by_slug, by_id, batch

    by_slug, by_id, batch = ask(looked_up)
    assert by_slug.ref == by_id.ref
    assert list(batch) == [by_slug.project_id]
    assert batch[by_slug.project_id].title == by_slug.title
    assert by_slug.body
    assert by_slug.license.id


def test_its_address_leads_back_to_it(adapter: Adapter, ask: Ask) -> None:
    async def round_trip(catalog: Catalog) -> Any:
        project = await catalog.project(adapter.slug)
        named = catalog.project_in_url(catalog.project_url(project))
        assert named is not None
        return project, await catalog.project(named)

    project, again = ask(round_trip)
    assert again.ref == project.ref
    assert ask(lambda c: _named_in(c, "https://elsewhere.example/mod/x")) is None


async def _named_in(catalog: Catalog, text: str) -> str | None:
    return catalog.project_in_url(text)


def test_somebody_made_it(adapter: Adapter, ask: Ask) -> None:
    members = ask(lambda c: c.members(adapter.slug))
    assert any(member.is_owner and member.user.username for member in members)


@pytest.mark.parametrize("name", ["no-such-thing", "", "..", "a/b", "\ud800"])
def test_an_unknown_project_is_not_found(ask: Ask, name: str) -> None:
    for question in (
        lambda c: c.project(name),
        lambda c: c.versions(name),
        lambda c: c.version_by_number(name, "1.0"),
    ):
        with pytest.raises(NotFound):
            ask(question)


# -- versions


def test_versions_are_newest_first_and_of_their_project(adapter: Adapter, ask: Ask) -> None:
    project, versions = ask(lambda c: whole(c, adapter))
    assert len(versions) > 1
    moments = [version.published for version in versions]
    assert moments == sorted(moments, reverse=True)
    assert {(version.provider, version.project_id) for version in versions} == {
        (project.ref.provider, project.project_id)
    }
    assert all(version.number and version.loaders and version.game_versions for version in versions)


def test_filters_admit_what_is_made_for_any_of_them(adapter: Adapter, ask: Ask) -> None:
    found = ask(
        lambda c: c.versions(
            adapter.slug, loaders=(adapter.loader, "no-such"), game_versions=(adapter.game_version,)
        )
    )
    assert found
    for version in found:
        assert adapter.loader in version.loaders
        assert adapter.game_version in version.game_versions
    newest = found[0]
    file = mod_file(newest)
    assert newest.files_known
    assert file is not None
    assert file.filename
    assert file.size > 0
    assert file.hashes.verify
    assert ask(lambda c: c.versions(adapter.slug, loaders=("no-such",))) == ()


def test_a_version_is_the_same_by_id_number_and_in_a_batch(adapter: Adapter, ask: Ask) -> None:
    async def looked_up(catalog: Catalog) -> Any:
        _, versions = await whole(catalog, adapter)
        newest = versions[0]
        by_id = await catalog.version(newest.id)
        by_number = await catalog.version_by_number(adapter.slug, newest.number)
        by_own_id = await catalog.version_by_number(adapter.slug, newest.id)
        batch = await catalog.versions_by_id([newest.id, adapter.unknown_id])
        return by_id, by_number, by_own_id, batch

    by_id, by_number, by_own_id, batch = ask(looked_up)
    assert by_id.id == by_number.id == by_own_id.id
    assert by_id.project_id == by_number.project_id
    assert by_id.files == by_number.files != ()
    assert list(batch) == [by_id.id]
    assert batch[by_id.id].files == by_id.files


def test_an_unknown_version_is_not_found(adapter: Adapter, ask: Ask) -> None:
    for question in (
        lambda c: c.version(adapter.unknown_id),
        lambda c: c.version_by_number(adapter.slug, "no-such-number"),
    ):
        with pytest.raises(NotFound):
            ask(question)


def test_the_newest_is_found_for_a_file_of_an_older_version(adapter: Adapter, ask: Ask) -> None:
    async def newest(catalog: Catalog) -> Any:
        versions = await catalog.versions(adapter.slug)
        oldest = await catalog.version(versions[-1].id)
        file = mod_file(oldest)
        assert file is not None
        sha1 = file.hashes.sha1
        wanted = {"loaders": (adapter.loader,), "game_versions": (adapter.game_version,)}
        found = await catalog.latest_of({sha1: oldest}, **wanted)
        none = await catalog.latest_of({sha1: oldest}, loaders=("no-such",), game_versions=())
        each = await catalog.latest_of_each({sha1: oldest}, {sha1: (Channel.RELEASE,)}, **wanted)
        assert each[sha1].channel is Channel.RELEASE
        assert each[sha1].published <= found[sha1].published
        return sha1, oldest, found, none, await catalog.latest_of({}, **wanted)

    sha1, oldest, found, none, empty = ask(newest)
    assert found[sha1].project_id == oldest.project_id
    assert found[sha1].published >= oldest.published
    assert found[sha1].files
    assert none == empty == {}


def test_only_who_claims_to_look_files_up_does(adapter: Adapter, ask: Ask) -> None:
    async def looked_up(catalog: Catalog) -> Any:
        versions = await catalog.versions(adapter.slug)
        file = mod_file(await catalog.version(versions[0].id))
        assert file is not None
        found = await catalog.versions_by_hash([file.hashes.sha1, "0" * 40])
        return catalog.capabilities.hash_lookup, file.hashes.sha1, found

    claims, sha1, found = ask(looked_up)
    assert list(found) == ([sha1] if claims else [])


def test_what_versions_need_is_named_with_ids_that_lead_there(adapter: Adapter, ask: Ask) -> None:
    async def needed(catalog: Catalog) -> Any:
        hits = (await catalog.search(SearchQuery("", (adapter.kind,), limit=100))).hits
        for hit in hits:
            for version in await catalog.versions(hit.ref.project_id, changelogs=False):
                ids = [item.project_id for item in version.dependencies if item.project_id]
                if ids:
                    return ids, await catalog.projects(ids), await catalog.dependencies(hit.ref.project_id)
        raise AssertionError("nothing needs anything")

    ids, found, related = ask(needed)
    assert set(found) == set(ids)
    assert set(ids) <= {project.project_id for project in related.projects}


def test_the_vocabulary_is_there_or_empty(adapter: Adapter, ask: Ask) -> None:
    async def vocabulary(catalog: Catalog) -> Any:
        return (
            await catalog.loaders(),
            await catalog.game_versions(),
            await catalog.categories(),
            await catalog.licenses(),
        )

    loaders, _game_versions, _categories, _licenses = ask(vocabulary)
    assert any(tag.name == adapter.loader and adapter.kind in tag.project_types for tag in loaders)


# -- failures


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(404), NotFound),
        (httpx.Response(400, json={"error": "x", "description": "no"}), RequestRefused),
        (httpx.Response(429, headers={"Retry-After": "9999"}), RateLimited),
        (httpx.Response(500), ServerFailed),
        (httpx.Response(200, content=b"<html>"), UnreadableAnswer),
        (httpx.Response(200, content=b"7"), UnreadableAnswer),
    ],
)
def test_every_failure_is_one_clear_error_that_names_the_platform(
    adapter: Adapter, tmp_path: Path, answer: httpx.Response, error: type[Exception]
) -> None:
    async def go() -> None:
        async with opened(tmp_path, over_httpx(lambda _request: answer)) as client:
            catalog = adapter.make(client, "http://127.0.0.1:1")
            for question in (catalog.project("a"), catalog.versions("a"), catalog.search(SearchQuery("x"))):
                with pytest.raises(error) as caught:
                    await question
                assert catalog.title in str(caught.value)

    run(go())
