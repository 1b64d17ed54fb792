"""What became of each file over several operations, as one change: what taking all of them back at once amounts to.

A file that was updated three times goes back in one step, and one that came and went needs none. Operations say how
they found each file and how they left it; where two of them disagree, something other than Modstead was at work in
between.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from modstead.domain.bisect_folder import left_off
from modstead.domain.instance import DISABLED_SUFFIX
from modstead.domain.plan import (
    FileState,
    HistoryEntry,
    Operation,
    OperationKind,
    OperationState,
    PlanKind,
)
from modstead.instances.journal import Entry, IndexStep, Step
from modstead.instances.reversal import jar_name, other_name

StepKey = tuple[str, int]
"""A step in the journal: its operation's ID and its slot."""


@dataclass(frozen=True, slots=True)
class NetChange:
    """`step` leads from how a file was before all of it to how it was left; None where that is the same.

    `covers` names the steps that it stands for, `index` what they made of the launcher's list. Of a file that
    something else changed in between only `changed` tells, which is how it had been left.
    """

    step: Step | None
    covers: tuple[StepKey, ...]
    index: IndexStep | None = None
    changed: FileState | None = None


@dataclass(slots=True)
class _Trail:
    """One file on its way through the operations."""

    before: FileState | None
    after: FileState | None = None
    operations: list[Operation] = field(default_factory=list)
    covers: list[StepKey] = field(default_factory=list)
    index: list[IndexStep] = field(default_factory=list)
    changed: bool = False

    def follow(self, operation_id: str, step: Step, index: IndexStep | None) -> None:
        self.after = step.operation.after
        self.operations.append(step.operation)
        self.covers.append((operation_id, step.slot))
        if index is not None:
            self.index.append(index)

    def join(self, later: "_Trail") -> None:
        self.after = later.after
        self.operations += later.operations
        self.covers += later.covers
        self.index += later.index


def net_changes(oldest_first: Iterable[Entry], earlier: Iterable[Entry] = ()) -> tuple[NetChange, ...]:
    """What the operations amount to, file by file. They must be as they were carried out, one after the other.

    The `earlier` ones, the oldest first too, tell what a search for a culprit had turned off before: a file that
    somebody switched by hand while it went on, and that it switched back, is one that it did not change.
    """
    trails: list[_Trail] = []
    there: dict[str, _Trail] = {}
    entries = list(oldest_first)
    searched = any(entry.kind is PlanKind.BISECT for entry in entries)
    off = left_off(list(map(_told_of, earlier))) if searched else frozenset()
    for entry in entries:
        index = {index_step.of: index_step for index_step in entry.index}
        followed = _found(entry, there, off)
        trails += [trail for _, trail in followed if not trail.operations]
        for step, trail in followed:
            trail.follow(entry.operation_id, step, index.get(step.slot))
        for _, trail in followed:
            if trail.after is None:
                continue
            deleted = there.get(trail.after.name)
            if deleted is not None:
                deleted.after = None
            there[trail.after.name] = trail
    return tuple(_told(trail, slot) for slot, trail in enumerate(_joined(trails)))


def _told_of(entry: Entry) -> HistoryEntry:
    operations = tuple(step.operation for step in entry.steps)
    return HistoryEntry(
        entry.operation_id, entry.kind, entry.at, OperationState.DONE, operations, undoes=entry.undoes
    )


def _before(entry: Entry, step: Step, off: Collection[str]) -> FileState | None:
    """How a file was that these operations touch for the first time; `off` are those that a search had turned off."""
    before, after = step.operation.before, step.operation.after
    if entry.kind is not PlanKind.BISECT or before is None or after is None:
        return before
    was_off = jar_name(before.name) in off
    return before if was_off is (jar_name(before.name) != before.name) else after


