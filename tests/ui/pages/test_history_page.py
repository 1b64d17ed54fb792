import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from modstead.domain.instance import Instance
from modstead.domain.plan import (
    Applied,
    DamagedRecord,
    HistoryEntry,
    Note,
    NoteKind,
    OperationState,
    Plan,
    PlanKind,
)
from modstead.domain.points import AtOperation, Point
from modstead.errors import FolderBusy, ModsteadError, NothingLeftToUndo, UndoImpossible
from modstead.events import Event
from modstead.ui.history import HistoryPage
from modstead.ui.history.layout import entry_places, good_link
from modstead.ui.history.model import DamagedRow, DayRow, GoodRow, HistoryFilter, HistoryModel, Openness
from modstead.ui.images import ImageLoader
from modstead.ui.kit.buttons import Button
from modstead.ui.theme import Theme

from .conftest import Run, settled
from .test_history_words import INSTALL, NOW, REMOVE, UPDATE, change, entry

MEADOW = Instance(Path("/games/meadow/mods"), "Meadow")


class Operations:
    def __init__(self, entries: list[HistoryEntry]) -> None:
        self.changed: Event[Path] = Event()
        self.entries = entries
        self.error: ModsteadError | None = None
        self.undone: list[str | None] = []
        self.broken: list[DamagedRecord] = []

    async def history(self, folder: Path) -> tuple[HistoryEntry, ...]:
        return tuple(self.entries)

    async def damaged(self, folder: Path) -> tuple[DamagedRecord, ...]:
        return tuple(self.broken)

    async def restore_plan(self, instance: Instance, point: Point) -> Plan:
        if self.error:
            raise self.error
        assert isinstance(point, AtOperation)
        since = f"{point.operation_id}{' before' if point.before else ''}"
        return Plan(instance, PlanKind.RESTORE, undoes_since=since)

    async def kept_size(self, folder: Path) -> int:
        return 3 * 1024 * 1024

    async def undo(self, instance: Instance, operation_id: str | None = None) -> Applied:
        self.undone.append(operation_id)
        await asyncio.sleep(0)
        if self.error:
            raise self.error
        self.changed.emit(instance.folder)
        return Applied("new", Plan(instance, PlanKind.UNDO))


class Good:
    """When a game last worked, and what going back there comes to."""

    def __init__(self) -> None:
        self.at: datetime | None = None
        self.plan = Plan(MEADOW, PlanKind.RESTORE)
        self.error: ModsteadError | None = None

    async def when_good(self, folder: Path) -> datetime | None:
        return self.at

    async def plan_back(self, instance: Instance) -> Plan:
        if self.error:
            raise self.error
        return self.plan


def history() -> list[HistoryEntry]:
    many = [change(UPDATE, f"Mod {number}", "1.2", "1.1") for number in range(9)]
    return [
        entry("update", PlanKind.UPDATE, *many, minutes=-5),
        entry("install", PlanKind.INSTALL, change(INSTALL, "Skylark", "2.0"), minutes=-60 * 24),
        entry("remove", PlanKind.REMOVE, change(REMOVE, "Oldgate"), minutes=-60 * 24 * 30, undoable=False),
    ]


def returning() -> list[HistoryEntry]:
    """Two changes that a return took back, and what came before them."""
    update = change(UPDATE, "A", "2", "1")
    return [
        entry("5", PlanKind.RESTORE, update, minutes=-1, undoes_since="3"),
        entry("4", PlanKind.INSTALL, change(INSTALL, "B", "1"), minutes=-2, state=OperationState.UNDONE),
        entry("3", PlanKind.UPDATE, update, minutes=-3, state=OperationState.UNDONE),
        entry("2", PlanKind.REMOVE, change(REMOVE, "C"), minutes=-4),
    ]


def words_in(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


@pytest.fixture
def operations() -> Operations:
    return Operations(history())


@pytest.fixture
def good() -> Good:
    return Good()


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, images: ImageLoader, operations: Operations, good: Good) -> HistoryPage:
    page = HistoryPage(theme, operations, images, good=good, now=lambda: NOW)
    qtbot.addWidget(page)
    page.resize(1127, 751)
    page.show()
    return page


async def opened(page: HistoryPage) -> None:
    page.set_instance(MEADOW)
    await settled(page.tasks)


def place(page: HistoryPage, name: str, part: str) -> QPoint:
    """The middle of a part of an entry's row."""
    index = page.model.index_of(name)
    row = page.model.entry_row(index)
    assert row
    rect = page.list.line_rect(page.list.visualRect(index))
    return getattr(entry_places(page.theme, rect, row), part).center()


