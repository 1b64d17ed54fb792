"""What takes the table's place: problems, the graph, the chooser; and the sections of a game."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from modstead.domain.instance import ContentKind, Instance
from modstead.domain.problems import Problem, ProblemKind, Remedy, RemedyKind
from modstead.settings import Settings
from modstead.ui.installed.candidates import CandidateModel, button_rect
from modstead.ui.installed.columns import Column
from modstead.ui.installed.findings import Findings
from modstead.ui.installed.graph import GraphPage
from modstead.ui.installed.model import Show
from modstead.ui.installed.pieces import ModLink
from modstead.ui.installed.problems import ProblemsView
from modstead.ui.installed.problems.model import Heading, ProblemRow, ProblemsModel
from modstead.ui.installed.problems.rows import row_places
from modstead.ui.installed.sections import SectionBar
from modstead.ui.kit.labels import Label
from modstead.ui.theme import Theme
from ui import invented
from ui.folder_pages import Heard, click, press, settled
from ui.installed.conftest import Scene

Play = Callable[..., None]
BARREL, BRAMBLE, CARTWRIGHT = "barrel-index-1.11.6.jar", "bramble-core-8.12.0.jar", "cartwright-3.3.5.jar"
GLIM, STRANGER = "glim-0.2.0.jar", "bq-helper-0.3.jar"
REMOVE = Remedy(RemedyKind.REMOVE, "Remove the older one", file=GLIM)
MORE = (
    Problem(ProblemKind.DUPLICATE, GLIM, "Glim", "Glim is here twice.", (REMOVE,)),
    Problem(ProblemKind.ORPHAN, "quartzite-1.2.2.jar", "Quartzite", "Nothing needs it any more."),
)


# -- problems


def problems_of(scene: Scene) -> ProblemsView:
    scene.page.show_only(Show.PROBLEMS)
    view = scene.page.body.problems
    assert view
    return view


def place_in(view: ProblemsView, name: str) -> tuple[int, ProblemRow]:
    place = view.model.place_of(name)
    row = view.model.rows[place]
    assert isinstance(row, ProblemRow)
    return place, row


def test_the_model_of_problems_keeps_to_qts_rules(qapp: QApplication) -> None:
    model = ProblemsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    library = invented.library(60)
    mods = {mod.file.name: mod for mod in library.mods}
    model.show((*invented.problems(library), *MORE), mods, ())
    titles = [(row.title, row.count) for row in model.rows if isinstance(row, Heading)]
    assert titles == [("Needs attention", 3), ("Could be tidier", 2)]
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    sentence = model.index(model.place_of(GLIM)).data(Qt.ItemDataRole.AccessibleTextRole)
    assert sentence == "Glim. Twice. Glim is here twice. Remove the older one is offered."
    model.show(MORE, mods, ("twice",))
    assert [type(row) for row in model.rows] == [Heading, ProblemRow]
    model.show((), mods, ())
    assert model.rowCount() == 0


def test_problems_are_listed_with_what_helps_and_dropped_when_left(play: Play) -> None:
    async def act(scene: Scene) -> None:
        view = problems_of(scene)
        assert view.isVisible()
        assert view.total.text() == "3 problems in 3 files"
        assert scene.page.model.number_of(Show.PROBLEMS) == 3
        scene.page.show_only(Show.ALL)
        assert scene.page.body.problems is None
        assert scene.page.table.isVisible()

    play(act, health=invented.Health(MORE))


def test_the_keyboard_in_the_problems_selects_no_mod_by_itself(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        page.activateWindow()
        view = problems_of(scene)
        await settled()
        page.filters.find_field.setFocus()
        view.setFocus(Qt.FocusReason.TabFocusReason)
        assert page.table.selected() == ()
        place, row = place_in(view, GLIM)
        view.list.setCurrentIndex(view.model.index(place))
        assert [chosen.name for chosen in page.table.selected()] == [row.problem.file]

    play(act, health=invented.Health(MORE))


def test_the_menu_key_opens_what_can_be_done(play: Play) -> None:
    async def act(scene: Scene) -> None:
        view = problems_of(scene)
        await settled()
        place, _ = place_in(view, GLIM)
        view.list.setCurrentIndex(view.model.index(place))
        asked = Heard(view.list.menu_asked)
        press(view.list, Qt.Key.Key_Menu)
        QTest.keyClick(view.list, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
        assert [row.problem.file for row, _place in asked.values] == [GLIM, GLIM]

    play(act, health=invented.Health(MORE))


def test_what_is_asked_about_is_what_the_panel_is_about(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        page.select(BRAMBLE)
        page.requests.identify_requested.emit(STRANGER)
        assert page.body.chooser
        assert [row.name for row in page.table.selected()] == [STRANGER]

    play(act)


def test_problems_are_looked_for_before_there_are_none(play: Play) -> None:
    async def act(scene: Scene) -> None:
        view = problems_of(scene)
        library = scene.page.library
        assert library
        view.show_problems(library, Findings(), "", looking=True)
        assert view.total.text() == "Looking for problems …"
        assert view.detail.text() == ""
        view.show_problems(library, Findings(), "", looking=False)
        assert view.total.text() == "Nothing needs attention"

    play(act)


def test_one_click_asks_for_the_remedy_and_one_for_all_of_them(play: Play) -> None:
    async def act(scene: Scene) -> None:
        view = problems_of(scene)
        await settled()
        place, row = place_in(view, GLIM)
        rect = view.list.line_rect(view.list.visualRect(view.model.index(place)))
        click(view.list, row_places(view.theme, rect, row).button.center())
        library, remedies = scene.remedies.last
        assert library is scene.page.library
        assert remedies == (REMOVE,)
        view.fix_all.click()
        kinds = [problem.remedies[0].kind for problem in scene.fixes.last[1]]
        assert sorted(kinds) == [RemedyKind.INSTALL, RemedyKind.REMOVE, RemedyKind.REPLACE]

    play(act, health=invented.Health(MORE))


def test_a_remedy_that_cannot_work_makes_room_for_the_next_and_is_counted_no_more(play: Play) -> None:
    async def act(scene: Scene) -> None:
        view = problems_of(scene)
        assert view.detail.text().startswith("3 changes would help")
        scene.page.state.rule_out((REMOVE,))
        _, row = place_in(view, GLIM)
        assert row.button != REMOVE.text
        assert view.detail.text().startswith("2 changes would help")
        scene.page.check_updates()
        _, row = place_in(view, GLIM)
        assert row.button == REMOVE.text

    play(act, health=invented.Health(MORE))


def test_a_problem_that_is_current_shows_its_mod_and_return_does_what_helps(play: Play) -> None:
    async def act(scene: Scene) -> None:
        view = problems_of(scene)
        place, _ = place_in(view, GLIM)
        view.list.setCurrentIndex(view.model.index(place))
        assert [row.name for row in scene.page.table.selected()] == [GLIM]
        press(view.list, Qt.Key.Key_Return)
        assert scene.remedies.last[1] == (REMOVE,)

    play(act, health=invented.Health(MORE))


def test_other_remedies_and_the_way_to_the_list_are_in_the_menu(play: Play) -> None:
    async def act(scene: Scene) -> None:
        view = problems_of(scene)
        _, row = place_in(view, GLIM)
        view._open_menu(row, QPoint(0, 0))
        actions = {action.text(): action for action in view._menu.actions()}
        view._menu.hide()
        actions["Show in the list"].trigger()
        assert scene.page.table.isVisible()
        assert [found.name for found in scene.page.table.selected()] == [GLIM]

    play(act, health=invented.Health(MORE))


def test_problems_are_sought_like_mods(play: Play) -> None:
    async def act(scene: Scene) -> None:
        view = problems_of(scene)
        scene.page.filters.find_field.setText("tidal")
        found = [row for row in view.model.rows if isinstance(row, ProblemRow)]
        assert [row.problem.title for row in found] == ["Basalt Roads"]

    play(act)


def test_a_folder_without_problems_says_so(play: Play) -> None:
    library = invented.library(60)
    sound = replace(library, mods=tuple(mod for mod in library.mods if mod.title.startswith("Slate")))

    async def act(scene: Scene) -> None:
        view = problems_of(scene)
        assert view.total.text() == "Nothing needs attention"
        assert not view.fix_all.isVisible()

    play(act, library=sound, check=replace(invented.check(library), updates=(), held_back=()))


# -- the graph


async def graph_of(scene: Scene) -> GraphPage:
    scene.page.show_graph()
    page = scene.page.body.graph
    assert page
    shown = Heard(page.view.zoomed)
    await shown.until(lambda: not page.view.card(BARREL).isEmpty())
    return page


def test_the_graph_shows_each_mod_and_what_is_missing_and_is_dropped_when_left(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = await graph_of(scene)
        nodes = page.view.picture.nodes
        assert len([node for node in nodes.values() if not node.missing]) == 214
        assert [node.title for node in nodes.values() if node.missing] == ["Tidal Core"]
        assert (CARTWRIGHT, BARREL) in page.view.picture.links
        assert len(page.view.picture.broken) == 1
        scene.page.show_graph(shown=False)
        assert scene.page.body.graph is None
        assert scene.page.table.isVisible()

    play(act)


def test_a_click_on_a_card_selects_the_mod_everywhere(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = await graph_of(scene)
        click(page.view, page.view.card(BARREL).center())
        assert [row.name for row in scene.page.table.selected()] == [BARREL]
        await settled()
        assert "Barrel Index" in [label.text() for label in scene.page.panel.findChildren(Label)]
        empty = page.view.viewport().rect().bottomLeft() + QPoint(2, -2)
        click(page.view, empty)
        assert scene.page.table.selected() == ()

    play(act)


def test_arrows_go_from_card_to_card(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = await graph_of(scene)
        scene.page.table.select(CARTWRIGHT)
        press(page.view, Qt.Key.Key_Right)
        assert [row.name for row in scene.page.table.selected()] == [BARREL]
        press(page.view, Qt.Key.Key_Left)
        left = scene.page.table.selected()[0].name
        assert page.view.card(left).center().x() < page.view.card(BARREL).center().x()
        opened = Heard(page.view.opened)
        press(page.view, Qt.Key.Key_Return)
        assert opened.last.name == left
        press(page.view, Qt.Key.Key_Escape)
        assert scene.page.table.selected() == ()

    play(act)


def test_wheel_and_keys_zoom_and_dragging_pans(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = await graph_of(scene)
        view = page.view
        whole = view.zoom
        press(view, Qt.Key.Key_Plus)
        assert view.zoom > whole
        spot = view.card(BARREL).center()
        turn(view.viewport(), spot, 240)
        assert (view.card(BARREL).center() - spot).manhattanLength() <= 4
        before = view.card(BARREL).center()
        drag(view.viewport(), view.viewport().rect().center(), QPoint(-40, -30), view.name_at)
        assert view.card(BARREL).center() != before
        press(view, Qt.Key.Key_Minus)
        page.whole.click()
        assert view.zoom <= whole
        page.nearer.click()
        page.farther.click()
        assert view.zoom == pytest.approx(whole, rel=0.3)

    play(act)


def test_a_card_is_selected_by_a_click_and_pans_when_dragged(play: Play) -> None:
    async def act(scene: Scene) -> None:
        view = (await graph_of(scene)).view
        for _ in range(6):
            view.nearer()
        view.scrollTo(view._index_of(BARREL))
        spot = view.card(BARREL).center()
        QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseMove(view.viewport(), spot + QPoint(-20, -15))
        QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=spot + QPoint(-20, -15))
        assert scene.page.table.selected() == ()
        assert view.card(BARREL).center() != spot
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.card(BARREL).center())
        assert [row.name for row in scene.page.table.selected()] == [BARREL]

    play(act)


def turn(viewport: object, spot: QPoint, angle: int) -> None:
    event = QWheelEvent(
        QPointF(spot), QPointF(spot), QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)


def drag(viewport: object, start: QPoint, by: QPoint, name_at: Callable[[QPoint], str]) -> None:
    """From the nearest place beside `start` where there is no card."""
    free = next(
        start + QPoint(x, y)
        for y in range(200)
        for x in range(0, 200, 3)
        if not name_at(start + QPoint(x, y))
    )
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=free)
    QTest.mouseMove(viewport, free + by)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=free + by)


def test_what_a_filter_leaves_out_stays_in_the_picture(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = await graph_of(scene)
        scene.page.show_only(Show.UPDATES)
        assert scene.page.body.graph is page
        assert not page.view.card(CARTWRIGHT).isEmpty()
        assert page.view.grab().toImage() is not None
        click(page.view, page.view.card(CARTWRIGHT).center())
        assert scene.page.table.selected() == ()

    play(act)


def test_cards_have_names_for_those_who_hear_them(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = await graph_of(scene)
        interface = QAccessible.queryAccessibleInterface(page.view)
        assert interface.text(QAccessible.Text.Name) == "Graph of mods"
        for button in (page.farther, page.nearer, page.whole):
            assert button.accessibleName()
        place = scene.page.model.place_of(BARREL)
        assert (
            scene.page.model.index(place).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Barrel Index")
        )

    play(act)


def test_the_graph_is_painted_in_both_schemes_at_every_size(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = await graph_of(scene)
        pictures = []
        for scheme in ("light", "dark"):
            scene.page.theme.set_scheme(scheme)
            for factor in (1.0, 0.5, 4.0):
                page.view.zoom_by(factor)
                pictures.append(page.view.grab().toImage())
        assert all(picture != other for picture, other in pairwise(pictures))
        scene.page.theme.set_scheme("light")

    play(act)


# -- why, and what it is


def test_the_panel_answers_why_with_the_chain_that_can_be_clicked(play: Play) -> None:
    async def act(scene: Scene) -> None:
        scene.page.select(BRAMBLE)
        await settled()
        said = [label.text() for label in scene.page.panel.findChildren(Label) if label.isVisible()]
        assert "Why is this here?" in said
        assert "What would break without it?" in said
        links = [link for link in scene.page.panel.findChildren(ModLink) if link.isVisible()]
        assert {"Cartwright", "Cloudbank", "Barrel Index"} <= {link.text.text() for link in links}
        QTest.mouseClick(
            next(link for link in links if link.text.text() == "Cartwright"), Qt.MouseButton.LeftButton
        )
        assert [row.name for row in scene.page.table.selected()] == [CARTWRIGHT]
        await settled()
        said = [label.text() for label in scene.page.panel.findChildren(Label) if label.isVisible()]
        assert "For its own sake: nothing needs it, and nothing would break without it." in said

    play(act)


def with_offer(scene: Scene) -> None:
    answer = scene.libraries.answer
    assert not isinstance(answer, Exception)
    offers = (invented.project("Barrel Index"),)
    mods = tuple(replace(mod, offers=offers) if mod.file.name == STRANGER else mod for mod in answer.mods)
    scene.libraries.answer = replace(answer, mods=mods)


async def asked_about(scene: Scene) -> CandidateModel:
    with_offer(scene)
    changed = Heard(scene.page.library_changed)
    scene.page.refresh()
    await changed.until(lambda: bool(changed.values))
    scene.page.requests.identify_requested.emit(STRANGER)
    chooser = scene.page.body.chooser
    assert chooser
    QAbstractItemModelTester(
        chooser.model, QAbstractItemModelTester.FailureReportingMode.Fatal, chooser.model
    )
    return chooser.model


def test_an_offer_is_taken_with_one_click_and_remembered_by_hash(play: Play) -> None:
    async def act(scene: Scene) -> None:
        model = await asked_about(scene)
        chooser = scene.page.body.chooser
        assert chooser
        assert [row.title for row in model.rows][:2] == ["It may be one of these", "Barrel Index"]
        await settled()
        rect = chooser.list.line_rect(chooser.list.visualRect(model.index(1)))
        decided = Heard(chooser.decided)
        click(chooser.list, button_rect(chooser.theme, rect).center())
        await decided.until(lambda: bool(decided.values))
        assert scene.libraries.choices["0" * 40] == invented.project("Barrel Index")
        assert scene.page.body.chooser is None

    play(act)


def test_a_project_is_found_on_the_platform_where_no_offer_fits(play: Play) -> None:
    async def act(scene: Scene) -> None:
        model = await asked_about(scene)
        chooser = scene.page.body.chooser
        assert chooser
        reset = Heard(model.modelReset)
        chooser.field.setText("cartwright")
        QTest.keyClick(chooser.field, Qt.Key.Key_Return)
        await reset.until(lambda: "Cartwright" in [row.title for row in model.rows])
        place = [row.title for row in model.rows].index("Cartwright")
        decided = Heard(chooser.decided)
        chooser.list.setCurrentIndex(model.index(place))
        press(chooser.list, Qt.Key.Key_Return)
        await decided.until(lambda: bool(decided.values))
        chosen = scene.libraries.choices["0" * 40]
        assert chosen
        assert chosen.title == "Cartwright"

    play(act)


def test_a_file_can_be_left_alone_and_escape_goes_back(play: Play) -> None:
    async def act(scene: Scene) -> None:
        await asked_about(scene)
        chooser = scene.page.body.chooser
        assert chooser
        QTest.keyClick(chooser.list, Qt.Key.Key_Escape)
        assert scene.page.body.chooser is None
        assert scene.libraries.choices == {}
        scene.page.body.ask_about(STRANGER)
        chooser = scene.page.body.chooser
        assert chooser
        decided = Heard(chooser.decided)
        chooser.leave.click()
        await decided.until(lambda: bool(decided.values))
        assert scene.libraries.choices == {"0" * 40: None}

    play(act)


# -- sections


def sections() -> tuple[Instance, ...]:
    kinds = (ContentKind.MOD, ContentKind.RESOURCE_PACK, ContentKind.DATA_PACK, ContentKind.DATA_PACK)
    worlds = ("", "", "Old world", "New world")
    return tuple(
        replace(invented.instance(), folder=Path(f"/games/{number}"), content=kind, section=world)
        for number, (kind, world) in enumerate(zip(kinds, worlds, strict=True))
    )


def test_sections_are_tabs_with_counts_and_bring_the_one_that_is_wanted(
    qapp: QApplication, theme: Theme
) -> None:
    bar = SectionBar(theme)
    found = sections()
    bar.show_sections(found[:1], {}, found[0].folder)
    assert bar.isHidden()
    counts = {section.folder: number for number, section in enumerate(found)}
    bar.show_sections(found, counts, found[0].folder)
    assert not bar.isHidden()
    assert [bar.tabs.button(str(section.folder)).accessibleName() for section in found] == [
        "Mods, 0",
        "Resource packs, 1",
        "Data packs · Old world, 2",
        "Data packs · New world, 3",
    ]
    chosen = Heard(bar.chosen)
    bar.tabs.button(str(found[1].folder)).click()
    assert chosen.last is found[1]


def test_words_and_columns_follow_what_the_folder_holds(play: Play) -> None:
    packs = sections()[1]

    async def act(scene: Scene) -> None:
        page = scene.page
        page.table.header.show_column(Column.NEEDS, shown=True)
        page.open(packs)
        while page.state.scope.busy:
            await settled()
        assert page.title_bar.title.text() == "Resource packs"
        assert page.filters.find_field.placeholderText() == "Find in packs"
        assert not page.filters.graph_button.isVisible()
        assert Column.NEEDS not in page.table.header.shown_columns()
        ticked = {action.text() for action in page.table.header.column_actions(page)}
        assert not {"Needs", "Loaders", "Side"} & ticked

    library = replace(invented.library(60), instance=packs)
    play(act, library=library, check=invented.check(invented.library(60)))


def test_columns_are_remembered(play: Play) -> None:
    async def act(scene: Scene) -> None:
        scene.page.table.header.show_column(Column.NEEDED_BY, shown=True)
        scene.page.table.header.show_column(Column.PROVIDER, shown=False)
        assert "needed_by" in scene.settings.value.mods_columns
        assert "provider" not in scene.settings.value.mods_columns

    async def later(scene: Scene) -> None:
        wanted = scene.page.table.header.wanted
        assert Column.NEEDED_BY in wanted
        assert Column.PROVIDER not in wanted

    play(act)
    play(later, settings=Settings(mods_columns="enabled name version needed_by"))
