"""The swap itself: old files step aside, new ones take their places; and the way back from any point of it."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from modstead.domain.instance import DISABLED_SUFFIX
from modstead.domain.plan import FileState, Note, NoteKind
from modstead.errors import FileError, FolderChanged
from modstead.instances.disk import Disk, same_file
from modstead.instances.file_names import collision_key
from modstead.instances.index_swap import IndexSwap
from modstead.instances.journal import Entry, Step
from modstead.instances.kept import KeptFiles
from modstead.instances.place import Place

Signature = tuple[int, int, int, int]
_MOST_NAMES = 100
_LONGEST_NAME = 255  # bytes, the least of the file systems in use


def signature(status: os.stat_result) -> Signature:
    """Differs when a file was written or replaced; moving it does not change it."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


class Interrupted(Exception):
    """The user cancelled in the middle of the swap."""


@dataclass(slots=True)
class PutBack:
    """What putting a folder back came to: the files that had to be moved, and what could not be put right."""

    moved: list[str] = field(default_factory=list)
    problems: list[Note] = field(default_factory=list)


class Swap:
    """One operation's way between the old folder and the new. All methods block; what is where on disk tells how far
    it came, so that each may be repeated after an interruption at any point.
    """

    def __init__(self, place: Place, disk: Disk, kept: KeptFiles, entry: Entry) -> None:
        self._folder = place.folder
        self._disk = disk
        self._kept = kept
        self._entry = entry
        self._files = place.files(entry.operation_id)
        self._index = IndexSwap(self._folder, disk, kept, entry, self._files)

    def forward(
        self, checked: Mapping[int, Signature], stopped: Callable[[], bool], moved: Callable[[int], None]
    ) -> None:
        """Move everything, old files first. `checked` holds each old file's signature, by slot.

        Raises:
            FolderChanged: a file is not the one that was checked, or a name was taken meanwhile.
            FileVanished: a new entry of the launcher's list is gone.
            Interrupted: `stopped()` became true.
            OSError: the disk failed.
        """
        count = 0
        for step in self._entry.steps:
            if step.operation.before:
                self._step_aside(step, step.operation.before, checked[step.slot])
                count = self._count(count, stopped, moved)
        for step in self._entry.steps:
            if step.operation.after:
                self._move_in(step, step.operation.after)
                count = self._count(count, stopped, moved)
        self._index.check_staged()
        self._disk.sync_folder(self._files.old)
        self._disk.sync_folder(self._folder)

    def put_back(self) -> PutBack:
        """Restore the old folder from wherever the swap came to. Files that are not ours are left as they are.

        Raises:
            OSError, FileError: the disk failed; repeat it later.
        """
        result = PutBack()
        if self._disk.status(self._files.root) is not None:
            self._files.make(self._disk)
            for step in reversed(self._entry.steps):
                self._retract(step, result)
            for step in reversed(self._entry.steps):
                self._restore(step, result)
            self._disk.sync_folder(self._folder)
            self._disk.sync_folder(self._files.old)
        else:
            self._report_missing(result)
        return result

    def tidy(self) -> None:
        """After an operation is done: bring the launcher's list up to it, keep what it replaced, remove the rest of it
        from staging.

        Raises:
            OSError, FileError: the disk failed; repeat it later.
        """
        self._index.settle()
        for step in self._entry.steps:
            if step.operation.before and not step.renames:
                self._kept.take_in(self._files.old_file(step.slot), step.operation.before)
        self._kept.sync()
        self.discard()

    def discard(self) -> None:
        """Remove the operation's files from staging; an old file that is still there makes it fail instead."""
        if self._disk.status(self._files.root) is None:
            return
        self._disk.remove_folder(self._files.old)
        self._disk.remove_tree(self._files.root)

    def _count(self, count: int, stopped: Callable[[], bool], moved: Callable[[int], None]) -> int:
        if stopped():
            raise Interrupted
        moved(count + 1)
        return count + 1

    def _incoming(self, step: Step) -> Path:
        """Where the file waits that goes to the new name."""
        return self._files.old_file(step.slot) if step.renames else self._files.new_file(step.slot)

    def _step_aside(self, step: Step, before: FileState, checked: Signature) -> None:
        aside = self._files.old_file(step.slot)
        self._disk.rename(self._folder / before.name, aside)
        status = self._disk.status(aside)
        if status is None or signature(status) != checked:
            raise FolderChanged(
                f"{before.name} was changed by another program meanwhile.", "All was put back."
            )

    def _move_in(self, step: Step, after: FileState) -> None:
        try:
            self._disk.move_new(self._incoming(step), self._folder / after.name)
        except FileExistsError as error:
            raise FolderChanged(
                f"Another file named {after.name} has appeared meanwhile.", "All was put back."
            ) from error

    def _retract(self, step: Step, result: PutBack) -> None:
        """Take the new file out of the folder again, if it is there and is ours."""
        after, before = step.operation.after, step.operation.before
        if after is None:
            return
        target, incoming = self._folder / after.name, self._incoming(step)
        there, waiting = self._disk.status(target), self._disk.status(incoming)
        if there is None:
            return
        if waiting is not None:
            if same_file(there, waiting):
                self._disk.remove(target)
            return
        if step.renames and before and self._disk.status(self._folder / before.name) is not None:
            return
        if self._holds(target, after) and (before is None or self._recoverable(step, before)):
            self._disk.rename(target, incoming)
            result.moved.append(after.name)

    def _recoverable(self, step: Step, before: FileState) -> bool:
        """Whether the old file can be restored, so that the new one may go."""
        if step.renames or self._disk.status(self._files.old_file(step.slot)) is not None:
            return True
        return self._kept.has(before.sha512, before.size)

    def _restore(self, step: Step, result: PutBack) -> None:
        """Bring the old file back, if it left; a stranger that took its name stays, and it comes beside that."""
        before = step.operation.before
        if before is None:
            return
        target, aside = self._folder / before.name, self._files.old_file(step.slot)
        there, waiting = self._disk.status(target), self._disk.status(aside)
        if waiting is None and there is None:
            if not self._copy_aside(before, aside):
                result.problems.append(_problem(before.name, "It is gone, and no copy of it is kept."))
                return
            waiting = self._disk.status(aside)
        if waiting is None:
            return
        if there is None:
            try:
                self._disk.move_new(aside, target)
            except FileExistsError:
                there = self._disk.status(target)
            else:
                result.moved.append(before.name)
                return
        if there is not None and same_file(there, waiting):
            self._disk.remove(aside)
            return
        if not self._holds(target, before) and (name := self._put_beside(before.name, aside)):
            text = f"Another file has its name by now; it was put back beside that, as {name}."
            result.problems.append(_problem(before.name, text))
            result.moved.append(name)
            return
        found = self._disk.digest(aside)
        self._kept.take_in(aside, FileState(before.name, found.size, found.hashes.sha1, found.hashes.sha512))

    def _put_beside(self, name: str, aside: Path) -> str:
        """Bring an old file back under a free name that no game loads; says which, or nothing where none is free.

        It belongs to the user, who may not know of what is kept for undo.
        """
        own = {
            collision_key(step.operation.before.name) for step in self._entry.steps if step.operation.before
        }
        waiting = self._disk.status(aside)
        for candidate in _names_beside(name):
            if collision_key(candidate) in own or waiting is None:
                continue
            target = self._folder / candidate
            there = self._disk.status(target)
            if there is not None and same_file(there, waiting):
                self._disk.remove(aside)
                return candidate
            try:
                self._disk.move_new(aside, target)
            except FileExistsError:
                continue
            return candidate
        return ""

    def _copy_aside(self, before: FileState, aside: Path) -> bool:
        """Fetch an old file from what is kept, whole or not at all."""
        copy = self._files.root / "copy"
        self._disk.remove(copy)
        if self._kept.copy_out(before.sha512, before.size, copy) is None:
            return False
        self._disk.rename(copy, aside)
        return True

    def _report_missing(self, result: PutBack) -> None:
        """Without its staging nothing of an operation can be moved; what is missing is told."""
        for step in self._entry.steps:
            before, after = step.operation.before, step.operation.after
            names = {state.name for state in (before, after) if state}
            if before and not any(self._disk.status(self._folder / name) for name in names):
                result.problems.append(
                    _problem(before.name, "It is gone, and so is the staging that held it.")
                )

    def _holds(self, path: Path, state: FileState) -> bool:
        """Whether a file has the content stated."""
        try:
            found = self._disk.digest(path)
        except FileError:
            return False
        return found.size == state.size and found.hashes.sha512 == state.sha512


def _names_beside(name: str) -> Iterator[str]:
    """Names for a file whose own is taken: disabled, and then counted."""
    enabled = name[: -len(DISABLED_SUFFIX)] if name.lower().endswith(DISABLED_SUFFIX) else name
    stem, dot, ending = enabled.rpartition(".")
    if len(os.fsencode(enabled + DISABLED_SUFFIX)) <= _LONGEST_NAME:
        yield enabled + DISABLED_SUFFIX
    for number in range(1, _MOST_NAMES):
        count = f" {number}" if number > 1 else ""
        counted = f"{stem or ending} (put back{count}){f'.{ending}' if dot else ''}{DISABLED_SUFFIX}"
        if len(os.fsencode(counted)) <= _LONGEST_NAME:
            yield counted


def _problem(name: str, text: str) -> Note:
    return Note(NoteKind.UNRESOLVED, name, text)
