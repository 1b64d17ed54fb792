"""`modstead migrate`: the matrix, the move, and being told when all is ready."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.shell import Shell
from modstead_sandbox.moving import MOVES_TO, MovingInstance, moving_instance
from modstead_sandbox.server import Handle


@pytest.fixture
def moving(sandbox: Handle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MovingInstance:
    monkeypatch.setenv("MODSTEAD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MODSTEAD_MODRINTH_URL", sandbox.url)
    return moving_instance(tmp_path / "Harbour", sandbox.catalogue, sandbox.contents)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_matrix_is_printed_and_nothing_changed(shell: Shell, moving: MovingInstance) -> None:
    before = contents(moving.mods_folder)
    found = shell.json("migrate", moving.folder)
    assert [item["game_version"] for item in found["targets"]] == ["1.21.11", "26.1.2", "26.2", "26.3.1"]
    target: Any = found["targets"][1]
    assert (target["ready"], target["total"], target["betas"], target["unknown"]) == (20, 27, 2, 1)
    assert target["blockers"][0]["held_up"] == ["Hollow Oak", "Rookery Towers", "Tally Stick"]
    by_title = {item["title"]: item for item in target["mods"]}
    assert by_title["Petrichor"]["continuation"]["slug"] == "heather-moors"
    assert by_title["Hollow Oak"]["waits_for"] == ["Starling Network"]
    assert found["plan"] == []
    assert found["applied"] is False
    assert found["preflight"] is None
    out, _ = shell.text(
        "migrate", moving.folder, "--check", "--game-version", "26.2", "--game-version", MOVES_TO
    )
    assert "not yet, blocks 3" in out
    assert "maybe Heather Moors" in out
    assert "20 of 27 mods are ready for Fabric 26.1.2." in out
    assert contents(moving.mods_folder) == before


def test_without_a_word_the_plan_is_shown_alone_and_with_it_carried_out(
    shell: Shell, moving: MovingInstance
) -> None:
    before = contents(moving.mods_folder)
    shell.json("migrate", moving.folder, "--game-version", MOVES_TO, "--tell-me")
    out, messages = shell.text("migrate", moving.folder, "--game-version", MOVES_TO)
    assert "waits for Starling Network" in out
    assert "are disabled, since the game would hardly start." in out
    assert "but disabled until what they wait for is there." in out
    assert "Add --yes to do it" in messages
    assert contents(moving.mods_folder) == before
    moved = shell.json("migrate", moving.folder, "--game-version", MOVES_TO, "--yes")
    assert moved["applied"] is True
    assert moved["tell_me"] is None
    assert moved["preflight"]["passed"] is True
    assert moved["preflight"]["looked_into"] == 23
    assert moved["left_to_do"].startswith("Prism Launcher decides what Harbour is started with.")
    assert contents(moving.mods_folder) != before
    shell.json("undo", moving.folder)
    assert contents(moving.mods_folder) == before


def test_after_a_move_the_commands_go_by_it_and_say_what_is_to_be_set(
    shell: Shell, moving: MovingInstance
) -> None:
    behind = (
        "Prism Launcher still starts Harbour with Fabric 1.21.4, but its files have moved to Fabric 26.1.2"
    )
    shell.json("migrate", moving.folder, "--game-version", MOVES_TO, "--yes")
    after = contents(moving.mods_folder)
    out, messages = shell.text("migrate", moving.folder, "--game-version", MOVES_TO, "--yes")
    assert "Nothing to do." in out
    assert messages.count(behind) == 1
    out, messages = shell.text("update", moving.folder, "--yes")
    assert messages.count(behind) == 1
    assert contents(moving.mods_folder) == after
    assert shell.json("scan", moving.folder)["game_version"] == MOVES_TO
    assert not [item for item in shell.json("doctor", moving.folder)["problems"] if "1.21.4" in str(item)]
    shell.json("undo", moving.folder)
    _, messages = shell.text("history", moving.folder)
    assert "still starts" not in messages


def test_a_printed_plan_is_applied(shell: Shell, moving: MovingInstance, tmp_path: Path) -> None:
    planned = shell.json("plan", "migrate", moving.folder, "--game-version", MOVES_TO, "--keep")
    (plan,) = planned["plans"]
    assert plan["move"]["game_version"] == MOVES_TO
    assert not any(item["operation"] == "disable" for item in plan["operations"])
    saved = tmp_path / "plan.json"
    saved.write_text(json.dumps(planned))
    assert shell.json("apply", saved, "--yes")["applied"] is True
    kinds = [item["kind"] for item in shell.json("history", moving.folder)["operations"]]
    assert kinds == ["migrate"]


def test_what_is_waited_for_is_remembered_until_it_is_taken_back(
    shell: Shell, moving: MovingInstance
) -> None:
    told = shell.json("migrate", moving.folder, "--game-version", MOVES_TO, "--tell-me")
    assert told["tell_me"] == {"game_version": MOVES_TO, "loader": "fabric"}
    out, _ = shell.text("migrate", moving.folder)
    assert "You are told once all is ready for Fabric 26.1.2." in out
    out, _ = shell.text("migrate", moving.folder, "--off")
    assert "waiting for no other Minecraft" in out
    assert shell.json("migrate", moving.folder)["tell_me"] is None


@pytest.mark.parametrize(
    "options",
    [
        ("--game-version", "26.2", "--game-version", "26.1.2"),
        ("--tell-me",),
        ("--game-version", "26.2", "--check", "--off"),
    ],
)
def test_wrong_usage_is_said(shell: Shell, moving: MovingInstance, options: tuple[str, ...]) -> None:
    found = shell.json("migrate", moving.folder, *options, status=2)
    assert found["error"]["title"]


def test_another_loader_and_channel_are_looked_at(shell: Shell, moving: MovingInstance) -> None:
    found = shell.json(
        "migrate",
        moving.folder,
        "--check",
        "--game-version",
        MOVES_TO,
        "--loader",
        "neoforge",
        "--channel",
        "beta",
    )
    (target,) = found["targets"]
    assert target["loader"] == "neoforge"
    assert target["betas"] == 0
    readiness = {item["title"]: item["readiness"] for item in target["mods"]}
    assert readiness["Cinder Render"] == "not_yet"
    assert readiness["Toadflax"] == "ready"
    failed = shell.json("migrate", moving.folder, "--loader", "paper", status=1)
    assert "loads no mods" in failed["error"]["title"]
