"""The instances found on this computer, and which of them are ticked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Signal

from modstead.domain.instance import Instance
from modstead.services.instances import KnownInstance
from modstead.ui import text
from modstead.ui.content_words import words_for
from modstead.ui.instance_looks import loader_words
from modstead.ui.kit.models import Index, RowsModel

LONG_UNUSED = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class FoundRow:
    """`unused` is the chip's text where the instance was not played for long."""

    instance: Instance
    caption: str
    loader: str
    mods: int
    unused: str
    ticked: bool


def found_row(known: KnownInstance, now: datetime) -> FoundRow:
    """Ticked unless it has been long unused, or has neither mods nor a loader."""
    instance = known.instance
    idle = now - known.last_opened if known.last_opened else timedelta(0)
    unused = ""
    if idle > LONG_UNUSED:
        unused = f"not played for {text.plural(max(1, idle.days // 365), 'year')}"
    return FoundRow(
        instance,
        caption=instance.launcher or _at_home(instance.root or instance.folder),
        loader=loader_words(instance),
        mods=known.mod_count,
        unused=unused,
        ticked=not unused and bool(known.mod_count or instance.loader),
    )


class FoundModel(RowsModel[FoundRow]):
    """`ticked` is emitted whenever a tick has changed."""

    ticked = Signal()

    @property
    def chosen(self) -> tuple[Instance, ...]:
        return tuple(row.instance for row in self.rows if row.ticked)

    def set_rows(self, rows: Sequence[FoundRow]) -> None:
        super().set_rows(rows)
        self.ticked.emit()

    def toggle(self, index: Index) -> None:
        row = self.row(index)
        if row:
            self.replace_row(index.row(), replace(row, ticked=not row.ticked))
            self.ticked.emit()

    def tick_all(self, *, on: bool) -> None:
        self._rows = tuple(replace(row, ticked=on) for row in self._rows)
        self.tell_changed()
        self.ticked.emit()

    def title_of(self, row: FoundRow) -> str:
        return row.instance.name

    def sentence_of(self, row: FoundRow) -> str:
        words = (
            row.instance.name,
            row.caption,
            row.loader,
            words_for(row.instance.content).counted(row.mods),
            row.unused,
            "ticked" if row.ticked else "not ticked",
        )
        return ", ".join(part for part in words if part)

    def tip_of(self, row: FoundRow) -> str:
        return str(row.instance.folder)


def _at_home(path: Path) -> str:
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
