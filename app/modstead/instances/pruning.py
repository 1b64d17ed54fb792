"""Letting go of old files that no undo is to need any more: the oldest first, within what the user allows."""

from datetime import datetime

from modstead.domain.retention import Retention, staying
from modstead.instances.disk import Disk
from modstead.instances.journal import Journal, Mark, stamp_of
from modstead.instances.kept import KeptFiles
from modstead.instances.place import Place
from modstead.instances.undo import Past


def may_be_due(place: Place, disk: Disk, retention: Retention, now: datetime) -> bool:
    """Whether there may be too much or too old; reads no record, so that it is cheap. Blocks."""
    sizes = KeptFiles(place, disk).sizes()
    if not sizes:
        return False
    if sum(sizes.values()) > retention.budget_bytes:
        return True
    older = Journal(place, disk).ids(Mark.DONE)[: -retention.keep_last or None]
    return bool(older) and older[0] < stamp_of(now - retention.age)


def prune(place: Place, disk: Disk, retention: Retention, now: datetime) -> int:
    """Drop what need not be kept, under the folder's lock; the bytes freed.

    What may belong to an operation whose record is damaged stays. The history stays whole.
    """
    kept = KeptFiles(place, disk)
    sizes = kept.sizes()
    past = Past(place, disk)
    replaced = past.replaced()
    explained = frozenset[str]().union(*(item.contents for item in replaced))
    untouchable = sizes.keys() - explained if past.damaged else frozenset[str]()
    dropped = sizes.keys() - staying(replaced, sizes, retention, now, untouchable=untouchable)
    for sha512 in dropped:
        kept.drop(sha512)
    return sum(sizes[sha512] for sha512 in dropped)
