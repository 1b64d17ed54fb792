"""Scanning: what counts as a mod, what is read anew, and that one bad file never spoils the rest."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from modstead.domain.instance import ContentKind, ModFile
from modstead.errors import Cancelled, FolderMissing, FolderUnreadable, StorageError
from modstead.instances import scanner
from modstead.instances.scanner import scan

LONG_AGO = 1_600_000_000_123_456_789


class MemoryIndex:
    """An index that lives as long as the test."""

    def __init__(self) -> None:
        self.known: dict[str, ModFile] = {}

    def files(self, folder: Path) -> Mapping[str, ModFile]:
        return dict(self.known)

    def remember(self, folder: Path, files: Iterable[ModFile], gone: Iterable[str] = ()) -> None:
        for name in gone:
            del self.known[name]
        self.known.update({file.name: file for file in files})


class BrokenIndex:
    def files(self, folder: Path) -> Mapping[str, ModFile]:
        raise StorageError("The database cannot be used.")

    def remember(self, folder: Path, files: Iterable[ModFile], gone: Iterable[str] = ()) -> None:
        raise StorageError("The database cannot be used.")


def put(folder: Path, name: str, data: bytes = b"data", *, mtime_ns: int = LONG_AGO) -> Path:
    path = folder / name
    path.write_bytes(data)
    os.utime(path, ns=(mtime_ns, mtime_ns))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mods").mkdir()
    return tmp_path / "mods"


@pytest.fixture
def index() -> MemoryIndex:
    return MemoryIndex()


def test_only_jars_that_lie_in_the_folder_itself_are_mods(folder: Path, index: MemoryIndex) -> None:
    for name in ("b.jar", "A.JAR", "off.jar.disabled", "OFF2.Jar.Disabled"):
        put(folder, name)
    for name in (".hidden.jar", "readme.txt", "old.jar.bak", "x.zip", "y.disabled", ".jar"):
        put(folder, name)
    (folder / "sub.jar").mkdir()
    put(folder / "sub.jar", "below.jar")
    os.mkfifo(folder / "pipe.jar")
    found = scan(folder, index)
    assert [file.name for file in found.files] == ["A.JAR", "OFF2.Jar.Disabled", "b.jar", "off.jar.disabled"]
    assert [file.enabled for file in found.files] == [True, False, True, False]
    assert [file.jar_name for file in found.files] == ["A.JAR", "OFF2.Jar", "b.jar", "off.jar"]
    assert found.failures == ()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (ContentKind.MOD, ["a.jar", "a.jar.disabled", "b.litemod"]),
        (ContentKind.PLUGIN, ["a.jar", "a.jar.disabled"]),
        (ContentKind.RESOURCE_PACK, ["c.ZIP", "c.zip.disabled"]),
        (ContentKind.SHADER, ["c.ZIP", "c.zip.disabled"]),
        (ContentKind.DATA_PACK, ["c.ZIP", "c.zip.disabled"]),
    ],
)
def test_each_kind_of_content_has_files_of_its_own(
    folder: Path, index: MemoryIndex, content: ContentKind, expected: list[str]
) -> None:
    for name in ("a.jar", "a.jar.disabled", "b.litemod", "c.ZIP", "c.zip.disabled", ".hidden.zip", "d.txt"):
        (folder / name).write_bytes(b"x")
    assert [file.name for file in scan(folder, index, content).files] == expected
    assert all(scanner.is_mod_file_name(name, content) for name in expected)


def test_unpacked_packs_are_named_but_not_read(folder: Path, index: MemoryIndex) -> None:
    for name in ("pack/pack.mcmeta", "shader/shaders/final.fsh", ".hidden/pack.mcmeta", "other/x.txt"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text("{}")
    assert scan(folder, index, ContentKind.RESOURCE_PACK).unpacked == ("pack",)
    assert scan(folder, index, ContentKind.SHADER).unpacked == ("shader",)
    assert scan(folder, index).unpacked == ()


def test_files_have_size_time_and_hash(folder: Path, index: MemoryIndex) -> None:
    put(folder, "a.jar", b"content")
    [file] = scan(folder, index).files
    assert file == ModFile("a.jar", 7, LONG_AGO, hashlib.sha1(b"content").hexdigest())


def test_links_to_files_count_and_links_to_nothing_are_failures(
    folder: Path, index: MemoryIndex, tmp_path: Path
) -> None:
    target = put(tmp_path, "elsewhere.jar", b"linked")
    (folder / "link.jar").symlink_to(target)
    (folder / "dangling.jar").symlink_to(tmp_path / "nothing")
    (folder / "folder-link.jar").symlink_to(tmp_path)
    (folder / "loop.jar").symlink_to(folder / "loop.jar")
    found = scan(folder, index)
    assert [file.name for file in found.files] == ["link.jar"]
    assert {failure.name for failure in found.failures} == {"dangling.jar", "loop.jar"}
    assert found.failures[0].reason == "The link leads to a file that does not exist."


def test_only_new_and_changed_files_are_read(folder: Path, index: MemoryIndex) -> None:
    for number in range(5):
        put(folder, f"{number}.jar", bytes([number]))
    assert scan(folder, index).hashed == 5
    assert scan(folder, index).hashed == 0
    put(folder, "1.jar", b"longer")
    put(folder, "2.jar", b"Q", mtime_ns=LONG_AGO + 1)
    put(folder, "new.jar")
    found = scan(folder, index)
    assert found.hashed == 3
    assert {file.name: file.sha1 for file in found.files}["2.jar"] == hashlib.sha1(b"Q").hexdigest()
    assert scan(folder, index).files == found.files


def test_names_that_are_gone_are_forgotten(folder: Path, index: MemoryIndex) -> None:
    put(folder, "a.jar")
    put(folder, "b.jar")
    scan(folder, index)
    (folder / "a.jar").unlink()
    assert [file.name for file in scan(folder, index).files] == ["b.jar"]
    assert set(index.known) == {"b.jar"}


@pytest.mark.parametrize(
    ("age_ns", "whole_second", "remembered"),
    [
        (0, False, False),
        (50_000_000, False, False),
        (200_000_000, False, True),
        (1_000_000_000, True, False),
        (3_000_000_000, True, True),
        (-50_000_000, False, False),
        (-3_600_000_000_000, False, True),
    ],
)
def test_a_file_written_within_the_clocks_last_tick_is_read_again_next_time(
    folder: Path,
    index: MemoryIndex,
    monkeypatch: pytest.MonkeyPatch,
    age_ns: int,
    whole_second: bool,
    remembered: bool,
) -> None:
    now = 1_700_000_000_000_000_000 + (0 if whole_second else 123_456_789)
    monkeypatch.setattr("modstead.instances.hashing.time.time_ns", lambda: now)
    put(folder, "a.jar", b"first", mtime_ns=now - age_ns)
    first = scan(folder, index)
    put(folder, "a.jar", b"other", mtime_ns=now - age_ns)
    second = scan(folder, index)
    assert ("a.jar" in index.known) is remembered
    assert (second.files == first.files) is remembered


def test_a_file_that_vanishes_meanwhile_is_a_failure_and_the_rest_goes_on(
    folder: Path, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "a.jar")
    put(folder, "b.jar")
    hash_files = scanner.hash_files

    def vanish_first(files, **options):
        (folder / "a.jar").unlink()
        return hash_files(files, **options)

    monkeypatch.setattr(scanner, "hash_files", vanish_first)
    found = scan(folder, index)
    assert [file.name for file in found.files] == ["b.jar"]
    assert [(failure.name, failure.reason) for failure in found.failures] == [
        ("a.jar", "The file is no longer there.")
    ]


def test_cancelling_remembers_what_was_read(folder: Path, index: MemoryIndex) -> None:
    for number in range(30):
        put(folder, f"{number:02}.jar")
    looks: list[int] = []

    def cancelled() -> bool:
        looks.append(1)
        return len(looks) > 10

    with pytest.raises(Cancelled):
        scan(folder, index, cancelled=cancelled)
    assert 0 < len(index.known) < 30


def test_cancelling_counts_also_where_nothing_is_to_be_read(folder: Path, index: MemoryIndex) -> None:
    with pytest.raises(Cancelled):
        scan(folder, index, cancelled=lambda: True)


def test_a_broken_index_costs_time_only(folder: Path) -> None:
    put(folder, "a.jar")
    found = scan(folder, BrokenIndex())
    assert (len(found.files), found.hashed) == (1, 1)


def test_a_name_that_is_no_text_is_scanned_like_any_other(folder: Path, index: MemoryIndex) -> None:
    name = os.fsdecode(b"caf\xe9.jar")
    put(folder, name)
    assert [file.name for file in scan(folder, index).files] == [name]


def test_a_missing_folder_is_missing(tmp_path: Path, index: MemoryIndex) -> None:
    with pytest.raises(FolderMissing, match="does not exist"):
        scan(tmp_path / "nothing", index)


def test_a_file_is_no_folder(tmp_path: Path, index: MemoryIndex) -> None:
    with pytest.raises(FolderUnreadable, match="is not a folder"):
        scan(put(tmp_path, "a.jar"), index)


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")]
)
def test_a_folder_that_cannot_be_listed_is_unreadable(
    folder: Path, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def refuse(_path: object) -> None:
        raise error

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(FolderUnreadable, match="could not be read"):
        scan(folder, index)