def click(qtbot: QtBot, page: HistoryPage, name: str, part: str) -> None:
    viewport = page.list.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place(page, name, part))


def test_the_history_is_grouped_by_day(page: HistoryPage, run: Run) -> None:
    async def main() -> None:
        await opened(page)
        rows = [page.model.row(page.model.index(number)) for number in range(page.model.rowCount())]
        words = [row.words if isinstance(row, DayRow) else row.entry.operation_id for row in rows if row]
        assert words == ["Today", "update", "Yesterday", "install", "22 October", "remove"]
        assert page.kept.text() == "3.0 MB kept for undo ·"
        assert "Meadow" in page.header.caption.text()

    run(main)


def test_the_second_click_of_a_double_click_undoes_no_other_change(
    qtbot: QtBot, page: HistoryPage, operations: Operations, run: Run
) -> None:
    async def main() -> None:
        await opened(page)
        page.list.steady.clock = lambda: 100.0
        older = "install"
        spot = place(page, older, "button")
        newer = entry("newer", PlanKind.INSTALL, change(INSTALL, "Newcomer", "1.0"))
        operations.entries = [newer, *operations.entries]
        click(qtbot, page, older, "button")
        await settled(page.tasks)
        page.list.move(page.list.pos() + spot - place(page, "newer", "button"))
        for _ in range(2):
            click(qtbot, page, "newer", "button")
        await settled(page.tasks)
        assert operations.undone == [older]

    run(main)


def test_undo_goes_to_the_service_and_is_told(
    qtbot: QtBot, page: HistoryPage, operations: Operations, run: Run
) -> None:
    async def main() -> None:
        await opened(page)
        told: list[Applied] = []
        page.undone.connect(told.append)
        operations.entries = [
            entry("undo", PlanKind.UNDO, change(UPDATE, "Mod 0", "1.1", "1.2"), undoes="update"),
            *operations.entries,
        ]
        click(qtbot, page, "update", "button")
        assert page.model.busy
        click(qtbot, page, "install", "button")
        await settled(page.tasks)
        assert operations.undone == ["update"], "only one at a time"
        assert [applied.operation_id for applied in told] == ["new"]
        assert page.model.index_of("undo").isValid(), "the page has read the history again"
        assert not page.model.busy

    run(main)


def test_a_refused_undo_is_a_banner_without_retry(
    page: HistoryPage, operations: Operations, run: Run
) -> None:
    async def main() -> None:
        await opened(page)
        operations.error = UndoImpossible("It was changed since.", remedy="Undo that first.")
        page.reverse("update")
        await settled(page.tasks)
        banner = page.banners.banner("undo")
        assert banner is not None
        assert banner.accessibleName() == "It was changed since. Undo that first."
        assert banner.buttons == []
        assert not page.model.busy

    run(main)


def test_a_busy_folder_can_be_tried_again(page: HistoryPage, operations: Operations, run: Run) -> None:
    async def main() -> None:
        await opened(page)
        operations.error = FolderBusy("Another Modstead works on it.")
        page.reverse("update")
        await settled(page.tasks)
        operations.error = None
        banner = page.banners.banner("undo")
        assert banner is not None
        banner.buttons[0].click()
        await settled(page.tasks)
        assert operations.undone == ["update", "update"]
        assert page.banners.banner("undo") is None

    run(main)


def test_what_is_not_kept_has_no_button(
    qtbot: QtBot, page: HistoryPage, operations: Operations, run: Run
) -> None:
    async def main() -> None:
        await opened(page)
        click(qtbot, page, "remove", "button")
        await settled(page.tasks)
        assert operations.undone == []

    run(main)


def test_a_click_opens_a_row_and_its_link_shows_all(qtbot: QtBot, page: HistoryPage, run: Run) -> None:
    async def main() -> None:
        await opened(page)
        click(qtbot, page, "update", "title")
        row = page.model.entry_row(page.model.index_of("update"))
        assert row
        assert (len(row.shown), row.more) == (6, "3 more")
        page.list.doItemsLayout()
        click(qtbot, page, "update", "more")
        row = page.model.entry_row(page.model.index_of("update"))
        assert row
        assert (len(row.shown), row.more) == (9, "Show fewer")
        page.list.doItemsLayout()
        click(qtbot, page, "update", "title")
        row = page.model.entry_row(page.model.index_of("update"))
        assert row
        assert row.openness is Openness.CLOSED

    run(main)


