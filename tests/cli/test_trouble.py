"""Remembering when a game worked, and telling why it broke, on the command line."""

import crashes
from cli.shell import Shell
from modstead_sandbox.sample import SampleInstance


def test_trouble_is_told_beside_what_changed(shell: Shell, instance: SampleInstance) -> None:
    quiet = shell.json("trouble", instance.folder)
    assert (quiet["good"], quiet["crashes"], quiet["suspects"], quiet["changes"]) == (None, [], [], [])
    out, _ = shell.text("trouble", instance.folder)
    assert "never said that the game works" in out
    marked = shell.json("good", instance.folder)
    assert marked["files"] == len(shell.json("scan", instance.folder)["mods"])
    out, _ = shell.text("trouble", instance.folder)
    assert "Nothing has changed" in out
    shell.json("update", instance.folder, "--yes")
    reports = instance.mods_folder.parent / "crash-reports"
    reports.mkdir()
    text = crashes.OUT_OF_MEMORY.replace("2026-03-04", "2100-03-04")
    (reports / "crash-2100-03-04_12.13.14-client.txt").write_text(text)
    found = shell.json("trouble", instance.folder)
    assert found["other"][0]["kind"] == "out-of-memory"
    operation = shell.json("history", instance.folder)["operations"][0]["operation_id"]
    updated = [item for item in found["changes"] if item["kind"] == "updated"]
    assert updated
    assert {item["operation_id"] for item in updated} == {operation}
    out, _ = shell.text("trouble", instance.folder)
    assert "ran out of memory" in out
    assert "bisect" in out


def test_good_in_words(shell: Shell, instance: SampleInstance) -> None:
    out, _ = shell.text("good", instance.folder)
    on = sorted(path for path in instance.mods_folder.iterdir() if path.suffix == ".jar")
    assert f"works with these {len(on)} files." in out
    on[0].rename(f"{on[0]}.disabled")
    out, _ = shell.text("good", instance.folder)
    assert f"works with these {len(on) - 1} files. " in out
    assert "disabled." in out
