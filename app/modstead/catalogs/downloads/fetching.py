"""One file, fetched in one thread: received and written, no byte more than was announced.

What arrived is hashed by its taker, on the disk, where it counts: hashing it here too would cost the same time again.
"""

import errno
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from modstead.catalogs.downloads.connections import Connections, Stop, Stream
from modstead.catalogs.downloads.hosts import FileHosts
from modstead.catalogs.http.retrying import LONGEST_TOLD_WAIT
from modstead.domain.plan import Download
from modstead.errors import (
    Cancelled,
    CatalogError,
    DamagedDownload,
    DiskFull,
    FolderError,
    FolderMissing,
    FolderReadOnly,
    RateLimited,
    ServerFailed,
    Unreachable,
)

CHUNK = 1024 * 1024
"""At most: a read ends as soon as some bytes are there. Fewer, larger parts leave the interpreter less to do."""
ATTEMPTS = 4
LARGEST_FILE = 1 << 30
"""Bytes, where no size is announced; Modrinth admits 500 MiB."""

Backoff = Callable[[int], float]
Waiting = Callable[[str, float], None]


class Fetch:
    """Fetches `source` to `target`. `run` is called in a worker thread, `stop` from any other.

    A cut connection is taken up again where it broke off, if the host allows that, and else from the start.
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
    ) -> None:
        self._source = source
        self._target = target
        self._progress = progress
        self._connections = connections
        self._hosts = hosts
        self._backoff = backoff
        self._waiting = waiting
        self._stop = Stop()
        self._opening = threading.Lock()
        self._file: BinaryIO | None = None
        self._done = 0
        self._etag = ""
        self._name = unquote(source.url.rpartition("/")[2])[:120] or "the file"

    def stop(self) -> bool:
        """End `run` soon. Whether it may still touch the target until it has ended."""
        with self._opening:
            self._stop.tell()
            return self._file is not None

    def discard(self) -> None:
        """Take the target away though it arrived whole, once `run` has ended and nobody wants it any more."""
        with suppress(OSError):
            self._target.unlink(missing_ok=True)

    def run(self) -> None:
        """Fetch the file; on any failure nothing is left at the target.

        Raises:
            ModsteadError: as `domain.catalog.Downloads.fetch` says; Cancelled after `stop`.
        """
        self._check_announced()
        whole = False
        try:
            self._attempts()
            self._check_size()
            whole = True
        finally:
            self._close(whole=whole)

    def _attempts(self) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            self._check_stop()
            try:
                self._attempt()
            except (Unreachable, ServerFailed, RateLimited) as error:
                self._check_stop()
                self._wait(error, attempt)
            else:
                return

    def _attempt(self) -> None:
        resuming = self._done > 0
        headers = {"Range": f"bytes={self._done}-"} if resuming else {}
        if resuming and self._etag:
            headers["If-Range"] = self._etag
        with self._connections.get(
            self._source.url, self._hosts.admit, headers, self._stop, about=self._name
        ) as stream:
            file = self._open()
            if resuming and not self._continues(stream):
                self._restart(file)
            self._check_length(stream)
            self._etag = _strong(stream.headers.get("etag", ""))
            self._receive(stream, file)

    def _receive(self, stream: Stream, file: BinaryIO) -> None:
        limit = self._source.size or LARGEST_FILE
        expected = self._source.size if stream.length is None else self._done + stream.length
        while part := stream.read(CHUNK):
            self._check_stop()
            self._done += len(part)
            if self._done > limit:
                raise self._damaged(f"More than the announced {limit} bytes arrived.")
            with _disk(self._target):
                _write(file, part)
            self._progress(self._done)
        self._check_stop()
        if self._done < expected and not stream.chunked:
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
        return stream.status == 206 and stream.headers.get("content-range", "").startswith(
            f"bytes {self._done}-"
        )

    def _restart(self, file: BinaryIO) -> None:
        with _disk(self._target):
            file.seek(0)
            file.truncate()
        self._done = 0

    def _check_announced(self) -> None:
        self._hosts.admit(self._source.url)
        if not self._source.hashes.sha1 and not self._source.hashes.sha512:
            raise self._damaged("The platform names no hash to verify it by.")

    def _check_length(self, stream: Stream) -> None:
        size, length = self._source.size, stream.length
        if size and length is not None and self._done + length != size:
            raise self._damaged(f"It has {self._done + length} bytes instead of {size}.")

    def _check_size(self) -> None:
        if self._source.size and self._done != self._source.size:
            raise self._damaged(f"It has {self._done} bytes instead of {self._source.size}.")

    def _damaged(self, reason: str) -> DamagedDownload:
        return DamagedDownload(f"{self._name} did not arrive as announced.", reason)

    def _check_stop(self) -> None:
        if self._stop.told:
            raise Cancelled(f"The download of {self._name} was stopped.")

    def _open(self) -> BinaryIO:
        """The target, made empty once the first bytes are about to come."""
        with self._opening:
            self._check_stop()
            if self._file is None:
                with _disk(self._target):
                    self._file = self._target.open("xb", buffering=0)
            return self._file

    def _close(self, *, whole: bool) -> None:
        """Close the target, and take it away again unless all went well."""
        if self._file is None:
            return
        closed = False
        try:
            with _disk(self._target):
                self._file.close()
            closed = True
        finally:
            if not (whole and closed):
                self.discard()


def _in_two_words(error: CatalogError) -> str:
    if isinstance(error, RateLimited):
        return "Server busy"
    return "Server failed" if isinstance(error, ServerFailed) else "Connection lost"


def _write(file: BinaryIO, part: bytes) -> None:
    """All of `part`: a disk that is nearly full takes only some of it at a time."""
    left = memoryview(part)
    while left:
        left = left[file.write(left) :]


def _strong(etag: str) -> str:
    """Only a strong validator vouches for the same bytes."""
    return "" if etag.startswith("W/") else etag


@contextmanager
def _disk(target: Path) -> Iterator[None]:
    """A failing disk as an error of Modstead's."""
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        raise _folder_error(error, target.parent) from error


def _folder_error(error: OSError, folder: Path) -> FolderError:
    reason = f"{error.strerror or error}."
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return DiskFull(f"There is no space left in {folder}.", reason)
        case errno.ENOENT | errno.ENOTDIR:
            return FolderMissing(f"The folder {folder} is not there.", reason)
        case _:
            return FolderReadOnly(f"Nothing can be written in {folder}.", reason)
