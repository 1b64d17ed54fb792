"""The second sample: each trouble is there, and each file is what it is said to be."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from modstead_sandbox.catalogue import Catalogue
from modstead_sandbox.contents import Contents
from modstead_sandbox.troubled import TroubledInstance, troubled_instance

CATALOGUE = Catalogue()
UNKNOWN = {"altered", "unpublished", "foreign", "bare", "named", "broken"}


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> TroubledInstance:
    return troubled_instance(tmp_path_factory.mktemp("troubled"), CATALOGUE)


def digest(path: Path) -> str:
    return hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()


def test_it_holds_every_trouble(troubled: TroubledInstance) -> None:
    cases = [mod.case for mod in troubled.mods]
    assert set(cases) >= UNKNOWN | {"lacking", "conflicting", "nested", "orphan", "twice", "renamed"}
    assert set(cases) >= {"other_loader", "other_game", "current"}
    assert cases.count("twice") == cases.count("conflicting") == 2
    assert {entry.name for entry in troubled.mods_folder.iterdir()} == {mod.file for mod in troubled.mods}


def test_the_platform_knows_just_what_was_published(troubled: TroubledInstance) -> None:
    contents = Contents(CATALOGUE)
    for mod in troubled.mods:
        owner = contents.owner(digest(troubled.mods_folder / mod.file))
        assert (owner is None) is (mod.case in UNKNOWN), mod.case


def test_packs_of_every_kind_lie_in_their_folders(troubled: TroubledInstance) -> None:
    game = troubled.mods_folder.parent
    assert set(troubled.packs) == {"resourcepacks", "shaderpacks", "saves/Meadow/datapacks"}
    for place, names in troubled.packs.items():
        assert {entry.name for entry in (game / place).iterdir()} == set(names)
    assert (game / "resourcepacks" / "Handmade" / "pack.mcmeta").is_file()


def test_one_jar_brings_jars_that_bring_jars(troubled: TroubledInstance) -> None:
    (mod,) = troubled.of_case("nested")
    with zipfile.ZipFile(troubled.mods_folder / mod.file) as jar:
        (entry,) = json.loads(jar.read("fabric.mod.json"))["jars"]
        assert json.loads(jar.read("META-INF/jarjar/metadata.json"))["jars"][0]["path"] == entry["file"]
        inner = zipfile.ZipFile(io.BytesIO(jar.read(entry["file"])))
    with inner:
        (deepest,) = json.loads(inner.read("fabric.mod.json"))["jars"]
        assert deepest["file"] in inner.namelist()


def test_a_file_for_every_loader_has_all_their_manifests() -> None:
    contents = Contents(CATALOGUE)
    version = next(
        item for item in CATALOGUE.versions(CATALOGUE.named("Twofold Hinge")) if len(item.loaders) > 2
    )
    with zipfile.ZipFile(io.BytesIO(contents.data(version, version.files[0]))) as jar:
        assert {"fabric.mod.json", "META-INF/neoforge.mods.toml"} <= set(jar.namelist())


@pytest.mark.parametrize(
    ("title", "manifests"),
    [
        ("Town Crier", {"plugin.yml"}),
        ("Copper Ledger", {"plugin.yml", "paper-plugin.yml"}),
        ("Folded Regions", {"plugin.yml", "paper-plugin.yml"}),
        ("Wharf Gate", {"velocity-plugin.json"}),
        ("Ferryman", {"bungee.yml"}),
        ("Slow Seasons", {"pack.mcmeta"}),
        ("Pebble Tiles", {"pack.mcmeta"}),
        ("Winter Glass", {"shaders/shaders.properties"}),
    ],
)
def test_plugins_and_packs_have_their_manifests(title: str, manifests: set[str]) -> None:
    version = CATALOGUE.versions(CATALOGUE.named(title))[-1]
    with zipfile.ZipFile(io.BytesIO(Contents(CATALOGUE).data(version, version.files[0]))) as archive:
        assert manifests <= set(archive.namelist())


def test_it_is_the_same_every_time(troubled: TroubledInstance, tmp_path: Path) -> None:
    again = troubled_instance(tmp_path / "again", Catalogue())
    files = [
        (path.relative_to(folder), path.stat().st_mtime, digest(path))
        for folder in (troubled.folder, again.folder)
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".jar", ".zip"}
    ]
    assert files[: len(files) // 2] == files[len(files) // 2 :]


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    with pytest.raises(FileExistsError):
        troubled_instance(tmp_path, CATALOGUE)
