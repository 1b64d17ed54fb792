"""The page that moves a folder: the matrix, the choice of a target, what is chosen for the rest, and the wish."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from domain_values import mod, project, version
from modstead.domain.compatibility import Target
from modstead.domain.instance import Library, Loader
from modstead.domain.migration import Blocker, Cell, Continuation, Outlook, Readiness, Standing
from modstead.domain.plan import OperationKind, Plan, PlanKind
from modstead.storage.wishes import Wish
from modstead.ui.migration import MigrationPage
from modstead.ui.migration.model import MatrixModel
from modstead.ui.migration.places import columns
from modstead.ui.migration.rows import Group, Heading, MatrixRow, mark_of, rows_of
from modstead.ui.theme import Theme
from modstead_sandbox.faults import Fault
from modstead_sandbox.moving import MOVES_TO, MovingInstance, moving_instance
from modstead_sandbox.server import Handle
from ui.stage import Stage, Watch, on_stage, settled

TARGET = Target(Loader.FABRIC, "26.1")
CALM = Standing(1, 1, 0, 0, 0, 0, {}, ())


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """As the application has it: the loop outlives the last window."""
    qapp.setQuitOnLastWindowClosed(False)
    yield Theme("light")
    qapp.setQuitOnLastWindowClosed(True)


@pytest.fixture
def moving(sandbox: Handle, tmp_path: Path) -> MovingInstance:
    return moving_instance(tmp_path / "Harbour", sandbox.catalogue, sandbox.contents)


def cell(readiness: Readiness, project_id: str = "AAAA", **changes: Any) -> Cell:
    made = Cell(mod(version(project_id)), readiness, version(project_id, "2.0.0+mc26.1"), "Because.")
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("readiness", "sentence"),
    [
        (Readiness.FITS, "Fits already"),
        (Readiness.READY, "Ready 2.0.0"),
        (Readiness.BETA, "Release 2.0.0"),
        (Readiness.PINNED, "Pinned"),
        (Readiness.NOT_YET, "Not yet"),
        (Readiness.UNKNOWN, "Not known"),
    ],
)
def test_each_cell_has_a_shape_and_a_word(readiness: Readiness, sentence: str) -> None:
    mark = mark_of(cell(readiness), CALM)
    assert mark.sentence == sentence
    assert mark.icon or mark.channel


def test_a_lower_number_than_the_one_there_is_told() -> None:
    found = cell(Readiness.READY, mod=mod(version("AAAA", "3.1.0")))
    assert mark_of(found, CALM).sentence == "Ready 2.0.0, older"


def test_who_blocks_and_who_waits_stands_in_the_cell() -> None:
    assert mark_of(cell(Readiness.NOT_YET), CALM, 4).sentence == "Not yet blocks 4"
    waiting = replace(CALM, waiting={"aaaa-1.0.0.jar": ("Core",)})
    assert mark_of(cell(Readiness.READY), waiting).sentence == "Waits for Core"
    other = Continuation(project("BBBB"), version("BBBB"), "The page says so.")
    assert mark_of(cell(Readiness.CONTINUED, continuation=other), CALM).sentence == "Maybe Project BBBB"


def test_exceptions_come_first_and_each_row_is_a_sentence() -> None:
    cells = (
        cell(Readiness.READY, "AAAA"),
        cell(Readiness.NOT_YET, "BBBB"),
        cell(Readiness.NOT_YET, "CCCC"),
        replace(cell(Readiness.READY, "DDDD"), mod=mod(version("DDDD"), enabled=False)),
    )
    outlook = Outlook(TARGET, cells)
    standing = replace(CALM, blockers=(Blocker("Project CCCC", "cccc-1.0.0.jar", ("X", "Y", "Z", "W")),))
    rows = rows_of((outlook,), (standing,), 0)
    assert [row.group for row in rows if isinstance(row, Heading)] == [
        Group.NOT_YET,
        Group.READY,
        Group.DISABLED,
    ]
    mods = [row for row in rows if isinstance(row, MatrixRow)]
    assert [row.mod.title for row in mods] == [f"Project {name}" for name in ("CCCC", "BBBB", "AAAA", "DDDD")]
    assert mods[0].sentence == (
        "Project CCCC 1.0.0, Fabric 26.1: Not yet blocks 4. Because. X, Y, Z and 1 more wait for it."
    )
    assert mods[3].sentence.startswith("Project DDDD, disabled 1.0.0, ")
    assert rows_of((), (), 0) == ()


def test_the_model_keeps_qts_rules(qtmodeltester: Any) -> None:
    model = MatrixModel()
    qtmodeltester.check(model)
    outlook = Outlook(TARGET, (cell(Readiness.READY), cell(Readiness.NOT_YET, "BBBB")))
    model.set_rows(rows_of((outlook,), (CALM,), 0))
    qtmodeltester.check(model)
    assert model.place_of("aaaa-1.0.0.jar") == 3
    assert model.place_of("nothing.jar") == -1
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable


@pytest.mark.parametrize("width", [500, 760, 1128, 1768])
def test_the_columns_never_overlap(theme: Theme, width: int) -> None:
    for number in (1, 4, 6):
        at = columns(theme, QRect(0, 0, width, 32), number)
        edges = [at.icon, at.name, at.installed, *at.targets]
        assert at.name.width() > 0
        assert all(left.x() + left.width() <= right.x() for left, right in pairwise(edges))
        assert at.target_at(at.targets[-1].center().x()) == number - 1
        assert at.target_at(2) == -1


def on_page(
    theme: Theme,
    sandbox: Handle,
    home: Path,
    moving: MovingInstance,
    act: Callable[[Stage, MigrationPage, Library], Awaitable[None]],
) -> None:
    async def play(stage: Stage) -> None:
        page = MigrationPage(theme, stage.services.migration, stage.images)
        page.resize(1128, 752)
        page.show()
        try:
            instance = await stage.services.instances.open(moving.mods_folder)
            library = await stage.services.library.scan(instance)
            await act(stage, page, library)
        finally:
            await page.close_tasks()
            page.close()

    on_stage(theme, sandbox, home, play)


def rows(page: MigrationPage) -> dict[str, MatrixRow]:
    return {row.mod.title: row for row in page.model.rows if isinstance(row, MatrixRow)}


def test_a_target_is_chosen_and_the_plan_for_it_worked_out(
    theme: Theme, sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    async def act(_stage: Stage, page: MigrationPage, library: Library) -> None:
        page.open_library(library)
        assert not page.footer.primary.isEnabled()
        await settled(page.scope)
        heads = [part.accessibleName() for part in page.matrix_header.parts]
        assert heads[1] == "Fabric 26.1.2, 20 of 27 ready"
        assert page.outlook
        assert page.outlook.target.game_version == MOVES_TO
        assert page.footer.primary.text() == "Move 23 mods to 26.1.2"
        assert page.footer.detail.text() == ("4 of them disabled · 4 others disabled · 1 left as it is")
        assert rows(page)["Starling Network"].marks[1].sentence == "Not yet blocks 3"
        assert page.reason.text().startswith("Starling Network: No version for Fabric 26.1.2 is published.")
        QTest.keyClick(page.list, Qt.Key.Key_Right)
        assert page.outlook.target.game_version == "26.2"
        line = page.list.whole(page.list.visualRect(page.model.index(1)))
        point: QPoint = columns(theme, line, 4).targets[1].center()
        QTest.mouseClick(
            page.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point
        )
        assert page.outlook.target.game_version == MOVES_TO
        ready = Watch(page.plan_ready)
        page.footer.primary.click()
        plan: Plan = await ready.until()
        assert plan.kind is PlanKind.MIGRATE
        assert sum(item.kind is OperationKind.UPDATE for item in plan.operations) == 23
        assert page.footer.primary.isEnabled()

    on_page(theme, sandbox, tmp_path / "home", moving, act)


def test_what_is_chosen_for_the_rest_changes_the_move_at_once(
    theme: Theme, sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    async def act(_stage: Stage, page: MigrationPage, library: Library) -> None:
        page.open_library(library)
        await settled(page.scope)
        QTest.mouseClick(page.options.betas.label, Qt.MouseButton.LeftButton)
        assert page.footer.primary.text() == "Move 25 mods to 26.1.2"
        page.options.continuations.tick.click()
        page.options.left_behind.button("keep").click()
        assert page.footer.primary.text() == "Move 26 mods to 26.1.2"
        assert page.footer.detail.text() == "1 of them stays disabled · 2 left as they are"
        page.matrix_header.parts[0].click()
        assert page.options.continuations.isHidden()

    on_page(theme, sandbox, tmp_path / "home", moving, act)


def test_another_version_and_another_loader_are_looked_at(
    theme: Theme, sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    async def act(_stage: Stage, page: MigrationPage, library: Library) -> None:
        page.open_library(library, Target(Loader.FABRIC, "1.21.5"))
        await settled(page.scope)
        assert [part.head.version for part in page.matrix_header.parts] == [
            "1.21.5",
            "1.21.11",
            "26.1.2",
            "26.2",
            "26.3.1",
        ]
        assert page.outlook
        assert page.outlook.target.game_version == "1.21.5"
        page.version.chosen.emit("1.20.1")
        await settled(page.scope)
        assert page.outlook.target.game_version == "1.20.1"
        assert len(page.matrix_header.parts) == 6
        page.version.chosen.emit("1.20.4")
        await settled(page.scope)
        assert len(page.matrix_header.parts) == 6
        page.loader.setCurrentIndex(page.loader.findData(Loader.NEOFORGE))
        await settled(page.scope)
        assert page.outlook.target == Target(Loader.NEOFORGE, "1.20.4")
        assert "NeoForge 1.20.4" in page.footer.primary.text()

    on_page(theme, sandbox, tmp_path / "home", moving, act)


def test_the_wish_to_be_told_is_remembered_and_taken_back(
    theme: Theme, sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    async def act(stage: Stage, page: MigrationPage, library: Library) -> None:
        page.open_library(library)
        await settled(page.scope)
        told = Watch(page.told)
        page.tell_me.click()
        await settled(page.scope)
        assert page.tell_me.accessibleName() == "You will be told"
        folder = library.instance.folder
        assert await stage.services.migration.wish(folder) == Wish(MOVES_TO, Loader.FABRIC)
        page.resize(700, 600)
        assert page.tell_me.text() == ""
        page.tell_me.click()
        await settled(page.scope)
        assert await stage.services.migration.wish(folder) is None
        assert told.values == [
            "You will be told once all is ready for Fabric 26.1.2",
            "You will be told no more",
        ]

    on_page(theme, sandbox, tmp_path / "home", moving, act)


def test_a_folder_that_changed_is_looked_at_anew(
    theme: Theme, sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    async def act(_stage: Stage, page: MigrationPage, library: Library) -> None:
        page.open_library(library)
        await settled(page.scope)
        page.take_library(library)
        assert not page.scope.busy
        page.hide()
        page.take_library(replace(library, mods=library.mods[:5]))
        assert not page.scope.busy
        page.show()
        page.header.back.emit()
        assert not page.scope.running("look")
        page.hide()
        page.show()
        await settled(page.scope)
        assert len(rows(page)) == 5
        at_the_end = replace(library, instance=replace(library.instance, game_version="26.3.1"))
        page.take_library(at_the_end)
        await settled(page.scope)
        assert page.empty.title.text() == "There is no newer Minecraft to move to"
        assert not page.footer.primary.isEnabled()

    on_page(theme, sandbox, tmp_path / "home", moving, act)


def test_without_the_platform_the_page_says_so_and_tries_again(
    theme: Theme, sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    async def act(_stage: Stage, page: MigrationPage, library: Library) -> None:
        sandbox.fault("/v2/version_files/update*", Fault(status=403))
        page.open_library(library)
        await settled(page.scope)
        assert page.outlook is None
        banner = page.banners.banner("look")
        assert banner
        assert page.empty.title.text() == "What there is could not be looked up"

    on_page(theme, sandbox, tmp_path / "home", moving, act)


def test_what_is_there_stays_where_one_more_version_cannot_be_looked_at(
    theme: Theme, sandbox: Handle, tmp_path: Path, moving: MovingInstance
) -> None:
    async def act(_stage: Stage, page: MigrationPage, library: Library) -> None:
        page.open_library(library)
        await settled(page.scope)
        sandbox.fault("/v2/version_files/update*", Fault(status=403))
        page.version.chosen.emit("1.21.5")
        await settled(page.scope)
        assert page.banners.banner("look")
        assert len(page.matrix_header.parts) == 4
        assert page.body.currentWidget() is page.table
        assert page.footer.primary.isEnabled()

    on_page(theme, sandbox, tmp_path / "home", moving, act)
