"""Which published content last lay under each name of a folder, so that a file that changes in place is noticed."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from modstead.storage.database import Database
from modstead.storage.encoding import decode, encode, folder_key, is_text

if TYPE_CHECKING:
    import sqlite3


class KnownContent:
    """Everything raises StorageError as `Database` does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, folder: Path) -> dict[str, str]:
        """sha1 by file name, without `.disabled`: of content that a platform knew when it lay there."""
        key = folder_key(folder)
        return await self._database.run(lambda connection: _content(connection, key))

    async def remember(self, folder: Path, content: Mapping[str, str]) -> None:
        """In place of what was remembered of that folder. Names that are not text on this system are left out."""
        key = folder_key(folder)
        files = encode({name: sha1 for name, sha1 in content.items() if is_text(name)})
        await self._database.run(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO known_content VALUES (?, ?)", (key, files)
            ),
            write=True,
        )


def _content(connection: "sqlite3.Connection", key: bytes) -> dict[str, str]:
    row = connection.execute("SELECT files FROM known_content WHERE key = ?", (key,)).fetchone()
    return {} if row is None else decode(dict[str, str], row[0]) or {}
