from pathlib import Path

import pytest

from modstead.domain.instance import Instance
from modstead.domain.plan import Applied, FileState, Operation, OperationKind, Plan, PlanKind
from modstead.ui.content_words import words_for
from modstead.ui.outcomes import applied_words
from modstead.ui.review.words import primary_words, total_words

INSTANCE = Instance(Path("/games/demo/mods"), "demo")
INSTALL, UPDATE = OperationKind.INSTALL, OperationKind.UPDATE
REMOVE, DISABLE = OperationKind.REMOVE, OperationKind.DISABLE


def change(
    kind: OperationKind, title: str, new: str = "2.0", old: str = "1.0", *, for_: str = ""
) -> Operation:
    before = None if kind is INSTALL else FileState(f"{title}.jar", 1024, "a" * 40)
    after = None if kind is REMOVE else FileState(f"{title}-new.jar", 1024, "b" * 40)
    needed = (for_,) if for_ else ()
    return Operation(
        kind, before, after, title=title, version_number=new, from_version_number=old, required_by=needed
    )


@pytest.mark.parametrize(
    ("kind", "operations", "words"),
    [
        (
            PlanKind.INSTALL,
            [
                change(UPDATE, "A"),
                change(DISABLE, "B"),
                change(REMOVE, "C"),
                change(INSTALL, "D", for_="a"),
            ],
            "1 updated, 1 disabled, 1 removed, 1 added",
        ),
        (PlanKind.UPDATE, [change(UPDATE, "A"), change(UPDATE, "B")], "2 mods updated"),
        (
            PlanKind.UPDATE,
            [change(UPDATE, "A"), change(INSTALL, "B", for_="a")],
            "A updated, 1 dependency added",
        ),
        (PlanKind.UPDATE, [change(UPDATE, "A", "2.2.1", "2.2.1")], "A replaced"),
        (PlanKind.INSTALL, [change(UPDATE, "A", "2.1")], "A switched to 2.1"),
        (PlanKind.INSTALL, [change(UPDATE, "A"), change(UPDATE, "B", for_="a")], "2 updated"),
    ],
)
def test_what_was_done_is_told_by_its_kind(kind: PlanKind, operations: list[Operation], words: str) -> None:
    assert applied_words(Applied("1", Plan(INSTANCE, kind, tuple(operations)))) == words


def test_a_way_back_counts_files_wherever_it_is_told() -> None:
    plan = Plan(INSTANCE, PlanKind.RESTORE, (change(UPDATE, "A"), change(REMOVE, "B")))
    assert primary_words(plan, words_for(INSTANCE.content)) == "Go back: change 2 files"
    assert total_words(plan) == "2 files"
    assert applied_words(Applied("1", plan)) == "Went back: 2 files changed"
