"""Creating, changing and deleting projects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from msgspec import UNSET
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from modstead_sandbox.details import details
from modstead_sandbox.forms import (
    DonationForm,
    GalleryItem,
    NewerProjectsPatch,
    NewProject,
    ProjectPatch,
    ProjectsPatch,
)
from modstead_sandbox.model import ALL_PERMISSIONS, Details, Member, Permission, Picture, Project, User
from modstead_sandbox.pixels import MOTIFS, PALETTES
from modstead_sandbox.routes.common import (
    BadRequestError,
    Services,
    base,
    caller,
    done,
    form,
    ids,
    reply,
    services,
)
from modstead_sandbox.routes.multipart import keep, multipart
from modstead_sandbox.routes.pictures import EXTENSIONS
from modstead_sandbox.routes.publishing import (
    approved,
    change,
    check_categories,
    check_licence,
    check_slug,
    donations,
    editable,
    editable_or_refused,
    require,
)
from modstead_sandbox.routes.version_making import add_version

_MOST_CATEGORIES, _MOST_MORE_CATEGORIES = 3, 256


async def create(request: Request) -> Response:
    at, user = services(request), caller(request, "PROJECT_CREATE")
    async with multipart(request, NewProject) as (wanted, files):
        check_slug(at, wanted.slug, None)
        check_licence(wanted.license_id)
        check_categories((*wanted.categories, *wanted.additional_categories))
        if not wanted.is_draft and not wanted.initial_versions:
            raise BadRequestError("Invalid input: Project submitted for review with no initial versions")
        owner = Member(user, "Owner", 0, ALL_PERMISSIONS, is_owner=True)
        project = at.shelf.add(_new(at, wanted, user), owner)
        try:
            project = await _with_pictures(at, project, wanted.gallery_items or [], files)
            for version in wanted.initial_versions:
                await add_version(at, project, user, version, files)
        except BadRequestError:
            at.shelf.remove(project)
            raise
        project = at.shelf.numbered(project.number) or project
        if not wanted.is_draft:
            at.shelf.put(approved(at, project, user))
    at.state.changed()
    return reply(at.answers.project(at.shelf.numbered(project.number) or project, base(request)))


async def modify(request: Request) -> Response:
    both = Permission.EDIT_DETAILS | Permission.EDIT_BODY
    project, user = editable(request, "PROJECT_WRITE", both)
    wanted = await form(request, ProjectPatch)
    change(services(request), project, user, wanted)
    return done()


async def delete(request: Request) -> Response:
    at = services(request)
    project, _ = editable_or_refused(request, "PROJECT_DELETE", Permission.DELETE_PROJECT)
    at.shelf.remove(project)
    at.state.changed()
    return done()


async def modify_several(request: Request) -> Response:
    user = caller(request, "PROJECT_WRITE")
    wanted = await form(request, ProjectsPatch)
    change_all(request, user, lambda project: _patch(project, wanted))
    return done()


def change_all(request: Request, user: User, patch_of: Callable[[Project], ProjectPatch]) -> None:
    """Change the projects that the query names, or none of them; raises BadRequestError or UnauthorizedError."""
    at = services(request)
    patches = []
    for name in dict.fromkeys(ids(request)):
        project = at.shelf.project(name)
        if project is None or not at.shelf.sees(user, project):
            raise BadRequestError(f"Invalid input: project {name[:64]} does not exist")
        require(at, project, user, Permission.EDIT_DETAILS)
        patches.append((project, patch_of(project)))
    for project, patch in patches:
        change(at, project, user, patch)


def _new(at: Services, wanted: NewProject, user: User) -> Project:
    now = at.state.now()
    return Project(
        number=0,
        id="",
        slug=wanted.slug,
        title=wanted.title,
        description=wanted.description,
        kind=wanted.project_type,
        loaders=(),
        categories=tuple(dict.fromkeys(wanted.categories)),
        additional_categories=tuple(dict.fromkeys(wanted.additional_categories)),
        client_side=wanted.client_side,
        server_side=wanted.server_side,
        licence=wanted.license_id,
        author=user,
        team="",
        published=now,
        updated=now,
        downloads=0,
        followers=0,
        motif=MOTIFS[0],
        palette=PALETTES[0],
        has_icon=False,
        pictures=0,
        status="draft",
        words=("nothing",),
        details=Details(
            body=wanted.body,
            issues_url=wanted.issues_url,
            source_url=wanted.source_url,
            wiki_url=wanted.wiki_url,
            discord_url=wanted.discord_url,
            donations=donations(wanted.donation_urls or ()),
            licence_url=wanted.license_url,
            icon=None,
            gallery=(),
            approved=None,
            requested_status=wanted.requested_status,
        ),
    )


async def _with_pictures(
    at: Services, project: Project, items: list[GalleryItem], files: dict[str, UploadFile]
) -> Project:
    """Give a new project the icon and the pictures that came with it."""
    told = details(project)
    if "icon" in files:
        name = await _kept(at, project.id, files["icon"], at.state.limits.icon)
        told = replace(told, icon=name)
    gallery = []
    for item in items:
        if item.item not in files:
            raise BadRequestError(f"Invalid input: there is no part named {item.item[:64]} for the gallery")
        name = await _kept(at, f"{project.id}/images", files[item.item], at.state.limits.picture)
        gallery.append(
            Picture(
                name,
                name,
                item.featured,
                item.title,
                item.description,
                at.state.now(),
                item.ordering,
            )
        )
    if sum(picture.featured for picture in gallery) > 1:
        raise BadRequestError("Invalid input: Only one gallery image can be featured.")
    project = replace(project, details=replace(told, gallery=tuple(gallery)))
    at.shelf.put(project)
    return project


async def _kept(at: Services, folder: str, part: UploadFile, most: int) -> str:
    ending = (part.filename or "").rpartition(".")[2].lower()
    if ending not in EXTENSIONS:
        raise BadRequestError(f"Invalid input: Invalid format for picture: {ending[:16]}")
    stored = await keep(at.state.uploads, part, most, "the picture")
    name = f"{stored.sha1}.{ending}"
    at.state.uploads.pictures[f"{folder}/{name}"] = stored
    return name


def _patch(project: Project, wanted: ProjectsPatch) -> ProjectPatch:
    """Return what a change to several projects means for this one; raises BadRequestError."""
    told = details(project)
    categories, more = categories_of(project, wanted)
    given = [DonationForm(entry.id, entry.platform, entry.url) for entry in told.donations]
    kept = [
        entry
        for entry in (given if wanted.donation_urls is UNSET else wanted.donation_urls)
        if entry.id not in {gone.get("id") for gone in wanted.remove_donation_urls}
    ]
    return ProjectPatch(
        categories=categories,
        additional_categories=more,
        donation_urls=[*kept, *wanted.add_donation_urls],
        issues_url=wanted.issues_url,
        source_url=wanted.source_url,
        wiki_url=wanted.wiki_url,
        discord_url=wanted.discord_url,
    )


def categories_of(
    project: Project, wanted: ProjectsPatch | NewerProjectsPatch
) -> tuple[list[str], list[str]]:
    """Return the categories that a project would have, and the additional ones; raises BadRequestError."""
    categories = _merged(
        list(project.categories), wanted.categories, wanted.add_categories, wanted.remove_categories
    )
    more = _merged(
        list(project.additional_categories),
        wanted.additional_categories,
        wanted.add_additional_categories,
        wanted.remove_additional_categories,
    )
    if len(categories) > _MOST_CATEGORIES or len(more) > _MOST_MORE_CATEGORIES:
        raise BadRequestError(f"Invalid input: project {project.id} would have too many categories")
    return categories, more


def _merged(old: list[str], wanted: Any, added: list[str], removed: list[str]) -> list[str]:
    names = [*(old if wanted is UNSET else wanted), *added]
    return [name for name in dict.fromkeys(names) if name not in removed]


ROUTES = [
    Route("/v2/project", create, methods=["POST"]),
    Route("/v2/project/{name}", modify, methods=["PATCH"]),
    Route("/v2/project/{name}", delete, methods=["DELETE"]),
    Route("/v2/projects", modify_several, methods=["PATCH"]),
]
