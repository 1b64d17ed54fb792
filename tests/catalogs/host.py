"""A host of files on loopback that answers as a test says, down to cut connections."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from modstead.catalogs.http.tls import TlsContext

CERTIFICATE = Path(__file__).parent / "loopback.pem"
TLS_HANDSHAKE = b"\x16"


@dataclass(frozen=True)
class Asked:
    target: str
    headers: Mapping[str, str]
    connection: int


@dataclass(frozen=True)
class Reply:
    """`sent` bytes of the body go out, all by default; then the connection stays, is cut (`cut`) or falls silent."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    sent: int | None = None
    cut: bool = False
    silent: bool = False
    announced: bool = True
    chunked: bool = False


@dataclass
class Host:
    answer: Callable[[Asked], Reply]
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    connections: int = 0
    scheme: str = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while await self._one(reader, writer, number):
                pass
        writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> bool:
        first = await reader.readexactly(1)
        if first == TLS_HANDSHAKE:
            return False
        head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = (line.split(": ", 1) for line in head[1:] if line)
        headers = {name.lower(): value for name, value in fields}
        asked = Asked(head[0].split(" ")[1], headers, number)
        self.asked.append(asked)
        reply = self.answer(asked)
        writer.write(_written(reply))
        await writer.drain()
        self.heard.set()
        if reply.silent:
            await reader.read()
            return False
        return not reply.cut and (reply.announced or reply.chunked)


def _written(reply: Reply) -> bytes:
    headers = dict(reply.headers)
    body = reply.body
    if reply.chunked:
        headers["Transfer-Encoding"] = "chunked"
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"
    elif reply.announced:
        headers.setdefault("Content-Length", str(len(body)))
    lines = [f"HTTP/1.1 {reply.status} Said", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body[: reply.sent]


@asynccontextmanager
async def hosting(answer: Callable[[Asked], Reply], *, encrypted: bool = False) -> AsyncIterator[Host]:
    host = Host(answer, scheme="https" if encrypted else "http")
    context = None
    if encrypted:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0, ssl=context)
    host.port = server.sockets[0].getsockname()[1]
    try:
        yield host
    finally:
        server.close()
        await server.wait_closed()


class TrustsLoopback(TlsContext):
    """Trusts the certificate that `hosting` shows, and no other."""

    def get(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(CERTIFICATE))


def in_turn(*replies: Reply) -> Callable[[Asked], Reply]:
    """One reply after another, the last one for ever."""
    left = list(replies)
    return lambda _asked: left.pop(0) if len(left) > 1 else left[0]
