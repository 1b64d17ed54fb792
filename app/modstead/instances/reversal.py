"""Which files of an operation can be put back as they were before it, and what stands in the way of the others."""

import stat
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from modstead.domain.instance import DISABLED_SUFFIX
from modstead.domain.plan import FileState, Note, NoteKind, Operation, OperationKind
from modstead.instances.checks import is_taken
from modstead.instances.disk import Disk
from modstead.instances.file_names import collision_key
from modstead.instances.hashing import HashedFile, HashingProgress, never_cancelled
from modstead.instances.journal import Step
from modstead.instances.kept import KeptFiles

FileIdentity = tuple[str, str] | None
"""A file as it is known again: its name when enabled and its sha512."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a file is left out; `changed` says that somebody changed the file of that name since."""

    note: Note
    remedy: str
    changed: bool = False


class Reversal:
    """Steps taken back, each file for itself. Reads what it needs; blocks.

    A file that was only renamed between `x.jar` and `x.jar.disabled` is the same file: what was there before comes
    back enabled or disabled as the user has it now, for switching a mod off is no reason to switch it on again.
    A file that somebody deleted, and no later operation (`taken_later`, None where nobody knows) took, is in no other
    file's way.
    """

    def __init__(
        self,
        folder: Path,
        disk: Disk,
        kept: KeptFiles,
        steps: Sequence[Step],
        taken_later: Container[FileIdentity] | None = (),
    ) -> None:
        self._folder = folder
        self._disk = disk
        self._taken_later = taken_later
        self._inverses = [inverse_of(step) for step in steps]
        befores = [operation.before for operation in self._inverses if operation.before]
        names = {state.name for state in befores}
        self._as_left = self._holding(befores)
        gone = [state for state in befores if state.name not in self._as_left]
        others = [replace(state, name=other_name(state.name)) for state in gone]
        self._renamed = self._holding([state for state in others if state.name not in names])
        self._whole = self._kept_whole(kept)
        self._moved = self._moved_to([state for state in gone if other_name(state.name) not in self._renamed])
        self._notes: list[Note] = []
        self._obstacles: list[Obstacle] = []

    def run(self) -> tuple[tuple[Operation, ...], tuple[Note, ...], tuple[Obstacle, ...]]:
        """The operations that are possible, what to know of them, and what stands in the way of the rest."""
        operations = [found for operation in self._inverses if (found := self._as_found(operation))]
        while (blocked := self._blocked(operations)) is not None:
            operations.remove(blocked)
        left = {operation.file_name for operation in operations}
        notes = tuple(note for note in self._notes if note.subject in left)
        return tuple(operations), notes, tuple(self._obstacles)

    def _as_found(self, operation: Operation) -> Operation | None:
        """The operation for the files as they are now; None, and an obstacle told, where it is not possible."""
        before, after = operation.before, operation.after
        if before is not None and before.name not in self._as_left:
            name = other_name(before.name)
            if name in self._renamed:
                before = replace(before, name=name)
                after = replace(after, name=_named_like(after.name, name)) if after else None
            elif after is not None and operation.source is not None and self._was_deleted(before):
                operation, before = self._put_back_alone(operation, before, after), None
            else:
                self._no_longer_as_left(before, after)
                return None
            if before is not None and after is not None and operation.source is None and after.name == name:
                self._already(name, "It is called so again already.")
                return None
        if after is not None and operation.source is not None and after.sha512 not in self._whole:
            remedy = "Install the version that you want instead."
            self._left_out(after.name, "Its old bytes are no longer kept, or are damaged.", remedy)
            return None
        return replace(operation, before=before, after=after)

    def _was_deleted(self, state: FileState) -> bool:
        """Whether somebody deleted a file that would still be there otherwise."""
        return (
            self._taken_later is not None
            and self._disk.status(self._folder / state.name) is None
            and state.name not in self._moved
            and identity(state) not in self._taken_later
        )

    def _put_back_alone(self, operation: Operation, deleted: FileState, after: FileState) -> Operation:
        self._notes.append(
            Note(
                NoteKind.INFO,
                after.name,
                f"{deleted.name} was gone already; {after.name} comes back all the same.",
            )
        )
        kind = OperationKind.INSTALL
        return replace(operation, kind=kind, from_version_id="", from_version_number="")

    def _no_longer_as_left(self, before: FileState, after: FileState | None) -> None:
        if self._disk.status(self._folder / before.name) is not None:
            what = "It is no longer as the operation left it: something other than Modstead changed it."
        elif after is not None:
            what = "It is no longer there: something other than Modstead removed or renamed it."
            if before.name in self._moved:
                what = (
                    f"It is called {self._moved[before.name]} now: something other than Modstead renamed it."
                )
        else:
            self._already(before.name, "It is gone already.")
            return
        remedy = "That file is left as it is. To undo an earlier operation, name its ID from the history."
        self._left_out(before.name, what, remedy, changed=True)

    def _blocked(self, operations: Sequence[Operation]) -> Operation | None:
        """The first whose name another file has or gets, its obstacle told."""
        leaving = {operation.before.name for operation in operations if operation.before}
        coming: set[str] = set()
        for operation in operations:
            after = operation.after
            if after is None:
                continue
            taken = after.name not in leaving and is_taken(self._folder, self._disk, operation)
            if taken and operation.before is None and self._holding([after]):
                self._already(after.name, "It is there again already.")
                return operation
            if taken or collision_key(after.name) in coming:
                self._left_out(
                    after.name,
                    "Another file has that name by now.",
                    f"Remove or rename {after.name} first, then undo again.",
                    changed=True,
                )
                return operation
            coming.add(collision_key(after.name))
        return None

    def _left_out(self, name: str, text: str, remedy: str, *, changed: bool = False) -> None:
        self._obstacles.append(Obstacle(Note(NoteKind.UNRESOLVED, name, text), remedy, changed))

    def _already(self, name: str, text: str) -> None:
        remedy = "To undo an earlier operation, name its ID from the history."
        self._obstacles.append(Obstacle(Note(NoteKind.ALREADY, name, text), remedy))

    def _kept_whole(self, kept: KeptFiles) -> set[str]:
        """The kept files that are needed and undamaged, by sha512."""
        sizes = {after.sha512: after.size for operation in self._inverses if (after := operation.after)}
        paths = {sha512: kept.path(sha512) for sha512, size in sizes.items() if kept.has(sha512, size)}
        found = self._read([(path, sizes[sha512]) for sha512, path in paths.items()])
        return {sha512 for sha512, file in zip(paths, found, strict=True) if file and file[1] == sha512}

    def _holding(self, states: Sequence[FileState]) -> set[str]:
        """The names among `states` whose files have that content."""
        found = self._read([(self._folder / state.name, state.size) for state in states])
        return {
            state.name
            for state, file in zip(states, found, strict=True)
            if file == (state.size, state.sha512)
        }

    def _moved_to(self, states: Sequence[FileState]) -> dict[str, str]:
        """The new names, by the old one, of files whose content lies there under quite another name."""
        sizes = {state.size for state in states}
        there = []
        for name in self._disk.names(self._folder) if states else ():
            status = self._disk.status(self._folder / name)
            if status is not None and stat.S_ISREG(status.st_mode) and status.st_size in sizes:
                there.append((self._folder / name, status.st_size))
        found = {file: path.name for (path, _), file in zip(there, self._read(there), strict=True) if file}
        return {
            state.name: found[state.size, state.sha512]
            for state in states
            if (state.size, state.sha512) in found
        }

    def _read(self, files: Sequence[tuple[Path, int]]) -> Iterable[tuple[int, str] | None]:
        """Size and sha512 of each, None where it cannot be read."""
        outcomes = self._disk.digests(files, _silent, never_cancelled)
        return [
            (outcome.size, outcome.hashes.sha512) if isinstance(outcome, HashedFile) else None
            for outcome in outcomes
        ]


def inverse_of(step: Step) -> Operation:
    """The operation that takes the step back."""
    inverse = step.operation.inverse()
    return replace(inverse, source=None) if step.renames else inverse


def identity(state: FileState | None) -> FileIdentity:
    return (jar_name(state.name), state.sha512) if state else None


def jar_name(name: str) -> str:
    """The name of a file when it is enabled."""
    return name[: -len(DISABLED_SUFFIX)] if _is_disabled(name) else name


def _is_disabled(name: str) -> bool:
    return name.lower().endswith(DISABLED_SUFFIX)


def other_name(name: str) -> str:
    """The name of the same file when it is switched on or off."""
    return jar_name(name) if _is_disabled(name) else name + DISABLED_SUFFIX


def _named_like(name: str, other: str) -> str:
    """`name`, enabled or disabled as `other` is."""
    return name if _is_disabled(name) is _is_disabled(other) else other_name(name)


def _silent(_progress: HashingProgress) -> None:
    """It is over before anyone could look."""
