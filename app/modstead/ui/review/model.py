"""The rows of a review: headings, items with ticks, and gaps for opened changelogs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from modstead.ui import text
from modstead.ui.kit.painting import Tick
from modstead.ui.review.items import ReviewItem, matches

_ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class EntryKind(StrEnum):
    HELD_HEADING = "held heading"
    HELD = "held"
    HEADING = "heading"
    ITEM = "item"
    ALONG_HEADING = "along heading"
    ALONG = "along"
    CHANGELOG = "changelog"


@dataclass(frozen=True, slots=True)
class Entry:
    kind: EntryKind
    item: ReviewItem | None = None


_TICKABLE = frozenset({EntryKind.HELD, EntryKind.ITEM})
_REACHABLE = _TICKABLE | {EntryKind.HEADING, EntryKind.ALONG}


class ReviewModel(QAbstractListModel):
    """`ticked` follows what the user chose; searching hides rows and unticks none."""

    EntryRole = Qt.ItemDataRole.UserRole + 1
    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[ReviewItem, ...] = ()
        self._along: tuple[ReviewItem, ...] = ()
        self._entries: list[Entry] = []
        self._ticked: set[str] = set()
        self._opened: set[str] = set()
        self._words: tuple[str, ...] = ()
        self.section = "Updates"
        self.fixed = False
        self.chips: Mapping[str, tuple[str, ...]] = {}

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.item.title if entry.item else self.heading_words(entry.kind)[0]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._sentence(entry)
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._check_state(entry)
        if role == self.EntryRole:
            return entry
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        never = Qt.ItemFlag.ItemNeverHasChildren
        if self._entries[index.row()].kind in _REACHABLE:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | never
        return never

    def entry_at(self, place: int) -> Entry:
        return self._entries[place]

    def place_of(self, key: str, kinds: Collection[EntryKind] = _TICKABLE) -> int:
        """Where the item of that key is shown, or -1."""
        found = (
            place
            for place, entry in enumerate(self._entries)
            if entry.item and entry.item.key == key and entry.kind in kinds
        )
        return next(found, -1)

    @property
    def items(self) -> tuple[ReviewItem, ...]:
        return self._items

    @property
    def ticked(self) -> frozenset[str]:
        return frozenset(self._ticked)

    @property
    def opened(self) -> frozenset[str]:
        return frozenset(self._opened)

    def set_items(self, items: Iterable[ReviewItem], section: str, *, fixed: bool = False) -> None:
        """Show another plan, with everything ticked that is not held back. `fixed` ones have no ticks to change."""
        self.beginResetModel()
        listed = tuple(items)
        self._items = tuple(item for item in listed if not item.comes_along)
        self._along = tuple(item for item in listed if item.comes_along)
        self._ticked = {item.key for item in self._items if not item.held_back}
        self._opened = set()
        self._words = ()
        self.section = section
        self.fixed = fixed
        self.chips = {}
        self._entries = self._listed()
        self.endResetModel()
        self.ticks_changed.emit()

    def set_along(self, items: Iterable[ReviewItem], chips: Mapping[str, tuple[str, ...]]) -> None:
        """What comes along with what is ticked now, and which chips name it."""
        self.chips = dict(chips)
        along = tuple(items)
        if along != self._along:
            self._along = along
            self._relist()
        elif self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    def set_sought(self, sought: str) -> None:
        self._words = tuple(sought.casefold().split())
        self._relist()

    def set_ticked(self, keys: Iterable[str], *, on: bool) -> None:
        known = {item.key for item in self._items}
        wanted = set(keys) & known
        ticked = self._ticked | wanted if on else self._ticked - wanted
        if ticked == self._ticked or self.fixed:
            return
        self._ticked = ticked
        self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))
        self.ticks_changed.emit()

    def toggle_all(self) -> None:
        """All ticked, unless they all are."""
        keys = [item.key for item in self._items if not item.held_back]
        self.set_ticked(keys, on=self.tick_of_all() != "on")

    def tick_of_all(self) -> Tick:
        keys = {item.key for item in self._items if not item.held_back}
        chosen = keys & self._ticked
        if not chosen:
            return "off"
        return "on" if chosen == keys else "partly"

    def set_open(self, key: str, *, opened: bool) -> None:
        """Make room for an item's changelogs, or take it away."""
        kinds = {EntryKind.HELD, EntryKind.ITEM}
        place = self.place_of(key, kinds)
        if opened is (key in self._opened):
            return
        if opened:
            self._opened.add(key)
        else:
            self._opened.discard(key)
        if place < 0:
            return
        if opened:
            self.beginInsertRows(QModelIndex(), place + 1, place + 1)
            self._entries.insert(place + 1, Entry(EntryKind.CHANGELOG, self._entries[place].item))
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), place + 1, place + 1)
            del self._entries[place + 1]
            self.endRemoveRows()
        self.dataChanged.emit(self.index(place), self.index(place))

    def set_all_open(self, *, opened: bool) -> None:
        self._opened = {item.key for item in self._items if item.offer} if opened else set()
        self._relist()

    def heading_words(self, kind: EntryKind) -> tuple[str, str]:
        """A heading and the caption beside it."""
        if kind is EntryKind.HELD_HEADING:
            number = sum(1 for item in self._items if item.held_back)
            return "Held back", f"{number} · not part of this update unless you tick them"
        if kind is EntryKind.ALONG_HEADING:
            return "Comes along", f"{text.grouped(len(self._along))} · needed by what is selected"
        plain = [item.key for item in self._items if not item.held_back]
        chosen = sum(1 for key in plain if key in self._ticked)
        if self.fixed:
            return self.section, text.grouped(len(plain))
        return self.section, f"{text.grouped(chosen)} of {text.grouped(len(plain))} selected"

    def _relist(self) -> None:
        self.beginResetModel()
        self._entries = self._listed()
        self.endResetModel()

    def _listed(self) -> list[Entry]:
        shown = [item for item in self._items if matches(item, self._words)]
        along = [item for item in self._along if matches(item, self._words)]
        held = [item for item in shown if item.held_back]
        plain = [item for item in shown if not item.held_back]
        entries = []
        if held:
            entries.append(Entry(EntryKind.HELD_HEADING))
            entries += self._with_changelogs(held, EntryKind.HELD)
        if plain:
            entries.append(Entry(EntryKind.HEADING))
            entries += self._with_changelogs(plain, EntryKind.ITEM)
        if along:
            entries.append(Entry(EntryKind.ALONG_HEADING))
            entries += [Entry(EntryKind.ALONG, item) for item in along]
        return entries

    def _with_changelogs(self, items: Iterable[ReviewItem], kind: EntryKind) -> list[Entry]:
        entries = []
        for item in items:
            entries.append(Entry(kind, item))
            if item.key in self._opened:
                entries.append(Entry(EntryKind.CHANGELOG, item))
        return entries

    def _check_state(self, entry: Entry) -> Qt.CheckState | None:
        """For assistive technology; the delegate paints ticks of its own."""
        states = {"on": Qt.CheckState.Checked, "off": Qt.CheckState.Unchecked}
        if entry.kind is EntryKind.HEADING and not self.fixed:
            return states.get(self.tick_of_all(), Qt.CheckState.PartiallyChecked)
        if entry.kind in _TICKABLE and entry.item and not self.fixed:
            return states["on" if entry.item.key in self._ticked else "off"]
        return None

    def _sentence(self, entry: Entry) -> str:
        if entry.item is None:
            return ", ".join(self.heading_words(entry.kind))
        if entry.kind is EntryKind.CHANGELOG:
            return f"Changelogs of {entry.item.title}"
        ticked = entry.item.key in self._ticked or entry.kind is EntryKind.ALONG
        return entry.item.sentence(ticked=ticked)
