"""What a search has found, in sentences."""

import pytest

from modstead.domain.bisect import Question, Search, Unit, Verdict, VerdictKind
from modstead.domain.bisect_folder import Meddling, MeddlingKind
from modstead.domain.bisect_words import joined, left_words, meddling_words, question_words, verdict_words


def title(name: str) -> str:
    return name.removesuffix(".jar").capitalize()


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (list("abcdefgh"), "a, b, c, d, e and 3 more"),
    ],
)
def test_names_are_joined_as_a_sentence_lists_them(names: list[str], words: str) -> None:
    assert joined(names) == words


@pytest.mark.parametrize(
    ("total", "on", "words"),
    [
        (10, 5, "Half of your mods are off now."),
        (40, 22, "Half of your mods are off now."),
        (10, 9, "1 of your 10 mods is off now."),
        (10, 8, "2 of your 10 mods are off now."),
        (10, 10, "All of your mods are on now."),
        (10, 0, "All of your mods are off now."),
        (2, 1, "1 of your 2 mods is off now."),
    ],
)
def test_what_is_off_is_told_by_how_much_it_is(total: int, on: int, words: str) -> None:
    files = [f"{number}.jar" for number in range(total)]
    search = Search(tuple(Unit((name,)) for name in files))
    state, asked = question_words(Question(frozenset(files[:on]), (), 3), search)
    assert (state, asked) == (words, "Start the game. Did the trouble come?")


def test_the_last_question_is_told_as_such() -> None:
    assert left_words(1) == "This is the last question."
    assert left_words(4) == "About 4 questions are left."


def test_each_verdict_is_a_sentence_and_what_to_know_of_it() -> None:
    found = verdict_words(Verdict(VerdictKind.CULPRIT, (("a.jar",),), ("b.jar",)), title)
    assert found == (
        "It is A.",
        "With nothing but what it needs beside it the trouble comes; without it, it does not. On with it: B.",
    )
    found = verdict_words(Verdict(VerdictKind.CULPRIT, (("a.jar",),)), title)
    assert found[1] == "With it alone the trouble comes; without it, it does not."
    found = verdict_words(Verdict(VerdictKind.CULPRIT, (("a.jar",),), certain=False), title)
    assert found[0] == "It is most likely A."
    found = verdict_words(Verdict(VerdictKind.TOGETHER, (("a.jar",), ("b.jar",))), title)
    assert found[0] == "It takes A and B together."
    assert verdict_words(Verdict(VerdictKind.WITHOUT_ANY), title)[0] == "It is none of these mods."
    assert verdict_words(Verdict(VerdictKind.NOTHING), title)[0] == "There is nothing to find."
    found = verdict_words(Verdict(VerdictKind.UNDECIDED, (("a.jar",), ("b.jar",))), title)
    assert found[1] == "Of what could not be tried, A and B are left."


def test_much_meddling_is_counted() -> None:
    some = [Meddling(MeddlingKind.ENABLED, f"{number}.jar") for number in range(9)]
    assert meddling_words(some[:2], title) == "0 was enabled. 1 was enabled."
    assert meddling_words(some[:4], title).endswith("3 was enabled.")
    assert meddling_words(some, title).endswith("2 was enabled. So it is with 6 more.")
