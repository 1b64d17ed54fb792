"""Numbers, sizes and dates as people read them."""

import re
from datetime import date, datetime

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_UNBROKEN, _PIECES, _BREAK = re.compile(r"\S{32,}"), re.compile(r".{1,8}"), "\N{ZERO WIDTH SPACE}"
_DIGITS = re.compile(r"([0-9]{1,18})")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def plural(number: int, one: str, many: str = "") -> str:
    """`1 mod`, `214 mods`; `many` where an s is not enough."""
    return f"{grouped(number)} {one if number == 1 else many or one + 's'}"


def spelled(name: str) -> str:
    """A platform's name for a category as people write it: "Game mechanics"."""
    return name.replace("-", " ").replace("_", " ").capitalize()


def grouped(number: int) -> str:
    """All digits, in groups of three: `9,412`."""
    return f"{number:,}"


def in_words(number: int) -> str:
    """Small numbers as prose has them: "three"; larger ones in digits."""
    return _NUMBERS[number] if number < len(_NUMBERS) else grouped(number)


def count(number: int) -> str:
    """Three digits at most: `402`, `1.2 K`, `940 K`, `12.4 M`, `1.1 G`."""
    return _scaled(number, 1000, ("", " K", " M", " G"))


def size(octets: int) -> str:
    """Bytes in steps of 1024: `0 B`, `44 KB`, `1.8 MB`, `48.2 MB`, `1.2 GB`."""
    return _scaled(octets, 1024, (" B", " KB", " MB", " GB", " TB"), whole_until=2)


def _scaled(number: int, step: int, units: tuple[str, ...], *, whole_until: int = 1) -> str:
    value, unit = float(max(0, number)), 0
    while unit + 1 < len(units) and value >= step - 0.5:
        value, unit = value / step, unit + 1
    if unit < whole_until or value >= 99.95:
        return f"{value:.0f}{units[unit]}"
    return f"{value:.1f}{units[unit]}"


def natural(words: str) -> tuple[tuple[str, int], ...]:
    """A key by which numbers within words are ordered as numbers: `junk2` before `junk10`."""
    parts = _DIGITS.split(words.casefold())
    return tuple((part, 0) if place % 2 == 0 else ("", int(part)) for place, part in enumerate(parts))


def ago(then: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that says enough: `5 minutes ago`, `yesterday`, `10 months ago`.

    Both must know their zone; days are counted by the calendar of `now`.
    """
    then = then.astimezone(now.tzinfo)
    seconds = (now - then).total_seconds()
    days = (now.date() - then.date()).days
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return f"{plural(int(seconds // _MINUTE), 'minute')} ago"
    if days == 0:
        return f"{plural(int(seconds // _HOUR), 'hour')} ago"
    return days_ago(days)


def days_ago(days: int) -> str:
    """Whole days as words: `today`, `yesterday`, `6 days ago`, `2 weeks ago`, `8 months ago`, `2 years ago`."""
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 7:
        return f"{days} days ago"
    if days < 30:
        return f"{plural(days // 7, 'week')} ago"
    if days < 365:
        return f"{plural(min(11, max(1, round(days / 30.4))), 'month')} ago"
    return f"{plural(days // 365, 'year')} ago"


def exact(then: datetime) -> str:
    """The whole date and time, for a tool tip: `2 May 2026, 14:02`."""
    local = then.astimezone()
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}, {clock(local)}"


def clock(then: datetime) -> str:
    """`14:02` by the local clock."""
    return f"{then.astimezone():%H:%M}"


def day(then: date, today: date) -> str:
    """A heading for a day: `Today`, `Yesterday`, `Monday` within a week, `19 November`, `3 March 2024`."""
    days = (today - then).days
    if days == 0:
        return "Today"
    if days == 1:
        return "Yesterday"
    if 1 < days < 7:
        return _WEEKDAYS[then.weekday()]
    year = "" if then.year == today.year else f" {then.year}"
    return f"{then.day} {_MONTHS[then.month - 1]}{year}"


def duration(seconds: float) -> str:
    """A rough time to wait: `8 s`, `3 min`, `2 h`."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 90 * _MINUTE:
        return f"{round(seconds / _MINUTE)} min"
    return f"{round(seconds / _HOUR)} h"


def escaped(words: str) -> str:
    """For rich text. Python's own would bring the names of all entities, a third of a megabyte, to every start."""
    plain = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace('"', "&quot;").replace("'", "&#x27;")


def breakable(words: str) -> str:
    """The same with invisible places to break a line within what is longer than any word, such as a file's name."""
    return _UNBROKEN.sub(lambda found: _BREAK.join(_PIECES.findall(found[0])), words)


def tip(words: str) -> str:
    """Words for a tool tip as they are: Qt reads what looks like markup as such, and names come from strangers."""
    if "<" not in words and "&" not in words:
        return words
    return f"<qt>{escaped(words)}</qt>".replace("\n", "<br>")
