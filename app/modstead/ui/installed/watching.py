"""Notices what other programs do to the open folder, also when it goes away as a whole and comes back."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from modstead.ui.tasks import Failure, TaskScope


class Changes(Protocol):
    """What tells of a folder's changes: `LibraryService`."""

    def changes(self, folder: Path) -> AsyncGenerator[None, None]: ...


class FolderWatch(QObject):
    """`changed` once the folder has been at rest for a moment after something happened to it."""

    changed = Signal()

    def __init__(self, library: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._folder: Path | None = None
        self._scope = TaskScope(_unheard)

    def watch(self, folder: Path) -> None:
        """Watch this folder and no other."""
        if folder != self._folder or not self._scope.running("watch"):
            self._folder = folder
            self._scope.start("watch", lambda: self._listen(folder))

    async def close(self) -> None:
        await self._scope.close()

    async def _listen(self, folder: Path) -> None:
        async with aclosing(self._library.changes(folder)) as changes:
            async for _ in changes:
                self.changed.emit()


def _unheard(_failure: Failure) -> None:
    """A mistake in watching is logged; the page goes on, with F5 to look again."""
