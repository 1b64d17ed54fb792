"""The newest set that goes together, held against trying out everything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from modstead.domain.changes import state_of
from modstead.domain.instance import (
    IdentifiedBy,
    InstalledMod,
    Instance,
    Loader,
    Manifest,
    ManifestKind,
    ModFile,
    Relation,
    RelationKind,
)
from modstead.domain.plan import Operation, OperationKind
from modstead.domain.preflight.solving import Candidate, Candidates, solve

INSTANCE = Instance(Path("/game/mods"), "Meadow", "", Loader.FABRIC, "", "1.21.4")
NAMES = ("ash", "birch", "cedar", "dogwood")


@dataclass(frozen=True)
class Rule:
    """In these versions of one mod: another one must be at least, at most, or must not be at least, of a number."""

    by: str
    since: int
    other: str
    kind: str
    number: int

    def allows(self, versions: Mapping[str, int]) -> bool:
        if versions[self.by] < self.since:
            return True
        other = versions[self.other]
        return {"least": other >= self.number, "most": other <= self.number, "breaks": other < self.number}[
            self.kind
        ]

    def relation(self) -> Relation:
        if self.kind == "breaks":
            return Relation(RelationKind.BREAKS, self.other, (f">={self.number}.0.0",))
        sign = ">=" if self.kind == "least" else "<="
        return Relation(RelationKind.DEPENDS, self.other, (f"{sign}{self.number}.0.0",))


def mod(name: str, number: int, rules: Sequence[Rule]) -> InstalledMod:
    relations = tuple(rule.relation() for rule in rules if rule.by == name and number >= rule.since)
    manifest = Manifest(ManifestKind.FABRIC, name, f"{number}.0.0", name.title(), relations=relations)
    file = ModFile(f"{name}-{number}.jar", 1, 0, f"{name}{number}")
    return InstalledMod(file, IdentifiedBy.MANIFEST, (manifest,))


def candidates(name: str, newest: int, rules: Sequence[Rule]) -> Candidates:
    mods = [mod(name, number, rules) for number in range(newest, 0, -1)]
    now = mods[-1]
    newer = [
        Candidate(
            name,
            Operation(OperationKind.UPDATE, state_of(now.file), state_of(item.file)),
            item,
            sha1=item.file.sha1,
        )
        for item in mods[:-1]
    ]
    return Candidates(name, (*newer, Candidate(name, None, now, sha1=now.file.sha1)))


def number_of(candidate: Candidate) -> int:
    assert candidate.mod
    return int(candidate.mod.version_number.partition(".")[0])


def is_sound(versions: Mapping[str, int], rules: Sequence[Rule]) -> bool:
    return all(rule.allows(versions) for rule in rules)


rules_between = st.builds(
    Rule,
    st.sampled_from(NAMES),
    st.integers(1, 4),
    st.sampled_from(NAMES),
    st.sampled_from(("least", "most", "breaks")),
    st.integers(1, 4),
).filter(lambda rule: rule.by != rule.other)


@given(
    newest=st.fixed_dictionaries(dict.fromkeys(NAMES, st.integers(1, 4))),
    rules=st.lists(rules_between, max_size=8),
)
@example(
    {"ash": 2, "birch": 2, "cedar": 1, "dogwood": 2},
    [Rule("birch", 2, "ash", "most", 1), Rule("dogwood", 1, "birch", "most", 1)],
)
def test_a_sound_set_is_found_that_no_single_newer_file_would_better(
    newest: Mapping[str, int], rules: Sequence[Rule]
) -> None:
    now = dict.fromkeys(NAMES, 1)
    rules = [rule for rule in rules if rule.allows(now)]
    fixed = [mod(name, 1, rules) for name in NAMES if newest[name] == 1]
    slots = [candidates(name, newest[name], rules) for name in NAMES if newest[name] > 1]
    found = solve(INSTANCE, fixed, slots)
    assert found is not None
    chosen = now | {name: number_of(candidate) for name, candidate in found.items()}
    assert is_sound(chosen, rules)
    for name in found:
        for number in range(chosen[name] + 1, newest[name] + 1):
            assert not is_sound(chosen | {name: number}, rules)


@given(
    newest=st.fixed_dictionaries(dict.fromkeys(NAMES, st.integers(2, 4))),
    rules=st.lists(rules_between, max_size=8),
    data=st.data(),
)
def test_what_is_excluded_is_done_without(
    newest: Mapping[str, int], rules: Sequence[Rule], data: st.DataObject
) -> None:
    rules = [rule for rule in rules if rule.allows(dict.fromkeys(NAMES, 1))]
    slots = [candidates(name, newest[name], rules) for name in NAMES]
    everything = [candidate for slot in slots for candidate in slot.options]
    excluded = data.draw(st.lists(st.sampled_from(everything), max_size=4))
    found = solve(INSTANCE, (), slots, excluded)
    open_options = [[item for item in slot.options if item not in excluded] for slot in slots]
    sound = [
        combination
        for combination in product(*open_options)
        if is_sound({item.slot: number_of(item) for item in combination}, rules)
    ]
    assert (found is not None) == bool(sound)
    assert found is None or not set(found.values()).intersection(excluded)


def test_what_is_wrong_already_is_held_against_nothing() -> None:
    rule = Rule("ash", 1, "birch", "least", 3)
    fixed = [mod("birch", 1, ())]
    found = solve(INSTANCE, fixed, [candidates("ash", 2, [rule])])
    assert found is not None
    assert number_of(found["ash"]) == 2


def test_what_needs_something_that_nothing_brings_is_not_taken() -> None:
    rule = Rule("ash", 2, "nowhere", "least", 1)
    found = solve(INSTANCE, (), [candidates("ash", 3, [rule])])
    assert found is not None
    assert number_of(found["ash"]) == 1


def test_of_what_was_not_read_nothing_is_feared() -> None:
    slot = candidates("ash", 2, [Rule("ash", 2, "birch", "breaks", 1)])
    unread = Candidates(
        "ash",
        (
            Candidate(
                "ash",
                slot.options[0].operation,
                InstalledMod(ModFile("ash-2.jar", 1, 0, "x")),
                read=False,
                sha1="x",
            ),
            slot.now,
        ),
    )
    found = solve(INSTANCE, [mod("birch", 1, ())], [unread])
    assert found is not None
    assert not found["ash"].stays
