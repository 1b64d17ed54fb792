"""Where each mod stands in the picture of the graph: pure geometry, in lengths of the design.

What needs something stands left of what it needs. A library that very many need would cover all with its lines, so it
stands aside, as do mods that are tied to nothing else. Everything takes time in proportion to mods and edges.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

CARD_WIDTH, CARD_HEIGHT = 148.0, 32.0
_WIDEST_CARD = 260.0
_MOST_WIDE = 150
"""More cards than that fill the view anyway."""
_SHARES, _SHAPES, _AS_LARGE = (1.0, 0.75, 0.5), (1.2, 1.45), 0.98
"""Wide cards are tried at these shares of what they are wider, in these shapes of the picture, and may cost so much."""
_GAP_X, _GAP_Y = 52.0, 8.0
_BLOCK_GAP = 24.0
_GRID_GAP = 8.0
HEADING = 40.0
_GROUP_GAP = 20.0
_TALLEST = 14
"""How many cards a column of one drawing holds before it is broken in two; more where that would be too wide."""
NEEDED_BY_MANY = 12
"""From how many on a mod's needs are drawn only where one points at it."""
_SWEEPS = 4
_TRIES = 4

Link = tuple[str, str]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the picture; its heading stands in the `HEADING` below `y`. `count` is how many mods stand in it."""

    title: str
    count: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The top left corner of each card. `quiet` links lead to what many need."""

    places: Mapping[str, Point] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    quiet: tuple[Link, ...] = ()
    groups: tuple[Group, ...] = ()
    width: float = 0.0
    height: float = 0.0
    card: float = CARD_WIDTH
    """How wide each card is."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A drawing of mods that hang together, from its own corner."""

    places: Mapping[str, Point]
    width: float
    height: float


def lay_out(
    names: Sequence[str], links: Iterable[Link], *, aspect: float = 1.4, card: float = CARD_WIDTH
) -> Layout:
    """A picture about `aspect` times as wide as high. A link leads from what needs to what is needed."""
    known = set(names)
    wanted = dict.fromkeys(
        link for link in links if link[0] != link[1] and link[0] in known and link[1] in known
    )
    needed = _counts(target for _, target in wanted)
    many = {name for name in names if needed.get(name, 0) >= NEEDED_BY_MANY}
    drawn = tuple(link for link in wanted if not many.intersection(link))
    tied = {name for link in drawn for name in link}
    blocks = [
        _draw(part, drawn, aspect, card) for part in _parts([name for name in names if name in tied], drawn)
    ]
    sources = {source for source, _ in wanted}
    rows = (
        ("Needed by many", sorted(many, key=lambda name: (-needed[name], name))),
        ("Need only those", [name for name in names if name not in tied | many and name in sources]),
        ("On their own", [name for name in names if name not in tied | many and name not in sources]),
    )
    width = _good_width(blocks, sum(len(row) for _, row in rows), aspect, card)
    sheet = _Sheet(width)
    sheet.add("Need each other", len(tied), _packed(blocks, width))
    for title, row in rows:
        sheet.add(title, len(row), _grid(row, width, card))
    return Layout(
        sheet.places,
        drawn,
        tuple(link for link in wanted if many.intersection(link)),
        tuple(sheet.groups),
        sheet.right,
        sheet.foot,
        card,
    )


def lay_out_with_room(
    names: Sequence[str], links: Sequence[Link], room: Point, wanted: Mapping[str, float]
) -> Layout:
    """The picture for a view of the size `room`: with cards as wide as the names in them want, where everything can be
    seen as large then as with narrow ones, else with those.
    """
    aspect = max(0.5, room[0] / max(1.0, room[1]))
    narrow = lay_out_fitting(names, links, aspect)
    if len(names) > _MOST_WIDE:
        return narrow
    widest = min(_WIDEST_CARD, max((wanted.get(name, 0.0) for name in names), default=0.0))
    for share in _SHARES:
        card = CARD_WIDTH + (widest - CARD_WIDTH) * share
        if card <= CARD_WIDTH:
            break
        for shape in (1.0, *_SHAPES):
            layout = lay_out_fitting(names, links, aspect * shape, card=card)
            if _size_in(room, layout) >= _size_in(room, narrow) * _AS_LARGE:
                return layout
    return narrow


