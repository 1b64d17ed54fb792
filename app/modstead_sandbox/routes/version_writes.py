"""Creating, changing and deleting versions, and files of versions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from msgspec import UNSET
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from modstead_sandbox.forms import VersionForm, VersionPatch
from modstead_sandbox.model import Permission, Project, User, Version
from modstead_sandbox.routes.common import (
    BadRequestError,
    NotFoundError,
    base,
    caller,
    done,
    form,
    reply,
    sees,
    services,
    version_of,
)
from modstead_sandbox.routes.multipart import multipart
from modstead_sandbox.routes.publishing import require
from modstead_sandbox.routes.version_making import (
    ADDABLE,
    add_version,
    check,
    dependencies_of,
    in_order,
    keep_files,
    note_change,
)


async def create(request: Request) -> Response:
    at, user = services(request), caller(request, "VERSION_CREATE")
    async with multipart(request, VersionForm) as (wanted, files):
        project = at.shelf.project(wanted.project_id)
        if project is None or project.id != wanted.project_id or not at.shelf.sees(user, project):
            raise BadRequestError("Invalid input: An invalid project id was supplied")
        require(at, project, user, Permission.UPLOAD_VERSION)
        unnamed = sorted(set(files) - set(wanted.file_parts))
        if unnamed:
            raise BadRequestError(f"Invalid input: the part {unnamed[0][:64]} is not named in `file_parts`")
        version = await add_version(at, project, user, wanted, files)
    return reply(at.answers.version(version, base(request)))


async def modify(request: Request) -> Response:
    at = services(request)
    version, project, _ = _editable(request, "VERSION_WRITE", Permission.UPLOAD_VERSION)
    wanted = await form(request, VersionPatch)
    status = version.status if wanted.status is UNSET else wanted.status
    check(
        () if wanted.loaders is UNSET else wanted.loaders,
        () if wanted.game_versions is UNSET else wanted.game_versions,
        "listed" if wanted.status is UNSET else status,
    )
    changed = _with_files(request, _changed(version, wanted, status), wanted)
    at.shelf.put_version(changed)
    note_change(at, project)
    return done()


async def delete(request: Request) -> Response:
    at = services(request)
    version, project, _ = _editable(request, "VERSION_DELETE", Permission.DELETE_VERSION)
    at.shelf.remove_version(version)
    note_change(at, project)
    return done()


async def add_files(request: Request) -> Response:
    at = services(request)
    version, project, _ = _editable(request, "VERSION_WRITE", Permission.UPLOAD_VERSION)
    async with multipart(request, dict[str, Any]) as (_, files):
        if not files:
            raise BadRequestError("Invalid input: there is no file in the request")
        kept = await keep_files(at, files, ADDABLE, {})
    at.shelf.put_version(replace(version, files=in_order((*version.files, *kept.values()))))
    note_change(at, project)
    return done()


async def delete_file(request: Request) -> Response:
    at, user = services(request), caller(request, "VERSION_WRITE")
    digest = request.path_params["digest"].lower()
    chosen = request.query_params.get("version_id")
    version = at.shelf.owner(digest) if chosen is None else at.shelf.version(chosen)
    file = None if version is None else at.shelf.file(version, digest)
    if version is None or file is None or not sees(request, user, version):
        raise NotFoundError
    project = at.shelf.numbered(version.project_number)
    if project is None:
        raise NotFoundError
    require(at, project, user, Permission.DELETE_VERSION)
    if len(version.files) == 1:
        raise BadRequestError("Invalid input: Versions must have at least one file uploaded to them")
    at.shelf.put_version(replace(version, files=tuple(held for held in version.files if held != file)))
    note_change(at, project)
    return done()


def _editable(request: Request, scope: str, permission: Permission) -> tuple[Version, Project, User]:
    at, user = services(request), caller(request, scope)
    version = version_of(request, user)
    project = at.shelf.numbered(version.project_number)
    if project is None:
        raise NotFoundError
    require(at, project, user, permission)
    return version, project, user


def _changed(version: Version, wanted: VersionPatch, status: str) -> Version:
    said: dict[str, Any] = {
        "name": wanted.name,
        "version_number": wanted.version_number,
        "channel": wanted.version_type,
        "featured": wanted.featured,
        "requested_status": wanted.requested_status,
    }
    for field, names in (("loaders", wanted.loaders), ("game_versions", wanted.game_versions)):
        said[field] = UNSET if names is UNSET else tuple(dict.fromkeys(names))
    if wanted.dependencies is not UNSET:
        said["dependencies"] = dependencies_of(wanted.dependencies)
    if wanted.changelog is not UNSET:
        said |= {"has_own_changelog": True, "own_changelog": wanted.changelog}
    told = {name: value for name, value in said.items() if value is not UNSET}
    return replace(version, status=status, **told)


def _with_files(request: Request, version: Version, wanted: VersionPatch) -> Version:
    """Return a version whose primary file and kinds of files are those that are wanted."""
    shelf, files = services(request).shelf, list(version.files)
    for entry in wanted.file_types:
        found = shelf.file(version, entry.hash.lower())
        if found is None:
            raise BadRequestError(
                f"Invalid input: Specified file with hash {entry.hash[:128]} does not exist."
            )
        files = [replace(file, file_type=entry.file_type) if file == found else file for file in files]
    if wanted.primary_file is not UNSET:
        chosen = shelf.file(version, wanted.primary_file[1].lower())
        if chosen is None:
            raise BadRequestError(
                f"Invalid input: Specified file with hash {wanted.primary_file[1][:128]} does not exist."
            )
        files = [replace(file, primary=file.filename == chosen.filename) for file in files]
    return replace(version, files=in_order(files))


ROUTES = [
    Route("/v2/version", create, methods=["POST"]),
    Route("/v2/version/{version_id}", modify, methods=["PATCH"]),
    Route("/v2/version/{version_id}", delete, methods=["DELETE"]),
    Route("/v2/version/{version_id}/file", add_files, methods=["POST"]),
    Route("/v2/version_file/{digest}", delete_file, methods=["DELETE"]),
]
