"""The search for the mod that breaks a game."""

from collections.abc import Callable, Collection

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from folders import depends, folder, jar
from modstead.domain.bisect import Answer, Question, Search, Verdict, VerdictKind, follow, search_of
from modstead.domain.graph import Graph
from modstead.domain.instance import InstalledMod

Player = Callable[[frozenset[str]], Answer]


def search(*mods: InstalledMod, kept: Collection[str] = (), suspects: Collection[str] = ()) -> Search:
    graph = Graph.of(folder(*mods))
    on = [mod.file.name for mod in mods if mod.file.enabled]
    return search_of(graph, on, kept=kept, suspects=suspects)


def loose(number: int) -> list[InstalledMod]:
    return [jar(f"mod{place:03}") for place in range(number)]


def fails_with(*names: str) -> Player:
    def play(on: frozenset[str]) -> Answer:
        return Answer.FAILS if on.issuperset(names) else Answer.WORKS

    return play


def played(wanted: Search, player: Player) -> tuple[Verdict, list[Question]]:
    asked: list[Question] = []
    answers: list[Answer] = []
    while isinstance(found := follow(wanted, answers), Question):
        assert found.on not in [question.on for question in asked]
        asked.append(found)
        answers.append(player(found.on))
    return found, asked


def most(units: int) -> int:
    """Questions: the halves, and whether the culprit is one by itself."""
    return units.bit_length() + 1


@pytest.mark.parametrize("number", [1, 2, 3, 7, 8, 100])
def test_the_culprit_stands_alone_in_the_end(number: int) -> None:
    wanted = search(*loose(number))
    for culprit in wanted.files:
        verdict, asked = played(wanted, fails_with(culprit))
        assert verdict == Verdict(VerdictKind.CULPRIT, ((culprit,),))
        assert len(asked) <= most(number)
        assert asked[0].left <= most(number)


def test_the_first_question_is_about_half_of_them() -> None:
    found = follow(search(*loose(100)), [])
    assert isinstance(found, Question)
    assert len(found.on) in {49, 50}
    assert len(found.suspects) == 100


def test_the_number_of_questions_left_never_grows_by_answers_that_tell() -> None:
    _, asked = played(search(*loose(60)), fails_with("mod041.jar"))
    left = [question.left for question in asked]
    assert left == sorted(left, reverse=True)


def test_the_verdict_names_what_the_culprit_needs() -> None:
    mods = [jar("base"), jar("middle", depends("base")), jar("top", depends("middle")), *loose(4)]
    verdict, _ = played(search(*mods), fails_with("middle.jar"))
    assert verdict == Verdict(VerdictKind.CULPRIT, (("middle.jar",),), ("base.jar",))


def test_mods_that_need_each_other_are_one() -> None:
    mods = [jar("one", depends("two")), jar("two", depends("one")), *loose(5)]
    verdict, asked = played(search(*mods), fails_with("two.jar"))
    assert verdict.parts == (("one.jar", "two.jar"),)
    assert all(("one.jar" in question.on) == ("two.jar" in question.on) for question in asked)


def test_two_mods_that_only_fail_together_are_both_named() -> None:
    verdict, asked = played(search(*loose(32)), fails_with("mod003.jar", "mod020.jar"))
    assert verdict.kind is VerdictKind.TOGETHER
    assert set(verdict.files) == {"mod003.jar", "mod020.jar"}
    assert len(asked) <= 2 * most(32)


def test_a_trouble_without_any_mod_is_none_of_theirs() -> None:
    verdict, _ = played(search(*loose(9)), lambda _on: Answer.FAILS)
    assert verdict == Verdict(VerdictKind.WITHOUT_ANY)
    verdict, _ = played(search(*loose(9), kept=["mod004.jar"]), fails_with("mod004.jar"))
    assert verdict == Verdict(VerdictKind.WITHOUT_ANY, (), ("mod004.jar",))


def test_a_trouble_that_is_gone_is_told_as_gone() -> None:
    verdict, asked = played(search(*loose(9)), lambda _on: Answer.WORKS)
    assert verdict.kind is VerdictKind.NOTHING
    assert asked[-1].on == {f"mod{place:03}.jar" for place in range(9)}


def test_what_cannot_be_told_is_asked_in_another_way() -> None:
    wanted = search(*loose(16))
    first = follow(wanted, [])
    second = follow(wanted, [Answer.SKIP])
    assert isinstance(first, Question)
    assert isinstance(second, Question)
    assert len(first.on ^ second.on) == 4
    verdict, _ = played(wanted, lambda on: Answer.SKIP if len(on) == 7 else fails_with("mod011.jar")(on))
    assert verdict.parts == (("mod011.jar",),)


