"""When and for how long to wait before a request is repeated."""

import math
import re
from datetime import UTC
from email.utils import parsedate_to_datetime

from modstead.catalogs.http.messages import Response

FIRST_BACKOFF = 0.5
LONGEST_BACKOFF = 20.0
LONGEST_TOLD_WAIT = 60.0
"""Seconds. Who is told to wait for longer is told so at once."""

_WAIT_IN_BODY = re.compile(rb"(?:retry after|wait) (\d{1,9}) ?(?:milliseconds|ms)", re.IGNORECASE)


def told_wait(response: Response, *, now: float) -> float | None:
    """Seconds that the answer asks to wait for: its Retry-After (seconds or a date), else the words in its body.

    Modrinth's origin sends no Retry-After but says "retry after N milliseconds", formerly "wait N milliseconds".
    """
    header = response.headers.get("retry-after", "").strip()
    if header:
        return _seconds(header) if header[0].isdigit() else _until(header, now)
    found = _WAIT_IN_BODY.search(response.body[:4096])
    return int(found[1]) / 1000 if found else None


def backoff(attempt: int, chance: float) -> float:
    """Seconds before repeating after the `attempt`th failure (from 1); `chance` in [0, 1) spreads clients out."""
    longest = min(LONGEST_BACKOFF, FIRST_BACKOFF * float(1 << min(attempt - 1, 10)))
    return longest * (0.5 + chance / 2)


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) else None


def _until(text: str, now: float) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, moment.timestamp() - now)
    except (ValueError, OverflowError):
        return None
