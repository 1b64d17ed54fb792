"""The tag lists, statistics, and the update file that Forge's own checker reads."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from modstead_sandbox import tags
from modstead_sandbox.model import Version
from modstead_sandbox.routes.common import BadRequestError, project_of, reply, services

_FAMILIES = {None: {"forge"}, "only": {"neoforge"}, "include": {"forge", "neoforge"}}


async def categories(_request: Request) -> Response:
    return reply(tags.CATEGORIES)


async def loaders(_request: Request) -> Response:
    return reply(tags.LOADERS)


async def game_versions(request: Request) -> Response:
    kind, major = request.query_params.get("type"), request.query_params.get("major")
    found = [
        {
            "version": entry.version,
            "version_type": entry.version_type,
            "date": f"{entry.date}T12:00:00Z",
            "major": entry.major,
        }
        for entry in tags.GAME_VERSIONS
        if (kind is None or entry.version_type == kind)
        and (major is None or str(entry.major).lower() == major)
    ]
    return reply(found)


async def licences(_request: Request) -> Response:
    return reply([{"short": licence.short, "name": licence.name} for licence in tags.LICENCES])


async def licence_text(request: Request) -> Response:
    wanted = request.path_params["licence_id"].lower()
    for licence in tags.LICENCES:
        if licence.id.lower() == wanted and licence.name:
            body = tags.LICENCE_BODY.format(name=licence.name, id=licence.id)
            return reply({"title": licence.name, "body": body})
    raise BadRequestError("invalid SPDX identifier specified")


async def donation_platforms(_request: Request) -> Response:
    return reply([{"short": short, "name": name} for short, name in tags.DONATION_PLATFORMS])


async def report_types(_request: Request) -> Response:
    return reply(tags.REPORT_TYPES)


async def project_types(_request: Request) -> Response:
    return reply(tags.PROJECT_TYPES)


async def side_types(_request: Request) -> Response:
    return reply(tags.SIDE_TYPES)


async def statistics(request: Request) -> Response:
    shelf = services(request).shelf
    versions = [version for project in shelf.projects for version in shelf.listed(project)]
    return reply(
        {
            "projects": len(shelf.projects),
            "versions": len(versions),
            "files": sum(len(version.files) for version in versions),
            "authors": len(shelf.users),
        }
    )


async def forge_updates(request: Request) -> Response:
    wanted = request.query_params.get("neoforge")
    if wanted not in _FAMILIES:
        raise BadRequestError("Query deserialize error: unknown variant for `neoforge`")
    shelf = services(request).shelf
    project = project_of(request, None)
    promos: dict[str, str] = {}
    newest_first = sorted(shelf.listed(project), key=_published, reverse=True)
    for version in newest_first:
        if not _FAMILIES[wanted] & set(version.loaders):
            continue
        for game_version in version.game_versions:
            promos.setdefault(f"{game_version}-latest", version.version_number)
            if version.channel == "release":
                promos.setdefault(f"{game_version}-recommended", version.version_number)
    return reply({"homepage": f"https://modrinth.com/mod/{project.slug}", "promos": promos})


def _published(version: Version) -> int:
    return version.published


ROUTES = [
    Route("/v2/tag/category", categories),
    Route("/v2/tag/loader", loaders),
    Route("/v2/tag/game_version", game_versions),
    Route("/v2/tag/license", licences),
    Route("/v2/tag/license/{licence_id}", licence_text),
    Route("/v2/tag/donation_platform", donation_platforms),
    Route("/v2/tag/report_type", report_types),
    Route("/v2/tag/project_type", project_types),
    Route("/v2/tag/side_type", side_types),
    Route("/v2/statistics", statistics),
    Route("/updates/{name}/forge_updates.json", forge_updates),
]
