"""Blocking work beside the event loop, never left behind: a cancelled task waits until its thread has ended."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def in_thread(function: Callable[[], T], stop: threading.Event | None = None) -> T:
    """What `function` returns, called in a thread. On cancellation `stop` is set and the thread's end awaited."""
    work = asyncio.get_running_loop().run_in_executor(None, function)
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        if stop is not None:
            stop.set()
        await _ended(work)
        raise


async def _ended(work: "asyncio.Future[T]") -> None:
    while not work.done():
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError:
            continue
    # Looked at, so that the loop does not report a failure that the cancellation has overtaken.
    work.exception()
