"""The record of every change to a folder, lying beside it: what recovery and undo need, without any database.

One JSON file for each operation. Its name tells how far it came, so that a state changes by one rename, which needs no
room: `ID.pending.json` from before the first file moves, then `ID.json` when done or `ID.failed.json` when put back.
"""

import logging
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec

from modstead.domain.instance import Loader
from modstead.domain.plan import FileState, Move, Operation, OperationKind, PlanKind
from modstead.domain.project import ProjectRef
from modstead.domain.version import Channel
from modstead.errors import RecoveryFailed, UnsafeFileName
from modstead.instances.disk import Disk
from modstead.instances.file_names import existing_name
from modstead.instances.place import Place

_log = logging.getLogger(__name__)

FORMAT = 1
_LIMIT = 64 * 1024 * 1024
_NAME = re.compile(r"(\d{8}-\d{6}-[0-9a-f]{4})(\.pending|\.failed|)\.json")
_HASH = re.compile(r"[0-9a-f]*")
_ID_TIME = "%Y%m%d-%H%M%S"
_GameVersion = Annotated[str, msgspec.Meta(max_length=100)]


class Mark(StrEnum):
    """How far an operation came, as the end of its file's name."""

    PENDING = ".pending"
    DONE = ""
    FAILED = ".failed"


@dataclass(frozen=True, slots=True)
class Step:
    """One operation of a plan. `slot` names its files in staging; `renames` says that the file itself gets the new
    name, so that no bytes come and none are kept.
    """

    slot: int
    operation: Operation
    renames: bool = False


