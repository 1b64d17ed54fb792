"""Searching a platform, and what to loosen where nothing is found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from modstead.domain.catalog import Capabilities, CategoryTag, LicenseTag, LoaderTag
from modstead.domain.game_versions import GameVersions
from modstead.domain.project import SearchPage, SearchQuery, provider_in, qualified
from modstead.errors import CatalogError
from modstead.services.catalogs import Catalogs
from modstead.services.together import together

_MOST_LOOSENINGS = 4
_MOST_KINDS = 2


@dataclass(frozen=True, slots=True)
class Loosening:
    """One filter less: "Without the filter" **Client**, and how much that finds."""

    text_before: str
    subject: str
    text_after: str
    action: str
    query: SearchQuery
    total: int = 0


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform that is on: its name in every `ProjectRef`, and its name for people."""

    id: str
    title: str


class SearchService:
    """Each question goes to one platform: the one that is named, else the main one.

    Raises:
        NotFound: everything that takes a platform's name raises it where that platform is not on.
    """

    def __init__(self, catalogs: Catalogs) -> None:
        self._catalogs = catalogs

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """Those that are on, the main one first."""
        return tuple(Platform(catalog.id, catalog.title) for catalog in self._catalogs.all)

    def check_platform(self, platform: str) -> None:
        """Raises NotFound where there is no such platform, or it is off."""
        self._catalogs.of(platform)

    def capabilities(self, platform: str = "") -> Capabilities:
        return self._catalogs.of(platform).capabilities

    async def search(self, query: SearchQuery, platform: str = "") -> SearchPage:
        return await self._catalogs.of(platform).search(query)

    async def window(self, query: SearchQuery, offset: int, limit: int, platform: str = "") -> SearchPage:
        """The hits from any `offset` on: platforms answer whole pages only, so two may have to be asked for."""
        catalog = self._catalogs.of(platform)
        start = offset - offset % limit
        pages = [await catalog.search(replace(query, offset=start, limit=limit))]
        if start != offset and start + limit < pages[0].total:
            pages.append(await catalog.search(replace(query, offset=start + limit, limit=limit)))
        hits = tuple(hit for page in pages for hit in page.hits)[offset - start :][:limit]
        total, more = pages[-1].total, pages[-1].more
        if more:
            # Where a platform tells no total, a page that is full may be the last one all the same.
            end = start + limit * len(pages)
            more = bool((await catalog.search(replace(query, offset=end, limit=limit))).hits)
            total = total if more else end
        return replace(pages[0], hits=hits, offset=offset, total=total, more=more)

    async def loosenings(self, query: SearchQuery, platform: str = "") -> tuple[Loosening, ...]:
        """The single changes to `query` that find something, each with what it finds; where words were sought, first
        the other kinds of project that have them.
        """
        catalog = self._catalogs.of(platform)

        async def counted(loosening: Loosening) -> Loosening:
            try:
                page = await catalog.search(replace(loosening.query, limit=1, offset=0))
            except CatalogError:
                return loosening
            return replace(loosening, total=page.total)

        kinds = tuple(_other_kinds(query, catalog.capabilities.project_types))
        asked = (*kinds, *list(_loosenings(query))[: _MOST_LOOSENINGS * 2])
        answers = await together(partial(counted, loosening) for loosening in asked)
        elsewhere = sorted((one for one in answers[: len(kinds)] if one.total), key=lambda one: -one.total)
        found = [*elsewhere[:_MOST_KINDS], *(one for one in answers[len(kinds) :] if one.total)]
        return tuple(found[:_MOST_LOOSENINGS])

    async def categories(self, project_type: str, platform: str = "") -> tuple[CategoryTag, ...]:
        tags = await self._catalogs.of(platform).categories()
        return tuple(tag for tag in tags if tag.project_type == project_type)

    async def game_versions(self) -> GameVersions:
        """In the order of the main platform: they are the same everywhere."""
        return GameVersions(await self._catalogs.game_versions())

    async def loaders(self, project_type: str = "mod", platform: str = "") -> tuple[LoaderTag, ...]:
        tags = await self._catalogs.of(platform).loaders()
        return tuple(tag for tag in tags if project_type in tag.project_types)

    async def all_loaders(self, platform: str = "") -> tuple[str, ...]:
        """The names of all loaders that the platform has anything for, of packs too."""
        return tuple(tag.name for tag in await self._catalogs.of(platform).loaders())

    async def licenses(self, platform: str = "") -> tuple[LicenseTag, ...]:
        return await self._catalogs.of(platform).licenses()

    def named(self, project: str, platform: str) -> str:
        """An ID or slug as it is told everywhere, named on this platform."""
        main = not platform or self._catalogs.of(platform) is self._catalogs.main
        return project if main or provider_in(project) else qualified(platform, project)

    def project_in(self, text: str) -> str | None:
        """The slug or ID that a pasted address or link names."""
        return self._catalogs.project_in_url(text)

    def version_in(self, text: str) -> str:
        """The version's ID or number that such a link names too; empty where it names none."""
        return self._catalogs.version_in_url(text)


def _other_kinds(query: SearchQuery, project_types: Sequence[str]) -> Iterator[Loosening]:
    """The same words among projects of another type, to which the filters say nothing."""
    if not query.text.strip():
        return
    for kind in project_types:
        if kind not in query.project_types:
            there = SearchQuery(query.text, (kind,), sort=query.sort, limit=query.limit)
            yield Loosening("Among", kind, "", "Search there", there)


def _loosenings(query: SearchQuery) -> Iterator[Loosening]:
    for side in query.sides:
        sides = tuple(other for other in query.sides if other is not side)
        yield Loosening(
            "Without the filter", side.capitalize(), "", "Remove filter", replace(query, sides=sides)
        )
    for category in query.without_categories:
        without = tuple(other for other in query.without_categories if other != category)
        yield Loosening(
            "With", category.capitalize(), "too", "Remove filter", replace(query, without_categories=without)
        )
    for category in query.with_categories:
        kept = tuple(other for other in query.with_categories if other != category)
        yield Loosening(
            "Without the filter",
            category.capitalize(),
            "",
            "Remove filter",
            replace(query, with_categories=kept),
        )
    if query.licenses:
        yield Loosening("Under any", "licence", "", "Remove filter", replace(query, licenses=()))
    if query.open_source:
        yield Loosening("Without", "open source only", "", "Remove filter", replace(query, open_source=False))
    words = query.text.split()
    for end in range(len(words) - 1, 0, -1):
        text = " ".join(words[:end])
        yield Loosening("Only", f"“{text}”", "", "Search", replace(query, text=text))
    if query.game_versions:
        yield Loosening("Any", "Minecraft version", "", "Show all", replace(query, game_versions=()))
    if query.loaders:
        yield Loosening("Any", "loader", "", "Show all", replace(query, loaders=()))
