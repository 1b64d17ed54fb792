"""`modstead loadout`: saved, switched to and back, renamed, removed."""

import json
from pathlib import Path

import pytest

from cli.shell import Shell
from modstead_sandbox.sample import SampleInstance


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()}


def switch_off(folder: Path, name: str) -> None:
    (folder / name).rename(folder / f"{name}.disabled")


@pytest.fixture
def saved(shell: Shell, instance: SampleInstance) -> tuple[set[str], set[str]]:
    """The folder as it was, saved as Full, and as it is now, saved as Bare."""
    full = names(instance.mods_folder)
    shell.json("loadout", instance.folder, "save", "Full")
    for name in sorted(name for name in full if name.endswith(".jar"))[:3]:
        switch_off(instance.mods_folder, name)
    shell.json("loadout", instance.folder, "save", "Bare")
    return full, names(instance.mods_folder)


def test_saved_and_switched_to_and_back(
    shell: Shell, instance: SampleInstance, saved: tuple[set[str], set[str]], tmp_path: Path
) -> None:
    full, bare = saved
    listed = shell.json("loadout", instance.folder)["loadouts"]
    assert [(item["name"], item["current"]) for item in listed] == [("Bare", True), ("Full", False)]
    shown = shell.json("loadout", instance.folder, "use", "full")
    assert not shown["applied"]
    assert names(instance.mods_folder) == bare
    done = shell.json("loadout", instance.folder, "use", "full", "--yes")
    assert (done["applied"], done["loadout"], len(done["plan"])) == (True, "Full", 3)
    assert names(instance.mods_folder) == full
    (entry,) = shell.json("history", instance.folder)["operations"]
    assert (entry["kind"], entry["about"]) == ("loadout", "Full")
    shell.text("undo", instance.folder)
    assert names(instance.mods_folder) == bare
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(shell.json("plan", "loadout", instance.folder, "Full")))
    shell.json("apply", plan, "--yes")
    assert names(instance.mods_folder) == full
    out, _ = shell.text("loadout", instance.folder)
    assert "as the folder is now" in next(line for line in out.splitlines() if line.startswith("Full"))


def test_renamed_replaced_and_removed(
    shell: Shell, instance: SampleInstance, saved: tuple[set[str], set[str]]
) -> None:
    folder = instance.folder
    assert shell.json("loadout", folder, "rename", "bare", "Lean")["name"] == "Lean"
    assert "already" in shell.json("loadout", folder, "rename", "lean", "FULL", status=1)["error"]["title"]
    assert shell.json("loadout", folder, "save", "full")["replaced"]
    shown = shell.json("loadout", folder, "show", "Full")
    assert shown["current"]
    assert len(shown["off"]) == 3 + len([name for name in saved[0] if name.endswith(".disabled")])
    assert shell.json("loadout", folder, "remove", "Lean")["removed"] == "Lean"
    told = shell.json("loadout", folder, "use", "Lean", status=1)["error"]
    assert "full" in told["detail"] + told.get("remedy", "")
    assert names(instance.mods_folder) == saved[1]


def test_what_came_since_is_named(
    shell: Shell, instance: SampleInstance, saved: tuple[set[str], set[str]]
) -> None:
    shell.json("install", "windward-sails", "--into", instance.folder, "--yes")
    came = names(instance.mods_folder) - saved[1]
    done = shell.json("loadout", instance.folder, "use", "Full", "--yes")
    assert any("came since" in note["text"] for note in done["notes"])
    assert names(instance.mods_folder) == saved[0] | came


@pytest.mark.parametrize("words", [("save",), ("list", "x"), ("rename", "x"), ("dance",), ("use", " ")])
def test_wrong_usage(shell: Shell, instance: SampleInstance, words: tuple[str, ...]) -> None:
    shell.json("loadout", instance.folder, *words, status=2)


def test_a_name_must_be_one(shell: Shell, instance: SampleInstance) -> None:
    assert "called so" in shell.json("loadout", instance.folder, "save", "x" * 61, status=1)["error"]["title"]