@dataclass(frozen=True, slots=True)
class IndexStep:
    """A change to one entry of the launcher's own list, which the step of slot `of` entails. `slot` names its files in
    staging.
    """

    slot: int
    of: int
    before: FileState | None
    after: FileState | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as the journal records it. Where the new bytes came from is not recorded."""

    operation_id: str
    at: datetime
    kind: PlanKind
    steps: tuple[Step, ...]
    undoes: str = ""
    index: tuple[IndexStep, ...] = ()
    undoes_since: str = ""
    about: str = ""
    move: Move | None = None

    @property
    def operations(self) -> tuple[Operation, ...]:
        return tuple(step.operation for step in self.steps)


class _State(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    size: int
    sha1: str
    sha512: str
    link: str = ""


class _Operation(msgspec.Struct, frozen=True, omit_defaults=True):
    slot: int
    kind: OperationKind
    before: _State | None = None
    after: _State | None = None
    renames: bool = False
    title: str = ""
    reason: str = ""
    provider: str = ""
    project_id: str = ""
    version_id: str = ""
    version_number: str = ""
    from_version_id: str = ""
    from_version_number: str = ""
    channel: Channel | None = None
    published: datetime | None = None
    from_published: datetime | None = None
    icon_url: str | None = None
    required_by: tuple[str, ...] = ()


class _IndexStep(msgspec.Struct, frozen=True, omit_defaults=True):
    slot: int
    of: int
    before: _State | None = None
    after: _State | None = None


class _Move(msgspec.Struct, frozen=True, omit_defaults=True):
    from_loader: Loader | None = None
    from_game_version: _GameVersion | None = None
    loader: Loader | None = None
    game_version: _GameVersion | None = None


class _Header(msgspec.Struct, frozen=True):
    format: int


class _Document(msgspec.Struct, frozen=True, omit_defaults=True):
    format: int
    id: str
    at: datetime
    kind: PlanKind
    undoes: str
    operations: tuple[_Operation, ...]
    index: tuple[_IndexStep, ...] = ()
    undoes_since: str = ""
    about: str = ""
    move: _Move | None = None


class NewerJournal(RecoveryFailed):
    """Written by a newer Modstead, whose rules this one cannot know."""


class Journal:
    """The journal of one folder. All methods block; failures of the disk are `OSError`s."""

    def __init__(self, place: Place, disk: Disk) -> None:
        self._folder = place.folder
        self._journal = place.journal
        self._disk = disk

    def path(self, operation_id: str, mark: Mark) -> Path:
        return self._journal / f"{operation_id}{mark}.json"

    def ids(self, *marks: Mark) -> list[str]:
        """The operations that came so far, oldest first."""
        found = (_NAME.fullmatch(name) for name in self._disk.names(self._journal))
        return sorted(match[1] for match in found if match and match[2] in marks)

    def leftovers(self) -> list[Path]:
        """Files that were being written when the process ended."""
        return [self._journal / name for name in self._disk.names(self._journal) if name.endswith(".tmp")]

    def new_id(self, now: datetime) -> str:
        """An ID later than all others, even within a second or after the clock was set back."""
        stamp, number = stamp_of(now), secrets.randbelow(0x8000)
        newest = max(self.ids(*Mark), default="")
        if stamp > newest[:15]:
            return f"{stamp}-{number:04x}"
        stamp, number = newest[:15], int(newest[16:], 16) + 1
        if number > 0xFFFF:
            later = datetime.strptime(stamp, _ID_TIME).replace(tzinfo=UTC) + timedelta(seconds=1)
            stamp, number = later.strftime(_ID_TIME), 0
        return f"{stamp}-{number:04x}"

    def begin(self, entry: Entry) -> None:
        """Record as pending, whole and durably or not at all."""
        target = self.path(entry.operation_id, Mark.PENDING)
        unfinished = target.with_suffix(".tmp")
        self._disk.write_new(unfinished, _encode(entry))
        self._disk.rename(unfinished, target)
        self._disk.sync_folder(self._journal)

    def close(self, operation_id: str, mark: Mark) -> None:
        """Mark a pending operation done or failed. What is on disk afterwards counts; call `sync` to make it last."""
        self._disk.rename(self.path(operation_id, Mark.PENDING), self.path(operation_id, mark))

    def sync(self) -> None:
        self._disk.sync_folder(self._journal)

    def read(self, operation_id: str, mark: Mark) -> Entry | None:
        """None where the file is damaged.

        Raises:
            NewerJournal: a newer Modstead wrote it.
        """
        path = self.path(operation_id, mark)
        try:
            content = self._disk.read(path, _LIMIT)
            if msgspec.json.decode(content, type=_Header).format > FORMAT:
                raise NewerJournal(
                    f"A newer Modstead has changed {self._folder}.",
                    f"This one cannot read {path.name}.",
                    remedy="Install the newest version of Modstead; nothing was touched.",
                )
            document = msgspec.json.decode(content, type=_Document)
            if document.id != operation_id:
                return None
            return _entry(document)
        except (msgspec.MsgspecError, UnsafeFileName, RecursionError, ValueError) as error:
            _log.warning("%s is damaged: %s", path, error)
            return None

    def closed(self) -> list[tuple[str, Entry | None, Mark]]:
        """All that is done or failed, oldest first, by ID; None where the record is damaged."""
        marked = [
            (operation_id, mark) for mark in (Mark.DONE, Mark.FAILED) for operation_id in self.ids(mark)
        ]
        return [(operation_id, self.read(operation_id, mark), mark) for operation_id, mark in sorted(marked)]


def stamp_of(at: datetime) -> str:
    """What the IDs of operations of that second begin with."""
    return at.astimezone(UTC).strftime(_ID_TIME)


def time_of(operation_id: str) -> datetime:
    """About when an operation was made, as its ID tells."""
    return datetime.strptime(operation_id[:15], _ID_TIME).replace(tzinfo=UTC)


def _encode(entry: Entry) -> bytes:
    document = _Document(
        format=FORMAT,
        id=entry.operation_id,
        at=entry.at,
        kind=entry.kind,
        undoes=entry.undoes,
        undoes_since=entry.undoes_since,
        about=entry.about,
        operations=tuple(_recorded(step) for step in entry.steps),
        index=tuple(_recorded_index(step) for step in entry.index),
        move=_recorded_move(entry.move),
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=1)


def _recorded_move(move: Move | None) -> _Move | None:
    if move is None:
        return None
    return _Move(move.from_loader, move.from_game_version, move.loader, move.game_version)


def _recorded_index(step: IndexStep) -> _IndexStep:
    return _IndexStep(step.slot, step.of, _recorded_state(step.before), _recorded_state(step.after))


def _recorded(step: Step) -> _Operation:
    operation = step.operation
    return _Operation(
        slot=step.slot,
        kind=operation.kind,
        before=_recorded_state(operation.before),
        after=_recorded_state(operation.after),
        renames=step.renames,
        title=operation.title,
        reason=operation.reason,
        provider=operation.project.provider if operation.project else "",
        project_id=operation.project.project_id if operation.project else "",
        version_id=operation.version_id,
        version_number=operation.version_number,
        from_version_id=operation.from_version_id,
        from_version_number=operation.from_version_number,
        channel=operation.channel,
        published=operation.published,
        from_published=operation.from_published,
        icon_url=operation.icon_url,
        required_by=operation.required_by,
    )


def _recorded_state(state: FileState | None) -> _State | None:
    return _State(state.name, state.size, state.sha1, state.sha512, state.link) if state else None


def _entry(document: _Document) -> Entry:
    return Entry(
        operation_id=document.id,
        at=document.at if document.at.tzinfo else document.at.replace(tzinfo=UTC),
        kind=document.kind,
        steps=tuple(_step(operation) for operation in document.operations),
        undoes=document.undoes,
        undoes_since=document.undoes_since,
        about=document.about,
        index=tuple(
            IndexStep(step.slot, step.of, _state(step.before), _state(step.after)) for step in document.index
        ),
        move=_move(document.move),
    )


def _move(recorded: _Move | None) -> Move | None:
    if recorded is None:
        return None
    return Move(recorded.from_loader, recorded.from_game_version, recorded.loader, recorded.game_version)


def _step(recorded: _Operation) -> Step:
    operation = Operation(
        kind=recorded.kind,
        before=_state(recorded.before),
        after=_state(recorded.after),
        title=recorded.title,
        reason=recorded.reason,
        project=ProjectRef(recorded.provider, recorded.project_id) if recorded.project_id else None,
        version_id=recorded.version_id,
        version_number=recorded.version_number,
        from_version_id=recorded.from_version_id,
        from_version_number=recorded.from_version_number,
        channel=recorded.channel,
        published=recorded.published,
        from_published=recorded.from_published,
        icon_url=recorded.icon_url,
        required_by=recorded.required_by,
    )
    return Step(recorded.slot, operation, recorded.renames)


def _state(recorded: _State | None) -> FileState | None:
    """A record may have been brought by an archive: it must not lead outside the folder."""
    if recorded is None:
        return None
    if not (_HASH.fullmatch(recorded.sha1) and _HASH.fullmatch(recorded.sha512)):
        raise UnsafeFileName(f"{existing_name(recorded.name)} has no readable hash.")
    if "\0" in recorded.link:
        raise UnsafeFileName(f"{existing_name(recorded.name)} is no readable link.")
    return FileState(
        existing_name(recorded.name), recorded.size, recorded.sha1, recorded.sha512, recorded.link
    )
