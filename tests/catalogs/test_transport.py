"""httpx below, Modstead's errors above."""

import asyncio
import errno
import gzip
import inspect
import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from catalogs.support import TLS, URL, over_httpx, run
from modstead import __version__
from modstead.catalogs.http import Request, Response
from modstead.catalogs.http import transport as transport_module
from modstead.catalogs.http.failures import from_httpx, from_os_error
from modstead.catalogs.http.tls import TlsContext
from modstead.catalogs.http.transport import HttpxTransport
from modstead.catalogs.http.uploads import Upload
from modstead.errors import CatalogError, RequestRefused, Unreachable, UnreadableAnswer

ASKED = Request(URL, service="Modrinth", about="the project a")


def every_httpx_error() -> list[type[Exception]]:
    return [error for _, error in inspect.getmembers(httpx, inspect.isclass) if issubclass(error, Exception)]


def made(error: type[Exception]) -> Exception:
    request = httpx.Request("GET", URL)
    if error is httpx.HTTPStatusError:
        return httpx.HTTPStatusError("it\nfailed", request=request, response=httpx.Response(500))
    if error in {httpx.ResponseNotRead, httpx.RequestNotRead, httpx.StreamClosed, httpx.StreamConsumed}:
        return error()
    return error("it\nfailed")


async def sent(handler: Callable[[httpx.Request], httpx.Response], limit: int = 1 << 20) -> Response:
    transport = over_httpx(handler)
    try:
        return await transport.send(ASKED, limit=limit)
    finally:
        await transport.aclose()


@pytest.mark.parametrize("error", every_httpx_error(), ids=lambda error: error.__name__)
def test_every_error_of_httpx_is_one_of_ours_in_plain_sentences(error: type[Exception]) -> None:
    def fail(_request: httpx.Request) -> httpx.Response:
        raise made(error)

    with pytest.raises(CatalogError) as caught:
        run(sent(fail))
    assert "Modrinth" in caught.value.title
    for sentence in (caught.value.title, caught.value.detail, caught.value.remedy):
        assert sentence == "" or sentence.endswith((".", "!", "?"))
        assert "\n" not in sentence


@pytest.mark.parametrize(
    ("error", "kind", "detail"),
    [
        (httpx.ConnectTimeout("x"), Unreachable, "in time"),
        (httpx.ConnectError(""), Unreachable, "^$"),
        (httpx.RemoteProtocolError("Server disconnected"), Unreachable, "broke off"),
        (httpx.ProxyError("403 Forbidden"), Unreachable, "proxy"),
        (httpx.UnsupportedProtocol("no scheme"), RequestRefused, "address"),
        (httpx.DecodingError("bad gzip"), UnreadableAnswer, "Bad gzip."),
    ],
)
def test_says_what_happened(error: httpx.HTTPError, kind: type[CatalogError], detail: str) -> None:
    import re

    found = from_httpx(error, ASKED)
    assert type(found) is kind
    assert re.search(detail, found.detail)


@pytest.mark.parametrize(
    ("cause", "detail"),
    [
        (ConnectionRefusedError(111, "Connect call failed"), "The connection was refused."),
        (socket.gaierror(-2, "Name or service not known"), "Its name cannot be found."),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), "There is no network."),
        (OSError(errno.EHOSTUNREACH, "No route to host"), "There is no network."),
        (OSError("odd"), "All connection attempts failed."),
    ],
)
def test_says_why_no_connection_came_about(cause: OSError, detail: str) -> None:
    several = ExceptionGroup("several", [cause, OSError("other")])
    for inner in (cause, several):
        error = httpx.ConnectError("All connection attempts failed")
        error.__cause__ = OSError("All connection attempts failed")
        error.__cause__.__context__ = inner
        assert from_httpx(error, ASKED).detail == detail
    assert from_os_error(cause, ASKED).detail == detail.replace("All connection attempts failed", "Odd")


def test_a_socket_that_gives_up_did_not_answer_in_time() -> None:
    assert from_os_error(TimeoutError("timed out"), ASKED).detail == "It did not answer in time."


