"""The lock file in the real window: written, compared and carried out."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from modstead.domain.changes import plan_enable
from modstead.domain.lock_file import LOCK_NAME
from modstead.ui.desk import Desk
from modstead.ui.installed.folder_menu import FolderEntry
from modstead_sandbox.sample import SampleInstance, sample_instance
from modstead_sandbox.server import Handle
from ui.test_window import contents, in_window, until


@pytest.fixture
def small(sandbox: Handle, tmp_path: Path) -> SampleInstance:
    return sample_instance(tmp_path / "Meadow", sandbox.catalogue, mods=12)


async def opened(desk: Desk, written: SampleInstance) -> None:
    desk.start(written.mods_folder)
    await until(lambda: desk.mods.check is not None and not desk.mods.state.scope.busy)


def lock_entries(desk: Desk) -> tuple[FolderEntry, ...]:
    (entry,) = (
        entry for group in desk.mods.folder_menu.entries for entry in group if entry.text == "Lock file"
    )
    return entry.entries


async def lock_written(desk: Desk) -> None:
    write, compare, _apply = lock_entries(desk)
    assert compare.why_not
    assert write.act
    write.act()
    await until(lambda: "Wrote" in desk.window.toast.text)
    await until(lambda: desk.mods.lock.differences == 0)
    assert not lock_entries(desk)[1].why_not


def test_a_folder_that_drifted_is_brought_back_to_its_lock_file(
    sandbox: Handle, small: SampleInstance, tmp_path: Path
) -> None:
    before = contents(small.mods_folder)

    async def act(desk: Desk) -> None:
        await opened(desk, small)
        await lock_written(desk)
        desk.mods.panel.compare_asked.emit()
        await until(lambda: desk.window.toast.text == f"All is as {LOCK_NAME} says")
        gone = next(item for item in sorted(before) if item.endswith(".jar"))
        (small.mods_folder / gone).unlink()
        desk.mods.refresh()
        await until(lambda: desk.mods.lock.differences == 1)
        desk.mods.panel.compare_asked.emit()
        await until(lambda: desk.window.current_page() == "review" and desk.pages.review.plan is not None)
        assert [item.key for item in desk.pages.review.model.items] == [gone]
        told = desk.pages.review.banners.banner("info")
        assert told
        assert f"equal to {LOCK_NAME}" in told.accessibleName()
        desk.pages.review.footer.primary.click()
        await until(lambda: desk.window.current_page() == "mods" and desk.changes.plan is None)
        await until(lambda: desk.mods.lock.differences == 0)

    in_window(sandbox, tmp_path / "home", act)
    assert contents(small.mods_folder) == before


def test_the_lock_file_of_others_is_chosen_and_its_policies_are_taken_over(
    sandbox: Handle, small: SampleInstance, tmp_path: Path
) -> None:
    theirs = tmp_path / "theirs.lock.toml"

    async def act(desk: Desk) -> None:
        await opened(desk, small)
        folder = small.mods_folder
        await desk.services.policies.pin(folder, pinned=True)
        desk.mods.folder_menu.open(desk.mods.title_bar.more_button).close()
        await lock_written(desk)
        instance = desk.folders.instance
        assert instance
        desk.services.locks.path(instance).rename(theirs)
        await desk.services.policies.pin(folder, pinned=False)
        dialog = desk.course.locking.choose(instance, desk.window)
        assert isinstance(dialog, QFileDialog)
        dialog.fileSelected.emit(str(theirs))
        dialog.close()
        await until(lambda: "from now on" in desk.window.toast.text)
        assert (await desk.services.policies.all(folder)).folder.pinned
        desk.window.toast._acted()
        await until(lambda: not desk.course.locking.scope.busy)
        assert not (await desk.services.policies.all(folder)).folder.pinned

    in_window(sandbox, tmp_path / "home", act)


def test_a_lock_file_that_cannot_be_read_is_told_and_changes_nothing(
    sandbox: Handle, small: SampleInstance, tmp_path: Path
) -> None:
    before = contents(small.mods_folder)
    broken = tmp_path / "broken.toml"
    broken.write_text("this is = = no lock file")

    async def act(desk: Desk) -> None:
        await opened(desk, small)
        assert desk.folders.instance
        desk.course.locking.apply(desk.folders.instance, broken)
        await until(
            lambda: (banner := desk.mods.banners.banner("lock")) and "Reading" not in banner.accessibleName()
        )
        assert desk.window.current_page() == "mods"

    in_window(sandbox, tmp_path / "home", act)
    assert contents(small.mods_folder) == before


def pack(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("pack.mcmeta", '{"pack": {"pack_format": 46, "description": "Moss"}}')
        archive.writestr("assets/name.txt", path.name)


def test_one_section_after_the_other_is_read_and_brought_back(
    sandbox: Handle, small: SampleInstance, tmp_path: Path
) -> None:
    packs = small.mods_folder.parent / "resourcepacks"
    pack(packs / "moss.zip")
    before = contents(small.mods_folder)

    async def act(desk: Desk) -> None:
        await opened(desk, small)
        await lock_written(desk)
        pack(packs / "stray.zip")
        gone = next(item for item in sorted(before) if item.endswith(".jar"))
        (small.mods_folder / gone).unlink()
        desk.mods.refresh()
        await until(lambda: desk.mods.lock.differences == 2 and not desk.mods.state.scope.busy)
        desk.mods.panel.compare_asked.emit()
        review = desk.pages.review
        for key in (gone, "stray.zip"):
            await until(lambda: desk.window.current_page() == "review" and review.plan is not None)
            assert [item.key for item in review.model.items] == [key]
            review.footer.primary.click()
            await until(lambda: desk.changes.plan is None and desk.window.current_page() != "progress")
        await until(lambda: desk.mods.lock.differences == 0)

    in_window(sandbox, tmp_path / "home", act)
    assert contents(small.mods_folder) == before
    assert [path.name for path in packs.iterdir()] == ["moss.zip"]


@pytest.fixture
def game(small: SampleInstance) -> SampleInstance:
    """It has a section more than its mods."""
    pack(small.mods_folder.parent / "resourcepacks" / "moss.zip")
    return small


async def drifted(desk: Desk, game: SampleInstance, gone: str) -> None:
    """Both sections are other than the lock file says, and what brings the first one back is shown."""
    pack(game.mods_folder.parent / "resourcepacks" / "stray.zip")
    (game.mods_folder / gone).unlink()
    before = desk.mods.library
    desk.mods.refresh()
    await until(lambda: desk.mods.library is not before and not desk.mods.state.scope.busy)
    desk.mods.panel.compare_asked.emit()
    await until(lambda: desk.window.current_page() == "review" and desk.pages.review.plan is not None)
    assert [item.key for item in desk.pages.review.model.items] == [gone]


async def switched(desk: Desk, name: str, *, by_way_of_review: bool = False) -> None:
    """Disable that file and enable it again."""
    for enabled in (False, True):
        library = desk.mods.library
        assert library
        actual = next(mod.file.name for mod in library.mods if mod.file.name.startswith(name))
        plan = plan_enable(library, [actual], enabled=enabled)
        if by_way_of_review:
            desk.planning.review_wanted.emit(plan)
            await until(lambda: desk.pages.review.plan is not None)
            desk.pages.review.footer.primary.click()
        else:
            desk.course.apply(plan)
        assert desk.changes.plan is not None
        await until(lambda: desk.changes.plan is None)
        assert desk.window.current_page() == "mods"
        await until(lambda before=library: desk.mods.library is not before and not desk.mods.state.scanning)


def test_what_was_left_unread_ends_the_lock_file(
    sandbox: Handle, game: SampleInstance, tmp_path: Path
) -> None:
    gone = next(path for path in sorted(game.mods_folder.iterdir()) if path.suffix == ".jar")
    kept = gone.read_bytes()

    async def act(desk: Desk) -> None:
        await opened(desk, game)
        await lock_written(desk)
        ways: tuple[Callable[[], object], ...] = (
            desk.pages.review.footer.cancelled.emit,
            desk.window.escape_pressed.emit,
            lambda: desk.window._go("mods"),
        )
        for leave in ways:
            await drifted(desk, game, gone.name)
            leave()
            assert desk.window.current_page() == "mods"
            gone.write_bytes(kept)
            desk.mods.refresh()
            await until(lambda: desk.mods.library and len(desk.mods.library.mods) == len(game.mods))
            await switched(desk, gone.name)
        await drifted(desk, game, gone.name)
        gone.write_bytes(kept)
        desk.mods.refresh()
        await until(lambda: desk.mods.library and len(desk.mods.library.mods) == len(game.mods))
        await switched(desk, gone.name, by_way_of_review=True)

    in_window(sandbox, tmp_path / "home", act)


def test_the_rest_of_the_lock_file_comes_after_what_was_settled_on_as_well(
    sandbox: Handle, game: SampleInstance, tmp_path: Path
) -> None:
    gone = next(path.name for path in sorted(game.mods_folder.iterdir()) if path.suffix == ".jar")

    async def act(desk: Desk) -> None:
        await opened(desk, game)
        await lock_written(desk)
        await drifted(desk, game, gone)
        review = desk.pages.review
        shown, library = review.plan, desk.mods.library
        assert shown
        assert library
        spare = next(mod.file.name for mod in library.mods if mod.file.enabled and mod.file.name != gone)
        more = plan_enable(library, [spare], enabled=False).operations
        review.verdict.settled_wanted.emit(replace(shown, operations=(*shown.operations, *more)))
        await until(lambda: review.plan is not None)
        review.footer.primary.click()
        await until(lambda: [item.key for item in review.model.items] == ["stray.zip"])
        assert desk.window.current_page() == "review"
        assert (game.mods_folder / gone).exists()

    in_window(sandbox, tmp_path / "home", act)


def test_another_folder_ends_the_lock_file(sandbox: Handle, game: SampleInstance, tmp_path: Path) -> None:
    other = sample_instance(tmp_path / "Marsh", sandbox.catalogue, mods=12)
    gone = next(path.name for path in sorted(game.mods_folder.iterdir()) if path.suffix == ".jar")

    async def act(desk: Desk) -> None:
        await opened(desk, game)
        await lock_written(desk)
        await drifted(desk, game, gone)
        read = desk.pages.review.plan
        assert read
        desk.folders.open(other.mods_folder)
        await until(lambda: desk.folders.instance and desk.folders.instance.folder == other.mods_folder)
        assert desk.window.current_page() == "mods"
        desk.course.apply(read)
        await until(lambda: desk.changes.plan is None)
        assert (game.mods_folder / gone).exists()
        assert desk.window.current_page() == "mods"

    in_window(sandbox, tmp_path / "home", act)
