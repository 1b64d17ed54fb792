"""Several questions at a time."""

import asyncio
from functools import partial

import pytest

from modstead.errors import NotFound
from modstead.services.together import together


def test_answers_come_in_order_and_few_questions_are_open_at_a_time() -> None:
    opened, most = 0, 0

    async def ask(number: int) -> int:
        nonlocal opened, most
        opened += 1
        most = max(most, opened)
        await asyncio.sleep(0)
        opened -= 1
        return number

    assert asyncio.run(together(partial(ask, number) for number in range(40))) == list(range(40))
    assert 1 < most < 40


def test_the_first_failure_takes_the_other_questions_back() -> None:
    left: list[int] = []

    async def ask(number: int) -> None:
        if number == 1:
            raise NotFound("There is none.")
        try:
            await asyncio.Event().wait()
        finally:
            left.append(number)

    async def work() -> None:
        with pytest.raises(NotFound, match="none"):
            await together(partial(ask, number) for number in range(40))
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(work())
    assert 0 in left
