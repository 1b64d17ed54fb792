"""Loadouts in the real window: saved, switched to from the folder's menu, taken back, managed."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from modstead.domain.changes import plan_enable
from modstead.ui.desk import Desk
from modstead.ui.kit.menus import Menu
from modstead.ui.loadouts import NameBanner
from modstead_sandbox.sample import SampleInstance, sample_instance
from modstead_sandbox.server import Handle
from ui.test_window import contents, in_window, opened, until

Play = Callable[[Callable[[Desk], Awaitable[None]]], None]


@pytest.fixture
def written(sandbox: Handle, tmp_path: Path) -> SampleInstance:
    return sample_instance(tmp_path / "Meadow", sandbox.catalogue, mods=12)


@pytest.fixture
def play(sandbox: Handle, written: SampleInstance, tmp_path: Path) -> Play:
    def play_it(act: Callable[[Desk], Awaitable[None]]) -> None:
        async def begin(desk: Desk) -> None:
            await opened(desk, written)
            await act(desk)

        in_window(sandbox, tmp_path / "home", begin)

    return play_it


def actions(menu: Menu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions() if not action.isSeparator()}


def submenu(desk: Desk, *path: str) -> Menu:
    """The submenu of loadouts, or one within it, as it would be opened now."""
    page = desk.mods
    menu = page.folder_menu.open(page.title_bar.more_button)
    menu.close()
    for name in ("Loadouts", *path):
        found = actions(menu)[name].menu()
        assert isinstance(found, Menu)
        menu = found
    return menu


def checked(desk: Desk) -> set[str]:
    return {name for name, action in actions(submenu(desk)).items() if action.isChecked()}


async def save(desk: Desk, name: str) -> None:
    actions(submenu(desk))["Save as a loadout …"].trigger()
    banner = desk.mods.banners.banner("loadout")
    assert isinstance(banner, NameBanner)
    assert not banner.use.isEnabled()
    banner.field.setText(name)
    QTest.keyClick(banner.field, Qt.Key.Key_Return)
    await until(lambda: name in desk.window.toast.text)
    assert desk.mods.banners.banner("loadout") is None
    await until(lambda: name in actions(submenu(desk)))


async def switch_off_one(desk: Desk) -> None:
    library = desk.mods.library
    assert library is not None
    first = next(mod.file.name for mod in library.mods if mod.file.enabled)
    before = desk.mods.library
    await desk.services.operations.apply(plan_enable(library, [first], enabled=False))
    desk.mods.refresh()
    await until(lambda: desk.mods.library is not before and not desk.mods.state.scanning)


def test_saved_switched_to_and_taken_back(play: Play, written: SampleInstance) -> None:
    full = contents(written.mods_folder)

    async def act(desk: Desk) -> None:
        await save(desk, "Full")
        assert actions(submenu(desk))["Full"].isChecked()
        await switch_off_one(desk)
        bare = contents(written.mods_folder)
        assert not actions(submenu(desk))["Full"].isChecked()
        await save(desk, "Bare")
        actions(submenu(desk))["Full"].trigger()
        await until(lambda: "Switched to “Full”" in desk.window.toast.text)
        assert contents(written.mods_folder) == full
        desk.window.toast._acted()
        await until(lambda: "Undone" in desk.window.toast.text)
        assert contents(written.mods_folder) == bare

    play(act)


def test_renamed_replaced_and_forgotten_each_with_a_way_back(play: Play) -> None:
    async def act(desk: Desk) -> None:
        await save(desk, "Full")
        actions(submenu(desk, "Manage", "Full"))["Rename …"].trigger()
        banner = desk.mods.banners.banner("loadout")
        assert isinstance(banner, NameBanner)
        assert banner.field.text() == "Full"
        banner.field.setText("Whole")
        banner.use.click()
        await until(lambda: "Whole" in actions(submenu(desk)))
        await switch_off_one(desk)
        actions(submenu(desk, "Manage", "Whole"))["Replace by what is enabled now"].trigger()
        await until(lambda: "Replaced" in desk.window.toast.text and "Whole" in checked(desk))
        desk.window.toast._acted()
        await until(lambda: not actions(submenu(desk))["Whole"].isChecked())
        actions(submenu(desk, "Manage", "Whole"))["Forget"].trigger()
        await until(lambda: "Whole" not in actions(submenu(desk)))
        assert "Manage" not in actions(submenu(desk))
        desk.window.toast._acted()
        await until(lambda: "Whole" in actions(submenu(desk)))
        desk.loadouts.ask_to_save()
        banner = desk.mods.banners.banner("loadout")
        assert isinstance(banner, NameBanner)
        QTest.keyClick(banner.field, Qt.Key.Key_Escape)
        assert desk.mods.banners.banner("loadout") is None

    play(act)


def test_a_name_that_is_taken_is_asked_about(play: Play) -> None:
    async def act(desk: Desk) -> None:
        async def save_again(word: str) -> None:
            desk.loadouts.ask_to_save()
            asking = desk.mods.banners.banner("loadout")
            assert isinstance(asking, NameBanner)
            asking.field.setText("full")
            asking.use.click()
            question = desk.mods.banners.banner("loadout")
            assert question
            assert "Full exists already." in question.accessibleName()
            next(button for button in question.buttons if button.text() == word).click()
            assert desk.mods.banners.banner("loadout") is None

        await save(desk, "Full")
        await switch_off_one(desk)
        await save_again("Cancel")
        assert "full" not in actions(submenu(desk))
        await save_again("Replace")
        await until(lambda: desk.window.toast.text == "Replaced “Full”")
        await until(lambda: "full" in actions(submenu(desk)))
        assert "Full" not in actions(submenu(desk))
        desk.window.toast._acted()
        await until(lambda: "Full" in actions(submenu(desk)))
        assert "full" not in actions(submenu(desk))
        assert not actions(submenu(desk))["Full"].isChecked()

    play(act)
