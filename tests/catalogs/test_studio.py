"""What creators do: each request as documented, in their name."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Any

import httpx
import pytest

from catalogs.support import modrinth, run
from catalogs.test_modrinth import ANSWERS, SHA1, written
from modstead.catalogs.modrinth import ModrinthCatalog
from modstead.catalogs.modrinth.studio_bodies import (
    BulkChanges,
    DonationLink,
    GalleryItem,
    MemberChanges,
    NewProject,
    NewVersion,
    ProjectChanges,
    TypeOfFile,
    VersionChanges,
    VersionDependency,
)
from modstead.catalogs.modrinth.teams import Payout, Payouts
from modstead.domain.credentials import Token
from modstead.errors import NoLongerOffered

TOKEN = Token("mrp_of-the-creator")
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(50)
JAR = b"PK\x03\x04" + bytes(range(256)) * 20

Call = Callable[[ModrinthCatalog, Path], Awaitable[Any]]

PROJECT = NewProject(
    project_type="mod",
    slug="lantern",
    title="Lantern",
    description="Lights.",
    body="# Lantern",
    categories=("decoration",),
    client_side="required",
    server_side="optional",
    license_id="MIT",
)
VERSION = NewVersion(
    project_id="AAAAAAAA",
    name="Lantern 1",
    version_number="1.0.0",
    game_versions=("1.21.4",),
    version_type="release",
    loaders=("fabric",),
    featured=False,
    dependencies=(VersionDependency(dependency_type="required", project_id="BBBBBBBB"),),
    file_parts=("main", "sources"),
    primary_file="main",
    file_types={"sources": "sources-jar"},
)
NEW_PROJECT = {
    "project_type": "mod",
    "slug": "lantern",
    "title": "Lantern",
    "description": "Lights.",
    "body": "# Lantern",
    "categories": ["decoration"],
    "client_side": "required",
    "server_side": "optional",
    "license_id": "MIT",
    "initial_versions": [],
    "is_draft": True,
}
NEW_VERSION = {
    "project_id": "AAAAAAAA",
    "name": "Lantern 1",
    "version_number": "1.0.0",
    "game_versions": ["1.21.4"],
    "version_type": "release",
    "loaders": ["fabric"],
    "featured": False,
    "dependencies": [{"dependency_type": "required", "project_id": "BBBBBBBB"}],
    "file_parts": ["main", "sources"],
    "primary_file": "main",
    "file_types": {"sources": "sources-jar"},
}

GONE: list[tuple[str, Call]] = [
    (
        'POST /v2/project/lantern/schedule {"time":"2026-05-01T12:00:00Z","requested_status":"approved"}',
        lambda c, _: c.schedule_project("lantern", NOON, "approved"),
    ),
    (
        'POST /v2/version/VVVVVVV1/schedule {"time":"2026-05-01T12:00:00Z","requested_status":"unlisted"}',
        lambda c, _: c.schedule_version("VVVVVVV1", NOON, "unlisted"),
    ),
    ("GET /v2/user/ada/payouts", lambda c, _: c.payouts("ada")),
    ("POST /v2/user/ada/payouts?amount=20", lambda c, _: c.withdraw("ada", 20)),
]

CHANGES: list[tuple[str, Call]] = [
    (
        (
            'PATCH /v2/project/lantern {"title":"Lanterns","categories":["decoration"],"issues_url":null,'
            '"donation_urls":[{"id":"bmac","platform":"Buy Me a Coffee","url":"https://example.org/x"}],'
            '"license_id":"Apache-2.0 OR MIT"}'
        ),
        lambda c, _: c.edit_project(
            "lantern",
            ProjectChanges(
                title="Lanterns",
                categories=("decoration",),
                issues_url=None,
                donation_urls=(
                    DonationLink(id="bmac", platform="Buy Me a Coffee", url="https://example.org/x"),
                ),
                license_id="Apache-2.0 OR MIT",
            ),
        ),
    ),
    ("DELETE /v2/project/lantern", lambda c, _: c.delete_project("lantern")),
    (
        'PATCH /v2/projects?ids=["A","B"] {"add_categories":["magic"],"remove_categories":["food"]}',
        lambda c, _: c.edit_projects(
            ["B", "A", "A"], BulkChanges(add_categories=("magic",), remove_categories=("food",))
        ),
    ),
    ("DELETE /v2/project/lantern/icon", lambda c, _: c.delete_icon("lantern")),
    (
        "PATCH /v2/project/lantern/gallery?url=https://cdn.example/a.png&featured=true&title=A b&ordering=2",
        lambda c, _: c.edit_gallery(
            "lantern", "https://cdn.example/a.png", featured=True, title="A b", ordering=2
        ),
    ),
    (
        "DELETE /v2/project/lantern/gallery?url=https://cdn.example/a.png?x=1&y",
        lambda c, _: c.delete_from_gallery("lantern", "https://cdn.example/a.png?x=1&y"),
    ),
    (
        (
            'PATCH /v2/version/VVVVVVV1 {"changelog":null,"dependencies":[],"featured":true,'
            f'"primary_file":["sha1","{SHA1}"],'
            f'"file_types":[{{"algorithm":"sha1","hash":"{SHA1}","file_type":null}}]}}'
        ),
        lambda c, _: c.edit_version(
            "VVVVVVV1",
            VersionChanges(
                changelog=None,
                dependencies=(),
                featured=True,
                primary_file=("sha1", SHA1),
                file_types=(TypeOfFile(algorithm="sha1", hash=SHA1, file_type=None),),
            ),
        ),
    ),
    ("DELETE /v2/version/VVVVVVV1", lambda c, _: c.delete_version("VVVVVVV1")),
    (
        f"DELETE /v2/version_file/{SHA1}?algorithm=sha1&version_id=VVVVVVV1",
        lambda c, _: c.delete_file(SHA1.upper(), "VVVVVVV1"),
    ),
    (f"DELETE /v2/version_file/{SHA1}?algorithm=sha1", lambda c, _: c.delete_file(SHA1)),
    (
        'POST /v2/team/TTTTTTT1/members {"user_id":"UUUUUUU2"}',
        lambda c, _: c.add_member("TTTTTTT1", "UUUUUUU2"),
    ),
    ("POST /v2/team/TTTTTTT1/join", lambda c, _: c.join_team("TTTTTTT1")),
    (
        'PATCH /v2/team/TTTTTTT1/members/bo {"role":"Artist","permissions":5,"payouts_split":50,"ordering":1}',
        lambda c, _: c.edit_member(
            "TTTTTTT1", "bo", MemberChanges(role="Artist", permissions=5, payouts_split=50, ordering=1)
        ),
    ),
    ("DELETE /v2/team/TTTTTTT1/members/bo", lambda c, _: c.remove_member("TTTTTTT1", "bo")),
    (
        'PATCH /v2/team/TTTTTTT1/owner {"user_id":"UUUUUUU2"}',
        lambda c, _: c.transfer_team("TTTTTTT1", "UUUUUUU2"),
    ),
    ("DELETE /v2/user/ada/icon", lambda c, _: c.delete_avatar("ada")),
]

PICTURES: list[tuple[str, Call]] = [
    ("PATCH /v2/project/lantern/icon?ext=png", lambda c, at: c.set_icon("lantern", at / "a.PNG")),
    (
        "POST /v2/project/lantern/gallery?featured=false&ext=png",
        lambda c, at: c.add_to_gallery("lantern", at / "a.PNG"),
    ),
    (
        "POST /v2/project/lantern/gallery?featured=true&title=A&description=b&ordering=0&ext=png",
        lambda c, at: c.add_to_gallery(
            "lantern", at / "a.PNG", featured=True, title="A", description="b", ordering=0
        ),
    ),
    ("PATCH /v2/user/ada/icon?ext=png", lambda c, at: c.set_avatar("ada", at / "a.PNG")),
]

PARTS: list[tuple[str, str, Call, dict[str, Any], dict[str, tuple[str, bytes]]]] = [
    (
        "POST /v2/project",
        "project",
        lambda c, at: c.create_project(PROJECT, at / "a.PNG"),
        NEW_PROJECT,
        {"icon": ("a.PNG", PICTURE)},
    ),
    ("POST /v2/project", "project", lambda c, _: c.create_project(PROJECT), NEW_PROJECT, {}),
    (
        "POST /v2/version",
        "version",
        lambda c, at: c.create_version(VERSION, {"main": at / "l.jar", "sources": at / "l.zip"}),
        NEW_VERSION,
        {"main": ("l.jar", JAR), "sources": ("l.zip", JAR)},
    ),
    (
        "POST /v2/version/VVVVVVV1/file",
        "",
        lambda c, at: c.add_files("VVVVVVV1", {"more": at / "l.jar"}),
        {},
        {"more": ("l.jar", JAR)},
    ),
]

EVERY: list[tuple[str, Call]] = [
    *CHANGES,
    *PICTURES,
    *((ask, call) for ask, _, call, _, _ in PARTS),
    *GONE,
]


def prepared(folder: Path) -> Path:
    (folder / "a.PNG").write_bytes(PICTURE)
    for name in ("l.jar", "l.zip"):
        (folder / name).write_bytes(JAR)
    return folder


async def asked(folder: Path, handler: Callable[[httpx.Request], httpx.Response], call: Call) -> Any:
    async with modrinth(folder, handler) as catalog:
        catalog.use(TOKEN)
        return await call(catalog, prepared(folder))


def answering(seen: list[httpx.Request], answer: str = "", status: int = 204) -> Any:
    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return (
            httpx.Response(200, content=(ANSWERS / f"{answer}.json").read_bytes())
            if answer
            else httpx.Response(status)
        )

    return handler


@pytest.mark.parametrize(("ask", "call"), CHANGES, ids=[ask[:40] for ask, _ in CHANGES])
def test_changes_as_documented_and_in_the_creator_s_name(tmp_path: Path, ask: str, call: Call) -> None:
    seen: list[httpx.Request] = []
    assert run(asked(tmp_path, answering(seen), call)) is None
    assert [written(request) for request in seen] == [ask]
    assert seen[0].headers["authorization"] == TOKEN.reveal()


@pytest.mark.parametrize(("ask", "call"), PICTURES)
def test_sends_pictures_as_they_are(tmp_path: Path, ask: str, call: Call) -> None:
    seen: list[httpx.Request] = []
    run(asked(tmp_path, answering(seen), call))
    (request,) = seen
    assert request.content == PICTURE
    assert written(httpx.Request(request.method, request.url)) == ask
    assert request.headers["content-type"] == "image/png"
    assert request.headers["content-length"] == str(len(PICTURE))
    assert request.headers["authorization"] == TOKEN.reveal()


def parts_of(request: httpx.Request) -> dict[str, tuple[str | None, bytes]]:
    """The parts of a body, by their names, as another reader of such bodies sees them."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + request.content)
    return {
        str(part.get_param("name", header="content-disposition")): (
            part.get_filename(),
            bytes(part.get_payload(decode=True)),  # type: ignore[arg-type]
        )
        for part in message.iter_parts()  # type: ignore[attr-defined]
    }


