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
    """What is known of new files, by sha1, and why nothing is known of the others, by name."""

    arrivals: Mapping[str, Arrival]
    failures: Mapping[str, ModsteadError] = field(default_factory=dict)


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
        coming = {
            item.after.sha1: item for item in new_files(tuple(operations)) if item.after and item.after.sha1
        }
        readings = dict(await asyncio.to_thread(self._known, tuple(coming)))
        unread = tuple(item for sha1, item in coming.items() if sha1 not in readings)
        failures: Mapping[str, ModsteadError] = {}
        if unread:
            await asyncio.to_thread(make_awaited_folder, plan.instance)
            found = await self._stager.arrivals(replace(plan, operations=unread), progress=progress)
            failures = found.failures
            readings |= found.readings
            certain = {sha1: reading for sha1, reading in found.readings.items() if not reading.unread}
            await asyncio.to_thread(self._remember, certain)
        return replace(await self._learnt(plan, readings), failures=failures)

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
