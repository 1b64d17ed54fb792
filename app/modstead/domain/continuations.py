"""Which other projects a project's own page names as what to take in its place."""

import re
from collections.abc import Iterator

_LONGEST_BODY = 60_000
_LONGEST_LINE = 1_000
_MOST_LINKS = 8
_SAYS_SO = re.compile(
    r"\b(?:continu(?:ed|es|ation)|successor|succeeded|supersed(?:ed|es)|replaced by|replacement"
    r"|moved to|fork(?:ed)?|no longer (?:maintained|developed|updated|supported)|discontinued|deprecated"
    r"|unmaintained|abandoned)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://[^\s()<>\[\]\"'|]{1,300}")


def named_continuations(body: str) -> Iterator[str]:
    """The addresses in those lines of a page that speak of an end or a successor, a few at most.

    Whoever uses them must say that it is the page's word: a line may as well speak of what came before.
    """
    found: dict[str, None] = {}
    for line in body[:_LONGEST_BODY].splitlines():
        if len(line) <= _LONGEST_LINE and _SAYS_SO.search(line):
            for match in _LINK.finditer(line):
                found.setdefault(match[0].rstrip(".,;:!?*_`"))
        if len(found) >= _MOST_LINKS:
            break
    yield from tuple(found)[:_MOST_LINKS]
