"""Carrying out plans for the window: one at a time, with progress, cancel, and a way back."""

import time
from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from modstead.domain.instance import Instance
from modstead.domain.plan import Applied, Plan, Progress, Stage
from modstead.domain.preflight import Preflight
from modstead.errors import ModsteadError
from modstead.services.operations import OperationService
from modstead.services.preflight import PreflightService
from modstead.ui.project_states import ProjectStates, Running
from modstead.ui.tasks import Failure, TaskScope

_APPLY = "apply"
_SECONDS_BETWEEN_MARKS = 0.1
"""Each mark repaints buttons; the files' reports come ten times as often."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A plan, and how it is to be carried out."""

    plan: Plan
    leave_out_failures: bool
    while_running: bool
    anyway: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """A plan that was not carried out, or could not even be made; nothing was changed."""

    plan: Plan | None
    error: ModsteadError


class Changes(QObject):
    """It belongs to the application, not to a page: leaving a page does not stop a change."""

    started = Signal(object)
    """The Plan."""
    progressed = Signal(object)
    """Its Progress."""
    applied = Signal(object)
    """What came of it: Applied."""
    stopped = Signal(object)
    """Why nothing came of it: Stopped."""
    refused = Signal(object)
    """Why the game would not start, so that nothing was changed: Preflight."""
    cancelled = Signal(object)
    """The Plan that was stopped by the user."""
    waiting_changed = Signal(object)
    """The plans that wait for their turn, in their order: a tuple."""

    def __init__(
        self,
        operations: OperationService,
        preflight: PreflightService,
        states: ProjectStates,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._operations = operations
        self._preflight = preflight
        self._states = states
        self._plan: Plan | None = None
        self._waiting: list[_Asked] = []
        self._marked_at = 0.0
        self.scope = TaskScope(self._failed)

    @property
    def plan(self) -> Plan | None:
        """The plan that is being carried out."""
        return self._plan

    def apply(
        self,
        plan: Plan,
        *,
        leave_out_failures: bool = False,
        while_running: bool = False,
        anyway: bool = False,
    ) -> None:
        """Carry out the plan, now or once those before it are done. One that is under way or waits is not done twice.

        Its new files are looked into first, and nothing is changed where the game would not start, but `anyway`.
        """
        asked = _Asked(plan, leave_out_failures, while_running, anyway)
        if self._plan is None:
            self._begin(asked)
        elif plan != self._plan and all(plan != other.plan for other in self._waiting):
            self._waiting.append(asked)
            self._tell_waiting()

    def drop_waiting(self) -> None:
        """Do nothing of what waits; what is under way goes on."""
        if self._waiting:
            self._waiting.clear()
            self._tell_waiting()

    def _begin(self, asked: _Asked) -> None:
        plan = asked.plan
        self._plan = plan
        self._mark(Running(0.0, "Starting"))
        self.started.emit(plan)

        async def work() -> Applied | Preflight:
            if not asked.anyway:
                preflight = await self._preflight.check(plan, self._progress)
                if not preflight.passed:
                    return preflight
                if failure := preflight.failure(leave_out=asked.leave_out_failures):
                    raise failure
            return await self._operations.apply(
                plan,
                self._progress,
                leave_out_failures=asked.leave_out_failures,
                while_running=asked.while_running,
            )

        task = self.scope.start(_APPLY, work, done=self._done)
        if task is not None:
            task.add_done_callback(lambda ended: self._ended_cancelled(plan) if ended.cancelled() else None)

    def _begin_next(self) -> None:
        if self._plan is None and self._waiting:
            asked = self._waiting.pop(0)
            self._tell_waiting()
            self._begin(asked)

    def _tell_waiting(self) -> None:
        self.waiting_changed.emit(tuple(asked.plan for asked in self._waiting))

    def undo(self, instance: Instance, operation_id: str | None = None) -> None:
        """Take an operation back; the plan is made first."""

        async def work() -> Plan:
            return await self._operations.undo_plan(instance, operation_id)

        self.scope.start("undo", work, done=lambda plan: self.apply(plan, leave_out_failures=True))

    def cancel(self) -> None:
        """Stop what is under way: before the swap nothing has changed, during it everything is put back."""
        self.scope.cancel(_APPLY)

    def _progress(self, progress: Progress) -> None:
        self.progressed.emit(progress)
        now = time.monotonic()
        if now - self._marked_at < _SECONDS_BETWEEN_MARKS:
            return
        self._marked_at = now
        share = progress.bytes_done / progress.bytes_total if progress.bytes_total else 0.0
        text = "Installing" if progress.stage is Stage.SWAP else f"{progress.done} of {progress.total} files"
        self._mark(Running(share, text))

    def _done(self, outcome: Applied | Preflight) -> None:
        self._end()
        if isinstance(outcome, Preflight):
            self.refused.emit(outcome)
        else:
            self.applied.emit(outcome)
        self._begin_next()

    def _failed(self, failure: Failure) -> None:
        plan = self._plan
        if failure.key == _APPLY and plan is not None:
            self._end()
            self.stopped.emit(Stopped(plan, failure.error))
            self._begin_next()
        elif failure.key == "undo":
            self.stopped.emit(Stopped(None, failure.error))

    def _ended_cancelled(self, plan: Plan) -> None:
        if self._plan is plan:
            self._end()
            self.cancelled.emit(plan)
            self._begin_next()

    def _end(self) -> None:
        self._mark(None)
        self._plan = None

    def _mark(self, running: Running | None) -> None:
        self._states.set_running(_projects(self._plan), running)


def _projects(plan: Plan | None) -> Collection[str]:
    operations = plan.operations if plan else ()
    return {operation.project.project_id for operation in operations if operation.project}
