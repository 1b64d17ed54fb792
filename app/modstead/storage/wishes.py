"""Which game version, with which loader, the user waits for in a folder."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from modstead.domain.instance import Loader
from modstead.storage.database import Database
from modstead.storage.encoding import folder_key, time_text


@dataclass(frozen=True, slots=True)
class Wish:
    """`loader` is None in folders that need none."""

    game_version: str
    loader: Loader | None = None


class Wishes:
    """Everything raises StorageError as `Database` does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, folder: Path) -> Wish | None:
        key = folder_key(folder)
        row: tuple[str, str | None] | None = await self._database.run(
            lambda connection: connection.execute(
                "SELECT game_version, loader FROM wish WHERE folder = ?", (key,)
            ).fetchone()
        )
        if row is None:
            return None
        game_version, loader = row
        return Wish(game_version, Loader(loader) if loader in tuple(Loader) else None)

    async def remember(self, folder: Path, wish: Wish, at: datetime) -> None:
        """In place of an earlier one."""
        row = (
            folder_key(folder),
            wish.game_version,
            wish.loader.value if wish.loader else None,
            time_text(at),
        )
        await self._database.run(
            lambda connection: connection.execute("INSERT OR REPLACE INTO wish VALUES (?, ?, ?, ?)", row),
            write=True,
        )

    async def forget(self, folder: Path) -> None:
        key = (folder_key(folder),)
        await self._database.run(
            lambda connection: connection.execute("DELETE FROM wish WHERE folder = ?", key), write=True
        )
