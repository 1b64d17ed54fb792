"""The operations of a folder as its journal has them, what became of each, and the plans that take them back.

An undo may have to leave out files. What it left out still stands: an operation counts as undone once all of it was
taken back, and until then another undo takes back the rest. Bringing the folder back to a point in time takes back
all operations since at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from modstead.domain.bisect_folder import finished_searches
from modstead.domain.instance import Instance
from modstead.domain.plan import (
    DamagedRecord,
    FileState,
    HistoryEntry,
    Move,
    Note,
    NoteKind,
    Operation,
    OperationState,
    Plan,
    PlanKind,
)
from modstead.domain.points import AtOperation, Point
from modstead.domain.retention import NotKept, Replaced, Retention
from modstead.errors import NothingLeftToUndo, UndoImpossible, typed
from modstead.instances.disk import Disk
from modstead.instances.journal import Entry, Journal, Mark, Step, time_of
from modstead.instances.kept import KeptFiles
from modstead.instances.net_changes import NetChange, net_changes
from modstead.instances.place import Place
from modstead.instances.refusals import impossible, nothing_to_restore, over, unreadable
from modstead.instances.reversal import FileIdentity, Obstacle, Reversal, identity, other_name
from modstead.instances.standing import steps_left


class Past:
    """A folder's operations as the journal has them, and what became of them since. All methods block."""

    def __init__(self, place: Place, disk: Disk) -> None:
        self._folder = place.folder
        self._disk = disk
        self._kept = KeptFiles(place, disk)
        journal = Journal(place, disk)
        closed = journal.closed()[::-1]
        newest_first = [(entry, mark) for _, entry, mark in closed if entry is not None]
        self.damaged: tuple[DamagedRecord, ...] = tuple(
            DamagedRecord(operation_id, journal.path(operation_id, mark), place.kept, time_of(operation_id))
            for operation_id, entry, mark in closed
            if entry is None and mark is Mark.DONE
        )
        """What was changed but cannot be told any more, newest first."""
        self._entries: list[Entry] = [entry for entry, _ in newest_first]
        self._changes = [entry for entry, mark in newest_first if mark is not Mark.FAILED]
        self._left = steps_left(self._changes)
        self._searches = finished_searches(reversed(self._changes))
        self._states = {entry.operation_id: self._state(entry, mark) for entry, mark in newest_first}
        self._undone_by = {
            entry.undoes: entry for entry in self._entries if entry.undoes and self._stands(entry)
        }

    def history(self, retention: Retention, now: datetime) -> tuple[HistoryEntry, ...]:
        """Newest first. By how long old files are kept it is told why some are not."""
        sizes = self._kept.sizes()
        told = [self._told(entry, sizes) for entry in self._entries]
        total = sum(sizes.values())
        reasons = {
            entry.operation_id: NotKept.GONE
            if protected
            else retention.why_not_kept(now - entry.at, sum(_kept_by(entry.steps).values()), total)
            for entry, protected in zip(self._changes, retention.protected(self.replaced()), strict=True)
        }
        return tuple(
            entry
            if entry.undoable or entry.search
            else replace(entry, not_kept=reasons.get(entry.operation_id))
            for entry in told
        )

    def undo_plan(self, instance: Instance, operation_id: str | None) -> Plan:
        """The plan that takes back what it can of an operation; without an ID the last that stands and is no undo.

        A file in whose way something stands is left out, with a note of kind UNRESOLVED, or ALREADY where somebody has
        put it back by hand.

        Raises:
            NothingLeftToUndo: all of it was taken back by hand.
            UndoImpossible: nothing can be put back; says what stands in the way.
        """
        entry = self._last() if operation_id is None else self._named(operation_id)
        steps = self._left[entry.operation_id]
        taken = self._taken_after(entry)
        operations, told, found = Reversal(self._folder, self._disk, self._kept, steps, taken).run()
        obstacles = [self._explained(entry, obstacle) for obstacle in found]
        again = entry.kind is PlanKind.UNDO
        if not operations:
            raise impossible(entry, obstacles, again=again)
        kind = PlanKind.REDO if again else PlanKind.UNDO
        operations = tuple(replace(operation, reason=kind.value) for operation in operations)
        notes, move = _notes(told, obstacles), _way_back((entry,))
        return Plan(instance, kind, operations, notes, undoes=entry.operation_id, move=move)

    def redo_plan(self, instance: Instance, operation_id: str | None) -> Plan:
        """The plan that does again what was undone; without an ID what was undone last and not changed since.

        The ID may be that of the operation that was undone, or of its undo.

        Raises:
            UndoImpossible: nothing is to be done again, or it cannot be; says why.
        """
        undo = self._last_undo() if operation_id is None else self._undo_of(operation_id)
        return self.undo_plan(instance, undo.operation_id)

    def restore_plan(self, instance: Instance, point: Point) -> Plan:
        """The plan that makes the folder what it was at that point: all operations since are taken back at once.

        A file in whose way something stands is left out, with a note, as in an undo.

        Raises:
            NothingLeftToUndo: Modstead has changed nothing since, or all that it has was changed back.
            UndoImpossible: nothing can be put back, or nobody can tell what was changed since; says what is in the way.
        """
        later = self._later_than(point)
        earlier = [entry for entry in self._changes if entry.operation_id < later[-1].operation_id]
        changes = net_changes(reversed(later), reversed(earlier))
        steps = [change.step for change in changes if change.step]
        operations, told, found = Reversal(self._folder, self._disk, self._kept, steps).run()
        obstacles = [*found, *_changed_between(changes)]
        if not operations:
            raise nothing_to_restore(self._folder, obstacles)
        operations = tuple(replace(operation, reason="restore") for operation in operations)
        notes = _notes(told, obstacles)
        since, move = later[-1].operation_id, _way_back(later)
        return Plan(instance, PlanKind.RESTORE, operations, notes, undoes_since=since, move=move)

    def replaced(self) -> list[Replaced]:
        """The kept files, by sha512, that taking each change back needs, newest first."""
        return [
            Replaced(
                entry.at,
                _kept_for(entry),
                stands=self._stands(entry)
                and entry.kind is not PlanKind.UNDO
                and not self._searches_by(entry),
                counts=not self._searches_by(entry),
            )
            for entry in self._changes
        ]

    def _searches_by(self, entry: Entry) -> bool:
        """Whether it is a step of a search, over or not: there may be many, and none is a change of its own."""
        return entry.kind is PlanKind.BISECT or entry.operation_id in self._searches

    def _state(self, entry: Entry, mark: Mark) -> OperationState:
        if mark is Mark.FAILED:
            return OperationState.FAILED
        undone = entry.steps and not self._left[entry.operation_id]
        return OperationState.UNDONE if undone else OperationState.DONE

    def _stands(self, entry: Entry) -> bool:
        return self._states[entry.operation_id] is OperationState.DONE

    def _told(self, entry: Entry, sizes: Mapping[str, int]) -> HistoryEntry:
        state = self._states[entry.operation_id]
        search = self._searches.get(entry.operation_id, "")
        left = self._left.get(entry.operation_id, ())
        restorable = (
            all(sizes.get(sha512) == size for sha512, size in _kept_by((step,)).items())
            for step in left or entry.steps
        )
        return HistoryEntry(
            operation_id=entry.operation_id,
            kind=entry.kind,
            at=entry.at,
            state=state,
            operations=entry.operations,
            undoes=entry.undoes,
            undoes_since=entry.undoes_since,
            about=entry.about,
            undoable=state is not OperationState.FAILED and not search and any(restorable),
            undone_in_part=0 < len(left) < len(entry.steps),
            move=entry.move,
            search=search,
        )

    def _last(self) -> Entry:
        newest_damaged = self.damaged[0] if self.damaged else None
        for entry in self._entries:
            is_step = entry.operation_id in self._searches
            if self._stands(entry) and entry.kind is not PlanKind.UNDO and not is_step:
                if newest_damaged and newest_damaged.operation_id > entry.operation_id:
                    break
                return entry
        if newest_damaged:
            raise unreadable(newest_damaged, "To undo an earlier operation, name its ID from the history.")
        raise UndoImpossible(f"There is nothing to undo in {self._folder}.")

    def _last_undo(self) -> Entry:
        for entry in self._changes:
            if entry.kind is not PlanKind.UNDO or entry.operation_id in self._searches:
                continue
            if self._stands(entry) and not self._is_overridden(entry):
                return entry
        raise UndoImpossible(f"There is nothing to do again in {self._folder}.")

    def _is_overridden(self, undo: Entry) -> bool:
        """Whether later operations left every file that it brought back otherwise than it did."""
        last: dict[str, str] = {}
        for later in self._changes:
            if later.operation_id <= undo.operation_id:
                break
            states = [(step.operation.before, step.operation.after) for step in later.steps]
            left = {after.name: after.sha512 for _, after in states if after}
            gone = {before.name: "" for before, _ in states if before}
            last = gone | left | last
        return all(_is_otherwise(step, last) for step in self._left[undo.operation_id])

    def _undo_of(self, operation_id: str) -> Entry:
        """The undo that stands of that operation, or that is meant itself."""
        found = self._found(operation_id)
        undo = found if found.kind is PlanKind.UNDO else self._undone_by.get(operation_id)
        if undo is None and self._stands(found):
            raise UndoImpossible(f"Operation {operation_id} is not undone.", "There is nothing to do again.")
        if undo is None:
            raise self._taken_back_already(found)
        if not self._stands(undo) and self._done_again(undo) is None:
            raise UndoImpossible(
                f"Operation {operation_id} is taken back already.", "What it undid was done again."
            )
        return undo

    def _found(self, operation_id: str) -> Entry:
        """The entry of that ID, if it changed anything."""
        found = next((entry for entry in self._entries if entry.operation_id == operation_id), None)
        damaged = next((record for record in self.damaged if record.operation_id == operation_id), None)
        if damaged:
            raise unreadable(damaged)
        if found is None:
            raise self._unknown(operation_id)
        if self._states[operation_id] is OperationState.FAILED:
            raise UndoImpossible(f"Operation {operation_id} had failed and changed nothing.")
        return found

    def _unknown(self, operation_id: str) -> UndoImpossible:
        return UndoImpossible(
            f"{self._folder} has no operation {operation_id[:40]}.", remedy="Look the ID up in the history."
        )

    def _named(self, operation_id: str) -> Entry:
        """The entry of that ID; where it was undone and done again, the one that did it again."""
        found = self._found(operation_id)
        if operation_id in self._searches:
            raise over(operation_id)
        again = self._done_again(found)
        if again is not None:
            return again
        if not self._stands(found):
            raise self._taken_back_already(found)
        return found

    def _taken_back_already(self, entry: Entry) -> UndoImpossible:
        undo = self._undone_by.get(entry.operation_id) or self._restored_by(entry)
        together = " together with all that came after it" if undo and undo.undoes_since else ""
        remedy = f"To do it again{together}, undo operation {undo.operation_id}." if undo else ""
        if undo and undo.kind is PlanKind.UNDO:
            remedy = f"{remedy[:-1]}: {typed('redo', self._folder, entry.operation_id)}"
        return UndoImpossible(f"Operation {entry.operation_id} is undone already.", remedy=remedy)

    def _restored_by(self, entry: Entry) -> Entry | None:
        """What took the operation back together with all others since."""
        return next(
            (
                later
                for later in self._changes
                if later.undoes_since
                and later.undoes_since <= entry.operation_id < later.operation_id
                and self._stands(later)
            ),
            None,
        )

    def _later_than(self, point: Point) -> list[Entry]:
        """The operations since then, newest first."""
        if isinstance(point, AtOperation):
            first = point.operation_id
            known = {entry.operation_id for entry in self._entries}
            if first not in known.union(record.operation_id for record in self.damaged):
                raise self._unknown(first)
        else:
            at = point.at.astimezone()
            after = [entry.operation_id for entry in self._changes if entry.at > at]
            first = min(after, default="~")
        includes = not isinstance(point, AtOperation) or point.before
        later = [
            entry
            for entry in self._changes
            if entry.operation_id > first or (includes and entry.operation_id == first)
        ]
        for record in self.damaged:
            if record.operation_id > first or (includes and record.operation_id == first):
                raise unreadable(record, "Until then choose a later point.")
        if not later:
            raise NothingLeftToUndo(
                f"There is nothing to bring back in {self._folder}.", "Modstead has changed nothing since."
            )
        return later

    def _done_again(self, entry: Entry) -> Entry | None:
        """The newest redo of an operation that still stands."""
        undos = {other.operation_id for other in self._entries if other.undoes == entry.operation_id}
        return next((other for other in self._entries if other.undoes in undos and self._stands(other)), None)

    def _taken_after(self, entry: Entry) -> set[FileIdentity] | None:
        """The files that a later operation took away last, so that nobody else has deleted them; None where a damaged
        record leaves that open.
        """
        if any(record.operation_id > entry.operation_id for record in self.damaged):
            return None
        there: dict[FileIdentity, bool] = {}
        for later in self._entries:
            if later.operation_id <= entry.operation_id:
                break
            if self._states[later.operation_id] is OperationState.FAILED:
                continue
            left = {identity(step.operation.after) for step in later.steps}
            for file in left | {identity(step.operation.before) for step in later.steps}:
                there.setdefault(file, file in left)
        return {file for file, stays in there.items() if not stays}

    def _explained(self, entry: Entry, obstacle: Obstacle) -> Obstacle:
        """The obstacle, laid to the later operation that changed the file, where there is one."""
        for later in self._entries if obstacle.changed else ():
            if later.operation_id <= entry.operation_id:
                break
            if self._stands(later) and obstacle.note.subject in _names(self._left[later.operation_id]):
                text = f"The later operation {later.operation_id} ({later.kind}) changed it."
                return Obstacle(replace(obstacle.note, text=text), "Undo the later one first.")
        return obstacle


