"""The folders that the user has opened."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

from modstead.domain.instance import Loader
from modstead.storage.database import Database
from modstead.storage.folders import Folders, KnownFolder

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)


def test_folders_come_with_the_one_opened_last_first(database: Database) -> None:
    never = KnownFolder(Path("/games/c"), "C")
    early = KnownFolder(Path("/games/a"), "A", "MultiMC", Loader.FORGE, "1.20.1", EARLY)
    late = KnownFolder(Path(os.fsdecode(b"/games/\xff")), "B", loader=Loader.QUILT, last_opened=LATE)

    async def round_trip() -> tuple[KnownFolder, ...]:
        folders = Folders(database)
        for known in (never, early, late):
            await folders.remember(known)
        return await folders.all()

    assert asyncio.run(round_trip()) == (late, early, never)


def test_what_is_told_anew_replaces_what_was_known_but_not_when_it_was_opened(database: Database) -> None:
    async def round_trip() -> KnownFolder | None:
        folders = Folders(database)
        await folders.remember(KnownFolder(Path("/games/a"), "Old", "", Loader.FORGE, "1.20.1", EARLY))
        await folders.remember(KnownFolder(Path("/games/x/../a"), "New", "MultiMC"))
        return await folders.find(Path("/games/a/"))

    known = asyncio.run(round_trip())
    assert known is not None
    assert (known.name, known.launcher, known.loader, known.last_opened) == ("New", "MultiMC", None, EARLY)


def test_a_forgotten_folder_is_gone_from_the_list(database: Database) -> None:
    async def round_trip() -> tuple[KnownFolder | None, tuple[KnownFolder, ...]]:
        folders = Folders(database)
        await folders.remember(KnownFolder(Path("/games/a"), "A"))
        await folders.forget(Path("/games/a"))
        return await folders.find(Path("/games/a")), await folders.all()

    assert asyncio.run(round_trip()) == (None, ())


def test_a_loader_that_this_modstead_does_not_know_is_none(database: Database) -> None:
    async def round_trip() -> KnownFolder | None:
        folders = Folders(database)
        await folders.remember(KnownFolder(Path("/games/a"), "A", loader=Loader.FORGE))
        await database.run(lambda c: c.execute("UPDATE known_folder SET loader = 'other'"), write=True)
        return await folders.find(Path("/games/a"))

    known = asyncio.run(round_trip())
    assert known is not None
    assert known.loader is None
