"""What is in a folder: scanned from the disk, identified by the platform, remembered for when it is away."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from modstead.domain.identity import Evidence, Identity, Match, Unknown, Verdict, identity
from modstead.domain.instance import (
    DISABLED_SUFFIX,
    FileFailure,
    InstalledMod,
    Instance,
    Library,
    Manifest,
    ManifestReading,
    ModFile,
)
from modstead.domain.plan import Operation
from modstead.domain.project import Project, provider_in
from modstead.domain.version import Version
from modstead.errors import CatalogError
from modstead.instances.hashing import CancelFlag, HashingProgress
from modstead.instances.inspection import inspect_files
from modstead.instances.metadata import read_icon
from modstead.instances.scanner import Scan, scan
from modstead.instances.watcher import changes
from modstead.services.catalogs import Catalogs
from modstead.services.identification import Identification
from modstead.services.memory import Memory
from modstead.services.origins import Origins, Past
from modstead.services.threads import run_cancellable
from modstead.storage.file_index import FileIndex
from modstead.storage.identities import without_bulk, without_changelog

_log = logging.getLogger(__name__)

ScanProgress = HashingProgress

_PROJECTS_STAY_FRESH = timedelta(hours=12)
_UNKNOWN_STAYS_UNKNOWN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Names:
    """What is known of some files: versions by sha1, projects by ID; `away` where the platform could not be asked.

    Of those that the platform does not know by their hash, `verdicts` and `matches` by sha1 tell what they may be.
    """

    versions: Mapping[str, Version]
    projects: Mapping[str, Project]
    away: CatalogError | None = None
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    matches: Mapping[str, Match] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Folder:
    """What the disk says. `before` is the version that each name held when it was last known, with its title."""

    instance: Instance
    found: Scan
    readings: Mapping[str, ManifestReading]
    before: Mapping[str, tuple[Version, str]] = field(default_factory=dict)

    @property
    def hashes(self) -> list[str]:
        return [file.sha1 for file in self.found.files]

    def reading(self, file: ModFile) -> ManifestReading:
        return self.readings.get(file.sha1) or ManifestReading()


class LibraryService:
    """`now` gives the time with its zone."""

    def __init__(
        self,
        catalog: Catalogs,
        files: FileIndex,
        memory: Memory,
        past: Past,
        now: Callable[[], datetime],
    ) -> None:
        self._catalog = catalog
        self._files = files
        self._memory = memory
        self._now = now
        self._origins = Origins(catalog, memory, past, now)
        self._identification = Identification(catalog, memory, now)

    def changes(self, folder: Path) -> AsyncGenerator[None, None]:
        """One value for each burst of changes that anybody makes to the files of a folder, until it is closed."""
        return changes(folder)

    async def scan_quick(
        self, instance: Instance, progress: Callable[[ScanProgress], None] | None = None
    ) -> Library:
        """What disk and memory say, without the network.

        Raises:
            FolderMissing, FolderUnreadable: the folder itself; what a file does wrong is in `Library.failures`.
        """
        folder = await self._read(instance, progress)
        names = await self._remembered(folder.hashes)
        return await self._library(folder, names)

    async def scan(
        self,
        instance: Instance,
        progress: Callable[[ScanProgress], None] | None = None,
        *,
        titles: bool = True,
        recognise: bool = True,
    ) -> Library:
        """The same, with what the platform says of files that were not identified yet, in one batch.

        Where the platform is out of reach, what is remembered has to do, and `Library.offline` says so. Without
        `titles` projects are not asked for; then, and without `recognise`, neither is what files are whose hash the
        platform does not know.
        """
        folder = await self._read(instance, progress)
        names = await self.identified(folder.hashes, titles=titles)
        if await self._origins.recover(instance.folder, set(folder.hashes) - names.versions.keys()):
            names = await self.identified(folder.hashes, titles=titles)
        if titles and recognise and not names.away:
            unknown = [
                Unknown(file.sha1, file.jar_name, reading.manifests, instance.content)
                for file in folder.found.files
                if not (reading := folder.reading(file)).unread
            ]
            names = await self.recognised(unknown, names)
        return await self._library(folder, names, heard=True)

    async def _read(self, instance: Instance, progress: Callable[[ScanProgress], None] | None) -> _Folder:
        def work(cancelled: CancelFlag) -> _Folder:
            if awaits_its_folder(instance):
                return _Folder(instance, Scan(()), {})
            found = scan(
                instance.folder, self._files, instance.content, progress=progress, cancelled=cancelled
            )
            readings = inspect_files(
                instance.folder,
                found.files,
                self._files,
                loader=instance.loader,
                content=instance.content,
                cancelled=cancelled,
            )
            return _Folder(instance, found, readings)

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
                answer = await self._catalog.versions_by_hash(asked)
            except CatalogError as error:
                away = error
            else:
                found = {sha1: without_changelog(version) for sha1, version in answer.items()}
                versions |= found
                await self._memory.remember_versions({sha1: found.get(sha1) for sha1 in asked}, now)
        projects, projects_away = await self._projects(_project_ids(versions), now, titles=titles)
        return await self._with_guesses(
            Names(versions, projects, away or projects_away), set(hashes) - versions.keys()
        )

    async def recognised(self, files: Iterable[Unknown], names: Names) -> Names:
        """The same with what the platform's catalogue says of files of which nothing is known but what they say."""
        asked = [
            file for file in files if file.sha1 not in names.versions and file.sha1 not in names.verdicts
        ]
        if not asked:
            return names
        return replace(names, matches={**names.matches, **await self._identification.matches(asked)})

    async def _with_guesses(self, names: Names, unknown: Collection[str]) -> Names:
        if not unknown:
            return names
        verdicts = await self._memory.verdicts(unknown)
        matches = await self._identification.remembered(unknown)
        return replace(names, verdicts=verdicts, matches=matches)

    async def _remembered(self, hashes: Collection[str]) -> Names:
        told = await self._memory.versions(hashes)
        versions = {sha1: item.value for sha1, item in told.items() if item.value}
        projects = await self._memory.projects(_project_ids(versions))
        names = Names(versions, {project_id: item.value for project_id, item in projects.items()})
        return await self._with_guesses(names, set(hashes) - versions.keys())

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
        found: dict[str, Project] = {}
        away = None
        for asked in ({one for one in wanted if not provider_in(one)}, set(filter(provider_in, wanted))):
            try:
                answer = await self._catalog.projects(asked) if asked else {}
            except CatalogError as error:
                # What is remembered does for another platform; the folder is not offline for that.
                _log.info("Not all projects could be asked for: %s", error)
                away = away or (None if any(map(provider_in, asked)) else error)
            else:
                found |= {project_id: without_bulk(project) for project_id, project in answer.items()}
        await self._memory.remember_projects(found.values(), now)
        return projects | found, away

    async def _library(self, folder: _Folder, names: Names, *, heard: bool = False) -> Library:
        """All that is known, put together. What the platform was `heard` to say is remembered of the folder."""
        content = await self._memory.content(folder.instance.folder) if folder.found.files else {}
        if heard:
            await self._remember_content(folder, names, content)
        changed = {
            file.jar_name: content[file.jar_name]
            for file in folder.found.files
            if file.sha1 not in names.versions and content.get(file.jar_name, file.sha1) != file.sha1
        }
        folder = (
            replace(folder, before=await self._versions_before(changed, ask=heard)) if changed else folder
        )
        # Nothing is known of them yet: taking them for broken would have them removed.
        unread = {
            file.name: folder.reading(file).problems[0]
            for file in folder.found.files
            if folder.reading(file).unread and file.sha1 not in names.versions
        }
        mods = [self._mod(file, folder, names) for file in folder.found.files if file.name not in unread]
        mods.sort(key=lambda mod: (mod.title.casefold(), mod.file.name))
        found = folder.found
        return Library(
            folder.instance,
            tuple(mods),
            (*found.failures, *(FileFailure(name, reason) for name, reason in unread.items())),
            names.away is not None,
            names.away,
            unpacked=found.unpacked,
        )

    async def _remember_content(self, folder: _Folder, names: Names, content: Mapping[str, str]) -> None:
        lies = {file.jar_name: file.sha1 for file in folder.found.files}
        known = {name: sha1 for name, sha1 in lies.items() if sha1 in names.versions}
        kept = {name: sha1 for name, sha1 in content.items() if name in lies}
        if content != (now := kept | known):
            await self._memory.remember_content(folder.instance.folder, now)

    async def installed(self, folder: Path, operations: Collection[Operation]) -> None:
        """Remember that these have put published content into a folder: under which name, and what it is.

        What it is has to be remembered of platforms that look no file up by its hash.
        """
        content = {
            operation.after.name.removesuffix(DISABLED_SUFFIX): operation.after.sha1
            for operation in operations
            if operation.after
        }
        if content:
            remembered = await self._memory.content(folder)
            await self._memory.remember_content(folder, {**remembered, **content})
        await self._origins.remember(operations)

    async def _versions_before(
        self, changed: Mapping[str, str], *, ask: bool
    ) -> Mapping[str, tuple[Version, str]]:
        hashes = set(changed.values())
        names = await (self.identified(hashes) if ask else self._remembered(hashes))
        found = {}
        for name, sha1 in changed.items():
            version = names.versions.get(sha1)
            if version:
                project = names.projects.get(version.project_id)
                found[name] = (version, project.title if project else version.name)
        return found

    def _mod(self, file: ModFile, folder: _Folder, names: Names) -> InstalledMod:
        reading = folder.reading(file)
        before = folder.before.get(file.jar_name, (None, ""))
        known = self.identity(file.sha1, reading.manifests, names, folder.instance, before)
        return InstalledMod(
            file,
            identified_by=known.identified_by,
            manifests=reading.manifests,
            version=known.version,
            project=known.project,
            problems=() if known.chosen and known.project is None else reading.problems,
            nested=reading.nested,
            altered=known.altered,
            chosen=known.chosen,
            offers=known.offers,
            claims=known.claims,
        )

    def identity(
        self,
        sha1: str,
        manifests: tuple[Manifest, ...],
        names: Names,
        instance: Instance | None = None,
        before: tuple[Version | None, str] = (None, ""),
    ) -> Identity:
        """What a file is, out of what `identified` and `recognised` found, and what lay there `before` it."""
        version = names.versions.get(sha1)
        evidence = Evidence(
            manifests,
            version,
            names.projects.get(version.project_id) if version else None,
            names.matches.get(sha1),
            names.verdicts.get(sha1),
            *before,
        )
        return identity(evidence, instance, self._catalog.title)

    async def choose(self, sha1: str, project: Project | None) -> None:
        """Remember the user's word on a file, wherever it lies: it is of this project, or, with None, left alone.

        It holds until the platform knows the file by its hash. The next scan shows it.

        Raises:
            StorageError: it cannot be remembered.
        """
        await self._memory.remember_verdict(sha1, Verdict(project), self._now())

    async def forget_choice(self, sha1: str) -> None:
        """Take that word back.

        Raises:
            StorageError: it cannot be forgotten.
        """
        await self._memory.forget_verdict(sha1)

    async def icon(self, instance: Instance, mod: InstalledMod) -> bytes | None:
        """The picture inside the JAR, as hostile bytes, or None."""
        manifest = next((manifest for manifest in mod.manifests if manifest.icon), None)
        if manifest is None:
            return None
        return await asyncio.to_thread(read_icon, instance.folder / mod.file.name, manifest)


def awaits_its_folder(instance: Instance) -> bool:
    """Whether the game is there but has no mods folder yet: it holds no mods then. Blocks."""
    return instance.root is not None and instance.root.is_dir() and not instance.folder.exists()


def make_awaited_folder(instance: Instance) -> None:
    """A new instance has no mods folder before its first mod; what comes next says where it cannot be made. Blocks."""
    if awaits_its_folder(instance):
        with suppress(OSError):
            instance.folder.mkdir()


def _project_ids(versions: Mapping[str, Version]) -> set[str]:
    return {version.project_id for version in versions.values()}