def _size_in(room: Point, layout: Layout) -> float:
    """How large it can be drawn there as a whole; 1 is the size of the design, and the most."""
    return min(1.0, room[0] / max(1.0, layout.width), room[1] / max(1.0, layout.height))


def lay_out_fitting(
    names: Sequence[str], links: Sequence[Link], aspect: float, *, card: float = CARD_WIDTH
) -> Layout:
    """The picture that comes closest to being `aspect` times as wide as high, out of a few."""
    asked = aspect
    best = Layout()
    for _ in range(_TRIES):
        layout = lay_out(names, links, aspect=asked, card=card)
        if not layout.height:
            return layout
        shape = layout.width / layout.height
        if not best.height or abs(math.log(shape / aspect)) < abs(
            math.log(best.width / best.height / aspect)
        ):
            best = layout
        asked *= aspect / shape
    return best


class _Sheet:
    """Groups below each other."""

    def __init__(self, width: float) -> None:
        self.places: dict[str, Point] = {}
        self.groups: list[Group] = []
        self.foot = 0.0
        self.right = width

    def add(self, title: str, count: int, block: _Block) -> None:
        if not count:
            return
        top = self.foot + (_GROUP_GAP if self.groups else 0)
        self.groups.append(Group(title, count, 0.0, top))
        top += HEADING
        self.places |= {name: (x, y + top) for name, (x, y) in block.places.items()}
        self.foot = top + block.height
        self.right = max(self.right, block.width)


def _counts(names: Iterable[str]) -> dict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for name in names:
        found[name] += 1
    return found


def _good_width(blocks: Sequence[_Block], singles: int, aspect: float, card: float) -> float:
    area = singles * (card + _GRID_GAP) * (CARD_HEIGHT + _GRID_GAP)
    area += sum((block.width + _BLOCK_GAP) * (block.height + _BLOCK_GAP) * 1.15 for block in blocks)
    widest = max((block.width for block in blocks), default=card)
    return max(widest, math.sqrt(area * aspect), card)


