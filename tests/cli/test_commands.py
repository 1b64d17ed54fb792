"""The command line as a script uses it: one JSON document, the exit status, and nothing else on stdout."""

import sys
from pathlib import Path

import pytest

from cli.shell import Shell
from jars import FABRIC, fabric_manifest, make_jar
from modstead.__main__ import main
from modstead_sandbox.faults import Fault
from modstead_sandbox.sample import SampleInstance
from modstead_sandbox.server import Handle
from programs import HOLD, program


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_scan_says_what_is_there(shell: Shell, instance: SampleInstance) -> None:
    found = shell.json("scan", instance.folder)
    assert found["folder"] == str(instance.mods_folder)
    assert (found["loader"], found["game_version"]) == ("fabric", "1.21.4")
    assert {mod["file"] for mod in found["mods"]} == {mod.file for mod in instance.mods}
    by_file = {mod["file"]: mod for mod in found["mods"]}
    for mod in instance.mods:
        said = by_file[mod.file]
        assert said["enabled"] == mod.enabled
        assert said["size"] == (instance.mods_folder / mod.file).stat().st_size
        expected = {"foreign": "manifest", "altered": "manifest", "bare": "none"}.get(mod.case, "hash")
        assert said["identified_by"] == expected
        if expected == "hash":
            assert mod.project
            assert mod.version
            assert (said["provider"], said["project_id"]) == ("modrinth", mod.project.id)
            assert said["version_id"] == mod.version.id
            assert said["version_number"]
        assert set(said) >= {"title", "sha1"}


def test_told_loader_and_game_version_override_the_detected(shell: Shell, instance: SampleInstance) -> None:
    found = shell.json("scan", instance.mods_folder, "--loader", "quilt", "--game-version", "1.20.1")
    assert (found["loader"], found["game_version"]) == ("quilt", "1.20.1")
    assert shell.json("scan", instance.mods_folder)["loader"] == "fabric"


@pytest.mark.skipif(sys.platform != "linux", reason="a running game is found by /proc")
def test_a_running_game_is_left_alone_unless_told_otherwise(
    shell: Shell, instance: SampleInstance, tmp_path: Path
) -> None:
    before = contents(instance.mods_folder)
    with program("java", tmp_path, HOLD, instance.mods_folder / instance.updates[0].file):
        error = shell.json("update", instance.folder, "--yes", status=1)["error"]
        assert error["title"].startswith("Minecraft seems to be running from ")
        assert error["detail"].endswith("With --while-running it is changed all the same.")
        assert contents(instance.mods_folder) == before
        assert shell.json("update", instance.folder, "--yes", "--while-running")["applied"]
    assert contents(instance.mods_folder) != before


def test_identify_names_hashes_and_manifests(shell: Shell, instance: SampleInstance) -> None:
    (foreign,) = instance.of_case("foreign")
    known = instance.of_case("current")[0]
    paths = [instance.mods_folder / foreign.file, instance.mods_folder / known.file]
    first, second = shell.json("identify", *paths)["files"]
    assert first["identified_by"] == "manifest"
    assert first["manifests"][0]["kind"] == "fabric.mod.json"
    assert set(first["manifests"][0]) >= {"kind", "id", "version", "name", "depends"}
    assert len(first["sha512"]) == 128
    assert second["identified_by"] == "hash"
    assert known.version
    assert second["version_id"] == known.version.id


def test_identify_goes_on_past_what_cannot_be_read(
    shell: Shell, instance: SampleInstance, tmp_path: Path
) -> None:
    known = instance.mods_folder / instance.of_case("current")[0].file
    missing = tmp_path / "gone.jar"
    files = shell.json("identify", missing, known, status=3)["files"]
    assert files[0]["problems"]
    assert files[1]["identified_by"] == "hash"
    shell.json("identify", missing, status=1)


def test_search_pages_from_any_offset(shell: Shell, instance: SampleInstance) -> None:
    whole = shell.json("search", "", "--limit", 20)
    assert whole["total"] > 100
    part = shell.json("search", "", "--limit", 7, "--offset", 9)
    ids = [hit["project_id"] for hit in whole["hits"]]
    assert [hit["project_id"] for hit in part["hits"]] == ids[9:16]
    assert set(part["hits"][0]) >= {"project_id", "slug", "title", "author", "description", "downloads"}


