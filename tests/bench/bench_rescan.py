"""A warm rescan of 3,000 unchanged files against a bare scandir with stat."""

import os
import time
from collections.abc import Iterator

from measuring import Row, paired, scratch

from modstead.instances.metadata import READER_VERSION
from modstead.instances.scanner import scan
from modstead.storage.database import Database
from modstead.storage.file_index import FileIndex

FILES = 3000


def rows() -> Iterator[Row]:
    with scratch() as root:
        folder = root / "mods"
        folder.mkdir()
        long_ago = time.time() - 1000
        for number in range(FILES):
            path = folder / f"mod-{number}.jar"
            path.write_bytes(b"%d" % number)
            os.utime(path, (long_ago, long_ago))
        database = Database(root / "index.db")
        index = FileIndex(database, READER_VERSION)
        scan(folder, index)

        def bare() -> None:
            with os.scandir(folder) as entries:
                for entry in entries:
                    entry.stat()

        ours, theirs = paired(lambda: scan(folder, index), bare, rounds=15)
        database.close()
    yield Row("warm rescan of 3,000 files / bare scandir with stat", ours / theirs, 2.2)
