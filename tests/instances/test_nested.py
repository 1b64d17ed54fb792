"""JARs inside JARs to any depth, several manifests in one file, and what a file made to exhaust may cost."""

import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from jars import (
    FABRIC,
    FORGE,
    JAR_MANIFEST,
    JARJAR,
    LEGACY_FORGE,
    NEOFORGE,
    PACK,
    PAPER,
    PLUGIN,
    QUILT,
    fabric_manifest,
    forge_manifest,
    jar_bytes,
    jarjar,
    legacy_forge_manifest,
    make_jar,
    members_of_every_kind,
    nested_bytes,
    pack_manifest,
    plugin_manifest,
    png_bytes,
    quilt_manifest,
)
from modstead.domain.instance import ContentKind, Loader, Manifest, ManifestKind, ManifestReading, NestedJar
from modstead.instances import bounds
from modstead.instances.bounds import DEPTH_LIMIT, JAR_LIMIT, MEBIBYTE
from modstead.instances.metadata import rank_manifests, read_manifests

METHODS = pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])


def ids(nested: tuple[NestedJar, ...]) -> dict[str, list[str]]:
    return {jar.path: [manifest.id for manifest in jar.manifests] for jar in nested}


class TestKinds:
    @pytest.mark.parametrize("kind", ManifestKind)
    def test_a_file_of_each_kind_is_told_by_its_manifest(self, tmp_path: Path, kind: ManifestKind) -> None:
        reading = read_manifests(make_jar(tmp_path / "a.jar", members_of_every_kind()[kind.value]))
        [manifest] = reading.manifests
        assert reading.problems == ()
        assert manifest.kind is kind
        if kind in (ManifestKind.PACK, ManifestKind.SHADER):
            assert (manifest.id, manifest.name, manifest.version) == ("", "", "")
        else:
            assert manifest.id.lower() == "example"
            assert manifest.version == "1.0.0"

    def test_all_of_one_file_are_read_and_ranked_by_the_loader(self, tmp_path: Path) -> None:
        members: dict[str, str | bytes] = {}
        for more in members_of_every_kind().values():
            members.update(more)
        path = make_jar(tmp_path / "a.jar", members)
        first = {loader: read_manifests(path, loader).manifests[0].kind for loader in Loader}
        assert first == {
            Loader.FABRIC: ManifestKind.FABRIC,
            Loader.QUILT: ManifestKind.QUILT,
            Loader.FORGE: ManifestKind.FORGE,
            Loader.NEOFORGE: ManifestKind.NEOFORGE,
            Loader.PAPER: ManifestKind.PAPER,
            Loader.PURPUR: ManifestKind.PAPER,
            Loader.FOLIA: ManifestKind.PAPER,
            Loader.SPIGOT: ManifestKind.PLUGIN,
            Loader.BUKKIT: ManifestKind.PLUGIN,
            Loader.VELOCITY: ManifestKind.VELOCITY,
            Loader.WATERFALL: ManifestKind.BUNGEE,
            Loader.BUNGEECORD: ManifestKind.BUNGEE,
        }
        kinds = [manifest.kind for manifest in read_manifests(path, Loader.FABRIC).manifests]
        assert set(kinds) == set(ManifestKind) - {ManifestKind.SHADER}
        assert kinds[-1] is ManifestKind.PACK
        as_pack = read_manifests(path, None, ContentKind.RESOURCE_PACK).manifests
        assert as_pack[0].kind is ManifestKind.PACK

    def test_old_forge_falls_back_to_its_own(self) -> None:
        manifests = [Manifest(kind, "a") for kind in (ManifestKind.FABRIC, ManifestKind.LEGACY_FORGE)]
        assert rank_manifests(manifests, Loader.FORGE)[0].kind is ManifestKind.LEGACY_FORGE

    def test_broken_ones_never_hide_good_ones(self, tmp_path: Path) -> None:
        broken = dict.fromkeys([FABRIC, QUILT, LEGACY_FORGE, NEOFORGE, PAPER], "{[")
        reading = read_manifests(make_jar(tmp_path / "a.jar", {**broken, PLUGIN: plugin_manifest()}))
        assert [found.kind for found in reading.manifests] == [ManifestKind.PLUGIN]
        assert reading.problems == (
            "fabric.mod.json is not valid JSON.",
            "quilt.mod.json is not valid JSON.",
            "neoforge.mods.toml is not valid TOML.",
            "mcmod.info is not valid JSON.",
            "paper-plugin.yml is not valid YAML.",
        )

    @pytest.mark.parametrize(
        ("folders", "contents"),
        [
            (["assets/a"], [ContentKind.RESOURCE_PACK]),
            (["data/a"], [ContentKind.DATA_PACK]),
            (["data/a", "assets/a"], [ContentKind.RESOURCE_PACK, ContentKind.DATA_PACK]),
            (["other/assets/a"], [ContentKind.RESOURCE_PACK]),
            (["assets_old/a", "data/a", "my/data/a"], [ContentKind.DATA_PACK]),
        ],
    )
    def test_packs_are_told_apart_by_what_lies_beside_the_manifest(
        self, tmp_path: Path, folders: list[str], contents: list[ContentKind]
    ) -> None:
        path = make_jar(tmp_path / "a.zip", {PACK: pack_manifest(), **dict.fromkeys(folders, "x")})
        reading = read_manifests(path)
        assert [found.content for found in reading.manifests] == contents
        asked = read_manifests(path, None, contents[-1]).manifests
        assert asked[0].content is contents[-1]

    def test_a_mods_resources_are_one_pack_whose_trouble_is_not_told(self, tmp_path: Path) -> None:
        members = {FABRIC: fabric_manifest(), "assets/a": "x", "data/a": "x", "shaders/a": "x"}
        good = read_manifests(make_jar(tmp_path / "a.jar", {**members, PACK: pack_manifest()}))
        bad = read_manifests(make_jar(tmp_path / "b.jar", {**members, PACK: "${template}"}))
        assert [found.kind for found in good.manifests] == [ManifestKind.FABRIC, ManifestKind.PACK]
        assert [found.kind for found in bad.manifests] == [ManifestKind.FABRIC]
        assert bad.problems == ()

    def test_a_broken_mod_is_no_pack(self, tmp_path: Path) -> None:
        members = {FABRIC: "{", PACK: pack_manifest(), "assets/a": "x", "data/a": "x", "shaders/a": "x"}
        kinds = [found.kind for found in read_manifests(make_jar(tmp_path / "a.jar", members)).manifests]
        assert kinds == [ManifestKind.PACK]

    def test_old_texture_packs_and_shader_packs(self, tmp_path: Path) -> None:
        old = read_manifests(make_jar(tmp_path / "a.zip", {"pack.txt": "Old.", "pack.png": png_bytes()}))
        shaders = read_manifests(make_jar(tmp_path / "b.zip", {"shaders/world0/a.fsh": "x"}))
        classes = read_manifests(make_jar(tmp_path / "c.jar", {"com/shaders/a.class": "x"}))
        assert [(found.description, found.icon) for found in old.manifests] == [("Old.", "pack.png")]
        assert [found.content for found in shaders.manifests] == [ContentKind.SHADER]
        assert classes.manifests == ()

    def test_the_jars_version_is_found_in_a_manifest_of_any_length(self, tmp_path: Path) -> None:
        digests = "".join(
            f"Name: a{number}\r\nSHA-256-Digest: {number:064}\r\n\r\n" for number in range(20_000)
        )
        told = "Manifest-Version: 1.0\r\nImplementation-Version: 1.2\r\n .3\r\n\r\n" + digests
        path = make_jar(
            tmp_path / "a.jar", {FORGE: forge_manifest(version="${file.jarVersion}"), JAR_MANIFEST: told}
        )
        assert len(told) > 1024 * 1024
        assert read_manifests(path).manifests[0].version == "1.2.3"


