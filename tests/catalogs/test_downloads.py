"""Files: whole, or nothing at all."""

from __future__ import annotations

import asyncio
import hashlib
import resource
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from catalogs.host import Asked, Host, Reply, hosting, in_turn
from catalogs.support import TLS, run
from modstead.catalogs.downloads import HttpDownloads
from modstead.catalogs.downloads.fetching import ATTEMPTS
from modstead.domain.plan import Download
from modstead.domain.version import Hashes
from modstead.errors import (
    Cancelled,
    CatalogError,
    DamagedDownload,
    DiskFull,
    FolderMissing,
    HostRefused,
    ModsteadError,
    NotFound,
    RateLimited,
    RequestRefused,
    ServerFailed,
    Unreachable,
)
from modstead.settings import Endpoints

BODY = bytes(range(256)) * 4096
HASHES = Hashes(hashlib.sha1(BODY).hexdigest(), hashlib.sha512(BODY).hexdigest())
WHOLE = Reply(body=BODY, headers={"ETag": '"1"'})


@asynccontextmanager
async def downloading(
    folder: Path, answer: Callable[[Asked], Reply]
) -> AsyncIterator[tuple[HttpDownloads, Host, Download]]:
    async with hosting(answer) as host:
        endpoints = Endpoints.from_environment({"MODSTEAD_MODRINTH_URL": host.url})
        downloads = HttpDownloads(endpoints, folder / "pictures", tls=TLS, backoff=lambda _attempt: 0.0)
        try:
            yield downloads, host, Download(f"{host.url}/data/a%2B1.jar", len(BODY), HASHES)
        finally:
            await downloads.aclose()


def ignore(_done: int) -> None:
    """Progress that nobody watches."""


async def fetched(folder: Path, *replies: Reply, **changes: object) -> list[Asked]:
    """Fetch the file to `folder/target` and say what the host was asked."""
    async with downloading(folder, in_turn(*replies)) as (downloads, host, source):
        await downloads.fetch(replace(source, **changes), folder / "target", ignore)
        assert (folder / "target").read_bytes() == BODY
        return host.asked


def refused(folder: Path, error: type[ModsteadError], *replies: Reply, **changes: object) -> ModsteadError:
    """The error of a fetch that fails, having left nothing."""
    with pytest.raises(error) as caught:
        run(fetched(folder, *replies, **changes))
    assert not (folder / "target").exists()
    assert "a+1.jar" in str(caught.value) or error in {HostRefused, Unreachable, FolderMissing, DiskFull}
    return caught.value


@pytest.mark.parametrize("reply", [WHOLE, replace(WHOLE, chunked=True), replace(WHOLE, announced=False)])
def test_fetches_the_very_bytes(tmp_path: Path, reply: Reply) -> None:
    (asked,) = run(fetched(tmp_path, reply))
    assert asked.target == "/data/a%2B1.jar"
    assert asked.headers["user-agent"].startswith("modstead/")
    assert asked.headers["accept-encoding"] == "identity"
    assert not {"cookie", "authorization", "range"} & set(asked.headers)


def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    async def fetch() -> None:
        async with downloading(tmp_path, in_turn(Reply())) as (downloads, _, source):
            empty = Download(source.url, 0, Hashes(hashlib.sha1(b"").hexdigest()))
            await downloads.fetch(empty, tmp_path / "target", ignore)

    run(fetch())
    assert (tmp_path / "target").read_bytes() == b""


def test_tells_how_far_it_is_in_the_loops_thread(tmp_path: Path) -> None:
    seen: list[int] = []

    def progress(done: int) -> None:
        asyncio.get_running_loop()
        seen.append(done)

    async def fetch() -> None:
        async with downloading(tmp_path, in_turn(WHOLE)) as (downloads, _, source):
            await downloads.fetch(source, tmp_path / "target", progress)

    run(fetch())
    assert seen[-1] == len(BODY)
    assert seen == sorted(set(seen))


def test_one_connection_serves_one_file_after_another(tmp_path: Path) -> None:
    async def fetch() -> None:
        async with downloading(tmp_path, in_turn(WHOLE)) as (downloads, host, source):
            for number in range(4):
                await downloads.fetch(source, tmp_path / str(number), ignore)
            assert host.connections == 1

    run(fetch())


def test_a_kept_connection_that_the_host_closed_is_replaced(tmp_path: Path) -> None:
    async def fetch() -> None:
        async with downloading(tmp_path, in_turn(replace(WHOLE, cut=True), WHOLE)) as (
            downloads,
            host,
            source,
        ):
            await downloads.fetch(source, tmp_path / "a", ignore)
            await downloads.fetch(source, tmp_path / "b", ignore)
            assert host.connections == len(host.asked) == 2

    run(fetch())


