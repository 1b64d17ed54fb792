"""A search for the mod that breaks a game as it is written down beside the folder, and read again."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from modstead.domain.bisect import Answer, Search, Unit
from modstead.errors import UnsafeFileName
from modstead.instances.file_names import can_be_recorded, existing_name

NAME = "bisect.json"
FORMAT = 1
_MOST_FILES = 20_000

_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=1024)]
_Sha1 = Annotated[str, msgspec.Meta(max_length=40)]
_Names = Annotated[tuple[_Name, ...], msgspec.Meta(max_length=_MOST_FILES)]


@dataclass(frozen=True, slots=True)
class BisectRecord:
    """`after` is the folder's last change before the search; `gone` are files that somebody removed since.

    `files` are all that were there then, by their names when enabled, with their sha1. `immovable` are those that stay
    on because they cannot be renamed. While it is `ending`, all is being put back.
    """

    search: Search
    at: datetime
    after: str = ""
    files: tuple[tuple[str, str], ...] = ()
    answers: tuple[Answer, ...] = ()
    gone: tuple[str, ...] = ()
    immovable: tuple[str, ...] = ()
    ending: bool = False


class _Unit(msgspec.Struct, frozen=True, omit_defaults=True):
    files: _Names
    needs: Annotated[tuple[int, ...], msgspec.Meta(max_length=_MOST_FILES)] = ()


class _Document(msgspec.Struct, frozen=True, omit_defaults=True):
    format: int
    at: datetime
    units: Annotated[tuple[_Unit, ...], msgspec.Meta(max_length=_MOST_FILES)]
    kept: _Names = ()
    suspected: int = 0
    after: Annotated[str, msgspec.Meta(max_length=64)] = ""
    files: Annotated[tuple[tuple[_Name, _Sha1], ...], msgspec.Meta(max_length=_MOST_FILES)] = ()
    answers: Annotated[tuple[Answer, ...], msgspec.Meta(max_length=10_000)] = ()
    gone: _Names = ()
    immovable: _Names = ()
    ending: bool = False


def written(record: BisectRecord) -> bytes:
    """The record as text. Files whose names no text can hold are left out: they stay as they are throughout."""
    search = record.search
    document = _Document(
        format=FORMAT,
        at=record.at,
        units=tuple(_Unit(unit.files, tuple(sorted(unit.needs))) for unit in search.units),
        kept=_recordable(search.kept),
        suspected=search.suspected,
        after=record.after,
        files=tuple(item for item in record.files if can_be_recorded(item[0])),
        answers=record.answers,
        gone=record.gone,
        immovable=_recordable(record.immovable),
        ending=record.ending,
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=1)


def read(content: bytes | None) -> BisectRecord | None:
    """What such a document says; None where it is none, for an archive may bring anything."""
    if content is None:
        return None
    try:
        document = msgspec.json.decode(content, type=_Document)
        units = tuple(_unit(unit, position) for position, unit in enumerate(document.units))
        search = Search(units, _names(document.kept), document.suspected)
    except (msgspec.MsgspecError, UnsafeFileName, UnicodeDecodeError, RecursionError, ValueError):
        return None
    if document.format != FORMAT or len(set(search.files)) < len(search.files):
        return None
    return BisectRecord(
        search,
        document.at if document.at.tzinfo else document.at.replace(tzinfo=UTC),
        document.after,
        document.files,
        document.answers,
        _names(document.gone),
        _names(document.immovable),
        document.ending,
    )


def _unit(unit: _Unit, position: int) -> Unit:
    """A unit needs earlier ones alone."""
    if not unit.files or not all(0 <= place < position for place in unit.needs):
        raise ValueError(f"unit {position} makes no sense")
    return Unit(_names(unit.files), frozenset(unit.needs))


def _recordable(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if can_be_recorded(name))


def _names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(existing_name(name) for name in names)
