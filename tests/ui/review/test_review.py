from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QTextBrowser

from modstead.domain.changes import install_operation, replace_operation
from modstead.domain.plan import Note, NoteKind, Plan, PlanKind
from modstead.domain.updates import HeldBack, HeldBackKind
from modstead.errors import Unreachable
from modstead.ui.changelogs import plain_lines, summary_line
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.pages import EmptyState
from modstead.ui.review import items
from modstead.ui.review.cells import Part, cells, content_rect, part_at, remedy_rect
from modstead.ui.review.items import Section
from modstead.ui.review.model import EntryKind, ReviewModel
from ui import invented
from ui.folder_pages import Heard, click, press, settled
from ui.review.conftest import Scene

Play = Callable[..., None]
BARREL, BURROW, ASHFALL = "barrel-index-1.11.6.jar", "burrow-homes-0.14.3.jar", "ashfall-weather-4.1.0.jar"


async def shown(scene: Scene) -> None:
    """The updates of the whole folder, planned."""
    scene.page.show_updates(scene.library, scene.check)
    await planned(scene)


async def planned(scene: Scene) -> None:
    import asyncio

    while scene.page.scope.busy:
        await asyncio.wait(tuple(scene.page.scope._all))
    await settled()


def install_plan() -> Plan:
    operations = []
    for title, number, asked_by in (
        ("Lantern Fields", "2.4.1", ()),
        ("Moss Paths", "1.0.0", ()),
        ("Tidal Core", "2.1.4", ("lantern-fields",)),
    ):
        version = invented.version(title, number, day=9)
        operations.append(
            install_operation(
                version, version.files[0], invented.project(title), "asked for", required_by=asked_by
            )
        )
    conflict = Note(
        NoteKind.CONFLICT,
        "Moss Paths",
        "Moss Paths 1.0.0 says that it does not go together with Basalt Roads 2.0.0.",
    )
    return Plan(invented.instance(), PlanKind.INSTALL, tuple(operations), (conflict,))


@pytest.fixture
def model(qapp: QApplication) -> ReviewModel:
    model = ReviewModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_items(items.update_items(invented.check(invented.library(60)), None))
    return model


def along(scene: Scene) -> list[str]:
    """What is shown though nobody asked for it."""
    entries = map(scene.page.model.entry_at, range(scene.page.model.rowCount()))
    return [entry.item.title for entry in entries if entry.item and entry.item.comes_along]


def kinds(model: ReviewModel) -> list[EntryKind]:
    return [model.entry_at(place).kind for place in range(model.rowCount())]


def test_held_back_stands_first_and_is_not_ticked(model: ReviewModel) -> None:
    assert kinds(model)[:4] == [EntryKind.HEADING, EntryKind.HELD, EntryKind.HELD, EntryKind.HEADING]
    assert len(model.ticked) == 25
    assert not {ASHFALL, "dovecote-2.4.0.jar"} & model.ticked
    assert model.tick_of() == "on"
    assert model.heading_words(Section.UPDATED) == ("Updates", "25 of 25 selected")


def test_searching_hides_rows_and_unticks_none(model: ReviewModel) -> None:
    model.set_sought("barrel")
    assert kinds(model) == [EntryKind.HEADING, EntryKind.ITEM, EntryKind.ITEM]
    model.set_sought("no such mod")
    assert model.rowCount() == 0
    assert len(model.ticked) == 25
    model.set_sought("")
    assert model.rowCount() == 29


def test_a_gap_opens_below_its_item_and_closes_again(model: ReviewModel) -> None:
    place = model.place_of(BARREL)
    model.set_open(BARREL, opened=True)
    assert model.entry_at(place + 1).kind is EntryKind.CHANGELOG
    model.set_open(BARREL, opened=True)
    assert model.rowCount() == 30
    model.set_sought("barrel")
    assert EntryKind.CHANGELOG in kinds(model)
    model.set_sought("")
    model.set_open(BARREL, opened=False)
    assert model.rowCount() == 29
    model.set_all_open(opened=True)
    assert kinds(model).count(EntryKind.CHANGELOG) == 27


def test_the_tick_above_chooses_all_or_none(model: ReviewModel) -> None:
    model.set_ticked((BARREL,), on=False)
    assert model.tick_of() == "partly"
    model.toggle_all()
    assert model.tick_of() == "on"
    model.toggle_all()
    assert model.ticked == frozenset()


