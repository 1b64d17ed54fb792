"""What is known of files by path, size and time, and by content: hashes and the manifests inside."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from modstead.domain.instance import ManifestReading, ModFile
from modstead.storage.database import Database
from modstead.storage.encoding import decode, encode, folder_key, is_text, json_list

if TYPE_CHECKING:
    import sqlite3


class FileIndex:
    """For worker threads: everything here blocks, and raises StorageError as `Database` does.

    `reader` is the version of the code that reads manifests: what an older one read is not known.
    """

    def __init__(self, database: Database, reader: int) -> None:
        self._database = database
        self._reader = reader

    def files(self, folder: Path) -> dict[str, ModFile]:
        """The files of a folder as last remembered, by name."""
        key = folder_key(folder)
        return {file.name: file for file in self._database.call(lambda connection: _files(connection, key))}

    def remember(self, folder: Path, files: Iterable[ModFile], gone: Iterable[str] = ()) -> None:
        """Adds or replaces files and drops the names that are gone.

        Names that are not text on this system are left out, so that those files are read at every scan.
        """
        key = folder_key(folder)
        added = {file.name: file for file in files if is_text(file.name)}
        dropped = frozenset(gone)
        self._database.call(lambda connection: _remember(connection, key, added, dropped), write=True)

    def forget(self, folder: Path) -> None:
        """Drops a folder with all its files."""
        key = folder_key(folder)
        self._database.call(
            lambda connection: connection.execute("DELETE FROM indexed_folder WHERE key = ?", (key,)),
            write=True,
        )

    def readings(self, sha1s: Iterable[str]) -> dict[str, ManifestReading]:
        """What the manifests of those files say, by sha1; files not read yet are missing."""
        wanted = json_list(sha1s)
        rows = self._database.call(
            lambda connection: connection.execute(
                "SELECT sha1, reading FROM manifest_reading"
                " WHERE sha1 IN (SELECT value FROM json_each(?)) AND reader = ?",
                (wanted, self._reader),
            ).fetchall()
        )
        decoded = ((sha1, decode(ManifestReading, data)) for sha1, data in rows)
        return {sha1: reading for sha1, reading in decoded if reading is not None}

    def remember_readings(self, readings: Mapping[str, ManifestReading]) -> None:
        rows = [(sha1, self._reader, encode(reading)) for sha1, reading in readings.items()]
        self._database.call(
            lambda connection: connection.executemany(
                "INSERT OR REPLACE INTO manifest_reading VALUES (?, ?, ?)", rows
            ),
            write=True,
        )


def _files(connection: "sqlite3.Connection", key: bytes) -> tuple[ModFile, ...]:
    row = connection.execute("SELECT files FROM indexed_folder WHERE key = ?", (key,)).fetchone()
    return () if row is None else decode(tuple[ModFile, ...], row[0]) or ()


def _remember(
    connection: "sqlite3.Connection", key: bytes, added: Mapping[str, ModFile], dropped: Collection[str]
) -> None:
    kept = {file.name: file for file in _files(connection, key) if file.name not in dropped}
    files = tuple({**kept, **added}.values())
    connection.execute("INSERT OR REPLACE INTO indexed_folder VALUES (?, ?)", (key, encode(files)))
