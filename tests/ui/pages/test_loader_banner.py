"""The question for loader and game version: only what fits the folder's content is offered."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from modstead.domain.catalog import GameVersionTag
from modstead.domain.game_versions import GameVersions
from modstead.domain.instance import ContentKind, Instance, Loader
from modstead.paths import resources
from modstead.ui.content_words import loaders_of, words_for
from modstead.ui.loader_banner import LoaderBanner
from modstead.ui.theme import Theme

FOLDER = Instance(Path("/srv/plain"), "Plain")
VERSIONS = GameVersions(tuple(GameVersionTag(number) for number in ("1.21.4", "1.21.1")))


def banner_for(qtbot: QtBot, theme: Theme, content: ContentKind) -> LoaderBanner:
    banner = LoaderBanner(theme, replace(FOLDER, content=content), VERSIONS)
    qtbot.addWidget(banner)
    banner.show()
    return banner


def offered(banner: LoaderBanner) -> list[str]:
    return [banner.loader.itemText(place) for place in range(banner.loader.count())]


def test_mods_are_asked_for_mod_loaders_and_plugins_for_servers(qtbot: QtBot, theme: Theme) -> None:
    mods = banner_for(qtbot, theme, ContentKind.MOD)
    assert offered(mods) == ["Fabric", "Quilt", "Forge", "NeoForge"]
    assert mods.accessibleName() == (
        "Which game is Plain for? Both decide which mods fit; they are asked once."
    )
    plugins = banner_for(qtbot, theme, ContentKind.PLUGIN)
    assert offered(plugins)[:3] == ["Paper", "Purpur", "Folia"]
    assert "Fabric" not in offered(plugins)
    assert plugins.accessibleName().startswith("Which server is Plain for?")


def test_packs_are_asked_for_the_game_version_alone(qtbot: QtBot, theme: Theme) -> None:
    banner = banner_for(qtbot, theme, ContentKind.RESOURCE_PACK)
    assert not banner.loader.isVisible()
    assert not banner.use.isEnabled()
    banner.version.setCurrentText("1.21.4")
    with qtbot.waitSignal(banner.answered) as answer:
        banner.use.click()
    assert answer.args == [None, "1.21.4"]


def test_a_proxy_runs_no_game_version(qtbot: QtBot, theme: Theme) -> None:
    banner = banner_for(qtbot, theme, ContentKind.PLUGIN)
    banner.version.setCurrentText("")
    banner.loader.setCurrentIndex(banner.loader.findData(Loader.VELOCITY))
    assert not banner.version.isVisible()
    with qtbot.waitSignal(banner.answered) as answer:
        banner.use.click()
    assert answer.args == [Loader.VELOCITY, ""]


@pytest.mark.parametrize("content", ContentKind)
def test_each_kind_of_content_has_words_and_loaders_of_its_own(content: ContentKind) -> None:
    words = words_for(content)
    assert words.counted(1) == f"1 {words.one}"
    assert words.counted(1200) == f"1,200 {words.many}"
    assert all(loader.content is content for loader in loaders_of(content))


@pytest.mark.parametrize("loader", Loader)
def test_each_loader_has_a_badge(loader: Loader) -> None:
    assert (resources() / "icons" / f"loader-{loader}.svg").is_file()


def test_a_version_that_nobody_knows_is_asked_about_once_more(qtbot: QtBot, theme: Theme) -> None:
    banner = banner_for(qtbot, theme, ContentKind.RESOURCE_PACK)
    banner.version.setCurrentText("9.99")
    with qtbot.assertNotEmitted(banner.answered):
        banner.use.click()
    assert banner.accessibleName() == "No Minecraft 9.99 is known. Is it meant all the same?"
    with qtbot.waitSignal(banner.answered) as answer:
        banner.use.click()
    assert answer.args == [None, "9.99"]


def test_without_the_list_any_version_is_taken(qtbot: QtBot, theme: Theme) -> None:
    banner = LoaderBanner(theme, replace(FOLDER, content=ContentKind.SHADER), GameVersions())
    qtbot.addWidget(banner)
    banner.version.setCurrentText("9.99")
    with qtbot.waitSignal(banner.answered):
        banner.use.click()


def test_a_click_into_the_empty_field_opens_the_list(qtbot: QtBot, theme: Theme) -> None:
    banner = banner_for(qtbot, theme, ContentKind.RESOURCE_PACK)
    edit = banner.version.lineEdit()
    assert edit
    qtbot.mouseClick(edit, Qt.MouseButton.LeftButton)
    assert banner.version.view().isVisible()
    banner.version.hidePopup()
