"""Each operation of Modrinth in use: the request that its document states, an answer, and the call that makes it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from catalogs import test_community, test_modrinth, test_studio, test_v3
from catalogs.support import opened, over_httpx
from modstead.catalogs.modrinth.v3 import ModrinthV3Catalog
from modstead.catalogs.operations import Operation
from modstead.settings import Endpoints

ANSWERS = test_modrinth.ANSWERS

Call = Callable[[ModrinthV3Catalog, Path], Awaitable[Any]]


@dataclass(frozen=True)
class Case:
    """`answer` names a file; without one the answer is a mere 204. Of a multipart body, `ask` leaves out the body."""

    ask: str
    answer: str
    call: Call

    def uses(self, operation: Operation[Any]) -> bool:
        method, _, rest = self.ask.partition(" ")
        path = rest.partition(" ")[0].partition("?")[0]
        form = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(operation.full_path))
        return method == operation.method and bool(re.fullmatch(form, path))

    def comes_after(self, request: httpx.Request) -> bool:
        """Whether the request is one that no document states, made to find out whether the server has it."""
        return "/version_files/update_" in request.url.path and "/version_files/update_" not in self.ask

    @property
    def body(self) -> bytes:
        return (ANSWERS / f"{self.answer}.json").read_bytes() if self.answer else b""

    @property
    def response(self) -> httpx.Response:
        return httpx.Response(200, content=self.body) if self.answer else httpx.Response(204)


def _plain(call: Callable[[Any], Awaitable[Any]]) -> Call:
    return lambda catalog, _folder: call(catalog)


def _of_v3(call: Callable[[Any, Path], Awaitable[Any]]) -> Call:
    return lambda catalog, folder: call(catalog.v3, folder)


SENT_FILES = {ask: answer for ask, answer, *_ in test_studio.PARTS}

CASES = [
    *(
        Case(ask, answer, _plain(call))
        for ask, answer, call in (one.values for one in test_modrinth.OPERATIONS)
    ),
    Case(
        f'POST /v2/version_files/update {{"hashes":["{test_modrinth.SHA1}"],"algorithm":"sha1","loaders":["fabric"],'
        '"game_versions":["1.21"]}',
        "by_hash",
        lambda catalog, _folder: catalog.latest_by_hash(
            [test_modrinth.SHA1], loaders=["fabric"], game_versions=["1.21"]
        ),
    ),
    *(Case(ask, answer, _plain(call)) for ask, answer, call, _ids in test_community.READS),
    *(Case(ask, "", _plain(call)) for ask, call in test_community.CHANGES),
    Case(
        'POST /v2/report {"report_type":"spam","item_id":"AAAAAAAA","item_type":"project","body":"Rubbish."}',
        "report",
        _plain(test_community.REPORT),
    ),
    Case(
        'POST /v2/thread/HHHHHHH1 {"type":"text","body":"Hello."}',
        "thread",
        lambda catalog, _folder: catalog.write("HHHHHHH1", "Hello."),
    ),
    *(Case(ask, SENT_FILES.get(ask, ""), call) for ask, call in test_studio.EVERY),
    *(Case(ask, answer, _of_v3(call)) for ask, answer, call in test_v3.READS),
    *(Case(ask, "", _of_v3(call)) for ask, call in test_v3.CHANGES),
]


async def asked(folder: Path, handler: Callable[[httpx.Request], httpx.Response], case: Case) -> Any:
    """What comes of the call, made by somebody who is signed in."""
    async with opened(folder, over_httpx(handler)) as client:
        catalog = ModrinthV3Catalog(client, Endpoints(), lambda: False)
        catalog.use(test_studio.TOKEN)
        (folder / "a.png").write_bytes(test_v3.PICTURE)
        return await case.call(catalog, test_studio.prepared(folder))
