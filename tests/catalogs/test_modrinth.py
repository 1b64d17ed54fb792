"""Each operation: what it asks and what it makes of the answer."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from catalogs.support import modrinth, run
from modstead.catalogs.modrinth import ModrinthCatalog
from modstead.catalogs.modrinth.misc import ForgeUpdates, NeoForge, Statistics
from modstead.catalogs.modrinth.tags import DonationPlatform, LicenseText
from modstead.domain.project import SearchQuery
from modstead.domain.version import Channel, Version
from modstead.errors import NotFound, RequestRefused, Unreachable, UnreadableAnswer

ANSWERS = Path(__file__).parent / "answers"
SHA1 = "ab" * 20
FILE = Version("modrinth", "VVVVVVV1", "AAAAAAAA", "1.0.0")

Call = Callable[[ModrinthCatalog], Awaitable[Any]]


def operation(name: str, ask: str, answer: str, call: Call) -> Any:
    return pytest.param(ask, answer, call, id=name)


OPERATIONS = [
    operation(
        "search",
        'GET /v2/search?index=relevance&offset=0&limit=20&query=a b&facets=[["project_type:mod"]]',
        "search",
        lambda c: c.search(SearchQuery("a b")),
    ),
    operation("project", "GET /v2/project/lantern", "project", lambda c: c.project("lantern")),
    operation(
        "projects", 'GET /v2/projects?ids=["A","b"]', "projects", lambda c: c.projects(["b", "A", "b", ""])
    ),
    operation("random", "GET /v2/projects_random?count=3", "projects", lambda c: c.random_projects(3)),
    operation("check", "GET /v2/project/lantern/check", "identifier", lambda c: c.check("lantern")),
    operation(
        "dependencies",
        "GET /v2/project/lantern/dependencies",
        "dependencies",
        lambda c: c.dependencies("lantern"),
    ),
    operation("versions", "GET /v2/project/lantern/version", "versions", lambda c: c.versions("lantern")),
    operation(
        "versions filtered",
        'GET /v2/project/lantern/version?loaders=["fabric"]&game_versions=["1.21"]&include_changelog=false',
        "versions",
        lambda c: c.versions("lantern", loaders=("fabric",), game_versions=("1.21",), changelogs=False),
    ),
    operation("version", "GET /v2/version/VVVVVVV1", "version", lambda c: c.version("VVVVVVV1")),
    operation(
        "version by number",
        "GET /v2/project/lantern/version/1.0%2B%2F2",
        "version",
        lambda c: c.version_by_number("lantern", "1.0+/2"),
    ),
    operation(
        "versions by id",
        'GET /v2/versions?ids=["VVVVVVV0","VVVVVVV1"]',
        "versions",
        lambda c: c.versions_by_id(["VVVVVVV1", "no id!", "", "VVVVVVV0"]),
    ),
    operation(
        "version of file",
        f"GET /v2/version_file/{SHA1}?algorithm=sha1",
        "version",
        lambda c: c.version_of_file(SHA1.upper()),
    ),
    operation(
        "latest of file",
        f"POST /v2/version_file/{SHA1}/update?algorithm=sha1 "
        '{"loaders":["fabric"],"game_versions":["1.21"],"version_types":["release"]}',
        "version",
        lambda c: c.latest_of_file(
            SHA1, loaders=["fabric"], game_versions=["1.21"], channels=[Channel.RELEASE]
        ),
    ),
    operation(
        "latest of file unfiltered",
        f"POST /v2/version_file/{SHA1}/update?algorithm=sha1 {{}}",
        "version",
        lambda c: c.latest_of_file(SHA1, loaders=[], game_versions=[]),
    ),
    operation(
        "versions by hash",
        f'POST /v2/version_files {{"hashes":["{SHA1}"],"algorithm":"sha1"}}',
        "by_hash",
        lambda c: c.versions_by_hash([SHA1.upper(), SHA1, ""]),
    ),
    operation(
        "latest by hash",
        f'POST /v2/version_files/update_many {{"hashes":["{SHA1}"],"algorithm":"sha1",'
        '"loaders":["quilt","fabric"],"game_versions":["1.21"]}',
        "many_by_hash",
        lambda c: c.latest_by_hash([SHA1], loaders=["quilt", "fabric"], game_versions=["1.21"]),
    ),
    operation(
        "latest of each",
        'POST /v2/version_files/update_individual {"hashes":['
        f'{{"hash":"{SHA1}","loaders":["fabric"],"game_versions":["1.21"],"version_types":["beta"]}}],'
        '"algorithm":"sha1"}',
        "by_hash",
        lambda c: c.latest_of_each(
            {SHA1: FILE}, {SHA1: (Channel.BETA,)}, loaders=["fabric"], game_versions=["1.21"]
        ),
    ),
    operation("user", "GET /v2/user/ada", "user", lambda c: c.user("ada")),
    operation("users", 'GET /v2/users?ids=["UUUUUUU1"]', "users", lambda c: c.users(["UUUUUUU1"])),
    operation("projects of user", "GET /v2/user/ada/projects", "projects", lambda c: c.user_projects("ada")),
    operation("members", "GET /v2/project/lantern/members", "members", lambda c: c.members("lantern")),
    operation("team", "GET /v2/team/TTTTTTT1/members", "members", lambda c: c.team_members("TTTTTTT1")),
    operation("teams", 'GET /v2/teams?ids=["TTTTTTT1"]', "teams", lambda c: c.teams(["TTTTTTT1"])),
    operation("categories", "GET /v2/tag/category", "categories", lambda c: c.categories()),
    operation("loaders", "GET /v2/tag/loader", "loaders", lambda c: c.loaders()),
    operation("game versions", "GET /v2/tag/game_version", "game_versions", lambda c: c.game_versions()),
    operation("licences", "GET /v2/tag/license", "licenses", lambda c: c.licenses()),
    operation("licence", "GET /v2/tag/license/MIT", "license_text", lambda c: c.license_text("MIT")),
    operation(
        "donations", "GET /v2/tag/donation_platform", "donation_platforms", lambda c: c.donation_platforms()
    ),
    operation("report types", "GET /v2/tag/report_type", "words", lambda c: c.report_types()),
    operation("project types", "GET /v2/tag/project_type", "words", lambda c: c.project_types()),
    operation("side types", "GET /v2/tag/side_type", "words", lambda c: c.side_types()),
    operation(
        "forge updates",
        "GET /updates/lantern/forge_updates.json?neoforge=only",
        "forge_updates",
        lambda c: c.forge_updates("lantern", neoforge=NeoForge.ONLY),
    ),
    operation("statistics", "GET /v2/statistics", "statistics", lambda c: c.statistics()),
]


def written(request: httpx.Request) -> str:
    """A request as a line: method, path, parameters, body."""
    path, _, query = request.url.raw_path.decode().partition("?")
    parameters = "&".join(f"{name}={value}" for name, value in parse_qsl(query))
    line = f"{request.method} {path}" + (f"?{parameters}" if parameters else "")
    return f"{line} {request.content.decode()}" if request.content else line


@pytest.mark.parametrize(("ask", "answer", "call"), OPERATIONS)
def test_asks_as_documented_and_reads_the_answer(tmp_path: Path, ask: str, answer: str, call: Call) -> None:
    asked: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(written(request))
        return httpx.Response(200, content=(ANSWERS / f"{answer}.json").read_bytes())

    async def ask_it() -> Any:
        async with modrinth(tmp_path, handler) as catalog:
            return await call(catalog)

    assert run(ask_it())
    assert asked == [ask]


@pytest.mark.parametrize(("ask", "answer", "call"), OPERATIONS)
@pytest.mark.parametrize("body", [b"", b"<!doctype html><title>Busy</title>", b'{"id": ', b"[[[3]]]", b'"x"'])
def test_a_bad_answer_is_unreadable_and_names_the_request(
    tmp_path: Path, ask: str, answer: str, call: Call, body: bytes
) -> None:
    async def ask_it() -> None:
        async with modrinth(tmp_path, lambda _request: httpx.Response(200, content=body)) as catalog:
            await call(catalog)

    with pytest.raises(UnreadableAnswer, match=r"The answer of Modrinth for .+ cannot be read"):
        run(ask_it())
    assert ask
    assert answer


async def answered(folder: Path, answer: str, call: Call) -> Any:
    body = (ANSWERS / f"{answer}.json").read_bytes()
    async with modrinth(folder, lambda _request: httpx.Response(200, content=body)) as catalog:
        return await call(catalog)


def test_what_only_modrinth_has(tmp_path: Path) -> None:
    def of(answer: str, call: Call) -> Any:
        return run(answered(tmp_path, answer, call))

    assert of("identifier", lambda c: c.check("x")) == "AAAAAAAA"
    assert of("statistics", lambda c: c.statistics()) == Statistics(1, 2, 3, 4)
    assert of("license_text", lambda c: c.license_text("MIT")) == LicenseText(
        "MIT License", "Permission is hereby granted"
    )
    assert of("donation_platforms", lambda c: c.donation_platforms()) == (
        DonationPlatform("bmac", "Buy Me a Coffee"),
    )
    assert of("forge_updates", lambda c: c.forge_updates("x")) == ForgeUpdates(
        "https://modrinth.com/mod/lantern", {"1.20.1-latest": "1.0.0"}
    )
    assert of("words", lambda c: c.side_types()) == ("required", "optional")
    assert list(of("teams", lambda c: c.teams(["TTTTTTT1"]))) == ["TTTTTTT1"]


def test_versions_come_newest_first_and_by_name(tmp_path: Path) -> None:
    versions = run(answered(tmp_path, "versions", lambda c: c.versions("x")))
    assert [version.id for version in versions] == ["VVVVVVV1", "VVVVVVV0"]
    by_id = run(answered(tmp_path, "versions", lambda c: c.versions_by_id(["VVVVVVV0"])))
    assert set(by_id) == {"VVVVVVV0", "VVVVVVV1"}
    by_hash = run(answered(tmp_path, "by_hash", lambda c: c.versions_by_hash([SHA1])))
    assert {sha1: version.id for sha1, version in by_hash.items()} == {SHA1: "VVVVVVV1"}


def test_a_page_has_the_servers_own_offset_and_its_age(tmp_path: Path) -> None:
    page = run(answered(tmp_path, "search", lambda c: c.search(SearchQuery(offset=39))))
    assert (page.offset, page.limit, page.total, len(page.hits)) == (20, 20, 41, 2)
    assert not page.freshness.offline
    project = run(answered(tmp_path, "project", lambda c: c.project("lantern")))
    assert project.freshness.fetched_at is not None


def test_categories_are_named_once_for_each_type(tmp_path: Path) -> None:
    tags = run(answered(tmp_path, "categories", lambda c: c.categories()))
    assert [(tag.name, tag.project_type) for tag in tags] == [
        ("decoration", "mod"),
        ("decoration", "modpack"),
    ]


@pytest.mark.parametrize("status", [404, 405, 200])
def test_a_server_without_the_newest_look_ups_is_asked_the_stated_ones(tmp_path: Path, status: int) -> None:
    """They are tried once; each kind of version that is wanted is one request then."""
    asked: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        path = request.url.path.rpartition("/")[2]
        asked.append(path)
        return echo_by_hash(request) if path == "update" else httpx.Response(status, json="odd")

    async def ask() -> None:
        async with modrinth(tmp_path, handler) as catalog:
            for _ in range(2):
                found = await catalog.latest_by_hash([SHA1], loaders=[], game_versions=["1.21"])
                assert set(found) == {SHA1}
            files = dict.fromkeys(("a1", "b1", "c1"), FILE)
            channels = {"a1": (Channel.RELEASE,), "b1": tuple(Channel), "c1": (Channel.RELEASE,)}
            for _ in range(2):
                found = await catalog.latest_of_each(files, channels, loaders=[], game_versions=[])
                assert set(found) == {"a1", "b1", "c1"}

    run(ask())
    assert asked == ["update_many", "update", "update", "update_individual", *["update"] * 4]


def test_a_server_that_refuses_everything_is_not_said_to_lack_anything(tmp_path: Path) -> None:
    asked: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path.rpartition("/")[2])
        return httpx.Response(400)

    async def ask() -> None:
        async with modrinth(tmp_path, handler) as catalog:
            for _ in range(2):
                with pytest.raises(RequestRefused):
                    await catalog.latest_by_hash([SHA1], loaders=[], game_versions=[])

    run(ask())
    assert asked == ["update_many", "update"] * 2


def test_of_a_file_in_several_projects_the_one_that_is_meant_counts(tmp_path: Path) -> None:
    many = json.loads((ANSWERS / "version.json").read_bytes())
    old = {**many, "id": "OLD", "project_id": "MINE", "date_published": "2020-01-01T00:00:00Z"}
    older = {**old, "id": "OLDER", "date_published": "2019-01-01T00:00:00Z"}
    new = {**many, "id": "NEW", "project_id": "OTHER", "date_published": "2026-01-01T00:00:00Z"}
    answer = {SHA1.upper(): [older, None, new, old], "none": [], "null": None}

    async def ask(projects: dict[str, str]) -> Any:
        async with modrinth(tmp_path, lambda _request: httpx.Response(200, json=answer)) as catalog:
            return await catalog.latest_by_hash([SHA1], loaders=[], game_versions=[], projects=projects)

    for projects, expected in (({}, "NEW"), ({SHA1: "MINE"}, "OLD"), ({SHA1: "ELSE"}, "NEW")):
        found = run(ask(projects))
        assert {sha1: version.id for sha1, version in found.items()} == {SHA1: expected}


def echo_by_hash(request: httpx.Request) -> httpx.Response:
    """Every file's version, as whichever look-up was asked answers it."""
    if request.url.path.endswith("/update_many"):
        return httpx.Response(200, json={one: [made(one)] for one in json.loads(request.content)["hashes"]})
    hashes = json.loads(request.content)["hashes"]
    return httpx.Response(200, json={one: made(one) for one in reversed(hashes)})


