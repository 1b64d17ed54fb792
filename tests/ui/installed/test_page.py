from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QWidget

from modstead.domain.instance import IdentifiedBy
from modstead.domain.plan import OperationKind, PlanKind
from modstead.domain.problems import Problem, ProblemKind, Remedy, RemedyKind
from modstead.domain.updates import UpdateCheck
from modstead.errors import FolderMissing, SettingsError, Unreachable
from modstead.settings import Settings
from modstead.ui.installed.about import ChangelogLine
from modstead.ui.installed.cells import Part, name_parts, remedy_rect
from modstead.ui.installed.columns import Column
from modstead.ui.installed.model import Order, Show
from modstead.ui.installed.pieces import ConfidenceRow
from modstead.ui.kit.banners import Banner
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label, Link
from ui import invented
from ui.folder_pages import Heard, click, press, settled
from ui.installed.conftest import Scene

Play = Callable[..., None]
BARREL, BRAMBLE = "barrel-index-1.11.6.jar", "bramble-core-8.12.0.jar"


def middle(scene: Scene, name: str, column: Column) -> QPoint:
    table = scene.page.table
    rect = table.list.visualRect(table.model.index(table.model.place_of(name)))
    return table.list.delegate.cells.rect(rect, column).center()


def words(scene: Scene) -> str:
    """All that the side panel says."""
    labels = scene.page.panel.findChildren(Label)
    return "\n".join(label.text() for label in labels if not label.isHidden())


def select(scene: Scene, *names: str) -> None:
    model, selection = scene.page.model, scene.page.table.list.selectionModel()
    selection.clearSelection()
    for name in names:
        selection.select(model.index(model.place_of(name)), QItemSelectionModel.SelectionFlag.Select)


