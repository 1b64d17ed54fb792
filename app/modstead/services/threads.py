"""Blocking work in a thread, stopped when the waiting task is cancelled."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def run_cancellable(work: Callable[[threading.Event], T]) -> T:
    """Run `work` in a thread; the event that it gets is set when this task is cancelled.

    The work looks at the event once per chunk and then stops by itself; the cancellation waits for that, so that
    no thread goes on behind its caller's back.
    """
    cancelled = threading.Event()
    running = asyncio.ensure_future(asyncio.to_thread(work, cancelled))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        cancelled.set()
        await asyncio.wait([running])
        if not running.cancelled():
            running.exception()
        raise