def test_many_at_once(tmp_path: Path) -> None:
    async def fetch() -> None:
        async with downloading(tmp_path, in_turn(WHOLE)) as (downloads, host, source):
            async with asyncio.TaskGroup() as group:
                for number in range(30):
                    group.create_task(downloads.fetch(source, tmp_path / str(number), ignore))
            assert 1 < host.connections <= 8

    run(fetch())
    assert all((tmp_path / str(number)).read_bytes() == BODY for number in range(30))


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"size": len(BODY) + 1}, "bytes instead of"),
        ({"size": len(BODY) - 1}, "bytes instead of"),
        ({"hashes": Hashes("")}, "no hash"),
    ],
)
@pytest.mark.parametrize("chunked", [False, True])
def test_what_is_not_as_announced_is_damaged(
    tmp_path: Path, changes: dict[str, object], detail: str, *, chunked: bool
) -> None:
    error = refused(tmp_path, DamagedDownload, replace(WHOLE, chunked=chunked), **changes)
    known = detail in error.detail or "More than the announced" in error.detail
    assert known
    assert error.retryable


def test_an_endless_file_ends_at_its_announced_size(tmp_path: Path) -> None:
    endless = Reply(body=BODY * 8, announced=False, silent=True)
    assert "More than the announced" in refused(tmp_path, DamagedDownload, endless).detail


def test_a_cut_file_is_taken_up_where_it_broke_off(tmp_path: Path) -> None:
    cut = replace(WHOLE, sent=300_000, cut=True)

    def answer(asked: Asked) -> Reply:
        if "range" not in asked.headers:
            return cut
        start = int(asked.headers["range"].removeprefix("bytes=").removesuffix("-"))
        headers = {"ETag": '"1"', "Content-Range": f"bytes {start}-{len(BODY) - 1}/{len(BODY)}"}
        return Reply(
            206, BODY[start:], headers, sent=500_000 if start == 300_000 else None, cut=start == 300_000
        )

    async def fetch() -> list[Asked]:
        async with downloading(tmp_path, answer) as (downloads, host, source):
            await downloads.fetch(source, tmp_path / "target", ignore)
            return host.asked

    asked = run(fetch())
    assert [one.headers.get("range") for one in asked] == [None, "bytes=300000-", "bytes=800000-"]
    assert asked[1].headers["if-range"] == '"1"'
    assert (tmp_path / "target").read_bytes() == BODY


def test_a_connection_that_is_always_cut_fails_in_the_end(tmp_path: Path) -> None:
    async def fetch() -> None:
        cut = replace(WHOLE, sent=1000, cut=True)
        async with downloading(tmp_path, in_turn(cut)) as (downloads, host, source):
            with pytest.raises(Unreachable):
                await downloads.fetch(source, tmp_path / "target", ignore)
            assert len(host.asked) == ATTEMPTS

    run(fetch())
    assert not (tmp_path / "target").exists()


def test_nobody_there(tmp_path: Path) -> None:
    async def fetch() -> None:
        async with downloading(tmp_path, in_turn(WHOLE)) as (_, host, source):
            gone = host.port
            async with hosting(in_turn(WHOLE)) as other:
                closed = other.port
            endpoints = Endpoints(f"http://127.0.0.1:{gone}", ("127.0.0.1",))
            elsewhere = HttpDownloads(endpoints, tmp_path / "p", tls=TLS, backoff=lambda _attempt: 0.0)
            away = replace(source, url=f"http://127.0.0.1:{closed}/a+1.jar")
            with pytest.raises(Unreachable, match="refused"):
                await elsewhere.fetch(away, tmp_path / "target", ignore)
            await elsewhere.aclose()

    run(fetch())


def test_what_may_pass_is_tried_again(tmp_path: Path) -> None:
    busy = Reply(429, headers={"Retry-After": "0"})
    assert len(run(fetched(tmp_path, Reply(503), busy, Reply(500), WHOLE))) == 4


