"""Another platform on the command line: named by an option, or for one project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import guizhan
from backends import mods_folder
from cli.shell import Shell
from guizhan import Guizhan, serving
from jars import fabric_manifest, jar_bytes
from modstead_sandbox.server import Handle

COGS = jar_bytes({"fabric.mod.json": fabric_manifest("cogs", "1.0")})
FABRIC = {"platforms": ["fabric"], "minecraft_versions": ["1.21.4"]}


@pytest.fixture
def platform(sandbox: Handle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Guizhan]:
    found = Guizhan()
    found.add(
        guizhan.project("p1", "cogs", type="mod", **FABRIC),
        guizhan.version("v1", "1.0", day=1, files=[guizhan.file("cogs-1.0.jar", COGS)], **FABRIC),
    )
    found.contents = {"f-cogs-1.0.jar": COGS}
    monkeypatch.setenv("MODSTEAD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MODSTEAD_MODRINTH_URL", sandbox.url)
    with serving(found) as url:
        monkeypatch.setenv("MODSTEAD_GUIZHAN_URL", url)
        yield found


@pytest.mark.usefixtures("platform")
def test_it_is_searched_and_shown_where_it_is_named(shell: Shell) -> None:
    found = shell.json("search", "cogs", "--platform", "guizhan", "--type", "mod")
    assert [(hit["provider"], hit["slug"]) for hit in found["hits"]] == [("guizhan", "cogs")]
    assert shell.json("search", "cogs")["hits"] == []
    shown = shell.json("show", "cogs", "--platform", "guizhan")
    assert (shown["provider"], shown["project_id"]) == ("guizhan", "guizhan:p1")
    assert shell.json("show", "guizhan:cogs")["versions"][0]["version_number"] == "1.0"
    table, _ = shell.text("search", "", "--platform", "guizhan", "--type", "mod")
    assert "guizhan:cogs" in table


def test_how_many_there_are_is_found_out_where_the_platform_does_not_say(
    platform: Guizhan, shell: Shell
) -> None:
    for number in range(2, 6):
        platform.add(guizhan.project(f"p{number}", f"cogs-{number}", type="mod", **FABRIC))
    asked = ("search", "", "--platform", "guizhan", "--type", "mod", "--limit", "2", "--offset")
    said = [shell.text(*asked, offset)[0].splitlines()[-1] for offset in ("1", "3")]
    assert said == ["2 found, and there are more.", "2 of 5 found."]
    whole = shell.json("search", "", "--platform", "guizhan", "--type", "mod", "--limit", "5")
    assert (whole["total"], whole["more"]) == (5, False)


@pytest.mark.usefixtures("platform")
@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("--platform", "nowhere"), 1, "No platform called nowhere is on."),
        (("--platform", "guizhan", "--type", "shader"), 2, "there are: plugin, mod"),
        (("--platform", "guizhan", "--sort", "follows"), 2, "there are: relevance, downloads"),
        (("--platform", "guizhan", "--category", "!magic"), 2, "cannot leave out a category"),
    ],
)
def test_what_it_has_not_is_said(shell: Shell, arguments: tuple[str, ...], status: int, words: str) -> None:
    assert words in shell.json("search", "cogs", *arguments, status=status)["error"]["title"]


@pytest.mark.usefixtures("platform")
@pytest.mark.parametrize(
    "named", [("cogs@1.0", "--platform", "guizhan"), ("guizhan:cogs@1.0",), ("guizhan:cogs",)]
)
def test_it_is_installed_from_and_kept_up_to_date(
    shell: Shell, tmp_path: Path, named: tuple[str, ...]
) -> None:
    folder = mods_folder(tmp_path).folder
    target = ("--loader", "fabric", "--game-version", "1.21.4")
    shell.json("install", *named, "--into", folder, *target, "--yes")
    assert (folder / "cogs-1.0.jar").read_bytes() == COGS
    (mod,) = shell.json("scan", folder, *target)["mods"]
    assert (mod["provider"], mod["identified_by"]) == ("guizhan", "hash")
    check = shell.json("update", folder, *target, "--check")
    assert check["up_to_date"] == ["cogs-1.0.jar"]


@pytest.mark.usefixtures("platform")
def test_a_change_of_both_platforms_files_names_each(shell: Shell, tmp_path: Path) -> None:
    folder = mods_folder(tmp_path).folder
    told = ("--into", folder, "--loader", "fabric", "--game-version", "1.21.4")
    both = shell.json("install", "hedgerow-api", "guizhan:cogs", *told)
    assert [item["provider"] for item in both["plan"]] == ["modrinth", "guizhan"]
    table, shown_aside = shell.text("install", "hedgerow-api", "guizhan:cogs", *told)
    assert "Platform" in table + shown_aside
    assert "Guizhan" in table + shown_aside
    table, shown_aside = shell.text("install", "guizhan:cogs", *told)
    assert "Platform" not in table + shown_aside
    shown, _ = shell.text("show", "guizhan:cogs")
    assert "followers" not in shown


def test_an_address_where_no_platform_is_is_told_so(
    sandbox: Handle, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODSTEAD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MODSTEAD_MODRINTH_URL", f"{sandbox.url}/elsewhere")
    error = shell.json("search", "lantern", status=1)["error"]
    assert error["title"] == "There is nothing that answers as Modrinth at its address."
    assert error["detail"].endswith("Check the address that was set for it.")
