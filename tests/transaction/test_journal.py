"""Operation IDs and what the record of a change holds."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modstead.domain.instance import Loader
from modstead.domain.plan import Move, Operation, OperationKind, PlanKind
from modstead.domain.project import ProjectRef
from modstead.domain.version import Channel
from modstead.instances.journal import Entry, Journal, Mark, Step
from transaction.world import QuickDisk, World, state

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def journal(top: Path) -> Journal:
    world = World(top)
    world.place.make(QuickDisk())
    return Journal(world.place, QuickDisk())


def begin(journal: Journal, operation_id: str) -> None:
    journal.begin(Entry(operation_id, NOON, PlanKind.INSTALL, ()))


def test_ids_sort_by_time_whatever_the_clock_does(journal: Journal) -> None:
    ids = []
    for seconds in (0, 0, 0, 5, 5, -3600, 6):
        ids.append(journal.new_id(NOON + timedelta(seconds=seconds)))
        begin(journal, ids[-1])
        journal.close(ids[-1], Mark.DONE)
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert ids[0].startswith("20261123-120000-")
    assert ids[-1].startswith("20261123-120006-")


def test_an_id_is_in_universal_time(journal: Journal) -> None:
    assert journal.new_id(NOON.astimezone(timezone(timedelta(hours=9)))).startswith("20261123-120000-")


def test_a_second_that_is_full_gives_way_to_the_next(journal: Journal) -> None:
    begin(journal, "20261123-235959-ffff")
    assert journal.new_id(NOON) == "20261124-000000-0000"


def test_a_record_comes_back_as_it_was(journal: Journal) -> None:
    operation = Operation(
        OperationKind.UPDATE,
        state("old.jar", b"old"),
        state("new.jar", b"new"),
        title="Mød",
        reason="newer",
        project=ProjectRef("modrinth", "AABBCCDD"),
        version_id="v2",
        version_number="2",
        from_version_id="v1",
        from_version_number="1",
        channel=Channel.BETA,
        published=NOON,
        from_published=NOON + timedelta(days=1),
        icon_url="https://cdn.example/icon.png",
        required_by=("X", "Y"),
    )
    entry = Entry(
        "20261123-120000-0001",
        NOON,
        PlanKind.UPDATE,
        (Step(3, operation), Step(5, operation, True)),
        "u",
        move=Move(None, "1.21.4", Loader.QUILT, "26.1"),
    )
    journal.begin(entry)
    assert journal.ids(Mark.PENDING) == [entry.operation_id]
    assert journal.read(entry.operation_id, Mark.PENDING) == entry
    journal.close(entry.operation_id, Mark.DONE)
    assert journal.closed() == [(entry.operation_id, entry, Mark.DONE)]


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
        lambda name: name not in {".", ".."} and not set("/\\\0").intersection(name)
    )
)
def test_any_name_that_a_file_can_have_is_recorded(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    world = World(tmp_path_factory.mktemp("journal"))
    world.place.make(QuickDisk())
    journal = Journal(world.place, QuickDisk())
    entry = Entry(
        "20261123-120000-0001",
        NOON,
        PlanKind.REMOVE,
        (Step(0, Operation(OperationKind.REMOVE, state(name, b"x"), None)),),
    )
    journal.begin(entry)
    assert journal.read(entry.operation_id, Mark.PENDING) == entry


def test_other_files_in_the_journal_are_left_alone(journal: Journal, top: Path) -> None:
    place = World(top / "again").place
    place.make(QuickDisk())
    (place.journal / "notes.txt").write_text("mine")
    (place.journal / "x.pending.json").write_text("{}")
    assert Journal(place, QuickDisk()).ids(*Mark) == []
