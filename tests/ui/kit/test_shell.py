from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from modstead.ui.icons import application_icon
from modstead.ui.main_window import MainWindow
from modstead.ui.shell import Shell, first_palette
from modstead.ui.theme import DARK, LIGHT, Theme


def test_the_shell_paints_the_frame_and_is_filled(qtbot: QtBot, theme: Theme) -> None:
    shell = Shell(LIGHT)
    qtbot.addWidget(shell)
    with qtbot.waitExposed(shell):
        shell.show()
    empty = shell.grab().toImage()
    assert empty.pixelColor(20, 20) == LIGHT.chrome
    assert empty.pixelColor(700, 400) == LIGHT.sheet
    window = MainWindow(theme)
    window.add_page("mods", QLabel("Mods"))
    shell.fill(window)
    qtbot.waitUntil(lambda: window.size() == shell.size())
    full = shell.grab().toImage()
    assert full.pixelColor(700, 700) == LIGHT.sheet
    assert full != empty
    theme.set_scheme("dark")
    dark = shell.grab().toImage()
    assert (dark.pixelColor(60, 400), dark.pixelColor(700, 700)) == (DARK.chrome, DARK.sheet)
    theme.set_scheme("light")
    window.hold_open = True
    with qtbot.waitSignal(window.close_requested):
        assert not shell.close()
    assert shell.isVisible()
    window.hold_open = False
    assert shell.close()


def test_the_first_scheme_is_the_told_one_or_the_systems(qapp: QApplication) -> None:
    assert first_palette("light", qapp) is LIGHT
    assert first_palette("dark", qapp) is DARK
    before = qapp.palette()
    dark = QPalette(before)
    dark.setColor(QPalette.ColorRole.Window, QColor("#202020"))
    qapp.setPalette(dark)
    assert first_palette("system", qapp) is DARK
    dark.setColor(QPalette.ColorRole.Window, QColor("#f0f0f0"))
    qapp.setPalette(dark)
    assert first_palette("system", qapp) is LIGHT
    qapp.setPalette(before)


def test_the_application_has_its_icon(qapp: QApplication) -> None:
    assert not application_icon().pixmap(32, 32).isNull()


def test_size_and_place_come_back_and_what_is_no_place_is_left(qtbot: QtBot) -> None:
    shell = Shell(LIGHT)
    qtbot.addWidget(shell)
    shell.setGeometry(40, 30, 700, 500)
    again = Shell(LIGHT, place=shell.place)
    qtbot.addWidget(again)
    assert again.geometry() == shell.geometry()
    strange = Shell(LIGHT, place="no such place é")
    qtbot.addWidget(strange)
    assert strange.size() == Shell(LIGHT).size()
