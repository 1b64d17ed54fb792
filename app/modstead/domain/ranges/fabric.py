"""Version predicates of `fabric.mod.json`.

Source: `VersionPredicateParser` and `VersionComparisonOperator` of Fabric Loader. A space is AND, no operator is "=".
"^" keeps the first component, whatever it is, and "~" the first two; "1.20.x" admits pre-releases of 1.20 too. What is
no semantic version is compared as text, for equality alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from modstead.domain.ranges.semver import SemanticVersion, number, parse

# Longer ones come first, as they begin like the shorter.
_OPERATORS = (">=", "<=", ">", "<", "=", "~", "^")
_EXCLUSIVE = frozenset({">", "<"})
_WILDCARDS = frozenset({"x", "X", "*"})

_TESTS: dict[str, Callable[[SemanticVersion, SemanticVersion], bool]] = {
    ">=": lambda version, bound: version.compare(bound) >= 0,
    "<=": lambda version, bound: version.compare(bound) <= 0,
    ">": lambda version, bound: version.compare(bound) > 0,
    "<": lambda version, bound: version.compare(bound) < 0,
    "=": lambda version, bound: version.compare(bound) == 0,
    "~": lambda version, bound: version.compare(bound) >= 0 and _same(version, bound, 2),
    "^": lambda version, bound: version.compare(bound) >= 0 and _same(version, bound, 1),
}


class _Refused(ValueError):
    """The loader does not take the predicate."""


@dataclass(frozen=True, slots=True)
class _Term:
    """`bound` is text where it is no semantic version."""

    operator: str
    bound: SemanticVersion | str

    def admits(self, version: SemanticVersion | str) -> bool:
        if isinstance(version, str) or isinstance(self.bound, str):
            return version == self.bound
        return _TESTS[self.operator](version, self.bound)


def admits(predicate: str, version: str) -> bool | None:
    """Whether the predicate admits the version; None where Fabric Loader refuses the predicate."""
    terms = _terms(predicate)
    if terms is None:
        return None
    known: SemanticVersion | str = parse(version) or version
    return all(term.admits(known) for term in terms)


@lru_cache(maxsize=4096)
def _terms(predicate: str) -> tuple[_Term, ...] | None:
    words = (word.strip() for word in predicate.split(" "))
    try:
        return tuple(_term(word) for word in words if word and word != "*")
    except _Refused:
        return None


def _term(word: str) -> _Term:
    operator = next((known for known in _OPERATORS if word.startswith(known)), "")
    text = word[len(operator) :]
    if not text:
        raise _Refused
    wildcard = _wildcard(text)
    if wildcard is not None:
        if operator not in {"", "="}:
            raise _Refused
        return _Term("^" if len(wildcard) == 1 else "~", SemanticVersion(wildcard, ""))
    bound = parse(text)
    if bound is None and operator in _EXCLUSIVE:
        raise _Refused
    return _Term(operator or "=", text if bound is None else bound)


def _wildcard(text: str) -> tuple[int, ...] | None:
    """The numbers before the wildcards of "1.20.x"; None where it is no such text, and counts as any other."""
    core, _, _ = text.partition("+")
    parts = core.split(".")
    first = next((place for place, part in enumerate(parts) if part in _WILDCARDS), None)
    if first is None or len(parts) == 1 or any(part not in _WILDCARDS for part in parts[first:]):
        return None
    numbers = [value for part in parts[:first] if (value := number(part)) is not None]
    if len(numbers) < first:
        return None
    if not numbers:
        raise _Refused
    return tuple(numbers)


def _same(version: SemanticVersion, bound: SemanticVersion, count: int) -> bool:
    return all(version.component(place) == bound.component(place) for place in range(count))
