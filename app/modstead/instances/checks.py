"""Whether a folder is still as a plan expects it, and everything is there to carry the plan out."""

import os
import stat
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from modstead.domain.instance import ContentKind
from modstead.domain.plan import Download, FileState, LocalFile, Operation, Plan
from modstead.domain.version import Hashes
from modstead.errors import (
    DiskFull,
    FileError,
    FileLocked,
    FileUnreadable,
    FileVanished,
    FolderChanged,
    FolderReadOnly,
    GameRunning,
    ModsteadError,
    PlanError,
    UnsafeFileName,
)
from modstead.instances.disk import Disk, same_file
from modstead.instances.file_names import checked_name, collides, collision_key, existing_name, shown
from modstead.instances.hashing import HashedFile, HashingProgress
from modstead.instances.held import HeldDownloads
from modstead.instances.journal import Step
from modstead.instances.kept import shared
from modstead.instances.place import Place
from modstead.instances.running import running_game
from modstead.instances.swap import Signature, signature

_LOADED_AS_CODE = frozenset({ContentKind.MOD, ContentKind.PLUGIN})
_ROOM_TO_SPARE = 1024 * 1024  # bytes, for the journal and folders


@dataclass(frozen=True, slots=True)
class Checked:
    """An old file as it was found: `signature` shows any change since; `shared` asks for a copy to keep."""

    state: FileState
    signature: Signature
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """By slot: the old files that are as planned, and why an operation cannot be carried out."""

    checked: Mapping[int, Checked]
    failures: Mapping[int, ModsteadError]


class _Names:
    """What lies in the folder, and what of it leaves with the operations at hand."""

    def __init__(self, present: Sequence[str], steps: Sequence[Step]) -> None:
        self.leaving = {step.operation.before.name for step in steps if step.operation.before}
        self._staying = {collision_key(name): name for name in present if name not in self.leaving}

    def taken(self, name: str) -> str | None:
        """The file that stays and that some file system takes for the same."""
        return self._staying.get(collision_key(name))


def steps_of(plan: Plan) -> tuple[Step, ...]:
    """The plan's operations as steps.

    Raises:
        PlanError: the plan makes no sense in itself.
    """
    if not plan.operations:
        raise PlanError("There is nothing to do.", "The plan has no operations.")
    steps = tuple(
        Step(slot, operation, _renames(operation)) for slot, operation in enumerate(plan.operations)
    )
    befores = [operation.before.name for operation in plan.operations if operation.before]
    afters = [operation.after.name for operation in plan.operations if operation.after]
    if twice := [*collides(afters), *(name for name in set(befores) if befores.count(name) > 1)]:
        raise PlanError("The plan contradicts itself.", f"It names {shown(twice[0])} twice.")
    return steps


def check_folder(place: Place, disk: Disk, steps: Sequence[Step]) -> None:
    """Whether the folder can be written to and its disk has room.

    Raises:
        FolderReadOnly, DiskFull: it cannot, or has not.
        OSError: files cannot be moved between it and what lies beside it.
    """
    for path in (place.folder, place.staging, place.journal, place.kept):
        if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
            raise FolderReadOnly(f"{place.folder} cannot be changed.", f"Writing to {path} is not permitted.")
    disk.probe_one_disk(place.staging, place.folder)
    coming = sum(step.operation.source.size for step in steps if step.operation.source)
    coming -= HeldDownloads(place, disk).size_of_all(_downloads(steps))
    free = disk.free(place.home)
    if coming + _ROOM_TO_SPARE > free:
        raise DiskFull(
            f"There is not enough room on the disk of {place.folder}.",
            f"The files need {_room(coming)} and Modstead's records {_room(_ROOM_TO_SPARE)}; {_room(free)} are free.",
        )


def _downloads(steps: Sequence[Step]) -> list[Download]:
    return [step.operation.source for step in steps if isinstance(step.operation.source, Download)]


def check_not_running(place: Place, steps: Sequence[Step], content: ContentKind) -> None:
    """Whether no game runs with files that would be replaced, renamed or removed. What only comes disturbs none.

    Raises:
        GameRunning: one seems to.
    """
    if content not in _LOADED_AS_CODE or not any(step.operation.before for step in steps):
        return
    if reason := running_game(place.folder):
        raise GameRunning(
            f"Minecraft seems to be running from {place.folder.parent}.",
            f"{reason} It may crash when its {content.label} are changed.",
        )


def check_files(
    place: Place,
    disk: Disk,
    steps: Sequence[Step],
    stop: threading.Event,
    progress: Callable[[HashingProgress], None],
) -> Findings:
    """Whether each old file is there with its planned content, can be moved, and each new name is free and safe.

    Reads every old file. Blocks; ends early, with arbitrary findings, once `stop` is set.
    """
    failures: dict[int, ModsteadError] = {}
    found: dict[int, os.stat_result] = {}
    names = _Names(disk.names(place.folder), steps)
    for step in steps:
        try:
            if step.operation.before:
                found[step.slot] = _found(place, disk, step.operation.before)
            _check_name(place, disk, step.operation, names)
        except ModsteadError as error:
            failures[step.slot] = error
    to_read = [step for step in steps if step.slot not in failures and step.operation.before]
    outcomes = disk.digests(
        [(place.folder / before.name, before.size) for step in to_read if (before := step.operation.before)],
        progress,
        stop.is_set,
    )
    checked: dict[int, Checked] = {}
    for step, outcome in zip(to_read, outcomes, strict=True):
        before = step.operation.before
        if isinstance(outcome, FileError):
            failures[step.slot] = outcome
        elif before and not _same_content(outcome, before):
            failures[step.slot] = _changed(before.name)
        elif before and outcome:
            status = found[step.slot]
            link = disk.link_of(place.folder / before.name) if stat.S_ISLNK(status.st_mode) else ""
            state = replace(before, sha1=outcome.hashes.sha1, sha512=outcome.hashes.sha512, link=link)
            checked[step.slot] = Checked(state, signature(status), shared(status))
    return Findings(checked, failures)


