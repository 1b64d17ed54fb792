"""The Browse page over the real services and the sandbox."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QToolTip, QWidget

from modstead.domain.instance import Instance, Loader
from modstead.domain.project import SearchPage, SideFilter, Sort
from modstead.ui.project_states import InstalledProject, Running
from modstead.ui.results.delegate import places
from modstead.ui.search import BrowsePage, BrowseState
from modstead.ui.search.facets import FacetRow
from modstead.ui.search.state import Filters
from modstead.ui.theme import Theme
from modstead_sandbox.faults import Fault
from modstead_sandbox.server import Handle
from ui.stage import MEADOW, Stage, Watch, on_stage, settled

Scene = Callable[[Stage, BrowsePage], Awaitable[None]]
Play = Callable[[Scene], None]


@pytest.fixture
def play(theme: Theme, sandbox: Handle, tmp_path: Path) -> Play:
    """Shows the page, lets it search, and runs a scene."""

    def run(scene: Scene) -> None:
        async def act(stage: Stage) -> None:
            page = BrowsePage(theme, stage.services.search, stage.states, stage.images)
            page.resize(1127, 751)
            page.show()
            await settled(page.scope)
            try:
                await scene(stage, page)
            finally:
                await page.close_tasks()
                page.hide()
                page.deleteLater()

        on_stage(theme, sandbox, tmp_path, act)

    return run


def titles(page: BrowsePage) -> list[str]:
    return [hit.title for hit in page.model.hits]


def facet(page: BrowsePage, words: str) -> tuple[QModelIndex, FacetRow]:
    for place, row in enumerate(page.filters.model.rows):
        if row.label == words:
            return page.filters.model.index(place), row
    raise AssertionError(f"there is no row {words}")


def press_facet(
    page: BrowsePage, words: str, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    index, _ = facet(page, words)
    page.filters.list.scrollTo(index)
    spot = page.filters.list.visualRect(index).center() - QPoint(40, 0)
    QTest.mouseClick(page.filters.list.viewport(), Qt.MouseButton.LeftButton, keys, spot)


def spot_of(page: BrowsePage, row: int, part: str) -> QPoint:
    rect = page.results.visualRect(page.model.index(row))
    where = places(page.theme, rect, page.results.width())
    return {"button": where.button, "cancel": where.cancel, "row": where.icon}[part].center()


def click(page: BrowsePage, row: int, part: str) -> None:
    QTest.mouseClick(page.results.viewport(), Qt.MouseButton.LeftButton, pos=spot_of(page, row, part))


def focused(widget: QWidget) -> QWidget | None:
    return widget.window().focusWidget()


def test_it_shows_what_fits_the_open_folder(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        assert page.model.rowCount() == 50
        assert page.model.total > 100
        assert all("fabric" in hit.loaders and "1.21.4" in hit.game_versions for hit in page.model.hits)
        assert page.count.text() == f"{page.model.total} mods for"
        assert page.target_words.text() == "Fabric 1.21.4"
        assert page.filters.card.isVisible()
        assert page.filters.card.isChecked()
        assert page.results.currentIndex().row() == 0

    play(scene)


def test_the_models_hold_qt_s_promises(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        mode = QAbstractItemModelTester.FailureReportingMode.Fatal
        testers = [QAbstractItemModelTester(model, mode) for model in (page.model, page.filters.model)]
        page.search_for("core")
        await settled(page.scope)
        press_facet(page, "Client")
        press_facet(page, "Categories")
        await settled(page.scope)
        page.model.replace(SearchPage((), 0))
        assert len(testers) == 2

    play(scene)


def test_typing_searches_after_a_pause_and_cancels_the_search_before(play: Play, sandbox: Handle) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        before = sandbox.count("/v2/search")
        reset = Watch(page.model.modelReset)
        QTest.keyClicks(page.field, "tidal")
        await reset.until()
        assert titles(page)[0] == "Tidal Core"
        assert sandbox.count("/v2/search") == before + 1
        page.field.setText("tidal c")
        page._start_search()
        page.field.setText("hedgerow")
        page._start_search()
        await settled(page.scope)
        assert titles(page)[0] == "Hedgerow API"

    play(scene)


def test_enter_in_the_field_searches_at_once_then_opens(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        opened = Watch(page.project_opened)
        QTest.keyClicks(page.field, "lanternworks")
        QTest.keyClick(page.field, Qt.Key.Key_Return)
        await settled(page.scope)
        assert titles(page)[0] == "Lanternworks"
        assert opened.values == []
        QTest.keyClick(page.field, Qt.Key.Key_Return)
        assert opened.values == [page.model.hits[0].ref.project_id]

    play(scene)


@pytest.mark.parametrize(
    ("pasted", "named"),
    [
        ("https://modrinth.com/mod/lanternworks", "lanternworks"),
        ("modrinth://mod/lanternworks", "lanternworks"),
        ("#iEcWRqSF", "iEcWRqSF"),
    ],
)
def test_a_pasted_link_opens_its_project(play: Play, pasted: str, named: str) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        opened = Watch(page.project_opened)
        page.field.insert(pasted)
        assert opened.values == [named]
        assert page.field.text() == ""
        page.search_for(pasted)
        assert opened.values == [named, named]

    play(scene)


def test_the_list_grows_by_whole_pages_to_its_end(play: Play, sandbox: Handle) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        while page.model.canFetchMore(QModelIndex()):
            rows = page.model.rowCount()
            page.results.scrollToBottom()
            page.model.fetchMore(QModelIndex())
            await Watch(page.model.rowsInserted).until(lambda: page.model.rowCount() > rows)  # noqa: B023
            await settled(page.scope)
        ids = [hit.ref.project_id for hit in page.model.hits]
        assert len(ids) == len(set(ids)) == page.model.total
        queries = [parse_qs(request.query) for request in sandbox.requests if request.path == "/v2/search"]
        assert [query["offset"] for query in queries] == [[str(at)] for at in range(0, page.model.total, 50)]

    play(scene)


def test_filters_narrow_and_their_chips_let_go_again(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        everything = page.model.total
        press_facet(page, "Client")
        await settled(page.scope)
        assert page.filters.filters.sides == (SideFilter.CLIENT,)
        assert page.model.total < everything
        assert [chip.text() for chip in page.chips.chips] == ["Client"]
        assert page.filters.clear.text() == "Clear 2"
        page.chips.chips[0].click()
        await settled(page.scope)
        assert page.model.total == everything
        assert page.chips.chips == ()

    play(scene)


def test_facets_are_excluded_by_keyboard_and_by_control_click(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        index, row = facet(page, "Adventure")
        page.filters.list.setCurrentIndex(index)
        QTest.keyClick(page.filters.list, Qt.Key.Key_Minus)
        assert page.filters.filters.without_categories == (row.key,)
        assert facet(page, "Adventure")[1].sentence == "Adventure, excluded"
        assert [chip.text() for chip in page.chips.chips] == ["not Adventure"]
        await settled(page.scope)
        assert page.model.total > 0
        assert not any(row.key in hit.categories for hit in page.model.hits)
        QTest.keyClick(page.filters.list, Qt.Key.Key_Space)
        assert page.filters.filters.without_categories == ()
        press_facet(page, "Adventure", Qt.KeyboardModifier.ControlModifier)
        assert page.filters.filters.without_categories == (row.key,)
        press_facet(page, "Adventure")
        press_facet(page, "Adventure")
        assert page.filters.filters.with_categories == (row.key,)
        QTest.keyClick(page.filters.list, Qt.Key.Key_Minus)
        assert page.filters.filters.with_categories == ()

    play(scene)


def test_letting_go_of_the_folder_shows_more_and_says_what_does_not_fit(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        narrowed = page.model.total
        page.filters.card.click()
        await settled(page.scope)
        assert page.model.total > narrowed
        assert page.target_words.text() == ""
        page.restore(BrowseState(filters=page.filters.filters, loaded=page.model.total))
        await settled(page.scope)
        words = {page.results.delegate.button(hit).shown.words for hit in page.model.hits}
        assert words & {"No 1.21.4 yet", "Not for Fabric"}

    play(scene)


def test_another_type_brings_its_own_categories(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        press_facet(page, "Shaders")
        await settled(page.scope)
        assert page.count.text().endswith("shaders")
        assert page.filters.filters.project_type == "shader"
        assert "Adventure" not in {row.label for row in page.filters.model.rows}
        assert all(hit.project_type == "shader" for hit in page.model.hits)

    play(scene)


def test_back_restores_query_filters_scroll_and_row(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        page._set_sort(Sort.DOWNLOADS)
        page.restore(BrowseState(sort=Sort.DOWNLOADS, loaded=100))
        await settled(page.scope)
        assert page.model.rowCount() == 100
        page.results.setCurrentIndex(page.model.index(60))
        page.results.verticalScrollBar().setValue(3900)
        kept, was = page.state(), titles(page)
        page.search_for("tidal")
        await settled(page.scope)
        assert titles(page) != was
        page.restore(kept)
        await settled(page.scope)
        assert titles(page) == was
        assert page.results.currentIndex().row() == 60
        assert page.results.verticalScrollBar().value() == 3900
        assert page.field.text() == ""
        assert page.state() == kept

    play(scene)


def test_a_click_opens_and_the_button_installs(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        opened, asked = Watch(page.project_opened), Watch(page.install_requested)
        ids = [hit.ref.project_id for hit in page.model.hits]
        click(page, 2, "row")
        click(page, 3, "button")
        assert opened.values == [ids[2]]
        assert asked.values == [ids[3]]
        page.results.setCurrentIndex(page.model.index(4))
        QTest.keyClick(page.results, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(page.results, Qt.Key.Key_Return)
        assert asked.values == [ids[3], ids[4]]
        assert opened.values == [ids[2], ids[4]]
        QTest.keyClick(page.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert asked.values[-1] == ids[4]

    play(scene)


def test_the_button_follows_the_project_s_state(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        hit = page.model.hits[0]
        project_id = hit.ref.project_id
        asked, cancelled = Watch(page.install_requested), Watch(page.cancel_requested)

        def shown() -> str:
            return page.results.delegate.button(hit).shown.words

        assert shown() == "Install"
        stage.states.set_running([project_id], Running(0.62, "Installing, 1 of 2 files"))
        assert shown() == "62 %"
        click(page, 0, "cancel")
        assert cancelled.values == [project_id]
        stage.states.set_running([project_id], None)
        stage.states._installed = {project_id: InstalledProject("v", "1.0", "2.0")}
        assert shown() == "Update"
        click(page, 0, "button")
        assert asked.values == [project_id]
        stage.states._installed = {project_id: InstalledProject("v", "1.0")}
        assert shown() == "Installed"
        QTest.keyClick(page.results, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert asked.values == [project_id]
        stage.states._installed = {}
        stage.states.set_offline(True)
        state = page.results.delegate.button(hit)
        assert (state.shown.kind, state.hint) == ("off", "You are offline.")
        QTest.keyClick(page.results, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert asked.values == [project_id]
        assert QToolTip.text() == "You are offline."
        QToolTip.hideText()
        assert page.banners.banner("offline") is not None
        sentence = page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert hit.title in sentence
        assert hit.author in sentence
        assert sentence.endswith("Install.")

    play(scene)


def test_nothing_found_says_what_would_find_something(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        page.filters._change(Filters(sides=(SideFilter.SERVER,)))
        page.search_for("lanternworks")
        await settled(page.scope)
        if page.model.total:
            page.search_for("lanternworks zzzz")
            await settled(page.scope)
        assert page.pages.currentWidget() is page.nothing
        assert page.count.text() == "No mods for"
        assert page.field.placeholderText() == "Search mods, or paste a link"
        row = next(row for row in page.nothing.rows if row.loosening.total)
        row.click()
        await settled(page.scope)
        assert page.model.total == row.loosening.total
        assert page.pages.currentWidget() is not page.nothing

    play(scene)


def test_clear_all_filters_brings_everything_back(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        page.search_for("zzzz qqqq")
        await settled(page.scope)
        assert page.nothing.clear.isVisible()
        page.nothing.clear.click()
        assert page.filters.filters == Filters(from_instance=False)
        page.field.clear()
        page._search_now()
        await settled(page.scope)
        assert page.model.total > 0

    play(scene)


def test_a_failed_search_says_why_and_retries(play: Play, sandbox: Handle) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        sandbox.fault("/v2/search", Fault(status=400))
        page.search_for("something new")
        await settled(page.scope)
        assert page.pages.currentWidget() is page.failure
        assert page.failure.title.text()
        sandbox.clear_faults()
        page.field.setText("tidal")
        page.retry.click()
        await settled(page.scope)
        assert titles(page)[0] == "Tidal Core"

    play(scene)


def test_a_failed_next_page_keeps_the_results_and_offers_retry(play: Play, sandbox: Handle) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        sandbox.fault("/v2/search", Fault(status=400))
        page._load_more()
        await settled(page.scope)
        banner = page.banners.banner("search")
        assert banner is not None
        assert page.model.rowCount() == 50
        sandbox.clear_faults()
        banner.buttons[0].click()
        await settled(page.scope)
        assert page.model.rowCount() == 100
        assert page.banners.banner("search") is None

    play(scene)


def test_out_of_reach_it_shows_what_was_seen_and_since_when(play: Play, sandbox: Handle) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        offline = Watch(page.offline_found)
        page._load_more()
        await settled(page.scope)
        stage.states.set_offline(True)
        banner = page.banners.banner("offline")
        assert banner is not None
        assert banner.accessibleName().startswith("You are offline. These are results from ")
        assert "kept on this computer" in page.count.text()
        assert page.hint.text().startswith("Stale, from ")
        assert not page.target_words.text()
        stage.states.set_offline(False)
        assert page.banners.banner("offline") is None
        sandbox.fault("*", Fault(cut=0.0))
        page.search_for("never asked before")
        await settled(page.scope)
        assert page.pages.currentWidget() is page.failure
        assert offline.values[-1] is True

    play(scene)


def test_another_folder_searches_again(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        other = Instance(MEADOW.folder.with_name("other"), "Other", "", Loader.NEOFORGE, "", "1.21.1")
        stage.states.set_instance(other)
        await settled(page.scope)
        assert page.target_words.text() == "NeoForge 1.21.1"
        assert all("neoforge" in hit.loaders for hit in page.model.hits)
        stage.states.set_instance(None)
        await settled(page.scope)
        assert not page.filters.card.isVisible()
        assert page.results.delegate.button(page.model.hits[0]).hint == "Open a folder of mods first."

    play(scene)


def test_keys_lead_from_the_field_to_the_results_and_back(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        page.field.setFocus()
        QTest.keyClick(page.field, Qt.Key.Key_Down)
        assert focused(page) is page.results
        QTest.keyClick(page.results, Qt.Key.Key_Down)
        assert page.results.currentIndex().row() == 1
        QTest.keyClick(page.results, Qt.Key.Key_Up)
        QTest.keyClick(page.results, Qt.Key.Key_Up)
        assert focused(page) is page.field

    play(scene)


def test_a_narrow_page_keeps_its_filters_behind_a_button(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        assert page.filters.isVisible()
        assert not page.filters_button.isVisible()
        page.resize(820, 700)
        assert not page.filters.isVisible()
        assert page.filters_button.text() == "Filters  1"
        page.filters_button.click()
        assert page.filters.isVisible()

    play(scene)


def test_sorting_searches_again(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        page.sort.chosen.emit(Sort.DOWNLOADS)
        await settled(page.scope)
        downloads = [hit.downloads for hit in page.model.hits]
        assert downloads == sorted(downloads, reverse=True)
        assert page.sort.accessibleName() == "Sort: Downloads"

    play(scene)


def test_every_control_has_a_name(play: Play) -> None:
    async def scene(stage: Stage, page: BrowsePage) -> None:
        for widget in (
            page.field,
            page.sort,
            page.filters_button,
            page.results,
            page.filters.list,
            page.filters.card,
        ):
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface.text(QAccessible.Text.Name), widget

    play(scene)
