"""The list of the operations, as a script and as a person read it."""

from pathlib import Path

import pytest

from cli.shell import Shell
from modstead.catalogs import inventory


def test_the_command_line_lists_them(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODSTEAD_HOME", str(tmp_path))
    found = shell.json("api")["operations"]
    assert len(found) == len(inventory.STATED)
    search = next(one for one in found if (one["platform"], one["path"]) == ("modrinth-v2", "/search"))
    assert (search["method"], search["scope"], search["document"]) == ("GET", None, "modrinth-v2")
    limit = next(one for one in search["parameters"] if one["name"] == "limit")
    assert limit == {
        "name": "limit",
        "in": "query",
        "type": "integer",
        "required": False,
        "bounds": {"least": 0, "most": 100},
    }
    assert shell.text("api")[0].count("modrinth-v2") >= 77
