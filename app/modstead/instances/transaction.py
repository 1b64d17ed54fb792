"""Carrying out plans so that a folder is always the old one or the new one, whatever fails, and taking them back.

Everything that belongs to a folder `X/mods` lies in `X/.modstead/mods/`: new files in `staging`, records in `journal`,
replaced files in `kept`. A change checks the folder, brings everything together in staging, writes its record, moves
the files, and marks the record; recovery and undo need these files alone.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from weakref import WeakValueDictionary

from modstead.domain.catalog import Downloads
from modstead.domain.instance import Instance
from modstead.domain.plan import Applied, DamagedRecord, HistoryEntry, Plan, Progress
from modstead.domain.points import Point
from modstead.domain.retention import Retention
from modstead.errors import FileError, FolderError, FolderReadOnly, ModsteadError, UndoImpossible
from modstead.instances.arrivals import Arrivals, new_files, read_arrivals
from modstead.instances.blocking import in_thread
from modstead.instances.change import Change, Order
from modstead.instances.checks import check_folder, steps_of
from modstead.instances.disk import Disk, told
from modstead.instances.folder_lock import FolderLock
from modstead.instances.journal import Journal, Step
from modstead.instances.kept import KeptFiles
from modstead.instances.place import Place, place_of, readable_place_of
from modstead.instances.pruning import may_be_due, prune
from modstead.instances.recovery import Recovery, interrupted, recover, untidy
from modstead.instances.reporting import Reporter
from modstead.instances.staging import Staging
from modstead.instances.undo import Past

T = TypeVar("T")

_log = logging.getLogger(__name__)


def now() -> datetime:
    return datetime.now(UTC)


def silent(_progress: Progress) -> None:
    """For callers that show no progress."""


class Transactions:
    """Changes folders of mods, one change at a time for each folder, and knows what was changed.

    `parallel` is how many files are fetched at once; `clock` gives the time with its zone; `retention` says how long
    replaced files are kept, which is seen to after each change.
    """

    def __init__(
        self,
        downloads: Downloads,
        *,
        parallel: int = 6,
        clock: Callable[[], datetime] = now,
        disk: Disk | None = None,
        retention: Callable[[], Retention] = Retention,
    ) -> None:
        self._downloads = downloads
        self._parallel = parallel
        self._clock = clock
        self._disk = disk or Disk()
        self._retention = retention
        self._turns: WeakValueDictionary[Path, asyncio.Lock] = WeakValueDictionary()
        self._at_work: set[Path] = set()

    async def apply(
        self,
        plan: Plan,
        *,
        progress: Callable[[Progress], None] = silent,
        leave_out_failures: bool = False,
        while_running: bool = False,
    ) -> Applied:
        """Change the folder as the plan says: all of it, or with `leave_out_failures` what can be had of it; with
        `while_running` also under a game that runs.

        Waits for a change of the same folder that is under way here. `progress` is called in the event loop. Cancelling
        leaves the folder as it was, unless it is the new one already: then the change is done and told.

        Raises:
            PlanError, FolderError, FileError, CatalogError, DownloadError: nothing was changed. Downloads that were
                complete are held, so that a new attempt fetches only what is missing.
            FolderBusy: another process changes the folder.
            GameRunning: a game seems to run with files that would be replaced or removed.
            RecoveryFailed: an earlier change, or this one, could not be put back; says what lies where.
        """
        steps_of(plan)
        place = await self._place(plan.folder)
        async with self._turn(place):
            await self._blocking(place, partial(recover, place, self._disk))
            reporter = Reporter(progress)
            at = self._clock()
            staging = await self._staging(place, at, reporter)
            order = Order(plan, staging.operation_id, at, leave_out_failures, while_running)
            try:
                applied = await Change(place, self._disk, order, staging, reporter).run()
            except OSError as error:
                raise told(error, place.folder) from error
            await self._prune_after(place, at)
            return applied

    async def arrivals(self, plan: Plan, *, progress: Callable[[Progress], None] = silent) -> Arrivals:
        """What the plan's new files say inside. They are fetched and verified, and held for `apply`.

        Waits for a change of the same folder that is under way here. Cancelling leaves nothing behind but what is held.

        Raises:
            FolderError: the folder is missing, busy, full or cannot be written beside.
            RecoveryFailed: an earlier change could not be put back.
        """
        operations = new_files(plan.operations)
        if not operations:
            return Arrivals({})
        place = await self._place(plan.folder)
        async with self._turn(place):
            await self._blocking(place, partial(recover, place, self._disk))
            steps = tuple(Step(slot, item, renames=False) for slot, item in enumerate(operations))
            await self._blocking(place, partial(check_folder, place, self._disk, steps))
            staging = await self._staging(place, self._clock(), Reporter(progress))
            try:
                return await read_arrivals(staging, operations)
            except OSError as error:
                raise told(error, place.folder) from error

    async def _staging(self, place: Place, at: datetime, reporter: Reporter) -> Staging:
        operation_id = await self._blocking(place, partial(Journal(place, self._disk).new_id, at))
        return Staging(
            place, self._disk, self._downloads, operation_id, parallel=self._parallel, reporter=reporter
        )

    async def recover(self, folder: Path) -> Recovery | None:
        """Put right what an interrupted change left behind; None where there was none. Call it before a scan.

        So too where no change could have been: beside a mount, or where something else has our storage's name.

        It never waits for a change that is under way, in this process or, before that moves files, in another.

        Raises:
            FolderMissing, FolderUnreadable: there is no such folder.
            FolderBusy: another process is just moving files there.
            RecoveryFailed: says what could not be put right, and what lies where.
        """
        place = await self._readable_place(folder)
        if place is None or place.folder in self._at_work:
            return None
        if not await self._blocking(place, partial(untidy, place, self._disk)):
            return None
        try:
            async with self._turn(place):
                return await self._blocking(place, partial(recover, place, self._disk))
        except (FolderError, FileError) as error:
            if await self._blocking(place, partial(interrupted, place, self._disk)):
                raise
            _log.info("Tidying up beside %s is left for later: %s", place.folder, error)
            return None

    async def history(self, folder: Path) -> tuple[HistoryEntry, ...]:
        """What was changed, newest first. Needs the files beside the folder alone.

        Raises:
            FolderMissing, FolderUnreadable: there is no such folder.
            RecoveryFailed: a newer Modstead wrote the journal.
        """
        place = await self._readable_place(folder)
        if place is None:
            return ()
        return await self._blocking(
            place, lambda: Past(place, self._disk).history(self._retention(), self._clock())
        )

    async def damaged(self, folder: Path) -> tuple[DamagedRecord, ...]:
        """What was changed but cannot be told by `history`, because its record is damaged; newest first.

        Raises:
            FolderMissing, FolderUnreadable, RecoveryFailed: as `history` does.
        """
        place = await self._readable_place(folder)
        if place is None:
            return ()
        return await self._blocking(place, lambda: Past(place, self._disk).damaged)

    async def undo_plan(self, instance: Instance, operation_id: str | None = None) -> Plan:
        """The plan that restores the exact bytes from before an operation; undoing an undo does it again.

        Without an ID: the last operation that is neither undone nor itself an undo. Files that somebody changed since,
        whose names are taken or whose kept bytes are gone are left out: a note of kind UNRESOLVED names each, and
        `Applied.failed` will.

        Raises:
            UndoImpossible: there is nothing to undo, or nothing of it can be put back any more.
        """
        return await self._plan_from(instance, lambda past: past.undo_plan(instance, operation_id))

    async def redo_plan(self, instance: Instance, operation_id: str | None = None) -> Plan:
        """The plan that does an undone operation again, named by its ID or its undo's; without an ID the last undone.

        Raises:
            UndoImpossible: nothing is to be done again, or it cannot be; says why.
        """
        return await self._plan_from(instance, lambda past: past.redo_plan(instance, operation_id))

    async def restore_plan(self, instance: Instance, point: Point) -> Plan:
        """The plan that makes the folder what it was at that point, in one change with one undo.

        What cannot be put back is left out and named as in `undo_plan`.

        Raises:
            NothingLeftToUndo: Modstead has changed nothing since, or all that it has was changed back.
            UndoImpossible: there is no such point, or it cannot be reached any more; says why.
        """
        return await self._plan_from(instance, lambda past: past.restore_plan(instance, point))

    async def _plan_from(self, instance: Instance, planned: Callable[[Past], Plan]) -> Plan:
        await self.recover(instance.folder)
        place = await self._readable_place(instance.folder)
        if place is None:
            raise UndoImpossible(f"There is nothing to undo in {instance.folder}.")
        return await self._blocking(place, lambda: planned(Past(place, self._disk)))

    async def kept_size(self, folder: Path) -> int:
        """Bytes kept for undo."""
        place = await self._readable_place(folder)
        if place is None:
            return 0
        sizes = await self._blocking(place, KeptFiles(place, self._disk).sizes)
        return sum(sizes.values())

    async def prune(self, folder: Path) -> int:
        """Drop kept files, those of the oldest operations first, until they are no more than is to be kept; the bytes
        freed. Cheap where there is nothing to drop. The history stays.

        Raises:
            FolderError: the folder is missing, busy or cannot be written beside.
        """
        place = await self._readable_place(folder)
        if place is None or place.folder in self._at_work:
            return 0
        retention, at = self._retention(), self._clock()
        if not await self._blocking(place, partial(may_be_due, place, self._disk, retention, at)):
            return 0
        async with self._turn(place):
            await self._blocking(place, partial(recover, place, self._disk))
            return await self._blocking(place, partial(prune, place, self._disk, retention, at))

    async def _prune_after(self, place: Place, at: datetime) -> None:
        """The same after a change, under its lock: whatever becomes of it, the change is done."""
        retention = self._retention()

        def pruned() -> None:
            if may_be_due(place, self._disk, retention, at):
                prune(place, self._disk, retention, at)

        try:
            await in_thread(pruned)
        except (OSError, ModsteadError) as error:
            _log.warning("Old files of %s are dropped later: %s", place.folder, error)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None:
                task.uncancel()

    async def _place(self, folder: Path) -> Place:
        try:
            return await in_thread(partial(place_of, folder, self._disk))
        except OSError as error:
            raise told(error, folder) from error

    async def _readable_place(self, folder: Path) -> Place | None:
        try:
            return await in_thread(partial(readable_place_of, folder, self._disk))
        except OSError as error:
            raise told(error, folder) from error

    @asynccontextmanager
    async def _turn(self, place: Place) -> AsyncIterator[None]:
        """Alone on the folder, in this process and beside all others."""
        turn = self._turns.get(place.folder)
        if turn is None:
            turn = self._turns[place.folder] = asyncio.Lock()
        async with turn:
            lock = FolderLock()
            self._at_work.add(place.folder)
            try:
                await in_thread(partial(_lock, lock, place, self._disk))
                yield
            finally:
                self._at_work.discard(place.folder)
                lock.release()

    async def _blocking(self, place: Place, function: Callable[[], T]) -> T:
        try:
            return await in_thread(function)
        except OSError as error:
            raise told(error, place.folder) from error


def _lock(lock: FolderLock, place: Place, disk: Disk) -> None:
    try:
        place.make(disk)
        lock.take(place.lock, place.folder)
    except PermissionError as error:
        raise FolderReadOnly(
            f"{place.folder} cannot be changed.",
            f"Modstead keeps old files in {place.home.parent}, which cannot be written to.",
        ) from error
    except OSError as error:
        raise told(error, place.home.parent) from error


__all__ = ["Recovery", "Transactions"]
