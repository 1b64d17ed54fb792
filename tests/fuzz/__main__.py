"""`make fuzz`: so many inputs through every parser, by coverage, and a table of how many each had.

    python tests/fuzz [INPUTS] [TARGET ...]

Each target runs in a process of its own. What breaks one is kept in `found/`, and is tried by the tests ever after.
"""

import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
FOUND = HERE / "found"
sys.path[:0] = [str(HERE.parent)]

DEFAULT_INPUTS = 1_000_000
LONGEST_INPUT = 4_096
SECONDS_PER_INPUT = 5
MEBIBYTES = 2_048
_WORD = re.compile(rb"[A-Za-z_-]{2,40}|[^\w\s]{1,3}")
_DONE = re.compile(r"Done (\d+) runs in (\d+) second")


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--one"]:
        return fuzz_one(arguments[1], arguments[2:])
    if find_spec("atheris") is None:
        print("Fuzzing needs atheris, which there is for Linux on x86-64 only.", file=sys.stderr)
        return 2
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
    """How many inputs a target had, in how many seconds, and what was said; none if one of them broke it."""
    kept = FOUND / name
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="modstead-fuzz-") as scratch:
        options = [
            f"-runs={runs}",
            f"-max_len={LONGEST_INPUT}",
            f"-timeout={SECONDS_PER_INPUT}",
            f"-rss_limit_mb={MEBIBYTES}",
            f"-artifact_prefix={kept}/",
            *prepared(name, Path(scratch)),
        ]
        run = subprocess.run(
            [sys.executable, str(HERE), "--one", name, *options],
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


def prepared(name: str, scratch: Path) -> list[str]:
    """The options that name a dictionary and a folder of inputs to begin with."""
    from fuzz.targets import SEEDS

    corpus = scratch / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(SEEDS[name]):
        (corpus / str(number)).write_bytes(seed)
    words = scratch / "words"
    words.write_text(words_of(SEEDS[name]), "ascii")
    return [f"-dict={words}", str(corpus)]


def fuzz_one(name: str, options: list[str]) -> int:
    """Runs one target in this process, which atheris ends."""
    import atheris

    with atheris.instrument_imports(include=["modstead", "yaml"]):
        from fuzz.targets import TARGETS, run

    target = TARGETS[name]
    atheris.Setup([sys.argv[0], *options], lambda data: run(target, data))
    atheris.Fuzz()
    return 0


def words_of(seeds: tuple[bytes, ...]) -> str:
    """The words of the seeds as libFuzzer's dictionaries have them, to be put in anywhere."""
    words = sorted({word for seed in seeds for word in _WORD.findall(seed)})
    return "".join('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
