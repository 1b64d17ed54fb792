"""The folders of mods that the user has opened, and what they told of them."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from modstead.domain.instance import Loader
from modstead.storage.database import Database
from modstead.storage.encoding import folder_key, time_text

Row = tuple[bytes, str, str, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class KnownFolder:
    """`loader` and `game_version` are what the user told; None leaves it to detection."""

    folder: Path
    name: str
    launcher: str = ""
    loader: Loader | None = None
    game_version: str | None = None
    last_opened: datetime | None = None


class Folders:
    """Everything raises StorageError as `Database` does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[KnownFolder, ...]:
        """The folder opened last first; those never opened come last, by name."""
        rows = await self._database.run(
            lambda connection: connection.execute(
                "SELECT path, name, launcher, loader, game_version, last_opened FROM known_folder"
                " ORDER BY last_opened IS NULL, last_opened DESC, name"
            ).fetchall()
        )
        return tuple(_known_folder(row) for row in rows)

    async def find(self, folder: Path) -> KnownFolder | None:
        return next(iter(await self.find_all((folder,))), None)

    async def find_all(self, folders: Iterable[Path]) -> tuple[KnownFolder, ...]:
        """Those of the folders that are known, in their order."""
        keys = [folder_key(folder) for folder in folders]
        rows = await self._database.run(
            lambda connection: [
                connection.execute(
                    "SELECT path, name, launcher, loader, game_version, last_opened FROM known_folder WHERE key = ?",
                    (key,),
                ).fetchone()
                for key in keys
            ]
        )
        return tuple(_known_folder(row) for row in rows if row is not None)

    async def remember(self, known: KnownFolder) -> None:
        """Adds a folder, or replaces what was known of it; `last_opened` is kept where None is given."""
        row = (
            folder_key(known.folder),
            os.fsencode(known.folder.absolute()),
            known.name,
            known.launcher,
            known.loader.value if known.loader else None,
            known.game_version,
            time_text(known.last_opened) if known.last_opened else None,
        )
        await self._database.run(
            lambda connection: connection.execute(
                "INSERT INTO known_folder VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
                " path = excluded.path, name = excluded.name, launcher = excluded.launcher, loader = excluded.loader,"
                " game_version = excluded.game_version, last_opened = coalesce(excluded.last_opened, last_opened)",
                row,
            ),
            write=True,
        )

    async def begin_move(self, folder: Path, loader: Loader | None, game_version: str | None) -> None:
        """The folder's files are about to become ones for another game."""
        row = (folder_key(folder), loader.value if loader else None, game_version)
        await self._database.run(
            lambda connection: connection.execute("INSERT OR REPLACE INTO begun_move VALUES (?, ?, ?)", row),
            write=True,
        )

    async def begun_move(self, folder: Path) -> tuple[Loader | None, str | None] | None:
        """What was begun and not ended, since the process did not live to do so."""
        key = folder_key(folder)
        row = await self._database.run(
            lambda connection: connection.execute(
                "SELECT loader, game_version FROM begun_move WHERE folder = ?", (key,)
            ).fetchone()
        )
        if row is None:
            return None
        loader, game_version = row
        return (Loader(loader) if loader in tuple(Loader) else None), game_version

    async def end_move(self, folder: Path) -> None:
        key = (folder_key(folder),)
        await self._database.run(
            lambda connection: connection.execute("DELETE FROM begun_move WHERE folder = ?", key), write=True
        )

    async def forget(self, *folders: Path) -> None:
        """Drops folders from the list; they themselves stay as they are."""
        keys = [(folder_key(folder),) for folder in folders]
        await self._database.run(
            lambda connection: connection.executemany("DELETE FROM known_folder WHERE key = ?", keys),
            write=True,
        )


def _known_folder(row: Row) -> KnownFolder:
    path, name, launcher, loader, game_version, last_opened = row
    return KnownFolder(
        folder=Path(os.fsdecode(path)),
        name=name,
        launcher=launcher,
        loader=Loader(loader) if loader in tuple(Loader) else None,
        game_version=game_version,
        last_opened=datetime.fromisoformat(last_opened) if last_opened else None,
    )
