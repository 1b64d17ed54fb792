"""Progress of a change, at a bounded rate, always in the event loop's thread."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from modstead.domain.plan import Progress, Stage

_SECONDS_BETWEEN_REPORTS = 0.05


class Reporter:
    """Tells how far a change is: for each file and each stage at most twenty times a second, and always the last.

    In a report that names a file, `finished` speaks of that file; in one that names none, of the stage.
    """

    def __init__(self, progress: Callable[[Progress], None]) -> None:
        self._progress = progress
        self._loop = asyncio.get_running_loop()
        self._next: dict[str, float] = {}
        self._state = Progress(Stage.CHECK, 0, 0)
        self._written: dict[str, int] = {}
        self._held: dict[str, int] = {}

    @property
    def stage(self) -> Stage:
        return self._state.stage

    def begin(self, stage: Stage, total: int, bytes_total: int = 0) -> None:
        """Enter a stage of `total` files."""
        self._next.clear()
        self._written.clear()
        self._held.clear()
        self._state = Progress(stage, 0, total, bytes_total=bytes_total)
        self._progress(self._state)

    def end(self) -> None:
        """Leave the stage, with everything in it done."""
        state = self._state
        self._state = replace(
            state, done=state.total, bytes_done=max(state.bytes_done, state.bytes_total), finished=True
        )
        self._progress(self._state)

    def file_held(self, file: str, held: int, total: int) -> None:
        """Of one file, `held` bytes are there from before; the others come from now on."""
        self._hold(file, held)
        self.file_bytes(file, held, total)

    def file_bytes(self, file: str, done: int, total: int) -> None:
        """Of one file, `done` bytes are there."""
        self._hold(file, min(done, self._held.get(file, 0)))  # fewer where it begins anew
        self._count(file, done)
        if self._due(file):
            self._tell_file(file, done, total)

    def file_waits(self, file: str, total: int, reason: str, seconds: float) -> None:
        """Of one file, nothing comes for a while; what is over before it could be read is not told."""
        if seconds < 1:
            return
        message = f"{reason}, trying again in {round(seconds)} s"
        self._tell_file(file, self._written.get(file, 0), total, message=message)
        self._next.pop(file, None)

    def file_finished(self, file: str, total: int) -> None:
        self._count(file, total)
        self._state = replace(self._state, done=self._state.done + 1)
        self._tell_file(file, total, total, finished=True)

    def _tell_file(
        self, file: str, done: int, total: int, *, message: str = "", finished: bool = False
    ) -> None:
        self._progress(
            replace(
                self._state,
                file=file,
                file_done=done,
                file_total=total,
                file_held=self._held.get(file, 0),
                message=message,
                finished=finished,
            )
        )

    def _hold(self, file: str, held: int) -> None:
        more = held - self._held.get(file, 0)
        if more:
            self._held[file] = held
            self._state = replace(self._state, bytes_held=self._state.bytes_held + more)

    def stage_done_from_thread(self, done: int, bytes_done: int = 0) -> None:
        """For blocking work that counts by itself; callable from any thread."""
        self._loop.call_soon_threadsafe(self._stage_done, self._state.stage, done, bytes_done)

    def _stage_done(self, stage: Stage, done: int, bytes_done: int) -> None:
        # What a thread reported may arrive after the stage has ended.
        if self._state.stage is stage and not self._state.finished:
            self._state = replace(self._state, done=done, bytes_done=bytes_done)
            if self._due(""):
                self._progress(self._state)

    def _count(self, file: str, done: int) -> None:
        more = done - self._written.get(file, 0)
        self._written[file] = done
        self._state = replace(self._state, bytes_done=self._state.bytes_done + more)

    def _due(self, file: str) -> bool:
        now = time.monotonic()
        if now < self._next.get(file, 0.0):
            return False
        self._next[file] = now + _SECONDS_BETWEEN_REPORTS
        return True
