"""The records of a ZIP archive, as PKWARE's APPNOTE 6.3.10 lays them out, and what a file is that has none."""

import re
import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterable

END = struct.Struct("<4s4H2LH")
END_64_LOCATOR = struct.Struct("<4sLQL")
END_64 = struct.Struct("<4sQ2H2L4Q")
ENTRY = struct.Struct("<4s6H3L5H2L")
LOCAL = struct.Struct("<4s5H3L2H")
END_SIGNATURE = b"PK\5\6"
END_64_SIGNATURE = b"PK\6\6"
LOCATOR_SIGNATURE = b"PK\6\7"
ENTRY_SIGNATURE = b"PK\1\2"
LOCAL_SIGNATURE = b"PK\3\4"
IN_ZIP64 = 0xFFFFFFFF
ENCRYPTED = 1
STORED, DEFLATED = 0, 8

_CUT_OFF = "The end of the archive is missing: it was not downloaded completely."


def entries_named(names: Iterable[str]) -> re.Pattern[bytes]:
    """Matches at each entry of a central directory whose name begins with one of them, which is the first group."""
    alternatives = b"|".join(re.escape(name.encode()) for name in names)
    return re.compile(
        b"%s(?=.{%d}(%s))" % (re.escape(ENTRY_SIGNATURE), ENTRY.size - len(ENTRY_SIGNATURE), alternatives),
        re.DOTALL,
    )


def last_entry_named(directory: bytes, name: bytes, starts: "array[int] | None" = None) -> int | None:
    """Where the entry begins that Java takes of those of one name; `starts`, where told, are all that begin one."""
    found = None
    position = directory.find(name, ENTRY.size)
    while position >= 0:
        entry = position - ENTRY.size
        begins = directory.startswith(ENTRY_SIGNATURE, entry) and (starts is None or _holds(starts, entry))
        if begins and is_entry_of(directory, entry, name):
            found = entry
        position = directory.find(name, position + 1)
    return found


def entry_starts(directory: bytes, count: int) -> "array[int] | None":
    """Where each entry begins, in order, or None where the directory does not hold so many."""
    starts = array("L")
    position = 0
    for _ in range(count):
        if not directory.startswith(ENTRY_SIGNATURE, position) or position + ENTRY.size > len(directory):
            return None
        starts.append(position)
        name_size, extra_size, comment_size = struct.unpack_from("<3H", directory, position + 28)
        position += ENTRY.size + name_size + extra_size + comment_size
    return starts


def _holds(starts: "array[int]", entry: int) -> bool:
    place = bisect_left(starts, entry)
    return place < len(starts) and starts[place] == entry


def is_entry_of(directory: bytes, entry: int, name: bytes) -> bool:
    """Whether the name that follows is all of it."""
    return directory[entry + 28 : entry + 30] == len(name).to_bytes(2, "little")


def widen(extra: bytes, packed: int, unpacked: int, offset: int) -> tuple[int, int, int]:
    """The sizes and offset with those that stand in the ZIP64 extra field put in, in APPNOTE's order (4.5.3)."""
    position = 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, position)
        if kind == 1:
            values = iter(
                struct.unpack_from(f"<{min(size, len(extra) - position - 4) // 8}Q", extra, position + 4)
            )
            unpacked = next(values, unpacked) if unpacked == IN_ZIP64 else unpacked
            packed = next(values, packed) if packed == IN_ZIP64 else packed
            offset = next(values, offset) if offset == IN_ZIP64 else offset
            break
        position += 4 + size
    return packed, unpacked, offset


def what_it_is(head: bytes, size: int) -> str:
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
