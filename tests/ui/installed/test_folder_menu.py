"""The menu of the folder as a whole."""

from collections.abc import Callable

from modstead.ui.installed.folder_menu import FolderEntry, Place
from modstead.ui.installed.policy_facts import FactLine
from modstead.ui.kit.labels import Label, Link
from modstead.ui.kit.menus import Menu
from ui.folder_pages import Heard, settled
from ui.installed.conftest import Scene

Play = Callable[..., None]


def test_the_folder_menu_shows_what_is_offered_in_its_place(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page, done = scene.page, []
        lock = FolderEntry(
            "Lock file", "lock", entries=(FolderEntry("Write", act=lambda: done.append("write")),)
        )
        page.folder_menu.offer(Place.LOCK, lambda: [lock])
        page.folder_menu.offer(Place.MOVING, lambda: [FolderEntry("Move", why_not="It is offline.")])
        menu = page.folder_menu.open(page.title_bar.more_button)
        _updating, _line, move, line, locking = menu.actions()
        assert (move.text(), move.isEnabled(), move.toolTip()) == ("Move", False, "It is offline.")
        assert line.isSeparator()
        submenu = locking.menu()
        assert isinstance(submenu, Menu)
        submenu.actions()[0].trigger()
        assert done == ["write"]
        menu.close()

    play(act)


def test_drift_from_the_lock_file_is_said_quietly_beside_the_folder(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        await settled()
        assert not page.panel.findChildren(FactLine)
        scene.locks.drifts = 3
        page.lock.look()
        await scene.rest()
        await settled()
        (line,) = page.panel.findChildren(FactLine)
        assert line.findChildren(Label)[0].text() == "Lock file: 3 differences"
        asked = Heard(page.panel.compare_asked)
        line.findChildren(Link)[0].click()
        assert asked.values

    play(act)
