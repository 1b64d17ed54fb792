"""The manifests of 300 JARs of 540 entries each against `zipfile`, and of 300 larger ones against hashing them."""

import io
import os
import statistics
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from measuring import Row, paired, scratch

from modstead.domain.instance import ManifestReading, ModFile
from modstead.instances.hashing import hash_files
from modstead.instances.inspection import inspect_files
from modstead.instances.metadata import read_manifests

JARS = 300
ENTRIES = 540
NAMES = ("fabric.mod.json", "META-INF/mods.toml", "META-INF/neoforge.mods.toml")
# A tenth of 3,000 JARs of 2.5 GB: every fifth holds others, as in the real ones that were looked at.
LARGE_SIZE = 830_000
NESTED_EVERY = 5
NESTED = 7
ROUNDS = 7


def rows() -> Iterator[Row]:
    with scratch() as folder:
        paths = [folder / f"{number}.jar" for number in range(JARS)]
        for number, path in enumerate(paths):
            _write(path, number)
        ours, theirs = paired(
            lambda: [read_manifests(path) for path in paths], lambda: list(map(_plainly, paths))
        )
    yield Row("the manifests of 300 JARs / zipfile", ours / theirs, 0.1)
    with scratch() as folder:
        files = [_write_large(folder, number) for number in range(JARS)]
        taken = [(_cold(folder, files, _inspect), _cold(folder, files, _hash)) for _ in range(ROUNDS)]
    reading, hashing = (statistics.median(seconds) for seconds in zip(*taken, strict=True))
    yield Row("the manifests of 300 JARs of 250 MB from cold / hashing", reading / hashing, 1)


class _NoIndex:
    def readings(self, sha1s: object) -> Mapping[str, ManifestReading]:
        return {}

    def remember_readings(self, readings: Mapping[str, ManifestReading]) -> None: ...


def _inspect(folder: Path, files: list[ModFile]) -> None:
    readings = inspect_files(folder, files, _NoIndex())
    assert sum(len(reading.nested) for reading in readings.values()) == NESTED * JARS // NESTED_EVERY


def _hash(folder: Path, files: list[ModFile]) -> None:
    hash_files([(str(folder / file.name), file.size) for file in files])


def _cold(folder: Path, files: list[ModFile], work: Callable[[Path, list[ModFile]], None]) -> float:
    """The seconds that it takes where the system has nothing of the files in memory."""
    _cool(folder, files)
    start = time.perf_counter()
    work(folder, files)
    return time.perf_counter() - start


def _cool(folder: Path, files: list[ModFile]) -> None:
    """Makes the system forget what it has of the files, where it can be told to."""
    if hasattr(os, "posix_fadvise"):
        for file in files:
            with (folder / file.name).open("rb") as opened:
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _write(path: Path, number: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as jar:
        jar.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")
        jar.writestr(
            "fabric.mod.json", f'{{"schemaVersion": 1, "id": "mod_{number}", "version": "1.0.{number}"}}'
        )
        for entry in range(ENTRIES - 2):
            jar.writestr(f"com/example/mod{number}/Class{entry}.class", b"cafe" * 40)


def _write_large(folder: Path, number: int) -> ModFile:
    inside = NESTED if number % NESTED_EVERY == 0 else 0
    path = folder / f"{number}.jar"
    path.write_bytes(_large(f"mod_{number}", LARGE_SIZE, inside))
    with path.open("rb") as written:
        os.fsync(written.fileno())
    status = path.stat()
    return ModFile(path.name, status.st_size, status.st_mtime_ns, f"{number:040}")


def _large(mod_id: str, size: int, inside: int) -> bytes:
    """A JAR of that size, half of which are JARs where any are to be inside."""
    names = [f"META-INF/jars/{number}.jar" for number in range(inside)]
    jars = ", ".join(f'{{"file": "{name}"}}' for name in names)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as jar:
        jar.writestr("fabric.mod.json", f'{{"id": "{mod_id}", "version": "1", "jars": [{jars}]}}')
        for name in names:
            jar.writestr(name, _large(name.rpartition("/")[2], size // 2 // inside, 0))
        rest = size // 2 if inside else size
        for entry in range(100):
            jar.writestr(f"com/example/Class{entry}.class", os.urandom(rest // 100), zipfile.ZIP_STORED)
    return buffer.getvalue()


def _plainly(path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as jar:
        present = set(jar.namelist())
        return [jar.read(name) for name in NAMES if name in present]
