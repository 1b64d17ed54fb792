"""`make torture`: every kind of change, disturbed at every step on the disk; a table of how often the folder was whole.

    python tests/torture [--quick] [--random N] [--points N] [--jobs N] [--by DISTURBANCE] [OPERATION ...]

Each change runs through the real services and over HTTP against the sandbox, in a process of its own. It is killed
before each step and at so many random moments, has the disk fail and files vanish under it, and meets another Modstead.
Then a fresh process looks at the folder, which must be the old or the new one, byte for byte, with the history and the
database of that. Anything else is a failure and is told.
"""

import argparse
import gc
import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent)]

from bench.measuring import serving, warm  # noqa: E402 - tests are no package
from modstead_sandbox.catalogue import Catalogue  # noqa: E402
from modstead_sandbox.contents import Contents  # noqa: E402
from modstead_sandbox.sample import sample_instance  # noqa: E402
from torture.breaking import DISTURBANCES, Count, Share  # noqa: E402
from torture.game import Game  # noqa: E402
from torture.operations import OPERATIONS  # noqa: E402
from torture.processes import Child  # noqa: E402
from torture.trials import RECOVERIES, prepared  # noqa: E402

RANDOM_MOMENTS = 1_000
JAR_SIZE = 1000
MODS, FEW_MODS, QUICK_MODS = 90, 18, 14
LARGE = "update"
"""The one that is tried on a large folder; what is done to every file in it need not be done to fifty each time."""
SOME_POINTS, QUICK_POINTS, QUICK_KILLS = 40, 1, 3
ALWAYS, IN_TURN = frozenset({"killed"}), 3
AT_SOME = frozenset({"unreadable", "beside", "taken over", "again"})
MOST_TOLD = 10


Counts = dict[str, Count]


@dataclass(frozen=True, slots=True)
class Run:
    """`most` bounds the points of each disturbance by its name.

    The jobs share the points of each kind of change, or where they are `few` the kinds.
    """

    top: Path
    url: str
    jobs: int
    most: dict[str, int | None]
    few: bool

    def counts(self, names: Sequence[str]) -> Iterator[tuple[str, Counts]]:
        if not self.few:
            for name in names:
                yield name, _sum([self._child(name, job, Share(job, self.jobs)) for job in range(self.jobs)])
            return
        for start in range(0, len(names), self.jobs):
            batch = names[start : start + self.jobs]
            children = [self._child(name, job, Share()) for job, name in enumerate(batch)]
            yield from ((name, _sum([child])) for name, child in zip(batch, children, strict=True))

    def _child(self, name: str, job: int, share: Share) -> Child:
        def work() -> Counts:
            seed = self.top / (LARGE if name == LARGE else "few")
            trial = prepared(name, Game(self.top / f"job-{job}", self.url), seed)
            gc.collect()
            gc.freeze()
            return {
                by: DISTURBANCES[by](trial, replace(share, most=most)) if by in self._tried(name) else Count()
                for by, most in self.most.items()
            }

        return Child(work)

    def _tried(self, name: str) -> Sequence[str]:
        """Where all is few, each kind of change has its turn with some of the disturbances."""
        if not self.few:
            return list(self.most)
        others = [by for by, most in self.most.items() if by not in ALWAYS and most != 0]
        first = [*OPERATIONS, *RECOVERIES].index(name) * IN_TURN
        return [*ALWAYS, *(others[(first + turn) % len(others)] for turn in range(min(IN_TURN, len(others))))]


def _sum(children: Sequence[Child]) -> Counts:
    total: Counts = {}
    for end in [child.end() for child in children]:
        if not isinstance(end.value, dict):
            raise SystemExit(f"It could not be tried:\n{end.trouble or f'signal {end.signal}'}")
        for by, count in end.value.items():
            both = total.setdefault(by, Count())
            both.tried += count.tried
            both.troubles += count.troubles
    return total


def main(arguments: Sequence[str]) -> int:
    if not hasattr(os, "fork"):
        print("Torture needs a system whose processes fork, which Windows does not.", file=sys.stderr)
        return 2
    options = _options(arguments)
    logging.disable()
    names = options.operations or [*OPERATIONS, *RECOVERIES]
    with ExitStack() as stack:
        top = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="modstead-torture-", dir=_in_memory()))
        )
        url = stack.enter_context(serving("--jar-size", str(JAR_SIZE)))
        warm(url)
        _write_seeds(top, quick=options.quick)
        # What is imported now, no child has to import again.
        prepared("install", Game(top / "first", url), top / "few")
        return report(Run(top, url, options.jobs, _most(options, len(names)), options.quick), names)


def report(run: Run, names: Sequence[str]) -> int:
    """Print a line for each kind of change; the exit status."""
    print("whole of tried".ljust(14), *(f"{name:>11}" for name in run.most), f"{'seconds':>8}", flush=True)
    total, began = Count(), time.monotonic()
    start = began
    for name, counts in run.counts(names):
        cells = (f"{count.whole}/{count.tried}".rjust(11) for count in counts.values())
        print(name.ljust(14), *cells, f"{time.monotonic() - start:8.0f}", flush=True)
        start = time.monotonic()
        for disturbance, count in counts.items():
            for trouble in count.troubles[:MOST_TOLD]:
                print(f"  {disturbance} at {trouble}", flush=True)
            total.tried += count.tried
            total.troubles += count.troubles
    print(f"{total.whole:,} of {total.tried:,} ended whole, in {time.monotonic() - began:.0f} seconds.")
    return 1 if total.troubles or not total.tried else 0


def _write_seeds(top: Path, *, quick: bool) -> None:
    catalogue = Catalogue(jar_size=JAR_SIZE)
    contents = Contents(catalogue)
    few = QUICK_MODS if quick else FEW_MODS
    for name, mods in ((LARGE, few if quick else MODS), ("few", few)):
        sample_instance(top / name, catalogue, contents, mods=mods)


def _in_memory() -> str | None:
    """A kill takes nothing from what the system holds already, so memory does as well as a disk, and sooner."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _most(options: argparse.Namespace, operations: int) -> dict[str, int | None]:
    """How many points of each disturbance; None means every one."""
    most: dict[str, int | None] = dict.fromkeys(DISTURBANCES)
    if options.quick:
        most |= dict.fromkeys(DISTURBANCES, QUICK_POINTS)
        most["killed"] = QUICK_KILLS
    else:
        most |= dict.fromkeys(DISTURBANCES, options.points)
        most |= dict.fromkeys(AT_SOME, min(SOME_POINTS, options.points or SOME_POINTS))
    most["at random"] = -(-options.random // operations)
    return {name: bound for name, bound in most.items() if name in (options.by or most)}


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="torture")
    parser.add_argument("--quick", action="store_true", help="a few points of each, on a small folder")
    parser.add_argument("--random", type=int, help=f"kills at random moments (default {RANDOM_MOMENTS})")
    parser.add_argument("--points", type=int, help="at most so many points of each, spread out (default all)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once")
    parser.add_argument(
        "--by", action="append", choices=list(DISTURBANCES), help="only this disturbance; may be repeated"
    )
    # argparse compares the empty list of no names, too.
    parser.add_argument("operations", nargs="*", choices=[*OPERATIONS, *RECOVERIES, []])
    options = parser.parse_args(arguments)
    if options.random is None:
        options.random = 0 if options.quick else RANDOM_MOMENTS
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
