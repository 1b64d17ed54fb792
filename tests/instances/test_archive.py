"""Reading members out of JARs that may be anything at all."""

import contextlib
import io
import os
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jars import bomb_bytes, jar_bytes
from modstead.errors import BrokenJar, FileUnreadable, FileVanished
from modstead.instances.archive import MEMBER_LIMIT, Jar
from modstead.instances.zip_layout import entries_named


def read(path: Path, data: bytes, name: str = "fabric.mod.json") -> bytes | None:
    path.write_bytes(data)
    with Jar(path) as jar:
        return jar.read(name)


def reason(path: Path, data: bytes, name: str = "fabric.mod.json") -> str:
    with pytest.raises(BrokenJar) as caught:
        read(path, data, name)
    assert caught.value.detail.endswith(".")
    return caught.value.detail


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mod.jar"


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_member_is_read_from_among_others(path: Path, method: int) -> None:
    members = {f"example/Class{number}.class": b"x" * number for number in range(600)}
    data = jar_bytes({**members, "fabric.mod.json": "{}", "lib/fabric.mod.json": "[]"}, method=method)
    assert read(path, data) == b"{}"
    assert read(path, data, "lib/fabric.mod.json") == b"[]"
    assert read(path, data, "fabric.mod.jso") is None
    assert read(path, data, "example/Class599.class") == b"x" * 599


def test_an_archive_of_nothing_holds_nothing(path: Path) -> None:
    assert read(path, jar_bytes({})) is None


def test_of_two_members_of_one_name_the_last_counts_as_it_does_in_java(path: Path) -> None:
    data = jar_bytes({"fabric.mod.json": "first", "fabric.mod.jsoN": "last"}).replace(b"jsoN", b"json")
    assert read(path, data) == b"last"


def test_comments_and_bytes_before_and_after_do_no_harm(path: Path) -> None:
    assert read(path, jar_bytes({"fabric.mod.json": "{}"}, comment=b"PK\5\6" + b"c" * 60_000)) == b"{}"
    assert read(path, b"#!/bin/sh\n" * 50 + jar_bytes({"fabric.mod.json": "{}"})) == b"{}"
    assert read(path, jar_bytes({"fabric.mod.json": "{}"}) + b"\0" * 100) == b"{}"


def test_a_table_of_contents_longer_than_the_tail_is_read_whole(path: Path) -> None:
    members = {f"example/some/long/package/name/Class{number}.class": b"" for number in range(3_000)}
    assert read(path, jar_bytes({"fabric.mod.json": "{}", **members})) == b"{}"


def test_zip64_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 5)
    with zipfile.ZipFile(buffer, "w") as archive:
        with archive.open("fabric.mod.json", "w", force_zip64=True) as member:
            member.write(b"{}")
        for number in range(10):
            archive.writestr(f"{number}", b"")
    assert b"PK\6\6" in buffer.getvalue()
    assert read(path, buffer.getvalue()) == b"{}"


def test_offsets_in_the_zip64_field_are_followed(path: Path) -> None:
    name, content = b"fabric.mod.json", b"{}"
    local = (
        struct.pack("<4s5H3L2H", b"PK\3\4", 45, 0, 0, 0, 0, zlib.crc32(content), 2, 2, len(name), 0)
        + name
        + content
    )
    extra = struct.pack("<2H3Q", 1, 24, 2, 2, 0)
    entry = struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 45, 45, 0, 0, 0, 0, zlib.crc32(content), 2**32 - 1, 2**32 - 1,
        len(name), len(extra), 0, 0, 0, 0, 2**32 - 1,
    ) + name + extra  # fmt: skip
    end_64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(entry), len(local))
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(local) + len(entry), 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    assert read(path, local + entry + end_64 + locator + end) == b"{}"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"<!DOCTYPE html><html><body>404</body></html>", "web page"),
        (b"\xef\xbb\xbf \n<html>", "web page"),
        (b'{"error": "not_found"}', "text file"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "Git LFS"),
        (b"Rar!\x1a\x07\x00" + b"x" * 100, "archive, but not a JAR"),
        (b"\0" * 5_000, "zeros"),
        (b"\xca\xfe\xba\xbe" + b"x" * 100, "not a JAR"),
    ],
)
def test_what_is_no_archive_is_named(path: Path, data: bytes, said: str) -> None:
    assert said in reason(path, data)


