"""Changing teams: inviting, joining, modifying, removing, handing over."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from modstead_sandbox.forms import MemberPatch, UserName
from modstead_sandbox.model import ALL_PERMISSIONS, Member, Permission, Project, Team, User
from modstead_sandbox.routes.common import (
    BadRequestError,
    NotFoundError,
    UnauthorizedError,
    caller,
    done,
    form,
    is_moderator,
    services,
)
from modstead_sandbox.routes.publishing import require

_SCOPE = "PROJECT_WRITE"


async def invite(request: Request) -> Response:
    at = services(request)
    user, project, team = _team(request)
    require(at, project, user, Permission.MANAGE_INVITES)
    wanted = await form(request, UserName)
    invited = at.shelf.user(wanted.user_id)
    if invited is None or invited.id != wanted.user_id:
        raise NotFoundError
    if _member(team, invited) is not None:
        raise BadRequestError("Invalid input: The user is already a member of that team or has been invited")
    joined = Member(invited, "Member", len(team.members), 0, accepted=False)
    _put(request, Team(team.id, (*team.members, joined)))
    at.state.inbox.invite(invited, project, team, at.state.now())
    return done()


async def join(request: Request) -> Response:
    user, _, team = _team(request, may_be_private=True)
    member = _member(team, user)
    if member is None:
        raise NotFoundError
    if member.accepted:
        raise BadRequestError("Invalid input: You are already a member of this team")
    _change(request, team, member, replace(member, accepted=True))
    return done()


async def modify(request: Request) -> Response:
    at = services(request)
    user, project, team = _team(request)
    require(at, project, user, Permission.EDIT_MEMBER)
    member = _named(request, team)
    wanted = await form(request, MemberPatch)
    if member.is_owner and wanted.permissions not in {None, member.permissions}:
        raise BadRequestError("Invalid input: The owner's permissions in a team cannot be edited")
    own = _member(team, user)
    allowed = ALL_PERMISSIONS if own is None else own.permissions
    if wanted.permissions is not None and wanted.permissions & ~allowed:
        raise BadRequestError("Invalid input: The new permissions have permissions that you don't have")
    if wanted.role == "Owner" and not member.is_owner:
        raise BadRequestError("Invalid input: The `Owner` role is restricted to one person")
    changed = replace(
        member,
        role=wanted.role or member.role,
        permissions=member.permissions if wanted.permissions is None else wanted.permissions,
        payouts_split=member.payouts_split if wanted.payouts_split is None else wanted.payouts_split,
        ordering=member.ordering if wanted.ordering is None else wanted.ordering,
    )
    _change(request, team, member, changed)
    return done()


async def remove(request: Request) -> Response:
    at = services(request)
    user, project, team = _team(request, may_be_private=True)
    member = _named(request, team)
    if member.is_owner:
        raise UnauthorizedError("Authentication Error: The owner can't be removed from a team")
    if member.user.number != user.number:
        needed = Permission.REMOVE_MEMBER if member.accepted else Permission.MANAGE_INVITES
        require(at, project, user, needed)
    _put(request, Team(team.id, tuple(held for held in team.members if held != member)))
    return done()


async def hand_over(request: Request) -> Response:
    at = services(request)
    user, project, team = _team(request)
    own = _member(team, user)
    if not (own is not None and own.is_owner) and not is_moderator(user):
        raise UnauthorizedError("Authentication Error: You don't have permission to edit the ownership")
    wanted = await form(request, UserName)
    heir = next((held for held in team.members if held.user.id == wanted.user_id), None)
    if heir is None or not heir.accepted:
        raise BadRequestError("Invalid input: The new owner specified is not an accepted member of this team")
    members = tuple(_handed(held, heir) for held in team.members)
    at.shelf.put(replace(project, author=at.shelf.now(heir.user)))
    _put(request, Team(team.id, members))
    return done()


def _handed(held: Member, heir: Member) -> Member:
    if held == heir:
        return replace(held, role="Owner", permissions=ALL_PERMISSIONS, is_owner=True)
    return replace(held, role="Member", is_owner=False) if held.is_owner else held


def _team(request: Request, *, may_be_private: bool = False) -> tuple[User, Project, Team]:
    """Return who asks, and the team that the path names with its project; raises NotFoundError."""
    shelf, user = services(request).shelf, caller(request, _SCOPE)
    team_id = request.path_params["team_id"]
    project, team = shelf.project_of_team(team_id), shelf.team(team_id)
    if project is None or team is None:
        raise NotFoundError
    asked = may_be_private and _member(team, user) is not None
    if not asked and not shelf.sees(user, project):
        raise NotFoundError
    return user, project, team


def _member(team: Team, user: User) -> Member | None:
    return next((held for held in team.members if held.user.number == user.number), None)


def _named(request: Request, team: Team) -> Member:
    user = services(request).shelf.user(request.path_params["name"])
    member = None if user is None else _member(team, user)
    if member is None:
        raise NotFoundError
    return member


def _change(request: Request, team: Team, old: Member, new: Member) -> None:
    _put(request, Team(team.id, tuple(new if held == old else held for held in team.members)))


def _put(request: Request, team: Team) -> None:
    at = services(request)
    at.shelf.put_team(team)
    at.state.changed()


ROUTES = [
    Route("/v2/team/{team_id}/members", invite, methods=["POST"]),
    Route("/v2/team/{team_id}/join", join, methods=["POST"]),
    Route("/v2/team/{team_id}/members/{name}", modify, methods=["PATCH"]),
    Route("/v2/team/{team_id}/members/{name}", remove, methods=["DELETE"]),
    Route("/v2/team/{team_id}/owner", hand_over, methods=["PATCH"]),
]
