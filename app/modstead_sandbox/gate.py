"""What stands before the operations: counting, faults, the rate limit, revalidation and compression."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from modstead_sandbox.faults import Fault, FaultBoard, FaultError
from modstead_sandbox.guizhan.assumptions import PREFIX, problem
from modstead_sandbox.rate_limit import RateLimit, Ruling

_SMALLEST_COMPRESSED = 512
_FILES = "/data/"
_OWN = "/sandbox/"
_GARBAGE = b'{"hits": [{"project_id": "\xff\xfe'
_PAGE = b"<!DOCTYPE html><html><head><title>One moment</title></head><body>One moment, please.</body></html>"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request that the server was sent; header names are in lower case."""

    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(slots=True)
class _Answer:
    status: int = 200
    headers: MutableHeaders = field(default_factory=MutableHeaders)
    body: bytes = b""


class _Incoming:
    """What a client sends; who is refused early may send the rest, and then reads why."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._ended = False

    async def __call__(self) -> Message:
        message = await self._receive()
        self._ended = not message.get("more_body", False)
        return message

    async def drain(self) -> None:
        """Read what is left and drop it."""
        while not self._ended:
            await self()


class Gate:
    """ASGI middleware around the operations; holds each answer whole before it is sent."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        board: FaultBoard,
        limit: RateLimit,
        requests: list[Recorded],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._app = app
        self._board = board
        self._limit = limit
        self._requests = requests
        self._sleep = sleep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_OWN):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        path = scope["path"]
        incoming = _Incoming(receive)
        self._requests.append(
            Recorded(scope["method"], path, scope["query_string"].decode("latin-1"), dict(headers))
        )
        is_file = path.startswith(_FILES)
        try:
            fault = self._board.for_request(path, headers, is_file=is_file)
        except FaultError as error:
            await _send(send, _error(400, "request_error", str(error)), None)
            return
        if fault.latency:
            await self._sleep(fault.latency / 1000)
        ruling = None if is_file else self._limit.take()
        if ruling is not None and not ruling.allowed:
            answer = _too_many(ruling)
        else:
            answer = _instead(fault, is_file=is_file) or await self._ask(scope, incoming, fault)
        await incoming.drain()
        if path.startswith(f"{PREFIX}/"):
            _in_its_words(answer)
        if not is_file:
            _alter(answer, fault)
            _revalidate_and_compress(answer, scope["method"], headers)
        elif answer.status == 200 and headers.get("if-none-match") in {answer.headers.get("etag", ""), "*"}:
            answer.status, answer.body = 304, b""
        if ruling is not None:
            answer.headers["x-ratelimit-limit"] = str(ruling.limit)
            answer.headers["x-ratelimit-remaining"] = str(ruling.remaining)
            answer.headers["x-ratelimit-reset"] = str(ruling.reset)
        await _send(send, answer, fault.cut, head=scope["method"] == "HEAD")

    async def _ask(self, scope: Scope, receive: Receive, fault: Fault) -> _Answer:
        answer = _Answer()
        parts: list[bytes] = []

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = MutableHeaders(raw=list(message["headers"]))
            elif message.get("body"):
                parts.append(message["body"])

        await self._app({**scope, "sandbox.fault": fault}, receive, keep)
        answer.body = parts[0] if len(parts) == 1 else b"".join(parts)
        return answer


def _instead(fault: Fault, *, is_file: bool) -> _Answer | None:
    """Return what the fault puts in the place of the operation's answer, if anything."""
    if fault.redirect is not None:
        return _Answer(302, MutableHeaders({"location": fault.redirect}))
    if fault.status is not None:
        answer = _refusal(fault.status)
        if fault.retry_after is not None:
            answer.headers["retry-after"] = f"{fault.retry_after:g}"
        return answer
    if fault.garbage:
        if is_file:
            return _Answer(200, MutableHeaders({"content-type": "text/html; charset=utf-8"}), _PAGE)
        return _Answer(200, MutableHeaders({"content-type": "application/json"}), _GARBAGE)
    return None


