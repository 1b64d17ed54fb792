"""The Mods page in the window, by keyboard alone."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from modstead.ui.installed.model import Show
from modstead.ui.kit.panel import Panel
from modstead.ui.main_window import MainWindow
from modstead.ui.theme import Theme
from ui.folder_pages import settled
from ui.installed.conftest import Scene

Play = Callable[..., None]


async def in_window(scene: Scene, theme: Theme) -> MainWindow:
    window = MainWindow(theme)
    window.add_page("mods", scene.page)
    window.show_page("mods")
    window.show()
    window.activateWindow()
    await settled()
    return window


def leave(window: MainWindow, scene: Scene) -> None:
    window.remove_page("mods")
    window.close()
    window.deleteLater()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def walked(window: MainWindow, key: Qt.Key) -> list[QWidget]:
    """Everything that Tab leads to, until it comes round again."""
    way: list[QWidget] = []
    while focused() not in way:
        way.append(focused())
        QTest.keyClick(focused(), key)
    return way


def one_of(button: QAbstractButton) -> list[QAbstractButton]:
    """All of a choice of which one is on: Tab leads to that one, the arrow keys lead on."""
    group = button.group()
    return list(group.buttons()) if group and group.exclusive() else []


@pytest.mark.parametrize("show", [Show.ALL, Show.PROBLEMS])
@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_tab_leads_to_everything_there_is_to_press(play: Play, theme: Theme, show: Show, key: Qt.Key) -> None:
    async def act(scene: Scene) -> None:
        window = await in_window(scene, theme)
        page = scene.page
        page.show_only(show)
        await settled()
        page.setFocus()
        way = walked(window, key)
        buttons = [
            button
            for button in window.findChildren(QAbstractButton)
            if button.isVisible()
            and button.isEnabled()
            and button.focusPolicy() is not Qt.FocusPolicy.NoFocus
        ]
        missing = [
            button.accessibleName() or button.text()
            for button in buttons
            if button not in way and not any(other in way for other in one_of(button))
        ]
        assert missing == []
        shown = page.body.problems.list if page.body.problems else page.table.list
        assert shown in way
        if page.body.problems:
            assert page.body.problems.fix_all in way
        assert any(page.panel.isAncestorOf(widget) for widget in way)
        leave(window, scene)

    play(act)


def test_tab_leads_through_the_graph_too(play: Play, theme: Theme) -> None:
    async def act(scene: Scene) -> None:
        window = await in_window(scene, theme)
        scene.page.show_graph()
        await settled()
        graph = scene.page.body.graph
        assert graph
        way = walked(window, Qt.Key.Key_Tab)
        assert graph.view in way
        buttons = [button for button in graph.findChildren(QAbstractButton) if button.isVisible()]
        assert [button.accessibleName() for button in buttons if button not in way] == []
        leave(window, scene)

    play(act)


def test_tab_goes_as_one_reads(play: Play, theme: Theme) -> None:
    async def act(scene: Scene) -> None:
        window = await in_window(scene, theme)
        page = scene.page
        page.show_only(Show.PROBLEMS)
        await settled()
        page.setFocus()
        way = walked(window, Qt.Key.Key_Tab)
        start = way.index(window.top.instance)
        way = way[start:] + way[:start]
        problems = page.body.problems
        assert problems
        parts = [window.top, window.rail, page.title_bar, page.filters, problems, page.panel]
        entered = [next(n for n, widget in enumerate(way) if part.isAncestorOf(widget)) for part in parts]
        assert entered == sorted(entered)
        leave(window, scene)

    play(act)


def test_f6_goes_from_area_to_area(play: Play, theme: Theme) -> None:
    async def act(scene: Scene) -> None:
        window = await in_window(scene, theme)
        page = scene.page
        page.setFocus()
        came: list[str] = []
        for _ in range(4):
            QTest.keyClick(focused(), Qt.Key.Key_F6)
            areas: tuple[QWidget, ...] = (*page.findChildren(Panel), page, window.rail, window.top)
            came.append(type(next(area for area in areas if area.isAncestorOf(focused()))).__name__)
        assert came == ["ModPanel", "TopBar", "Rail", "InstalledPage"]
        QTest.keyClick(focused(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        assert window.rail.isAncestorOf(focused())
        leave(window, scene)

    play(act)
