"""One file, fetched in one thread: received and written, no byte more than was announced.

What arrived is hashed by its taker, on the disk, where it counts: hashing it here too would cost the same time again.
"""

import re
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from modstead.catalogs.downloads.connections import Connections, Stop, Stream
from modstead.catalogs.downloads.hosts import FileHosts
from modstead.catalogs.downloads.targets import Target, tag_in
from modstead.catalogs.http.retrying import LONGEST_TOLD_WAIT
from modstead.domain.plan import Download
from modstead.errors import (
    Cancelled,
    CatalogError,
    DamagedDownload,
    RateLimited,
    ServerFailed,
    Unreachable,
)

CHUNK = 1024 * 1024
"""At most: a read ends as soon as some bytes are there. Fewer, larger parts leave the interpreter less to do."""
ATTEMPTS = 4
"""In a row that bring nothing: one that brings `PROGRESS` bytes is none of them."""
PROGRESS = 64 * 1024
LARGEST_FILE = 1 << 30
"""Bytes, where no size is announced; Modrinth admits 500 MiB."""
_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")
_NO_SUCH_RANGE = 416

Backoff = Callable[[int], float]
Waiting = Callable[[str, float], None]


class _UnusableRange(Exception):
    """The host's answer does not go on where the file ends; it is asked for all of it instead."""


