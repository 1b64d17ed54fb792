"""Opening files that anyone may have put there, and telling what went wrong in the words of the error tree."""

import io
import os
import stat
from pathlib import Path

from modstead.errors import (
    FileError,
    FileLocked,
    FileUnreadable,
    FileVanished,
    FolderError,
    FolderMissing,
    FolderUnreadable,
)

_WINDOWS_SHARING_VIOLATIONS = {32, 33}
_DO_NOT_WAIT_FOR_A_WRITER = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)


def open_regular(path: str | Path) -> io.FileIO:
    """The file, open for unbuffered reading; a pipe or device of that name is refused without waiting for it.

    Raises:
        FileVanished, FileLocked, FileUnreadable: as `file_error` tells them apart.
    """
    try:
        file = io.FileIO(path, "r", opener=_open_without_waiting)
    except OSError as error:
        raise file_error(path, error) from error
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise FileUnreadable(f"{_name(path)} could not be read.", "It is not an ordinary file.")
    return file


def file_error(path: str | Path, error: OSError) -> FileError:
    """What the system said of a file, as an error whose detail is one sentence that does without the name."""
    title = f"{_name(path)} could not be read."
    if isinstance(error, FileNotFoundError):
        return FileVanished(title, "The file is no longer there.")
    if getattr(error, "winerror", None) in _WINDOWS_SHARING_VIOLATIONS:
        return FileLocked(title, "Another program has it open.")
    if isinstance(error, PermissionError):
        return FileUnreadable(title, "Reading it is not permitted.")
    if isinstance(error, IsADirectoryError):
        return FileUnreadable(title, "It is not an ordinary file.")
    return FileUnreadable(title, f"The system says: {error.strerror or type(error).__name__}.")


def folder_error(folder: Path, error: OSError | ValueError) -> FolderError:
    """What the system said of a folder that was to be listed."""
    if isinstance(error, FileNotFoundError | ValueError):
        return FolderMissing(f"{folder} does not exist.")
    if isinstance(error, NotADirectoryError):
        return FolderUnreadable(f"{folder} is not a folder.", remedy="Name the folder that holds the mods.")
    if isinstance(error, PermissionError):
        return FolderUnreadable(f"{folder} could not be read.", "Reading it is not permitted.")
    return FolderUnreadable(f"{folder} could not be read.", f"The system says: {error.strerror}.")


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | _DO_NOT_WAIT_FOR_A_WRITER)


def _name(path: str | Path) -> str:
    return os.path.basename(path)  # noqa: PTH119 - called for strings and paths alike, for every file
