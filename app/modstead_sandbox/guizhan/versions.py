"""Reading, creating, changing, deleting and downloading versions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from msgspec import UNSET
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from modstead_sandbox.guizhan import answers, assumptions
from modstead_sandbox.guizhan.common import (
    data,
    form,
    invalid,
    managed,
    missing,
    page,
    paged,
    project_of,
    several,
    state,
    store,
    taken,
    visitor,
)
from modstead_sandbox.guizhan.forms import NewVersion, VersionPatch, Versions, VersionsPatch
from modstead_sandbox.guizhan.model import Channel, Project, Version
from modstead_sandbox.guizhan.store import channel
from modstead_sandbox.guizhan.version_making import (
    changed_files,
    check_game_versions,
    dependencies_of,
    multipart,
)
from modstead_sandbox.routes.common import base, done

_CREATE, _UPDATE, _DELETE = (f"project:version:{verb}" for verb in ("create", "update", "delete"))


async def create(request: Request) -> Response:
    at, found = store(request), managed(request, _CREATE)
    async with multipart(request, NewVersion) as (wanted, parts):
        into = _channel(found, wanted.channel)
        _check_free(request, found, wanted.version)
        check_game_versions(wanted.minecraft_versions or ())
        dependencies = into.dependencies
        if wanted.dependencies is not None:
            dependencies = dependencies_of(at, wanted.dependencies)
        files = await changed_files(request, (), wanted.files, parts)
    game_versions = (
        into.minecraft_versions if wanted.minecraft_versions is None else wanted.minecraft_versions
    )
    made = Version(
        id=at.next_id("gv"),
        project_id=found.id,
        version=wanted.version,
        name=wanted.name,
        changelog=wanted.changelog,
        minecraft_versions=tuple(game_versions),
        platforms=into.platforms if wanted.platforms is None else tuple(wanted.platforms),
        dependencies=dependencies,
        channel_id=into.id,
        files=files,
        created=state(request).now(),
    )
    at.put_version(made)
    at.put(replace(found, updated=made.created))
    return data(answers.version(found, made), assumptions.CREATED)


async def of_project(request: Request) -> Response:
    found = project_of(request, visitor(request, "project:read"))
    wanted = request.query_params.get("channel")
    into = None if wanted is None else _channel(found, wanted)
    game_versions, platforms = set(several(request, "minecraft_versions")), set(several(request, "platforms"))
    held = [
        version
        for version in store(request).versions(found)
        if (into is None or version.channel_id == into.id)
        and (not game_versions or game_versions & set(version.minecraft_versions))
        and (not platforms or platforms & set(version.platforms))
    ]
    shown, meta = page(request, held)
    return paged([answers.version(found, version, with_files=False) for version in shown], meta)


async def version(request: Request) -> Response:
    found = project_of(request, visitor(request, "project:read"))
    return data(answers.version(found, _one(request, found)))


async def version_by_id(request: Request) -> Response:
    at = store(request)
    held = at.version(request.path_params["version_id"])
    found = None if held is None else at.project(held.project_id)
    if held is None or found is None or not at.sees(visitor(request, "project:read"), found):
        raise missing("version")
    return data({**answers.version(found, held), "project_id": found.id})


async def modify(request: Request) -> Response:
    at, found = store(request), managed(request, _UPDATE)
    held = _one(request, found)
    async with multipart(request, VersionPatch) as (wanted, parts):
        said = _said(wanted)
        if said.get("version", held.version) != held.version:
            _check_free(request, found, said["version"])
        if "channel" in said:
            said["channel_id"] = _channel(found, said.pop("channel")).id
        if wanted.dependencies is not UNSET:
            said["dependencies"] = dependencies_of(at, wanted.dependencies)
        check_game_versions(said.get("minecraft_versions", ()))
        said["files"] = await changed_files(request, held.files, wanted.files, parts)
    changed = replace(held, **said)
    at.put_version(changed)
    return data(answers.version(found, changed))


async def modify_several(request: Request) -> Response:
    at, found = store(request), managed(request, _UPDATE)
    wanted = await form(request, VersionsPatch)
    for field in ("minecraft_versions", "platforms", "dependencies"):
        added, removed = getattr(wanted, f"add_{field}"), getattr(wanted, f"remove_{field}")
        if getattr(wanted, field) is not UNSET and (added or removed):
            raise invalid(f"{field}: what is replaced cannot also be added to or taken from.")
    said: dict[str, Any] = {}
    if wanted.channel is not UNSET:
        said["channel_id"] = _channel(found, wanted.channel).id
    said |= {
        name: getattr(wanted, name) for name in ("name", "changelog") if getattr(wanted, name) is not UNSET
    }
    changed = [
        replace(held, **said, **_merged(request, held, wanted)) for held in _several(request, found, wanted)
    ]
    for held in changed:
        at.put_version(held)
    return data([answers.version(found, held) for held in changed])


async def delete(request: Request) -> Response:
    found = managed(request, _DELETE)
    store(request).remove_version(_one(request, found))
    return done()


async def delete_several(request: Request) -> Response:
    found = managed(request, _DELETE)
    for held in _several(request, found, await form(request, Versions)):
        store(request).remove_version(held)
    return done()


async def download(request: Request) -> Response:
    found = project_of(request, visitor(request, "project:read"))
    held = _one(request, found)
    wanted = request.path_params.get("file_id")
    for file in held.files:
        if file.id == wanted or (wanted is None and file.is_primary):
            store(request).count_download(held)
            address = f"{base(request)}{answers.FILES}/{held.id}/{file.id}/{file.name}"
            return RedirectResponse(file.external_url or address, assumptions.REDIRECT)
    raise missing("file")


def _one(request: Request, found: Project) -> Version:
    held = store(request).version_of(found, request.path_params["version_id"])
    if held is None:
        raise missing("version")
    return held


def _several(request: Request, found: Project, wanted: Versions | VersionsPatch) -> list[Version]:
    """Return the versions that are named by their ids, all of this project; raises RefusedError."""
    named = [store(request).version(name) for name in dict.fromkeys(wanted.versions)]
    held = [entry for entry in named if entry is not None and entry.project_id == found.id]
    if len(held) != len(named):
        raise missing("version")
    return held


def _channel(found: Project, name: str) -> Channel:
    into = channel(found, name)
    if into is None:
        raise invalid(f"channel: there is no channel {name[:64]}.")
    return into


def _check_free(request: Request, found: Project, name: str) -> None:
    if store(request).version_of(found, name) is not None:
        raise taken("version")


def _said(wanted: VersionPatch) -> dict[str, Any]:
    """Return the fields of a change that are said, in the form in which versions have them."""
    names = ("channel", "version", "name", "changelog", "minecraft_versions", "platforms")
    said = {name: getattr(wanted, name) for name in names if getattr(wanted, name) is not UNSET}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}


def _merged(request: Request, held: Version, wanted: VersionsPatch) -> dict[str, Any]:
    """Return a version's game versions, platforms and dependencies as a change of several makes them."""
    check_game_versions(wanted.add_minecraft_versions)
    check_game_versions(() if wanted.minecraft_versions is UNSET else wanted.minecraft_versions)
    at = store(request)
    sets: tuple[tuple[str, Any, Any, Any], ...] = (
        (
            "minecraft_versions",
            wanted.minecraft_versions,
            wanted.add_minecraft_versions,
            wanted.remove_minecraft_versions,
        ),
        ("platforms", wanted.platforms, wanted.add_platforms, wanted.remove_platforms),
        (
            "dependencies",
            UNSET if wanted.dependencies is UNSET else dependencies_of(at, wanted.dependencies),
            dependencies_of(at, wanted.add_dependencies),
            dependencies_of(at, wanted.remove_dependencies),
        ),
    )
    merged = {}
    for field, replaced, added, removed in sets:
        entries = (*(getattr(held, field) if replaced is UNSET else replaced), *added)
        merged[field] = tuple(entry for entry in dict.fromkeys(entries) if entry not in removed)
    return merged


_OF_PROJECT = "/projects/{project_id}/versions"
_ONE = f"{_OF_PROJECT}/{{version_id}}"
ROUTES = [
    Route(_OF_PROJECT, create, methods=["POST"]),
    Route(_OF_PROJECT, of_project),
    Route(_OF_PROJECT, modify_several, methods=[assumptions.BATCH_UPDATE]),
    Route(_OF_PROJECT, delete_several, methods=[assumptions.BATCH_DELETE]),
    Route(_ONE, version),
    Route(_ONE, modify, methods=[assumptions.UPDATE]),
    Route(_ONE, delete, methods=[assumptions.DELETE]),
    Route(f"{_ONE}/download", download),
    Route(f"{_ONE}/download/{{file_id}}", download),
    Route("/versions/{version_id}", version_by_id),
]
