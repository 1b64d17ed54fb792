"""Asking a platform: operations, chunks and decoding, the same for every platform and resource."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from msgspec import Struct

from modstead.catalogs.decoding import decode
from modstead.catalogs.http.client import READ_ON_THE_LOOP, HttpClient, Keeping
from modstead.catalogs.http.messages import Request
from modstead.catalogs.http.uploads import LocalFile, nobody
from modstead.catalogs.operations import Operation
from modstead.catalogs.requests import request_for, upload_for
from modstead.domain.project import Freshness
from modstead.domain.version import Channel, Version
from modstead.errors import CatalogError, NoLongerOffered, NotFound

S = TypeVar("S")
T = TypeVar("T")

NO_ARGUMENTS: Mapping[str, Any] = {}


class PlatformApi:
    """`base` is the server's address without the prefix that the platform's operations have."""

    def __init__(self, client: HttpClient, base: str) -> None:
        self._client = client
        self._base = base.rstrip("/")

    async def ask(
        self,
        operation: Operation[S],
        convert: Callable[[S, Freshness], T],
        arguments: Mapping[str, Any] = NO_ARGUMENTS,
        *,
        about: str,
        body: Struct | None = None,
        signed: bool = False,
    ) -> T:
        """The answer to an operation that changes nothing, decoded and converted.

        `about` is what is asked for, for error messages; `signed` asks in the user's name, so that what only the user
        may see is among the answer.

        Raises:
            FieldRefused: an argument is out of its bounds; nothing was sent.
            UnreadableAnswer: the answer has another shape.
            CatalogError: as `HttpClient.send` says.
        """
        request = request_for(operation, self._base, arguments, about=about, body=body, signed=signed)
        return await self._asked(operation, request, convert, operation.keeping)

    async def change(
        self,
        operation: Operation[S],
        convert: Callable[[S], T],
        arguments: Mapping[str, Any] = NO_ARGUMENTS,
        *,
        about: str,
        body: Struct | None = None,
        files: Mapping[str, LocalFile] = NO_ARGUMENTS,
        progress: Callable[[int], None] = nobody,
    ) -> T:
        """Carry out an operation that changes something, and answer with what `convert` makes of its answer.

        `about` is what is changed, for error messages; `files` go out by the names of their parts, and `progress` is
        told how many bytes were sent.

        Raises:
            FieldRefused: an argument or a file is out of its bounds; nothing was sent.
            NoLongerOffered: the platform's documents state it, but its servers do not have it any more.
            CatalogError: as `HttpClient.change` says.
        """
        upload = upload_for(operation, files, body, progress)
        request = request_for(operation, self._base, arguments, about=about, body=body)
        read = partial(decode, shape=operation.answer, envelope=operation.platform.envelope)
        with _offered(operation, about):
            return convert(await self._client.change(replace(request, upload=upload), read))

    async def _asked(
        self,
        operation: Operation[S],
        request: Request,
        convert: Callable[[S, Freshness], T],
        keeping: Keeping,
    ) -> T:
        read = partial(decode, shape=operation.answer, envelope=operation.platform.envelope)
        with _offered(operation, request.about):
            answer = await self._client.send(request, read, keeping)
        if answer.size <= READ_ON_THE_LOOP:
            return convert(answer.value, answer.freshness)
        return await asyncio.to_thread(convert, answer.value, answer.freshness)


def nothing(_answer: None) -> None:
    """What is made of an answer without a body."""


@contextmanager
def _offered(operation: Operation[Any], about: str) -> Iterator[None]:
    """Tells what is gone from what was not found."""
    try:
        yield
    except NotFound as error:
        if operation.routed:
            raise
        title = operation.platform.title
        raise NoLongerOffered(f"{title} no longer offers this: {about}.", error.detail) from error


async def in_chunks(
    values: Iterable[str], size: int, ask: Callable[[Sequence[str]], Awaitable[Mapping[str, T]]]
) -> dict[str, T]:
    """What `ask` answers for each value, `size` values at a time, all at the same time.

    The values are put in order first, so that the same set makes the same requests.

    Raises:
        CatalogError: the first that any chunk met.
    """
    ordered = sorted(set(values))
    chunks = [ordered[start : start + size] for start in range(0, len(ordered), size)]
    if len(chunks) == 1:
        return dict(await ask(chunks[0]))
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_asked(ask, chunk)) for chunk in chunks]
    except* CatalogError as errors:
        raise _first(errors) from errors
    return {name: value for task in tasks for name, value in task.result().items()}


async def by_channels(
    files: Mapping[str, Version],
    channels: Mapping[str, Sequence[Channel]],
    ask: Callable[[Mapping[str, Version], Sequence[Channel]], Awaitable[Mapping[str, T]]],
) -> dict[str, T]:
    """What `ask` answers for the files, those together that take versions from the same channels."""
    groups: dict[tuple[Channel, ...], dict[str, Version]] = {}
    for sha1, version in files.items():
        groups.setdefault(tuple(channels.get(sha1, ())), {})[sha1] = version
    found: dict[str, T] = {}
    for admitted, share in groups.items():
        found |= await ask(share, admitted)
    return found


async def _asked(
    ask: Callable[[Sequence[str]], Awaitable[Mapping[str, T]]], chunk: Sequence[str]
) -> Mapping[str, T]:
    return await ask(chunk)


def _first(errors: BaseExceptionGroup[Any]) -> BaseException:
    found: BaseException = errors
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found
