"""Which Minecraft the user waits for in a folder."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from modstead.domain.instance import Loader
from modstead.storage.database import Database
from modstead.storage.wishes import Wish, Wishes

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_folder_has_one_wish_until_it_is_forgotten(database: Database) -> None:
    async def round_trip() -> list[Wish | None]:
        wishes = Wishes(database)
        found = [await wishes.of(Path("/games/a"))]
        await wishes.remember(Path("/games/a"), Wish("26.1", Loader.FABRIC), NOW)
        await wishes.remember(Path("/games/x/../a"), Wish("26.2"), NOW)
        found.append(await wishes.of(Path("/games/a/")))
        await wishes.forget(Path("/games/a"))
        found.append(await wishes.of(Path("/games/a")))
        return found

    assert asyncio.run(round_trip()) == [None, Wish("26.2"), None]


def test_a_loader_of_a_newer_modstead_is_none(database: Database) -> None:
    async def round_trip() -> Wish | None:
        wishes = Wishes(database)
        await wishes.remember(Path("/games/a"), Wish("26.1", Loader.FABRIC), NOW)
        await database.run(
            lambda connection: connection.execute("UPDATE wish SET loader = 'loom'"), write=True
        )
        return await wishes.of(Path("/games/a"))

    assert asyncio.run(round_trip()) == Wish("26.1")
