"""Carrying out plans, taking them back, and what was done before."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from modstead.domain.instance import Instance
from modstead.domain.plan import Applied, DamagedRecord, HistoryEntry, Move, Operation, Plan, Progress
from modstead.domain.points import Point
from modstead.errors import FileError, FolderError, ModsteadError, RecoveryFailed, StorageError
from modstead.events import Event
from modstead.services.library import make_awaited_folder

_log = logging.getLogger(__name__)


class Executor(Protocol):
    """Carries out plans safely: `modstead.instances.transaction.Transactions`."""

    async def apply(
        self,
        plan: Plan,
        *,
        progress: Callable[[Progress], None],
        leave_out_failures: bool = False,
        while_running: bool = False,
    ) -> Applied: ...

    async def undo_plan(self, instance: Instance, operation_id: str | None = None) -> Plan: ...

    async def redo_plan(self, instance: Instance, operation_id: str | None = None) -> Plan: ...

    async def restore_plan(self, instance: Instance, point: Point) -> Plan: ...

    async def history(self, folder: Path) -> tuple[HistoryEntry, ...]: ...

    async def damaged(self, folder: Path) -> tuple[DamagedRecord, ...]: ...

    async def kept_size(self, folder: Path) -> int: ...

    async def prune(self, folder: Path) -> int: ...


class Moves(Protocol):
    """Remembers what a folder is for: `modstead.services.instances.InstanceService`."""

    async def moving(self, instance: Instance, move: Move) -> None: ...

    async def moved(self, instance: Instance, move: Move) -> None: ...

    async def not_moved(self, instance: Instance) -> None: ...


class OperationService:
    """`changed` names the folder after each change, also where only a part of it was done.

    `installed` remembers what published content was put into a folder, `moves` what that is for from then on.
    """

    def __init__(
        self,
        executor: Executor,
        installed: Callable[[Path, Collection[Operation]], Awaitable[None]],
        moves: Moves,
    ) -> None:
        self._executor = executor
        self._installed = installed
        self._moves = moves
        self.changed: Event[Path] = Event()
        self.insists = False
        """Whether every change is carried out under a game that runs, too: whoever started this process said so."""

    async def apply(
        self,
        plan: Plan,
        progress: Callable[[Progress], None] | None = None,
        *,
        leave_out_failures: bool = False,
        while_running: bool = False,
    ) -> Applied:
        """Change the folder as the plan says, all or nothing; with `while_running` also under a game that runs.

        With `leave_out_failures` an operation whose file cannot be had is left out, with what needs it, and named.

        Raises:
            ModsteadError: nothing was changed.
        """
        await asyncio.to_thread(make_awaited_folder, plan.instance)
        await self._begin_move(plan)
        try:
            applied = await self._executor.apply(
                plan,
                progress=progress or _silent,
                leave_out_failures=leave_out_failures,
                while_running=while_running or self.insists,
            )
            await self._installed(plan.folder, _published(applied))
            await self._end_move(plan)
        except ModsteadError:
            await self._end_move(plan, done=False)
            raise
        finally:
            self.changed.emit(plan.folder)
        return applied

    async def _begin_move(self, plan: Plan) -> None:
        if plan.move is not None:
            with _remembered(plan):
                await self._moves.moving(plan.instance, plan.move)

    async def _end_move(self, plan: Plan, *, done: bool = True) -> None:
        if plan.move is not None:
            with _remembered(plan):
                if done:
                    await self._moves.moved(plan.instance, plan.move)
                else:
                    await self._moves.not_moved(plan.instance)

    async def undo_plan(self, instance: Instance, operation_id: str | None = None) -> Plan:
        """What undoing that operation, or the last one, would do.

        Raises:
            UndoImpossible: there is nothing to undo, or something stands in the way; says what.
        """
        return await self._executor.undo_plan(instance, operation_id)

    async def redo_plan(self, instance: Instance, operation_id: str | None = None) -> Plan:
        """What doing that undone operation again would do, or the one that was undone last.

        Raises:
            UndoImpossible: there is nothing to do again, or something stands in the way; says what.
        """
        return await self._executor.redo_plan(instance, operation_id)

    async def restore_plan(self, instance: Instance, point: Point) -> Plan:
        """What bringing the folder back to that point would do: one change, with one undo.

        Raises:
            NothingLeftToUndo: Modstead has changed nothing since, or all that it has was changed back.
            UndoImpossible: that point cannot be reached; says why.
        """
        return await self._executor.restore_plan(instance, point)

    async def undo(
        self,
        instance: Instance,
        operation_id: str | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Applied:
        """Restore the exact bytes from before; undoing an undo does the change again.

        A file that was changed by hand since is left alone and named in `Applied.failed`; the others are put back.
        """
        plan = await self.undo_plan(instance, operation_id)
        return await self.apply(plan, progress, leave_out_failures=True)

    async def history(self, folder: Path) -> tuple[HistoryEntry, ...]:
        """Newest first."""
        return await self._executor.history(folder)

    async def damaged(self, folder: Path) -> tuple[DamagedRecord, ...]:
        """What was changed but cannot be told, because its record is damaged; newest first."""
        return await self._executor.damaged(folder)

    async def kept_size(self, *folders: Path) -> int:
        """Bytes kept for undo beside all of them; beside those that cannot be read there are none."""
        total = 0
        for folder in folders:
            with suppress(FolderError):
                total += await self._executor.kept_size(folder)
        return total

    async def prune(self, folder: Path) -> int:
        """Drop old files that need not be kept any more, as the settings say; the bytes freed.

        Each change does so by itself. Where it cannot be done now, it is left for later.
        """
        try:
            return await self._executor.prune(folder)
        except (FolderError, FileError, RecoveryFailed) as error:
            _log.info("Old files of %s are dropped later: %s", folder, error)
            return 0


def _published(applied: Applied) -> tuple[Operation, ...]:
    """Those that have put into the folder what came from a platform, or is known to be the same."""
    return tuple(item for item in applied.plan.operations if item.after and item.version_id)


def _silent(_progress: Progress) -> None:
    """For callers that show no progress."""


@contextmanager
def _remembered(plan: Plan) -> Iterator[None]:
    """The folder is what it is, also where nothing can be remembered of it."""
    try:
        yield
    except StorageError as error:
        _log.warning("What %s is for now is not remembered: %s", plan.folder, error)
