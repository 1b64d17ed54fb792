"""What the operations of Guizhan Resources share: who asks, what is refused, and how answers are wrapped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar, cast

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from modstead_sandbox.guizhan import assumptions
from modstead_sandbox.guizhan.model import Owner, Project
from modstead_sandbox.guizhan.store import Store
from modstead_sandbox.guizhan.tokens import token
from modstead_sandbox.routes.common import MAX_BODY
from modstead_sandbox.state import State

T = TypeVar("T")


class RefusedError(Exception):
    """The request is refused: a status, a code and a text."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def invalid(message: str) -> RefusedError:
    return RefusedError(400, "invalid_request", message)


def missing(what: str) -> RefusedError:
    return RefusedError(404, "not_found", f"There is no such {what}.")


def taken(what: str) -> RefusedError:
    return RefusedError(409, "conflict", f"There is such a {what} already.")


def state(request: Request) -> State:
    return cast(State, request.app.state.sandbox)


def store(request: Request) -> Store:
    return state(request).guizhan


def data(payload: object, status: int = 200) -> Response:
    """Answer with a payload in its envelope."""
    body = msgspec.json.encode(assumptions.envelope(payload))
    return Response(body, status_code=status, media_type="application/json")


def page(request: Request, found: Sequence[T]) -> tuple[Sequence[T], dict[str, int]]:
    """Return the part of a list that is asked for, and what tells its place; raises RefusedError."""
    number = _whole(request, "page", 1)
    size = min(_whole(request, "page_size", assumptions.DEFAULT_PAGE_SIZE), assumptions.MAX_PAGE_SIZE)
    start = (number - 1) * size
    return found[start : start + size], assumptions.page_meta(number, size, len(found))


def paged(payload: object, meta: dict[str, int]) -> Response:
    body = msgspec.json.encode(assumptions.envelope(payload, meta))
    return Response(body, media_type="application/json")


def choice(request: Request, name: str, allowed: Sequence[str]) -> str:
    """Return a parameter that is one of these, or the first of them; raises RefusedError."""
    found = request.query_params.get(name, allowed[0])
    if found not in allowed:
        raise invalid(f"{name} is none of {', '.join(allowed)}.")
    return found


def several(request: Request, name: str) -> list[str]:
    """Return the values of an array in the query."""
    return [value for spelt in assumptions.array_names(name) for value in request.query_params.getlist(spelt)]


async def form(request: Request, kind: type[T]) -> T:
    """Read JSON of this shape and within its bounds; raises RefusedError that names the field."""
    body = await request.body()
    if len(body) > MAX_BODY:
        raise RefusedError(413, "too_large", "The request is too large.")
    return decoded(body, kind)


def decoded(body: bytes | str, kind: type[T]) -> T:
    """Read JSON of this shape and within its bounds; raises RefusedError that names the field."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise invalid(str(problem)) from problem


def visitor(request: Request, scope: str = "default") -> Owner | None:
    """Return who asks for what anybody may see; a token that is no good counts as none."""
    held = token(request.headers.get("authorization"))
    if held is None or scope not in held.scopes:
        return None
    return store(request).owner(held.username, is_organization=False)


def caller(request: Request, scope: str) -> Owner:
    """Return who asks; raises RefusedError without a valid token (401), or without this scope (403)."""
    held = token(request.headers.get("authorization"))
    user = None if held is None else store(request).owner(held.username, is_organization=False)
    if held is None or user is None:
        raise RefusedError(401, "unauthorized", "Authentication is required.")
    if scope not in held.scopes:
        raise RefusedError(403, "forbidden", f"The token lacks the scope {scope}.")
    return user


def project_of(request: Request, user: Owner | None) -> Project:
    """Return the project that the path names; raises RefusedError, also where this user may not see it."""
    at = store(request)
    found = at.project(request.path_params["project_id"])
    if found is None or not at.sees(user, found):
        raise missing("project")
    return found


def managed(request: Request, permission: str) -> Project:
    """Return the project that the path names, which who asks may change so; raises RefusedError."""
    user = caller(request, permission)
    found = project_of(request, user)
    if not store(request).may(user, found, permission):
        raise RefusedError(403, "forbidden", f"You have not the permission {permission} for this project.")
    return found


def _whole(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= 10**8:
        raise invalid(f"{name} is no number from 1 on.")
    return int(text[:9])
