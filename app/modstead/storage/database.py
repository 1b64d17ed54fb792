"""The one connection to SQLite, on a thread of its own, so that the event loop never waits for it.

`sqlite3` is imported on that thread at the first use: the start of the window does not pay for it.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from modstead.errors import StorageError
from modstead.storage.migrations import MIGRATIONS, Migration

if TYPE_CHECKING:
    import sqlite3

_log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[["sqlite3.Connection"], T]

_BUSY_MILLISECONDS = 5_000
# Primary result codes of SQLite, from https://sqlite.org/rescode.html: what the surroundings do wrong, in sentences.
_SURROUNDINGS = {
    3: "Access to it was refused.",
    5: "Another Modstead is using it.",
    6: "Another Modstead is using it.",
    7: "The memory is full.",
    8: "It cannot be written to.",
    10: "The disk failed to read or write it.",
    13: "The disk is full.",
    14: "It cannot be opened.",
    15: "Another Modstead is using it.",
}
_DAMAGED = {11, 26}
_COMPANIONS = ("", "-wal", "-shm")


class Database:
    """Opened at the first use. A damaged file is moved aside, kept as `NAME.damaged-N`, and made anew.

    Everything raises:
        StorageError: the disk is full or does not allow writing, or a newer Modstead made the database.
    """

    def __init__(self, path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> None:
        self._path = path
        self._migrations = migrations
        self._connection: sqlite3.Connection | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._closed = False

    @property
    def exists(self) -> bool:
        """Whether there is a file: where there is none, nothing can have been remembered."""
        return self._path.exists()

    async def run(self, work: Work[T], *, write: bool = False) -> T:
        """`work`'s result; it gets the connection inside a transaction, which may change things only with `write`."""
        return await asyncio.wrap_future(self._submit(work, write))

    def call(self, work: Work[T], *, write: bool = False) -> T:
        """As `run`, for worker threads: it blocks, so `work` itself must not call."""
        return self._submit(work, write).result()

    def close(self) -> None:
        """Finishes what was asked for, then closes. Blocks."""
        if self._closed:
            return
        self._closed = True
        self._thread.submit(self._disconnect)
        self._thread.shutdown(wait=True)

    def _submit(self, work: Work[T], write: bool) -> "Future[T]":
        if self._closed:
            raise StorageError("Modstead's database is closed.")
        return self._thread.submit(self._do, work, write)

    def _do(self, work: Work[T], write: bool) -> T:
        import sqlite3

        try:
            return self._in_transaction(work, write)
        except sqlite3.DatabaseError as error:
            if _code(error) not in _DAMAGED:
                raise self._storage_error(error) from error
            _log.warning("The database %s is damaged: %s", self._path, error)
        self._move_aside()
        try:
            return self._in_transaction(work, write)
        except sqlite3.DatabaseError as error:
            raise self._storage_error(error) from error

    def _in_transaction(self, work: Work[T], write: bool) -> T:
        if self._connection is None:
            self._connection = self._connect()
        connection = self._connection
        # A reader that begins to write may find that another process was quicker, so writers say so at once.
        connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        try:
            result = work(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return result

    def _connect(self) -> "sqlite3.Connection":
        import sqlite3

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                "Modstead's database cannot be used.", f"{self._path.parent}: {error.strerror}."
            ) from error
        connection = sqlite3.connect(self._path, isolation_level=None, timeout=_BUSY_MILLISECONDS / 1000)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            # In KiB: the system keeps the file in memory too, and it is asked once a scan.
            connection.execute("PRAGMA cache_size = -256")
            connection.execute("PRAGMA foreign_keys = ON")
            self._migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _migrate(self, connection: "sqlite3.Connection") -> None:
        if self._version(connection) == len(self._migrations):
            return
        connection.execute("BEGIN IMMEDIATE")
        # Looked at again: another process may have migrated it while this one waited.
        for number in range(self._version(connection), len(self._migrations)):
            for statement in self._migrations[number]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")

    def _version(self, connection: "sqlite3.Connection") -> int:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > len(self._migrations):
            raise StorageError(
                "Modstead's database was made by a newer Modstead.",
                f"It lies at {self._path}.",
                remedy="Install the newest version of Modstead, or move that file elsewhere.",
            )
        return version

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _move_aside(self) -> None:
        self._disconnect()
        number = 1
        while (aside := self._path.with_name(f"{self._path.name}.damaged-{number}")).exists():
            number += 1
        try:
            for companion in _COMPANIONS:
                source = Path(f"{self._path}{companion}")
                if source.exists():
                    source.replace(f"{aside}{companion}")
        except OSError as error:
            raise StorageError(
                "Modstead's database is damaged.",
                f"{self._path} could not be moved aside: {error.strerror}.",
                remedy="Close other windows of Modstead, or move that file elsewhere.",
            ) from error

    def _storage_error(self, error: "sqlite3.DatabaseError") -> Exception:
        """A StorageError for what the surroundings do; a mistake in a statement stays what it is."""
        if _code(error) in _DAMAGED:
            return StorageError("Modstead's database is damaged.", f"{self._path}: {error}.")
        detail = _SURROUNDINGS.get(_code(error))
        if detail is None:
            return error
        return StorageError("Modstead's database cannot be used.", f"{detail} It lies at {self._path}.")


def _code(error: "sqlite3.DatabaseError") -> int:
    """The primary result code; 0 where Python made the error itself."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
