"""Reading a few named members out of a JAR, cheaply and without trusting it.

Only the central directory is read, in one go, and searched for the wanted names; nothing is unpacked beyond its bound,
whatever the headers claim. The format is that of PKWARE's APPNOTE 6.3.10; where archives disagree with it this follows
java.util.zip, since that is what the loaders read with: bytes before the archive are allowed, the last of two entries
of one name counts.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from modstead.errors import BrokenJar
from modstead.instances.files import file_error, open_regular

MEMBER_LIMIT = 1024 * 1024
_DIRECTORY_LIMIT = 64 * 1024 * 1024
_ENTRY_LIMIT = 500_000
# Stored blocks add five bytes per 64 KiB at most, so deflated data is never much longer than what it holds.
_DEFLATED_LIMIT = MEMBER_LIMIT + 1024
_TAIL = 64 * 1024 + 22

_END = struct.Struct("<4s4H2LH")
_END_64_LOCATOR = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_END_SIGNATURE = b"PK\5\6"
_ENTRY_SIGNATURE = b"PK\1\2"
_LOCAL_SIGNATURE = b"PK\3\4"
_IN_ZIP64 = 0xFFFFFFFF
_ENCRYPTED = 1
_STORED, _DEFLATED = 0, 8

_CUT_OFF = "The end of the archive is missing: it was not downloaded completely."
_DAMAGED = "Its table of contents is damaged."
_TOO_LARGE = "Its table of contents is larger than any mod's."


@dataclass(frozen=True, slots=True)
class _Entry:
    flags: int
    method: int
    packed: int
    unpacked: int
    offset: int


class Jar:
    """An open JAR. Use it in a `with` statement.

    Raises, also from `read`:
        BrokenJar: the archive cannot be read; the detail is one sentence that does without the file's name.
        FileVanished, FileLocked, FileUnreadable: the disk does not give the file.
    """

    __slots__ = (
        "_directory",
        "_entry_count",
        "_file",
        "_path",
        "_shift",
        "_signatures",
        "_size",
        "_tail",
        "_tail_start",
    )

    def __init__(self, path: str | Path) -> None:
        self._path = path
        self._file = open_regular(path)
        self._signatures: int | None = None
        try:
            self._size = self._file.seek(0, 2)
            self._tail_start = max(0, self._size - _TAIL)
            self._tail = self._read_at(self._tail_start, self._size - self._tail_start)
            self._directory, self._entry_count, self._shift = self._read_directory()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._file.close()

    def read(self, name: str) -> bytes | None:
        """The bytes of a member, or None where there is no such member.

        Raises:
            BrokenJar: it is larger than `MEMBER_LIMIT` bytes, encrypted, damaged, or packed unlike Java reads it.
        """
        entry = self._find(name.encode())
        return None if entry is None else self._unpack(name, entry)

    def _read_directory(self) -> tuple[bytes, int, int]:
        """The central directory, its number of entries, and by how much stated offsets are too small."""
        refused = ""
        for end, count, size, offset in self._ends():
            start = end - size
            if size > _DIRECTORY_LIMIT or count > _ENTRY_LIMIT:
                refused = refused or _TOO_LARGE
            elif start >= 0 and count * _ENTRY.size <= size and self._is_directory(start, count):
                return self._at(start, size), count, start - offset
            else:
                refused = refused or _DAMAGED
        raise self._broken(refused or _what_it_is(self._read_at(0, 512), self._size))

    def _is_directory(self, start: int, count: int) -> bool:
        return count == 0 or self._at(start, len(_ENTRY_SIGNATURE)) == _ENTRY_SIGNATURE

    def _ends(self) -> Iterator[tuple[int, int, int, int]]:
        """Where the central directory may end, its number of entries, size and stated offset, as often as it is said.

        The record that does this may also stand in a comment by chance, or have bytes behind it that do not belong to
        the archive, so those that close the file exactly come first.
        """
        loose = []
        position = self._tail.rfind(_END_SIGNATURE)
        while position >= 0:
            if position + _END.size <= len(self._tail):
                comment_end = (
                    position + _END.size + int.from_bytes(self._tail[position + 20 : position + 22], "little")
                )
                if comment_end == len(self._tail):
                    yield self._end_at(position)
                elif comment_end < len(self._tail):
                    loose.append(position)
            position = self._tail.rfind(_END_SIGNATURE, 0, position + len(_END_SIGNATURE) - 1)
        for position in loose:
            yield self._end_at(position)

    def _end_at(self, position: int) -> tuple[int, int, int, int]:
        _, _, _, _, count, size, offset, _ = _END.unpack_from(self._tail, position)
        return self._read_end_64(position) or (self._tail_start + position, count, size, offset)

    def _read_end_64(self, end_position: int) -> tuple[int, int, int, int] | None:
        position = end_position - _END_64_LOCATOR.size
        if position < 0 or not self._tail.startswith(b"PK\6\7", position):
            return None
        _, _, end_64, _ = _END_64_LOCATOR.unpack_from(self._tail, position)
        if end_64 + _END_64.size > self._tail_start + position:
            return None
        record = self._at(end_64, _END_64.size)
        if len(record) < _END_64.size or not record.startswith(b"PK\6\6"):
            return None
        fields = _END_64.unpack(record)
        return end_64, fields[7], fields[8], fields[9]

    def _find(self, name: bytes) -> _Entry | None:
        if name not in self._directory:
            return None
        if self._signatures is None:
            self._signatures = self._directory.count(_ENTRY_SIGNATURE)
        if self._signatures == self._entry_count:
            # Every signature begins an entry then, so that there is no need to walk them all.
            position = _last_entry_named(self._directory, name)
        else:
            position = self._walk_to(name)
        return None if position is None else self._parse_entry(position)

    def _walk_to(self, name: bytes) -> int | None:
        position, found = 0, None
        for _ in range(self._entry_count):
            if not self._directory.startswith(_ENTRY_SIGNATURE, position):
                raise self._broken(_DAMAGED)
            if position + _ENTRY.size > len(self._directory):
                raise self._broken(_DAMAGED)
            name_size, extra_size, comment_size = struct.unpack_from("<3H", self._directory, position + 28)
            if name_size == len(name) and self._directory.startswith(name, position + _ENTRY.size):
                found = position
            position += _ENTRY.size + name_size + extra_size + comment_size
        return found

    def _parse_entry(self, position: int) -> _Entry:
        fields = _ENTRY.unpack_from(self._directory, position)
        flags, method, packed, unpacked = fields[3], fields[4], fields[8], fields[9]
        name_size, extra_size, offset = fields[10], fields[11], fields[16]
        if _IN_ZIP64 in (packed, unpacked, offset):
            start = position + _ENTRY.size + name_size
            packed, unpacked, offset = _widen(
                self._directory[start : start + extra_size], packed, unpacked, offset
            )
        return _Entry(flags, method, packed, unpacked, offset + self._shift)

    def _unpack(self, name: str, entry: _Entry) -> bytes:
        if entry.flags & _ENCRYPTED:
            raise self._broken(f"{name} in it is encrypted.")
        if entry.method not in (_STORED, _DEFLATED):
            raise self._broken(f"{name} in it is packed in a way that Java does not read.")
        if entry.packed > _DEFLATED_LIMIT or (entry.method == _STORED and entry.packed > MEMBER_LIMIT):
            raise self._too_large(name)
        data = self._member_bytes(name, entry)
        if entry.method == _STORED:
            return data
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            unpacked = inflater.decompress(data, MEMBER_LIMIT + 1)
        except zlib.error as error:
            raise self._broken(f"{name} in it is damaged.") from error
        if len(unpacked) > MEMBER_LIMIT:
            raise self._too_large(name)
        if not inflater.eof:
            raise self._broken(f"{name} in it is damaged.")
        return unpacked

    def _member_bytes(self, name: str, entry: _Entry) -> bytes:
        """The packed bytes: the local header is guessed to be as long as the directory's, and read again if longer."""
        guess = _LOCAL.size + len(name.encode()) + 64
        block = self._read_at(entry.offset, guess + entry.packed) if 0 <= entry.offset < self._size else b""
        if len(block) < _LOCAL.size or not block.startswith(_LOCAL_SIGNATURE):
            raise self._broken(f"{name} in it is damaged.")
        fields = _LOCAL.unpack_from(block)
        start = _LOCAL.size + fields[9] + fields[10]
        data = block[start : start + entry.packed]
        if len(data) < entry.packed:
            data = self._read_at(entry.offset + start, entry.packed)
        if len(data) < entry.packed:
            raise self._broken(f"{name} in it is cut off.")
        return data

    def _at(self, offset: int, count: int) -> bytes:
        """As `_read_at`, out of the end of the file that was read already, where that reaches back so far."""
        start = offset - self._tail_start
        return self._tail[start : start + count] if start >= 0 else self._read_at(offset, count)

    def _read_at(self, offset: int, count: int) -> bytes:
        """Up to `count` bytes; fewer only at the end of the file."""
        try:
            self._file.seek(offset)
            data = self._file.read(count) or b""
            while len(data) < count and (more := self._file.read(count - len(data))):
                data += more
        except OSError as error:
            raise file_error(self._path, error) from error
        return data

    def _too_large(self, name: str) -> BrokenJar:
        return self._broken(f"{name} in it is larger than {MEMBER_LIMIT // 1024} KiB.")

    def _broken(self, why: str) -> BrokenJar:
        return BrokenJar(f"{Path(self._path).name} is not a readable JAR.", why)


