"""Lock files as text: the same for the same state, read back whole, and refused where they ask for anything else."""

import errno
import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modstead.domain.lock_file import LOCK_NAME, LockedFile, LockedSource, LockFile
from modstead.domain.policies import FolderPolicies, ModPolicy, Policy, Snooze, Subject
from modstead.domain.version import Channel, Hashes
from modstead.errors import FileUnreadable, FileVanished, FolderError, UnreadableDocument, UnsafeFileName
from modstead.instances.file_names import existing_name
from modstead.instances.lock_files import lock_text, parse_lock, read_lock, write_lock
from modstead.instances.scanner import is_mod_file_name
from transaction.world import READING, BrokenDisk

SHA1, SHA512 = "a" * 40, "b" * 128
SOURCE = LockedSource(
    "modrinth", "AANobbMI", "sodium", "v1", "0.6.1+mc1.21", "https://cdn.example/sodium.jar"
)
FILE = LockedFile("mods", "sodium.jar", True, 1234, Hashes(SHA1, SHA512), SOURCE)
LOCAL = LockedFile("resourcepacks", "Mine ‹ä› 3.zip", False, 0, Hashes(SHA1, SHA512))
SUBJECTS = (Subject("modrinth:AANobbMI", "Sodium"), Subject("modrinth:YL57xq9U", "Iris"))
POLICIES = FolderPolicies(
    Policy(channel=Channel.BETA),
    (ModPolicy(SUBJECTS[0], Policy(pinned=True, snooze=Snooze("v2", "0.7"))),),
    (SUBJECTS,),
)
LOCK = LockFile("fabric", "1.21.4", ("mods", "resourcepacks"), (FILE, LOCAL), (("mods", POLICIES),))


def test_it_reads_back_as_it_was_written() -> None:
    assert parse_lock(lock_text(LOCK).encode()) == LOCK
    assert parse_lock(lock_text(LockFile()).encode()) == LockFile()


def test_the_text_is_the_same_whatever_the_order() -> None:
    other = LockFile("fabric", "1.21.4", ("resourcepacks", "mods"), (LOCAL, FILE), (("mods", POLICIES),))
    assert lock_text(other) == lock_text(LOCK)


def test_each_file_is_a_table_of_its_own() -> None:
    text = lock_text(LOCK)
    assert text.count("[[file]]") == 2
    assert text.count("[[policy]]") == 3
    assert '\nslug = "sodium"\n' in text
    assert "{" not in text
    assert re.search(r"20\d\d-", text) is None


def test_a_system_that_ends_lines_otherwise_does_no_harm() -> None:
    assert parse_lock(lock_text(LOCK).replace("\n", "\r\n").encode()) == LOCK


def _writable(name: str) -> bool:
    try:
        existing_name(name)
    except UnsafeFileName:
        return False
    return is_mod_file_name(name) and not name.lower().endswith(".disabled") and len(name) < 255


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
names = texts.map(lambda stem: f"{stem}.jar").filter(_writable)
sources = st.builds(
    LockedSource,
    texts.filter(bool),
    texts.filter(bool),
    texts,
    texts,
    texts,
    texts.map(lambda end: f"https://{end}"),
)
hashes = st.builds(
    Hashes,
    st.binary(min_size=20, max_size=20).map(bytes.hex),
    st.binary(min_size=64, max_size=64).map(bytes.hex),
)
files = st.builds(
    LockedFile, st.just("mods"), names, st.booleans(), st.integers(0, 2**40), hashes, st.none() | sources
)


@given(st.lists(files, max_size=5, unique_by=lambda file: file.file_name), texts, texts)
def test_whatever_can_be_locked_reads_back(locked: list[LockedFile], loader: str, version: str) -> None:
    ordered = tuple(sorted(locked, key=lambda file: file.order))
    lock = LockFile(loader, version, ("mods",), ordered)
    assert parse_lock(lock_text(lock).encode()) == lock


@given(st.binary(max_size=300) | texts.map(str.encode))
def test_anything_else_is_refused_in_words(content: bytes) -> None:
    with suppress(UnreadableDocument):
        parse_lock(content)


@given(st.data())
def test_a_lock_with_a_change_is_read_or_refused(data: st.DataObject) -> None:
    text = lock_text(LOCK)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    with suppress(UnreadableDocument):
        parse_lock((text[:start] + data.draw(texts) + text[end:]).encode())


