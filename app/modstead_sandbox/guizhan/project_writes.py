"""Creating, changing, submitting and deleting projects, their keywords and channels."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from msgspec import UNSET, structs
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from modstead_sandbox.guizhan import answers
from modstead_sandbox.guizhan.assumptions import APPROVED, CREATED, DRAFT, REJECTED
from modstead_sandbox.guizhan.common import (
    RefusedError,
    caller,
    data,
    form,
    invalid,
    managed,
    missing,
    state,
    store,
    taken,
)
from modstead_sandbox.guizhan.forms import KeywordForm, NewChannel, NewProject, ProjectPatch
from modstead_sandbox.guizhan.model import Channel, Keyword, Owner, Project
from modstead_sandbox.guizhan.store import channel, may
from modstead_sandbox.guizhan.version_making import check_game_versions, dependencies_of
from modstead_sandbox.routes.common import base, done

_SCOPE = "project:update"


async def create_for_user(request: Request) -> Response:
    user = caller(request, "project:create")
    name = request.path_params["user_id"]
    owner = user if name == "@me" else store(request).owner(name, is_organization=False)
    if owner is None:
        raise missing("user")
    return await _create(request, user, owner)


async def create_for_organization(request: Request) -> Response:
    user = caller(request, "project:create")
    owner = store(request).owner(request.path_params["org_id"], is_organization=True)
    if owner is None:
        raise missing("organization")
    return await _create(request, user, owner)


async def modify(request: Request) -> Response:
    at, found = store(request), managed(request, _SCOPE)
    wanted = await form(request, ProjectPatch)
    said: dict[str, Any] = {
        name: value for name, value in structs.asdict(wanted).items() if value is not UNSET
    }
    licence = said.get("license_type", found.license_type)
    if licence == "Custom" and not said.get("license_url", found.license_url):
        raise invalid("license_url is required where license_type is Custom.")
    unknown = [slug for slug in said.get("tags", ()) if slug not in at.tags]
    if unknown:
        raise invalid(f"tags: there is no tag {unknown[0][:64]}.")
    if "tags" in said:
        said["tags"] = tuple(dict.fromkeys(said["tags"]))
    if said.get("slug", found.slug).lower() != found.slug.lower():
        _check_free(request, said["slug"])
        said["last_slug_updated"] = state(request).now()
    changed = replace(found, **said, updated=state(request).now())
    at.put(changed)
    return data(answers.whole(at, changed, base(request), private=True))


async def delete(request: Request) -> Response:
    store(request).remove(managed(request, "project:delete"))
    return done()


async def submit(request: Request) -> Response:
    """Take a project for review; the sandbox has nobody to review it, and approves at once."""
    at, found = store(request), managed(request, _SCOPE)
    if found.status not in {DRAFT, REJECTED}:
        raise invalid(f"A project that is {found.status} cannot be submitted.")
    changed = replace(found, status=APPROVED, moderator_message=None)
    at.put(changed)
    return data(answers.whole(at, changed, base(request), private=True))


async def add_keyword(request: Request) -> Response:
    found = managed(request, _SCOPE)
    wanted = await form(request, KeywordForm)
    added = Keyword(store(request).next_id("gk"), wanted.keyword)
    return _with_keyword(request, found, added, found.keywords)


async def change_keyword(request: Request) -> Response:
    found = managed(request, _SCOPE)
    old = _keyword(request, found)
    wanted = await form(request, KeywordForm)
    others = tuple(entry for entry in found.keywords if entry != old)
    return _with_keyword(request, found, replace(old, keyword=wanted.keyword), others)


async def delete_keyword(request: Request) -> Response:
    found = managed(request, _SCOPE)
    old = _keyword(request, found)
    store(request).put(replace(found, keywords=tuple(entry for entry in found.keywords if entry != old)))
    return done()


async def add_channel(request: Request) -> Response:
    at, found = store(request), managed(request, "project:channel:create")
    wanted = await form(request, NewChannel)
    if channel(found, wanted.slug) is not None:
        raise taken("channel")
    check_game_versions(wanted.minecraft_versions)
    added = Channel(
        id=at.next_id("gc"),
        name=wanted.name,
        slug=wanted.slug,
        is_default=wanted.is_default,
        minecraft_versions=tuple(wanted.minecraft_versions),
        platforms=tuple(wanted.platforms),
        dependencies=dependencies_of(at, wanted.dependencies),
    )
    others = found.channels
    if added.is_default:
        others = tuple(replace(entry, is_default=False) for entry in others)
    at.put(replace(found, channels=(*others, added)))
    return data(answers.channel(added), CREATED)


async def _create(request: Request, user: Owner, owner: Owner) -> Response:
    at = store(request)
    if not may(user, owner, "project:create"):
        raise RefusedError(403, "forbidden", "You may not create projects for this owner.")
    wanted = await form(request, NewProject)
    _check_free(request, wanted.slug)
    now = state(request).now()
    # Assumed: a project begins with a channel, since a version without one cannot be created.
    first = Channel(at.next_id("gc"), "Release", "release", is_default=True)
    made = Project(
        id=at.next_id("gp"),
        slug=wanted.slug,
        name=wanted.name,
        summary=wanted.summary,
        owner=owner,
        created=now,
        updated=now,
        status=DRAFT,
        channels=(first,),
    )
    at.put(made)
    return data(answers.whole(at, made, base(request), private=True), CREATED)


def _check_free(request: Request, slug: str) -> None:
    if store(request).project(slug) is not None:
        raise taken("slug")


def _keyword(request: Request, found: Project) -> Keyword:
    for entry in found.keywords:
        if entry.id == request.path_params["keyword_id"]:
            return entry
    raise missing("keyword")


def _with_keyword(request: Request, found: Project, entry: Keyword, others: tuple[Keyword, ...]) -> Response:
    if entry.keyword.lower() in {held.keyword.lower() for held in others}:
        raise taken("keyword")
    store(request).put(replace(found, keywords=(*others, entry)))
    return data({"id": entry.id, "keyword": entry.keyword})


ROUTES = [
    Route("/users/{user_id}/projects", create_for_user, methods=["POST"]),
    Route("/orgs/{org_id}/projects", create_for_organization, methods=["POST"]),
    Route("/projects/{project_id}", modify, methods=["PATCH"]),
    Route("/projects/{project_id}", delete, methods=["DELETE"]),
    Route("/projects/{project_id}/submit", submit, methods=["POST"]),
    Route("/projects/{project_id}/keywords", add_keyword, methods=["POST"]),
    Route("/projects/{project_id}/keywords/{keyword_id}", change_keyword, methods=["PUT"]),
    Route("/projects/{project_id}/keywords/{keyword_id}", delete_keyword, methods=["DELETE"]),
    Route("/projects/{project_id}/channels", add_channel, methods=["POST"]),
]
