"""Loadouts in the database."""

import asyncio
from pathlib import Path

from modstead.domain.loadouts import Loadout
from modstead.domain.policies import Subject
from modstead.storage.database import Database
from modstead.storage.loadouts import Loadouts

FOLDER = Path("/games/a")
FULL = Loadout("full", (Subject("modrinth:AAAA", "Amber"),), (Subject("sha1:00", "Own"),))
BARE = Loadout("Bare")


def test_they_are_kept_by_folder_and_name(database: Database) -> None:
    async def round_trip() -> None:
        loadouts = Loadouts(database)
        assert await loadouts.of(FOLDER) == ()
        await loadouts.change(FOLDER, lambda before: (*before, FULL, BARE))
        found = await loadouts.of(Path("/games/x/../a"))
        assert found == (BARE, FULL)
        assert found[1].on[0].title == "Amber"
        assert await loadouts.of(Path("/games/b")) == ()
        await loadouts.change(FOLDER, lambda before: before[1:])
        assert await loadouts.of(FOLDER) == (FULL,)

    asyncio.run(round_trip())


def test_what_a_newer_modstead_wrote_is_passed_over_and_stays(database: Database) -> None:
    async def round_trip() -> int:
        loadouts = Loadouts(database)
        await loadouts.change(FOLDER, lambda before: (FULL, BARE))
        await database.run(
            lambda connection: connection.execute("UPDATE loadout SET mods = x'00' WHERE name = 'full'"),
            write=True,
        )
        assert await loadouts.change(FOLDER, lambda before: before) == (BARE,)
        return await database.run(
            lambda connection: int(connection.execute("SELECT count(*) FROM loadout").fetchone()[0])
        )

    assert asyncio.run(round_trip()) == 2