@pytest.mark.parametrize(("ask", "answer", "call", "data", "files"), PARTS)
def test_sends_files_beside_what_is_said_of_them(
    tmp_path: Path,
    ask: str,
    answer: str,
    call: Call,
    data: dict[str, Any],
    files: dict[str, tuple[str, bytes]],
) -> None:
    seen: list[httpx.Request] = []
    found = run(asked(tmp_path, answering(seen, answer), call))
    (request,) = seen
    assert f"{request.method} {request.url.path}" == ask
    parts = parts_of(request)
    assert json.loads(parts.pop("data")[1]) == data
    assert parts == files
    assert bool(found) is bool(answer)


def test_tells_how_much_was_sent(tmp_path: Path) -> None:
    told: list[int] = []
    seen: list[httpx.Request] = []
    files = {"main": tmp_path / "l.jar", "sources": tmp_path / "l.zip"}
    run(
        asked(
            tmp_path,
            answering(seen, "version"),
            lambda c, _: c.create_version(VERSION, files, progress=told.append),
        )
    )
    assert told[0] == 0
    assert told[-1] == len(seen[0].content)
    told.clear()
    run(asked(tmp_path, answering(seen), lambda c, at: c.set_icon("x", at / "a.PNG", progress=told.append)))
    assert told == [0, len(PICTURE)]


