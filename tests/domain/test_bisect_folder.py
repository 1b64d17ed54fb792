"""What a search does to its folder, and what of it the history alone tells."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain_values import START, sha1
from folders import depends, folder, jar
from modstead.domain.bisect import Answer, Question, follow, search_of
from modstead.domain.bisect_folder import (
    MeddlingKind,
    by_jar_name,
    finished_searches,
    immovable,
    left_off,
    meddlings,
    names_since,
    plan_switch,
)
from modstead.domain.graph import Graph
from modstead.domain.instance import InstalledMod, Library
from modstead.domain.plan import (
    FileState,
    HistoryEntry,
    Operation,
    OperationKind,
    OperationState,
    Plan,
    PlanKind,
)


def state(name: str) -> FileState:
    return FileState(name, 1, sha1(name.removesuffix(".disabled")))


def change(before: str, after: str) -> Operation:
    return Operation(OperationKind.UPDATE, state(before) if before else None, state(after) if after else None)


def history(*entries: tuple[PlanKind, str, list[Operation]]) -> list[HistoryEntry]:
    """Of (kind, the number of the entry that it undoes, operations), numbered from 1, newest first."""
    told = [
        HistoryEntry(
            f"{number:02}", kind, START + timedelta(days=number), OperationState.DONE, tuple(ops), undoes
        )
        for number, (kind, undoes, ops) in enumerate(entries, 1)
    ]
    return told[::-1]


OFF = (PlanKind.BISECT, "", [change("a.jar", "a.jar.disabled"), change("b.jar", "b.jar.disabled")])


def test_a_switch_renames_what_is_not_so_already() -> None:
    library = folder(jar("a"), jar("b", enabled=False), jar("c"), jar("d", enabled=False))
    plan = plan_switch(library, ["a.jar", "b.jar", "gone.jar"], ["c.jar", "d.jar"])
    assert plan.kind is PlanKind.BISECT
    assert [(item.kind, item.file_name) for item in plan.operations] == [
        (OperationKind.DISABLE, "c.jar.disabled"),
        (OperationKind.ENABLE, "b.jar"),
    ]


def test_what_has_a_twin_or_too_long_a_name_cannot_be_turned_off() -> None:
    twin = jar("twin", enabled=False, name="Twin.jar")
    library = folder(jar("twin"), twin, jar("long", name=f"{'x' * 245}.jar"), jar("free"))
    assert immovable(library) == {"twin.jar", f"{'x' * 245}.jar"}


def test_of_two_files_of_one_name_the_enabled_one_counts() -> None:
    library = folder(jar("one"), jar("one", enabled=False))
    assert by_jar_name(library)["one.jar"].file.enabled


def test_meddling_is_told_by_kind() -> None:
    library = folder(jar("on"), jar("off", enabled=False), jar("new"), jar("other"))
    files = {"on.jar": "", "off.jar": "", "lost.jar": "", "other.jar": sha1("before")}
    found = meddlings(library, ["off.jar", "lost.jar"], ["on.jar"], files)
    assert {item.file: item.kind for item in found} == {
        "new.jar": MeddlingKind.ADDED,
        "off.jar": MeddlingKind.DISABLED,
        "on.jar": MeddlingKind.ENABLED,
        "lost.jar": MeddlingKind.REMOVED,
        "other.jar": MeddlingKind.REPLACED,
    }
    assert [item.file for item in found if not item.spoils] == ["new.jar", "other.jar"]


def test_an_untouched_folder_shows_no_meddling() -> None:
    library = folder(jar("on"), jar("off", enabled=False))
    files = {name: mod.file.sha1 for name, mod in by_jar_name(library).items()}
    assert meddlings(library, ["on.jar"], ["off.jar"], files) == ()


def test_what_a_search_left_off_is_told_by_the_history_alone() -> None:
    assert left_off(history(OFF)) == {"a.jar", "b.jar"}
    on = (PlanKind.BISECT, "", [change("a.jar.disabled", "a.jar")])
    assert left_off(history(OFF, on)) == {"b.jar"}


def test_what_failed_left_nothing_off() -> None:
    (entry,) = history(OFF)
    assert left_off([replace(entry, state=OperationState.FAILED)]) == frozenset()


def test_undoing_a_step_and_doing_it_again_is_followed() -> None:
    undo = (PlanKind.UNDO, "01", [change("a.jar.disabled", "a.jar"), change("b.jar.disabled", "b.jar")])
    assert left_off(history(OFF, undo)) == frozenset()
    redo = (PlanKind.REDO, "02", OFF[2])
    assert left_off(history(OFF, undo, redo)) == {"a.jar", "b.jar"}


def test_what_the_user_disables_is_not_left_off_by_a_search() -> None:
    own = (PlanKind.DISABLE, "", [change("c.jar", "c.jar.disabled")])
    assert left_off(history(own, OFF)) == {"a.jar", "b.jar"}


def test_updates_meanwhile_are_followed() -> None:
    update = (
        PlanKind.UPDATE,
        "",
        [change("a.jar.disabled", "a-2.jar.disabled"), change("b.jar.disabled", "")],
    )
    told = history(OFF, update)
    assert left_off(told) == {"a-2.jar"}
    assert names_since(told, "", ["a.jar", "b.jar", "c.jar"]) == {"a.jar": "a-2.jar", "c.jar": "c.jar"}
    assert names_since(told, "02", ["a.jar"]) == {"a.jar": "a.jar"}


def test_what_was_removed_and_came_back_is_known_again() -> None:
    away = (PlanKind.REMOVE, "", [change("a.jar", "")])
    back = (PlanKind.UNDO, "01", [change("", "a.jar")])
    assert names_since(history(away, back), "", ["a.jar"]) == {"a.jar": "a.jar"}


def switched(library: Library, plan: Plan) -> Library:
    """The folder after the plan, which only renames."""
    names = {op.before.name: op.after.name for op in plan.operations if op.before and op.after}
    assert len(names) == len(plan.operations)
    mods = [
        replace(mod, file=replace(mod.file, name=names.get(mod.file.name, mod.file.name)))
        for mod in library.mods
    ]
    return replace(library, mods=tuple(mods))


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    number = draw(st.integers(1, 12))
    needs = st.frozensets(st.integers(0, number - 1), max_size=2)
    mods: list[InstalledMod] = [
        jar(f"m{place}", *(depends(f"m{other}") for other in draw(needs)), enabled=draw(st.booleans()))
        for place in range(number)
    ]
    return folder(*mods)


@settings(max_examples=60)
@given(libraries(), st.lists(st.sampled_from(Answer), max_size=12))
def test_stopping_at_any_moment_restores_every_name(library: Library, answers: list[Answer]) -> None:
    search = search_of(Graph.of(library), [mod.file.name for mod in library.mods if mod.file.enabled])
    now = library
    for count in range(len(answers) + 1):
        asked = follow(search, answers[:count])
        if not isinstance(asked, Question):
            break
        off = [name for name in search.files if name not in asked.on]
        now = switched(now, plan_switch(now, asked.on, off))
        assert {mod.file.name for mod in now.mods if mod.file.enabled} == asked.on
        assert not any(item.spoils for item in meddlings(now, tuple(asked.on), off, {}))
    assert switched(now, plan_switch(now, search.files, ())) == library


def test_the_steps_of_a_search_that_is_over_are_told_by_its_last_one() -> None:
    some_on = (PlanKind.BISECT, "", [change("a.jar.disabled", "a.jar")])
    rest_on = (PlanKind.BISECT, "", [change("b.jar.disabled", "b.jar")])
    by_hand = (PlanKind.DISABLE, "", [change("c.jar", "c.jar.disabled")])
    told = history(by_hand, OFF, by_hand, some_on, rest_on, OFF, some_on)
    assert finished_searches(reversed(told)) == dict.fromkeys(("02", "04", "05"), "05")


def test_a_step_that_was_undone_belongs_to_its_search() -> None:
    undone = (PlanKind.UNDO, "01", [change("a.jar.disabled", "a.jar"), change("b.jar.disabled", "b.jar")])
    all_on = (PlanKind.BISECT, "", undone[2])
    assert finished_searches(reversed(history(OFF, undone))) == {}
    told = history(OFF, undone, OFF, all_on)
    assert finished_searches(reversed(told)) == dict.fromkeys(("01", "02", "03", "04"), "04")
