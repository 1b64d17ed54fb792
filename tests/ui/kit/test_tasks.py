import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from modstead.errors import Cancelled, FolderMissing, ModsteadError, Unreachable
from modstead.ui.tasks import Failure, TaskScope


def run_plain(main: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(_as_coroutine(main))


def run_on_qt(main: Callable[[], Awaitable[None]]) -> None:
    import qasync

    app = QApplication.instance()
    with qasync.QEventLoop(app) as loop:
        loop.run_until_complete(_as_coroutine(main))


async def _as_coroutine(main: Callable[[], Awaitable[None]]) -> None:
    await main()


@pytest.fixture(params=[run_plain, run_on_qt], ids=["asyncio", "qasync"])
def run(
    request: pytest.FixtureRequest, qapp: QApplication
) -> Callable[[Callable[[], Awaitable[None]]], None]:
    return request.param


Run = Callable[[Callable[[], Awaitable[None]]], None]


def test_an_answer_reaches_done(run: Run) -> None:
    answers: list[int] = []
    failures: list[Failure] = []

    async def work() -> int:
        return 7

    async def main() -> None:
        scope = TaskScope(failures.append)
        task = scope.start("search", work, done=answers.append)
        assert task is not None
        assert scope.busy
        await task
        await scope.close()
        assert not scope.busy

    run(main)
    assert (answers, failures) == ([7], [])


def test_starting_a_key_cancels_its_predecessor(run: Run) -> None:
    answers: list[str] = []
    cancelled: list[str] = []
    failures: list[Failure] = []

    async def main() -> None:
        scope = TaskScope(failures.append)
        never = asyncio.Event()

        async def slow() -> str:
            try:
                await never.wait()
            except asyncio.CancelledError:
                cancelled.append("slow")
                raise
            return "slow"

        async def quick() -> str:
            return "quick"

        scope.start("search", slow, done=answers.append)
        await asyncio.sleep(0)
        second = scope.start("search", quick, done=answers.append)
        assert second is not None
        await second
        await scope.close()

    run(main)
    assert (answers, cancelled, failures) == (["quick"], ["slow"], [])


def test_a_replaced_task_that_fails_late_says_nothing(run: Run) -> None:
    failures: list[Failure] = []

    async def main() -> None:
        scope = TaskScope(failures.append)

        async def stubborn() -> None:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError as cancel:
                raise Unreachable("No connection.") from cancel

        async def quick() -> None:
            return None

        scope.start("search", stubborn)
        await asyncio.sleep(0)
        scope.start("search", quick)
        await scope.close()

    run(main)
    assert failures == []


def test_a_known_error_is_reported_once_and_can_be_retried(run: Run) -> None:
    failures: list[Failure] = []
    answers: list[str] = []
    attempts = 0

    async def work() -> str:
        nonlocal attempts
        attempts += 1
        if attempts == 1:
            raise Unreachable("No connection.")
        return "there"

    async def main() -> None:
        scope = TaskScope(failures.append)
        first = scope.start("load", work, done=answers.append)
        assert first is not None
        await asyncio.wait([first])
        await asyncio.sleep(0)
        assert [failure.error.title for failure in failures] == ["No connection."]
        again = failures[0].retry()
        assert isinstance(again, asyncio.Task)
        await again
        await scope.close()

    run(main)
    assert len(failures) == 1
    assert answers == ["there"]


def test_errors_out_of_a_task_group_are_the_first_of_them(run: Run) -> None:
    failures: list[Failure] = []

    async def work() -> None:
        raise ExceptionGroup(
            "two", [FolderMissing("There is no such folder."), Unreachable("No connection.")]
        )

    async def main() -> None:
        scope = TaskScope(failures.append)
        task = scope.start("load", work)
        assert task is not None
        await asyncio.wait([task])
        await scope.close()

    run(main)
    assert [type(failure.error) for failure in failures] == [FolderMissing]


def test_what_the_user_stopped_is_silent(run: Run) -> None:
    failures: list[Failure] = []

    async def stopped() -> None:
        raise Cancelled("Stopped.")

    async def waits() -> None:
        await asyncio.Event().wait()

    async def main() -> None:
        scope = TaskScope(failures.append)
        first = scope.start("update", stopped)
        assert first is not None
        await asyncio.wait([first])
        second = scope.start("other", waits)
        assert second is not None
        await asyncio.sleep(0)
        scope.cancel("other")
        await asyncio.wait([second])
        await scope.close()

    run(main)
    assert failures == []


def test_a_bug_is_told_honestly_and_to_the_loop(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    failures: list[Failure] = []
    told: list[dict[str, Any]] = []

    async def work() -> None:
        raise ZeroDivisionError

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context))
        scope = TaskScope(failures.append)
        task = scope.start("load", work)
        assert task is not None
        await asyncio.wait([task])
        await scope.close()

    run(main)
    assert [type(failure.error) for failure in failures] == [ModsteadError]
    assert "ZeroDivisionError" in failures[0].error.detail
    assert [type(context["exception"]) for context in told] == [ZeroDivisionError]
    assert "load" in caplog.text


def test_close_waits_for_what_tidies_up_and_starts_nothing_more(run: Run) -> None:
    tidied: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            tidied.append("done")

    async def main() -> None:
        scope = TaskScope(pytest.fail)
        scope.start("load", work)
        await asyncio.sleep(0)
        await scope.close()
        assert tidied == ["done"]
        assert scope.start("load", work) is None

    run(main)
