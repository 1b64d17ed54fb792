"""What of each operation still stands: the steps that no later undo or restoring took back."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from modstead.instances.journal import Entry, Step
from modstead.instances.net_changes import StepKey, net_changes
from modstead.instances.reversal import FileIdentity, identity

_Pair = tuple[FileIdentity, FileIdentity]


def steps_left(newest_first: Sequence[Entry]) -> Mapping[str, tuple[Step, ...]]:
    """By operation, the steps that later ones have not taken back; what takes one back comes always later.

    An undo that was itself taken back takes nothing back.
    """
    left: dict[str, tuple[Step, ...]] = {}
    taken_back: defaultdict[str, Counter[_Pair]] = defaultdict(Counter)
    restored: set[StepKey] = set()
    for entry in newest_first:
        gone = taken_back[entry.operation_id]
        standing = [
            step
            for step in entry.steps
            if (entry.operation_id, step.slot) not in restored and not _is_among(step, gone)
        ]
        left[entry.operation_id] = tuple(standing)
        if entry.undoes:
            taken_back[entry.undoes].update(map(_taken, standing))
        if entry.undoes_since and standing:
            restored |= _covered(entry, standing, newest_first)
    return left


def since(entries: Sequence[Entry], first: str, before: str) -> list[Entry]:
    """The operations from `first` on, up to but without `before`, in the order of `entries`."""
    return [entry for entry in entries if first <= entry.operation_id < before]


def _covered(entry: Entry, standing: Sequence[Step], newest_first: Sequence[Entry]) -> set[StepKey]:
    """The steps of earlier operations that a restoring took back; what it had to leave out is not among them."""
    taken = Counter(map(_taken, standing))
    later = since(newest_first, entry.undoes_since, entry.operation_id)
    earlier = [other for other in newest_first if other.operation_id < entry.undoes_since]
    return {
        key
        for change in net_changes(reversed(later), reversed(earlier))
        if change.changed is None and (change.step is None or _is_among(change.step, taken))
        for key in change.covers
    }


def _taken(step: Step) -> _Pair:
    """The change that this step takes back."""
    return identity(step.operation.after), identity(step.operation.before)


def _is_among(step: Step, taken: Counter[_Pair]) -> bool:
    """Whether the step was taken back; if so, it is crossed off."""
    before, after = identity(step.operation.before), identity(step.operation.after)
    # What came back while the newer file was gone already took that step back too.
    kinds = ((before, after), (before, None)) if before else ((before, after),)
    found = next((kind for kind in kinds if taken[kind] > 0), None)
    if found:
        taken[found] -= 1
    return found is not None
