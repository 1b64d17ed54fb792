from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from modstead.domain.changes import plan_remove, update_operation
from modstead.domain.plan import Plan, PlanKind, Progress, Stage
from modstead.ui.images import ImageLoader
from modstead.ui.review import ProgressPage
from modstead.ui.review.progress_model import FileState, ProgressModel, bytes_words, share_of
from modstead.ui.tasks import TaskScope
from modstead.ui.theme import Theme
from ui import invented
from ui.folder_pages import Heard, run_on_qt, settled


def update_plan() -> Plan:
    library = invented.library(60)
    operations = tuple(update_operation(item, "newer version") for item in invented.check(library).updates)
    return Plan(library.instance, PlanKind.UPDATE, operations)


class Clock:
    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def model(qapp: QApplication) -> ProgressModel:
    model = ProgressModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.begin(update_plan())
    return model


def titles(model: ProgressModel) -> list[str]:
    rows = [model.row_at(place) for place in range(model.rowCount())]
    return [row.operation.title if row else "-" for row in rows]


def report(file: str, done: int, total: int, *, finished: bool = False, message: str = "") -> Progress:
    return Progress(
        Stage.DOWNLOAD, 0, 25, file=file, file_done=done, file_total=total, finished=finished, message=message
    )


def test_running_files_stand_first_and_finished_ones_below(model: ProgressModel) -> None:
    operations = update_plan().operations
    model.advance(report(operations[3].file_name, 10, 100))
    model.advance(report(operations[1].file_name, 20, 100))
    assert titles(model)[:3] == [operations[3].title, operations[1].title, operations[0].title]
    model.advance(report(operations[3].file_name, 100, 100, finished=True))
    assert titles(model)[0] == operations[1].title
    assert titles(model)[-2:] == ["-", operations[3].title]
    assert model.heading == "Downloaded 1"
    model.finish_all()
    assert model.finished == 25
    assert titles(model)[0] == "-"


def test_a_retry_says_when_and_goes_on(model: ProgressModel) -> None:
    name = update_plan().operations[0].file_name
    model.advance(report(name, 10, 100, message="Server busy, again in 3 s"))
    row = model.row_at(0)
    assert row
    assert row.words == "Server busy, again in 3 s"
    model.advance(report(name, 50, 100))
    row = model.row_at(0)
    assert row
    assert row.words == "50 of 100 B"
    assert row.state is FileState.RUNNING
    assert row.sentence().endswith("50 of 100 B")


def test_reports_of_unknown_files_and_other_steps_change_nothing(model: ProgressModel) -> None:
    before = titles(model)
    model.advance(report("never heard of.jar", 1, 2))
    model.advance(Progress(Stage.SWAP, 1, 25, file=update_plan().operations[0].file_name))
    assert titles(model) == before


def test_what_was_here_before_says_so(model: ProgressModel) -> None:
    name = update_plan().operations[0].file_name
    model.advance(replace(report(name, 100, 100), file_held=40))
    model.advance(replace(report(name, 100, 100, finished=True), file_held=100))
    row = model.row_at(model.rowCount() - 1)
    assert row
    assert row.words == "already here"
    assert row.sentence().endswith("already here")


@pytest.mark.parametrize(
    ("progress", "share"),
    [
        (Progress(Stage.CHECK, 1, 2), None),
        (Progress(Stage.DOWNLOAD, 0, 2, bytes_done=50, bytes_total=100), 0.45),
        (Progress(Stage.DOWNLOAD, 1, 2), 0.45),
        (Progress(Stage.VERIFY, 1, 2), 0.925),
        (Progress(Stage.SWAP, 2, 2), 1.0),
    ],
)
def test_the_share_grows_over_the_steps(progress: Progress, share: float | None) -> None:
    assert share_of(progress) == (None if share is None else pytest.approx(share))


def test_bytes_share_their_unit() -> None:
    assert bytes_words(3_900_000, 5_400_000) == "3.7 of 5.1 MB"
    assert bytes_words(5_000, 5_400_000) == "5 KB of 5.1 MB"
    assert bytes_words(5_000, 0) == "5 KB"


@pytest.fixture
def play(qapp: QApplication) -> Callable[..., None]:
    theme = Theme("light", text_scale=1.0)

    def run(act: Callable[[ProgressPage, Clock], None]) -> None:
        async def work() -> None:
            clock, scope = Clock(), TaskScope(print)
            page = ProgressPage(theme, images=ImageLoader(invented.Pictures(), scope), clock=clock)
            page.resize(1128, 752)
            page.show()
            act(page, clock)
            await settled()
            await scope.close()
            page.close()
            page.deleteLater()

        run_on_qt(qapp, work)

    return run


def test_the_page_tells_number_time_left_and_what_cancel_does(play: Callable[..., None]) -> None:
    def act(page: ProgressPage, clock: Clock) -> None:
        told, cancelled = Heard(page.summary_changed), Heard(page.cancel_requested)
        page.begin(update_plan())
        assert page.header.title.text() == "Updating 25 mods"
        assert "Nothing in the folder has changed yet" in page.foot.words.text()
        for second in range(4):
            clock.time = float(second)
            page.advance(Progress(Stage.DOWNLOAD, second, 25, bytes_done=second * 1000, bytes_total=13_000))
        page._tell()
        assert page.header.caption.text() == "about 10 s left"
        assert page.numbers.text() == "3 of 25 files · 3 of 13 KB · 1000 B/s"
        assert told.last[0] == "3 of 25"
        clock.time = 60.0
        page._look()
        assert page.header.caption.text() == ""
        assert page.numbers.text() == "3 of 25 files · 3 of 13 KB"
        page.advance(Progress(Stage.SWAP, 1, 25))
        assert "puts everything back" in page.foot.words.text()
        assert page.model.finished == 25
        assert page.steps.accessibleName() == "Step 4 of 4: Swap"
        page.cancel_button.click()
        assert len(cancelled.values) == 1
        assert not page.cancel_button.isEnabled()
        page.begin(update_plan())
        assert page.cancel_button.isEnabled()

    play(act)


def test_what_only_renames_has_no_files_to_wait_for(play: Callable[..., None]) -> None:
    def act(page: ProgressPage, clock: Clock) -> None:
        library = invented.library(60)
        page.begin(plan_remove(library, [library.mods[0].file.name]))
        assert page.header.title.text() == "Removing 1 mod"
        assert page.model.rowCount() == 0

    play(act)
