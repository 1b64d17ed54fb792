"""What the window says of a folder in trouble, and where that leads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import crashes
from modstead.domain.bisect import Answer
from modstead.ui.desk import Desk
from modstead.ui.history.model import GoodRow
from modstead_sandbox.sample import SampleInstance, sample_instance
from modstead_sandbox.server import Handle
from transaction.world import killed_in_mid_swap
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


def test_a_mark_is_taken_back_by_the_toast_and_the_crash_is_told_of_again(
    sandbox: Handle, tmp_path: Path
) -> None:
    instance = written(sandbox, tmp_path)
    reports = instance.mods_folder.parent / "crash-reports"
    reports.mkdir()
    (reports / "crash-2026-03-04_12.13.14-client.txt").write_text(crashes.OUT_OF_MEMORY)

    async def act(desk: Desk) -> None:
        troubles, toast = desk.services.troubles, desk.window.toast
        await opened(desk, instance)
        await until(lambda: desk.mods.banners.banner("crash"))
        entry(desk, "It works: remember this state")
        await until(lambda: "remembered" in toast.text)
        await until(lambda: desk.mods.banners.banner("crash") is None and not desk.scope.busy)
        assert await troubles.good(instance.mods_folder)
        toast._action.click()
        await until(lambda: "No state is remembered" in toast.text)
        assert await troubles.good(instance.mods_folder) is None
        await until(lambda: desk.mods.banners.banner("crash") and not desk.scope.busy)

    in_window(sandbox, tmp_path / "home", act)


def test_what_stays_disabled_is_named_with_its_undo_on_the_page_that_is_shown(
    sandbox: Handle, tmp_path: Path
) -> None:
    instance = written(sandbox, tmp_path)
    before = {path.name for path in instance.mods_folder.iterdir()}

    async def act(desk: Desk) -> None:
        await opened(desk, instance)
        entry(desk, "Find the mod that breaks the game")
        page = desk.pages.bisect
        await until(lambda: not page.tasks.busy)
        page.begin()
        await until(lambda: page.found is not None and not page.tasks.busy)
        assert page.found
        assert page.found.record
        culprit = page.found.record.search.units[0].files[0]
        while page.found and (question := page.found.question):
            page.answer(Answer.FAILS if culprit in question.on else Answer.WORKS)
            await until(lambda: not page.tasks.busy)
        assert page.found
        assert page.found.can_leave_off
        page.stop(leave_off=True)
        desk.show("history")
        await until(lambda: "disabled" in desk.window.toast.text)
        assert desk.window.current_page() == "history"
        off = {path.name for path in instance.mods_folder.iterdir()} - before
        assert off
        desk.window.toast._action.click()
        await until(lambda: {path.name for path in instance.mods_folder.iterdir()} == before)
        await until(lambda: desk.changes.plan is None and not desk.scope.busy)

    in_window(sandbox, tmp_path / "home", act)


def test_what_an_interrupted_change_could_not_put_in_its_place_stays_in_sight(
    sandbox: Handle, tmp_path: Path
) -> None:
    world = killed_in_mid_swap(tmp_path / "Meadow")
    (world.folder / "amber.jar").write_bytes(b"stranger")

    async def act(desk: Desk) -> None:
        desk.folders.open(world.folder)
        await until(lambda: desk.mods.library is not None and not desk.mods.state.scanning)
        banner = desk.window.banners.banner("recovered")
        assert banner
        assert "as amber.jar.disabled" in banner.accessibleName()

    in_window(sandbox, tmp_path / "home", act)