def test_everything_works_by_keyboard(
    qtbot: QtBot, page: HistoryPage, operations: Operations, run: Run
) -> None:
    async def main() -> None:
        await opened(page)
        page.list.setFocus()
        page.list.go_to_first()

        def current() -> tuple[str, Openness]:
            row = page.model.entry_row(page.list.currentIndex())
            assert row
            return row.entry.operation_id, row.openness

        qtbot.keyClick(page.list, Qt.Key.Key_Return)
        assert current() == ("update", Openness.OPEN)
        qtbot.keyClick(page.list, Qt.Key.Key_Right)
        assert current() == ("update", Openness.WHOLE)
        qtbot.keyClick(page.list, Qt.Key.Key_Left)
        qtbot.keyClick(page.list, Qt.Key.Key_Left)
        assert current() == ("update", Openness.CLOSED)
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
        assert current() == ("install", Openness.CLOSED), "days are passed over"
        qtbot.keyClick(page.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await settled(page.tasks)
        assert operations.undone == ["install"]

    run(main)


def test_pills_and_words_filter(qtbot: QtBot, page: HistoryPage, run: Run) -> None:
    async def main() -> None:
        await opened(page)
        page.pills.button(HistoryFilter.INSTALLS.value).click()
        assert page.model.rowCount() == 2
        page.search.setText("nothing like it")
        assert page.model.rowCount() == 0
        assert page._stack.currentWidget() is page._no_match
        page._no_match.findChild(Button).click()
        assert page.model.rowCount() == 6

    run(main)


def test_an_empty_history_leads_to_browse(
    qtbot: QtBot, page: HistoryPage, operations: Operations, run: Run
) -> None:
    async def main() -> None:
        operations.entries = []
        await opened(page)
        assert page._stack.currentWidget() is page._nothing
        assert "Meadow" in page._nothing.detail.text()

    run(main)


def test_another_folder_changes_nothing_here(page: HistoryPage, operations: Operations, run: Run) -> None:
    async def main() -> None:
        await opened(page)
        operations.changed.emit(Path("/elsewhere"))
        assert not page.tasks.busy
        operations.changed.emit(MEADOW.folder)
        assert page.tasks.busy
        await settled(page.tasks)

    run(main)


def test_back_to_a_point_is_planned_and_then_read(
    qtbot: QtBot, page: HistoryPage, operations: Operations, run: Run
) -> None:
    async def main() -> None:
        operations.entries = returning()
        await opened(page)
        planned: list[Plan] = []
        page.review_wanted.connect(planned.append)
        click(qtbot, page, "3", "title")
        page.list.doItemsLayout()
        click(qtbot, page, "3", "point")
        await settled(page.tasks)
        assert [plan.undoes_since for plan in planned] == ["3"]
        newest = page.model.entry_row(page.model.index_of("5"))
        assert newest
        assert not newest.point_words
        assert "Back to this point" not in words_in(page.list.menu_for(newest))
        older = page.model.entry_row(page.model.index_of("2"))
        assert older
        assert "the three changes" in older.point_words
        assert "Back to this point" in words_in(page.list.menu_for(older))
        next(
            action for action in page.list.menu_for(older).actions() if action.text() == "Back to before it"
        ).trigger()
        await settled(page.tasks)
        assert planned[-1].undoes_since == "2 before"
        operations.error = UndoImpossible("Operation 3 is damaged.")
        page.go_back_to("2")
        await settled(page.tasks)
        banner = page.banners.banner("restore")
        assert banner is not None
        assert "Updated A to 2" in banner.accessibleName()

    run(main)


def test_what_a_return_took_back_says_so(page: HistoryPage, operations: Operations, run: Run) -> None:
    async def main() -> None:
        operations.entries = returning()
        await opened(page)
        row = page.model.entry_row(page.model.index_of("4"))
        assert row
        assert (row.action, row.status, row.caption.partition(" · ")[0]) == ("", "Taken back", "Undone")
        assert "“Went back to before ‘Updated A to 2’”" in row.undo_words
        back = page.model.entry_row(page.model.index_of("5"))
        assert back
        assert (back.title, back.caption, back.action) == (
            "Went back to before “Updated A to 2”",
            "2 changes taken back",
            "Undo",
        )

    run(main)


def test_a_damaged_record_is_told_with_its_remedy(
    page: HistoryPage, operations: Operations, run: Run, tmp_path: Path
) -> None:
    async def main() -> None:
        operations.broken = [DamagedRecord("x1", tmp_path / "x1.json", tmp_path / "kept", NOW)]
        await opened(page)
        index = page.model.index(1)
        heard = page.model.data(index, Qt.ItemDataRole.AccessibleTextRole)
        assert isinstance(heard, str)
        assert "x1" in heard
        assert "Copy back what you miss" in heard
        row = page.model.row(index)
        assert isinstance(row, DamagedRow)
        folders: list[Path] = []
        page.folder_wanted.connect(folders.append)
        page.list.menu_for_damaged(row).actions()[0].trigger()
        assert folders == [tmp_path / "kept"]
        page.pills.button(HistoryFilter.UPDATES.value).click()
        assert not any(isinstance(row, DamagedRow) for row in page.model.rows)

    run(main)


def test_back_to_when_the_game_last_worked(
    qtbot: QtBot, page: HistoryPage, operations: Operations, good: Good, run: Run
) -> None:
    async def main() -> None:
        operations.entries = returning()
        good.at = NOW - timedelta(seconds=150)
        good.plan = Plan(MEADOW, PlanKind.RESTORE, (change(UPDATE, "A", "1", "2"),), undoes_since="3")
        await opened(page)
        place = next(place for place, row in enumerate(page.model.rows) if isinstance(row, GoodRow))
        row, index = page.model.rows[place], page.model.index(place)
        assert isinstance(row, GoodRow)
        planned: list[Plan] = []
        page.review_wanted.connect(planned.append)
        rect = page.list.line_rect(page.list.visualRect(index))
        viewport = page.list.viewport()
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=rect.center())
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=good_link(page.theme, rect, row).center())
        await settled(page.tasks)
        page.list.setFocus()
        page.list.setCurrentIndex(index)
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
        await settled(page.tasks)
        assert planned == [good.plan] * 2
        page.model.set_good(NOW + timedelta(minutes=1))
        newest = page.model.rows[1]
        assert isinstance(newest, GoodRow)
        assert not newest.link, "there is nothing to take back"

    run(main)


