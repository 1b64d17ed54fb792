"""Users and teams."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from modstead_sandbox.routes.common import NotFoundError, base, ids, reply, services, visitor


async def user(request: Request) -> Response:
    at = services(request)
    found = at.shelf.user(request.path_params["name"])
    if found is None:
        raise NotFoundError
    return reply(at.answers.user(found, base(request)))


async def users(request: Request) -> Response:
    at = services(request)
    found = {held.id: held for name in ids(request) if (held := at.shelf.user(name))}
    return reply(
        [at.answers.user(held, base(request)) for held in sorted(found.values(), key=lambda u: u.id)]
    )


async def projects_of_user(request: Request) -> Response:
    at = services(request)
    found = at.shelf.user(request.path_params["name"])
    if found is None:
        raise NotFoundError
    user = visitor(request)
    seen = [held for held in at.shelf.projects_of(found) if at.shelf.sees(user, held)]
    return reply([at.answers.project(held, base(request)) for held in seen])


async def team_members(request: Request) -> Response:
    answers = services(request).answers
    return reply(answers.members(request.path_params["team_id"], base(request), visitor(request)))


async def teams(request: Request) -> Response:
    answers = services(request).answers
    user = visitor(request)
    found = [answers.members(name, base(request), user) for name in sorted(set(ids(request)))]
    return reply([members for members in found if members])


ROUTES = [
    Route("/v2/user/{name}", user),
    Route("/v2/users", users),
    Route("/v2/user/{name}/projects", projects_of_user),
    Route("/v2/team/{team_id}/members", team_members),
    Route("/v2/teams", teams),
]
