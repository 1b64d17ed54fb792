from PySide6.QtCore import QRect, QStringListModel, Qt
from PySide6.QtWidgets import QStyledItemDelegate
from pytestqt.qtbot import QtBot

from modstead.ui.kit.checks import Switch, TickBox
from modstead.ui.kit.combos import ComboBox
from modstead.ui.kit.rows import RowList
from modstead.ui.theme import Theme


def test_a_switch_turns_by_space_and_return(qtbot: QtBot, theme: Theme) -> None:
    switch = Switch(theme, "Check on open", on=True)
    qtbot.addWidget(switch)
    switch.show()
    for key, on in ((Qt.Key.Key_Space, False), (Qt.Key.Key_Return, True)):
        qtbot.keyClick(switch, key)
        assert switch.isChecked() is on
    assert switch.accessibleName() == "Check on open"


def test_a_partly_ticked_box_becomes_wholly_ticked(qtbot: QtBot, theme: Theme) -> None:
    box = TickBox(theme, "All")
    qtbot.addWidget(box)
    box.set_partly(partly=True)
    assert box.accessibleDescription() == "some of them"
    box.click()
    assert box.isChecked()
    assert box.accessibleDescription() == ""
    box.click()
    assert not box.isChecked()


def test_a_combo_box_grows_with_the_text(qtbot: QtBot, theme: Theme) -> None:
    combo = ComboBox(theme, "Loader", width=100)
    qtbot.addWidget(combo)
    small = combo.sizeHint()
    theme.set_text_scale(2.0)
    assert combo.sizeHint().width() == 2 * small.width()
    combo.addItems(["Fabric"])
    combo.setCurrentIndex(-1)
    combo.show()
    assert not combo.grab().isNull()


def test_rows_reach_under_the_scroll_bar(qtbot: QtBot, theme: Theme) -> None:
    rows = RowList(theme)
    qtbot.addWidget(rows)
    model = QStringListModel(["one"], rows)
    rows.setModel(model)
    rows.setItemDelegate(QStyledItemDelegate(rows))
    rows.resize(300, 200)
    rows.show()
    assert rows.line_rect(QRect(0, 0, 300, 20)).width() == 300
    model.setStringList([str(number) for number in range(100)])
    rows.doItemsLayout()
    assert rows.verticalScrollBar().isVisible()
    assert rows.line_rect(QRect(0, 0, rows.viewport().width(), 20)).width() == rows.width()
