"""What a search for the mod that breaks a game has found, in sentences."""

from collections.abc import Callable, Sequence

from modstead.domain.bisect import Question, Search, Verdict, VerdictKind
from modstead.domain.bisect_folder import Meddling

_NAMED_AT_MOST = 6
_TOLD_AT_MOST = 3

Titles = Callable[[str], str]
"""What people call a file."""


def verdict_words(verdict: Verdict, title: Titles) -> tuple[str, str]:
    """The verdict as a headline and what to know beside it."""
    names = joined([title(name) for name in verdict.files])
    kept = f" {_on_with(verdict, title)}".rstrip()
    match verdict.kind:
        case VerdictKind.CULPRIT if not verdict.certain:
            return f"It is most likely {names}.", f"It could not be tried without the others.{kept}"
        case VerdictKind.CULPRIT:
            alone = "With it alone the trouble comes; without it, it does not."
            if verdict.needs:
                alone = "With nothing but what it needs beside it the trouble comes; without it, it does not."
            return f"It is {names}.", f"{alone}{kept}"
        case VerdictKind.TOGETHER:
            return f"It takes {names} together.", f"Without any one of them the trouble does not come.{kept}"
        case VerdictKind.WITHOUT_ANY:
            left = f"The trouble comes with all others off.{kept}"
            return "It is none of these mods.", f"{left} Look at the game, its loader, Java and the settings."
        case VerdictKind.NOTHING:
            return (
                "There is nothing to find.",
                "With all mods on, the trouble does not come any more: it was not the mods, or it comes by chance.",
            )
    return (
        "It cannot be told which mod it is.",
        f"Of what could not be tried, {names or 'all'} {'are' if len(verdict.files) != 1 else 'is'} left.",
    )


def question_words(question: Question, search: Search) -> tuple[str, str]:
    """What is on and off now, and what is asked."""
    off = len(search.files) - len(question.on)
    total = len(search.files)
    if not off:
        state = "All of your mods are on now."
    elif off == total:
        state = "All of your mods are off now."
    elif abs(off * 2 - total) <= max(1, total // 10) and total > 2:
        state = "Half of your mods are off now."
    else:
        state = f"{off} of your {total} mods {'is' if off == 1 else 'are'} off now."
    return state, "Start the game. Did the trouble come?"


def left_words(left: int) -> str:
    return "This is the last question." if left <= 1 else f"About {left} questions are left."


def meddling_words(meddlings: Sequence[Meddling], title: Titles) -> str:
    """What others did to the folder, each thing in a sentence; of many, how many there are."""
    told = [_meddling(item, title) for item in meddlings[:_TOLD_AT_MOST]]
    if len(meddlings) > len(told):
        rest = len(meddlings) - len(told)
        told.append(f"So it is with {rest} more." if rest > 1 else _meddling(meddlings[-1], title))
    return " ".join(told)


def joined(names: Sequence[str], at_most: int = _NAMED_AT_MOST) -> str:
    """The names as a sentence lists them, the last ones counted where there are many."""
    shown = list(names) if len(names) <= at_most else [*names[: at_most - 1]]
    if len(shown) < len(names):
        shown.append(f"{len(names) - len(shown)} more")
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _meddling(item: Meddling, title: Titles) -> str:
    return f"{title(item.file)} was {item.kind}."


def _on_with(verdict: Verdict, title: Titles) -> str:
    if not verdict.needs:
        return ""
    return f"On with {'it' if len(verdict.files) == 1 else 'them'}: {joined([title(name) for name in verdict.needs])}."
