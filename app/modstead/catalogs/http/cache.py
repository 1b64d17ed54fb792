"""Answers on disk, so that what was once seen can be read without a network."""

import asyncio
import hashlib
import os
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec

from modstead.catalogs.http.messages import Request

T = TypeVar("T")

MAGIC = b"modstead http 1\n"
LARGEST_HEADER = 16 * 1024
DEFAULT_BOUND = 128 * 1024 * 1024
KEPT_AFTER_PRUNING = 0.8
PARTIAL = ".part"


@dataclass(frozen=True, slots=True)
class Entry:
    """A kept answer. `fetched_at` is the wall clock, in seconds, when the server last vouched for it."""

    body: bytes
    fetched_at: float
    etag: str = ""
    last_modified: str = ""


class _Header(msgspec.Struct):
    length: int
    checksum: int
    etag: str = ""
    last_modified: str = ""
    about: str = ""


class AnswerCache:
    """Kept answers in one folder, at most `bound` bytes together.

    All disk work happens in a thread of its own. Nothing here raises: an entry that cannot be read whole counts as
    missing and is removed, one that cannot be written is not kept. Other processes may use the same folder.
    """

    def __init__(self, folder: Path, *, bound: int = DEFAULT_BOUND) -> None:
        self._folder = folder
        self._bound = bound
        self._size: int | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="answer-cache")

    async def load(self, key: str) -> Entry | None:
        return await self._run(partial(self._load, key))

    async def store(self, key: str, entry: Entry, *, about: str = "") -> None:
        """Keep `entry`; `about` is for people who look into the file."""
        await self._run(partial(self._store, key, entry, about))

    async def renew(self, key: str, fetched_at: float) -> None:
        """The server vouched for the kept answer again."""
        await self._run(partial(self._renew, key, fetched_at))

    async def aclose(self) -> None:
        await asyncio.get_running_loop().run_in_executor(None, self._thread.shutdown)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key

    def _load(self, key: str) -> Entry | None:
        path = self._path(key)
        try:
            with path.open("rb") as file:
                stored = file.read()
                fetched_at = os.fstat(file.fileno()).st_mtime
        except OSError:
            return None
        entry = _decoded(stored, fetched_at)
        if entry is None:
            self._remove(path)
        return entry

    def _store(self, key: str, entry: Entry, about: str) -> None:
        path = self._path(key)
        partial_path = path.with_name(f"{key}.{os.getpid()}{PARTIAL}")
        stored = _encoded(entry, about)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.stat().st_size if path.exists() else 0
            partial_path.write_bytes(stored)
            os.utime(partial_path, (entry.fetched_at, entry.fetched_at))
            partial_path.replace(path)
        except OSError:
            self._remove(partial_path)
            return
        self._size = self._measured() if self._size is None else self._size + len(stored) - before
        if self._size > self._bound:
            self._prune()

    def _renew(self, key: str, fetched_at: float) -> None:
        try:
            os.utime(self._path(key), (fetched_at, fetched_at))
        except OSError:
            return

    def _measured(self) -> int:
        return sum(size for _, size, _ in self._entries())

    def _prune(self) -> None:
        """Remove the answers vouched for longest ago, and what an interrupted process left."""
        entries = sorted(self._entries())
        size = sum(size for _, size, _ in entries)
        for _, length, path in entries:
            if size <= self._bound * KEPT_AFTER_PRUNING:
                break
            self._remove(path)
            size -= length
        self._size = size

    def _entries(self) -> list[tuple[float, int, Path]]:
        found = []
        try:
            for path in self._folder.glob("??/*"):
                status = path.stat()
                found.append((status.st_mtime, status.st_size, path))
        except OSError:
            return found
        return found

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            return


def cache_key(request: Request) -> str:
    """The name under which the answer to `request` is kept."""
    asked = f"{request.method} {request.url}\n".encode() + request.body
    return hashlib.sha256(asked).hexdigest()[:40]


def _encoded(entry: Entry, about: str) -> bytes:
    header = _Header(len(entry.body), zlib.crc32(entry.body), entry.etag, entry.last_modified, about)
    return MAGIC + msgspec.json.encode(header) + b"\n" + entry.body


def _decoded(stored: bytes, fetched_at: float) -> Entry | None:
    end = stored.find(b"\n", len(MAGIC), LARGEST_HEADER)
    if not stored.startswith(MAGIC) or end < 0:
        return None
    try:
        header = msgspec.json.decode(stored[len(MAGIC) : end], type=_Header)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    body = stored[end + 1 :]
    if len(body) != header.length or zlib.crc32(body) != header.checksum:
        return None
    return Entry(body, fetched_at, header.etag, header.last_modified)
