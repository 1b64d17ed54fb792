"""The rules for creating and changing projects that the two versions of the API share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from msgspec import UNSET, UnsetType, structs
from starlette.requests import Request

from modstead_sandbox import tags
from modstead_sandbox.desk import Message
from modstead_sandbox.details import details
from modstead_sandbox.forms import DonationForm, ProjectPatch
from modstead_sandbox.identifiers import Kind, encode
from modstead_sandbox.licences import is_licence
from modstead_sandbox.model import Details, Donation, Permission, Project, User
from modstead_sandbox.routes.common import (
    BadRequestError,
    NotFoundError,
    Services,
    UnauthorizedError,
    caller,
    is_moderator,
    is_newer,
    project_of,
    services,
)

_CATEGORIES = frozenset(tag.name for tag in tags.CATEGORIES)
_ONCE_APPROVED = frozenset({"approved", "archived", "unlisted", "private"})
_REQUESTED = frozenset({"approved", "archived", "unlisted", "private", "draft"})
_BODY_FIELDS = frozenset({"body"})
_MODERATORS_FIELDS = frozenset({"moderation_message", "moderation_message_body"})
V = TypeVar("V")


def editable(request: Request, scope: str, permission: Permission) -> tuple[Project, User]:
    """Return the project that the path names and who asks, who may do this to it; raises NotFoundError."""
    user = caller(request, scope)
    project = project_of(request, user)
    require(services(request), project, user, permission)
    return project, user


def editable_or_refused(request: Request, scope: str, permission: Permission) -> tuple[Project, User]:
    """The same for the operations of v2 that state no 404: raises BadRequestError for an unknown project."""
    try:
        return editable(request, scope, permission)
    except NotFoundError:
        if is_newer(request):
            raise
        raise BadRequestError("Invalid input: The specified project does not exist!") from None


def require(at: Services, project: Project, user: User, permission: Permission) -> None:
    """Raise UnauthorizedError where a user has not this permission in a project's team."""
    member = at.shelf.member(project, user)
    if not is_moderator(user) and (member is None or not member.permissions & permission):
        raise UnauthorizedError("Authentication Error: You do not have the permission to do this!")


def check_categories(names: Iterable[str]) -> None:
    for name in names:
        if name not in _CATEGORIES:
            raise BadRequestError(f"Invalid input: Category {name[:64]} does not exist.")


def check_licence(text: str) -> None:
    if not is_licence(text):
        raise BadRequestError(f"Invalid input: field `license_id`: {text[:64]} is no SPDX identifier")


def check_slug(at: Services, slug: str, project: Project | None) -> None:
    """Raise BadRequestError where another project has this slug, or this as its id."""
    holder = at.shelf.project(slug)
    if holder is not None and (project is None or holder.number != project.number):
        raise BadRequestError("Invalid input: Slug is already taken!")


def donations(given: Iterable[DonationForm]) -> tuple[Donation, ...]:
    known = dict(tags.DONATION_PLATFORMS)
    for entry in given:
        if entry.id not in known:
            raise BadRequestError(f"Invalid input: Platform {entry.id[:64]} does not exist.")
    return tuple(Donation(entry.id, entry.platform, entry.url) for entry in given)


def change(at: Services, project: Project, user: User, wanted: ProjectPatch) -> Project:
    """Change a project as wanted, or not at all; raises BadRequestError or UnauthorizedError."""
    said = {name for name in structs.asdict(wanted) if getattr(wanted, name) is not UNSET}
    _check_rights(at, project, user, said)
    if wanted.slug is not UNSET:
        check_slug(at, wanted.slug, project)
    if wanted.license_id is not UNSET:
        check_licence(wanted.license_id)
    for names in (wanted.categories, wanted.additional_categories):
        check_categories(() if names is UNSET else names)
    changed = replace(
        project,
        slug=_or(wanted.slug, project.slug),
        title=_or(wanted.title, project.title),
        description=_or(wanted.description, project.description),
        categories=_listed(wanted.categories, project.categories),
        additional_categories=_listed(wanted.additional_categories, project.additional_categories),
        client_side=_or(wanted.client_side, project.client_side),
        server_side=_or(wanted.server_side, project.server_side),
        licence=_or(wanted.license_id, project.licence),
        details=_details(project, wanted),
    )
    if wanted.status is not UNSET and wanted.status != project.status:
        changed = _with_status(at, changed, user, wanted.status)
    at.shelf.put(changed)
    at.state.changed()
    return changed


def _check_rights(at: Services, project: Project, user: User, said: set[str]) -> None:
    if said & _MODERATORS_FIELDS and not is_moderator(user):
        raise UnauthorizedError("Authentication Error: You do not have the permissions to edit this field!")
    if said & _BODY_FIELDS:
        require(at, project, user, Permission.EDIT_BODY)
    if said - _BODY_FIELDS or not said:
        require(at, project, user, Permission.EDIT_DETAILS)


def _details(project: Project, wanted: ProjectPatch) -> Details:
    old = details(project)
    changed = replace(
        old,
        body=old.body if wanted.body is UNSET else wanted.body,
        licence_url=_or(wanted.license_url, old.licence_url),
        requested_status=_or(wanted.requested_status, old.requested_status),
        moderator_message=_or(wanted.moderation_message, old.moderator_message),
        moderator_message_body=_or(wanted.moderation_message_body, old.moderator_message_body),
        issues_url=_or(wanted.issues_url, old.issues_url),
        source_url=_or(wanted.source_url, old.source_url),
        wiki_url=_or(wanted.wiki_url, old.wiki_url),
        discord_url=_or(wanted.discord_url, old.discord_url),
    )
    if wanted.donation_urls is not UNSET:
        changed = replace(changed, donations=donations(wanted.donation_urls))
    return changed


def _with_status(at: Services, project: Project, user: User, status: str) -> Project:
    """Change a project's status by the platform's rules, but for this: what is submitted is approved at once."""
    submitted = status == "processing" and project.status not in _ONCE_APPROVED
    chosen = status in _REQUESTED and project.status in _ONCE_APPROVED
    if not (submitted or chosen or is_moderator(user)):
        raise UnauthorizedError("Authentication Error: You don't have permission to set this status!")
    if not submitted:
        return tell_status(at, replace(project, status=status), user, project.status)
    if not at.shelf.versions(project):
        raise BadRequestError("Invalid input: Project submitted for review with no initial versions")
    return approved(at, project, user)


def approved(at: Services, project: Project, user: User) -> Project:
    """Approve a project as its requested status says; the sandbox has nobody to review it."""
    told, now = details(project), at.state.now()
    status = told.requested_status or "approved"
    changed = replace(project, status=status, details=replace(told, approved=now, queued=now))
    return tell_status(at, changed, user, project.status)


def tell_status(at: Services, project: Project, user: User, old: str) -> Project:
    """Write a change of status into the project's thread, and tell the owner."""
    now = at.state.now()
    message = Message("", user, now, "status_change", old_status=old, new_status=project.status)
    at.state.desk.say(encode(Kind.THREAD, project.number), message)
    words = (
        f"{project.title} is {project.status}",
        f"The status went from {old} to {project.status}.",
        f"/mod/{project.slug}",
    )
    at.state.inbox.add(at.shelf.now(project.author), "status_change", words, now)
    return project


def _or(wanted: V | UnsetType, old: V) -> V:
    return old if wanted is UNSET else wanted


def _listed(wanted: list[str] | UnsetType, old: tuple[str, ...]) -> tuple[str, ...]:
    return old if wanted is UNSET else tuple(dict.fromkeys(wanted))