def test_search_filters(shell: Shell, instance: SampleInstance) -> None:
    wide = shell.json("search", "", "--loader", "fabric", "--game-version", "1.21.4", "--sort", "downloads")
    downloads = [hit["downloads"] for hit in wide["hits"]]
    assert downloads == sorted(downloads, reverse=True)
    with_library = shell.json("search", "", "--category", "library")
    without = shell.json("search", "", "--category", "!library")
    assert with_library["total"] + without["total"] == shell.json("search", "")["total"]


def test_show_lists_versions_newest_first(shell: Shell, instance: SampleInstance) -> None:
    project = shell.json("show", "lanternworks")
    assert project["title"] == "Lanternworks"
    published = [version["published"] for version in project["versions"]]
    assert published == sorted(published, reverse=True)
    assert shell.json("show", "https://modrinth.com/mod/lanternworks")["project_id"] == project["project_id"]


def test_install_without_yes_and_terminal_shows_the_plan_and_stops(
    shell: Shell, instance: SampleInstance
) -> None:
    before = contents(instance.mods_folder)
    done = shell.json("install", "windward-sails", "--into", instance.folder)
    assert done["applied"] is False
    assert done["operation_id"] is None
    assert done["plan"]
    assert contents(instance.mods_folder) == before


def test_install_history_and_undo(shell: Shell, instance: SampleInstance) -> None:
    before = contents(instance.mods_folder)
    done = shell.json("install", "windward-sails", "--into", instance.folder, "--yes")
    assert done["applied"] is True
    assert [step["operation"] for step in done["plan"]] == ["install"] * len(done["plan"])
    assert set(done["plan"][0]) >= {
        "operation",
        "file",
        "project_id",
        "version_id",
        "version_number",
        "reason",
    }
    assert set(contents(instance.mods_folder)) - set(before) == {step["file"] for step in done["plan"]}
    (operation,) = shell.json("history", instance.folder)["operations"]
    assert operation["operation_id"] == done["operation_id"]
    assert (operation["kind"], operation["state"]) == ("install", "done")
    assert len(operation["changes"]) == len(done["plan"])
    undone = shell.json("undo", instance.folder)
    assert undone["undone"] == done["operation_id"]
    assert contents(instance.mods_folder) == before
    states = [item["state"] for item in shell.json("history", instance.folder)["operations"]]
    assert states == ["done", "undone"]


def test_a_version_is_named_after_an_at_sign(shell: Shell, instance: SampleInstance) -> None:
    versions = shell.json("show", "lanternworks")["versions"]
    older = [item for item in versions if "1.21.4" in item["game_versions"] and "fabric" in item["loaders"]][
        1
    ]
    wanted = f"lanternworks@{older['version_id']}"
    done = shell.json("install", wanted, "--into", instance.folder)
    assert done["plan"][0]["version_id"] == older["version_id"]


def test_two_versions_of_one_mod_are_refused(shell: Shell, instance: SampleInstance) -> None:
    before = contents(instance.mods_folder)
    found = shell.json("show", "lanternworks")["versions"]
    fitting = [item for item in found if "1.21.4" in item["game_versions"] and "fabric" in item["loaders"]]
    wanted = [f"lanternworks@{item['version_id']}" for item in fitting[:2]]
    error = shell.json("install", *wanted, "--into", instance.folder, "--yes", status=1)["error"]
    one, two = (item["version_number"] for item in fitting[:2])
    assert error["title"] == "Two versions of Lanternworks cannot be installed together."
    assert error["detail"].startswith(f"Both {one} and {two} are asked for.")
    assert contents(instance.mods_folder) == before


def test_an_update_that_another_mod_refuses_is_held_back(shell: Shell, instance: SampleInstance) -> None:
    offered = shell.json("update", instance.folder, "--check")["updates"]
    mods = {mod["file"]: mod for mod in shell.json("scan", instance.folder)["mods"]}
    first = next(item for item in offered if mods[item["file"]]["enabled"])
    title = mods[first["file"]]["title"]
    mod_id = title.lower().replace(" ", "_")
    text = fabric_manifest("pin", name="Pin", breaks={mod_id: "*"})
    make_jar(instance.mods_folder / "pin.jar", {FABRIC: text})
    found = shell.json("update", instance.folder, "--check")
    assert first["file"] not in {item["file"] for item in found["updates"]}
    (held,) = (item for item in found["held_back"] if item["file"] == first["file"])
    assert (held["kind"], held["to"]) == ("required", first["to"])
    assert held["reason"] == f"Pin does not go together with {title}."


