"""What was said of folders, and the order of game versions."""

import asyncio
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from domain_values import mod, version
from modstead.domain.catalog import GameVersionTag
from modstead.domain.policies import FolderPolicies, ModPolicy, Policy, Snooze, Subject
from modstead.domain.version import Channel
from modstead.errors import StorageError
from modstead.storage.database import Database
from modstead.storage.game_versions import ToldGameVersions
from modstead.storage.policies import Policies

A, B, C, D = (mod(version(name)) for name in ("AAAA", "BBBB", "CCCC", "DDDD"))
EVERYTHING = (
    FolderPolicies(Policy(pinned=False, channel=Channel.ALPHA, snooze=Snooze(game_version="1.21.5")))
    .with_mod(A, lambda _before: Policy(True, Channel.BETA, Snooze(until=date(2026, 11, 30))))
    .with_mod(B, lambda _before: Policy(snooze=Snooze("v1", "1.0")))
    .joined((A, C))
    .joined((B, D))
)


def test_all_that_was_said_is_kept_by_folder(database: Database, tmp_path: Path) -> None:
    async def round_trip() -> None:
        policies = Policies(database)
        assert await policies.change(tmp_path / "one", lambda _before: EVERYTHING) == EVERYTHING
        found = await policies.of(tmp_path / "one")
        assert found == EVERYTHING
        assert [item.title for item in found.group(C)] == ["Project AAAA", "Project CCCC"]
        assert not await policies.of(tmp_path / "two")
        await policies.change(tmp_path / "two", lambda before: before.joined((A, B)))
        assert await policies.of(tmp_path / "one") == EVERYTHING
        assert not await policies.change(tmp_path / "one", lambda _before: FolderPolicies())
        assert not await policies.of(tmp_path / "one")
        assert (await policies.of(tmp_path / "two")).group(A)

    asyncio.run(round_trip())


def test_changes_of_two_at_a_time_are_both_kept(database: Database, tmp_path: Path) -> None:
    other = Database(tmp_path / "data" / "modstead.db")

    async def pin(policies: Policies, index: int) -> None:
        named = mod(version(f"P{index:03}"))
        await policies.change(
            tmp_path, lambda before: before.with_mod(named, lambda policy: replace(policy, pinned=True))
        )

    async def both() -> FolderPolicies:
        here, there = Policies(database), Policies(other)
        await asyncio.gather(*(pin((here, there)[index % 2], index) for index in range(20)))
        return await here.of(tmp_path)

    try:
        assert len(asyncio.run(both()).mods) == 20
    finally:
        other.close()


def test_words_in_another_form_are_passed_over(database: Database, tmp_path: Path) -> None:
    async def round_trip() -> FolderPolicies:
        policies = Policies(database)
        await policies.change(tmp_path, lambda _before: EVERYTHING)
        await database.run(
            lambda connection: connection.execute("UPDATE policy SET snooze = '{', channel = 'nightly'"),
            write=True,
        )
        return await policies.of(tmp_path)

    found = asyncio.run(round_trip())
    assert found.folder == Policy(pinned=False)
    assert found.mods == (ModPolicy(Subject("modrinth:AAAA"), Policy(pinned=True)),)
    assert found.together == EVERYTHING.together


def test_a_failed_change_leaves_what_was_said(database: Database, tmp_path: Path) -> None:
    def fail(_before: FolderPolicies) -> FolderPolicies:
        raise ValueError("No.")

    async def round_trip() -> FolderPolicies:
        policies = Policies(database)
        await policies.change(tmp_path, lambda _before: EVERYTHING)
        with pytest.raises(ValueError, match="No"):
            await policies.change(tmp_path, fail)
        return await policies.of(tmp_path)

    assert asyncio.run(round_trip()) == EVERYTHING


def test_a_database_that_never_was_holds_none_but_one_that_cannot_be_read_may(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    never = Database(tmp_path / "file" / "modstead.db")
    assert asyncio.run(Policies(never).of(tmp_path)) == FolderPolicies()
    never.close()
    (tmp_path / "folder").mkdir()
    unreadable = Database(tmp_path / "folder")
    with pytest.raises(StorageError):
        asyncio.run(Policies(unreadable).of(tmp_path))
    unreadable.close()


def test_the_order_of_game_versions_is_remembered_by_platform(database: Database) -> None:
    tags = (GameVersionTag("1.21.5", major=True), GameVersionTag("25w14a", "snapshot"))

    async def round_trip() -> None:
        told = ToldGameVersions(database)
        assert await told.of("modrinth") == ()
        await told.remember("modrinth", tags[1:])
        await told.remember("modrinth", tags)
        assert await told.of("modrinth") == tags
        assert await told.of("elsewhere") == ()
        await database.run(
            lambda connection: connection.execute("UPDATE told_game_versions SET versions = x'80'"),
            write=True,
        )
        assert await told.of("modrinth") == ()

    asyncio.run(round_trip())
