"""What the platforms told, remembered whole enough to show a folder offline."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from modstead.domain.project import Freshness, GalleryImage, License, Project, ProjectRef, SideSupport
from modstead.domain.version import Channel, Dependency, DependencyKind, Hashes, Version, VersionFile
from modstead.storage.database import Database
from modstead.storage.identities import Identities, Told

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
VERSION = Version(
    provider="modrinth",
    id="v1",
    project_id="p1",
    number="1.0",
    channel=Channel.BETA,
    loaders=("fabric",),
    game_versions=("1.21",),
    published=NOW,
    files=(VersionFile("https://example.org/a.jar", "a.jar", 10, Hashes("a" * 40, "b" * 128), primary=True),),
    dependencies=(Dependency(DependencyKind.REQUIRED, project_id="p2"),),
)
PROJECT = Project(
    ref=ProjectRef("modrinth", "p1"),
    slug="example",
    title="Example",
    client_side=SideSupport.REQUIRED,
    license=License("MIT", "MIT License"),
    links={"Source code": "https://example.org"},
    published=NOW,
)


def test_versions_are_remembered_by_hash_also_that_there_is_none(database: Database) -> None:
    async def round_trip() -> dict[str, Told[Version | None]]:
        identities = Identities(database)
        await identities.remember_versions("modrinth", {"a": VERSION, "b": None}, NOW)
        await identities.remember_versions("elsewhere", {"a": None}, NOW)
        return await identities.versions("modrinth", ["a", "b", "c"])

    assert asyncio.run(round_trip()) == {"a": Told(VERSION, NOW), "b": Told(None, NOW)}


def test_the_newest_word_counts(database: Database) -> None:
    later = NOW + timedelta(hours=1)

    async def round_trip() -> dict[str, Told[Version | None]]:
        identities = Identities(database)
        await identities.remember_versions("modrinth", {"a": None}, NOW)
        await identities.remember_versions("modrinth", {"a": replace(VERSION, changelog="long")}, later)
        return await identities.versions("modrinth", ["a"])

    assert asyncio.run(round_trip()) == {"a": Told(VERSION, later)}


def test_projects_are_remembered_without_what_a_list_does_not_show(database: Database) -> None:
    bulky = replace(
        PROJECT,
        body="# Long",
        gallery=(GalleryImage("u"),),
        version_ids=("v1",),
        freshness=Freshness(NOW, offline=True),
    )

    async def round_trip() -> dict[str, Told[Project]]:
        identities = Identities(database)
        await identities.remember_projects([bulky], NOW.astimezone(timezone(timedelta(hours=2))))
        return await identities.projects("modrinth", ["p1", "p2"])

    assert asyncio.run(round_trip()) == {"p1": Told(PROJECT, NOW)}


def test_what_is_remembered_in_another_form_is_not_known(database: Database) -> None:
    async def round_trip() -> tuple[object, object]:
        identities = Identities(database)
        await identities.remember_versions("modrinth", {"a": VERSION, "b": None}, NOW)
        await identities.remember_projects([PROJECT], NOW)
        for statement in (
            "UPDATE told_version SET version = x'80'",
            "UPDATE told_project SET project = x'80'",
        ):
            await database.run(lambda connection, text=statement: connection.execute(text), write=True)
        return await identities.versions("modrinth", ["a"]), await identities.projects("modrinth", ["p1"])

    assert asyncio.run(round_trip()) == ({}, {})
