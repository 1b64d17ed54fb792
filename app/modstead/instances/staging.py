"""Getting a plan's new files together beside the folder, whole and verified, before anything in it is touched."""

import asyncio
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from modstead.domain.catalog import Downloads
from modstead.domain.plan import Download, FileState, Kept, LocalFile, Source, Stage
from modstead.domain.version import Hashes
from modstead.errors import (
    CatalogError,
    DamagedDownload,
    DownloadError,
    FileError,
    FolderChanged,
    ModsteadError,
    PlanError,
    UndoImpossible,
)
from modstead.instances.blocking import in_thread
from modstead.instances.disk import Disk, told
from modstead.instances.hashing import HashedFile
from modstead.instances.held import HeldDownloads
from modstead.instances.journal import Step
from modstead.instances.kept import KeptFiles
from modstead.instances.place import OperationFiles, Place
from modstead.instances.reporting import Reporter

_log = logging.getLogger(__name__)

FETCHED_BYTES = 512 * 1024 * 1024
"""How much of failed changes is held for trying again."""

OF_ONE_FILE = (CatalogError, DownloadError, FileError, PlanError)
"""Failures that concern one operation, so that the others may go on without it."""


@dataclass(frozen=True, slots=True)
class Staged:
    """By slot: what lies in staging, and why an operation's file could not be had."""

    files: Mapping[int, HashedFile]
    failures: Mapping[int, ModsteadError]


class Staging:
    """The new files of one operation. Make it, `fill` it, and `salvage` it where the operation does not come off."""

    def __init__(
        self,
        place: Place,
        disk: Disk,
        downloads: Downloads,
        operation_id: str,
        *,
        parallel: int,
        reporter: Reporter,
    ) -> None:
        self._place = place
        self._disk = disk
        self._kept = KeptFiles(place, disk)
        self._downloads = downloads
        self._reporter = reporter
        self._parallel = asyncio.Semaphore(parallel)
        # More threads than cores hash no faster and keep the event loop waiting for its turn.
        self._hashing = asyncio.Semaphore(os.cpu_count() or 1)
        self.operation_id = operation_id
        self.files: OperationFiles = place.files(operation_id)
        self._staged: dict[int, HashedFile] = {}
        self._failures: dict[int, ModsteadError] = {}
        self._held = HeldDownloads(place, disk)
        self._here: Mapping[str, int] = {}
        self._lasting: dict[int, str] = {}
        self._moved: dict[int, str] = {}
        self._missed: set[str] = set()

    async def fill(self, steps: Sequence[Step], *, leave_out_failures: bool) -> Staged:
        """Fetch and copy everything that `steps` bring in, several at a time, and verify it.

        Where nothing is fetched this is told as the stage of verification, which it begins.
        Without `leave_out_failures` the first failure ends the others; with it, failures of single files are told.

        Raises:
            ModsteadError, OSError: as the source or the disk has it; what was verified so far can be salvaged.
        """
        coming = [step for step in steps if step.operation.source]
        sizes = sum(step.operation.source.size for step in coming if step.operation.source)
        await in_thread(partial(self.files.make, self._disk))
        fetches = [step.operation.source for step in coming if isinstance(step.operation.source, Download)]
        self._here = await in_thread(partial(self._held.sizes, fetches))
        self._reporter.begin(Stage.DOWNLOAD if fetches else Stage.VERIFY, len(coming), sizes)
        try:
            async with asyncio.TaskGroup() as group:
                for step in coming:
                    group.create_task(self._stage(step, leave_out_failures))
        except BaseExceptionGroup as failures:
            raise _first(failures) from failures
        await in_thread(self._bring_together)
        self._reporter.end()
        return Staged(self._staged, self._failures)

    def salvage(self) -> None:
        """Hold what arrived, whole or in part, for trying again, up to `FETCHED_BYTES`, and remove the rest. Blocks.

        Raises:
            OSError: the disk failed, or an old file is still there.
        """
        for slot, sha512 in self._moved.items():
            path = self.files.new_file(slot)
            if self._disk.status(path) is not None:
                self._disk.rename(path, self._held.path(sha512))
        self._disk.remove_folder(self.files.old)
        self._disk.remove_tree(self.files.root)
        self._held.bound(FETCHED_BYTES)

    def forget_fetched(self) -> None:
        """Once a change has come off, nothing is held any longer but what it could not bring. Blocks."""
        self._held.bound(0, but=self._missed)

    async def _stage(self, step: Step, leave_out: bool) -> None:
        name = step.operation.file_name
        try:
            found = await self._bring(step, name)
            if step.operation.after:
                as_found(step.operation.after, found)
        except OF_ONE_FILE as error:
            _name_file(error, name)
            if not leave_out:
                raise
            self._failures[step.slot] = error
        else:
            self._staged[step.slot] = found
            self._reporter.file_finished(name, found.size)

    async def _bring(self, step: Step, name: str) -> HashedFile:
        source, target = step.operation.source, self.files.new_file(step.slot)
        match source:
            case Download():
                return await self._download(source, target, step.slot, name)
            case LocalFile():
                async with self._parallel:
                    found = await in_thread(partial(self._disk.copy_new, source.path, target, source.size))
                if not matches(found, source):
                    raise FolderChanged(
                        f"{source.path.name} has changed since it was looked at.", remedy="Add it once more."
                    )
                return found
            case Kept():
                copy = partial(self._kept.copy_out, source.hashes.sha512, source.size, target)
                async with self._parallel:
                    kept = await in_thread(copy)
                if kept is None or not matches(kept, source):
                    raise UndoImpossible(
                        f"{name} cannot be restored.", "Its old bytes are no longer kept, or are damaged."
                    )
                if step.operation.after and step.operation.after.link:
                    await in_thread(partial(self._link_again, step.operation.after, kept, target))
                return kept
        raise PlanError(
            f"{name} cannot be put into the folder.", "The plan does not say where it comes from."
        )

    def _link_again(self, after: FileState, kept: HashedFile, target: Path) -> None:
        """Put the link that was there in the place of the copy, if it still leads to the same bytes."""
        place = self._place.folder / after.link
        try:
            leads_to = self._disk.digest(place)
        except FileError:
            return
        link = self.files.root / f"link-{target.name}"
        if leads_to.hashes == kept.hashes and self._disk.make_link(after.link, link):
            self._disk.rename(link, target)

    async def _download(self, source: Download, target: Path, slot: int, name: str) -> HashedFile:
        """Where its sha512 is known it arrives among the held downloads, so that a later attempt may go on with it.

        A file that was put together from parts and is damaged for it is fetched once more, whole.
        """
        held = self._held.claim(source)
        if held is None:
            await self._fetch(source, target, name)
            return self._compared(await self._digested(target, source), source, name)
        self._missed.add(source.hashes.sha512)
        here = self._here.get(source.hashes.sha512)
        found = await self._found(source) if here == source.size else None
        if found is not None:
            self._reporter.file_held(name, source.size, source.size)
        else:
            found = await self._fetched(source, held, name, here or 0)
        self._lasting[slot] = source.hashes.sha512
        self._missed.discard(source.hashes.sha512)
        return found

    async def _found(self, source: Download) -> HashedFile | None:
        """The file from a change that failed, if what is held is the very file."""
        found = await self._digested(self._held.path(source.hashes.sha512), source)
        if matches(found, source):
            return found
        await in_thread(partial(self._held.drop, source))
        return None

    async def _fetched(self, source: Download, held: Path, name: str, here: int) -> HashedFile:
        pieced = await self._fetch(source, held, name, here, resumes=True)
        found = await self._digested(held, source)
        if pieced and not matches(found, source):
            await in_thread(partial(self._held.drop, source))
            await self._fetch(source, held, name, resumes=True)
            found = await self._digested(held, source)
        if not matches(found, source):
            await in_thread(partial(self._held.drop, source))
        return self._compared(found, source, name)

    async def _fetch(
        self, source: Download, path: Path, name: str, here: int = 0, *, resumes: bool = False
    ) -> bool:
        """Whether it came in parts; `here` bytes of it lie there already."""
        written = partial(self._reporter.file_bytes, name, total=source.size)
        waits = partial(self._reporter.file_waits, name, source.size)
        async with self._parallel:
            # It runs from now on, also while its server thinks.
            self._reporter.file_held(name, here, source.size)
            try:
                return await self._downloads.fetch(source, path, written, waits, resumes=resumes)
            except OSError as error:
                raise told(error, self._place.folder) from error

    async def _digested(self, path: Path, source: Download) -> HashedFile:
        """What lies on the disk, flushed, with all hashes that the source announced."""
        async with self._hashing:
            return await in_thread(partial(_flushed, self._disk, path, sha256=bool(source.hashes.sha256)))

    def _compared(self, found: HashedFile, source: Download, name: str) -> HashedFile:
        if not matches(found, source):
            raise DamagedDownload(f"{name} arrived damaged.", _difference(found, source))
        return found

    def _bring_together(self) -> None:
        for slot, sha512 in self._lasting.items():
            self._disk.rename(self._held.path(sha512), self.files.new_file(slot))
            self._moved[slot] = sha512
        self._disk.sync_folder(self.files.new)


