"""Files and pictures: what a content network would serve, without the API's rate limit."""

from __future__ import annotations

import hashlib
import re
from email.utils import formatdate

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from modstead_sandbox import gallery
from modstead_sandbox.details import MADE_ICON, details
from modstead_sandbox.faults import NONE, Fault
from modstead_sandbox.model import Version, VersionFile
from modstead_sandbox.pixels import icon
from modstead_sandbox.routes.common import NotFoundError, services

_ICON_SCALE = 6
_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
_PICTURES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "bmp": "image/bmp",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}
_TYPES = {".jar": "application/java-archive", ".zip": "application/zip", ".mrpack": "application/zip"}


async def version_file(request: Request) -> Response:
    at = services(request)
    project = at.shelf.project(request.path_params["project_id"])
    if project is None:
        raise NotFoundError
    folder, filename = request.path_params["folder"], request.path_params["filename"]
    for version in at.shelf.versions(project):
        if folder != (version.version_number if version.old_address else version.id):
            continue
        for file in version.files:
            if file.filename == filename and (file.stored is not None or version.status != "draft"):
                return _download(request, version, file)
    raise NotFoundError


async def project_icon(request: Request) -> Response:
    project = services(request).shelf.project(request.path_params["project_id"])
    if project is None or details(project).icon != MADE_ICON:
        raise NotFoundError
    return served(request, icon(project.motif, project.palette, _ICON_SCALE), "image/png", project.published)


async def uploaded(request: Request) -> Response:
    """Serve an icon, an avatar or a picture that somebody has uploaded."""
    name = request.path_params["name"]
    found = services(request).state.uploads.pictures.get(name)
    if found is None:
        raise NotFoundError
    kind = _PICTURES.get(name.rpartition(".")[2], "application/octet-stream")
    return served(request, found.path.read_bytes(), kind, 0, tag=found.sha1)


async def picture(request: Request) -> Response:
    project_id, name = request.path_params["project_id"], request.path_params["name"]
    if f"{project_id}/images/{name}" in services(request).state.uploads.pictures:
        request.path_params["name"] = f"{project_id}/images/{name}"
        return await uploaded(request)
    project = services(request).shelf.project(project_id)
    found = re.fullmatch(r"(\d+)(_350\.webp|\.png)", name)
    if project is None or found is None or int(found[1]) >= max(project.pictures, gallery.IN_BODY):
        raise NotFoundError
    draw = gallery.thumbnail if found[2] == "_350.webp" else gallery.picture
    data = await run_in_threadpool(draw, project.number, project.palette, int(found[1]))
    kind = "image/webp" if found[2] == "_350.webp" else "image/png"
    return served(request, data, kind, project.published)


async def avatar(request: Request) -> Response:
    user = services(request).shelf.user(request.path_params["user_id"])
    if user is None:
        raise NotFoundError
    data = await run_in_threadpool(gallery.avatar, user.number)
    return served(request, data, "image/png", user.created)


def _download(request: Request, version: Version, file: VersionFile) -> Response:
    contents = services(request).contents
    data, tag = contents.data(version, file), contents.facts(version, file).sha1
    return serve_file(request, data, file.filename, tag, version.published)


def serve_file(request: Request, data: bytes, filename: str, tag: str, modified: int) -> Response:
    """Serve a file that somebody downloads, with what is to go wrong with it."""
    fault: Fault = request.scope.get("sandbox.fault", NONE)
    if fault.wrong_hash or fault.changed:
        middle = len(data) // 2
        data = data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :]
    if fault.padding:
        data += bytes(fault.padding)
    kind = _TYPES.get("." + filename.rpartition(".")[2], "application/octet-stream")
    return served(request, data, kind, modified, tag=f"{tag}-changed" if fault.changed else tag)


def served(request: Request, data: bytes, kind: str, modified: int, *, tag: str | None = None) -> Response:
    """Serve bytes, whole or the one range that was asked for."""
    fault: Fault = request.scope.get("sandbox.fault", NONE)
    tag = f'"{tag or hashlib.blake2b(data, digest_size=12).hexdigest()}"'
    headers = {
        "accept-ranges": "bytes",
        "etag": tag,
        "last-modified": formatdate(modified, usegmt=True),
        "cache-control": "public, max-age=31536000",
    }
    if fault.no_ranges:
        return Response(data, media_type=kind, headers={"cache-control": headers["cache-control"]})
    wanted = _RANGE.match(request.headers.get("range", ""))
    state = request.headers.get("if-range", tag)
    if wanted is None or state not in {tag, headers["last-modified"]} or not any(wanted.groups()):
        return Response(data, media_type=kind, headers=headers)
    if wanted[1]:
        first, last = int(wanted[1]), min(int(wanted[2] or len(data)), len(data) - 1)
    else:
        first, last = max(0, len(data) - int(wanted[2])), len(data) - 1
    if first > last:
        return Response(status_code=416, headers={**headers, "content-range": f"bytes */{len(data)}"})
    told, sent = (first, last), (first, last)
    if (fault.wrong_range or fault.lying_range) and first:
        sent = (first - 1, last - 1)
    if fault.wrong_range:
        told = sent
    headers["content-range"] = f"bytes {told[0]}-{told[1]}/{len(data)}"
    return Response(data[sent[0] : sent[1] + 1], status_code=206, media_type=kind, headers=headers)


ROUTES = [
    Route("/data/user/{user_id}.png", avatar),
    Route("/data/{project_id}/icon.png", project_icon),
    Route("/data/{project_id}/images/{name}", picture),
    Route("/data/{project_id}/versions/{folder}/{filename:path}", version_file),
    Route("/data/{name:path}", uploaded),
]