def test_an_archive_that_was_cut_off_says_so(path: Path) -> None:
    data = jar_bytes({"fabric.mod.json": "{}"}, padding=200_000)
    for length in (len(data) - 10, len(data) // 2, 100):
        assert "not downloaded completely" in reason(path, data[:length])


def test_a_damaged_table_of_contents_says_so(path: Path) -> None:
    data = bytearray(jar_bytes({"fabric.mod.json": "{}"}))
    start = data.index(b"PK\1\2")
    data[start : start + 4] = b"XXXX"
    assert "table of contents" in reason(path, bytes(data))


def test_an_encrypted_member_says_so(path: Path) -> None:
    data = bytearray(jar_bytes({"fabric.mod.json": "{}"}))
    data[data.index(b"PK\1\2") + 8] |= 1
    assert "encrypted" in reason(path, bytes(data))


def test_a_packing_that_java_does_not_read_says_so(path: Path) -> None:
    assert "packed in a way" in reason(path, jar_bytes({"fabric.mod.json": "{}"}, method=zipfile.ZIP_LZMA))


def test_a_damaged_member_says_so(path: Path) -> None:
    content = os.urandom(2_000)
    data = bytearray(jar_bytes({"fabric.mod.json": content.hex()}))
    for position in range(60, 120):
        data[position] ^= 0xFF
    assert "damaged" in reason(path, bytes(data))


def test_a_gigabyte_of_zeros_costs_bounded_memory(path: Path) -> None:
    path.write_bytes(bomb_bytes("fabric.mod.json", 1024))
    tracemalloc.start()
    try:
        with pytest.raises(BrokenJar, match="larger than 1024 KiB"), Jar(path) as jar:
            jar.read("fabric.mod.json")
        assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_bomb_that_lies_about_its_size_is_bounded_as_well(path: Path) -> None:
    data = bytearray(jar_bytes({"fabric.mod.json": bytes(50 * 1024 * 1024)}))
    entry = data.index(b"PK\1\2")
    data[entry + 24 : entry + 28] = struct.pack("<L", 10)
    assert "larger than 1024 KiB" in reason(path, bytes(data))


def test_the_largest_member_that_is_allowed_is_read(path: Path) -> None:
    assert read(path, jar_bytes({"fabric.mod.json": bytes(MEMBER_LIMIT)})) == bytes(MEMBER_LIMIT)
    noise = os.urandom(MEMBER_LIMIT)
    assert read(path, jar_bytes({"fabric.mod.json": noise})) == noise
    assert "larger" in reason(path, jar_bytes({"fabric.mod.json": bytes(MEMBER_LIMIT + 1)}))
    assert "larger" in reason(
        path, jar_bytes({"fabric.mod.json": bytes(MEMBER_LIMIT + 1)}, method=zipfile.ZIP_STORED)
    )


def test_a_table_of_contents_without_bound_is_refused(path: Path) -> None:
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, 2**31, 0, 0)
    assert "larger than any mod's" in reason(path, b"PK\3\4" + end)


def test_a_name_hidden_in_another_entry_is_not_a_member(path: Path) -> None:
    fake = (
        struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 2, 2, 15, 0, 0, 0, 0, 0, 0)
        + b"fabric.mod.json"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("other.txt")
        info.comment = fake
        archive.writestr(info, "{}")
    assert read(path, buffer.getvalue()) is None
    assert read(path, buffer.getvalue(), "other.txt") == b"{}"


def test_a_missing_file_vanished_and_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    with pytest.raises(FileVanished):
        Jar(tmp_path / "gone.jar")
    os.mkfifo(tmp_path / "pipe.jar")
    with pytest.raises(FileUnreadable, match="not an ordinary file"):
        Jar(tmp_path / "pipe.jar")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_broken_jar_or_hold_nothing(path: Path, data: bytes) -> None:
    found = None
    with contextlib.suppress(BrokenJar):
        found = read(path, data)
    assert found is None


VALID = jar_bytes(
    {"fabric.mod.json": '{"id": "example"}', "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\r\n"}
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(
    st.lists(st.tuples(st.integers(0, len(VALID) - 1), st.integers(0, 255)), max_size=6), st.integers(0, 40)
)
def test_a_damaged_jar_gives_bytes_nothing_or_the_declared_error(
    path: Path, damage: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(VALID)
    for position, byte in damage:
        data[position] = byte
    found = None
    with contextlib.suppress(BrokenJar):
        found = read(path, bytes(data[: len(data) - cut]))
    assert found is None or len(found) <= MEMBER_LIMIT


def test_the_start_of_a_member_of_any_size_is_read(path: Path) -> None:
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        path.write_bytes(jar_bytes({"a.txt": b"start" + os.urandom(3 * MEMBER_LIMIT)}, method=method))
        with Jar(path) as jar:
            assert (jar.read_start("a.txt", 5), jar.read_start("b.txt", 5)) == (b"start", None)
            assert len(jar.read_start("a.txt", 2_000) or b"") <= 2_000


def test_folders_are_told_by_what_lies_in_them(path: Path) -> None:
    path.write_bytes(jar_bytes({"assets/a/b.png": b"", "other/data/c": b"", "shaders": b"", "mydata/d": b""}))
    with Jar(path) as jar:
        assert [jar.has_folder(name) for name in ("assets", "other", "data", "shaders", "asset")] == [
            True, True, False, False, False,
        ]  # fmt: skip


def test_several_members_are_asked_after_at_once(path: Path) -> None:
    names = entries_named(["a.txt", "b.txt", "lib/c.txt", "d.txt"])
    path.write_bytes(jar_bytes({"a.txt": b"1", "b.txt.bak": b"2", "lib/c.txt": b"3", "lib/d.txt": b"4"}))
    with Jar(path) as jar:
        assert jar.among(names) == {"a.txt", "lib/c.txt"}
        assert (jar.read("a.txt"), jar.read("b.txt"), jar.has("lib/c.txt")) == (b"1", None, True)


def test_a_table_of_contents_made_to_be_walked_is_walked_once(path: Path) -> None:
    members = {f"{number}PK\1\2": b"" for number in range(3_000)}
    path.write_bytes(jar_bytes({"a.txt": b"1", **members, "b.txt": b"2"}))
    with Jar(path) as jar:
        assert [jar.read(name) for name in ("a.txt", "b.txt", "c.txt", "7PK\1\2")] == [b"1", b"2", None, b""]
