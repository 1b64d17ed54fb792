"""Loadouts: what is remembered of a folder, and what switching to one changes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_values import library, mod, needs, refuses, version
from folders import jar
from modstead.domain.instance import DISABLED_SUFFIX, InstalledMod, Library
from modstead.domain.loadouts import Loadout, loadout_of, mods_of, plain_name, plan_switch, same_name
from modstead.domain.plan import NoteKind, OperationKind, Plan, PlanKind
from modstead.domain.reviewing import speaks_for_itself

PROJECTS = ("AAAA", "BBBB", "CCCC", "DDDD")


def there(**enabled: bool) -> Library:
    return library(*(mod(version(name), enabled=on) for name, on in enabled.items()))


def carried_out(plan: Plan, before: Library) -> Library:
    names = {item.before.name: item.after.name for item in plan.operations if item.before and item.after}
    return replace(
        before,
        mods=tuple(
            replace(one, file=replace(one.file, name=names.get(one.file.name, one.file.name)))
            for one in before.mods
        ),
    )


def texts(plan: Plan, kind: NoteKind) -> list[str]:
    return [note.text for note in plan.notes if note.kind is kind]


@given(
    st.dictionaries(st.sampled_from(PROJECTS), st.booleans(), min_size=1),
    st.dictionaries(st.sampled_from(PROJECTS), st.booleans(), min_size=1),
)
def test_switching_makes_the_folder_what_it_was(saved: dict[str, bool], now: dict[str, bool]) -> None:
    loadout, folder = loadout_of("Some", there(**saved)), there(**now)
    plan = plan_switch(loadout, folder)
    assert (plan.kind, plan.about) == (PlanKind.LOADOUT, "Some")
    after = carried_out(plan, folder)
    for one in after.mods:
        name = str(one.project_id)
        assert one.file.enabled is saved.get(name, now[name])
    assert not plan_switch(loadout, after).operations
    missing = {name for name, on in saved.items() if on} - now.keys()
    assert mods_of(loadout, after).are_so is not bool(missing)


def test_it_outlives_updates_and_renaming() -> None:
    loadout = loadout_of("Some", there(AAAA=True, BBBB=False))
    newer = library(mod(version("AAAA", "9.0"), enabled=False), mod(version("BBBB", "9.0")))
    plan = plan_switch(loadout, newer)
    assert [(item.kind, item.file_name) for item in plan.operations] == [
        (OperationKind.DISABLE, f"bbbb-9.0.jar{DISABLED_SUFFIX}"),
        (OperationKind.ENABLE, "aaaa-9.0.jar"),
    ]


def test_what_is_recognised_later_is_known_by_its_project_from_then_on() -> None:
    known = mod(version("AAAA"))
    unknown = replace(known, version=None, project=None)
    saved = loadout_of("Some", library(unknown))
    assert saved.on[0].key.startswith("sha1:")
    better = saved.recognised([known])
    assert better.on[0].key == "modrinth:AAAA"
    newer = library(mod(version("AAAA", "2.0"), enabled=False))
    assert len(plan_switch(better, newer).operations) == 1
    assert mods_of(saved, newer).new


def test_what_came_since_stays_and_is_named_and_so_is_what_is_gone() -> None:
    loadout = loadout_of("Some", there(AAAA=True, BBBB=True))
    plan = plan_switch(loadout, there(AAAA=False, CCCC=True, DDDD=False))
    assert [item.file_name for item in plan.operations] == ["aaaa-1.0.0.jar"]
    assert texts(plan, NoteKind.INFO) == [
        "Project CCCC and Project DDDD came since the loadout was saved, and stay as they are.",
        "Project BBBB is not in the folder any more.",
    ]
    assert not speaks_for_itself(plan)


def test_without_anything_to_say_it_is_simply_done() -> None:
    loadout = loadout_of("Some", there(AAAA=True, BBBB=True))
    assert speaks_for_itself(plan_switch(loadout, there(AAAA=False, BBBB=False)))


def dependent(*, enabled: bool = True) -> InstalledMod:
    return mod(version("AAAA", dependencies=(needs("BBBB"),)), enabled=enabled)


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        (
            library(dependent(), mod(version("BBBB"))),
            ["Project AAAA needs Project BBBB, which would be off."],
        ),
        (library(dependent(enabled=False)), ["Project AAAA needs BBBB, which is not in the folder."]),
        (library(dependent(), mod(version("BBBB"), enabled=False)), []),
    ],
)
def test_what_would_lack_something_is_told_before(folder: Library, words: list[str]) -> None:
    loadout = loadout_of("Some", library(dependent(), mod(version("BBBB"), enabled=False)))
    plan = plan_switch(loadout, folder)
    assert texts(plan, NoteKind.CONFLICT) == words
    assert plan.needs_a_look is bool(words)


def test_what_does_not_go_together_is_told_before() -> None:
    rival = version("AAAA", dependencies=(refuses("BBBB"),))
    both = library(mod(rival), mod(version("BBBB")))
    plan = plan_switch(loadout_of("Some", both), library(mod(rival), mod(version("BBBB"), enabled=False)))
    assert texts(plan, NoteKind.CONFLICT) == ["Project AAAA does not go together with Project BBBB."]


def test_of_two_files_of_one_project_the_one_that_was_on_comes_on() -> None:
    old, new = version("AAAA", "1.0"), version("AAAA", "2.0")
    loadout = loadout_of("Some", library(mod(old), mod(new, enabled=False)))
    plan = plan_switch(loadout, library(mod(old, enabled=False), mod(new)))
    assert {item.file_name for item in plan.operations} == {"aaaa-1.0.jar", "aaaa-2.0.jar.disabled"}
    twins = library(mod(old, enabled=False), mod(new, enabled=False))
    one = plan_switch(Loadout("One", loadout_of("", there(AAAA=True)).on), twins)
    assert [item.file_name for item in one.operations] == ["aaaa-1.0.jar"]


def test_unknown_files_are_known_by_their_content() -> None:
    own = jar("own")
    off = replace(own, file=replace(own.file, name=f"renamed.jar{DISABLED_SUFFIX}"))
    assert len(plan_switch(loadout_of("Some", library(own)), library(off)).operations) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [("  Building \n things ", "Building things"), ("x" * 61, ""), ("\0\t", ""), ("\udce4", ""), ("ä", "ä")],
)
def test_names(text: str, name: str) -> None:
    assert plain_name(text) == name


def test_names_are_the_same_whatever_their_case() -> None:
    assert same_name("Building ", "building")
    assert not same_name("Building", "Build")
