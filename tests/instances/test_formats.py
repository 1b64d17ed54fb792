"""The manifests of every loader, server and pack but Fabric's and Forge's: what they say, and what is let pass."""

import json
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jars import (
    fabric_manifest,
    forge_manifest,
    legacy_forge_manifest,
    liteloader_manifest,
    pack_manifest,
    plugin_manifest,
    quilt_manifest,
    rift_manifest,
    velocity_manifest,
)
from modstead.domain.instance import ContentKind, Manifest, ManifestKind, Relation, RelationKind
from modstead.errors import BrokenJar
from modstead.instances.metadata.bungee import parse_bungee
from modstead.instances.metadata.fabric import parse_fabric
from modstead.instances.metadata.forge import parse_forge
from modstead.instances.metadata.legacy_forge import parse_legacy_forge
from modstead.instances.metadata.liteloader import parse_liteloader
from modstead.instances.metadata.pack import parse_pack, texture_pack
from modstead.instances.metadata.paper import parse_paper
from modstead.instances.metadata.plugin import parse_plugin
from modstead.instances.metadata.quilt import parse_quilt
from modstead.instances.metadata.rift import parse_rift
from modstead.instances.metadata.velocity import parse_velocity

PARSERS: dict[ManifestKind, Callable[[bytes], tuple[Manifest, ...]]] = {
    ManifestKind.QUILT: parse_quilt,
    ManifestKind.LEGACY_FORGE: parse_legacy_forge,
    ManifestKind.LITELOADER: parse_liteloader,
    ManifestKind.RIFT: parse_rift,
    ManifestKind.PLUGIN: parse_plugin,
    ManifestKind.PAPER: parse_paper,
    ManifestKind.BUNGEE: parse_bungee,
    ManifestKind.VELOCITY: parse_velocity,
    ManifestKind.PACK: parse_pack,
}
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def only(manifests: tuple[Manifest, ...]) -> Manifest:
    [manifest] = manifests
    return manifest


def quilt(**loader: object) -> Manifest:
    return only(parse_quilt(quilt_manifest(**loader).encode()))


def plugin(rest: str) -> Manifest:
    return only(parse_plugin(plugin_manifest(rest=rest).encode()))


def relations(manifest: Manifest) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(relation.kind.value, relation.mod_id, relation.ranges) for relation in manifest.relations]


