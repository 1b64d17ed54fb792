"""Projects: search, look-ups, dependencies."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from modstead.catalogs.api import in_chunks
from modstead.catalogs.decoding import present
from modstead.catalogs.modrinth import convert
from modstead.catalogs.modrinth.api import IDS_PER_REQUEST, Operations
from modstead.catalogs.modrinth.decode import (
    DependenciesAnswer,
    IdentifierAnswer,
    ProjectAnswer,
    SearchAnswer,
)
from modstead.catalogs.modrinth.facets import search_parameters
from modstead.catalogs.modrinth.operations import projects as declared
from modstead.domain.catalog import ProjectDependencies
from modstead.domain.project import Freshness, Project, SearchPage, SearchQuery

Projects = list[ProjectAnswer | None]


class ProjectOperations(Operations):
    """The operations on projects. What is `signed` is asked in the user's name: it tells what only they may see."""

    async def search(self, query: SearchQuery) -> SearchPage:
        about = f"the search for “{query.text.strip()}”" if query.text.strip() else "the search"
        return await self._api.ask(declared.SEARCH, _page, search_parameters(query), about=about)

    async def project(self, id_or_slug: str, *, signed: bool = False) -> Project:
        about = f"the project {id_or_slug}"
        return await self._api.ask(
            declared.GET, convert.project, {"id": id_or_slug}, about=about, signed=signed
        )

    async def projects(self, ids: Collection[str], *, signed: bool = False) -> Mapping[str, Project]:
        """By project ID; slugs may be asked for too."""
        ask = partial(self._projects, signed=signed)
        return await in_chunks((one for one in ids if one), IDS_PER_REQUEST, ask)

    async def random_projects(self, count: int) -> tuple[Project, ...]:
        """`count` is from 1 to 100."""
        wanted = {"count": min(max(1, count), 100)}
        return await self._api.ask(declared.RANDOM, _projects, wanted, about="random projects")

    async def check(self, id_or_slug: str) -> str:
        """The ID of the project that has this ID or slug."""
        about = f"the project {id_or_slug}"
        return await self._api.ask(declared.CHECK, _id, {"id": id_or_slug}, about=about)

    async def dependencies(self, id_or_slug: str) -> ProjectDependencies:
        about = f"the dependencies of {id_or_slug}"
        return await self._api.ask(declared.DEPENDENCIES, _dependencies, {"id": id_or_slug}, about=about)

    async def _projects(self, ids: Sequence[str], *, signed: bool) -> Mapping[str, Project]:
        about = f"{len(ids)} projects" if len(ids) > 1 else f"the project {ids[0]}"
        found = await self._api.ask(declared.GET_MANY, _projects, {"ids": ids}, about=about, signed=signed)
        return {project.project_id: project for project in found}


def _page(answer: SearchAnswer, freshness: Freshness) -> SearchPage:
    hits = tuple(convert.hit(hit) for hit in present(answer.hits))
    return SearchPage(
        hits,
        total=max(0, answer.total_hits or 0),
        offset=max(0, answer.offset or 0),
        limit=answer.limit or len(hits),
        freshness=freshness,
    )


def _projects(answer: Projects, freshness: Freshness) -> tuple[Project, ...]:
    return tuple(convert.project(project, freshness) for project in present(answer))


def _dependencies(answer: DependenciesAnswer, freshness: Freshness) -> ProjectDependencies:
    return ProjectDependencies(
        _projects(answer.projects or [], freshness),
        tuple(convert.version(version) for version in present(answer.versions)),
    )


def _id(answer: IdentifierAnswer, _freshness: Freshness) -> str:
    return answer.id