def _last_entry_named(directory: bytes, name: bytes) -> int | None:
    found = None
    position = directory.find(name, _ENTRY.size)
    while position >= 0:
        entry = position - _ENTRY.size
        if directory.startswith(_ENTRY_SIGNATURE, entry) and directory[
            entry + 28 : entry + 30
        ] == struct.pack("<H", len(name)):
            found = entry
        position = directory.find(name, position + 1)
    return found


def _widen(extra: bytes, packed: int, unpacked: int, offset: int) -> tuple[int, int, int]:
    """The sizes and offset with those that stand in the ZIP64 extra field put in, in APPNOTE's order (4.5.3)."""
    position = 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, position)
        if kind == 1:
            values = iter(
                struct.unpack_from(f"<{min(size, len(extra) - position - 4) // 8}Q", extra, position + 4)
            )
            unpacked = next(values, unpacked) if unpacked == _IN_ZIP64 else unpacked
            packed = next(values, packed) if packed == _IN_ZIP64 else packed
            offset = next(values, offset) if offset == _IN_ZIP64 else offset
            break
        position += 4 + size
    return packed, unpacked, offset


def _what_it_is(head: bytes, size: int) -> str:
    """One sentence on a file that has no end-of-archive record."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if size == 0:
        return "The file is empty."
    if text.startswith((b"<!doctype", b"<html", b"<head", b"<?xml", b"<body")):
        return "It is a web page, not a JAR: the download went wrong."
    if text.startswith((b"{", b"[")):
        return "It is a text file, not a JAR: the download went wrong."
    if head.startswith(b"version https://git-lfs"):
        return "It is a Git LFS pointer, not the JAR itself."
    if head.startswith(b"PK"):
        return _CUT_OFF
    if head.startswith((b"Rar!", b"7z\xbc\xaf\x27\x1c")):
        return "It is an archive, but not a JAR."
    if not head.strip(b"\0"):
        return "It begins with nothing but zeros: it was not written completely."
    return "It is not a JAR, nor any other ZIP archive."
