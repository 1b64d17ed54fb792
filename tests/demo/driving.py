"""Drives the real window offscreen: real widgets, real events, real HTTP; each step is checked and photographed."""

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QCursor, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from qasync import QEventLoop

from modstead.application.backend import open_backend
from modstead.paths import Paths
from modstead.ui.desk import Desk
from modstead.ui.kit.buttons import Button, SplitButton
from modstead.ui.session import furnish
from modstead.ui.shell import Shell, first_palette
from modstead_sandbox.sample import SampleInstance
from modstead_sandbox.server import Handle

PATIENCE = 30.0


class StepFailed(AssertionError):
    """What was expected did not come, or is not so."""


class Driver:
    """Hands and eyes: presses, types, drops, waits and takes pictures."""

    def __init__(self, app: QApplication, shell: Shell, desk: Desk, pictures: Path) -> None:
        self.app = app
        self.shell = shell
        self.desk = desk
        self._pictures = pictures
        self.taken: list[str] = []

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for it, looking at every turn of the loop."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise StepFailed(f"waited in vain for {what}")
            await asyncio.sleep(0.01)

    async def calm(self) -> None:
        """Wait until pictures have arrived and what is to be painted has been."""
        still_since = time.monotonic()
        while time.monotonic() - still_since < 0.25:
            if self.desk.picture_scope.busy or self.desk.scope.busy:
                still_since = time.monotonic()
            await asyncio.sleep(0.02)

    def press(self, pressed: Button | SplitButton) -> None:
        button = pressed.main if isinstance(pressed, SplitButton) else pressed
        if not button.isVisible() or not button.isEnabled():
            raise StepFailed(f"{button.accessibleName() or button.text()} cannot be pressed")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def type(self, field: QWidget, text: str) -> None:
        field.setFocus()
        QTest.keyClicks(field, text)

    def key(self, widget: QWidget, key: Qt.Key) -> None:
        QTest.keyClick(widget, key)

    def drag(self, *paths: Path) -> QMimeData:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        middle = self.desk.window.rect().center()
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        event = QDragEnterEvent(middle, copy, data, left, Qt.KeyboardModifier.NoModifier)
        self.app.sendEvent(self.desk.window, event)
        return data

    def drop(self, data: QMimeData) -> None:
        middle = QPointF(self.desk.window.rect().center())
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        event = QDropEvent(middle, copy, data, left, Qt.KeyboardModifier.NoModifier)
        self.app.sendEvent(self.desk.window, event)

    async def picture(self, name: str, *, with_toast: bool = False) -> None:
        """The window as it is now, in light and in dark; a message from before is put away."""
        if not with_toast:
            self.desk.window.toast.dismiss()
        await self.calm()
        for scheme in ("dark", "light"):
            self.desk.services.settings.change(color_scheme=scheme)
            await self.calm()
            path = self._pictures / f"{name}-{scheme}.png"
            if not self.shell.grab().save(str(path)):
                raise StepFailed(f"{path} could not be written")
        self.taken.append(name)


def drive(sandbox: Handle, instance: SampleInstance, pictures: Path) -> int:
    """Do the main job step by step; answers with 0, or 1 where a step failed."""
    from steps import STEPS

    pictures.mkdir(parents=True, exist_ok=True)
    for old in pictures.glob("*.png"):
        old.unlink()
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    QCursor.setPos(QPoint(3000, 3000))
    shell = Shell(first_palette("light", app))
    shell.resize(1280, 800)  # the offscreen screen is smaller
    shell.show()
    app.processEvents()

    async def live() -> int:
        async with open_backend(os.environ) as backend:
            desk = furnish(app, shell, backend, Paths.from_environment(os.environ))
            desk.services.settings.change(color_scheme="light")
            driver = Driver(app, shell, desk, pictures)
            try:
                for name, step in STEPS:
                    started = time.monotonic()
                    told = await step(driver, sandbox, instance)
                    print(f"ok    {name:34} {told}  ({time.monotonic() - started:.1f} s)", flush=True)
            except StepFailed as failure:
                print(f"FAIL  {name:34} {failure}", flush=True)
                return 1
            finally:
                await desk.close()
            print(f"{len(STEPS)} steps done; {len(driver.taken)} pages in light and dark under {pictures}")
            return 0

    with QEventLoop(app) as loop:
        return int(loop.run_until_complete(live()))