def matches(found: HashedFile, source: Source) -> bool:
    """Whether a file has the size and the hashes that its source announced."""
    return found.size == source.size and not source.hashes.refuse(found.hashes)


def as_found(after: FileState, found: HashedFile) -> FileState:
    """What a plan says of a new file, with the hashes that its bytes have.

    Raises:
        PlanError: the plan says something else of it, and must not be believed.
    """
    if found.hashes.contradict(Hashes(after.sha1, after.sha512)):
        raise PlanError(f"{after.name} is not the file that the plan names.", "The plan contradicts itself.")
    return replace(after, size=found.size, sha1=found.hashes.sha1, sha512=found.hashes.sha512)


def _flushed(disk: Disk, path: Path, *, sha256: bool) -> HashedFile:
    disk.sync(path)
    return disk.digest(path, sha256=sha256)


def _difference(found: HashedFile, source: Source) -> str:
    """In which respect a file is not what was announced."""
    if found.size != source.size:
        return f"It has {found.size} bytes instead of {source.size}."
    name = source.hashes.refuse(found.hashes)
    now, announced = getattr(found.hashes, name), getattr(source.hashes, name)
    return f"Its {name} is {now[:16]}… instead of {announced[:16]}…."


def _name_file(error: ModsteadError, name: str) -> None:
    """What a platform says of a failure need not name the file that was asked for."""
    if name not in str(error):
        error.detail = f"{error.detail} The file asked for was {name}.".strip()


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
