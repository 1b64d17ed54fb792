"""How tests drive the Mods page and the review: on the loop of the window, without waiting blindly."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import qasync
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication

PATIENCE_S = 5

Work = Callable[[], Awaitable[None]]


def run_on_qt(app: QApplication, work: Work) -> None:
    async def main() -> None:
        async with asyncio.timeout(PATIENCE_S * 2):
            await work()

    quits = app.quitOnLastWindowClosed()
    app.setQuitOnLastWindowClosed(False)
    with qasync.QEventLoop(app) as loop:
        loop.run_until_complete(main())
    app.setQuitOnLastWindowClosed(quits)
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class Heard:
    """Everything that a signal has said, and a way to wait for more."""

    def __init__(self, signal: SignalInstance) -> None:
        self.values: list[Any] = []
        self._came = asyncio.Event()
        signal.connect(self._hear)

    def _hear(self, *values: object) -> None:
        self.values.append(values[0] if len(values) == 1 else values)
        self._came.set()

    @property
    def last(self) -> Any:
        return self.values[-1]

    async def until(self, enough: Callable[[], bool]) -> None:
        """Wait until it has said enough; the condition is looked at after each emission."""
        async with asyncio.timeout(PATIENCE_S):
            while not enough():
                self._came.clear()
                await self._came.wait()


async def heard(signal: SignalInstance) -> Any:
    """The next thing that a signal says."""
    listener = Heard(signal)
    await listener.until(lambda: bool(listener.values))
    return listener.last


async def settled() -> None:
    """Let timers of no length, posted events and layouts have their turn."""
    for _ in range(4):
        turn = asyncio.get_running_loop().create_future()
        QTimer.singleShot(0, lambda turn=turn: turn.set_result(None))
        await turn


def click(view: QAbstractItemView, point: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    QTest.mouseClick(view.viewport(), button, Qt.KeyboardModifier.NoModifier, point)


def press(
    view: QAbstractItemView, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(view, key, modifier)