def test_waits_are_told_in_the_loops_thread(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []

    def waiting(reason: str, seconds: float) -> None:
        asyncio.get_running_loop()
        told.append((reason, seconds))

    async def fetch() -> None:
        cut = replace(WHOLE, sent=1000, cut=True)
        busy = Reply(429, headers={"Retry-After": "0"})
        async with downloading(tmp_path, in_turn(Reply(503), busy, cut, WHOLE)) as (downloads, _, source):
            await downloads.fetch(source, tmp_path / "target", ignore, waiting)

    run(fetch())
    assert told == [("Server failed", 0.0), ("Server busy", 0.0), ("Connection lost", 0.0)]


@pytest.mark.parametrize(
    ("reply", "error", "times"),
    [
        (Reply(404), NotFound, 1),
        (Reply(403, b"<html>"), RequestRefused, 1),
        (Reply(500), ServerFailed, ATTEMPTS),
        (Reply(429, headers={"Retry-After": "3600"}), RateLimited, 1),
        (Reply(429), RateLimited, ATTEMPTS),
    ],
)
def test_refusals(tmp_path: Path, reply: Reply, error: type[CatalogError], times: int) -> None:
    async def fetch() -> None:
        async with downloading(tmp_path, in_turn(reply)) as (downloads, host, source):
            with pytest.raises(error):
                await downloads.fetch(source, tmp_path / "target", ignore)
            assert len(host.asked) == times

    run(fetch())
    assert not (tmp_path / "target").exists()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_follows_redirects_among_its_hosts(tmp_path: Path, status: int) -> None:
    asked = run(fetched(tmp_path, Reply(status, b"moved", {"Location": "/else/where.jar"}), WHOLE))
    assert [one.target for one in asked] == ["/data/a%2B1.jar", "/else/where.jar"]


@pytest.mark.parametrize(
    "location",
    [
        "http://localhost/a.jar",
        "https://evil.example/a.jar",
        "//evil.example/a.jar",
        "http://cdn.modrinth.com/a.jar",
        "file:///etc/passwd",
        "http://[/",
    ],
)
def test_a_redirect_elsewhere_is_refused_without_asking_there(tmp_path: Path, location: str) -> None:
    refused(tmp_path, HostRefused, Reply(302, headers={"Location": location}))


def test_redirects_in_circles_end(tmp_path: Path) -> None:
    refused(tmp_path, RequestRefused, Reply(302, headers={"Location": "/data/a%2B1.jar"}))


def test_an_address_that_is_not_admitted_is_never_asked(tmp_path: Path) -> None:
    refused(tmp_path, HostRefused, WHOLE, url="https://evil.example/a.jar")


def test_a_missing_folder(tmp_path: Path) -> None:
    refused(tmp_path / "nowhere", FolderMissing, WHOLE)


def test_a_full_disk(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    try:
        refused(tmp_path, DiskFull, WHOLE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_target_that_is_there_already_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        run(fetched(tmp_path, WHOLE))
    assert (tmp_path / "target").read_bytes() == b"mine"


@pytest.mark.parametrize("sent", [0, 300_000])
def test_cancelling_leaves_nothing_and_waits_for_nobody(tmp_path: Path, sent: int) -> None:
    async def fetch() -> None:
        stuck = replace(WHOLE, sent=sent, silent=True)
        async with downloading(tmp_path, in_turn(stuck)) as (downloads, host, source):
            task = asyncio.create_task(downloads.fetch(source, tmp_path / "target", ignore))
            await host.heard.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert not (tmp_path / "target").exists()

    run(fetch())
    assert not (tmp_path / "target").exists()


@pytest.mark.parametrize("size", [1, 1000, len(BODY)])
def test_cancelling_leaves_nothing_of_what_has_just_arrived_whole(tmp_path: Path, size: int) -> None:
    body = BODY[:size]
    source_hashes = Hashes(hashlib.sha1(body).hexdigest())

    async def fetch() -> None:
        async with downloading(tmp_path, in_turn(Reply(body=body))) as (downloads, _, source):

            def cancel(_done: int) -> None:
                task.cancel()

            wanted = Download(source.url, size, source_hashes)
            task = asyncio.create_task(downloads.fetch(wanted, tmp_path / "target", cancel))
            with pytest.raises(asyncio.CancelledError):
                await task
            assert not (tmp_path / "target").exists()

    run(fetch())


def test_closing_stops_what_is_under_way(tmp_path: Path) -> None:
    async def fetch() -> None:
        stuck = replace(WHOLE, sent=300_000, silent=True)
        async with downloading(tmp_path, in_turn(stuck)) as (downloads, host, source):
            task = asyncio.create_task(downloads.fetch(source, tmp_path / "target", ignore))
            await host.heard.wait()
            await downloads.aclose()
            with pytest.raises((Cancelled, asyncio.CancelledError)):
                await task
            assert not (tmp_path / "target").exists()

    run(fetch())
