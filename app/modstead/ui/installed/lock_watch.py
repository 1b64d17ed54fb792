"""Notices that the open folder's game is not what its lock file says any more."""

import asyncio

from PySide6.QtCore import QObject, Signal

from modstead.domain.instance import Instance
from modstead.services.locks import LockService
from modstead.ui.installed.folder import FolderState
from modstead.ui.tasks import TaskScope


class LockWatch(QObject):
    """Looks after each scan, and costs a look at one file name where there is no lock file."""

    changed = Signal()

    def __init__(self, locks: LockService, state: FolderState, parent: QObject) -> None:
        super().__init__(parent)
        self._locks = locks
        self._state = state
        self.scope = TaskScope(lambda _failure: self._take(None))
        self.differences: int | None = None
        """In how many files and policies the game differs from its lock file; None where it has none."""
        state.scanned.connect(self.look)

    def look(self) -> None:
        instance = self._state.instance
        if instance is not None:
            self.scope.start("drift", lambda: self._found(instance), done=self._take)

    async def _found(self, instance: Instance) -> int | None:
        if not await asyncio.to_thread(self._locks.path(instance).is_file):
            return None
        found = (await self._locks.drift(instance)).differences
        return len(found.files) + len(found.policies)

    def _take(self, differences: int | None) -> None:
        if differences != self.differences:
            self.differences = differences
            self.changed.emit()
