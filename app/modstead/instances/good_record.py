"""The state in which a game last worked, and when its troubles were last looked at, as written beside the folder."""

from datetime import UTC, datetime
from typing import Annotated

import msgspec

from modstead.domain.good_state import GoodFile, GoodState
from modstead.errors import UnsafeFileName
from modstead.instances.file_names import existing_name

NAME = "good.json"
SEEN_NAME = "seen.json"
FORMAT = 1
_MOST_FILES = 20_000

_Text = Annotated[str, msgspec.Meta(max_length=1024)]
_Sha1 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{40}\Z")]


class _File(msgspec.Struct, frozen=True, omit_defaults=True):
    name: _Text
    size: Annotated[int, msgspec.Meta(ge=0, le=2**53)]
    sha1: _Sha1
    title: _Text = ""
    version: _Text = ""
    project_id: _Text = ""
    mod_id: _Text = ""


class _Document(msgspec.Struct, frozen=True, omit_defaults=True):
    format: int
    at: datetime
    files: Annotated[tuple[_File, ...], msgspec.Meta(max_length=_MOST_FILES)] = ()
    after: Annotated[str, msgspec.Meta(max_length=64)] = ""


class _Seen(msgspec.Struct, frozen=True):
    at: datetime


def written(state: GoodState) -> bytes:
    """The document. A file whose name cannot be written down is left out, as it is from every change."""
    files = tuple(
        _File(
            file.name,
            file.size,
            file.sha1,
            _short(file.title),
            _short(file.version),
            _short(file.project_id),
            _short(file.mod_id),
        )
        for file in state.files
        if _can_be_written(file.name)
    )
    document = _Document(FORMAT, state.at, files, state.after)
    return msgspec.json.format(msgspec.json.encode(document), indent=1)


def read(content: bytes | None) -> GoodState | None:
    """What such a document says; None where it is none, for an archive may bring anything."""
    if content is None:
        return None
    try:
        document = msgspec.json.decode(content, type=_Document)
        files = tuple(
            GoodFile(
                existing_name(file.name),
                file.size,
                file.sha1,
                file.title,
                file.version,
                file.project_id,
                file.mod_id,
            )
            for file in document.files
        )
    except (msgspec.MsgspecError, UnsafeFileName, UnicodeDecodeError, RecursionError, ValueError):
        return None
    return GoodState(_zoned(document.at), files, document.after) if document.format == FORMAT else None


def seen_written(at: datetime) -> bytes:
    return msgspec.json.encode(_Seen(at))


def seen_read(content: bytes | None) -> datetime | None:
    if content is None:
        return None
    try:
        return _zoned(msgspec.json.decode(content, type=_Seen).at)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError):
        return None


def _zoned(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _short(text: str) -> str:
    return text.encode("utf-8", "replace").decode()[:1024]


def _can_be_written(name: str) -> bool:
    try:
        existing_name(name)
    except UnsafeFileName:
        return False
    return len(name) <= 1024
