"""What stands in the table's place while there is nothing to list: loading, empty, nothing found, unreadable."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from modstead.domain.instance import Instance
from modstead.errors import ModsteadError
from modstead.ui import text
from modstead.ui.content_words import words_for
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.pages import EmptyState
from modstead.ui.kit.progress import ProgressBar
from modstead.ui.theme import Theme


class States(QStackedWidget):
    browse_asked = Signal()
    add_asked = Signal()
    clear_asked = Signal()
    stop_asked = Signal()
    look_asked = Signal()
    folder_asked = Signal()
    """Another folder is to be chosen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._reading = EmptyState(theme, "refresh", "Reading the folder")
        self._bar = ProgressBar(theme)
        self._reading.add_content(self._bar)
        stop = Button(theme, "Stop")
        stop.clicked.connect(self.stop_asked)
        self._reading.add_button(stop)
        self._empty = self._state(
            "mods",
            (
                ("Browse", "primary", self.browse_asked.emit),
                ("Add files", "default", self.add_asked.emit),
            ),
        )
        self._nothing = self._state("search", (("Show all", "default", self.clear_asked.emit),))
        self._failure = self._state("error", (("Retry", "primary", self._retry),))
        self._gone = self._state(
            "folder",
            (
                ("Look again", "primary", self.look_asked.emit),
                ("Choose another folder", "default", self.folder_asked.emit),
            ),
        )
        self._retry_work: Callable[[], object] | None = None
        for page in (self._reading, self._empty, self._nothing, self._failure, self._gone):
            self.addWidget(page)

    def show_reading(self, done: int = 0, total: int = 0) -> None:
        """`total` 0 is not known yet."""
        self._bar.set_share(done / total if total else None)
        words = f"{text.grouped(done)} of {text.plural(total, 'file')}" if total else "Looking for files …"
        self._reading.set_text("Reading the folder", words)
        self.setCurrentWidget(self._reading)

    def show_stopped(self, retry: Callable[[], object]) -> None:
        self._retry_work = retry
        self._failure.set_text("Reading was stopped", "The folder is as it was.")
        self.setCurrentWidget(self._failure)

    def show_empty(self, instance: Instance) -> None:
        words = words_for(instance.content)
        kind = "JAR" if words.files == "*.jar" else "ZIP"
        self._empty.set_text(
            f"No {words.many} in {instance.name} yet",
            f"Find some in Browse, or drop {kind} files anywhere on this window.",
        )
        self.setCurrentWidget(self._empty)

    def show_gone(self, instance: Instance) -> None:
        self._gone.set_text(
            f"The folder of {instance.name} is gone",
            f"{instance.folder} was moved, renamed or deleted. Once it is back, it is shown again by itself.",
        )
        self.setCurrentWidget(self._gone)

    def show_nothing_found(self, sought: str) -> None:
        title = f"Nothing here matches “{sought}”" if sought else "Nothing here is like that"
        self._nothing.set_text(title, "The filter and the search field leave nothing over.")
        self.setCurrentWidget(self._nothing)

    def show_failure(self, error: ModsteadError, retry: Callable[[], object]) -> None:
        self._retry_work = retry
        self._failure.set_text(error.title, error.explanation)
        self.setCurrentWidget(self._failure)

    def _state(self, icon: str, buttons: tuple[tuple[str, str, Callable[[], None]], ...]) -> EmptyState:
        state = EmptyState(self._theme, icon, "")
        for words, kind, act in buttons:
            button = Button(self._theme, words, kind="primary" if kind == "primary" else "default")
            button.clicked.connect(act)
            state.add_button(button)
        return state

    def _retry(self) -> None:
        if self._retry_work:
            self._retry_work()