def test_ticks_of_headings_are_about_the_rows_that_are_shown(model: ReviewModel) -> None:
    model.set_sought("barrel")
    shown = {entry.item.key for entry in map(model.entry_at, range(model.rowCount())) if entry.item}
    model.toggle_section(Section.UPDATED)
    assert len(model.ticked) == 25 - len(shown)
    assert not model.ticked & shown
    assert model.tick_of(Section.UPDATED) == "off"
    model.toggle_all()
    assert len(model.ticked) == 25
    model.toggle_all()
    model.set_sought("")
    assert model.tick_of() == "partly"


def test_a_search_that_finds_nothing_says_so_and_is_cleared(play: Play) -> None:
    async def act(scene: Scene) -> None:
        await shown(scene)
        page = scene.page
        rows = page.model.rowCount()
        page.find_field.setText("no such mod")
        assert page.list.isHidden()
        state = page.findChild(EmptyState)
        assert state is not None
        assert state.title.text() == "Nothing is called “no such mod”"
        button = next(item for item in state.findChildren(Button) if item.text() == "Clear")
        button.click()
        assert not page.list.isHidden()
        assert page.find_field.text() == ""
        assert page.model.rowCount() == rows

    play(act)


def test_what_was_said_meanwhile_is_shown_and_ticks_stay(play: Play) -> None:
    async def act(scene: Scene) -> None:
        await shown(scene)
        page, check = scene.page, scene.check
        barrel, *others = check.updates
        page.model.set_ticked((others[0].mod.file.name,), on=False)
        page.model.set_open(others[1].mod.file.name, opened=True)
        held = HeldBack(barrel.mod, barrel.version, HeldBackKind.SNOOZED, "Skipped by you.")
        skipped = replace(check, updates=tuple(others), held_back=(*check.held_back, held))
        page.renew(scene.library, skipped)
        await planned(scene)
        ticked = {item.mod.file.name for item in others[1:]}
        assert page.model.ticked == ticked
        assert page.model.opened == {others[1].mod.file.name}
        assert page.footer.primary.text() == f"Update {len(ticked)} mods"
        page.renew(scene.library, check)
        await planned(scene)
        assert page.model.ticked == ticked | {barrel.mod.file.name}
        elsewhere = replace(scene.library.instance, folder=Path("/elsewhere"))
        page.renew(replace(scene.library, instance=elsewhere), skipped)
        assert page.model.ticked == ticked | {barrel.mod.file.name}

    play(act)


def test_rows_say_what_matters_in_a_sentence(model: ReviewModel) -> None:
    place = model.place_of(BARREL)
    said = model.data(model.index(place), Qt.ItemDataRole.AccessibleTextRole)
    assert isinstance(said, str)
    assert said.startswith("Barrel Index from 1.11.6 to 1.11.9, release, ")
    assert said.endswith(", selected")
    held = model.data(model.index(model.place_of(ASHFALL)), Qt.ItemDataRole.AccessibleTextRole)
    assert isinstance(held, str)
    assert "held back: Only a beta is newer" in held


@pytest.mark.parametrize(
    ("old", "new", "big"), [("1.9.4", "2.0.1", True), ("1.9", "1.10", False), ("a", "b", False)]
)
def test_a_big_jump_is_another_first_number(old: str, new: str, big: bool) -> None:
    assert items.is_big_jump(old, new) is big


def test_a_review_names_number_size_and_what_comes_along(play: Play) -> None:
    async def act(scene: Scene) -> None:
        await shown(scene)
        footer = scene.page.footer
        assert footer.total.text() == "25 updates, 1 new dependency"
        assert footer.primary.text() == "Update 25 mods"
        assert "MB to download" in footer.detail.text()
        assert scene.page.model.chips == {"burrow-homes": ("Tidal Core",)}
        assert along(scene) == ["Tidal Core"]
        footer.primary.click()
        assert len(scene.accepted.last.operations) == 26

    play(act)


