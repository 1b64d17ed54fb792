"""Where files came from whose platforms look none up by its hash: remembered as they come, and found again."""

import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from modstead.domain.changes import installed_version, may_be_of
from modstead.domain.plan import HistoryEntry, Operation
from modstead.domain.version import Version
from modstead.errors import CatalogError, ModsteadError, NotFound
from modstead.services.catalogs import Catalogs
from modstead.services.memory import Memory
from modstead.storage.identities import without_changelog

_log = logging.getLogger(__name__)

Past = Callable[[Path], Awaitable[Sequence[HistoryEntry]]]
"""What was changed in a folder, by its own records."""


class Origins:
    """`now` gives the time with its zone."""

    def __init__(self, catalogs: Catalogs, memory: Memory, past: Past, now: Callable[[], datetime]) -> None:
        self._catalogs = catalogs
        self._memory = memory
        self._past = past
        self._now = now
        self._looked_at: set[Path] = set()

    async def remember(self, operations: Iterable[Operation]) -> None:
        """Remember what these have put into a folder, if nobody could tell it by the hash."""
        coming = self._nameless(operations)
        told = await self._memory.versions(coming) if coming else {}
        new = {
            sha1: operation for sha1, operation in coming.items() if not (sha1 in told and told[sha1].value)
        }
        if not new:
            return
        found = await self._told(new)
        await self._keep(
            {
                sha1: installed_version(operation, found.get(operation.version_id))
                for sha1, operation in new.items()
                if may_be_of(operation, found.get(operation.version_id))
            }
        )

    async def recover(self, folder: Path, unknown: Collection[str]) -> bool:
        """Look up in the folder's records, once in a run, what these files are; whether anything was learnt.

        Records may have come with the folder from anywhere: what they claim counts where the platform has the file.
        """
        looks_all_up = all(catalog.capabilities.hash_lookup for catalog in self._catalogs.all)
        if looks_all_up or not unknown or folder in self._looked_at:
            return False
        self._looked_at.add(folder)
        try:
            entries = await self._past(folder)
        except ModsteadError as error:
            _log.info("What came into %s before is not known: %s", folder, error)
            return False
        claims = self._nameless(operation for entry in reversed(entries) for operation in entry.operations)
        claims = {sha1: operation for sha1, operation in claims.items() if sha1 in unknown}
        told = await self._told(claims) if claims else {}
        vouched = {
            sha1: version
            for sha1, operation in claims.items()
            if (version := told.get(operation.version_id)) and version.has_file(sha1)
        }
        await self._keep(vouched)
        return bool(vouched)

    async def _keep(self, versions: Mapping[str, Version]) -> None:
        if versions:
            kept = {sha1: without_changelog(version) for sha1, version in versions.items()}
            await self._memory.remember_versions(kept, self._now())

    async def _told(self, operations: Mapping[str, Operation]) -> Mapping[str, Version]:
        """What the platforms say of the versions; nothing where they cannot be asked."""
        try:
            return await self._catalogs.versions_by_id({item.version_id for item in operations.values()})
        except CatalogError as error:
            _log.info("Only what is known already is remembered of new files: %s", error)
            return {}

    def _nameless(self, operations: Iterable[Operation]) -> dict[str, Operation]:
        """The operations that brought what no hash leads back to, by the sha1 of what they brought."""
        return {
            operation.after.sha1: operation
            for operation in operations
            if operation.after
            and operation.version_id
            and operation.project
            and not self._looks_up(operation.project.provider)
        }

    def _looks_up(self, provider: str) -> bool:
        try:
            return self._catalogs.of(provider).capabilities.hash_lookup
        except NotFound:
            return False