class TestQuilt:
    def test_everything_it_says_is_read(self) -> None:
        document = {
            "schema_version": 1,
            "quilt_loader": {
                "group": "com.example",
                "id": "example",
                "version": "1.2.3",
                "intermediate_mappings": "net.fabricmc:intermediary",
                "metadata": {
                    "name": "§6Example§r",
                    "description": "First.",
                    "contributors": {"Ada": "Owner", "Grace": ["Author", "Artist"]},
                    "license": {"name": "Example License", "id": "EL", "url": "https://example.com"},
                    "icon": {"32": "s.png", "64": "/l.png"},
                },
                "depends": ["quilt_loader", {"id": "org.example:other", "versions": ">=1.0.0"}],
                "breaks": [{"id": "bad", "versions": "<2.0.0", "reason": "It does."}],
                "provides": ["old", {"id": "org.example:api", "version": "0.67.0"}],
                "jars": ["META-INF/jars/a.jar"],
            },
            "minecraft": {"environment": "dedicated_server"},
        }
        assert only(parse_quilt(json.dumps(document).encode())) == Manifest(
            kind=ManifestKind.QUILT,
            id="example",
            version="1.2.3",
            name="Example",
            description="First.",
            authors=("Ada", "Grace"),
            license="EL",
            environment="server",
            icon="l.png",
            relations=(
                Relation(RelationKind.DEPENDS, "quilt_loader"),
                Relation(RelationKind.DEPENDS, "other", (">=1.0.0",)),
                Relation(RelationKind.BREAKS, "bad", ("<2.0.0",)),
            ),
            provides=("old", "api"),
            jars=("META-INF/jars/a.jar",),
            provided_versions=(("api", "0.67.0"),),
        )

    @pytest.mark.parametrize(
        ("versions", "ranges"),
        [
            ("*", ()),
            (None, ()),
            ("1.0.0", ("1.0.0",)),
            (["1.5.3", "1.2.7"], ("1.5.3", "1.2.7")),
            (["1.5.3", "*"], ()),
            ({"any": ["1.5.3", "1.2.7"]}, ("1.5.3", "1.2.7")),
            ({"all": [">=1.18", "<1.20"]}, (">=1.18 <1.20",)),
            ({"any": [{"all": [">=1", "<2"]}, "=3"]}, (">=1 <2", "=3")),
            ({"all": [{"any": ["=1", "=2"]}, {"any": ["<5", ">7"]}]}, ("=1 <5", "=1 >7", "=2 <5", "=2 >7")),
            ({"all": ["*", "<5"]}, ("<5",)),
            ({"all": ["*"]}, ()),
            ({"all": [{"any": ["1", "2", "3", "4"]}] * 12}, ()),
        ],
    )
    def test_any_and_all_become_alternatives(self, versions: object, ranges: tuple[str, ...]) -> None:
        manifest = quilt(depends=[{"id": "other", "versions": versions}])
        assert relations(manifest) == [("depends", "other", ranges)]

    def test_ranges_nested_without_end_are_any_version(self) -> None:
        versions: object = ">=1"
        for _ in range(100):
            versions = {"any": [versions]}
        assert relations(quilt(depends=[{"id": "other", "versions": versions}])) == [("depends", "other", ())]

    def test_what_makes_a_relation_moot_is_kept(self) -> None:
        [relation] = quilt(depends=[{"id": "a", "unless": {"id": "b", "versions": ">=2"}}]).relations
        assert relation == Relation(
            RelationKind.DEPENDS, "a", unless=(Relation(RelationKind.DEPENDS, "b", (">=2",)),)
        )

    def test_one_of_several_is_the_first_unless_another_is_there(self) -> None:
        [relation] = quilt(depends=[["a", {"id": "b", "versions": "2"}, ["c"]]]).relations
        assert relation.mod_id == "a"
        assert [(other.mod_id, other.ranges) for other in relation.unless] == [("b", ("2",)), ("c", ())]

    def test_an_optional_dependency_is_merely_suggested(self) -> None:
        assert relations(quilt(depends=[{"id": "a", "optional": True}])) == [("suggests", "a", ())]

    def test_several_that_break_it_together_are_left_out(self) -> None:
        assert relations(quilt(breaks=[["a", "b"], ["c"], "d"])) == [
            ("breaks", "c", ()),
            ("breaks", "d", ()),
        ]

    @pytest.mark.parametrize(
        "text",
        [
            quilt_manifest() + " more",
            quilt_manifest(metadata={"name": "a\tb"}).replace("\\t", "\t"),
            '{"quilt_loader": {"id": "a", "version": NaN}}',
            '{"id": "a"}',
            '{"quilt_loader": []}',
            "{'quilt_loader': {}}",
        ],
    )
    def test_its_loader_is_strict(self, text: str) -> None:
        with pytest.raises(BrokenJar, match=r"quilt\.mod\.json "):
            parse_quilt(text.encode())