def _grid(names: Sequence[str], width: float, card: float) -> _Block:
    step_x, step_y = card + _GRID_GAP, CARD_HEIGHT + _GRID_GAP
    columns = max(1, int((width + _GRID_GAP) // step_x))
    places = {
        name: (number % columns * step_x, number // columns * step_y) for number, name in enumerate(names)
    }
    rows = math.ceil(len(names) / columns)
    return _Block(places, min(len(names), columns) * step_x - _GRID_GAP, rows * step_y - _GRID_GAP)


# -- mods that hang together


def _parts(names: Sequence[str], links: Sequence[Link]) -> list[list[str]]:
    """Names that are tied to each other, directly or not, largest part first."""
    neighbours: defaultdict[str, list[str]] = defaultdict(list)
    inside = set(names)
    for source, target in links:
        if source in inside and target in inside:
            neighbours[source].append(target)
            neighbours[target].append(source)
    parts, seen = [], set[str]()
    for start in names:
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for name in part:
            fresh = [other for other in dict.fromkeys(neighbours[name]) if other not in seen]
            seen.update(fresh)
            part.extend(fresh)
        parts.append(part)
    return sorted(parts, key=lambda part: -len(part))


def _draw(names: Sequence[str], links: Sequence[Link], aspect: float, card: float) -> _Block:
    """Columns from left to right; each name is left of what it needs, but for circles."""
    inside = set(names)
    own = _without_circles(names, [link for link in links if link[0] in inside and link[1] in inside])
    columns = _ordered(_columns(names, own), own)
    step_x, step_y = card + _GAP_X, CARD_HEIGHT + _GAP_Y
    room = _TALLEST
    pieces = [piece for column in columns for piece in _broken(column, room)]
    while len(pieces) > len(columns) and len(pieces) * step_x > room * step_y * aspect:
        room = math.ceil(room * 1.3)
        pieces = [piece for column in columns for piece in _broken(column, room)]
    tallest = max(len(piece) for piece in pieces)
    places: dict[str, Point] = {}
    left = 0.0
    for piece in pieces:
        top = (tallest - len(piece)) * step_y / 2
        places |= {name: (left, top + number * step_y) for number, name in enumerate(piece)}
        left += step_x
    return _Block(places, left - _GAP_X, tallest * step_y - _GAP_Y)


def _broken(column: list[str], room: int) -> list[list[str]]:
    parts = math.ceil(len(column) / room)
    size = math.ceil(len(column) / parts)
    return [column[start : start + size] for start in range(0, len(column), size)]


def _without_circles(names: Sequence[str], links: Sequence[Link]) -> list[Link]:
    """The links without those that lead back to where one came from, found by walking along them."""
    following: defaultdict[str, list[str]] = defaultdict(list)
    for source, target in links:
        following[source].append(target)
    kept: list[Link] = []
    done, open_now = set[str](), set[str]()
    for start in names:
        if start in done:
            continue
        way = [(start, iter(following[start]))]
        open_now.add(start)
        while way:
            name, rest = way[-1]
            for target in rest:
                if target in open_now:
                    continue
                kept.append((name, target))
                if target not in done:
                    open_now.add(target)
                    way.append((target, iter(following[target])))
                    break
            else:
                way.pop()
                open_now.discard(name)
                done.add(name)
    return kept


def _columns(names: Sequence[str], links: Sequence[Link]) -> list[list[str]]:
    """Names by their column: as far left as what needs them allows, and beginnings close to what they need."""
    following: defaultdict[str, list[str]] = defaultdict(list)
    open_needs = dict.fromkeys(names, 0)
    for source, target in links:
        following[source].append(target)
        open_needs[target] += 1
    beginnings = [name for name in names if not open_needs[name]]
    depth = dict.fromkeys(names, 0)
    waiting = list(beginnings)
    for name in waiting:
        for target in following[name]:
            depth[target] = max(depth[target], depth[name] + 1)
            open_needs[target] -= 1
            if not open_needs[target]:
                waiting.append(target)
    for name in beginnings:
        if following[name]:
            depth[name] = min(depth[target] for target in following[name]) - 1
    columns: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for name in names:
        columns[depth[name]].append(name)
    return columns


def _ordered(columns: list[list[str]], links: Sequence[Link]) -> list[list[str]]:
    """Each column sorted by the middle of its names' neighbours, back and forth: few lines cross then."""
    neighbours: defaultdict[str, list[str]] = defaultdict(list)
    for source, target in links:
        neighbours[source].append(target)
        neighbours[target].append(source)
    height = {name: (number + 0.5) / len(column) for column in columns for number, name in enumerate(column)}
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 else reversed(columns):
            middle = {
                name: sum(height[other] for other in neighbours[name]) / max(1, len(neighbours[name]))
                for name in column
            }
            column.sort(key=middle.__getitem__)
            for number, name in enumerate(column):
                height[name] = (number + 0.5) / len(column)
    return columns


# -- drawings beside each other


def _packed(blocks: Sequence[_Block], width: float) -> _Block:
    """On shelves, the tallest first; low ones are stacked where a shelf has room below them."""
    places: dict[str, Point] = {}
    shelf = _Shelf(0.0)
    right = 0.0
    for block in sorted(blocks, key=lambda block: (-block.height, -block.width)):
        place = shelf.place(block, width)
        if place is None:
            shelf = _Shelf(shelf.top + shelf.height + _BLOCK_GAP)
            place = shelf.place(block, width) or (0.0, shelf.top)
        left, top = place
        places |= {name: (x + left, y + top) for name, (x, y) in block.places.items()}
        right = max(right, left + block.width)
    return _Block(places, right, shelf.top + shelf.height)


class _Shelf:
    def __init__(self, top: float) -> None:
        self.top = top
        self.height = 0.0
        self._left = 0.0
        self._stack_width = 0.0
        self._stack_height = 0.0

    def place(self, block: _Block, width: float) -> Point | None:
        """Below the last one if it fits there, else beside it; None where the shelf is full."""
        if self._stack_width >= block.width and self._stack_height + _BLOCK_GAP + block.height <= self.height:
            top = self._stack_height + _BLOCK_GAP
            self._stack_height = top + block.height
            return (self._left, self.top + top)
        left = self._left + self._stack_width + (_BLOCK_GAP if self._stack_width else 0)
        if self.height and left + block.width > width:
            return None
        self._left, self._stack_width, self._stack_height = left, block.width, block.height
        self.height = max(self.height, block.height)
        return (left, self.top)
