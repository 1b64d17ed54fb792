"""What is known of the open folder: scanned, checked, and kept right after every change."""

import asyncio
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from modstead.domain.instance import Instance, Library
from modstead.domain.updates import UpdateCheck
from modstead.domain.version import Channel
from modstead.errors import CatalogError
from modstead.services.library import LibraryService, ScanProgress
from modstead.services.projects import ProjectService
from modstead.services.settings import SettingsService
from modstead.services.updates import UpdateService, covers, refreshed
from modstead.ui.installed.relations import Relations
from modstead.ui.installed.rows import needed_titles
from modstead.ui.tasks import Failure, TaskScope

_TITLES_AT_MOST = 40


class FolderState(QObject):
    """`changed` when library, check or titles are others; `working` when something starts or ends."""

    changed = Signal()
    working = Signal()
    read = Signal(int, int)
    """How many files of how many a scan has read."""
    scanned = Signal()
    """The folder was read from the disk, whatever was found."""
    failed = Signal(object)
    """A Failure whose key is `scan` or `check`."""

    def __init__(
        self,
        library: LibraryService,
        updates: UpdateService,
        projects: ProjectService,
        settings: SettingsService,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library_service = library
        self._update_service = updates
        self._project_service = projects
        self._settings = settings
        self.scope = TaskScope(self._fail, on_change=self.working.emit)
        self.instance: Instance | None = None
        self.library: Library | None = None
        self.check: UpdateCheck | None = None
        self.relations = Relations(())
        self._titles: dict[str, str] = {}

    @property
    def titles(self) -> Mapping[str, str]:
        """Titles of projects that are needed and not installed."""
        return self._titles

    @property
    def scanning(self) -> bool:
        return self.scope.running("scan")

    @property
    def checking(self) -> bool:
        return self.scope.running("check")

    def open(self, instance: Instance) -> None:
        """Show this folder: at once what is remembered of it, then all of it, then its updates."""
        if self.instance is None or self.instance.folder != instance.folder:
            self.scope.cancel_all()
            self.library, self.check = None, None
        self.instance = instance
        self.changed.emit()
        self.scope.start("scan", lambda: self._scan_from_the_start(instance), done=self._scanned)

    def refresh_from_the_start(self) -> None:
        """Read the folder that is open as if it had just been opened."""
        if self.instance is not None:
            self.open(self.instance)

    def refresh(self) -> None:
        """Look at the disk again."""
        instance = self.instance
        if instance is not None:
            self.scope.start("scan", lambda: self._library_service.scan(instance), done=self._scanned)

    def stop(self) -> None:
        """Give up reading the folder."""
        self.scope.cancel("scan")

    def check_now(self) -> None:
        library = self.library
        if library is None or library.instance.loader is None or library.instance.game_version is None:
            return
        channel = Channel(self._settings.value.channel) if self._settings.value.channel else None
        self.scope.start("check", lambda: self._update_service.check(library, channel), done=self._checked)

    async def _scan_from_the_start(self, instance: Instance) -> Library:
        tell = partial(self._tell_from_thread, asyncio.get_running_loop())
        quick = await self._library_service.scan_quick(instance, tell)
        if quick.mods:
            self._take(quick)
        return await self._library_service.scan(instance)

    def _tell_from_thread(self, loop: asyncio.AbstractEventLoop, progress: ScanProgress) -> None:
        loop.call_soon_threadsafe(self.read.emit, progress.done_files, progress.total_files)

    def _scanned(self, library: Library) -> None:
        self._take(library)
        self.scanned.emit()
        wanted = [item for item in needed_titles(library, self.relations) if item not in self._titles]
        if wanted:
            self.scope.start("titles", lambda: self._find_titles(wanted), done=self._name)
        if self.checking or not library.mods:
            return
        first = self.check is None and self._settings.value.check_on_open
        if first or (self.check is not None and not covers(self.check, library)):
            self.check_now()

    def _take(self, library: Library) -> None:
        self.library = library
        self.relations = Relations(library.mods)
        if self.check is not None:
            self.check = refreshed(self.check, library)
        self.changed.emit()

    def _checked(self, check: UpdateCheck) -> None:
        self.check = refreshed(check, self.library) if self.library else check
        self.changed.emit()

    async def _find_titles(self, ids: list[str]) -> dict[str, str]:
        found = {}
        for project_id in ids[:_TITLES_AT_MOST]:
            try:
                found[project_id] = (await self._project_service.page(project_id)).title
            except CatalogError:
                continue
        return found

    def _name(self, titles: dict[str, str]) -> None:
        if titles:
            self._titles |= titles
            self.changed.emit()

    def _fail(self, failure: Failure) -> None:
        if failure.key in {"scan", "check"}:
            self.failed.emit(failure)
