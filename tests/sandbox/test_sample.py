from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import httpx
import pytest

from modstead_sandbox.catalogue import Catalogue
from modstead_sandbox.contents import Contents
from modstead_sandbox.sample import SampleInstance, SampleMod, sample_instance
from modstead_sandbox.server import Handle

CATALOGUE = Catalogue()


def digest(sample: SampleInstance, mod: SampleMod) -> str:
    return hashlib.sha1((sample.mods_folder / mod.file).read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleInstance:
    return sample_instance(tmp_path_factory.mktemp("sample"), CATALOGUE)


def test_it_is_laid_out_as_prism_does(sample: SampleInstance) -> None:
    components = json.loads((sample.folder / "mmc-pack.json").read_text("utf-8"))["components"]
    versions = {entry["uid"]: entry["version"] for entry in components}
    assert versions["net.minecraft"] == "1.21.4"
    assert "net.fabricmc.fabric-loader" in versions
    assert "name=Meadow" in (sample.folder / "instance.cfg").read_text("utf-8")
    assert sample.mods_folder == sample.folder / "minecraft" / "mods"
    assert {entry.name for entry in sample.mods_folder.iterdir()} == {mod.file for mod in sample.mods}


def test_it_holds_every_case(sample: SampleInstance) -> None:
    assert len(sample.mods) == 40
    assert len(sample.of_case("outdated")) >= 20
    assert len(sample.of_case("current")) >= 8
    for case in ("beta", "follows_beta", "held_back", "lacking", "altered", "foreign", "bare"):
        assert len(sample.of_case(case)) == 1, case
    disabled = [mod for mod in sample.mods if not mod.enabled]
    assert [mod.newest is None for mod in disabled].count(True) == 1
    assert len(disabled) == 2
    assert all(mod.file.endswith(".jar.disabled") for mod in disabled)
    assert sample.lacks == ("Tidal Core",)


def test_files_are_those_of_the_platform_but_for_three(sample: SampleInstance) -> None:
    contents = Contents(CATALOGUE)
    for mod in sample.mods:
        owner = contents.owner(digest(sample, mod))
        if mod.case in {"altered", "foreign", "bare"}:
            assert owner is None
        else:
            assert owner is mod.version


def test_the_altered_one_is_readable_and_claims_to_be_what_it_was(sample: SampleInstance) -> None:
    mod = sample.of_case("altered")[0]
    assert mod.project is not None
    with zipfile.ZipFile(sample.mods_folder / mod.file) as jar:
        assert json.loads(jar.read("fabric.mod.json"))["id"] == mod.project.mod_id


def test_the_foreign_one_has_a_manifest_and_the_bare_one_has_not(sample: SampleInstance) -> None:
    with zipfile.ZipFile(sample.mods_folder / sample.of_case("foreign")[0].file) as jar:
        assert json.loads(jar.read("fabric.mod.json"))["id"] == "bq_helper"
    with zipfile.ZipFile(sample.mods_folder / sample.of_case("bare")[0].file) as jar:
        assert jar.namelist() == ["xk/Tools.class"]


def test_what_follows_betas_is_offered_the_next_and_what_follows_releases_is_not(
    sample: SampleInstance,
) -> None:
    following, stable = sample.of_case("follows_beta")[0], sample.of_case("beta")[0]
    assert following.version is not None
    assert following.version.channel == "beta"
    assert following in sample.updates
    assert stable.version is not None
    assert stable.version.channel == "release"
    assert stable not in sample.updates


def test_only_one_requirement_is_lacking(sample: SampleInstance) -> None:
    present = {mod.project.id for mod in sample.mods if mod.project is not None}
    lacking = {
        mod.project.title
        for mod in sample.mods
        if mod.project is not None and mod.version is not None
        for dependency in mod.version.dependencies
        if dependency.kind == "required" and dependency.project_id not in {None, *present}
    }
    assert lacking == {"Basalt Roads"}


def test_nothing_in_it_conflicts(sample: SampleInstance) -> None:
    present = {mod.project.id for mod in sample.mods if mod.project is not None}
    named = {
        dependency.project_id
        for mod in sample.mods
        if mod.version is not None
        for dependency in mod.version.dependencies
        if dependency.kind == "incompatible"
    }
    assert not present & named


def test_the_platform_answers_as_the_summary_says(
    tmp_path: Path, client: httpx.Client, sandbox: Handle
) -> None:
    sample = sample_instance(tmp_path / "instance", sandbox.catalogue, sandbox.contents)
    hashes = {digest(sample, mod): mod for mod in sample.mods}
    asked = {"hashes": list(hashes), "algorithm": "sha1", "loaders": ["fabric"], "game_versions": ["1.21.4"]}
    answers = client.post("/v2/version_files/update", json=asked).json()
    for sha1, mod in hashes.items():
        answer = answers.get(sha1)
        if mod.version is None or mod.case == "altered":
            assert answer is None
        elif mod.newest is not None:
            assert answer["id"] == mod.newest.id
            assert answer["version_type"] == ("beta" if "beta" in mod.case else "release")
        elif mod.case == "held_back":
            assert (
                answer["date_published"]
                < client.get(f"/v2/version/{mod.version.id}").json()["date_published"]
            )
        else:
            assert answer["id"] == mod.version.id


def test_it_is_the_same_every_time(sample: SampleInstance, tmp_path: Path) -> None:
    again = sample_instance(tmp_path / "again", Catalogue())
    assert [mod.file for mod in again.mods] == [mod.file for mod in sample.mods]
    assert [digest(again, mod) for mod in again.mods] == [digest(sample, mod) for mod in sample.mods]
    times = [
        (folder.mods_folder / mod.file).stat().st_mtime for folder in (again, sample) for mod in sample.mods
    ]
    assert times[: len(times) // 2] == times[len(times) // 2 :]


def test_it_grows_for_benchmarks(tmp_path: Path) -> None:
    grown = sample_instance(tmp_path / "grown", Catalogue(projects=900), mods=300)
    assert len(grown.mods) == 300
    assert len(grown.updates) > 150


@pytest.mark.parametrize(
    ("loader", "game_version"), [("quilt", "1.21.4"), ("neoforge", "1.21.4"), ("forge", "1.20.1")]
)
def test_other_loaders(tmp_path: Path, loader: str, game_version: str) -> None:
    made = sample_instance(tmp_path / "other", CATALOGUE, loader=loader, game_version=game_version)
    assert made.updates
    for mod in made.mods:
        assert mod.version is not None
        assert loader in mod.version.loaders
        assert game_version in mod.version.game_versions


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    with pytest.raises(FileExistsError):
        sample_instance(tmp_path, CATALOGUE)