class Fetch:
    """Fetches `source` to `target`. `run` is called in a worker thread, `stop` from any other.

    A cut connection is taken up again where it broke off, if the host allows that, and else from the start; with
    `resumes` so is an earlier fetch that broke off.
    """

    def __init__(
        self,
        source: Download,
        target: Path,
        progress: Callable[[int], None],
        *,
        connections: Connections,
        hosts: FileHosts,
        backoff: Backoff,
        waiting: Waiting,
        resumes: bool = False,
    ) -> None:
        self._source = source
        self._target = Target(target, lasting=resumes)
        self._progress = progress
        self._connections = connections
        self._hosts = hosts
        self._backoff = backoff
        self._waiting = waiting
        self._stop = Stop()
        self._opening = threading.Lock()
        self._ranges = True
        self._pieced = False
        self._name = unquote(source.url.rpartition("/")[2])[:120] or "the file"

    def stop(self) -> bool:
        """End `run` soon. Whether it may still touch the target until it has ended."""
        with self._opening:
            self._stop.tell()
            return self._target.is_open

    def discard(self) -> None:
        """Take the target away though it arrived whole, once `run` has ended and nobody wants it any more; one that is
        gone on with stays.
        """
        self._target.discard()

    def run(self) -> bool:
        """Fetch the file; on any failure nothing is left at the target, or what can be gone on with.

        Whether it is put together from more than one answer.

        Raises:
            ModsteadError: as `domain.catalog.Downloads.fetch` says; Cancelled after `stop`.
        """
        self._check_announced()
        whole = False
        try:
            self._find()
            if not self._is_there():
                self._attempts()
                self._check_size()
            whole = True
        except DamagedDownload:
            self._target.spoil()
            raise
        finally:
            self._target.close(whole=whole)
        return self._pieced

    def _find(self) -> None:
        with self._opening:
            self._check_stop()
            self._target.find()
        if self._target.done > self._limit:
            self._target.restart()
        self._pieced = self._target.done > 0

    def _is_there(self) -> bool:
        return 0 < self._target.done == self._source.size

    def _attempts(self) -> None:
        attempt, furthest = 1, self._target.done
        while True:
            self._check_stop()
            try:
                return self._attempt()
            except _UnusableRange:
                self._ranges = False
                self._restart()
            except (Unreachable, ServerFailed, RateLimited) as error:
                self._check_stop()
                if self._target.done >= furthest + PROGRESS:
                    attempt = 1
                furthest = max(furthest, self._target.done)
                self._wait(error, attempt)
                attempt += 1

    def _attempt(self) -> None:
        target = self._target
        if not self._ranges:
            self._restart()
        resuming = target.done > 0
        headers = {"Range": f"bytes={target.done}-"} if resuming else {}
        if resuming and target.tag:
            headers["If-Range"] = target.tag
        with self._connections.get(
            self._source.url, self._hosts.admit, headers, self._stop, about=self._name
        ) as stream:
            self._open()
            if resuming and not self._continues(stream):
                self._restart()
            elif resuming:
                self._pieced = True
            self._check_length(stream)
            target.tag_as(tag_in(stream.headers), stream.length)
            self._receive(stream)

    def _receive(self, stream: Stream) -> None:
        target = self._target
        expected = self._source.size or (target.done + stream.length if stream.length is not None else 0)
        while part := stream.read(CHUNK):
            self._check_stop()
            if target.done + len(part) > self._limit:
                if self._pieced:
                    raise _UnusableRange
                raise self._damaged(f"More than the announced {self._limit} bytes arrived.")
            target.append(part)
            self._progress(target.done)
        self._check_stop()
        if target.done < expected and (self._pieced or not stream.chunked):
            raise Unreachable("The connection broke off.", f"{self._name} arrived only in part.")

    def _wait(self, error: CatalogError, attempt: int) -> None:
        told = error.retry_after if isinstance(error, RateLimited) else None
        wait = self._backoff(attempt) if told is None else told
        if attempt >= ATTEMPTS or wait > LONGEST_TOLD_WAIT:
            raise error
        self._waiting(_in_two_words(error), wait)
        self._stop.pause(wait)
        self._check_stop()

    def _continues(self, stream: Stream) -> bool:
        """Whether the answer goes on where the file ends; False where it is the whole file.

        Raises:
            _UnusableRange: it is neither.
        """
        if stream.status == 200:
            return False
        found = _CONTENT_RANGE.fullmatch(stream.headers.get("content-range", ""))
        if stream.status == _NO_SUCH_RANGE or found is None:
            raise _UnusableRange
        first, last = int(found[1]), int(found[2])
        total = last + 1 if found[3] == "*" else int(found[3])
        fits = first == self._target.done <= last < total <= self._limit
        if not fits or stream.length not in {None, last - first + 1}:
            raise _UnusableRange
        if found[3] != "*" and self._source.size not in {0, total}:
            raise _UnusableRange
        if self._target.tag and tag_in(stream.headers) not in {"", self._target.tag}:
            raise _UnusableRange
        return True

    def _restart(self) -> None:
        self._target.restart()
        self._pieced = False

    @property
    def _limit(self) -> int:
        return self._source.size or LARGEST_FILE

    def _check_announced(self) -> None:
        self._hosts.admit(self._source.url)
        if not self._source.hashes.verify:
            raise self._damaged("The platform names no hash to verify it by.")

    def _check_length(self, stream: Stream) -> None:
        """A whole file is as long as announced; of a part, `_continues` has looked at the numbers."""
        size, length = self._source.size, stream.length
        if stream.status == 200 and size and length is not None and length != size:
            raise self._damaged(f"It has {length} bytes instead of {size}.")
        if stream.status != 200 and not self._pieced:
            raise self._damaged("The host sent a part of it though it was asked for all.")

    def _check_size(self) -> None:
        done, size = self._target.done, self._source.size
        if size and done != size:
            raise self._damaged(f"It has {done} bytes instead of {size}.")

    def _damaged(self, reason: str) -> DamagedDownload:
        return DamagedDownload(f"{self._name} did not arrive as announced.", reason)

    def _check_stop(self) -> None:
        if self._stop.told:
            raise Cancelled(f"The download of {self._name} was stopped.")

    def _open(self) -> None:
        """Once the first bytes are about to come."""
        with self._opening:
            self._check_stop()
            self._target.open()


def _in_two_words(error: CatalogError) -> str:
    if isinstance(error, RateLimited):
        return "Server busy"
    return "Server failed" if isinstance(error, ServerFailed) else "Connection lost"
