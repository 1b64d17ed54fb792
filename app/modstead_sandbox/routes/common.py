"""What all operations share: reading requests and writing answers as the platform does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any, cast

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from modstead_sandbox.answers import Answers
from modstead_sandbox.catalogue import Catalogue
from modstead_sandbox.contents import Contents
from modstead_sandbox.search import Search

MAX_BODY = 2_097_152


@dataclass(frozen=True, slots=True)
class Services:
    """What the operations work with."""

    catalogue: Catalogue
    contents: Contents
    answers: Answers
    search: Search


class BadRequestError(Exception):
    """The request cannot be understood; answered as 400 with this text."""


def services(request: Request) -> Services:
    return cast(Services, request.app.state.services)


def base(request: Request) -> str:
    """Return the address by which the client reached the server, without a slash at its end."""
    return f"{request.url.scheme}://{request.url.netloc}"


def reply(document: object, *, modified: int | None = None) -> Response:
    """Answer with JSON; `modified` is a time in seconds since 1970."""
    headers = {} if modified is None else {"last-modified": formatdate(modified, usegmt=True)}
    return Response(msgspec.json.encode(document), media_type="application/json", headers=headers)


def not_found() -> Response:
    """Answer 404 as v2 does: with nothing at all in the body."""
    return Response(status_code=404)


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
    data = await request.body()
    if len(data) > MAX_BODY:
        raise BadRequestError("JSON payload is larger than allowed (limit: 2097152 bytes).")
    try:
        document = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise BadRequestError(f"Json deserialize error: {problem}") from problem
    if not isinstance(document, dict):
        raise BadRequestError("Json deserialize error: expected an object")
    return document


def texts(document: dict[str, Any], field: str, *, required: bool = False) -> list[str] | None:
    """Read an optional list of texts out of a body; raises BadRequestError."""
    found = document.get(field)
    if found is None and not required:
        return None
    if not isinstance(found, list) or not all(isinstance(entry, str) for entry in found):
        raise BadRequestError(f"Json deserialize error: field `{field}` is not a list of strings")
    return found