class TestLegacyForge:
    def test_everything_it_says_is_read(self) -> None:
        text = legacy_forge_manifest(
            description="First.",
            authorList=["Ada", "Grace"],
            logoFile="/logo.png",
            requiredMods=["forge@[14.23,)", "waila"],
            dependencies=["jei"],
        )
        assert only(parse_legacy_forge(text.encode())) == Manifest(
            kind=ManifestKind.LEGACY_FORGE,
            id="example",
            version="1.0.0",
            name="Example",
            description="First.",
            authors=("Ada", "Grace"),
            icon="logo.png",
            relations=(
                Relation(RelationKind.DEPENDS, "forge", ("[14.23,)",)),
                Relation(RelationKind.DEPENDS, "waila"),
                Relation(RelationKind.SUGGESTS, "jei"),
            ),
        )

    @pytest.mark.parametrize(
        "text",
        [
            '[{"modid": "example", "version": 1.10}]',
            '{"modListVersion": 2, "modList": [{"modid": "example", "version": 1.10}]}',
            '{"modinfoversion": "2", "modlist": [{"modid": "example", "version": 1.10}]}',
            '{"modid": "example", "version": 1.10}',
            '\ufeff[{"modid": "example", "version": "1.10", "description": "raw\nline"}]',
            '[{"modid": "example", "version": "1.10",}]',
            "// a comment\n[{modid: example; 'version' = '1.10'}, # another\n /* and a third */]",
            '[{"modid": "example", "version": "1.10", "authors": "Ada"}] trailing',
            '[{"modid": "other\\u0041", "modid": "example", "version": "1.10"}]',
        ],
    )
    def test_both_forms_and_what_gson_lets_pass_are_read(self, text: str) -> None:
        manifest = only(parse_legacy_forge(text.encode()))
        assert (manifest.id, manifest.version) == ("example", "1.10")

    def test_placeholders_say_nothing(self) -> None:
        text = legacy_forge_manifest(version="${version}", requiredMods=["a@${range}"])
        manifest = only(parse_legacy_forge(text.encode()))
        assert (manifest.version, manifest.relations) == ("", ())
        with pytest.raises(BrokenJar):
            parse_legacy_forge(legacy_forge_manifest("${modid}").encode())

    @pytest.mark.parametrize("text", ["[]", legacy_forge_manifest("examplemod", name="Example Mod")])
    def test_the_template_of_a_mod_is_none(self, text: str) -> None:
        assert parse_legacy_forge(text.encode()) == ()

    def test_nesting_without_end_is_refused(self) -> None:
        for text in ("[" * 300_000, "[{a:" * 100_000, "['a'," + "[" * 2_000):
            with pytest.raises(BrokenJar):
                parse_legacy_forge(text.encode())


class TestOldMods:
    def test_litemod_json(self) -> None:
        text = liteloader_manifest("Auto Fish", author="Ada", description="First.", dependsOn=["Other"])
        assert only(parse_liteloader(text.encode())) == Manifest(
            kind=ManifestKind.LITELOADER,
            id="auto fish",
            version="1.0.0",
            name="Auto Fish",
            description="First.",
            authors=("Ada",),
            environment="client",
            relations=(
                Relation(RelationKind.DEPENDS, "minecraft", ("1.12.2",)),
                Relation(RelationKind.DEPENDS, "Other"),
            ),
        )

    def test_a_revision_stands_in_for_the_version(self) -> None:
        assert only(parse_liteloader(b'{"name": "A", "revision": 39}')).version == "39"

    def test_riftmod_json(self) -> None:
        text = rift_manifest(version="2", description="First.", icon_file="icon.png")
        assert only(parse_rift(text.encode())) == Manifest(
            kind=ManifestKind.RIFT,
            id="example",
            version="2",
            name="Example",
            description="First.",
            authors=("Ada",),
            icon="icon.png",
        )