def test_a_request_without_a_platform_names_the_host() -> None:
    assert from_httpx(httpx.ReadTimeout("x"), Request(URL)).title == "api.modrinth.com cannot be reached."
    assert from_httpx(httpx.ReadTimeout("x"), Request("http://[")).title == "The server cannot be reached."


def test_names_the_application_and_a_contact_and_takes_compressed_answers() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(
            200, headers={"Content-Encoding": "gzip", "X-A": "b"}, content=gzip.compress(b"[1]")
        )

    response = run(sent(answer))
    assert response.body == b"[1]"
    assert response.headers["x-a"] == "b"
    assert seen[0].headers["user-agent"] == f"modstead/{__version__} (https://github.com/modstead/modstead)"
    assert "gzip" in seen[0].headers["accept-encoding"]


@pytest.mark.parametrize("begun", [False, True], ids=["nothing came", "byte by byte"])
def test_an_answer_that_never_ends_is_given_up_on(begun: bool) -> None:
    async def for_ever() -> AsyncIterator[bytes]:
        yield b"["
        await asyncio.Event().wait()

    async def answer(_request: httpx.Request) -> httpx.Response:
        if not begun:
            await asyncio.Event().wait()
        return httpx.Response(200, content=for_ever())

    async def do() -> None:
        transport = HttpxTransport(TLS, mounted=lambda: httpx.MockTransport(answer), longest_wait=0.01)
        with pytest.raises(Unreachable, match="did not answer in time") as caught:
            await transport.send(ASKED, limit=1 << 20)
        assert caught.value.arrived
        await transport.aclose()

    run(do())


def test_what_is_uploaded_takes_its_time_but_its_answer_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport_module, "READ_TIMEOUT_OF_UPLOADS", 0.01)
    sent_bytes: list[bytes] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        sent_bytes.append(await request.aread())
        await asyncio.Event().wait()
        return httpx.Response(204)

    async def do() -> None:
        transport = HttpxTransport(TLS, mounted=lambda: httpx.MockTransport(answer), longest_wait=0.0)
        request = Request(URL, "POST", upload=Upload("image/png", (b"abc",)))
        with pytest.raises(Unreachable, match="did not answer in time"):
            await transport.send(request, limit=1 << 20)
        await transport.aclose()

    run(do())
    assert sent_bytes == [b"abc"]


def test_an_answer_that_unpacks_to_too_much_is_cut_short() -> None:
    bomb = gzip.compress(bytes(8 << 20))

    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=bomb)

    with pytest.raises(UnreadableAnswer, match="longer than 1 MiB"):
        run(sent(answer))


def test_redirects_are_not_followed() -> None:
    response = run(
        sent(lambda _request: httpx.Response(302, headers={"Location": "https://elsewhere.example"}))
    )
    assert response.status == 302


def test_a_certificate_store_that_cannot_be_read_is_an_error_of_ours() -> None:
    class Broken(TlsContext):
        def get(self) -> ssl.SSLContext:
            raise FileNotFoundError(2, "No such file or directory")

    async def ask() -> None:
        await HttpxTransport(Broken()).send(ASKED, limit=1)

    with pytest.raises(Unreachable):
        run(ask())


def test_the_tls_context_is_built_once_and_in_a_worker() -> None:
    class Watched(TlsContext):
        threads: list[int]

        def get(self) -> ssl.SSLContext:
            self.threads.append(threading.get_ident())
            return super().get()

    tls = Watched()
    tls.threads = []

    async def ask() -> None:
        transport = HttpxTransport(tls, mounted=lambda: httpx.MockTransport(lambda _: httpx.Response(200)))
        for _ in range(3):
            await transport.send(ASKED, limit=1)
        await transport.aclose()

    run(ask())
    assert len(tls.threads) == 1
    assert tls.threads[0] != threading.get_ident()
    assert tls.get() is tls.get()
    assert tls.get().verify_mode is ssl.CERT_REQUIRED
    assert tls.get().check_hostname


def test_importing_the_client_loads_no_http_library() -> None:
    code = (
        "import sys, modstead.catalogs.http, modstead.catalogs.modrinth\n"
        "print([name for name in ('httpx', 'httpcore', 'ssl') if name in sys.modules and name != 'ssl'])"
    )
    source = str(Path(inspect.getfile(HttpxTransport)).parents[3])
    found = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "[]"
