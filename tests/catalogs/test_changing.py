"""Requests that change something: sent once, never kept, and what they make old is asked for anew."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from catalogs.support import URL, Scripted, Time, opened, over_httpx, run
from modstead.catalogs.http import Request, Response, Unreadable
from modstead.catalogs.http.client import Keeping
from modstead.catalogs.http.messages import Expected, SignIn
from modstead.catalogs.http.retrying import LONGEST_TOLD_WAIT
from modstead.catalogs.http.uploads import CHUNK, LocalFile, Part, Upload, local_file, multipart
from modstead.errors import (
    CatalogError,
    FileUnreadable,
    FileVanished,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    RequestRefused,
    ScopeMissing,
    ServerFailed,
    Unauthorized,
    Unreachable,
)

TOPIC = "https://api.modrinth.com projects"
READ = Request(URL, service="Modrinth", about="the project a", topics=(TOPIC,))
OTHER = Request(f"{URL}/other", service="Modrinth", topics=("https://api.modrinth.com tags",))
KEPT = Keeping(fresh_for=1000)
DONE = Response(204)
OK = Response(200, {"etag": '"1"'}, b"[1]")
CUT = Unreachable("Modrinth cannot be reached.", "The connection broke off.")
REFUSED = Unreachable("Modrinth cannot be reached.", "The connection was refused.", arrived=False)
BUSY = Response(429, {"retry-after": "2"})


def change(method: str = "PATCH") -> Request:
    return Request(URL, method, b"{}", service="Modrinth", about="the project a", topics=(TOPIC,))


def changed(folder: Path, *steps: Response | CatalogError, method: str = "PATCH") -> tuple[Any, int]:
    """What came of a change, a value or an error, and how often it was sent."""

    async def do() -> tuple[Any, int]:
        transport = Scripted(*steps)
        async with opened(folder, transport) as client:
            try:
                return await client.change(change(method), bytes), len(transport.sent)
            except CatalogError as error:
                return error, len(transport.sent)

    return run(do())


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_2xx_is_done_with_a_body_or_without(tmp_path: Path, status: int) -> None:
    assert changed(tmp_path, Response(status, {}, b"x")) == (b"x", 1)
    assert changed(tmp_path, Response(status)) == (b"", 1)


@pytest.mark.parametrize(
    ("method", "steps", "outcome", "sent"),
    [
        ("PATCH", (REFUSED, REFUSED, DONE), bytes, 3),
        ("PUT", (REFUSED, DONE), bytes, 2),
        ("DELETE", (REFUSED,), Unreachable, 3),
        ("POST", (REFUSED, DONE), Unreachable, 1),
        ("PATCH", (CUT, DONE), Unreachable, 1),
        ("DELETE", (Response(503), DONE), ServerFailed, 1),
        ("POST", (CUT, DONE), OutcomeUnknown, 1),
        ("POST", (Response(500), DONE), OutcomeUnknown, 1),
        ("POST", (BUSY, DONE), bytes, 2),
        ("DELETE", (BUSY, BUSY, DONE), bytes, 3),
        ("POST", (Response(429, {"retry-after": f"{LONGEST_TOLD_WAIT + 1}"}), DONE), RateLimited, 1),
        ("PATCH", (Response(400),), RequestRefused, 1),
        ("PATCH", (Response(302),), RequestRefused, 1),
        ("PATCH", (Response(404),), NotFound, 1),
        ("POST", (Response(409),), RequestRefused, 1),
    ],
)
def test_a_change_is_repeated_only_where_it_was_certainly_not_made(
    tmp_path: Path, method: str, steps: tuple[Any, ...], outcome: type, sent: int
) -> None:
    found, times = changed(tmp_path, *steps, method=method)
    assert (type(found), times) == (outcome, sent)


def test_who_cannot_know_what_came_of_it_is_told_to_look() -> None:
    error = OutcomeUnknown("Modrinth cannot be reached.")
    assert not error.retryable
    assert "look before you try again" in error.remedy


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (401, b'{"description": "Invalid credentials"}', Unauthorized),
        (401, b'{"description": "token lacks the scope PROJECT_WRITE"}', ScopeMissing),
        (403, b"", ScopeMissing),
    ],
)
def test_a_token_that_is_not_good_enough_asks_for_another(
    tmp_path: Path, status: int, said: bytes, kind: type[Unauthorized]
) -> None:
    async def do() -> None:
        async with opened(tmp_path, Scripted(Response(status, {}, said))) as client:
            request = Request(URL, "PATCH", service="Modrinth", sign_in=SignIn.MAY, scope="PROJECT_WRITE")
            with pytest.raises(kind) as caught:
                await client.change(request, bytes)
            assert type(caught.value) is kind
            assert "PROJECT_WRITE" in caught.value.remedy

    run(do())


def test_an_answer_that_cannot_be_read_is_an_error_of_its_own(tmp_path: Path) -> None:
    def decode(_body: bytes) -> None:
        raise Unreadable("odd")

    async def do() -> None:
        async with opened(tmp_path, Scripted(OK)) as client:
            with pytest.raises(OutcomeUnknown, match="cannot be read") as caught:
                await client.change(change("POST"), decode)
            assert "It may have been carried out" in caught.value.remedy

    run(do())


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize(
    "said",
    [
        "Authentication Error: You do not have the permission to do this!",
        "Authentication Error: The owner can't be removed from a team",
        "You may not set this status",
    ],
)
def test_what_no_other_token_would_help_with_asks_for_none(tmp_path: Path, status: int, said: str) -> None:
    async def do() -> None:
        body = json.dumps({"error": "x", "description": said}).encode()
        async with opened(tmp_path, Scripted(Response(status, {}, body))) as client:
            with pytest.raises(NotAllowed) as caught:
                await client.change(replace(change(), sign_in=SignIn.MAY, scope="PROJECT_WRITE"), bytes)
            assert said in caught.value.detail
            assert "oken" not in str(caught.value)

    run(do())


HTML = Response(200, {"content-type": "text/html"}, b"<!doctype html>")


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
@pytest.mark.parametrize(
    ("expected", "answer", "good"),
    [
        (Expected.NOTHING, DONE, True),
        (Expected.NOTHING, HTML, False),
        (Expected.NOTHING, Response(200), False),
        (Expected.NOTHING, OK, False),
        (Expected.JSON, OK, True),
        (Expected.JSON, Response(201, {"content-type": "application/problem+json"}, b"{}"), True),
        (Expected.JSON, Response(200, {"content-type": "text/html; charset=utf-8"}, b"{}"), False),
        (Expected.JSON, HTML, False),
        (Expected.NOTHING_OR_JSON, DONE, True),
        (Expected.NOTHING_OR_JSON, Response(200), True),
        (Expected.NOTHING_OR_JSON, OK, True),
        (Expected.NOTHING_OR_JSON, HTML, False),
        (Expected.NOTHING_OR_JSON, Response(200, {}, b"<html>"), False),
    ],
)
def test_a_page_of_somebody_between_is_no_sign_that_it_was_done(
    tmp_path: Path, method: str, expected: Expected, answer: Response, good: bool
) -> None:
    async def do() -> None:
        async with opened(tmp_path, Scripted(answer)) as client:
            asked = client.change(replace(change(method), expected=expected), bytes)
            if good:
                assert await asked == answer.body
                return
            with pytest.raises(OutcomeUnknown, match="cannot be read"):
                await asked

    run(do())


@pytest.mark.parametrize("answer", [DONE, Response(404), CUT])
def test_kept_answers_on_what_was_changed_are_asked_for_anew(
    tmp_path: Path, answer: Response | CatalogError
) -> None:
    """Whatever came of it, since nobody knows; also by the next Modstead, and no others."""

    async def do() -> list[str]:
        time = Time()
        transport = Scripted(OK, OK, answer, OK, OK, OK)
        async with opened(tmp_path, transport, time) as client:
            await client.send(READ, bytes, KEPT)
            await client.send(OTHER, bytes, KEPT)
            time.now += 1
            with suppress(CatalogError):
                await client.change(change(), bytes)
            time.now += 1
        async with opened(tmp_path, transport, time) as client:
            await client.send(OTHER, bytes, KEPT)
            await client.send(READ, bytes, KEPT)
            await client.send(READ, bytes, KEPT)
        return [f"{sent.method} {sent.url.rpartition('/')[2]}" for sent in transport.sent]

    assert run(do()) == ["GET a", "GET other", "PATCH a", "GET a"]


def test_what_was_asked_before_a_change_is_neither_kept_nor_shared_after_it(tmp_path: Path) -> None:
    gate = asyncio.Event()

    class Slow(Scripted):
        async def send(self, request: Request, *, limit: int) -> Response:
            answer = await super().send(request, limit=limit)
            if len(self.sent) == 1:
                await gate.wait()
            return answer

    async def do() -> list[bytes]:
        time = Time()
        transport = Slow(Response(200, {}, b"old"), DONE, Response(200, {}, b"new"))
        async with opened(tmp_path, transport, time) as client:
            early = asyncio.create_task(client.send(READ, bytes, KEPT))
            await transport.asked.wait()
            time.now += 1
            await client.change(change(), bytes)
            time.now += 1
            late = await client.send(READ, bytes, KEPT)
            gate.set()
            await early
            again = await client.send(READ, bytes, KEPT)
            return [early.result().value, late.value, again.value]

    assert run(do()) == [b"old", b"new", b"new"]


def received(
    upload: Upload, answer: Callable[[httpx.Request], httpx.Response] | None = None
) -> httpx.Request:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answer(request) if answer else httpx.Response(204)

    async def send() -> None:
        transport = over_httpx(handler)
        try:
            await transport.send(Request(URL, "POST", upload=upload), limit=100)
        finally:
            await transport.aclose()

    run(send())
    return seen[0]


def test_files_are_sent_as_parts_with_their_length_told_before(tmp_path: Path) -> None:
    content = bytes(range(256)) * 3000
    path = tmp_path / 'a "b"\n.jar'
    path.write_bytes(content)
    told: list[int] = []
    data = Part("data", b'{"a":1}', "application/json")
    file = Part("file", run(local_file(path)), "application/java-archive", path.name)
    upload = multipart((data, file), told.append)
    request = received(upload)
    assert int(request.headers["content-length"]) == len(request.content) == upload.length
    assert "transfer-encoding" not in request.headers
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    parts = request.content.split(b"--" + boundary)
    assert parts[0] == b""
    assert parts[3] == b"--\r\n"
    assert parts[1] == (
        b'\r\nContent-Disposition: form-data; name="data"\r\nContent-Type: application/json\r\n\r\n{"a":1}\r\n'
    )
    head, _, body = parts[2].partition(b"\r\n\r\n")
    assert b'name="file"; filename="a %22b%22%0A.jar"' in head
    assert body == content + b"\r\n"
    assert told[0] == 0
    assert told == sorted(told)
    assert told[-1] == upload.length


def test_a_file_is_read_while_it_is_sent(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * (5 * CHUNK + 1))

    async def read() -> list[int]:
        upload = Upload("image/png", (await local_file(tmp_path / "a"),))
        return [len(chunk) async for chunk in upload.chunks()]

    assert run(read()) == [CHUNK] * 5 + [1]


@pytest.mark.parametrize("now", [b"", b"shorter", b"x" * 101])
def test_a_file_that_changes_meanwhile_is_not_sent_as_another(tmp_path: Path, now: bytes) -> None:
    path = tmp_path / "a.jar"
    path.write_bytes(b"x" * 100)
    upload = Upload("image/png", (run(local_file(path)),))
    path.write_bytes(now)
    with pytest.raises(FileUnreadable, match=re.escape("a.jar changed while it was sent")):
        received(upload)


def test_a_file_must_be_one_that_can_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileVanished):
        run(local_file(tmp_path / "none"))
    with pytest.raises(FileUnreadable, match="is not a file"):
        run(local_file(tmp_path))
    with pytest.raises(FileVanished):
        received(Upload("image/png", (LocalFile(tmp_path / "gone", 1),)))
    assert LocalFile(Path("a.tar.GZ"), 1).extension == "gz"


def test_an_upload_that_must_wait_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    seen: list[bytes] = []
    told: list[int] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.content)
        return httpx.Response(429 if len(seen) == 1 else 204)

    async def send() -> None:
        async with opened(tmp_path, over_httpx(handler)) as client:
            upload = Upload("image/png", (await local_file(tmp_path / "a"),), told.append)
            await client.change(Request(URL, "POST", upload=upload), bytes)

    run(send())
    assert seen == [b"x" * 100] * 2
    assert told == [0, 100, 0, 100]


def test_a_cancelled_upload_stops(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * (20 * CHUNK))
    told: list[int] = []

    async def send() -> None:
        async with opened(tmp_path, over_httpx(lambda _request: httpx.Response(204))) as client:
            upload = Upload("image/png", (await local_file(tmp_path / "a"),), stop)
            await client.change(Request(URL, "POST", upload=upload), bytes)

    def stop(sent: int) -> None:
        told.append(sent)
        if sent:
            task.cancel()

    async def cancelled() -> None:
        nonlocal task
        task = asyncio.create_task(send())
        with pytest.raises(asyncio.CancelledError):
            await task

    task: asyncio.Task[None]
    run(cancelled())
    assert told == [0, CHUNK]
