"""Search, projects and what belongs to one."""

from __future__ import annotations

from hashlib import blake2b
from random import SystemRandom

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from modstead_sandbox.facets import FacetError
from modstead_sandbox.model import Project, Version
from modstead_sandbox.routes.common import (
    BadRequestError,
    base,
    ids,
    integer,
    project_of,
    reply,
    sees,
    services,
    visitor,
)
from modstead_sandbox.search import DEFAULT_LIMIT, SORTS, Page

_MAX_RANDOM = 100


async def search(request: Request) -> Response:
    answers, address, page = services(request).answers, base(request), page_of(request)
    hits = [answers.hit(project, version, address) for project, version in page.hits]
    return reply({"hits": hits, "offset": page.offset, "limit": page.limit, "total_hits": page.total})


def page_of(request: Request) -> Page:
    """Return what a search finds; raises BadRequestError."""
    index = request.query_params.get("index", "relevance")
    if index not in SORTS:
        raise BadRequestError(f"invalid search index: {index}")
    offset, limit = integer(request, "offset", 0), integer(request, "limit", DEFAULT_LIMIT)
    query, facets = request.query_params.get("query", ""), request.query_params.get("facets")
    try:
        return services(request).search.page(query, facets, index, offset, limit)
    except FacetError as problem:
        raise BadRequestError(f"error while parsing facets: {problem}") from problem


async def project(request: Request) -> Response:
    found = project_of(request, visitor(request))
    answers = services(request).answers
    return reply(answers.project(found, base(request)), modified=answers.updated(found))


async def projects(request: Request) -> Response:
    answers = services(request).answers
    return reply([answers.project(found, base(request)) for found in several(request)])


def several(request: Request) -> list[Project]:
    """Return the projects that the query names, as far as they may be seen, each once."""
    shelf, user = services(request).shelf, visitor(request)
    named = {found.id: found for name in ids(request) if (found := shelf.project(name))}
    seen = [found for found in named.values() if shelf.sees(user, found)]
    # The platform answers out of a hash map: in an order that is nobody's.
    return sorted(seen, key=lambda found: blake2b(found.id.encode(), digest_size=4).digest())


async def random_projects(request: Request) -> Response:
    answers = services(request).answers
    return reply([answers.project(found, base(request)) for found in drawn(request)])


def drawn(request: Request) -> list[Project]:
    """Return as many projects by chance as the query asks for; raises BadRequestError."""
    if "count" not in request.query_params:
        raise BadRequestError("Query deserialize error: missing field `count`")
    count = integer(request, "count", 0, least=1)
    if count > _MAX_RANDOM:
        raise BadRequestError("error while validating input: count is greater than 100")
    projects = services(request).shelf.projects
    return SystemRandom().sample(projects, min(count, len(projects)))


async def check(request: Request) -> Response:
    return reply({"id": project_of(request, visitor(request)).id})


async def dependencies(request: Request) -> Response:
    answers, address = services(request).answers, base(request)
    others, versions = needed(request, project_of(request, visitor(request)))
    return reply(
        {
            "projects": [answers.project(other, address) for other in others],
            "versions": [answers.version(held, address) for held in versions],
        }
    )


def needed(request: Request, project: Project) -> tuple[list[Project], list[Version]]:
    """Return the projects and the versions that a project's versions name, as far as they may be seen."""
    shelf, user = services(request).shelf, visitor(request)
    named = [dependency for version in shelf.listed(project) for dependency in version.dependencies]
    project_ids = sorted({dependency.project_id for dependency in named if dependency.project_id})
    version_ids = sorted({dependency.version_id for dependency in named if dependency.version_id})
    others = [other for name in project_ids if (other := shelf.project(name))]
    versions = [held for name in version_ids if (held := shelf.version(name))]
    return (
        [other for other in others if shelf.sees(user, other)],
        [held for held in versions if sees(request, user, held)],
    )


async def members(request: Request) -> Response:
    user = visitor(request)
    found = project_of(request, user)
    return reply(services(request).answers.members(found.team, base(request), user))


ROUTES = [
    Route("/v2/search", search),
    Route("/v2/projects", projects),
    Route("/v2/projects_random", random_projects),
    Route("/v2/project/{name}", project),
    Route("/v2/project/{name}/check", check),
    Route("/v2/project/{name}/dependencies", dependencies),
    Route("/v2/project/{name}/members", members),
]
