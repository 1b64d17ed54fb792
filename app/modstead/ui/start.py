"""The window's start and end: the first picture comes before everything heavy is imported."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QApplication

from modstead.errors import SettingsError
from modstead.paths import Paths
from modstead.settings import Settings, load_settings
from modstead.ui.shell import Shell, first_palette

if TYPE_CHECKING:
    from modstead.events import Event
    from modstead.services.bundle import Services
    from modstead.ui.desk import Desk


class Connection(Protocol):
    """Whether the platform is within reach."""

    @property
    def online_changed(self) -> "Event[bool]": ...


class Backend(Protocol):
    """What the composition root builds."""

    @property
    def services(self) -> "Services": ...

    @property
    def client(self) -> Connection: ...


OpenBackend = Callable[[], AbstractAsyncContextManager[Backend]]


def run(folder: Path | None, paths: Paths, open_backend: OpenBackend) -> int:
    """Show the window, on `folder` if there is one, until it is closed; answers with the exit status.

    Entering `open_backend` imports what the services need: it happens once the empty window is painted.
    """
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Modstead")
    app.setDesktopFileName("io.github.modstead.Modstead")
    app.setQuitOnLastWindowClosed(False)
    settings = _settings(paths.settings)
    shell = Shell(first_palette(settings.color_scheme, app), scale=settings.text_percent / 100)
    shell.show()
    app.processEvents()

    from qasync import QEventLoop

    with QEventLoop(app) as loop:
        loop.run_until_complete(_live(app, shell, folder, paths, open_backend))
    return 0


def _settings(path: Path) -> Settings:
    """For the first picture; that they cannot be read is told later, by the service that reads them again."""
    try:
        return load_settings(path)
    except SettingsError:
        return Settings()


async def _live(
    app: QApplication, shell: Shell, folder: Path | None, paths: Paths, open_backend: OpenBackend
) -> None:
    from modstead.ui.collecting import Collector

    closed = asyncio.Event()
    app.lastWindowClosed.connect(closed.set)
    async with open_backend() as backend:
        desk = furnish(app, shell, backend, paths)
        desk.start(folder)
        collector = Collector()
        await closed.wait()
        await desk.close()
        collector.stop()


def furnish(app: QApplication, shell: Shell, backend: Backend, paths: Paths) -> "Desk":
    """Fill the shell with the window and its pages."""
    from modstead.ui.desk import Desk
    from modstead.ui.looks import scheme_of, text_scale_of
    from modstead.ui.main_window import MainWindow
    from modstead.ui.theme import Theme

    settings = backend.services.settings.value
    theme = Theme(scheme_of(settings), text_scale=text_scale_of(settings))
    theme.apply(app)
    window = MainWindow(theme)
    desk = Desk(window, backend.services, backend.client, paths)
    shell.fill(window)
    return desk