def check_again(place: Place, disk: Disk, steps: Sequence[Step], checked: Mapping[int, Checked]) -> Findings:
    """The same just before the swap, reading only what has been touched since `checked`."""
    failures: dict[int, ModsteadError] = {}
    still: dict[int, Checked] = {}
    names = _Names(disk.names(place.folder), steps)
    for step in steps:
        before = step.operation.before
        try:
            if before:
                status = _found(place, disk, before)
                known = checked[step.slot]
                if signature(status) != known.signature and not _same_content(
                    disk.digest(place.folder / before.name), known.state
                ):
                    raise _changed(before.name)
                still[step.slot] = replace(known, signature=signature(status), shared=shared(status))
            _check_name(place, disk, step.operation, names)
        except ModsteadError as error:
            failures[step.slot] = error
    return Findings(still, failures)


def is_taken(folder: Path, disk: Disk, operation: Operation) -> bool:
    """Whether another file has an operation's new name; where case does not count, its own old name has not."""
    before, after = operation.before, operation.after
    there = disk.status(folder / after.name) if after else None
    if there is None or before is None:
        return there is not None
    own = disk.status(folder / before.name)
    return own is None or not same_file(there, own)


def _renames(operation: Operation) -> bool:
    before, after = operation.before, operation.after
    if after is None:
        if before is None or operation.source is not None:
            raise PlanError("The plan contradicts itself.", f"{operation.kind} names no file.")
        return False
    if operation.source is not None:
        source = operation.source
        says = Hashes(after.sha1, after.sha512)
        if (
            source.size != after.size
            or source.hashes.contradict(says)
            or (source.hashes.sha1 and not says.sha1)
        ):
            raise PlanError(
                "The plan contradicts itself.", f"{shown(after.name)} is not what its source gives."
            )
        return False
    if (
        before is None
        or (before.size, before.sha1) != (after.size, after.sha1)
        or Hashes("", before.sha512).contradict(Hashes("", after.sha512))
        or before.name == after.name
    ):
        raise PlanError(
            "The plan contradicts itself.", f"It does not say where {shown(after.name)} comes from."
        )
    return True


def _check_name(place: Place, disk: Disk, operation: Operation, names: _Names) -> None:
    """New names must be safe everywhere and free whatever their case; names that were here before may come back."""
    if operation.after is None:
        return
    name = existing_name(operation.after.name)
    if isinstance(operation.source, Download | LocalFile):
        checked_name(name)
        taken = names.taken(name)
    else:
        taken = name if name not in names.leaving and is_taken(place.folder, disk, operation) else None
    if taken is not None:
        raise FolderChanged(
            f"{name} cannot be put into the folder.",
            f"Another file, {taken}, has that name already.",
            remedy=f"Remove or rename {taken} first, then scan the folder again.",
        )


def _found(place: Place, disk: Disk, before: FileState) -> os.stat_result:
    path = place.folder / _recordable(before.name)
    status = disk.status(path)
    if status is None:
        raise FileVanished(f"{before.name} is no longer in the folder.")
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISLNK(status.st_mode):
        raise FileUnreadable(f"{before.name} cannot be changed.", "It is not an ordinary file.")
    if stat.S_ISREG(status.st_mode) and status.st_size != before.size:
        raise _changed(before.name)
    try:
        disk.probe_movable(path)
    except PermissionError as error:
        raise FileLocked(f"{before.name} cannot be moved.", "Another program has it open.") from error
    return status


def _recordable(name: str) -> str:
    """The name of a file that is there, which the journal must be able to hold."""
    try:
        return existing_name(name)
    except UnsafeFileName as error:
        raise UnsafeFileName(
            f"{shown(name)} cannot be changed.",
            f"Its name cannot be recorded. {error.detail}",
            remedy="Rename the file first, then try again.",
        ) from error


def _room(size: int) -> str:
    """A size that people can compare: the needed one must not read the same as the free one."""
    if size < 1000:
        return f"{size} bytes"
    amount, unit = size / 1000, "KB"
    for larger in ("MB", "GB", "TB"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:.1f} {unit}"


def _same_content(found: HashedFile | None, state: FileState) -> bool:
    return (
        found is not None
        and found.size == state.size
        and found.hashes.sha1 == state.sha1
        and state.sha512 in {"", found.hashes.sha512}
    )


def _changed(name: str) -> FolderChanged:
    return FolderChanged(f"{name} has changed since the plan was made.")
