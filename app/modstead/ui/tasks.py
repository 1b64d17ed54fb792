"""The one place where the window starts asyncio tasks: each page owns a `TaskScope`."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from modstead.errors import Cancelled, ModsteadError

T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """A task that failed: for a banner. `retry` starts the same work under the same key again."""

    key: str
    error: ModsteadError
    retry: Callable[[], object]


class TaskScope:
    """Tasks by key. Starting a key cancels its predecessor, so that only the newest search answers.

    A `ModsteadError` is reported once through `on_failure`; a cancellation says nothing; anything else is a bug: it
    goes to the loop's exception handler, and `on_failure` gets an honest sentence about it. A task that was replaced
    or cancelled reports nothing at all.
    """

    def __init__(
        self, on_failure: Callable[[Failure], object], *, on_change: Callable[[], object] | None = None
    ) -> None:
        """`on_change` is called whenever a task starts or ends."""
        self._on_failure = on_failure
        self._on_change = on_change
        self._current: dict[str, asyncio.Task[Any]] = {}
        self._all: set[asyncio.Task[Any]] = set()
        self._closed = False

    def start(
        self,
        key: str,
        work: Callable[[], Coroutine[Any, Any, T]],
        *,
        done: Callable[[T], object] | None = None,
    ) -> "asyncio.Task[T] | None":
        """Run `work()`; its answer goes to `done`, unless another task took the key meanwhile.

        Returns None once the scope is closed. Needs a running event loop.
        """
        if self._closed:
            return None
        self.cancel(key)
        task = asyncio.get_running_loop().create_task(work(), name=key)
        self._current[key] = task
        self._all.add(task)
        task.add_done_callback(lambda ended: self._ended(key, work, done, ended))
        self._changed()
        return task

    def cancel(self, key: str) -> None:
        task = self._current.pop(key, None)
        if task is not None:
            task.cancel()

    def cancel_all(self) -> None:
        for key in tuple(self._current):
            self.cancel(key)

    def running(self, key: str) -> bool:
        return key in self._current

    @property
    def busy(self) -> bool:
        return bool(self._current)

    async def close(self) -> None:
        """Cancel everything and wait until it has ended. Nothing starts any more."""
        self._closed = True
        self.cancel_all()
        while self._all:
            await asyncio.wait(tuple(self._all))
            await asyncio.sleep(0)

    def _ended(
        self,
        key: str,
        work: Callable[[], Coroutine[Any, Any, T]],
        done: Callable[[T], object] | None,
        task: "asyncio.Task[T]",
    ) -> None:
        self._all.discard(task)
        replaced = self._current.get(key) is not task
        if not replaced:
            del self._current[key]
        self._changed()
        error = None if task.cancelled() else task.exception()
        if error is not None:
            known = _known(error)
            if known is None:
                _tell_loop(key, error, task)
            if not replaced and not isinstance(known, Cancelled):
                self._on_failure(Failure(key, known or _bug(error), lambda: self.start(key, work, done=done)))
        elif not replaced and not task.cancelled() and done is not None:
            done(task.result())

    def _changed(self) -> None:
        if self._on_change is not None:
            self._on_change()


def _known(error: BaseException) -> ModsteadError | None:
    """The expected failure in it, also out of a task group; None if anything in it is a bug."""
    if isinstance(error, ModsteadError):
        return error
    if isinstance(error, BaseExceptionGroup):
        known = [_known(part) for part in error.exceptions]
        return None if None in known else known[0]
    return None


def _bug(error: BaseException) -> ModsteadError:
    return ModsteadError(
        "Modstead made a mistake.",
        f"This was not foreseen: {type(error).__name__}.",
        remedy="Please report it; the log has the details.",
    )


def _tell_loop(key: str, error: BaseException, task: "asyncio.Task[Any]") -> None:
    _log.error("task %r failed unexpectedly", key, exc_info=error)
    task.get_loop().call_exception_handler(
        {"message": f"task {key!r} failed unexpectedly", "exception": error, "task": task}
    )