class TestPlugins:
    def test_plugin_yml(self) -> None:
        manifest = plugin(
            "description: First.\nauthor: Ada\nauthors: [Grace, Ada]\nprovides: [Old]\n"
            "depend: [Vault, World Edit]\nsoftdepend:\n  - PlaceholderAPI\n"
        )
        assert manifest == Manifest(
            kind=ManifestKind.PLUGIN,
            id="Example",
            version="1.0.0",
            name="Example",
            description="First.",
            authors=("Ada", "Grace"),
            relations=(
                Relation(RelationKind.DEPENDS, "Vault"),
                Relation(RelationKind.DEPENDS, "World_Edit"),
                Relation(RelationKind.SUGGESTS, "PlaceholderAPI"),
            ),
            provides=("Old",),
            content=ContentKind.PLUGIN,
        )

    def test_texts_stay_as_they_are_written(self) -> None:
        manifest = only(parse_plugin(b"name: Some Plugin\nversion: 1.10\ndescription: yes\nauthor: 0x10\n"))
        assert (manifest.id, manifest.name, manifest.version) == ("Some_Plugin", "Some Plugin", "1.10")
        assert (manifest.description, manifest.authors) == ("yes", ("0x10",))

    @pytest.mark.parametrize(
        ("rest", "depends"),
        [
            ("depend: Vault", ["Vault"]),
            ("depend:", []),
            ("depend: ~", []),
            ("depend: [null, 7]", ["7"]),
            ("depend: 'null'", ["null"]),
            ("depend: {a: b}", []),
            ("depend: [A]\ndepend: [B]", ["B"]),
            ("all: &all [A, B]\ndepend: *all", ["A", "B"]),
            ("depend: !!python/object/apply:os.system [A]", ["A"]),
            ("depends: [A]", ["A"]),
            ("? [complex, key]\n: value\ndepend: [A]", ["A"]),
        ],
    )
    def test_what_stands_where_a_list_should(self, rest: str, depends: list[str]) -> None:
        assert [relation.mod_id for relation in plugin(rest).depends] == depends

    def test_only_the_first_document_counts_and_a_byte_order_mark_does_no_harm(self) -> None:
        assert only(parse_plugin(b"\xef\xbb\xbfname: A\n---\nname: B\n")).id == "A"

    @pytest.mark.parametrize(
        ("said", "ranges"), [("1.20", [(">=1.20",)]), ("'1.21.4'", [(">=1.21.4",)]), ("none", []), ("1", [])]
    )
    def test_the_api_version_is_the_oldest_game_version(self, said: str, ranges: list[tuple[str]]) -> None:
        assert [item.ranges for item in plugin(f"api-version: {said}\n").depends] == ranges

    def test_bungee_yml(self) -> None:
        text = plugin_manifest(rest="author: Ada\ndepends: [Other]\nsoftDepends: [Third]\n")
        manifest = only(parse_bungee(text.encode()))
        assert manifest.kind is ManifestKind.BUNGEE
        assert relations(manifest) == [("depends", "Other", ()), ("suggests", "Third", ())]

    def test_paper_plugin_yml(self) -> None:
        text = plugin_manifest(
            rest="dependencies:\n  bootstrap:\n    Registry: {required: true}\n    Both: {required: false}\n"
            "  server:\n    Vault: {load: BEFORE, required: false}\n    Both:\n    Other: {load: AFTER}\n"
        )
        manifest = only(parse_paper(text.encode()))
        assert manifest.content is ContentKind.PLUGIN
        assert relations(manifest) == [
            ("suggests", "Vault", ()),
            ("depends", "Both", ()),
            ("depends", "Other", ()),
            ("depends", "Registry", ()),
        ]

    def test_the_first_draft_of_paper_plugin_yml(self) -> None:
        text = plugin_manifest(rest="dependencies:\n  - name: A\n    required: true\n  - name: B\n  - 3\n")
        assert relations(only(parse_paper(text.encode()))) == [("depends", "A", ()), ("suggests", "B", ())]

    def test_velocity_plugin_json(self) -> None:
        text = velocity_manifest(
            name="Example",
            authors=["Ada"],
            dependencies=[{"id": "a"}, {"id": "b", "optional": True}, {"id": 3}, "x", {}],
        )
        manifest = only(parse_velocity(text.encode()))
        assert (manifest.id, manifest.name, manifest.content) == ("example", "Example", ContentKind.PLUGIN)
        assert relations(manifest) == [("depends", "a", ()), ("suggests", "b", ()), ("depends", "3", ())]

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("", "does not describe a plugin"),
            ("- a", "does not describe a plugin"),
            ("name:", "does not say the plugin's name"),
            ("name: [", "is not valid YAML"),
            ("version: @version@", "is not valid YAML"),
            ("name: *missing", "is not valid YAML"),
            ("a: &a [*a]", "is not valid YAML"),
            ("a: " + "[" * 100_000, "is nested too deeply"),
            ("a: " + "{a: " * 5_000, "is nested too deeply"),
            ("a:\n" + "- b\n" * 100_000, "is longer than any plugin's"),
            ("a: &a [x]\nb: [" + "*a, " * 200 + "]", "refers to itself more often"),
        ],
    )
    def test_what_describes_no_plugin_is_refused_in_one_sentence(self, text: str, why: str) -> None:
        with pytest.raises(BrokenJar) as caught:
            parse_plugin(text.encode())
        assert caught.value.detail.startswith(f"plugin.yml {why}")


