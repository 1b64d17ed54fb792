"""Manifests as they are found: the loaders' leniency, several in one JAR, and anything at all in their place."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jars import (
    FABRIC,
    FORGE,
    JAR_MANIFEST,
    NEOFORGE,
    bomb_bytes,
    fabric_manifest,
    forge_manifest,
    make_jar,
    png_bytes,
)
from modstead.domain.instance import ContentKind, Loader, Manifest, ManifestKind, Relation, RelationKind
from modstead.errors import BrokenJar, FileVanished
from modstead.instances.metadata import rank_manifests, read_icon, read_manifests
from modstead.instances.metadata.fabric import parse_fabric
from modstead.instances.metadata.forge import nested_jars, parse_forge
from modstead.instances.metadata.jar_manifest import implementation_version

NO_VERSION = "".__str__


def fabric(**document: object) -> Manifest:
    [manifest] = parse_fabric(json.dumps({"schemaVersion": 1, "id": "example", **document}).encode())
    return manifest


def forge(text: str, jar_version: str = "") -> tuple[Manifest, ...]:
    return parse_forge(text.encode(), ManifestKind.FORGE, lambda: jar_version)


def relations(manifest: Manifest) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(relation.kind.value, relation.mod_id, relation.ranges) for relation in manifest.relations]


class TestFabric:
    def test_everything_it_says_is_read(self) -> None:
        manifest = fabric(
            version="1.2.3+mc1.21",
            name="§6Example§r Mod",
            description="First.\r\nSecond.\x07",
            authors=["Ada", {"name": "Grace", "contact": {}}, 3, {"name": None}],
            license=["MIT", "CC0-1.0"],
            environment="client",
            icon="assets/example/icon.png",
            depends={"minecraft": [">=1.20", "1.19.4"], "fabricloader": "*"},
            breaks={"other": "<2"},
            provides=["old-example"],
            jars=[{"file": "META-INF/jars/a.jar"}, {"file": []}, "x"],
        )
        assert manifest == Manifest(
            kind=ManifestKind.FABRIC,
            id="example",
            version="1.2.3+mc1.21",
            name="Example Mod",
            description="First.\nSecond.",
            authors=("Ada", "Grace", "3"),
            license="MIT, CC0-1.0",
            environment="client",
            icon="assets/example/icon.png",
            relations=(
                Relation(RelationKind.DEPENDS, "minecraft", (">=1.20", "1.19.4")),
                Relation(RelationKind.DEPENDS, "fabricloader", ("*",)),
                Relation(RelationKind.BREAKS, "other", ("<2",)),
            ),
            provides=("old-example",),
            jars=("META-INF/jars/a.jar",),
        )

    @pytest.mark.parametrize(
        "text",
        [
            '\ufeff{"id": "example", "version": "1"}',
            '  \n{"id": "example", "version": "1"}',
            '{"id": "example", "version": "1"} // the end',
            '{"id": "example", "version": "1", "description": "two\nlines\tand a tab"}',
            '{"id": "other", "version": "0", "id": "example", "version": "1"}',
            '[{"id": "example", "version": 1}]',
        ],
    )
    def test_what_its_loader_lets_pass_is_read(self, text: str) -> None:
        [manifest] = parse_fabric(text.encode())
        assert (manifest.id, manifest.version, manifest.name) == ("example", "1", "example")

    def test_numbers_stay_as_they_are_written(self) -> None:
        [manifest] = parse_fabric(b'{"id": "example", "version": 1.10, "depends": {"a": 2, "b": 3.0}}')
        assert manifest.version == "1.10"
        assert relations(manifest) == [("depends", "a", ("2",)), ("depends", "b", ("3.0",))]

    def test_a_number_of_any_length_is_read(self) -> None:
        [manifest] = parse_fabric(b'{"id": "example", "version": ' + b"9" * 10_000 + b"}")
        assert manifest.version == "9" * 500

    def test_the_oldest_form_is_read(self) -> None:
        [manifest] = parse_fabric(
            b'{"id": "example", "version": "1", "side": "universal", "requires": {"a": {"version": "1.0"}, "b": "*"},'
            b' "conflicts": {"c": "*"}}'
        )
        assert manifest.environment == "*"
        assert relations(manifest) == [
            ("depends", "a", ("1.0",)),
            ("depends", "b", ("*",)),
            ("breaks", "c", ("*",)),
        ]

    @pytest.mark.parametrize(
        ("icon", "path"),
        [
            ("/icon.png", "icon.png"),
            ("./icon.png", "icon.png"),
            ({"16": "s.png", "128": "l.png", "32": "m.png"}, "l.png"),
            ({"16x16": "s.png", "64x64": "l.png"}, "l.png"),
            ({}, ""),
            (7.5, "7.5"),
            (None, ""),
            (["x"], ""),
        ],
    )
    def test_the_icon_is_a_path_or_a_map_by_size(self, icon: object, path: str) -> None:
        assert fabric(icon=icon).icon == path

    @pytest.mark.parametrize(
        ("told", "environment"),
        [("*", "*"), ("server", "server"), (["client"], "client"), ([], "*"), (None, "*")],
    )
    def test_the_environment(self, told: object, environment: str) -> None:
        assert fabric(environment=told).environment == environment

    def test_one_value_may_stand_where_a_list_should(self) -> None:
        manifest = fabric(authors="Ada", license="MIT", provides="old", jars={"file": "a.jar"})
        assert (manifest.authors, manifest.license, manifest.provides, manifest.jars) == (
            ("Ada",), "MIT", ("old",), ("a.jar",),
        )  # fmt: skip

    def test_wrong_types_are_left_out(self) -> None:
        manifest = fabric(
            name=[], version={}, description=1, authors={}, depends=[], breaks={"": "1"}, jars="a.jar"
        )
        assert manifest == Manifest(
            ManifestKind.FABRIC, "example", name="example", description="1", environment="*"
        )

    def test_half_a_surrogate_pair_and_control_characters_do_not_come_through(self) -> None:
        [manifest] = parse_fabric(b'{"id": "example", "name": "a\\ud800\\u001b[31mb", "version": "1\\n2"}')
        assert (manifest.name, manifest.version) == ("a?[31mb", "1 2")

    @pytest.mark.parametrize(
        "text", ["", "{", "null", "7", "[]", "{}", '{"id": ""}', '{"id": []}', "<html>", "\0"]
    )
    def test_what_describes_no_mod_is_refused_in_one_sentence(self, text: str) -> None:
        with pytest.raises(BrokenJar) as caught:
            parse_fabric(text.encode())
        assert caught.value.detail.startswith("fabric.mod.json ")

    def test_nesting_without_end_is_refused(self) -> None:
        with pytest.raises(BrokenJar, match="nested too deeply"):
            parse_fabric(b'{"id":' + b"[" * 200_000)

    @given(st.binary() | st.text().map(str.encode))
    def test_any_bytes_give_manifests_or_the_declared_error(self, data: bytes) -> None:
        try:
            manifests = parse_fabric(data)
        except BrokenJar:
            return
        assert all(manifest.id for manifest in manifests)

    @given(
        st.dictionaries(
            st.sampled_from(
                ["id", "version", "name", "authors", "icon", "depends", "jars", "license", "provides", "side"]
            ),
            st.recursive(
                st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
                lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
                max_leaves=6,
            ),
        )
    )
    def test_any_types_give_manifests_or_the_declared_error(self, document: dict[str, object]) -> None:
        try:
            [manifest] = parse_fabric(json.dumps(document).encode())
        except BrokenJar:
            return
        assert manifest.id
        for text in (manifest.id, manifest.version, manifest.name, *manifest.authors):
            text.encode()
            assert "\n" not in text


class TestForge:
    def test_everything_it_says_is_read(self) -> None:
        [manifest] = forge(
            """
            modLoader="javafml"
            license="MIT"
            [[mods]]
            modId="example"
            version="1.2"
            displayName="Example"
            description='''
            First.
            Second.
            '''
            authors="Ada, Grace"
            logoFile="/logo.png"
            [[dependencies.example]]
            modId="forge"
            mandatory=true
            versionRange="[47,)"
            side="BOTH"
            [[dependencies.example]]
            modId="jei"
            mandatory=false
            versionRange="[1,2)"
            side="CLIENT"
            [[dependencies.other]]
            modId="ignored"
            """
        )
        assert manifest == Manifest(
            kind=ManifestKind.FORGE,
            id="example",
            version="1.2",
            name="Example",
            description="First.\n            Second.",
            authors=("Ada, Grace",),
            license="MIT",
            icon="logo.png",
            relations=(
                Relation(RelationKind.DEPENDS, "forge", ("[47,)",)),
                Relation(RelationKind.SUGGESTS, "jei", ("[1,2)",), "client"),
            ),
        )

    @pytest.mark.parametrize(
        ("said", "kind"),
        [
            ("", RelationKind.DEPENDS),
            ('type = "required"', RelationKind.DEPENDS),
            ('type = "OPTIONAL"', RelationKind.SUGGESTS),
            ('type = "incompatible"', RelationKind.BREAKS),
            ('type = "discouraged"', RelationKind.CONFLICTS),
            ("mandatory = false", RelationKind.SUGGESTS),
            ('mandatory = "false"', RelationKind.SUGGESTS),
            ('type = "nonsense"', RelationKind.DEPENDS),
            ('mandatory = true\ntype = "optional"', RelationKind.SUGGESTS),
        ],
    )
    def test_dependencies_are_told_by_type_or_by_mandatory(self, said: str, kind: RelationKind) -> None:
        [manifest] = forge(forge_manifest(rest=f'[[dependencies.example]]\nmodId = "other"\n{said}'))
        assert [relation.kind for relation in manifest.relations] == [kind]

    def test_defaults_stand_for_what_is_missing(self) -> None:
        [manifest] = forge('authors = ["Ada", "Grace"]\nlogoFile = "root.png"\n[[mods]]\nmodId = "example"')
        assert (manifest.version, manifest.name, manifest.authors, manifest.icon) == (
            "1", "example", ("Ada", "Grace"), "root.png",
        )  # fmt: skip

    def test_numbers_stay_as_they_are_written(self) -> None:
        [first, second] = forge("[[mods]]\nmodId = 'a'\nversion = 1.10\n[[mods]]\nmodId = 'b'\nversion = 2")
        assert (first.version, second.version) == ("1.10", "2")

    def test_one_table_may_stand_where_a_list_should(self) -> None:
        [manifest] = forge("[mods]\nmodId = 'example'\n[dependencies.example]\nmodId = 'other'")
        assert [relation.mod_id for relation in manifest.relations] == ["other"]

    def test_several_mods_are_several_manifests(self) -> None:
        manifests = forge("[[mods]]\nmodId = 'a'\n[[mods]]\nversion = '1'\n[[mods]]\nmodId = 'b'")
        assert [manifest.id for manifest in manifests] == ["a", "b"]

    def test_the_jars_own_version_is_put_in(self) -> None:
        text = forge_manifest(version="${file.jarVersion}")
        assert forge(text, "3.4.5")[0].version == "3.4.5"
        assert forge(text)[0].version == "0.0NONE"
        assert forge(forge_manifest(version="mc-${file.jarVersion}"), "2")[0].version == "mc-2"

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ('description = "two\nlines"', "two\nlines"),
            ('description = "two\r\nlines"', "two\nlines"),
            ('description = "a \\"quoted\\"\nline # no comment"', 'a "quoted"\nline # no comment'),
            ('description = "C:\\Mods \\d"', "C:\\Mods \\d"),
            ('description = "tab\x00bell\x07"', "tabbell"),
            ("${mandatory}\ndescription = 'kept' # \"odd", "kept"),
            ('description = "one\ntwo" # a "comment\ncredits = "x\ny"', "one\ntwo"),
            ("description = '''it's \"\nok''' # \"\ncredits = \"x\ny\"", "it's \"\nok"),
        ],
    )
    def test_what_older_loaders_let_pass_is_mended(self, written: str, meant: str) -> None:
        [manifest] = forge(f"[[mods]]\nmodId = 'example'\n{written}\n")
        assert (manifest.id, manifest.description) == ("example", meant)

    def test_placeholders_of_a_build_name_no_dependency(self) -> None:
        table = "[[dependencies.example]]\nmodId = "
        rest = f'{table}"${{loader}}"\n{table}"a"\nversionRange = "${{b}}"'
        assert relations(forge(forge_manifest(rest=rest))[0]) == [("depends", "a", ())]

    @pytest.mark.parametrize(
        "text", ["", "[[mods]]", "mods = 3", "[[mods]]\nmodId = ''", "= = =", '[[mods]]\nmodId = "']
    )
    def test_what_describes_no_mod_is_refused_in_one_sentence(self, text: str) -> None:
        with pytest.raises(BrokenJar) as caught:
            forge(text)
        assert caught.value.detail.startswith("mods.toml ")

    @pytest.mark.parametrize(
        "text",
        [
            "a = " + "[" * 100_000,
            ".".join(["a"] * 300_000) + " = 1",
            "[" + ".".join(["a"] * 300_000) + "]",
            "a = {b = " * 50_000,
            '"' * 500_000,
            "'\"" * 200_000,
            "\\" * 500_000,
        ],
    )
    def test_documents_made_to_exhaust_are_refused_at_once(self, text: str) -> None:
        with pytest.raises(BrokenJar):
            forge(text)

    @given(
        st.binary() | st.text().map(str.encode) | st.text(alphabet="[]{}=.\"'\\\n#am${}d,").map(str.encode)
    )
    def test_any_bytes_give_manifests_or_the_declared_error(self, data: bytes) -> None:
        try:
            manifests = parse_forge(data, ManifestKind.NEOFORGE, NO_VERSION)
        except BrokenJar:
            return
        assert all(manifest.id for manifest in manifests)


class TestJarManifest:
    @pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
    def test_the_version_is_read_across_line_breaks(self, newline: str) -> None:
        long = "1." + "23456789" * 12
        text = newline.join(
            [
                "Manifest-Version: 1.0",
                "Specification-Version: 9",
                f"Implementation-Version: {long[:40]}",
                f" {long[40:]}",
            ]
        )
        assert implementation_version((text + newline * 2).encode()) == long

    def test_names_are_compared_without_case(self) -> None:
        assert implementation_version(b"IMPLEMENTATION-VERSION: 2\r\n") == "2"

    def test_only_the_main_section_counts(self) -> None:
        assert (
            implementation_version(b"Manifest-Version: 1.0\r\n\r\nName: a\r\nImplementation-Version: 3\r\n")
            == ""
        )

    @given(st.binary())
    def test_any_bytes_give_a_text(self, data: bytes) -> None:
        assert isinstance(implementation_version(data), str)


class TestJars:
    def test_all_manifests_of_a_jar_are_read_and_ranked_by_the_loader(self, tmp_path: Path) -> None:
        path = make_jar(
            tmp_path / "universal.jar",
            {
                FABRIC: fabric_manifest("a"),
                FORGE: forge_manifest("b", "${file.jarVersion}"),
                NEOFORGE: forge_manifest("c"),
                JAR_MANIFEST: "Manifest-Version: 1.0\r\nImplementation-Version: 7\r\n\r\n",
            },
        )
        by_loader = {
            loader: [found.id for found in read_manifests(path, loader).manifests]
            for loader in Loader
            if loader.content is ContentKind.MOD
        }
        assert by_loader == {
            Loader.FABRIC: ["a", "c", "b"],
            Loader.QUILT: ["a", "c", "b"],
            Loader.FORGE: ["b", "a", "c"],
            Loader.NEOFORGE: ["c", "b", "a"],
        }
        assert {found.id: found.version for found in read_manifests(path).manifests}["b"] == "7"

    def test_a_broken_manifest_never_hides_a_good_one(self, tmp_path: Path) -> None:
        reading = read_manifests(
            make_jar(tmp_path / "a.jar", {FABRIC: "{", FORGE: forge_manifest("good"), NEOFORGE: "="})
        )
        assert [found.id for found in reading.manifests] == ["good"]
        assert reading.problems == (
            "fabric.mod.json is not valid JSON.",
            "neoforge.mods.toml is not valid TOML.",
        )

    def test_nested_jars_of_forge_belong_to_its_first_mod(self, tmp_path: Path) -> None:
        nested = json.dumps({"jars": [{"path": "META-INF/jarjar/lib.jar"}, {}, 3]})
        path = make_jar(
            tmp_path / "a.jar", {FORGE: forge_manifest(), "META-INF/jarjar/metadata.json": nested}
        )
        assert read_manifests(path).manifests[0].jars == ("META-INF/jarjar/lib.jar",)
        assert nested_jars(b"[1]") == nested_jars(b"{") == nested_jars(b"[" * 100_000) == ()

    def test_a_jar_that_says_nothing_has_no_problem(self, tmp_path: Path) -> None:
        reading = read_manifests(make_jar(tmp_path / "a.jar", {"example/Main.class": b"x"}))
        assert (reading.manifests, reading.problems) == ((), ())

    def test_what_is_no_jar_is_a_problem(self, tmp_path: Path) -> None:
        (tmp_path / "a.jar").write_bytes(b"<html>")
        assert read_manifests(tmp_path / "a.jar").problems == (
            "It is a web page, not a JAR: the download went wrong.",
        )

    def test_a_bomb_is_a_problem(self, tmp_path: Path) -> None:
        (tmp_path / "a.jar").write_bytes(bomb_bytes(FABRIC, 512))
        assert read_manifests(tmp_path / "a.jar").problems == (
            "fabric.mod.json in it is larger than 1024 KiB.",
        )

    def test_a_file_that_is_gone_is_told_apart(self, tmp_path: Path) -> None:
        with pytest.raises(FileVanished):
            read_manifests(tmp_path / "a.jar")

    def test_the_icon_is_read_where_there_is_one(self, tmp_path: Path) -> None:
        path = make_jar(tmp_path / "a.jar", {FABRIC: fabric_manifest(icon="/i.png"), "i.png": png_bytes()})
        [manifest] = read_manifests(path).manifests
        assert read_icon(path, manifest) == png_bytes()
        assert read_icon(path, Manifest(ManifestKind.FABRIC, "a", icon="missing.png")) is None
        assert read_icon(path, Manifest(ManifestKind.FABRIC, "a")) is None
        (tmp_path / "b.jar").write_bytes(b"")
        assert read_icon(tmp_path / "b.jar", manifest) is None

    def test_ranking_keeps_the_order_of_what_is_alike(self) -> None:
        manifests = [Manifest(ManifestKind.FABRIC, name) for name in "cab"]
        assert rank_manifests(manifests, Loader.FORGE) == tuple(manifests)


@pytest.mark.parametrize("member", ["mcmod.info", "litemod.json"])
@pytest.mark.parametrize("text", ["", '[{"modid": "old",\n}}', "{}"])
def test_what_merely_describes_old_mods_breaks_none(tmp_path: Path, member: str, text: str) -> None:
    code = make_jar(tmp_path / "code.jar", {member: text, "old/Mod.class": b"\xca\xfe"})
    assert read_manifests(code).problems == ()
    bare = make_jar(tmp_path / "bare.jar", {member: text})
    assert len(read_manifests(bare).problems) == 1


def test_a_pack_in_a_mod_may_describe_itself_badly(tmp_path: Path) -> None:
    mod = make_jar(tmp_path / "mod.jar", {FABRIC: fabric_manifest("one"), "pack.mcmeta": "{{{"})
    assert read_manifests(mod).problems == ()