class TestNested:
    @METHODS
    def test_nested_jars_are_read_to_any_depth_and_flattened(self, tmp_path: Path, method: int) -> None:
        path = tmp_path / "a.jar"
        path.write_bytes(nested_bytes(4, method=method))
        reading = read_manifests(path)
        assert [found.id for found in reading.manifests] == ["level0"]
        assert reading.problems == ()
        assert ids(reading.nested) == {
            "!/".join(["nested.jar"] * depth): [f"level{depth}"] for depth in range(1, 5)
        }
        assert [jar.path.count("!/") for jar in reading.nested] == [0, 1, 2, 3]

    @METHODS
    def test_each_format_names_them_in_its_own_way(self, tmp_path: Path, method: int) -> None:
        def inner(name: str) -> bytes:
            return jar_bytes({FABRIC: fabric_manifest(name), FORGE: forge_manifest(name)})

        members = {
            FABRIC: fabric_manifest(jars=[{"file": "a.jar"}, {"file": "/b.jar"}, {"file": "a.jar"}]),
            QUILT: quilt_manifest(jars=["b.jar", "c.jar"]),
            JARJAR: jarjar("d.jar", "missing.jar"),
            **{f"{name}.jar": inner(name) for name in "abcde"},
        }
        path = tmp_path / "a.jar"
        path.write_bytes(jar_bytes(members, method=method))
        reading = read_manifests(path, Loader.FORGE)
        assert ids(reading.nested) == {f"{name}.jar": [name, name] for name in "abcd"}
        assert reading.nested[0].manifests[0].kind is ManifestKind.FORGE
        assert reading.problems == ()

    def test_a_library_without_a_manifest_is_nested_too(self, tmp_path: Path) -> None:
        library = jar_bytes({"com/example/A.class": b"x"})
        path = make_jar(tmp_path / "a.jar", {JARJAR: jarjar("lib.jar"), "lib.jar": library})
        reading = read_manifests(path)
        assert reading.nested == (NestedJar("lib.jar"),)

    def test_what_the_last_packed_byte_unpacks_to_may_take_two_chunks(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        inner = {FABRIC: fabric_manifest("inner"), "notes.txt": b""}
        room = 256 * 1024 - len(jar_bytes(inner, method=zipfile.ZIP_STORED))
        jars = [
            jar_bytes(
                {**inner, "notes.txt": b"\5" * (room - 40 + more)},
                method=zipfile.ZIP_STORED,
                comment=b"F" * 40,
            )
            for more in range(1, 40)
        ]
        # Short codes, so that the end mark shares its byte with what unpacks to the last forty bytes.
        monkeypatch.setattr(
            "zipfile._get_compressor",
            lambda *_: zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zlib.Z_FIXED),
        )
        for jar in jars:
            members = {FABRIC: fabric_manifest(jars=[{"file": "inner.jar"}]), "inner.jar": jar}
            reading = read_manifests(make_jar(tmp_path / "a.jar", members))
            assert (reading.problems, ids(reading.nested)) == ((), {"inner.jar": ["inner"]}), len(jar)

    def test_a_broken_one_never_hides_the_others(self, tmp_path: Path) -> None:
        members = {
            FABRIC: fabric_manifest(jars=[{"file": "a.jar"}, {"file": "b.jar"}, {"file": "c.jar"}]),
            "a.jar": "<html>",
            "b.jar": jar_bytes({FABRIC: "{", LEGACY_FORGE: legacy_forge_manifest("b")}),
            "c.jar": jar_bytes({FABRIC: fabric_manifest("c")}),
        }
        reading = read_manifests(make_jar(tmp_path / "a.jar", members))
        assert ids(reading.nested) == {"b.jar": ["b"], "c.jar": ["c"]}
        assert reading.problems == (
            "a.jar: It is a web page, not a JAR: the download went wrong.",
            "b.jar!/fabric.mod.json is not valid JSON.",
        )

    def test_a_damaged_one_is_told(self, tmp_path: Path) -> None:
        inner = jar_bytes({FABRIC: fabric_manifest("inner")}, padding=5_000)
        data = bytearray(jar_bytes({FABRIC: fabric_manifest(jars=[{"file": "a.jar"}]), "a.jar": inner}))
        start = data.index(b"PK\3\4", 4) + 30 + len("a.jar")
        data[start : start + 20] = b"\xff" * 20
        path = tmp_path / "a.jar"
        path.write_bytes(data)
        assert read_manifests(path).problems == ("a.jar in it is damaged.",)


