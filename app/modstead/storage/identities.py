"""What the platforms last told of files and projects, so that a folder is shown whole at once and offline."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from modstead.domain.identity import Match
from modstead.domain.project import Project
from modstead.domain.version import Version
from modstead.storage.database import Database
from modstead.storage.encoding import decode, encode, json_list, time_text

if TYPE_CHECKING:
    import sqlite3

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Told(Generic[T_co]):
    """A platform's word and when it was given."""

    value: T_co
    at: datetime


class Identities:
    """Everything is asked and remembered in batches, and raises StorageError as `Database` does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def versions(self, provider: str, sha1s: Iterable[str]) -> dict[str, Told[Version | None]]:
        """The version that each file belongs to, by sha1: None where the platform did not know the file.

        Files that it was never asked for are missing. Changelogs are not kept.
        """
        wanted = json_list(sha1s)
        return await self._database.run(lambda connection: _versions(connection, provider, wanted))

    async def versions_elsewhere(self, provider: str, sha1s: Iterable[str]) -> dict[str, Told[Version]]:
        """The versions that files belong to by the word of other platforms than this one."""
        wanted = json_list(sha1s)
        return await self._database.run(lambda connection: _versions_elsewhere(connection, provider, wanted))

    async def remember_versions(
        self, provider: str, versions: Mapping[str, Version | None], at: datetime
    ) -> None:
        """What the platform answered for each sha1, None where it did not know it."""
        time = time_text(at)
        await self._database.run(
            lambda connection: connection.executemany(
                "INSERT OR REPLACE INTO told_version VALUES (?, ?, ?, ?)",
                (
                    (provider, sha1, time, encode(without_changelog(version)) if version else None)
                    for sha1, version in versions.items()
                ),
            ),
            write=True,
        )

    async def projects(self, provider: str, project_ids: Iterable[str]) -> dict[str, Told[Project]]:
        """Projects by ID, without body, gallery and versions, which a folder's list does not show."""
        wanted = json_list(project_ids)
        return await self._database.run(lambda connection: _projects(connection, provider, wanted))

    async def remember_projects(self, projects: Iterable[Project], at: datetime) -> None:
        time, told = time_text(at), tuple(projects)
        await self._database.run(
            lambda connection: connection.executemany(
                "INSERT OR REPLACE INTO told_project VALUES (?, ?, ?, ?)",
                (
                    (project.ref.provider, project.ref.project_id, time, encode(without_bulk(project)))
                    for project in told
                ),
            ),
            write=True,
        )

    async def matches(self, provider: str, sha1s: Iterable[str]) -> dict[str, Told[Match]]:
        """What was found for files that the platform does not know by their hash, be it nothing; by sha1."""
        wanted = json_list(sha1s)
        return await self._database.run(lambda connection: _matches(connection, provider, wanted))

    async def remember_matches(self, provider: str, matches: Mapping[str, Match], at: datetime) -> None:
        time = time_text(at)
        await self._database.run(
            lambda connection: connection.executemany(
                "INSERT OR REPLACE INTO told_match VALUES (?, ?, ?, ?)",
                ((provider, sha1, time, encode(brief(match))) for sha1, match in matches.items()),
            ),
            write=True,
        )


# Both encoding and decoding are done on the database's thread: thousands of values would hold up the event loop.


def _versions(
    connection: "sqlite3.Connection", provider: str, wanted: str
) -> dict[str, Told[Version | None]]:
    rows = connection.execute(
        "SELECT sha1, told_at, version FROM told_version"
        " WHERE provider = ? AND sha1 IN (SELECT value FROM json_each(?))",
        (provider, wanted),
    )
    told: dict[str, Told[Version | None]] = {}
    for sha1, at, data in rows:
        version = None if data is None else decode(Version, data)
        if data is None or version is not None:
            told[sha1] = Told(version, datetime.fromisoformat(at))
    return told


def _versions_elsewhere(
    connection: "sqlite3.Connection", provider: str, wanted: str
) -> dict[str, Told[Version]]:
    rows = connection.execute(
        "SELECT sha1, told_at, version FROM told_version WHERE provider <> ? AND version IS NOT NULL"
        " AND sha1 IN (SELECT value FROM json_each(?))",
        (provider, wanted),
    )
    decoded = ((sha1, at, decode(Version, data)) for sha1, at, data in rows)
    return {
        sha1: Told(version, datetime.fromisoformat(at))
        for sha1, at, version in decoded
        if version is not None
    }


def _projects(connection: "sqlite3.Connection", provider: str, wanted: str) -> dict[str, Told[Project]]:
    rows = connection.execute(
        "SELECT project_id, told_at, project FROM told_project"
        " WHERE provider = ? AND project_id IN (SELECT value FROM json_each(?))",
        (provider, wanted),
    )
    decoded = ((project_id, at, decode(Project, data)) for project_id, at, data in rows)
    return {
        project_id: Told(project, datetime.fromisoformat(at))
        for project_id, at, project in decoded
        if project is not None
    }


def _matches(connection: "sqlite3.Connection", provider: str, wanted: str) -> dict[str, Told[Match]]:
    rows = connection.execute(
        "SELECT sha1, told_at, found FROM told_match"
        " WHERE provider = ? AND sha1 IN (SELECT value FROM json_each(?))",
        (provider, wanted),
    )
    decoded = ((sha1, at, decode(Match, data)) for sha1, at, data in rows)
    return {sha1: Told(match, datetime.fromisoformat(at)) for sha1, at, match in decoded if match is not None}


def brief(match: Match) -> Match:
    """The match without texts and pictures, which a folder's list does not show."""
    return Match(
        without_bulk(match.project) if match.project else None,
        tuple(map(without_changelog, match.versions)),
        tuple(without_bulk(project) for project in match.offers),
    )


def without_changelog(version: Version) -> Version:
    return replace(version, changelog=None) if version.changelog else version


def without_bulk(project: Project) -> Project:
    """The project without text and pictures, which a folder's list does not show and many of which take room."""
    if not (project.body or project.gallery or project.version_ids or project.freshness):
        return project
    return replace(project, body="", gallery=(), version_ids=(), freshness=None)
