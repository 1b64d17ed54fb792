"""What travels between the client and a transport."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol
from urllib.parse import urlsplit

from modstead import __version__
from modstead.catalogs.http.uploads import Upload

CONTACT = "https://github.com/modstead/modstead"
USER_AGENT = f"modstead/{__version__} ({CONTACT})"


class Unreadable(ValueError):
    """Bytes that are not what was expected; the text says where and why."""


class SignIn(Enum):
    """Whether a request is made in the name of the user: never, where there is a token, or not without one."""

    NO = "no"
    MAY = "may"
    MUST = "must"


class Expected(Enum):
    """What a change is answered with, where it was carried out: a page of somebody between is neither."""

    ANYTHING = "anything"
    NOTHING = "the status 204 and no body"
    JSON = "JSON"
    NOTHING_OR_JSON = "no body, or JSON"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a server.

    `service` is the platform's name for people: with the host it tells which token goes along. `about` is what is
    asked for ("the project sodium"), for error messages alone, as is `scope`, what a token must allow. `topics` name
    what it reads or changes. Headers are not shown, since a token may be among them. An `upload` takes the place of
    the body. `expected` is what counts as the answer to a change. Where `names_nothing`, a server that speaks the API
    has an answer, so that it is at another address if it knows of none.
    """

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    service: str = ""
    about: str = ""
    sign_in: SignIn = SignIn.NO
    scope: str = ""
    topics: tuple[str, ...] = ()
    upload: Upload | None = None
    expected: Expected = Expected.ANYTHING
    names_nothing: bool = False

    @property
    def server(self) -> str:
        """Whom people would say that this asks: the platform, else the host."""
        if self.service:
            return self.service
        try:
            return urlsplit(self.url).hostname or "The server"
        except ValueError:
            return "The server"


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer, decompressed. Header names are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def check_form(request: Request, response: Response) -> None:
    """Raises Unreadable where what a change was answered with is nothing that the request expects."""
    expected = request.expected
    if expected is Expected.ANYTHING:
        return
    if expected is not Expected.JSON and not response.body:
        if expected is Expected.NOTHING and response.status != 204:
            raise Unreadable(f"Its status is {response.status}, not 204")
        return
    if expected is Expected.NOTHING:
        raise Unreadable("It says something where nothing is to be said")
    kind = response.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        raise Unreadable(f"It is no JSON but {kind[:40]}")
    if response.body[:1] == b"<":
        raise Unreadable("It is no JSON")


class Transport(Protocol):
    """Carries one request; knows nothing of pacing, retries or caches."""

    async def send(self, request: Request, *, limit: int) -> Response:
        """The answer, whatever its status.

        Raises:
            Unreachable: no connection, or none in time, or it broke off.
            UnreadableAnswer: the answer is no HTTP, or longer than `limit` bytes once decompressed.
            RequestRefused: the request cannot be sent as it is.
        """

    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, so that tests need neither. All in seconds."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = random.random
