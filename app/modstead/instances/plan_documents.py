"""Plans as JSON, to be read, kept and carried out later: `modstead plan` writes them and `modstead apply` reads them.

What is read may come from anyone. It can name files of the kinds that a game loads alone, in the folder itself; bytes
come from a platform's hosts or the folder's own kept storage; and the transaction checks all the rest once more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec

from modstead.domain.instance import ContentKind, Loader
from modstead.domain.plan import (
    Download,
    FileState,
    Kept,
    Move,
    Note,
    NoteKind,
    Operation,
    OperationKind,
    Origin,
    Plan,
    PlanKind,
    Source,
)
from modstead.domain.project import ProjectRef
from modstead.domain.version import Channel, Hashes
from modstead.errors import PlanError, UnreadableDocument, UnsafeFileName
from modstead.instances.file_names import existing_name, shown
from modstead.instances.lock_files import read_bounded
from modstead.instances.scanner import is_mod_file_name

FORMAT = 1
LONGEST = 32 * 1024 * 1024
"""Bytes of a saved plan."""
MOST_OPERATIONS = 10_000
_MOST_PLANS = 1_000

_Text = Annotated[str, msgspec.Meta(max_length=4096)]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=1024)]
_GameVersion = Annotated[str, msgspec.Meta(max_length=100)]
_Size = Annotated[int, msgspec.Meta(ge=0, le=2**40)]
_Sha1 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{40}\Z")]
_Sha1OrNone = Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{40})?\Z")]
_OperationId = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f-]{0,32}\Z")]
_Sha256OrNone = Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{64})?\Z")]
_Sha512OrNone = Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{128})?\Z")]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is not known is refused: it might be what somebody relies on."""


class _State(_Strict, frozen=True):
    name: _Name
    size: _Size
    sha1: _Sha1
    sha512: _Sha512OrNone = ""


class _NewState(_Strict, frozen=True):
    """Of a file that is yet to come, only its source's hash may be known."""

    name: _Name
    size: _Size
    sha1: _Sha1OrNone = ""
    sha512: _Sha512OrNone = ""


class _Download(_Strict, frozen=True, tag="download", tag_field="from"):
    url: Annotated[str, msgspec.Meta(min_length=1, max_length=4096)]
    size: _Size
    sha1: _Sha1OrNone = ""
    sha512: _Sha512OrNone = ""
    sha256: _Sha256OrNone = ""


class _Kept(_Strict, frozen=True, tag="kept", tag_field="from"):
    size: _Size
    sha1: _Sha1OrNone = ""
    sha512: _Sha512OrNone = ""


class _Published(_Strict, frozen=True):
    """The address is that of the download, so that no other one gets into a launcher's list."""

    slug: _Text = ""
    side: _Text = ""
    loaders: tuple[_Text, ...] = ()
    game_versions: tuple[_Text, ...] = ()


class _Operation(_Strict, frozen=True):
    operation: OperationKind
    before: _State | None = None
    after: _NewState | None = None
    source: _Download | _Kept | None = None
    title: _Text = ""
    reason: _Text = ""
    provider: _Text = ""
    project_id: _Text = ""
    version_id: _Text = ""
    version_number: _Text = ""
    from_version_id: _Text = ""
    from_version_number: _Text = ""
    channel: Channel | None = None
    published: datetime | None = None
    from_published: datetime | None = None
    required_by: tuple[_Text, ...] = ()
    origin: _Published | None = None


class _Note(_Strict, frozen=True):
    kind: NoteKind
    subject: _Text
    text: _Text


class _Move(_Strict, frozen=True):
    from_loader: Loader | None = None
    from_game_version: _GameVersion | None = None
    loader: Loader | None = None
    game_version: _GameVersion | None = None


class _Plan(_Strict, frozen=True):
    folder: Annotated[str, msgspec.Meta(min_length=1, max_length=8192)]
    content: ContentKind
    kind: PlanKind
    operations: Annotated[tuple[_Operation, ...], msgspec.Meta(max_length=MOST_OPERATIONS)] = ()
    notes: Annotated[tuple[_Note, ...], msgspec.Meta(max_length=MOST_OPERATIONS)] = ()
    undoes: _OperationId = ""
    undoes_since: _OperationId = ""
    about: _Text = ""
    together: Annotated[tuple[tuple[_Name, ...], ...], msgspec.Meta(max_length=MOST_OPERATIONS)] = ()
    move: _Move | None = None


class _Header(msgspec.Struct, frozen=True):
    format: int


