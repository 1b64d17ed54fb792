from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from modstead.domain.catalog import GameVersionTag
from modstead.domain.game_versions import GameVersions
from modstead.domain.instance import Instance, Loader
from modstead.services.instances import KnownInstance
from modstead.ui.images import ImageLoader
from modstead.ui.instance_looks import _read
from modstead.ui.instance_menu import InstanceMenu
from modstead.ui.kit.banners import BannerArea
from modstead.ui.loader_banner import LoaderBanner
from modstead.ui.theme import Theme


def known(name: str, loader: Loader | None = Loader.FABRIC) -> KnownInstance:
    version = "1.21.4" if loader else None
    return KnownInstance(Instance(Path("/games") / name, name, "Prism Launcher", loader, "", version), 12)


MEADOW, SALTMARSH = known("Meadow"), known("Saltmarsh", None)


@pytest.fixture
def menu(qtbot: QtBot, theme: Theme, images: ImageLoader) -> InstanceMenu:
    menu = InstanceMenu(theme, images)
    qtbot.addWidget(menu)
    QAbstractItemModelTester(menu.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    menu.set_instances([MEADOW, SALTMARSH], MEADOW.instance.folder)
    menu.popup(QPoint(10, 10))
    return menu


def words(menu: InstanceMenu) -> list[object]:
    role = Qt.ItemDataRole.AccessibleTextRole
    return [menu.model.data(menu.model.index(row), role) for row in range(menu.model.rowCount())]


def test_the_menu_lists_instances_and_what_can_be_done(menu: InstanceMenu) -> None:
    assert words(menu) == [
        "Meadow, Fabric 1.21.4 · Prism Launcher, 12 mods, open now",
        "Saltmarsh, Loader not known · Prism Launcher, 12 mods",
        "Add a folder…",
        "Loader and game version…",
        "Move to another Minecraft…",
        "Forget Meadow",
    ]
    assert menu.list.currentIndex().row() == 0
    assert not menu.list.verticalScrollBar().isVisible()


def test_another_instance_is_opened_by_click_and_by_keyboard(qtbot: QtBot, menu: InstanceMenu) -> None:
    wanted: list[Instance] = []
    menu.instance_wanted.connect(wanted.append)
    at = menu.list.visualRect(menu.model.index(1)).center()
    qtbot.mouseClick(menu.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert not menu.isVisible()
    menu.popup(QPoint(10, 10))
    qtbot.keyClick(menu.list, Qt.Key.Key_Down)
    qtbot.keyClick(menu.list, Qt.Key.Key_Return)
    assert wanted == [SALTMARSH.instance, SALTMARSH.instance]


def test_the_open_instance_is_not_opened_again(qtbot: QtBot, menu: InstanceMenu) -> None:
    with qtbot.assertNotEmitted(menu.instance_wanted):
        qtbot.keyClick(menu.list, Qt.Key.Key_Return)
    assert not menu.isVisible()


def test_actions_and_forgetting(qtbot: QtBot, menu: InstanceMenu) -> None:
    forgotten: list[Instance] = []
    menu.forget_wanted.connect(forgotten.append)
    for row, signal in (
        (2, menu.folder_wanted),
        (3, menu.details_wanted),
        (4, menu.move_wanted),
        (5, menu.forget_wanted),
    ):
        menu.list.setCurrentIndex(menu.model.index(row))
        with qtbot.waitSignal(signal, timeout=1000):
            qtbot.keyClick(menu.list, Qt.Key.Key_Space)
    menu.list.setCurrentIndex(menu.model.index(1))
    qtbot.keyClick(menu.list, Qt.Key.Key_Delete)
    assert forgotten == [MEADOW.instance, SALTMARSH.instance]


def test_escape_closes(qtbot: QtBot, menu: InstanceMenu) -> None:
    qtbot.keyClick(menu.list, Qt.Key.Key_Escape)
    assert not menu.isVisible()


def test_without_any_instance_a_folder_can_still_be_added(
    qtbot: QtBot, theme: Theme, images: ImageLoader
) -> None:
    menu = InstanceMenu(theme, images)
    qtbot.addWidget(menu)
    menu.set_instances([], None)
    assert words(menu) == ["Add a folder…"]


def test_many_instances_scroll_and_the_menu_stays_on_the_screen(
    qtbot: QtBot, theme: Theme, images: ImageLoader
) -> None:
    menu = InstanceMenu(theme, images)
    qtbot.addWidget(menu)
    menu.set_instances([known(f"Number {number}") for number in range(40)], None)
    menu.popup(QPoint(5000, 5000))
    assert menu.height() <= 560
    assert menu.screen().availableGeometry().contains(menu.geometry())


def test_an_unknown_loader_is_asked_once(qtbot: QtBot, theme: Theme) -> None:
    area = BannerArea(theme)
    qtbot.addWidget(area)
    versions = GameVersions((GameVersionTag("1.21.4"), GameVersionTag("1.20.1")))
    banner = LoaderBanner(theme, Instance(Path("/server/mods"), "mods"), versions)
    area.show_banner("loader", banner)
    answers: list[tuple[Loader, str]] = []
    banner.answered.connect(lambda loader, version: answers.append((loader, version)))
    assert banner.accessibleName().startswith("Which game is mods for?")
    assert not banner.use.isEnabled()
    banner.loader.setCurrentIndex(banner.loader.findText("NeoForge"))
    assert not banner.use.isEnabled()
    qtbot.keyClicks(banner.version.lineEdit(), "1.20.1")
    assert banner.use.isEnabled()
    qtbot.keyClick(banner.version.lineEdit(), Qt.Key.Key_Return)
    assert answers == [(Loader.NEOFORGE, "1.20.1")]


def test_what_is_known_is_chosen_already(qtbot: QtBot, theme: Theme) -> None:
    banner = LoaderBanner(theme, MEADOW.instance, GameVersions())
    qtbot.addWidget(banner)
    assert (banner.loader.currentText(), banner.version.currentText()) == ("Fabric", "1.21.4")
    with qtbot.waitSignal(banner.answered, timeout=1000) as told:
        banner.use.click()
    assert told.args == [Loader.FABRIC, "1.21.4"]


def test_an_instances_icon_is_read_within_bounds(tmp_path: Path) -> None:
    icon = tmp_path / "icon.png"
    icon.write_bytes(b"x" * 100)
    assert _read(icon) == b"x" * 100
    with icon.open("wb") as file:
        file.truncate(5 * 1024 * 1024)
    assert _read(icon) is None
    assert _read(tmp_path / "none.png") is None
