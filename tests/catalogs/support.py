"""A clock that tests move, a transport that answers from a list, and a Modrinth whose answers are written down."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx

from modstead.catalogs.http import Clock, HttpClient, Request, Response
from modstead.catalogs.http.tls import TlsContext
from modstead.catalogs.http.transport import HttpxTransport
from modstead.catalogs.modrinth import ModrinthCatalog
from modstead.errors import ModsteadError
from modstead.settings import Endpoints

T = TypeVar("T")

TLS = TlsContext()
URL = "https://api.modrinth.com/v2/project/a"


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


@dataclass
class Time:
    """Time that passes only by sleeping in it."""

    now: float = 1_700_000_000.0
    slept: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)

    @property
    def clock(self) -> Clock:
        return Clock(monotonic=lambda: self.now, wall=lambda: self.now, sleep=self.sleep, random=lambda: 1.0)


Step = Response | ModsteadError


class Scripted:
    """A transport that gives one step after another, the last one for ever."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.sent: list[Request] = []
        self.asked = asyncio.Event()
        self.closed = False

    async def send(self, request: Request, *, limit: int) -> Response:
        self.sent.append(request)
        self.asked.set()
        await asyncio.sleep(0)
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        if isinstance(step, ModsteadError):
            raise step
        return step

    async def aclose(self) -> None:
        self.closed = True


@asynccontextmanager
async def opened(folder: Path, transport: Any, time: Time | None = None) -> Any:
    client = HttpClient(folder / "http", transport=transport, clock=(time or Time()).clock)
    try:
        yield client
    finally:
        await client.aclose()


Handler = Callable[[httpx.Request], httpx.Response]


def over_httpx(handler: Handler) -> HttpxTransport:
    return HttpxTransport(TLS, mounted=lambda: httpx.MockTransport(handler))


@asynccontextmanager
async def modrinth(folder: Path, handler: Handler, endpoints: Endpoints | None = None) -> Any:
    """A catalogue whose answers `handler` gives."""
    async with opened(folder, over_httpx(handler)) as client:
        yield ModrinthCatalog(client, endpoints or Endpoints())
