"""What is remembered of files and projects. A database that fails costs requests, never an answer."""

import logging
from collections.abc import Awaitable, Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from modstead.domain.identity import Match, Verdict
from modstead.domain.project import Project, provider_in
from modstead.domain.version import Version
from modstead.errors import StorageError
from modstead.storage.database import Database
from modstead.storage.identities import Identities, Told
from modstead.storage.known_content import KnownContent
from modstead.storage.verdicts import Verdicts

_log = logging.getLogger(__name__)

K = TypeVar("K")
V = TypeVar("V")


class Memory:
    """`provider` is the main platform, whose IDs name none. Only the user's own word is worth an error."""

    def __init__(self, provider: str, database: Database) -> None:
        self._provider = provider
        self._identities = Identities(database)
        self._verdicts = Verdicts(database)
        self._content = KnownContent(database)

    async def versions(self, hashes: Collection[str]) -> Mapping[str, Told[Version | None]]:
        """What the main platform said of these files; of those that came from another one, which version they are."""
        told = await _recalled("these files", self._identities.versions(self._provider, hashes))
        unknown = {sha1 for sha1 in hashes if sha1 not in told or told[sha1].value is None}
        if not unknown:
            return told
        elsewhere = self._identities.versions_elsewhere(self._provider, unknown)
        return {**told, **await _recalled("these files", elsewhere)}

    async def projects(self, ids: Collection[str]) -> Mapping[str, Told[Project]]:
        by_provider: dict[str, list[str]] = {}
        for project_id in ids:
            by_provider.setdefault(provider_in(project_id) or self._provider, []).append(project_id)
        told: dict[str, Told[Project]] = {}
        for provider, own in by_provider.items():
            told |= await _recalled("these projects", self._identities.projects(provider, own))
        return told

    async def matches(self, hashes: Collection[str]) -> Mapping[str, Told[Match]]:
        return await _recalled("these files", self._identities.matches(self._provider, hashes))

    async def verdicts(self, hashes: Collection[str]) -> Mapping[str, Verdict]:
        return await _recalled("what was said of these files", self._verdicts.of(hashes))

    async def content(self, folder: Path) -> Mapping[str, str]:
        return await _recalled(f"what lay in {folder}", self._content.of(folder))

    async def remember_versions(self, answers: Mapping[str, Version | None], at: datetime) -> None:
        by_provider: dict[str, dict[str, Version | None]] = {}
        for sha1, version in answers.items():
            provider = version.provider if version else self._provider
            by_provider.setdefault(provider, {})[sha1] = version
        for provider, own in by_provider.items():
            await _kept("of files", self._identities.remember_versions(provider, own, at))

    async def remember_projects(self, projects: Iterable[Project], at: datetime) -> None:
        await _kept("of projects", self._identities.remember_projects(projects, at))

    async def remember_matches(self, matches: Mapping[str, Match], at: datetime) -> None:
        await _kept("of unknown files", self._identities.remember_matches(self._provider, matches, at))

    async def remember_content(self, folder: Path, content: Mapping[str, str]) -> None:
        await _kept(f"of what lies in {folder}", self._content.remember(folder, content))

    async def remember_verdict(self, sha1: str, verdict: Verdict, at: datetime) -> None:
        """Raises StorageError."""
        await self._verdicts.remember(sha1, verdict, at)

    async def forget_verdict(self, sha1: str) -> None:
        """Raises StorageError."""
        await self._verdicts.forget(sha1)


async def _recalled(what: str, asked: Awaitable[Mapping[K, V]]) -> Mapping[K, V]:
    try:
        return await asked
    except StorageError as error:
        _log.warning("Nothing is remembered of %s: %s", what, error)
        return {}


async def _kept(what: str, done: Awaitable[None]) -> None:
    try:
        await done
    except StorageError as error:
        _log.warning("What was learnt %s is not remembered: %s", what, error)
