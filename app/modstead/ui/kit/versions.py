"""Version changes: what is new in a version stands out, what repeats the old one or the instance does not."""

import re
from functools import lru_cache

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from modstead.ui.kit.painting import RIGHT, draw_icon, draw_text
from modstead.ui.theme import Role, Theme

_PART = re.compile(r"\d+|[^\d]+")
_LOADER = r"(?:fabric|quilt|forge|neoforge)"
_GAME = r"(?:mc|minecraft)?\.?v?\d+\.\d+(?:\.(?:\d+|x))?(?:-(?:pre|rc)-?\d+)?"
_TAIL = re.compile(rf"[+\-_.](?:(?:mc|minecraft)[-_]?{_GAME}|{_LOADER}|(?<=\+){_GAME})$", re.IGNORECASE)
_HEAD = re.compile(rf"^(?:(?:mc|minecraft)[-_]?{_GAME}|{_LOADER})[+\-_]", re.IGNORECASE)


@lru_cache(maxsize=8192)
def short_version(version: str) -> str:
    """The version without what repeats the instance: `3.1.0+mc1.21.4-fabric` is `3.1.0`, `v2.0` is `2.0`."""
    text = version.strip()
    before = ""
    while text != before:
        before = text
        shorter = _HEAD.sub("", _TAIL.sub("", text))
        text = shorter if any(letter.isdigit() for letter in shorter) else text
    if re.match(r"[vV]\d", text):
        text = text[1:]
    return text or version


@lru_cache(maxsize=8192)
def version_parts(old: str, new: str) -> tuple[str, str]:
    """`new` as its leading parts common with `old` and the rest, which begins with the first differing number.

    `("1.11.6", "1.11.9")` gives `("1.11.", "9")`; without a difference the rest is empty.
    """
    old_parts, new_parts = _PART.findall(old), _PART.findall(new)
    common = 0
    for left, right in zip(old_parts, new_parts, strict=False):
        if left != right:
            break
        common += 1
    if common == len(new_parts) and common < len(old_parts):
        common -= 1
    while (
        0 < common < len(new_parts)
        and not new_parts[common][0].isdigit()
        and not new_parts[common - 1][0].isdigit()
    ):
        common -= 1
    return "".join(new_parts[:common]), "".join(new_parts[common:])


def draw_new_version(
    painter: QPainter, theme: Theme, rect: QRect, old: str, new: str, *, role: Role = "body"
) -> int:
    """The new version from the left of `rect`: its common parts plain, what is new in accent. Returns the width."""
    common, fresh = version_parts(short_version(old), short_version(new))
    width = 0
    if common:
        width = draw_text(painter, theme, rect, common, role=role)
    left = rect.adjusted(width, 0, 0, 0)
    if fresh and left.width() > 0:
        accent = theme.palette.accent_text
        width += draw_text(painter, theme, left, fresh, role=role, weight=600, colour=accent)
    return width


def version_change_rects(
    theme: Theme, rect: QRect, old: str = "", new: str = ""
) -> tuple[QRect, QRect, QRect]:
    """Where the old version, the arrow and the new version stand: in line with other rows, unless `old` is too long
    for that and there is room to spare beside `new`.
    """
    old_width, arrow = theme.px(78), theme.px(14)
    gap = theme.px(8)
    lacking = theme.advance(short_version(old), "body") + 1 - old_width if old else 0
    if lacking > 0:
        beside = rect.width() - old_width - 2 * gap - arrow
        needed = theme.advance(short_version(new), "body", 600) + 1 if new else 0
        old_width += max(0, min(lacking, beside - needed))
    before = QRect(rect.x(), rect.y(), old_width, rect.height())
    middle = QRect(before.x() + old_width + gap, rect.y(), arrow, rect.height())
    left = middle.x() + arrow + gap
    return before, middle, QRect(left, rect.y(), max(0, rect.x() + rect.width() - left), rect.height())


def draw_version_change(
    painter: QPainter, theme: Theme, rect: QRect, old: str, new: str, *, older: bool = False
) -> None:
    """Old version, right-aligned in 78; arrow; new version, without the colour of news where it is an `older` one."""
    old_rect, arrow, new_rect = version_change_rects(theme, rect, old, new)
    colours = theme.palette
    draw_text(painter, theme, old_rect, short_version(old), colour=colours.text_3, align=RIGHT)
    draw_icon(painter, theme, arrow, "arrow-right", colours.text_2, size=14)
    if older:
        draw_text(painter, theme, new_rect, short_version(new), weight=600)
    else:
        draw_new_version(painter, theme, new_rect, old, new)


def draw_update_offer(painter: QPainter, theme: Theme, rect: QRect, old: str, new: str) -> int:
    """The Update column: an arrow up in accent and the new version. Returns the width."""
    side = theme.px(16)
    place = QRect(rect.x(), rect.y(), side, rect.height())
    draw_icon(painter, theme, place, "arrow-up", theme.palette.accent_text)
    gap = side + theme.px(4)
    return gap + draw_new_version(painter, theme, rect.adjusted(gap, 0, 0, 0), old, new)
