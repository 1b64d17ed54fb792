"""How far something is, on a terminal."""

import time
from collections.abc import Callable

from modstead.cli.output import Output
from modstead.domain.pace import Pace
from modstead.domain.plan import Progress, Stage

_STAGE_LABELS = {
    Stage.CHECK: "Checking the folder",
    Stage.DOWNLOAD: "Downloading",
    Stage.VERIFY: "Verifying",
    Stage.SWAP: "Putting in place",
}


class ApplyBar:
    """Shows how far a change is: a bar with the rate and the time left, and a line for each file that is there."""

    def __init__(self, output: Output, clock: Callable[[], float] = time.monotonic) -> None:
        self._output = output
        self._clock = clock
        self._pace = Pace()
        self._seconds_left: float | None = None

    def show(self, progress: Progress) -> None:
        output, label = self._output, _STAGE_LABELS[progress.stage]
        if not progress.bytes_total:
            output.progress(label, progress.done, progress.total)
            return
        if progress.stage is Stage.DOWNLOAD and progress.file and progress.finished:
            output.passing(f"{progress.file}  {_came(progress)}")
        label = f"{label} {progress.done} of {progress.total}"
        output.progress(label, progress.bytes_done, progress.bytes_total, self._numbers(progress))

    def _numbers(self, progress: Progress) -> str:
        """`4.2 MB/s, about 12 s left`; nothing while that cannot be told."""
        if progress.stage is not Stage.DOWNLOAD:
            return ""
        self._pace = self._pace.seen(self._clock(), progress.bytes_done - progress.bytes_held)
        to_come = progress.bytes_total - progress.bytes_done
        self._seconds_left = self._pace.seconds_left(to_come, self._seconds_left)
        parts = [f"{amount(round(self._pace.per_second))}/s"] if self._pace.per_second else []
        if self._seconds_left is not None:
            parts.append(f"about {wait(self._seconds_left)} left")
        return ", ".join(parts)


def _came(progress: Progress) -> str:
    return "already here" if 0 < progress.file_total <= progress.file_held else amount(progress.file_total)


def amount(octets: int) -> str:
    """`48 KB`, `4.2 MB`, in steps of 1000."""
    size = octets / 1000
    return f"{size / 1000:.1f} MB" if size >= 1000 else f"{max(1, round(size))} KB"


def wait(seconds: float) -> str:
    """`12 s`, `3 min`, `2 h`."""
    if seconds < 90:
        return f"{round(seconds)} s"
    return f"{round(seconds / 60)} min" if seconds < 90 * 60 else f"{round(seconds / 3600)} h"
