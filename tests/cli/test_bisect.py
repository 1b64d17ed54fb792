"""The search for the mod that breaks a game, on the command line."""

import os
from pathlib import Path
from typing import Any

from cli.shell import Shell
from jars import FABRIC, fabric_manifest, make_jar
from modstead_sandbox.sample import SampleInstance


def names(instance: SampleInstance) -> set[str]:
    return {path.name for path in instance.mods_folder.iterdir()}


def test_a_search_from_start_to_stop(shell: Shell, instance: SampleInstance) -> None:
    folder, before = instance.folder, names(instance)
    assert shell.json("bisect", folder, "status")["running"] is False
    found: Any = shell.json("bisect", folder, "start")
    assert (found["running"], names(instance)) == (False, before)
    found = shell.json("bisect", folder, "start", "--yes")
    culprit = found["question"]["off"][-1]
    asked = 0
    while found["question"]:
        asked += 1
        assert set(found["question"]["on"]) <= names(instance)
        assert asked < 20
        there = (instance.mods_folder / culprit).exists()
        found = shell.json("bisect", folder, "fails" if there else "works")
    assert (found["verdict"]["kind"], found["verdict"]["files"]) == ("culprit", [culprit])
    out, _ = shell.text("bisect", folder, "status")
    assert "stop --leave-off" in out
    assert shell.json("bisect", folder, "stop")["running"] is False
    assert names(instance) == before


def test_a_search_in_words(shell: Shell, instance: SampleInstance, tmp_path: Path) -> None:
    folder, before = instance.folder, names(instance)
    out, err = shell.text("bisect", folder, "start")
    assert "mods to search among" in out
    assert "--yes" in err
    out, _ = shell.text("bisect", folder, "start", "--yes")
    assert "Did the trouble come?" in out
    out, _ = shell.text("bisect", folder, "skip")
    assert "Did the trouble come?" in out
    off = next(path for path in sorted(instance.mods_folder.iterdir()) if path.suffix == ".jar")
    off.rename(tmp_path / off.name)
    out, err = shell.text("bisect", folder, "status")
    assert f"{off.name} was removed." in err
    assert "go-on" in out
    _, err = shell.text("bisect", folder, "works", status=1)
    assert "mislead" in err
    (tmp_path / off.name).rename(off)
    out, _ = shell.text("bisect", folder, "go-on")
    assert "Did the trouble come?" in out
    out, _ = shell.text("bisect", folder, "stop")
    assert out.startswith("All is as it was before.")
    assert names(instance) == before


def test_what_is_not_as_it_was_is_said(shell: Shell, instance: SampleInstance) -> None:
    folder, before = instance.folder, names(instance)
    found = shell.json("bisect", folder, "start", "--yes")
    taken, gone = found["question"]["off"][0], found["question"]["on"][0]
    (instance.mods_folder / gone).unlink()
    make_jar(instance.mods_folder / taken, {FABRIC: fabric_manifest("stranger")})
    found = shell.json("bisect", folder, "stop", status=3)
    assert [item["file"] for item in found["failed"]] == [taken]
    assert {"file": gone, "change": "removed"} in found["meddlings"]
    assert names(instance) == before - {gone} | {f"{taken}.disabled"}


def test_a_culprit_that_stays_off_is_said(shell: Shell, instance: SampleInstance) -> None:
    folder = instance.folder
    found = shell.json("bisect", folder, "start", "--yes")
    culprit = found["question"]["off"][-1]
    while found["question"]:
        there = (instance.mods_folder / culprit).exists()
        found = shell.json("bisect", folder, "fails" if there else "works")
    out, _ = shell.text("bisect", folder, "stop", "--leave-off")
    assert out.startswith("All is as it was before, but for what is named here.")
    assert f"Left off: {culprit}" in out
    shell.json("undo", folder)
    assert (instance.mods_folder / culprit).exists()


def test_files_that_no_record_can_name_stay_as_they_are(shell: Shell, instance: SampleInstance) -> None:
    odd = [os.fsdecode(b"b\xffq.jar"), os.fsdecode(b"c\xff.jar.disabled"), "back\\slash.jar"]
    for name in odd:
        make_jar(instance.mods_folder / name, {FABRIC: fabric_manifest(f"odd{odd.index(name)}")})
    folder, before = instance.folder, names(instance)
    found = shell.json("bisect", folder, "start", "--yes")
    assert {*odd} <= names(instance)
    found = shell.json("bisect", folder, "fails")
    assert found["meddlings"] == []
    assert {*odd} <= names(instance)
    shell.json("bisect", folder, "stop")
    assert names(instance) == before


def test_options_that_make_no_sense_are_refused(shell: Shell, instance: SampleInstance) -> None:
    shell.text("bisect", instance.folder, "works", "--keep-on", "x", status=2)
    shell.text("bisect", instance.folder, "works", "--leave-off", status=2)
    shell.text("bisect", instance.folder, "works", status=1)
    shell.text("bisect", instance.folder, "start", "--keep-on", "no such mod", status=1)


def test_nothing_remembers_a_folder_during_a_search(shell: Shell, instance: SampleInstance) -> None:
    folder = instance.folder
    shell.json("loadout", folder, "save", "all")
    shell.json("bisect", folder, "start", "--yes")
    halved = names(instance)
    for command in (
        ("good", folder),
        ("loadout", folder, "save", "half"),
        ("loadout", folder, "use", "all", "--yes"),
        ("lock", folder),
    ):
        error = shell.json(*command, status=1)["error"]
        assert "search for the mod that breaks the game is under way" in error["title"]
        assert "modstead bisect" in error["detail"]
        assert "stop" in error["detail"]
    assert names(instance) == halved
    assert not list(folder.glob("*.toml"))
    _, err = shell.text("update", folder, "--yes")
    assert "Warning: A search" in err
    shell.json("bisect", folder, "stop")
    shell.json("good", folder)
