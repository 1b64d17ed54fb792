"""How long replaced files are kept for undo, and which of them give way."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import accumulate

GIB = 1024**3


class NotKept(StrEnum):
    """Why a change can no longer be undone: too old, over the limit, or something else deleted or damaged the files."""

    AGE = "age"
    BUDGET = "budget"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Replaced:
    """What undoing one change needs, by content. `stands` says that it is one that can be undone next: neither undone
    nor itself an undo; `counts` that it is one of the last changes, as the steps of a search are not.
    """

    at: datetime
    contents: AbstractSet[str]
    stands: bool = True
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Retention:
    """How much of one folder's replaced files is kept, and how long.

    What undoing the last `keep_last` changes needs is kept whatever its size and age: of the last that were made, so
    that they can be done again too, and of the last that stand, so that undoing some does not use it up.
    """

    budget_bytes: int = 2 * GIB
    age: timedelta = timedelta(days=90)
    keep_last: int = 10

    def protected(self, newest_first: Sequence[Replaced]) -> list[bool]:
        """Which of them are among the last."""
        made = accumulate((replaced.counts for replaced in newest_first), initial=0)
        standing = accumulate((replaced.stands for replaced in newest_first), initial=0)
        return [
            before < self.keep_last or (replaced.stands and standing_before < self.keep_last)
            for replaced, before, standing_before in zip(newest_first, made, standing, strict=False)
        ]

    def why_not_kept(self, age: timedelta, missing_bytes: int, kept_bytes: int) -> NotKept:
        """Why the old files of a change that is not among the last are no longer kept."""
        if age > self.age:
            return NotKept.AGE
        return NotKept.BUDGET if kept_bytes + missing_bytes > self.budget_bytes else NotKept.GONE


def staying(
    newest_first: Sequence[Replaced],
    sizes: Mapping[str, int],
    retention: Retention,
    now: datetime,
    *,
    untouchable: AbstractSet[str] = frozenset(),
) -> AbstractSet[str]:
    """Of the kept contents, whose `sizes` are in bytes, those that stay.

    They are the untouchable ones, those of the last changes, and of the others the newest that fit.
    """
    kept = set(untouchable)
    others = []
    for replaced, protected in zip(newest_first, retention.protected(newest_first), strict=True):
        if protected:
            kept |= replaced.contents & sizes.keys()
        else:
            others.append(replaced)
    total = sum(sizes[content] for content in kept)
    for replaced in others:
        more = (replaced.contents & sizes.keys()) - kept
        total += sum(sizes[content] for content in more)
        if more and (total > retention.budget_bytes or now - replaced.at > retention.age):
            break
        kept |= more
    return kept
