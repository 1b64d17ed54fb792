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


def run_window(folder: Path | None, *, sample: bool = False) -> int:
    """Open the window, on `folder` if there is one, or on a sample; answers with the exit status."""
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _DISPLAYS):
        print("modstead: There is no display to open the window on. See: modstead --help", file=sys.stderr)
        return 1
    if sample:
        return _run_sample()
    from modstead.ui.start import run

    return run(folder, Paths.from_environment(os.environ), _backend)


def _run_sample() -> int:
    try:
        from modstead.application.sample import running_sample

        with running_sample() as sample:
            os.environ.update(sample.environment)
            return run_window(sample.instance.folder)
    except ImportError as error:
        print(f"modstead: The sample is not installed: {error.name} is missing.", file=sys.stderr)
        return 1


def run_command(arguments: Sequence[str]) -> int:
    """Carry out a command of the command line and answer with its exit status."""
    from modstead.cli.main import run

    return run(arguments, _backend, run_window)


def _backend() -> "Callable[[], AbstractAsyncContextManager[Backend]]":
    """How to open the services; the adapters are imported with it, which takes longer than the first picture."""
    from modstead.application.backend import open_backend

    return lambda: open_backend(os.environ)