def broken(old: str, new: str) -> bytes:
    text = lock_text(LOCK)
    assert old in text
    return text.replace(old, new, 1).encode()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"sodium.jar"', '"../sodium.jar"', "cannot be used as a file name"),
        ('"sodium.jar"', '"a\\\\sodium.jar"', "cannot be used as a file name"),
        ('"sodium.jar"', '"/etc/sodium.jar"', "cannot be used as a file name"),
        ('"sodium.jar"', '"a\\u0000.jar"', "cannot be used as a file name"),
        ('"sodium.jar"', '"sodium.exe"', "the game would load"),
        ('"sodium.jar"', '".sodium.jar"', "the game would load"),
        ('"sodium.jar"', '"sodium.jar.disabled"', "the game would load"),
        ('"sodium.jar"', '"pack.zip"', "the game would load"),
        ('section = "mods"\nname', 'section = "plugins"\nname', "does not cover"),
        ('    "mods",\n', '    "../mods",\n    "mods",\n', "no section"),
        ('    "mods",\n', '    "/mods",\n    "mods",\n', "no section"),
        ('    "mods",\n', '    "saves/world",\n    "mods",\n', "no section"),
        ('    "mods",\n', '    ".",\n    "mods",\n', "has no sections"),
        ("size = 1234", "size = -1", "Line"),
        ("size = 1234", "size = 99999999999999", "size"),
        ("size = 1234", "size = 1.5", "Line"),
        ("enabled = true", 'enabled = "yes"', "enabled"),
        ("enabled = true", "enabeld = true", "enabeld"),
        ("enabled = true", "a.b.c = true", "Line"),
        ("enabled = true", "enabled = {a = true}", "Line"),
        ("enabled = true", "enabled = '''true'''", "Line"),
        (SHA1, "A" * 40, "sha1"),
        (SHA1, "a" * 39, "sha1"),
        (SHA512, "b" * 127, "sha512"),
        ("format = 1", "format = true", "format"),
        ("pinned = true", 'pinned = "very"', "pinned"),
        ('channel = "beta"', 'channel = "nightly"', "policy makes no sense"),
        ('mod = "modrinth:AANobbMI"', 'mod = "AANobbMI"', "policy makes no sense"),
        ("enabled = true", "<<<<<<< HEAD\nenabled = true", "left over from a merge"),
    ],
)
def test_what_must_not_be_done_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=re.escape(said)):
        parse_lock(broken(old, new))


def test_a_file_twice_is_refused() -> None:
    text = lock_text(LockFile(sections=("mods",), files=(FILE,)))
    again = text + text[text.index("\n[[file]]") :]
    with pytest.raises(UnreadableDocument, match="twice"):
        parse_lock(again.encode())


def test_a_newer_format_is_told_as_such() -> None:
    with pytest.raises(UnreadableDocument, match="newer Modstead"):
        parse_lock(broken("format = 1", "format = 2"))


@pytest.mark.parametrize(
    "line",
    [
        "a" + ".a" * 4000 + " = 1",
        "a = {" + "b = {" * 1000 + "}" * 1001,
        "a = " + "[" * 1000 + "]" * 1000,
        '"a"' + '."a"' * 2000,
    ],
)
def test_no_document_takes_long(line: str) -> None:
    with pytest.raises(UnreadableDocument):
        parse_lock(("format = 1\n" + f"{line}\n" * 500).encode())


def test_it_is_written_whole_and_only_where_it_changes(tmp_path: Path) -> None:
    path = tmp_path / LOCK_NAME
    assert write_lock(path, LOCK)
    before = path.stat()
    assert not write_lock(path, LOCK)
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert write_lock(path, LockFile())
    assert read_lock(path) == LockFile()
    assert [entry.name for entry in tmp_path.iterdir()] == [LOCK_NAME]


def test_the_old_one_stays_where_the_new_one_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / LOCK_NAME
    write_lock(path, LOCK)
    (tmp_path / f".{LOCK_NAME}.tmp").mkdir()
    with pytest.raises(FolderError):
        write_lock(path, LockFile())
    assert read_lock(path) == LOCK


def test_what_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / LOCK_NAME
    write_lock(path, LOCK)
    endless = replace(FILE, source=replace(SOURCE, url="https://cdn.example/" + "a" * 10_000))
    with pytest.raises(UnreadableDocument):
        write_lock(path, replace(LOCK, files=(endless,)))
    assert read_lock(path) == LOCK


def test_a_link_is_not_written_over(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.toml"
    elsewhere.write_text("kept")
    path = tmp_path / LOCK_NAME
    path.symlink_to(elsewhere)
    with pytest.raises(FolderError, match="not an ordinary file"):
        write_lock(path, LOCK)
    assert elsewhere.read_text() == "kept"


def test_what_is_missing_or_no_file_or_endless_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileVanished):
        read_lock(tmp_path / LOCK_NAME)
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileUnreadable):
        read_lock(tmp_path / "folder")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(64 * 1024 * 1024)
    with pytest.raises(UnreadableDocument, match="longer than"):
        read_lock(tmp_path / "large")


def test_a_full_disk_leaves_the_old_lock_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / LOCK_NAME
    write_lock(path, LOCK)
    text = path.read_bytes()
    for at in range(20):
        disk = BrokenDisk(at, OSError(errno.ENOSPC, "full"), skips=READING)
        with suppress(FolderError):
            write_lock(path, LockFile(), disk)
        assert [item.name for item in tmp_path.iterdir()] == [LOCK_NAME], disk.failed_at
        if not disk.failed_at:
            break
        path.write_bytes(text)
    assert path.read_bytes() != text
