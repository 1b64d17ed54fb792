"""Reading a whole folder's manifests: each content once, and never remembered under another content's hash."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from jars import FABRIC, FORGE, PACK, fabric_manifest, forge_manifest, jar_bytes, make_jar, pack_manifest
from modstead.domain.instance import ContentKind, Loader, ManifestKind, ManifestReading, ModFile
from modstead.errors import Cancelled, StorageError
from modstead.instances.inspection import inspect_files


class MemoryIndex:
    def __init__(self) -> None:
        self.known: dict[str, ManifestReading] = {}

    def readings(self, sha1s: Iterable[str]) -> Mapping[str, ManifestReading]:
        return {sha1: self.known[sha1] for sha1 in sha1s if sha1 in self.known}

    def remember_readings(self, readings: Mapping[str, ManifestReading]) -> None:
        self.known.update(readings)


class BrokenIndex:
    def readings(self, sha1s: Iterable[str]) -> Mapping[str, ManifestReading]:
        raise StorageError("The database cannot be used.")

    def remember_readings(self, readings: Mapping[str, ManifestReading]) -> None:
        raise StorageError("The database cannot be used.")


def scanned(path: Path, sha1: str) -> ModFile:
    status = path.stat()
    return ModFile(path.name, status.st_size, status.st_mtime_ns, sha1)


def test_each_content_is_read_once_and_ranked_for_the_loader(tmp_path: Path) -> None:
    index = MemoryIndex()
    path = make_jar(tmp_path / "a.jar", {FABRIC: fabric_manifest("fabric"), FORGE: forge_manifest("forge")})
    files = [scanned(path, "1" * 40)]
    [first] = inspect_files(tmp_path, files, index).values()
    path.unlink()
    [second] = inspect_files(tmp_path, files, index, loader=Loader.FORGE).values()
    assert [found.id for found in first.manifests] == ["fabric", "forge"]
    assert [found.id for found in second.manifests] == ["forge", "fabric"]


def test_nested_jars_are_remembered_and_ranked_too(tmp_path: Path) -> None:
    index = MemoryIndex()
    inner = jar_bytes({FABRIC: fabric_manifest("fabric"), FORGE: forge_manifest("forge")})
    path = make_jar(tmp_path / "a.jar", {FABRIC: fabric_manifest(jars=[{"file": "b.jar"}]), "b.jar": inner})
    files = [scanned(path, "1" * 40)]
    inspect_files(tmp_path, files, index)
    path.unlink()
    [reading] = inspect_files(tmp_path, files, index, loader=Loader.FORGE).values()
    assert [(jar.path, [found.id for found in jar.manifests]) for jar in reading.nested] == [
        ("b.jar", ["forge", "fabric"])
    ]


def test_a_pack_comes_first_where_packs_are_asked_for(tmp_path: Path) -> None:
    path = make_jar(tmp_path / "a.zip", {FABRIC: fabric_manifest(), PACK: pack_manifest(), "data/a": "x"})
    files = [scanned(path, "1" * 40)]
    [reading] = inspect_files(tmp_path, files, MemoryIndex(), content=ContentKind.DATA_PACK).values()
    assert [found.kind for found in reading.manifests] == [ManifestKind.PACK, ManifestKind.FABRIC]


def test_a_file_replaced_since_the_scan_is_not_remembered(tmp_path: Path) -> None:
    index = MemoryIndex()
    path = make_jar(tmp_path / "a.jar")
    file = scanned(path, "1" * 40)
    os.utime(path, ns=(1, 1))
    assert inspect_files(tmp_path, [file], index)["1" * 40].manifests
    assert index.known == {}


def test_a_file_that_is_gone_is_a_problem_and_not_remembered(tmp_path: Path) -> None:
    index = MemoryIndex()
    [reading] = inspect_files(tmp_path, [ModFile("a.jar", 1, 1, "1" * 40)], index).values()
    assert reading.problems == ("The file is no longer there.",)
    assert index.known == {}


def test_a_broken_index_costs_time_only(tmp_path: Path) -> None:
    path = make_jar(tmp_path / "a.jar")
    [reading] = inspect_files(tmp_path, [scanned(path, "1" * 40)], BrokenIndex()).values()
    assert reading.manifests[0].id == "a"


def test_cancelling_remembers_what_was_read(tmp_path: Path) -> None:
    index = MemoryIndex()
    files = [scanned(make_jar(tmp_path / f"{letter}.jar"), letter * 40) for letter in "abcd"]
    looks = iter([False, False])
    with pytest.raises(Cancelled):
        inspect_files(tmp_path, files, index, cancelled=lambda: next(looks, True))
    assert set(index.known) == {"a" * 40, "b" * 40}
