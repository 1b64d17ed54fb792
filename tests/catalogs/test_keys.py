"""Tokens: to their own server alone, never into an answer that is kept, shared or told."""

import asyncio
import copy
import pickle
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from catalogs.support import URL, Scripted, Time, modrinth, opened, over_httpx, run
from modstead.catalogs.http import Request, Response
from modstead.catalogs.http.client import Keeping
from modstead.catalogs.http.keys import Keys, origin_of
from modstead.catalogs.http.messages import SignIn
from modstead.domain.credentials import Token
from modstead.errors import (
    CatalogError,
    ModsteadError,
    RequestRefused,
    TokenRefused,
    Unauthorized,
    Unreachable,
)

SECRET = "mrp_very-secret-0123456789"
TOKEN = Token(SECRET)
ORIGIN = "https://api.modrinth.com"
MINE = Request(URL, service="Modrinth", about="the user", sign_in=SignIn.MUST, scope="USER_READ")
KEPT = Keeping(fresh_for=1000)
OK = Response(200, {"etag": '"1"'}, b"mine")


@pytest.mark.parametrize(
    "text",
    ["", "  \n", "short", "two words here", "line\nbreak-in-it", "tökentöken", "\x00" * 20, "x" * 1025],
)
def test_what_can_be_no_token_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(TokenRefused) as caught:
        Token(text)
    assert not text.strip() or text not in str(caught.value)


def test_a_token_tells_nobody_what_it_is() -> None:
    assert Token(f"  {SECRET}\n") == TOKEN != Token("mrp_another-one")
    assert len({Token(SECRET), TOKEN}) == 1
    keys = Keys()
    keys.use("Modrinth", ORIGIN, TOKEN)
    key = keys.of(MINE)
    assert key
    for shown in (TOKEN, key, key.on(MINE), vars(keys)):
        assert SECRET not in f"{shown} {shown!r}"
    for write in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="not to be written"):
            write(TOKEN)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://api.modrinth.com/v2/user", ORIGIN),
        ("https://API.modrinth.com:443/v2/user?a=b", ORIGIN),
        ("https://someone:secret@api.modrinth.com/", ORIGIN),
        ("http://[::1]:8000/x", "http://[::1]:8000"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://api.modrinth.com/v2/user", "http://api.modrinth.com"),
        ("https://api.modrinth.com:8443/v2/user", "https://api.modrinth.com:8443"),
        ("https://api.modrinth.com.example.org/", "https://api.modrinth.com.example.org"),
        ("https://api.modrinth.com@example.org/", "https://example.org"),
        ("ftp://api.modrinth.com/", ""),
        ("https://api.modrinth.com:99999/", ""),
        ("https://[broken/", ""),
        ("api.modrinth.com", ""),
        ("", ""),
    ],
)
def test_a_token_goes_to_its_own_scheme_host_and_port_alone(url: str, origin: str) -> None:
    assert origin_of(url) == origin
    keys = Keys()
    keys.use("Modrinth", ORIGIN, TOKEN)
    found = keys.of(replace(MINE, url=url, sign_in=SignIn.MAY))
    assert (found is not None) is (origin == ORIGIN)


def test_two_platforms_on_one_server_have_a_token_each() -> None:
    keys = Keys()
    keys.use("Modrinth", ORIGIN, TOKEN)
    theirs = replace(MINE, service="Guizhan Resources", sign_in=SignIn.MAY)
    assert keys.of(theirs) is None
    other = Token("mrp_another-one")
    keys.use("Guizhan Resources", f"{ORIGIN}/guizhan", other)
    assert (keys.of(theirs).token, keys.of(MINE).token) == (other, TOKEN)  # type: ignore[union-attr]
    keys.use("Guizhan Resources", f"{ORIGIN}/guizhan", None)
    assert keys.of(theirs) is None
    assert keys.of(MINE)


def test_the_header_is_as_the_platform_wants_it_and_only_where_a_user_is_asked_for(tmp_path: Path) -> None:
    async def ask() -> None:
        transport = Scripted(Response(200))
        async with opened(tmp_path, transport) as client:
            client.keys.use("Modrinth", ORIGIN, TOKEN)
            await client.send(MINE, bytes)
            await client.send(replace(MINE, sign_in=SignIn.NO), bytes)
            client.keys.use("Modrinth", ORIGIN, TOKEN, header="X-Key", form="Bearer {token}")
            await client.send(replace(MINE, sign_in=SignIn.MAY), bytes)
        sent = [request.headers for request in transport.sent]
        assert sent == [{"Authorization": SECRET}, {}, {"X-Key": f"Bearer {SECRET}"}]

    run(ask())


