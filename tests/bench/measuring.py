"""What the benchmarks share."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """A figure and its limit; with `at_least` the limit is a lower one."""

    what: str
    measured: float
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def ok(self) -> bool:
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def cells(self) -> tuple[str, str, str, str]:
        sign = ">= " if self.at_least else ""
        return (
            self.what,
            f"{self.measured:.2f}{self.unit}",
            f"{sign}{self.limit:g}{self.unit}",
            "ok" if self.ok else "MISSED",
        )


def median(work: Callable[[], object], rounds: int = 5) -> float:
    """Seconds that `work` takes, the median of some rounds after one that warms up."""
    work()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def paired(one: Callable[[], object], other: Callable[[], object], rounds: int = 5) -> tuple[float, float]:
    """The median seconds of two works, measured by turns, so that a busy moment hits both."""
    one()
    other()
    ones, others = [], []
    for _ in range(rounds):
        for work, taken in ((one, ones), (other, others)):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return statistics.median(ones), statistics.median(others)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder on the disk, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="modstead-bench-") as folder:
        yield Path(folder)


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """The sandbox in a process of its own, so that its work is not counted as ours; yields its address."""
    command = [sys.executable, "-m", "modstead_sandbox", "--rate-limit", "1000000", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def warm(url: str) -> None:
    """The sandbox makes its catalogue as it is asked; that work is not a client's. Any unknown hash makes all of it."""
    body = json.dumps({"hashes": ["0" * 40], "algorithm": "sha1"}).encode()
    headers = {"Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(f"{url}/v2/version_files", body, headers)).close()


def asked(url: str) -> Any:
    """The JSON at an address."""
    with urllib.request.urlopen(url) as answer:
        return json.load(answer)


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
