"""Project icons: pixel motifs on a grid of 16, coloured by a palette, written as palette PNGs.

The picture data depends on the motif alone and the colours on the palette alone, so that twenty thousand icons
cost next to nothing.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache

from modstead_sandbox.motifs import DRAWN

GRID = 16

_PALETTES: dict[str, tuple[str, str, str, str, str]] = {
    # name: ground, deep, main, light, glint
    "night": ("#232C4F", "#8A5A1F", "#F0A93B", "#FFD27A", "#FFF1C9"),
    "ember": ("#4A2024", "#8E2F2B", "#E2603F", "#F6A07A", "#FCE0CB"),
    "moss": ("#24402B", "#3E7A38", "#6FB04A", "#A8D66B", "#F6E7A8"),
    "teal": ("#17393C", "#1F7A72", "#2FA595", "#63D0B5", "#DDF7EA"),
    "lilac": ("#E6E8FA", "#34379A", "#4E55C4", "#7F86E0", "#B9BEF4"),
    "stone": ("#3D4350", "#3B6FB0", "#5C9CE6", "#9CC9F7", "#E9F4FF"),
    "blush": ("#F7DFDC", "#A8381F", "#D8603C", "#EE9A77", "#FFF3EA"),
    "sky": ("#DDF0F7", "#2B6A96", "#3F8FBF", "#7DBCDD", "#FFFFFF"),
    "frost": ("#DCEAF2", "#3E5A78", "#5F86AB", "#93B8D6", "#FFFFFF"),
    "mint": ("#E4F3E2", "#22663A", "#3C9656", "#78C088", "#D6EFD2"),
    "honey": ("#FFF2C4", "#8A4B12", "#E09A1A", "#F5C342", "#FFFFFF"),
    "cream": ("#FBEFD8", "#7A4417", "#BF6D26", "#E29A4B", "#FFE27A"),
    "rose": ("#F3DFEA", "#7D2A5E", "#BF508F", "#E391BF", "#FFE9F4"),
    "clay": ("#F6DCD2", "#6E2D1B", "#A34A2B", "#CF7B54", "#FBEBDD"),
    "slate": ("#2B303B", "#5A6478", "#8E9AB2", "#C3CCDD", "#F4F7FB"),
}

PALETTES = tuple(_PALETTES)
MOTIFS = tuple(DRAWN)
_INKS = ".#o+*"


def colour(palette: str) -> int:
    """Return the palette's main colour as a 24-bit RGB number."""
    return int(_PALETTES[palette][2][1:], 16)


def colours(palette: str) -> tuple[str, str, str, str, str]:
    """Return ground, deep, main, light and glint as `#rrggbb`."""
    return _PALETTES[palette]


@lru_cache(maxsize=4096)
def icon(motif: str, palette: str, scale: int) -> bytes:
    """Return a PNG of 16 times `scale` pixels a side."""
    side = GRID * scale
    header = struct.pack(">2I5B", side, side, 4, 3, 0, 0, 0)
    inks = b"".join(bytes.fromhex(ink[1:]) for ink in _PALETTES[palette])
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", inks),
            _chunk(b"IDAT", _picture(motif, scale)),
            _chunk(b"IEND", b""),
        )
    )


@lru_cache(maxsize=512)
def _picture(motif: str, scale: int) -> bytes:
    rows = []
    for row in DRAWN[motif]:
        inks = [_INKS.index(pixel) for pixel in row for _ in range(scale)]
        packed = bytes(high << 4 | low for high, low in zip(inks[::2], inks[1::2], strict=True))
        rows.append((b"\0" + packed) * scale)
    return zlib.compress(b"".join(rows), 9)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
