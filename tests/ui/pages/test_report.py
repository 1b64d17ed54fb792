import asyncio
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from modstead.domain.instance import (
    ContentKind,
    IdentifiedBy,
    InstalledMod,
    Instance,
    Library,
    Loader,
    Manifest,
    ManifestKind,
    ModFile,
)
from modstead.domain.project import Project, ProjectRef
from modstead.domain.version import Hashes, Version, VersionFile
from modstead.errors import NotFound, Unreachable
from modstead.instances.hashing import HashingProgress
from modstead.services.drops import AddAction, AddChoice, DroppedKind, Fit, IdentifiedFile
from modstead.ui.content_words import words_for
from modstead.ui.images import ImageLoader
from modstead.ui.report import ReportPage
from modstead.ui.report.items import PAGE, as_sentence, file_item, link_item, pending_item, sums
from modstead.ui.report.layout import columns, item_places
from modstead.ui.report.model import ReportModel
from modstead.ui.theme import Theme

from .conftest import Run, settled

LIBRARY = Library(Instance(Path("/games/meadow/mods"), "Meadow", loader=Loader.FABRIC, game_version="1.21.4"))
HASHES = Hashes("a" * 40)
ADD, NEWEST, SKIP = AddAction.ADD, AddAction.NEWEST, AddAction.SKIP
HASH, MANIFEST, NAME, NONE = IdentifiedBy.HASH, IdentifiedBy.MANIFEST, IdentifiedBy.NAME, IdentifiedBy.NONE

MODS = words_for(ContentKind.MOD)


def version(number: str, size: int = 1024 * 1024) -> Version:
    file = VersionFile("https://host/f.jar", "f.jar", size, HASHES)
    return Version("modrinth", f"v{number}", "p", number, files=(file,))


def project(title: str) -> Project:
    return Project(ProjectRef("modrinth", title.lower()), title.lower(), title)


def dropped(
    name: str,
    by: IdentifiedBy,
    fit: Fit | None = None,
    *,
    kind: DroppedKind = DroppedKind.JAR,
    hashes: Hashes | None = HASHES,
    problems: tuple[str, ...] = (),
) -> IdentifiedFile:
    manifests = (Manifest(ManifestKind.FABRIC, "one", "1.0", "One"),) if by is MANIFEST else ()
    known = by in {HASH, NAME}
    return IdentifiedFile(
        Path("/down") / name,
        kind,
        2048,
        hashes,
        by,
        manifests,
        version("1.0") if by is HASH else None,
        project("One") if known else None,
        problems,
        fit,
    )


OLD = InstalledMod(ModFile("old.jar", 1, 1, "b" * 40), version=version("0.9"))
CURRENT = InstalledMod(ModFile("old.jar", 1, 1, "b" * 40), version=version("2.0"))
BROKEN = ("x.jar is not a readable JAR. It is an HTML page. Replace the file by a fresh download.",)
CASES = {
    "fits": (dropped("x.jar", HASH, Fit(True, "Fits", version("2.0"))), ADD, {ADD, NEWEST, SKIP}),
    "does not fit": (
        dropped("x.jar", HASH, Fit(False, "For 1.20.1", version("2.0"))),
        NEWEST,
        {ADD, NEWEST, SKIP},
    ),
    "nothing fits": (dropped("x.jar", HASH, Fit(False, "For 1.20.1")), SKIP, {ADD, SKIP}),
    "newest is there": (
        dropped("x.jar", HASH, Fit(False, "For 1.20.1", version("2.0"), CURRENT)),
        SKIP,
        {ADD, SKIP},
    ),
    "the same file is there": (
        dropped("x.jar", HASH, Fit(True, "Already", version("1.0"), present=True)),
        SKIP,
        {SKIP},
    ),
    "manifest": (dropped("x.jar", MANIFEST, Fit(True, "Made for Fabric")), ADD, {ADD, SKIP}),
    "name only": (
        dropped("x.jar", NAME, Fit(False, "Not stated", version("2.0"))),
        SKIP,
        {ADD, NEWEST, SKIP},
    ),
    "unknown": (dropped("x.jar", NONE, Fit(False, "Not stated")), SKIP, {ADD, SKIP}),
    "no folder is open": (dropped("x.jar", HASH), ADD, {ADD, SKIP}),
    "damaged": (dropped("x.jar", NONE, problems=BROKEN), SKIP, {SKIP}),
    "damaged, with a project of that name": (
        dropped("x.jar", NAME, Fit(False, "Not stated", version("2.0")), problems=BROKEN),
        SKIP,
        {NEWEST, SKIP},
    ),
    "a manifest beside a broken one": (
        dropped("x.jar", MANIFEST, Fit(True, "Made for Fabric"), problems=("mods.toml is broken.",)),
        SKIP,
        {ADD, SKIP},
    ),
    "cannot be read": (dropped("x.jar", NONE, hashes=None, problems=BROKEN), SKIP, {SKIP}),
    "modpack": (dropped("x.mrpack", NONE, kind=DroppedKind.MODPACK), SKIP, {SKIP}),
    "something else": (dropped("x.txt", NONE, kind=DroppedKind.OTHER), SKIP, {SKIP}),
}


