"""The manifests of 300 JARs of 540 entries each against `zipfile`."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from measuring import Row, paired, scratch

from modstead.instances.metadata import read_manifests

JARS = 300
ENTRIES = 540
NAMES = ("fabric.mod.json", "META-INF/mods.toml", "META-INF/neoforge.mods.toml")


def rows() -> Iterator[Row]:
    with scratch() as folder:
        paths = [folder / f"{number}.jar" for number in range(JARS)]
        for number, path in enumerate(paths):
            _write(path, number)
        ours, theirs = paired(
            lambda: [read_manifests(path) for path in paths], lambda: list(map(_plainly, paths))
        )
    yield Row("the manifests of 300 JARs / zipfile", ours / theirs, 0.1)


def _write(path: Path, number: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as jar:
        jar.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")
        jar.writestr(
            "fabric.mod.json", f'{{"schemaVersion": 1, "id": "mod_{number}", "version": "1.0.{number}"}}'
        )
        for entry in range(ENTRIES - 2):
            jar.writestr(f"com/example/mod{number}/Class{entry}.class", b"cafe" * 40)


def _plainly(path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as jar:
        present = set(jar.namelist())
        return [jar.read(name) for name in NAMES if name in present]
