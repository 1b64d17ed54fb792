"""A lock on a folder that ends with the process that holds it, however that ends."""

import errno
import os
import sys
from pathlib import Path

from modstead.errors import FolderBusy

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}


class FolderLock:
    """Held from `take` until `release`. The file itself stays, for removing it would let two hold the lock."""

    def __init__(self) -> None:
        self._descriptor: int | None = None

    def take(self, path: Path, folder: Path) -> None:
        """Take the lock at `path` for `folder`, without waiting.

        Raises:
            FolderBusy: another process, or another part of this one, holds it.
            OSError: the lock file cannot be made, or its file system has no locks.
        """
        descriptor = os.open(path, _FLAGS, 0o666)
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            if error.errno in _TAKEN:
                raise FolderBusy(f"{folder} is being changed by another Modstead.") from error
            raise
        self._descriptor = descriptor

    def release(self) -> None:
        """Where it is not held, nothing happens."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
