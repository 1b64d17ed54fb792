from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modstead.domain.plan import FileState, HistoryEntry, Operation, OperationKind, OperationState, PlanKind
from modstead.domain.project import ProjectRef
from modstead.domain.retention import NotKept
from modstead.ui.history.changes import files_of, reason_of
from modstead.ui.history.kinds import LOOKS
from modstead.ui.history.sentences import NOT_KEPT, Chronicle

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
TODAY = NOW.astimezone().date()
SHA = "a" * 40


def change(kind: OperationKind, title: str, new: str = "", old: str = "", *, for_: str = "") -> Operation:
    before = None if kind is OperationKind.INSTALL else FileState(f"{title}.jar", 1024 * 1024, SHA)
    after = None if kind is OperationKind.REMOVE else FileState(f"{title}-new.jar", 2 * 1024 * 1024, SHA)
    return Operation(
        kind,
        before,
        after,
        title=title,
        version_number=new,
        from_version_number=old,
        required_by=(for_,) if for_ else (),
    )


def entry(
    name: str,
    kind: PlanKind,
    *operations: Operation,
    state: OperationState = OperationState.DONE,
    undoes: str = "",
    undoable: bool = True,
    minutes: int = 0,
    **rest: Any,
) -> HistoryEntry:
    at = NOW + timedelta(minutes=minutes)
    return HistoryEntry(name, kind, at, state, operations, undoes, undoable, **rest)


def going_back(title: str, new: str, old: str) -> Operation:
    published = {"published": NOW, "from_published": NOW + timedelta(days=30)}
    return replace(change(OperationKind.UPDATE, title, new, old), **published)


UPDATE, INSTALL, REMOVE = OperationKind.UPDATE, OperationKind.INSTALL, OperationKind.REMOVE
ENABLE, DISABLE = OperationKind.ENABLE, OperationKind.DISABLE


@pytest.mark.parametrize(
    ("kind", "operations", "title"),
    [
        (PlanKind.UPDATE, [change(UPDATE, "Barrel Index", "1.2", "1.1")], "Updated Barrel Index to 1.2"),
        (
            PlanKind.UPDATE,
            [change(UPDATE, "A"), change(UPDATE, "B"), change(INSTALL, "Tidal Core", "2.1", for_="A")],
            "Updated 2 mods, added Tidal Core",
        ),
        (
            PlanKind.INSTALL,
            [change(INSTALL, "Skylark", "2.2"), change(INSTALL, "Hedgerow", "1", for_="s")],
            "Installed Skylark 2.2 with Hedgerow",
        ),
        (PlanKind.INSTALL, [going_back("Barrel Index", "1.1", "1.2")], "Downgraded Barrel Index to 1.1"),
        (
            PlanKind.INSTALL,
            [change(INSTALL, "Skylark", "2.2"), going_back("Tidal Core", "1", "2")],
            "Installed Skylark 2.2, downgraded Tidal Core",
        ),
        (PlanKind.ADD, [change(INSTALL, "x.jar"), change(INSTALL, "y.jar")], "Added 2 mods"),
        (PlanKind.ADD, [change(INSTALL, "X"), change(UPDATE, "Y", "2")], "Added X, updated Y"),
        (PlanKind.REMOVE, [change(REMOVE, "Oldgate", "1.0")], "Removed Oldgate"),
        (PlanKind.ENABLE, [change(ENABLE, "A")], "Enabled A"),
        (PlanKind.DISABLE, [change(DISABLE, "A"), change(DISABLE, "B")], "Disabled 2 mods"),
        (PlanKind.UPDATE, [], "Changed nothing"),
    ],
)
def test_titles_say_what_was_done(kind: PlanKind, operations: list[Operation], title: str) -> None:
    one = entry("one", kind, *operations)
    assert Chronicle([one]).title(one) == title


def test_an_update_says_what_undo_will_do() -> None:
    one = entry(
        "one", PlanKind.UPDATE, change(UPDATE, "A"), change(UPDATE, "B"), change(INSTALL, "C", for_="a")
    )
    words = Chronicle([one]).undo_words(one)
    assert words == "Undo puts back 2 files and removes C; 2.0 MB kept for it"


def test_undoing_a_disable_enables() -> None:
    one = entry("one", PlanKind.DISABLE, change(DISABLE, "A"))
    assert Chronicle([one]).undo_words(one) == "Undo enables A"


