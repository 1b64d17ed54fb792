"""Every step on the disk as a point where a change is killed, stopped, or fails: the real services over such a disk."""

import errno
import os
import signal
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

from modstead.application import backend
from modstead.catalogs.downloads import fetching
from modstead.catalogs.downloads.targets import Target
from modstead.instances.disk import Disk
from modstead.instances.folder_notes import FolderNotes
from modstead.instances.transaction import Transactions
from modstead.services.bundle import Services
from modstead.storage.database import Database, Work

T = TypeVar("T")

READING = frozenset({"status", "list", "read", "probe"})
"""Steps that leave the disk as it is: a kill before one is a kill before the next that does not."""
DATABASE = "database"
NEEDS_ROOM = frozenset({"make folder", "create", "write"})

Act = Callable[[str, Path], None]


class Points(Disk):
    """A disk whose steps are counted; `act` happens at the step of that position, and from there on if it `lasts`.

    It does not wait for the platters: a kill takes nothing from what the system holds already.
    """

    def __init__(
        self,
        at: int = -1,
        act: Act | None = None,
        *,
        only: frozenset[str] = frozenset(),
        skips: frozenset[str] = frozenset(),
        lasts: bool = False,
    ) -> None:
        self._at = at
        self._act = act
        self._only = only
        self._skips = skips
        self._lasts = lasts
        self._guard = threading.Lock()
        self.log: list[str] = []
        self.reached: tuple[str, Path] = ("", Path())

    def step(self, action: str, path: Path) -> None:
        if action in self._skips or (self._only and action not in self._only):
            return
        with self._guard:
            position = len(self.log)
            self.log.append(f"{action} {path.parent.name}/{path.name}")
        if self._act is None or not (position == self._at or (self._lasts and position > self._at >= 0)):
            return
        if not self.reached[0]:
            self.reached = (action, path)
        self._act(action, path)

    @property
    def steps(self) -> int:
        return len(self.log)

    def flush(self, descriptor: int) -> None:
        return


def kill(_action: str, _path: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stop(_action: str, _path: Path) -> None:
    """Until somebody lets the process go on."""
    os.kill(os.getpid(), signal.SIGSTOP)


def fail(code: int) -> Act:
    def act(action: str, path: Path) -> None:
        if action == DATABASE:
            raise _of_sqlite(code)
        raise OSError(code, os.strerror(code), str(path))

    return act


def _of_sqlite(code: int) -> sqlite3.OperationalError:
    """As SQLite tells what the system told it."""
    error = sqlite3.OperationalError(os.strerror(code))
    error.sqlite_errorcode = {errno.ENOSPC: sqlite3.SQLITE_FULL, errno.EACCES: sqlite3.SQLITE_READONLY}.get(
        code, sqlite3.SQLITE_IOERR
    )
    return error


@asynccontextmanager
async def services_over(environment: Mapping[str, str], disk: Points) -> AsyncIterator[Services]:
    """What the application builds, on this disk: also downloads and the database go through its steps."""

    class Stepped(Database):
        def _in_transaction(self, work: Work[T], write: bool) -> T:
            if write:
                disk.step(DATABASE, self._path)
            return super()._in_transaction(work, write)

    with ExitStack() as stack:
        stack.enter_context(patch.object(backend, "Database", Stepped))
        stack.enter_context(
            patch.object(backend, "Transactions", lambda *given, **by: Transactions(*given, **by, disk=disk))
        )
        stack.enter_context(patch.object(backend, "FolderNotes", lambda: FolderNotes(disk)))
        stack.enter_context(patch.object(fetching, "Target", _stepped_target(disk)))
        async with backend.open_backend(environment) as built:
            yield built.services


def _stepped_target(disk: Points) -> type[Target]:
    class Stepped(Target):
        """Written in two halves, so that a download can end in the middle of a file."""

        def step(self, action: str, path: Path) -> None:
            disk.step(action, path)

        def append(self, part: bytes) -> None:
            for half in (part[: len(part) // 2], part[len(part) // 2 :]):
                super().append(half)

    return Stepped
