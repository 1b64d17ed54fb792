"""Telling what other programs do to a folder, soon after they have done it and once for each burst.

`watchfiles` listens to the system. Where the system cannot tell, on network drives and where its limit of watches is
reached, the folder is looked at again and again; by ourselves, as `watchfiles` compares times by the second only and
so misses what is written twice in one. A folder that is not there, goes away or comes back is noticed too.
"""

import asyncio
import importlib
import logging
import os
import sys
import threading
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from modstead.instances.mounts import is_remote

if TYPE_CHECKING:
    from watchfiles._rust_notify import RustNotify

_log = logging.getLogger(__name__)

QUIET_SECONDS = 0.25
"""A burst is over once nothing has happened for so long."""
LONGEST_BURST_SECONDS = 5.0
"""While something is written without end, it is told every so often."""

_GROUP_MS, _STEP_MS, _LOOK_MS = 200, 50, 500
_PAUSE_PER_LOOK = 10
_PARTIAL = (".part", ".partial", ".crdownload", ".download", ".tmp", ".temp", "~")
_RUST = "watchfiles._rust_notify"

_MOST = 20_000

_Identity = tuple[int, int]
_State = int | None
"""A sum over which folder it is and what is in it; None where it is not there or cannot be read."""


def ignored() -> None:
    """For callers that need not know when watching begins."""


async def changes(folder: Path, begun: Callable[[], None] = ignored) -> AsyncGenerator[None, None]:
    """One value for each burst of changes to the files of `folder` itself, until the iterator is closed.

    Hidden and unfinished files, and what lies in folders within, say nothing. `begun` is called in the event loop once
    nothing is missed any more, which is at once after the first value was asked for.
    """
    loop = asyncio.get_running_loop()
    burst = _Burst(loop)
    watch = _Watch(folder, loop, burst.happened, begun)
    watch.start()
    try:
        while True:
            await burst.over()
            yield
    finally:
        burst.forget()
        await watch.stop()


class _Burst:
    """Many events become one, once it has been quiet for a while. Lives in the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._over = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self._deadline = 0.0

    def happened(self) -> None:
        now = self._loop.time()
        if self._timer is None:
            self._deadline = now + LONGEST_BURST_SECONDS
        else:
            self._timer.cancel()
        self._timer = self._loop.call_at(min(now + QUIET_SECONDS, self._deadline), self._end)

    async def over(self) -> None:
        await self._over.wait()
        self._over.clear()

    def forget(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _end(self) -> None:
        self._timer = None
        self._over.set()


class _Watch(threading.Thread):
    """Watches one folder, and calls `happened` in the event loop whenever something did."""

    def __init__(
        self,
        folder: Path,
        loop: asyncio.AbstractEventLoop,
        happened: Callable[[], None],
        begun: Callable[[], None],
    ) -> None:
        super().__init__(name=f"watching {folder.name}", daemon=True)
        self._folder = folder
        self._loop = loop
        self._happened = happened
        self._begun = begun
        self._stopping = threading.Event()
        self._ended = loop.create_future()
        self._took = 0.0

    async def stop(self) -> None:
        """End the thread; a drive that does not answer is not waited for."""
        self._stopping.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(self._ended), timeout=1.0)

    def run(self) -> None:
        try:
            self._watch_for_good()
        finally:
            self._in_loop(self._end)

    def _watch_for_good(self) -> None:
        state = self._look()
        self._in_loop(self._begun)
        told = not is_remote(self._folder)
        while not self._stopping.is_set():
            if told and state is not None:
                told = self._is_told_of(state)
            else:
                self._pause()
            seen, state = state, self._look()
            if state != seen and not self._stopping.is_set():
                self._in_loop(self._happened)

    def _look(self) -> _State:
        start = time.monotonic()
        state = _state(self._folder)
        self._took = time.monotonic() - start
        return state

    def _pause(self) -> None:
        """Between two looks; a drive on which a look takes long is looked at less often."""
        self._stopping.wait(max(_LOOK_MS / 1000, _PAUSE_PER_LOOK * self._took))

    def _is_told_of(self, seen: _State) -> bool:
        """Listen until the folder is gone or another one has taken its name; whether the system lets us."""
        rust = _rust_notify()
        try:
            with rust.RustNotify(
                watch_paths=[str(self._folder)],
                debug=False,
                force_polling=False,
                poll_delay_ms=_LOOK_MS,
                recursive=False,
                ignore_permission_denied=False,
            ) as notify:
                if self._look() == seen:
                    self._listen(notify)
        except FileNotFoundError:
            return True
        except (OSError, rust.WatchfilesRustInternalError) as error:
            _log.info("%s is looked at again and again, as it cannot be watched: %s", self._folder, error)
            return False
        return True

    def _listen(self, notify: "RustNotify") -> None:
        identity = _identity(self._folder)
        found = notify.watch(_GROUP_MS, _STEP_MS, _LOOK_MS, self._stopping)
        while found != "stop" and identity is not None and _identity(self._folder) == identity:
            if isinstance(found, set) and any(_matters(os.path.basename(path)) for _, path in found):  # noqa: PTH119
                self._in_loop(self._happened)
            found = notify.watch(_GROUP_MS, _STEP_MS, _LOOK_MS, self._stopping)

    def _in_loop(self, call: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop has been closed: nobody listens any more
            self._loop.call_soon_threadsafe(call)

    def _end(self) -> None:
        if not self._ended.done():
            self._ended.set_result(None)


def _matters(name: str) -> bool:
    return not (name.startswith(".") or name.lower().endswith(_PARTIAL))


def _identity(folder: Path) -> _Identity | None:
    try:
        status = folder.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def _state(folder: Path) -> _State:
    total = hash(_identity(folder))
    try:
        with os.scandir(folder) as entries:
            for entry in islice(entries, _MOST):
                if _matters(entry.name):
                    total ^= hash((entry.name, *_stamp(entry)))
    except (OSError, ValueError):
        return None
    return total


def _stamp(entry: "os.DirEntry[str]") -> tuple[int, int]:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _rust_notify() -> ModuleType:
    """The compiled part of `watchfiles` alone: the package around it imports multiprocessing, which nothing here needs
    and which costs four times as much memory.
    """
    if _RUST not in sys.modules:
        package = find_spec("watchfiles")
        places = package.submodule_search_locations if package else None
        spec = PathFinder.find_spec(_RUST, places)
        if spec is None or spec.loader is None:
            return importlib.import_module(_RUST)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        sys.modules[_RUST] = module
    return sys.modules[_RUST]
