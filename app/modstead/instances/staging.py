"""Getting a plan's new files together beside the folder, whole and verified, before anything in it is touched."""

import asyncio
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from modstead.domain.catalog import Downloads
from modstead.domain.plan import Download, FileState, Kept, LocalFile, Source, Stage
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
from modstead.instances.journal import Step
from modstead.instances.kept import KeptFiles, is_sha512
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
        self.files: OperationFiles = place.files(operation_id)
        self._staged: dict[int, HashedFile] = {}
        self._failures: dict[int, ModsteadError] = {}
        self._fetched: dict[int, str] = {}

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
        fetches = any(isinstance(step.operation.source, Download) for step in coming)
        self._reporter.begin(Stage.DOWNLOAD if fetches else Stage.VERIFY, len(coming), sizes)
        try:
            async with asyncio.TaskGroup() as group:
                for step in coming:
                    group.create_task(self._stage(step, leave_out_failures))
        except BaseExceptionGroup as failures:
            raise _first(failures) from failures
        await in_thread(partial(self._disk.sync_folder, self.files.new))
        self._reporter.end()
        return Staged(self._staged, self._failures)

    def salvage(self) -> None:
        """Hold the verified downloads for trying again, up to `FETCHED_BYTES`, and remove the rest. Blocks.

        Raises:
            OSError: the disk failed, or an old file is still there.
        """
        for slot, sha512 in self._fetched.items():
            path = self.files.new_file(slot)
            if self._disk.status(path) is not None:
                self._disk.rename(path, self._place.fetched / sha512)
        self._disk.remove_folder(self.files.old)
        self._disk.remove_tree(self.files.root)
        self._bound_fetched(FETCHED_BYTES)

    def forget_fetched(self) -> None:
        """Once a change has come off, nothing is held any longer. Blocks."""
        self._bound_fetched(0)

    def _bound_fetched(self, limit: int) -> None:
        held = []
        for name in self._disk.names(self._place.fetched):
            status = self._disk.status(self._place.fetched / name)
            if status is not None:
                held.append((status.st_mtime_ns, status.st_size, name))
        total = sum(size for _, size, _ in held)
        for _, size, name in sorted(held):
            if total <= limit:
                return
            self._disk.remove(self._place.fetched / name)
            total -= size

    async def _stage(self, step: Step, leave_out: bool) -> None:
        name = step.operation.file_name
        try:
            found = await self._bring(step, name)
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
        async with self._parallel:
            found = await in_thread(partial(self._held, source, target, slot))
            if found is None:
                written = partial(self._reporter.file_bytes, name, total=source.size)
                waits = partial(self._reporter.file_waits, name, source.size)
                written(0)  # it runs from now on, also while its server thinks
                try:
                    await self._downloads.fetch(source, target, written, waits)
                except OSError as error:
                    raise told(error, self._place.folder) from error
        if found is not None:
            return found
        async with self._hashing:
            arrived = await in_thread(partial(self._verified, source, target, slot))
        if not matches(arrived, source):
            raise DamagedDownload(f"{name} arrived damaged.", _difference(arrived, source))
        return arrived

    def _held(self, source: Download, target: Path, slot: int) -> HashedFile | None:
        """The file from a change that failed, if it is held and whole."""
        if not is_sha512(source.hashes.sha512):
            return None
        held = self._place.fetched / source.hashes.sha512
        if self._disk.status(held) is None:
            return None
        self._disk.rename(held, target)
        found = self._verified(source, target, slot)
        if not matches(found, source):
            self._disk.remove(target)
            return None
        return found

    def _verified(self, source: Download, target: Path, slot: int) -> HashedFile:
        """What lies on disk, flushed; noted if it is what was announced, also where nobody waits for it any more."""
        self._disk.sync(target)
        found = self._disk.digest(target)
        if matches(found, source):
            self._fetched[slot] = found.hashes.sha512
        return found


def matches(found: HashedFile, source: Source) -> bool:
    """Whether a file has the size and the hashes that its source announced."""
    return (
        found.size == source.size
        and source.hashes.sha1 in {"", found.hashes.sha1}
        and source.hashes.sha512 in {"", found.hashes.sha512}
    )


def _difference(found: HashedFile, source: Source) -> str:
    """In which respect a file is not what was announced."""
    if found.size != source.size:
        return f"It has {found.size} bytes instead of {source.size}."
    name = "sha1" if source.hashes.sha1 not in {"", found.hashes.sha1} else "sha512"
    now, announced = getattr(found.hashes, name), getattr(source.hashes, name)
    return f"Its {name} is {now[:16]}… instead of {announced[:16]}…."


def _name_file(error: ModsteadError, name: str) -> None:
    """What a platform says of a failure need not name the file that was asked for."""
    if name not in str(error):
        error.detail = f"{error.detail} The file asked for was {name}.".strip()


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