@pytest.mark.parametrize(("ask", "call"), GONE)
def test_what_servers_no_longer_have_is_told_so(tmp_path: Path, ask: str, call: Call) -> None:
    seen: list[httpx.Request] = []
    with pytest.raises(NoLongerOffered, match="Modrinth no longer offers this"):
        run(asked(tmp_path, answering(seen, status=404), call))
    assert [written(request) for request in seen] == [ask]


def test_what_was_paid_out_is_read_where_a_server_tells(tmp_path: Path) -> None:
    said = {
        "all_time": "10.11",
        "last_month": 2,
        "payouts": [{"created": "2026-01-02T00:00:00Z", "amount": 1.5, "status": "success"}, None],
    }
    found = run(
        asked(tmp_path, lambda _request: httpx.Response(200, json=said), lambda c, _: c.payouts("ada"))
    )
    assert found == Payouts("10.11", "2", (Payout("1.5", "success", datetime(2026, 1, 2, tzinfo=UTC)),))


def test_pictures_of_a_new_project_go_by_the_names_that_it_gives_them(tmp_path: Path) -> None:
    from msgspec.structs import replace

    project = replace(PROJECT, gallery_items=(GalleryItem(item="one", featured=True, title="One"),))
    seen: list[httpx.Request] = []
    call: Call = lambda c, at: c.create_project(project, gallery={"one": at / "a.PNG"})  # noqa: E731
    run(asked(tmp_path, answering(seen, "project"), call))
    assert parts_of(seen[0])["one"] == ("a.PNG", PICTURE)


READ_BY_CREATORS: list[tuple[str, Call]] = [
    ("project", lambda c, _: c.project("lantern", signed=True)),
    ("projects", lambda c, _: c.projects(["A"], signed=True)),
    ("projects", lambda c, _: c.user_projects("ada", signed=True)),
    ("versions", lambda c, _: c.versions("lantern", signed=True)),
    ("version", lambda c, _: c.version("VVVVVVV1", signed=True)),
    ("members", lambda c, _: c.members("lantern", signed=True)),
    ("members", lambda c, _: c.team_members("TTTTTTT1", signed=True)),
]


@pytest.mark.parametrize(("answer", "call"), READ_BY_CREATORS)
def test_what_only_a_creator_may_see_is_asked_in_their_name_and_kept_for_nobody(
    tmp_path: Path, answer: str, call: Call
) -> None:
    seen: list[httpx.Request] = []

    async def twice(catalog: ModrinthCatalog, folder: Path) -> None:
        await call(catalog, folder)
        catalog.use(None)
        await call(catalog, folder)

    run(asked(tmp_path, answering(seen, answer), twice))
    assert [request.headers.get("authorization") for request in seen] == [TOKEN.reveal(), None]
