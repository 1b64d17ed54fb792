"""One plan on its way through check, download, verification and swap."""

import asyncio
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from modstead.domain.plan import (
    Applied,
    Download,
    LocalFile,
    Note,
    NoteKind,
    Operation,
    Plan,
    Stage,
)
from modstead.errors import FileError, FolderChanged, ModsteadError, RecoveryFailed
from modstead.instances.blocking import in_thread
from modstead.instances.checks import (
    Checked,
    check_again,
    check_files,
    check_folder,
    check_not_running,
    steps_of,
)
from modstead.instances.disk import Disk, told
from modstead.instances.hashing import HashedFile, HashingProgress
from modstead.instances.journal import Entry, IndexStep, Journal, Mark, Step
from modstead.instances.kept import KeptFiles
from modstead.instances.mod_index import ModIndex, undone_lists
from modstead.instances.place import Place
from modstead.instances.reporting import Reporter
from modstead.instances.staging import Staging, as_found
from modstead.instances.swap import Swap

_log = logging.getLogger(__name__)

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done, and as which operation."""

    plan: Plan
    operation_id: str
    at: datetime
    leave_out_failures: bool
    while_running: bool = False


class Change:
    """Carries out one order, once, under the folder's lock."""

    def __init__(self, place: Place, disk: Disk, order: Order, staging: Staging, reporter: Reporter) -> None:
        self._place = place
        self._disk = disk
        self._order = order
        self._staging = staging
        self._reporter = reporter
        self._journal = Journal(place, disk)
        self._kept = KeptFiles(place, disk)
        self._stop = threading.Event()
        self._plan = order.plan
        self._steps = steps_of(order.plan)
        self._checked: Mapping[int, Checked] = {}
        self._staged: Mapping[int, HashedFile] = {}
        self._index: tuple[IndexStep, ...] = ()
        self._failed: list[Note] = []
        self._first_failure: ModsteadError | None = None
        self._done = False
        self._trouble: RecoveryFailed | None = None

    async def run(self) -> Applied:
        """Change the folder; on any failure and on cancellation it is as before.

        Raises:
            ModsteadError, OSError: nothing was changed.
            RecoveryFailed: not everything could be put back yet.
        """
        try:
            await self._check()
            await self._download()
            await self._verify()
            await self._swap()
        except BaseException:
            await in_thread(self._abandon)
            raise
        left_out = _left_out_of_undo(self._order.plan)
        return Applied(self._order.operation_id, self._finished_plan(), (*left_out, *self._failed))

    async def _check(self) -> None:
        self._reporter.begin(Stage.CHECK, len(self._steps))
        await in_thread(partial(check_folder, self._place, self._disk, self._steps))
        await self._check_not_running()
        check = partial(check_files, self._place, self._disk, self._steps, self._stop, self._hashed)
        findings = await in_thread(check, self._stop)
        self._leave_out(findings.failures)
        self._checked = findings.checked
        self._reporter.end()

    async def _check_not_running(self) -> None:
        if not self._order.while_running:
            content = self._order.plan.instance.content
            await in_thread(partial(check_not_running, self._place, self._steps, content))

    async def _download(self) -> None:
        staged = await self._staging.fill(self._steps, leave_out_failures=self._order.leave_out_failures)
        self._leave_out(staged.failures)
        self._staged = staged.files

    async def _verify(self) -> None:
        """The folder once more, as the downloads may have taken a while; repeated as what is left out frees no name."""
        if self._reporter.stage is not Stage.VERIFY:
            self._reporter.begin(Stage.VERIFY, len(self._steps))
        while True:
            check = partial(check_again, self._place, self._disk, self._steps, self._checked)
            findings = await in_thread(check)
            self._checked = findings.checked
            if not findings.failures:
                break
            self._leave_out(findings.failures)
        await self._check_not_running()
        await in_thread(self._keep_shared)
        await in_thread(self._permit_as_before)
        self._index = await in_thread(self._stage_index)
        self._reporter.end()

    async def _swap(self) -> None:
        self._reporter.begin(Stage.SWAP, sum(_moves(step.operation) for step in self._steps))
        try:
            await in_thread(self._commit, self._stop)
        except asyncio.CancelledError:
            if self._trouble is not None:
                raise self._trouble from None
            task = asyncio.current_task()
            if not self._done or task is None:
                raise
            # It came too late: the folder is the new one already, and that is what must be told.
            task.uncancel()
        self._reporter.end()

    def _leave_out(self, failures: Mapping[int, ModsteadError]) -> None:
        """Go on without the operations that failed and those that belong to them, or give up."""
        if not failures:
            return
        first = failures[min(failures)]
        self._first_failure = self._first_failure or first
        if not self._order.leave_out_failures:
            raise first
        reasons = {
            step.operation.file_name: failures[step.slot] for step in self._steps if step.slot in failures
        }
        plan = self._plan.without(reasons)
        left = set(plan.operations)
        for step in self._steps:
            if step.operation not in left:
                name = step.operation.file_name
                text = (
                    str(reasons[name]) if name in reasons else f"It goes together with {next(iter(reasons))}."
                )
                self._failed.append(Note(NoteKind.UNRESOLVED, name, text))
        self._steps = tuple(step for step in self._steps if step.operation in left)
        self._plan = plan
        if not self._steps:
            raise self._first_failure

    def _hashed(self, progress: HashingProgress) -> None:
        self._reporter.stage_done_from_thread(progress.done_files, progress.done_bytes)

    def _keep_shared(self) -> None:
        """Links and files with other names elsewhere are kept as copies, which nobody else can write to."""
        for step in self._steps:
            checked = self._checked.get(step.slot)
            if checked is None or step.renames or not checked.shared:
                continue
            if not self._kept.copy_in(self._place.folder / checked.state.name, checked.state):
                raise FolderChanged(f"{checked.state.name} was changed by another program meanwhile.")

    def _permit_as_before(self) -> None:
        """Who might read and write an old file may do so with the new one; what undo restores has rights of its own."""
        for step in self._steps:
            before, source = step.operation.before, step.operation.source
            if before is None or not isinstance(source, Download | LocalFile):
                continue
            old = self._disk.status(self._place.folder / before.name)
            if old is not None:
                self._disk.permit_as(self._staging.files.new_file(step.slot), old)

    def _stage_index(self) -> tuple[IndexStep, ...]:
        """What the change makes of the launcher's own list of the mods."""
        plan = self._order.plan
        undone = undone_lists(self._journal, plan.undoes, plan.undoes_since)
        index = ModIndex(self._place, self._disk, self._kept)
        return index.stage(
            plan.instance, self._finished_steps(), undone, self._staging.files, len(plan.operations)
        )

    def _commit(self) -> None:
        entry = self._entry()
        swap = Swap(self._place, self._disk, self._kept, entry)
        signatures = {slot: checked.signature for slot, checked in self._checked.items()}
        try:
            self._journal.begin(entry)
            swap.forward(signatures, self._stop.is_set, self._reporter.stage_done_from_thread)
            self._journal.close(entry.operation_id, Mark.DONE)
        except Exception as failure:
            self._put_back(swap, failure)
            raise
        self._done = True
        try:
            self._journal.sync()
            swap.tidy()
            self._staging.forget_fetched()
        except (OSError, FileError) as error:
            _log.warning("Tidying up after %s is left for later: %s", entry.operation_id, error)

    def _put_back(self, swap: Swap, failure: Exception) -> None:
        """After a failure of the disk it may fail once more, and then succeed: it is tried again before giving up."""
        for left in reversed(range(_ATTEMPTS)):
            try:
                problems = self._try_to_put_back(swap)
                break
            except (OSError, FileError) as error:
                if left == 0:
                    self._trouble = self._not_yet(failure, error)
                    raise self._trouble from failure
        if problems:
            self._trouble = RecoveryFailed(
                f"The change to {self._place.folder} failed and could not be put back completely.",
                " ".join(f"{note.subject}: {note.text}" for note in problems),
            )
            raise self._trouble from failure

    def _try_to_put_back(self, swap: Swap) -> list[Note]:
        """What could not be put back."""
        operation_id = self._order.operation_id
        if self._disk.status(self._journal.path(operation_id, Mark.PENDING)) is None:
            return []
        result = swap.put_back()
        self._journal.close(operation_id, Mark.FAILED)
        self._journal.sync()
        return result.problems

    def _not_yet(self, failure: Exception, error: OSError | FileError) -> RecoveryFailed:
        first, second = (
            told(reason, self._place.folder) if isinstance(reason, OSError) else reason
            for reason in (failure, error)
        )
        return RecoveryFailed(
            f"The change to {self._place.folder} failed and could not be put back yet.",
            f"{first} Then: {second}",
            remedy="Nothing is lost: it is put back as soon as the folder is used again.",
        )

    def _abandon(self) -> None:
        """Leave nothing behind, unless recovery still needs it."""
        try:
            if not self._done and not self._journal.ids(Mark.PENDING):
                self._staging.salvage()
        except OSError as error:
            _log.warning("Tidying up staging is left for later: %s", error)

    def _entry(self) -> Entry:
        plan = self._order.plan
        return Entry(
            operation_id=self._order.operation_id,
            at=self._order.at,
            kind=plan.kind,
            steps=self._finished_steps(),
            undoes=plan.undoes,
            undoes_since=plan.undoes_since,
            about=plan.about,
            index=self._index,
            move=plan.move,
        )

    def _finished_steps(self) -> tuple[Step, ...]:
        return tuple(replace(step, operation=self._finished(step)) for step in self._steps)

    def _finished_plan(self) -> Plan:
        return replace(self._plan, operations=tuple(self._finished(step) for step in self._steps))

    def _finished(self, step: Step) -> Operation:
        """The operation with both states as they are known by now, hashes complete."""
        operation = step.operation
        before = self._checked[step.slot].state if operation.before else None
        after = operation.after
        if after is not None and step.renames and before is not None:
            after = replace(after, sha1=before.sha1, sha512=before.sha512)
        elif after is not None:
            after = as_found(after, self._staged[step.slot])
        return replace(operation, before=before, after=after)


def _moves(operation: Operation) -> int:
    return sum(state is not None for state in (operation.before, operation.after))


def _left_out_of_undo(plan: Plan) -> tuple[Note, ...]:
    """What of an operation an undo could not take back was left out when it was planned."""
    return tuple(note for note in plan.notes if plan.takes_back and note.kind is NoteKind.UNRESOLVED)