def test_a_version_named_by_its_address_is_the_one_that_is_installed(
    shell: Shell, instance: SampleInstance
) -> None:
    address = "https://modrinth.com/mod/lanternworks/version/3.3.0"
    done = shell.json("install", address, "--into", instance.folder)
    assert done["plan"][0]["version_number"] == "3.3.0"


def test_a_game_without_a_mods_folder_gets_one_with_its_first_mod(
    shell: Shell, instance: SampleInstance
) -> None:
    for path in instance.mods_folder.iterdir():
        path.unlink()
    instance.mods_folder.rmdir()
    assert shell.json("scan", instance.folder)["mods"] == []
    done = shell.json("install", "hedgerow-api", "--into", instance.folder, "--yes")
    assert [path.name for path in instance.mods_folder.iterdir()] == [done["plan"][0]["file"]]


def test_update_check_then_update_then_undo(shell: Shell, instance: SampleInstance, sandbox: Handle) -> None:
    before = contents(instance.mods_folder)
    found = shell.json("update", instance.folder, "--check")
    assert found["checked"] == len(instance.mods)
    assert found["requests"] <= 3
    assert {item["file"] for item in found["updates"]} == {mod.file for mod in instance.updates}
    assert set(found["updates"][0]) >= {
        "file",
        "new_file",
        "provider",
        "project_id",
        "from",
        "to",
        "version_id",
        "channel",
    }
    assert found["applied"] is False
    assert contents(instance.mods_folder) == before
    done = shell.json("update", instance.folder, "--yes")
    assert done["applied"] is True
    after = contents(instance.mods_folder)
    for item in done["updates"]:
        assert item["new_file"] in after
        assert item["file"] not in after
    restored = shell.json("undo", instance.folder, done["operation_id"])["restored"]
    assert set(restored) == {item["file"] for item in done["updates"]}
    assert contents(instance.mods_folder) == before


def test_an_install_that_is_gone_by_hand_leaves_nothing_to_undo(
    shell: Shell, instance: SampleInstance
) -> None:
    before = contents(instance.mods_folder)
    shell.json("install", "windward-sails", "--into", instance.folder, "--yes")
    for name in contents(instance.mods_folder).keys() - before.keys():
        (instance.mods_folder / name).unlink()
    said = shell.json("undo", instance.folder)
    assert (said["applied"], said["failed"]) == (False, [])
    assert "gone already" in said["reason"]
    assert "left to undo" in shell.text("undo", instance.folder)[0]
    assert contents(instance.mods_folder) == before


def test_a_damaged_record_is_in_the_history(shell: Shell, instance: SampleInstance) -> None:
    done = shell.json("update", instance.folder, "--yes")
    (journal,) = instance.mods_folder.parent.glob(".modstead/*/journal")
    (journal / f"{done['operation_id']}.json").write_bytes(b"{bad")
    told = shell.json("history", instance.folder, status=3)
    assert told["operations"] == []
    (record,) = told["damaged"]
    assert (record["operation_id"], record["kept"]) == (done["operation_id"], str(journal.parent / "kept"))
    out, err = shell.text("history", instance.folder, status=3)
    assert "not changed" not in out
    assert record["reason"] in err
    assert "damaged" in shell.json("undo", instance.folder, status=1)["error"]["title"]
    old = sorted((journal.parent / "kept").iterdir())
    (known,) = shell.json("identify", old[0])["files"]
    assert known["identified_by"] == "hash"


def test_undo_leaves_a_file_alone_that_was_changed_by_hand(shell: Shell, instance: SampleInstance) -> None:
    done = shell.json("update", instance.folder, "--yes")
    touched = instance.mods_folder / done["updates"][0]["new_file"]
    touched.write_bytes(b"mine now")
    undone = shell.json("undo", instance.folder, status=3)
    assert [item["file"] for item in undone["failed"]] == [touched.name]
    assert touched.read_bytes() == b"mine now"
    after = contents(instance.mods_folder)
    assert {item["file"] for item in done["updates"][1:]} <= after.keys()


def test_one_damaged_file_is_left_out_and_named(
    shell: Shell, instance: SampleInstance, sandbox: Handle
) -> None:
    victim = instance.updates[0]
    assert victim.project
    sandbox.fault(f"/data/{victim.project.id}/*", Fault(wrong_hash=True))
    done = shell.json("update", instance.folder, "--yes", status=3)
    assert done["applied"] is True
    assert [item["file"] for item in done["failed"]] == [victim.file]
    assert victim.file not in {item["file"] for item in done["updates"]}
    after = contents(instance.mods_folder)
    assert victim.file in after
    assert not [path for path in instance.mods_folder.iterdir() if path.suffix not in {".jar", ".disabled"}]


