"""The studio over the sandbox, on Qt's loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from modstead.domain.credentials import Token
from modstead.ui.studio.platform import PlatformStudio
from modstead.ui.tasks import TaskScope
from modstead.ui.theme import Theme
from modstead_sandbox.server import Handle
from ui.stage import Stage, on_stage, settled

CREATOR = Token("mrp_sandbox_creator")

Act = Callable[[Stage, PlatformStudio], Awaitable[None]]
Play = Callable[..., None]


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme("light", text_scale=1.0)
    theme.apply(qapp)
    QCursor.setPos(4000, 4000)
    yield theme
    qapp.setStyleSheet("")


def scopes(page: PlatformStudio) -> tuple[TaskScope, ...]:
    editor = page.editor
    return (
        *(page.scope, page.list.scope, page.version.scope, page.making.scope, page.bulk.scope),
        *(page.review.scope, editor.scope, editor.pictures.scope, editor.versions.scope, editor.team.scope),
    )


async def rest(page: PlatformStudio) -> None:
    """Until nothing is under way."""
    await settled(*scopes(page))


@pytest.fixture
def play(theme: Theme, sandbox: Handle, tmp_path: Path) -> Play:
    """Run something on the studio, signed in as the sandbox's creator or as nobody."""

    def run(act: Act, *, signed_in: bool = True) -> None:
        async def work(stage: Stage) -> None:
            services = stage.services
            if signed_in:
                await services.account.sign_in(CREATOR, keep=False)
            page = PlatformStudio(theme, services.studios.of(""), stage.images)
            page.resize(1000, 760)
            page.show()
            try:
                await rest(page)
                await act(stage, page)
            finally:
                await page.close_tasks()
                page.close()
                page.deleteLater()

        on_stage(theme, sandbox, tmp_path / "home", work)

    return run
