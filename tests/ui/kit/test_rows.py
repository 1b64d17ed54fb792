from collections.abc import Iterator

import pytest
from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    QStringListModel,
    Qt,
)
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from modstead.ui.kit.install import InstallState, draw_install, install_cancel_rect, install_rect
from modstead.ui.kit.painting import chip_close_rect, chip_rect, draw_chip, draw_switch, draw_text, draw_tick
from modstead.ui.kit.rows import RowList, RowState, draw_row, row_rect
from modstead.ui.theme import Theme


class Rows(QStyledItemDelegate):
    """Paints what the list says about each row, and remembers it."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self.view = view
        self.states: dict[int, RowState] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self.view.theme.px(32))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        state = self.view.row_state(index)
        self.states[index.row()] = state
        draw_row(painter, self.view.theme, row_rect(self.view.theme, option.rect), state)
        draw_text(painter, self.view.theme, option.rect, str(index.data()))


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> Iterator[RowList]:
    view = RowList(theme)
    model = QStringListModel([f"Mod {number}" for number in range(50)], view)
    view.setModel(model)
    view.setItemDelegate(Rows(view))
    view.resize(400, 300)
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.waitUntil(view.hasFocus)
    return view


def states(view: RowList) -> dict[int, RowState]:
    delegate = view.itemDelegate()
    assert isinstance(delegate, Rows)
    delegate.states.clear()
    view.grab()
    return delegate.states


def middle(view: RowList, row: int) -> QPoint:
    return view.visualRect(view.model().index(row, 0)).center()


def move_to(view: RowList, row: int) -> None:
    """Straight to the list: by way of the system, a move to where the test before left the pointer is none."""
    place = QPointF(middle(view, row))
    there = view.viewport().mapToGlobal(place)
    no_button = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, place, there, no_button, no_button, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(view.viewport(), event)


def test_the_row_under_the_pointer_is_hovered(view: RowList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.hovered_changed):
        move_to(view, 3)
    assert view.hovered_index().row() == 3
    assert [row for row, state in states(view).items() if state.hovered] == [3]
    view.model().removeRow(3)
    assert not any(state.hovered for state in states(view).values())


def test_the_ring_is_the_keyboards(view: RowList, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, 2))
    assert states(view)[2] == RowState(selected=True, hovered=states(view)[2].hovered)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert [row for row, state in states(view).items() if state.ring] == [3]
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, 1))
    assert not any(state.ring for state in states(view).values())


def test_selected_neighbours_share_an_edge(view: RowList, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, 1))
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, shift, middle(view, 3))
    shown = states(view)
    edges = [(shown[row].joined_above, shown[row].joined_below) for row in (1, 2, 3)]
    assert edges == [(False, True), (True, True), (True, False)]


def test_return_activates_the_current_row(view: RowList, qtbot: QtBot) -> None:
    view.setCurrentIndex(view.model().index(4, 0))
    with qtbot.waitSignal(view.activated_by_keyboard) as asked:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert asked.args is not None
    assert asked.args[0].row() == 4


def test_rows_grow_with_the_font(view: RowList, theme: Theme) -> None:
    assert view.visualRect(view.model().index(0, 0)).height() == 32
    theme.set_text_scale(1.5)
    assert view.visualRect(view.model().index(0, 0)).height() == 49


def painted(theme: Theme, *args: object) -> QImage:
    image = QImage(120, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(theme.palette.sheet)
    return image


def test_corners_between_selected_neighbours_are_square(theme: Theme) -> None:
    corners = {}
    for joined in (False, True):
        image = painted(theme)
        painter = QPainter(image)
        draw_row(painter, theme, QRect(0, 0, 120, 40), RowState(selected=True, joined_above=joined))
        painter.end()
        corners[joined] = image.pixelColor(0, 0)
    assert corners == {False: theme.palette.sheet, True: theme.palette.accent_soft}


def test_switch_and_tick_show_their_state(theme: Theme) -> None:
    def colours(draw: object, **state: object) -> set[str]:
        image = painted(theme)
        painter = QPainter(image)
        draw(painter, theme, QRect(0, 0, 40, 40), **state)  # type: ignore[operator]
        painter.end()
        return {QColor(image.pixel(x, y)).name() for x in range(40) for y in range(40)}

    c = theme.palette
    assert {c.accent_soft_2.name(), c.accent.name()} <= colours(draw_switch, on=True)
    assert {c.accent.name(), c.on_accent.name()} <= colours(draw_switch, on=True, selected=True)
    assert c.control.name() in colours(draw_switch, on=False)
    assert c.accent.name() not in colours(draw_switch, on=False)
    assert c.accent.name() in colours(draw_tick, state="on")
    assert c.bad_fill.name() in colours(draw_tick, state="without")
    assert c.accent.name() not in colours(draw_tick, state="off")


def test_hit_areas_are_where_things_are_painted(theme: Theme) -> None:
    row = QRect(0, 0, 400, 32)
    chip = chip_rect(theme, 20, row, "not Library", closable=True)
    assert chip.height() == 22
    assert chip.contains(chip_close_rect(theme, chip))
    button = install_rect(theme, row, 390)
    assert (button.width(), button.height(), button.x() + button.width()) == (112, 28, 390)
    assert button.contains(install_cancel_rect(theme, button))
    image = QImage(400, 32, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(theme.palette.sheet)
    painter = QPainter(image)
    draw_chip(painter, theme, chip, "not Library", tone="bad", closable=True)
    draw_install(painter, theme, button, InstallState("primary"))
    painter.end()
    assert image.pixelColor(chip.x() + 3, chip.center().y()) == theme.palette.bad_soft
    assert image.pixelColor(button.x() + 4, button.center().y()) == theme.palette.accent
    assert image.pixelColor(button.x() - 2, button.center().y()) == theme.palette.sheet


@pytest.mark.parametrize(
    ("state", "words", "presses"),
    [
        (InstallState("install"), "Install", True),
        (InstallState("primary"), "Install", True),
        (InstallState("running", share=0.62), "62 %", False),
        (InstallState("running", share=7.0), "100 %", False),
        (InstallState("installed"), "Installed", False),
        (InstallState("update"), "Update", True),
        (InstallState("unfit", "No 1.21.4 yet"), "No 1.21.4 yet", False),
        (InstallState("off", "Update"), "Update", False),
    ],
)
def test_the_install_button_says_its_state(
    theme: Theme, state: InstallState, words: str, *, presses: bool
) -> None:
    image = painted(theme)
    painter = QPainter(image)
    draw_install(painter, theme, QRect(4, 6, 112, 28), state, hovered=True)
    painter.end()
    assert (state.words, state.presses) == (words, presses)
    assert image != painted(theme)
