"""The folders whose files have moved to another game while what starts them says the old one."""

import os
from collections.abc import Iterable
from pathlib import Path

from modstead.domain.instance import Loader
from modstead.domain.plan import Move
from modstead.storage.database import Database
from modstead.storage.encoding import folder_key


class MovedFolders:
    """Each with a move from what starts it to what its files are for.

    Everything raises StorageError as `Database` does.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> dict[Path, Move]:
        rows = await self._database.run(
            lambda connection: connection.execute(
                "SELECT path, started_loader, started_game_version, loader, game_version FROM moved_folder"
            ).fetchall()
        )
        return {Path(os.fsdecode(path)): _move(*words) for path, *words in rows}

    async def find_all(self, folders: Iterable[Path]) -> dict[Path, Move]:
        """Those of the folders that have moved so, in their order."""
        keys = {folder: folder_key(folder) for folder in folders}
        rows = await self._database.run(
            lambda connection: {
                folder: connection.execute(
                    "SELECT started_loader, started_game_version, loader, game_version FROM moved_folder"
                    " WHERE folder = ?",
                    (key,),
                ).fetchone()
                for folder, key in keys.items()
            }
        )
        return {folder: _move(*row) for folder, row in rows.items() if row is not None}

    async def remember(self, folder: Path, move: Move) -> None:
        row = (
            folder_key(folder),
            os.fsencode(folder),
            move.from_loader.value if move.from_loader else None,
            move.from_game_version,
            move.loader.value if move.loader else None,
            move.game_version,
        )
        await self._database.run(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO moved_folder VALUES (?, ?, ?, ?, ?, ?)", row
            ),
            write=True,
        )

    async def forget(self, folder: Path) -> None:
        key = (folder_key(folder),)
        await self._database.run(
            lambda connection: connection.execute("DELETE FROM moved_folder WHERE folder = ?", key),
            write=True,
        )


def _move(
    started_loader: str | None, started_game_version: str | None, loader: str | None, game_version: str | None
) -> Move:
    return Move(_loader(started_loader), started_game_version, _loader(loader), game_version)


def _loader(word: str | None) -> Loader | None:
    return Loader(word) if word in tuple(Loader) else None
