"""The settings from the command line: listed, set, and refused where they cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.shell import Shell


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: Shell) -> Path:
    monkeypatch.setenv("MODSTEAD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MODSTEAD_MODRINTH_URL", "http://127.0.0.1:9")
    shell.json("settings", "undo_days", "60")
    return next((tmp_path / "home").rglob("settings.json"))


def value(shell: Shell, name: str) -> object:
    (told,) = shell.json("settings", name)["settings"]
    return told["value"]


def test_every_setting_is_listed_and_can_be_set(stored: Path, shell: Shell) -> None:
    listed = {one["name"]: one for one in shell.json("settings")["settings"]}
    assert [one["value"] for one in listed["modrinth_api"]["choices"]] == ["v2", "v3"]
    assert (listed["undo_days"]["value"], listed["undo_days"]["default"]) == (60, 90)
    assert "signed_in" not in listed
    wanted = {"modrinth_api": "v3", "guizhan_url": "https://api.example/v1", "check_on_open": "no"}
    for name, text in wanted.items():
        assert shell.json("settings", name, text)["settings"][0]["name"] == name
    assert [value(shell, name) for name in wanted] == ["v3", "https://api.example/v1", False]
    shell.text("settings", "guizhan_url", "")
    assert value(shell, "guizhan_url") == ""
    assert "v2, v3" in shell.text("settings")[0]
    assert "Modrinth may change it" in shell.text("settings", "modrinth_api")[0]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("modrinth_api", "v9", "It may be one of these: v2, v3."),
        ("undo_days", "5", "from 30 to 720"),
        ("undo_days", "many", "from 30 to 720"),
        ("check_on_open", "perhaps", "yes or no"),
        ("guizhan_url", "nowhere", "Write an address"),
        ("signed_in", "x", "is no setting"),
    ],
)
def test_what_cannot_be_is_refused(stored: Path, shell: Shell, name: str, text: str, words: str) -> None:
    before = stored.read_bytes()
    assert words in shell.text("settings", name, text, status=2)[1]
    assert stored.read_bytes() == before


def test_a_stored_value_that_cannot_be_is_told(stored: Path, shell: Shell) -> None:
    stored.write_text(json.dumps({"modrinth_api": "v9"}), encoding="utf-8")
    out, err = shell.text("settings", "modrinth_api")
    assert err == "The setting modrinth_api cannot be 'v9'; the default counts.\n"
    assert "v2" in out
    assert value(shell, "modrinth_api") == "v2"
