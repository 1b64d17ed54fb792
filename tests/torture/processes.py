"""Forked children of a process that has everything imported: a fresh start in a millisecond, and a real end."""

import gc
import os
import pickle
import select
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class End:
    """How a child ended: what its function returned, or what it raised as text, or the signal that killed it."""

    value: object = None
    trouble: str = ""
    signal: int = 0

    @property
    def killed(self) -> bool:
        return self.signal == signal.SIGKILL


class Child:
    """Runs `work` in a fork of this process, which must have no threads of its own."""

    def __init__(self, work: Callable[[], object]) -> None:
        assert threading.active_count() == 1
        self._from, into = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._from)
            _work(work, into)
        os.close(into)

    def kill_after(self, seconds: float) -> None:
        """Unless it ends by itself before."""
        ready, _, _ = select.select([self._from], [], [], seconds)
        if not ready:
            os.kill(self.pid, signal.SIGKILL)

    def stopped(self) -> bool:
        """Wait until it has stopped itself, or ended: whether it stopped. Its end is still to be had."""
        ended = os.WEXITED | os.WSTOPPED | os.WNOWAIT
        state = os.waitid(os.P_PID, self.pid, ended)
        return state is not None and state.si_code == os.CLD_STOPPED

    def go_on(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> End:
        """Wait for it."""
        told = bytearray()
        while part := os.read(self._from, _CHUNK):
            told += part
        os.close(self._from)
        _, status = os.waitpid(self.pid, 0)
        if os.WIFSIGNALED(status):
            return End(signal=os.WTERMSIG(status))
        if not told:
            return End(trouble=f"it ended with status {status} and said nothing")
        end = pickle.loads(told)
        assert isinstance(end, End)
        return end


def forked(work: Callable[[], object]) -> End:
    """How `work` ends in a process of its own."""
    return Child(work).end()


def result_of(work: Callable[[], object]) -> object:
    """What `work` returns in a process of its own; what goes wrong there goes wrong here."""
    end = forked(work)
    if end.trouble or end.signal:
        raise RuntimeError(end.trouble or f"killed by signal {end.signal}")
    return end.value


def _work(work: Callable[[], object], into: int) -> None:
    gc.disable()  # it would write to every page that is shared with the parent
    try:
        end = End(work())
    except BaseException:  # noqa: BLE001 - whatever it is, the parent is to hear of it
        end = End(trouble=traceback.format_exc())
    with suppress(OSError):
        _tell(into, pickle.dumps(end))
    os._exit(0)


def _tell(into: int, told: bytes) -> None:
    left = memoryview(told)
    while left:
        left = left[os.write(into, left) :]


def seconds_of(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
