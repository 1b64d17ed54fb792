"""Letting go of old files that no undo is to need any more: the oldest first, within what the user allows."""

from datetime import datetime

from modstead.domain.retention import Retention, staying
from modstead.errors import FileError
from modstead.instances.disk import Disk
from modstead.instances.journal import Journal, Mark, stamp_of
from modstead.instances.kept import KeptFiles
from modstead.instances.place import Place
from modstead.instances.undo import Past

_NOTE = "pruned"
_LONGEST_NOTE = 64


def may_be_due(place: Place, disk: Disk, retention: Retention, now: datetime) -> bool:
    """Whether there may be too much or too old; reads no record, so that it is cheap. Blocks."""
    sizes = KeptFiles(place, disk).sizes()
    if not sizes:
        return False
    if sum(sizes.values()) > retention.budget_bytes:
        return True
    older = _too_old(place, disk, retention, now)
    return bool(older) and older[-1] > _dealt_with(place, disk)


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
    older = _too_old(place, disk, retention, now)
    if older:
        _remember(place, disk, older[-1])
    return sum(sizes[sha512] for sha512 in dropped)


def _too_old(place: Place, disk: Disk, retention: Retention, now: datetime) -> list[str]:
    """The operations that are too old for their files to be kept, but for the last, oldest first."""
    limit = stamp_of(now - retention.age)
    candidates = Journal(place, disk).ids(Mark.DONE)[: -retention.keep_last or None]
    return [operation_id for operation_id in candidates if operation_id < limit]


def _dealt_with(place: Place, disk: Disk) -> str:
    """The newest operation that was found too old before, so that its record need not be read again; else empty."""
    try:
        return disk.read(place.journal / _NOTE, _LONGEST_NOTE).decode("ascii", errors="replace")
    except (OSError, FileError):
        return ""


def _remember(place: Place, disk: Disk, operation_id: str) -> None:
    note = place.journal / _NOTE
    unfinished = note.with_suffix(".tmp")
    disk.remove(unfinished)
    disk.write_new(unfinished, operation_id.encode("ascii"))
    disk.rename(unfinished, note)
