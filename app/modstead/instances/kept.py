"""Old files of a folder, each once, named by its content: what undo restores from."""

import os
import re
import stat
from pathlib import Path

from modstead.domain.plan import FileState
from modstead.errors import FileError
from modstead.instances.disk import Disk
from modstead.instances.hashing import HashedFile
from modstead.instances.place import Place

_SHA512 = re.compile(r"[0-9a-f]{128}")


class KeptFiles:
    """The kept storage of one folder. Files come and go whole; none is ever written to.

    Files of the same content are one, with the time and permissions of the one that came last. Of a link a copy
    of what it led to is kept, which is what comes back where the link leads elsewhere by then.
    """

    def __init__(self, place: Place, disk: Disk) -> None:
        self._kept = place.kept
        self._disk = disk

    def path(self, sha512: str) -> Path:
        return self._kept / sha512

    def has(self, sha512: str, size: int) -> bool:
        """Whether a file of that name and size is kept; its content is verified when it is used."""
        if not is_sha512(sha512):
            return False
        status = self._disk.status(self.path(sha512))
        return status is not None and stat.S_ISREG(status.st_mode) and status.st_size == size

    def copy_out(self, sha512: str, size: int, target: Path) -> HashedFile | None:
        """Copy to a name that must be free, with the time and permissions that the file had; None, and nothing there,
        where the kept bytes are gone or damaged.
        """
        if not self.has(sha512, size):
            return None
        copied: HashedFile | None = None
        try:
            copied = self._disk.copy_new(self.path(sha512), target, size, alike=True)
        except FileError:
            self._disk.remove(target)
            return None
        if copied.size != size or copied.hashes.sha512 != sha512:
            self._disk.remove(target)
            return None
        return copied

    def take_in(self, path: Path, state: FileState) -> None:
        """Move a file of known content here. What is kept of it already gives way: the newer is known to be whole.

        A link, or a file that has another name elsewhere, is not taken: `copy_in` has copied it before.
        """
        status = self._disk.status(path)
        if status is None:
            return
        if shared(status):
            # Of a link only the link is ours; its bytes lie elsewhere and stay there.
            if not stat.S_ISLNK(status.st_mode) and not self.has(state.sha512, state.size):
                self.copy_in(path, state)
            self._disk.remove(path)
        else:
            self._disk.rename(path, self.path(state.sha512))

    def copy_in(self, path: Path, state: FileState) -> bool:
        """Keep a copy, for a file that others can write to under another name; whether its content was as stated."""
        unfinished = self._kept / f"{state.sha512}.tmp"
        self._disk.remove(unfinished)
        copied = self._disk.copy_new(path, unfinished, state.size, alike=True)
        if copied.size != state.size or copied.hashes.sha512 != state.sha512:
            self._disk.remove(unfinished)
            return False
        self._disk.rename(unfinished, self.path(state.sha512))
        return True

    def sync(self) -> None:
        self._disk.sync_folder(self._kept)

    def leftovers(self) -> list[Path]:
        """Copies that were being made when the process ended."""
        return [self._kept / name for name in self._disk.names(self._kept) if name.endswith(".tmp")]

    def sizes(self) -> dict[str, int]:
        """Bytes by sha512."""
        sizes = {}
        for name in self._disk.names(self._kept):
            status = self._disk.status(self._kept / name) if is_sha512(name) else None
            if status is not None:
                sizes[name] = status.st_size
        return sizes

    def drop(self, sha512: str) -> None:
        self._disk.remove(self.path(sha512))


def shared(status: os.stat_result) -> bool:
    """Whether a file's bytes can be reached, and so changed, under another name."""
    return stat.S_ISLNK(status.st_mode) or status.st_nlink > 1


def is_sha512(text: str) -> bool:
    """Whether a text is a sha512 in lower-case hex, and so names a file here and nothing elsewhere."""
    return _SHA512.fullmatch(text) is not None
