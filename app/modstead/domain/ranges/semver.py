"""Versions as Fabric Loader and Quilt Loader read them: Semantic Versioning with any number of components.

Source: `SemanticVersionImpl` of both loaders. The build after "+" counts for nothing; "1.20-", with an empty
pre-release, comes before every other version of 1.20.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

_PRERELEASE = re.compile(r"(?:[-0-9A-Za-z]+(?:\.[-0-9A-Za-z]+)*)?")
_NUMBER = re.compile(r"0|[1-9][0-9]*")
_DIGITS = re.compile(r"[0-9]+")
_LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class SemanticVersion:
    """`prerelease` is None where there is none, which is not the same as an empty one."""

    components: tuple[int, ...]
    prerelease: str | None = None

    def component(self, place: int) -> int:
        """Missing components count as 0."""
        return self.components[place] if place < len(self.components) else 0

    def compare(self, other: "SemanticVersion") -> int:
        """Negative, 0 or positive: this one is older than, equal to or newer than the other."""
        for one, two in zip_longest(self.components, other.components, fillvalue=0):
            if one != two:
                return -1 if one < two else 1
        if self.prerelease is None or other.prerelease is None:
            return (self.prerelease is None) - (other.prerelease is None)
        return _compare_prereleases(self.prerelease, other.prerelease)


@lru_cache(maxsize=4096)
def parse(text: str) -> SemanticVersion | None:
    """The version, or None where the loaders take it as mere text."""
    core, _, _ = text.partition("+")
    core, dash, prerelease = core.partition("-")
    if dash and not _PRERELEASE.fullmatch(prerelease):
        return None
    components = tuple(map(number, core.split(".")))
    if None in components:
        return None
    return SemanticVersion(
        tuple(item for item in components if item is not None), prerelease if dash else None
    )


def number(text: str) -> int | None:
    """A component: a number that fits 32 bits; leading zeros are no matter."""
    if not _DIGITS.fullmatch(text):
        return None
    value = int(text)
    return value if value <= _LARGEST else None


def _compare_prereleases(one: str, two: str) -> int:
    """Part by part; numbers come before words, fewer parts before more."""
    for left, right in zip_longest(_parts(one), _parts(two)):
        if left is None or right is None:
            return -1 if left is None else 1
        if left != right:
            return -1 if left < right else 1
    return 0


def _parts(prerelease: str) -> list[tuple[bool, int, str]]:
    parts = (part for part in prerelease.split(".") if part)
    return [(False, len(part), part) if _NUMBER.fullmatch(part) else (True, 0, part) for part in parts]
