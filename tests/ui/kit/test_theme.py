import pytest
from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from modstead.ui.theme import DARK, LIGHT, Theme, roles


def test_lengths_follow_the_font(qapp: QApplication) -> None:
    theme = Theme("light", text_scale=1.5)
    assert theme.font("body").pixelSize() == 20
    assert theme.scale == 20 / 13
    assert (theme.px(28), theme.px(32), theme.px(1)) == (43, 49, 2)
    assert Theme("light", text_scale=1.0).px(28) == 28


def test_roles_have_the_sizes_and_weights_of_the_design(theme: Theme) -> None:
    sizes = {role: theme.font(role).pixelSize() for role in roles()}
    assert sizes == {
        "display": 24, "project": 20, "title": 18, "heading": 15, "result": 14, "body": 13, "caption": 12,
        "micro": 11, "code": 12,
    }  # fmt: skip
    assert theme.font("title").weight() == 600
    assert theme.font("body").weight() == 400
    assert theme.font("body", 500).weight() == 500
    assert theme.font("body") is theme.font("body", 400)


def test_digits_are_of_one_width(theme: Theme) -> None:
    widths = {theme.advance(digit * 10, "body") for digit in "0123456789"}
    assert len(widths) == 1


def test_another_scheme_is_told_and_reaches_qt(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.set_scheme("dark")
    assert theme.palette is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == DARK.chrome
    assert DARK.sheet.name() in qapp.styleSheet()
    theme.set_scheme("light")
    assert theme.palette is LIGHT
    assert qapp.palette().color(QPalette.ColorRole.Base) == LIGHT.sheet
    assert qapp.palette().color(QPalette.ColorRole.PlaceholderText) == LIGHT.text_3


def test_another_size_is_told_and_forgets_what_was_measured(theme: Theme, qtbot: QtBot) -> None:
    before = theme.advance("Meadow", "body")
    with qtbot.waitSignal(theme.changed):
        theme.set_text_scale(1.5)
    assert theme.advance("Meadow", "body") > before


def test_long_text_is_cut_to_its_room(theme: Theme) -> None:
    whole = "A very long name that nobody can read in a narrow column"
    cut = theme.elided(whole, "body", None, 100)
    assert cut.endswith("…")
    assert theme.advance(cut, "body") <= 100
    assert theme.elided("Short", "body", None, 100) == "Short"


@pytest.mark.parametrize("missing", [("Inter",), ("Inter", "Noto Sans", "JetBrains Mono", "Noto Sans Mono")])
def test_other_fonts_serve_where_the_preferred_are_missing(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, missing: tuple[str, ...]
) -> None:
    has_family = QFontDatabase.hasFamily
    monkeypatch.setattr(
        QFontDatabase, "hasFamily", lambda family: family not in missing and has_family(family)
    )
    theme = Theme("light", text_scale=1.0)
    assert theme.font("body").family() not in missing
    assert theme.font("body").family()
    assert theme.advance("Meadow", "body") > 0
