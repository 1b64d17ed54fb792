"""Versions: the list of a project, single ones, several by their ids."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from modstead_sandbox.identifiers import decodable
from modstead_sandbox.model import Version
from modstead_sandbox.routes.common import (
    BadRequestError,
    NotFoundError,
    base,
    flag,
    ids,
    integer,
    names,
    project_of,
    reply,
    sees,
    services,
    version_of,
    visitor,
)

_HIDDEN_LOADER = "mrpack"


async def of_project(request: Request) -> Response:
    at = services(request)
    user = visitor(request, "VERSION_READ")
    project = project_of(request, user)
    inside = at.shelf.member(project, user) is not None
    found = list(reversed(at.shelf.versions(project) if inside else at.shelf.listed(project)))
    found.sort(key=lambda version: version.published, reverse=True)
    found = _filtered(request, found, modpack=project.kind == "modpack")
    featured = flag(request, "featured", default=None)
    if featured is not None:
        marked = [version for version in found if version.featured == featured]
        found = marked or (_featured_by_itself(found) if featured else [])
    offset = integer(request, "offset", 0)
    limit = integer(request, "limit", len(found) + 1)
    changelogs = flag(request, "include_changelog", default=True) is not False
    address = base(request)
    chosen = found[offset : offset + limit]
    answers = [at.answers.version(version, address, with_changelog=changelogs) for version in chosen]
    return reply(answers, modified=max((version.published for version in found), default=None))


async def of_project_by_number(request: Request) -> Response:
    at = services(request)
    user = visitor(request, "VERSION_READ")
    project = project_of(request, user)
    inside = at.shelf.member(project, user) is not None
    number = request.path_params["number"]
    for version in at.shelf.versions(project) if inside else at.shelf.listed(project):
        if number in {version.id, version.version_number}:
            return reply(at.answers.version(version, base(request)), modified=version.published)
    raise NotFoundError


async def version(request: Request) -> Response:
    found = version_of(request, visitor(request, "VERSION_READ"))
    return reply(services(request).answers.version(found, base(request)), modified=found.published)


async def versions(request: Request) -> Response:
    at = services(request)
    wanted = ids(request)
    if not all(decodable(name) for name in wanted):
        raise BadRequestError("error while decoding base62: invalid character or length")
    user = visitor(request, "VERSION_READ")
    named = (held for name in wanted if (held := at.shelf.version(name)))
    found = {held.id: held for held in named if sees(request, user, held)}
    changelogs = flag(request, "include_changelog", default=True) is not False
    order = sorted(found.values(), key=lambda held: (held.published, held.id))
    return reply([at.answers.version(held, base(request), with_changelog=changelogs) for held in order])


def _filtered(request: Request, found: list[Version], *, modpack: bool) -> list[Version]:
    loaders, game_versions = names(request, "loaders"), names(request, "game_versions")
    channel = request.query_params.get("version_type")
    if loaders is not None:
        # A modpack's own loader is always among the wanted ones, so that every version of it passes.
        wanted = {*loaders, _HIDDEN_LOADER}
        found = [held for held in found if wanted & {*held.loaders, *([_HIDDEN_LOADER] if modpack else [])}]
    if game_versions is not None:
        found = [held for held in found if set(game_versions) & set(held.game_versions)]
    if channel is not None:
        found = [held for held in found if held.channel == channel]
    return found


def _featured_by_itself(found: list[Version]) -> list[Version]:
    """Return the newest version of each combination of loaders and game versions."""
    seen: dict[tuple[tuple[str, ...], tuple[str, ...]], Version] = {}
    for held in found:
        seen.setdefault((held.loaders, held.game_versions), held)
    return list(seen.values())


ROUTES = [
    Route("/v2/project/{name}/version", of_project),
    Route("/v2/project/{name}/version/{number}", of_project_by_number),
    Route("/v2/version/{version_id}", version),
    Route("/v2/versions", versions),
]
