"""Finding the mod that breaks a game: a part of the mods on, the rest off, until one stands alone.

All files are brought into an order in which each comes after what it needs, so that the first so many of them lack
nothing. The least number of them with which the trouble comes is searched by halves: the last one of those has part in
it. Whether it has by itself is asked then; if not, what else it takes is searched in the same way.
"""

from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from modstead.domain.graph import Graph

_IN_VAIN_AT_MOST = 8
"""So many questions in a row that cannot be answered end a search."""


class Answer(StrEnum):
    """What the user saw: the trouble came, it did not, or it cannot be told."""

    FAILS = "fails"
    WORKS = "works"
    SKIP = "skip"


class VerdictKind(StrEnum):
    """How a search ends."""

    CULPRIT = "culprit"
    TOGETHER = "together"
    WITHOUT_ANY = "without-any"
    NOTHING = "nothing"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Unit:
    """A file, or several that need each other in a circle. `needs` are the places of all units that it needs."""

    files: tuple[str, ...]
    needs: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched: each unit comes after those it needs. `kept` are files that stay on throughout.

    The first `suspected` units are those that are under suspicion, with what they need; they are asked about first.
    """

    units: tuple[Unit, ...]
    kept: tuple[str, ...] = ()
    suspected: int = 0

    @property
    def files(self) -> tuple[str, ...]:
        """All files that are on at the beginning."""
        return (*self.kept, *(name for unit in self.units for name in unit.files))

    def dependents(self, name: str) -> tuple[str, ...]:
        """The file and all that cannot do without it, but for what stays on throughout."""
        place = next((place for place, unit in enumerate(self.units) if name in unit.files), None)
        found = [
            other
            for position, unit in enumerate(self.units)
            if position == place or place in unit.needs
            for other in unit.files
        ]
        return tuple(found) or (name,)


@dataclass(frozen=True, slots=True)
class Question:
    """Does the trouble come with exactly the files that are `on`?

    `suspects` are those among which the trouble is, as far as is known; `left` is about how many questions there are
    at most, this one among them.
    """

    on: frozenset[str]
    suspects: tuple[str, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found. `parts` are the culprits, all of which it takes, or, where it is undecided, those left.

    `needs` are the files that were on with them, because they need them or stay on throughout. It is not `certain`
    where it could not be told whether they suffice.
    """

    kind: VerdictKind
    parts: tuple[tuple[str, ...], ...] = ()
    needs: tuple[str, ...] = ()
    certain: bool = True

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(name for part in self.parts for name in part)


def search_of(
    graph: Graph, on: Collection[str], *, kept: Iterable[str] = (), suspects: Iterable[str] = ()
) -> Search:
    """The search among the files that are `on`, by their names. What `kept` ones need stays on with them."""
    names = frozenset(on) & graph.mods.keys()
    closures = _closures(
        {name: {edge.target for edge in graph.requires(name)} & names - {name} for name in names}
    )
    staying = frozenset[str]().union(*(closures[name] for name in kept if name in closures))
    order: list[tuple[str, ...]] = []
    placed: dict[str, int] = {}

    def place(root: str) -> None:
        for name in sorted(closures[root] - staying, key=lambda name: (len(closures[name]), name)):
            if name not in placed:
                circle = sorted(other for other in closures[name] if name in closures[other])
                placed.update(dict.fromkeys(circle, len(order)))
                order.append(tuple(circle))

    suspected = [name for name in suspects if name in closures and name not in staying]
    for name in suspected:
        place(name)
    first = len(order)
    free = sorted(names - staying)
    needed = {other for name in free for other in closures[name] - {name}}
    for name in (*(name for name in free if name not in needed), *free):
        place(name)
    units = tuple(
        Unit(circle, frozenset(placed[name] for name in closures[circle[0]] - staying) - {position})
        for position, circle in enumerate(order)
    )
    return Search(units, tuple(sorted(staying)), first)


def follow(search: Search, answers: Iterable[Answer]) -> Question | Verdict:
    """Where the search stands after these answers. Those after its end count for nothing."""
    course = _course(_Asked(search))
    try:
        question = next(course)
        for answer in answers:
            question = course.send(answer)
    except StopIteration as end:
        verdict: Verdict = end.value
        return verdict
    return question


_Course = Generator[Question, Answer, Verdict]
_Asking = Generator[Question, Answer, Answer]


