"""What is still of use in an answer of which something has another type than documented."""

import logging
import types
from functools import cache
from typing import Any, ClassVar, Union, get_args, get_origin

import msgspec
from msgspec import Struct, ValidationError
from msgspec.structs import FieldInfo

_log = logging.getLogger(__name__)

LARGEST = 8 << 20
"""Bytes of an answer that is looked through."""
MOST_LOST = 10_000

Lost = list[str]
"""Why each thing that was left out could not be read."""


class Whole(Struct):
    """What is of use only if all of it can be read; so is a list of such."""


class Needing(Struct):
    """What is of no use where one of the fields in `NEEDED`, or one without a default, cannot be read."""

    NEEDED: ClassVar[frozenset[str]] = frozenset()


def decode_leniently(body: bytes, shape: Any) -> Any:
    """`body` as `shape`: fields that cannot be read have their defaults, and entries of lists and objects None.

    A list or an object of which no entry can be read is itself none. This is slow: for answers that are not as they
    should be.

    Raises:
        ValidationError: what is needed cannot be read, or there is too much that cannot.
    """
    if len(body) > LARGEST:
        raise ValidationError("It is too long to be looked through")
    lost: Lost = []
    try:
        value = _read(msgspec.json.decode(body), shape, lost)
    except _TooMuchError as error:
        raise ValidationError("Too much of it cannot be read") from error
    if lost:
        _log.warning("%s of a platform's answer could not be read: %s", _counted(len(lost)), lost[0])
    return value


class _TooMuchError(Exception):
    """There is more that cannot be read than is worth the time."""


def _lose(error: ValidationError, lost: Lost, name: str = "") -> None:
    lost.append(f"{name}: {error}" if name else str(error))
    if len(lost) > MOST_LOST:
        raise _TooMuchError


def _counted(amount: int) -> str:
    return "One thing" if amount == 1 else f"{amount} things"


def _read(value: Any, shape: Any, lost: Lost) -> Any:
    options, optional = _options(shape)
    if value is None and optional:
        return None
    if len(options) == 1:
        (only,) = options
        form, inner = get_origin(only) or only, get_args(only)
        if form is list and inner and isinstance(value, list):
            return _entries(value, inner[0], lost)
        if form is dict and inner and isinstance(value, dict):
            found = _entries(list(value.values()), inner[1], lost)
            return dict(zip(value, found, strict=True))
        if isinstance(form, type) and issubclass(form, Struct) and isinstance(value, dict):
            return _fields(value, form, lost)
    return msgspec.convert(value, shape)


def _entries(values: list[Any], shape: Any, lost: Lost) -> list[Any]:
    options, optional = _options(shape)
    whole = not optional or any(isinstance(one, type) and issubclass(one, Whole) for one in options)
    found: list[Any] = []
    missed: Lost = []
    for value in values:
        try:
            found.append(_read(value, shape, lost))
        except ValidationError as error:
            _lose(error, missed)
            found.append(None)
    if missed and (whole or all(one is None for one in found)):
        raise ValidationError(missed[0])
    lost += missed
    return found


def _fields(values: dict[str, Any], shape: type[Struct], lost: Lost) -> Struct:
    needed: frozenset[str] = getattr(shape, "NEEDED", frozenset())
    found: dict[str, Any] = {}
    for field in _fields_of(shape):
        if field.encode_name not in values:
            if field.required:
                raise ValidationError(f"Object missing required field `{field.encode_name}`")
            continue
        value = values[field.encode_name]
        try:
            found[field.name] = _read(value, field.type, lost)
        except ValidationError as error:
            if field.required or field.name in needed or issubclass(shape, Whole):
                raise
            _lose(error, lost, field.encode_name)
    return shape(**found)


@cache
def _fields_of(shape: type[Struct]) -> tuple[FieldInfo, ...]:
    return msgspec.structs.fields(shape)


def _options(shape: Any) -> tuple[tuple[Any, ...], bool]:
    """What a shape may be beside None, and whether it may be that."""
    parts = get_args(shape) if get_origin(shape) in {Union, types.UnionType} else (shape,)
    return tuple(part for part in parts if part is not type(None)), type(None) in parts
