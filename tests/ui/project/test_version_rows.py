"""Where the parts of a version's row stand, however little room there is."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect

from domain_values import version
from modstead.ui.kit.install import InstallState
from modstead.ui.project.versions import VersionRow, _places, name_and_chip
from modstead.ui.theme import Theme

COLUMNS = ("channel", "date", "size", "downloads")


@pytest.mark.parametrize(("width", "shown"), [(1000, 4), (560, 2), (460, 1), (340, 0)])
def test_columns_give_way_to_the_number(theme: Theme, width: int, shown: int) -> None:
    places = _places(theme, QRect(0, 0, width, 48), width)
    assert [bool(getattr(places, key).width()) for key in COLUMNS] == [n < shown for n in range(4)]
    if shown:
        assert places.name.width() >= 190
    cells = sorted((getattr(places, key) for key in ("name", "button", *COLUMNS)), key=QRect.x)
    seen = [cell for cell in cells if cell.width()]
    assert all(left.right() < right.x() for left, right in pairwise(seen))


@pytest.mark.parametrize("width", [60, 120, 400])
def test_what_is_installed_keeps_its_number(theme: Theme, width: int) -> None:
    row = VersionRow(
        replace(version(), number="4.1.4+1.20.1"), "Fabric", InstallState("installed"), installed=True
    )
    number, chip = name_and_chip(theme, QRect(0, 0, width, 20), row)
    assert chip is not None
    assert number.width() >= 20
    assert number.right() < chip.x()
    assert chip.right() < width
