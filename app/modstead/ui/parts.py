"""What the parts of a page have in common: each is loaded when it is first looked at."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.states import LoadedPart
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme


class Part(QWidget):
    """`load` starts the task `load`, which fills it. What fails later stands in a banner above what is there."""

    counted = Signal(object)
    """A number for the tab, or None."""
    told = Signal(str)

    def __init__(self, theme: Theme, loaded: LoadedPart, load: Callable[[], object]) -> None:
        super().__init__()
        self.theme = theme
        self.loaded = loaded
        self._load = load
        self.scope = TaskScope(self._failed)
        self.banners = BannerArea(theme)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.banners)
        self.column.addWidget(loaded, 1)
        self.setFocusProxy(loaded)
        loaded.retried.connect(self.refresh)

    def refresh(self) -> None:
        """Load it, anew where it was loaded before."""
        if not self.loaded.loaded:
            self.loaded.show_waiting()
        self._load()

    def forget(self) -> None:
        """Show nothing of one user to the next."""
        self.scope.cancel_all()
        self.banners.clear_all()
        self.loaded.show_waiting()
        self.counted.emit(None)

    async def close_tasks(self) -> None:
        """Stop everything under way and wait until it has stopped."""
        await self.scope.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.loaded.loaded and not self.scope.running("load"):
            self.refresh()

    def arrived(self) -> None:
        """What was asked for is there: what failed before is over."""
        self.banners.clear_all()

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        if failure.key == "load" and not self.loaded.loaded:
            self.loaded.show_error(error)
            return
        actions = [BannerAction("Retry", partial(self._retry, failure), "primary")]
        banner = Banner(self.theme, "bad", error.title, error.explanation, actions, closable=True)
        self.banners.show_banner(failure.key, banner)

    def _retry(self, failure: Failure) -> None:
        self.banners.clear(failure.key)
        failure.retry()
