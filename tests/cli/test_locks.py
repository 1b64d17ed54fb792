"""Lock files and printed plans on the command line."""

import json
import os
import shutil
from pathlib import Path

import pytest

from cli.shell import Shell
from jars import make_jar
from modstead.domain.lock_file import LOCK_NAME
from modstead_sandbox.faults import Fault
from modstead_sandbox.sample import SampleInstance, sample_instance
from modstead_sandbox.server import Handle


@pytest.fixture
def instance(sandbox: Handle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SampleInstance:
    monkeypatch.setenv("MODSTEAD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MODSTEAD_MODRINTH_URL", sandbox.url)
    return sample_instance(tmp_path / "instance", sandbox.catalogue, mods=16)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def lock_of(instance: SampleInstance) -> Path:
    return instance.mods_folder.parent / LOCK_NAME


def test_lock_is_written_once_and_says_what_changed(shell: Shell, instance: SampleInstance) -> None:
    first = shell.json("lock", instance.folder)
    assert first["lock"] == str(lock_of(instance))
    assert (first["created"], first["written"]) == (True, True)
    assert first["files"] == len(instance.mods)
    assert "mods" in first["sections"]
    again = shell.json("lock", instance.mods_folder)
    assert (again["created"], again["written"], again["changes"]) == (False, False, [])
    make_jar(instance.mods_folder / "mine.jar", {"fabric.mod.json": '{"id": "mine", "version": "1"}'})
    (change,) = shell.json("lock", instance.folder)["changes"]
    assert (change["kind"], change["section"], change["file"]) == ("added", "mods", "mine.jar")
    out, _ = shell.text("lock", instance.folder)
    assert out.startswith("Nothing has changed")


def test_lock_of_a_broken_lock_fails_and_keeps_it(shell: Shell, instance: SampleInstance) -> None:
    lock_of(instance).write_text("no lock\n")
    assert "error" in shell.json("lock", instance.folder, status=1)
    assert lock_of(instance).read_text() == "no lock\n"


def test_a_lock_that_a_merge_has_broken_is_written_anew_if_asked_for(
    shell: Shell, instance: SampleInstance
) -> None:
    shell.json("lock", instance.folder)
    whole = lock_of(instance).read_text()
    lock_of(instance).write_text(f"<<<<<<< HEAD\n{whole}")
    _, err = shell.text("lock", instance.folder, status=1)
    assert f"modstead lock {instance.folder} --anew" in err
    assert shell.json("lock", instance.folder, "--anew")["created"]
    assert lock_of(instance).read_text() == whole


@pytest.mark.parametrize("is_published", [True, False])
def test_a_lock_that_contradicts_itself_is_said_to(
    shell: Shell, instance: SampleInstance, *, is_published: bool
) -> None:
    if not is_published:
        make_jar(instance.mods_folder / "mine.jar", {"fabric.mod.json": '{"id": "mine", "version": "1"}'})
    shell.json("lock", instance.folder)
    lock = lock_of(instance)
    before, name, rest = lock.read_text().partition('name = "mine.jar"' if not is_published else "[[file]]")
    head, sha512, tail = rest.partition('sha512 = "')
    lock.write_text(f"{before}{name}{head}{sha512}{'0' * 128}{tail[128:]}")
    told = shell.json("drift", instance.folder, status=4)
    assert [item["kind"] for item in told["changes"]] == ["contradicted"]
    (plan,) = shell.json("apply", instance.folder, "--yes", status=3)["plans"]
    assert plan["plan"] == []
    assert "contradicts itself" in plan["notes"][0]["text"]
    shell.json("lock", instance.folder)
    assert shell.json("drift", instance.folder)["drift"] is False


def test_policies_of_a_lock_are_told_before_and_can_be_taken_back(
    shell: Shell, instance: SampleInstance
) -> None:
    folder = instance.mods_folder
    pinned, other = (mod.file for mod in instance.mods[:2])
    shell.json("pin", folder, pinned)
    shell.json("channel", folder, "beta")
    shell.json("together", folder, pinned, other)
    shell.json("lock", folder)
    theirs = shell.json("policies", folder)
    shell.json("pin", folder, pinned, "--off")
    shell.json("channel", folder, "alpha")
    shell.json("together", folder, pinned, "--off")
    own = shell.json("policies", folder)
    told = shell.json("apply", folder)["policy_changes"]
    assert told[0] == {
        "folder": str(folder),
        "mod": None,
        "title": "",
        "from": "Follows alphas.",
        "to": "Follows betas.",
    }
    assert [item["to"].startswith("Pinned") for item in told[1:]].count(True) == 1
    assert all("Updated only together with" in item["to"] for item in told[1:])
    assert shell.json("policies", folder) == own
    out, _ = shell.text("apply", folder, "--yes")
    assert "The whole folder: Follows alphas. → Follows betas." in out
    assert f"modstead policies {folder} --put-back" in out
    assert shell.json("policies", folder) == theirs
    assert shell.json("policies", folder, "--put-back") == own
    assert shell.json("policies", folder, "--put-back") == theirs


def test_policies_that_were_never_taken_cannot_be_put_back(shell: Shell, instance: SampleInstance) -> None:
    assert "error" in shell.json("policies", instance.folder, "--put-back", status=1)


def test_a_lock_for_another_game_is_not_said_to_be_followed(shell: Shell, instance: SampleInstance) -> None:
    shell.json("lock", instance.folder)
    lock = lock_of(instance)
    lock.write_text(lock.read_text().replace('"fabric"', '"quilt"', 1))
    shell.json("drift", instance.folder, status=4)
    (note,) = shell.json("apply", instance.folder, "--yes", status=3)["notes"]
    assert note["text"].startswith("The lock file is for Quilt; this is Fabric.")


def test_what_cannot_be_locked_is_named(shell: Shell, instance: SampleInstance, tmp_path: Path) -> None:
    (instance.mods_folder / "gone.jar").symlink_to(tmp_path / "nowhere.jar")
    assert [item["file"] for item in shell.json("lock", instance.folder, status=3)["left_out"]] == [
        "gone.jar"
    ]
    assert shell.json("drift", instance.folder, status=3)["drift"] is False


def test_what_no_lock_can_name_is_left_alone_by_all_three(shell: Shell, instance: SampleInstance) -> None:
    odd = os.fsdecode(b"b\xffq.jar")
    make_jar(instance.mods_folder / odd, {"fabric.mod.json": '{"id": "odd", "version": "1"}'})
    assert [item["file"] for item in shell.json("lock", instance.folder, status=3)["left_out"]] == [odd]
    drift = shell.json("drift", instance.folder, status=3)
    assert (drift["drift"], [item["file"] for item in drift["failed"]]) == (False, [odd])
    applied = shell.json("apply", instance.folder, "--yes", status=3)
    (plan,) = applied["plans"]
    assert plan["plan"] == []
    assert [note["kind"] for note in plan["notes"]] == ["unresolved"]
    assert "left alone" in plan["notes"][0]["text"]
    assert (instance.mods_folder / odd).exists()


def test_drift_has_a_status_of_its_own(shell: Shell, instance: SampleInstance) -> None:
    assert "no lock file" in shell.json("drift", instance.folder, status=1)["error"]["title"]
    shell.json("lock", instance.folder)
    assert shell.json("drift", instance.folder)["drift"] is False
    out, _ = shell.text("drift", instance.folder)
    assert out.startswith("All is as")
    file = instance.of_case("current")[0].file
    (instance.mods_folder / file).unlink()
    found = shell.json("drift", instance.folder, status=4)
    assert [(item["kind"], item["file"]) for item in found["changes"]] == [("removed", file)]
    out, _ = shell.text("drift", instance.folder, status=4)
    assert "missing" in out


def test_apply_makes_the_folder_equal_and_undo_takes_it_back(
    shell: Shell, instance: SampleInstance, tmp_path: Path
) -> None:
    shell.json("lock", instance.folder)
    locked = contents(instance.mods_folder)
    shell.json("update", instance.folder, "--yes")
    (instance.mods_folder / instance.of_case("current")[0].file).unlink()
    make_jar(instance.mods_folder / "mine.jar", {"fabric.mod.json": '{"id": "mine", "version": "1"}'})
    before = contents(instance.mods_folder)
    asked = shell.json("apply", instance.folder)
    assert asked["applied"] is False
    assert contents(instance.mods_folder) == before
    done = shell.json("apply", instance.folder, "--yes")
    assert done["applied"] is True
    assert done["lock"] == str(lock_of(instance))
    assert contents(instance.mods_folder) == locked
    assert shell.json("drift", instance.folder)["drift"] is False
    out, _ = shell.text("apply", instance.folder, "--yes")
    assert out == "Nothing to do.\n"
    shell.json("undo", instance.folder)
    assert contents(instance.mods_folder) == before


def test_apply_of_anothers_lock_names_what_is_not_to_be_had(
    shell: Shell, instance: SampleInstance, tmp_path: Path
) -> None:
    shell.json("lock", instance.folder)
    other = tmp_path / "other"
    (other / "mods").mkdir(parents=True)
    done = shell.json("apply", other, "--lock", lock_of(instance), "--yes", status=3)
    foreign = {mod.file for mod in instance.of_case("foreign", "bare", "altered")}
    assert {note["subject"] for plan in done["plans"] for note in plan["notes"]} == foreign
    assert contents(other / "mods") == {
        name: data for name, data in contents(instance.mods_folder).items() if name not in foreign
    }


def test_a_file_that_cannot_be_fetched_is_left_out(
    shell: Shell, sandbox: Handle, instance: SampleInstance, tmp_path: Path
) -> None:
    for mod in instance.of_case("foreign", "bare", "altered"):
        (instance.mods_folder / mod.file).unlink()
    shell.json("lock", instance.folder)
    other = tmp_path / "other"
    (other / "mods").mkdir(parents=True)
    file = instance.of_case("current")[0].file
    sandbox.fault(f"*{file}", Fault(wrong_hash=True))
    done = shell.json("apply", other, "--lock", lock_of(instance), "--yes", status=3)
    assert [item["file"] for plan in done["plans"] for item in plan["failed"]] == [file]
    assert file not in contents(other / "mods")


@pytest.mark.parametrize(
    "words", [("update",), ("doctor",), ("install", "lanternworks", "--into"), ("apply",), ("undo",)]
)
def test_plan_prints_what_apply_carries_out(
    shell: Shell, instance: SampleInstance, tmp_path: Path, words: tuple[str, ...]
) -> None:
    shell.json("lock", instance.folder)
    shell.json("install", "windward-sails", "--into", instance.folder, "--yes")
    before = contents(instance.mods_folder)
    document, _ = shell.text("plan", *words, instance.folder)
    assert contents(instance.mods_folder) == before
    assert str(instance.mods_folder) in document
    saved = tmp_path / "plan.json"
    saved.write_text(document)
    assert shell.json("apply", saved)["applied"] is False
    done = shell.json("apply", saved, "--yes")
    (plan,) = done["plans"]
    assert plan["applied"] is True
    planned = json.loads(document)["plans"][0]["operations"]
    assert [item["operation"] for item in plan["plan"]] == [item["operation"] for item in planned]
    assert contents(instance.mods_folder) != before
    shell.json("undo", instance.folder, plan["operation_id"])
    assert contents(instance.mods_folder) == before


def test_a_plan_is_carried_out_only_where_the_folder_is_as_planned(
    shell: Shell, instance: SampleInstance, tmp_path: Path
) -> None:
    document, _ = shell.text("plan", "update", instance.folder)
    saved = tmp_path / "plan.json"
    saved.write_text(document)
    replaced = json.loads(document)["plans"][0]["operations"][0]["before"]["name"]
    (instance.mods_folder / replaced).write_bytes(b"changed")
    before = contents(instance.mods_folder)
    assert replaced in shell.json("apply", saved, "--yes", status=1)["error"]["title"]
    assert contents(instance.mods_folder) == before


def test_a_plan_for_no_folder_of_a_game_is_refused(
    shell: Shell, instance: SampleInstance, tmp_path: Path
) -> None:
    document, _ = shell.text("plan", "update", instance.folder)
    saved = tmp_path / "plan.json"
    for folder in (instance.folder, tmp_path / "nothing" / "there", Path("mods")):
        values = json.loads(document)
        values["plans"][0]["folder"] = str(folder)
        saved.write_text(json.dumps(values))
        assert "error" in shell.json("apply", saved, "--yes", status=1)


def test_an_empty_plan_does_nothing(shell: Shell, instance: SampleInstance, tmp_path: Path) -> None:
    shell.json("lock", instance.folder)
    document, _ = shell.text("plan", "apply", instance.folder)
    assert json.loads(document) == {"format": 1, "plans": []}
    saved = tmp_path / "plan.json"
    saved.write_text(document)
    assert shell.json("apply", saved, "--yes", "--anyway")["applied"] is False


def test_a_plan_takes_no_other_terms(shell: Shell, instance: SampleInstance, tmp_path: Path) -> None:
    saved = tmp_path / "plan.json"
    saved.write_text("{}")
    shell.json("apply", saved, "--lock", lock_of(instance), status=2)
    shell.json("apply", saved, status=1)
    shell.json("lock", instance.folder)
    shell.json("apply", lock_of(instance), status=2)
    shell.json("plan", status=2)
    shell.json("plan", "search", "x", status=2)


def test_one_section_that_fails_leaves_the_others_done(
    shell: Shell, sandbox: Handle, instance: SampleInstance, tmp_path: Path
) -> None:
    packs = instance.mods_folder.parent / "resourcepacks"
    packs.mkdir(exist_ok=True)
    version = sandbox.catalogue.listed(sandbox.catalogue.named("Linen Textures"))[-1]
    name = version.files[0].filename
    (packs / name).write_bytes(sandbox.contents.data(version, version.files[0]))
    for mod in instance.of_case("foreign", "bare", "altered"):
        (instance.mods_folder / mod.file).unlink()
    shell.json("lock", instance.folder)
    other = tmp_path / "other"
    (other / "mods").mkdir(parents=True)
    (other / "resourcepacks" / name).mkdir(parents=True)
    shutil.copy(lock_of(instance), other / LOCK_NAME)
    done = shell.json("apply", other, "--yes", status=3)
    by_folder = {Path(plan["folder"]).name: plan["applied"] for plan in done["plans"]}
    assert by_folder == {"mods": True, "resourcepacks": False}
    assert name in done["error"]["title"]
    assert contents(other / "mods") == contents(instance.mods_folder)


def test_a_fresh_clone_with_nothing_but_a_lock_becomes_a_game(
    shell: Shell, instance: SampleInstance, tmp_path: Path
) -> None:
    for mod in instance.of_case("foreign", "bare", "altered"):
        (instance.mods_folder / mod.file).unlink()
    shell.json("lock", instance.folder)
    clone = tmp_path / "clone"
    clone.mkdir()
    shutil.copy(lock_of(instance), clone / LOCK_NAME)
    assert shell.json("drift", clone, status=4)["drift"] is True
    document, _ = shell.text("plan", "apply", clone)
    saved = tmp_path / "plan.json"
    saved.write_text(document)
    shell.json("apply", saved, "--yes", "--anyway")
    assert contents(clone / "mods") == contents(instance.mods_folder)
    assert shell.json("drift", clone)["drift"] is False
    assert shell.json("lock", clone)["lock"] == str(clone / LOCK_NAME)