def made(sha1: str) -> dict[str, str]:
    return {"id": sha1[:8], "project_id": "P"}


def test_many_hashes_go_in_few_requests(tmp_path: Path) -> None:
    hashes = [f"{number:040x}" for number in range(1100)]
    sizes: list[int] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sizes.append(len(json.loads(request.content)["hashes"]))
        return echo_by_hash(request)

    async def ask() -> Any:
        async with modrinth(tmp_path, handler) as catalog:
            return await catalog.versions_by_hash(hashes)

    assert set(run(ask())) == set(hashes)
    assert sorted(sizes) == [100, 500, 500]


def test_many_ids_go_in_few_requests_of_bounded_length(tmp_path: Path) -> None:
    ids = [f"{number:08d}" for number in range(1400)]
    lengths: list[int] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.url.params["ids"])
        lengths.append(len(str(request.url)))
        return httpx.Response(200, json=[{"id": one} for one in asked if one != ids[7]])

    async def ask() -> Any:
        async with modrinth(tmp_path, handler) as catalog:
            return await catalog.projects(ids)

    found = run(ask())
    assert set(found) == set(ids) - {ids[7]}
    assert len(lengths) == 3
    assert max(lengths) < 9000


def test_one_failing_chunk_is_one_plain_error(tmp_path: Path) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        hashes = json.loads(request.content)["hashes"]
        return httpx.Response(400) if f"{0:040x}" in hashes else echo_by_hash(request)

    async def ask() -> Any:
        async with modrinth(tmp_path, handler) as catalog:
            return await catalog.versions_by_hash([f"{number:040x}" for number in range(1100)])

    with pytest.raises(RequestRefused):
        run(ask())


