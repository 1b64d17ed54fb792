"""What is fuzzed: every parser of what others wrote. A target raises only what is no declared error."""

import contextlib
import json
import tempfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from fuzz.shapes import as_json, as_toml
from fuzz.trouble import CRASHES, NOTES, read_as_crash, read_as_note
from jars import (
    FABRIC,
    JAR_MANIFEST,
    JARJAR,
    fabric_manifest,
    forge_manifest,
    jar_bytes,
    jarjar,
    members_of_every_kind,
    nested_bytes,
    png_bytes,
    quilt_manifest,
)
from modstead.domain.instance import Manifest, ManifestKind
from modstead.domain.ranges import admits, admits_game, flexver
from modstead.domain.ranges.minecraft import normalised
from modstead.domain.version_numbers import bare_number, same_number
from modstead.errors import ModsteadError
from modstead.instances.archive import Jar
from modstead.instances.discovery.documents import read_setting_list, read_settings, read_table
from modstead.instances.discovery.version_ids import (
    game_version_of_neoforge,
    setup_of_curseforge_id,
    setup_of_library,
    setup_of_version_id,
)
from modstead.instances.lock_files import lock_text, parse_lock
from modstead.instances.metadata import read_manifests
from modstead.instances.metadata.bungee import parse_bungee
from modstead.instances.metadata.fabric import parse_fabric
from modstead.instances.metadata.forge import nested_jars, parse_forge
from modstead.instances.metadata.icons import pixels
from modstead.instances.metadata.jar_manifest import implementation_version
from modstead.instances.metadata.legacy_forge import parse_legacy_forge
from modstead.instances.metadata.lenient_toml import parse_toml
from modstead.instances.metadata.liteloader import parse_liteloader
from modstead.instances.metadata.pack import parse_pack, texture_pack
from modstead.instances.metadata.paper import parse_paper
from modstead.instances.metadata.plugin import parse_plugin
from modstead.instances.metadata.quilt import parse_quilt
from modstead.instances.metadata.rift import parse_rift
from modstead.instances.metadata.velocity import parse_velocity
from modstead.instances.metadata.yaml_text import parse_yaml
from modstead.instances.packwiz import edited, file_name_of, text_at, values_of
from modstead.instances.plan_documents import parse_plans
from modstead.storage.encoding import decode, encode

Target = Callable[[bytes], object]

_MEMBER_NAMES = (
    *(name for members in members_of_every_kind().values() for name in members),
    JAR_MANIFEST,
    JARJAR,
)
_TOML_SEEDS = (
    forge_manifest(rest='[[dependencies.example]]\nmodId = "other"\nversionRange = "[1,2)"\nside = "BOTH"'),
    "description = \"two\nlines\" # a 'comment'\ncredits = '''a\nb'''\n${placeholder}\n",
    '[[mods]]\nmodId = "a"\nversion = "${file.jarVersion}"\n[properties]\nx = 1.10\n',
)
_SHA1, _SHA512 = "a" * 40, "b" * 128
_LOCK = f"""\
# Shared.
format = 1
loader = "fabric"
game_version = "1.21.4"
sections = ["mods", 'resourcepacks']

[[policy]]
section = "mods"
mod = "modrinth:a"
pinned = true
snooze_until = "2026-11-30"
together = "modrinth:a"

[[policy]]
section = "mods"
mod = "modrinth:b"
together = "modrinth:a"

[[file]]
section = "mods"
name = "a.jar"
enabled = true
size = 1
sha1 = "{_SHA1}"
sha512 = "{_SHA512}"
provider = "modrinth"
project_id = "a"
url = "https://b.example/a.jar" # there
"""
_STATE = {"name": "a.jar", "size": 1, "sha1": _SHA1, "sha512": _SHA512}
_PLAN = json.dumps(
    {
        "format": 1,
        "plans": [
            {
                "folder": "/a/mods",
                "content": "mod",
                "kind": "update",
                "operations": [
                    {
                        "operation": "update",
                        "before": {**_STATE, "name": "b.jar.disabled"},
                        "after": _STATE,
                        "source": {"from": "download", "url": "https://c.example", "size": 1, "sha1": _SHA1},
                        "published": "2026-01-01T00:00:00Z",
                        "channel": "beta",
                        "origin": {"slug": "d", "loaders": ["fabric"]},
                    },
                    {"operation": "install", "after": _STATE, "source": {"from": "kept", "size": 1}},
                ],
                "notes": [{"kind": "info", "subject": "a", "text": "b"}],
                "undoes": "20260101-000000-0000",
            }
        ],
    }
)


class _Bytes:
    """An archive in memory."""

    name = "fuzzed.jar"

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read_at(self, offset: int, count: int) -> bytes:
        return self._data[offset : offset + count]

    def part(self, offset: int, count: int) -> "_Bytes | None":
        fits = 0 <= offset <= offset + count <= self.size
        return _Bytes(self._data[offset : offset + count]) if fits else None

    def close(self) -> None: ...


