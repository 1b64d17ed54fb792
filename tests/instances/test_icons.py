"""The picture inside a JAR: found however its path is written, and never one that would exhaust who decodes it."""

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jars import FABRIC, PACK, RIFT, fabric_manifest, make_jar, pack_manifest, png_bytes, rift_manifest
from modstead.domain.instance import Manifest, ManifestKind
from modstead.instances.metadata import read_icon, read_manifests
from modstead.instances.metadata.icons import PIXEL_LIMIT, pixels

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xc4\x00\x04ab\xff\xc2\x00\x0b\x08"
    + struct.pack(">2H", 30, 20)
    + b"\1"
)
WEBP = b"RIFF\0\0\0\0WEBP"


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (png_bytes(16, 20), 320),
        (b"GIF89a" + struct.pack("<2H", 7, 9), 63),
        (JPEG, 600),
        (WEBP + b"VP8X" + bytes(8) + b"\x09\0\0\x04\0\0", 50),
        (WEBP + b"VP8L" + bytes(4) + b"\x2f" + (9 | 4 << 14).to_bytes(4, "little"), 50),
        (WEBP + b"VP8 " + bytes(4) + bytes(3) + b"\x9d\x01\x2a" + struct.pack("<2H", 10, 5), 50),
        (b"BM" + bytes(16) + struct.pack("<2l", 10, -5), 50),
        (WEBP + b"ALPH" + bytes(20), 0),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 0),
        (b"\xff\xd8\xff\xd9\x00\x02", 0),
        (JPEG[:20], 0),
        (png_bytes()[:20], 0),
        (b"", 0),
    ],
)
def test_the_size_is_read_out_of_each_kind_of_picture(data: bytes, count: int) -> None:
    assert pixels(data) == count


@given(st.binary() | st.binary().map(JPEG[:12].__add__) | st.binary().map(WEBP.__add__))
def test_any_bytes_have_a_size_or_none(data: bytes) -> None:
    assert pixels(data) >= 0


@pytest.mark.parametrize("written", ["icon.png", "/icon.png", "./icon.png"])
def test_the_path_may_be_written_in_any_way(tmp_path: Path, written: str) -> None:
    members = {FABRIC: fabric_manifest(icon=written), "icon.png": png_bytes()}
    path = make_jar(tmp_path / "a.jar", members)
    assert read_icon(path, read_manifests(path).manifests[0]) == png_bytes()


def test_other_formats_and_packs_have_one_too(tmp_path: Path) -> None:
    rift = make_jar(tmp_path / "a.jar", {RIFT: rift_manifest(icon_file="i.png"), "i.png": png_bytes()})
    pack = make_jar(tmp_path / "b.zip", {PACK: pack_manifest(), "pack.png": png_bytes()})
    bare = make_jar(tmp_path / "c.zip", {PACK: pack_manifest()})
    assert [read_icon(path, read_manifests(path).manifests[0]) for path in (rift, pack, bare)] == [
        png_bytes(),
        png_bytes(),
        None,
    ]


@pytest.mark.parametrize(
    "data",
    [
        png_bytes(4_096, PIXEL_LIMIT // 4_096 + 1),
        png_bytes(2**31, 2**31),
        png_bytes(0, 16),
        b"<svg/>",
        png_bytes() + bytes(1024 * 1024),
    ],
)
def test_what_would_exhaust_who_decodes_it_is_none(tmp_path: Path, data: bytes) -> None:
    path = make_jar(tmp_path / "a.jar", {"icon.png": data})
    assert read_icon(path, Manifest(ManifestKind.FABRIC, "a", icon="icon.png")) is None