def chain(*states: OperationState) -> Chronicle:
    """A change, what undid it, what did it again, and so on."""
    kinds = [PlanKind.UPDATE, PlanKind.UNDO, PlanKind.REDO, PlanKind.UNDO]
    return Chronicle(
        [
            entry(
                str(number),
                kinds[number],
                change(UPDATE, "A", "2", "1"),
                state=state,
                undoes=str(number - 1) if number else "",
                minutes=number,
            )
            for number, state in enumerate(states)
        ]
    )


def actions(chronicle: Chronicle) -> dict[str, tuple[str, str]]:
    """For each entry the word on its button and the entry that is then undone."""
    answer = {}
    for one in chronicle.entries:
        target = chronicle.reversible(one)
        answer[one.operation_id] = (chronicle.action(one), target.operation_id if target else "")
    return answer


DONE, UNDONE = OperationState.DONE, OperationState.UNDONE


def test_an_undone_change_alone_offers_to_redo() -> None:
    assert actions(chain(UNDONE, DONE)) == {"0": ("Redo", "1"), "1": ("", "1")}
    assert actions(Chronicle(chain(UNDONE, DONE).entries[:1])) == {"1": ("Redo", "1")}


def test_a_redone_change_offers_undo_again() -> None:
    assert actions(chain(UNDONE, UNDONE, DONE)) == {"0": ("Undo", "2"), "1": ("", "2"), "2": ("", "2")}


def test_redo_names_what_is_done_again() -> None:
    chronicle = chain(UNDONE, DONE)
    words = [chronicle.undo_words(one) for one in chronicle.entries]
    assert words == [
        "“Updated A to 2” itself can be undone or done again",
        "Redo does “Updated A to 2” again",
    ]


def test_undo_and_redo_are_named_after_the_first_change() -> None:
    chronicle = chain(UNDONE, UNDONE, DONE)
    titles = [chronicle.title(one) for one in chronicle.entries]
    assert titles == ["Redid “Updated A to 2”", "Undid “Updated A to 2”", "Updated A to 2"]
    assert chronicle.caption(chronicle.entries[1], TODAY).startswith("Undone · Put back the file of ")


def test_an_undo_of_something_forgotten_still_has_a_title() -> None:
    one = entry("one", PlanKind.UNDO, change(REMOVE, "A"), undoes="gone")
    assert Chronicle([one]).title(one) == "Undid an earlier change"


def test_what_is_not_kept_says_why_and_offers_nothing() -> None:
    one = entry("one", PlanKind.REMOVE, change(REMOVE, "A"), undoable=False)
    chronicle = Chronicle([one])
    assert (chronicle.action(one), chronicle.status(one)) == ("", "Not kept")
    assert chronicle.caption(one, TODAY) == NOT_KEPT
    assert "can no longer be undone" in chronicle.undo_words(one)


def test_a_failed_change_says_that_nothing_was_changed() -> None:
    one = entry("one", PlanKind.UPDATE, change(UPDATE, "A"), state=OperationState.FAILED)
    chronicle = Chronicle([one])
    assert (chronicle.action(one), chronicle.status(one)) == ("", "Failed")
    assert "no mod was changed" in chronicle.caption(one, TODAY)


def test_finding_looks_at_names_files_and_days() -> None:
    one = entry("one", PlanKind.UPDATE, change(UPDATE, "Barrel Index", "1.2", "1.1"))
    chronicle = Chronicle([one])
    assert chronicle.matches(one, ["barrel", "today"], TODAY)
    assert chronicle.matches(one, ["index-new.jar"], TODAY)
    assert chronicle.matches(one, ["november"], TODAY)
    assert not chronicle.matches(one, ["barrel", "yesterday"], TODAY)


def test_messages_name_operations_by_their_titles() -> None:
    one = entry("20261123-0243.a-1", PlanKind.REMOVE, change(REMOVE, "Oldgate"))
    message = (
        "The later operation 20261123-0243.a-1 (remove) changed it. Operation unheard-of cannot be undone."
    )
    expected = "The later “Removed Oldgate” changed it. Operation unheard-of cannot be undone."
    assert Chronicle([one]).with_titles(message) == expected


def test_messages_quote_the_change_that_was_undone_once() -> None:
    chronicle = chain(UNDONE, DONE)
    message = "Operation 1 cannot be undone. The later operation 1 (undo) changed it."
    assert chronicle.with_titles(message) == (
        "The undoing of “Updated A to 2” cannot be undone. The later undoing of “Updated A to 2” changed it."
    )


