"""What was changed from here, so that no answer from before is taken for a new one."""

import hashlib
import math
from collections.abc import Iterable

from modstead.catalogs.http.cache import AnswerCache, Entry
from modstead.catalogs.http.messages import Clock


class Changes:
    """When each topic was last changed: in memory, and beside the kept answers for the next Modstead."""

    def __init__(self, cache: AnswerCache, clock: Clock) -> None:
        self._cache = cache
        self._clock = clock
        self._at: dict[str, float] = {}
        self.turn = 0
        """Grows with every change: what was asked before is not shared with who asks after."""

    async def last(self, topics: Iterable[str]) -> float:
        """When any of them was last changed, by the wall clock in seconds."""
        moments = [-math.inf]
        for topic in topics:
            if topic not in self._at:
                kept = await self._cache.load(_name(topic))
                self._at.setdefault(topic, kept.fetched_at if kept else -math.inf)
            moments.append(self._at[topic])
        return max(moments)

    async def note(self, topics: Iterable[str]) -> None:
        """They have just been changed, or may have been."""
        now = self._clock.wall()
        noted = tuple(topics)
        self.turn += 1
        self._at.update(dict.fromkeys(noted, now))
        for topic in noted:
            await self._cache.store(_name(topic), Entry(b"", now), about=f"changed: {topic}")


def _name(topic: str) -> str:
    return hashlib.sha256(f"changed {topic}\n".encode()).hexdigest()[:40]
