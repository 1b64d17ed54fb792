"""How long replaced files are kept: within a budget and a time, and always for the last changes."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modstead.domain.plan import HistoryEntry, PlanKind
from modstead.domain.points import AtOperation
from modstead.domain.retention import NotKept, Replaced, Retention, staying
from modstead.errors import UndoImpossible
from transaction.world import BrokenDisk, World

NOW = datetime(2026, 11, 29, tzinfo=UTC)
CONTENTS = st.sampled_from("abcdefgh")
KEPT = st.dictionaries(CONTENTS, st.integers(1, 50))
CHANGES = st.lists(
    st.tuples(st.integers(0, 200), st.frozensets(CONTENTS, max_size=4), st.booleans()), max_size=12
)


@given(KEPT, CHANGES, st.integers(0, 120), st.integers(0, 5), st.data())
def test_what_stays(
    sizes: dict[str, int],
    changes: list[tuple[int, frozenset[str], bool]],
    budget: int,
    keep_last: int,
    data: st.DataObject,
) -> None:
    newest_first = [
        Replaced(NOW - timedelta(days=days), needed, stands)
        for days, needed, stands in sorted(changes, key=lambda change: change[0])
    ]
    untouchable = data.draw(st.sets(st.sampled_from(sorted(sizes)))) if sizes else set()
    retention = Retention(budget, timedelta(days=90), keep_last)
    kept = staying(newest_first, sizes, retention, NOW, untouchable=untouchable)
    assert untouchable <= kept <= sizes.keys()
    standing = [change for change in newest_first if change.stands]
    last = [*newest_first[:keep_last], *standing[:keep_last]]
    needed = set(untouchable).union(*(change.contents for change in last)) & sizes.keys()
    assert needed <= kept
    assert kept == needed or sum(sizes[content] for content in kept) <= budget
    young = [change for change in newest_first if NOW - change.at <= retention.age]
    assert kept <= needed.union(*(change.contents for change in young))
    wanted = needed.union(*(change.contents & sizes.keys() for change in young))
    if sum(sizes[content] for content in wanted) <= budget:
        assert kept == wanted


def test_steps_of_a_search_do_not_use_up_the_last_changes() -> None:
    change = Replaced(NOW - timedelta(days=100), frozenset({"a"}))
    step = Replaced(NOW, frozenset(), stands=False, counts=False)
    retention = Retention(0, timedelta(days=90), keep_last=2)
    assert retention.protected([*[step] * 5, change, change, change]) == [*[True] * 7, False]


class Growing(World):
    """A folder whose one mod is updated again and again."""

    def __init__(self, top: Path, retention: Retention) -> None:
        super().__init__(top, {"amber.jar": b"amber 00"})
        self.transactions = self.restarted(retention=lambda: retention)

    def update_often(self, times: int, *, days_between: int = 0) -> None:
        for number in range(1, times + 1):
            self.apply(self.plan(self.update("amber.jar", "amber.jar", b"amber %02d" % number)))
            self.clock.time += timedelta(days=days_between)

    def entries(self) -> tuple[HistoryEntry, ...]:
        return asyncio.run(self.transactions.history(self.folder))


def test_a_change_drops_what_is_over_the_budget(top: Path) -> None:
    world = Growing(top, Retention(budget_bytes=3 * 8, keep_last=1))
    world.update_often(6)
    assert sorted(world.kept()) == [b"amber 03", b"amber 04", b"amber 05"]
    assert [entry.not_kept for entry in world.entries()] == [None] * 3 + [NotKept.BUDGET] * 3
    oldest = world.entries()[-1].operation_id
    with pytest.raises(UndoImpossible, match="later operation"):
        world.undo(oldest)
    plan = asyncio.run(
        world.restarted().restore_plan(world.instance, AtOperation(world.entries()[2].operation_id))
    )
    assert plan.operations
    with pytest.raises(UndoImpossible, match="no longer kept"):
        asyncio.run(world.restarted().restore_plan(world.instance, AtOperation(oldest)))


def test_a_change_drops_what_is_too_old(top: Path) -> None:
    world = Growing(top, Retention(age=timedelta(days=10), keep_last=2))
    world.update_often(5, days_between=4)
    assert [entry.not_kept for entry in world.entries()] == [None, None, None, NotKept.AGE, NotKept.AGE]
    assert len(world.kept()) == 3


def test_the_last_changes_can_be_undone_whatever_their_size_and_age(top: Path) -> None:
    world = Growing(top, Retention(budget_bytes=0, age=timedelta(0), keep_last=4))
    world.update_often(9, days_between=100)
    assert asyncio.run(world.transactions.prune(world.folder)) == 0
    assert [entry.undoable for entry in world.entries()] == [True] * 4 + [False] * 5
    assert {entry.not_kept for entry in world.entries()[4:]} == {NotKept.AGE}
    world.apply(asyncio.run(world.restarted().undo_plan(world.instance, world.entries()[0].operation_id)))
    assert world.files() == {"amber.jar": b"amber 08"}


def test_opening_a_folder_later_drops_what_became_too_old(top: Path) -> None:
    world = Growing(top, Retention(age=timedelta(days=30), keep_last=1))
    world.update_often(3)
    assert asyncio.run(world.transactions.prune(world.folder)) == 0
    world.clock.time += timedelta(days=31)
    assert asyncio.run(world.transactions.prune(world.folder)) == 2 * 8
    for record in world.place.journal.glob("*.json"):
        record.write_bytes(b"is not read again where nothing may be due")
    assert asyncio.run(world.transactions.prune(world.folder)) == 0
    assert world.kept() == [b"amber 02"]


def test_what_something_else_deleted_is_told_so(top: Path) -> None:
    world = Growing(top, Retention())
    world.update_often(1)
    for path in world.place.kept.iterdir():
        path.unlink()
    assert [entry.not_kept for entry in world.entries()] == [NotKept.GONE]


def test_a_disk_that_fails_in_pruning_fails_no_change(top: Path) -> None:
    class Stubborn(BrokenDisk):
        def step(self, action: str, path: Path) -> None:
            if action == "remove" and path.parent.name == "kept":
                raise PermissionError(13, "Permission denied")

    world = World(top, {"amber.jar": b"one", "birch.jar": b"two"})
    retention = Retention(budget_bytes=0, keep_last=0)
    world.transactions = world.restarted(Stubborn(0, OSError()), retention=lambda: retention)
    world.apply(world.plan(world.remove("amber.jar"), kind=PlanKind.REMOVE))
    assert world.files() == {"birch.jar": b"two"}
    assert world.kept() == [b"one"]
    assert world.staging() == []
