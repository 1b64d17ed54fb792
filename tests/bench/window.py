"""The real window in this process, for benchmarks that drive it."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from modstead.application.backend import open_backend
from modstead.paths import Paths
from modstead.ui.collecting import Collector
from modstead.ui.session import furnish
from modstead.ui.shell import Shell, first_palette

T = TypeVar("T")


def with_window(home: Path, url: str, work: Callable[..., Awaitable[T]]) -> T:
    """Run `work(desk)` with the window open, as the application builds it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    environment = {"MODSTEAD_HOME": str(home), "MODSTEAD_MODRINTH_URL": url}
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    shell = Shell(first_palette("light", app))
    shell.resize(1280, 800)
    shell.show()
    app.processEvents()

    async def live() -> T:
        async with open_backend(environment) as backend:
            desk = furnish(app, shell, backend, Paths.from_environment(environment))
            collector = Collector()
            try:
                return await work(desk)
            finally:
                await desk.close()
                collector.stop()

    with QEventLoop(app) as loop:
        return loop.run_until_complete(live())


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - whatever it is that one waits for
            await asyncio.sleep(0.002)


def resident_megabytes(process: int) -> float:
    """What a process holds in memory now."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise AssertionError("the system does not tell")