def test_an_unreachable_platform_is_one_sentence_and_changes_nothing(
    shell: Shell, instance: SampleInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODSTEAD_MODRINTH_URL", "http://127.0.0.1:9")
    before = contents(instance.mods_folder)
    error = shell.json("update", instance.folder, "--yes", status=1)["error"]
    assert set(error) == {"title", "detail"}
    assert contents(instance.mods_folder) == before
    out, err = shell.text("search", "x", status=1)
    assert out == ""
    assert err.startswith("modstead: ")
    assert err.count("\n") == 1


def test_what_was_seen_once_can_be_read_offline(
    shell: Shell, instance: SampleInstance, monkeypatch: pytest.MonkeyPatch, sandbox: Handle
) -> None:
    online = shell.json("scan", instance.folder)
    shell.json("show", "lanternworks")
    sandbox.fault("*", Fault(status=503))
    offline = shell.json("scan", instance.folder)
    assert [mod["title"] for mod in offline["mods"]] == [mod["title"] for mod in online["mods"]]


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["scan"],
        ["install", "x"],
        ["install", "lanternworks@", "--into", "here"],
        ["install", "@3", "--into", "here"],
        ["search", "x", "--limit", "1000"],
        ["search", "x", "--sort", "best"],
        ["scan", "here", "--loader", "vanilla"],
        ["scan", ""],
        ["show", " "],
        ["search", "\udcff"],
    ],
)
def test_wrong_usage_is_status_2_and_one_sentence(shell: Shell, arguments: list[str]) -> None:
    error = shell.json(*arguments, status=2)["error"]
    assert error["title"].endswith(".") or "--help" in error["title"]
    _, err = shell.text(*arguments, status=2)
    assert err.startswith("modstead: ")


def test_a_missing_folder_is_told(shell: Shell, instance: SampleInstance, tmp_path: Path) -> None:
    error = shell.json("scan", tmp_path / "nowhere", status=1)["error"]
    assert "does not exist" in error["title"]


def test_a_folder_whose_loader_cannot_be_told_asks_for_it(
    shell: Shell, instance: SampleInstance, tmp_path: Path
) -> None:
    (tmp_path / "plain").mkdir()
    assert shell.json("scan", tmp_path / "plain")["loader"] is None
    error = shell.json("install", "lanternworks", "--into", tmp_path / "plain", status=1)["error"]
    assert "--loader" in error["detail"]


def test_people_get_tables_without_control_characters(
    shell: Shell, instance: SampleInstance, tmp_path: Path
) -> None:
    hostile = instance.mods_folder / "\x1b[31mred.jar"
    hostile.write_bytes(b"<html>")
    out, _err = shell.text("scan", instance.folder)
    assert "\x1b" not in out
    assert "Acorn Ledger" in out


def test_scan_tells_how_sure_it_is_and_identify_does_too(
    shell: Shell, instance: SampleInstance, tmp_path: Path
) -> None:
    (altered,) = instance.of_case("altered")
    by_file = {mod["file"]: mod for mod in shell.json("scan", instance.folder)["mods"]}
    said = by_file[altered.file]
    assert altered.project
    assert (said["confidence"], said["project_id"]) == ("likely", altered.project.id)
    assert "Replace it" in said["altered"]
    assert {mod["confidence"] for name, mod in by_file.items() if name != altered.file} == {
        "certain",
        "unknown",
    }
    (bare,) = instance.of_case("bare")
    named = tmp_path / "lanternworks-fabric-9.9.jar"
    named.write_bytes((instance.mods_folder / bare.file).read_bytes() + b"other")
    first, second = shell.json("identify", instance.mods_folder / altered.file, named)["files"]
    assert first["altered"] in first["problems"]
    assert (second["identified_by"], second["confidence"]) == ("name", "offered")
    assert [offer["title"] for offer in second["offers"]] == ["Lanternworks"]
    assert second["project_id"] == second["offers"][0]["project_id"]


