from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from modstead.errors import SettingsError
from modstead.events import Event
from modstead.paths import Paths
from modstead.services.settings import SettingsService
from modstead.settings import Settings, load_settings, options_of_settings
from modstead.ui.kit.checks import Switch
from modstead.ui.kit.choices import Segment
from modstead.ui.settings_page import SettingsPage
from modstead.ui.settings_page.rows import Stepper
from modstead.ui.theme import Theme


@pytest.fixture
def store(tmp_path: Path) -> SettingsService:
    return SettingsService(tmp_path / "settings.json")


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, store: SettingsService, tmp_path: Path) -> SettingsPage:
    paths = Paths(tmp_path / "data", tmp_path / "config", tmp_path / "cache")
    page = SettingsPage(theme, store, paths)
    qtbot.addWidget(page)
    page.resize(1127, 751)
    page.show()
    return page


def widget(page: SettingsPage, name: str) -> Any:
    return page.controls[name].widget


def test_every_option_with_a_section_has_its_control(page: SettingsPage) -> None:
    shown = {option.name for option in options_of_settings() if option.metadata["section"]}
    assert set(page.controls) == shown
    assert {"color_scheme", "text_percent", "row_height", "updates_first", "check_on_open", "channel"} < shown


def test_controls_fit_the_options(page: SettingsPage) -> None:
    assert isinstance(widget(page, "color_scheme"), Segment)
    assert isinstance(widget(page, "check_on_open"), Switch)
    assert isinstance(widget(page, "text_percent"), Stepper)


def test_an_address_counts_once_it_is_done_with(
    page: SettingsPage, store: SettingsService, qtbot: QtBot
) -> None:
    field = widget(page, "guizhan_url")
    qtbot.keyClicks(field, " https://api.example/v1 ")
    assert store.value.guizhan_url == ""
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert store.value.guizhan_url == "https://api.example/v1"
    field.setText("nowhere")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert store.value.guizhan_url == "https://api.example/v1"
    assert page.banners.banner("error") is not None


def test_a_change_is_saved_at_once(page: SettingsPage, store: SettingsService, tmp_path: Path) -> None:
    widget(page, "color_scheme").button("dark").click()
    widget(page, "check_on_open").click()
    widget(page, "text_percent").more.click()
    widget(page, "channel").button("beta").click()
    saved = load_settings(tmp_path / "settings.json")
    assert (saved.color_scheme, saved.check_on_open, saved.text_percent, saved.channel) == (
        "dark",
        False,
        105,
        "beta",
    )
    assert store.value == saved


def test_a_change_from_elsewhere_is_shown(page: SettingsPage, store: SettingsService) -> None:
    store.change(row_height="roomy", updates_first=True, parallel_downloads=8)
    assert widget(page, "row_height").current() == "roomy"
    assert widget(page, "updates_first").isChecked()
    stepper = widget(page, "parallel_downloads")
    assert (stepper.value, stepper.more.isEnabled(), stepper.less.isEnabled()) == (8, False, True)


class Unwritable:
    def __init__(self) -> None:
        self.changed: Event[Settings] = Event()
        self.value = Settings()

    def change(self, **options: Any) -> None:
        raise SettingsError("The settings could not be saved.", remedy="Check the folder's permissions.")


def test_what_cannot_be_saved_is_a_banner(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    page = SettingsPage(theme, Unwritable(), Paths(tmp_path, tmp_path, tmp_path))
    qtbot.addWidget(page)
    widget(page, "updates_first").click()
    banner = page.banners.banner("error")
    assert banner is not None
    assert banner.accessibleName() == "The settings could not be saved. Check the folder's permissions."


def test_folders_and_the_project_page_can_be_shown(page: SettingsPage, tmp_path: Path) -> None:
    folders: list[Path] = []
    links: list[str] = []
    page.folder_wanted.connect(folders.append)
    page.link_wanted.connect(links.append)
    for button in page.findChildren(QAbstractButton):
        if button.accessibleName().startswith("Show the folder") or button.text() == "Project page":
            button.click()
    assert folders == [tmp_path / "data", tmp_path / "config", tmp_path / "cache"]
    assert len(links) == 1
    assert links[0].startswith("https://")


def test_every_control_has_a_name_and_takes_the_keyboard(qtbot: QtBot, page: SettingsPage) -> None:
    for button in page.findChildren(QAbstractButton):
        assert button.accessibleName(), button
        assert button.focusPolicy() != Qt.FocusPolicy.NoFocus
    switch = widget(page, "updates_first")
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()


def test_a_narrow_window_cuts_nothing_off(page: SettingsPage) -> None:
    page.theme.set_text_scale(1.5)
    page.resize(1045, 751)
    viewport = page._scroll.viewport()
    right = [
        control.widget.mapTo(viewport, control.widget.rect().topRight()).x()
        for control in page.controls.values()
    ]
    assert max(right) < viewport.width()


@pytest.mark.parametrize(
    "stored", ['{"parallel_downloads": 5000}', '{"text_percent": 0}', '{"channel": "nightly"}']
)
def test_impossible_values_are_not_taken_from_the_file(tmp_path: Path, stored: str) -> None:
    (tmp_path / "settings.json").write_text(stored, encoding="utf-8")
    assert load_settings(tmp_path / "settings.json") == Settings()


def test_what_is_kept_for_undo_is_told_beside_its_limits(qtbot: QtBot, page: SettingsPage) -> None:
    page.hide()
    with qtbot.waitSignal(page.shown):
        page.show()
    page.show_kept(3 * 1024 * 1024)
    assert page.kept.text() == "3.0 MB"
    assert widget(page, "undo_gib").words.text() == "2 GB"
    assert widget(page, "undo_days").words.text() == "90 days"
