"""Version 3 of the API: the sixteen operations that its document states."""

from __future__ import annotations

from msgspec import UNSET, structs
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from modstead_sandbox.answers_v3 import DONATIONS, PLAIN_LINKS
from modstead_sandbox.details import details
from modstead_sandbox.forms import (
    DonationForm,
    NewerProjectPatch,
    NewerProjectsPatch,
    ProjectPatch,
)
from modstead_sandbox.model import Permission, Project
from modstead_sandbox.routes.common import (
    BadRequestError,
    base,
    caller,
    done,
    form,
    project_of,
    reply,
    services,
    visitor,
)
from modstead_sandbox.routes.project_writes import categories_of, change_all, delete
from modstead_sandbox.routes.projects import check, drawn, needed, page_of, several
from modstead_sandbox.routes.publishing import change, editable
from modstead_sandbox.tags import DONATION_PLATFORMS

_DONATION_NAMES = dict(DONATION_PLATFORMS)


async def search(request: Request) -> Response:
    answers, address, page = services(request).newer, base(request), page_of(request)
    return reply(
        {
            "hits": [answers.hit(project, version, address) for project, version in page.hits],
            "page": page.offset // page.limit + 1,
            "hits_per_page": page.limit,
            "total_hits": page.total,
        }
    )


async def project(request: Request) -> Response:
    at = services(request)
    found = project_of(request, visitor(request))
    return reply(at.newer.project(found, base(request)), modified=at.answers.updated(found))


async def projects(request: Request) -> Response:
    answers = services(request).newer
    return reply([answers.project(found, base(request)) for found in several(request)])


async def random_projects(request: Request) -> Response:
    answers = services(request).newer
    return reply([answers.project(found, base(request)) for found in drawn(request)])


async def dependencies(request: Request) -> Response:
    at, address = services(request), base(request)
    others, versions = needed(request, project_of(request, visitor(request)))
    owners = [(at.shelf.numbered(held.project_number), held) for held in versions]
    return reply(
        {
            "projects": [at.newer.project(other, address) for other in others],
            "versions": [at.newer.version(owner, held, address) for owner, held in owners if owner],
        }
    )


async def modify(request: Request) -> Response:
    both = Permission.EDIT_DETAILS | Permission.EDIT_BODY
    found, user = editable(request, "PROJECT_WRITE", both)
    wanted = await form(request, NewerProjectPatch)
    patch = structs.replace(
        _links(found, wanted.link_urls),
        title=wanted.name,
        description=wanted.summary,
        body=wanted.description,
        categories=wanted.categories,
        additional_categories=wanted.additional_categories,
        license_id=wanted.license_id,
        license_url=wanted.license_url,
        slug=wanted.slug,
        status=wanted.status,
        requested_status=wanted.requested_status,
    )
    change(services(request), found, user, patch)
    return done()


async def modify_several(request: Request) -> Response:
    user = caller(request, "PROJECT_WRITE")
    wanted = await form(request, NewerProjectsPatch)

    def patch(found: Project) -> ProjectPatch:
        categories, more = categories_of(found, wanted)
        links = _links(found, wanted.link_urls)
        return structs.replace(links, categories=categories, additional_categories=more)

    change_all(request, user, patch)
    return done()


def _links(found: Project, wanted: dict[str, str | None]) -> ProjectPatch:
    """Return what a change of links means in the words of version 2; raises BadRequestError."""
    unknown = sorted(set(wanted) - {*PLAIN_LINKS, *DONATIONS})
    if unknown:
        raise BadRequestError(f"Invalid input: Platform {unknown[0][:64]} does not exist.")
    given = {entry.id: entry.url for entry in details(found).donations}
    given |= {name: url or "" for name, url in wanted.items() if name in DONATIONS}
    kept = [DonationForm(name, _DONATION_NAMES[name], url) for name, url in given.items() if url]
    return ProjectPatch(
        issues_url=wanted.get("issues", UNSET),
        source_url=wanted.get("source", UNSET),
        wiki_url=wanted.get("wiki", UNSET),
        discord_url=wanted.get("discord", UNSET),
        donation_urls=kept if set(wanted) & set(DONATIONS) else UNSET,
    )


ROUTES = [
    Route("/v3/search", search),
    Route("/v3/projects", projects),
    Route("/v3/projects", modify_several, methods=["PATCH"]),
    Route("/v3/projects_random", random_projects),
    Route("/v3/project/{name}", project),
    Route("/v3/project/{name}", modify, methods=["PATCH"]),
    Route("/v3/project/{name}", delete, methods=["DELETE"]),
    Route("/v3/project/{name}/check", check),
    Route("/v3/project/{name}/dependencies", dependencies),
]
