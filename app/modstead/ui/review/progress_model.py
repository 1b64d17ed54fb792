"""The files of a plan while it is carried out: running ones first, finished ones below."""

from dataclasses import dataclass, replace
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from modstead.domain.plan import Operation, Plan, Progress, Stage
from modstead.ui import text
from modstead.ui.kit.versions import short_version

_ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
HEADING = ""
"""The key of the heading above the finished files."""


class FileState(IntEnum):
    """In the order in which they are listed."""

    RUNNING = 0
    WAITING = 1
    FINISHED = 2


@dataclass(frozen=True, slots=True)
class FileRow:
    operation: Operation
    state: FileState = FileState.WAITING
    done: int = 0
    total: int = 0
    message: str = ""
    turn: int = 0
    held: int = 0

    @property
    def words(self) -> str:
        """What stands beside, or instead of, the bar."""
        if self.message:
            return self.message
        if self.state is FileState.RUNNING:
            return bytes_words(self.done, self.total)
        if self.state is FileState.WAITING:
            return "waits"
        if self.was_here:
            return "already here"
        return text.size(self.total or self.operation.download_size)

    @property
    def was_here(self) -> bool:
        """Whether nothing of it had to come."""
        return 0 < self.total <= self.held

    def sentence(self) -> str:
        operation = self.operation
        versions = " to ".join(
            short_version(number)
            for number in (operation.from_version_number, operation.version_number)
            if number
        )
        finished = "already here" if self.was_here else "downloaded"
        state = {FileState.RUNNING: self.words, FileState.WAITING: "waits", FileState.FINISHED: finished}
        return ", ".join(
            part for part in (operation.title, versions, self.message or state[self.state]) if part
        )


def bytes_words(done: int, total: int) -> str:
    """`3.7 of 5.2 MB`."""
    if not total:
        return text.size(done)
    whole = text.size(total)
    unit = whole.rpartition(" ")[2]
    part = text.size(done)
    return f"{part.rpartition(' ')[0] if part.endswith(' ' + unit) else part} of {whole}"


class ProgressModel(QAbstractListModel):
    RowRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, FileRow] = {}
        self._order: list[str] = []
        self._turn = 0

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return row.operation.title if row else self.heading
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.sentence() if row else self.heading
        if role == self.RowRole:
            return row
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        never = Qt.ItemFlag.ItemNeverHasChildren
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | never if self._order[index.row()] != HEADING else never

    def row_at(self, place: int) -> FileRow | None:
        """None is the heading."""
        return self._rows.get(self._order[place])

    @property
    def finished(self) -> int:
        return sum(1 for row in self._rows.values() if row.state is FileState.FINISHED)

    @property
    def heading(self) -> str:
        return f"Downloaded {text.grouped(self.finished)}"

    def begin(self, plan: Plan) -> None:
        """Every file that has to be fetched waits; other operations are no matter of waiting."""
        self.beginResetModel()
        self._turn = 0
        self._rows = {
            operation.file_name: FileRow(operation, total=operation.download_size)
            for operation in plan.operations
            if operation.source is not None
        }
        self._order = list(self._rows)
        self.endResetModel()

    def advance(self, *reports: Progress) -> None:
        """Take reports in, the last one of each file counting; many at once cost one new order and one repaint."""
        moved = False
        for progress in reports:
            row = self._rows.get(progress.file)
            if row is None or progress.stage is not Stage.DOWNLOAD:
                continue
            changed = self._advanced(row, progress)
            moved = moved or changed.state is not row.state
            self._rows[progress.file] = changed
        if moved:
            self._rearrange()
        if reports and self._order:
            self.dataChanged.emit(self.index(0), self.index(len(self._order) - 1))

    def _advanced(self, row: FileRow, progress: Progress) -> FileRow:
        turn = row.turn
        if row.state is FileState.WAITING:
            self._turn += 1
            turn = self._turn
        return replace(
            row,
            state=FileState.FINISHED if progress.finished else FileState.RUNNING,
            done=progress.file_done,
            total=progress.file_total or row.total,
            message="" if progress.finished else progress.message,
            turn=turn,
            held=progress.file_held,
        )

    def finish_all(self) -> None:
        """The step is over: what had nothing to report is done too."""
        self._rows = {
            name: replace(row, state=FileState.FINISHED, message="") for name, row in self._rows.items()
        }
        self._rearrange()
        if self._order:
            self.dataChanged.emit(self.index(0), self.index(len(self._order) - 1))

    def _rearrange(self) -> None:
        wanted = self._wanted()
        if HEADING in wanted and HEADING not in self._order:
            end = len(self._order)
            self.beginInsertRows(QModelIndex(), end, end)
            self._order = [*self._order, HEADING]
            self.endInsertRows()
        if wanted == self._order:
            return
        self.layoutAboutToBeChanged.emit()
        before, places = self._order, {name: place for place, name in enumerate(wanted)}
        self._order = wanted
        old = self.persistentIndexList()
        self.changePersistentIndexList(old, [self.index(places[before[index.row()]]) for index in old])
        self.layoutChanged.emit()

    def _wanted(self) -> list[str]:
        open_ones = [name for name, row in self._rows.items() if row.state is not FileState.FINISHED]
        open_ones.sort(key=self._urgency)
        finished = [name for name, row in self._rows.items() if row.state is FileState.FINISHED]
        return [*open_ones, HEADING, *finished] if finished else open_ones

    def _urgency(self, name: str) -> tuple[int, int]:
        row = self._rows[name]
        return row.state, row.turn


def share_of(progress: Progress) -> float | None:
    """How much of the whole is done: the download is nearly all of it. None before it begins."""
    part = progress.done / progress.total if progress.total else 0.0
    if progress.stage is Stage.CHECK:
        return None
    if progress.stage is Stage.DOWNLOAD:
        loaded = progress.bytes_done / progress.bytes_total if progress.bytes_total else part
        return 0.9 * min(1.0, loaded)
    return (0.9 if progress.stage is Stage.VERIFY else 0.95) + 0.05 * min(1.0, part)
