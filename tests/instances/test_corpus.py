"""The manifests of real JARs, where the collection lies beside the checkout: every one gives what it says."""

from collections.abc import Iterator
from pathlib import Path

from modstead.domain.instance import Manifest, ManifestKind
from modstead.instances.metadata.fabric import parse_fabric
from modstead.instances.metadata.forge import parse_forge
from modstead.instances.metadata.jar_manifest import implementation_version

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "manifests"
QUIRKS = {
    "quirk/fabric.mod.json": b'\xef\xbb\xbf{"id": "quirk", "version": 1.0, "description": "raw\nline"} trailing',
    "quirk/mods.toml": b'[[mods]]\nmodId = "quirk"\nversion = "${file.jarVersion}"\ndescription = "raw\nline"\n',
    "quirk/neoforge.mods.toml": b'[[mods]]\nmodId = "quirk"\n[[dependencies.quirk]]\nmodId = "${a}"\n${b}\n',
}


def documents() -> Iterator[tuple[str, bytes, str]]:
    """Each manifest by name, with its JAR's own version."""
    for name, data in QUIRKS.items():
        yield name, data, "1.0"
    kinds = tuple(kind.value for kind in ManifestKind)
    for path in sorted(CORPUS.glob("*/*")):
        if path.name in kinds:
            beside = path.with_name("MANIFEST.MF")
            yield (
                str(path),
                path.read_bytes(),
                implementation_version(beside.read_bytes()) if beside.exists() else "",
            )


def parsed(name: str, data: bytes, jar_version: str) -> tuple[Manifest, ...]:
    kind = ManifestKind(Path(name).name)
    return parse_fabric(data) if kind is ManifestKind.FABRIC else parse_forge(data, kind, lambda: jar_version)


def test_every_manifest_is_read() -> None:
    found = {name: parsed(name, data, jar_version) for name, data, jar_version in documents()}
    assert len(found) >= len(QUIRKS)
    for name, manifests in found.items():
        assert manifests, name
        for manifest in manifests:
            assert manifest.id, name
            assert manifest.version, name
            assert manifest.name, name
            assert "${file.jarVersion}" not in manifest.version, name


def test_most_mods_say_which_game_they_need() -> None:
    manifests = [manifest for document in documents() for manifest in parsed(*document)]
    saying = [
        found for found in manifests if any(relation.mod_id == "minecraft" for relation in found.depends)
    ]
    assert len(saying) > 0.7 * len(manifests) or not CORPUS.exists()
