from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from modstead.ui.kit.buttons import Button
from modstead.ui.kit.drop import Dropped, drop_rows
from modstead.ui.kit.frame import RailItem
from modstead.ui.main_window import MainWindow
from modstead.ui.theme import Theme


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> MainWindow:
    window = MainWindow(theme)
    for key in ("browse", "mods", "history", "settings"):
        window.add_page(key, QLabel(key))
    window.show_page("mods")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return window


def mime(*urls: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    return data


def enter(window: MainWindow, data: QMimeData) -> bool:
    event = QDragEnterEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def test_measures_of_the_frame(window: MainWindow) -> None:
    assert window.top.height() == 48
    assert window.rail.width() == 152
    assert window.sheet.geometry().topLeft() == QPoint(152, 48)
    search = window.top.search.geometry()
    assert (search.width(), search.height()) == (420, 30)
    assert search.center().x() in (window.width() // 2 - 1, window.width() // 2)
    instance = window.top.instance.geometry()
    assert (instance.x(), instance.width(), instance.height()) == (8, 262, 36)


def test_a_narrow_window_keeps_icons_and_a_dot(window: MainWindow) -> None:
    window.rail.set_badge("mods", 23)
    window.resize(900, 600)
    assert window.rail.width() == 48
    assert window.rail.entry("mods").toolTip().startswith("Mods")
    assert window.rail.entry("mods").accessibleName() == "Mods, 23"
    assert not window.top.search.geometry().intersects(window.top.instance.geometry())
    window.resize(1280, 800)
    assert window.rail.width() == 152


def test_the_keyboard_reaches_every_page(window: MainWindow, qtbot: QtBot) -> None:
    for number, key in enumerate(("browse", "mods", "history", "settings"), start=1):
        with qtbot.waitSignal(window.page_requested) as asked:
            qtbot.keyClick(window, str(number), Qt.KeyboardModifier.ControlModifier)
        assert asked.args == [key]
        assert window.current_page() == window.rail.current() == key


def test_search_by_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.top.search.hasFocus)
    qtbot.keyClicks(window.top.search, " lantern ")
    with qtbot.waitSignal(window.search_submitted) as sent:
        qtbot.keyClick(window.top.search, Qt.Key.Key_Return)
    assert sent.args == ["lantern"]


def test_back_by_keyboard_and_mouse(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.back_requested):
        qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    with qtbot.waitSignal(window.escape_pressed):
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    with qtbot.waitSignal(window.back_requested):
        qtbot.mouseClick(window, Qt.MouseButton.BackButton)


def test_escape_in_a_full_search_field_only_empties_it(window: MainWindow, qtbot: QtBot) -> None:
    field = window.top.search
    field.setText("lantern")
    with qtbot.assertNotEmitted(window.escape_pressed):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    with qtbot.waitSignal(window.escape_pressed):
        qtbot.keyClick(field, Qt.Key.Key_Escape)


def test_a_page_without_an_entry_shows_within_another(window: MainWindow) -> None:
    page = QPushButton("Review")
    window.add_page("review", page)
    window.show_page("review", within="mods")
    assert (window.current_page(), window.rail.current()) == ("review", "mods")
    window.show_page("review")
    assert window.rail.current() == ""
    window.show_page("mods")
    window.remove_page("review")
    assert not window.has_page("review")


def test_dragging_says_what_will_happen_and_dropping_tells(window: MainWindow, qtbot: QtBot) -> None:
    window.drop_target = "Meadow"
    data = mime("file:///m/a.jar", "file:///m/b.jar", "https://modrinth.com/mod/lanternworks")
    assert enter(window, data)
    assert window.overlay.isVisible()
    assert window.overlay.title == "Drop 3 items on Meadow"
    assert "2 JARs: identified" in window.overlay.accessibleName()
    assert window.overlay.size() == window.size()
    assert not window.grab().isNull()
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(window.files_dropped) as got:
        QApplication.sendEvent(window, event)
    assert got.args == [[Path("/m/a.jar"), Path("/m/b.jar")], ["https://modrinth.com/mod/lanternworks"]]
    assert not window.overlay.isVisible()


def test_leaving_takes_the_overlay_away_and_nothing_useful_shows_none(window: MainWindow) -> None:
    enter(window, mime("file:///m/a.jar"))
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.overlay.isVisible()
    words = QMimeData()
    words.setText("just words")
    assert not enter(window, words)
    assert not enter(window, mime("ftp://example.invalid/a.jar"))
    assert not window.overlay.isVisible()
    link = QMimeData()
    link.setText("modrinth://mod/lanternworks")
    assert enter(window, link)


def test_what_is_dragged_over_a_project_of_one_s_own_is_for_that(window: MainWindow) -> None:
    window.publishing_on = lambda: "Tidal Core"
    enter(window, mime("file:///m/a.jar"))
    assert window.overlay.title == "Publish a version of Tidal Core"
    assert "1 file: a new version" in window.overlay.accessibleName()
    enter(window, mime("https://modrinth.com/mod/lanternworks"))
    assert window.overlay.title == "Drop 1 item on this folder"


def test_an_entry_comes_and_goes_above_the_foot_of_the_rail(window: MainWindow) -> None:
    item = RailItem("studio", "Studio", "packs")
    for _ in range(2):
        window.rail.add(item)
    column = window.rail.layout()
    places = [column.indexOf(window.rail.entry(key)) for key in ("history", "studio", "settings")]
    assert places == sorted(places)
    assert column.count() == len(window.rail._entries) + 1
    window.rail.choose("studio")
    assert window.rail.current() == "studio"
    for _ in range(2):
        window.rail.remove("studio")
    assert window.rail.current() == ""


def test_what_is_dragged_is_counted_by_kind() -> None:
    paths = tuple(
        Path(name) for name in ("a.jar", "b.JAR", "c.jar.disabled", "p.mrpack", "folder", "notes.txt")
    )
    rows = drop_rows(Dropped(paths, ("https://modrinth.com/mod/x",)))
    assert [row.text for row in rows] == ["3 JARs", "1 modpack", "1 folder", "1 link", "1 other file"]


def test_the_menu_of_instances_opens_below_its_button(window: MainWindow, qtbot: QtBot) -> None:
    window.top.instance.set_instance("Meadow", "Fabric 1.21.4 · 214 mods")
    with qtbot.waitSignal(window.instance_menu_requested) as asked:
        qtbot.mouseClick(window.top.instance, Qt.MouseButton.LeftButton)
    button = window.top.instance
    assert asked.args == [button.mapToGlobal(QPoint(0, button.height() + 4))]
    assert button.accessibleName() == "Instance Meadow, Fabric 1.21.4 · 214 mods"


def test_a_bare_frame_before_the_first_instance(window: MainWindow, qtbot: QtBot) -> None:
    window.set_bare(bare=True)
    assert not window.rail.isVisible()
    assert not window.top.search.isVisible()
    qtbot.waitUntil(lambda: window.sheet.geometry().x() == 8)
    window.set_bare(bare=False)
    assert window.rail.isVisible()
    qtbot.waitUntil(lambda: window.sheet.geometry().x() == 152)


def test_the_window_waits_where_something_must_finish(window: MainWindow, qtbot: QtBot) -> None:
    window.hold_open = True
    event = QCloseEvent()
    with qtbot.waitSignal(window.close_requested):
        QApplication.sendEvent(window, event)
    assert not event.isAccepted()
    window.hold_open = False


@pytest.mark.parametrize(
    ("lost", "gone", "now"),
    [
        ("send", "off", "message"),
        ("send", "hidden", "message"),
        ("save", "off", "rows"),
        ("save", "hidden", "rows"),
        ("undo", "hidden", "rows"),
        ("undo", "with its banner", "rows"),
    ],
)
def test_the_keyboard_stays_near_what_is_switched_off_under_it(
    window: MainWindow, theme: Theme, qtbot: QtBot, lost: str, gone: str, now: str
) -> None:
    page, compose, banner = QWidget(), QWidget(), QWidget()
    rows, message, sought = QListWidget(), QLineEdit(), QLineEdit()
    buttons = {name: Button(theme, name) for name in ("send", "save", "undo", "add")}
    for place, parts in (
        (compose, (message, buttons["send"])),
        (page, (buttons["save"], buttons["add"], sought, rows, compose)),
        (banner, (buttons["undo"],)),
    ):
        column = QVBoxLayout(place)
        for part in parts:
            column.addWidget(part)
    page.setFocusProxy(rows)
    window.add_page("reports", page)
    window.show_page("reports", within="mods")
    window.banners.layout().addWidget(banner)
    banner.show()
    window.banners.show()
    button = buttons[lost]
    qtbot.waitUntil(rows.hasFocus)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.hasFocus()
    if gone == "off":
        button.setEnabled(False)
    elif gone == "hidden":
        button.hide()
    else:
        banner.hide()
    assert {"message": message, "rows": rows}[now].hasFocus()


def test_every_control_of_the_frame_has_a_name(window: MainWindow) -> None:
    controls = [window.top.instance, window.top.search, window.top.tasks]
    controls += [window.rail.entry(key) for key in ("browse", "mods", "history", "settings")]
    assert all(control.accessibleName() for control in controls)
    assert all(control.focusPolicy() & Qt.FocusPolicy.TabFocus for control in controls)
