"""Changing a project's icon and its gallery, as both versions of the API do."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from modstead_sandbox.details import details
from modstead_sandbox.model import Permission, Picture, Project
from modstead_sandbox.routes.common import (
    BadRequestError,
    NotFoundError,
    base,
    done,
    flag,
    services,
)
from modstead_sandbox.routes.pictures import extension, picture
from modstead_sandbox.routes.publishing import editable, editable_or_refused

_MOST_PICTURES = 64
_LONGEST = {"title": 255, "name": 255, "description": 2_048}


async def change_icon(request: Request) -> Response:
    at = services(request)
    project, _ = editable_or_refused(request, "PROJECT_WRITE", Permission.EDIT_DETAILS)
    name = await picture(request, project.id, extension(request), at.state.limits.icon)
    _put(request, project, icon=name)
    return done()


async def delete_icon(request: Request) -> Response:
    project, _ = editable_or_refused(request, "PROJECT_WRITE", Permission.EDIT_DETAILS)
    _put(request, project, icon=None)
    return done()


async def add_picture(request: Request) -> Response:
    at = services(request)
    project, _ = editable(request, "PROJECT_WRITE", Permission.EDIT_DETAILS)
    featured = flag(request, "featured", default=None)
    if featured is None:
        raise BadRequestError("Query deserialize error: missing field `featured`")
    ending = extension(request)
    title, description = _title(request), _text(request, "description")
    ordering = _ordering(request) or 0
    gallery = details(project).gallery
    if len(gallery) >= _MOST_PICTURES:
        raise BadRequestError(f"Invalid input: You have reached the maximum of {_MOST_PICTURES} images.")
    name = await picture(request, f"{project.id}/images", ending, at.state.limits.picture)
    if name in {held.name for held in gallery}:
        raise BadRequestError("Invalid input: You may not upload duplicate gallery images!")
    added = Picture(name, name, featured, title, description, at.state.now(), ordering)
    _put_gallery(request, project, (*gallery, added), featured=added if featured else None)
    return done()


async def modify_picture(request: Request) -> Response:
    project, _ = editable(request, "PROJECT_WRITE", Permission.EDIT_DETAILS)
    held = _named(request, project)
    if held is None:
        raise NotFoundError
    featured = flag(request, "featured", default=held.featured)
    ordering = _ordering(request)
    changed = replace(
        held,
        featured=bool(featured),
        title=_title(request) or held.title,
        description=_text(request, "description") or held.description,
        ordering=held.ordering if ordering is None else ordering,
    )
    gallery = tuple(changed if entry == held else entry for entry in details(project).gallery)
    _put_gallery(request, project, gallery, featured=changed if changed.featured else None)
    return done()


async def delete_picture(request: Request) -> Response:
    project, _ = editable_or_refused(request, "PROJECT_WRITE", Permission.EDIT_DETAILS)
    held = _named(request, project)
    if held is None:
        raise BadRequestError("Invalid input: Gallery item at this URL does not exist!")
    gallery = tuple(entry for entry in details(project).gallery if entry != held)
    _put_gallery(request, project, gallery, featured=None)
    return done()


def _named(request: Request, project: Project) -> Picture | None:
    url = request.query_params.get("url")
    if url is None:
        raise BadRequestError("Query deserialize error: missing field `url`")
    name = url.removeprefix(f"{base(request)}/data/{project.id}/images/")
    return next((held for held in details(project).gallery if name in {held.name, held.raw_name}), None)


def _title(request: Request) -> str | None:
    """Return a picture's title, which version 3 calls its name."""
    return _text(request, "title") or _text(request, "name")


def _text(request: Request, field: str) -> str | None:
    found = request.query_params.get(field)
    if found is not None and not 1 <= len(found) <= _LONGEST[field]:
        raise BadRequestError(
            f"error while validating input: {field} must be 1 to {_LONGEST[field]} characters"
        )
    return found


def _ordering(request: Request) -> int | None:
    found = request.query_params.get("ordering")
    try:
        return None if found is None else int(found)
    except ValueError:
        raise BadRequestError("Query deserialize error: ordering is not a number") from None


def _put(request: Request, project: Project, *, icon: str | None) -> None:
    at = services(request)
    at.shelf.put(replace(project, details=replace(details(project), icon=icon)))
    at.state.changed()


def _put_gallery(
    request: Request, project: Project, gallery: tuple[Picture, ...], *, featured: Picture | None
) -> None:
    """Write a gallery, in its order; where one picture is featured now, the others are not."""
    at = services(request)
    if featured is not None:
        gallery = tuple(replace(held, featured=held == featured) for held in gallery)
    gallery = tuple(sorted(gallery, key=lambda held: (held.ordering, held.title or "")))
    at.shelf.put(replace(project, details=replace(details(project), gallery=gallery)))
    at.state.changed()


ROUTES: Final = [
    Route(f"/{api}/project/{{name}}/{place}", operation, methods=[method])
    for api in ("v2", "v3")
    for place, method, operation in (
        ("icon", "PATCH", change_icon),
        ("icon", "DELETE", delete_icon),
        ("gallery", "POST", add_picture),
        ("gallery", "PATCH", modify_picture),
        ("gallery", "DELETE", delete_picture),
    )
]