def test_a_folder_of_packs_is_scanned_and_updated(
    shell: Shell, instance: SampleInstance, sandbox: Handle
) -> None:
    folder = instance.mods_folder.parent / "resourcepacks"
    folder.mkdir()
    old = sandbox.catalogue.listed(sandbox.catalogue.named("Linen Textures"))[0]
    (folder / old.files[0].filename).write_bytes(sandbox.contents.data(old, old.files[0]))
    found = shell.json("scan", folder)
    assert (found["content"], found["game_version"]) == ("resourcepack", "1.21.4")
    assert [mod["title"] for mod in found["mods"]] == ["Linen Textures"]
    done = shell.json("update", folder, "--yes")
    assert [item["file"] for item in done["updates"]] == [old.files[0].filename]
    assert done["applied"] is True
    out, _ = shell.text("scan", folder)
    assert "1 resource pack, 1 enabled." in out


def test_mods_that_are_there_are_disabled_enabled_removed_and_brought_back(
    shell: Shell, instance: SampleInstance
) -> None:
    folder, before = instance.mods_folder, contents(instance.mods_folder)
    mod = next(mod for mod in instance.updates if mod.enabled)
    assert shell.json("disable", folder, mod.file, "--yes")["applied"]
    assert set(before) ^ set(contents(folder)) == {mod.file, f"{mod.file}.disabled"}
    assert shell.json("enable", folder, mod.file)["applied"] is False
    assert shell.json("enable", folder, mod.file, "--yes")["applied"]
    assert contents(folder) == before
    again = shell.json("enable", folder, mod.file, "--yes")
    assert (again["plan"], again["applied"]) == ([], False)
    shell.json("remove", folder, mod.file, "--yes")
    assert set(before) - set(contents(folder)) == {mod.file}
    shell.json("undo", folder, "--yes")
    assert contents(folder) == before


def test_what_is_not_there_is_not_removed_and_nothing_else_either(
    shell: Shell, instance: SampleInstance
) -> None:
    before = contents(instance.mods_folder)
    error = shell.json("remove", instance.folder, instance.mods[0].file, "ghost", "--yes", status=1)["error"]
    assert "ghost" in error["title"]
    assert contents(instance.mods_folder) == before


def test_a_printed_removal_is_carried_out_later(
    shell: Shell, instance: SampleInstance, tmp_path: Path
) -> None:
    name = instance.updates[0].file
    printed = tmp_path / "plan.json"
    printed.write_text(shell.text("plan", "remove", instance.folder, name)[0], encoding="utf-8")
    assert (instance.mods_folder / name).exists()
    shell.json("apply", printed, "--yes")
    assert not (instance.mods_folder / name).exists()


@pytest.mark.parametrize("closed", ["stdin", "stdout", "stderr"])
def test_a_service_may_have_no_streams(
    shell: Shell, instance: SampleInstance, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    before = contents(instance.mods_folder)
    monkeypatch.setattr(sys, closed, None)
    assert main(["update", str(instance.folder)]) == 0
    assert contents(instance.mods_folder) == before
    assert main(["update", str(instance.folder), "--yes"]) == 0
    assert contents(instance.mods_folder) != before


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one cannot remove the folder one is in")
def test_the_folder_that_one_is_in_may_be_gone(
    shell: Shell, instance: SampleInstance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    here.rmdir()
    assert "is gone" in shell.json("scan", "there", status=1)["error"]["detail"]
    assert shell.json("scan", instance.folder)["mods"]
    assert shell.json("remove", instance.folder, f"./{instance.updates[0].file}")["plan"]


def test_a_pack_goes_into_the_game_s_folder_of_packs_which_is_made_for_it(
    shell: Shell, instance: SampleInstance
) -> None:
    packs = instance.mods_folder.parent / "resourcepacks"
    assert not packs.exists()
    mods = contents(instance.mods_folder)
    done = shell.json("install", "linen-textures", "--into", instance.folder, "--yes")
    assert [path.name for path in packs.iterdir() if path.is_file()] == [done["plan"][0]["file"]]
    assert contents(instance.mods_folder) == mods
    again = shell.json("install", "linen-textures", "--into", instance.folder, "--yes")
    assert (again["plan"], again["notes"][0]["kind"]) == ([], "already")


def test_a_pack_is_refused_where_the_folder_of_mods_itself_is_named(
    shell: Shell, instance: SampleInstance
) -> None:
    error = shell.json("install", "linen-textures", "--into", instance.mods_folder, "--yes", status=1)
    assert error["error"]["title"] == "Linen Textures cannot be installed here."