def _found(entry: Entry, there: dict[str, _Trail], off: Collection[str]) -> list[tuple[Step, _Trail]]:
    """Each step with the trail of its file, or with one that begins there; all leave their names at once."""
    found: list[tuple[Step, _Trail]] = []
    for step in entry.steps:
        before = step.operation.before
        if before is not None:
            found.append((step, _left(before, there) or _Trail(_before(entry, step, off))))
    for step in entry.steps:
        before, after = step.operation.before, step.operation.after
        if before is None and after is not None:
            # Whatever had the name before, somebody deleted it.
            trail = there.pop(after.name) if after.name in there else _Trail(None)
            found.append((step, trail))
    return found


def _left(before: FileState, there: dict[str, _Trail]) -> _Trail | None:
    """The trail of the file that an operation found so, be it switched on or off by hand."""
    for name in (before.name, other_name(before.name)):
        trail = there.get(name)
        if trail and trail.after and trail.after.sha512 == before.sha512:
            return there.pop(name)
    changed = there.pop(before.name, None)
    if changed:
        changed.changed = True
    return None


def _joined(trails: Sequence[_Trail]) -> list[_Trail]:
    """A file that went and one of its name or project that came are one change, so that both go back or none."""
    left = list(trails)
    for key in (_by_name, _by_project):
        gone = _unique((trail for trail in left if trail.before and not trail.after), key)
        come = _unique((trail for trail in left if trail.after and not trail.before), key)
        for common in gone.keys() & come.keys():
            gone[common].join(come[common])
            left.remove(come[common])
    return left


def _unique(trails: Iterable[_Trail], key: Callable[[_Trail], Hashable]) -> dict[Hashable, _Trail]:
    keyed = [(key(trail), trail) for trail in trails if not trail.changed]
    often = Counter(found for found, _ in keyed)
    return {found: trail for found, trail in keyed if found is not None and often[found] == 1}


def _by_name(trail: _Trail) -> Hashable:
    state = trail.before or trail.after
    return jar_name(state.name) if state else None


def _by_project(trail: _Trail) -> Hashable:
    return next((operation.project for operation in trail.operations if operation.project), None)


def _told(trail: _Trail, slot: int) -> NetChange:
    covers = tuple(trail.covers)
    if trail.changed:
        return NetChange(None, covers, changed=trail.after)
    before, after = trail.before, trail.after
    if before and after and (before.name, before.sha512) == (after.name, after.sha512):
        return NetChange(None, covers)
    if before is None and after is None:
        return NetChange(None, covers)
    renames = bool(before and after and before.sha512 == after.sha512)
    index = IndexStep(slot, slot, trail.index[0].before, trail.index[-1].after) if trail.index else None
    return NetChange(Step(slot, _operation(trail, renames=renames), renames), covers, index)


def _operation(trail: _Trail, *, renames: bool) -> Operation:
    first, last = trail.operations[0], trail.operations[-1]
    named = next((operation for operation in reversed(trail.operations) if operation.title), last)
    updated = first.kind is OperationKind.UPDATE
    old_id = first.from_version_id if updated else first.version_id
    old_number = first.from_version_number if updated else first.version_number
    kind = _kind(trail.before, trail.after, renames=renames)
    replaces = kind is OperationKind.UPDATE
    gone = kind is OperationKind.REMOVE
    return Operation(
        kind=kind,
        before=trail.before,
        after=trail.after,
        title=named.title,
        project=named.project,
        version_id=old_id if gone else last.version_id,
        version_number=old_number if gone else last.version_number,
        from_version_id=old_id if replaces else "",
        from_version_number=old_number if replaces else "",
        icon_url=named.icon_url,
    )


def _kind(before: FileState | None, after: FileState | None, *, renames: bool) -> OperationKind:
    if before is None:
        return OperationKind.INSTALL
    if after is None:
        return OperationKind.REMOVE
    off = [state.name.lower().endswith(DISABLED_SUFFIX) for state in (before, after)]
    if renames and off[0] is not off[1]:
        return OperationKind.DISABLE if off[1] else OperationKind.ENABLE
    return OperationKind.UPDATE
