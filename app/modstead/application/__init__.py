"""The composition root: `backend` puts the services together; here window and command line are started over them."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from modstead.paths import Paths

if TYPE_CHECKING:
    from modstead.application.backend import Backend

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def run_window(folder: Path | None) -> int:
    """Open the window, on `folder` if there is one; answers with the exit status."""
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _DISPLAYS):
        print("modstead: There is no display to open the window on. See: modstead --help", file=sys.stderr)
        return 1
    from modstead.ui.start import run

    return run(folder, Paths.from_environment(os.environ), _backend)


def run_command(arguments: Sequence[str]) -> int:
    """Carry out a command of the command line and answer with its exit status."""
    from modstead.cli.main import run

    return run(arguments, _backend, run_window)


def _backend() -> "Callable[[], AbstractAsyncContextManager[Backend]]":
    """How to open the services; the adapters are imported with it, which takes longer than the first picture."""
    from modstead.application.backend import open_backend

    return lambda: open_backend(os.environ)
