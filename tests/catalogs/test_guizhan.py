"""Guizhan Resources: what each operation asks, what is made of the answer, and what is refused before it is sent."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct, json

import guizhan
from catalogs.support import opened, over_httpx, run
from guizhan import BASE, Guizhan
from modstead.catalogs.checking import check
from modstead.catalogs.decoding import decode, present
from modstead.catalogs.guizhan import GuizhanCatalog, convert, operations
from modstead.catalogs.guizhan import decode as answers
from modstead.catalogs.guizhan.bodies import (
    Keyword,
    NewProject,
    NewVersion,
    ProjectEdit,
    VersionDependency,
    VersionEdit,
    VersionFile,
    VersionsEdit,
    VersionsToDelete,
)
from modstead.catalogs.guizhan.contradictions import check_together
from modstead.catalogs.http import Unreadable
from modstead.catalogs.http.messages import SignIn
from modstead.catalogs.operations import Operation
from modstead.catalogs.requests import request_for
from modstead.domain.project import SearchQuery, Sort
from modstead.domain.version import Channel, Dependency, DependencyKind, Hashes, Version
from modstead.errors import FieldRefused, NotFound, UnreadableAnswer

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "api" / "seeds"
PAPER = ("paper", "spigot", "bukkit")
SHA1 = "ab" * 20


@pytest.fixture
def server() -> Guizhan:
    """Machines in four versions of three channels, of which the newest lies elsewhere, and one thing that it needs."""
    found = Guizhan()
    found.add(guizhan.project("p2", "cogs-lib", downloads=900), guizhan.version("v9", "9", day=1))
    found.add(
        guizhan.project("p1", "cogs"),
        guizhan.version("v1", "1.0", day=1),
        guizhan.version(
            "v2",
            "1.1",
            day=2,
            dependencies=[
                {"type": "required", "project_id": "p2"},
                {"type": "optional", "version_id": "v9"},
                {"type": "incompatible", "name": "Other cogs", "url": "https://cogs.example"},
                {"type": "unheard-of", "name": "x"},
            ],
        ),
        guizhan.version("v3", "1.2-n1", day=3, channel=guizhan.NIGHTLY),
        guizhan.version("v4", "1.2-l1", day=4, channel=guizhan.OLD_LINE, minecraft_versions=["1.20.4"]),
    )
    return found


@asynccontextmanager
async def catalog(server: Guizhan, folder: Path) -> AsyncIterator[GuizhanCatalog]:
    async with opened(folder, over_httpx(server.answer)) as client:
        yield GuizhanCatalog(client, f"{BASE}/")


def ask(server: Guizhan, folder: Path, work: Callable[[GuizhanCatalog], Awaitable[Any]]) -> Any:
    async def go() -> Any:
        async with catalog(server, folder) as adapter:
            return await work(adapter)

    return run(go())


# -- what is asked


@pytest.mark.parametrize(
    ("query", "path"),
    [
        (SearchQuery(project_types=()), "/projects?page=1&page_size=20&sort_by=relevance"),
        (
            SearchQuery(" big cogs ", ("plugin",), sort=Sort.NEWEST, offset=40),
            "/projects?page=3&page_size=20&q=big%20cogs&sort_by=created_at&type=plugin",
        ),
        (
            SearchQuery("", ("plugin",), PAPER[:2], ("1.21.4", "1.21.3"), ("machines",), limit=5),
            (
                "/projects?page=1&page_size=5&sort_by=relevance&type=plugin&platforms=paper&platforms=spigot"
                "&minecraft_versions=1.21.4&minecraft_versions=1.21.3&tags=machines"
            ),
        ),
        (
            SearchQuery("", ("resourcepack",), ("minecraft",)),
            "/projects?page=1&page_size=20&sort_by=relevance&type=resource&platforms=resourcepack",
        ),
        (
            SearchQuery("", ("datapack",), sort=Sort.UPDATED),
            "/projects?page=1&page_size=20&sort_by=updated_at&type=resource&platforms=datapack",
        ),
    ],
)
def test_a_search_is_put_as_documented(
    server: Guizhan, tmp_path: Path, query: SearchQuery, path: str
) -> None:
    ask(server, tmp_path, lambda c: c.search(query))
    assert server.paths == [path]


@pytest.mark.parametrize(
    "query", [SearchQuery("x", ("shader",)), SearchQuery("x", ("plugin",), ("velocity",))]
)
def test_what_it_can_have_nothing_of_is_not_asked_for(
    server: Guizhan, tmp_path: Path, query: SearchQuery
) -> None:
    page = ask(server, tmp_path, lambda c: c.search(query))
    assert (page.hits, page.total, server.sent) == ((), 0, [])


@pytest.mark.parametrize(
    ("call", "paths"),
    [
        (lambda c: c.project("guizhan:cogs"), ["/projects/cogs"]),
        (lambda c: c.project("a/../b"), ["/projects/a%2F..%2Fb"]),
        (lambda c: c.members("cogs"), ["/projects/cogs"]),
        (lambda c: c.keywords("guizhan:p1"), ["/projects/p1/keywords"]),
        (
            lambda c: c.user_projects("@me", page=2, sort_by="status", sort_order="desc", search="co"),
            ["/users/%40me/projects?page=2&sort_by=status&sort_order=desc&search=co"],
        ),
        (lambda c: c.org_projects("cog-makers"), ["/orgs/cog-makers/projects"]),
        (lambda c: c.version("guizhan:v1"), ["/versions/v1"]),
        (lambda c: c.version_by_number("cogs", "1.1"), ["/projects/cogs", "/projects/p1/versions/1.1"]),
        (
            lambda c: c.versions("cogs"),
            ["/projects/cogs", "/projects/p1/versions?page=1&page_size=50"],
        ),
    ],
)
def test_each_operation_asks_as_documented(
    server: Guizhan, tmp_path: Path, call: Callable[[GuizhanCatalog], Awaitable[Any]], paths: list[str]
) -> None:
    try:
        ask(server, tmp_path, call)
    except NotFound:
        assert paths == ["/projects/a%2F..%2Fb"]
    assert server.paths == paths


# -- what is made of the answers


def test_a_project_is_told_in_our_terms(server: Guizhan, tmp_path: Path) -> None:
    found = ask(server, tmp_path, lambda c: c.project("cogs"))
    assert (found.project_id, found.slug, found.handle) == ("guizhan:p1", "cogs", "guizhan:cogs")
    assert (found.ref.provider, found.project_type, found.categories) == ("guizhan", "plugin", ("machines",))
    assert (found.license.id, dict(found.links)) == (
        "GPL-3.0",
        {"Source code": "https://git.example/source"},
    )
    (owner,) = ask(server, tmp_path, lambda c: c.members("cogs"))
    assert (owner.user.username, owner.user.name, owner.is_owner) == ("wren", "Wren Calder", True)


def test_a_search_that_fills_its_page_says_that_there_is_more(server: Guizhan, tmp_path: Path) -> None:
    first = ask(
        server, tmp_path, lambda c: c.search(SearchQuery("", ("plugin",), sort=Sort.DOWNLOADS, limit=1))
    )
    assert ([hit.handle for hit in first.hits], first.total, first.more) == (["guizhan:cogs-lib"], 2, True)
    whole = ask(server, tmp_path, lambda c: c.search(SearchQuery("", ("plugin",))))
    assert (len(whole.hits), whole.total, whole.more) == (2, 2, False)


def test_a_version_is_told_in_our_terms(server: Guizhan, tmp_path: Path) -> None:
    found = ask(server, tmp_path, lambda c: c.version("v2"))
    assert (found.id, found.project_id, found.provider) == ("guizhan:v2", "guizhan:p1", "guizhan")
    (lies,) = found.files
    assert lies.url == f"{BASE}/projects/p1/versions/v2/download/f-v2.jar"
    assert lies.hashes == Hashes(hashlib.sha1(b"1.1").hexdigest(), "", hashlib.sha256(b"1.1").hexdigest())
    assert found.dependencies == (
        Dependency(DependencyKind.REQUIRED, "guizhan:p2"),
        Dependency(DependencyKind.OPTIONAL, None, "guizhan:v9"),
        Dependency(DependencyKind.INCOMPATIBLE, None, None, "Other cogs"),
    )


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        (guizhan.DEFAULT, Channel.RELEASE),
        (None, Channel.RELEASE),
        ({"slug": "stable", "name": "", "is_default": False}, Channel.RELEASE),
        ({"slug": "pre-release", "name": "", "is_default": False}, Channel.BETA),
        ({"slug": "rc", "name": "", "is_default": False}, Channel.BETA),
        (guizhan.OLD_LINE, Channel.BETA),
        (guizhan.NIGHTLY, Channel.ALPHA),
        ({"slug": "ci", "name": "开发版", "is_default": False}, Channel.ALPHA),
    ],
)
def test_channels_are_ranked_by_what_they_are_called(channel: Any, expected: Channel) -> None:
    answer = decode(json.encode(guizhan.version("v", "1", day=1, channel=channel)), answers.VersionAnswer)
    assert convert.version(answer, "p", BASE).channel is expected


@pytest.mark.parametrize(
    ("checksum", "hashes"),
    [
        ({"sha256": "AB" * 32}, Hashes("", "", "ab" * 32)),
        ({"sha512": "cd" * 64, "md5": "0" * 32}, Hashes("", "cd" * 64)),
        ({"sha1": "../../x", "sha256": "ab"}, Hashes("")),
        ({"sha1": None, "sha256": 7}, Hashes("")),
        (None, Hashes("")),
    ],
)
def test_only_hashes_of_the_right_form_count(checksum: Any, hashes: Hashes) -> None:
    lies = guizhan.file("a.jar", b"a") | {"checksum": checksum}
    body = json.encode(guizhan.version("v", "1", day=1, files=[lies]))
    (found,) = convert.version(decode(body, answers.VersionAnswer), "p", BASE).files
    assert found.hashes == hashes


def test_a_file_elsewhere_has_its_own_address_and_no_hash(tmp_path: Path) -> None:
    server = Guizhan()
    stray = guizhan.link("https://forum.example/cogs") | {"checksum": {"sha1": SHA1}}
    server.add(guizhan.project("p", "cogs"), guizhan.version("v", "1", day=1, files=[stray]))
    (found,) = ask(server, tmp_path, lambda c: c.version("v")).files
    assert (found.url, found.elsewhere, found.hashes.verify) == ("https://forum.example/cogs", True, False)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:x", "https://", "https://x\x1b[2J", "https://é"]
)
def test_an_address_that_no_browser_should_open_is_dropped(address: str) -> None:
    body = json.encode(guizhan.version("v", "1", day=1, files=[guizhan.link(address)]))
    (found,) = convert.version(decode(body, answers.VersionAnswer), "p", BASE).files
    assert (found.url, found.elsewhere) == ("", True)


# -- lists of versions


def test_a_list_is_newest_first_and_leaves_files_to_be_asked_for(server: Guizhan, tmp_path: Path) -> None:
    listed = ask(server, tmp_path, lambda c: c.versions("guizhan:p1"))
    assert [version.number for version in listed] == ["1.2-l1", "1.2-n1", "1.1", "1.0"]
    assert not any(version.files or version.files_known for version in listed)


def test_with_a_filter_the_newest_of_each_channel_come_whole(server: Guizhan, tmp_path: Path) -> None:
    found = ask(
        server,
        tmp_path,
        lambda c: c.versions("p1", loaders=PAPER, game_versions=("1.21.4",), changelogs=False),
    )
    assert [(version.number, version.files_known) for version in found] == [
        ("1.2-n1", True),
        ("1.1", True),
        ("1.0", False),
    ]
    assert not any(version.changelog for version in found)


def test_every_page_of_a_list_is_read(tmp_path: Path) -> None:
    server = Guizhan()
    many = [guizhan.version(f"v{number}", str(number), day=number % 28 + 1) for number in range(120)]
    server.add(guizhan.project("p", "cogs"), *many)
    listed = ask(server, tmp_path, lambda c: c.versions("p"))
    assert len({version.id for version in listed}) == 120
    assert server.paths[1:] == [f"/projects/p/versions?page={page}&page_size=50" for page in (1, 2, 3)]


def test_a_list_without_end_is_cut_off(tmp_path: Path) -> None:
    server = Guizhan()
    server.add(guizhan.project("p", "cogs"))
    endless = [{"id": "v", "version": "1"}] * 50

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/versions"):
            server.sent.append(request)
            return httpx.Response(200, content=json.encode({"data": endless}))
        return server.answer(request)

    async def go() -> tuple[Version, ...]:
        async with opened(tmp_path, over_httpx(answer)) as client:
            return await GuizhanCatalog(client, BASE).versions("p")

    assert len(run(go())) == 1
    assert len(server.sent) == 41


@pytest.mark.parametrize(
    ("channels", "game_version", "number"),
    [
        ((), "1.21.4", "1.2-n1"),
        ((Channel.RELEASE,), "1.21.4", "1.1"),
        ((Channel.RELEASE, Channel.BETA), "1.20.4", "1.2-l1"),
        ((Channel.RELEASE,), "1.20.4", None),
    ],
)
def test_the_newest_of_a_file_comes_of_its_projects_list(
    server: Guizhan, tmp_path: Path, channels: tuple[Channel, ...], game_version: str, number: str | None
) -> None:
    async def newest(adapter: GuizhanCatalog) -> Any:
        installed = await adapter.version("v1")
        return await adapter.latest_of(
            {SHA1: installed}, loaders=PAPER, game_versions=(game_version,), channels=channels
        )

    found = ask(server, tmp_path, newest)
    assert {sha1: version.number for sha1, version in found.items()} == ({SHA1: number} if number else {})
    assert all(version.files for version in found.values())


def test_a_project_that_is_gone_has_no_newest(server: Guizhan, tmp_path: Path) -> None:
    async def newest(adapter: GuizhanCatalog) -> Any:
        installed = await adapter.version("v1")
        del server.projects["p1"]
        return await adapter.latest_of({SHA1: installed}, loaders=PAPER, game_versions=())

    assert ask(server, tmp_path, newest) == {}


def test_what_is_needed_is_looked_up_one_by_one(server: Guizhan, tmp_path: Path) -> None:
    found = ask(server, tmp_path, lambda c: c.dependencies("cogs"))
    assert [project.handle for project in found.projects] == ["guizhan:cogs-lib"]
    assert [version.id for version in found.versions] == ["guizhan:v9"]


# -- addresses


@pytest.mark.parametrize(
    ("text", "project", "version"),
    [
        ("https://resources.guizhanss.com/plugin/cogs/versions", "guizhan:cogs", ""),
        ("resources.guizhanss.com/plugin/cogs/versions/1.1", "guizhan:cogs", "1.1"),
        (" guizhan:cogs ", "guizhan:cogs", ""),
        ("guizhan:", None, ""),
        ("guizhan:cogs@1.1", None, ""),
        ("modrinth:cogs", None, ""),
        ("cogs", None, ""),
        ("https://resources.guizhanss.com/users/wren", None, ""),
        ("https://elsewhere.example/plugin/cogs", None, ""),
        ("https://[", None, ""),
    ],
)
def test_a_pasted_address_names_a_project(
    server: Guizhan, tmp_path: Path, text: str, project: str | None, version: str
) -> None:
    async def named(adapter: GuizhanCatalog) -> tuple[str | None, str]:
        return adapter.project_in_url(text), adapter.version_in_url(text)

    assert ask(server, tmp_path, named) == (project, version)


def test_its_page_is_that_of_the_site(server: Guizhan, tmp_path: Path) -> None:
    async def address(adapter: GuizhanCatalog) -> str:
        return adapter.project_url(await adapter.project("cogs"))

    assert ask(server, tmp_path, address) == "https://resources.guizhanss.com/plugin/cogs"


# -- the declarations


def test_all_operations_of_the_documents_are_declared() -> None:
    named = {(item.method, item.path) for item in operations.OPERATIONS}
    assert len(named) == len(operations.OPERATIONS) == 22


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the documents are not at hand")
def test_the_documents_state_no_other_operation_and_no_other_verb() -> None:
    projects = (SEEDS / "guizhan-projects.txt").read_text()
    stated = set(re.findall(r"^(GET|POST|PATCH|PUT|DELETE) (/\S+)$", projects, re.MULTILINE))
    declared = {
        (item.method, item.path)
        for item in operations.OPERATIONS
        if item.document == operations.PROJECTS_DOCUMENT
    }
    assert declared == stated
    versions = (SEEDS / "guizhan-versions.txt").read_text()
    paths = re.findall(r"^Section titled “[^”]*”(/\S+) ", versions, re.MULTILINE)
    of_versions = [item for item in operations.OPERATIONS if item.document == operations.VERSIONS_DOCUMENT]
    # A parameter's description follows the path without a space.
    assert sorted(re.sub(r"(projectId|versionId)string.*", "", path).strip() for path in paths) == sorted(
        item.path for item in of_versions
    )


def test_who_changes_something_must_be_signed_in_with_its_scope() -> None:
    for item in operations.OPERATIONS:
        assert (item.sign_in is SignIn.MUST) is bool(item.scope) is not item.reads


NEW = NewVersion(channel="release", version="1", name="One", files=(VersionFile(name="a.jar"),))


@pytest.mark.parametrize(
    ("operation", "body", "field"),
    [
        (operations.CREATE, NewProject(slug="Cogs-2", name="Cogs (two) 齿轮_-"), ""),
        (operations.CREATE, NewProject(slug="a" * 39, name="x", summary="s" * 128), ""),
        (operations.CREATE, NewProject(slug="a" * 40, name="x"), "slug"),
        (operations.CREATE, NewProject(slug="-cogs", name="x"), "slug"),
        (operations.CREATE, NewProject(slug="cogs-", name="x"), "slug"),
        (operations.CREATE, NewProject(slug="co--gs", name="x"), "slug"),
        (operations.CREATE, NewProject(slug="cogs\n", name="x"), "slug"),
        (operations.CREATE, NewProject(slug="cogs", name="Cogs!"), "name"),
        (operations.CREATE, NewProject(slug="cogs", name=""), "name"),
        (operations.CREATE_IN_ORG, NewProject(slug="cogs", name="x", summary="s" * 129), "summary"),
        (operations.EDIT, ProjectEdit(summary="s" * 256, name="n" * 64, license_type="MIT"), ""),
        (operations.EDIT, ProjectEdit(homepage_url=None), ""),
        (operations.EDIT, ProjectEdit(summary="s" * 257), "summary"),
        (operations.EDIT, ProjectEdit(name="n" * 65), "name"),
        (operations.EDIT, ProjectEdit(license_type="WTFPL"), "license_type"),
        (operations.EDIT, ProjectEdit(license_type="Custom"), "license_url"),
        (operations.EDIT, ProjectEdit(license_type="Custom", license_url=None), "license_url"),
        (operations.EDIT, ProjectEdit(license_type="Custom", license_url="https://x.example"), ""),
        (operations.EDIT, ProjectEdit(visibility="secret"), "visibility"),
        (operations.EDIT, ProjectEdit(type="shader"), "type"),
        (operations.ADD_KEYWORD, Keyword(keyword="k" * 64), ""),
        (operations.ADD_KEYWORD, Keyword(keyword="k" * 65), "keyword"),
        (operations.CHANGE_KEYWORD, Keyword(keyword=""), "keyword"),
        (operations.CREATE_VERSION, NEW, ""),
        (
            operations.CREATE_VERSION,
            NewVersion(channel="c", version="v" * 65, name="x", files=NEW.files),
            "version",
        ),
        (operations.CREATE_VERSION, NewVersion(channel="c", version="1", name="x", files=()), "files"),
        (operations.EDIT_VERSION, VersionEdit(platforms=("paper", "sponge")), "platforms"),
        (operations.EDIT_VERSION, VersionEdit(name="n" * 65), "name"),
        (
            operations.EDIT_VERSION,
            VersionEdit(dependencies=(VersionDependency(type="needs", name="x"),)),
            "dependencies.0.type",
        ),
        (
            operations.EDIT_VERSION,
            VersionEdit(dependencies=(VersionDependency(type="required", name="x", project_id="p"),)),
            "dependencies.0",
        ),
        (
            operations.EDIT_VERSIONS,
            VersionsEdit(versions=("v",), add_dependencies=(VersionDependency(type="required"),)),
            "add_dependencies.0",
        ),
        (operations.EDIT_VERSIONS, VersionsEdit(versions=()), "versions"),
        (operations.EDIT_VERSIONS, VersionsEdit(versions=("v",), platforms=("paper",)), ""),
        (
            operations.EDIT_VERSIONS,
            VersionsEdit(versions=("v",), add_platforms=("paper",), remove_platforms=("bukkit",)),
            "",
        ),
        (
            operations.EDIT_VERSIONS,
            VersionsEdit(versions=("v",), platforms=("paper",), remove_platforms=("bukkit",)),
            "remove_platforms",
        ),
        (
            operations.EDIT_VERSIONS,
            VersionsEdit(versions=("v",), minecraft_versions=(), add_minecraft_versions=("1.21",)),
            "add_minecraft_versions",
        ),
        (operations.DELETE_VERSIONS, VersionsToDelete(versions=()), "versions"),
    ],
)
def test_the_documents_bounds_are_kept_before_anything_is_sent(
    operation: Operation[Any], body: Struct, field: str
) -> None:
    def checked() -> None:
        check(operation, {}, body)
        check_together(body)

    if not field:
        checked()
        return
    with pytest.raises(FieldRefused) as caught:
        checked()
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("operation", "arguments", "field"),
    [
        (operations.OF_USER, {"userId": "@me", "search": "s" * 49}, "search"),
        (operations.OF_USER, {"userId": "@me", "sort_by": "downloads"}, "sort_by"),
        (operations.SEARCH, {"type": "shader"}, "type"),
        (operations.SEARCH, {"platforms": ["velocity"]}, "platforms"),
        (operations.SEARCH, {"page": 0}, "page"),
    ],
)
def test_the_bounds_of_questions_are_kept_too(
    operation: Operation[Any], arguments: dict[str, Any], field: str
) -> None:
    with pytest.raises(FieldRefused) as caught:
        request_for(operation, BASE, arguments, about="x")
    assert caught.value.field == field


# -- hostile answers

_odd = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.none(), max_size=2)
_SHAPES: dict[str, tuple[Any, Any, Callable[[Any], Any]]] = {
    "project": (guizhan.project("p", "cogs"), answers.ProjectAnswer, convert.project),
    "hit": (guizhan.project("p", "cogs"), answers.ListedProjectAnswer, convert.hit),
    "version": (
        guizhan.version("v", "1", day=1, dependencies=[{"type": "required", "name": "x"}]),
        answers.VersionAnswer,
        lambda one: convert.version(one, "p", BASE),
    ),
}


@settings(max_examples=60, deadline=None)
@given(st.data())
@pytest.mark.parametrize("shape", _SHAPES)
def test_any_field_may_be_missing_null_or_odd(shape: str, data: st.DataObject) -> None:
    whole, answer, converted = _SHAPES[shape]
    changed = {name: data.draw(st.just(value) | _odd, label=name) for name, value in whole.items()}
    for name in data.draw(st.sets(st.sampled_from(sorted(set(whole) - {"id"})))):
        del changed[name]
    try:
        read = decode(json.encode({"data": [changed, None]}), list[answer | None], "data")
    except Unreadable:
        return
    assert [converted(one).slug if shape != "version" else converted(one).id for one in present(read)]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"data": 7}', b'{"data": {"name": "x"}}', b"\xff"])
def test_what_is_no_answer_is_one_clear_error(tmp_path: Path, body: bytes) -> None:
    async def go() -> None:
        async with opened(tmp_path, over_httpx(lambda _request: httpx.Response(200, content=body))) as client:
            await GuizhanCatalog(client, BASE).project("cogs")

    with pytest.raises(UnreadableAnswer, match="The answer of Guizhan Resources for the project cogs"):
        run(go())