def test_where_nothing_can_be_told_the_suspects_are_left() -> None:
    verdict, asked = played(search(*loose(5)), lambda _on: Answer.SKIP)
    assert verdict.kind is VerdictKind.UNDECIDED
    assert len(verdict.files) == 5
    assert len(asked) == 5


def test_a_search_ends_where_nothing_can_be_told_of_many() -> None:
    verdict, asked = played(search(*loose(300)), lambda _on: Answer.SKIP)
    assert verdict.kind is VerdictKind.UNDECIDED
    assert len(verdict.files) == 300
    assert len(asked) == 8


def test_a_culprit_that_could_not_be_tried_alone_is_not_certain() -> None:
    def play(on: frozenset[str]) -> Answer:
        return Answer.SKIP if on == {"mod006.jar"} else fails_with("mod006.jar")(on)

    verdict, _ = played(search(*loose(9)), play)
    assert verdict == Verdict(VerdictKind.CULPRIT, (("mod006.jar",),), certain=False)


def test_suspects_are_asked_about_first() -> None:
    mods = [*loose(40), jar("odd", depends("mod013"))]
    wanted = search(*mods, suspects=["odd.jar"])
    found = follow(wanted, [])
    assert isinstance(found, Question)
    assert found.on == {"odd.jar", "mod013.jar"}
    verdict, asked = played(wanted, fails_with("odd.jar"))
    assert verdict.parts == (("odd.jar",),)
    assert len(asked) <= 3


def test_dependents_are_what_goes_off_with_a_file() -> None:
    wanted = search(jar("base"), jar("top", depends("base")), jar("other"), jar("kept"), kept=["kept.jar"])
    assert wanted.dependents("base.jar") == ("base.jar", "top.jar")
    assert wanted.dependents("other.jar") == ("other.jar",)
    assert wanted.dependents("kept.jar") == ("kept.jar",)


def test_what_is_disabled_takes_no_part() -> None:
    wanted = search(jar("on", depends("off")), jar("off", enabled=False))
    assert wanted.files == ("on.jar",)


@st.composite
def folders(draw: st.DrawFn) -> list[InstalledMod]:
    """Any mods, needing any others, also in circles."""
    number = draw(st.integers(1, 24))
    needs = draw(
        st.lists(st.frozensets(st.integers(0, number - 1), max_size=3), min_size=number, max_size=number)
    )
    return [jar(f"m{place}", *(depends(f"m{other}") for other in needs[place])) for place in range(number)]


@settings(max_examples=40)
@given(folders(), st.data())
def test_any_culprit_in_any_folder_is_found(mods: list[InstalledMod], data: st.DataObject) -> None:
    names = [mod.file.name for mod in mods]
    kept = data.draw(st.frozensets(st.sampled_from(names), max_size=2))
    suspects = data.draw(st.lists(st.sampled_from(names), max_size=3))
    culprit = data.draw(st.sampled_from(names))
    wanted = search(*mods, kept=kept, suspects=suspects)
    assume(culprit not in wanted.kept)
    verdict, asked = played(wanted, fails_with(culprit))
    graph = Graph.of(folder(*mods))
    assert verdict.kind is VerdictKind.CULPRIT
    assert culprit in verdict.files
    assert len(asked) <= most(len(wanted.units)) + (1 if wanted.suspected else 0)
    for question in asked:
        assert question.on.issuperset(kept)
        for name in question.on:
            assert question.on.issuperset(edge.target for edge in graph.requires(name))
    smallest = {*verdict.files, *verdict.needs}
    for name in smallest:
        assert smallest.issuperset(edge.target for edge in graph.requires(name))


@settings(max_examples=40)
@given(folders(), st.data())
def test_any_two_that_fail_together_are_found(mods: list[InstalledMod], data: st.DataObject) -> None:
    names = [mod.file.name for mod in mods]
    pair = data.draw(st.frozensets(st.sampled_from(names), min_size=1, max_size=2))
    verdict, asked = played(search(*mods), fails_with(*pair))
    assert verdict.kind in {VerdictKind.CULPRIT, VerdictKind.TOGETHER}
    assert pair <= {*verdict.files, *verdict.needs}
    # Two searches, and once more whether the two are enough by themselves.
    assert len(asked) <= 2 * most(len(mods)) + 1


@settings(max_examples=40)
@given(folders(), st.lists(st.sampled_from(Answer), max_size=80))
def test_any_answers_come_to_an_end(mods: list[InstalledMod], answers: list[Answer]) -> None:
    left = iter(answers)
    played(search(*mods), lambda _on: next(left, Answer.WORKS))
