"""What happens between the first picture and the last: the loop, the services, the window's pages."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from modstead.errors import SettingsError
from modstead.events import Event
from modstead.paths import Paths
from modstead.services.bundle import Services
from modstead.services.settings import SettingsService
from modstead.ui.collecting import Collector
from modstead.ui.desk import Desk
from modstead.ui.looks import scheme_of, text_scale_of
from modstead.ui.main_window import MainWindow
from modstead.ui.shell import Shell
from modstead.ui.theme import Theme

_log = logging.getLogger(__name__)


class Connection(Protocol):
    """Whether the platform is within reach."""

    @property
    def online_changed(self) -> Event[bool]: ...


class Backend(Protocol):
    """What the composition root builds."""

    @property
    def services(self) -> Services: ...

    @property
    def client(self) -> Connection: ...

    @property
    def sample_command(self) -> tuple[str, ...]:
        """Opens a sample in another process; empty where there is none."""


OpenBackend = Callable[[], AbstractAsyncContextManager[Backend]]


def live(
    app: QApplication, shell: Shell, folder: Path | None, paths: Paths, open_backend: OpenBackend
) -> None:
    """Run the loop until the window is closed and everything has come to rest."""

    async def until_closed() -> None:
        closed = asyncio.Event()
        app.lastWindowClosed.connect(closed.set)
        async with open_backend() as backend:
            desk = furnish(app, shell, backend, paths)
            desk.start(folder)
            collector = Collector()
            await closed.wait()
            _remember_place(shell, backend.services.settings)
            await desk.close()
            collector.stop()

    with QEventLoop(app) as loop:
        loop.run_until_complete(until_closed())


def _remember_place(shell: Shell, settings: SettingsService) -> None:
    if shell.place == settings.value.window_place:
        return
    try:
        settings.change(window_place=shell.place)
    except SettingsError as error:
        _log.warning("Where the window was is not remembered: %s", error)


def furnish(app: QApplication, shell: Shell, backend: Backend, paths: Paths) -> Desk:
    """Fill the shell with the window and its pages."""
    settings = backend.services.settings.value
    theme = Theme(scheme_of(settings), text_scale=text_scale_of(settings))
    theme.apply(app)
    window = MainWindow(theme)
    desk = Desk(window, backend.services, backend.client, paths, backend.sample_command)
    shell.fill(window)
    return desk