class _Document(_Strict, frozen=True):
    format: int
    plans: Annotated[tuple[_Plan, ...], msgspec.Meta(max_length=_MOST_PLANS)]


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A plan for the folder of that path, as it was read: whether there is such a folder is not known yet."""

    folder: Path
    content: ContentKind
    kind: PlanKind
    operations: tuple[Operation, ...]
    notes: tuple[Note, ...]
    undoes: str = ""
    together: tuple[tuple[str, ...], ...] = ()
    undoes_since: str = ""
    about: str = ""
    move: Move | None = None


def plans_document(plans: Iterable[Plan]) -> dict[str, Any]:
    """The plans as one JSON document.

    Raises:
        PlanError: one takes files from elsewhere on this computer, which no document can stand for.
    """
    document = _Document(FORMAT, tuple(_written(plan) for plan in plans))
    values: dict[str, Any] = msgspec.to_builtins(document)
    return values


def parse_plans(content: bytes, name: str = "The plan") -> tuple[SavedPlan, ...]:
    """What such a document says; `name` is what errors call it.

    Raises:
        UnreadableDocument: it is none, or asks for what must not be done.
    """
    try:
        if msgspec.json.decode(content, type=_Header).format > FORMAT:
            raise UnreadableDocument(
                f"A newer Modstead wrote {name}.", remedy="Install the newest version of Modstead."
            )
        document = msgspec.json.decode(content, type=_Document)
        plans = tuple(_read(plan) for plan in document.plans)
    except (msgspec.MsgspecError, UnsafeFileName, UnicodeDecodeError, RecursionError) as error:
        text = error.title if isinstance(error, UnsafeFileName) else f"{error}"
        raise UnreadableDocument(f"{name} is no plan that can be carried out.", f"{text}.") from error
    if len({plan.folder for plan in plans}) < len(plans):
        raise UnreadableDocument(f"{name} is no plan that can be carried out.", "It names a folder twice.")
    return plans


def read_plans(path: Path) -> tuple[SavedPlan, ...]:
    """The document at that path. Blocks.

    Raises:
        FileVanished, FileUnreadable, FileLocked: it cannot be read.
        UnreadableDocument: as `parse_plans`.
    """
    return parse_plans(read_bounded(path, LONGEST), path.name)


def _written(plan: Plan) -> _Plan:
    move = plan.move
    return _Plan(
        folder=str(plan.folder),
        content=plan.instance.content,
        kind=plan.kind,
        operations=tuple(_written_operation(operation) for operation in plan.operations),
        notes=tuple(_Note(note.kind, note.subject, note.text) for note in plan.notes),
        undoes=plan.undoes,
        undoes_since=plan.undoes_since,
        about=plan.about,
        together=plan.together,
        move=_Move(move.from_loader, move.from_game_version, move.loader, move.game_version)
        if move
        else None,
    )


def _written_operation(operation: Operation) -> _Operation:
    origin, after = operation.origin, operation.after
    return _Operation(
        operation=operation.kind,
        before=_written_state(operation.before),
        after=_NewState(after.name, after.size, after.sha1, after.sha512) if after else None,
        source=_written_source(operation),
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
        required_by=operation.required_by,
        origin=_Published(origin.slug, origin.side, origin.loaders, origin.game_versions) if origin else None,
    )


def _written_state(state: FileState | None) -> _State | None:
    return _State(state.name, state.size, state.sha1, state.sha512) if state else None


def _written_source(operation: Operation) -> _Download | _Kept | None:
    match operation.source:
        case None:
            return None
        case Download(url, size, hashes):
            return _Download(url, size, hashes.sha1, hashes.sha512, hashes.sha256)
        case Kept(size, hashes):
            return _Kept(size, hashes.sha1, hashes.sha512)
    raise PlanError(
        "The plan cannot be saved.", f"It copies {operation.file_name} from elsewhere on this computer."
    )


def _read(plan: _Plan) -> SavedPlan:
    operations = tuple(_read_operation(operation, plan.content) for operation in plan.operations)
    notes = tuple(Note(note.kind, note.subject, note.text) for note in plan.notes)
    move = plan.move
    return SavedPlan(
        Path(plan.folder),
        plan.content,
        plan.kind,
        operations,
        notes,
        plan.undoes,
        plan.together,
        plan.undoes_since,
        plan.about,
        Move(move.from_loader, move.from_game_version, move.loader, move.game_version) if move else None,
    )


def _read_operation(read: _Operation, content: ContentKind) -> Operation:
    source, origin = _read_source(read.source), read.origin
    return Operation(
        kind=read.operation,
        before=_read_state(read.before, content),
        after=_read_state(read.after, content),
        source=source,
        title=read.title,
        reason=read.reason,
        project=ProjectRef(read.provider, read.project_id) if read.provider and read.project_id else None,
        version_id=read.version_id,
        version_number=read.version_number,
        from_version_id=read.from_version_id,
        from_version_number=read.from_version_number,
        channel=read.channel,
        published=read.published,
        from_published=read.from_published,
        required_by=read.required_by,
        origin=Origin(source.url, origin.slug, origin.side, origin.loaders, origin.game_versions)
        if origin and isinstance(source, Download)
        else None,
    )


def _read_state(state: _State | _NewState | None, content: ContentKind) -> FileState | None:
    """The file, if it is one that the game would load from such a folder, enabled or disabled."""
    if state is None:
        return None
    if not is_mod_file_name(existing_name(state.name), content):
        raise UnsafeFileName(f"{shown(state.name)} is not the name of a file that the game would load")
    return FileState(state.name, state.size, state.sha1, state.sha512)


def _read_source(source: _Download | _Kept | None) -> Source | None:
    match source:
        case _Download():
            return Download(source.url, source.size, Hashes(source.sha1, source.sha512, source.sha256))
        case _Kept():
            return Kept(source.size, Hashes(source.sha1, source.sha512))
    return None
