"""300 files of 600 MB, warm, against `openssl dgst -sha1` on one core."""

import os
import subprocess
from collections.abc import Iterator

from measuring import Row, cores, paired, scratch

from modstead.instances.hashing import hash_files

FILES = 300
SIZE = 2 * 1024 * 1024


def rows() -> Iterator[Row]:
    with scratch() as folder:
        paths = [folder / f"{number}.jar" for number in range(FILES)]
        for path in paths:
            path.write_bytes(os.urandom(SIZE))
        ours, theirs = paired(
            lambda: hash_files([(str(path), SIZE) for path in paths]),
            lambda: subprocess.run(
                ["openssl", "dgst", "-sha1", *paths], stdout=subprocess.DEVNULL, check=True
            ),
        )
    yield Row(f"hashing 300 files of 600 MB / (openssl / {cores()} cores)", ours / (theirs / cores()), 1.15)
