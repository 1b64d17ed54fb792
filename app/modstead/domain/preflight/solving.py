"""The newest set of files that goes together, out of the versions that each may be of."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from resolvelib import AbstractProvider, BaseReporter, ResolutionImpossible, ResolutionTooDeep, Resolver
from resolvelib.structs import RequirementInformation

from modstead.domain.instance import InstalledMod, Instance
from modstead.domain.plan import Operation
from modstead.domain.preflight.sayings import Saying, brought_by, said_by

_MOST_ROUNDS = 5000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the files that a place in the folder may hold; `mod` None means that none is there.

    `operation` brings it; without one, all stays as it is now. `read` tells that it is known what the file says inside;
    before that, it is taken to go together with everything.
    """

    slot: str
    operation: Operation | None = field(default=None, compare=False)
    mod: InstalledMod | None = field(default=None, compare=False)
    read: bool = field(default=True, compare=False)
    sha1: str = ""

    @property
    def stays(self) -> bool:
        return self.operation is None


@dataclass(frozen=True, slots=True)
class Candidates:
    """What one place may hold, the best first; the last one is what is there now.

    `names` are mod IDs that it likely brings, plainly spelt, where not all of it was read.
    """

    slot: str
    options: tuple[Candidate, ...]
    names: frozenset[str] = frozenset()

    @property
    def now(self) -> Candidate:
        return self.options[-1]


def solve(
    instance: Instance,
    fixed: Iterable[InstalledMod],
    slots: Sequence[Candidates],
    excluded: Collection[Candidate] = (),
) -> Mapping[str, Candidate] | None:
    """A candidate for each slot so that none is refused by another or by what is `fixed`, as good as possible.

    What does not go together now already is not held against anything. None where there is no such set.
    """
    provider = _Provider(_Ground(instance, fixed, slots), slots, excluded)
    wishes = [_Requirement(slot.slot) for slot in slots]
    try:
        found = Resolver(provider, BaseReporter()).resolve((*wishes, *provider.from_fixed()), _MOST_ROUNDS)
    except (ResolutionImpossible, ResolutionTooDeep):
        return None
    return provider.bettered(found.mapping)


@dataclass(frozen=True, slots=True)
class _Requirement:
    """Of what a slot holds; without a saying, anything will do."""

    slot: str
    saying: Saying | None = None


class _Ground:
    """Who is there, who may come, and what all of them say; each is looked at once."""

    def __init__(
        self, instance: Instance, fixed: Iterable[InstalledMod], slots: Sequence[Candidates]
    ) -> None:
        self.brought = _once(lambda mod: brought_by(mod, instance))
        self.said = _once(lambda mod: said_by(mod, instance))
        self.fixed = [mod for mod in fixed if mod.file.enabled]
        self.slots = {slot.slot: slot for slot in slots}
        self._fixed_by_name: dict[str, list[InstalledMod]] = {}
        for mod in self.fixed:
            for name in self.brought(mod).names:
                self._fixed_by_name.setdefault(name, []).append(mod)
        self._slots_by_name: dict[str, dict[str, Candidates]] = {}
        for slot in slots:
            mods = (candidate.mod for candidate in slot.options if candidate.mod)
            for name in {name for mod in mods for name in self.brought(mod).names} | slot.names:
                self._slots_by_name.setdefault(name, {})[slot.slot] = slot

    def holds(self, saying: Saying, candidate: Candidate) -> bool:
        """Whether the candidate puts up with what is said of its place."""
        mod = candidate.mod
        if mod is None or not mod.file.enabled:
            return not saying.need
        if not candidate.read:
            return True
        brought = self.brought(mod)
        return saying.is_met_by(brought) if saying.concerns(brought) else not saying.need

    def spoken_of(self, saying: Saying, but: str = "") -> list[Candidates]:
        """The places of which something is said, whatever they hold in the end."""
        found: dict[str, Candidates] = {}
        for name in saying.names:
            found |= self._slots_by_name.get(name, {})
        return [slot for slot in found.values() if slot.slot != but]

    def fixed_answers(self, saying: Saying) -> list[bool]:
        """Of each file that stays as it is and is spoken of, whether it is as demanded."""
        mods = {id(mod): mod for name in saying.names for mod in self._fixed_by_name.get(name, ())}
        brought = (self.brought(mod) for mod in mods.values())
        return [saying.is_met_by(item) for item in brought if saying.concerns(item)]


