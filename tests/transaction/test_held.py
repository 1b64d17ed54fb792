"""Downloads that broke off are held beside the folder, and gone on with when the change is tried again."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from modstead.domain.plan import Download, Operation, Progress
from modstead.domain.version import Hashes
from modstead.errors import DamagedDownload, DiskFull, ModsteadError, Unreachable
from modstead.instances import staging
from transaction.world import World, sha1, sha512
from transaction.world import state as state_of

BIG = bytes(range(256)) * 8


@pytest.fixture
def world(top: Path) -> World:
    return World(top, {"amber.jar": b"amber"})


def held(world: World) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in world.place.fetched.iterdir()}


def url(operation: Operation) -> str:
    return operation.source.url  # type: ignore[union-attr]


def fails(world: World, error: type[ModsteadError], *operations: Operation) -> None:
    with pytest.raises(error):
        world.apply(world.plan(*operations))
    assert world.staging() == []


def test_a_part_is_held_and_the_next_attempt_goes_on_with_it(world: World) -> None:
    new = world.install("new.jar", BIG)
    world.served.breaks[url(new)] = 1000
    fails(world, Unreachable, new)
    assert held(world) == {sha512(BIG): BIG[:1000]}
    told: list[Progress] = []
    world.apply(world.plan(new), progress=told.append)
    assert world.files()["new.jar"] == BIG
    assert held(world) == {}
    assert [one.bytes_held for one in told if one.file][-1] == 1000
    assert next(one.file_held for one in told if one.file) == 1000


def test_what_is_held_whole_is_told_so(world: World) -> None:
    good, bad = world.install("good.jar", BIG), world.install("bad.jar", b"bad")
    world.served.failures[url(bad)] = Unreachable("No.")
    world.transactions = world.restarted(parallel=1)
    fails(world, Unreachable, good, bad)
    world.served.failures.clear()
    told: list[Progress] = []
    world.apply(world.plan(good, bad), progress=told.append)
    (last,) = [one for one in told if one.file == "good.jar" and one.finished]
    assert last.file_held == last.file_done == len(BIG)


def test_a_part_of_something_else_costs_one_more_download_and_no_more(world: World) -> None:
    new = world.install("new.jar", BIG)
    world.served.breaks[url(new)] = 1000
    fails(world, Unreachable, new)
    (world.place.fetched / sha512(BIG)).write_bytes(b"x" * 1000)
    world.apply(world.plan(new))
    assert world.files()["new.jar"] == BIG
    assert world.served.fetched == [url(new)] * 3


def test_what_stays_damaged_is_called_so_and_not_held(world: World) -> None:
    new = world.install("new.jar", BIG)
    world.served.breaks[url(new)] = 1000
    fails(world, Unreachable, new)
    world.served.files[url(new)] = BIG[:-1] + b"x"
    fails(world, DamagedDownload, new)
    assert held(world) == {}
    assert len(world.served.fetched) == 3
    fails(world, DamagedDownload, new)
    assert len(world.served.fetched) == 4


def test_a_change_that_went_on_without_a_file_holds_its_part_alone(world: World) -> None:
    lost, other, kept = (
        world.install("lost.jar", BIG),
        world.install("b.jar", b"b"),
        world.install("a.jar", b"a"),
    )
    world.served.breaks[url(other)] = 0
    world.transactions = world.restarted(parallel=1)
    fails(world, Unreachable, kept, other)
    world.served.breaks[url(lost)] = 1000
    applied = world.apply(world.plan(lost, other), leave_out_failures=True)
    assert [note.subject for note in applied.failed] == ["lost.jar"]
    assert held(world) == {sha512(BIG): BIG[:1000]}


def test_the_same_bytes_under_two_names(world: World) -> None:
    one, two = world.install("one.jar", BIG), world.install("two.jar", BIG)
    world.served.breaks[url(one)] = 1000
    fails(world, Unreachable, one, two)
    world.apply(world.plan(one, two))
    assert world.files() == {"amber.jar": b"amber", "one.jar": BIG, "two.jar": BIG}


def test_a_file_without_a_sha512_is_not_held(world: World) -> None:
    new = world.install("new.jar", BIG)
    source = Download(url(new), len(BIG), Hashes(sha1(BIG)))
    world.served.breaks[url(new)] = 1000
    fails(world, Unreachable, replace(new, source=source, after=state_of("new.jar", BIG)))
    assert held(world) == {}


def test_room_is_needed_for_what_is_still_to_come_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = world.install("new.jar", BIG)
    world.served.breaks[url(new)] = 1000
    fails(world, Unreachable, new)
    free = 1024 * 1024 + len(BIG) - 1000
    monkeypatch.setattr(world.disk, "free", lambda _path: free - 1)
    fails(world, DiskFull, new)
    monkeypatch.setattr(world.disk, "free", lambda _path: free)
    world.apply(world.plan(new))
    assert world.files()["new.jar"] == BIG


def test_an_empty_file_comes_too(world: World) -> None:
    world.apply(world.plan(world.install("empty.jar", b"")))
    assert world.files()["empty.jar"] == b""


def test_what_is_held_is_bounded_oldest_first_with_what_lies_beside_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "FETCHED_BYTES", 2500)
    operations = [world.install(f"{name}.jar", name.encode() * 2000) for name in "abc"]
    for age, operation in enumerate(operations):
        world.served.breaks[url(operation)] = 1000
        fails(world, Unreachable, operation)
        path = world.place.fetched / operation.source.hashes.sha512  # type: ignore[union-attr]
        path.with_name(path.name + ".tag").write_text('"1"')
        os.utime(path, (age + 1, age + 1))
        os.utime(path.with_name(path.name + ".tag"), (age + 1, age + 1))
    fails(world, Unreachable, _unreachable(world))
    left = {name.partition(".")[0] for name in held(world)}
    assert left == {operation.source.hashes.sha512 for operation in operations[1:]}  # type: ignore[union-attr]
    assert len(held(world)) == 4


def _unreachable(world: World) -> Operation:
    operation = world.install("never.jar", b"never")
    world.served.failures[url(operation)] = Unreachable("No.")
    return operation


@pytest.mark.parametrize("size", [len(BIG), 10])
def test_a_link_among_what_is_held_is_never_taken(world: World, size: int) -> None:
    new = world.install("new.jar", BIG)
    theirs = world.elsewhere / "theirs"
    theirs.write_bytes(BIG[:size])
    world.served.failures[url(new)] = Unreachable("No.")
    fails(world, Unreachable, new)
    (world.place.fetched / sha512(BIG)).symlink_to(theirs)
    world.served.failures.clear()
    world.apply(world.plan(new))
    assert not (world.folder / "new.jar").is_symlink()
    assert world.files()["new.jar"] == BIG
    assert theirs.read_bytes() == BIG[:size]
