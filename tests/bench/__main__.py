"""`make bench`: measures what Modstead promises, as ratios within one run where it can, and prints a table.

Each benchmark runs in a process of its own, so that none warms or fattens another. Without names all are run.
"""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

NAMES = (
    "hashing",
    "rescan",
    "manifests",
    "problems",
    "update_check",
    "downloads",
    "first_paint",
    "mods_page",
    "pauses",
    "scrolling",
)


def main(names: list[str]) -> int:
    if names[:1] == ["--one"]:
        for row in import_module(f"bench_{names[1]}").rows():
            print("\t".join(row.cells()))
        return 0
    missed = 0
    print(f"{'what':58} {'measured':>12} {'at most':>10}  ")
    for name in names or NAMES:
        run = subprocess.run(
            [sys.executable, str(HERE), "--one", name], stdout=subprocess.PIPE, text=True, check=False
        )
        if run.returncode:
            print(f"{name:58} failed with status {run.returncode}")
            missed += 1
            continue
        for line in run.stdout.splitlines():
            what, measured, limit, verdict = line.split("\t")
            print(f"{what:58} {measured:>12} {limit:>10}  {verdict}")
            missed += verdict != "ok"
    print(f"{missed} missed." if missed else "All within their limits.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
