from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.buttons import Button, SplitButton
from modstead.ui.kit.choices import Choice, PillBar, Segment
from modstead.ui.kit.fields import SearchField, focus_action
from modstead.ui.kit.focus import FocusRing, ringed
from modstead.ui.kit.labels import Label, RichLabel
from modstead.ui.kit.menus import Menu
from modstead.ui.kit.modicons import scaled_icon
from modstead.ui.kit.pages import EmptyState, PageHeader, PlanFooter
from modstead.ui.kit.panel import FactRow, ListRow, SidePanel
from modstead.ui.kit.progress import ProgressBar, TasksButton
from modstead.ui.kit.tab_ring import stops
from modstead.ui.kit.toast import Toast
from modstead.ui.kit.toast_place import free_place
from modstead.ui.theme import Theme


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    QVBoxLayout(window)
    window.resize(700, 400)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    return window


def put(window: QWidget, *widgets: QWidget) -> None:
    layout = window.layout()
    assert layout is not None
    for widget in widgets:
        layout.addWidget(widget)
        widget.show()


def rings(window: QWidget) -> list[FocusRing]:
    return [ring for ring in window.findChildren(FocusRing) if ring.isVisible()]


def test_the_ring_follows_the_keyboard_one_at_a_time(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    one, two = Button(theme, "One"), Button(theme, "Two")
    put(window, one, two)
    one.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(one.hasFocus)
    assert [ring.target for ring in rings(window)] == [one]
    qtbot.keyClick(one, Qt.Key.Key_Tab)
    assert [ring.target for ring in rings(window)] == [two]
    place = rings(window)[0].geometry()
    assert place == two.geometry().adjusted(-4, -4, 4, 4)


def test_a_click_shows_no_ring(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    button = Button(theme, "One")
    put(window, button)
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.waitUntil(button.hasFocus)
    assert rings(window) == []
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert rings(window) == []


def test_the_ring_moves_with_its_target_and_goes_with_it(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    scroll = QScrollArea()
    content = QWidget()
    column = QVBoxLayout(content)
    buttons = [Button(theme, str(number)) for number in range(40)]
    for button in buttons:
        column.addWidget(button)
    scroll.setWidget(content)
    put(window, scroll)
    buttons[3].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: len(rings(window)) == 1)
    before = rings(window)[0].mapTo(window, QPoint(0, 0))
    scroll.verticalScrollBar().setValue(20)
    assert rings(window)[0].mapTo(window, QPoint(0, 0)) == before - QPoint(0, 20)
    content.deleteLater()
    qtbot.waitUntil(lambda: rings(window) == [])
    other = Button(theme, "Other")
    put(window, other)
    other.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: [ring.target for ring in rings(window)] == [other])


def test_qts_own_widgets_get_the_ring_too(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    box = QCheckBox("Check for updates at start")
    ringed(theme, box)
    other = Button(theme, "Other")
    put(window, box, other)
    other.setFocus(Qt.FocusReason.TabFocusReason)
    box.setFocus(Qt.FocusReason.BacktabFocusReason)
    qtbot.waitUntil(lambda: [ring.target for ring in rings(window)] == [box])
    box.setFocus(Qt.FocusReason.MouseFocusReason)
    other.setFocus(Qt.FocusReason.MouseFocusReason)
    assert rings(window) == []


def test_buttons_are_pressed_by_space_and_return(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    button = Button(theme, "Go")
    put(window, button)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        with qtbot.waitSignal(button.clicked):
            qtbot.keyClick(button, key)


def test_a_button_keeps_its_width_between_its_states(theme: Theme) -> None:
    button = Button(theme, "Install")
    button.reserve(("Install", "Installed", "62 %"))
    before = button.sizeHint()
    button.set_text("62 %")
    assert button.sizeHint() == before
    assert button.sizeHint().height() == 28


def test_a_split_button_acts_or_opens_its_menu(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    chosen: list[str] = []
    menu = Menu(theme, window)
    action = menu.add(
        "Only releases && betas", lambda: chosen.append("releases"), icon="check", keys="Ctrl+R"
    )
    split = SplitButton(theme, "Update 23 mods", menu)
    put(window, split)
    with qtbot.waitSignal(split.clicked):
        qtbot.mouseClick(split.main, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(split.more, Qt.MouseButton.LeftButton)
    assert menu.isVisible()
    action.trigger()
    assert chosen == ["releases"]
    menu.close()
    assert split.more.accessibleName()


def test_escape_empties_the_field_and_then_goes_on(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    field = SearchField(theme, "Find in mods", keys="Ctrl F")
    put(window, field)
    focus_action(field, "Ctrl+F", window)
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "barrel")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert field.hasFocus()
    assert not field.acceptDrops()


def test_tab_stops_at_the_pill_that_is_on(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    pills = PillBar(theme, [Choice("all", "All"), Choice("bad", "Problems")])
    put(window, pills)
    qtbot.mouseClick(pills.button("bad"), Qt.MouseButton.LeftButton)
    pills.choose("all")
    assert list(stops(window)) == [pills.button("all")]


def test_pills_say_their_counts_and_tell_the_choice(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    pills = PillBar(theme, [Choice("all", "All", 214), Choice("bad", "Problems", 2, bad=True)])
    put(window, pills)
    assert pills.current() == "all"
    assert pills.button("bad").accessibleName() == "Problems, 2"
    with qtbot.waitSignal(pills.chosen) as chosen:
        qtbot.mouseClick(pills.button("bad"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["bad"]
    pills.set_choices(
        [Choice("all", "All", 213), Choice("bad", "Problems", 0, bad=True), Choice("off", "Disabled", 5)]
    )
    assert pills.current() == "bad"
    pills.set_choices([Choice("all", "All", 1)])
    assert pills.current() == "all"


def test_arrows_move_between_choices(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    segment = Segment(theme, [Choice("add", "Add"), Choice("new", "Newest 1.21.4"), Choice("skip", "Skip")])
    put(window, segment)
    first = segment.button("add")
    first.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(first.hasFocus)
    with qtbot.waitSignal(segment.chosen) as chosen:
        qtbot.keyClick(first, Qt.Key.Key_Right)
    assert chosen.args == ["new"]
    assert segment.current() == "new"


def test_banners_replace_each_other_by_key(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    area = BannerArea(theme)
    put(window, area)
    retried: list[bool] = []
    actions = [BannerAction("Retry", lambda: retried.append(True), "primary")]
    area.show_banner(
        "load", Banner(theme, "bad", "It failed.", "No <b>connection</b>.", actions, closable=True)
    )
    area.show_banner(
        "load", Banner(theme, "bad", "It failed again.", "Still no connection.", actions, closable=True)
    )
    banner = area.banner("load")
    assert banner is not None
    assert banner.accessibleName() == "It failed again. Still no connection."
    assert banner.height() >= 40
    qtbot.mouseClick(banner.buttons[0], Qt.MouseButton.LeftButton)
    assert retried == [True]
    banner.closed.emit()
    assert area.keys() == ()
    assert area.isHidden()


def test_hostile_text_is_only_text(theme: Theme) -> None:
    rich = RichLabel(theme, "<img src='http://example.invalid/x.png'>", "<script>")
    assert "&lt;img" in rich.text()
    wrapped = Label(theme, "<b>bold</b> & more", wrap=True)
    assert wrapped.text() == "<b>bold</b> & more"
    plain = Label(theme, "<b>bold</b>")
    assert plain.textFormat() == Qt.TextFormat.PlainText


def test_a_label_is_cut_and_tells_the_whole(window: QWidget, theme: Theme) -> None:
    label = Label(theme, "barrel-index-with-a-very-long-name-1.11.6.jar", elide=True)
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.addWidget(label)
    holder.setFixedWidth(120)
    put(window, holder)
    assert label.width() < 120
    assert label.toolTip() == label.text()
    assert label.accessibleName() == "barrel-index-with-a-very-long-name-1.11.6.jar"


def test_the_toast_offers_undo_once(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    toast = Toast(theme, window)
    undone: list[str] = []
    toast.show_text("1 mod removed", "Undo", lambda: undone.append("first"))
    toast.show_text("23 mods updated", "Undo", lambda: undone.append("second"))
    assert toast.text == "23 mods updated"
    assert toast.geometry().center().x() in range(window.width() // 2 - 2, window.width() // 2 + 3)
    qtbot.mouseClick(toast._action, Qt.MouseButton.LeftButton)
    assert undone == ["second"]
    qtbot.waitUntil(toast.isHidden)
    assert toast.text == ""


def test_the_toast_stays_while_it_has_the_focus(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    toast = Toast(theme, window)
    toast.show_text("23 mods updated", "Undo", window.update)
    toast._action.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(toast._action.hasFocus)
    toast._timer.timeout.emit()
    assert toast.text == "23 mods updated"
    toast._action.clearFocus()
    toast._timer.timeout.emit()
    qtbot.waitUntil(toast.isHidden)


def test_the_toast_stays_under_the_pointer(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    toast = Toast(theme, window)
    toast.show_text("23 mods updated")
    toast.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    toast._timer.timeout.emit()
    assert toast.text
    toast.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    qtbot.waitUntil(lambda: not toast._fade.state().value)
    toast._timer.timeout.emit()
    qtbot.waitUntil(toast.isHidden)


def test_a_plan_footer_says_what_happens(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    footer = PlanFooter(theme, "Update", reassurance="One click undoes all of it")
    put(window, footer)
    footer.set_plan("2 updates", "1.1 MB to download", "Update 2 mods")
    assert footer.height() == 56
    with qtbot.waitSignal(footer.accepted):
        qtbot.mouseClick(footer.primary, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(footer.cancelled):
        qtbot.mouseClick(footer.cancel, Qt.MouseButton.LeftButton)
    footer.set_plan("Nothing chosen", "", "Update 0 mods", ready=False)
    assert not footer.primary.isEnabled()


AREA, SIZE = QRect(0, 0, 700, 600), QSize(240, 40)


@pytest.mark.parametrize(
    ("taken", "place"),
    [
        ((), (230, 518)),
        ((QRect(0, 0, 700, 300),), (230, 518)),
        ((QRect(0, 530, 700, 70),), (230, 480)),
        ((QRect(0, 544, 200, 56), QRect(500, 544, 200, 56), QRect(0, 0, 700, 543)), (230, 552)),
        ((QRect(0, 0, 440, 600),), (452, 552)),
        ((QRect(0, 0, 700, 600),), None),
    ],
)
def test_a_toast_lies_where_nothing_is_in_use(
    taken: tuple[QRect, ...], place: tuple[int, int] | None
) -> None:
    found = free_place(AREA, SIZE, taken, above=42, reach=140, margin=8)
    assert (found.topLeft().toTuple() if found else None) == place


def test_a_toast_over_a_full_page_asks_for_a_strip_and_gives_it_back(
    window: QWidget, theme: Theme, qtbot: QtBot
) -> None:
    put(window, QTextEdit())
    QApplication.processEvents()
    toast = Toast(theme, window)
    strips: list[int] = []
    toast.strip_wanted.connect(strips.append)
    toast.show_text("23 mods updated")
    assert strips == [56]
    toast.dismiss()
    qtbot.waitUntil(toast.isHidden)
    assert strips == [56, 0]


@pytest.mark.parametrize(
    ("total", "detail"),
    [
        ("0 updates", ""),
        ("1 mod, 1 new version", "8 kB"),
        ("2 added as they are, 1 skipped", "Nothing to download"),
        ("1 update", "11 MB to download, and two mods come with it"),
    ],
)
def test_both_lines_of_a_footer_are_whole_where_there_is_room(
    window: QWidget, theme: Theme, total: str, detail: str
) -> None:
    footer = PlanFooter(theme, "Update")
    put(window, footer)
    footer.set_plan("1", "1", "Update")
    QApplication.processEvents()
    footer.set_plan(total, detail, "Update")
    QApplication.processEvents()
    assert [QLabel.text(footer.total), QLabel.text(footer.detail)] == [total, detail]


def test_progress_of_unknown_length_moves_only_while_seen(
    window: QWidget, theme: Theme, qtbot: QtBot
) -> None:
    bar = ProgressBar(theme, overall=True)
    put(window, bar)
    assert bar.height() == 6
    bar.set_share(None)
    qtbot.waitUntil(lambda: bar._phase > 0)
    bar.hide()
    assert not bar._timer.isActive()
    bar.show()
    bar.set_share(0.5)
    assert not bar._timer.isActive()
    assert bar.accessibleDescription() == "50 %"


def test_the_tasks_button_says_how_far(window: QWidget, theme: Theme) -> None:
    button = TasksButton(theme)
    put(window, button)
    resting = button.sizeHint()
    button.set_working("14 of 23", 0.6)
    assert button.accessibleName() == "Tasks: 14 of 23"
    assert button.sizeHint().width() > resting.width()
    button.set_resting()
    assert button.sizeHint() == resting


def test_panels_and_pages_fit_together(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    panel = SidePanel(theme)
    panel.add_section("Requires", "1 new")
    panel.body.addWidget(ListRow(theme, "Bramble Core", trailing="8.12.0", trailing_colour="good"))
    panel.add_line()
    panel.body.addWidget(FactRow(theme, "Size", "412 KB"))
    empty = EmptyState(theme, "search", "Nothing matches all of this", "Loosening one thing finds something:")
    empty.add_button(Button(theme, "Clear all filters", kind="primary"))
    header = PageHeader(theme, "Review updates", "Checked 14:02", [Button(theme, "Open all")], with_back=True)
    put(window, header, panel, empty)
    assert (panel.width(), header.height()) == (292, 48)
    panel.empty()
    assert panel.body.count() == 0
    theme.set_text_scale(1.5)
    assert panel.width() == round(292 * 20 / 13)
    assert not window.grab().isNull()


def test_a_long_name_does_not_widen_a_panel(window: QWidget, theme: Theme) -> None:
    panel = SidePanel(theme)
    name = "x" * 200
    parts = (Label(theme, name, wrap=True), Label(theme, name, elide=True), Label(theme, name))
    for part in parts:
        panel.body.addWidget(part)
    put(window, panel)
    QApplication.processEvents()
    assert all(part.mapTo(panel, part.rect().topRight()).x() < panel.width() for part in parts)
    assert parts[0].height() > 2 * theme.line("body")
    assert QLabel.text(parts[1]).endswith("…")


def test_pixel_art_grows_by_whole_steps(theme: Theme) -> None:
    def sides(source: int, target: int) -> int:
        return scaled_icon(QPixmap(source, source).toImage(), target).width()

    assert sides(16, 48) == 48
    assert sides(16, 34) == 32
    assert sides(16, 22) == 22
    assert sides(128, 22) == 22
    assert sides(64, 48) == 48


def test_everything_repaints_in_the_other_scheme(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    button = Button(theme, "Default")
    put(window, button)
    before = button.grab().toImage().pixelColor(10, 5)
    theme.set_scheme("dark")
    after = button.grab().toImage().pixelColor(10, 5)
    theme.set_scheme("light")
    assert before == theme.palette.sheet
    assert after != before
    button.event(QEvent(QEvent.Type.Leave))


def test_a_banner_tells_all_that_it_says_however_narrow_it_is(window: QWidget, theme: Theme) -> None:
    words = "Skylark needs Tidal Core 4.1 or newer, and 4.0.2 is there. " * 3
    actions = [BannerAction("Do it anyway", int), BannerAction("Take what goes together", int)]
    banner = Banner(theme, "bad", "The game would not start.", words, actions)
    area, below = BannerArea(theme), QScrollArea()
    area.show_banner("verdict", banner)
    put(window, area, below)
    for width in (900, 460):
        window.resize(width, 400)
        QApplication.processEvents()
        assert banner.words.height() >= banner.words.heightForWidth(banner.words.width())
        beside = banner.buttons[0].y() < banner.words.geometry().bottom()
        assert beside is (width == 900)


def test_a_header_keeps_its_actions_in_the_page_and_cuts_its_title(window: QWidget, theme: Theme) -> None:
    action = Button(theme, "Find it by trying")
    header = PageHeader(theme, "What changed since it last worked", actions=[action], with_back=True)
    put(window, header)
    window.resize(360, 300)
    QApplication.processEvents()
    assert header.width() < 360
    assert action.geometry().right() < header.width()
    assert header.title.width() < header.title.sizeHint().width()
    window.resize(900, 300)
    QApplication.processEvents()
    assert header.title.width() >= header.title.sizeHint().width()