@pytest.mark.parametrize("case", CASES)
def test_the_preset_choice_is_the_safe_one(case: str) -> None:
    file, preset, possible = CASES[case]
    item = file_item(file, "1.21.4")
    assert item.chosen == preset
    assert {part.key for part in item.parts if part.enabled and part.key in set(AddAction)} == possible
    assert item.can(item.chosen)


def test_what_is_wrong_is_said_without_repeating_the_name() -> None:
    item = file_item(CASES["damaged"][0], "1.21.4")
    assert (item.fit, item.fit_tone) == ("It is an HTML page", "bad")
    assert item.problems == BROKEN


def test_a_modpack_is_recognised_and_said() -> None:
    item = file_item(CASES["modpack"][0], "1.21.4")
    assert "modpack" in item.caption
    assert item.fit == "Opening modpacks comes later"


def test_the_footer_counts_what_happens() -> None:
    items = [
        file_item(dropped("a.jar", HASH, Fit(True, "Fits, replaces your 0.9", None, OLD)), "1.21.4"),
        file_item(dropped("b.jar", HASH, Fit(False, "For 1.20.1", version("2.0"))), "1.21.4"),
        file_item(dropped("c.jar", NONE, Fit(False, "?")), "1.21.4"),
    ]
    total = sums(items, MODS)
    assert total.total == "1 added as it is, 1 in its newest version, 1 skipped"
    assert total.detail == "1.0 MB to download · 1 older file is replaced and kept for undo"
    assert (total.button, total.count) == ("Add 2 mods", 2)
    assert sums(items[2:], MODS).count == 0


@pytest.mark.usefixtures("qapp")
def test_for_all_changes_only_where_it_is_possible() -> None:
    model = ReportModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_items([file_item(file, "1.21.4") for file, _preset, _possible in CASES.values()])
    model.choose_for_all(NEWEST)
    chosen = [item.chosen for item in model.items]
    possible = [wanted for _file, _preset, wanted in CASES.values()]
    presets = [preset for _file, preset, _possible in CASES.values()]
    assert chosen == [
        NEWEST if NEWEST in wanted else preset for wanted, preset in zip(possible, presets, strict=True)
    ]
    model.set_items([pending_item(Path("/down/a.jar"))])
    assert model.items[0].chosen == ""


def test_a_row_is_one_sentence_for_those_who_hear_it() -> None:
    item = file_item(CASES["does not fit"][0], "1.21.4")
    assert as_sentence(item) == "One 1.0. x.jar · 2 KB. Exact, same hash. For 1.20.1. chosen: Newest 1.21.4."


@pytest.mark.parametrize("width", [1127, 701, 600])
def test_nothing_in_a_row_overlaps(theme: Theme, width: int) -> None:
    from PySide6.QtCore import QRect

    item = file_item(CASES["fits"][0], "1.21.4")
    rect = QRect(0, 0, width, 54)
    place = columns(theme, rect)
    assert place.file.right() < place.confidence.x() < place.confidence.right() < place.choice.x()
    parts = item_places(theme, rect, item.parts).parts
    assert parts[0].x() == place.choice.x()
    assert all(left.right() + 1 == right.x() for left, right in pairwise(parts))


class Drops:
    """Answers at once, or waits until `go`; `progress` is told from another thread, as the real one does."""

    def __init__(self, files: Sequence[IdentifiedFile]) -> None:
        self.files = tuple(files)
        self.go = asyncio.Event()
        self.go.set()
        self.told = asyncio.Event()
        self.error: Exception | None = None

    async def identify(
        self,
        paths: Sequence[Path],
        library: Library | None = None,
        progress: Callable[[HashingProgress], None] | None = None,
    ) -> tuple[IdentifiedFile, ...]:
        assert progress
        await asyncio.to_thread(progress, HashingProgress(10, 40, 1, 3))
        self.told.set()
        await self.go.wait()
        if self.error:
            raise self.error
        return self.files


class Projects:
    async def page(self, id_or_slug: str) -> Project:
        if id_or_slug != "mosspath":
            raise NotFound("There is no such project.")
        return project("Mosspath")


@pytest.fixture
def drops() -> Drops:
    return Drops([CASES["fits"][0], CASES["does not fit"][0], CASES["unknown"][0]])


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, images: ImageLoader, drops: Drops) -> ReportPage:
    page = ReportPage(theme, drops, Projects(), images)
    qtbot.addWidget(page)
    page.resize(1127, 751)
    page.show()
    return page


def drop(page: ReportPage, drops: Drops, *links: tuple[str, str]) -> None:
    page.show_drop([file.path for file in drops.files], links, LIBRARY)


