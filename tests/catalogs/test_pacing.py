"""Requests never follow faster than a server admits."""

import asyncio

import pytest

from catalogs.support import Time, run
from modstead.catalogs.http.pacing import MOST_IN_WINDOW, Pacer


def paced(time: Time) -> tuple[Pacer, list[float]]:
    waits: list[float] = []
    return Pacer(time.clock, waits.append), waits


async def passes(pacer: Pacer, count: int) -> None:
    for _ in range(count):
        await pacer.ready()


def test_passes_at_once_below_the_limit() -> None:
    time = Time()
    pacer, waits = paced(time)
    run(passes(pacer, MOST_IN_WINDOW))
    assert time.slept == []
    assert waits == []


def test_no_minute_holds_more_than_the_limit() -> None:
    time = Time()
    pacer, waits = paced(time)
    sent: list[float] = []

    async def send() -> None:
        for _ in range(3 * MOST_IN_WINDOW):
            await pacer.ready()
            sent.append(time.now)
            time.now += 0.01

    run(send())
    assert MOST_IN_WINDOW < 300
    for index in range(len(sent) - MOST_IN_WINDOW):
        assert sent[index + MOST_IN_WINDOW] - sent[index] >= 60 - 1e-3
    assert waits[-1] == 0.0


def test_holds_everybody_when_told_to_wait() -> None:
    time = Time()
    pacer, waits = paced(time)
    pacer.hold(4.0)
    pacer.hold(2.0)
    start = time.now
    run(passes(pacer, 2))
    assert time.now - start == pytest.approx(4.0)
    assert waits == [pytest.approx(4.0), 0.0]


def test_spreads_the_last_requests_over_the_time_that_the_server_names() -> None:
    time = Time()
    pacer, _ = paced(time)
    pacer.learn({"x-ratelimit-limit": "300", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "60"})
    start = time.now
    run(passes(pacer, 5))
    assert time.now - start == pytest.approx(5 * 60 / 300)


def test_a_fixed_window_that_is_used_up_is_waited_for() -> None:
    time = Time()
    pacer, _ = paced(time)
    pacer.learn({"x-ratelimit-limit": "1", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "30"})
    start = time.now
    run(passes(pacer, 1))
    assert time.now - start == pytest.approx(30)


def test_goes_on_freely_once_there_is_room_again() -> None:
    time = Time()
    pacer, _ = paced(time)
    pacer.learn({"x-ratelimit-limit": "300", "x-ratelimit-remaining": "3", "x-ratelimit-reset": "60"})
    run(passes(pacer, 1))
    pacer.learn({"x-ratelimit-limit": "300", "x-ratelimit-remaining": "200", "x-ratelimit-reset": "60"})
    run(passes(pacer, 20))
    assert time.slept == [pytest.approx(60 / 297)]


@pytest.mark.parametrize("value", ["", "many", "nan", "-1", "inf"])
def test_headers_that_make_no_sense_change_nothing(value: str) -> None:
    time = Time()
    pacer, _ = paced(time)
    pacer.learn({"x-ratelimit-limit": "300", "x-ratelimit-remaining": value, "x-ratelimit-reset": value})
    run(passes(pacer, 3))
    assert time.slept == []


def test_a_waiting_request_that_is_cancelled_lets_the_others_pass() -> None:
    time = Time()
    pacer, waits = paced(time)

    async def cancel_first() -> None:
        pacer.hold(5.0)
        first = asyncio.create_task(pacer.ready())
        second = asyncio.create_task(pacer.ready())
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        await second
        assert first.cancelled()

    run(cancel_first())
    assert waits[-1] == 0.0
