"""A change to a folder as pure data: read it first, then carry it out elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from modstead.domain.instance import Instance, Loader
from modstead.domain.project import ProjectRef
from modstead.domain.retention import NotKept
from modstead.domain.version import Channel, Hashes


class OperationKind(StrEnum):
    INSTALL = "install"
    UPDATE = "update"
    REMOVE = "remove"
    ENABLE = "enable"
    DISABLE = "disable"


@dataclass(frozen=True, slots=True)
class FileState:
    """A file by name and content. sha512 may be empty until the file has been handled; `link` is what a link says."""

    name: str
    size: int
    sha1: str
    sha512: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """New bytes from a platform. Size and all hashes that are known are verified before the file is used."""

    url: str
    size: int
    hashes: Hashes


@dataclass(frozen=True, slots=True)
class LocalFile:
    """New bytes from a file elsewhere on this computer, which stays as it is."""

    path: Path
    size: int
    hashes: Hashes


@dataclass(frozen=True, slots=True)
class Kept:
    """Old bytes from the folder's kept storage, found by content."""

    size: int
    hashes: Hashes


Source = Download | LocalFile | Kept


@dataclass(frozen=True, slots=True)
class Origin:
    """What a platform publishes of a new file, for launchers that keep a list of their mods.

    `side` is "client", "server" or "both", and empty where the platform does not say.
    """

    url: str
    slug: str = ""
    side: str = ""
    loaders: tuple[str, ...] = ()
    game_versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One mod's change: `before` becomes `after`; None means that there is no such file.

    Enable and disable only rename: they have both states, of the same content, and no source. `title`, the version
    numbers, when they were published, and `reason` are for people and for the history. `required_by` holds the project
    IDs for which a dependency is installed; it is empty where the user asked for the project itself.
    """

    kind: OperationKind
    before: FileState | None
    after: FileState | None
    source: Source | None = None
    title: str = ""
    reason: str = ""
    project: ProjectRef | None = None
    version_id: str = ""
    version_number: str = ""
    from_version_id: str = ""
    from_version_number: str = ""
    channel: Channel | None = None
    published: datetime | None = None
    icon_url: str | None = None
    required_by: tuple[str, ...] = ()
    origin: Origin | None = None
    from_published: datetime | None = None

    @property
    def goes_back(self) -> bool:
        """Whether a version gives way to one that was published before it."""
        return bool(self.published and self.from_published and self.published < self.from_published)

    @property
    def file_name(self) -> str:
        """The file that is there afterwards, else the one that was before."""
        state = self.after or self.before
        return state.name if state else ""

    @property
    def download_size(self) -> int:
        """Bytes to fetch from a platform."""
        return self.source.size if isinstance(self.source, Download) else 0

    def inverse(self) -> "Operation":
        """The operation that takes this one back, out of the kept bytes."""
        kinds = {
            OperationKind.INSTALL: OperationKind.REMOVE,
            OperationKind.REMOVE: OperationKind.INSTALL,
            OperationKind.ENABLE: OperationKind.DISABLE,
            OperationKind.DISABLE: OperationKind.ENABLE,
            OperationKind.UPDATE: OperationKind.UPDATE,
        }
        renames = self.kind in {OperationKind.ENABLE, OperationKind.DISABLE}
        source = None
        if self.before and not renames:
            source = Kept(self.before.size, Hashes(self.before.sha1, self.before.sha512))
        inverted = replace(
            self,
            kind=kinds[self.kind],
            before=self.after,
            after=self.before,
            source=source,
            reason="undo",
            channel=None,
            published=None,
            from_published=None,
            origin=None,
        )
        if self.kind is not OperationKind.UPDATE:
            return inverted
        return replace(
            inverted,
            version_id=self.from_version_id,
            version_number=self.from_version_number,
            from_version_id=self.version_id,
            from_version_number=self.version_number,
        )


class PlanKind(StrEnum):
    """Why a folder changes, as the history tells it."""

    INSTALL = "install"
    UPDATE = "update"
    REMOVE = "remove"
    ENABLE = "enable"
    DISABLE = "disable"
    ADD = "add"
    BISECT = "bisect"
    UNDO = "undo"
    REDO = "redo"
    RESTORE = "restore"
    LOADOUT = "loadout"
    MIGRATE = "migrate"


class NoteKind(StrEnum):
    """What a reader of a plan must know beside its operations."""

    HELD_BACK = "held_back"
    CONFLICT = "conflict"
    UNRESOLVED = "unresolved"
    ALREADY = "already"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Note:
    """`subject` names the mod or file, `text` is one sentence."""

    kind: NoteKind
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Move:
    """That a folder's files are for another game version, or another loader, from then on; None is not known."""

    from_loader: Loader | None
    from_game_version: str | None
    loader: Loader | None
    game_version: str | None

    def inverse(self) -> "Move":
        return Move(self.loader, self.game_version, self.from_loader, self.from_game_version)


