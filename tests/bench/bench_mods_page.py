"""The Mods page of 300 JARs, complete from a cold index, and the memory that the window then holds."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measuring import Row, scratch, serving
from window import resident_megabytes, until, with_window

MODS = 300


def rows() -> Iterator[Row]:
    with scratch() as root:
        options = ("--projects", "1000", "--instance", str(root / "instance"), "--mods", str(MODS))
        with serving(*options) as url:
            taken, memory = with_window(root / "home", url, lambda desk: _open(desk, root / "instance"))
    yield Row(f"the Mods page of {MODS} JARs complete, cold index", taken, 0.6, " s")
    yield Row("memory with it open", memory, 110, " MB")


async def _open(desk: Any, folder: Path) -> tuple[float, float]:
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
    await until(lambda: not desk.picture_scope.busy)
    return taken, resident_megabytes()