@dataclass(slots=True)
class _Asked:
    """The search with what was answered so far, so that nothing is asked twice."""

    search: Search
    answers: dict[frozenset[int], Answer] = field(default_factory=dict)

    def ask(self, units: frozenset[int], suspects: Sequence[int], left: int) -> _Asking:
        if units not in self.answers:
            self.answers[units] = yield Question(
                frozenset((*self.search.kept, *self.names(sorted(units)))), self.names(suspects), max(left, 1)
            )
        return self.answers[units]

    def names(self, places: Iterable[int]) -> tuple[str, ...]:
        return tuple(name for place in places for name in self.search.units[place].files)

    def closed(self, places: Iterable[int]) -> frozenset[int]:
        """These units with all that they need."""
        units = self.search.units
        return frozenset(other for place in places for other in (place, *units[place].needs))

    def verdict(self, kind: VerdictKind, places: Sequence[int], *, certain: bool = True) -> Verdict:
        units = self.search.units
        needed = sorted(self.closed(places) - set(places))
        parts = tuple(units[place].files for place in places)
        return Verdict(kind, parts, (*self.search.kept, *self.names(needed)), certain)


def _course(asked: _Asked) -> _Course:
    everything = frozenset(range(len(asked.search.units)))
    culprits: list[int] = []
    pool = sorted(everything)
    while True:
        base = asked.closed(culprits)
        found = yield from _narrowed(asked, base, pool, first=not culprits)
        if isinstance(found, Verdict):
            return found
        culprits.append(pool[found])
        before, pool = pool, pool[:found]
        alone = asked.closed(culprits)
        answer = yield from asked.ask(alone, culprits, 1)
        if answer is not Answer.WORKS:
            kind = VerdictKind.CULPRIT if len(culprits) == 1 else VerdictKind.TOGETHER
            return asked.verdict(kind, culprits, certain=answer is Answer.FAILS)
        if asked.answers.get(base | frozenset(before[: found + 1])) is not Answer.FAILS:
            # That it comes with all of them is the user's word so far.
            answer = yield from asked.ask(everything, before, 1)
            if answer is not Answer.FAILS:
                kind = VerdictKind.NOTHING if answer is Answer.WORKS else VerdictKind.UNDECIDED
                return asked.verdict(kind, () if answer is Answer.WORKS else culprits, certain=False)
        pool = [place for place in pool if place not in alone]


def _narrowed(
    asked: _Asked, base: frozenset[int], pool: Sequence[int], *, first: bool
) -> Generator[Question, Answer, int | Verdict]:
    """The place in the pool with which the trouble comes, while with those before it, it does not."""
    low, high = -1 if first else 0, len(pool)
    skipped: set[int] = set()
    in_vain = 0
    boundary = asked.search.suspected if first else 0
    while high - low > 1:
        number = _next_number(low, high, skipped, boundary)
        boundary = 0
        suspects = pool[max(low, 0) : high]
        if number is None or in_vain == _IN_VAIN_AT_MOST:
            return asked.verdict(VerdictKind.UNDECIDED, suspects, certain=False)
        left = (high - low - 1).bit_length() + 1
        answer = yield from asked.ask(base | frozenset(pool[:number]), suspects, left)
        in_vain = in_vain + 1 if answer is Answer.SKIP else 0
        match answer:
            case Answer.FAILS:
                high = number
            case Answer.WORKS:
                low = number
            case Answer.SKIP:
                skipped.add(number)
    return asked.verdict(VerdictKind.WITHOUT_ANY, ()) if high == 0 else high - 1


def _next_number(low: int, high: int, skipped: Collection[int], boundary: int) -> int | None:
    """A number between the two that was not asked in vain: the boundary first, then the middle, then the quarters and
    so on, so that after what cannot be told something quite different is tried.
    """
    if max(low, 0) < boundary < high:
        return boundary
    span = high - low
    parts = 2
    while parts < 4 * span:
        for part in range(1, parts, 2):
            number = low + span * part // parts
            if number > low and number not in skipped:
                return number
        parts *= 2
    return None


def _closures(needs: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    """Each file with all that it needs, and what that needs in turn."""
    found = {}
    for name in needs:
        reached = {name}
        waiting = [name]
        while waiting:
            fresh = [other for other in needs[waiting.pop()] if other not in reached]
            reached.update(fresh)
            waiting += fresh
        found[name] = frozenset(reached)
    return found
