"""The client: repeats, waits, shares, keeps."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalogs.support import URL, Scripted, Time, opened, run
from modstead.catalogs.http import HttpClient, Request, Response, Unreadable
from modstead.catalogs.http.client import ATTEMPTS, RATE_LIMIT_WAITS, Answer, Keeping
from modstead.errors import (
    ApplicationTooOld,
    CatalogError,
    NotFound,
    RateLimited,
    RequestRefused,
    ServerFailed,
    Unauthorized,
    Unreachable,
    UnreadableAnswer,
)

ASKED = Request(URL, service="Modrinth", about="the project a")
OK = Response(200, {"etag": '"1"'}, b"[1]")
CUT = Unreachable("Modrinth cannot be reached.")


async def asked(folder: Path, *steps: Response | CatalogError, time: Time | None = None) -> Answer[bytes]:
    async with opened(folder, Scripted(*steps), time) as client:
        return await client.send(ASKED, bytes)


def test_gives_the_body_and_its_age(tmp_path: Path) -> None:
    answer = run(asked(tmp_path, OK))
    assert answer.value == b"[1]"
    assert answer.freshness.fetched_at == datetime.fromtimestamp(Time().now, UTC)
    assert not answer.freshness.offline


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, NotFound),
        (410, ApplicationTooOld),
        (400, RequestRefused),
        (401, Unauthorized),
        (418, RequestRefused),
        (301, RequestRefused),
        (304, RequestRefused),
        (204, UnreadableAnswer),
        (101, UnreadableAnswer),
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        b'{"error": "x", "description": "the reason"}',
        b'{"message": "the reason"}',
        b'{"error": {"code": "x", "message": "the reason"}}',
    ],
)
def test_each_status_is_an_error_of_its_own_and_is_not_repeated(
    tmp_path: Path, status: int, error: type[CatalogError], body: bytes
) -> None:
    async def ask() -> None:
        transport = Scripted(Response(status, {}, body))
        async with opened(tmp_path, transport) as client:
            with pytest.raises(error) as caught:
                await client.send(ASKED, bytes)
        assert "Modrinth" in caught.value.title
        assert caught.value.title.endswith(".")
        assert (status < 400) is (caught.value.detail != "The reason.")
        assert len(transport.sent) == 1

    run(ask())


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[" * 100_000, b'{"description": 3}', b"\xff", b'{"description": null}']
)
def test_an_error_body_may_be_anything(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(NotFound, match="does not know the project a"):
        run(asked(tmp_path, Response(404, {}, body)))


@pytest.mark.parametrize("failure", [CUT, Response(500), Response(503), Response(599)])
def test_repeats_what_may_pass(tmp_path: Path, failure: Response | CatalogError) -> None:
    time = Time()
    assert run(asked(tmp_path, failure, failure, OK, time=time)).value == b"[1]"
    assert time.slept == [0.5, 1.0]


@pytest.mark.parametrize(("failure", "error"), [(CUT, Unreachable), (Response(502), ServerFailed)])
def test_gives_up_in_the_end(
    tmp_path: Path, failure: Response | CatalogError, error: type[CatalogError]
) -> None:
    async def ask() -> None:
        transport = Scripted(failure)
        async with opened(tmp_path, transport) as client:
            with pytest.raises(error):
                await client.send(ASKED, bytes)
            assert client.requests_sent == len(transport.sent) == ATTEMPTS

    run(ask())


def test_waits_as_a_429_tells(tmp_path: Path) -> None:
    time = Time()
    told = Response(429, {"retry-after": "3"})
    in_body = Response(429, {}, b'{"description": "rate limit exceeded; retry after 250 milliseconds"}')
    assert run(asked(tmp_path, told, in_body, OK, time=time)).value == b"[1]"
    assert time.slept == [pytest.approx(3), pytest.approx(0.25)]


def test_backs_off_when_a_429_tells_nothing(tmp_path: Path) -> None:
    time = Time()
    run(asked(tmp_path, Response(429), Response(429), OK, time=time))
    assert time.slept == [pytest.approx(0.5), pytest.approx(1.0)]


def test_a_longer_wait_than_anybody_would_bear_is_told_at_once(tmp_path: Path) -> None:
    time = Time()
    with pytest.raises(RateLimited) as caught:
        run(asked(tmp_path, Response(429, {"retry-after": "600"}), time=time))
    assert caught.value.retry_after == 600
    assert time.slept == []


def test_stops_asking_a_server_that_never_admits(tmp_path: Path) -> None:
    async def ask() -> None:
        transport = Scripted(Response(429, {"retry-after": "1"}))
        async with opened(tmp_path, transport) as client:
            with pytest.raises(RateLimited):
                await client.send(ASKED, bytes)
            assert len(transport.sent) == RATE_LIMIT_WAITS + 1
            assert client.online

    run(ask())


def test_tells_who_watches_how_long_it_waits(tmp_path: Path) -> None:
    async def ask() -> list[float]:
        waits: list[float] = []
        async with opened(tmp_path, Scripted(Response(429, {"retry-after": "3"}), CUT, OK)) as client:
            client.waiting.listen(waits.append)
            await client.send(ASKED, bytes)
        return waits

    assert run(ask()) == [pytest.approx(3.0), 0.0, 0.5, 0.0]


def test_identical_requests_under_way_are_one(tmp_path: Path) -> None:
    async def ask() -> None:
        transport = Scripted(OK)
        async with opened(tmp_path, transport) as client:
            answers = await asyncio.gather(*(client.send(ASKED, bytes) for _ in range(20)))
            assert {answer.value for answer in answers} == {b"[1]"}
            assert len(transport.sent) == 1
            await client.send(Request(URL + "b"), bytes)
            assert len(transport.sent) == 2

    run(ask())


def test_who_leaves_does_not_take_the_answer_from_the_others(tmp_path: Path) -> None:
    async def ask() -> None:
        transport = Scripted(OK)
        async with opened(tmp_path, transport) as client:
            first = asyncio.create_task(client.send(ASKED, bytes))
            second = asyncio.create_task(client.send(ASKED, bytes))
            await asyncio.sleep(0)
            first.cancel()
            assert (await second).value == b"[1]"
            with pytest.raises(asyncio.CancelledError):
                await first
            assert len(transport.sent) == 1

    run(ask())


def test_what_nobody_waits_for_is_not_sent_on(tmp_path: Path) -> None:
    async def ask() -> None:
        time = Time()
        transport = Scripted(CUT)
        async with opened(tmp_path, transport, time) as client:
            only = asyncio.create_task(client.send(ASKED, bytes))
            await transport.asked.wait()
            only.cancel()
            await asyncio.gather(only, return_exceptions=True)
        assert len(transport.sent) == 1

    run(ask())


def test_the_same_failure_reaches_all_who_wait_and_the_next_may_try_again(tmp_path: Path) -> None:
    async def ask() -> None:
        transport = Scripted(Response(404), OK)
        async with opened(tmp_path, transport) as client:
            failed = await asyncio.gather(
                client.send(ASKED, bytes), client.send(ASKED, bytes), return_exceptions=True
            )
            assert [type(error) for error in failed] == [NotFound, NotFound]
            assert (await client.send(ASKED, bytes)).value == b"[1]"

    run(ask())


def test_a_kept_answer_is_asked_for_again_only_if_it_changed(tmp_path: Path) -> None:
    async def ask() -> None:
        time = Time()
        kept = Response(200, {"etag": '"1"', "last-modified": "Sun, 06 Nov 1994 08:49:37 GMT"}, b"[1]")
        transport = Scripted(kept, Response(304), Response(200, {}, b"[2]"))
        async with opened(tmp_path, transport, time) as client:
            await client.send(ASKED, bytes)
            time.now += 100
            again = await client.send(ASKED, bytes)
            assert again.value == b"[1]"
            assert again.freshness.fetched_at == datetime.fromtimestamp(time.now, UTC)
            assert transport.sent[1].headers == {
                "If-None-Match": '"1"',
                "If-Modified-Since": "Sun, 06 Nov 1994 08:49:37 GMT",
            }
            assert (await client.send(ASKED, bytes)).value == b"[2]"

    run(ask())


def test_a_look_up_by_post_has_no_conditions(tmp_path: Path) -> None:
    async def ask() -> None:
        transport = Scripted(OK)
        look_up = Request(URL, method="POST", body=b"{}")
        async with opened(tmp_path, transport) as client:
            await client.send(look_up, bytes)
            await client.send(look_up, bytes)
            assert [dict(request.headers) for request in transport.sent] == [{}, {}]

    run(ask())


def test_a_fresh_answer_is_not_asked_for_again(tmp_path: Path) -> None:
    async def ask() -> None:
        time = Time()
        transport = Scripted(OK)
        async with opened(tmp_path, transport, time) as client:
            for _ in range(3):
                await client.send(ASKED, bytes, Keeping(fresh_for=60))
                time.now += 29
            assert len(transport.sent) == 1
            await client.send(ASKED, bytes, Keeping(fresh_for=60))
            assert len(transport.sent) == 2

    run(ask())


def test_what_was_once_seen_can_be_read_out_of_reach_with_its_age(tmp_path: Path) -> None:
    async def ask() -> None:
        time = Time()
        seen_at = time.now
        changes: list[bool] = []
        async with opened(tmp_path, Scripted(OK, CUT, CUT, Response(503), OK), time) as client:
            client.online_changed.listen(changes.append)
            await client.send(ASKED, bytes)
            time.now += 1000
            out_of_reach = await client.send(ASKED, bytes)
            assert out_of_reach.value == b"[1]"
            assert out_of_reach.freshness.offline
            assert out_of_reach.freshness.fetched_at == datetime.fromtimestamp(seen_at, UTC)
            assert not client.online
            assert (await client.send(ASKED, bytes)).freshness.offline
            back = await client.send(ASKED, bytes)
            assert not back.freshness.offline
        assert changes == [False, True]

    run(ask())


def test_a_kept_answer_outlives_the_process(tmp_path: Path) -> None:
    run(asked(tmp_path, OK))
    answer = run(asked(tmp_path, CUT))
    assert (answer.value, answer.freshness.offline) == (b"[1]", True)


def test_what_must_not_be_stale_fails_out_of_reach(tmp_path: Path) -> None:
    async def ask() -> None:
        async with opened(tmp_path, Scripted(OK, CUT)) as client:
            await client.send(ASKED, bytes)
            with pytest.raises(Unreachable):
                await client.send(ASKED, bytes, Keeping(offline=False))
            with pytest.raises(Unreachable):
                await client.send(ASKED, bytes, Keeping(keep=False))

    run(ask())


def test_closing_ends_what_is_under_way(tmp_path: Path) -> None:
    async def ask() -> None:
        transport = Scripted(OK)
        async with opened(tmp_path, transport) as client:
            waiting = asyncio.create_task(client.send(ASKED, bytes))
            await asyncio.sleep(0)
        assert transport.closed
        with pytest.raises(asyncio.CancelledError):
            await waiting

    run(ask())


def test_no_more_requests_are_under_way_than_connections(tmp_path: Path) -> None:
    class Counting(Scripted):
        now = most = 0

        async def send(self, request: Request, *, limit: int) -> Response:
            self.now += 1
            self.most = max(self.most, self.now)
            for _ in range(5):
                await asyncio.sleep(0)
            self.now -= 1
            return await super().send(request, limit=limit)

    async def ask() -> None:
        transport = Counting(OK)
        async with opened(tmp_path, transport) as client:
            await asyncio.gather(*(client.send(Request(f"{URL}{n}"), bytes) for n in range(40)))
        assert 1 < transport.most <= 8

    run(ask())


def number(body: bytes) -> int:
    try:
        return int(body)
    except ValueError as error:
        raise Unreadable("it is no number") from error


def test_what_cannot_be_read_is_never_kept(tmp_path: Path) -> None:
    async def ask() -> None:
        garbage = Response(200, {"etag": '"2"'}, b"<html>")
        transport = Scripted(Response(200, {"etag": '"1"'}, b"1"), garbage, CUT)
        async with opened(tmp_path, transport) as client:
            assert (await client.send(ASKED, number)).value == 1
            with pytest.raises(UnreadableAnswer, match="It is no number"):
                await client.send(ASKED, number)
            out_of_reach = await client.send(ASKED, number)
            assert (out_of_reach.value, out_of_reach.freshness.offline) == (1, True)
            assert transport.sent[-1].headers["If-None-Match"] == '"1"'

    run(ask())


def test_what_can_no_longer_be_read_is_asked_for_anew(tmp_path: Path) -> None:
    async def ask() -> None:
        transport = Scripted(Response(200, {"etag": '"1"'}, b"<html>"), Response(200, {}, b"2"))
        async with opened(tmp_path, transport) as client:
            await client.send(ASKED, bytes)
            assert (await client.send(ASKED, number, Keeping(fresh_for=60))).value == 2
            assert transport.sent[-1].headers == {}

    run(ask())


def test_a_server_that_is_waited_for_is_named(tmp_path: Path) -> None:
    told = asyncio.Event()
    named: list[str] = []

    class Slow(Scripted):
        async def send(self, request: Request, *, limit: int) -> Response:
            await told.wait()
            return await super().send(request, limit=limit)

    def tell(server: str) -> None:
        named.append(server)
        told.set()

    async def ask(transport: Scripted, folder: str, patience: float) -> None:
        client = HttpClient(tmp_path / folder, transport=transport, clock=Time().clock, patience=patience)
        client.slow.listen(tell)
        await client.send(Request(URL, service="Modrinth"), bytes)
        await client.aclose()

    run(ask(Slow(OK), "slow", 0.0))
    run(ask(Scripted(OK), "quick", 60.0))
    assert named == ["Modrinth"]
