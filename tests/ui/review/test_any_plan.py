"""The review of whatever changes a folder, by what happens to each file."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QTextBrowser

from modstead.domain.changes import plan_enable, plan_remove, update_operation
from modstead.domain.plan import Note, NoteKind, Operation, OperationKind, Plan, PlanKind
from modstead.ui.review import items, words
from modstead.ui.review.cells import Part, cells, part_at, skip_rect
from modstead.ui.review.items import Section
from modstead.ui.review.model import EntryKind, ReviewModel
from ui import invented
from ui.folder_pages import Heard, click, press, settled
from ui.review.conftest import Scene
from ui.review.test_review import BARREL, BURROW, along, install_plan, planned, shown

Play = Callable[..., None]
LIBRARY = invented.library(60)
CHECK = invented.check(LIBRARY)


def update(title: str) -> Operation:
    return next(update_operation(item, "newer version") for item in CHECK.updates if item.mod.title == title)


def named(*titles: str) -> set[str]:
    return {mod.file.name for mod in LIBRARY.mods if mod.title in titles}


def mixed_plan() -> Plan:
    """An update, an older version, a new mod with what it needs, one removed and one disabled."""
    newer, older = update("Barrel Index"), update("Burrow Homes")
    older = replace(older, from_published=invented.NOW)
    return Plan(
        LIBRARY.instance,
        PlanKind.INSTALL,
        (
            newer,
            older,
            *(operation for operation in install_plan().operations if operation.title != "Moss Paths"),
            *plan_remove(LIBRARY, named("Glim")).operations,
            *plan_enable(LIBRARY, named("Pinecone"), enabled=False).operations,
        ),
        (Note(NoteKind.HELD_BACK, "Dovecote", "Pinned at 2.4.0."),),
    )


def headings(model: ReviewModel) -> list[str]:
    entries = map(model.entry_at, range(model.rowCount()))
    return [model.heading_words(entry.section)[0] for entry in entries if entry.kind is EntryKind.HEADING]


def test_each_row_names_its_platform_where_there_are_several() -> None:
    first, second, *rest = CHECK.updates
    assert not any("Modrinth" in row.word for row in items.update_items(CHECK, None))
    other = replace(second, version=replace(second.version, provider="guizhan"))
    words = {
        row.title: row.word for row in items.update_items(replace(CHECK, updates=(first, other, *rest)), None)
    }
    assert words[second.mod.title].startswith("Guizhan")
    assert words[first.mod.title].startswith("Modrinth")
    plan = Plan(
        LIBRARY.instance,
        PlanKind.UPDATE,
        (update_operation(first, "newer version"), update_operation(other, "newer version")),
    )
    assert [row.word.partition(" ")[0] for row in items.plan_items(plan)] == ["Modrinth", "Guizhan"]


@pytest.fixture
def model(qapp: QApplication) -> ReviewModel:
    model = ReviewModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def test_every_plan_is_shown_by_what_happens(model: ReviewModel) -> None:
    plan = mixed_plan()
    model.set_items(items.plan_items(plan, LIBRARY), plan.kind)
    assert headings(model) == ["Held back", "Updates", "New", "Removed", "Disabled", "Older versions"]
    by_title = {item.title: item for item in model.shown_items}
    assert by_title["Tidal Core"].word == "needed by Lantern Fields"
    assert by_title["Lantern Fields"].word == "asked for"
    assert not by_title["Dovecote"].tickable
    assert by_title["Dovecote"].icon_url
    assert words.title_of(plan) == "Review changes"
    assert words.total_words(plan) == "5 changes, 1 new dependency"
    assert model.heading_words(Section.HELD) == ("Held back", "1 · left as they are")
    assert model.heading_words(Section.NEW) == (
        "New",
        "1 of 1 selected · 1 needed by what is selected",
    )


@pytest.mark.parametrize(
    ("plan", "title", "button"),
    [
        (plan_remove(LIBRARY, named("Glim", "Pinecone", "Larkspur")), "Review removal", "Remove 3 mods"),
        (
            plan_enable(LIBRARY, named("Glim", "Pinecone"), enabled=False),
            "Review what is disabled",
            "Disable 2 mods",
        ),
        (install_plan(), "Review installation", "Install 2 mods"),
        (mixed_plan(), "Review changes", "Apply 5 changes"),
        (replace(mixed_plan(), kind=PlanKind.UNDO), "Review undo", "Undo 6 changes"),
        (Plan(LIBRARY.instance, PlanKind.UPDATE), "Review updates", "Update 0 mods"),
    ],
)
def test_the_button_says_what_it_does(plan: Plan, title: str, button: str) -> None:
    assert words.title_of(plan) == title
    assert words.primary_words(plan, words.words_for(plan.instance.content)) == button


def test_each_section_has_a_tick_of_its_own(model: ReviewModel) -> None:
    plan = replace(install_plan(), operations=(*install_plan().operations, update("Barrel Index")))
    model.set_items(items.plan_items(plan), plan.kind)
    model.toggle_section(Section.NEW)
    assert (model.tick_of(Section.NEW), model.tick_of(Section.UPDATED), model.tick_of()) == (
        "off",
        "on",
        "partly",
    )
    model.toggle_section(Section.NEW)
    assert model.tick_of() == "on"


def test_groups_are_ticked_together(model: ReviewModel) -> None:
    check = replace(CHECK, together=((BARREL, BURROW),))
    model.set_items(items.update_items(check, None), together=check.together)
    barrel = next(item for item in model.items if item.key == BARREL)
    assert barrel.word == "Together with Burrow Homes"
    model.set_ticked((BARREL,), on=False)
    assert not {BARREL, BURROW} & model.ticked
    model.toggle(barrel)
    assert {BARREL, BURROW} <= model.ticked


def test_leaving_out_a_dependency_leaves_out_what_needs_it(play: Play) -> None:
    async def act(scene: Scene) -> None:
        model = scene.page.model
        scene.page.show_plan(install_plan(), scene.library)
        tidal = next(item for item in model.shown_items if item.title == "Tidal Core")
        model.toggle(tidal)
        assert [item.title for item in model.items if item.key in model.ticked] == ["Moss Paths"]
        assert along(scene) == []
        assert scene.page.footer.primary.text() == "Install 1 mod"
        lantern = next(item for item in model.items if item.title == "Lantern Fields")
        model.toggle(lantern)
        assert along(scene) == ["Tidal Core"]
        assert scene.page.plan
        assert len(scene.page.plan.operations) == 3

    play(act)


def test_a_new_mod_has_a_changelog_to_open(play: Play) -> None:
    async def act(scene: Scene) -> None:
        page = scene.page
        page.show_plan(install_plan(), scene.library)
        assert page.open_all_button.isVisible()
        lantern = next(item for item in page.model.items if item.title == "Lantern Fields")
        read = Heard(page.texts.arrived)
        page.list.toggle_changelogs(lantern.key)
        await read.until(lambda: lantern.key in read.values)
        assert "As good as new." in page.texts.document(lantern.key, 900).toPlainText()

    play(act)


def test_a_version_is_skipped_from_its_row(play: Play) -> None:
    async def act(scene: Scene) -> None:
        await shown(scene)
        page, skipped = scene.page, Heard(scene.page.skip_requested)
        place = page.model.place_of(BARREL)
        rect = page.list.whole(page.list.visualRect(page.model.index(place)))
        button = skip_rect(page.theme, cells(page.theme, rect).name).center()
        assert part_at(page.theme, rect, page.model.entry_at(place), button) is Part.SKIP
        click(page.list, button)
        await planned(scene)
        mod, version = skipped.last
        assert (mod.title, version.number) == ("Barrel Index", "1.11.9")
        held = page.model.entry_at(page.model.place_of(BARREL))
        assert held.kind is EntryKind.HELD
        assert held.item
        assert held.item.remedy == "Update anyway"
        assert page.footer.primary.text() == "Update 24 mods"
        page.model.toggle(held.item)
        await planned(scene)
        assert BARREL in scene.updates.planned[-1][0]
        assert page.footer.primary.text() == "Update 25 mods"

    play(act)


def test_the_menu_of_a_row_does_what_its_controls_do(play: Play) -> None:
    async def act(scene: Scene) -> None:
        await shown(scene)
        page = scene.page
        barrel = next(item for item in page.model.items if item.key == BARREL)
        menu = page.list.open_menu(barrel, page.mapToGlobal(page.rect().center()))
        texts = [action.text().partition("\t")[0] for action in menu.actions()]
        assert texts == ["Leave it out", "Skip 1.11.9", "Open changelogs"]
        menu.actions()[0].trigger()
        assert BARREL not in page.model.ticked
        menu.close()

    play(act)


def test_what_is_held_back_can_be_freed_for_good(play: Play) -> None:
    async def act(scene: Scene) -> None:
        await shown(scene)
        page = scene.page
        freed = Heard(page.freed)
        ashfall = next(item for item in page.model.items if item.title == "Ashfall Weather")
        menu = page.list.open_menu(ashfall, page.mapToGlobal(page.rect().center()))
        next(action for action in menu.actions() if action.text() == "Follow betas from now on").trigger()
        menu.close()
        await planned(scene)
        assert freed.last.mod.title == "Ashfall Weather"
        assert ashfall.key in page.model.ticked

    play(act)


def test_the_keyboard_stays_with_its_row_when_the_list_is_made_anew(play: Play) -> None:
    async def act(scene: Scene) -> None:
        await shown(scene)
        page, view = scene.page, scene.page.list
        view.setCurrentIndex(page.model.index(page.model.place_of(BURROW)))
        press(view, Qt.Key.Key_Space)
        await planned(scene)
        assert along(scene) == []
        assert view.currentIndex().row() == page.model.place_of(BURROW)
        press(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert page.model.tick_of() == "on"

    play(act)


def test_the_way_back_is_shown_whole(play: Play) -> None:
    async def act(scene: Scene) -> None:
        plan = mixed_plan()
        back = Plan(
            plan.instance,
            PlanKind.UNDO,
            tuple(operation.inverse() for operation in plan.operations),
            undoes="1",
        )
        scene.page.show_plan(back, scene.library)
        await settled()
        assert headings(scene.page.model)[0] == "Versions from before"
        scene.page.model.toggle_all()
        assert scene.page.plan == back
        assert OperationKind.INSTALL in {operation.kind for operation in back.operations}

    play(act)


def test_four_hundred_rows_are_one_list(model: ReviewModel) -> None:
    many = invented.library(440)
    plan = plan_remove(many, {mod.file.name for mod in many.mods[:400]})
    model.set_items(items.plan_items(plan), plan.kind)
    assert model.rowCount() == 401
    model.set_ticked((plan.operations[7].file_name,), on=False)
    model.settle({operation.file_name for operation in plan.operations[:300]})
    assert len(model.ticked) == 299


def test_an_opened_changelog_changes_its_colours_with_the_window(play: Play) -> None:
    async def act(scene: Scene) -> None:
        await shown(scene)
        page, theme = scene.page, scene.page.theme
        read = Heard(page.texts.arrived)
        page.list.toggle_changelogs(BARREL)
        await read.until(lambda: BARREL in read.values)
        await settled()
        theme.set_scheme("dark")
        await settled()
        (text,) = (view for view in page.list.findChildren(QTextBrowser) if view.isVisible())
        painted = text.grab().toImage().pixelColor(text.width() - 2, text.height() // 2)
        assert painted == theme.palette.hover

    play(act)
