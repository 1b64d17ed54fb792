"""The instances found on this computer, and which of them are ticked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from modstead.domain.instance import Instance
from modstead.services.instances import KnownInstance
from modstead.ui import text
from modstead.ui.content_words import words_for
from modstead.ui.instance_looks import loader_words

Index = QModelIndex | QPersistentModelIndex
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


class FoundModel(QAbstractListModel):
    """`ticked` is emitted whenever a tick has changed."""

    RowRole = int(Qt.ItemDataRole.UserRole)
    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[FoundRow, ...] = ()

    @property
    def rows(self) -> tuple[FoundRow, ...]:
        return self._rows

    @property
    def chosen(self) -> tuple[Instance, ...]:
        return tuple(row.instance for row in self._rows if row.ticked)

    def set_rows(self, rows: Sequence[FoundRow]) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()
        self.ticked.emit()

    def toggle(self, index: Index) -> None:
        row = self.row(index)
        if row:
            number = index.row()
            changed = replace(row, ticked=not row.ticked)
            self._rows = (*self._rows[:number], changed, *self._rows[number + 1 :])
            self.dataChanged.emit(index, index)
            self.ticked.emit()

    def tick_all(self, *, on: bool) -> None:
        self._rows = tuple(replace(row, ticked=on) for row in self._rows)
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
        self.ticked.emit()

    def row(self, index: Index) -> FoundRow | None:
        return self._rows[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None:
            return None
        if role == self.RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.instance.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return text.tip(str(row.instance.folder))
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole}:
            state = "ticked" if row.ticked else "not ticked"
            words = (
                row.instance.name,
                row.caption,
                row.loader,
                words_for(row.instance.content).counted(row.mods),
                row.unused,
                state,
            )
            return ", ".join(part for part in words if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemNeverHasChildren if index.isValid() else flags


def _at_home(path: Path) -> str:
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
