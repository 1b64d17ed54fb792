"""100 downloads of 1 MB, against `curl -Z` from the same server; neither hashes what it writes to the disk."""

import asyncio
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from measuring import Row, asked, scratch, serving

from modstead.catalogs.downloads import HttpDownloads
from modstead.domain.plan import Download
from modstead.domain.version import Hashes
from modstead.settings import Endpoints, Settings

FILES = 100
ROUNDS = 15


def rows() -> Iterator[Row]:
    with scratch() as root, serving("--jar-size", "1000000") as url:
        sources = wanted(url, FILES)
        ours, theirs = [], []
        for turn in range(ROUNDS + 1):
            (root / f"ours-{turn}").mkdir()
            ours.append(asyncio.run(_fetch(url, sources, root / f"ours-{turn}")))
            theirs.append(_curl(sources, root / f"curl-{turn}"))
        rate = sorted(theirs[1:])[ROUNDS // 2] / sorted(ours[1:])[ROUNDS // 2]
    yield Row("rate of 100 downloads of 1 MB / curl -Z", rate, 0.8, at_least=True)


def wanted(url: str, count: int) -> list[Download]:
    """So many files of the sandbox's catalogue."""
    found: list[Download] = []
    for hit in asked(f"{url}/v2/search?limit=100")["hits"]:
        for version in asked(f"{url}/v2/project/{hit['project_id']}/version"):
            file = version["files"][0]
            hashes = Hashes(file["hashes"]["sha1"], file["hashes"]["sha512"])
            found.append(Download(file["url"], file["size"], hashes))
            if len(found) == count:
                return found
    raise AssertionError("the catalogue is too small")


async def _fetch(url: str, sources: list[Download], folder: Path) -> float:
    downloads = HttpDownloads(Endpoints.from_environment({"MODSTEAD_MODRINTH_URL": url}), folder / "pictures")
    at_a_time = asyncio.Semaphore(Settings().parallel_downloads)

    async def fetch(number: int, source: Download) -> None:
        async with at_a_time:
            await downloads.fetch(source, folder / f"{number}.jar", lambda _bytes: None, resumes=True)

    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number, source in enumerate(sources):
            group.create_task(fetch(number, source))
    taken = time.perf_counter() - start
    await downloads.aclose()
    shutil.rmtree(folder)
    return taken


def _curl(sources: list[Download], folder: Path) -> float:
    folder.mkdir()
    settings = "\n".join(
        f'url = "{source.url}"\noutput = "{folder / str(n)}"' for n, source in enumerate(sources)
    )
    start = time.perf_counter()
    subprocess.run(["curl", "-sSZ", "--no-progress-meter", "-K", "-"], input=settings, text=True, check=True)
    taken = time.perf_counter() - start
    shutil.rmtree(folder)
    return taken
