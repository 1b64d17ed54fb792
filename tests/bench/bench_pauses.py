"""The longest pauses of the window's event loop while 300 files are hashed and 100 downloaded."""

import asyncio
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench_downloads import wanted
from measuring import Row, scratch, serving
from window import until, with_window

from modstead.domain.instance import Instance, Loader
from modstead.domain.plan import FileState, Operation, OperationKind, Plan, PlanKind

FILES, DOWNLOADS = 300, 100
SIZE = 2 * 1024 * 1024
_FRAME = 1 / 60


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
    pauses: list[float] = []
    watching = asyncio.create_task(_watch(pauses))
    instance = Instance(folder, "Bench", "", Loader.FABRIC, "", "1.21.4")
    desk.folders.opened.emit(instance)
    await until(lambda: desk.mods.library is not None and not desk.mods.state.scanning)
    desk.changes.apply(_plan(instance, sources))
    await until(lambda: desk.changes.plan is None)
    watching.cancel()
    return pauses


async def _watch(pauses: list[float]) -> None:
    """The longest turn of the loop in each sixtieth of a second: short turns must not outnumber a long one."""
    frame_end, longest = time.perf_counter() + _FRAME, 0.0
    while True:
        start = time.perf_counter()
        await asyncio.sleep(0)
        end = time.perf_counter()
        longest = max(longest, end - start)
        if end >= frame_end:
            pauses.append(longest)
            frame_end, longest = end + _FRAME, 0.0


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
