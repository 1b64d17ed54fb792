"""A point in a folder's history to which it can be brought back, and how people name one."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_OPERATION = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
_AGO = re.compile(r"(?P<number>\d{1,5}) (?P<unit>minute|hour|day|week)s? ago")
_UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}


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

    A date alone means when that day began.
    """
    text = " ".join(text.split())
    if _OPERATION.fullmatch(text):
        return AtOperation(text)
    ago = _AGO.fullmatch(text.casefold())
    try:
        if ago:
            return AtTime(now - int(ago["number"]) * _UNITS[ago["unit"]])
        return AtTime(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None
