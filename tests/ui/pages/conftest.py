"""What the tests of History, Report, Settings and first start share: the look, a loop, pictures that never come."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from modstead.errors import NotFound
from modstead.ui.images import ImageLoader
from modstead.ui.tasks import TaskScope
from modstead.ui.theme import Theme

Run = Callable[[Callable[[], Awaitable[None]]], None]


class NoPictures:
    async def picture(self, url: str) -> bytes:
        raise NotFound("There is no such picture.")


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light scheme at 100 %, with the pointer out of the way."""
    theme = Theme("light", text_scale=1.0)
    theme.apply(qapp)
    QCursor.setPos(4000, 4000)
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture
def images() -> ImageLoader:
    return ImageLoader(NoPictures(), TaskScope(lambda failure: None))


@pytest.fixture
def run(qapp: QApplication) -> Run:
    """Run a coroutine on Qt's loop, as the window does."""
    import qasync

    def run_it(main: Callable[[], Awaitable[None]]) -> None:
        with qasync.QEventLoop(qapp) as loop:
            loop.run_until_complete(main())

    return run_it


async def settled(scope: TaskScope) -> None:
    """Wait until a page has nothing under way."""
    while scope._all:
        await asyncio.wait(tuple(scope._all))
        await asyncio.sleep(0)
