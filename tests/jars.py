"""Making JARs for tests: real ZIPs with the loaders' manifests, as tidy or as broken as a test wants them."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

FABRIC = "fabric.mod.json"
QUILT = "quilt.mod.json"
FORGE = "META-INF/mods.toml"
NEOFORGE = "META-INF/neoforge.mods.toml"
LEGACY_FORGE = "mcmod.info"
LITELOADER = "litemod.json"
RIFT = "riftmod.json"
PLUGIN = "plugin.yml"
PAPER = "paper-plugin.yml"
BUNGEE = "bungee.yml"
VELOCITY = "velocity-plugin.json"
PACK = "pack.mcmeta"
JAR_MANIFEST = "META-INF/MANIFEST.MF"
JARJAR = "META-INF/jarjar/metadata.json"


def fabric_manifest(mod_id: str = "example", version: str = "1.0.0", **more: object) -> str:
    """The text of a `fabric.mod.json`; `more` are further keys."""
    return json.dumps({"schemaVersion": 1, "id": mod_id, "version": version, **more})


def forge_manifest(mod_id: str = "example", version: str = "1.0.0", *, rest: str = "") -> str:
    """The text of a `mods.toml`; `rest` is put at its end."""
    return (
        'modLoader = "javafml"\nloaderVersion = "[1,)"\nlicense = "MIT"\n\n'
        f'[[mods]]\nmodId = "{mod_id}"\nversion = "{version}"\ndisplayName = "{mod_id.title()}"\n\n{rest}'
    )


def quilt_manifest(mod_id: str = "example", version: str = "1.0.0", **more: object) -> str:
    """The text of a `quilt.mod.json`; `more` are further keys of `quilt_loader`."""
    loader = {"group": "com.example", "id": mod_id, "version": version, **more}
    return json.dumps({"schema_version": 1, "quilt_loader": loader})


def legacy_forge_manifest(mod_id: str = "example", version: str = "1.0.0", **more: object) -> str:
    """The text of an `mcmod.info` in its first form; `more` are further keys of its mod."""
    return json.dumps([{"modid": mod_id, "name": mod_id.title(), "version": version, **more}])


def liteloader_manifest(name: str = "Example", version: str = "1.0.0", **more: object) -> str:
    return json.dumps({"name": name, "mcversion": "1.12.2", "version": version, **more})


def rift_manifest(mod_id: str = "example", **more: object) -> str:
    return json.dumps({"id": mod_id, "name": mod_id.title(), "authors": ["Ada"], "listeners": [], **more})


def plugin_manifest(name: str = "Example", version: str = "1.0.0", *, rest: str = "") -> str:
    """The text of a `plugin.yml`, `bungee.yml` or `paper-plugin.yml`; `rest` is put at its end."""
    return f"name: {name}\nversion: {version}\nmain: com.example.Main\n{rest}"


def velocity_manifest(plugin_id: str = "example", version: str = "1.0.0", **more: object) -> str:
    return json.dumps({"id": plugin_id, "version": version, "main": "com.example.Main", **more})


def pack_manifest(description: object = "Example.", **more: object) -> str:
    return json.dumps({"pack": {"pack_format": 34, "description": description, **more}})


def jarjar(*paths: str) -> str:
    """The text of the file in which Forge and NeoForge name nested JARs."""
    return json.dumps({"jars": [{"path": path, "isObfuscated": False} for path in paths]})


def members_of_every_kind() -> dict[str, dict[str, str | bytes]]:
    """By the name that `ManifestKind` has for it: the members of a file of each kind, named "Example" 1.0.0."""
    return {
        "fabric.mod.json": {FABRIC: fabric_manifest()},
        "quilt.mod.json": {QUILT: quilt_manifest()},
        "mods.toml": {FORGE: forge_manifest()},
        "neoforge.mods.toml": {NEOFORGE: forge_manifest()},
        "mcmod.info": {LEGACY_FORGE: legacy_forge_manifest()},
        "litemod.json": {LITELOADER: liteloader_manifest()},
        "riftmod.json": {RIFT: rift_manifest(version="1.0.0")},
        "plugin.yml": {PLUGIN: plugin_manifest()},
        "paper-plugin.yml": {PAPER: plugin_manifest()},
        "bungee.yml": {BUNGEE: plugin_manifest()},
        "velocity-plugin.json": {VELOCITY: velocity_manifest()},
        "pack.mcmeta": {
            PACK: pack_manifest(),
            "assets/minecraft/lang/en_us.json": "{}",
            "pack.png": png_bytes(),
        },
        "shaders": {"shaders/composite.fsh": "void main() {}"},
    }


def png_bytes(width: int = 16, height: int = 16) -> bytes:
    """The beginning of a PNG of that size, which holds no picture."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">L4s2L5B", 13, b"IHDR", width, height, 8, 6, 0, 0, 0)


def nested_bytes(depth: int, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A Fabric mod `level0` that holds `level1` in `nested.jar`, and so on, `depth` deep."""
    data = b""
    for level in range(depth, -1, -1):
        jars = [{"file": "nested.jar"}] if data else []
        members: dict[str, str | bytes] = {FABRIC: fabric_manifest(f"level{level}", jars=jars)}
        data = jar_bytes({**members, "nested.jar": data} if data else members, method=method)
    return data


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
