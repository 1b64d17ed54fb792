"""Keeps the side panel about what is selected, and fetches changelogs once someone stays with a mod."""

import asyncio
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from modstead.domain.version import Version
from modstead.services.updates import UpdateService
from modstead.ui.changelogs import plain_lines, summary_line
from modstead.ui.installed.about import About, ChangelogLine
from modstead.ui.installed.folder import FolderState
from modstead.ui.installed.lock_watch import LockWatch
from modstead.ui.installed.panel import ModPanel
from modstead.ui.installed.rows import ModRow
from modstead.ui.installed.strip import ModStrip
from modstead.ui.installed.table import ModTable
from modstead.ui.tasks import Failure, TaskScope

_STAYED_MS = 120
_KEPT = 200


class Details(QObject):
    shown = Signal(str)
    """The file whose changelogs stand in the panel now."""

    def __init__(
        self,
        panel: ModPanel,
        strip: ModStrip,
        table: ModTable,
        state: FolderState,
        *,
        updates: UpdateService,
        lock: LockWatch,
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._strip = strip
        self._table = table
        self._state = state
        self._updates = updates
        self._lock = lock
        self.scope = TaskScope(self._failed)
        self._about: object = None
        self._lines: dict[tuple[str, str], tuple[ChangelogLine, ...]] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._show)
        self._stayed = QTimer(self)
        self._stayed.setSingleShot(True)
        self._stayed.setInterval(_STAYED_MS)
        self._stayed.timeout.connect(self._load)
        table.selection_changed.connect(self._soon.start)
        state.changed.connect(self._soon.start)
        lock.changed.connect(self._soon.start)
        state.working.connect(self._soon.start)

    def _show(self) -> None:
        library = self._state.library
        if library is None:
            return
        state = self._state
        today = state.circumstances.today if state.circumstances else date.min
        about = About(
            library, state.findings, not state.scanning, state.said, today, self._lock.differences or 0
        )
        rows = self._table.selected()
        shown = (rows, self._table.model.rows if len(rows) != 1 else None, about)
        if shown == self._about:
            return
        self._about = shown
        self._stayed.stop()
        self._strip.show_rows(rows, about, self._table.model.rows)
        if not rows:
            self._panel.show_folder(about, self._table.model.rows)
        elif len(rows) == 1:
            self._panel.show_one(rows[0], about)
            self._offer_changelog(rows[0])
        else:
            self._panel.show_several(rows, about)

    def _offer_changelog(self, row: ModRow) -> None:
        if row.update is None:
            return
        known = self._lines.get((row.name, row.update.version.id))
        if known is not None:
            self._panel.show_changelog(row, known)
        else:
            self._stayed.start()

    def _load(self) -> None:
        rows = self._table.selected()
        if len(rows) != 1 or rows[0].update is None:
            return
        row, update = rows[0], rows[0].update
        self.scope.start(
            "changelog",
            lambda: self._read(row, update.version),
            done=lambda lines: self._show_lines(row, update.version, lines),
        )

    async def _read(self, row: ModRow, version: Version) -> tuple[ChangelogLine, ...]:
        versions = await self._updates.changelogs(row.mod, version)
        return await asyncio.to_thread(_first_lines, versions)

    def _show_lines(self, row: ModRow, version: Version, lines: tuple[ChangelogLine, ...]) -> None:
        if len(self._lines) > _KEPT:
            self._lines.clear()
        self._lines[row.name, version.id] = lines
        rows = self._table.selected()
        if len(rows) == 1 and rows[0].name == row.name:
            self._panel.show_changelog(rows[0], lines)
            self.shown.emit(row.name)

    def _failed(self, _failure: Failure) -> None:
        """A changelog that cannot be had is left out; the review offers it again."""


def _first_lines(versions: tuple[Version, ...]) -> tuple[ChangelogLine, ...]:
    read = ((version.number, plain_lines(version.changelog)) for version in versions)
    return tuple(ChangelogLine(number, summary_line(lines, number), bool(lines)) for number, lines in read)
