"""A few points of each disturbance that `make torture` tries at every one, on a small folder."""

import subprocess
import sys
from pathlib import Path


def test_every_change_ends_whole() -> None:
    run = subprocess.run(
        [sys.executable, str(Path(__file__).parent), "--quick"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    last = run.stdout.splitlines()[-1]
    whole, _, tried, *_ = last.split()
    assert whole == tried
