"""Modrinth's v3: each operation of its document, and search and pages by it where it is chosen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from catalogs.support import opened, over_httpx, run
from catalogs.test_modrinth import ANSWERS, written
from modstead.catalogs.modrinth.v3 import ModrinthV3Catalog
from modstead.catalogs.modrinth.v3.bodies import BulkChanges, ProjectChanges
from modstead.catalogs.modrinth.v3.projects import V3Projects
from modstead.domain.credentials import Token
from modstead.domain.project import Donation, SearchQuery, SideFilter, SideSupport
from modstead.errors import FieldRefused, NotFound, Unauthorized
from modstead.settings import Endpoints
from modstead_sandbox.server import Handle

TOKEN = Token("mrp_of-the-creator")
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(50)

Call = Callable[[V3Projects, Path], Awaitable[Any]]
Handler = Callable[[httpx.Request], httpx.Response]

READS: list[tuple[str, str, Call]] = [
    (
        (
            'GET /v3/search?index=relevance&offset=0&limit=20&query=a b&facets=[["project_types:mod"],'
            '["categories:fabric"],["game_versions:1.21.4"],["client_side:required","client_side:optional"]]'
        ),
        "v3_search",
        lambda c, _: c.search(
            SearchQuery("a b", loaders=("fabric",), game_versions=("1.21.4",), sides=(SideFilter.CLIENT,))
        ),
    ),
    ("GET /v3/project/lantern", "v3_project", lambda c, _: c.project("lantern")),
    ('GET /v3/projects?ids=["A","b"]', "v3_projects", lambda c, _: c.projects(["b", "A", ""])),
    ("GET /v3/project/lantern/check", "identifier", lambda c, _: c.check("lantern")),
    ("GET /v3/projects_random?count=1", "v3_projects", lambda c, _: c.random_projects(0)),
    ("GET /v3/project/lantern/dependencies", "v3_dependencies", lambda c, _: c.dependencies("lantern")),
]

CHANGES: list[tuple[str, Call]] = [
    (
        (
            'PATCH /v3/project/lantern {"name":"Lanterns","license_url":null,'
            '"link_urls":{"issues":"https://example.org/i","wiki":null}}'
        ),
        lambda c, _: c.edit_project(
            "lantern",
            ProjectChanges(
                name="Lanterns",
                license_url=None,
                link_urls={"issues": "https://example.org/i", "wiki": None},
            ),
        ),
    ),
    (
        'PATCH /v3/projects?ids=["A","B"] {"add_categories":["magic"],"link_urls":{"wiki":null}}',
        lambda c, _: c.edit_projects(
            ["B", "A"], BulkChanges(add_categories=("magic",), link_urls={"wiki": None})
        ),
    ),
    ("DELETE /v3/project/lantern", lambda c, _: c.delete_project("lantern")),
    ("POST /v3/project/lantern/follow", lambda c, _: c.follow("lantern")),
    ("DELETE /v3/project/lantern/follow", lambda c, _: c.unfollow("lantern")),
    ("PATCH /v3/project/lantern/icon?ext=png", lambda c, at: c.set_icon("lantern", at / "a.png")),
    ("DELETE /v3/project/lantern/icon", lambda c, _: c.delete_icon("lantern")),
    (
        "POST /v3/project/lantern/gallery?featured=true&name=One&ext=png",
        lambda c, at: c.add_to_gallery("lantern", at / "a.png", featured=True, name="One"),
    ),
    (
        "PATCH /v3/project/lantern/gallery?url=https://cdn.example/1&featured=false&description=d",
        lambda c, _: c.edit_gallery("lantern", "https://cdn.example/1", featured=False, description="d"),
    ),
    (
        "DELETE /v3/project/lantern/gallery?url=https://cdn.example/1",
        lambda c, _: c.delete_from_gallery("lantern", "https://cdn.example/1"),
    ),
]


async def asked(folder: Path, handler: Handler, call: Call, token: Token | None = TOKEN) -> Any:
    (folder / "a.png").write_bytes(PICTURE)
    async with opened(folder, over_httpx(handler)) as client:
        catalog = ModrinthV3Catalog(client, Endpoints(), lambda: True)
        catalog.use(token)
        return await call(catalog.v3, folder)


def answered(folder: Path, answer: str, call: Call) -> Any:
    body = (ANSWERS / f"{answer}.json").read_bytes()
    return run(asked(folder, lambda _request: httpx.Response(200, content=body), call))


@pytest.mark.parametrize(("ask", "answer", "call"), READS, ids=[ask[:30] for ask, _, _ in READS])
def test_asks_as_documented_and_in_nobody_s_name(tmp_path: Path, ask: str, answer: str, call: Call) -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=(ANSWERS / f"{answer}.json").read_bytes())

    assert run(asked(tmp_path, handler, call))
    assert [written(request) for request in seen] == [ask]
    assert "authorization" not in seen[0].headers


@pytest.mark.parametrize(("ask", "call"), CHANGES, ids=[ask[:40] for ask, _ in CHANGES])
def test_changes_as_documented_and_in_the_creator_s_name(tmp_path: Path, ask: str, call: Call) -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    assert run(asked(tmp_path, handler, call)) is None
    (request,) = seen
    image = request.headers.get("content-type") == "image/png"
    assert written(httpx.Request(request.method, request.url) if image else request) == ask
    assert (request.content == PICTURE) is image
    assert request.headers["authorization"] == TOKEN.reveal()


@pytest.mark.parametrize("call", [call for _, call in CHANGES])
def test_nothing_is_changed_without_an_account(tmp_path: Path, call: Call) -> None:
    with pytest.raises(Unauthorized):
        run(asked(tmp_path, lambda _request: httpx.Response(204), call, token=None))


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", ProjectChanges(name="ab")),
        ("summary", ProjectChanges(summary="x" * 257)),
        ("description", ProjectChanges(description="x" * 65_537)),
        ("categories", ProjectChanges(categories=("a",) * 4)),
        ("slug", ProjectChanges(slug="ab")),
        ("license_id", ProjectChanges(license_id="mine")),
        ("license_url", ProjectChanges(license_url=f"https://{'x' * 2_048}")),
        ("link_urls.issues", ProjectChanges(link_urls={"wiki": None, "issues": "file:///etc"})),
    ],
)
def test_what_the_document_does_not_admit_is_not_sent(
    tmp_path: Path, field: str, changes: ProjectChanges
) -> None:
    with pytest.raises(FieldRefused) as caught:
        answered(tmp_path, "identifier", lambda c, _: c.edit_project("lantern", changes))
    assert caught.value.field == field


def test_a_project(tmp_path: Path) -> None:
    project = answered(tmp_path, "v3_project", lambda c, _: c.project("lantern"))
    assert (project.project_id, project.slug, project.title) == ("AAAAAAAA", "lantern", "Lantern")
    assert (project.summary, project.body, project.project_type) == ("Lights.", "# Lantern", "mod")
    assert (project.loaders, project.game_versions) == (("fabric", "quilt"), ("1.21.3", "1.21.4"))
    assert (project.client_side, project.server_side) == (SideSupport.REQUIRED, SideSupport.OPTIONAL)
    assert project.links == {
        "Source code": "https://example.org/source",
        "Donate: patreon": "https://example.org/give",
    }
    assert project.donations == (Donation("patreon", "patreon", "https://example.org/give"),)
    assert [image.title for image in project.gallery] == ["", "Second"]
    assert (project.team_id, project.thread_id, project.status) == ("TTTTTTT1", "HHHHHHH1", "approved")
    assert project.published == datetime(2024, 1, 1, tzinfo=UTC)
    assert project.freshness


def test_a_page_of_a_search(tmp_path: Path) -> None:
    page = answered(tmp_path, "v3_search", lambda c, _: c.search(SearchQuery("a")))
    assert (page.offset, page.limit, page.total) == (40, 20, 42)
    mod, pack = page.hits
    assert (mod.title, mod.author, mod.summary, mod.icon_url) == ("Lantern", "ada", "Lights.", None)
    assert (mod.categories, mod.loaders, mod.game_versions) == (("decoration",), ("fabric",), ("1.21.4",))
    assert (mod.client_side, mod.server_side) == (SideSupport.UNSUPPORTED, SideSupport.REQUIRED)
    assert mod.latest_version_id == "VVVVVVV1"
    assert (pack.title, pack.project_type, pack.loaders) == ("BBBBBBBB", "modpack", ("fabric",))
    assert (pack.client_side, pack.latest_version_id) == (SideSupport.UNKNOWN, None)


def test_what_is_needed(tmp_path: Path) -> None:
    needed = answered(tmp_path, "v3_dependencies", lambda c, _: c.dependencies("lantern"))
    assert [project.title for project in needed.projects] == ["Lantern"]
    assert [version.id for version in needed.versions] == ["VVVVVVV1"]


def test_search_and_pages_go_by_what_is_chosen_at_the_time(tmp_path: Path) -> None:
    chosen = False
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        return httpx.Response(404)

    async def ask() -> None:
        nonlocal chosen
        async with opened(tmp_path, over_httpx(handler)) as client:
            catalog = ModrinthV3Catalog(client, Endpoints(), lambda: chosen)
            for by_v3 in (False, True):
                chosen = by_v3
                for call in (catalog.search(SearchQuery()), catalog.project("a"), catalog.versions("a")):
                    with pytest.raises(NotFound):
                        await call

    run(ask())
    assert seen == [
        "/v2/search",
        "/v2/project/a",
        "/v2/project/a/version",
        "/v3/search",
        "/v3/project/a",
        "/v2/project/a/version",
    ]


def test_both_versions_show_the_same(sandbox: Handle, tmp_path: Path) -> None:
    async def ask() -> None:
        from modstead.catalogs.http import HttpClient

        client = HttpClient(tmp_path / "http")
        try:
            catalog = ModrinthV3Catalog(client, Endpoints(sandbox.url, ()), lambda: False)
            query = SearchQuery(loaders=("fabric",), limit=10, offset=10)
            old, new = await catalog.search(query), await catalog.v3.search(query)
            assert (new.offset, new.limit, new.total) == (old.offset, old.limit, old.total)
            assert [hit.ref for hit in new.hits] == [hit.ref for hit in old.hits]
            assert [hit.categories for hit in new.hits] == [hit.categories for hit in old.hits]
            ref = old.hits[0].ref.project_id
            first, second = await catalog.project(ref), await catalog.v3.project(ref)
            for name in ("slug", "title", "summary", "body", "project_type", "game_versions", "license"):
                assert getattr(first, name) == getattr(second, name)
            assert set(first.loaders) == set(second.loaders)
            assert await catalog.v3.check(first.slug) == ref
        finally:
            await client.aclose()

    run(ask())
