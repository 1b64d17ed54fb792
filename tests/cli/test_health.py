"""`doctor` and `why`, as scripts and people use them."""

from pathlib import Path

import pytest

from cli.shell import Shell
from jars import fabric_manifest, jar_bytes
from modstead_sandbox.server import Handle
from modstead_sandbox.troubled import TroubledInstance, troubled_instance


@pytest.fixture
def troubled(sandbox: Handle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TroubledInstance:
    monkeypatch.setenv("MODSTEAD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MODSTEAD_MODRINTH_URL", sandbox.url)
    return troubled_instance(tmp_path / "troubled", sandbox.catalogue, sandbox.contents)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_doctor_names_each_problem_with_its_remedy(shell: Shell, troubled: TroubledInstance) -> None:
    found = shell.json("doctor", troubled.folder)
    assert set(found) == {"folder", "problems"}
    assert found["folder"] == str(troubled.mods_folder)
    for problem in found["problems"]:
        assert set(problem) >= {"kind", "file", "detail", "remedy"}
        assert problem["remedy"] == problem["remedies"][0]["text"]
        assert (troubled.mods_folder / problem["file"]).exists()
    by_kind = {problem["kind"]: problem for problem in found["problems"]}
    assert by_kind["missing-dependency"]["remedy"] == "Install Tidal Core"
    assert len(by_kind) == 9


def test_doctor_shows_a_table(shell: Shell, troubled: TroubledInstance) -> None:
    out, err = shell.text("doctor", troubled.folder)
    assert out.splitlines()[0].split() == ["Problem", "Mod", "What", "is", "wrong", "Remedy"]
    assert out.splitlines()[-1] == "12 problems in 17 files."
    assert err == ""


def test_fix_without_a_word_of_agreement_changes_nothing(shell: Shell, troubled: TroubledInstance) -> None:
    before = contents(troubled.mods_folder)
    found = shell.json("doctor", troubled.folder, "--fix")
    assert found["plan"]
    assert (found["applied"], found["operation_id"], found["failed"]) == (False, None, [])
    out, err = shell.text("doctor", troubled.folder, "--fix")
    assert "put right" in out
    assert "Nothing was changed." in err
    assert contents(troubled.mods_folder) == before


def test_fix_puts_right_what_can_be_and_undo_takes_it_back(shell: Shell, troubled: TroubledInstance) -> None:
    before = contents(troubled.mods_folder)
    found = shell.json("doctor", troubled.folder, "--fix", "--yes")
    assert found["applied"]
    assert found["operation_id"]
    left = shell.json("doctor", troubled.folder)["problems"]
    assert {problem["kind"] for problem in left} == {"unknown"}
    shell.json("undo", troubled.folder, "--yes")
    assert contents(troubled.mods_folder) == before


def test_a_told_loader_counts(shell: Shell, troubled: TroubledInstance) -> None:
    found = shell.json("doctor", troubled.mods_folder, "--loader", "forge", "--game-version", "1.21.4")
    wrong = [problem for problem in found["problems"] if problem["kind"] == "wrong-loader"]
    assert len(wrong) > 5


def test_a_sound_folder_is_said_to_be_one(shell: Shell, troubled: TroubledInstance, tmp_path: Path) -> None:
    folder = tmp_path / "sound"
    folder.mkdir()
    arguments = ("--loader", "fabric", "--game-version", "1.21.4")
    shell.json("install", "windward-sails", "--into", folder, "--yes", *arguments)
    assert shell.json("doctor", folder, *arguments)["problems"] == []
    out, _ = shell.text("doctor", folder, *arguments, "--fix")
    assert out.splitlines() == ["Nothing is wrong in 3 files.", "", "Nothing to do."]


def test_why_tells_both_chains(shell: Shell, troubled: TroubledInstance) -> None:
    found = shell.json("why", troubled.folder, "hedgerow_api")
    file = found["file"]
    assert found["title"] == "Hedgerow API"
    assert all(chain[-1] == file and len(chain) == 2 for chain in found["why"])
    assert sorted(found["required_by"]) == sorted(chain[0] for chain in found["why"])
    assert all(chain[0] == file for chain in found["breaks_without"])
    assert found["origin"] is None
    for name in ("Hedgerow API", "hedgerow-api", file, file.upper(), found["project_id"]):
        assert shell.json("why", troubled.folder, name)["file"] == file
    out, _ = shell.text("why", troubled.folder, "hedgerow-api")
    assert "  Glowmoss → Hedgerow API" in out.splitlines()
    assert "  Hedgerow API → Glowmoss" in out.splitlines()


def test_why_names_what_is_missing(shell: Shell, troubled: TroubledInstance) -> None:
    found = shell.json("why", troubled.folder, "Basalt Roads")
    needs = {item["title"]: item for item in found["requires"]}
    assert (needs["Tidal Core"]["met"], needs["Tidal Core"]["file"]) == (False, None)


def test_why_says_who_brought_it(shell: Shell, troubled: TroubledInstance, tmp_path: Path) -> None:
    folder = tmp_path / "sound"
    folder.mkdir()
    arguments = ("--loader", "fabric", "--game-version", "1.21.4")
    shell.json("install", "windward-sails", "--into", folder, "--yes", *arguments)
    assert shell.json("why", folder, "windward-sails", *arguments)["origin"] == "asked"
    assert shell.json("why", folder, "tidal-core", *arguments)["origin"] == "brought"
    out, _ = shell.text("why", folder, "windward-sails", *arguments)
    assert "  Nothing here needs it. You installed it." in out.splitlines()
    assert out.splitlines()[-1] == "  Nothing."


def test_why_finds_what_lies_in_a_jar(shell: Shell, troubled: TroubledInstance) -> None:
    (crates,) = troubled.of_case("nested")
    scanned = shell.json("identify", troubled.mods_folder / crates.file)["files"][0]
    assert shell.json("why", troubled.folder, scanned["manifests"][0]["id"])["file"] == crates.file


def test_why_of_what_is_missing_says_who_needs_it(shell: Shell, troubled: TroubledInstance) -> None:
    needing = ["basalt-roads-fabric-1.21.4-2.0.0.jar", "lanternworks-2.4.0.jar"]
    for name in ("Tidal Core", "tidal_core", "tidal-core"):
        found = shell.json("why", troubled.folder, name)
        assert (found["file"], found["title"], found["required_by"]) == (None, "Tidal Core", needing)
    assert found.keys() == shell.json("why", troubled.folder, "hedgerow_api").keys()
    out, _ = shell.text("why", troubled.folder, "tidal-core")
    assert out.splitlines() == [
        "Tidal Core is not here.",
        "",
        "Who needs it?",
        "  Basalt Roads",
        "  Lanternworks",
    ]


def test_why_of_nothing_is_an_error(shell: Shell, troubled: TroubledInstance) -> None:
    found = shell.json("why", troubled.folder, "no such thing", status=1)
    assert "holds nothing that is called no such thing" in found["error"]["title"]


def test_fix_says_why_it_can_do_nothing(shell: Shell, troubled: TroubledInstance, tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    text = fabric_manifest("newcomer", depends={"nowhere_to_be_found": "*"})
    (folder / "newcomer.jar").write_bytes(jar_bytes({"fabric.mod.json": text}))
    out, _ = shell.text("doctor", folder, "--fix", "--loader", "fabric", "--game-version", "1.21.4")
    assert out.splitlines()[-2:] == [
        "nowhere_to_be_found is not known to Modrinth: find it by hand.",
        "Nothing to do.",
    ]
