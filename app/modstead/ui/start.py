"""The window's start: the first picture comes before everything heavy is imported, asyncio too."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from modstead.errors import SettingsError
from modstead.paths import Paths
from modstead.settings import Settings, load_settings
from modstead.ui.shell import Shell, first_palette

if TYPE_CHECKING:
    from modstead.ui.session import OpenBackend


def run(folder: Path | None, paths: Paths, backend: "Callable[[], OpenBackend]") -> int:
    """Show the window, on `folder` if there is one, until it is closed; answers with the exit status.

    `backend` is called once the empty window is painted, since it imports what the services need.
    """
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Modstead")
    app.setDesktopFileName("io.github.modstead.Modstead")
    app.setQuitOnLastWindowClosed(False)
    settings = _settings(paths.settings)
    shell = Shell(
        first_palette(settings.color_scheme, app),
        scale=settings.text_percent / 100,
        place=settings.window_place,
    )
    shell.show()
    app.processEvents()

    from modstead.ui.collecting import give_back_memory
    from modstead.ui.session import live

    give_back_memory()
    live(app, shell, folder, paths, backend())
    return 0


def _settings(path: Path) -> Settings:
    """For the first picture; that they cannot be read is told later, by the service that reads them again."""
    try:
        return load_settings(path)
    except SettingsError:
        return Settings()