def test_the_page_shows_the_folder_and_one_number_everywhere(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        await settled()
        assert page.model.rowCount() == 214
        assert page.title_bar.update_button.main.text() == "Update 25 mods"
        assert page.model.number_of(Show.UPDATES) == 25
        assert page.title_bar.caption.text().startswith("Checked ")
        assert page.status.selected.text() == "0 of 214 selected"
        assert page.status.enabled.text() == "210 enabled"
        assert "2 problems in 2 files." in words(scene)

    play(act)


def test_needed_projects_get_their_titles(play: Play) -> None:
    async def act(scene: Scene) -> None:
        place = scene.page.model.place_of("basalt-roads-2.0.0.jar")
        chip = scene.page.model.row_at(place).chip
        assert chip
        assert chip.text == "Needs Tidal Core"

    play(act)


def test_a_click_on_a_switch_toggles_that_mod_and_selects_nothing(play: Play) -> None:
    async def act(scene: Scene) -> None:
        click(scene.page.table.list, middle(scene, BARREL, Column.ENABLED))
        assert scene.plans.last.kind is PlanKind.DISABLE
        assert [item.file_name for item in scene.plans.last.operations] == [BARREL + ".disabled"]
        assert scene.page.table.selected() == ()

    play(act)


def test_space_toggles_what_is_selected(play: Play) -> None:
    async def act(scene: Scene) -> None:
        select(scene, BARREL, "anvil-notes-0.9.12.jar.disabled")
        press(scene.page.table.list, Qt.Key.Key_Space)
        assert scene.plans.last.kind is PlanKind.DISABLE
        assert len(scene.plans.last.operations) == 1
        select(scene, "anvil-notes-0.9.12.jar.disabled")
        press(scene.page.table.list, Qt.Key.Key_Space)
        assert scene.plans.last.kind is PlanKind.ENABLE

    play(act)


def test_delete_asks_for_a_plan_that_names_what_needs_it(play: Play) -> None:
    async def act(scene: Scene) -> None:
        select(scene, "beacon-post-1.3.1.jar")
        press(scene.page.table.list, Qt.Key.Key_Delete)
        assert scene.plans.last.kind is PlanKind.REMOVE
        assert scene.plans.last.operations[0].kind is OperationKind.REMOVE
        assert not scene.plans.last.conflicts
        select(scene, BRAMBLE)
        press(scene.page.table.list, Qt.Key.Key_Delete)
        (conflict,) = scene.plans.last.conflicts
        assert conflict.text == "Barrel Index, Cartwright and Cloudbank need Bramble Core."

    play(act)


def test_updates_are_asked_for_by_button_row_panel_and_menu(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        page.title_bar.update_button.main.click()
        assert scene.reviews.last[2] is None
        select(scene, BARREL)
        await settled()
        wide = next(
            button for button in page.panel.findChildren(Button) if button.text() == "Update to 1.11.9"
        )
        wide.click()
        assert scene.reviews.last[2] == (BARREL,)
        page.title_bar._only_selected.trigger()
        assert scene.reviews.last[2] == (BARREL,)
        page.title_bar._only_releases.trigger()
        assert len(scene.reviews.last[2]) == 25

    play(act)


def test_a_row_s_own_update_button_is_where_it_is_painted(play: Play) -> None:
    async def act(scene: Scene) -> None:
        table = scene.page.table
        place = table.model.place_of(BARREL)
        cell = table.list.delegate.cells.rect(table.list.visualRect(table.model.index(place)), Column.NAME)
        parts = name_parts(table.list.theme, cell, table.model.row_at(place), hovered=True)
        areas = dict(parts.actions)
        click(table.list, areas[Part.UPDATE].center())
        assert scene.reviews.last[2] == (BARREL,)

    play(act)


def test_the_remedy_installs_what_is_missing(play: Play) -> None:
    async def act(scene: Scene) -> None:
        table = scene.page.table
        place = table.model.place_of("basalt-roads-2.0.0.jar")
        cell = table.list.delegate.cells.rect(table.list.visualRect(table.model.index(place)), Column.UPDATE)
        link = remedy_rect(table.list.theme, cell, table.model.row_at(place))
        assert link
        click(table.list, link.center())
        _, remedies = scene.remedies.last
        assert [remedy.project_id for remedy in remedies] == [invented.TIDAL]

    play(act)


def test_an_unknown_file_can_be_identified_by_its_link(play: Play) -> None:
    async def act(scene: Scene) -> None:
        asked = Heard(scene.page.requests.identify_requested)
        scene.page.requests.remedy(scene.page.model.row_at(scene.page.model.place_of("bq-helper-0.3.jar")))
        assert asked.last == "bq-helper-0.3.jar"

    play(act)


def test_pills_and_find_narrow_the_table_and_the_status_says_so(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        page.show_only(Show.UPDATES)
        assert page.status.selected.text() == "25 of 214 shown"
        page.filters.find_field.setText("index")
        assert page.model.rowCount() == 1
        page.filters.find_field.setText("nothing like it")
        assert page.states.isVisible()
        page.filters.clear()
        assert page.model.rowCount() == 214
        assert page.table.isVisible()

    play(act)


def test_keys_find_select_all_and_let_go(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        page.table.list.setFocus()
        QTest.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        press(page.table.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert len(page.table.selected()) == 214
        await settled()
        assert "214 mods selected" in words(scene)
        press(page.table.list, Qt.Key.Key_Escape)
        assert page.table.selected() == ()

    play(act)


def test_the_panel_says_what_one_mod_brings_and_needs(play: Play) -> None:
    async def act(scene: Scene) -> None:
        select(scene, BARREL)
        await settled()
        said = words(scene)
        for part in (
            "Barrel Index",
            "by hollowreed · Storage",
            "Bramble Core",
            "Hedgerow API",
            "Cartwright",
            "Client",
            "MIT",
        ):
            assert part in said
        (sure,) = scene.page.panel.findChildren(ConfidenceRow)
        assert sure.accessibleName() == "Identified: Certain, same hash"

    play(act)


def test_changelogs_come_into_the_panel(play: Play) -> None:
    async def act(scene: Scene) -> None:
        shown = Heard(scene.page.details.shown)
        select(scene, BARREL)
        await shown.until(lambda: BARREL in shown.values)
        said = words(scene)
        assert "Fixes a stall when 4,000 chests are indexed at once. Uses half the memory." in said
        assert "Copper chests are searched too" in said

    play(act)


def test_several_mods_share_their_actions(play: Play) -> None:
    async def act(scene: Scene) -> None:
        select(scene, BARREL, BRAMBLE, "alder-workshop-3.0.2.jar")
        await settled()
        said = words(scene)
        assert "3 mods selected" in said
        assert "2 other mods need Bramble Core." in said
        disable = next(
            button for button in scene.page.panel.findChildren(Button) if button.text() == "Disable"
        )
        disable.click()
        assert len(scene.plans.last.operations) == 3

    play(act)


def test_a_refresh_keeps_selection_and_scroll_position(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        page.select("slate-90-1.0.0.jar")
        bar = page.table.list.verticalScrollBar()
        top = page.model.row_at(page.table.list.indexAt(QPoint(80, 1)).row()).name
        before = scene.libraries.answer
        assert not isinstance(before, Exception)
        scene.libraries.answer = replace(before, mods=before.mods[8:])
        shown = Heard(page.library_changed)
        page.refresh()
        await shown.until(lambda: bool(shown.values))
        assert [row.name for row in page.table.selected()] == ["slate-90-1.0.0.jar"]
        assert page.model.row_at(page.table.list.indexAt(QPoint(80, 1)).row()).name == top
        assert bar.value() > 0

    play(act)


def test_an_empty_folder_says_what_to_do(play: Play) -> None:
    async def act(scene: Scene) -> None:
        assert scene.page.states.isVisible()
        assert scene.page.title_bar.update_button.main.text() == "Update"
        assert not scene.page.title_bar.update_button.isEnabled()

    play(
        act,
        library=replace(invented.library(60), mods=()),
        check=invented.check(invented.library(60)),
    )


def test_a_folder_that_cannot_be_read_is_an_error_with_a_way_on(play: Play) -> None:
    async def act(scene: Scene) -> None:
        assert scene.page.states.isVisible()
        scene.libraries.answer = invented.library(60)
        shown = Heard(scene.page.library_changed)
        next(
            button
            for button in scene.page.states.findChildren(Button)
            if button.text() == "Retry" and button.isVisible()
        ).click()
        await shown.until(lambda: bool(shown.values))
        assert scene.page.model.rowCount() == 60

    play(act, library=FolderMissing("The folder /gone is not there."))


def test_a_failed_check_is_a_banner_and_the_mods_stay(play: Play) -> None:
    async def act(scene: Scene) -> None:
        banner = scene.page.banners.banner("check")
        assert banner
        assert "Updates could not be checked." in banner.accessibleName()
        assert scene.page.model.rowCount() == 214
        scene.updates.answer = invented.check(invented.library())
        changed = Heard(scene.page.updates_counted)
        banner.buttons[0].click()
        await changed.until(lambda: 25 in changed.values)
        assert scene.page.banners.banner("check") is None

    play(act, check=Unreachable("Modrinth cannot be reached."))


def test_updates_are_checked_by_themselves_once_the_platform_is_found_again(play: Play) -> None:
    async def act(scene: Scene) -> None:
        scene.updates.answer = invented.check(invented.library())
        changed = Heard(scene.page.updates_counted)
        scene.page.found_online()
        assert scene.page.banners.banner("check") is None
        await changed.until(lambda: 25 in changed.values)
        assert scene.page.banners.banner("check") is None

    play(act, check=Unreachable("Modrinth cannot be reached."))


def test_being_offline_is_said_with_what_still_works(play: Play) -> None:
    async def act(scene: Scene) -> None:
        banner = scene.page.banners.banner("offline")
        assert banner
        assert "still work" in banner.accessibleName()

    play(act, library=replace(invented.library(), offline=True))


def test_the_link_is_copied_and_the_page_opened(play: Play) -> None:
    async def act(scene: Scene) -> None:
        told, opened = Heard(scene.page.told), Heard(scene.page.requests.project_requested)
        row = scene.page.model.row_at(scene.page.model.place_of(BARREL))
        scene.page.requests.copy_link(row)
        assert QGuiApplication.clipboard().text() == "https://modrinth.com/mod/barrel-index"
        assert told.last == "Link copied"
        scene.page.table.select(BARREL)
        press(scene.page.table.list, Qt.Key.Key_Return)
        assert opened.last == ("barrel-index", "")

    play(act)


def test_columns_are_shown_as_long_as_there_is_room(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page, header = scene.page, scene.page.table.header
        page.resize(2400, 752)
        await settled()
        for column in Column:
            header.show_column(column, shown=True)
        assert set(page.table.list.delegate.cells.places) == set(Column)
        page.resize(1128, 752)
        await settled()
        assert_fits(scene)
        assert Column.PROVIDER not in header.shown_columns()
        assert Column.SIDE in header.shown_columns()
        ticked = {action.text() for action in header.column_actions(page) if action.isChecked()}
        assert {"Provider", "Side"} <= ticked
        for column in (Column.SIDE, Column.LOADERS, Column.GAME_VERSIONS, Column.SIZE):
            header.show_column(column, shown=False)
        for column in (Column.CHANNEL, Column.IDENTIFIED, Column.NEEDS, Column.NEEDED_BY):
            header.show_column(column, shown=False)
        assert Column.PROVIDER in header.shown_columns()

    play(act)


@pytest.mark.parametrize("percent", [100, 105, 120, 150, 200])
@pytest.mark.parametrize("width", [592, 652, 780, 888, 1128])
def test_nothing_is_cut_at_any_width_and_text_size(play: Play, width: int, percent: int) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        page.theme.set_text_scale(percent / 100)
        page.resize(max(width, page.theme.px(592)), 620)
        await settled()
        assert page.width() == max(width, page.theme.px(592))
        assert_fits(scene)
        pills = page.filters.pills
        for show in Show:
            assert pills.button(show).width() == pills.button(show).sizeHint().width()
        assert pills.geometry().right() < page.filters.find_field.x()
        for bar in (page.filters, page.status, page.title_bar):
            parts = [part for part in bar.findChildren(QWidget) if part.parent() is bar and part.isVisible()]
            assert all(part.geometry().right() < bar.width() for part in parts)
            assert all(part.x() >= 0 for part in parts)
        assert page.filters.find_field.width() >= page.theme.px(32)

    play(act)


def test_columns_come_back_as_soon_as_the_text_is_small_again(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page, header = scene.page, scene.page.table.header
        usual = header.shown_columns()
        page.theme.set_text_scale(2.0)
        await settled()
        assert Column.PROVIDER not in header.shown_columns()
        assert_fits(scene)
        page.theme.set_text_scale(1.0)
        await settled()
        assert header.shown_columns() == usual
        assert_fits(scene)

    play(act)


def test_the_find_field_takes_room_from_the_counts_while_it_is_used(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        page.resize(600, 600)
        await settled()
        field, pill = page.filters.find_field, page.filters.pills.button(Show.UPDATES)
        field.setText("barrel")
        page.table.list.setFocus()
        await settled()
        assert field.width() >= page.theme.px(96)
        assert "25" in pill.accessibleName()

    play(act)


def assert_fits(scene: Scene) -> None:
    """All columns that are shown lie within the table, and Name is wide enough to be read."""
    table = scene.page.table
    assert not table.list.horizontalScrollBar().isVisible()
    places = table.list.delegate.cells.places
    assert max(left + width for left, width in places.values()) <= table.width()
    assert places[Column.NAME][1] >= table.list.theme.px(160)


def test_narrow_windows_have_a_strip_instead_of_the_panel(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        assert page.panel.isVisible()
        page.resize(800, 600)
        await settled()
        assert page.strip.isVisible()
        assert not page.panel.isVisible()
        page.activateWindow()
        page.table.list.setFocus()
        await settled()
        QTest.keyClick(page.table.list, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
        await settled()
        assert not page.strip.isVisible()

    play(act)


def test_updates_first_is_remembered(play: Play) -> None:
    async def act(scene: Scene) -> None:
        scene.page.filters._turn_updates_first()
        assert scene.settings.value.updates_first
        assert scene.page.model.row_at(0).update

    play(act)


def test_rows_are_painted_in_both_schemes_and_sizes(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page, theme = scene.page, scene.page.theme
        pictures = []
        for scheme, scale in (("light", 1.0), ("dark", 1.0), ("light", 1.5)):
            theme.set_scheme(scheme)
            theme.set_text_scale(scale)
            await settled()
            pictures.append(page.table.list.grab().toImage().convertToFormat(QImage.Format.Format_RGB32))
        assert pictures[0] != pictures[1]
        assert page.table.list.sizeHintForRow(0) == theme.px(32) == 49
        theme.set_scheme("light")

    play(act)


def test_reading_can_be_stopped_and_begun_again(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        page.state.library = None
        page.state.refresh_from_the_start()
        page._show_read(3, 60)
        assert "3 of 60 files" in [label.text() for label in page.states.findChildren(Label)]
        page.states.stop_asked.emit()
        await settled()
        assert not page.state.scanning
        shown = Heard(page.state.changed)
        buttons = [button for button in page.states.findChildren(Button) if button.isVisible()]
        assert [button.text() for button in buttons] == ["Retry"]
        buttons[0].click()
        await shown.until(page.table.isVisible)
        assert page.model.rowCount() == 214

    play(act)


@pytest.mark.parametrize("name", ["beacon-post-1.3.1.jar", "thistledown-2.0.0.jar"])
def test_after_a_removed_row_the_keyboard_goes_on_and_nothing_is_selected(play: Play, name: str) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        page.select(name)
        place = page.model.place_of(name)
        last = place == page.model.rowCount() - 1
        neighbour = page.model.row_at(place - 1 if last else place + 1).name
        await refreshed_without(scene, name)
        assert page.table.selected() == ()
        current = page.table.list.currentIndex()
        assert page.model.row_at(current.row()).name == neighbour
        await settled()
        assert "Needs attention" in words(scene)

    play(act)


def test_after_several_removed_rows_the_keyboard_goes_on_at_the_next_that_stays(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        first = page.model.place_of("beacon-post-1.3.1.jar")
        names = [page.model.row_at(first + step).name for step in range(4)]
        page.select(names[0])
        select(scene, *names[:3])
        await refreshed_without(scene, *names[:3])
        assert page.table.selected() == ()
        assert page.model.row_at(page.table.list.currentIndex().row()).name == names[3]

    play(act)


def test_a_filter_that_hides_the_current_row_selects_no_other(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        page.select("beacon-post-1.3.1.jar")
        page.show_only(Show.UPDATES)
        assert page.table.selected() == ()
        assert page.model.row_at(page.table.list.currentIndex().row()).name == BRAMBLE

    play(act)


def test_a_click_on_a_row_that_just_came_under_the_pointer_changes_nothing(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        now = [100.0]
        view = page.table.list
        view.steady.clock = lambda: now[0]
        page.show_banner("offline", Banner(page.theme, "warn", "Modrinth is out of reach."))
        await settled()
        now[0] += 10
        spot = middle(scene, BARREL, Column.ENABLED)
        on_screen = view.viewport().mapToGlobal(spot)
        click(view, spot)
        assert scene.plans.last.kind is PlanKind.DISABLE
        now[0] += 10
        page.banners.clear("offline")
        QTest.qWaitForWindowExposed(page)
        page.layout().activate()
        another = view.viewport().mapFromGlobal(on_screen)
        hit = view.part_under(another)
        assert hit
        assert hit[1].name != BARREL
        for _ in range(3):
            now[0] += 0.1
            click(view, another)
        assert len(scene.plans.values) == 1
        now[0] += 10
        click(view, another)
        assert len(scene.plans.values) == 2

    play(act)


def test_only_what_shows_its_focus_takes_it(play: Play) -> None:
    async def act(scene: Scene) -> None:
        select(scene, BARREL)
        await settled()
        areas = scene.page.panel.findChildren(QScrollArea)
        assert [area.focusPolicy() for area in areas] == [Qt.FocusPolicy.NoFocus]

    play(act)


@pytest.mark.parametrize(
    ("written", "link"),
    [((False, False), None), ((True, False), "The whole changelog"), ((True, True), "All two changelogs")],
)
def test_a_link_to_changelogs_stands_only_where_there_are_some(
    play: Play, written: tuple[bool, ...], link: str | None
) -> None:
    async def act(scene: Scene) -> None:
        panel, row = scene.page.panel, scene.page.model.row_at(scene.page.model.place_of(BARREL))
        select(scene, BARREL)
        await settled()
        panel.show_changelog(row, [ChangelogLine("1.0", "Words.", one) for one in written])
        await settled()
        links = [found.text() for found in panel.findChildren(Link) if found.isVisibleTo(panel)]
        assert links == ([link] if link else [])

    play(act)


def test_the_older_of_two_files_goes_by_its_link_even_where_an_update_is_offered(play: Play) -> None:
    library = invented.library()
    bramble = next(mod for mod in library.mods if mod.file.name == BRAMBLE)
    copy = replace(bramble, file=replace(bramble.file, name="bramble copy.jar", mtime_ns=0))
    remove = Remedy(RemedyKind.REMOVE, "Remove the older one", file="bramble copy.jar")
    twice = Problem(ProblemKind.DUPLICATE, "bramble copy.jar", "Bramble Core", "It is here twice.", (remove,))

    async def act(scene: Scene) -> None:
        table = scene.page.table
        scene.page.select("bramble copy.jar")
        table.list.setFocus()
        row = table.selected()[0]
        assert row.update
        assert scene.page.model.number_of(Show.PROBLEMS) == 3
        cell = table.list.delegate.cells.rect(table.list.visualRect(table.list.currentIndex()), Column.UPDATE)
        link = remedy_rect(table.list.theme, cell, row)
        assert link
        click(table.list, link.center())
        assert scene.remedies.last[1] == (remove,)
        await settled()
        assert {"Update to 8.14.1", "Remove the older one"} <= {
            button.text() for button in scene.page.panel.findChildren(Button) if button.isVisible()
        }

    play(
        act,
        library=replace(library, mods=(*library.mods, copy)),
        check=invented.check(library),
        health=invented.Health((twice,)),
    )


def test_what_nothing_is_known_of_is_not_called_up_to_date(play: Play) -> None:
    library = invented.library(60)
    mods = tuple(
        replace(mod, version=None, project=None, identified_by=IdentifiedBy.NONE, problems=())
        for mod in library.mods
    )

    async def act(scene: Scene) -> None:
        await settled()
        assert "None of 60 is known to Modrinth." in words(scene)
        assert scene.page.title_bar.caption.text() == "None of 60 is known to Modrinth"
        assert scene.page.title_bar.update_button.main.text() == "Update"
        assert not scene.page.title_bar.update_button.isEnabled()

    play(act, library=replace(library, mods=mods), check=UpdateCheck(invented.NOW, 60))


def test_without_a_check_nothing_is_called_up_to_date(play: Play) -> None:
    async def act(scene: Scene) -> None:
        bar = scene.page.title_bar
        width = bar.update_button.sizeHint().width()
        assert bar.update_button.main.text() == "Update"
        assert bar.caption.text() == "Not checked yet"
        bar.set_check(UpdateCheck(invented.NOW, 60), scene.page.library, checking=False, scanning=False)
        assert bar.update_button.main.text() == "Up to date"
        assert bar.update_button.sizeHint().width() == width

    play(act, check=Unreachable("Modrinth cannot be reached."))


def test_order_and_hidden_details_are_remembered(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        page.table.header.sectionClicked.emit(Column.MODIFIED)
        page.table.header.sectionClicked.emit(Column.MODIFIED)
        page.filters.panel_toggled.emit()
        assert scene.settings.value.mods_order == "-modified"
        assert not scene.settings.value.mods_panel

    async def act_later(scene: Scene) -> None:
        assert scene.page.model.order == Order(Column.MODIFIED, descending=True)
        assert not scene.page.panel.isVisible()
        scene.settings.change(row_height="roomy")
        assert scene.page.model.order == Order(Column.MODIFIED, descending=True)

    play(act)
    play(act_later, settings=Settings(mods_order="-modified", mods_panel=False))


def test_an_order_that_there_is_not_is_the_usual_one(play: Play) -> None:
    async def act(scene: Scene) -> None:
        assert scene.page.model.order == Order()

    play(act, settings=Settings(mods_order="colour"))


def test_settings_that_cannot_be_saved_are_told(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    async def act(scene: Scene) -> None:
        def refuse(**_options: object) -> None:
            raise SettingsError("The settings could not be saved.")

        monkeypatch.setattr(scene.settings, "change", refuse)
        told = Heard(scene.page.told)
        scene.page.filters.panel_toggled.emit()
        assert told.last == "The settings could not be saved."
        assert not scene.page.panel.isVisible()

    play(act)


def test_a_folder_that_vanishes_is_told_once_until_it_is_back(play: Play, tmp_path: Path) -> None:
    folder, aside = tmp_path / "mods", tmp_path / "aside"
    folder.mkdir()

    async def act(scene: Scene) -> None:
        page = scene.page
        page.open(invented.instance(folder))
        while page.state.scope.busy:
            await settled()
        found = scene.libraries.answer
        scene.libraries.answer = FolderMissing("The folder is not there.")
        changed, scanned = Heard(page.state.changed), Heard(page.state.scanned)
        folder.rename(aside)
        await changed.until(lambda: page.state.gone)
        assert page.states.isVisible()
        scans = scene.libraries.scans
        page.check_updates()
        await changed.until(lambda: scene.libraries.scans > scans and not page.state.scanning)
        assert page.states.isVisible()
        assert page.banners.keys() == ()
        scene.libraries.answer = found
        aside.rename(folder)
        await scanned.until(lambda: bool(scanned.values))
        assert page.banners.keys() == ()
        assert page.model.rowCount() == 214

    play(act)


async def refreshed_without(scene: Scene, *names: str) -> None:
    """Scan a folder from which these files are gone."""
    before = scene.libraries.answer
    assert not isinstance(before, Exception)
    mods = tuple(mod for mod in before.mods if mod.file.name not in names)
    scene.libraries.answer = replace(before, mods=mods)
    shown = Heard(scene.page.library_changed)
    scene.page.refresh()
    await shown.until(lambda: bool(shown.values))
