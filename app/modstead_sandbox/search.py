"""The search: filter, rank and page through the catalogue as the platform does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from modstead_sandbox.facets import parse
from modstead_sandbox.kept import Kept
from modstead_sandbox.model import Project, Version
from modstead_sandbox.shelf import Shelf

MAX_LIMIT = 100
DEFAULT_LIMIT = 10
SORTS = ("relevance", "downloads", "follows", "newest", "updated")
_WORD = re.compile(r"[a-z0-9]+")
_KEPT = 64
_SHORTEST_MISTYPED = 5

Hit = tuple[Project, Version | None]


@dataclass(frozen=True, slots=True)
class Page:
    """Hits `offset` to `offset + limit` of `total`; offset and limit as the platform understood them."""

    hits: tuple[Hit, ...]
    offset: int
    limit: int
    total: int


class Search:
    """Searches what the shelf has; keeps the last results, so that paging does not rank again."""

    def __init__(self, shelf: Shelf, updated: Callable[[Project], int]) -> None:
        self._shelf = shelf
        self._updated = updated
        self._kept: Kept[tuple[str, str | None, str], tuple[Hit, ...]] = Kept(_KEPT)
        self._texts: dict[int, tuple[frozenset[str], str]] = {}

    def forget(self) -> None:
        """Drop the results that are kept, since something has changed."""
        self._kept.clear()
        self._texts.clear()

    def page(self, query: str, facets: str | None, index: str, offset: int, limit: int) -> Page:
        """Return one page; raises facets.FacetError.

        A limit is at least 1 and at most 100; the offset is rounded down to a multiple of the limit.
        """
        limit = min(max(limit, 1), MAX_LIMIT)
        offset = offset // limit * limit
        found = self._kept.get((query, facets, index), lambda: self._results(query, facets, index))
        return Page(found[offset : offset + limit], offset, limit, len(found))

    def _results(self, query: str, facets: str | None, index: str) -> tuple[Hit, ...]:
        wanted = parse(facets)
        words = _WORD.findall(query.lower())
        scored: list[tuple[int, Hit]] = []
        for project in self._shelf.projects:
            score = self._score(project, words)
            if score == 0:
                continue
            versions = self._shelf.listed(project) if wanted.concerns_versions else ()
            passes, version = wanted.newest_match(project, versions)
            if passes:
                scored.append((score, (project, version)))
        scored.sort(key=lambda entry: self._order(entry, index), reverse=True)
        return tuple(hit for _, hit in scored)

    def _order(self, entry: tuple[int, Hit], index: str) -> tuple[int, int]:
        score, (project, _) = entry
        match index:
            case "downloads":
                return project.downloads, 0
            case "follows":
                return project.followers, project.downloads
            case "newest":
                return project.published, 0
            case "updated":
                return self._updated(project), 0
            case _:
                return score, project.downloads

    def _score(self, project: Project, words: list[str]) -> int:
        """Rate how well a project answers the words; 0 where one of them is found nowhere."""
        if not words:
            return 1
        title, text = self._words_of(project)
        total = 1
        for word in words:
            if word in title:
                total += 100
            elif any(part.startswith(word) for part in title):
                total += 60
            elif word in text:
                total += 10
            elif len(word) >= _SHORTEST_MISTYPED and any(_one_slip(word, part) for part in title):
                total += 5
            else:
                return 0
        return total + (50 if len(words) == len(title) else 0)

    def _words_of(self, project: Project) -> tuple[frozenset[str], str]:
        known = self._texts.get(project.number)
        if known is None:
            title = frozenset(_WORD.findall(project.title.lower().replace("'", "")))
            rest = " ".join((project.title, project.slug, project.author.username, project.description))
            known = self._texts[project.number] = (title, rest.lower())
        return known


def _one_slip(word: str, other: str) -> bool:
    """Whether two words differ by one letter changed, missing, added or swapped with its neighbour."""
    if abs(len(word) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(word), len(other)) and word[start] == other[start]:
        start += 1
    left, right = word[start:], other[start:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )
