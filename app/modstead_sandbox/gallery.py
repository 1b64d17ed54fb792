"""Gallery pictures and avatars, drawn with Pillow: blocky land under a sky, the same for the same numbers."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw

from modstead_sandbox.pixels import colours

WIDTH, HEIGHT = 1280, 720
THUMBNAIL = (350, 197)
IN_BODY = 2
"""Every project has this many pictures for its text, whether or not its gallery shows them."""

_UNIT = 40
_COLUMNS, _ROWS = WIDTH // _UNIT, HEIGHT // _UNIT
_AVATAR = 96

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Hour:
    """The light of one picture: sky above and at the horizon, sun or moon, and how much it tints the land."""

    zenith: str
    horizon: str
    disc: str
    shade: str
    strength: float
    stars: int = 0
    lit: bool = False


_HOURS = (
    _Hour("#8EC7EA", "#DDF0F8", "#FFF3C4", "#FFFFFF", 0.05),
    _Hour("#161B3A", "#2C3567", "#FFE9B0", "#0D1130", 0.62, stars=42, lit=True),
    _Hour("#F3A36B", "#FCE1B0", "#FFF4D2", "#C4553B", 0.22),
    _Hour("#A9C9DE", "#EAF1F4", "#FFFFFF", "#8DA7BC", 0.18),
    _Hour("#4B3F7C", "#E48A8A", "#FFD9A0", "#3A2A5E", 0.42, stars=14, lit=True),
    _Hour("#C9DDEB", "#F6FAFC", "#FFFFFF", "#FFFFFF", 0.45),
)


@lru_cache(maxsize=96)
def picture(number: int, palette: str, place: int) -> bytes:
    """Return a PNG of 1280 by 720 pixels."""
    stream = io.BytesIO()
    _draw(number, palette, place).quantize(96).save(stream, "PNG", optimize=False, compress_level=6)
    return stream.getvalue()


@lru_cache(maxsize=512)
def thumbnail(number: int, palette: str, place: int) -> bytes:
    """Return a WebP of 350 by 197 pixels."""
    stream = io.BytesIO()
    drawn = _draw(number, palette, place).resize(THUMBNAIL, Image.Resampling.LANCZOS)
    drawn.save(stream, "WEBP", quality=82)
    return stream.getvalue()


@lru_cache(maxsize=256)
def avatar(number: int) -> bytes:
    """Return a PNG of 96 by 96 pixels: a face and shoulders in the colours of the user."""
    hues = ("sky", "ember", "moss", "lilac", "teal", "rose", "honey", "clay", "stone", "mint")
    ground, deep, main, light, glint = (_rgb(ink) for ink in colours(hues[number % len(hues)]))
    side = _AVATAR * 4
    image = Image.new("RGB", (side, side), deep if sum(ground) > 600 else ground)
    draw = ImageDraw.Draw(image)
    draw.ellipse((-side // 8, side * 5 // 8, side * 9 // 8, side * 14 // 8), fill=main)
    draw.ellipse((side // 4, side // 7, side * 3 // 4, side * 9 // 14), fill=light)
    if number % 3 == 0:
        draw.chord((side // 4, side // 7, side * 3 // 4, side * 9 // 14), 180, 360, fill=glint)
    elif number % 3 == 1:
        draw.chord((side // 4, side // 9, side * 3 // 4, side // 2), 170, 370, fill=main)
    stream = io.BytesIO()
    image.resize((_AVATAR, _AVATAR), Image.Resampling.LANCZOS).save(stream, "PNG")
    return stream.getvalue()


def _draw(number: int, palette: str, place: int) -> Image.Image:
    random = Random(number * 64 + place)
    hour = _HOURS[place % len(_HOURS)]
    _, deep, main, light, glint = (_rgb(ink) for ink in colours(palette))
    image = _sky(hour)
    draw = ImageDraw.Draw(image)
    for _ in range(hour.stars):
        left, top = random.randrange(WIDTH), random.randrange(HEIGHT // 2)
        draw.rectangle((left, top, left + 5, top + 5), fill=_rgb("#F4F1DE"))
    left = random.randint(3, _COLUMNS - 7) * _UNIT
    draw.rectangle((left, 2 * _UNIT, left + 2 * _UNIT - 1, 4 * _UNIT - 1), fill=_rgb(hour.disc))
    if not hour.stars:
        _clouds(draw, random)
    shade = _rgb(hour.shade)
    land = [
        _mixed(_mixed(light, _rgb(hour.horizon), 0.45), shade, hour.strength * 0.8),
        _mixed(_mixed(main, light, 0.3), shade, hour.strength),
        _mixed(_mixed(deep, main, 0.45), shade, hour.strength),
    ]
    lines = [_line(random, base, wild) for base, wild in ((8, 2), (11, 2), (14, 1))]
    _ground(draw, lines[0], land[0])
    _ground(draw, lines[1], land[1])
    _houses(draw, random, lines[1], land, glint if hour.lit else _mixed(glint, shade, 0.2))
    if place % 2:
        _water(draw, land[2], _rgb(hour.horizon))
    _ground(draw, lines[2], land[2])
    _trees(draw, random, lines[2], (main, deep), hour)
    _posts(draw, random, lines[2], _mixed(deep, shade, hour.strength), _rgb("#FFD27A"))
    return image


def _sky(hour: _Hour) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    above, below = _rgb(hour.zenith), _rgb(hour.horizon)
    steps = 12
    for step in range(steps):
        share = step / (steps - 1)
        top = HEIGHT * step // steps
        draw.rectangle((0, top, WIDTH, top + HEIGHT // steps), fill=_mixed(above, below, share))
    return image


def _clouds(draw: ImageDraw.ImageDraw, random: Random) -> None:
    for _ in range(3):
        left, top = random.randrange(_COLUMNS) * _UNIT, random.randint(2, 5) * _UNIT
        wide = random.randint(3, 6) * _UNIT
        draw.rectangle((left, top, left + wide, top + _UNIT // 2), fill=_rgb("#FFFFFF"))
        draw.rectangle((left + _UNIT, top - _UNIT // 2, left + wide - _UNIT, top), fill=_rgb("#FFFFFF"))


def _line(random: Random, base: int, wild: int) -> list[int]:
    """Return the row at which the land begins, for each column: plateaus of a few columns with steps between."""
    row = base
    line: list[int] = []
    while len(line) < _COLUMNS:
        line += [row] * random.randint(2, 5)
        row = min(max(row + random.choice((-1, -1, 0, 1, 1)), base - wild), base + wild)
    return line[:_COLUMNS]


def _ground(draw: ImageDraw.ImageDraw, line: list[int], ink: Colour) -> None:
    edge = _mixed(ink, (255, 255, 255), 0.12)
    for column, row in enumerate(line):
        box = (column * _UNIT, row * _UNIT, column * _UNIT + _UNIT - 1, HEIGHT)
        draw.rectangle(box, fill=ink)
        draw.rectangle((box[0], box[1], box[2], box[1] + _UNIT // 5), fill=edge)


def _water(draw: ImageDraw.ImageDraw, land: Colour, sky: Colour) -> None:
    ink = _mixed(_mixed(sky, _rgb("#3B82B4"), 0.55), land, 0.12)
    draw.rectangle((0, 13 * _UNIT, WIDTH, HEIGHT), fill=ink)
    for row, shift in ((13, 1), (14, 5), (15, 2), (16, 7)):
        for column in range(shift, _COLUMNS, 8):
            left, top = column * _UNIT, row * _UNIT + _UNIT // 2
            draw.rectangle((left, top, left + 3 * _UNIT, top + 5), fill=_mixed(ink, (255, 255, 255), 0.3))


def _houses(
    draw: ImageDraw.ImageDraw, random: Random, line: list[int], land: list[Colour], window: Colour
) -> None:
    wall, roof = _mixed(land[0], (255, 255, 255), 0.25), _mixed(land[2], (20, 10, 10), 0.3)
    for _ in range(random.randint(1, 3)):
        column = random.randint(2, _COLUMNS - 6)
        row = min(line[column : column + 4])
        left, top = column * _UNIT, (row - 2) * _UNIT
        draw.rectangle((left, top, left + 4 * _UNIT - 1, (row + 2) * _UNIT), fill=wall)
        for step in range(3):
            inset = step * _UNIT - _UNIT // 2
            level = top - (step + 1) * _UNIT // 2
            draw.rectangle((left + inset, level, left + 4 * _UNIT - inset, level + _UNIT // 2), fill=roof)
        for shift in (0.6, 2.5):
            at = left + int(shift * _UNIT)
            draw.rectangle((at, top + _UNIT // 2, at + _UNIT - 8, top + _UNIT + 10), fill=window)


def _trees(
    draw: ImageDraw.ImageDraw, random: Random, line: list[int], leaves: tuple[Colour, Colour], hour: _Hour
) -> None:
    shade = _rgb(hour.shade)
    trunk = _mixed(_rgb("#6B4A32"), shade, hour.strength)
    for _ in range(random.randint(3, 6)):
        column = random.randint(1, _COLUMNS - 3)
        left, foot = column * _UNIT, line[column] * _UNIT
        tall = random.randint(2, 4)
        crown = _mixed(_mixed(*leaves, random.random() * 0.5), shade, hour.strength)
        draw.rectangle((left + 14, foot - tall * _UNIT, left + 25, foot), fill=trunk)
        top = foot - tall * _UNIT
        draw.rectangle((left - _UNIT, top - _UNIT, left + 2 * _UNIT, top + _UNIT // 2), fill=crown)
        draw.rectangle(
            (left - _UNIT // 2, top - 2 * _UNIT + 10, left + _UNIT * 3 // 2, top - _UNIT), fill=crown
        )


def _posts(draw: ImageDraw.ImageDraw, random: Random, line: list[int], post: Colour, lamp: Colour) -> None:
    for _ in range(2):
        column = random.randint(3, _COLUMNS - 4)
        left, foot = column * _UNIT, line[column] * _UNIT
        draw.rectangle((left + 16, foot - 3 * _UNIT, left + 23, foot), fill=post)
        draw.rectangle((left + 2, foot - 4 * _UNIT + 4, left + 37, foot - 3 * _UNIT), fill=lamp)


def _rgb(text: str) -> Colour:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