def test_nothing_asked_for_is_no_request(tmp_path: Path) -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(500)

    async def ask() -> list[Any]:
        async with modrinth(tmp_path, handler) as catalog:
            return [
                await catalog.projects([]),
                await catalog.versions_by_id(["not an id"]),
                await catalog.versions_by_hash([]),
                await catalog.latest_by_hash([], loaders=[], game_versions=[]),
            ]

    assert run(ask()) == [{}, {}, {}, {}]
    assert asked == []


@pytest.mark.parametrize("name", ["", " ", ".", "..", "\ud800"])
def test_a_name_that_cannot_be_one_is_not_found(tmp_path: Path, name: str) -> None:
    async def ask() -> None:
        async with modrinth(tmp_path, lambda _request: httpx.Response(200, json={"id": "x"})) as catalog:
            await catalog.project(name)

    with pytest.raises(NotFound):
        run(ask())


def test_a_name_never_leaves_its_place_in_the_path(tmp_path: Path) -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path.decode())
        return httpx.Response(404)

    async def ask() -> None:
        async with modrinth(tmp_path, handler) as catalog:
            with pytest.raises(NotFound):
                await catalog.project("../user/x?y#z")

    run(ask())
    assert seen == ["/v2/project/..%2Fuser%2Fx%3Fy%23z"]


def test_a_large_answer_is_read_too(tmp_path: Path) -> None:
    version = json.loads((ANSWERS / "version.json").read_bytes())
    many = [{**version, "id": f"V{number}"} for number in range(500)]

    async def ask() -> Any:
        async with modrinth(tmp_path, lambda _request: httpx.Response(200, json=many)) as catalog:
            return await catalog.versions("lantern")

    assert len(run(ask())) == 500


def test_a_folder_can_be_shown_out_of_reach_but_not_checked(tmp_path: Path) -> None:
    down = False

    def handler(request: httpx.Request) -> httpx.Response:
        if down:
            raise httpx.ConnectError("refused")
        return echo_by_hash(request)

    async def ask() -> None:
        nonlocal down
        async with modrinth(tmp_path, handler) as catalog:
            await catalog.versions_by_hash([SHA1])
            await catalog.latest_by_hash([SHA1], loaders=["fabric"], game_versions=["1.21"])
            down = True
            assert set(await catalog.versions_by_hash([SHA1])) == {SHA1}
            with pytest.raises(Unreachable):
                await catalog.latest_by_hash([SHA1], loaders=["fabric"], game_versions=["1.21"])

    run(ask())
