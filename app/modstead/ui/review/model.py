"""The rows of a review: a heading for each section, items with ticks, and gaps for opened changelogs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from modstead.domain.plan import PlanKind
from modstead.ui import text
from modstead.ui.kit.painting import Tick
from modstead.ui.review.items import ReviewItem, Section, matches
from modstead.ui.review.words import section_title

_ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class EntryKind(StrEnum):
    HEADING = "heading"
    HELD = "held"
    ITEM = "item"
    CHANGELOG = "changelog"


@dataclass(frozen=True, slots=True)
class Entry:
    kind: EntryKind
    section: Section
    item: ReviewItem | None = None


_OF_ITEMS = frozenset({EntryKind.HELD, EntryKind.ITEM})
_REACHABLE = _OF_ITEMS | {EntryKind.HEADING}


class ReviewModel(QAbstractListModel):
    """`ticked` follows what the user chose; searching hides rows and unticks none. The ticks of headings, and that of
    all, are about the rows that are shown.

    What goes only together is ticked together. What comes along has the tick of what needs it: taking it away takes
    away that.
    """

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
        self._groups: Mapping[str, frozenset[str]] = {}
        self._kind = PlanKind.UPDATE
        self.fixed = False
        self.chips: Mapping[str, tuple[str, ...]] = {}

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.item.title if entry.item else self.heading_words(entry.section)[0]
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
        entry = self._entries[index.row()]
        if entry.kind in _OF_ITEMS or (entry.kind is EntryKind.HEADING and self.has_tick(entry)):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | never
        return never

    def entry_at(self, place: int) -> Entry:
        return self._entries[place]

    def place_of(self, key: str) -> int:
        """Where the item of that key is shown, or -1."""
        found = (
            place
            for place, entry in enumerate(self._entries)
            if entry.item and entry.item.key == key and entry.kind in _OF_ITEMS
        )
        return next(found, -1)

    @property
    def items(self) -> tuple[ReviewItem, ...]:
        """What was asked for, and what is held back."""
        return self._items

    @property
    def shown_items(self) -> tuple[ReviewItem, ...]:
        """These and what comes along with them."""
        return (*self._items, *self._along)

    @property
    def ticked(self) -> frozenset[str]:
        return frozenset(self._ticked)

    @property
    def opened(self) -> frozenset[str]:
        return frozenset(self._opened)

    def is_ticked(self, item: ReviewItem) -> bool:
        return item.key in self._ticked or item.comes_along

    def has_tick(self, entry: Entry) -> bool:
        """Whether there is something to be ticked in that row."""
        if self.fixed or entry.kind is EntryKind.CHANGELOG:
            return False
        if entry.item is None:
            return entry.section is not Section.HELD and bool(self._shown_keys(entry.section))
        return entry.item.tickable

    def set_items(
        self,
        items: Iterable[ReviewItem],
        kind: PlanKind = PlanKind.UPDATE,
        *,
        fixed: bool = False,
        together: Iterable[Collection[str]] = (),
    ) -> None:
        """Show another plan, with everything ticked that is not held back. `fixed` ones have no ticks to change.

        `together` holds the keys that are ticked with one another or not at all.
        """
        self.beginResetModel()
        listed = tuple(items)
        self._items = tuple(item for item in listed if not item.comes_along)
        self._along = tuple(item for item in listed if item.comes_along)
        self._ticked = {item.key for item in self._items if not item.held_back}
        self._opened = set()
        self._words = ()
        self._kind = kind
        self._groups = {key: frozenset(group) for group in together for key in group}
        self.fixed = fixed
        self.chips = {}
        self._entries = self._listed()
        self.endResetModel()
        self.ticks_changed.emit()

    def renew_items(self, items: Iterable[ReviewItem], together: Iterable[Collection[str]]) -> None:
        """Show these rows in place of the others: ticks stay, but where a row is held back now or is so no longer."""
        before = {item.key: item for item in self._items}
        self._items = tuple(items)
        self._ticked = {item.key for item in self._items if _stays_ticked(item, before, self._ticked)}
        self._opened &= {item.key for item in self._items if _same_version(item, before)}
        self._groups = {key: frozenset(group) for group in together for key in group}
        self._relist()
        self.ticks_changed.emit()

    def set_along(self, items: Iterable[ReviewItem], chips: Mapping[str, tuple[str, ...]]) -> None:
        """What comes along with what is ticked now, and which chips name it."""
        self.chips = dict(chips)
        along = tuple(items)
        if along != self._along:
            self._along = along
            self._relist()
        else:
            self._renew()

    def settle(self, left: Collection[str]) -> None:
        """Untick what is not in the plan any more, as it cannot do without what was unticked."""
        gone = {item.key for item in self._items if not item.held_back} - set(left)
        if gone & self._ticked:
            self._ticked -= gone
            self._renew()

    def hold(self, item: ReviewItem) -> None:
        """Show the row of that key as this one, held back, from now on."""
        self._items = tuple(item if known.key == item.key else known for known in self._items)
        self._relist()
        self.set_ticked((item.key,), on=False)

    def set_sought(self, sought: str) -> None:
        self._words = tuple(sought.casefold().split())
        self._relist()

    def set_ticked(self, keys: Iterable[str], *, on: bool) -> None:
        wanted = set(keys)
        if not on:
            wanted |= self._in_need_of(wanted)
        wanted = wanted.union(*(self._groups.get(key, ()) for key in wanted))
        wanted &= {item.key for item in self._items if item.tickable}
        ticked = self._ticked | wanted if on else self._ticked - wanted
        if ticked == self._ticked or self.fixed:
            return
        self._ticked = ticked
        self._renew()
        self.ticks_changed.emit()

    def toggle(self, item: ReviewItem) -> None:
        self.set_ticked((item.key,), on=not self.is_ticked(item))

    def toggle_all(self) -> None:
        """All ticked, unless they all are."""
        self.set_ticked(self._shown_keys(), on=self.tick_of() != "on")

    def toggle_section(self, section: Section) -> None:
        self.set_ticked(self._shown_keys(section), on=self.tick_of(section) != "on")

    def tick_of(self, section: Section | None = None) -> Tick:
        """Of everything that is shown, or of a section; what is held back does not count."""
        keys = self._shown_keys(section)
        chosen = keys & self._ticked
        if not chosen and keys:
            return "off"
        return "on" if chosen == keys else "partly"

    def set_open(self, key: str, *, opened: bool) -> None:
        """Make room for an item's changelogs, or take it away."""
        place = self.place_of(key)
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
            entry = self._entries[place]
            self._entries.insert(place + 1, Entry(EntryKind.CHANGELOG, entry.section, entry.item))
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), place + 1, place + 1)
            del self._entries[place + 1]
            self.endRemoveRows()
        self.dataChanged.emit(self.index(place), self.index(place))

    def set_all_open(self, *, opened: bool) -> None:
        self._opened = {item.key for item in self.shown_items if item.changelogs} if opened else set()
        self._relist()

    def heading_words(self, section: Section) -> tuple[str, str]:
        """A heading and the caption beside it."""
        title = section_title(section, self._kind)
        if section is Section.HELD:
            held = [item for item in self._items if item.held_back]
            what = "this update" if self._kind is PlanKind.UPDATE else "this"
            kept = (
                f"not part of {what} unless you tick them" if self._any_tickable(held) else "left as they are"
            )
            return title, f"{text.grouped(len(held))} · {kept}"
        keys = self._keys(section)
        along = sum(1 for item in self._along if item.section is section)
        if self.fixed:
            return title, text.grouped(len(keys) + along)
        words = (
            f"{text.grouped(len(keys & self._ticked))} of {text.grouped(len(keys))} selected" if keys else ""
        )
        more = f"{text.grouped(along)} needed by what is selected" if along else ""
        return title, " · ".join(filter(None, (words, more)))

    def is_first_heading(self, section: Section) -> bool:
        """Whether it is the one that names the columns for all."""
        return section == next((item.section for item in self._in_order() if not item.held_back), None)

    def _any_tickable(self, held: Iterable[ReviewItem]) -> bool:
        return not self.fixed and any(item.tickable for item in held)

    def _keys(self, section: Section | None = None) -> set[str]:
        return {
            item.key
            for item in self._items
            if not item.held_back and (section is None or item.section is section)
        }

    def _shown_keys(self, section: Section | None = None) -> set[str]:
        hidden = {item.key for item in self._items if not matches(item, self._words)}
        return self._keys(section) - hidden

    def _in_need_of(self, keys: set[str]) -> set[str]:
        """The rows that need one of these which come along, be it by way of others that do."""
        waiting = [item for item in self._along if item.key in keys]
        needing: set[str] = set()
        while waiting:
            projects = set(waiting.pop().required_by)
            for item in self.shown_items:
                if item.project_id in projects and item.key not in needing:
                    needing.add(item.key)
                    waiting += [item] if item.comes_along else []
        return needing

    def _in_order(self) -> list[ReviewItem]:
        """Section by section; what comes along stands last in its own."""
        places = {section: place for place, section in enumerate(Section)}
        return sorted(self.shown_items, key=lambda item: places[item.section])

    def _renew(self) -> None:
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    def _relist(self) -> None:
        self.beginResetModel()
        self._entries = self._listed()
        self.endResetModel()

    def _listed(self) -> list[Entry]:
        entries: list[Entry] = []
        for item in self._in_order():
            if not matches(item, self._words):
                continue
            if not entries or entries[-1].section is not item.section:
                entries.append(Entry(EntryKind.HEADING, item.section))
            entries.append(Entry(EntryKind.HELD if item.held_back else EntryKind.ITEM, item.section, item))
            if item.key in self._opened:
                entries.append(Entry(EntryKind.CHANGELOG, item.section, item))
        return entries

    def _check_state(self, entry: Entry) -> Qt.CheckState | None:
        """For assistive technology; the delegate paints ticks of its own."""
        states = {"on": Qt.CheckState.Checked, "off": Qt.CheckState.Unchecked}
        if not self.has_tick(entry):
            return None
        if entry.item:
            return states["on" if self.is_ticked(entry.item) else "off"]
        return states.get(self.tick_of(entry.section), Qt.CheckState.PartiallyChecked)

    def _sentence(self, entry: Entry) -> str:
        if entry.item is None:
            return ", ".join(filter(None, self.heading_words(entry.section)))
        if entry.kind is EntryKind.CHANGELOG:
            return f"Changelogs of {entry.item.title}"
        return entry.item.sentence(ticked=self.is_ticked(entry.item))


def _stays_ticked(item: ReviewItem, before: Mapping[str, ReviewItem], ticked: Collection[str]) -> bool:
    known = before.get(item.key)
    if known is not None and known.held_back == item.held_back:
        return item.key in ticked
    return not item.held_back


def _same_version(item: ReviewItem, before: Mapping[str, ReviewItem]) -> bool:
    return item.key in before and before[item.key].new == item.new