class _Provider(AbstractProvider[_Requirement, Candidate, str]):
    def __init__(self, ground: _Ground, slots: Sequence[Candidates], excluded: Collection[Candidate]) -> None:
        self._ground = ground
        self._excluded = frozenset(excluded)
        self._order = {slot.slot: place for place, slot in enumerate(slots)}
        self._said: dict[Candidate, tuple[_Requirement, ...] | None] = {}

    def from_fixed(self) -> Iterator[_Requirement]:
        """What the files that stay demand of the places that may change."""
        for mod in self._ground.fixed:
            for saying in self._ground.said(mod):
                for slot in self._asked(saying):
                    if self._ground.holds(saying, slot.now):
                        yield _Requirement(slot.slot, saying)

    def bettered(self, found: Mapping[str, Candidate]) -> Mapping[str, Candidate]:
        """The same with better candidates where the others put up with them: on its way back from a dead end, the
        resolver passes some over.
        """
        chosen = dict(found)
        while better := next(self._better(chosen), None):
            chosen[better.slot] = better
        return chosen

    def _better(self, chosen: Mapping[str, Candidate]) -> Iterator[Candidate]:
        demands: dict[str, list[_Requirement]] = {}
        for requirement in self.from_fixed():
            demands.setdefault(requirement.slot, []).append(requirement)
        for candidate in chosen.values():
            for requirement in self.get_dependencies(candidate):
                demands.setdefault(requirement.slot, []).append(requirement)
        for name, candidate in chosen.items():
            for other in self._ground.slots[name].options:
                if other == candidate:
                    break
                asked = self._requirements(other)
                if other in self._excluded or asked is None:
                    continue
                if all(self.is_satisfied_by(item, other) for item in demands.get(name, ())) and all(
                    self.is_satisfied_by(item, chosen[item.slot]) for item in asked
                ):
                    yield other

    def identify(self, requirement_or_candidate: _Requirement | Candidate) -> str:
        return requirement_or_candidate.slot

    def get_preference(
        self,
        identifier: str,
        resolutions: Mapping[str, Candidate],
        candidates: Mapping[str, Iterator[Candidate]],
        information: Mapping[str, Iterator[RequirementInformation[_Requirement, Candidate]]],
        backtrack_causes: Sequence[RequirementInformation[_Requirement, Candidate]],
    ) -> tuple[bool, int]:
        causes = {cause.requirement.slot for cause in backtrack_causes}
        causes |= {cause.parent.slot for cause in backtrack_causes if cause.parent}
        return identifier not in causes, self._order[identifier]

    def find_matches(
        self,
        identifier: str,
        requirements: Mapping[str, Iterator[_Requirement]],
        incompatibilities: Mapping[str, Iterator[Candidate]],
    ) -> list[Candidate]:
        demands = list(requirements.get(identifier, ()))
        refused = {*incompatibilities.get(identifier, ()), *self._excluded}
        return [
            candidate
            for candidate in self._ground.slots[identifier].options
            if candidate not in refused
            and self._requirements(candidate) is not None
            and all(self.is_satisfied_by(demand, candidate) for demand in demands)
        ]

    def is_satisfied_by(self, requirement: _Requirement, candidate: Candidate) -> bool:
        return requirement.saying is None or self._ground.holds(requirement.saying, candidate)

    def get_dependencies(self, candidate: Candidate) -> tuple[_Requirement, ...]:
        return self._requirements(candidate) or ()

    def _requirements(self, candidate: Candidate) -> tuple[_Requirement, ...] | None:
        """What the candidate demands of other places; None where what stays as it is refuses it, or it lacks something
        that nothing could bring.
        """
        if candidate not in self._said:
            self._said[candidate] = self._find_requirements(candidate)
        return self._said[candidate]

    def _find_requirements(self, candidate: Candidate) -> tuple[_Requirement, ...] | None:
        if candidate.mod is None or not candidate.mod.file.enabled:
            return ()
        unmet_now = (
            frozenset() if candidate.stays else self._unmet_now(self._ground.slots[candidate.slot].now)
        )
        found = []
        for saying in self._ground.said(candidate.mod):
            if saying.about in unmet_now:
                continue
            asked = self._asked(saying, candidate.slot)
            if candidate.stays:
                asked = [slot for slot in asked if self._ground.holds(saying, slot.now)]
            elif self._is_out_of_reach(saying, asked):
                return None
            found += [_Requirement(slot.slot, saying) for slot in asked]
        return tuple(found)

    def _is_out_of_reach(self, saying: Saying, asked: Sequence[Candidates]) -> bool:
        """Whether files that stay as they are speak against it, or, of a need, nothing there meets it or could.

        Of what only the platform states a version may need much that is for other loaders.
        """
        answers = self._ground.fixed_answers(saying)
        if saying.need:
            return bool(saying.mod_id) and not asked and not any(answers)
        return not all(answers)

    def _unmet_now(self, now: Candidate) -> frozenset[tuple[str, str, bool]]:
        """What is wrong with the file that is here already, so that a newer one is not to blame for it."""
        if now.mod is None or not now.mod.file.enabled:
            return frozenset()
        return frozenset(
            saying.about for saying in self._ground.said(now.mod) if self._fails_now(saying, now.slot)
        )

    def _fails_now(self, saying: Saying, slot: str) -> bool:
        answers = self._ground.fixed_answers(saying)
        present = [item.now for item in self._ground.spoken_of(saying, slot)]
        held = [self._ground.holds(saying, candidate) for candidate in present]
        if saying.need:
            return not any((*answers, *held))
        return not all((*answers, *held))

    def _asked(self, saying: Saying, but: str = "") -> list[Candidates]:
        """The places that have to be as demanded: of a need one, and none where a file that stays meets it."""
        if not saying.need:
            return self._ground.spoken_of(saying, but)
        if any(self._ground.fixed_answers(saying)):
            return []
        return self._ground.spoken_of(saying, but)[:1]


def _once(look: Callable[[InstalledMod], T]) -> Callable[[InstalledMod], T]:
    """Remembers by the very object, as one file may be looked at thousands of times."""
    found: dict[int, tuple[InstalledMod, T]] = {}

    def remembered(mod: InstalledMod) -> T:
        known = found.get(id(mod))
        if known is None:
            known = found[id(mod)] = (mod, look(mod))
        return known[1]

    return remembered