def test_no_redirect_is_followed_with_a_token(tmp_path: Path) -> None:
    seen: list[str] = []

    def elsewhere(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(307, headers={"location": "https://example.org/steal"})

    async def ask() -> None:
        async with opened(tmp_path, over_httpx(elsewhere)) as client:
            client.keys.use("Modrinth", ORIGIN, TOKEN)
            with pytest.raises(RequestRefused, match="elsewhere"):
                await client.send(MINE, bytes)

    run(ask())
    assert seen == ["api.modrinth.com"]


def test_what_is_answered_to_a_user_is_not_kept_for_anybody(tmp_path: Path) -> None:
    may = replace(MINE, sign_in=SignIn.MAY)

    async def ask() -> None:
        transport = Scripted(OK, Response(200, {}, b"theirs"), Response(200, {}, b"public"))
        async with opened(tmp_path, transport) as client:
            client.keys.use("Modrinth", ORIGIN, TOKEN)
            assert (await client.send(may, bytes, KEPT)).value == b"mine"
            client.keys.use("Modrinth", ORIGIN, Token("mrp_another-one"))
            assert (await client.send(may, bytes, KEPT)).value == b"theirs"
            client.keys.use("Modrinth", ORIGIN, None)
            assert (await client.send(may, bytes, KEPT)).value == b"public"
            client.keys.use("Modrinth", ORIGIN, TOKEN)
            transport.steps = [Unreachable("Modrinth cannot be reached.")]
            with pytest.raises(Unreachable):
                await client.send(may, bytes, KEPT)
        assert [dict(request.headers) for request in transport.sent[:3]] == [
            {"Authorization": SECRET},
            {"Authorization": "mrp_another-one"},
            {},
        ]

    run(ask())
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"public" in kept
    assert SECRET.encode() not in kept
    assert b"mine" not in kept


def test_an_answer_under_way_is_not_shared_with_another_user(tmp_path: Path) -> None:
    async def ask() -> None:
        transport = Scripted(OK, Response(200, {}, b"theirs"))
        async with opened(tmp_path, transport) as client:
            client.keys.use("Modrinth", ORIGIN, TOKEN)
            mine = asyncio.create_task(client.send(MINE, bytes))
            await transport.asked.wait()
            client.keys.use("Modrinth", ORIGIN, Token("mrp_another-one"))
            assert (await client.send(MINE, bytes)).value == b"theirs"
            assert (await mine).value == b"mine"

    run(ask())


@pytest.mark.parametrize("next_token", [None, Token("mrp_another-one")])
def test_nothing_is_repeated_in_the_name_of_who_has_signed_out(
    tmp_path: Path, next_token: Token | None
) -> None:
    async def ask() -> None:
        time = Time()
        transport = Scripted(Response(503), OK)
        async with opened(tmp_path, transport, time) as client:
            client.keys.use("Modrinth", ORIGIN, TOKEN)
            client.waiting.listen(lambda _seconds: client.keys.use("Modrinth", ORIGIN, next_token))
            with pytest.raises(Unauthorized, match="signed"):
                await client.send(MINE, bytes)
        assert len(transport.sent) == 1

    run(ask())


MISSING = b'{"error": "unauthorized", "description": "Token is missing required scopes"}'
REFUSED = b'{"error": "unauthorized", "description": "You are not on this team"}'


@pytest.mark.parametrize(
    ("answer", "learnt"),
    [
        (Response(204), {"USER_WRITE": True}),
        (Response(401, {}, MISSING), {"USER_WRITE": False}),
        (Response(403, {}, REFUSED), {}),
        (Response(404), {}),
    ],
)
def test_what_a_token_was_used_for_tells_what_it_allows_until_it_is_another(
    tmp_path: Path, answer: Response, learnt: dict[str, bool]
) -> None:
    async def ask() -> None:
        async with opened(tmp_path, Scripted(answer)) as client:
            client.keys.use("Modrinth", ORIGIN, TOKEN)
            change = replace(MINE, method="PATCH", sign_in=SignIn.MUST, scope="USER_WRITE")
            with suppress(CatalogError):
                await client.change(change, bytes)
            assert client.keys.learnt("Modrinth", ORIGIN) == learnt
            client.keys.use("Modrinth", ORIGIN, Token("mrp_another-one"))
            assert client.keys.learnt("Modrinth", ORIGIN) == {}

    run(ask())


def test_who_is_not_signed_in_is_told_so_before_anything_is_sent(tmp_path: Path) -> None:
    async def ask() -> None:
        transport = Scripted(OK)
        async with opened(tmp_path, transport) as client:
            with pytest.raises(Unauthorized, match="not signed in to Modrinth"):
                await client.send(MINE, bytes)
        assert not transport.sent

    run(ask())


@pytest.mark.parametrize(
    ("sign_in", "scope", "title", "remedy"),
    [
        (SignIn.MUST, "USER_READ", "does not take the token for the user", "new token that allows USER_READ"),
        (SignIn.MUST, "", "does not take the token", "new token"),
        (SignIn.NO, "USER_READ", "only to who is signed in", "new token"),
    ],
)
def test_a_401_asks_for_a_new_token(
    tmp_path: Path, sign_in: SignIn, scope: str, title: str, remedy: str
) -> None:
    async def ask() -> ModsteadError:
        said = b'{"error": "unauthorized", "description": "Invalid token: %s"}' % SECRET.encode()
        async with opened(tmp_path, Scripted(Response(401, {}, said))) as client:
            client.keys.use("Modrinth", ORIGIN, TOKEN)
            with pytest.raises(Unauthorized) as caught:
                await client.send(replace(MINE, sign_in=sign_in, scope=scope), bytes)
            return caught.value

    error = run(ask())
    assert title in error.title
    assert remedy in error.remedy
    assert sign_in is SignIn.NO or SECRET not in str(error)


def test_who_reads_as_anybody_sends_no_token(tmp_path: Path) -> None:
    seen: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(200, json={"id": "AAAAAAAA"})

    async def ask() -> None:
        async with modrinth(tmp_path, answer) as catalog:
            await catalog.project("lantern")

    run(ask())
    assert "authorization" not in seen[0]
