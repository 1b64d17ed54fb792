"""What taking an operation back would do, and whether that is still possible."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from modstead.domain.instance import Instance
from modstead.domain.plan import FileState, HistoryEntry, Operation, OperationState, Plan, PlanKind
from modstead.errors import UndoImpossible
from modstead.instances.checks import is_taken
from modstead.instances.disk import Disk
from modstead.instances.hashing import HashedFile, HashingProgress, never_cancelled
from modstead.instances.journal import Entry, Journal, Mark, Step
from modstead.instances.kept import KeptFiles
from modstead.instances.place import Place


class Past:
    """A folder's operations as the journal has them, and what became of them since. All methods block."""

    def __init__(self, place: Place, disk: Disk) -> None:
        self._folder = place.folder
        self._disk = disk
        self._kept = KeptFiles(place, disk)
        closed = Journal(place, disk).closed()
        self._entries: list[Entry] = [entry for entry, _ in reversed(closed)]
        self._states = _states(closed)
        self._undone_by = {
            entry.undoes: entry for entry in self._entries if entry.undoes and self._stands(entry)
        }

    def history(self) -> tuple[HistoryEntry, ...]:
        """Newest first."""
        sizes = self._kept.sizes()
        return tuple(self._told(entry, sizes) for entry in self._entries)

    def undo_plan(self, instance: Instance, operation_id: str | None) -> Plan:
        """The plan that takes an operation back; without an ID the last that stands and is itself no undo.

        Raises:
            UndoImpossible: says what stands in the way.
        """
        entry = self._last() if operation_id is None else self._named(operation_id)
        operations = tuple(_inverse(step) for step in entry.steps)
        leaving = {operation.before.name for operation in operations if operation.before}
        as_left = self._as_left([operation.before for operation in operations if operation.before])
        for operation in operations:
            self._check(entry, operation, leaving, as_left)
        kind = PlanKind.REDO if entry.kind is PlanKind.UNDO else PlanKind.UNDO
        return Plan(instance, kind, operations, undoes=entry.operation_id)

    def needed(self) -> list[tuple[str, frozenset[str]]]:
        """The kept files, by sha512, that taking each operation back needs, newest operation first."""
        return [(entry.operation_id, frozenset(_kept_by(entry))) for entry in self._entries]

    def _stands(self, entry: Entry) -> bool:
        return self._states[entry.operation_id] is OperationState.DONE

    def _told(self, entry: Entry, sizes: Mapping[str, int]) -> HistoryEntry:
        state = self._states[entry.operation_id]
        return HistoryEntry(
            operation_id=entry.operation_id,
            kind=entry.kind,
            at=entry.at,
            state=state,
            operations=tuple(step.operation for step in entry.steps),
            undoes=entry.undoes,
            undoable=state is not OperationState.FAILED
            and all(sizes.get(sha512) == size for sha512, size in _kept_by(entry).items()),
        )

    def _last(self) -> Entry:
        for entry in self._entries:
            if self._stands(entry) and entry.kind is not PlanKind.UNDO:
                return entry
        raise UndoImpossible(f"There is nothing to undo in {self._folder}.")

    def _named(self, operation_id: str) -> Entry:
        """The entry of that ID; where it was undone and done again, the one that did it again."""
        found = next((entry for entry in self._entries if entry.operation_id == operation_id), None)
        if found is None:
            raise UndoImpossible(
                f"{self._folder} has no operation {operation_id[:40]}.",
                remedy="Look the ID up in the history.",
            )
        if self._states[operation_id] is OperationState.FAILED:
            raise UndoImpossible(f"Operation {operation_id} had failed and changed nothing.")
        again = self._done_again(found)
        if again is not None:
            return again
        if not self._stands(found):
            undo = self._undone_by[operation_id].operation_id
            raise UndoImpossible(
                f"Operation {operation_id} is undone already.",
                remedy=f"To do it again, undo operation {undo}.",
            )
        return found

    def _done_again(self, entry: Entry) -> Entry | None:
        """The newest redo of an operation that still stands."""
        undos = {other.operation_id for other in self._entries if other.undoes == entry.operation_id}
        return next((other for other in self._entries if other.undoes in undos and self._stands(other)), None)

    def _as_left(self, states: Sequence[FileState]) -> set[str]:
        """The names among `states` whose files still have that content."""
        files = [(self._folder / state.name, state.size) for state in states]
        found = self._disk.digests(files, _silent, never_cancelled)
        return {
            state.name
            for state, outcome in zip(states, found, strict=True)
            if isinstance(outcome, HashedFile)
            and (outcome.size, outcome.hashes.sha512) == (state.size, state.sha512)
        }

    def _check(self, entry: Entry, operation: Operation, leaving: set[str], as_left: set[str]) -> None:
        """Each file must still be as the operation left it, each old name free, and the old bytes kept."""
        before, after = operation.before, operation.after
        if before is not None and before.name not in as_left:
            raise self._in_the_way(entry, before.name, f"{before.name} is no longer as it left it.")
        if after is not None and after.name not in leaving and is_taken(self._folder, self._disk, operation):
            raise self._in_the_way(entry, after.name, f"A file named {after.name} is there again.")
        if (
            after is not None
            and operation.source is not None
            and not self._kept.has(after.sha512, after.size)
        ):
            raise UndoImpossible(
                f"Operation {entry.operation_id} cannot be undone.",
                f"The old bytes of {after.name} are no longer kept.",
            )

    def _in_the_way(self, entry: Entry, name: str, what: str) -> UndoImpossible:
        title = f"Operation {entry.operation_id} cannot be undone."
        for later in self._entries:
            if later.operation_id <= entry.operation_id:
                break
            if self._stands(later) and name in _names(later):
                return UndoImpossible(
                    title,
                    f"{what} The later operation {later.operation_id} ({later.kind}) changed it.",
                    remedy="Undo the later one first.",
                )
        return UndoImpossible(
            title, f"{what} Something other than Modstead changed it.", remedy="That file is left as it is."
        )


def _states(closed: Sequence[tuple[Entry, Mark]]) -> dict[str, OperationState]:
    """An operation is undone while one that takes it back stands, which comes always later."""
    undone: set[str] = set()
    states = {}
    for entry, mark in reversed(closed):
        if mark is Mark.FAILED:
            states[entry.operation_id] = OperationState.FAILED
        elif entry.operation_id in undone:
            states[entry.operation_id] = OperationState.UNDONE
        else:
            states[entry.operation_id] = OperationState.DONE
            undone.add(entry.undoes)
    return states


def _inverse(step: Step) -> Operation:
    inverse = step.operation.inverse()
    return replace(inverse, source=None) if step.renames else inverse


def _kept_by(entry: Entry) -> dict[str, int]:
    """Sizes by sha512 of what an operation put into kept storage."""
    return {
        before.sha512: before.size
        for step in entry.steps
        if (before := step.operation.before) is not None and not step.renames
    }


def _names(entry: Entry) -> set[str]:
    operations = (step.operation for step in entry.steps)
    states = (state for operation in operations for state in (operation.before, operation.after))
    return {state.name for state in states if state}


def _silent(_progress: HashingProgress) -> None:
    """It is over before anyone could look."""
