"""Reading an uploaded picture out of a request, within the platform's bounds."""

from __future__ import annotations

from starlette.requests import Request

from modstead_sandbox.routes.common import BadRequestError, services
from modstead_sandbox.uploads import TooLargeError

EXTENSIONS = ("png", "jpg", "jpeg", "bmp", "gif", "webp", "svg", "svgz", "rgb")


def extension(request: Request) -> str:
    """Return what the query calls the picture's format; raises BadRequestError."""
    found = request.query_params.get("ext")
    if found is None:
        raise BadRequestError("Query deserialize error: missing field `ext`")
    if found not in EXTENSIONS:
        raise BadRequestError(f"Invalid input: Invalid format for picture: {found[:16]}")
    return found


def extension_of_type(request: Request) -> str:
    """Return a picture's format by its `ext` or, without one, by its content type; raises BadRequestError."""
    if "ext" in request.query_params:
        return extension(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    name = kind.removeprefix("image/").removesuffix("+xml")
    if not kind.startswith("image/") or name not in EXTENSIONS:
        raise BadRequestError("Invalid input: the body is not a picture")
    return name


async def picture(request: Request, folder: str, ending: str, most: int) -> str:
    """Keep the body as a picture of at most so many bytes; returns its name below the folder.

    Raises BadRequestError where it is too large, or empty.
    """
    uploads = services(request).state.uploads
    try:
        stored = await uploads.keep(request.stream(), most)
    except TooLargeError:
        raise BadRequestError(
            f"Invalid input: the picture is larger than the maximum of {most} bytes"
        ) from None
    if not stored.size:
        raise BadRequestError("Invalid input: the picture is empty")
    name = f"{stored.sha1}.{ending}"
    uploads.pictures[f"{folder}/{name}"] = stored
    return name
