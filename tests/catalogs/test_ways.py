"""The ways to a host: encrypted, through a proxy, or not at all."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest

from catalogs.host import Asked, Host, Reply, TrustsLoopback, hosting, in_turn
from catalogs.support import TLS, run
from modstead.catalogs.downloads import HttpDownloads
from modstead.catalogs.http import Request
from modstead.catalogs.http.tls import TlsContext
from modstead.catalogs.http.transport import HttpxTransport
from modstead.domain.plan import Download
from modstead.domain.version import Hashes
from modstead.errors import Unreachable
from modstead.settings import Endpoints

BODY = bytes(range(256)) * 2000
HASHES = Hashes(hashlib.sha1(BODY).hexdigest(), hashlib.sha512(BODY).hexdigest())
WHOLE = Reply(body=BODY)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


async def fetched(
    target: Path, host: Host, tls: TlsContext, *, url: str = "", server: str = "", hosts: tuple[str, ...] = ()
) -> None:
    endpoints = Endpoints(server or host.url, ("127.0.0.1", *hosts))
    downloads = HttpDownloads(endpoints, target.parent / "pictures", tls=tls, backoff=lambda _attempt: 0.0)
    try:
        source = Download(url or f"{host.url}/a.jar", len(BODY), HASHES)
        await downloads.fetch(source, target, lambda _done: None)
    finally:
        await downloads.aclose()


def test_files_come_encrypted(tmp_path: Path) -> None:
    async def fetch() -> None:
        async with hosting(in_turn(WHOLE), encrypted=True) as host:
            await fetched(tmp_path / "a", host, TrustsLoopback())

    run(fetch())
    assert (tmp_path / "a").read_bytes() == BODY


def test_answers_come_encrypted() -> None:
    async def ask() -> bytes:
        async with hosting(in_turn(Reply(body=b"[]")), encrypted=True) as host:
            transport = HttpxTransport(TrustsLoopback())
            try:
                return (await transport.send(Request(host.url), limit=100)).body
            finally:
                await transport.aclose()

    assert run(ask()) == b"[]"


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    async def fetch() -> None:
        async with hosting(in_turn(WHOLE), encrypted=True) as host:
            transport = HttpxTransport(TLS)
            with pytest.raises(Unreachable, match="not trusted"):
                await transport.send(Request(host.url), limit=100)
            await transport.aclose()
            with pytest.raises(Unreachable, match="not trusted"):
                await fetched(tmp_path / "a", host, TLS)
            assert host.asked == []

    run(fetch())


def test_cancelling_an_encrypted_download_leaves_nothing(tmp_path: Path) -> None:
    async def fetch() -> None:
        stuck = Reply(body=BODY, sent=300_000, silent=True)
        async with hosting(in_turn(stuck), encrypted=True) as host:
            task = asyncio.create_task(fetched(tmp_path / "a", host, TrustsLoopback()))
            await host.heard.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    run(fetch())
    assert not (tmp_path / "a").exists()


def test_a_proxy_carries_files_and_alone_sees_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(asked: Asked) -> Reply:
        return WHOLE if asked.target == "http://files.example/a.jar" else Reply(404)

    async def fetch() -> Asked:
        async with hosting(answer) as proxy:
            monkeypatch.setenv("http_proxy", f"http://ada:pass%40word@127.0.0.1:{proxy.port}")
            url = "http://files.example/a.jar"
            await fetched(tmp_path / "a", proxy, TLS, url=url, hosts=("files.example",))
            return proxy.asked[0]

    asked = run(fetch())
    assert (tmp_path / "a").read_bytes() == BODY
    assert asked.headers["proxy-authorization"] == "Basic YWRhOnBhc3NAd29yZA=="
    assert asked.headers["host"] == "files.example"


def test_a_proxy_that_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fetch() -> None:
        async with hosting(in_turn(Reply(403, cut=True))) as proxy:
            monkeypatch.setenv("https_proxy", f"127.0.0.1:{proxy.port}")
            url = "https://files.example/a.jar"
            with pytest.raises(Unreachable):
                await fetched(tmp_path / "a", proxy, TLS, url=url, hosts=("files.example",))
            assert proxy.asked[0].target == "files.example:443"
            transport = HttpxTransport(TLS)
            with pytest.raises(Unreachable, match="proxy"):
                await transport.send(Request(url), limit=100)
            await transport.aclose()

    run(fetch())
    assert not (tmp_path / "a").exists()


def test_this_computer_is_reached_without_a_proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fetch() -> None:
        async with hosting(in_turn(Reply(502))) as proxy, hosting(in_turn(WHOLE)) as host:
            monkeypatch.setenv("http_proxy", proxy.url)
            await fetched(tmp_path / "a", host, TLS)
            transport = HttpxTransport(TLS)
            assert (await transport.send(Request(host.url), limit=len(BODY))).status == 200
            await transport.aclose()
            assert proxy.asked == []

    run(fetch())
    assert (tmp_path / "a").read_bytes() == BODY
