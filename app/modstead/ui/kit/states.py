"""A part of the window that is loaded: it waits, holds something, holds nothing, or could not be had."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from modstead.errors import ModsteadError, Unreachable
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.pages import EmptyState
from modstead.ui.kit.progress import ProgressBar
from modstead.ui.theme import Theme


class LoadedPart(QStackedWidget):
    """Shows `content`, or `empty` where there is none, once it is there."""

    retried = Signal()

    def __init__(
        self, theme: Theme, content: QWidget, empty: EmptyState, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.content = content
        self.empty = empty
        self.progress = ProgressBar(theme)
        self._waiting = QWidget()
        column = QVBoxLayout(self._waiting)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.progress)
        column.addStretch(1)
        self.failure = EmptyState(theme, "error", "")
        self.retry = Button(theme, "Retry", kind="primary")
        self.retry.clicked.connect(self.retried)
        self.failure.add_button(self.retry)
        for page in (self._waiting, content, empty, self.failure):
            self.addWidget(page)
        self.show_waiting()

    @property
    def loaded(self) -> bool:
        """Whether it shows something, be it that there is nothing."""
        return self.currentWidget() in (self.content, self.empty)

    def show_waiting(self) -> None:
        self.progress.set_share(None)
        self.setCurrentWidget(self._waiting)

    def show_content(self, *, empty: bool = False) -> None:
        self.setCurrentWidget(self.empty if empty else self.content)

    def show_error(self, error: ModsteadError) -> None:
        self.failure.icon.set_icon("offline" if isinstance(error, Unreachable) else "error")
        self.failure.set_text(error.title, error.explanation)
        self.setCurrentWidget(self.failure)
