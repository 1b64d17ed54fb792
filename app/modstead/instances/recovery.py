"""Putting right what a kill, a power cut or a full disk left behind. May be interrupted and repeated at any point."""

import logging
from dataclasses import dataclass

from modstead.domain.plan import Note
from modstead.errors import FileError, RecoveryFailed
from modstead.instances.disk import Disk, told
from modstead.instances.journal import Entry, Journal, Mark
from modstead.instances.kept import KeptFiles
from modstead.instances.place import Place
from modstead.instances.swap import Swap

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What an interrupted change was put back to: `restored` names the files that had to be moved for it, `problems`
    those that could not be put right, and why.
    """

    operation_ids: tuple[str, ...]
    restored: tuple[str, ...] = ()
    problems: tuple[Note, ...] = ()

    @property
    def text(self) -> str:
        """What happened, and what of it needs a look, each in a sentence."""
        but = ", but for what is named here" if self.problems else ""
        told = [f"An interrupted change was put back as it was before{but}."]
        return " ".join([*told, *(f"{note.subject}: {note.text}" for note in self.problems)])


def interrupted(place: Place, disk: Disk) -> bool:
    """Whether a change has begun to move files and neither ended nor was put back."""
    return bool(Journal(place, disk).ids(Mark.PENDING))


def untidy(place: Place, disk: Disk) -> bool:
    """Whether anything was left behind at all."""
    journal, kept = Journal(place, disk), KeptFiles(place, disk)
    return bool(
        journal.ids(Mark.PENDING) or disk.names(place.staging) or journal.leftovers() or kept.leftovers()
    )


def recover(place: Place, disk: Disk) -> Recovery | None:
    """Restore the folder and tidy up, under the folder's lock; None where no change had been interrupted.

    Raises:
        RecoveryFailed: the disk does not allow it, or a journal cannot be read; says what lies where.
        OSError, FileError: the disk failed while nothing had been interrupted.
    """
    recoverer = _Recoverer(place, disk)
    try:
        return recoverer.run()
    except (OSError, FileError) as error:
        if not recoverer.interrupted:
            raise
        reason = told(error, place.folder) if isinstance(error, OSError) else error
        raise RecoveryFailed(
            f"An interrupted change to {place.folder} could not be put right yet.",
            f"{reason.title} {reason.detail}".strip(),
            remedy=f"{reason.remedy} Nothing is lost: it is tried again whenever the folder is used.".strip(),
        ) from error


class _Recoverer:
    def __init__(self, place: Place, disk: Disk) -> None:
        self._place = place
        self._disk = disk
        self._journal = Journal(place, disk)
        self._kept = KeptFiles(place, disk)
        self._set_aside: list[str] = []
        self.interrupted = False

    def run(self) -> Recovery | None:
        newest_first = self._journal.ids(Mark.PENDING)[::-1]
        self.interrupted = bool(newest_first)
        pending = {
            operation_id: self._journal.read(operation_id, Mark.PENDING) for operation_id in newest_first
        }
        put_back = [self._put_back(entry) for entry in pending.values() if entry is not None]
        for operation_id in (operation_id for operation_id, entry in pending.items() if entry is None):
            self._put_aside(operation_id)
        for name in self._disk.names(self._place.staging):
            self._clear(name)
        for path in (*self._journal.leftovers(), *self._kept.leftovers()):
            self._disk.remove(path)
        if self._set_aside:
            raise RecoveryFailed(
                f"An interrupted change to {self._place.folder} could not be put right: its journal is damaged.",
                f"All its files were moved to {self._place.damaged}: {', '.join(self._set_aside)}.",
                remedy="Nothing was deleted; put back by hand what is missing.",
            )
        if not put_back:
            return None
        return Recovery(
            operation_ids=tuple(recovery.operation_ids[0] for recovery in put_back),
            restored=tuple(name for recovery in put_back for name in recovery.restored),
            problems=tuple(note for recovery in put_back for note in recovery.problems),
        )

    def _put_back(self, entry: Entry) -> Recovery:
        swap = Swap(self._place, self._disk, self._kept, entry)
        result = swap.put_back()
        self._journal.close(entry.operation_id, Mark.FAILED)
        self._journal.sync()
        swap.discard()
        _log.info("The interrupted operation %s in %s was put back.", entry.operation_id, self._place.folder)
        return Recovery((entry.operation_id,), tuple(result.moved), tuple(result.problems))

    def _clear(self, name: str) -> None:
        """Finish what lies in staging for an operation that is no longer pending."""
        if name in self._journal.ids(Mark.DONE):
            entry = self._journal.read(name, Mark.DONE)
            if entry is not None:
                Swap(self._place, self._disk, self._kept, entry).tidy()
                return
        if self._disk.names(self._place.files(name).old):
            self._put_aside(name)
        else:
            self._disk.remove_tree(self._place.staging / name)

    def _put_aside(self, operation_id: str) -> None:
        """Old files that no journal explains are for people to sort out; nothing of them is removed."""
        target = self._place.damaged / operation_id
        self._disk.make_folder(self._place.damaged)
        self._disk.make_folder(target)
        record = self._journal.path(operation_id, Mark.PENDING)
        if self._disk.status(record) is not None:
            self._disk.rename(record, target / "journal.json")
            self._set_aside.append(f"{operation_id}/journal.json")
        files = self._place.files(operation_id)
        for folder in (files.old, files.new):
            for name in self._disk.names(folder):
                self._disk.rename(folder / name, target / f"{folder.name}-{name}")
                self._set_aside.append(f"{operation_id}/{folder.name}-{name}")
        self._disk.remove_tree(files.root)
