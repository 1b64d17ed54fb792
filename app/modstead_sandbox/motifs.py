"""Pixel drawings on a grid of 16. Inks: `.` ground, `#` deep, `o` main, `+` light, `*` glint.

Most lie in `motifs.txt`: a name, then rows of ink. Rows of eight are the left half of a symmetric drawing. Land and
water are computed.
"""

from __future__ import annotations

from importlib.resources import files

GRID = 16


def _centred(rows: list[str]) -> tuple[str, ...]:
    above = (GRID - len(rows)) // 2
    blank = "." * GRID
    return (*[blank] * above, *rows, *[blank] * (GRID - len(rows) - above))


def _read(text: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for block in text.strip().split("\n\n"):
        name, *rows = block.splitlines()
        found[name] = _centred([row if len(row) == GRID else row + row[::-1] for row in rows])
    return found


def _waves(x: int, y: int) -> str:
    heights = (3, 3, 2, 2, 3, 4, 5, 6, 6, 6, 5, 4, 3, 3, 4, 4)
    if y < heights[x] + 1:
        return "."
    if y < heights[(x + 6) % GRID] + 4:
        return "+"
    if y < heights[(x + 11) % GRID] + 7:
        return "o"
    return "#" if y > heights[(x + 2) % GRID] + 9 else "o"


def _hills(x: int, y: int) -> str:
    if (x - 11) ** 2 + (y - 4) ** 2 <= 5:
        return "*"
    near = 11 - round(2.2 * (1 - abs(x - 12) / 8))
    far = 12 - max(0, 7 - abs(x - 5))
    if y >= near + 1:
        return "#" if y > near + 3 else "o"
    return "+" if y >= far else "."


def _mountains(x: int, y: int) -> str:
    if 11 <= x <= 13 and 2 <= y <= 4:
        return "*"
    tall = 4 + abs(x - 5)
    low = 7 + abs(x - 11)
    if y >= low and x > 7:
        return "+" if y < low + 2 else "#"
    if y >= tall:
        return "*" if y < tall + 2 and tall < 7 else "o"
    return "#" if y > 13 else "."


def _circles(x: int, y: int) -> str:
    for left, top, radius, ink in (
        (1, 1, 6.6, "o"),
        (12, 4, 2.6, "+"),
        (15, 15, 8.4, "o"),
        (4, 12, 2.4, "#"),
    ):
        if (x - left) ** 2 + (y - top) ** 2 <= radius**2:
            return ink
    return "."


def _tiles(x: int, y: int) -> str:
    column, row = x // 5, y // 5
    if x % 5 == 4 or y % 5 == 4 or x == 15 or y == 15:
        return "#"
    return "+o*o+o+*o"[(row * 3 + column) % 9]


_COMPUTED = {"waves": _waves, "hills": _hills, "mountains": _mountains, "circles": _circles, "tiles": _tiles}

DRAWN: dict[str, tuple[str, ...]] = {
    **_read(files("modstead_sandbox").joinpath("motifs.txt").read_text(encoding="ascii")),
    **{
        name: tuple("".join(ink(x, y) for x in range(GRID)) for y in range(GRID))
        for name, ink in _COMPUTED.items()
    },
}
"""Sixteen rows of sixteen inks by the name of the motif."""
