"""What is known of the open folder: scanned, checked, and kept right after every change."""

import asyncio
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from modstead.domain.compatibility import lacking
from modstead.domain.graph import Graph
from modstead.domain.instance import Instance, Library
from modstead.domain.policies import Circumstances, FolderPolicies
from modstead.domain.problems import Remedy
from modstead.domain.updates import UpdateCheck
from modstead.domain.version import Channel
from modstead.errors import FolderMissing
from modstead.services.health import HealthService
from modstead.services.library import LibraryService, ScanProgress
from modstead.services.policies import PolicyService
from modstead.services.settings import SettingsService
from modstead.services.updates import UpdateService, covers, refreshed
from modstead.ui.installed.findings import Findings
from modstead.ui.tasks import Failure, TaskScope


class FolderState(QObject):
    """`changed` when library, check or findings are others; `working` when something starts or ends."""

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
        *,
        settings: SettingsService,
        health: HealthService,
        policies: PolicyService,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library_service = library
        self._health_service = health
        self._update_service = updates
        self._settings = settings
        self._policies = policies
        self.scope = TaskScope(self._fail, on_change=self.working.emit)
        self.instance: Instance | None = None
        self.library: Library | None = None
        self.check: UpdateCheck | None = None
        self.findings = Findings()
        self.said = FolderPolicies()
        self.circumstances: Circumstances | None = None
        self.gone = False
        """Whether the folder was there, and is not any more."""
        self._found = Findings()
        self._ruled_out: frozenset[Remedy] = frozenset()
        self._said_while_checking = False
        self._stop_listening = policies.changed.listen(self._word_said)

    @property
    def scanning(self) -> bool:
        return self.scope.running("scan")

    @property
    def looking(self) -> bool:
        """Whether more problems may yet be found."""
        return self.scanning or self.scope.running("findings")

    @property
    def checking(self) -> bool:
        return self.scope.running("check")

    def open(self, instance: Instance) -> None:
        """Show this folder: at once what is remembered of it, then all of it, then its updates."""
        if self.instance is None or self.instance.folder != instance.folder:
            self.scope.cancel_all()
            self.library, self.check = None, None
            self.findings = self._found = Findings()
            self.said, self.circumstances = FolderPolicies(), None
        elif (self.instance.loader, self.instance.game_version) != (instance.loader, instance.game_version):
            self.scope.cancel("check")
            self.check = None
        self.instance = instance
        self.gone = False
        self._ruled_out = frozenset()
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
            self.scope.start("scan", lambda: self._scan_again(instance), done=self._scanned)

    def stop(self) -> None:
        """Give up reading the folder."""
        self.scope.cancel("scan")

    def check_now(self) -> None:
        library = self.library
        if library is None or lacking(library.instance):
            return
        self._said_while_checking = False
        self.scope.start(
            "check", lambda: self._update_service.check(library, otherwise=self._channel), done=self._checked
        )

    async def close(self) -> None:
        """End all work; nothing is heard of any more."""
        self._stop_listening()
        await self.scope.close()

    @property
    def _channel(self) -> Channel | None:
        return Channel(self._settings.value.channel) if self._settings.value.channel else None

    def _word_said(self, folder: Path) -> None:
        if self.instance and folder == self.instance.folder:
            self._said_while_checking = self.checking
            self._take_words(anew=True)

    def _take_words(self, *, anew: bool = False) -> None:
        """What was said of the folder, and what the check is worth under it where that may be something else."""
        library, check = self.library, self.check
        if library is not None:
            self.scope.start(
                "policies",
                lambda: self._read_words(library, check, anew=anew),
                done=partial(self._took_words, check),
            )

    async def _read_words(
        self, library: Library, check: UpdateCheck | None, *, anew: bool
    ) -> tuple[FolderPolicies, Circumstances, UpdateCheck | None]:
        said = await self._policies.of(library)
        circumstances = await self._policies.circumstances(library.instance)
        if check is not None and (anew or said != self.said) and not lacking(library.instance):
            check = await self._update_service.reconsidered(library, check, otherwise=self._channel)
        return said, circumstances, check

    def _took_words(
        self, before: UpdateCheck | None, found: tuple[FolderPolicies, Circumstances, UpdateCheck | None]
    ) -> None:
        if self.check is not before:
            self._take_words(anew=True)  # the folder or its updates are others by now
            return
        was, check = self.said, self.check
        self.said, self.circumstances, self.check = found
        if self.said != was or self.check is not check:
            self.changed.emit()

    async def _scan_from_the_start(self, instance: Instance) -> Library:
        tell = partial(self._tell_from_thread, asyncio.get_running_loop())
        quick = await self._library_service.scan_quick(instance, tell)
        if quick.mods:
            self._take(quick)
        return await self._library_service.scan(instance)

    async def _scan_again(self, instance: Instance) -> Library:
        """A game without a mods folder holds no mods; where there were some, the folder is gone."""
        had_mods = self.gone or bool(self.library and self.library.mods)
        library = await self._library_service.scan(instance)
        if had_mods and not library.mods and not await asyncio.to_thread(instance.folder.exists):
            raise FolderMissing(f"{instance.folder} does not exist.")
        return library

    def _tell_from_thread(self, loop: asyncio.AbstractEventLoop, progress: ScanProgress) -> None:
        loop.call_soon_threadsafe(self.read.emit, progress.done_files, progress.total_files)

    def _scanned(self, library: Library) -> None:
        self._take(library)
        self.scanned.emit()
        self._take_words()
        self.scope.start("findings", lambda: self._find_out(library), done=self._found_out)
        if self.checking or not library.mods:
            return
        first = self.check is None and self._settings.value.check_on_open
        if first or (self.check is not None and not covers(self.check, library)):
            self.check_now()

    def _take(self, library: Library) -> None:
        self.library = library
        self.gone = False
        if self.check is not None:
            self.check = refreshed(self.check, library)
        self.changed.emit()

    async def _find_out(self, library: Library) -> Findings:
        """First with the names that are known, at once; then with the platform's for what is missing."""
        graph = await asyncio.to_thread(Graph.of, library, self.findings.graph.projects)
        first = Findings(graph, await self._health_service.problems(library, graph))
        if not any(not edge.target for name in graph.mods for edge in graph.unmet(name)):
            return first
        self._found_out(first)
        named = await self._health_service.graph(library)
        return Findings(named, await self._health_service.problems(library, named))

    def _found_out(self, findings: Findings) -> None:
        self._found = findings
        offered = findings.without(self._ruled_out)
        if offered != self.findings:
            self.findings = offered
            self.changed.emit()

    def rule_out(self, remedies: Iterable[Remedy]) -> None:
        """Offer them no longer, as they cannot be carried out, until the folder is opened or checked anew."""
        self._ruled_out = self._ruled_out.union(remedies)
        self._found_out(self._found)

    def rule_in(self) -> None:
        """Offer again whatever there is."""
        self._ruled_out = frozenset()
        self._found_out(self._found)

    def _checked(self, check: UpdateCheck) -> None:
        self.check = refreshed(check, self.library) if self.library else check
        self.changed.emit()
        if self._said_while_checking:
            self._take_words(anew=True)

    def _fail(self, failure: Failure) -> None:
        seen = self.gone or self.library is not None
        if failure.key == "scan" and seen and isinstance(failure.error, FolderMissing):
            self.gone = True
            self.library, self.check = None, None
            self.findings = self._found = Findings()
            self.changed.emit()
        elif failure.key in {"scan", "check"}:
            self.failed.emit(failure)
