"""Version ranges as a sentence names them."""

import re

_PREDICATE = re.compile(r"(>=|<=|>|<)(\S+)")
_INTERVAL = re.compile(r"([\[(])\s*([^\s\[\](),]*)\s*,\s*([^\s\[\](),]*)\s*([\])])")
_EXACT = re.compile(r"=([^\s\[\](),]+)|\[\s*([^\s\[\](),]+)\s*\]")

_Bound = tuple[str, bool]
"""A version, and whether it is admitted itself."""


def in_words(text: str) -> str:
    """A range of any loader: "1.20.1 or newer" for ">=1.20.1" and "[1.20.1,)"; as it is where it has no plain form."""
    if exact := _EXACT.fullmatch(text):
        return exact[1] or exact[2]
    bounds = _interval(text) or _predicates(text)
    if bounds is None:
        return text
    lower, upper = bounds
    if lower and upper:
        return _between(lower, upper)
    if lower:
        return f"{lower[0]} or newer" if lower[1] else f"newer than {lower[0]}"
    if upper:
        return f"{upper[0]} or older" if upper[1] else f"older than {upper[0]}"
    return text


def _between(lower: _Bound, upper: _Bound) -> str:
    if lower == upper and lower[1]:
        return lower[0]
    if lower[1] and upper[1]:
        return f"{lower[0]} to {upper[0]}"
    least = f"{lower[0]} or newer" if lower[1] else f"newer than {lower[0]}"
    return f"{least}, but {'not newer' if upper[1] else 'older'} than {upper[0]}"


def _interval(text: str) -> tuple[_Bound | None, _Bound | None] | None:
    match = _INTERVAL.fullmatch(text.strip())
    if match is None:
        return None
    opening, low, high, closing = match.groups()
    return (low, opening == "[") if low else None, (high, closing == "]") if high else None


def _predicates(text: str) -> tuple[_Bound | None, _Bound | None] | None:
    """At most one lower and one upper bound, with a space between them."""
    found: dict[str, _Bound] = {}
    for word in text.split():
        match = _PREDICATE.fullmatch(word)
        if match is None or match[1][0] in found:
            return None
        found[match[1][0]] = (_without_mark(match[2]), match[1].endswith("="))
    return found.get(">"), found.get("<")


def _without_mark(version: str) -> str:
    """Without the dash that only stands for the version's own pre-releases."""
    return version.removesuffix("-0").removesuffix("-") or version