def _is_otherwise(step: Step, last: Mapping[str, str]) -> bool:
    """Whether the file is not as the step left it, by the sha512 that was `last` under each name, "" where it left."""
    before, after = step.operation.before, step.operation.after
    if after is None:
        return bool(before and last.get(before.name))
    names = (after.name, other_name(after.name))
    return after.name in last and all(last.get(name) != after.sha512 for name in names)


def _way_back(newest_first: Sequence[Entry]) -> Move | None:
    """From where the folder moved to, by these operations together, back to where it was before them."""
    moves = [entry.move for entry in newest_first if entry.move]
    if not moves:
        return None
    there = replace(moves[-1], loader=moves[0].loader, game_version=moves[0].game_version)
    return None if there == there.inverse() else there.inverse()


def _notes(told: Iterable[Note], obstacles: Iterable[Obstacle]) -> tuple[Note, ...]:
    return (*told, *(obstacle.note for obstacle in obstacles))


def _changed_between(changes: Iterable[NetChange]) -> list[Obstacle]:
    text = (
        "Something other than Modstead changed it between these operations, so that it stays as it was then."
    )
    return [
        Obstacle(Note(NoteKind.UNRESOLVED, change.changed.name, text), "That file is left as it is.")
        for change in changes
        if change.changed
    ]


def _kept_by(steps: Sequence[Step]) -> dict[str, int]:
    """Sizes by sha512 of what these steps put into kept storage."""
    return {
        before.sha512: before.size
        for step in steps
        if (before := step.operation.before) is not None and not step.renames
    }


def _kept_for(entry: Entry) -> set[str]:
    """What taking an operation back needs, the launcher's list included."""
    listed = {step.before.sha512 for step in entry.index if step.before}
    return listed.union(_kept_by(entry.steps))


def _names(steps: Sequence[Step]) -> set[str]:
    states = (state for step in steps for state in _states_of(step.operation))
    return {state.name for state in states}


def _states_of(operation: Operation) -> list[FileState]:
    return [state for state in (operation.before, operation.after) if state]
