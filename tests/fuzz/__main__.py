"""`make fuzz`: so many inputs through every parser, by coverage, and a table of how many each had.

    python tests/fuzz [INPUTS] [TARGET ...]

Each target runs in a process of its own. What breaks one is kept in `found/`, and is tried by the tests ever after.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
FOUND = HERE / "found"
sys.path[:0] = [str(HERE.parent)]

DEFAULT_INPUTS = 1_000_000
LONGEST_INPUT = 4_096
SECONDS_PER_INPUT = 5
MEBIBYTES = 2_048
_DONE = re.compile(r"Done (\d+) runs in (\d+) second")


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--one"]:
        return fuzz_one(arguments[1], arguments[2:])
    from fuzz.targets import TARGETS

    total = int(arguments[0]) if arguments else DEFAULT_INPUTS
    names = arguments[1:] or list(TARGETS)
    runs = -(-total // len(names))
    print(f"{'what':24} {'inputs':>10} {'seconds':>8}", flush=True)
    counted = broken = 0
    for name in names:
        inputs, seconds, output = fuzz(name, runs)
        print(f"{name:24} {inputs:10,} {seconds:8}  {'' if inputs >= runs else 'broken'}", flush=True)
        if inputs < runs:
            print(output, flush=True)
            broken += 1
        counted += inputs
    print(f"{'in all':24} {counted:10,}")
    return 1 if broken else 0


def fuzz(name: str, runs: int) -> tuple[int, int, str]:
    """How many inputs a target had, in how many seconds, and what was said; fewer than asked for if one broke it."""
    with tempfile.TemporaryDirectory(prefix="modstead-fuzz-") as corpus:
        kept = FOUND / name
        kept.mkdir(parents=True, exist_ok=True)
        options = [
            f"-runs={runs}",
            f"-max_len={LONGEST_INPUT}",
            f"-timeout={SECONDS_PER_INPUT}",
            f"-rss_limit_mb={MEBIBYTES}",
            f"-artifact_prefix={kept}/",
            "-print_final_stats=1",
        ]
        run = subprocess.run(
            [sys.executable, str(HERE), "--one", name, *options, corpus],
            stderr=subprocess.STDOUT,
            stdout=subprocess.PIPE,
            text=True,
            errors="replace",
            check=False,
        )
        if not any(kept.iterdir()):
            kept.rmdir()
    done = _DONE.search(run.stdout)
    if run.returncode or done is None:
        return 0, 0, run.stdout[-3_000:]
    return int(done[1]), int(done[2]), ""


def fuzz_one(name: str, options: list[str]) -> int:
    """Runs one target in this process, which atheris ends."""
    import atheris

    with atheris.instrument_imports(include=["modstead", "yaml"]):
        from fuzz.targets import SEEDS, TARGETS, run

    for number, seed in enumerate(SEEDS[name]):
        (Path(options[-1]) / f"seed-{number}").write_bytes(seed)
    target = TARGETS[name]
    atheris.Setup([sys.argv[0], *options], lambda data: run(target, data))
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
