"""Version ranges of `mods.toml`, `neoforge.mods.toml` and `mcmod.info`, as Maven means them.

Source: `VersionRange` of maven-artifact, and how the Forges ask it. "[1.0,2.0)" bounds on both sides, ranges joined by
commas are any-of; a bare "1.0" merely recommends and so admits everything, as an empty range does. A JAR that states no
version is given 0.0NONE, which satisfies any range.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_UNSTATED = "0.0NONE"
_SET = re.compile(r"\s*([\[(])([^\[\]()]*)([\])])\s*(?:,|\Z|(?=[\[(]))")
# The comparison goes as deep as there are dashes and changes between digits and letters.
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class _Restriction:
    """From `lower` to `upper`, parsed versions; None is no bound."""

    lower: Any
    upper: Any
    with_lower: bool
    with_upper: bool

    def admits(self, version: Any) -> bool:
        above = self.lower is None or (version >= self.lower if self.with_lower else version > self.lower)
        below = self.upper is None or (version <= self.upper if self.with_upper else version < self.upper)
        return above and below


def admits(text: str, version: str) -> bool | None:
    """Whether the range admits the version; None where the Forges refuse the range."""
    if not text.startswith(("[", "(")) or version == _UNSTATED:
        return True
    restrictions = _restrictions(text)
    known = _version(version)
    if restrictions is None or known is None:
        return None
    return any(restriction.admits(known) for restriction in restrictions)


@lru_cache(maxsize=4096)
def _restrictions(text: str) -> tuple[_Restriction, ...] | None:
    found: list[_Restriction] = []
    place = 0
    while place < len(text):
        match = _SET.match(text, place)
        restriction = _restriction(match) if match else None
        if match is None or restriction is None or (found and _overlap(found[-1], restriction)):
            return None
        found.append(restriction)
        place = match.end()
    return tuple(found)


def _restriction(match: re.Match[str]) -> _Restriction | None:
    with_lower, with_upper = match[1] == "[", match[3] == "]"
    low, comma, high = (part.strip() for part in match[2].partition(","))
    if not comma:
        high = low
        if not (low and with_lower and with_upper):
            return None
    lower, upper = (_version(bound) if bound else None for bound in (low, high))
    if (low and lower is None) or (high and upper is None):
        return None
    if lower is not None and upper is not None:
        empty = upper < lower or (upper == lower and not (with_lower and with_upper))
        if empty:
            return None
    return _Restriction(lower, upper, with_lower, with_upper)


def _overlap(before: _Restriction, after: _Restriction) -> bool:
    if before.upper is None:
        return False
    return after.lower is None or bool(after.lower < before.upper)


@lru_cache(maxsize=4096)
def _version(text: str) -> Any:
    """A version that compares as Maven's do, or None for what none is made of."""
    if len(text) > _LONGEST or not text.isascii():
        return None
    return _parser()(text)


@lru_cache(maxsize=1)
def _parser() -> Callable[[str], Any]:
    """Imported where a range is first asked about: many folders have none."""
    from univers.maven import Version

    return Version