def test_unticking_plans_anew_without_what_came_along(play: Play) -> None:
    async def act(scene: Scene) -> None:
        await shown(scene)
        scene.page.model.set_ticked((BURROW,), on=False)
        assert not scene.page.footer.primary.isEnabled()
        await planned(scene)
        assert scene.page.footer.total.text() == "24 updates"
        assert scene.page.footer.primary.text() == "Update 24 mods"
        names, _held = scene.updates.planned[-1]
        assert names is not None
        assert BURROW not in names
        scene.page.model.toggle_all()
        scene.page.model.toggle_all()
        await planned(scene)
        assert not scene.page.footer.primary.isEnabled()

    play(act)


def test_allow_betas_ticks_what_was_held_back(play: Play) -> None:
    async def act(scene: Scene) -> None:
        await shown(scene)
        view = scene.page.list
        place = scene.page.model.place_of(ASHFALL)
        entry = scene.page.model.entry_at(place)
        assert entry.item
        assert entry.item.remedy == "Allow betas"
        rect = view.whole(view.visualRect(scene.page.model.index(place)))
        click(view, remedy_rect(scene.page.theme, rect, entry.item).center())
        await planned(scene)
        assert set(scene.updates.planned[-1][1]) == {ASHFALL}
        assert scene.page.footer.primary.text() == "Update 26 mods"

    play(act)


def test_space_ticks_and_return_opens_changelogs(play: Play) -> None:
    async def act(scene: Scene) -> None:
        await shown(scene)
        page, view = scene.page, scene.page.list
        view.setCurrentIndex(page.model.index(page.model.place_of(BARREL)))
        press(view, Qt.Key.Key_Space)
        assert BARREL not in page.model.ticked
        read = Heard(page.texts.arrived)
        press(view, Qt.Key.Key_Return)
        assert BARREL in page.model.opened
        await read.until(lambda: BARREL in read.values)
        await settled()
        assert page.texts.words(BARREL) == "3 changelogs"
        texts = [shown.toPlainText() for shown in view.findChildren(QTextBrowser) if shown.isVisible()]
        assert len(texts) == 1
        assert "Copper chests are searched too" in texts[0]
        press(view, Qt.Key.Key_Return)
        assert BARREL not in page.model.opened
        press(view, Qt.Key.Key_Down)
        assert view.currentIndex().row() == page.model.place_of(BARREL) + 1

    play(act)


def test_a_changelog_that_cannot_be_had_says_so_and_is_tried_again(play: Play) -> None:
    async def act(scene: Scene) -> None:
        await shown(scene)

        async def unreachable(*_: object) -> None:
            raise Unreachable("Modrinth cannot be reached.")

        answer, scene.updates.changelogs = scene.updates.changelogs, unreachable  # type: ignore[assignment]
        read = Heard(scene.page.texts.arrived)
        scene.page.list.toggle_changelogs(BARREL)
        await read.until(lambda: len(read.values) == 1)
        assert "Modrinth cannot be reached." in scene.page.texts.document(BARREL, 900).toPlainText()
        scene.updates.changelogs = answer
        scene.page.list.toggle_changelogs(BARREL)
        scene.page.list.toggle_changelogs(BARREL)
        await read.until(lambda: len(read.values) == 2)
        assert "Copper chests" in scene.page.texts.document(BARREL, 900).toPlainText()

    play(act)


def test_the_parts_of_a_row_are_where_they_are_painted(play: Play) -> None:
    async def act(scene: Scene) -> None:
        await shown(scene)
        page, view = scene.page, scene.page.list
        place = page.model.place_of(BARREL)
        entry, rect = page.model.entry_at(place), view.whole(view.visualRect(page.model.index(place)))
        at = cells(page.theme, content_rect(page.theme, rect, entry))
        assert part_at(page.theme, rect, entry, at.tick.center()) is Part.TICK
        assert part_at(page.theme, rect, entry, at.changelogs.center()) is Part.CHANGELOGS
        assert part_at(page.theme, rect, entry, at.name.center()) is Part.BODY
        click(view, at.tick.center())
        assert BARREL not in page.model.ticked
        headings = [place for place, kind in enumerate(kinds(page.model)) if kind is EntryKind.HEADING]
        heading = page.model.index(headings[1])
        entry = page.model.entry_at(heading.row())
        at = cells(page.theme, content_rect(page.theme, view.whole(view.visualRect(heading)), entry))
        click(view, at.tick.center())
        assert page.model.tick_of() == "on"

    play(act)


