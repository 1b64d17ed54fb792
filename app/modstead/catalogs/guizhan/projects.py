"""Projects: search, look-ups, those of users and organizations, keywords."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from modstead.catalogs.api import in_chunks
from modstead.catalogs.decoding import present
from modstead.catalogs.guizhan import convert, operations
from modstead.catalogs.guizhan.api import Operations, about_project
from modstead.catalogs.guizhan.assumptions import SORTS
from modstead.catalogs.guizhan.bodies import PLATFORMS
from modstead.catalogs.guizhan.convert import DATA_PACK, RESOURCE_PACK, own, platform_of
from modstead.catalogs.guizhan.decode import KeywordAnswer
from modstead.domain.project import Freshness, Member, Project, SearchHit, SearchPage, SearchQuery
from modstead.errors import NotFound

MOST_HITS = 100
TYPES = {
    "plugin": "plugin",
    "mod": "mod",
    RESOURCE_PACK: "resource",
    DATA_PACK: "resource",
    "project": "project",
}
"""The types of projects, and what the platform calls each."""
_PACK_PLATFORMS = {RESOURCE_PACK: RESOURCE_PACK, DATA_PACK: DATA_PACK}


class ProjectOperations(Operations):
    """Operations on projects that change nothing."""

    async def search(self, query: SearchQuery) -> SearchPage:
        arguments = _search_arguments(query)
        if arguments is None:
            return SearchPage((), 0, limit=query.limit)
        text = query.text.strip()
        about = f"the search for “{text}”" if text else "the search"

        def page(answer: operations.Listed, freshness: Freshness) -> SearchPage:
            return _page(answer, freshness, arguments)

        return await self._api.ask(operations.SEARCH, page, arguments, about=about)

    async def project(self, id_or_slug: str) -> Project:
        return await self._api.ask(
            operations.GET, convert.project, {"projectId": own(id_or_slug)}, about=about_project(id_or_slug)
        )

    async def projects(self, ids: Collection[str]) -> Mapping[str, Project]:
        """By project ID; slugs may be asked for too. Each is a request of its own."""
        return await in_chunks((one for one in ids if own(one)), 1, self._projects)

    async def members(self, id_or_slug: str) -> tuple[Member, ...]:
        """The owner: more is not told."""
        return await self._api.ask(
            operations.GET, convert.owner, {"projectId": own(id_or_slug)}, about=about_project(id_or_slug)
        )

    async def user_projects(self, user_id: str, **filters: Any) -> tuple[SearchHit, ...]:
        """A page of what a user has, who is named by name or ID, or oneself by `@me`.

        `filters` are page, page_size, sort_by, sort_order and search, as the operation declares them.
        """
        about = "your projects" if user_id == "@me" else f"the projects of {user_id}"
        return await self._api.ask(operations.OF_USER, _hits, {"userId": user_id, **filters}, about=about)

    async def org_projects(self, org_id: str, **filters: Any) -> tuple[SearchHit, ...]:
        """The same of an organization, by its slug or ID."""
        about = f"the projects of {org_id}"
        return await self._api.ask(operations.OF_ORG, _hits, {"orgId": org_id, **filters}, about=about)

    async def keywords(self, id_or_slug: str, *, signed: bool = False) -> Mapping[str, str]:
        """The keywords that a project is found by, by their IDs; `signed` those of a draft of one's own too."""
        about = f"the keywords of {own(id_or_slug)}"
        return await self._api.ask(
            operations.KEYWORDS, _keywords, {"projectId": own(id_or_slug)}, about=about, signed=signed
        )

    async def _projects(self, ids: Sequence[str]) -> Mapping[str, Project]:
        try:
            found = [await self.project(one) for one in ids]
        except NotFound:
            return {}
        return {project.project_id: project for project in found}


def _search_arguments(query: SearchQuery) -> dict[str, Any] | None:
    """None where the platform can have nothing of the kind."""
    limit = min(max(1, query.limit), MOST_HITS)
    arguments: dict[str, Any] = {"page": max(0, query.offset) // limit + 1, "page_size": limit}
    if query.text.strip():
        arguments["q"] = query.text.strip()
    if query.sort in SORTS:
        arguments["sort_by"] = SORTS[query.sort]
    platforms = [name for loader in query.loaders if (name := platform_of(loader)) in PLATFORMS]
    types = [name for name in query.project_types if name in TYPES]
    if len(platforms) < bool(query.loaders) or len(types) < bool(query.project_types):
        return None
    if len(query.project_types) == 1:
        arguments["type"] = TYPES[types[0]]
        pack = _PACK_PLATFORMS.get(types[0])
        platforms = platforms or ([pack] if pack else [])
    named = {
        "platforms": platforms,
        "minecraft_versions": query.game_versions,
        "tags": query.with_categories,
    }
    return arguments | {name: list(values) for name, values in named.items() if values}


def _page(answer: operations.Listed, freshness: Freshness, asked: Mapping[str, Any]) -> SearchPage:
    limit = asked["page_size"]
    offset = (asked["page"] - 1) * limit
    more = len(answer) >= limit
    hits = _hits(answer, freshness)[:limit]
    return SearchPage(hits, offset + len(hits) + more, offset, limit, freshness, more)


def _hits(answer: operations.Listed, _freshness: Freshness) -> tuple[SearchHit, ...]:
    return tuple(convert.hit(hit) for hit in present(answer))


def _keywords(answer: list[KeywordAnswer | None], _freshness: Freshness) -> dict[str, str]:
    return {item.id: item.keyword for item in present(answer) if item.keyword}
