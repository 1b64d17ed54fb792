"""A small ZIP writer whose archives start with a shared filling, so that hashing many of them is cheap.

The filling is one stored entry that many archives have in common; its digests are kept as started states. An
archive then costs the hashing of its own few kilobytes only, and has the size of a real mod all the same.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache
from random import Random

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DESCRIPTOR = struct.Struct("<4s3I")
_STORED, _DEFLATED = 0, 8
_STREAMED = 0x0008
_UTF8 = 0x0800
_TIME = 9 << 11 | 30 << 5
_PACKED_ALREADY = (b"\x89PNG", b"\xca\xfe\xba\xbe")
_DATE = (2026 - 1980) << 9 | 3 << 5 | 14


class Filling:
    """The shared start of archives: one incompressible entry of a given size, with its digests begun."""

    def __init__(self, size: int, kind: int) -> None:
        name = f"assets/common/atlas_{kind:02}.bin".encode()
        data = Random(size * 64 + kind).randbytes(size)
        crc = zlib.crc32(data)
        header = _LOCAL.pack(b"PK\3\4", 10, 0, _STORED, _TIME, _DATE, crc, size, size, len(name), 0)
        self.bytes = header + name + data
        self.entry = (
            _CENTRAL.pack(
                b"PK\1\2", 20, 10, 0, _STORED, _TIME, _DATE, crc, size, size, len(name), 0, 0, 0, 0, 0, 0
            )
            + name
        )
        self.sha1 = hashlib.sha1(self.bytes, usedforsecurity=False)
        self.sha512 = hashlib.sha512(self.bytes)


@lru_cache(maxsize=64)
def filling(size: int, kind: int = 0) -> Filling:
    """Return the shared start of this size in bytes; `kind` tells several of one size apart."""
    return Filling(size, kind)


@dataclass(frozen=True, slots=True)
class Archive:
    """A finished archive in two parts: the shared start and what is its own."""

    start: Filling | None
    rest: bytes

    @property
    def data(self) -> bytes:
        return (self.start.bytes if self.start else b"") + self.rest

    @property
    def size(self) -> int:
        return (len(self.start.bytes) if self.start else 0) + len(self.rest)

    def sha1(self) -> str:
        digest = self.start.sha1.copy() if self.start else hashlib.sha1(usedforsecurity=False)
        digest.update(self.rest)
        return digest.hexdigest()

    def sha512(self) -> str:
        digest = self.start.sha512.copy() if self.start else hashlib.sha512()
        digest.update(self.rest)
        return digest.hexdigest()


def archive(
    entries: list[tuple[str, bytes]], start: Filling | None = None, *, streamed: bool = False
) -> Archive:
    """Write an archive.

    Args:
        entries: names and contents, in order; the shared start comes before them.
        start: the shared start, if any.
        streamed: write sizes behind the data, as Java's own writer does, so that local headers hold zeros.
    """
    offset = len(start.bytes) if start else 0
    body: list[bytes] = []
    directory: list[bytes] = [start.entry] if start else []
    flags = _UTF8 | (_STREAMED if streamed else 0)
    for name, data in entries:
        encoded = name.encode()
        crc = zlib.crc32(data)
        packed, method = _pack(data)
        sizes = (0, 0, 0) if streamed else (crc, len(packed), len(data))
        written = (
            _LOCAL.pack(b"PK\3\4", 20, flags, method, _TIME, _DATE, *sizes, len(encoded), 0)
            + encoded
            + packed
        )
        if streamed:
            written += _DESCRIPTOR.pack(b"PK\7\x08", crc, len(packed), len(data))
        directory.append(
            _CENTRAL.pack(
                b"PK\1\2", 20, 20, flags, method, _TIME, _DATE, crc, len(packed), len(data), len(encoded),
                0, 0, 0, 0, 0, offset,
            )
            + encoded
        )  # fmt: skip
        body.append(written)
        offset += len(written)
    central = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), len(central), offset, 0)
    return Archive(start, b"".join((*body, central, end)))


def _pack(data: bytes) -> tuple[bytes, int]:
    if data.startswith(_PACKED_ALREADY):
        return data, _STORED
    squeezer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeezer.compress(data) + squeezer.flush(), _DEFLATED
