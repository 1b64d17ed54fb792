"""Pages on Qt's own event loop, with the real services over the sandbox."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import qasync
from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QApplication

from backends import environment
from modstead.application.backend import open_backend
from modstead.domain.instance import Instance, Loader
from modstead.services.bundle import Services
from modstead.ui.images import ImageLoader
from modstead.ui.project_states import ProjectStates
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme
from modstead_sandbox.server import Handle

PATIENCE = 20.0
MEADOW = Instance(Path("/games/meadow/mods"), "Meadow", "", Loader.FABRIC, "", "1.21.4")


class Stage:
    """What pages are given."""

    def __init__(self, theme: Theme, services: Services) -> None:
        self.theme = theme
        self.services = services
        self.states = ProjectStates()
        self.states.set_instance(MEADOW)
        self.failures: list[Failure] = []
        self.scope = TaskScope(self.failures.append)
        self.images = ImageLoader(services.pictures, self.scope)


def on_stage(
    theme: Theme, sandbox: Handle, home: Path, act: Callable[[Stage], Awaitable[None]], *, guizhan: str = ""
) -> None:
    """Run `act`, then stop what it left running. `guizhan` is that platform's address, where it is on."""

    async def play() -> None:
        more = {"MODSTEAD_GUIZHAN_URL": guizhan} if guizhan else {}
        async with open_backend(environment(sandbox, home) | more) as backend:
            stage = Stage(theme, backend.services)
            try:
                await act(stage)
            finally:
                await stage.scope.close()

    on_qt(play)


def on_qt(main: Callable[[], Awaitable[None]]) -> None:
    async def within_patience() -> None:
        async with asyncio.timeout(PATIENCE * 2):
            await main()

    try:
        with qasync.QEventLoop(QApplication.instance()) as loop:
            loop.run_until_complete(within_patience())
    finally:
        # Here, and not whenever a worker thread happens to: Qt's objects end in the thread they live in.
        gc.collect()


async def settled(*scopes: TaskScope) -> None:
    """Until no task of these scopes is left, nor one that they led to."""
    async with asyncio.timeout(PATIENCE):
        while tasks := [task for scope in scopes for task in scope._all]:
            await asyncio.wait(tasks)
            await asyncio.sleep(0)


class Watch:
    """Counts what a signal brings, from when it is made on."""

    def __init__(self, signal: SignalInstance) -> None:
        self.values: list[Any] = []
        self._news = asyncio.Event()
        signal.connect(self._came)

    async def until(self, condition: Callable[[], bool] | None = None) -> Any:
        """Wait for one more emission, or as many as make the condition true. Returns the last value."""
        async with asyncio.timeout(PATIENCE):
            while not self.values if condition is None else not condition():
                self._news.clear()
                await self._news.wait()
        return self.values[-1] if self.values else None

    def _came(self, *values: Any) -> None:
        self.values.append(values[0] if len(values) == 1 else values)
        self._news.set()
