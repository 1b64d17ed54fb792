"""Where an archive's bytes are: in a file, in a part of it, or in memory."""

import os
from pathlib import Path
from typing import Protocol

from modstead.instances.bounds import Bounds
from modstead.instances.files import file_error, open_regular


class ArchiveBytes(Protocol):
    """Bytes that can be read from anywhere in them. `name` is the file's, for titles of errors."""

    name: str
    size: int

    def read_at(self, offset: int, count: int) -> bytes:
        """Up to `count` bytes; fewer only at the end."""

    def part(self, offset: int, count: int) -> "ArchiveBytes | None":
        """A piece of them, or None where they do not reach so far. It must be closed first."""

    def close(self) -> None: ...


class FileBytes:
    """A file's.

    Raises, also from `read_at`:
        FileVanished, FileLocked, FileUnreadable: the disk does not give the file.
    """

    __slots__ = ("_file", "_path", "name", "size")

    def __init__(self, path: str | Path) -> None:
        self._path = path
        self._file = open_regular(path)
        self.name = os.path.basename(path)  # noqa: PTH119 - called for strings and paths alike, for every file
        try:
            self.size = self._file.seek(0, 2)
        except OSError as error:
            self._file.close()
            raise file_error(path, error) from error

    def read_at(self, offset: int, count: int) -> bytes:
        try:
            self._file.seek(offset)
            data = self._file.read(count) or b""
            while len(data) < count and (more := self._file.read(count - len(data))):
                data += more
        except OSError as error:
            raise file_error(self._path, error) from error
        return data

    def part(self, offset: int, count: int) -> "PartBytes | None":
        return _part(self, offset, count)

    def close(self) -> None:
        self._file.close()


class PartBytes:
    """A piece of others', read in place."""

    __slots__ = ("_start", "_whole", "name", "size")

    def __init__(self, whole: ArchiveBytes, start: int, size: int) -> None:
        self._whole = whole
        self._start = start
        self.size = size
        self.name = whole.name

    def read_at(self, offset: int, count: int) -> bytes:
        return self._whole.read_at(self._start + offset, min(count, max(0, self.size - offset)))

    def part(self, offset: int, count: int) -> "PartBytes | None":
        return _part(self, offset, count)

    def close(self) -> None:
        """The whole stays open."""


class MemoryBytes:
    """Bytes that were unpacked; `bounds` hold them until they are closed."""

    __slots__ = ("_bounds", "_data", "name", "size")

    def __init__(self, data: bytearray, name: str, bounds: Bounds) -> None:
        self._data = data
        self._bounds = bounds
        self.name = name
        self.size = len(data)

    def read_at(self, offset: int, count: int) -> bytes:
        return bytes(memoryview(self._data)[offset : offset + count])

    def part(self, offset: int, count: int) -> "PartBytes | None":
        return _part(self, offset, count)

    def close(self) -> None:
        self._bounds.release(self.size)
        self.size = 0
        self._data = bytearray()


def _part(whole: ArchiveBytes, offset: int, count: int) -> PartBytes | None:
    return PartBytes(whole, offset, count) if 0 <= offset <= offset + count <= whole.size else None
