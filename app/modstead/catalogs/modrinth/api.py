"""Asking Modrinth: addresses, chunks and decoding, the same for every resource."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from modstead.catalogs.http.client import READ_ON_THE_LOOP, HttpClient, Keeping
from modstead.catalogs.http.messages import Request
from modstead.catalogs.modrinth.decode import decode
from modstead.domain.project import Freshness
from modstead.errors import CatalogError, NotFound

S = TypeVar("S")
T = TypeVar("T")

TITLE = "Modrinth"
IDS_PER_REQUEST = 500
HASHES_PER_REQUEST = 500

BRIEFLY = Keeping(fresh_for=15)
FOR_MINUTES = Keeping(fresh_for=300)
FOR_A_DAY = Keeping(fresh_for=24 * 60 * 60)
NEVER = Keeping(keep=False, offline=False)


class ModrinthApi:
    """`base` is the server without `/v2`."""

    def __init__(self, client: HttpClient, base: str) -> None:
        self._client = client
        self._base = base.rstrip("/")

    async def get(
        self,
        path: str,
        shape: type[S],
        convert: Callable[[S, Freshness], T],
        *,
        about: str,
        parameters: Mapping[str, str] | None = None,
        keeping: Keeping = BRIEFLY,
    ) -> T:
        """The answer to a GET below the server's root, decoded as `shape` and converted.

        Raises:
            UnreadableAnswer: the answer has another shape.
            CatalogError: as `HttpClient.send` says.
        """
        url = f"{self._base}{path}" + (f"?{urlencode(parameters, quote_via=quote)}" if parameters else "")
        request = Request(url, service=TITLE, about=about)
        return await self._asked(request, shape, convert, keeping)

    async def post(
        self,
        path: str,
        body: Mapping[str, Any],
        shape: type[S],
        convert: Callable[[S, Freshness], T],
        *,
        about: str,
        keeping: Keeping = BRIEFLY,
    ) -> T:
        """The same for a look-up that Modrinth wants as a POST; it changes nothing there and may be repeated."""
        request = Request(
            f"{self._base}{path}",
            method="POST",
            body=msgspec.json.encode(body),
            headers={"Content-Type": "application/json"},
            service=TITLE,
            about=about,
        )
        return await self._asked(request, shape, convert, keeping)

    async def _asked(
        self, request: Request, shape: type[S], convert: Callable[[S, Freshness], T], keeping: Keeping
    ) -> T:
        answer = await self._client.send(request, partial(decode, shape=shape), keeping)
        if answer.size <= READ_ON_THE_LOOP:
            return convert(answer.value, answer.freshness)
        return await asyncio.to_thread(convert, answer.value, answer.freshness)


class Operations:
    """What the operations on one resource have in common."""

    def __init__(self, api: ModrinthApi) -> None:
        self._api = api


def segment(text: str, about: str) -> str:
    """`text` as one segment of a path.

    Raises:
        NotFound: it cannot be one, so that no platform knows it.
    """
    if not text.strip() or text in {".", ".."}:
        raise NotFound(f"{TITLE} does not know {about}.")
    try:
        return quote(text, safe="")
    except UnicodeEncodeError as error:
        raise NotFound(f"{TITLE} does not know {about}.") from error


def json_list(values: Iterable[str]) -> str:
    """A list as Modrinth wants it inside one parameter."""
    return msgspec.json.encode(list(values)).decode()


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


async def _asked(
    ask: Callable[[Sequence[str]], Awaitable[Mapping[str, T]]], chunk: Sequence[str]
) -> Mapping[str, T]:
    return await ask(chunk)


def _first(errors: BaseExceptionGroup[Any]) -> BaseException:
    found: BaseException = errors
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found