def test_conflicts_of_an_installation_are_named_until_their_mod_is_left_out(play: Play) -> None:
    async def act(scene: Scene) -> None:
        scene.page.show_plan(install_plan(), scene.library)
        banner = scene.page.banners.banner("conflict")
        assert banner
        assert "Basalt Roads" in banner.accessibleName()
        assert scene.page.footer.primary.text() == "Install 2 mods"
        moss = next(item.key for item in scene.page.model.items if item.title == "Moss Paths")
        scene.page.model.set_ticked((moss,), on=False)
        assert scene.page.banners.banner("conflict") is None
        assert scene.page.footer.total.text() == "1 mod, 1 new dependency"
        scene.page.footer.primary.click()
        assert len(scene.accepted.last.operations) == 2

    play(act)


def test_a_dependency_goes_with_what_needs_it(play: Play) -> None:
    async def act(scene: Scene) -> None:
        scene.page.show_plan(install_plan(), scene.library)
        lantern = next(item.key for item in scene.page.model.items if item.title == "Lantern Fields")
        scene.page.model.set_ticked((lantern,), on=False)
        assert scene.page.footer.total.text() == "1 mod"
        assert along(scene) == []

    play(act)


def test_a_plan_that_cannot_be_made_says_why_and_can_be_retried(play: Play) -> None:
    async def act(scene: Scene) -> None:
        answer = scene.updates.plan

        async def unreachable(*_: object, **__: object) -> Plan:
            raise Unreachable("Modrinth cannot be reached.")

        scene.updates.plan = unreachable  # type: ignore[method-assign]
        await shown(scene)
        banner = scene.page.banners.banner("failed")
        assert banner
        assert "Modrinth cannot be reached." in banner.accessibleName()
        assert not scene.page.footer.primary.isEnabled()
        scene.updates.plan = answer  # type: ignore[method-assign]
        banner.buttons[0].click()
        await planned(scene)
        assert scene.page.footer.primary.isEnabled()
        assert scene.page.banners.banner("failed") is None

    play(act)


def test_back_and_cancel_leave_without_a_change(play: Play) -> None:
    async def act(scene: Scene) -> None:
        await shown(scene)
        scene.page.footer.cancel.click()
        scene.page.header.back.emit()
        assert len(scene.cancelled.values) == 2
        assert scene.accepted.values == []

    play(act)


def test_all_changelogs_open_at_once(play: Play) -> None:
    async def act(scene: Scene) -> None:
        await shown(scene)
        read = Heard(scene.page.texts.arrived)
        scene.page.open_all_button.click()
        await read.until(lambda: len(read.values) == 28)
        await settled()
        assert len(scene.page.model.opened) == 28
        assert scene.page.open_all_button.text() == "Close all changelogs"
        visible = [view for view in scene.page.list.findChildren(QTextBrowser) if view.isVisible()]
        assert 0 < len(visible) < 15
        scene.page.open_all_button.click()
        assert scene.page.model.opened == frozenset()

    play(act)


def test_markup_of_changelogs_never_reaches_the_screen() -> None:
    source = (
        "# 1.2\n\n- **Bold** [link](https://x.example)\n\n<script>alert(1)</script>\n"
        "<b>plain</b> &amp; simple ![x](y.png)\n\n```\ncode\n```"
    )
    lines = plain_lines(source)
    joined = "\n".join(lines)
    assert "<" not in joined
    assert "https" not in joined
    assert lines[1] == "• Bold link"
    assert "code" in lines
    assert summary_line(lines, "1.2") == "Bold link"
    assert summary_line((), "1.2") == "No changelog was written."
    assert plain_lines(None) == ()


@pytest.mark.parametrize(("days_ago", "older"), [(2, False), (9, True)])
def test_a_move_marks_what_becomes_older(days_ago: int, older: bool) -> None:
    library = invented.library(20)
    version = invented.version("Barrel Index", "1.11.5", day=days_ago)
    mod = next(mod for mod in library.mods if mod.file.name == BARREL)
    operation = replace_operation(mod, version, version.files[0], None, "move")
    operation = replace(operation, from_published=invented.version("Barrel Index", "1.11.6", day=5).published)
    (row,) = items.plan_items(Plan(library.instance, PlanKind.MIGRATE, (operation,)), library)
    assert (row.section, row.older) == (Section.UPDATED, older)
    assert ("older" in row.sentence(ticked=True)) is older
