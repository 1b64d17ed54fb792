"""The results as rows of a list that grows by whole pages."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from modstead.domain.project import SearchHit, SearchPage
from modstead.ui import text
from modstead.ui.project_states import ProjectStates

HIT = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex


class ResultsModel(QAbstractListModel):
    """`more_wanted` asks for the page at `next_offset`."""

    more_wanted = Signal()

    def __init__(
        self, states: ProjectStates, now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._states = states
        self._now = now
        self._hits: list[SearchHit] = []
        self._known: set[str] = set()
        self._next_offset = 0
        self._total = 0
        self._more = False
        states.changed.connect(self._states_changed)

    @property
    def hits(self) -> tuple[SearchHit, ...]:
        return tuple(self._hits)

    @property
    def total(self) -> int:
        return self._total

    @property
    def amount(self) -> str:
        """How many there are, in figures; where nobody says, so many at least."""
        return f"{text.grouped(len(self._hits))}+" if self._more else text.grouped(self._total)

    @property
    def next_offset(self) -> int:
        return self._next_offset

    def replace(self, page: SearchPage) -> None:
        """The first page of another search."""
        self.beginResetModel()
        self._hits, self._known = [], set()
        self._hits = self._new(page.hits)
        self._continue(page)
        self.endResetModel()

    def append(self, page: SearchPage) -> None:
        """The next page. What moved down meanwhile and comes a second time is left out."""
        fresh = self._new(page.hits)
        if fresh:
            first = len(self._hits)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._hits += fresh
            self.endInsertRows()
        self._continue(page)

    def row_of(self, project_id: str) -> int:
        """The project's row, or -1."""
        return next((row for row, hit in enumerate(self._hits) if hit.ref.project_id == project_id), -1)

    def updated_words(self, hit: SearchHit) -> str:
        """When it was last updated, in words: `3 days ago`."""
        if hit.updated is None:
            return ""
        now = self._now().astimezone()
        return text.days_ago((now.date() - hit.updated.astimezone(now.tzinfo).date()).days)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._hits):
            return None
        hit = self._hits[index.row()]
        if role == HIT:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._sentence(hit)
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and 0 < self._next_offset < self._total

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self.more_wanted.emit()

    def _new(self, hits: Collection[SearchHit]) -> list[SearchHit]:
        fresh = []
        for hit in hits:
            if hit.ref.project_id not in self._known:
                self._known.add(hit.ref.project_id)
                fresh.append(hit)
        return fresh

    def _continue(self, page: SearchPage) -> None:
        self._next_offset = page.offset + max(1, page.limit)
        self._more = page.more
        self._total = page.total if page.hits else min(page.total, page.offset)

    def _sentence(self, hit: SearchHit) -> str:
        state = self._states.button(hit.ref.project_id, hit.project_type, hit.loaders, hit.game_versions)
        author = f" by {hit.author}" if hit.author else ""
        updated = f", updated {self.updated_words(hit)}" if hit.updated else ""
        return (
            f"{hit.title}{author}: {hit.summary.rstrip('.')}. {text.count(hit.downloads)} downloads{updated}. "
            f"{state.shown.words}."
        )

    def _states_changed(self) -> None:
        if self._hits:
            self.dataChanged.emit(self.index(0), self.index(len(self._hits) - 1))
