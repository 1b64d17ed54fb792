"""What the user said of files, by their content, so that it is not asked again wherever they lie."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from modstead.domain.identity import Verdict
from modstead.domain.project import Project
from modstead.storage.database import Database
from modstead.storage.encoding import decode, encode, json_list, time_text

if TYPE_CHECKING:
    import sqlite3


class Verdicts:
    """Everything raises StorageError as `Database` does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, sha1s: Iterable[str]) -> dict[str, Verdict]:
        """The user's word on these files, by sha1; those never spoken of are missing."""
        wanted = json_list(sha1s)
        return await self._database.run(lambda connection: _verdicts(connection, wanted))

    async def remember(self, sha1: str, verdict: Verdict, at: datetime) -> None:
        row = (sha1, time_text(at), None if verdict.project is None else encode(verdict.project))
        await self._database.run(
            lambda connection: connection.execute("INSERT OR REPLACE INTO verdict VALUES (?, ?, ?)", row),
            write=True,
        )

    async def forget(self, sha1: str) -> None:
        await self._database.run(
            lambda connection: connection.execute("DELETE FROM verdict WHERE sha1 = ?", (sha1,)), write=True
        )


def _verdicts(connection: "sqlite3.Connection", wanted: str) -> dict[str, Verdict]:
    rows = connection.execute(
        "SELECT sha1, project FROM verdict WHERE sha1 IN (SELECT value FROM json_each(?))", (wanted,)
    )
    found: dict[str, Verdict] = {}
    for sha1, data in rows:
        project = None if data is None else decode(Project, data)
        if data is None or project is not None:
            found[sha1] = Verdict(project)
    return found
