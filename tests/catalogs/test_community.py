"""Each operation of an account: what it asks, in whose name, and what it makes of the answer and of a refusal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from catalogs.support import modrinth, run
from catalogs.test_modrinth import written
from modstead.catalogs.modrinth import ModrinthCatalog
from modstead.catalogs.modrinth.community import IDS_PER_REQUEST, PERMISSIONS
from modstead.catalogs.modrinth.operations import account as declared
from modstead.catalogs.modrinth.operations import people, projects, versions
from modstead.domain.account import Grant, ProfileChange, Reportable
from modstead.domain.credentials import Token
from modstead.domain.project import User
from modstead.errors import (
    CatalogError,
    FieldRefused,
    NotFound,
    OutcomeUnknown,
    RequestRefused,
    ServerFailed,
    Unauthorized,
    UnreadableAnswer,
)
from modstead.settings import Endpoints

ANSWERS = Path(__file__).parent / "answers"
TOKEN = Token("mrp_of-the-player")
ADA = User("UUUUUUU1", "ada")

Call = Callable[[ModrinthCatalog], Awaitable[Any]]
Handler = Callable[[httpx.Request], httpx.Response]

READS: list[tuple[str, str, Call, Any]] = [
    ("GET /v2/user", "user", lambda c: c.me(), "UUUUUUU1"),
    ("GET /v2/user/UUUUUUU1/follows", "projects", lambda c: c.followed("UUUUUUU1"), {"AAAAAAAA"}),
    (
        "GET /v2/user/UUUUUUU1/notifications",
        "notifications",
        lambda c: c.notifications("UUUUUUU1"),
        {"NNNNNNN2", "NNNNNNN1"},
    ),
    ("GET /v2/notification/NNNNNNN1", "notification", lambda c: c.notification("NNNNNNN1"), "NNNNNNN1"),
    (
        'GET /v2/notifications?ids=["a","b"]',
        "notifications",
        lambda c: c.notifications_by_id(["b", "a"]),
        {"NNNNNNN1", "NNNNNNN2"},
    ),
    ("GET /v2/report?count=1000", "reports", lambda c: c.open_reports(), {"RRRRRRR2", "RRRRRRR1"}),
    ("GET /v2/report/RRRRRRR1", "report", lambda c: c.report_by_id("RRRRRRR1"), "RRRRRRR1"),
    (
        'GET /v2/reports?ids=["a","b"]',
        "reports",
        lambda c: c.reports_by_id(["a", "b"]),
        {"RRRRRRR1", "RRRRRRR2"},
    ),
    ("GET /v2/thread/HHHHHHH1", "thread", lambda c: c.thread("HHHHHHH1"), "HHHHHHH1"),
    ('GET /v2/threads?ids=["HHHHHHH1"]', "threads", lambda c: c.threads(["HHHHHHH1"]), {"HHHHHHH1"}),
]

CHANGES: list[tuple[str, Call]] = [
    (
        'PATCH /v2/user/UUUUUUU1 {"username":"ada","name":null,"bio":"I mine."}',
        lambda c: c.edit_user("UUUUUUU1", "ada", ProfileChange(name="", bio="I mine.")),
    ),
    (
        'PATCH /v2/user/UUUUUUU1 {"username":"ada","name":"Ada"}',
        lambda c: c.edit_user("UUUUUUU1", "ada", ProfileChange(name="Ada")),
    ),
    ("POST /v2/project/lantern/follow", lambda c: c.follow("lantern")),
    ("DELETE /v2/project/lantern/follow", lambda c: c.unfollow("lantern")),
    ("PATCH /v2/notification/a", lambda c: c.mark_read(["a"])),
    ("DELETE /v2/notification/a", lambda c: c.delete_notifications(["a"])),
    ('PATCH /v2/notifications?ids=["a","b"]', lambda c: c.mark_read(["a", "b"])),
    ('DELETE /v2/notifications?ids=["a","b"]', lambda c: c.delete_notifications(["a", "b"])),
    ('PATCH /v2/report/RRRRRRR1 {"body":"More."}', lambda c: c.edit_report("RRRRRRR1", text="More.")),
    ('PATCH /v2/report/RRRRRRR1 {"closed":true}', lambda c: c.edit_report("RRRRRRR1", closed=True)),
    ("DELETE /v2/message/MMMMMMM1", lambda c: c.delete_message("MMMMMMM1")),
]

REPORT: Call = lambda c: c.report(Reportable.PROJECT, "AAAAAAAA", "spam", "Rubbish.")  # noqa: E731
EVERY: list[Call] = [call for _, _, call, _ in READS] + [call for _, call in CHANGES] + [REPORT]
EVERY += [lambda c: c.edit_profile(ProfileChange(bio="I mine."))]


async def asked(folder: Path, handler: Handler, call: Call, token: Token | None = TOKEN) -> Any:
    async with modrinth(folder, handler) as catalog:
        catalog.use(token)
        return await call(catalog)


@pytest.mark.parametrize(("ask", "answer", "call", "ids"), READS, ids=[read[0] for read in READS])
def test_reads_as_documented_and_in_the_user_s_name(
    tmp_path: Path, ask: str, answer: str, call: Call, ids: Any
) -> None:
    seen: list[tuple[str, str | None]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append((written(request), request.headers.get("authorization")))
        return httpx.Response(200, content=(ANSWERS / f"{answer}.json").read_bytes())

    found = run(asked(tmp_path, handler, call))
    assert seen == [(ask, TOKEN.reveal())]
    if isinstance(ids, str):
        assert found.id == ids
    else:
        several = found.values() if isinstance(found, dict) else found
        assert {getattr(one, "id", "") or one.project_id for one in several} >= ids


@pytest.mark.parametrize(("ask", "call"), CHANGES, ids=[change[0] for change in CHANGES])
def test_changes_as_documented_and_in_the_user_s_name(tmp_path: Path, ask: str, call: Call) -> None:
    seen: list[tuple[str, str | None]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append((written(request), request.headers.get("authorization")))
        return httpx.Response(204)

    run(asked(tmp_path, handler, call))
    assert seen == [(ask, TOKEN.reveal())]


def test_a_profile_goes_with_the_username_of_now(tmp_path: Path) -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(written(request))
        if request.method == "GET":
            return httpx.Response(200, content=(ANSWERS / "user.json").read_bytes())
        return httpx.Response(204)

    run(asked(tmp_path, handler, lambda c: c.edit_profile(ProfileChange(name="Ada"))))
    assert seen == ["GET /v2/user", 'PATCH /v2/user/UUUUUUU1 {"username":"ada","name":"Ada"}']


@pytest.mark.parametrize(
    "told", [{}, {"username": None}, {"username": ""}, {"username": "a\x1b[31mda"}, {"username": " ada"}]
)
def test_no_stand_in_for_a_username_is_sent(tmp_path: Path, told: dict[str, Any]) -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(written(request))
        return httpx.Response(200, json={"id": "UUUUUUU1", **told})

    with pytest.raises(UnreadableAnswer, match="username"):
        run(asked(tmp_path, handler, lambda c: c.edit_profile(ProfileChange(bio="I mine."))))
    assert seen == ["GET /v2/user"]


@pytest.mark.parametrize("call", EVERY)
def test_nothing_of_an_account_is_asked_without_one(tmp_path: Path, call: Call) -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(written(request))
        return httpx.Response(200)

    with pytest.raises(Unauthorized, match="not signed in to Modrinth"):
        run(asked(tmp_path, handler, call, token=None))
    assert not seen


@pytest.mark.parametrize("call", EVERY)
@pytest.mark.parametrize(
    ("status", "error"),
    [(400, RequestRefused), (401, Unauthorized), (404, NotFound), (500, ServerFailed)],
)
def test_each_refusal_is_an_error_of_its_own(
    tmp_path: Path, call: Call, status: int, error: type[CatalogError]
) -> None:
    reason = "Authentication Error: Invalid Authentication Credentials" if status == 401 else "the reason"
    said = {} if status == 404 else {"json": {"error": "x", "description": reason}}
    with pytest.raises(CatalogError) as caught:
        run(asked(tmp_path, lambda _request: httpx.Response(status, **said), call))  # type: ignore[arg-type]
    assert isinstance(caught.value, error | OutcomeUnknown) if status == 500 else type(caught.value) is error
    assert "Modrinth" in caught.value.title
    if status == 401:
        assert "new token that allows " in caught.value.remedy


def test_a_report_says_what_and_why_and_is_answered_with_itself(tmp_path: Path) -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(written(request))
        return httpx.Response(200, content=(ANSWERS / "report.json").read_bytes())

    assert run(asked(tmp_path, handler, REPORT)).thread_id == "HHHHHHH1"
    assert seen == [
        'POST /v2/report {"report_type":"spam","item_id":"AAAAAAAA","item_type":"project","body":"Rubbish."}'
    ]


@pytest.mark.parametrize("answer", [b"", (ANSWERS / "thread.json").read_bytes()])
def test_a_message_is_sent_and_the_thread_read_again(tmp_path: Path, answer: bytes) -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(written(request))
        if request.method == "POST":
            return httpx.Response(200 if answer else 204, content=answer)
        return httpx.Response(200, content=(ANSWERS / "thread.json").read_bytes())

    thread = run(asked(tmp_path, handler, lambda c: c.write("HHHHHHH1", "Thank you.")))
    assert thread.messages[1].text == "Thank you."
    assert seen == ['POST /v2/thread/HHHHHHH1 {"type":"text","body":"Thank you."}', "GET /v2/thread/HHHHHHH1"]


def test_many_notifications_go_in_several_requests(tmp_path: Path) -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(written(request))
        return httpx.Response(204)

    many = [f"n{number}" for number in range(IDS_PER_REQUEST + 1)]
    run(asked(tmp_path, handler, lambda c: c.mark_read(many)))
    assert len(seen) == 2
    run(asked(tmp_path, handler, lambda c: c.mark_read([])))
    assert len(seen) == 2


@pytest.mark.parametrize(
    "change", [ProfileChange(bio="x" * 161), ProfileChange(name="x" * 65)], ids=["bio", "name"]
)
def test_a_profile_that_the_server_would_refuse_is_not_sent(tmp_path: Path, change: ProfileChange) -> None:
    with pytest.raises(FieldRefused, match="must have"):
        run(asked(tmp_path, lambda _request: httpx.Response(500), lambda c: c.edit_profile(change)))


GRANTED = {
    "NOTIFICATION_READ": "/v2/user/UUUUUUU1/notifications",
    "REPORT_READ": "/v2/report",
    "THREAD_READ": "/v2/threads",
}


@pytest.mark.parametrize("refused", [*GRANTED, ""])
@pytest.mark.parametrize(("status", "grant"), [(401, Grant.NO), (404, Grant.UNKNOWN), (502, Grant.UNKNOWN)])
def test_what_a_token_may_do_is_found_out_by_reading_alone(
    tmp_path: Path, refused: str, status: int, grant: Grant
) -> None:
    methods: set[str] = set()

    def handler(request: httpx.Request) -> httpx.Response:
        methods.add(request.method)
        if refused and request.url.path == GRANTED[refused]:
            return httpx.Response(status)
        return httpx.Response(200, json=[])

    grants = run(asked(tmp_path, handler, lambda c: c.grants(ADA)))
    assert methods == {"GET"}
    assert set(grants) == {permission.scope for permission in PERMISSIONS}
    assert grants["USER_READ"] is Grant.YES
    for scope in GRANTED:
        assert grants[scope] is (grant if scope == refused else Grant.YES)
    writing = {scope for scope in grants if scope.endswith(("_WRITE", "_CREATE"))}
    assert {grants[scope] for scope in writing} == {Grant.UNKNOWN}


def test_every_permission_is_one_that_some_operation_needs() -> None:
    all_operations = (*declared.OPERATIONS, *projects.OPERATIONS, *versions.OPERATIONS, *people.OPERATIONS)
    needed = {operation.scope for operation in all_operations if operation.scope and operation.routed}
    # No operation states it, but without it a list leaves out the versions that only the team sees.
    wanted = needed - {"REPORT_WRITE"} | {"VERSION_READ"}
    assert {permission.scope for permission in PERMISSIONS} == wanted


@pytest.mark.parametrize(
    ("url", "origin", "page"),
    [
        ("", "https://api.modrinth.com", "https://modrinth.com/settings/pats"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", "http://127.0.0.1:8000/settings/pats"),
        ("https://mirror.example/api", "https://mirror.example", "https://mirror.example/api/settings/pats"),
    ],
)
def test_a_token_belongs_to_the_server_that_is_asked(
    tmp_path: Path, url: str, origin: str, page: str
) -> None:
    async def ask() -> None:
        endpoints = Endpoints.from_environment({"MODSTEAD_MODRINTH_URL": url})
        async with modrinth(tmp_path, lambda _request: httpx.Response(404), endpoints) as catalog:
            assert (catalog.origin, catalog.token_page) == (origin, page)

    run(ask())
