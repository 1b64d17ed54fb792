"""`choose`, and names of files as a shell completes them."""

from pathlib import Path

import pytest

from cli.shell import Shell
from modstead.__main__ import main
from modstead_sandbox.sample import SampleInstance


def unknown(shell: Shell, instance: SampleInstance) -> set[str]:
    problems = shell.json("doctor", instance.folder)["problems"]
    return {problem["file"] for problem in problems if problem["kind"] == "unknown"}


def test_what_is_left_alone_is_unknown_no_longer_until_that_is_forgotten(
    shell: Shell, instance: SampleInstance
) -> None:
    files = unknown(shell, instance)
    assert files
    for file in files:
        said = shell.json("choose", instance.folder, file, "--leave-alone")
        assert said == {"file": file, "project_id": None, "chosen": True}
    assert unknown(shell, instance) == set()
    file = min(files)
    said = shell.json("choose", instance.folder, file, "--forget")
    assert said == {"file": file, "project_id": None, "chosen": False}
    assert unknown(shell, instance) == {file}


def test_a_file_is_of_the_project_that_was_named(shell: Shell, instance: SampleInstance) -> None:
    file = min(unknown(shell, instance))
    said = shell.json("choose", instance.folder, file, "hedgerow-api")
    assert (said["file"], said["chosen"]) == (file, True)
    (mod,) = [mod for mod in shell.json("scan", instance.folder)["mods"] if mod["file"] == file]
    assert (mod["project_id"], mod["chosen"]) == (said["project_id"], True)
    assert file not in unknown(shell, instance)
    assert "by your word" in shell.text("choose", instance.folder, file, "hedgerow-api")[0]


def test_what_cannot_be_chosen(shell: Shell, instance: SampleInstance) -> None:
    file, known = min(unknown(shell, instance)), instance.of_case("current")[0].file
    assert (
        "byte for byte"
        in shell.json("choose", instance.folder, known, "--leave-alone", status=1)["error"]["title"]
    )
    shell.json("choose", instance.folder, file, "no-such-project", status=1)
    shell.json("choose", instance.folder, "no such file", "--leave-alone", status=1)
    shell.json("choose", instance.folder, file, status=2)
    shell.json("choose", instance.folder, file, "hedgerow-api", "--forget", status=2)


def test_a_file_is_found_by_the_path_that_a_shell_completes(
    shell: Shell, instance: SampleInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = instance.of_case("current")[0].file
    path = instance.mods_folder / file
    assert shell.json("why", instance.folder, path)["file"] == file
    monkeypatch.chdir(instance.mods_folder.parent)
    assert shell.json("why", instance.folder, f"mods/{file}")["file"] == file
    monkeypatch.chdir(instance.mods_folder)
    assert shell.json("why", instance.folder, f"./{file}")["file"] == file
    shell.json("why", instance.folder, f"/elsewhere/{file}", status=1)


def test_why_answers_for_each_file_that_is_called_so(shell: Shell, instance: SampleInstance) -> None:
    file = instance.of_case("current")[0].file
    twin = instance.mods_folder / f"another-{file}"
    twin.write_bytes((instance.mods_folder / file).read_bytes())
    project = shell.json("why", instance.folder, file)["project_id"]
    found = shell.json("why", instance.folder, project)
    assert {found["file"], *(other["file"] for other in found["others"])} == {file, twin.name}
    assert found.keys() - {"others"} == found["others"][0].keys()
    text = shell.text("why", instance.folder, project)[0]
    assert text.count("Why is it here?") == 2
    assert shell.json("why", instance.folder, file)["others"] == []


def test_what_cannot_be_searched_for_is_wrong_usage(shell: Shell, instance: SampleInstance) -> None:
    said = shell.json("search", "lantern", "--type", "blub", status=2)["error"]["title"]
    assert "modpack" in said
    said = shell.json("search", "lantern", "--loader", "blub", status=2)["error"]["title"]
    assert "fabric" in said
    for version in ("bogus; x", "bogus", "../1.21", "1" * 100):
        shell.json("search", "lantern", "--game-version", version, status=2)
        shell.json("scan", instance.folder, "--game-version", version, status=2)
    for version in ("1.14 Pre-Release 1", "20w14∞", "3D Shareware v1.34", "1.RV-Pre1", "b1.7.3", "26.1"):
        shell.json("search", "lantern", "--game-version", version)


def test_what_cannot_be_read_is_told_once(
    instance: SampleInstance, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known, gone = instance.mods_folder / instance.of_case("current")[0].file, tmp_path / "gone.jar"
    assert main(["identify", str(gone)]) == 1
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("gone.jar:")) == ("", 1)
    assert main(["identify", str(known), str(gone)]) == 3
    assert "gone.jar" not in capsys.readouterr().out


def test_a_folder_that_was_changed_is_known_from_then_on(
    shell: Shell, instance: SampleInstance, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    shell.json("scan", instance.folder)
    assert shell.json("instances")["instances"] == []
    shell.json("update", instance.folder, "--yes")
    (known,) = shell.json("instances")["instances"]
    assert known["folder"] == str(instance.mods_folder)
