"""Bringing the launcher's own list up to a change that is done."""

import logging
import os
import stat
from pathlib import Path

from modstead.domain.plan import FileState
from modstead.errors import FileError, FileVanished
from modstead.instances.disk import Disk
from modstead.instances.journal import Entry, IndexStep
from modstead.instances.kept import KeptFiles
from modstead.instances.place import OperationFiles

_log = logging.getLogger(__name__)

FOLDER = ".index"


class IndexSwap:
    """What one operation makes of the list. It comes after the operation is marked as done and goes forward only: what
    lies in staging tells how far it came, so that it may be repeated after an interruption at any point, and an
    operation that is put back has never touched the list. Entries that somebody changed meanwhile are left alone.
    """

    def __init__(
        self, folder: Path, disk: Disk, kept: KeptFiles, entry: Entry, files: OperationFiles
    ) -> None:
        self._folder = folder / FOLDER
        self._disk = disk
        self._kept = kept
        self._entry = entry
        self._files = files

    def check_staged(self) -> None:
        """Before the operation is marked as done: afterwards an entry that somebody removed cannot be had again.

        Raises:
            FileVanished: a new entry is no longer in staging.
        """
        for step in self._entry.index:
            if step.after and self._disk.status(self._files.new_file(step.slot)) is None:
                raise FileVanished(
                    f"{FOLDER}/{step.after.name} is gone before it could be put into place.",
                    "All was put back.",
                )

    def settle(self) -> None:
        """Put the new entries in the place of the old ones, which are kept.

        Raises:
            OSError, FileError: the disk failed; repeat it later.
        """
        steps = self._entry.index
        if not steps or self._disk.status(self._files.root) is None:
            return
        if self._is_there():
            for step in steps:
                self._replace(step)
            self._disk.sync_folder(self._folder)
        else:
            _log.warning("%s cannot be kept in step: it is not there, or not ours to write to.", self._folder)
        for step in steps:
            self._keep(self._files.old_file(step.slot))

    def _is_there(self) -> bool:
        """Whether the list can be written to, now that one that is begun is made; one that was removed is not."""
        if not any(step.before for step in self._entry.index):
            self._disk.make_folder(self._folder)
        return is_usable(self._folder, self._disk)

    def _replace(self, step: IndexStep) -> None:
        state = step.before or step.after
        if state is None:
            return
        target, new = self._folder / state.name, self._files.new_file(step.slot)
        if step.after and self._disk.status(new) is None:
            # It is in place already, or lost: then an old entry is better than none.
            return
        status = self._disk.status(target)
        if status is not None:
            if not (step.before and self._holds(target, status, step.before)):
                return
            self._step_aside(step, target, status)
        if step.after and self._disk.status(target) is None:
            self._disk.move_new(new, target)

    def _step_aside(self, step: IndexStep, target: Path, checked: os.stat_result) -> None:
        """Move the old entry to staging; one that was replaced at that very moment comes back."""
        aside = self._files.old_file(step.slot)
        self._disk.rename(target, aside)
        found = self._disk.status(aside)
        if found is None or (found.st_ino, found.st_size, found.st_mtime_ns) != (
            checked.st_ino,
            checked.st_size,
            checked.st_mtime_ns,
        ):
            self._disk.move_new(aside, target)

    def _keep(self, aside: Path) -> None:
        """Whatever it is that stepped aside."""
        if self._disk.status(aside) is None:
            return
        found = self._disk.digest(aside)
        self._kept.take_in(aside, FileState(aside.name, found.size, found.hashes.sha1, found.hashes.sha512))

    def _holds(self, path: Path, status: os.stat_result, state: FileState) -> bool:
        if not stat.S_ISREG(status.st_mode) or status.st_size != state.size:
            return False
        try:
            return self._disk.digest(path).hashes.sha512 == state.sha512
        except FileError:
            return False


def is_usable(folder: Path, disk: Disk) -> bool:
    """Whether it is a folder that can be written to; a link in its place is not followed."""
    status = disk.status(folder)
    if status is None or not stat.S_ISDIR(status.st_mode):
        return False
    return os.access(folder, os.R_OK | os.W_OK | os.X_OK)
