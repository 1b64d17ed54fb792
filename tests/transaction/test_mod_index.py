"""Prism's list of the mods stays in step with what is changed, and comes back with an undo."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from modstead.domain.plan import Operation
from modstead.instances.packwiz import text_at
from transaction.prism import PrismWorld, entry, published, sha512

AMBER, BIRCH = b"amber one", b"birch one"
OLD = {"amber-1.jar": AMBER, "birch.jar": BIRCH}
LISTED = {
    "amber.pw.toml": entry("amber", "1", "amber-1.jar", AMBER),
    "birch.pw.toml": entry("birch", "1", "birch.jar", BIRCH, extra="x-prismlauncher-lock-update = true\n"),
}


@pytest.fixture
def world(top: Path) -> PrismWorld:
    return PrismWorld(top, OLD, listed=LISTED)


def updated(world: PrismWorld, name: str = "amber-1.jar", new: str = "amber-2.jar") -> Operation:
    return published(world.update(name, new, b"amber two"), "amber", "2")


def test_an_update_is_listed(world: PrismWorld) -> None:
    world.apply(world.plan(updated(world)))
    assert world.files() == {
        "amber-2.jar": b"amber two",
        "birch.jar": BIRCH,
        ".index/amber.pw.toml": entry("amber", "2", "amber-2.jar", b"amber two"),
        ".index/birch.pw.toml": LISTED["birch.pw.toml"],
    }


def test_an_undo_restores_the_very_bytes_and_a_redo_takes_them_back(world: PrismWorld) -> None:
    old = world.files()
    world.apply(
        world.plan(
            updated(world),
            world.remove("birch.jar"),
            published(world.install("fern.jar", b"fern"), "fern", "1"),
        )
    )
    new = world.files()
    assert new.keys() == {"amber-2.jar", "fern.jar", ".index/amber.pw.toml", ".index/fern.pw.toml"}
    undone = world.undo()
    assert world.files() == old
    world.undo(undone.operation_id)
    assert world.files() == new
    assert world.staging() == []


def test_an_install_is_listed_under_its_slug_as_prism_does(world: PrismWorld) -> None:
    world.apply(world.plan(published(world.install("fern-1.jar", b"fern"), "fern", "1", side="client")))
    assert world.files()[".index/fern.pw.toml"] == entry("fern", "1", "fern-1.jar", b"fern").replace(
        b"side = 'both'", b"side = 'client'"
    )


def test_switching_on_and_off_leaves_the_list_alone(world: PrismWorld) -> None:
    world.apply(world.plan(world.rename("amber-1.jar", "amber-1.jar.disabled")))
    assert world.listed() == {name: content.decode() for name, content in LISTED.items()}


def test_a_disabled_mod_is_listed_by_its_enabled_name(world: PrismWorld) -> None:
    world.apply(world.plan(world.rename("amber-1.jar", "amber-1.jar.disabled")))
    world.apply(world.plan(updated(world, "amber-1.jar.disabled", "amber-2.jar.disabled")))
    assert "filename = 'amber-2.jar'" in world.listed()["amber.pw.toml"]


def test_what_the_user_chose_in_prism_stays(world: PrismWorld) -> None:
    world.apply(world.plan(published(world.update("birch.jar", "birch-2.jar", b"new"), "birch", "2")))
    assert "x-prismlauncher-lock-update = true" in world.listed()["birch.pw.toml"]
    assert "filename = 'birch-2.jar'" in world.listed()["birch.pw.toml"]


def test_an_entry_that_prism_wrote_anew_keeps_what_the_file_does_not_decide(world: PrismWorld) -> None:
    """The undo puts back what speaks of the file, and leaves what somebody changed since."""
    world.apply(world.plan(updated(world)))
    path = world.index / "amber.pw.toml"
    path.write_text(path.read_text().replace("side = 'both'", "side = 'client'"))
    world.undo()
    expected = LISTED["amber.pw.toml"].replace(b"side = 'both'", b"side = 'client'")
    assert world.files()[".index/amber.pw.toml"] == expected


def test_an_entry_that_was_deleted_since_comes_back_with_the_undo(world: PrismWorld) -> None:
    world.apply(world.plan(updated(world)))
    (world.index / "amber.pw.toml").unlink()
    world.undo()
    assert world.files()[".index/amber.pw.toml"] == LISTED["amber.pw.toml"]


@pytest.mark.parametrize("entry_too", [True, False])
def test_the_entry_comes_back_with_a_file_whose_newer_one_was_deleted(
    world: PrismWorld, entry_too: bool
) -> None:
    old = world.files()
    world.apply(world.plan(updated(world)))
    (world.folder / "amber-2.jar").unlink()
    if entry_too:
        (world.index / "amber.pw.toml").unlink()
    world.undo()
    assert world.files() == old


def test_a_mod_from_curseforge_goes_over_to_the_new_platform(world: PrismWorld) -> None:
    other = (
        LISTED["amber.pw.toml"].split(b"[update")[0] + b"[update.curseforge]\nfile-id = 5\nproject-id = 7\n"
    )
    (world.index / "amber.pw.toml").write_bytes(other)
    world.apply(world.plan(updated(world)))
    text = world.files()[".index/amber.pw.toml"]
    assert b"curseforge" not in text
    assert text_at(text, ("update", "modrinth", "version")) == "amber-2"
    world.undo()
    assert world.files()[".index/amber.pw.toml"] == other


def test_a_file_that_no_platform_knows_has_no_entry(world: PrismWorld) -> None:
    local = world.add("mine.jar", b"mine")
    replaced = replace(
        world.update("amber-1.jar", "amber-1.jar", b"built"), source=world.add("amber-1.jar", b"built").source
    )
    world.apply(world.plan(local, replaced))
    assert world.listed().keys() == {"birch.pw.toml"}
    world.undo()
    assert world.files()[".index/amber.pw.toml"] == LISTED["amber.pw.toml"]


def test_a_removed_file_whose_twin_stays_is_still_listed(world: PrismWorld) -> None:
    (world.folder / "amber-1.jar.disabled").write_bytes(b"twin")
    world.apply(world.plan(world.remove("amber-1.jar")))
    assert "amber.pw.toml" in world.listed()


def test_names_that_change_hands(world: PrismWorld) -> None:
    world.apply(
        world.plan(
            published(world.update("amber-1.jar", "birch.jar", b"two"), "amber", "2"),
            published(world.update("birch.jar", "amber-1.jar", b"zwei"), "birch", "2"),
        )
    )
    files = world.files()
    assert files[".index/amber.pw.toml"] == entry("amber", "2", "birch.jar", b"two")
    assert b"filename = 'amber-1.jar'" in files[".index/birch.pw.toml"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"filename = 'amber-1.jar'\n[",
        b"#" * 70_000,
        b"filename = 'amber-1.jar'\nx = [\n" * 99,
    ],
)
def test_what_cannot_be_read_is_left_alone(world: PrismWorld, content: bytes) -> None:
    (world.index / "amber.pw.toml").write_bytes(content)
    world.apply(world.plan(updated(world)))
    assert world.files()[".index/amber.pw.toml"] == content
    assert (world.folder / "amber-2.jar").exists()
    world.apply(world.plan(world.remove("amber-2.jar")))
    assert world.files()[".index/amber.pw.toml"] == content


def test_another_file_of_the_same_mod_keeps_the_entry(world: PrismWorld) -> None:
    world.apply(world.plan(published(world.install("amber-2.jar", b"amber two"), "amber", "2")))
    assert world.files()[".index/amber.pw.toml"] == LISTED["amber.pw.toml"]


@pytest.mark.parametrize(
    "slug", ["../escape", "a/b", "con", "", "x" * 300, "nul\0", ".hidden", "amb\N{RIGHT-TO-LEFT OVERRIDE}er"]
)
def test_a_slug_that_cannot_name_a_file_gives_way_to_the_id(world: PrismWorld, slug: str) -> None:
    operation = published(world.install("fern.jar", b"fern"), "fern", "1")
    assert operation.origin
    world.apply(world.plan(replace(operation, origin=replace(operation.origin, slug=slug))))
    assert world.listed().keys() == {"amber.pw.toml", "birch.pw.toml", "fern-id.pw.toml"}


@pytest.mark.parametrize("title", ["'; rm", 'quo"te', "new\nline = 1", "back\\slash", "\x7f", "\ud800"])
def test_a_hostile_title_stays_a_text(world: PrismWorld, title: str) -> None:
    operation = replace(published(world.install("fern.jar", b"fern"), "fern", "1"), version_number=title)
    if title == "\ud800":
        operation = replace(operation, version_number="1", origin=replace(operation.origin, side=title))  # type: ignore[arg-type]
        world.apply(world.plan(operation))
        assert "fern.pw.toml" not in world.listed()
        return
    world.apply(world.plan(operation))
    assert text_at(world.files()[".index/fern.pw.toml"], ("x-prismlauncher-version-number",)) == title


def test_a_link_in_the_lists_place_is_not_followed(world: PrismWorld, top: Path) -> None:
    world.index.rename(top / "elsewhere")
    world.index.symlink_to(top / "elsewhere")
    world.apply(world.plan(updated(world)))
    assert (top / "elsewhere" / "amber.pw.toml").read_bytes() == LISTED["amber.pw.toml"]


def test_a_link_in_an_entrys_place_is_left_alone(world: PrismWorld, top: Path) -> None:
    path = world.index / "amber.pw.toml"
    path.rename(top / "amber.toml")
    path.symlink_to(top / "amber.toml")
    world.apply(world.plan(updated(world)))
    assert path.is_symlink()
    assert (top / "amber.toml").read_bytes() == LISTED["amber.pw.toml"]


def test_permissions_of_an_entry_stay(world: PrismWorld) -> None:
    (world.index / "amber.pw.toml").chmod(0o640)
    world.apply(world.plan(updated(world)))
    assert (world.index / "amber.pw.toml").stat().st_mode & 0o777 == 0o640


def test_a_list_that_cannot_be_written_holds_nothing_up(
    world: PrismWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != world.index and allowed(path, mode))
    world.apply(world.plan(updated(world)))
    assert (world.folder / "amber-2.jar").exists()
    assert world.files()[".index/amber.pw.toml"] == LISTED["amber.pw.toml"]
    assert world.staging() == []


def test_a_file_in_the_lists_place_holds_nothing_up(top: Path) -> None:
    world = PrismWorld(top, {**OLD, ".index": b"mine"})
    world.apply(world.plan(updated(world)))
    assert world.files() == {"amber-2.jar": b"amber two", "birch.jar": BIRCH, ".index": b"mine"}


def test_other_launchers_get_no_list(top: Path) -> None:
    world = PrismWorld(top, OLD)
    world.apply(world.plan(updated(world)))
    assert not world.index.exists()


@pytest.mark.parametrize(
    ("settings", "made"),
    [
        ("[General]\nModMetadataDisabled=false\n", True),
        ("[General]\nLanguage=de\n", True),
        ("[General]\nModMetadataDisabled=true\n", False),
        (None, False),
    ],
)
def test_prism_gets_a_list_unless_it_is_turned_off(top: Path, settings: str | None, made: bool) -> None:
    world = PrismWorld(top, OLD)
    world.of_prism()
    if settings is not None:
        (top / "prismlauncher.cfg").write_text(settings)
    world.apply(world.plan(published(world.install("fern.jar", b"fern"), "fern", "1")))
    assert world.listed() == (
        {"fern.pw.toml": entry("fern", "1", "fern.jar", b"fern").decode()} if made else {}
    )
    assert world.index.exists() is made
    world.undo()
    assert world.files() == OLD


def test_a_removal_makes_no_list(top: Path) -> None:
    world = PrismWorld(top, OLD)
    world.of_prism()
    (top / "prismlauncher.cfg").write_text("[General]\nLanguage=de\n")
    world.apply(world.plan(world.remove("birch.jar")))
    assert not world.index.exists()


def test_old_entries_are_kept_as_long_as_undo_needs_them(world: PrismWorld) -> None:
    world.apply(world.plan(updated(world)))
    world.prune(budget_bytes=0, keep_last=1)
    assert sha512(LISTED["amber.pw.toml"]) in {path.name for path in world.place.kept.iterdir()}
    world.prune(budget_bytes=0, keep_last=0)
    assert world.kept() == []