def test_what_was_changed_by_hand_is_named_and_nothing_to_do_is_no_failure(
    page: HistoryPage, good: Good, run: Run
) -> None:
    async def main() -> None:
        await opened(page)
        texts = [f"Mod {number} was removed by hand." for number in range(5)]
        notes = tuple(Note(NoteKind.UNRESOLVED, "mod.jar", text) for text in texts)
        good.plan = Plan(MEADOW, PlanKind.RESTORE, notes=notes)
        planned: list[Plan] = []
        told: list[str] = []
        page.review_wanted.connect(planned.append)
        page.told.connect(told.append)
        page.go_back_to_good()
        await settled(page.tasks)
        banner = page.banners.banner("restore")
        assert banner
        assert "Mod 2 was removed by hand. And 2 more." in banner.accessibleName()
        good.error = NothingLeftToUndo("Meadow is as it was.")
        page.go_back_to_good()
        await settled(page.tasks)
        assert page.banners.banner("restore") is None
        assert told == ["Meadow is as it was."]
        assert not planned

    run(main)


def test_manage_leads_to_the_settings(page: HistoryPage, run: Run) -> None:
    async def main() -> None:
        await opened(page)
        asked: list[bool] = []
        page.settings_wanted.connect(lambda: asked.append(True))
        page.manage.click()
        assert asked

    run(main)


@pytest.mark.usefixtures("qapp")
def test_rows_are_sentences_for_those_who_hear_them() -> None:
    model = HistoryModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_entries(history(), NOW.astimezone().date())
    model.set_openness("update", Openness.OPEN)
    words = model.data(model.index_of("update"), Qt.ItemDataRole.AccessibleTextRole)
    assert isinstance(words, str)
    assert words.startswith("Updated 9 mods. ")
    assert "Mod 0 from 1.1 to 1.2" in words
    assert "Undo puts back 9 files" in words


@pytest.mark.usefixtures("qapp")
def test_the_model_keeps_qts_rules_through_all_that_happens_to_it() -> None:
    model = HistoryModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    today = NOW.astimezone().date()
    model.set_entries(history(), today)
    model.set_filter(HistoryFilter.UPDATES, "")
    model.set_busy("update")
    model.set_openness("update", Openness.WHOLE)
    model.set_filter(HistoryFilter.EVERYTHING, "mod 3")
    model.set_busy("")
    model.set_entries(history()[1:], today + timedelta(days=1))
    model.set_filter(HistoryFilter.EVERYTHING, "")
    assert model.rowCount() == 4
    assert model.total == 2
    failed = entry("failed", PlanKind.UPDATE, state=OperationState.FAILED)
    model.set_entries([failed], today)
    assert model.rowCount() == 2