def test_a_failed_undo_leaves_the_change_as_it_was() -> None:
    one = entry("one", PlanKind.UPDATE, change(UPDATE, "A"), state=UNDONE)
    undo = entry("undo", PlanKind.UNDO, change(UPDATE, "A"), undoes="one", minutes=1)
    failed = entry(
        "failed", PlanKind.UNDO, change(UPDATE, "A"), state=OperationState.FAILED, undoes="one", minutes=2
    )
    assert actions(Chronicle([one, undo, failed])) == {
        "one": ("Redo", "undo"),
        "undo": ("", "undo"),
        "failed": ("", ""),
    }


names = st.sampled_from(["a", "b", "c", "d"])
entries = st.builds(
    HistoryEntry,
    operation_id=names,
    kind=st.sampled_from(PlanKind),
    at=st.integers(0, 50).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    state=st.sampled_from(OperationState),
    operations=st.lists(
        st.builds(change, st.sampled_from(OperationKind), st.text(max_size=5), st.text(max_size=5)),
        max_size=4,
    ).map(tuple),
    undoes=st.one_of(st.just(""), names),
    undoable=st.booleans(),
)


@given(st.lists(entries, max_size=4, unique_by=lambda one: one.operation_id))
def test_any_history_however_tangled_is_put_into_words(history: list[HistoryEntry]) -> None:
    chronicle = Chronicle(history)
    for one in history:
        assert chronicle.title(one)
        assert isinstance(chronicle.caption(one, TODAY), str)
        assert chronicle.undo_words(one)
        assert not (chronicle.action(one) and chronicle.status(one))
        target = chronicle.reversible(one)
        elsewhere = target is not None and chronicle.origin(one) is not one
        assert elsewhere or chronicle.action(one) or chronicle.status(one)
        assert target is None or (target.state is DONE and target.undoable)


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (NotKept.AGE, "too old"),
        (NotKept.BUDGET, "over the limit"),
        (NotKept.GONE, "Something else"),
        (None, NOT_KEPT),
    ],
)
def test_why_it_is_not_kept(why: NotKept | None, words: str) -> None:
    lost = entry("1", PlanKind.UPDATE, change(UPDATE, "A", "2", "1"), undoable=False, not_kept=why)
    chronicle = Chronicle([lost])
    assert chronicle.status(lost) == "Not kept"
    assert words in chronicle.caption(lost, TODAY)
    assert words in chronicle.undo_words(lost)


@pytest.mark.parametrize("kind", PlanKind)
def test_every_kind_has_its_own_icon_and_a_sentence(kind: PlanKind) -> None:
    assert kind in LOOKS
    told = Chronicle([entry("1", kind, change(UPDATE, "A", "2", "1"), about="Building")])
    assert "{" not in told.title(told.entries[0])


def test_who_asked_for_a_change_and_which_files_it_was() -> None:
    main = replace(change(INSTALL, "Skylark", "2.0"), project=ProjectRef("modrinth", "sky"))
    along = change(INSTALL, "Hedgerow", "1.0", for_="sky")
    assert reason_of(main, (main, along)) == ""
    assert reason_of(along, (main, along)) == "needed by Skylark"
    assert reason_of(along, (along,)) == "needed by another mod"
    update = change(UPDATE, "A", "2", "1")
    assert files_of(update) == "A.jar → A-new.jar, 2.0 MB"
    assert files_of(change(REMOVE, "A")) == "A.jar, 1.0 MB"


def test_a_search_that_is_over_is_one_row_without_a_way_back() -> None:
    steps = [
        entry(f"{number}", PlanKind.BISECT, change(kind, "A"), undoable=False, minutes=number, search="3")
        for number, kind in enumerate((DISABLE, ENABLE, DISABLE, ENABLE))
    ]
    before = entry("before", PlanKind.DISABLE, change(DISABLE, "B"), minutes=-1)
    told = Chronicle([before, *steps])
    assert told.shown == (steps[3], before)
    assert told.first_of(steps[3]) is steps[0]
    assert told.first_of(before) is before
    assert told.title(steps[3]) == "Searched for the mod that breaks the game"
    assert told.caption(steps[3], TODAY) == "4 steps · all that was off for it is on again"
    assert (told.action(steps[3]), told.status(steps[3])) == ("", "")
    assert told.undo_words(steps[3]) == "The search is over: there is nothing to undo"
