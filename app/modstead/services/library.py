"""What is in a folder of mods: scanned from the disk, identified by the platform, remembered for when it is away."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from modstead.domain.catalog import Catalog
from modstead.domain.instance import (
    IdentifiedBy,
    InstalledMod,
    Instance,
    Library,
    Manifest,
    ManifestReading,
    ModFile,
)
from modstead.domain.project import Project
from modstead.domain.version import Version
from modstead.errors import CatalogError, StorageError
from modstead.instances.hashing import CancelFlag, HashingProgress
from modstead.instances.inspection import inspect_files
from modstead.instances.metadata import read_icon
from modstead.instances.scanner import Scan, scan
from modstead.services.threads import run_cancellable
from modstead.storage.file_index import FileIndex
from modstead.storage.identities import Identities, Told

_log = logging.getLogger(__name__)

ScanProgress = HashingProgress

_PROJECTS_STAY_FRESH = timedelta(hours=12)
_UNKNOWN_STAYS_UNKNOWN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Names:
    """What is known of some files: versions by sha1, projects by ID; `away` where the platform could not be asked."""

    versions: Mapping[str, Version]
    projects: Mapping[str, Project]
    away: CatalogError | None = None


class _Memory:
    """What is remembered of files and projects. A database that fails costs requests, never an answer."""

    def __init__(self, provider: str, identities: Identities) -> None:
        self._provider = provider
        self._identities = identities

    async def versions(self, hashes: Collection[str]) -> Mapping[str, Told[Version | None]]:
        try:
            return await self._identities.versions(self._provider, hashes)
        except StorageError as error:
            _log.warning("Nothing is remembered of these files: %s", error)
            return {}

    async def projects(self, ids: Collection[str]) -> Mapping[str, Told[Project]]:
        try:
            return await self._identities.projects(self._provider, ids)
        except StorageError as error:
            _log.warning("Nothing is remembered of these projects: %s", error)
            return {}

    async def remember_versions(self, answers: Mapping[str, Version | None], at: datetime) -> None:
        try:
            await self._identities.remember_versions(self._provider, answers, at)
        except StorageError as error:
            _log.warning("What the platform said of files is not remembered: %s", error)

    async def remember_projects(self, projects: Iterable[Project], at: datetime) -> None:
        try:
            await self._identities.remember_projects(projects, at)
        except StorageError as error:
            _log.warning("What the platform said of projects is not remembered: %s", error)


class LibraryService:
    """`now` gives the time with its zone."""

    def __init__(
        self,
        catalog: Catalog,
        files: FileIndex,
        identities: Identities,
        now: Callable[[], datetime],
    ) -> None:
        self._catalog = catalog
        self._files = files
        self._memory = _Memory(catalog.id, identities)
        self._now = now

    async def scan_quick(
        self, instance: Instance, progress: Callable[[ScanProgress], None] | None = None
    ) -> Library:
        """What disk and memory say, without the network.

        Raises:
            FolderMissing, FolderUnreadable: the folder itself; what a file does wrong is in `Library.failures`.
        """
        found, readings = await self._read(instance, progress)
        names = await self._remembered([file.sha1 for file in found.files])
        return _library(instance, found, readings, names)

    async def scan(
        self,
        instance: Instance,
        progress: Callable[[ScanProgress], None] | None = None,
        *,
        titles: bool = True,
    ) -> Library:
        """The same, with what the platform says of files that were not identified yet, in one batch.

        Where the platform is out of reach, what is remembered has to do, and `Library.offline` says so. Without
        `titles` projects are not asked for.
        """
        found, readings = await self._read(instance, progress)
        names = await self.identified([file.sha1 for file in found.files], titles=titles)
        return _library(instance, found, readings, names)

    async def _read(
        self, instance: Instance, progress: Callable[[ScanProgress], None] | None
    ) -> tuple[Scan, Mapping[str, ManifestReading]]:
        def work(cancelled: CancelFlag) -> tuple[Scan, Mapping[str, ManifestReading]]:
            if awaits_its_folder(instance):
                return Scan(()), {}
            found = scan(instance.folder, self._files, progress=progress, cancelled=cancelled)
            readings = inspect_files(
                instance.folder, found.files, self._files, loader=instance.loader, cancelled=cancelled
            )
            return found, readings

        return await run_cancellable(lambda cancelled: work(cancelled.is_set))

    async def identified(self, hashes: Collection[str], *, titles: bool = True) -> Names:
        """The versions and projects of these files, asking the platform only for what is not remembered."""
        now = self._now()
        told = await self._memory.versions(hashes)
        versions = {sha1: item.value for sha1, item in told.items() if item.value}
        unknown = {
            sha1
            for sha1, item in told.items()
            if item.value is None and now - item.at < _UNKNOWN_STAYS_UNKNOWN
        }
        asked = set(hashes) - versions.keys() - unknown
        away = None
        if asked:
            try:
                found = await self._catalog.versions_by_hash(asked)
            except CatalogError as error:
                away = error
            else:
                versions |= found
                await self._memory.remember_versions({sha1: found.get(sha1) for sha1 in asked}, now)
        projects, projects_away = await self._projects(_project_ids(versions), now, titles=titles)
        return Names(versions, projects, away or projects_away)

    async def _remembered(self, hashes: Collection[str]) -> Names:
        told = await self._memory.versions(hashes)
        versions = {sha1: item.value for sha1, item in told.items() if item.value}
        projects = await self._memory.projects(_project_ids(versions))
        return Names(versions, {project_id: item.value for project_id, item in projects.items()})

    async def _projects(
        self, ids: Collection[str], now: datetime, *, titles: bool
    ) -> tuple[Mapping[str, Project], CatalogError | None]:
        remembered = await self._memory.projects(ids)
        projects = {project_id: item.value for project_id, item in remembered.items()}
        wanted = {
            project_id
            for project_id in ids
            if project_id not in remembered or now - remembered[project_id].at > _PROJECTS_STAY_FRESH
        }
        if not titles or not wanted:
            return projects, None
        try:
            found = await self._catalog.projects(wanted)
        except CatalogError as error:
            return projects, error
        await self._memory.remember_projects(found.values(), now)
        return projects | dict(found), None

    async def icon(self, instance: Instance, mod: InstalledMod) -> bytes | None:
        """The picture inside the JAR, as hostile bytes, or None."""
        manifest = next((manifest for manifest in mod.manifests if manifest.icon), None)
        if manifest is None:
            return None
        return await asyncio.to_thread(read_icon, instance.folder / mod.file.name, manifest)


def _library(
    instance: Instance, found: Scan, readings: Mapping[str, ManifestReading], names: Names
) -> Library:
    mods = [_mod(file, readings.get(file.sha1), names) for file in found.files]
    mods.sort(key=lambda mod: (mod.title.casefold(), mod.file.name))
    return Library(instance, tuple(mods), found.failures, names.away is not None, names.away)


def _mod(file: ModFile, reading: ManifestReading | None, names: Names) -> InstalledMod:
    version = names.versions.get(file.sha1)
    manifests = reading.manifests if reading else ()
    return InstalledMod(
        file,
        identified_by=identified_by(version, manifests),
        manifests=manifests,
        version=version,
        project=names.projects.get(version.project_id) if version else None,
        problems=reading.problems if reading else (),
    )


def awaits_its_folder(instance: Instance) -> bool:
    """Whether the game is there but has no mods folder yet: it holds no mods then. Blocks."""
    return instance.root is not None and instance.root.is_dir() and not instance.folder.exists()


def _project_ids(versions: Mapping[str, Version]) -> set[str]:
    return {version.project_id for version in versions.values()}


def identified_by(version: Version | None, manifests: Sequence[Manifest]) -> IdentifiedBy:
    if version:
        return IdentifiedBy.HASH
    return IdentifiedBy.MANIFEST if manifests else IdentifiedBy.NONE
