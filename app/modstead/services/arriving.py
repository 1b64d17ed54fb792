"""What is inside files that are about to come into a folder, and what the platform says of them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from modstead.domain.instance import ManifestReading
from modstead.domain.plan import Operation, Plan, Progress
from modstead.domain.preflight import Arrival
from modstead.errors import ModsteadError, StorageError
from modstead.instances.arrivals import Arrivals, new_files
from modstead.instances.metadata import ranked
from modstead.services.library import LibraryService, make_awaited_folder
from modstead.storage.file_index import FileIndex

_log = logging.getLogger(__name__)


class Stager(Protocol):
    """Fetches a plan's new files beside its folder: `modstead.instances.transaction.Transactions`."""

    async def arrivals(self, plan: Plan, *, progress: Callable[[Progress], None]) -> Arrivals: ...


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is known of new files, by sha1, and why nothing is known of the others, by name; and by name the sha1 of
    those that were fetched, as some platforms tell other hashes alone.
    """

    arrivals: Mapping[str, Arrival]
    failures: Mapping[str, ModsteadError] = field(default_factory=dict)
    sha1s: Mapping[str, str] = field(default_factory=dict)

    def named(self, operations: Iterable[Operation]) -> tuple[Operation, ...]:
        """The operations with the sha1 of files of which it was not told."""
        return tuple(
            replace(item, after=replace(item.after, sha1=self.sha1s[item.file_name]))
            if item.after and not item.after.sha1 and item.file_name in self.sha1s
            else item
            for item in operations
        )


Learn = Callable[[Plan, Iterable[Operation], Callable[[Progress], None]], Awaitable[Learnt]]
"""How more is learnt of new files: by fetching what is not known yet, or not."""


class ArrivalService:
    """What was read once is known from then on, as the next scan of the folder needs it too."""

    def __init__(self, stager: Stager, library: LibraryService, files: FileIndex) -> None:
        self._stager = stager
        self._library = library
        self._files = files

    async def learn(
        self, plan: Plan, operations: Iterable[Operation], progress: Callable[[Progress], None]
    ) -> Learnt:
        """Of the new files that these operations bring; fetches those that were never looked into.

        Raises:
            FolderError: nothing can be fetched beside the folder.
        """
        coming = new_files(tuple(operations))
        hashes = tuple(dict.fromkeys(item.after.sha1 for item in coming if item.after and item.after.sha1))
        readings = dict(await asyncio.to_thread(self._known, hashes))
        unread = _unread(coming, readings)
        failures: Mapping[str, ModsteadError] = {}
        sha1s: Mapping[str, str] = {}
        if unread:
            await asyncio.to_thread(make_awaited_folder, plan.instance)
            found = await self._stager.arrivals(replace(plan, operations=unread), progress=progress)
            failures, sha1s = found.failures, found.sha1s
            readings |= found.readings
            certain = {sha1: reading for sha1, reading in found.readings.items() if not reading.unread}
            await asyncio.to_thread(self._remember, certain)
        return replace(await self._learnt(plan, readings), failures=failures, sha1s=sha1s)

    async def recall(
        self, plan: Plan, operations: Iterable[Operation], _progress: Callable[[Progress], None]
    ) -> Learnt:
        """The same of those alone that were looked into before; nothing is fetched."""
        coming = [item.after.sha1 for item in new_files(tuple(operations)) if item.after]
        return await self._learnt(plan, await asyncio.to_thread(self._known, coming))

    async def _learnt(self, plan: Plan, readings: Mapping[str, ManifestReading]) -> Learnt:
        names = await self._library.identified(readings)
        loader, content = plan.instance.loader, plan.instance.content
        arrivals = {}
        for sha1, reading in readings.items():
            version = names.versions.get(sha1)
            project = names.projects.get(version.project_id) if version else None
            arrivals[sha1] = Arrival(ranked(reading, loader, content), version, project)
        return Learnt(arrivals)

    def _known(self, hashes: Sequence[str]) -> Mapping[str, ManifestReading]:
        try:
            return self._files.readings(hashes)
        except StorageError as error:
            _log.warning("The new files are read again: %s", error)
            return {}

    def _remember(self, readings: Mapping[str, ManifestReading]) -> None:
        if readings:
            try:
                self._files.remember_readings(readings)
            except StorageError as error:
                _log.warning("What the new files say could not be remembered: %s", error)


def _unread(coming: Iterable[Operation], readings: Mapping[str, ManifestReading]) -> tuple[Operation, ...]:
    """Of these new files, each once, those of which nothing is known."""
    found: dict[str, Operation] = {}
    for item in coming:
        sha1 = item.after.sha1 if item.after else ""
        if sha1 not in readings:
            found.setdefault(sha1 or item.file_name, item)
    return tuple(found.values())
