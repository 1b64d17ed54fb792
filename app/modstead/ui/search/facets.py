"""The filters as rows: headings that fold, facets of three states, "9 more"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from modstead.domain.catalog import Capabilities, CategoryTag, LicenseTag, LoaderTag
from modstead.domain.compatibility import Target
from modstead.domain.game_versions import GameVersions
from modstead.ui.search.state import FacetState, Filters, GroupKey, label

ROW = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
_SHOWN = 7
_TYPES_SHOWN = 3
_TYPES_FIRST = ("mod", "resourcepack", "shader")


@dataclass(frozen=True, slots=True)
class FacetRow:
    """`fold` identifies what a heading folds and "more" unfolds. `number` is how many are chosen, or hidden."""

    kind: Literal["heading", "facet", "more"]
    group: GroupKey
    fold: str
    key: str
    label: str
    state: FacetState = "any"
    excludable: bool = False
    number: int = 0
    open: bool = True

    @property
    def identity(self) -> tuple[str, str, str]:
        return self.kind, self.fold, self.key

    @property
    def sentence(self) -> str:
        """For those who cannot see it: "Library, excluded"."""
        if self.kind == "heading":
            chosen = f", {self.number} chosen" if self.number else ""
            return f"{self.label}{chosen}, {'open' if self.open else 'folded'}"
        if self.kind == "more":
            return f"{self.number} more"
        return self.label + {"any": "", "with": ", chosen", "without": ", excluded"}[self.state]


@dataclass(frozen=True, slots=True)
class Facets:
    """What a platform can be asked for, as its tags say."""

    capabilities: Capabilities
    categories: tuple[CategoryTag, ...] = ()
    loaders: tuple[LoaderTag, ...] = ()
    licenses: tuple[LicenseTag, ...] = ()
    game_versions: GameVersions = field(default_factory=GameVersions)


@dataclass(slots=True)
class _Group:
    group: GroupKey
    fold: str
    title: str
    keys: Sequence[str]
    excludable: bool = False
    most: int = _SHOWN


def facet_rows(
    facets: Facets,
    filters: Filters,
    target: Target | None,
    folded: Mapping[str, bool],
    unfolded: Iterable[str],
) -> tuple[FacetRow, ...]:
    """All rows in order. `folded` maps what the user folded or opened; `unfolded` names what shows all it has."""
    whole = frozenset(unfolded)
    rows: list[FacetRow] = []
    for group in _groups(facets):
        states = {key: filters.state(group.group, key, target) for key in group.keys}
        own = not (filters.follows(target) and group.group in ("loader", "game_version"))
        chosen = sum(state != "any" for state in states.values()) if own and group.group != "type" else 0
        default = group.group in ("type", "category", "side") or bool(chosen)
        is_open = folded.get(group.fold, default)
        rows.append(
            FacetRow("heading", group.group, group.fold, "", group.title, number=chosen, open=is_open)
        )
        if is_open:
            rows += _facets_of(group, states, whole=group.fold in whole)
    if facets.capabilities.open_source:
        state = filters.state("open_source", "open_source", target)
        rows.append(
            FacetRow("facet", "open_source", "", "open_source", label("open_source", "open_source"), state)
        )
    return tuple(rows)


def _facets_of(group: _Group, states: Mapping[str, FacetState], *, whole: bool) -> list[FacetRow]:
    shown = [
        key for place, key in enumerate(group.keys) if whole or place < group.most or states[key] != "any"
    ]
    hidden = len(group.keys) - len(shown)
    if hidden == 1:
        shown, hidden = list(group.keys), 0
    rows = [
        FacetRow(
            "facet",
            group.group,
            group.fold,
            key,
            label(group.group, key),
            states[key],
            excludable=group.excludable,
        )
        for key in shown
    ]
    if hidden:
        rows.append(FacetRow("more", group.group, group.fold, "", f"{hidden} more", number=hidden))
    return rows


def _groups(facets: Facets) -> list[_Group]:
    can = facets.capabilities
    types = sorted(can.project_types, key=lambda name: name not in _TYPES_FIRST)
    groups = [_Group("type", "type", "Type", types, most=_TYPES_SHOWN)]
    headers: dict[str, list[str]] = {}
    for tag in facets.categories:
        headers.setdefault(tag.header, []).append(tag.name)
    for header, names in headers.items():
        title = label("category", header)
        ordered = names if header == "resolutions" else sorted(names)
        groups.append(
            _Group("category", f"category {header}", title, ordered, excludable=can.negative_categories)
        )
    if can.sides:
        groups.append(_Group("side", "side", "Side", ("client", "server")))
    groups.append(_Group("game_version", "game_version", "Game version", facets.game_versions.releases))
    groups.append(_Group("loader", "loader", "Loader", [tag.name for tag in facets.loaders]))
    if can.licenses:
        groups.append(_Group("license", "license", "Licence", [tag.id for tag in facets.licenses]))
    return [group for group in groups if group.keys]


class FacetModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[FacetRow, ...] = ()

    @property
    def rows(self) -> tuple[FacetRow, ...]:
        return self._rows

    def set_rows(self, rows: tuple[FacetRow, ...]) -> None:
        """Show these; where only states differ nothing but them is painted anew."""
        if [row.identity for row in rows] == [row.identity for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return row.sentence
        return None
