"""Reading a few named members out of a JAR, and out of the JARs in it, cheaply and without trusting it.

Only the central directory is read, in one go, and searched for the wanted names; nothing is unpacked beyond its bound,
whatever the headers claim. Where archives disagree with the format this follows java.util.zip, since that is what the
loaders read with: bytes before the archive are allowed, the last of two entries of one name counts. A nested JAR that
is stored is read in place; one that is deflated is unpacked to memory.
"""

import re
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from modstead.errors import BrokenJar
from modstead.instances.archive_bytes import ArchiveBytes, FileBytes, MemoryBytes
from modstead.instances.bounds import HELD_LIMIT, MEBIBYTE, MEMBER_LIMIT, Bounds
from modstead.instances.zip_layout import (
    DEFLATED,
    ENCRYPTED,
    END,
    END_64,
    END_64_LOCATOR,
    END_64_SIGNATURE,
    END_SIGNATURE,
    ENTRY,
    ENTRY_SIGNATURE,
    IN_ZIP64,
    LOCAL,
    LOCAL_SIGNATURE,
    LOCATOR_SIGNATURE,
    STORED,
    entries_named,
    entry_starts,
    is_entry_of,
    last_entry_named,
    what_it_is,
    widen,
)

DIRECTORY_LIMIT = 24 * MEBIBYTE
ENTRY_LIMIT = 250_000
RATIO_LIMIT = 200
"""How many times its packed size a nested JAR may have, where it is larger than 1 MiB: it is packed itself already."""
# Stored blocks add five bytes per 64 KiB at most, so deflated data is never much longer than what it holds.
_DEFLATED_LIMIT = MEMBER_LIMIT + 1024
_TAIL = 64 * 1024 + 22
_CHUNK = 256 * 1024

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
    """An open JAR. Use it in a `with` statement. `bounds` is the account of the outermost one.

    Raises, also from its methods:
        BrokenJar: the archive cannot be read; the detail is one sentence that does without the file's name.
        FileVanished, FileLocked, FileUnreadable: the disk does not give the file.
    """

    __slots__ = (
        "_bounds",
        "_bytes",
        "_directory",
        "_entry_count",
        "_held",
        "_seen",
        "_shift",
        "_signatures",
        "_starts",
        "_tail",
        "_tail_start",
    )

    def __init__(self, source: str | Path | ArchiveBytes, bounds: Bounds | None = None) -> None:
        self._bytes = FileBytes(source) if isinstance(source, str | Path) else source
        self._bounds = bounds or Bounds()
        self._held = 0
        self._seen: dict[bytes, int] = {}
        self._signatures: int | None = None
        self._starts: array[int] | None = None
        try:
            self._tail_start = max(0, self._bytes.size - _TAIL)
            self._tail = self._bytes.read_at(self._tail_start, self._bytes.size - self._tail_start)
            self._directory, self._entry_count, self._shift = self._read_directory()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._bytes.close()
        self._bounds.release(self._held)
        self._held = 0

    def read(self, name: str) -> bytes | None:
        """The bytes of a member, or None where there is no such member.

        Raises:
            BrokenJar: it is larger than `MEMBER_LIMIT` bytes, encrypted, damaged, or packed unlike Java reads it.
        """
        entry = self._find(name.encode())
        return None if entry is None else self._unpack(name, entry)

    def read_start(self, name: str, count: int) -> bytes | None:
        """The first bytes of a member of any size, at most `count`, or None where there is no such member."""
        entry = self._find(name.encode())
        if entry is None:
            return None
        self._check_method(name, entry)
        if entry.method == STORED:
            return self._member_bytes(name, entry, min(entry.packed, count))
        data = self._member_bytes(name, entry, min(entry.packed, count + 1024))
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, count)
        except zlib.error as error:
            raise self._damaged(name) from error

    def among(self, names: re.Pattern[bytes]) -> set[str]:
        """Which of the names that `entries_named` was given may be members: asked at once, the rest surely is not."""
        for match in names.finditer(self._directory):
            name = match[1]
            if is_entry_of(self._directory, match.start(), name):
                self._seen[name] = match.start()
        return {name.decode() for name in self._seen}

    def has(self, name: str) -> bool:
        return self._find(name.encode()) is not None

    def has_folder(self, name: str) -> bool:
        """Whether anything lies in a folder of the root, which need not have an entry of its own."""
        return entries_named([f"{name}/"]).search(self._directory) is not None

    @property
    def has_classes(self) -> bool:
        """Whether it holds code that a loader may find by itself."""
        return b".class" in self._directory

    def nested(self, name: str) -> "Jar | None":
        """A JAR in this one, open, or None where there is no such member. It must be closed before this one.

        Raises:
            BrokenJar: it is none, or larger, deeper or more often nested than the bounds allow.
        """
        entry = self._find(name.encode())
        if entry is None:
            return None
        self._check_method(name, entry)
        self._bounds.enter()
        try:
            inside = self._in_place(name, entry) if entry.method == STORED else self._inflate(name, entry)
            return _NestedJar(inside, self._bounds)
        except BaseException:
            self._bounds.leave()
            raise

    def _read_directory(self) -> tuple[bytes, int, int]:
        """The central directory, its number of entries, and by how much stated offsets are too small."""
        refused = ""
        for end, count, size, offset in self._ends():
            start = end - size
            if size > DIRECTORY_LIMIT or count > ENTRY_LIMIT:
                refused = refused or _TOO_LARGE
            elif start >= 0 and count * ENTRY.size <= size and self._is_directory(start, count):
                self._bounds.search(size)
                self._bounds.hold(size)
                self._held = size
                return self._at(start, size), count, start - offset
            else:
                refused = refused or _DAMAGED
        raise self._broken(refused or what_it_is(self._bytes.read_at(0, 512), self._bytes.size))

    def _is_directory(self, start: int, count: int) -> bool:
        return count == 0 or self._at(start, len(ENTRY_SIGNATURE)) == ENTRY_SIGNATURE

    def _ends(self) -> Iterator[tuple[int, int, int, int]]:
        """Where the central directory may end, its number of entries, size and stated offset, as often as it is said.

        The record that does this may also stand in a comment by chance, or have bytes behind it that do not belong to
        the archive, so those that close the file exactly come first.
        """
        loose = []
        position = self._tail.rfind(END_SIGNATURE)
        while position >= 0:
            if position + END.size <= len(self._tail):
                comment_end = (
                    position + END.size + int.from_bytes(self._tail[position + 20 : position + 22], "little")
                )
                if comment_end == len(self._tail):
                    yield self._end_at(position)
                elif comment_end < len(self._tail):
                    loose.append(position)
            position = self._tail.rfind(END_SIGNATURE, 0, position + len(END_SIGNATURE) - 1)
        for position in loose:
            yield self._end_at(position)

    def _end_at(self, position: int) -> tuple[int, int, int, int]:
        _, _, _, _, count, size, offset, _ = END.unpack_from(self._tail, position)
        return self._read_end_64(position) or (self._tail_start + position, count, size, offset)

    def _read_end_64(self, end_position: int) -> tuple[int, int, int, int] | None:
        position = end_position - END_64_LOCATOR.size
        if position < 0 or not self._tail.startswith(LOCATOR_SIGNATURE, position):
            return None
        _, _, end_64, _ = END_64_LOCATOR.unpack_from(self._tail, position)
        if end_64 + END_64.size > self._tail_start + position:
            return None
        record = self._at(end_64, END_64.size)
        if len(record) < END_64.size or not record.startswith(END_64_SIGNATURE):
            return None
        fields = END_64.unpack(record)
        return end_64, fields[7], fields[8], fields[9]

    def _find(self, name: bytes) -> _Entry | None:
        position = self._seen.get(name)
        if position is None and name not in self._directory:
            return None
        if self._signatures is None:
            self._signatures = self._directory.count(ENTRY_SIGNATURE)
        if self._signatures != self._entry_count:
            position = last_entry_named(self._directory, name, self._walked())
        elif position is None:
            # Every signature begins an entry then, so that there is no need to walk them all.
            position = last_entry_named(self._directory, name)
        return None if position is None else self._parse_entry(position)

    def _walked(self) -> "array[int]":
        if self._starts is None:
            self._starts = entry_starts(self._directory, self._entry_count)
        if self._starts is None:
            raise self._broken(_DAMAGED)
        return self._starts

    def _parse_entry(self, position: int) -> _Entry:
        fields = ENTRY.unpack_from(self._directory, position)
        flags, method, packed, unpacked = fields[3], fields[4], fields[8], fields[9]
        name_size, extra_size, offset = fields[10], fields[11], fields[16]
        if IN_ZIP64 in (packed, unpacked, offset):
            start = position + ENTRY.size + name_size
            packed, unpacked, offset = widen(
                self._directory[start : start + extra_size], packed, unpacked, offset
            )
        return _Entry(flags, method, packed, unpacked, offset + self._shift)

    def _check_method(self, name: str, entry: _Entry) -> None:
        if entry.flags & ENCRYPTED:
            raise self._broken(f"{name} in it is encrypted.")
        if entry.method not in (STORED, DEFLATED):
            raise self._broken(f"{name} in it is packed in a way that Java does not read.")

    def _unpack(self, name: str, entry: _Entry) -> bytes:
        self._check_method(name, entry)
        if entry.packed > _DEFLATED_LIMIT or (entry.method == STORED and entry.packed > MEMBER_LIMIT):
            raise self._too_large(name)
        data = self._member_bytes(name, entry, entry.packed)
        if entry.method == STORED:
            return data
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            unpacked = inflater.decompress(data, MEMBER_LIMIT + 1)
        except zlib.error as error:
            raise self._damaged(name) from error
        if len(unpacked) > MEMBER_LIMIT:
            raise self._too_large(name)
        if not inflater.eof:
            raise self._damaged(name)
        return unpacked

    def _in_place(self, name: str, entry: _Entry) -> ArchiveBytes:
        part = self._bytes.part(entry.offset + self._header_size(name, entry), entry.packed)
        if part is None:
            raise self._broken(f"{name} in it is cut off.")
        return part

    def _inflate(self, name: str, entry: _Entry) -> MemoryBytes:
        """A nested JAR in memory. What its headers claim bounds it, and is bounded itself."""
        size = entry.unpacked
        if size > HELD_LIMIT or (size > MEBIBYTE and size > RATIO_LIMIT * entry.packed):
            raise self._broken(f"{name} in it is a JAR larger than can be unpacked to look into it.")
        self._bounds.unpack(size)
        self._bounds.hold(size)
        try:
            return MemoryBytes(self._inflated(name, entry), self._bytes.name, self._bounds)
        except BaseException:
            self._bounds.release(size)
            raise

    def _inflated(self, name: str, entry: _Entry) -> bytearray:
        position = entry.offset + self._header_size(name, entry)
        end = position + entry.packed
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        unpacked = bytearray(entry.unpacked)
        filled = 0
        try:
            while not inflater.eof and position < end:
                packed = self._bytes.read_at(position, min(_CHUNK, end - position))
                if not packed:
                    break
                position += len(packed)
                full = False
                # A full chunk may leave something within the inflater though all has been taken in.
                while (packed or full) and not inflater.eof:
                    more = inflater.decompress(packed, _CHUNK)
                    if filled + len(more) > len(unpacked):
                        raise self._damaged(name)
                    unpacked[filled : filled + len(more)] = more
                    filled += len(more)
                    packed, full = inflater.unconsumed_tail, len(more) == _CHUNK
        except zlib.error as error:
            raise self._damaged(name) from error
        if not inflater.eof or filled != len(unpacked):
            raise self._damaged(name)
        return unpacked

    def _header_size(self, name: str, entry: _Entry) -> int:
        """The length of the local header, whose fields may be longer than those in the directory."""
        header = (
            self._bytes.read_at(entry.offset, LOCAL.size) if 0 <= entry.offset < self._bytes.size else b""
        )
        if len(header) < LOCAL.size or not header.startswith(LOCAL_SIGNATURE):
            raise self._damaged(name)
        fields = LOCAL.unpack(header)
        return LOCAL.size + int(fields[9]) + int(fields[10])

    def _member_bytes(self, name: str, entry: _Entry, count: int) -> bytes:
        """The first packed bytes; the local header is guessed to be as long as the directory's, then read again."""
        guess = LOCAL.size + len(name.encode()) + 64
        block = (
            self._bytes.read_at(entry.offset, guess + count) if 0 <= entry.offset < self._bytes.size else b""
        )
        if len(block) < LOCAL.size or not block.startswith(LOCAL_SIGNATURE):
            raise self._damaged(name)
        fields = LOCAL.unpack_from(block)
        start = LOCAL.size + fields[9] + fields[10]
        data = block[start : start + count]
        if len(data) < count:
            data = self._bytes.read_at(entry.offset + start, count)
        if len(data) < count:
            raise self._broken(f"{name} in it is cut off.")
        return data

    def _at(self, offset: int, count: int) -> bytes:
        """Bytes out of the end of the file that was read already, where that reaches back so far."""
        start = offset - self._tail_start
        return self._tail[start : start + count] if start >= 0 else self._bytes.read_at(offset, count)

    def _too_large(self, name: str) -> BrokenJar:
        return self._broken(f"{name} in it is larger than {MEMBER_LIMIT // 1024} KiB.")

    def _damaged(self, name: str) -> BrokenJar:
        return self._broken(f"{name} in it is damaged.")

    def _broken(self, why: str) -> BrokenJar:
        return BrokenJar(f"{self._bytes.name} is not a readable JAR.", why)


class _NestedJar(Jar):
    __slots__ = ()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
        self._bounds.leave()
