"""Search, projects and what belongs to one."""

from __future__ import annotations

from hashlib import blake2b
from random import SystemRandom

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from modstead_sandbox.facets import FacetError
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
from modstead_sandbox.search import DEFAULT_LIMIT, SORTS

_MAX_RANDOM = 100


async def search(request: Request) -> Response:
    at = services(request)
    index = request.query_params.get("index", "relevance")
    if index not in SORTS:
        raise BadRequestError(f"invalid search index: {index}")
    offset, limit = integer(request, "offset", 0), integer(request, "limit", DEFAULT_LIMIT)
    query, facets = request.query_params.get("query", ""), request.query_params.get("facets")
    try:
        page = at.search.page(query, facets, index, offset, limit)
    except FacetError as problem:
        raise BadRequestError(f"error while parsing facets: {problem}") from problem
    address = base(request)
    hits = [at.answers.hit(project, version, address) for project, version in page.hits]
    return reply({"hits": hits, "offset": page.offset, "limit": page.limit, "total_hits": page.total})


async def project(request: Request) -> Response:
    found = project_of(request, visitor(request))
    answers = services(request).answers
    return reply(answers.project(found, base(request)), modified=answers.updated(found))


async def projects(request: Request) -> Response:
    at = services(request)
    user = visitor(request)
    named = {found.id: found for name in ids(request) if (found := at.shelf.project(name))}
    wanted = {name: found for name, found in named.items() if at.shelf.sees(user, found)}
    # The platform answers out of a hash map: in an order that is nobody's.
    order = sorted(wanted.values(), key=lambda found: blake2b(found.id.encode(), digest_size=4).digest())
    return reply([at.answers.project(found, base(request)) for found in order])


async def random_projects(request: Request) -> Response:
    if "count" not in request.query_params:
        raise BadRequestError("Query deserialize error: missing field `count`")
    count = integer(request, "count", 0, least=1)
    if count > _MAX_RANDOM:
        raise BadRequestError("error while validating input: count is greater than 100")
    at = services(request)
    chosen = SystemRandom().sample(at.shelf.projects, min(count, len(at.shelf.projects)))
    return reply([at.answers.project(found, base(request)) for found in chosen])


async def check(request: Request) -> Response:
    return reply({"id": project_of(request, visitor(request)).id})


async def dependencies(request: Request) -> Response:
    found = project_of(request, visitor(request))
    at = services(request)
    named = [dependency for version in at.shelf.listed(found) for dependency in version.dependencies]
    project_ids = sorted({dependency.project_id for dependency in named if dependency.project_id})
    version_ids = sorted({dependency.version_id for dependency in named if dependency.version_id})
    user = visitor(request)
    known = [other for name in project_ids if (other := at.shelf.project(name))]
    others = [other for other in known if at.shelf.sees(user, other)]
    pinned = [held for name in version_ids if (held := at.shelf.version(name))]
    versions = [held for held in pinned if sees(request, user, held)]
    address = base(request)
    return reply(
        {
            "projects": [at.answers.project(other, address) for other in others],
            "versions": [at.answers.version(held, address) for held in versions],
        }
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
