"""`modstead instances`: those of the launchers and those opened before, as a script and as a person reads them."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from launchers import curseforge, modrinth_app, prism, write
from modstead.__main__ import main
from modstead.application.backend import open_backend
from modstead.domain.instance import Loader

KEYS = {"launcher", "name", "folder", "game_version", "loader", "loader_version"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's home folder, on Linux, with nothing in it."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "PRISMLAUNCHER_DATA_DIR", "THESEUS_CONFIG_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MODSTEAD_HOME", str(tmp_path / "modstead"))
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path


def listed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    assert main(["instances", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document) == {"instances"}
    assert all(set(item) == KEYS for item in document["instances"])
    return list(document["instances"])


def test_all_launchers_instances_are_listed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = prism(home / ".local/share/PrismLauncher", "Beta", loader="neoforge", loader_version="21.1.77")
    modrinth_app(home / ".local/share/ModrinthApp", "Alpha")
    curseforge(home / "curseforge/minecraft", "Gamma", loader="", loader_version="")
    found = listed(capsys)
    assert [item["name"] for item in found] == ["Alpha", "Beta", "Gamma"]
    assert found[1] == {
        "launcher": "Prism Launcher",
        "name": "Beta",
        "folder": str(root / "mods"),
        "game_version": "1.21.1",
        "loader": "neoforge",
        "loader_version": "21.1.77",
    }
    assert (found[2]["loader"], found[2]["loader_version"]) == (None, None)


def test_nothing_is_an_empty_list_and_leaves_nothing_behind(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert listed(capsys) == []
    assert main(["instances"]) == 0
    assert "modstead scan FOLDER" in capsys.readouterr().out
    assert not list(home.glob(".*"))


def test_people_get_a_table(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prism(home / ".local/share/PrismLauncher")
    assert main(["instances"]) == 0
    header, row = capsys.readouterr().out.splitlines()
    assert header.split() == ["Name", "Launcher", "Loader", "Minecraft", "Folder"]
    assert "Fabric 0.16.9" in row


def test_a_broken_launcher_costs_nothing_but_its_own(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prism(home / ".local/share/PrismLauncher")
    write(home / ".local/share/ModrinthApp/app.db", b"SQLite format 3\0" + b"\xff" * 5000)
    write(home / ".minecraft/launcher_profiles.json", b"{" * 100_000)
    assert [item["name"] for item in listed(capsys)] == ["Sky Garden"]


@pytest.mark.parametrize("file", ["ModrinthApp/app.db", "PrismLauncher/instances/Sky/mmc-pack.json"])
def test_a_list_that_cannot_be_read_is_told(
    home: Path, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(home / ".local/share" / file, b"\xff" * 5000)
    assert main(["instances"]) == 0
    assert f"{file} cannot be read" in capsys.readouterr().err


def test_folders_opened_before_are_listed_with_what_was_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = home / os.fsdecode(b"st\xffff")
    write(folder / "a.jar")

    async def remember() -> None:
        async with open_backend({"MODSTEAD_HOME": str(home / "modstead")}) as backend:
            instances = backend.services.instances
            await instances.remember(await instances.open(folder), loader=Loader.QUILT, game_version="1.20.1")

    asyncio.run(remember())
    [item] = listed(capsys)
    assert (item["launcher"], item["loader"], item["game_version"]) == (None, "quilt", "1.20.1")
    assert main(["instances"]) == 0
