"""Whether a game that runs has loaded a folder's mods: replacing them under it is safe for the files, but not for it.

Java looks into JARs when something in them is first needed, so a game may crash long after they were changed.
"""

import os
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

_MOST_PROCESSES = 20_000
_MOST_FILES = 20_000
_MOST_WORLDS = 200
_PROCESSES = Path("/proc")
_JAVA = ("java", "javaw")
_FLOCK = "hhqqi"
"""Linux' `struct flock` on 64 bits: what kind of lock, from where, start, length, and whose it is."""


def running_game(folder: Path) -> str:
    """Why it seems that a game runs with the files of `folder`, as a sentence; empty where nothing says so. Blocks.

    Nothing is locked, opened for writing or changed for it. What may not be looked at is taken for no sign.
    """
    root = folder.parent
    if sys.platform == "linux":
        wanted = {*_files_of(folder), *_file(root / "logs" / "latest.log")}
        for process in islice(_java_processes(), _MOST_PROCESSES):
            count = len(wanted & set(islice(_open_files(process), _MOST_FILES)))
            if count:
                files = f"{count} of its files" if count != 1 else "one of its files"
                return f"A Java program, process {process.name}, has {files} open."
    for lock in islice(_world_locks(root), _MOST_WORLDS):
        if _is_locked(lock):
            return f"The world {lock.parent.name} is in use."
    return ""


FileKey = tuple[int, int]
"""What tells a file from all others, also where a process knows it under another path."""


def _files_of(folder: Path) -> Iterator[FileKey]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".jar"):
                yield from _file(Path(entry.path))


def _file(path: Path) -> Iterator[FileKey]:
    with suppress(OSError):
        status = path.stat()
        yield status.st_dev, status.st_ino


def _java_processes() -> Iterator[Path]:
    own = str(os.getpid())
    with suppress(OSError):
        for name in os.listdir(_PROCESSES):  # noqa: PTH208 - names are wanted
            if name.isdigit() and name != own and _is_java(_PROCESSES / name):
                yield _PROCESSES / name


def _is_java(process: Path) -> bool:
    with suppress(OSError):
        if (process / "comm").read_text(errors="replace").strip() in _JAVA:
            return True
        return (process / "exe").readlink().name.removesuffix(" (deleted)") in _JAVA
    return False


def _open_files(process: Path) -> Iterator[FileKey]:
    with suppress(OSError):
        for name in os.listdir(process / "fd"):  # noqa: PTH208 - names are wanted
            yield from _file(process / "fd" / name)


def _world_locks(root: Path) -> Iterator[Path]:
    """Minecraft holds a lock on a file of each world that it plays."""
    for pattern in ("*/session.lock", "saves/*/session.lock"):
        with suppress(OSError):
            yield from root.glob(pattern)


def _is_locked(path: Path) -> bool:
    """Whether another process has locked a file, found out without locking it."""
    if sys.platform == "win32":
        return _refuses_to_be_read(path)
    if sys.platform != "linux":
        return False
    import fcntl

    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        asked = struct.pack(_FLOCK, fcntl.F_RDLCK, os.SEEK_SET, 0, 0, 0)
        answer = fcntl.fcntl(descriptor, fcntl.F_GETLK, asked)
        return bool(struct.unpack(_FLOCK, answer)[0] != fcntl.F_UNLCK)
    except OSError:
        return False
    finally:
        os.close(descriptor)


def _refuses_to_be_read(path: Path) -> bool:
    """Windows keeps others from the locked part of a file."""
    try:
        with path.open("rb") as file:
            file.read(1)
    except PermissionError:
        return True
    except OSError:
        return False
    return False
