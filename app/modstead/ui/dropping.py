"""Files and links that come from elsewhere: what they lead to, and the section where they are looked at."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from modstead.domain.instance import Instance, Library
from modstead.services.search import SearchService
from modstead.ui.folders import Folders

if TYPE_CHECKING:
    from modstead.ui.report import ReportPage


class Dropping(QObject):
    """`report_wanted` says that the report is to be shown, before it is filled; `project_wanted` names a project."""

    report_wanted = Signal()
    project_wanted = Signal(str)

    def __init__(
        self, search: SearchService, folders: Folders, report: "Callable[[], ReportPage]", parent: QObject
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._folders = folders
        self._report = report
        self._library: Library | None = None
        self._waiting: tuple[Path, tuple[Path, ...]] | None = None

    def drop(self, paths: Sequence[Path], links: Sequence[str]) -> None:
        """A single link opens its project, a folder opens where none is open yet; all else is looked at."""
        slugs = [self._search.project_in(link) for link in links]
        if not paths and len(slugs) == 1 and slugs[0]:
            self.project_wanted.emit(slugs[0])
        elif self._folders.instance is None and len(paths) == 1 and paths[0].is_dir():
            self._folders.open(paths[0])
        else:
            self.report(paths, links)

    def report(self, paths: Sequence[Path], links: Sequence[str] = ()) -> None:
        """Say what these files and links are, and what can be done with them."""
        named = [(link, self._search.project_in(link) or "") for link in links]
        self.report_wanted.emit()
        library, instance = self._library, self._folders.instance
        if library and instance and library.instance.folder != instance.folder:
            library = None  # the folder that is open now has not been read yet
        self._report().show_drop(paths, named, library, self._folders.places)

    def report_in(self, section: Instance, paths: Sequence[Path]) -> None:
        """Open the section where the files belong, and look at them again there."""
        self._waiting = (section.folder, tuple(paths))
        self._folders.enter(section)

    def take_library(self, library: Library) -> None:
        """A folder was read: the one that is open now."""
        self._library = library
        waiting = self._waiting
        if waiting and waiting[0] == library.instance.folder:
            self._waiting = None
            self.report(waiting[1])
