"""The client: one for the whole process, shared by all platforms."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from modstead.catalogs.http import failures
from modstead.catalogs.http.cache import AnswerCache, Entry, cache_key
from modstead.catalogs.http.changes import Changes
from modstead.catalogs.http.flights import Flights
from modstead.catalogs.http.keys import Key, Keys
from modstead.catalogs.http.messages import Clock, Request, Response, Transport, Unreadable, check_form
from modstead.catalogs.http.pacing import Pacer
from modstead.catalogs.http.retrying import LONGEST_TOLD_WAIT, backoff
from modstead.catalogs.http.tls import TlsContext
from modstead.catalogs.http.transport import MOST_CONNECTIONS, HttpxTransport
from modstead.domain.project import Freshness
from modstead.errors import (
    CatalogError,
    RateLimited,
    ScopeMissing,
    ServerFailed,
    Unreachable,
    UnreadableAnswer,
)
from modstead.events import Event

S = TypeVar("S")

ATTEMPTS = 3
ATTEMPTS_WITH_KEPT_ANSWER = 2
RATE_LIMIT_WAITS = 5
LONGEST_ANSWER = 64 * 1024 * 1024
PATIENCE = 5.0
READ_ON_THE_LOOP = 128 * 1024
"""Bytes; reading more takes over a millisecond and goes to a thread."""


@dataclass(frozen=True, slots=True)
class Answer(Generic[S]):
    """What an answer of status 200 says, its age, and the `size` of its body in bytes."""

    value: S
    size: int
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class Keeping:
    """What the cache may do for a request.

    `fresh_for`: seconds during which a kept answer is taken without asking again. `keep`: whether the answer is kept
    at all. `offline`: whether a kept answer will do while the platform is out of reach.
    """

    fresh_for: float = 0.0
    keep: bool = True
    offline: bool = True


@dataclass(frozen=True, slots=True)
class _Decoded(Generic[S]):
    entry: Entry
    value: S

    def answer(self, *, fetched_at: float | None = None, offline: bool = False) -> Answer[S]:
        at = self.entry.fetched_at if fetched_at is None else fetched_at
        return Answer(self.value, len(self.entry.body), Freshness(datetime.fromtimestamp(at, UTC), offline))


class HttpClient:
    """Sends requests, paced. Those that only read are repeated where that helps, each identical one is under way once
    at a time, and answers are kept; those that change something are sent once, and make kept answers on it old.

    A platform is out of reach when it cannot be connected to or keeps failing (5xx). `online_changed` tells when that
    begins (False) and ends (True). `waiting` tells how many seconds a request is being held back, and 0 when it goes
    on. `slow` names a server of which an answer is waited for longer than `patience` seconds. `requests_sent` counts
    what went out, repeats included; kept answers taken without asking do not count.

    `keys` holds the tokens of those who are signed in. What is answered to one of them is never kept nor shared.
    """

    def __init__(
        self,
        cache_folder: Path,
        *,
        transport: Transport | None = None,
        tls: TlsContext | None = None,
        clock: Clock | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.slow: Event[str] = Event()
        self._patience = patience
        self.online_changed: Event[bool] = Event()
        self.waiting: Event[float] = Event()
        self.requests_sent = 0
        self.keys = Keys()
        self._online = True
        self._clock = clock or Clock()
        self._transport = transport or HttpxTransport(tls or TlsContext())
        self._cache = AnswerCache(cache_folder)
        self._changes = Changes(self._cache, self._clock)
        self._pacer = Pacer(self._clock, self.waiting.emit)
        self._slots = asyncio.Semaphore(MOST_CONNECTIONS)
        self._flights: Flights[Answer[Any]] = Flights()

    @property
    def online(self) -> bool:
        """Whether the last request reached its platform; True before the first."""
        return self._online

    async def send(
        self, request: Request, decode: Callable[[bytes], S], keeping: Keeping | None = None
    ) -> Answer[S]:
        """The answer to `request`, new or kept, as `decode` reads it; only what it can read is ever kept.

        The same request is always decoded alike. `decode` raises `Unreadable` and may be called in a thread. What is
        asked in a user's name is for nobody else: it is neither kept nor shared.

        Raises:
            UnreadableAnswer: `decode` could not read the answer.
            CatalogError: as the platform or the way to it failed; see `modstead.errors`.
        """
        key = self.keys.of(request)
        keeping = Keeping(keep=False, offline=False) if key else keeping or Keeping()
        name = cache_key(request)
        whose = key.turn if key else 0
        return await self._flights.share(
            (name, whose, keeping, self._changes.turn),
            lambda: self._answer(request, key, name, decode, keeping),
        )

    async def change(self, request: Request, decode: Callable[[bytes], S]) -> S:
        """Send a request that changes something, and answer with what `decode` makes of a 2xx, which may have no body.

        It is repeated after a 429, and, unless it is a POST, where it certainly did not get there. Kept answers on its
        topics count as old from then on, whatever came of it.

        Raises:
            OutcomeUnknown: a POST got no answer, or the answer is none that the request expects or `decode` can read,
                so that nobody knows whether it was carried out.
            FileError: a file to be sent cannot be read.
            CatalogError: as the platform or the way to it failed; see `modstead.errors`.
        """
        key = self.keys.of(request)
        try:
            response = await self._changed(request, key)
        except (Unreachable, ServerFailed):
            self._set_online(online=False)
            raise
        except UnreadableAnswer as error:
            raise failures.unsure(error) from error
        finally:
            await self._changes.note(request.topics)
        self._set_online(online=True)
        if not 200 <= response.status < 300:
            raise self._refusal(request, response, key)
        self.keys.learn(request, key, allowed=True)
        try:
            check_form(request, response)
            return await _decoded(decode, response.body)
        except Unreadable as error:
            raise failures.unsure(failures.unreadable(request, str(error))) from error

    async def aclose(self) -> None:
        """Stop what is under way and close all connections."""
        await self._flights.aclose()
        await self._transport.aclose()
        await self._cache.aclose()

    async def _answer(
        self, request: Request, key: Key | None, name: str, decode: Callable[[bytes], S], keeping: Keeping
    ) -> Answer[S]:
        kept = await self._kept(name, decode) if keeping.keep else None
        asked = self._clock.wall()
        if (
            kept
            and 0 <= asked - kept.entry.fetched_at < keeping.fresh_for
            and await self._changes.last(request.topics) < kept.entry.fetched_at
        ):
            return kept.answer(offline=not self._online)
        fallback = kept if keeping.offline else None
        try:
            response = await self._exchange(_conditional(request, kept), key, hurry=fallback is not None)
        except (Unreachable, ServerFailed):
            self._set_online(online=False)
            if fallback is None:
                raise
            return fallback.answer(offline=True)
        self._set_online(online=True)
        now = self._clock.wall()
        keep = keeping.keep and await self._changes.last(request.topics) < asked
        if response.status == 304 and kept:
            if keep:
                await self._cache.renew(name, now)
            return kept.answer(fetched_at=now)
        if response.status != 200:
            raise self._refusal(request, response, key)
        entry = Entry(
            response.body, now, response.headers.get("etag", ""), response.headers.get("last-modified", "")
        )
        try:
            new = _Decoded(entry, await _decoded(decode, entry.body))
        except Unreadable as error:
            raise failures.unreadable(request, str(error)) from error
        if keep:
            await self._cache.store(name, entry, about=f"{request.method} {request.url[:2000]}")
        return new.answer()

    def _refusal(self, request: Request, response: Response, key: Key | None) -> CatalogError:
        error = failures.from_status(request, response, now=self._clock.wall())
        if isinstance(error, ScopeMissing) and error.scope:
            self.keys.learn(request, key, allowed=False)
        return error

    async def _kept(self, name: str, decode: Callable[[bytes], S]) -> "_Decoded[S] | None":
        """The kept answer; none too where another Modstead kept what this one cannot read."""
        entry = await self._cache.load(name)
        if entry is None:
            return None
        try:
            return _Decoded(entry, await _decoded(decode, entry.body))
        except Unreadable:
            return None

    async def _exchange(self, request: Request, key: Key | None, *, hurry: bool) -> Response:
        """The platform's answer, of whatever status but 429 and 5xx: those are errors once repeating has not helped.

        In a hurry, as somebody would rather see a kept answer than wait, it repeats less, and not at all while out of
        reach.
        """
        attempts = ATTEMPTS
        if hurry:
            attempts = ATTEMPTS_WITH_KEPT_ANSWER if self._online else 1
        failed = limited = 0
        while True:
            try:
                return await self._once(request, key)
            except RateLimited as error:
                limited += 1
                self._hold(error, limited)
            except (Unreachable, ServerFailed):
                failed += 1
                if failed >= attempts:
                    raise
                await self._wait(backoff(failed, self._clock.random()))

    async def _changed(self, request: Request, key: Key | None) -> Response:
        """The platform's answer to a change, of whatever status but 429 and 5xx."""
        failed = limited = 0
        while True:
            try:
                return await self._once(request, key)
            except RateLimited as error:
                limited += 1
                self._hold(error, limited)
            except (Unreachable, ServerFailed) as error:
                failed += 1
                arrived = not isinstance(error, Unreachable) or error.arrived
                if request.method == "POST" and arrived:
                    raise failures.unsure(error) from error
                if request.method == "POST" or arrived or failed >= ATTEMPTS:
                    raise
                await self._wait(backoff(failed, self._clock.random()))

    def _hold(self, error: RateLimited, times: int) -> None:
        """Let nothing go out for as long as the platform says, or raise `error` where that is too long or too often."""
        told = error.retry_after
        wait = backoff(times, self._clock.random()) if told is None else told
        if times > RATE_LIMIT_WAITS or wait > LONGEST_TOLD_WAIT:
            self._set_online(online=True)
            raise error
        self._pacer.hold(wait)

    async def _once(self, request: Request, key: Key | None) -> Response:
        async with self._slots:
            await self._pacer.ready()
            signed = self.keys.signed(request, key)
            self.requests_sent += 1
            overdue = asyncio.get_running_loop().call_later(self._patience, self.slow.emit, request.server)
            try:
                response = await self._transport.send(signed, limit=LONGEST_ANSWER)
            finally:
                overdue.cancel()
        if key:
            response = key.without(response)
        self._pacer.learn(response.headers)
        if response.status == 429 or response.status >= 500:
            raise failures.from_status(request, response, now=self._clock.wall())
        return response

    async def _wait(self, seconds: float) -> None:
        self.waiting.emit(seconds)
        try:
            await self._clock.sleep(seconds)
        finally:
            self.waiting.emit(0.0)

    def _set_online(self, *, online: bool) -> None:
        if online is not self._online:
            self._online = online
            self.online_changed.emit(online)


async def _decoded(decode: Callable[[bytes], S], body: bytes) -> S:
    return decode(body) if len(body) <= READ_ON_THE_LOOP else await asyncio.to_thread(decode, body)


def _conditional(request: Request, kept: "_Decoded[S] | None") -> Request:
    """`request`, answered by a mere 304 where the kept answer still holds. Conditions on a POST mean something else."""
    if kept is None or request.method != "GET":
        return request
    headers: dict[str, str] = dict(request.headers)
    if kept.entry.etag:
        headers["If-None-Match"] = kept.entry.etag
    if kept.entry.last_modified:
        headers["If-Modified-Since"] = kept.entry.last_modified
    return replace(request, headers=headers)