def nesting(count: int, inner: bytes, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A Fabric mod that holds so many JARs, all alike."""
    names = [f"{number}.jar" for number in range(count)]
    manifest = fabric_manifest("outer", jars=[{"file": name} for name in names])
    return jar_bytes({FABRIC: manifest, **dict.fromkeys(names, inner)}, method=method)


def cost(path: Path, data: bytes) -> ManifestReading:
    """The reading of a file that is made to exhaust: within 64 MiB, and the mod itself is read nevertheless."""
    path.write_bytes(data)
    tracemalloc.start()
    try:
        reading = read_manifests(path)
        assert tracemalloc.get_traced_memory()[1] < 64 * MEBIBYTE
    finally:
        tracemalloc.stop()
    assert [found.id for found in reading.manifests][:1] == ["outer"]
    return reading


class TestBounds:
    @METHODS
    def test_nesting_without_end(self, tmp_path: Path, method: int) -> None:
        data = nested_bytes(DEPTH_LIMIT + 2, method=method)
        for _ in range(2):
            data = nesting(1, data, method=method)
        reading = cost(tmp_path / "a.jar", data)
        assert reading.problems == (f"JARs are nested in it more than {DEPTH_LIMIT} deep.",)
        assert len(reading.nested) == DEPTH_LIMIT

    def test_more_jars_than_any_mod_has(self, tmp_path: Path) -> None:
        reading = cost(tmp_path / "a.jar", nesting(JAR_LIMIT + 1, jar_bytes({FABRIC: fabric_manifest()})))
        assert reading.problems == (f"More than {JAR_LIMIT} JARs are nested in it.",)
        assert len(reading.nested) == JAR_LIMIT

    @pytest.mark.parametrize("mebibytes", [20, 1024, 5 * 1024])
    def test_a_nested_bomb(self, tmp_path: Path, mebibytes: int) -> None:
        """What it claims, it unpacks to zeros."""
        packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(bytes(20 * MEBIBYTE)) + packer.flush()
        data = bytearray(nesting(1, packed, method=zipfile.ZIP_STORED))
        entry = data.rindex(b"PK\1\2")
        data[entry + 10 : entry + 12] = struct.pack("<H", zipfile.ZIP_DEFLATED)
        data[entry + 24 : entry + 28] = struct.pack("<L", min(mebibytes * MEBIBYTE, 2**32 - 2))
        assert cost(tmp_path / "a.jar", bytes(data)).problems == (
            "0.jar in it is a JAR larger than can be unpacked to look into it.",
        )

    @pytest.mark.parametrize("claimed", [10, 2_000, 60_000_000])
    def test_a_nested_jar_that_lies_about_its_size(self, tmp_path: Path, claimed: int) -> None:
        data = bytearray(nesting(1, jar_bytes({FABRIC: fabric_manifest()}, padding=500_000)))
        entry = data.rindex(b"PK\1\2")
        data[entry + 24 : entry + 28] = struct.pack("<L", claimed)
        [problem] = cost(tmp_path / "a.jar", bytes(data)).problems
        assert problem.startswith("0.jar in it is ")

    def test_more_than_can_be_unpacked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bounds, "UNPACKED_LIMIT", 3 * MEBIBYTE)
        inner = jar_bytes({FABRIC: fabric_manifest("inner")}, padding=MEBIBYTE)
        reading = cost(tmp_path / "a.jar", nesting(4, inner))
        assert reading.problems == ("The JARs nested in it are larger than 96 MiB unpacked.",)
        assert len(reading.nested) == 2

    def test_more_than_can_be_held_at_a_time(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bounds, "HELD_LIMIT", 3 * MEBIBYTE)
        inner = jar_bytes({FABRIC: fabric_manifest("inner")}, padding=MEBIBYTE)
        reading = cost(tmp_path / "a.jar", nesting(1, nesting(1, nesting(1, inner))))
        assert reading.problems == (
            "0.jar!/0.jar!/0.jar: What is nested in it needs more than 32 MiB of memory.",
        )
        assert len(reading.nested) == 2

    def test_what_is_stored_is_read_in_place_however_large(self, tmp_path: Path) -> None:
        members = {FABRIC: fabric_manifest("inner"), "natives.so": bytes(40 * MEBIBYTE)}
        inner = jar_bytes(members, method=zipfile.ZIP_STORED)
        path = tmp_path / "a.jar"
        path.write_bytes(nesting(2, inner, method=zipfile.ZIP_STORED))
        del inner
        tracemalloc.start()
        try:
            reading = read_manifests(path)
            assert tracemalloc.get_traced_memory()[1] < 2 * MEBIBYTE
        finally:
            tracemalloc.stop()
        assert len(reading.nested) == 2
        assert reading.problems == ()

    @pytest.mark.parametrize("name", [FABRIC, LEGACY_FORGE, FORGE, PLUGIN])
    def test_more_text_than_any_mod_has(self, tmp_path: Path, name: str) -> None:
        fat = {
            FABRIC: '{"id": "a", "x": [' + "[]," * 300_000 + "[]]}",
            LEGACY_FORGE: "[{modid: a, x: [" + "aaaaaaaa," * 20_000 + "]}]",
            FORGE: "[[mods]]\nmodId = 'a'\n" + "".join(f"[k{number}]\n" for number in range(3_000)),
            PLUGIN: "name: a\nx:\n" + "- a\n" * 40_000,
        }[name]
        reading = cost(tmp_path / "a.jar", nesting(30, jar_bytes({name: fat})))
        assert reading.problems == ("The manifests in it are longer than any mod's.",)
        assert 0 < len(reading.nested) < 30

    def test_tables_of_contents_without_end(self, tmp_path: Path) -> None:
        entries = {f"{'folder/' * 30}{number}": b"" for number in range(25_000)}
        inner = jar_bytes({FABRIC: fabric_manifest("inner"), **entries}, method=zipfile.ZIP_STORED)
        reading = cost(tmp_path / "a.jar", nesting(11, inner, method=zipfile.ZIP_STORED))
        assert reading.problems == ("The tables of contents in it are larger than any mod's.",)

    def test_problems_without_end(self, tmp_path: Path) -> None:
        assert len(cost(tmp_path / "a.jar", nesting(500, b"<html>")).problems) == 20

    @pytest.mark.parametrize(
        "rest",
        ["[k]\n" * 6_000, "k = 1\n" * 21_000, "a = [" + "{b = 1}, " * 21_000 + "]", "a = " + "[]," * 90_000],
    )
    def test_toml_with_more_in_it_than_any_mods(self, tmp_path: Path, rest: str) -> None:
        members = {FORGE: forge_manifest(rest=rest), NEOFORGE: forge_manifest(), PLUGIN: plugin_manifest()}
        reading = read_manifests(make_jar(tmp_path / "a.jar", members))
        assert reading.problems == ("mods.toml is longer than any mod's.",)
        assert len(reading.manifests) == 2
