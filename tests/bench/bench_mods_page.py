"""The Mods page of 300 JARs, complete from a cold index, and the memory that the window then holds."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measuring import Row, asked, scratch, serving, warm
from window import resident_megabytes, until, with_window

MODS = 300


QUIET = 2.0


def rows() -> Iterator[Row]:
    with scratch() as root:
        options = ("--projects", "1000", "--instance", str(root / "instance"), "--mods", str(MODS))
        with serving(*options) as url:
            warm(url)
            taken = with_window(root / "home", url, lambda desk: _open(desk, root / "instance"))
            memory = _memory(root / "instance", root / "other home", url)
    yield Row(f"the Mods page of {MODS} JARs complete, cold index", taken, 0.6, " s")
    yield Row("memory of the application with it open", memory, 110, " MB")


async def _open(desk: Any, folder: Path) -> float:
    desk.services.settings.change(check_on_open=False)
    await until(desk.window.isVisible)
    start = time.perf_counter()
    desk.start(folder)
    await until(lambda: desk.mods.library is not None and not desk.mods.state.scanning)
    desk.window.window().grab()
    taken = time.perf_counter() - start
    library = desk.mods.library
    assert len(library.mods) == MODS
    assert sum(mod.project is not None for mod in library.mods) > MODS * 0.9
    return taken


def _memory(folder: Path, home: Path, url: str) -> float:
    """Of the application as it is started by a user, once it has asked for all that it shows."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "MODSTEAD_HOME": str(home),
        "MODSTEAD_MODRINTH_URL": url,
    }
    urllib.request.urlopen(urllib.request.Request(f"{url}/sandbox/requests", method="DELETE")).close()
    command = [sys.executable, "-m", "modstead", "window", str(folder)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as window:
        try:
            seen: list[Any] = []
            while not seen or len(seen) != len(asked(f"{url}/sandbox/requests")):
                seen = asked(f"{url}/sandbox/requests")
                time.sleep(QUIET)
            return resident_megabytes(window.pid)
        finally:
            window.terminate()
