"""Numbers about a download that can be read while it runs."""

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modstead.domain.pace import Pace


def watched(looks: Iterable[tuple[float, int]]) -> Pace:
    pace = Pace()
    for moment, octets in looks:
        pace = pace.seen(moment, octets)
    return pace


def steady(per_second: int, seconds: int, *, every: float = 0.1) -> Pace:
    return watched((tick * every, int(tick * every * per_second)) for tick in range(int(seconds / every) + 1))


def test_nothing_is_said_before_there_is_something_to_say() -> None:
    assert Pace().per_second == 0
    assert steady(1000, 1).per_second == 0
    assert steady(1000, 1).seconds_left(5000) is None
    assert steady(1000, 2).seconds_left(0) is None


@pytest.mark.parametrize("seconds", [2, 5, 60])
def test_a_steady_pace_is_told_as_it_is_from_the_beginning(seconds: int) -> None:
    assert steady(1000, seconds).per_second == pytest.approx(1000, rel=0.02)


def test_a_stall_fades_until_nothing_is_told() -> None:
    pace = steady(1000, 10)
    speeds = [pace.seen(10 + wait, 10_000).per_second for wait in (1, 4, 12, 60)]
    assert speeds == sorted(speeds, reverse=True)
    assert speeds[-1] == 0
    assert pace.seen(70, 10_000).seconds_left(1000) is None


def test_a_file_that_begins_anew_is_no_speed_at_all() -> None:
    pace = steady(1000, 10).seen(10.5, 2000)
    assert 0 < pace.per_second < 1000
    assert pace.seen(11.5, 3000).per_second == pytest.approx(1000, rel=0.2)


def test_a_burst_moves_the_number_a_little() -> None:
    pace = steady(1000, 20)
    assert pace.seen(20.3, 20_300 + 3000).per_second < 2000


@pytest.mark.parametrize(
    ("octets", "told"), [(400, 1), (8_300, 9), (42_000, 45), (89_000, 90), (130_000, 180), (10**9, None)]
)
def test_the_time_left_is_told_in_steps(octets: int, told: float | None) -> None:
    assert steady(1000, 10, every=1.0).seconds_left(octets) == told


def test_what_is_shown_stays_as_long_as_it_is_about_right() -> None:
    pace = steady(1000, 10, every=1.0)
    assert pace.seconds_left(43_000, shown=45) == 45
    assert pace.seconds_left(47_000, shown=45) == 45
    assert pace.seconds_left(39_000, shown=45) == 40
    assert pace.seconds_left(60_000, shown=45) == 60


@given(st.lists(st.tuples(st.floats(0, 100), st.integers(0, 10**12)), min_size=2, max_size=30))
def test_no_numbers_are_impossible(looks: list[tuple[float, int]]) -> None:
    moments = itertools.accumulate(passed for passed, _ in looks)
    octets = itertools.accumulate(octets for _, octets in looks)
    pace = watched(zip(moments, octets, strict=True))
    assert 0 <= pace.per_second <= max(octets for _, octets in looks) / 0.25
    left = pace.seconds_left(1000)
    assert left is None or 0 < left <= 24 * 60 * 60 + 60
