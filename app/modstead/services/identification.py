"""Asking the platform what files are whose hash it does not know: by their manifests, then by their names."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from modstead.domain.catalog import Catalog
from modstead.domain.identity import (
    Match,
    Unknown,
    is_candidate,
    loaders_of,
    plain,
    plain_names,
    slugs,
    stated,
    title,
)
from modstead.domain.project import Project, SearchHit, SearchQuery
from modstead.domain.version import Version
from modstead.errors import CatalogError
from modstead.services.memory import Memory
from modstead.services.together import together
from modstead.storage.identities import brief

_log = logging.getLogger(__name__)

T = TypeVar("T")

_STAYS_FOUND = timedelta(hours=12)
_MOST_SEARCHES = 12
_MOST_VERSION_LISTS = 48
# Slugs can be eight times as long as IDs, and must fit into one address all the same.
_SLUGS_AT_ONCE = 200
_HITS_LOOKED_AT = 8
_MOST_OFFERS = 3
_MOST_VERSIONS_KEPT = 8
# Of 100, as rapidfuzz rates: below it, titles share little more than the common words of the field.
_ALIKE = 80


@dataclass(slots=True)
class _Search:
    """What was found so far: `candidates` are called as the file calls itself, `offers` merely alike."""

    file: Unknown
    candidates: list[Project] = field(default_factory=list)
    offers: list[Project] = field(default_factory=list)


class Identification:
    """`now` gives the time with its zone."""

    def __init__(self, catalog: Catalog, memory: Memory, now: Callable[[], datetime]) -> None:
        self._catalog = catalog
        self._memory = memory
        self._now = now

    async def remembered(self, hashes: Iterable[str]) -> Mapping[str, Match]:
        """What was found before, however long ago; by sha1."""
        told = await self._memory.matches(set(hashes))
        return {sha1: item.value for sha1, item in told.items()}

    async def matches(self, files: Iterable[Unknown]) -> Mapping[str, Match]:
        """What the platform's catalogue says of these files; by sha1.

        It is asked only for what was not found out within the last hours: for all slugs at once, for the versions of
        the projects that bear them, and, for at most a dozen files at a time, in its search. Where it is away, what is
        remembered has to do. Files that are not in the answer are asked for again next time.
        """
        by_content = {file.sha1: file for file in files}
        told = await self._memory.matches(by_content)
        now = self._now()
        fresh = {sha1 for sha1, item in told.items() if now - item.at < _STAYS_FOUND}
        asked = [file for sha1, file in by_content.items() if sha1 not in fresh]
        found: Mapping[str, Match] = {}
        if asked:
            try:
                found = await self._find(asked)
            except CatalogError as error:
                _log.info("Unknown files could not be identified: %s", error)
            await self._memory.remember_matches(found, now)
        return {sha1: item.value for sha1, item in told.items()} | dict(found)

    async def _find(self, files: Sequence[Unknown]) -> Mapping[str, Match]:
        searches = [_Search(file) for file in files]
        await self._by_slug(searches)
        left_out = await self._by_title([item for item in searches if not item.candidates])
        searches = [item for item in searches if item.file.sha1 not in left_out]
        return await asyncio.to_thread(_all_matched, searches, await self._versions(searches))

    async def _by_slug(self, searches: Sequence[_Search]) -> None:
        wanted = sorted({slug for item in searches for slug in slugs(item.file)})
        chunks = [wanted[start : start + _SLUGS_AT_ONCE] for start in range(0, len(wanted), _SLUGS_AT_ONCE)]
        answers = await together(partial(self._catalog.projects, chunk) for chunk in chunks)
        found: dict[str, list[Project]] = {}
        for project in (project for answer in answers for project in answer.values()):
            for name in {plain(project.slug), plain(project.title)}:
                found.setdefault(name, []).append(project)
        for item in searches:
            called = (project for name in plain_names(item.file) for project in found.get(name, ()))
            alike = {project.project_id: project for project in called}
            item.candidates += [project for project in alike.values() if is_candidate(item.file, project)]

    async def _by_title(self, searches: Sequence[_Search]) -> set[str]:
        """Search for what has a name; says which files there was no room for."""
        named = [item for item in searches if title(item.file)]
        await together(partial(self._search, item) for item in named[:_MOST_SEARCHES])
        return {item.file.sha1 for item in named[_MOST_SEARCHES:]}

    async def _search(self, item: _Search) -> None:
        text = title(item.file)
        query = SearchQuery(text, project_types=(item.file.content.value,), limit=_HITS_LOOKED_AT)
        hits = await _if_possible(self._hits(query))
        for hit in _alike(text, hits):
            project = _project(hit)
            (item.candidates if is_candidate(item.file, project) else item.offers).append(project)

    async def _hits(self, query: SearchQuery) -> tuple[SearchHit, ...]:
        return (await self._catalog.search(query)).hits

    async def _versions(self, searches: Sequence[_Search]) -> Mapping[str, tuple[Version, ...]]:
        """The versions of the candidates that can be verified by them, by project ID."""
        loaders: dict[str, set[str]] = {}
        for item in searches:
            read = {
                loader for manifest in item.file.speaking if manifest.id for loader in loaders_of(manifest)
            }
            for project in item.candidates if read else ():
                loaders.setdefault(project.project_id, set()).update(read)
        wanted = list(loaders.items())[:_MOST_VERSION_LISTS]
        lists = await together(partial(self._versions_of, *one) for one in wanted)
        return {project_id: versions for (project_id, _), versions in zip(wanted, lists, strict=True)}

    async def _versions_of(self, project_id: str, loaders: set[str]) -> tuple[Version, ...]:
        return await _if_possible(
            self._catalog.versions(project_id, loaders=sorted(loaders), changelogs=False)
        )


async def _if_possible(asked: Awaitable[tuple[T, ...]]) -> tuple[T, ...]:
    """The answer; nothing where the platform refuses this one question, which asking again would not change."""
    try:
        return await asked
    except CatalogError as error:
        if error.retryable:
            raise
        _log.info("A file could not be identified: %s", error)
        return ()


def _all_matched(
    searches: Iterable[_Search], versions: Mapping[str, tuple[Version, ...]]
) -> Mapping[str, Match]:
    """What was found for each file, by sha1. Of hundreds of files it takes too long for the event loop."""
    matches = ((item.file.sha1, _matched(item, versions)) for item in searches)
    return {sha1: brief(match) for sha1, match in matches if match is not None}


def _matched(item: _Search, versions: Mapping[str, tuple[Version, ...]]) -> Match | None:
    """What was found for a file; None where that could not be verified yet."""
    verifiable = any(manifest.id for manifest in item.file.speaking)
    for project in item.candidates if verifiable else ():
        if project.project_id not in versions:
            return None
        matching, verified = stated(item.file, versions[project.project_id])
        if verified:
            return Match(project, matching[:_MOST_VERSIONS_KEPT])
    return Match(offers=(*item.candidates, *item.offers)[:_MOST_OFFERS])


def _alike(text: str, hits: Sequence[SearchHit]) -> list[SearchHit]:
    """The hits whose title or slug resembles the text, the most alike first."""
    if not hits:
        return []
    from rapidfuzz import fuzz, utils

    rated = [
        (
            max(
                fuzz.token_sort_ratio(text, name, processor=utils.default_process)
                for name in (hit.title, hit.slug.replace("-", " "))
            ),
            hit,
        )
        for hit in hits
    ]
    rated.sort(key=lambda pair: (pair[0], pair[1].downloads), reverse=True)
    return [hit for rating, hit in rated if rating >= _ALIKE]


def _project(hit: SearchHit) -> Project:
    return Project(
        ref=hit.ref,
        slug=hit.slug,
        title=hit.title,
        summary=hit.summary,
        project_type=hit.project_type,
        loaders=hit.loaders,
        game_versions=hit.game_versions,
        categories=hit.categories,
        client_side=hit.client_side,
        server_side=hit.server_side,
        icon_url=hit.icon_url,
        color=hit.color,
        downloads=hit.downloads,
        followers=hit.followers,
        published=hit.published,
        updated=hit.updated,
    )
