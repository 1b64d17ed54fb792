"""The platform's rate limit: GCRA, so many requests a minute with a burst, one bucket for everybody."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the limiter says of one request; times in seconds."""

    allowed: bool
    limit: int
    remaining: int
    reset: int
    retry_after: float


class RateLimit:
    """A generic cell rate algorithm; safe to use from several threads."""

    def __init__(
        self, per_minute: int = 300, burst: int = 300, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._full_at = 0.0
        self.set(per_minute, burst)

    def set(self, per_minute: int, burst: int) -> None:
        """Change the limit and forget what was spent."""
        with self._lock:
            self._interval = 60.0 / per_minute
            self._burst = burst
            self._full_at = 0.0

    def reset(self) -> None:
        """Forget what was spent."""
        with self._lock:
            self._full_at = 0.0

    def take(self) -> Ruling:
        """Count one request, if there is room for it."""
        with self._lock:
            now = self._clock()
            full_at = max(self._full_at, now)
            spent = full_at - now
            room = self._burst * self._interval
            allowed = spent + self._interval <= room + _ROUNDING
            wait = 0.0
            if allowed:
                spent += self._interval
                self._full_at = now + spent
            else:
                wait = spent + self._interval - room
            remaining = max(0, int((room - spent) / self._interval + _ROUNDING))
            return Ruling(allowed, self._burst, remaining, math.ceil(spent - _ROUNDING), wait)
