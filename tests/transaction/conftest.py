"""Folders for tests that make thousands of small files."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

IN_MEMORY = Path("/dev/shm")


@pytest.fixture
def top(tmp_path: Path) -> Iterator[Path]:
    """A folder of the test's own, in memory where the system has that."""
    if not (IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK)):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=IN_MEMORY, prefix="modstead-") as folder:
        yield Path(folder)
