"""The look, a loop and a review over an invented folder."""

from collections.abc import Awaitable, Callable, Iterator

import pytest
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from modstead.ui.images import ImageLoader
from modstead.ui.review import ReviewPage
from modstead.ui.tasks import TaskScope
from modstead.ui.theme import Theme
from ui import invented
from ui.folder_pages import Heard, run_on_qt


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme("light", text_scale=1.0)
    theme.apply(qapp)
    QCursor.setPos(4000, 4000)
    yield theme
    qapp.setStyleSheet("")


class Scene:
    """A review page, the update service behind it, and what it said."""

    def __init__(self, theme: Theme) -> None:
        self.library = invented.library(60)
        self.check = invented.check(self.library)
        self.updates = invented.Updates(self.check)
        self.scope = TaskScope(print)
        self.preflights = invented.Preflights()
        self.page = ReviewPage(
            theme,
            updates=self.updates,
            preflight=self.preflights,
            images=ImageLoader(invented.Pictures(), self.scope),
        )
        self.accepted_anyway = Heard(self.page.accepted_anyway)
        self.accepted = Heard(self.page.accepted)
        self.cancelled = Heard(self.page.cancelled)
        self.page.resize(1128, 752)
        self.page.show()

    async def close(self) -> None:
        await self.page.close_tasks()
        await self.scope.close()
        self.page.close()
        self.page.deleteLater()


@pytest.fixture
def play(theme: Theme, qapp: QApplication) -> Callable[[Callable[[Scene], Awaitable[None]]], None]:
    def run(act: Callable[[Scene], Awaitable[None]]) -> None:
        async def work() -> None:
            scene = Scene(theme)
            try:
                await act(scene)
            finally:
                await scene.close()

        run_on_qt(qapp, work)

    return run