def _archive(data: bytes) -> None:
    with Jar(_Bytes(data)) as jar:
        for name in (FABRIC, JAR_MANIFEST, "a.jar"):
            jar.has(name)
            jar.has_folder(name)
            for read in (jar.read, partial(jar.read_start, count=100), jar.nested):
                with contextlib.suppress(ModsteadError):
                    read(name)


def _whole(data: bytes) -> None:
    reading = read_manifests(_Bytes(data))
    assert decode(type(reading), encode(reading)) == reading
    assert all(problem.endswith(".") for problem in reading.problems)
    _check(*reading.manifests, *(found for jar in reading.nested for found in jar.manifests))


def _packed(data: bytes) -> None:
    """A sound archive, or nearly so, whose members are any: how many, their names, and how they are packed."""
    members: dict[str, bytes] = {}
    stored = bool(data[:1] and data[0] & 1)
    for part in data[1:].split(b"\xff\xfe"):
        if part:
            members[_MEMBER_NAMES[part[0] % len(_MEMBER_NAMES)]] = part[1:]
    inner = jar_bytes(members, method=zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    outer = {FABRIC: fabric_manifest(jars=[{"file": "a.jar"}]), "a.jar": inner}
    _whole(jar_bytes(outer, method=zipfile.ZIP_DEFLATED if stored else zipfile.ZIP_STORED))


def _manifests(parse: Callable[[bytes], tuple[Manifest, ...]], data: bytes) -> None:
    _check(*parse(data))


def _check(*manifests: Manifest) -> None:
    for manifest in manifests:
        assert manifest.id or manifest.kind in (ManifestKind.PACK, ManifestKind.SHADER)
        encode(manifest)


def _any_shape(data: bytes) -> None:
    document = as_json(data)
    for parse in _JSON_PARSERS:
        with contextlib.suppress(ModsteadError):
            _check(*parse(document))


def _any_toml_shape(data: bytes) -> None:
    _check(*parse_forge(as_toml(data), ManifestKind.FORGE, lambda: "1.0"))


def _toml(data: bytes) -> None:
    with contextlib.suppress(ValueError, RecursionError):
        parse_toml(data)


def _icon(data: bytes) -> None:
    assert pixels(data) >= 0


def _ranges(kind: ManifestKind, data: bytes) -> None:
    text, _, version = data.decode("utf-8", "replace").partition("\n")
    admits.__wrapped__(kind, (text,), version)
    admits_game(kind, (text,), version)
    normalised(version)


def _comparisons(data: bytes) -> None:
    one, _, other = data.decode("utf-8", "replace").partition("\n")
    assert flexver.compare(one, other) == -flexver.compare(other, one)
    assert same_number(one, other) == same_number(other, one)
    bare_number(one)


def _version_ids(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for read in (setup_of_version_id, setup_of_curseforge_id, setup_of_library, game_version_of_neoforge):
        read(text)


def _launchers_files(data: bytes) -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        path = Path(file.name)
        read_table(path)
        read_settings(path)
        read_setting_list(path, "a")


def _packwiz(data: bytes) -> None:
    file_name_of(data)
    values_of(data)
    changed = edited(
        data, {("name",): "x", ("download", "hash"): "y", ("update", "modrinth", "version"): "z"}
    )
    assert changed is None or text_at(changed, ("name",)) == "x"


def _lock(data: bytes) -> None:
    text = lock_text(parse_lock(data))
    assert lock_text(parse_lock(text.encode())) == text


def run(target: Target, data: bytes) -> None:
    """One input. Declared errors pass.

    Raises:
        Exception: anything else.
    """
    with contextlib.suppress(ModsteadError):
        target(data)


def _ranges_seeds(*ranges: str) -> tuple[bytes, ...]:
    return tuple(f"{text}\n1.20.1-rc.1+build".encode() for text in ranges)


def _members(kind: ManifestKind) -> tuple[bytes, ...]:
    return tuple(
        text if isinstance(text, bytes) else text.encode()
        for text in members_of_every_kind()[kind.value].values()
    )


_PARSERS: dict[ManifestKind, Callable[[bytes], tuple[Manifest, ...]]] = {
    ManifestKind.FABRIC: parse_fabric,
    ManifestKind.QUILT: parse_quilt,
    ManifestKind.LEGACY_FORGE: parse_legacy_forge,
    ManifestKind.LITELOADER: parse_liteloader,
    ManifestKind.RIFT: parse_rift,
    ManifestKind.PLUGIN: parse_plugin,
    ManifestKind.PAPER: parse_paper,
    ManifestKind.BUNGEE: parse_bungee,
    ManifestKind.VELOCITY: parse_velocity,
    ManifestKind.PACK: parse_pack,
    **{
        kind: partial(parse_forge, kind=kind, jar_version=lambda: "1.0")
        for kind in (ManifestKind.FORGE, ManifestKind.NEOFORGE)
    },
}
_JSON_PARSERS = [
    parse for kind, parse in _PARSERS.items() if kind not in (ManifestKind.FORGE, ManifestKind.NEOFORGE)
]
_MORE_SEEDS = {
    ManifestKind.QUILT: (
        quilt_manifest(
            depends=[
                {"id": "a:b", "versions": {"any": [{"all": [">=1", "<2"]}]}, "unless": ["c"]},
                ["d", "e"],
            ],
            provides=[{"id": "f", "version": "2"}],
        ),
    ),
    ManifestKind.FABRIC: (
        fabric_manifest(authors=[{"name": "a"}], icon={"16": "b"}, breaks={"c": ["<1", "2"]}),
    ),
    ManifestKind.LEGACY_FORGE: ("{modList: [{modid: 'a'; \"version\" = 1.0,}]} // b\n# c\n/* d */",),
    ManifestKind.PLUGIN: (
        "name: a\nx: &x [b, ~]\ndepend: *x\nsoftdepend:\n  - c\n? d\n: |\n  e\n--- !!str f\n",
        "dependencies:\n  server:\n    A: {required: false}\nname: 'b'\n",
    ),
    ManifestKind.PACK: ('{"pack": {"description": [{"text": "a", "extra": [{"translate": "b"}]}]}}',),
    ManifestKind.FORGE: _TOML_SEEDS,
}

TARGETS: dict[str, Target] = {
    "archive": _archive,
    "jar": _whole,
    "members": _packed,
    **{kind.value: partial(_manifests, parse) for kind, parse in _PARSERS.items()},
    "shapes": _any_shape,
    "shapes-toml": _any_toml_shape,
    "toml": _toml,
    "yaml": partial(parse_yaml, name="plugin.yml"),
    "MANIFEST.MF": implementation_version,
    "jarjar": nested_jars,
    "pack.txt": texture_pack,
    "icon": _icon,
    "ranges-fabric": partial(_ranges, ManifestKind.FABRIC),
    "ranges-quilt": partial(_ranges, ManifestKind.QUILT),
    "ranges-maven": partial(_ranges, ManifestKind.FORGE),
    "versions": _comparisons,
    "version-ids": _version_ids,
    "launchers": _launchers_files,
    "packwiz": _packwiz,
    "lock": _lock,
    "plan": parse_plans,
    "crash": read_as_crash,
    "note": read_as_note,
}
SEEDS: dict[str, tuple[bytes, ...]] = {
    "archive": (nested_bytes(2), nested_bytes(2, method=zipfile.ZIP_STORED)),
    "jar": (
        nested_bytes(2),
        nested_bytes(1, method=zipfile.ZIP_STORED),
        jar_bytes(
            {name: text for members in members_of_every_kind().values() for name, text in members.items()}
        ),
    ),
    "members": tuple(
        bytes([number % 2, number]) + text
        for number, kind in enumerate(ManifestKind)
        for text in _members(kind)[:1]
    ),
    **{
        kind.value: (*_members(kind)[:1], *(text.encode() for text in _MORE_SEEDS.get(kind, ())))
        for kind in _PARSERS
    },
    "shapes": (bytes(range(256)), bytes(range(255, -1, -1))),
    "shapes-toml": (bytes(range(256)), bytes(range(255, -1, -1))),
    "toml": tuple(text.encode() for text in _TOML_SEEDS),
    "yaml": tuple(text.encode() for text in _MORE_SEEDS[ManifestKind.PLUGIN]),
    "MANIFEST.MF": (b"Manifest-Version: 1.0\r\nImplementation-Version: 1.\r\n 2\r\n\r\nName: a\r\n",),
    "jarjar": (jarjar("META-INF/jarjar/a.jar").encode(),),
    "pack.txt": ("§aOld".encode(),),
    "icon": (
        png_bytes(),
        b"GIF89a\1\0\1\0",
        b"\xff\xd8\xff\xe0\0\4ab\xff\xc0\0\11\10\0\1\0\1\1",
        b"RIFF\0\0\0\0WEBPVP8X" + bytes(20),
        b"BM" + bytes(30),
    ),
    "ranges-fabric": _ranges_seeds(">=1.20 <1.21-", "~1.20.x", "^0.5", "*"),
    "ranges-quilt": _ranges_seeds("1.0.0", "=1.2 >1", "1.0.x", "~1.0.0-rc.1"),
    "ranges-maven": _ranges_seeds("[1,2)", "(,1.0],[1.2,)", "1.0", "[1.20.1]"),
    "versions": (b"mc1.20.1-0.5.3\n0.5.3+1.20.1", b"1.0-beta.2\n1.0-rc1"),
    "version-ids": (
        b"fabric-loader-0.16.0-1.21",
        b"1.20.1-forge-47.2.0",
        b"neoforge-21.1.5",
        b"net.minecraftforge:forge:1",
    ),
    "launchers": (b'[General]\nname=a\\x20b\nlist="a, b", c\n', json.dumps({"a": [1, {"b": None}]}).encode()),
    "packwiz": (
        b'name = "A"\nfilename = "a.jar"\n[download]\nhash = "b"\n[update.modrinth]\nmod-id = "c"\nversion = "d"\n',
    ),
    "lock": (_LOCK.encode(),),
    "plan": (_PLAN.encode(),),
    "crash": CRASHES,
    "note": NOTES,
}
