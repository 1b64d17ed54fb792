"""The account's page, on Qt's loop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from accounts import PLAYER, Keyring
from modstead.ui.theme import Theme
from ui.account.scene import Act, Play, Scene, rest
from ui.stage import on_qt


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme("light", text_scale=1.0)
    theme.apply(qapp)
    QCursor.setPos(4000, 4000)
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture
def play(theme: Theme, tmp_path: Path) -> Play:
    """Run something on the account's page, signed in or not."""

    def run(act: Act, *, signed_in: bool = True, keyring: Keyring | None = None) -> None:
        async def work() -> None:
            scene = Scene(theme, tmp_path, keyring=keyring)
            if signed_in:
                await scene.account.sign_in(PLAYER)
            page = scene.page()
            try:
                await rest(page)
                await act(scene, page)
            finally:
                await page.close_tasks()
                await scene.scope.close()
                page.close()
                page.deleteLater()

        on_qt(work)

    return run
