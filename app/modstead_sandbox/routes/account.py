"""The user behind a token: themselves, what they follow, and their notifications."""

from __future__ import annotations

from dataclasses import replace

from msgspec import UNSET
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from modstead_sandbox.answers import Json
from modstead_sandbox.forms import UserPatch
from modstead_sandbox.inbox import Notification
from modstead_sandbox.model import Project, User, iso
from modstead_sandbox.routes.common import (
    BadRequestError,
    NotFoundError,
    UnauthorizedError,
    base,
    caller,
    done,
    form,
    has_scope,
    ids,
    is_moderator,
    is_newer,
    reply,
    services,
)
from modstead_sandbox.routes.pictures import extension_of_type, picture


async def me(request: Request) -> Response:
    user = caller(request, "USER_READ")
    with_email = has_scope(request, "USER_READ_EMAIL")
    return reply(services(request).answers.own_user(user, base(request), with_email=with_email))


async def modify(request: Request) -> Response:
    at = services(request)
    user = _theirs(request, "USER_WRITE")
    wanted = await form(request, UserPatch)
    holder = at.shelf.user(wanted.username)
    if holder is not None and holder.number != user.number:
        raise BadRequestError(f"Invalid input: Username {wanted.username} is taken!")
    at.shelf.put_user(
        replace(
            user,
            username=wanted.username,
            name=user.name if wanted.name is UNSET else wanted.name,
            email=user.email if wanted.email is UNSET else wanted.email,
            bio=user.bio if wanted.bio is UNSET else wanted.bio or "",
        )
    )
    at.state.changed()
    return done()


async def change_avatar(request: Request) -> Response:
    at = services(request)
    user = _theirs(request, "USER_WRITE")
    ending = extension_of_type(request)
    name = await picture(request, f"user/{user.id}", ending, at.state.limits.avatar)
    at.shelf.put_user(replace(user, avatar=f"{user.id}/{name}"))
    return done()


async def delete_avatar(request: Request) -> Response:
    user = _theirs(request, "USER_WRITE")
    services(request).shelf.put_user(replace(user, avatar=None))
    return done()


async def follow(request: Request) -> Response:
    at, user = services(request), caller(request, "USER_WRITE")
    project = _followable(request, user)
    if not at.state.follow(user, project):
        raise BadRequestError("Invalid input: You are already following this project!")
    return done()


async def unfollow(request: Request) -> Response:
    at, user = services(request), caller(request, "USER_WRITE")
    project = _followable(request, user)
    if not at.state.unfollow(user, project):
        raise BadRequestError("Invalid input: You are not following this project!")
    return done()


async def follows(request: Request) -> Response:
    at, user = services(request), _theirs(request, "USER_READ")
    seen = [project for project in at.state.follows(user) if at.shelf.sees(user, project)]
    return reply([at.answers.project(project, base(request)) for project in seen])


async def notifications_of_user(request: Request) -> Response:
    user = _theirs(request, "NOTIFICATION_READ")
    return reply([_document(entry) for entry in services(request).state.inbox.of(user)])


async def notification(request: Request) -> Response:
    return reply(_document(_one(request, "NOTIFICATION_READ")))


async def read_notification(request: Request) -> Response:
    services(request).state.inbox.mark_read([_one(request, "NOTIFICATION_WRITE")])
    return done()


async def delete_notification(request: Request) -> Response:
    services(request).state.inbox.delete([_one(request, "NOTIFICATION_WRITE")])
    return done()


async def notifications(request: Request) -> Response:
    return reply([_document(entry) for entry in _several(request, "NOTIFICATION_READ")])


async def read_notifications(request: Request) -> Response:
    services(request).state.inbox.mark_read(_several(request, "NOTIFICATION_WRITE"))
    return done()


async def delete_notifications(request: Request) -> Response:
    services(request).state.inbox.delete(_several(request, "NOTIFICATION_WRITE"))
    return done()


def _theirs(request: Request, scope: str) -> User:
    """Return the user that the path names, who must be the one who asks, or be asked for by a moderator."""
    who = caller(request, scope)
    user = services(request).shelf.user(request.path_params["name"])
    if user is None:
        raise NotFoundError
    if user.number != who.number and not is_moderator(who):
        raise UnauthorizedError("Authentication Error: You do not have permission to do this for this user!")
    return user


def _followable(request: Request, user: User) -> Project:
    shelf = services(request).shelf
    project = shelf.project(request.path_params["name"])
    if project is not None and shelf.sees(user, project):
        return project
    if is_newer(request):
        raise NotFoundError
    raise BadRequestError("Invalid input: The specified project does not exist!")


def _one(request: Request, scope: str) -> Notification:
    user = caller(request, scope)
    found = services(request).state.inbox.get(user, request.path_params["notification_id"])
    if found is None:
        raise NotFoundError
    return found


def _several(request: Request, scope: str) -> list[Notification]:
    """Return the user's own of the notifications that are asked for, in the order of their ids."""
    user, inbox = caller(request, scope), services(request).state.inbox
    return [found for name in sorted(set(ids(request))) if (found := inbox.get(user, name))]


def _document(entry: Notification) -> Json:
    return {
        "id": entry.id,
        "user_id": entry.user.id,
        "type": entry.kind,
        "title": entry.title,
        "text": entry.text,
        "link": entry.link,
        "read": entry.read,
        "created": iso(entry.created),
        "actions": [
            {"title": action.title, "action_route": [action.method, action.path]} for action in entry.actions
        ],
    }


ROUTES = [
    Route("/v2/user", me),
    Route("/v2/user/{name}", modify, methods=["PATCH"]),
    Route("/v2/user/{name}/icon", change_avatar, methods=["PATCH"]),
    Route("/v2/user/{name}/icon", delete_avatar, methods=["DELETE"]),
    Route("/v2/user/{name}/follows", follows),
    Route("/v2/user/{name}/notifications", notifications_of_user),
    *(Route(f"/{api}/project/{{name}}/follow", follow, methods=["POST"]) for api in ("v2", "v3")),
    *(Route(f"/{api}/project/{{name}}/follow", unfollow, methods=["DELETE"]) for api in ("v2", "v3")),
    Route("/v2/notification/{notification_id}", notification),
    Route("/v2/notification/{notification_id}", read_notification, methods=["PATCH"]),
    Route("/v2/notification/{notification_id}", delete_notification, methods=["DELETE"]),
    Route("/v2/notifications", notifications),
    Route("/v2/notifications", read_notifications, methods=["PATCH"]),
    Route("/v2/notifications", delete_notifications, methods=["DELETE"]),
]
