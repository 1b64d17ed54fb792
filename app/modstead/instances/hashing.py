"""Hashing many files at the speed of the machine: sha1 to look files up, others beside it to verify them."""

import hashlib
import io
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from modstead.domain.version import Hashes
from modstead.errors import Cancelled, FileError, FileLocked
from modstead.instances.files import file_error, open_regular

# Large enough that the interpreter's share vanishes; measured from 64 KiB to 1 MiB.
_CHUNK = 1024 * 1024
_SECONDS_BETWEEN_REPORTS = 0.05


@dataclass(frozen=True, slots=True)
class HashedFile:
    """A file's hashes and the size and time that it had while it was read.

    `started_ns` is the clock's time just before reading began: a file modified after it has other content.
    """

    size: int
    mtime_ns: int
    hashes: Hashes
    started_ns: int


@dataclass(frozen=True, slots=True)
class HashingProgress:
    done_bytes: int
    total_bytes: int
    done_files: int
    total_files: int


Outcome = HashedFile | FileError
ProgressCallback = Callable[[HashingProgress], None]
CancelFlag = Callable[[], bool]


def never_cancelled() -> bool:
    return False


def hash_file(
    path: Path, *, sha512: bool = False, sha256: bool = False, cancelled: CancelFlag = never_cancelled
) -> HashedFile:
    """One file's hashes; all but sha1 stay empty unless asked for.

    Raises:
        FileVanished, FileLocked, FileUnreadable: it cannot be read, or another program writes to it meanwhile.
        Cancelled: `cancelled()` became true; it is looked at once per chunk.
    """
    buffer = memoryview(bytearray(_CHUNK))
    return _hash(os.fspath(path), buffer, _named(sha512=sha512, sha256=sha256), _Watch(cancelled))


def _named(*, sha512: bool, sha256: bool = False) -> tuple[str, ...]:
    """The algorithms beside sha1."""
    return tuple(name for name, wanted in (("sha512", sha512), ("sha256", sha256)) if wanted)


def hash_files(
    files: Sequence[tuple[str, int]],
    *,
    sha512: bool = False,
    progress: ProgressCallback | None = None,
    cancelled: CancelFlag = never_cancelled,
) -> list[Outcome | None]:
    """The hashes of many files, given as (path, size in bytes), in the order given.

    A file that cannot be read is an error in its place. Where `cancelled()` became true, what was not finished by then
    is None. `progress` is called from worker threads, about twenty times a second and once at the end. Blocks.
    """
    outcomes: list[Outcome | None] = [None] * len(files)
    if not files:
        return outcomes
    watch = _Watch(cancelled, progress, total_bytes=sum(size for _, size in files), total_files=len(files))
    largest_first = deque(sorted(range(len(files)), key=lambda position: files[position][1], reverse=True))
    workers = min(2 * (os.cpu_count() or 1), len(files))
    with ThreadPoolExecutor(workers, thread_name_prefix="hashing") as pool:
        running = [
            pool.submit(_work, files, largest_first, outcomes, _named(sha512=sha512), watch)
            for _ in range(workers)
        ]
    for worker in running:
        worker.result()
    watch.finish()
    return outcomes


def _work(
    files: Sequence[tuple[str, int]],
    waiting: deque[int],
    outcomes: list[Outcome | None],
    beside: tuple[str, ...],
    watch: "_Watch",
) -> None:
    buffer = memoryview(bytearray(_CHUNK))
    while True:
        try:
            position = waiting.popleft()
        except IndexError:
            return
        try:
            outcomes[position] = _hash(files[position][0], buffer, beside, watch)
        except FileError as error:
            outcomes[position] = error
        except Cancelled:
            return
        watch.file_done()


def _hash(path: str, buffer: memoryview, beside: tuple[str, ...], watch: "_Watch") -> HashedFile:
    with open_regular(path) as file:
        for _attempt in range(2):
            hashed = _hash_once(path, file, buffer, beside, watch)
            if hashed is not None:
                return hashed
            file.seek(0)
    raise FileLocked(
        f"{os.path.basename(path)} could not be read.",  # noqa: PTH119
        "Another program is writing to it.",
    )


def _hash_once(
    path: str, file: io.FileIO, buffer: memoryview, beside: tuple[str, ...], watch: "_Watch"
) -> HashedFile | None:
    """None where the file changed under the reading."""
    started_ns = time.time_ns()
    try:
        before = os.fstat(file.fileno())
        short = hashlib.sha1(usedforsecurity=False)
        longer = {name: hashlib.new(name, usedforsecurity=False) for name in beside}
        left = before.st_size
        while count := file.readinto(buffer):
            left -= count
            if left < 0:
                return None
            chunk = buffer[:count]
            short.update(chunk)
            for other in longer.values():
                other.update(chunk)
            watch.chunk_done(count)
        after = os.fstat(file.fileno())
    except OSError as error:
        raise file_error(path, error) from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return None
    hashes = Hashes(short.hexdigest(), **{name: other.hexdigest() for name, other in longer.items()})
    return HashedFile(after.st_size, after.st_mtime_ns, hashes, started_ns)


class _Watch:
    """Counts what is done over all threads, reports at a bounded rate, and looks at the cancel flag."""

    def __init__(
        self,
        cancelled: CancelFlag,
        progress: ProgressCallback | None = None,
        *,
        total_bytes: int = 0,
        total_files: int = 0,
    ) -> None:
        self._cancelled = cancelled
        self._progress = progress
        self._total_bytes = total_bytes
        self._total_files = total_files
        self._done_bytes = 0
        self._done_files = 0
        self._next_report = 0.0
        self._lock = threading.Lock()

    def chunk_done(self, count: int) -> None:
        if self._cancelled():
            raise Cancelled("Reading the files was cancelled.")
        if self._progress is None:
            return
        with self._lock:
            self._done_bytes += count
            now = time.monotonic()
            if now < self._next_report:
                return
            self._next_report = now + _SECONDS_BETWEEN_REPORTS
            self._progress(self._snapshot())

    def file_done(self) -> None:
        with self._lock:
            self._done_files += 1

    def finish(self) -> None:
        if self._progress is not None:
            self._progress(self._snapshot())

    def _snapshot(self) -> HashingProgress:
        # A file that grew since it was listed must not drive the bar past its end.
        done = min(self._done_bytes, self._total_bytes)
        return HashingProgress(done, self._total_bytes, self._done_files, self._total_files)