def click(qtbot: QtBot, page: ReportPage, row: int, key: str) -> None:
    index = page.model.index(row)
    item = page.model.items[row]
    rect = page.list.line_rect(page.list.visualRect(index))
    number = [part.key for part in item.parts].index(key)
    at: QPoint = item_places(page.theme, rect, item.parts).parts[number].center()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_rows_fill_in_and_the_choices_go_out(qtbot: QtBot, page: ReportPage, drops: Drops, run: Run) -> None:
    async def main() -> None:
        accepted: list[tuple[AddChoice, ...]] = []
        page.accepted.connect(accepted.append)
        drop(page, drops)
        assert [item.confidence for item in page.model.items] == [None, None, None]
        assert not page.footer.primary.isEnabled()
        await settled(page.tasks)
        assert page.header.title.text() == "3 items dropped"
        assert page.header.caption.text() == "2 identified, 1 unknown"
        assert page.footer.primary.text() == "Add 2 mods"
        click(qtbot, page, 1, SKIP)
        click(qtbot, page, 2, NEWEST)
        assert page.footer.primary.text() == "Add 1 mod"
        page.footer.primary.click()
        assert [choice.action for choice in accepted[0]] == [ADD, SKIP, SKIP]
        assert [choice.file for choice in accepted[0]] == list(drops.files)

    run(main)


def test_progress_is_visible_and_leaving_cancels(
    qtbot: QtBot, page: ReportPage, drops: Drops, run: Run
) -> None:
    async def main() -> None:
        drops.go.clear()
        drop(page, drops)
        await drops.told.wait()
        QApplication.sendPostedEvents(page)
        assert page.progress.isVisible()
        assert page.progress.share == 0.25
        assert page.header.caption.text() == "Reading 1 of 3"
        with qtbot.waitSignal(page.cancelled, timeout=1000):
            page.footer.cancel.click()
        await settled(page.tasks)
        assert not page.tasks.busy

    run(main)


def test_a_link_opens_its_page_and_one_that_leads_nowhere_says_so(
    qtbot: QtBot, page: ReportPage, run: Run
) -> None:
    async def main() -> None:
        wanted: list[str] = []
        page.page_wanted.connect(wanted.append)
        links = [
            ("https://modrinth.com/mod/mosspath", "mosspath"),
            ("https://else.example/x", ""),
            ("u", "gone"),
        ]
        page.show_drop([], links, LIBRARY)
        await settled(page.tasks)
        assert [item.title for item in page.model.items] == ["Mosspath", "https://else.example/x", "u"]
        for row in range(3):
            click(qtbot, page, row, PAGE)
        assert wanted == ["mosspath"]
        page.list.setCurrentIndex(page.model.index(0))
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
        assert wanted == ["mosspath", "mosspath"]
        assert page.model.items[2].fit == "There is no such project."
        assert page.choices() == ()

    run(main)


def test_the_choice_moves_by_keyboard(qtbot: QtBot, page: ReportPage, drops: Drops, run: Run) -> None:
    async def main() -> None:
        drop(page, drops)
        await settled(page.tasks)
        page.list.setFocus()
        page.list.setCurrentIndex(page.model.index(0))
        keys = (
            (Qt.Key.Key_Right, NEWEST),
            (Qt.Key.Key_Right, SKIP),
            (Qt.Key.Key_Right, SKIP),
            (Qt.Key.Key_A, ADD),
        )
        for key, chosen in keys:
            qtbot.keyClick(page.list, key)
            assert page.model.items[0].chosen == chosen
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
        qtbot.keyClick(page.list, Qt.Key.Key_Left)
        assert page.model.items[2].chosen == ADD, "what is not possible is passed over"
        with qtbot.waitSignal(page.accepted, timeout=1000):
            qtbot.keyClick(page.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    run(main)


def test_a_failure_is_a_banner_and_can_be_tried_again(page: ReportPage, drops: Drops, run: Run) -> None:
    async def main() -> None:
        drops.error = Unreachable("Modrinth cannot be reached.")
        drop(page, drops)
        await settled(page.tasks)
        banner = page.banners.banner("error")
        assert banner is not None
        drops.error = None
        banner.buttons[0].click()
        await settled(page.tasks)
        assert page.footer.primary.isEnabled()
        assert page.banners.banner("error") is None

    run(main)


def test_choices_are_fixed_while_the_plan_is_made(page: ReportPage, drops: Drops, run: Run) -> None:
    async def main() -> None:
        drop(page, drops)
        await settled(page.tasks)
        page.set_busy(busy=True)
        page.accept()
        assert not page.footer.primary.isEnabled()
        assert not page.list.isEnabled()
        page.set_busy(busy=False)
        assert page.footer.primary.isEnabled()

    run(main)


def test_a_link_is_no_file() -> None:
    item = link_item("https://modrinth.com/mod/mosspath", project("Mosspath"))
    assert sums([item], MODS).count == 0
    assert item.known