class TestPacks:
    @pytest.mark.parametrize(
        ("description", "text"),
        [
            ("§aGreen", "Green"),
            ({"text": "a", "extra": ["b", {"text": "c"}]}, "abc"),
            (["a", {"translate": "pack.name", "fallback": "b"}, {"translate": "key"}], "abkey"),
            (7, "7"),
            (None, ""),
        ],
    )
    def test_the_description_is_plain_text(self, description: object, text: str) -> None:
        manifest = only(parse_pack(pack_manifest(description).encode()))
        assert manifest == Manifest(
            ManifestKind.PACK, "", description=text, content=ContentKind.RESOURCE_PACK
        )

    def test_formats_may_be_told_in_any_way(self) -> None:
        for more in ({"min_format": [88, 0], "max_format": 90}, {"supported_formats": {"min_inclusive": 1}}):
            assert parse_pack(pack_manifest(**more).encode())

    def test_both_kinds_are_two_manifests(self) -> None:
        contents = (ContentKind.RESOURCE_PACK, ContentKind.DATA_PACK)
        assert [found.content for found in parse_pack(pack_manifest().encode(), contents)] == list(contents)

    def test_pack_txt(self) -> None:
        assert texture_pack(b"\xef\xbb\xbf\xc2\xa7aOld\n").description == "Old"

    def test_text_without_end_is_cut(self) -> None:
        component: object = "x"
        for _ in range(5):
            component = [component] * 12
        assert only(parse_pack(pack_manifest(component).encode())).description.strip("x") == ""
        assert len(only(parse_pack(pack_manifest(["a"] * 1_000).encode())).description) < 200


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parse_quilt, quilt_manifest("${mod_id}")),
        (parse_legacy_forge, legacy_forge_manifest("${mod_id}")),
        (parse_liteloader, liteloader_manifest("${mod_name}")),
        (parse_rift, rift_manifest("${mod_id}")),
        (parse_plugin, plugin_manifest("${project.name}")),
        (parse_velocity, velocity_manifest("${id}")),
        (parse_fabric, fabric_manifest("${mod_id}")),
        (partial(parse_forge, kind=ManifestKind.FORGE, jar_version=str), forge_manifest("${mod_id}")),
    ],
)
def test_a_placeholder_is_no_id(parse: Callable[[bytes], tuple[Manifest, ...]], text: str) -> None:
    with pytest.raises(BrokenJar, match="does not say the"):
        parse(text.encode())


def test_a_placeholder_is_no_name() -> None:
    manifest = only(parse_fabric(fabric_manifest(name="${mod_name}", authors=["${a}", "Ada"]).encode()))
    assert (manifest.name, manifest.authors) == ("example", ("Ada",))


@pytest.mark.parametrize("kind", PARSERS)
@pytest.mark.parametrize("text", ["", "{", "null", "7", "[7]", "{}", '{"id": []}', "<html>", "\0", "\ufeff"])
def test_what_describes_nothing_is_refused_in_one_sentence(kind: ManifestKind, text: str) -> None:
    with pytest.raises(BrokenJar) as caught:
        PARSERS[kind](text.encode())
    assert caught.value.detail.startswith(f"{kind.value} ")
    assert caught.value.detail.endswith(".")


@pytest.mark.parametrize("kind", PARSERS)
@given(data=st.binary() | st.text().map(str.encode) | st.text("[]{}:,-'\"\\#&*!|>\n a=;/").map(str.encode))
def test_any_bytes_give_manifests_or_the_declared_error(kind: ManifestKind, data: bytes) -> None:
    try:
        manifests = PARSERS[kind](data)
    except BrokenJar:
        return
    assert all(manifest.id or kind is ManifestKind.PACK for manifest in manifests)


@pytest.mark.parametrize("kind", PARSERS)
@given(
    document=st.dictionaries(
        st.sampled_from(
            ["id", "modid", "name", "version", "depends", "depend", "dependencies", "authors", "pack", "jars"]
        ),
        VALUES,
    )
)
def test_any_types_give_manifests_or_the_declared_error(
    kind: ManifestKind, document: dict[str, object]
) -> None:
    wrapped = {"quilt_loader": document} if kind is ManifestKind.QUILT else document
    try:
        manifests = PARSERS[kind](json.dumps(wrapped).encode())
    except BrokenJar:
        return
    for manifest in manifests:
        for text in (manifest.id, manifest.version, manifest.name, *manifest.authors):
            text.encode()
            assert "\n" not in text
