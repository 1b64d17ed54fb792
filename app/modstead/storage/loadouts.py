"""The loadouts of folders."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from modstead.domain.loadouts import Loadout
from modstead.errors import StorageError
from modstead.storage.database import Database
from modstead.storage.encoding import decode, encode, folder_key

if TYPE_CHECKING:
    import sqlite3

Saved = tuple[Loadout, ...]


class Loadouts:
    """Everything raises StorageError as `Database` does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, folder: Path) -> Saved:
        """By name. A database that never was, and cannot be made, holds none."""
        key = folder_key(folder)
        try:
            return await self._database.run(lambda connection: _read(connection, key))
        except StorageError:
            if await asyncio.to_thread(lambda: self._database.exists):
                raise
            return ()

    async def change(self, folder: Path, change: Callable[[Saved], Saved]) -> Saved:
        """What `change` makes of them, kept; no other process changes them meanwhile. It runs on another thread."""
        key = folder_key(folder)

        def work(connection: "sqlite3.Connection") -> Saved:
            before = _read(connection, key)
            after = change(before)
            gone = {loadout.name for loadout in before} - {loadout.name for loadout in after}
            connection.executemany(
                "DELETE FROM loadout WHERE folder = ? AND name = ?", [(key, name) for name in gone]
            )
            connection.executemany(
                "INSERT OR REPLACE INTO loadout VALUES (?, ?, ?)",
                [(key, loadout.name, encode(loadout)) for loadout in after if loadout not in before],
            )
            return after

        return await self._database.run(work, write=True)


def _read(connection: "sqlite3.Connection", key: bytes) -> Saved:
    """What a newer Modstead wrote in another form is passed over, and stays."""
    rows: list[tuple[bytes]] = connection.execute(
        "SELECT mods FROM loadout WHERE folder = ? ORDER BY name COLLATE NOCASE, name", (key,)
    ).fetchall()
    decoded = (decode(Loadout, mods) for (mods,) in rows)
    return tuple(loadout for loadout in decoded if loadout is not None)
