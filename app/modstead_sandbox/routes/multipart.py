"""Requests with files: a field `data` of JSON, and parts that are kept on disk while they are read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

from starlette.datastructures import UploadFile
from starlette.requests import Request

from modstead_sandbox.model import Stored
from modstead_sandbox.routes.common import MAX_BODY, BadRequestError, decoded
from modstead_sandbox.uploads import TooLargeError, Uploads

_MOST_FILES = 128
_PART = 1 << 16
T = TypeVar("T")


@asynccontextmanager
async def multipart(request: Request, kind: type[T]) -> AsyncIterator[tuple[T, dict[str, UploadFile]]]:
    """Read a form of the field `data` and files by their parts' names; raises BadRequestError."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise BadRequestError(
            "Error while parsing multipart payload: Content-Type is not multipart/form-data"
        )
    async with request.form(max_files=_MOST_FILES, max_part_size=MAX_BODY) as form:
        data = form.get("data")
        if data is None:
            raise BadRequestError("Invalid input: `data` field must come before file fields")
        text = data if isinstance(data, str) else await data.read()
        files = {
            name: part
            for name, part in form.multi_items()
            if name != "data" and isinstance(part, UploadFile) and part.filename
        }
        yield decoded(text, kind), files


async def keep(uploads: Uploads, part: UploadFile, most: int, what: str) -> Stored:
    """Keep an uploaded part of at most so many bytes; raises BadRequestError that says what is too large."""
    try:
        return await uploads.keep(read(part), most)
    except TooLargeError:
        raise BadRequestError(f"Invalid input: {what} exceeds the maximum of {most} bytes") from None


async def read(part: UploadFile) -> AsyncIterator[bytes]:
    """Read an uploaded part piece by piece."""
    while data := await part.read(_PART):
        yield data
