"""Reading answers generously: nothing missing, unknown or null fails, nor what has another type but is not needed."""

from collections.abc import Hashable, Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

from modstead.catalogs.http.messages import Unreadable
from modstead.catalogs.lenience import decode_leniently

T = TypeVar("T")

Texts = list[str | None] | None


def decode(body: bytes, shape: type[T], envelope: str = "") -> T:
    """`body` as `shape`, or what its field `envelope` holds. Where no body is expected, any will do.

    What is not needed and cannot be read has its default, as `catalogs.lenience` says.

    Raises:
        Unreadable: it is no JSON, or not of that shape.
    """
    try:
        if shape is type(None):
            body, envelope = b"null", ""
        held = _unwrapped(body, envelope) if envelope else body
        value: T = _decoded(held, shape)
    except RecursionError as error:
        raise Unreadable("It is nested too deeply") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Unreadable(str(error)) from error
    return value


def present(values: Iterable[T | None] | None) -> tuple[T, ...]:
    """The values without nulls; none where there is no list at all."""
    return tuple(value for value in values or () if value is not None)


def moment(text: str | None) -> datetime | None:
    """A time with a zone, UTC where none is named; None where it is missing or not a time."""
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
        return time if time.tzinfo is UTC else _in_utc(time)
    except (ValueError, OverflowError):
        return None


def _in_utc(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _unwrapped(body: bytes, envelope: str) -> bytes:
    fields = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    if envelope not in fields:
        raise Unreadable(f"It has no {envelope}")
    return bytes(fields[envelope])


def _decoded(held: bytes, shape: type[T]) -> T:
    try:
        value: T = _decoder(cast(Hashable, shape)).decode(held)
    except msgspec.ValidationError as error:
        try:
            value = decode_leniently(held, shape)
        except msgspec.ValidationError:
            # The first one tells where in the answer it is.
            raise error from None
    return value


@cache
def _decoder(shape: Hashable) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(cast(Any, shape))
