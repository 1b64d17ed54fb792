"""The user's word on files, and what lay under which name."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from modstead.domain.identity import Match, Verdict
from modstead.domain.project import Project, ProjectRef
from modstead.domain.version import Version
from modstead.storage.database import Database
from modstead.storage.identities import Identities, Told
from modstead.storage.known_content import KnownContent
from modstead.storage.verdicts import Verdicts

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PROJECT = Project(ProjectRef("modrinth", "p1"), "example", "Example")


def test_a_word_is_kept_until_it_is_taken_back(database: Database) -> None:
    async def round_trip() -> tuple[dict[str, Verdict], dict[str, Verdict]]:
        verdicts = Verdicts(database)
        await verdicts.remember("a", Verdict(PROJECT), NOW)
        await verdicts.remember("b", Verdict(PROJECT), NOW)
        await verdicts.remember("b", Verdict(None), NOW)
        before = await verdicts.of(["a", "b", "c"])
        await verdicts.forget("a")
        await verdicts.forget("never spoken of")
        return before, await verdicts.of(["a", "b", "c"])

    before, after = asyncio.run(round_trip())
    assert before == {"a": Verdict(PROJECT), "b": Verdict(None)}
    assert after == {"b": Verdict(None)}


def test_a_word_in_another_form_is_not_taken_for_silence_or_for_leave_it_alone(database: Database) -> None:
    async def round_trip() -> dict[str, Verdict]:
        verdicts = Verdicts(database)
        await verdicts.remember("a", Verdict(PROJECT), NOW)
        await database.run(
            lambda connection: connection.execute("UPDATE verdict SET project = x'80'"), write=True
        )
        return await verdicts.of(["a"])

    assert asyncio.run(round_trip()) == {}


def test_content_is_remembered_by_folder(database: Database, tmp_path: Path) -> None:
    async def round_trip() -> tuple[dict[str, str], dict[str, str]]:
        content = KnownContent(database)
        await content.remember(tmp_path / "one", {"a.jar": "1", "b.jar": "2"})
        await content.remember(tmp_path / "one", {"a.jar": "3", "\udcff.jar": "4"})
        return await content.of(tmp_path / "one"), await content.of(tmp_path / "two")

    assert asyncio.run(round_trip()) == ({"a.jar": "3"}, {})


def test_matches_are_remembered_without_what_a_list_does_not_show(database: Database) -> None:
    bulky = Project(ProjectRef("modrinth", "p1"), "example", "Example", body="# Long")
    version = Version("modrinth", "v1", "p1", "1.0", changelog="Long")

    async def round_trip() -> dict[str, Told[Match]]:
        identities = Identities(database)
        await identities.remember_matches(
            "modrinth", {"a": Match(bulky, (version,)), "b": Match(offers=(bulky,)), "c": Match()}, NOW
        )
        return await identities.matches("modrinth", ["a", "b", "c", "d"])

    assert asyncio.run(round_trip()) == {
        "a": Told(Match(PROJECT, (Version("modrinth", "v1", "p1", "1.0"),)), NOW),
        "b": Told(Match(offers=(PROJECT,)), NOW),
        "c": Told(Match(), NOW),
    }
