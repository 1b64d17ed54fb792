"""The page of a search and the page of a crash, over the real services and a real folder."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

import crashes
from jars import make_jar
from modstead.domain.bisect import VerdictKind
from modstead.domain.instance import Instance, Library, Loader
from modstead.ui.bisect import BisectPage
from modstead.ui.kit.action_list import ActionRow, Heading, row_places
from modstead.ui.theme import Theme
from modstead.ui.trouble import TroublePage
from modstead_sandbox.server import Handle
from ui.stage import Stage, Watch, on_stage, settled

Act = Callable[[Stage], Awaitable[None]]


@pytest.fixture
def game(tmp_path: Path) -> Instance:
    """Six mods, the last of which needs the first; one more is disabled."""
    folder = tmp_path / "game" / "mods"
    folder.mkdir(parents=True)
    for place in range(6):
        needs = ', "depends": {"mod0": "*"}' if place == 5 else ""
        text = f'{{"schemaVersion": 1, "id": "mod{place}", "name": "Mod {place}", "version": "1.{place}"{needs}}}'
        make_jar(folder / f"mod{place}.jar", {"fabric.mod.json": text})
    make_jar(folder / "old.jar.disabled", {"fabric.mod.json": '{"id": "old", "version": "1"}'})
    return Instance(folder, "Meadow", "", Loader.FABRIC, "", "1.21.4", root=tmp_path / "game")


def names(game: Instance) -> set[str]:
    return {path.name for path in game.folder.iterdir()}


async def library(stage: Stage, game: Instance) -> Library:
    return await stage.services.library.scan_quick(game)


async def bisect_page(stage: Stage, game: Instance) -> BisectPage:
    page = BisectPage(stage.theme, stage.services.bisects, stage.images)
    page.resize(1100, 700)
    page.show()
    page.show_folder(await library(stage, game))
    await settled(page.tasks)
    return page


def shown(page: BisectPage) -> set[str]:
    return {button.text() for button in page._all_buttons() if button.isVisibleTo(page)}


def listed(page: BisectPage) -> dict[str, str]:
    return {row.title: row.chip for row in page.model.rows if isinstance(row, ActionRow)}


def test_a_search_goes_from_question_to_verdict(
    sandbox: Handle, tmp_path: Path, theme: Theme, game: Instance
) -> None:
    before = names(game)

    async def act(stage: Stage) -> None:
        page = await bisect_page(stage, game)
        tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        ended = Watch(page.ended)
        assert shown(page) == {"Turn half of them off"}
        QTest.keyClick(page.list, Qt.Key.Key_Down)
        place = page.model.index(4)
        page.list.setCurrentIndex(place)
        QTest.keyClick(page.list, Qt.Key.Key_Space)
        assert [row.key for row in page.model.rows if isinstance(row, ActionRow) and row.ticked] == [
            "mod4.jar"
        ]
        page.begin_button.click()
        await settled(page.tasks)
        assert shown(page) == {"It still happens", "It is gone", "Cannot tell", "Stop and put all back"}
        assert page.found
        assert page.found.record
        assert page.found.record.search.kept == ("mod4.jar",)
        page.pills.choose("Off")
        page.pills.chosen.emit("Off")
        off = {
            f"Mod {name[3]}" for name in names(game) if name.startswith("mod") and name.endswith(".disabled")
        }
        assert set(listed(page)) == off
        while page.found and page.found.question:
            there = "mod2.jar" in names(game)
            (page.fails if there else page.works).click()
            await settled(page.tasks)
        assert page.state.text() == "It is Mod 2."
        assert listed(page) == {"Mod 2": "Breaks it", "Mod 4": "On with it"}
        assert shown(page) == {"Disable it", "Put everything back"}
        page.disable.click()
        await ended.until()
        assert names(game) == before - {"mod2.jar"} | {"mod2.jar.disabled"}
        del tester

    on_stage(theme, sandbox, tmp_path / "home", act)


def test_answers_are_given_by_the_keyboard_alone(
    sandbox: Handle, tmp_path: Path, theme: Theme, game: Instance
) -> None:
    async def act(stage: Stage) -> None:
        page = await bisect_page(stage, game)
        page.activateWindow()
        assert page.focusWidget() is page.begin_button
        QTest.keyClick(page.begin_button, Qt.Key.Key_Space)
        await settled(page.tasks)
        assert page.focusWidget() is page.fails
        QTest.keyClick(page.fails, Qt.Key.Key_Tab)
        for _ in range(2):
            assert page.focusWidget() is page.works
            QTest.keyClick(page.works, Qt.Key.Key_Space)
            await settled(page.tasks)
        page.show_folder(await library(stage, game))
        await settled(page.tasks)
        assert page.focusWidget() is page.fails

    on_stage(theme, sandbox, tmp_path / "home", act)


def test_meddling_is_told_and_put_right(
    sandbox: Handle, tmp_path: Path, theme: Theme, game: Instance
) -> None:
    async def act(stage: Stage) -> None:
        page = await bisect_page(stage, game)
        page.begin()
        await settled(page.tasks)
        off = next(
            name for name in sorted(names(game)) if name.startswith("mod") and name.endswith(".disabled")
        )
        (game.folder / off).rename(game.folder / off.removesuffix(".disabled"))
        page.take_library(await library(stage, game))
        await settled(page.tasks)
        banner = page.banners.banner("meddling")
        assert banner
        assert "was enabled" in banner.accessibleName()
        assert not page.works.isEnabled()
        banner.buttons[0].click()
        await settled(page.tasks)
        assert off in names(game)
        assert page.banners.banner("meddling") is None
        assert page.works.isEnabled()
        page.stop()
        await settled(page.tasks)

    on_stage(theme, sandbox, tmp_path / "home", act)


def test_a_failure_is_told_and_the_question_stays(
    sandbox: Handle, tmp_path: Path, theme: Theme, game: Instance
) -> None:
    async def act(stage: Stage) -> None:
        page = await bisect_page(stage, game)
        page.begin()
        await settled(page.tasks)
        assert page.found
        question = page.found.question
        await stage.services.bisects.stop(game)
        page.works.click()
        await settled(page.tasks)
        assert page.banners.banner("failed")
        assert question
        assert page.found is None
        assert shown(page) == {"Turn half of them off"}

    on_stage(theme, sandbox, tmp_path / "home", act)


def test_a_search_whose_notes_are_lost_can_only_be_put_back(
    sandbox: Handle, tmp_path: Path, theme: Theme, game: Instance
) -> None:
    before = names(game)

    async def act(stage: Stage) -> None:
        found = await stage.services.bisects.plan_start(await library(stage, game))
        await stage.services.bisects.begin(found)
        (game.folder.parent / ".modstead" / "mods" / "journal" / "bisect.json").unlink()
        page = await bisect_page(stage, game)
        assert shown(page) == {"Put everything back"}
        page.back.click()
        await settled(page.tasks)
        assert names(game) == before

    on_stage(theme, sandbox, tmp_path / "home", act)


@pytest.mark.parametrize("answer", ["fails", "works", "skip"])
def test_every_way_to_answer_comes_to_a_verdict_in_words(
    sandbox: Handle, tmp_path: Path, theme: Theme, game: Instance, answer: str
) -> None:
    kinds = {
        "fails": VerdictKind.WITHOUT_ANY,
        "works": VerdictKind.NOTHING,
        "skip": VerdictKind.UNDECIDED,
    }

    async def act(stage: Stage) -> None:
        page = await bisect_page(stage, game)
        page.begin()
        await settled(page.tasks)
        while page.found and page.found.question:
            getattr(page, answer).click()
            await settled(page.tasks)
        assert page.found
        assert page.found.verdict
        assert page.found.verdict.kind is kinds[answer]
        assert shown(page) == {"Put everything back"}
        assert page.state.text().endswith(".")

    on_stage(theme, sandbox, tmp_path / "home", act)


def trouble(game: Instance) -> None:
    reports = game.folder.parent / "crash-reports"
    reports.mkdir()
    text = crashes.FABRIC_ENTRYPOINT.replace("alder", "mod1").replace("2026-03-04", "2100-03-04")
    (reports / "crash-2100-03-04_12.13.14-client.txt").write_text(text)


def test_suspects_stand_beside_what_changed(
    sandbox: Handle, tmp_path: Path, theme: Theme, game: Instance
) -> None:
    async def act(stage: Stage) -> None:
        await stage.services.troubles.mark_good(await library(stage, game))
        trouble(game)
        (game.folder / "mod3.jar").unlink()
        page = TroublePage(stage.theme, stage.services.troubles, stage.images)
        page.resize(1100, 700)
        page.show()
        page.show_folder(await library(stage, game))
        await settled(page.tasks)
        heading, suspect, *others = page.suspects.rows
        assert heading == Heading("The crash points at", "1 mod")
        assert isinstance(suspect, ActionRow)
        assert (suspect.title, suspect.button) == ("Mod 1", "Disable")
        assert [row.title for row in others] == ["It also says", "A class is missing"]
        (change,) = page.changes.rows
        assert isinstance(change, ActionRow)
        assert (change.title, change.chip, change.button) == ("Mod 3", "Removed", "")
        disable, search = Watch(page.disable_wanted), Watch(page.search_wanted)
        index = page.suspects.index(1)
        places = row_places(theme, page.suspect_list.line_rect(page.suspect_list.visualRect(index)), suspect)
        QTest.mouseClick(page.suspect_list.viewport(), Qt.MouseButton.LeftButton, pos=places.button.center())
        assert disable.values == ["mod1.jar"]
        page.search_button.click()
        assert search.values == [("mod1.jar",)]
        assert await stage.services.troubles.unseen(game) is None

    on_stage(theme, sandbox, tmp_path / "home", act)


def test_without_a_crash_or_a_good_state_the_page_says_so(
    sandbox: Handle, tmp_path: Path, theme: Theme, game: Instance
) -> None:
    async def act(stage: Stage) -> None:
        page = TroublePage(stage.theme, stage.services.troubles, stage.images)
        page.resize(600, 700)
        page.show()
        page.show_folder(await library(stage, game))
        await settled(page.tasks)
        assert page.headline.text() == "No crash is told of"
        assert page.since.text() == "It was never said that the game works"
        good = Watch(page.good_wanted)
        page.good_button.click()
        assert len(good.values) == 1

    on_stage(theme, sandbox, tmp_path / "home", act)
