"""The manifests of real JARs, where the collection lies beside the checkout: each is read as its loader reads it.

`corpus_expected.json` holds what another parser makes of them, the npm package @xmcl/mod-parser 3.4.2: by JAR and
manifest, each mod's ID, its version and the IDs that it depends on, or null where that parser gives up. Where the two
disagree, `DISAGREEMENTS` says who is right. It knows no plugins; YAML and JSON by the letter stand in for it there.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from jars import BUNGEE, FABRIC, FORGE, JAR_MANIFEST, JARJAR, NEOFORGE, PLUGIN, VELOCITY, make_jar
from modstead.domain.instance import Manifest, ManifestKind, ManifestReading, RelationKind
from modstead.instances.metadata import read_manifests

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "manifests"
EXPECTED = json.loads(Path(__file__).with_name("corpus_expected.json").read_text("utf-8"))
MEMBERS = {
    "mods.toml": FORGE,
    "neoforge.mods.toml": NEOFORGE,
    "MANIFEST.MF": JAR_MANIFEST,
    "jarjar.json": JARJAR,
}
QUIRKS = {
    "quirk-a": {FABRIC: b'\xef\xbb\xbf{"id": "quirk", "version": 1.0, "description": "raw\nline"} trailing'},
    "quirk-b": {
        FORGE: b'[[mods]]\nmodId = "quirk"\nversion = "${file.jarVersion}"\ndescription = "raw\nline"\n',
        JAR_MANIFEST: b"Implementation-Version: 1.0\r\n",
    },
    "quirk-c": {NEOFORGE: b'[[mods]]\nmodId = "quirk"\n[[dependencies.quirk]]\nmodId = "${a}"\n${b}\n'},
}

Mod = list[object]
Facts = dict[str, list[Mod]]

NO_JAR_VERSION = (
    "Ours: without an Implementation-Version Forge puts 0.0NONE in; the other leaves the placeholder."
)
LITELOADER = (
    "Ours: LiteLoader compares names in lower case and loads a mod in the game version that it names, which is a "
    "dependency; its version is what it says, else its revision. The other makes one up of the game's and the revision."
)
RAW_LINE_BREAK = "Ours: Gson takes the line break in a text; the other finds no mod in it."
BARE_PLACEHOLDER = "Ours: the line that holds a placeholder alone is left out; the other gives the file up."
DISAGREEMENTS: dict[str, tuple[list[Mod], str]] = {
    "0d3b05890219/litemod.json": ([["mouse tweaks", "", ["minecraft"]]], LITELOADER),
    "31f131a82052/litemod.json": ([["autofish", "39", ["minecraft"]]], LITELOADER),
    "165e9eb71043/mods.toml": ([["chalk", "0.0NONE", ["forge", "minecraft"]]], NO_JAR_VERSION),
    "6a1b2d27e25d/mods.toml": ([["chalk", "0.0NONE", ["forge", "minecraft"]]], NO_JAR_VERSION),
    "1ec9700fe60c/mods.toml": ([["deeper_additional_structures", "0.0NONE", []]], NO_JAR_VERSION),
    "1ec9700fe60c/neoforge.mods.toml": ([["deeper_additional_structures", "0.0NONE", []]], NO_JAR_VERSION),
    "27754380b5a2/mods.toml": ([["cleanswing", "0.0NONE", ["forge", "minecraft"]]], NO_JAR_VERSION),
    "3da2ffb76714/mods.toml": ([["spartanshields", "0.0NONE", ["forge", "minecraft"]]], NO_JAR_VERSION),
    "73f57fab781e/mods.toml": (
        [
            [
                "hexal",
                "0.0NONE",
                ["forge", "geckolib", "hexcasting", "minecraft", "moreiotas", "patchouli", "paucal"],
            ]
        ],
        NO_JAR_VERSION,
    ),
    "2888052ca272/mcmod.info": ([["IronChest", "6.0.62.742", []]], RAW_LINE_BREAK),
    "6876a7399c60/mcmod.info": ([["jade", "0.1.0", ["forge", "waila"]]], RAW_LINE_BREAK),
    "6ecfc84df73a/neoforge.mods.toml": ([["mru", "${mod_version}", ["minecraft"]]], BARE_PLACEHOLDER),
}


def jars() -> Iterator[tuple[str, Mapping[str, bytes]]]:
    """Each JAR by name, with the members that were kept of it."""
    yield from QUIRKS.items()
    for folder in sorted(CORPUS.glob("*")):
        yield (
            folder.name,
            {MEMBERS.get(path.name, path.name): path.read_bytes() for path in sorted(folder.iterdir())},
        )


def read(tmp_path: Path, members: Mapping[str, bytes]) -> ManifestReading:
    return read_manifests(make_jar(tmp_path / "mod.jar", members))


def facts(name: str, reading: ManifestReading) -> Facts:
    found: Facts = defaultdict(list)
    for manifest in reading.manifests:
        found[f"{name}/{manifest.kind.value}"].append(
            [manifest.id, manifest.version, sorted(dependencies(manifest))]
        )
    return found


def dependencies(manifest: Manifest) -> set[str]:
    """What the other parser lists: what Fabric and Quilt name as `depends`, and all that Forge names."""
    forge = manifest.kind in (ManifestKind.FORGE, ManifestKind.NEOFORGE, ManifestKind.LEGACY_FORGE)
    return {
        relation.mod_id for relation in manifest.relations if forge or relation.kind is RelationKind.DEPENDS
    }


def test_every_manifest_is_read_without_a_problem(tmp_path: Path) -> None:
    for name, members in jars():
        reading = read(tmp_path, members)
        kinds = {found.kind.value for found in reading.manifests}
        assert kinds == {Path(member).name for member in members} & set(ManifestKind), name
        assert not reading.problems, name
        for manifest in reading.manifests:
            assert manifest.id, name
            assert manifest.name, name
            assert "${file.jarVersion}" not in manifest.version, name


def test_ids_versions_and_dependencies_agree_with_the_other_parser(tmp_path: Path) -> None:
    for name, members in jars():
        for key, mods in facts(name, read(tmp_path, members)).items():
            if key in DISAGREEMENTS:
                right, reason = DISAGREEMENTS[key]
                assert mods == right, f"{key}: {reason}"
                assert mods != EXPECTED[key], key
            elif key in EXPECTED:
                assert mods == EXPECTED[key], key


def test_plugins_agree_with_yaml_and_json_by_the_letter(tmp_path: Path) -> None:
    for name, members in jars():
        found = {manifest.kind.value: manifest for manifest in read(tmp_path, members).manifests}
        for member in (PLUGIN, BUNGEE):
            if member in members:
                said = yaml.safe_load(members[member])
                manifest = found[member]
                assert manifest.id == said["name"].replace(" ", "_"), name
                assert is_same_version(manifest.version, said["version"]), name
                named = [found.mod_id for found in manifest.depends if found.mod_id != "minecraft"]
                assert named == (said.get("depend") or said.get("depends") or []), name
        if VELOCITY in members:
            said = json.loads(members[VELOCITY])
            manifest = found[VELOCITY]
            assert (manifest.id, manifest.version) == (said["id"], said["version"]), name
            assert [relation.mod_id for relation in manifest.depends] == [
                other["id"] for other in said.get("dependencies", []) if not other.get("optional")
            ], name


def is_same_version(ours: str, theirs: object) -> bool:
    """YAML takes 1.10 for the number 1.1; ours stays as it is written."""
    return float(ours) == theirs if isinstance(theirs, int | float) else ours == theirs


def test_most_mods_say_which_game_they_need(tmp_path: Path) -> None:
    modern = (ManifestKind.FABRIC, ManifestKind.FORGE, ManifestKind.NEOFORGE)
    manifests = [
        manifest
        for _, members in jars()
        for manifest in read(tmp_path, members).manifests
        if manifest.kind in modern
    ]
    saying = [
        found for found in manifests if any(relation.mod_id == "minecraft" for relation in found.depends)
    ]
    assert len(saying) > 0.7 * len(manifests) or not CORPUS.exists()
