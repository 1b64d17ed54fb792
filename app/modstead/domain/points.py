"""A point in a folder's history to which it can be brought back, and how people name one."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_OPERATION = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
_AGO = re.compile(r"(?P<number>\d{1,6}|an?|one) (?P<unit>second|minute|hour|day|week|month|year)s? ago")
_TO_THE_MINUTE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(Z|[+-]\d\d:?\d\d)?")
TIME_FORMS = (
    '2026-11-28, "2026-11-28 21:40" (the end of that minute), 2026-11-28T21:40:30, yesterday, "2 days ago"'
)
"""How people name a time, the units of the last being seconds, minutes, hours, days, weeks, months and years."""
_UNITS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30),
    "year": timedelta(days=365),
}
_DAYS = {"today": timedelta(), "yesterday": timedelta(days=1)}
_LAST_OF_MINUTE = timedelta(seconds=59, microseconds=999_999)


@dataclass(frozen=True, slots=True)
class AtOperation:
    """Right after an operation, or right before it."""

    operation_id: str
    before: bool = False


@dataclass(frozen=True, slots=True)
class AtTime:
    """A moment; without a zone it is one of this computer's."""

    at: datetime


Point = AtOperation | AtTime


def parse_point(text: str, now: datetime) -> Point | None:
    """What somebody means by an operation's ID, by a date or time in ISO 8601, or by "2 days ago"; None if nothing.

    A date alone means when that day began, as "yesterday" does, and a time to the minute the end of that minute.
    """
    text = " ".join(text.split())
    if _OPERATION.fullmatch(text):
        return AtOperation(text)
    ago = _AGO.fullmatch(text.casefold())
    try:
        if ago:
            number = int(ago["number"]) if ago["number"].isdecimal() else 1
            return AtTime(now - number * _UNITS[ago["unit"]])
        if text.casefold() in _DAYS:
            day = datetime(now.year, now.month, now.day) - _DAYS[text.casefold()]
            return AtTime(day)
        at = datetime.fromisoformat(text)
        return AtTime(at + _LAST_OF_MINUTE if _TO_THE_MINUTE.fullmatch(text) else at)
    except (ValueError, OverflowError):
        return None
