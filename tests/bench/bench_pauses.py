"""The longest pauses of the window's event loop while 300 files are hashed and 100 downloaded."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench_downloads import wanted
from measuring import Row, scratch, serving
from PySide6.QtCore import QObject, Qt, QTimer
from window import until, with_window

from modstead.domain.instance import Instance, Loader
from modstead.domain.plan import FileState, Operation, OperationKind, Plan, PlanKind

FILES, DOWNLOADS = 300, 100
SIZE = 2 * 1024 * 1024
_EVERY_MS = 4


def rows() -> Iterator[Row]:
    with scratch() as root, serving("--jar-size", "1000000") as url:
        folder = root / "game" / "mods"
        folder.mkdir(parents=True)
        for number in range(FILES):
            (folder / f"mod-{number}.jar").write_bytes(os.urandom(SIZE))
        sources = wanted(url, DOWNLOADS)
        pauses = with_window(root / "home", url, lambda desk: _work(desk, folder, sources))
        assert len(list(folder.iterdir())) == FILES + DOWNLOADS
    pauses.sort()
    yield Row(
        "pauses of the loop while hashing and downloading, p99",
        pauses[int(len(pauses) * 0.99)] * 1000,
        16,
        " ms",
    )


async def _work(desk: Any, folder: Path, sources: list[Any]) -> list[float]:
    """The window stands open, with the progress page in it, while the services do both."""
    instance = Instance(folder, "Bench", "", Loader.FABRIC, "", "1.21.4")
    desk.show("progress")
    pauses = _Pauses(desk)
    library = await desk.services.library.scan(instance)
    assert len(library.mods) == FILES
    # Several versions of one mod do not go together: they are fetched and read, then put in because one insists.
    for insists in (False, True):
        desk.changes.apply(_plan(instance, sources), anyway=insists)
        await until(lambda: desk.changes.plan is None)
    return pauses.seen


class _Pauses(QTimer):
    """How late a timer is that asks for a turn of the loop every few milliseconds.

    It sleeps in between, as a window does: a loop that only spins would be taken for a hog and held back by the system.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.seen: list[float] = []
        self._last = time.perf_counter()
        self.setTimerType(Qt.TimerType.PreciseTimer)
        self.timeout.connect(self._tick)
        self.start(_EVERY_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.seen.append(max(0.0, now - self._last - _EVERY_MS / 1000))
        self._last = now


def _plan(instance: Instance, sources: list[Any]) -> Plan:
    operations = tuple(
        Operation(
            OperationKind.INSTALL,
            None,
            FileState(f"new-{number}.jar", source.size, source.hashes.sha1, source.hashes.sha512),
            source,
            title=f"New {number}",
        )
        for number, source in enumerate(sources)
    )
    return Plan(instance, PlanKind.INSTALL, operations)