def _refusal(status: int) -> _Answer:
    match status:
        case 404:
            return _Answer(404)
        case 410:
            return _error(
                410,
                "api_deprecated",
                "You are using an application that uses an outdated version of Modrinth's API. "
                "Please either update it or switch to another application.",
            )
        case 429:
            return _error(429, "ratelimit_error", "rate limit exceeded; retry after 200 milliseconds")
        case _ if status >= 500:
            return _error(status, "internal_error", "an internal error occurred")
        case _:
            return _error(status, "request_error", "the request was refused")


def _too_many(ruling: Ruling) -> _Answer:
    wait = int(ruling.retry_after * 1000) + 1
    return _error(429, "ratelimit_error", f"rate limit exceeded; retry after {wait} milliseconds")


def _error(status: int, name: str, description: str) -> _Answer:
    body = json.dumps({"error": name, "description": description}).encode()
    return _Answer(status, MutableHeaders({"content-type": "application/json"}), body)


def _in_its_words(answer: _Answer) -> None:
    """Write an error that stands before the operations as Guizhan Resources would."""
    if answer.status < 400:
        return
    found = json.loads(answer.body or b"{}")
    if isinstance(found.get("error"), dict):
        return
    told = problem(found.get("error", "not_found"), found.get("description", "There is no such thing."))
    answer.body = json.dumps(told).encode()
    answer.headers["content-type"] = "application/json"


def _alter(answer: _Answer, fault: Fault) -> None:
    """Rewrite what an honest answer says of files."""
    if answer.status != 200 or not (
        fault.wrong_size or fault.file_name is not None or fault.file_url is not None
    ):
        return
    document = json.loads(answer.body)
    for file in _files_in(document):
        if "size" in file:
            file["size"] += fault.wrong_size
        if fault.file_name is not None:
            file["name" if "name" in file else "filename"] = fault.file_name
        if fault.file_url is not None:
            file["external_url" if "external_url" in file else "url"] = fault.file_url
    answer.body = json.dumps(document).encode()


def _files_in(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [file for member in value for file in _files_in(member)]
    if not isinstance(value, dict):
        return []
    if isinstance(value.get("files"), list):
        return list(value["files"])
    return [file for member in value.values() for file in _files_in(member)]


def _revalidate_and_compress(answer: _Answer, method: str, headers: Headers) -> None:
    """Give answers to GET a tag, answer 304 where the client has it already, and compress the rest."""
    answer.headers["vary"] = "Accept-Encoding"
    if answer.status == 200 and method in {"GET", "HEAD"}:
        tag = f'W/"{hashlib.blake2b(answer.body, digest_size=12).hexdigest()}"'
        answer.headers["etag"] = tag
        if _unchanged(answer, tag, headers):
            answer.status, answer.body = 304, b""
            del answer.headers["content-type"]
            return
    if len(answer.body) >= _SMALLEST_COMPRESSED and "gzip" in headers.get("accept-encoding", ""):
        answer.body = gzip.compress(answer.body, compresslevel=1, mtime=0)
        answer.headers["content-encoding"] = "gzip"


def _unchanged(answer: _Answer, tag: str, headers: Headers) -> bool:
    held = headers.get("if-none-match")
    if held is not None:
        return held == "*" or tag in [part.strip() for part in held.split(",")]
    since, modified = headers.get("if-modified-since"), answer.headers.get("last-modified")
    if since is None or modified is None:
        return False
    try:
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
    except ValueError:
        return False


async def _send(send: Send, answer: _Answer, cut: float | None, *, head: bool = False) -> None:
    if answer.status == 304:
        del answer.headers["content-length"]
    else:
        answer.headers["content-length"] = str(len(answer.body))
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers.raw})
    if cut is not None and not head:
        # Returning before the announced length is reached makes the server close the connection.
        part = answer.body[: int(len(answer.body) * cut)]
        await send({"type": "http.response.body", "body": part, "more_body": True})
        return
    await send({"type": "http.response.body", "body": answer.body})
