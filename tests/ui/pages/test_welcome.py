from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from modstead.domain.instance import Instance, Loader
from modstead.errors import FolderUnreadable
from modstead.services.instances import KnownInstance
from modstead.ui.images import ImageLoader
from modstead.ui.instance_looks import loader_icon, loader_words
from modstead.ui.theme import Theme
from modstead.ui.welcome import WelcomePage
from modstead.ui.welcome.model import FoundModel, found_row

from .conftest import Run, settled

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)


def known(
    name: str,
    loader: Loader | None = Loader.FABRIC,
    mods: int = 12,
    *,
    days: int | None = 3,
    launcher: str = "Prism",
) -> KnownInstance:
    instance = Instance(Path("/games") / name, name, launcher, loader, "", "1.21.4" if loader else None)
    return KnownInstance(instance, mods, None if days is None else NOW - timedelta(days=days))


FOUND = (known("Meadow"), known("Saltmarsh", Loader.NEOFORGE), known("Old Tower", Loader.FORGE, days=1200))


class Instances:
    def __init__(self) -> None:
        self.answer: tuple[KnownInstance, ...] = FOUND
        self.error: FolderUnreadable | None = None

    async def found(self) -> tuple[KnownInstance, ...]:
        if self.error:
            raise self.error
        return self.answer


@pytest.fixture
def instances() -> Instances:
    return Instances()


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, images: ImageLoader, instances: Instances) -> WelcomePage:
    page = WelcomePage(theme, instances, images, with_sample=True, now=lambda: NOW)
    qtbot.addWidget(page)
    page.resize(1262, 742)
    page.show()
    return page


@pytest.mark.parametrize(
    ("one", "ticked", "chip"),
    [
        (known("a"), True, ""),
        (known("a", days=None), True, ""),
        (known("a", days=364), True, ""),
        (known("a", days=366), False, "not played for 1 year"),
        (known("a", days=1200), False, "not played for 3 years"),
        (known("a", None, 4), True, ""),
        (known("a", None, 0), False, ""),
        (known("a", mods=0), True, ""),
    ],
)
def test_what_is_still_played_is_ticked(one: KnownInstance, ticked: bool, chip: str) -> None:
    row = found_row(one, NOW)
    assert (row.ticked, row.unused) == (ticked, chip)


def test_a_folder_without_a_launcher_is_named_by_its_place() -> None:
    home = Instance(Path.home() / ".minecraft" / "mods", "Plain", root=Path.home() / ".minecraft")
    assert found_row(KnownInstance(home), NOW).caption == str(Path("~/.minecraft"))
    assert found_row(known("a", launcher=""), NOW).caption == str(Path("/games/a"))


def test_loaders_in_words() -> None:
    assert (loader_words(FOUND[1].instance), loader_icon(FOUND[1].instance)) == (
        "NeoForge 1.21.4",
        "loader-neoforge",
    )
    bare = Instance(Path("/x"), "x")
    assert (loader_words(bare), loader_icon(bare)) == ("", "")


def test_found_instances_are_ready_to_be_added(qtbot: QtBot, page: WelcomePage, run: Run) -> None:
    async def main() -> None:
        added: list[tuple[Instance, ...]] = []
        page.add_wanted.connect(added.append)
        page.refresh()
        assert page.title.text() == "Looking for your mods"
        await settled(page.tasks)
        assert page.title.text() == "Your mods are already here"
        assert "found three instances" in page.prose.text()
        assert page.add.text() == "Add 2 instances"
        rows = page.table.list
        at = rows.visualRect(page.model.index(0)).center()
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))
        assert page.add.text() == "Add 1 instance"
        page.add.click()
        assert [[instance.name for instance in one] for one in added] == [["Saltmarsh"]]

    run(main)


def test_the_tick_above_takes_all_then_none(page: WelcomePage, run: Run) -> None:
    async def main() -> None:
        page.refresh()
        await settled(page.tasks)
        page.table.all.click()
        assert len(page.model.chosen) == 3, "partly becomes all"
        page.table.all.click()
        assert page.model.chosen == ()
        assert not page.add.isEnabled()

    run(main)


def test_ticks_work_by_keyboard(qtbot: QtBot, page: WelcomePage, run: Run) -> None:
    async def main() -> None:
        page.refresh()
        await settled(page.tasks)
        page.table.list.setFocus()
        page.table.list.setCurrentIndex(page.model.index(0))
        qtbot.keyClick(page.table.list, Qt.Key.Key_Down)
        qtbot.keyClick(page.table.list, Qt.Key.Key_Space)
        assert [instance.name for instance in page.model.chosen] == ["Meadow"]

    run(main)


def test_nothing_found_leaves_the_folder_as_the_way_in(
    qtbot: QtBot, page: WelcomePage, instances: Instances, run: Run
) -> None:
    async def main() -> None:
        instances.answer = ()
        page.refresh()
        await settled(page.tasks)
        assert page.title.text() == "Welcome to Modstead"
        assert not page.table.isVisible()
        assert not page.add.isVisible()
        with qtbot.waitSignal(page.folder_wanted):
            page.choose.click()
        with qtbot.waitSignal(page.sample_wanted):
            page.sample.click()

    run(main)


def test_a_failed_search_can_be_tried_again(page: WelcomePage, instances: Instances, run: Run) -> None:
    async def main() -> None:
        instances.error = FolderUnreadable("The launcher's folder cannot be read.")
        page.refresh()
        await settled(page.tasks)
        banner = page.banners.banner("found")
        assert banner is not None
        assert page.choose.isVisible()
        instances.error = None
        banner.buttons[0].click()
        await settled(page.tasks)
        assert page.banners.banner("found") is None
        assert page.table.isVisible()

    run(main)


def test_the_sample_is_only_offered_where_there_is_one(
    qtbot: QtBot, theme: Theme, images: ImageLoader, instances: Instances
) -> None:
    page = WelcomePage(theme, instances, images)
    qtbot.addWidget(page)
    page.show()
    assert not page.sample.isVisible()


@pytest.mark.usefixtures("qapp")
def test_the_model_keeps_qts_rules() -> None:
    model = FoundModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows([found_row(one, NOW) for one in FOUND])
    model.toggle(model.index(2))
    model.tick_all(on=False)
    words = model.data(model.index(2), Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Old Tower, Prism, Forge 1.21.4, 12 mods, not played for 3 years, not ticked"
    model.set_rows([])
    assert model.chosen == ()
