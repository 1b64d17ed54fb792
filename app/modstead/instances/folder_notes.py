"""Small documents of ours about a folder, beside its journal: they go where the folder goes, and need no database.

An unfinished one is called `.tmp`, as a journal's is, so that recovery clears it away.
"""

import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from modstead.errors import FileError, FolderReadOnly
from modstead.instances.blocking import in_thread
from modstead.instances.disk import Disk, told
from modstead.instances.place import place_of, readable_place_of

T = TypeVar("T")

LONGEST = 4 * 1024 * 1024
"""Bytes of a document."""
_ATTEMPTS = 3


class FolderNotes:
    """Reads and writes them whole, in threads. `name` is the document's plain file name."""

    def __init__(self, disk: Disk | None = None) -> None:
        self._disk = disk or Disk()

    async def read(self, folder: Path, name: str) -> bytes | None:
        """The document, or None where there is none that can be read.

        Raises:
            FolderMissing, FolderUnreadable: there is no such folder.
        """
        return await _told(folder, partial(self._read, folder, name))

    async def write(self, folder: Path, name: str, content: bytes) -> None:
        """Put the document in the place of the old one, durably.

        Raises:
            FolderError, FileError: it could not be written; the old one is still there.
        """
        await _told(folder, partial(self._changed, folder, name, content))

    async def remove(self, folder: Path, name: str) -> None:
        """Remove the document, if there is one; raises as `write` does."""
        await _told(folder, partial(self._changed, folder, name, None))

    def _read(self, folder: Path, name: str) -> bytes | None:
        place = readable_place_of(folder, self._disk)
        if place is None:
            return None
        try:
            return self._disk.read(place.journal / name, LONGEST)
        except (FileError, OSError):
            return None

    def _changed(self, folder: Path, name: str, content: bytes | None) -> None:
        """Needs no lock: the last one to write counts, and each document is whole."""
        place = place_of(folder, self._disk)
        try:
            place.make(self._disk)
            path = place.journal / name
            if content is None:
                self._disk.remove(path)
            else:
                self._put(path, content)
            self._disk.sync_folder(place.journal)
        except PermissionError as error:
            raise FolderReadOnly(
                f"Nothing can be noted of {place.folder}.", f"{place.home} cannot be written to."
            ) from error

    def _put(self, path: Path, content: bytes) -> None:
        for left in reversed(range(_ATTEMPTS)):
            unfinished = path.with_name(f"{path.stem}-{secrets.token_hex(4)}.tmp")
            self._disk.write_new(unfinished, content)
            try:
                self._disk.rename(unfinished, path)
            except FileNotFoundError:
                # Recovery, which another Modstead may have begun just now, took it for left behind.
                if not left:
                    raise
            else:
                return


async def _told(folder: Path, work: Callable[[], T]) -> T:
    try:
        return await in_thread(work)
    except OSError as error:
        raise told(error, folder) from error
