"""Finding and reading projects, and their keywords and channels."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from modstead_sandbox.guizhan import answers
from modstead_sandbox.guizhan.assumptions import APPROVED
from modstead_sandbox.guizhan.common import (
    caller,
    choice,
    data,
    invalid,
    missing,
    page,
    paged,
    project_of,
    several,
    store,
    visitor,
)
from modstead_sandbox.guizhan.model import Owner, Project
from modstead_sandbox.guizhan.store import Store, may
from modstead_sandbox.routes.common import base

_SORTS = ("relevance", "downloads", "created_at", "updated_at")
_OWNED_SORTS = ("created_at", "name", "slug", "updated_at", "status")
_TYPES = ("", "project", "plugin", "mod", "resource")
_LONGEST_SEARCH = 48


async def search(request: Request) -> Response:
    at = store(request)
    sort, kind = choice(request, "sort_by", _SORTS), choice(request, "type", _TYPES)
    words = request.query_params.get("q", "").lower().split()
    platforms, tags = set(several(request, "platforms")), set(several(request, "tags"))
    game_versions = set(several(request, "minecraft_versions"))
    found = [
        project
        for project in at.projects()
        if project.status == APPROVED
        and project.visibility == "public"
        and kind in {"", project.type}
        and (not tags or tags & set(project.tags))
        and _has_version(at, project, platforms, game_versions)
        and all(word in _text(project) for word in words)
    ]
    found.sort(key=lambda project: (_rank(at, project, sort, words), project.id), reverse=True)
    shown, meta = page(request, found)
    return paged([answers.listed(at, project, base(request), private=False) for project in shown], meta)


async def of_user(request: Request) -> Response:
    name = request.path_params["user_id"]
    user = caller(request, "project:read") if name == "@me" else visitor(request, "project:read")
    owner = user if name == "@me" else store(request).owner(name, is_organization=False)
    if owner is None:
        raise missing("user")
    return _owned(request, user, owner)


async def of_organization(request: Request) -> Response:
    owner = store(request).owner(request.path_params["org_id"], is_organization=True)
    if owner is None:
        raise missing("organization")
    return _owned(request, visitor(request, "project:read"), owner)


async def project(request: Request) -> Response:
    at, user = store(request), visitor(request, "project:read")
    found = project_of(request, user)
    private = at.may(user, found, "project:read")
    return data(answers.whole(at, found, base(request), private=private))


async def keywords(request: Request) -> Response:
    found = project_of(request, visitor(request, "project:read"))
    return data([{"id": entry.id, "keyword": entry.keyword} for entry in found.keywords])


async def channels(request: Request) -> Response:
    found = project_of(request, visitor(request, "project:read"))
    return data([answers.channel(entry) for entry in found.channels])


def _owned(request: Request, user: Owner | None, owner: Owner) -> Response:
    at = store(request)
    sort = choice(request, "sort_by", _OWNED_SORTS)
    order = choice(request, "sort_order", ("desc", "asc"))
    wanted = request.query_params.get("search", "").lower()
    if len(wanted) > _LONGEST_SEARCH:
        raise invalid(f"search is longer than {_LONGEST_SEARCH} characters.")
    private = user is not None and may(user, owner, "project:read")
    found = [
        held
        for held in at.projects()
        if held.owner.id == owner.id
        and (private or (at.sees(None, held) and held.visibility == "public"))
        and wanted in f"{held.name} {held.slug}".lower()
    ]
    found.sort(key=lambda held: (_owned_rank(held, sort), held.id), reverse=order == "desc")
    shown, meta = page(request, found)
    return paged([answers.listed(at, held, base(request), private=private) for held in shown], meta)


def _owned_rank(held: Project, sort: str) -> str:
    return {
        "created_at": f"{held.created:012d}",
        "updated_at": f"{held.updated:012d}",
        "name": held.name.lower(),
        "slug": held.slug,
        "status": held.status,
    }[sort]


def _has_version(at: Store, held: Project, platforms: set[str], game_versions: set[str]) -> bool:
    """Whether one of a project's versions is for one of each; an empty set asks for nothing."""
    if not platforms and not game_versions:
        return True
    return any(
        (not platforms or platforms & set(version.platforms))
        and (not game_versions or game_versions & set(version.minecraft_versions))
        for version in at.versions(held)
    )


def _text(held: Project) -> str:
    return " ".join((held.name, held.summary, *(entry.keyword for entry in held.keywords))).lower()


def _rank(at: Store, held: Project, sort: str, words: Sequence[str]) -> tuple[int, int]:
    match sort:
        case "downloads":
            return at.downloads(held), 0
        case "created_at":
            return held.created, 0
        case "updated_at":
            return held.updated, 0
        case _:
            return sum(word in held.name.lower() for word in words), at.downloads(held)


ROUTES = [
    Route("/projects", search),
    Route("/users/{user_id}/projects", of_user),
    Route("/orgs/{org_id}/projects", of_organization),
    Route("/projects/{project_id}", project),
    Route("/projects/{project_id}/keywords", keywords),
    Route("/projects/{project_id}/channels", channels),
]
