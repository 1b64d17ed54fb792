"""Programs that have files open, as a running game has."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOLD = "import sys; held = [open(path, 'rb') for path in sys.argv[1:]]; print('holds', flush=True); input()"
LOCK = (
    "import fcntl, sys; file = open(sys.argv[1], 'r+b'); fcntl.lockf(file, fcntl.LOCK_EX); "
    "print('holds', flush=True); input()"
)


@contextmanager
def program(name: str, top: Path, script: str, *paths: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of that name that has these files open, or locked."""
    executable = top / name
    executable.symlink_to(sys.executable)
    process = subprocess.Popen(
        [executable, "-c", script, *paths], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={}
    )
    with process:
        assert process.stdout
        assert process.stdout.readline() == b"holds\n"
        try:
            yield process
        finally:
            process.communicate(b"\n")
