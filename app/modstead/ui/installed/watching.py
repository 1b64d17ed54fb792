"""Notices what other programs do to the open folder, also when it goes away as a whole and comes back."""

from pathlib import Path

from PySide6.QtCore import QFileInfo, QFileSystemWatcher, QObject, QTimer, Signal

_SETTLED_MS = 400
_ANCESTORS = 3


class FolderWatch(QObject):
    """`changed` once the folder has been at rest for a moment after something happened to it."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._present = False
        self._watcher = QFileSystemWatcher(self)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._watcher.directoryChanged.connect(self._happened)
        self._settled.timeout.connect(self._tell)

    def watch(self, folder: Path) -> None:
        """Watch this folder and no other."""
        self._folder = folder
        self._settled.stop()
        self._renew()

    def _happened(self, path: str) -> None:
        """In the folders around it only its own coming and going counts."""
        folder = self._folder
        if folder and (path == str(folder) or _is_folder(folder) is not self._present):
            self._settled.start()

    def _tell(self) -> None:
        self._renew()
        self.changed.emit()

    def _renew(self) -> None:
        """A folder's own watch ends with it, and its renaming is told to the folder around it alone."""
        if self._folder is None:
            return
        self._present = _is_folder(self._folder)
        around = [path for path in self._folder.parents if _is_folder(path)][:_ANCESTORS]
        wanted = [
            path for path in (self._folder, *around) if _is_folder(path) and QFileInfo(path).isReadable()
        ]
        watched = self._watcher.directories()
        if watched:
            self._watcher.removePaths(watched)
        if wanted:
            self._watcher.addPaths([str(path) for path in wanted])


def _is_folder(path: Path) -> bool:
    """Unlike `Path.is_dir`, no where even that may not be asked."""
    return QFileInfo(path).isDir()
