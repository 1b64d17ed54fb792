"""What the window says of a folder in trouble, and where that leads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import crashes
from modstead.ui.desk import Desk
from modstead.ui.history.model import GoodRow
from modstead_sandbox.sample import SampleInstance, sample_instance
from modstead_sandbox.server import Handle
from ui.test_window import in_window, until


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> Iterator[None]:
    qapp.setQuitOnLastWindowClosed(False)
    yield
    qapp.setQuitOnLastWindowClosed(True)


def written(sandbox: Handle, tmp_path: Path) -> SampleInstance:
    return sample_instance(tmp_path / "Meadow", sandbox.catalogue, sandbox.contents, mods=12)


async def opened(desk: Desk, instance: SampleInstance) -> None:
    desk.folders.open(instance.folder)
    await until(lambda: desk.mods.library and desk.mods.check and not desk.mods.state.scanning)


def entry(desk: Desk, words: str) -> None:
    found = next(item for group in desk.mods.folder_menu.entries for item in group if item.text == words)
    assert found.act
    found.act()


def test_a_search_from_the_folders_menu_and_back_by_the_banner(sandbox: Handle, tmp_path: Path) -> None:
    instance = written(sandbox, tmp_path)
    before = {path.name for path in instance.mods_folder.iterdir()}

    async def act(desk: Desk) -> None:
        await opened(desk, instance)
        entry(desk, "Find the mod that breaks the game")
        assert desk.window.current_page() == "bisect"
        page = desk.pages.bisect
        await until(lambda: not page.tasks.busy)
        page.begin_button.click()
        await until(lambda: page.found is not None)
        desk.back()
        assert desk.window.current_page() == "mods"
        await until(lambda: desk.mods.banners.banner("bisect"))
        banner = desk.mods.banners.banner("bisect")
        assert banner
        assert [button.text() for button in banner.buttons] == ["Go on", "Stop and put all back"]
        banner.buttons[0].click()
        assert desk.window.current_page() == "bisect"
        desk.back()
        banner.buttons[1].click()
        await until(lambda: "as it was before" in desk.window.toast.text)
        assert {path.name for path in instance.mods_folder.iterdir()} == before
        await until(lambda: desk.mods.banners.banner("bisect") is None and not desk.scope.busy)

    in_window(sandbox, tmp_path / "home", act)


def test_a_crash_is_told_of_and_a_good_state_marks_the_history(sandbox: Handle, tmp_path: Path) -> None:
    instance = written(sandbox, tmp_path)
    reports = instance.mods_folder.parent / "crash-reports"
    reports.mkdir()
    (reports / "crash-2026-03-04_12.13.14-client.txt").write_text(crashes.OUT_OF_MEMORY)

    async def act(desk: Desk) -> None:
        await opened(desk, instance)
        await until(lambda: desk.mods.banners.banner("crash"))
        banner = desk.mods.banners.banner("crash")
        assert banner
        banner.buttons[0].click()
        assert desk.window.current_page() == "trouble"
        await until(lambda: desk.pages.trouble.trouble)
        desk.pages.trouble.good_button.click()
        await until(lambda: "remembered" in desk.window.toast.text)
        await until(lambda: desk.pages.trouble.trouble and desk.pages.trouble.trouble.good)
        assert desk.mods.library
        name = next(mod.file.name for mod in desk.mods.library.mods if mod.file.enabled)
        desk.troubling.disable(name)
        await until(lambda: desk.pages.trouble.trouble and desk.pages.trouble.trouble.changes)
        row = desk.pages.trouble.changes.rows[0]
        desk.pages.trouble.change_list.acted.emit(getattr(row, "key", ""))
        await until(lambda: not (desk.pages.trouble.trouble and desk.pages.trouble.trouble.changes))
        assert (instance.mods_folder / name).exists()
        desk.show("history")
        await until(lambda: any(isinstance(row, GoodRow) for row in desk.pages.history.model.rows))
        assert isinstance(desk.pages.history.model.rows[-1], GoodRow)

    in_window(sandbox, tmp_path / "home", act)
