"""How fast requests may follow one another."""

import asyncio
import math
from collections import deque
from collections.abc import Callable, Mapping

from modstead.catalogs.http.messages import Clock

WINDOW = 60.0
MOST_IN_WINDOW = 280
"""Requests in any minute; Modrinth admits 300 to an address."""

FEW_LEFT = 10
LONGEST_SPACING = 60.0
NOTABLE_WAIT = 0.5


class Pacer:
    """Lets requests pass in the order they came.

    Three things hold them: this process' own count in the last minute; a server that said "wait"; and its
    `x-ratelimit-*` headers once few requests remain, since others may share the address. Those name the seconds until
    all requests are free again; the requests that remain are spread over that time.
    """

    def __init__(self, clock: Clock, waiting: Callable[[float], None]) -> None:
        self._clock = clock
        self._waiting = waiting
        self._sent: deque[float] = deque()
        self._not_before = -math.inf
        self._spacing = 0.0
        self._turn = asyncio.Lock()

    async def ready(self) -> None:
        """Return when the next request may be sent, and count it as sent."""
        async with self._turn:
            while (wait := self._wait()) > 0:
                await self._sleep(wait)
            now = self._clock.monotonic()
            self._sent.append(now)
            self._not_before = max(self._not_before, now + self._spacing)

    def hold(self, seconds: float) -> None:
        """Let nothing pass for so long."""
        self._not_before = max(self._not_before, self._clock.monotonic() + seconds)

    def learn(self, headers: Mapping[str, str]) -> None:
        """Follow an answer's rate-limit headers."""
        limit, remaining, reset = (
            _number(headers, f"x-ratelimit-{name}") for name in ("limit", "remaining", "reset")
        )
        self._spacing = 0.0
        if limit is None or remaining is None or reset is None or remaining >= FEW_LEFT:
            return
        self._spacing = min(LONGEST_SPACING, reset / max(1.0, limit - remaining))
        if remaining < 1:
            self.hold(self._spacing)

    async def _sleep(self, seconds: float) -> None:
        if seconds < NOTABLE_WAIT:
            await self._clock.sleep(seconds)
            return
        self._waiting(seconds)
        try:
            await self._clock.sleep(seconds)
        finally:
            self._waiting(0.0)

    def _wait(self) -> float:
        now = self._clock.monotonic()
        while self._sent and self._sent[0] <= now - WINDOW:
            self._sent.popleft()
        own = self._sent[0] + WINDOW - now if len(self._sent) >= MOST_IN_WINDOW else 0.0
        return max(own, self._not_before - now)


def _number(headers: Mapping[str, str], name: str) -> float | None:
    try:
        value = float(headers.get(name, ""))
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None
