"""Pictures: kept, bounded, and nothing but pictures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from catalogs.host import Asked, Host, Reply, hosting, in_turn
from catalogs.support import TLS, Time, run
from modstead.catalogs.downloads import HttpDownloads
from modstead.catalogs.downloads.http_downloads import LARGEST_PICTURE, PICTURE_FRESH_FOR
from modstead.errors import HostRefused, NotFound, Unreachable, UnreadableAnswer
from modstead.settings import Endpoints

PICTURE = Reply(body=b"\x89PNG", headers={"Content-Type": "image/png; q=1", "Set-Cookie": "a=b"})


@asynccontextmanager
async def showing(
    folder: Path, answer: Callable[[Asked], Reply], time: Time | None = None
) -> AsyncIterator[tuple[HttpDownloads, Host]]:
    wall = (time or Time()).clock.wall
    async with hosting(answer) as host:
        endpoints = Endpoints.from_environment({"MODSTEAD_MODRINTH_URL": host.url})
        downloads = HttpDownloads(endpoints, folder / "pictures", tls=TLS, wall=wall)
        try:
            yield downloads, host
        finally:
            await downloads.aclose()


def test_a_picture_is_fetched_once_and_kept(tmp_path: Path) -> None:
    async def show() -> None:
        async with showing(tmp_path, in_turn(PICTURE)) as (downloads, host):
            url = f"{host.url}/icon.png"
            pictures = await asyncio.gather(*(downloads.picture(url) for _ in range(5)))
            assert {*pictures, await downloads.picture(url)} == {b"\x89PNG"}
            assert len(host.asked) == 1
            await downloads.picture(f"{host.url}/other.png")
            assert [asked.headers.get("cookie") for asked in host.asked] == [None, None]
            assert host.asked[0].headers["accept"] == "image/*"

    run(show())


def test_an_old_picture_is_fetched_again_and_is_better_than_none(tmp_path: Path) -> None:
    time = Time()
    newer = replace(PICTURE, body=b"newer")

    async def show() -> None:
        async with showing(tmp_path, in_turn(PICTURE, Reply(404), newer), time) as (downloads, host):
            url = f"{host.url}/icon.png"
            assert await downloads.picture(url) == b"\x89PNG"
            time.now += PICTURE_FRESH_FOR + 1
            assert await downloads.picture(url) == b"\x89PNG"
            assert await downloads.picture(url) == b"newer"

    run(show())


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(body=b"<html>", headers={"Content-Type": "text/html"}), "text/html"),
        (Reply(body=b"x"), "something"),
        (replace(PICTURE, body=bytes(LARGEST_PICTURE + 1)), "larger than 8 MiB"),
        (replace(PICTURE, body=bytes(LARGEST_PICTURE + 1), chunked=True), "larger than 8 MiB"),
        (replace(PICTURE, sent=2, cut=True), "in part"),
    ],
)
def test_what_is_no_picture_is_not_shown(tmp_path: Path, reply: Reply, reason: str) -> None:
    async def show() -> None:
        async with showing(tmp_path, in_turn(reply)) as (downloads, host):
            await downloads.picture(f"{host.url}/icon.png")

    with pytest.raises(UnreadableAnswer, match=reason):
        run(show())


def test_a_picture_that_is_not_there(tmp_path: Path) -> None:
    async def show() -> None:
        async with showing(tmp_path, in_turn(Reply(404))) as (downloads, host):
            await downloads.picture(f"{host.url}/icon.png")

    with pytest.raises(NotFound):
        run(show())


@pytest.mark.parametrize("url", ["file:///etc/passwd", "data:image/png;base64,AA==", "icon.png"])
def test_pictures_come_from_the_web_alone(tmp_path: Path, url: str) -> None:
    async def show() -> None:
        async with showing(tmp_path, in_turn(PICTURE)) as (downloads, _):
            await downloads.picture(url)

    with pytest.raises(HostRefused):
        run(show())


def test_another_host_is_only_asked_encrypted(tmp_path: Path) -> None:
    """The host here speaks no TLS, so that asking it encrypted cannot work."""

    async def show() -> None:
        async with (
            showing(tmp_path, in_turn(PICTURE)) as (downloads, _),
            hosting(in_turn(PICTURE)) as other,
        ):
            try:
                await downloads.picture(f"{other.url}/icon.png")
            finally:
                assert other.asked == []

    with pytest.raises(Unreachable):
        run(show())


def test_cancelling_lets_go_of_a_silent_host(tmp_path: Path) -> None:
    async def show() -> None:
        async with showing(tmp_path, in_turn(replace(PICTURE, sent=1, silent=True))) as (downloads, host):
            task = asyncio.create_task(downloads.picture(f"{host.url}/icon.png"))
            await host.heard.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    run(show())
