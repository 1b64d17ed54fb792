"""From an operation and its arguments to a request, the same for every platform."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from modstead.catalogs.checking import check, check_files
from modstead.catalogs.http.messages import Request, SignIn
from modstead.catalogs.http.uploads import LocalFile, Part, Upload, multipart
from modstead.catalogs.operations import BodyForm, ListForm, Operation, Place
from modstead.errors import NotFound

JSON = {"Content-Type": "application/json"}

_ANY = "application/octet-stream"
_IMAGES = {
    "bmp": "image/bmp",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "rgb": "image/rgb",
    "svg": "image/svg",
    "svgz": "image/svgz",
    "webp": "image/webp",
}
"""As Modrinth's document names them."""

_ARCHIVES = {
    "jar": "application/java-archive",
    "litemod": "application/java-archive",
    "mrpack": "application/x-modrinth-modpack+zip",
    "zip": "application/zip",
}


def request_for(
    operation: Operation[Any],
    base: str,
    arguments: Mapping[str, Any],
    *,
    about: str,
    body: msgspec.Struct | None = None,
    signed: bool = False,
) -> Request:
    """The request for `operation` of the server at `base`; `signed` has it made in the user's name where it may be.

    Query parameters stand in the order of `arguments`. A body of files is for who sends it.

    Raises:
        FieldRefused: an argument is out of the bounds that the operation states.
        NotFound: a name in the path can be none.
    """
    check(operation, arguments, body)
    platform = operation.platform
    path = operation.full_path
    for parameter in operation.parameters:
        if parameter.place is Place.PATH:
            value = segment(str(arguments[parameter.name]), about, platform.title)
            path = path.replace(f"{{{parameter.name}}}", value, 1)
    named = {parameter.name for parameter in operation.others if parameter.place is Place.QUERY}
    query = urlencode(
        [
            pair
            for name, value in arguments.items()
            if name in named
            for pair in _query(name, value, platform.lists)
        ],
        quote_via=quote,
    )
    sent = body is not None and operation.form is BodyForm.JSON
    return Request(
        base + path + (f"?{query}" if query else ""),
        method=operation.method,
        body=msgspec.json.encode(body) if sent else b"",
        headers=JSON if sent else {},
        service=platform.title,
        about=about,
        sign_in=SignIn.MAY if signed and operation.sign_in is SignIn.NO else operation.sign_in,
        scope=operation.scope,
        topics=tuple(f"{base} {topic}" for topic in operation.topics),
        expected=operation.expected,
        names_nothing=operation.reads and operation.routed and _names_nothing(operation),
    )


def _names_nothing(operation: Operation[Any]) -> bool:
    return all(parameter.place is not Place.PATH for parameter in operation.parameters)


def upload_for(
    operation: Operation[Any],
    files: Mapping[str, LocalFile],
    body: msgspec.Struct | None,
    progress: Callable[[int], None],
) -> Upload | None:
    """The body in which `files` go, by the names of their parts; none where the operation sends no files.

    Raises:
        FieldRefused: a file is missing, too large or of a kind that cannot be.
    """
    if operation.form is BodyForm.JSON:
        return None
    check_files(operation, files)
    if operation.form is BodyForm.IMAGE:
        (image,) = files.values()
        return Upload(_IMAGES.get(image.extension, _ANY), (image,), progress)
    data = [Part("data", msgspec.json.encode(body), "application/json")] if body is not None else []
    parts = (
        Part(name, file, (_IMAGES | _ARCHIVES).get(file.extension, _ANY), file.path.name)
        for name, file in files.items()
    )
    return multipart([*data, *parts], progress)


def segment(text: str, about: str, title: str) -> str:
    """`text` as one segment of a path.

    Raises:
        NotFound: it cannot be one, so that no platform knows it.
    """
    if not text.strip() or text in {".", ".."}:
        raise NotFound(f"{title} does not know {about}.")
    try:
        return quote(text, safe="")
    except UnicodeEncodeError as error:
        raise NotFound(f"{title} does not know {about}.") from error


def json_list(values: Iterable[Any]) -> str:
    """A list as it stands inside one parameter."""
    return msgspec.json.encode(list(values)).decode()


def _query(name: str, value: Any, lists: ListForm) -> Iterator[tuple[str, str]]:
    if not isinstance(value, list | tuple):
        yield name, _text(value)
        return
    match lists:
        case ListForm.JSON:
            yield name, json_list(value)
        case ListForm.COMMAS:
            yield name, ",".join(map(_text, value))
        case ListForm.REPEATED:
            yield from ((name, _text(one)) for one in value)
        case ListForm.BRACKETS:
            yield from ((f"{name}[]", _text(one)) for one in value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else str(value)
