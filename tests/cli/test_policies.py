"""`pin`, `channel`, `snooze`, `together` and `policies`, and what they make of `scan` and `update`."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.shell import Shell
from modstead_sandbox.sample import SampleInstance


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def held(shell: Shell, instance: SampleInstance, file: str, *options: str) -> Any:
    found = shell.json("update", instance.folder, "--check", *options)
    assert found["requests"] <= 3
    return next((item for item in found["held_back"] if item["file"] == file), None)


def test_a_pin_holds_until_it_is_taken_off(shell: Shell, instance: SampleInstance) -> None:
    mod = instance.updates[0]
    assert mod.version
    before = contents(instance.mods_folder)
    said = shell.json("pin", instance.folder, mod.file)
    (entry,) = said["mods"]
    assert (entry["file"], entry["pinned"]) == (mod.file, True)
    assert said["folder"] == str(instance.mods_folder)
    pinned = held(shell, instance, mod.file)
    assert pinned["kind"] == "pinned"
    assert pinned["reason"] == f"Pinned at {mod.version.version_number}."
    assert pinned["to"]
    assert contents(instance.mods_folder) == before
    by_file = {item["file"]: item for item in shell.json("scan", instance.folder)["mods"]}
    assert [name for name, item in by_file.items() if item["pinned"]] == [mod.file]
    shell.json("update", instance.folder, "--yes")
    assert (instance.mods_folder / mod.file).read_bytes() == before[mod.file]
    out, _ = shell.text("pin", instance.folder, mod.file, "--off")
    assert out.endswith(": Nothing is held back.\n")
    assert shell.json("policies", instance.folder)["mods"] == []
    assert held(shell, instance, mod.file) is None


def test_a_folder_is_pinned_with_exceptions(shell: Shell, instance: SampleInstance) -> None:
    mod = instance.updates[0]
    assert shell.json("pin", instance.folder)["policy"]["pinned"] is True
    assert shell.json("update", instance.folder, "--check")["updates"] == []
    shell.json("pin", instance.folder, mod.file, "--off")
    assert [item["file"] for item in shell.json("update", instance.folder, "--check")["updates"]] == [
        mod.file
    ]
    out, _ = shell.text("policies", instance.folder)
    assert "Pinned at what is installed." in out
    assert "Not pinned with the folder." in out
    shell.json("pin", instance.folder, "--off")
    assert shell.json("policies", instance.folder)["policy"]["pinned"] is None


def test_tables_tell_of_a_pin(shell: Shell, instance: SampleInstance) -> None:
    mod = instance.updates[0]
    assert mod.version
    shell.text("pin", instance.folder, mod.file)
    scanned, _ = shell.text("scan", instance.folder)
    (line,) = (line for line in scanned.splitlines() if line.endswith(f"  {mod.file}"))
    assert "pinned" in line
    updates, _ = shell.text("update", instance.folder, "--check")
    assert f"Pinned at {mod.version.version_number}." in updates
    listed, _ = shell.text("policies", instance.folder)
    assert listed.splitlines()[0].split() == ["Name", "Policy", "File"]
    assert f"Pinned at {mod.version.version_number}." in listed


def test_a_channel_of_a_mod_goes_before_the_folders_and_the_options_before_both(
    shell: Shell, instance: SampleInstance
) -> None:
    found = shell.json("update", instance.folder, "--check")
    file = next(item["file"] for item in found["held_back"] if item["kind"] == "channel")

    def offered(*options: str) -> bool:
        found = shell.json("update", instance.folder, "--check", *options)
        assert found["requests"] <= 3
        return file in {item["file"] for item in found["updates"]}

    assert shell.json("channel", instance.folder, "alpha")["policy"]["channel"] == "alpha"
    assert offered()
    (entry,) = shell.json("channel", instance.folder, file, "release")["mods"]
    assert entry["channel"] == "release"
    assert not offered()
    assert offered("--channel", "alpha")
    shell.json("channel", instance.folder, file, "--off")
    assert offered()
    out, _ = shell.text("channel", instance.folder, "beta")
    assert out.endswith("Follows betas.\n")
    shell.json("channel", instance.folder, "--off")
    assert not offered()


def test_a_snooze_passes_one_version_over(shell: Shell, instance: SampleInstance) -> None:
    mod = instance.updates[0]
    assert mod.newest
    said = shell.json("snooze", instance.folder, mod.file)
    expected = {"version_id": mod.newest.id, "version_number": mod.newest.version_number, "over": False}
    assert said["mods"][0]["snooze"] == expected
    asleep = held(shell, instance, mod.file)
    assert asleep["kind"] == "snoozed"
    assert asleep["reason"] == f"Snoozed until there is another version than {mod.newest.version_number}."
    # What sleeps is passed over as before, and what is up to date cannot be.
    assert shell.json("snooze", instance.folder, mod.file, "--version") == said
    current = instance.of_case("current")[0]
    error = shell.json("snooze", instance.folder, current.file, status=1)["error"]
    assert error["title"].endswith("has no update to pass over.")
    shell.json("snooze", instance.folder, mod.file, "--off")
    assert held(shell, instance, mod.file) is None


def test_a_snooze_lasts_for_days(shell: Shell, instance: SampleInstance) -> None:
    mod = instance.updates[0]
    said = shell.json("snooze", instance.folder, mod.file, "--days", 400)
    until = datetime.now(UTC).astimezone().date() + timedelta(days=400)
    assert said["mods"][0]["snooze"]["until"] in {
        str(until),
        str(until - timedelta(days=1)),
        str(until + timedelta(days=1)),
    }
    assert held(shell, instance, mod.file)["reason"].startswith("Snoozed until ")
    out, _ = shell.text("snooze", instance.folder, "--days", "400")
    assert "Snoozed until " in out
    assert shell.json("update", instance.folder, "--check")["updates"] == []


def test_a_snooze_lasts_until_a_game_version(shell: Shell, instance: SampleInstance) -> None:
    mod = instance.updates[0]
    newer = next(tag for tag in shell_versions(instance) if tag != "1.21.4")
    shell.json("snooze", instance.folder, mod.file, "--until", newer)
    assert held(shell, instance, mod.file)["reason"] == f"Snoozed until Minecraft {newer}."
    assert held(shell, instance, mod.file, "--game-version", newer) is None or (
        held(shell, instance, mod.file, "--game-version", newer)["kind"] != "snoozed"
    )
    for wrong, words in (("1.20.1", "is on Minecraft 1.21.4 already"), ("9.9", "knows no Minecraft 9.9")):
        error = shell.json("snooze", instance.folder, mod.file, "--until", wrong, status=1)["error"]
        assert words in error["title"]


def shell_versions(_instance: SampleInstance) -> list[str]:
    from modstead_sandbox.tags import GAME_VERSIONS

    return [tag.version for tag in GAME_VERSIONS if tag.version_type == "release"]


def test_mods_are_updated_only_together(shell: Shell, instance: SampleInstance) -> None:
    one, two, *_ = instance.updates
    current = instance.of_case("current")[0]
    said = shell.json("together", instance.folder, one.file, current.file)
    assert len(said["mods"]) == 2
    assert all(len(item["together"]) == 1 for item in said["mods"])
    waiting = held(shell, instance, one.file)
    assert waiting["kind"] == "together"
    assert waiting["reason"].startswith("Held back with ")
    assert waiting["reason"].endswith(", which has no update.")
    shell.json("together", instance.folder, current.file, "--off")
    assert shell.json("policies", instance.folder)["mods"] == []
    shell.json("together", instance.folder, one.file, two.file)
    assert held(shell, instance, one.file) is None
    shell.json("pin", instance.folder, two.file)
    assert held(shell, instance, one.file)["reason"].endswith(", which is pinned.")
    listed, _ = shell.text("policies", instance.folder)
    assert "Updated only together with " in listed


def test_a_word_on_a_mod_outlives_its_update_and_that_it_is_renamed(
    shell: Shell, instance: SampleInstance
) -> None:
    mod = instance.updates[0]
    shell.json("channel", instance.folder, mod.file, "beta")
    shell.json("update", instance.folder, "--yes")
    (entry,) = shell.json("policies", instance.folder)["mods"]
    assert entry["channel"] == "beta"
    assert entry["file"] not in {mod.file, None}
    lies = instance.mods_folder / entry["file"]
    lies.rename(lies.with_name("renamed.jar"))
    assert shell.json("policies", instance.folder)["mods"] == [{**entry, "file": "renamed.jar"}]
    (instance.mods_folder / "renamed.jar").unlink()
    out, _ = shell.text("policies", instance.folder)
    assert "not here" in out


def test_nothing_said_is_told_so(shell: Shell, instance: SampleInstance) -> None:
    out, err = shell.text("policies", instance.folder)
    assert out == "Nothing was said of this folder: each mod follows its own channel.\n"
    assert err == ""


@pytest.mark.parametrize(
    "words",
    [
        ("channel", "FOLDER"),
        ("channel", "FOLDER", "nightly"),
        ("channel", "FOLDER", "one", "two", "beta"),
        ("channel", "FOLDER", "one", "two", "--off"),
        ("snooze", "FOLDER"),
        ("snooze", "FOLDER", "--version"),
        ("snooze", "FOLDER", "mod", "--days", "0"),
        ("snooze", "FOLDER", "mod", "--days", "3", "--until", "1.21.5"),
        ("together", "FOLDER"),
    ],
)
def test_wrong_usage(shell: Shell, instance: SampleInstance, words: tuple[str, ...]) -> None:
    folder = str(instance.folder)
    assert "error" in shell.json(*(folder if word == "FOLDER" else word for word in words), status=2)


def test_what_cannot_be_is_refused(shell: Shell, instance: SampleInstance) -> None:
    assert "nosuch" in shell.json("pin", instance.folder, "nosuch", status=1)["error"]["title"]
    mod = instance.updates[0]
    error = shell.json("together", instance.folder, mod.file, mod.file.upper(), status=1)["error"]
    assert "two mods" in error["title"]
