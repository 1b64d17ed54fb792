"""The order of game versions as the platforms last told it: it only grows, so an old one is still true."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from modstead.domain.catalog import GameVersionTag
from modstead.storage.database import Database
from modstead.storage.encoding import decode, encode

if TYPE_CHECKING:
    import sqlite3


class ToldGameVersions:
    """Everything raises StorageError as `Database` does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, provider: str) -> tuple[GameVersionTag, ...]:
        """Newest first; empty where none were told yet."""
        return await self._database.run(lambda connection: _versions(connection, provider))

    async def remember(self, provider: str, tags: Sequence[GameVersionTag]) -> None:
        row = (provider, encode(tuple(tags)))
        await self._database.run(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO told_game_versions VALUES (?, ?)", row
            ),
            write=True,
        )


def _versions(connection: "sqlite3.Connection", provider: str) -> tuple[GameVersionTag, ...]:
    row = connection.execute(
        "SELECT versions FROM told_game_versions WHERE provider = ?", (provider,)
    ).fetchone()
    return () if row is None else decode(tuple[GameVersionTag, ...], row[0]) or ()
