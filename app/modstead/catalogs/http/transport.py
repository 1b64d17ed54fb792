"""The transport over httpx."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, aclosing
from importlib import import_module
from typing import TYPE_CHECKING, Any

from modstead.catalogs.http import failures
from modstead.catalogs.http.messages import USER_AGENT, Request, Response
from modstead.catalogs.http.tls import TlsContext
from modstead.catalogs.http.uploads import Upload

if TYPE_CHECKING:
    import httpx

MOST_CONNECTIONS = 8
"""httpcore's pool gets slower with its size: 1.1 ms a request with 8 connections, 4.0 with 32."""

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
"""This computer is never reached through a proxy."""

_BROUGHT_LATE = ("httpcore._backends.anyio", "anyio._backends._asyncio")

CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 30.0
READ_TIMEOUT_OF_UPLOADS = 300.0
"""A platform looks through a large file before it answers."""
LONGEST_WAIT = 60.0
"""Seconds until the whole answer must be there: one that comes byte by byte is never out of time by itself."""


class HttpxTransport:
    """One `httpx.AsyncClient`, made with the first request: httpx and TLS take 100 to 200 ms to load, in a thread.

    `mounted`, for tests, makes the httpx transport that carries the bytes instead of sockets. An answer that is not
    whole after `longest_wait` seconds is given up on; what is uploaded does not count.
    """

    def __init__(
        self,
        tls: TlsContext,
        *,
        mounted: "Callable[[], httpx.AsyncBaseTransport] | None" = None,
        longest_wait: float = LONGEST_WAIT,
    ) -> None:
        self._longest_wait = longest_wait
        self._tls = tls
        self._mounted = mounted
        self._client: httpx.AsyncClient | None = None
        self._making = asyncio.Lock()

    async def send(self, request: Request, *, limit: int) -> Response:
        try:
            client = self._client or await self._open()
        except OSError as error:
            raise failures.from_os_error(error, request) from error
        import httpx

        try:
            async with AsyncExitStack() as opened:
                bound = await opened.enter_async_context(
                    asyncio.timeout(None if request.upload else self._longest_wait)
                )
                stated: dict[str, Any] = {"content": request.body or None, "headers": dict(request.headers)}
                if request.upload:
                    stated = _uploading(request.upload, dict(request.headers), bound)
                    await opened.enter_async_context(aclosing(stated["content"]))
                answer = await opened.enter_async_context(
                    client.stream(request.method, request.url, **stated)
                )
                body = bytearray()
                async for part in answer.aiter_bytes():
                    body += part
                    if len(body) > limit:
                        raise failures.too_long(request, limit)
                headers = {name.lower(): value for name, value in answer.headers.items()}
                return Response(answer.status_code, headers, bytes(body))
        except TimeoutError as error:
            raise failures.too_slow(request) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, httpx.CookieConflict) as error:
            raise failures.from_httpx(error, request) from error

    async def aclose(self) -> None:
        client, self._client = self._client, None
        if client:
            await client.aclose()

    async def _open(self) -> "httpx.AsyncClient":
        async with self._making:
            if self._client is None:
                self._client = await asyncio.to_thread(self._make)
            return self._client

    def _make(self) -> "httpx.AsyncClient":
        # httpx imports its own command line where click happens to be installed: 100 ms and 10 MB for nothing.
        sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
        import httpx

        # What its connections bring with the first request would hold up the event loop for 40 ms.
        for name in _BROUGHT_LATE:
            import_module(name)
        return httpx.AsyncClient(
            transport=self._mounted() if self._mounted else None,
            verify=self._tls.get(),
            limits=httpx.Limits(max_connections=MOST_CONNECTIONS, max_keepalive_connections=MOST_CONNECTIONS),
            timeout=httpx.Timeout(READ_TIMEOUT, connect=CONNECT_TIMEOUT, pool=None),
            headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
            mounts={f"all://{host}": None for host in LOOPBACK},
            follow_redirects=False,
        )


def _uploading(upload: Upload, headers: dict[str, str], bound: asyncio.Timeout) -> dict[str, Any]:
    """The body of a request as httpx takes it, read while it is sent; from its end on the answer's time is bound."""
    import httpx

    async def body() -> AsyncGenerator[bytes, None]:
        async with aclosing(upload.chunks()) as chunks:
            async for chunk in chunks:
                yield chunk
        bound.reschedule(asyncio.get_running_loop().time() + READ_TIMEOUT_OF_UPLOADS)

    return {
        "content": body(),
        "headers": headers | {"Content-Type": upload.content_type, "Content-Length": str(upload.length)},
        "timeout": httpx.Timeout(READ_TIMEOUT_OF_UPLOADS, connect=CONNECT_TIMEOUT, pool=None),
    }
