"""The picture that stands for a mod, a plugin or a pack."""

import struct
from pathlib import Path

from modstead.domain.instance import Manifest
from modstead.errors import BrokenJar
from modstead.instances.archive import Jar

PIXEL_LIMIT = 8 * 1024 * 1024
"""More than any icon has: decoded they take 32 MiB."""

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_WITHOUT_SIZE = {0xC4, 0xC8, 0xCC}


def read_icon(path: str | Path, manifest: Manifest) -> bytes | None:
    """The bytes of the icon that a manifest names, or None where there is none that can be shown.

    They are at most `bounds.MEMBER_LIMIT` bytes of a PNG, JPEG, GIF, WebP or BMP that says that it has at most
    `PIXEL_LIMIT` pixels.

    Raises:
        FileVanished, FileLocked, FileUnreadable: the disk does not give the file.
    """
    if not manifest.icon:
        return None
    try:
        with Jar(path) as jar:
            data = jar.read(manifest.icon)
    except BrokenJar:
        return None
    return data if data is not None and 0 < pixels(data) <= PIXEL_LIMIT else None


def pixels(data: bytes) -> int:
    """How many pixels a picture says that it has; none where it is of no kind that is known, or cut off."""
    try:
        width, height = _size(data)
    except (struct.error, IndexError):
        return 0
    return width * height


def _size(data: bytes) -> tuple[int, int]:
    if data.startswith(_PNG):
        return struct.unpack_from(">2L", data, 16)
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return struct.unpack_from("<2H", data, 6)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp_size(data)
    if data.startswith(b"BM"):
        width, height = struct.unpack_from("<2l", data, 18)
        return abs(width), abs(height)
    return 0, 0


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Out of the first frame header (ITU-T T.81, B.2.2)."""
    position = 2
    while data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
        elif 0xC0 <= marker <= 0xCF and marker not in _JPEG_WITHOUT_SIZE:
            height, width = struct.unpack_from(">2H", data, position + 5)
            return width, height
        else:
            position += 2 + max(2, struct.unpack_from(">H", data, position + 2)[0])
    return 0, 0


def _webp_size(data: bytes) -> tuple[int, int]:
    """Out of the first chunk of each of the three forms (RFC 9649)."""
    form = data[12:16]
    if form == b"VP8X":
        size = struct.unpack_from("<6B", data, 24)
        return 1 + int.from_bytes(size[:3], "little"), 1 + int.from_bytes(size[3:], "little")
    if form == b"VP8L":
        bits = struct.unpack_from("<L", data, 21)[0]
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if form == b"VP8 ":
        width, height = struct.unpack_from("<2H", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0
