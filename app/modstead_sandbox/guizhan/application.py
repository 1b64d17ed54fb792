"""The application of Guizhan Resources, which the sandbox mounts under a prefix, and its files."""

from __future__ import annotations

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from modstead_sandbox.guizhan import answers, project_writes, projects, versions
from modstead_sandbox.guizhan.assumptions import PREFIX, problem
from modstead_sandbox.guizhan.common import RefusedError
from modstead_sandbox.pixels import MOTIFS, PALETTES, icon
from modstead_sandbox.routes.common import NotFoundError, services
from modstead_sandbox.routes.files import serve_file, served
from modstead_sandbox.state import State

_ICON_SCALE = 6


def mounted(state: State) -> Mount:
    """Return the application under its prefix; everything that it changes is in the state."""
    app = Starlette(
        routes=[*projects.ROUTES, *project_writes.ROUTES, *versions.ROUTES],
        exception_handlers={RefusedError: _refused, HTTPException: _no_such_route},
    )
    app.state.sandbox = state
    return Mount(PREFIX, app)


async def _refused(_request: Request, refusal: Exception) -> Response:
    if isinstance(refusal, RefusedError):
        return _answer(refusal.status, refusal.code, str(refusal))
    raise refusal


async def _no_such_route(_request: Request, refusal: Exception) -> Response:
    if isinstance(refusal, HTTPException) and refusal.status_code not in {404, 405}:
        return _answer(refusal.status_code, "invalid_request", refusal.detail)
    return _answer(404, "not_found", "There is no such route.")


def _answer(status: int, code: str, message: str) -> Response:
    body = msgspec.json.encode(problem(code, message))
    return Response(body, status_code=status, media_type="application/json")


async def _file(request: Request) -> Response:
    held = services(request).state.guizhan.version(request.path_params["version_id"])
    for file in () if held is None else held.files:
        if file.id == request.path_params["file_id"] and file.content is not None:
            return serve_file(request, file.content.read(), file.name, file.content.sha1, file.created)
    raise NotFoundError


async def _icon(request: Request) -> Response:
    found = services(request).state.guizhan.project(request.path_params["project_id"])
    if found is None:
        raise NotFoundError
    number = int(found.id[2:])
    drawn = icon(MOTIFS[number % len(MOTIFS)], PALETTES[number % len(PALETTES)], _ICON_SCALE)
    return served(request, drawn, "image/png", found.created)


FILE_ROUTES = [
    Route(f"{answers.FILES}/{{project_id}}/icon.png", _icon),
    Route(f"{answers.FILES}/{{version_id}}/{{file_id}}/{{name:path}}", _file),
]
