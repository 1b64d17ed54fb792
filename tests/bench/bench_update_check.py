"""An update check of 300 mods against the sandbox with 100 ms latency: the first one, and the next."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

from measuring import Row, scratch, serving, warm

from modstead.application.backend import open_backend

MODS = 300
LATENCY_MS = 100


def rows() -> Iterator[Row]:
    with scratch() as root:
        options = ("--projects", "1000", "--instance", str(root / "instance"), "--mods", str(MODS))
        with serving(*options, "--latency", str(LATENCY_MS)) as url:
            warm(url)
            first, later = asyncio.run(_checks(root / "instance" / "minecraft" / "mods", root / "home", url))
    yield Row(f"first update check of {MODS} mods, {LATENCY_MS} ms latency", first, 1.0, " s")
    yield Row("the next one", later, 0.3, " s")


async def _checks(folder: Path, home: Path, url: str) -> tuple[float, float]:
    taken = []
    async with open_backend({"MODSTEAD_HOME": str(home), "MODSTEAD_MODRINTH_URL": url}) as backend:
        services = backend.services
        for _ in range(4):
            start = time.perf_counter()
            library = await services.library.scan(await services.instances.open(folder), titles=False)
            await services.updates.check(library)
            taken.append(time.perf_counter() - start)
    return taken[0], sorted(taken[1:])[1]
