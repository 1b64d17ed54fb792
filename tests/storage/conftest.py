"""A database in a folder of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from modstead.storage.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "data" / "modstead.db")
    yield database
    database.close()
