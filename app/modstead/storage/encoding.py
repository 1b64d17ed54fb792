"""Values as bytes in the database, and back."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")


def encode(value: object) -> bytes:
    """A domain value as bytes that `decode` reads."""
    return msgspec.msgpack.encode(value)


def decode(kind: type[T], data: bytes) -> T | None:
    """The value, or None where another Modstead wrote it in a form that this one cannot read."""
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.MsgspecError, ValueError):
        return None


def folder_key(folder: Path) -> bytes:
    """A folder's absolute path as bytes, the same for all ways to write it on this system."""
    return os.fsencode(os.path.normcase(os.path.abspath(folder)))  # noqa: PTH100 - must not resolve links


def json_list(values: Iterable[str]) -> str:
    """A list for `json_each`: one parameter, however long it is."""
    return msgspec.json.encode(list(values)).decode()


def time_text(time: datetime) -> str:
    return time.astimezone(UTC).isoformat()


def is_text(name: str) -> bool:
    """Whether a file's name is text, as it must be to be stored as such; on some systems names are mere bytes."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
