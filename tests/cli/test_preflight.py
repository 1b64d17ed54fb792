"""Commands that look into new files before they change a folder."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from cli.shell import Shell
from jars import FABRIC, fabric_manifest, make_jar
from modstead_sandbox.server import Handle


@pytest.fixture
def folder(sandbox: Handle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: Shell) -> Path:
    """A folder in which an update of one mod breaks another, as only its file says."""
    monkeypatch.setenv("MODSTEAD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MODSTEAD_MODRINTH_URL", sandbox.url)
    mods = tmp_path / "mods"
    mods.mkdir()
    shell.json("install", "nightjar@1.2.0", "stillwater@1.3.0", "--into", mods, *TARGET, "--yes")
    return mods


TARGET = ("--loader", "fabric", "--game-version", "1.21.4")


def versions(shell: Shell, folder: Path) -> dict[str, str]:
    scanned = shell.json("scan", folder, *TARGET)
    return {mod["title"]: mod["version_number"] for mod in scanned["mods"] if mod["title"] != "Hedgerow API"}


def test_update_takes_what_goes_together_and_tells_what_is_held_back(shell: Shell, folder: Path) -> None:
    told = shell.json("update", folder, *TARGET, "--yes")
    assert versions(shell, folder) == {"Nightjar": "1.3.0", "Stillwater": "1.4.0"}
    assert told["applied"]
    assert {item["title"]: item["to"] for item in told["updates"]} == {
        "Nightjar": "1.3.0",
        "Stillwater": "1.4.0",
    }
    (held,) = [item for item in told["held_back"] if item["kind"] == "preflight"]
    assert held["to"] == "2.1.0"
    assert "does not go together with Stillwater 1.4.0" in held["reason"]
    assert (told["preflight"]["passed"], told["preflight"]["problems"]) == (True, [])
    assert [item["kind"] for item in told["preflight"]["avoided"]] == ["incompatible"]


def test_anyway_takes_the_plan_as_it_is(shell: Shell, folder: Path) -> None:
    told = shell.json("update", folder, *TARGET, "--yes", "--anyway")
    assert versions(shell, folder) == {"Nightjar": "2.1.0", "Stillwater": "1.4.0"}
    assert told["preflight"]["passed"] is False


def test_people_are_told_why(shell: Shell, folder: Path) -> None:
    out, err = shell.text("update", folder, *TARGET, "--yes")
    assert "The game would not start: Nightjar: It does not go together with Stillwater 1.4.0." in err
    assert "These changes go together:" in err
    assert out.count("Stillwater") == 2


def test_without_agreement_no_new_file_is_fetched(shell: Shell, folder: Path, sandbox: Handle) -> None:
    sandbox.requests.clear()
    told = shell.json("update", folder, *TARGET)
    assert told["preflight"] is None
    _, err = shell.text("update", folder, *TARGET)
    assert "The new files were not looked into yet." in err
    assert not [item for item in sandbox.requests if item.path.endswith(".jar")]


def test_what_is_known_of_new_files_is_shown_as_it_will_be_done(shell: Shell, folder: Path) -> None:
    shell.json("update", folder, *TARGET, "--yes")
    shell.json("undo", folder)
    told = shell.json("update", folder, *TARGET)
    assert told["preflight"]["passed"] is True
    assert [item["kind"] for item in told["preflight"]["avoided"]] == ["incompatible"]
    _, err = shell.text("update", folder, *TARGET)
    assert "looked into" not in err


def test_what_cannot_go_together_at_all_is_refused(shell: Shell, folder: Path) -> None:
    before = versions(shell, folder)
    saved = shell.json("plan", "install", "nightjar@2.1.0", "--into", folder, *TARGET)
    plan = folder.parent / "plan.json"
    plan.write_text(json.dumps(saved))
    told = shell.json("apply", plan, "--yes", status=1)
    assert told["error"]["title"] == "The game would not start with these changes."
    assert "--anyway" in told["error"]["detail"]
    assert versions(shell, folder) == before
    shell.json("apply", plan, "--yes", "--anyway")
    assert versions(shell, folder)["Nightjar"] == "2.1.0"


def test_a_plan_that_calls_a_file_by_the_hash_of_another_is_refused_and_teaches_nothing(
    shell: Shell, folder: Path
) -> None:
    other = folder.parent / "other" / "mods"
    other.mkdir(parents=True)
    jar = make_jar(other / "hush.jar", {FABRIC: fabric_manifest("hush", "1.0.0", name="Hush")})
    saved = shell.json("plan", "install", "songthrush", "--into", folder, *TARGET)
    (operation,) = saved["plans"][0]["operations"]
    operation["after"]["sha1"] = hashlib.sha1(jar.read_bytes(), usedforsecurity=False).hexdigest()
    del operation["after"]["sha512"], operation["source"]["sha1"]
    plan = folder.parent / "plan.json"
    plan.write_text(json.dumps(saved))
    told = shell.json("apply", plan, "--yes", status=1)
    assert "is not the file that the plan names" in told["error"]["title"]
    assert [mod["title"] for mod in shell.json("scan", other, *TARGET)["mods"]] == ["Hush"]


def saved_plan(shell: Shell, folder: Path, wanted: str) -> tuple[Path, dict[str, Any]]:
    saved = shell.json("plan", "install", wanted, "--into", folder, *TARGET)
    (operation,) = saved["plans"][0]["operations"]
    return folder.parent / "plan.json", {"saved": saved, "operation": operation}


def test_what_a_plan_calls_a_file_counts_for_less_than_what_the_platform_does(
    shell: Shell, folder: Path
) -> None:
    plan, made = saved_plan(shell, folder, "songthrush")
    made["operation"] |= {"title": "Harmless", "version_number": "9.9"}
    plan.write_text(json.dumps(made["saved"]))
    (told,) = shell.json("apply", plan)["plans"]
    (operation,) = told["plan"]
    assert operation["title"] == "Songthrush"
    assert "not Harmless 9.9 as the plan says" in told["notes"][-1]["text"]


def test_a_plan_that_claims_to_take_something_back_is_looked_into_all_the_same(
    shell: Shell, folder: Path
) -> None:
    saved = shell.json("plan", "install", "nightjar@2.1.0", "--into", folder, *TARGET)
    saved["plans"][0] |= {"undoes": "20260101-000000-0000"}
    plan = folder.parent / "plan.json"
    plan.write_text(json.dumps(saved))
    told = shell.json("apply", plan, "--yes", status=1)
    assert told["error"]["title"] == "The game would not start with these changes."


def test_a_plan_that_does_not_tell_a_sha1_is_looked_into_all_the_same(shell: Shell, folder: Path) -> None:
    saved = shell.json("plan", "install", "nightjar@2.1.0", "--into", folder, *TARGET)
    for operation in saved["plans"][0]["operations"]:
        for part in ("after", "source"):
            del operation[part]["sha1"]
    plan = folder.parent / "plan.json"
    plan.write_text(json.dumps(saved))
    told = shell.json("apply", plan, "--yes", status=1)
    assert told["error"]["title"] == "The game would not start with these changes."
    shell.json("apply", plan, "--yes", "--anyway")
    assert versions(shell, folder)["Nightjar"] == "2.1.0"


def test_a_plan_for_a_folder_that_is_none_of_mods_needs_its_name(shell: Shell, folder: Path) -> None:
    papers = folder.parent / "papers"
    papers.mkdir()
    (papers / "letter.txt").write_text("mine")
    plan, made = saved_plan(shell, folder, "songthrush")
    made["saved"]["plans"][0]["folder"] = str(papers)
    plan.write_text(json.dumps(made["saved"]))
    told = shell.json("apply", plan, "--yes", "--anyway", status=1)
    assert "only the plan calls it a folder of mods" in told["error"]["title"]
    assert f"--into {papers}" in told["error"]["detail"]
    _, err = shell.text("apply", plan)
    assert "Warning: " in err
    assert [item.name for item in papers.iterdir()] == ["letter.txt"]
    shell.json("apply", plan, "--yes", "--anyway", "--into", folder, status=2)
    shell.json("apply", plan, "--yes", "--anyway", "--into", papers)
    assert len(list(papers.glob("*.jar"))) == 1


def test_what_is_held_back_is_so_the_next_time_too_and_no_failure(shell: Shell, folder: Path) -> None:
    shell.json("update", folder, *TARGET, "--yes")
    before = versions(shell, folder)
    again = shell.json("update", folder, *TARGET, "--yes")
    assert again["applied"] is False
    assert again["updates"] == []
    assert [item["kind"] for item in again["held_back"]] == ["preflight"]
    assert versions(shell, folder) == before
    only_looked = shell.json("update", folder, *TARGET, "--check")
    assert only_looked["updates"] == []
    assert only_looked["held_back"] == again["held_back"]
    out, _ = shell.text("update", folder, *TARGET, "--check")
    assert "Nightjar 2.1.0 is held back." in out
    shell.json("update", folder, *TARGET, "--yes", "--anyway")
    assert versions(shell, folder)["Nightjar"] == "2.1.0"


def test_a_plan_for_a_folder_that_has_changed_is_refused_for_that(shell: Shell, folder: Path) -> None:
    saved = shell.json("plan", "update", folder, *TARGET)
    plan = folder.parent / "plan.json"
    plan.write_text(json.dumps(saved))
    shell.json("apply", plan, "--yes", "--anyway")
    told = shell.json("apply", plan, "--yes", status=1)
    assert "no longer in the folder" in told["error"]["title"]
