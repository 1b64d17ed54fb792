"""`domain.catalog.Downloads` over blocking sockets in threads."""

import asyncio
import hashlib
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from modstead.catalogs.downloads.connections import Connections, Stop
from modstead.catalogs.downloads.fetching import CHUNK, Backoff, Fetch, Waiting
from modstead.catalogs.downloads.hosts import FileHosts, PictureHosts
from modstead.catalogs.http.cache import AnswerCache, Entry
from modstead.catalogs.http.flights import Flights
from modstead.catalogs.http.retrying import backoff
from modstead.catalogs.http.tls import TlsContext
from modstead.domain.plan import Download
from modstead.errors import CatalogError, UnreadableAnswer
from modstead.settings import Endpoints

FILE_THREADS = 8
PICTURE_THREADS = 4
LARGEST_PICTURE = 8 * 1024 * 1024
PICTURES_BOUND = 256 * 1024 * 1024
PICTURE_FRESH_FOR = 7 * 24 * 60 * 60
PROGRESS_EVERY = 0.05


def _random_backoff(attempt: int) -> float:
    return backoff(attempt, random.random())  # noqa: S311 - spreads clients out, guards nothing


def _untold(_reason: str, _seconds: float) -> None:
    """Nobody wants to know."""


class HttpDownloads:
    """Fetches files and pictures. At most eight files and four pictures are under way at a time; the rest waits.

    `pictures` is the folder in which pictures are kept. `backoff` gives the seconds before the n-th repetition.
    """

    def __init__(
        self,
        endpoints: Endpoints,
        pictures: Path,
        *,
        tls: TlsContext | None = None,
        backoff: Backoff = _random_backoff,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._hosts = FileHosts(endpoints)
        self._picture_hosts = PictureHosts(self._hosts)
        self._connections = Connections(tls or TlsContext())
        self._backoff = backoff
        self._wall = wall
        self._file_threads = ThreadPoolExecutor(FILE_THREADS, thread_name_prefix="download")
        self._picture_threads = ThreadPoolExecutor(PICTURE_THREADS, thread_name_prefix="picture")
        self._cache = AnswerCache(pictures, bound=PICTURES_BOUND)
        self._pictures: Flights[bytes] = Flights()
        self._under_way: set[Fetch] = set()

    async def fetch(
        self,
        source: Download,
        target: Path,
        progress: Callable[[int], None],
        waiting: Waiting | None = None,
        *,
        resumes: bool = False,
    ) -> bool:
        """As `domain.catalog.Downloads.fetch` says; all is told in the event loop's thread."""
        loop = asyncio.get_running_loop()
        reporter = _Reporter(loop, progress, waiting or _untold)
        fetch = Fetch(
            source,
            target,
            reporter.report,
            connections=self._connections,
            hosts=self._hosts,
            backoff=self._backoff,
            waiting=reporter.wait,
            resumes=resumes,
        )
        running = loop.run_in_executor(self._file_threads, fetch.run)
        self._under_way.add(fetch)
        try:
            pieced = await asyncio.shield(running)
        except asyncio.CancelledError:
            if fetch.stop():
                await _ended(running)
                fetch.discard()
            running.add_done_callback(_retrieved)
            raise
        finally:
            self._under_way.discard(fetch)
        reporter.finish()
        return pieced

    async def picture(self, url: str) -> bytes:
        """A picture's bytes, kept for a week, and for longer while its host is out of reach.

        Raises:
            HostRefused: the address is not on the web.
            UnreadableAnswer: it is no picture, or larger than 8 MiB.
            CatalogError: the host cannot be reached or refuses.
        """
        address = self._picture_hosts.admit(url).url
        return await self._pictures.share(address, lambda: self._picture(address))

    async def aclose(self) -> None:
        """End what is under way and close all connections."""
        for fetch in self._under_way:
            fetch.stop()
        await self._pictures.aclose()
        loop = asyncio.get_running_loop()
        for threads in (self._file_threads, self._picture_threads):
            await loop.run_in_executor(None, partial(threads.shutdown, cancel_futures=True))
        self._connections.close()
        await self._cache.aclose()

    async def _picture(self, url: str) -> bytes:
        key = hashlib.sha256(url.encode()).hexdigest()[:40]
        kept = await self._cache.load(key)
        if kept and 0 <= self._wall() - kept.fetched_at < PICTURE_FRESH_FOR:
            return kept.body
        stop = Stop()
        running = asyncio.get_running_loop().run_in_executor(self._picture_threads, self._receive, url, stop)
        try:
            body = await asyncio.shield(running)
        except asyncio.CancelledError:
            stop.tell()
            running.add_done_callback(_retrieved)
            raise
        except CatalogError:
            if kept is None:
                raise
            return kept.body
        await self._cache.store(key, Entry(body, self._wall()), about=url[:2000])
        return body

    def _receive(self, url: str, stop: Stop) -> bytes:
        about = "a picture"
        with self._connections.get(
            url, self._picture_hosts.admit, {"Accept": "image/*"}, stop, about=about
        ) as stream:
            kind = stream.headers.get("content-type", "").partition(";")[0].strip().lower()
            if not kind.startswith("image/"):
                raise UnreadableAnswer(
                    "The picture cannot be shown.", f"Its address leads to {kind or 'something'}."
                )
            body = bytearray()
            while not stop.told and (part := stream.read(CHUNK)):
                body += part
                if len(body) > LARGEST_PICTURE:
                    raise UnreadableAnswer("The picture cannot be shown.", "It is larger than 8 MiB.")
            if stream.length not in {None, len(body)}:
                raise UnreadableAnswer("The picture cannot be shown.", "It arrived only in part.")
            return bytes(body)


class _Reporter:
    """Carries progress from a worker to the event loop's thread, not more often than anybody could see."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, progress: Callable[[int], None], waiting: Waiting
    ) -> None:
        self._loop = loop
        self._progress = progress
        self._waiting = waiting
        self._next = 0.0
        self._seen = -1
        self._told = -1

    def report(self, done: int) -> None:
        """From the worker."""
        self._seen = done
        now = time.monotonic()
        if now >= self._next:
            self._next = now + PROGRESS_EVERY
            self._told = done
            self._loop.call_soon_threadsafe(self._progress, done)

    def wait(self, reason: str, seconds: float) -> None:
        """From the worker."""
        self._loop.call_soon_threadsafe(self._waiting, reason, seconds)

    def finish(self) -> None:
        """In the loop's thread, after the worker has ended."""
        if self._seen > self._told:
            self._progress(self._seen)


async def _ended(running: asyncio.Future[bool]) -> None:
    """Wait for the worker's end, whatever it is and however often this task is cancelled: it takes milliseconds."""
    while not running.done():
        try:
            await asyncio.wait((running,))
        except asyncio.CancelledError:
            continue


def _retrieved(running: "asyncio.Future[bool] | asyncio.Future[bytes]") -> None:
    """Nobody waits for the outcome any more."""
    if not running.cancelled():
        running.exception()
