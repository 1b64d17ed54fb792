"""A picture of the whole kit in both schemes and at 150 %, under `build/pictures`, to be looked at."""

from pathlib import Path

import pytest
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from modstead.ui.theme import SchemeChoice, Theme
from ui.kit.component_sheet import ComponentSheet

PICTURES = Path(__file__).resolve().parents[3] / "build" / "pictures"


@pytest.mark.parametrize(
    ("name", "scheme", "scale"), [("light", "light", 1.0), ("dark", "dark", 1.0), ("light-150", "light", 1.5)]
)
def test_the_component_sheet_paints(
    qtbot: QtBot, qapp: QApplication, name: str, scheme: SchemeChoice, scale: float
) -> None:
    theme = Theme(scheme, text_scale=scale)
    theme.apply(qapp)
    QCursor.setPos(4000, 4000)
    sheet = ComponentSheet(theme)
    qtbot.addWidget(sheet)
    with qtbot.waitExposed(sheet):
        sheet.show()
    sheet.settle()
    qtbot.waitUntil(lambda: sheet.toast.graphicsEffect() is None)
    picture = sheet.grab().toImage()
    PICTURES.mkdir(parents=True, exist_ok=True)
    assert picture.save(str(PICTURES / f"kit-{name}.png"))
    assert picture.pixelColor(2, 2) == theme.palette.sheet
    primary = sheet.mapFromGlobal(sheet.focused.mapToGlobal(sheet.focused.rect().topLeft()))
    around = picture.pixelColor(primary.x() + sheet.focused.width() // 2, primary.y() - theme.px(2) - 1)
    assert around == theme.palette.accent, "the focus ring stands outside the button"
