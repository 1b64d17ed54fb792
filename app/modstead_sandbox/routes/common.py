"""What all operations share: reading requests and writing answers as the platform does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any, TypeVar, cast

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from modstead_sandbox.answers import Answers
from modstead_sandbox.answers_v3 import NewerAnswers
from modstead_sandbox.contents import Contents
from modstead_sandbox.model import Project, User, Version
from modstead_sandbox.search import Search
from modstead_sandbox.shelf import PUBLISHED, Shelf
from modstead_sandbox.state import State
from modstead_sandbox.tokens import Token, token

MAX_BODY = 2_097_152
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Services:
    """What the operations work with."""

    shelf: Shelf
    contents: Contents
    answers: Answers
    search: Search
    state: State
    newer: NewerAnswers


class BadRequestError(Exception):
    """The request cannot be understood; answered as 400 with this text."""


class UnauthorizedError(Exception):
    """Nobody that the sandbox knows asks, or somebody who may not; answered as 401 with this text."""


class NotFoundError(Exception):
    """There is no such thing, or the one who asks may not know of it; answered as 404."""


def services(request: Request) -> Services:
    return cast(Services, request.app.state.services)


def base(request: Request) -> str:
    """Return the address by which the client reached the server, without a slash at its end."""
    return f"{request.url.scheme}://{request.url.netloc}"


def reply(document: object, *, modified: int | None = None) -> Response:
    """Answer with JSON; `modified` is a time in seconds since 1970."""
    headers = {} if modified is None else {"last-modified": formatdate(modified, usegmt=True)}
    return Response(msgspec.json.encode(document), media_type="application/json", headers=headers)


def done() -> Response:
    """Answer 204: it was done."""
    return Response(status_code=204)


def caller(request: Request, scope: str) -> User:
    """Return who asks; raises UnauthorizedError without a valid token that has this scope."""
    held = token(request.headers.get("authorization"))
    user = None if held is None else _holder(request, held)
    if held is None or user is None:
        raise UnauthorizedError("Authentication Error: Invalid Authentication Credentials")
    if scope not in held.scopes:
        raise UnauthorizedError("Authentication Error: Token is missing required scopes")
    return user


def visitor(request: Request, scope: str = "PROJECT_READ") -> User | None:
    """Return who asks for what anybody may see; a token that is no good counts as none."""
    held = token(request.headers.get("authorization"))
    return None if held is None or scope not in held.scopes else _holder(request, held)


def has_scope(request: Request, scope: str) -> bool:
    held = token(request.headers.get("authorization"))
    return held is not None and scope in held.scopes


def _holder(request: Request, held: Token) -> User | None:
    return services(request).state.holder(held)


def project_of(request: Request, user: User | None, parameter: str = "name") -> Project:
    """Return the project that the path names; raises NotFoundError, also where this user may not see it."""
    shelf = services(request).shelf
    found = shelf.project(request.path_params[parameter])
    if found is None or not shelf.sees(user, found):
        raise NotFoundError
    return found


def version_of(request: Request, user: User | None, parameter: str = "version_id") -> Version:
    """Return the version that the path names; raises NotFoundError, also where this user may not see it."""
    found = services(request).shelf.version(request.path_params[parameter])
    if found is None or not sees(request, user, found):
        raise NotFoundError
    return found


def sees(request: Request, user: User | None, version: Version) -> bool:
    """Whether somebody may see a version: drafts are for the project's team."""
    shelf = services(request).shelf
    project = shelf.numbered(version.project_number)
    if project is None or not shelf.sees(user, project):
        return False
    return version.status in PUBLISHED or shelf.member(project, user) is not None or is_moderator(user)


def is_newer(request: Request) -> bool:
    """Whether version 3 of the API is asked."""
    return request.url.path.startswith("/v3/")


def is_moderator(user: User | None) -> bool:
    return user is not None and user.role != "developer"


def error(status: int, name: str, description: str) -> Response:
    body = msgspec.json.encode({"error": name, "description": description})
    return Response(body, status_code=status, media_type="application/json")


def ids(request: Request, parameter: str = "ids") -> list[str]:
    """Read a JSON array of texts out of one query parameter; raises BadRequestError."""
    text = request.query_params.get(parameter)
    if text is None:
        raise BadRequestError(f"Query deserialize error: missing field `{parameter}`")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise BadRequestError(f"error while parsing JSON: {problem}") from problem
    if not isinstance(found, list) or not all(isinstance(entry, str) for entry in found):
        raise BadRequestError("error while parsing JSON: expected an array of strings")
    return found


def names(request: Request, parameter: str) -> list[str] | None:
    """Read an optional JSON array of texts; one that is malformed counts as absent, as on the platform."""
    try:
        found = json.loads(request.query_params.get(parameter, "null"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or not all(isinstance(entry, str) for entry in found):
        return None
    return found


def integer(request: Request, parameter: str, default: int, *, least: int = 0) -> int:
    """Read an optional whole number; raises BadRequestError."""
    text = request.query_params.get(parameter)
    if text is None:
        return default
    try:
        number = int(text)
    except ValueError as problem:
        raise BadRequestError(f"Query deserialize error: {parameter} is not a number") from problem
    if number < least:
        raise BadRequestError(f"Query deserialize error: {parameter} is less than {least}")
    return number


def flag(request: Request, parameter: str, *, default: bool | None) -> bool | None:
    text = request.query_params.get(parameter)
    return default if text not in {"true", "false"} else text == "true"


async def body(request: Request) -> dict[str, Any]:
    """Read a JSON object from the body; raises BadRequestError, also for one over 2 MiB."""
    return await form(request, dict[str, Any])


async def form(request: Request, kind: type[T]) -> T:
    """Read JSON of this shape and within its bounds; raises BadRequestError that names the field."""
    data = await request.body()
    if len(data) > MAX_BODY:
        raise BadRequestError("JSON payload is larger than allowed (limit: 2097152 bytes).")
    return decoded(data, kind)


def decoded(data: bytes | str, kind: type[T]) -> T:
    """Read JSON of this shape and within its bounds; raises BadRequestError that names the field."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise BadRequestError(f"Json deserialize error: {problem}") from problem


def texts(document: dict[str, Any], field: str, *, required: bool = False) -> list[str] | None:
    """Read an optional list of texts out of a body; raises BadRequestError."""
    found = document.get(field)
    if found is None and not required:
        return None
    if not isinstance(found, list) or not all(isinstance(entry, str) for entry in found):
        raise BadRequestError(f"Json deserialize error: field `{field}` is not a list of strings")
    return found
