"""What was changed before, on the command line: redo, restore, and what they say where there is nothing to do."""

import json
from pathlib import Path

import pytest

from cli.shell import Shell
from modstead_sandbox.sample import SampleInstance
from transaction.world import killed_in_mid_swap


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def changed(shell: Shell, instance: SampleInstance) -> tuple[dict[str, bytes], str, dict[str, bytes], str]:
    """How the folder was, an installation, how that left it, and an update after it."""
    before = contents(instance.mods_folder)
    first = shell.json("install", "windward-sails", "--into", instance.folder, "--yes")["operation_id"]
    between = contents(instance.mods_folder)
    second = shell.json("update", instance.folder, "--yes")["operation_id"]
    return before, first, between, second


def test_restore_brings_the_folder_back_and_undo_leads_forward(
    shell: Shell,
    instance: SampleInstance,
    changed: tuple[dict[str, bytes], str, dict[str, bytes], str],
    tmp_path: Path,
) -> None:
    before, first, between, second = changed
    after = contents(instance.mods_folder)
    shown = shell.json("restore", instance.folder, first)
    assert not shown["applied"]
    assert shown["plan"]
    assert contents(instance.mods_folder) == after
    done = shell.json("restore", instance.folder, first, "--yes")
    assert (done["applied"], done["undoes_since"]) == (True, second)
    assert contents(instance.mods_folder) == between
    entries = shell.json("history", instance.folder)["operations"]
    assert [(item["kind"], item["state"]) for item in entries] == [
        ("restore", "done"),
        ("update", "undone"),
        ("install", "done"),
    ]
    shell.text("undo", instance.folder)
    assert contents(instance.mods_folder) == after
    saved = tmp_path / "plan.json"
    saved.write_text(json.dumps(shell.json("plan", "restore", instance.folder, first, "--before")))
    assert shell.json("apply", saved, "--yes")["applied"]
    assert contents(instance.mods_folder) == before
    states = [item["state"] for item in shell.json("history", instance.folder)["operations"]]
    assert states == ["done", "undone", "undone", "undone", "undone"]


def test_restore_to_a_time(
    shell: Shell, instance: SampleInstance, changed: tuple[dict[str, bytes], str, dict[str, bytes], str]
) -> None:
    assert shell.json("restore", instance.folder, "2 days ago", "--yes")["applied"]
    assert contents(instance.mods_folder) == changed[0]
    shell.json("restore", instance.folder, "2999-01-01", status=2)
    said = shell.json("restore", instance.folder, "0 seconds ago")
    assert (said["plan"], said["applied"]) == ([], False)
    assert "changed nothing since" in said["reason"]


@pytest.mark.parametrize("words", [("last summer",), ("2 days ago", "--before"), ("",)])
def test_no_such_point(shell: Shell, instance: SampleInstance, words: tuple[str, ...]) -> None:
    shell.json("restore", instance.folder, *words, status=2)


def test_redo(
    shell: Shell, instance: SampleInstance, changed: tuple[dict[str, bytes], str, dict[str, bytes], str]
) -> None:
    after = contents(instance.mods_folder)
    told = shell.json("redo", instance.folder, status=1)["error"]
    assert "nothing to do again" in told["title"]
    out, _ = shell.text("undo", instance.folder)
    assert f"modstead redo {instance.folder}" in out
    shell.json("undo", instance.folder, "", status=2)
    told = shell.json("undo", instance.folder, changed[3], status=1)["error"]
    assert f"modstead redo {instance.mods_folder} {changed[3]}" in told["detail"]
    plan = shell.json("plan", "redo", instance.folder)
    assert {item["reason"] for item in plan["plans"][0]["operations"]} == {"redo"}
    assert plan["plans"][0]["kind"] == "redo"
    out, _ = shell.text("redo", instance.folder)
    assert f"modstead undo {instance.folder}" in out
    assert contents(instance.mods_folder) == after
    shell.json("redo", instance.folder, changed[1], status=1)


@pytest.mark.usefixtures("instance")
def test_what_an_interrupted_change_was_put_back_to_is_said(shell: Shell, tmp_path: Path) -> None:
    quiet, stranger = (killed_in_mid_swap(tmp_path / name) for name in ("one", "other"))
    _, err = shell.text("scan", quiet.folder)
    assert err.startswith("An interrupted change was put back as it was before.\n")
    (stranger.folder / "amber.jar").write_bytes(b"stranger")
    (told,) = shell.json("scan", stranger.folder)["recovered"]
    assert [item["file"] for item in told["problems"]] == ["amber.jar"]
    assert "amber.jar.disabled" in told["restored"]
    assert "recovered" not in shell.json("scan", stranger.folder)


@pytest.mark.usefixtures("instance")
def test_a_printed_plan_can_be_carried_out_also_where_something_was_put_back(
    shell: Shell, tmp_path: Path
) -> None:
    world = killed_in_mid_swap(tmp_path / "one")
    saved = shell.json("plan", "update", world.folder, "--loader", "fabric", "--game-version", "1.21.4")
    assert "recovered" not in saved


def test_what_the_advice_on_a_damaged_record_says_works(shell: Shell, instance: SampleInstance) -> None:
    operation = shell.json("update", instance.folder, "--yes")["operation_id"]
    (record,) = instance.folder.rglob(f"{operation}.json")
    record.write_text("no record")
    (damaged,) = shell.json("history", instance.folder, status=3)["damaged"]
    assert "`modstead identify`" in damaged["reason"]
    kept = Path(damaged["kept"])
    found = shell.json("identify", kept)["files"]
    assert {Path(item["path"]) for item in found} == set(kept.iterdir())
    titles = {mod.project.title for mod in instance.mods if mod.case == "outdated" and mod.project}
    assert titles <= {item["title"] for item in found}
