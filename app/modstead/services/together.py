"""Several questions at a time, none of which outlives whoever asked."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

_AT_ONCE = 6


async def together(questions: Iterable[Callable[[], Awaitable[T]]]) -> list[T]:
    """The answers in the order of the questions, a few of which are open at a time.

    The first failure is raised as it is, once the other questions are taken back.
    """
    room = asyncio.Semaphore(_AT_ONCE)

    async def answer(question: Callable[[], Awaitable[T]]) -> T:
        async with room:
            return await question()

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(answer(question)) for question in questions]
    except BaseExceptionGroup as failures:
        raise _first(failures) from failures
    return [task.result() for task in tasks]


def _first(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    found: BaseException = failures
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found
