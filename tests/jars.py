"""Making JARs for tests: real ZIPs with the loaders' manifests, as tidy or as broken as a test wants them."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

FABRIC = "fabric.mod.json"
FORGE = "META-INF/mods.toml"
NEOFORGE = "META-INF/neoforge.mods.toml"
JAR_MANIFEST = "META-INF/MANIFEST.MF"


def fabric_manifest(mod_id: str = "example", version: str = "1.0.0", **more: object) -> str:
    """The text of a `fabric.mod.json`; `more` are further keys."""
    return json.dumps({"schemaVersion": 1, "id": mod_id, "version": version, **more})


def forge_manifest(mod_id: str = "example", version: str = "1.0.0", *, rest: str = "") -> str:
    """The text of a `mods.toml`; `rest` is put at its end."""
    return (
        'modLoader = "javafml"\nloaderVersion = "[1,)"\nlicense = "MIT"\n\n'
        f'[[mods]]\nmodId = "{mod_id}"\nversion = "{version}"\ndisplayName = "{mod_id.title()}"\n\n{rest}'
    )


def jar_bytes(
    members: Mapping[str, str | bytes],
    *,
    padding: int = 0,
    method: int = zipfile.ZIP_DEFLATED,
    comment: bytes = b"",
) -> bytes:
    """A JAR of those members; `padding` adds that many bytes of a class that does not shrink."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(_member(name), data, method)
        if padding:
            archive.writestr(_member("example/Padding.class"), _noise(padding), zipfile.ZIP_STORED)
        archive.comment = comment
    return buffer.getvalue()


def bomb_bytes(name: str, mebibytes: int) -> bytes:
    """A JAR whose one member unpacks to that many MiB of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(bytes(1024 * 1024)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * mebibytes + packer.flush()
    sizes = struct.pack("<3L", 0, len(packed), mebibytes * 1024 * 1024 % 2**32)
    local = (
        struct.pack("<4s5H", b"PK\3\4", 20, 0, 8, 0, 0)
        + sizes
        + struct.pack("<2H", len(name), 0)
        + name.encode()
    )
    entry = struct.pack("<4s6H", b"PK\1\2", 20, 20, 0, 8, 0, 0) + sizes
    entry += struct.pack("<5H2L", len(name), 0, 0, 0, 0, 0, 0) + name.encode()
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(entry), len(local) + len(packed), 0)
    return local + packed + entry + end


def make_jar(path: Path, members: Mapping[str, str | bytes] | None = None, *, padding: int = 0) -> Path:
    """Writes a JAR, with a Fabric manifest named after the file unless told otherwise."""
    if members is None:
        members = {
            FABRIC: fabric_manifest(path.name.partition(".")[0].partition("-")[0].lower() or "example")
        }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(jar_bytes(members, padding=padding))
    return path


def _member(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))


def _noise(count: int) -> bytes:
    """Bytes that repeat only after a long while, the same every time."""
    return b"".join(
        (number * 2_654_435_761 % 2**32).to_bytes(4, "little") for number in range(count // 4 + 1)
    )[:count]