@dataclass(frozen=True, slots=True)
class Plan:
    """All changes of one transaction to one folder, in the order shown, with notes.

    `together` names files, as they are called afterwards, that are changed with one another or not at all. `undoes` is
    the operation that is taken back, `undoes_since` the oldest of those that are taken back with all later ones.
    `about` says for the history what the whole is about, such as a loadout's name.
    `move` is for another game version or loader; then `instance` has the new ones.
    """

    instance: Instance
    kind: PlanKind
    operations: tuple[Operation, ...] = ()
    notes: tuple[Note, ...] = ()
    undoes: str = ""
    together: tuple[tuple[str, ...], ...] = ()
    undoes_since: str = ""
    about: str = ""
    move: Move | None = None

    @property
    def folder(self) -> Path:
        return self.instance.folder

    @property
    def takes_back(self) -> bool:
        """Whether it puts back what was, rather than bringing anything new."""
        return bool(self.undoes or self.undoes_since)

    @property
    def download_size(self) -> int:
        return sum(operation.download_size for operation in self.operations)

    @property
    def conflicts(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.kind is NoteKind.CONFLICT)

    @property
    def needs_a_look(self) -> bool:
        """Whether something speaks against it, so that it should be read before it is carried out."""
        return any(note.kind in {NoteKind.CONFLICT, NoteKind.UNRESOLVED} for note in self.notes)

    def without(self, names: Iterable[str]) -> "Plan":
        """The plan without these files, without what needs them or goes with them, and without what then nothing asks
        for any more.
        """
        left = list(self.operations)
        dropped = {operation.file_name for operation in left} & set(names)
        all_dropped: set[str] = set()
        while dropped:
            all_dropped |= dropped
            parted = {name for group in self.together if not all_dropped.isdisjoint(group) for name in group}
            gone = {op.project.project_id for op in left if op.file_name in dropped and op.project}
            requesters = {asker for op in left if op.file_name in dropped for asker in op.required_by}
            left = [op for op in left if op.file_name not in dropped]
            present = {op.project.project_id for op in left if op.project}
            dropped = {
                op.file_name
                for op in left
                if (op.project and op.project.project_id in requesters - gone)
                or (op.required_by and not present.intersection(op.required_by))
                or op.file_name in parted
            }
        return replace(self, operations=tuple(left))


class OperationState(StrEnum):
    """Where a transaction stands in a folder's history."""

    DONE = "done"
    UNDONE = "undone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A transaction that was carried out. `undoable` is False where no kept bytes are left to undo it with, and
    `not_kept` says why there are none.

    One that was undone in part is done still, as undoing it again takes back the rest. `search` is the last step of the
    finished search for a broken mod that it is a step of: such a step is not undone by itself.
    """

    operation_id: str
    kind: PlanKind
    at: datetime
    state: OperationState
    operations: tuple[Operation, ...]
    undoes: str = ""
    undoable: bool = True
    undone_in_part: bool = False
    undoes_since: str = ""
    about: str = ""
    move: Move | None = None
    not_kept: NotKept | None = None
    search: str = ""


@dataclass(frozen=True, slots=True)
class DamagedRecord:
    """A transaction of which nothing can be read any more; `kept` is the folder where the old files of all lie."""

    operation_id: str
    record: Path
    kept: Path
    at: datetime

    @property
    def text(self) -> str:
        return f"The record of operation {self.operation_id} is damaged, so that it cannot be undone."

    @property
    def remedy(self) -> str:
        return (
            f"What it replaced lies in {self.kept}, named by content: `modstead identify` with that folder says what "
            f"each file is. Copy back what you miss, then delete {self.record}."
        )


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a plan. `failed` names what was left out and why; the rest is done."""

    operation_id: str
    plan: Plan
    failed: tuple[Note, ...] = ()


class Stage(StrEnum):
    """The steps of carrying out a plan, in order."""

    CHECK = "check"
    DOWNLOAD = "download"
    VERIFY = "verify"
    SWAP = "swap"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something is. `total` 0 means unknown; `file` and its bytes concern one file, `message` is for people.

    Of `bytes_done`, and of `file_done`, so many were there before and did not have to come.
    """

    stage: Stage
    done: int
    total: int
    bytes_done: int = 0
    bytes_total: int = 0
    file: str = ""
    file_done: int = 0
    file_total: int = 0
    finished: bool = False
    message: str = ""
    bytes_held: int = 0
    file_held: int = 0
