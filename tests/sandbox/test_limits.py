from __future__ import annotations

import gzip
from email.utils import parsedate_to_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modstead_sandbox.rate_limit import RateLimit
from modstead_sandbox.server import Handle


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_then_a_slot_frees_every_fifth_of_a_second() -> None:
    clock = Clock()
    limit = RateLimit(clock=clock)
    rulings = [limit.take() for _ in range(300)]
    assert all(ruling.allowed for ruling in rulings)
    assert (rulings[0].remaining, rulings[0].reset) == (299, 1)
    assert (rulings[-1].remaining, rulings[-1].reset) == (0, 60)
    refused = limit.take()
    assert not refused.allowed
    assert refused.retry_after == pytest.approx(0.2)
    assert refused.reset == 60
    clock.now += 0.2
    assert limit.take().allowed
    assert not limit.take().allowed


def test_the_bucket_is_full_again_after_the_reset() -> None:
    clock = Clock()
    limit = RateLimit(clock=clock)
    last = [limit.take() for _ in range(150)][-1]
    clock.now += last.reset
    assert limit.take().remaining == 299


@given(st.lists(st.floats(0, 3), min_size=1, max_size=200))
def test_never_more_than_the_burst_and_the_rate_together(pauses: list[float]) -> None:
    clock = Clock()
    limit = RateLimit(per_minute=60, burst=10, clock=clock)
    begin, passed = clock.now, 0
    for pause in pauses:
        clock.now += pause
        passed += limit.take().allowed
        assert passed <= 10 + (clock.now - begin) + 1e-6


def test_every_answer_of_the_api_says_what_is_left(client: httpx.Client) -> None:
    paths = (
        "/v2/search",
        "/v2/project/nobody",
        "/v2/nonsense",
        "/updates/umbra/forge_updates.json",
        "/v2/projects",
    )
    for spent, path in enumerate(paths, start=1):
        headers = client.get(path).headers
        assert headers["x-ratelimit-limit"] == "300"
        assert 300 - spent <= int(headers["x-ratelimit-remaining"]) <= 299
        assert int(headers["x-ratelimit-reset"]) >= 1


def test_what_is_too_much_is_429_without_retry_after(client: httpx.Client, sandbox: Handle) -> None:
    sandbox.set_rate_limit(60, 3)
    answers = [client.get("/v2/tag/side_type") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    refused = answers[-1]
    assert refused.json()["error"] == "ratelimit_error"
    assert refused.json()["description"].startswith("rate limit exceeded; retry after ")
    assert "retry-after" not in refused.headers
    assert refused.headers["x-ratelimit-remaining"] == "0"
    assert client.get("/data/x/icon.png").status_code == 404


def test_the_usual_limit_returns(client: httpx.Client, sandbox: Handle) -> None:
    sandbox.set_rate_limit(60, 1)
    client.get("/v2/tag/side_type")
    sandbox.reset_rate_limit()
    assert client.get("/v2/tag/side_type").headers["x-ratelimit-remaining"] == "299"


def test_an_answer_is_revalidated_by_its_tag(client: httpx.Client) -> None:
    for path in ("/v2/search", "/v2/project/tidal-core", "/v2/tag/game_version"):
        tag = client.get(path).headers["etag"]
        again = client.get(path, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert "x-ratelimit-remaining" in again.headers
        assert client.get(path, headers={"if-none-match": 'W/"other"'}).status_code == 200


def test_an_answer_is_revalidated_by_its_date(client: httpx.Client) -> None:
    first = client.get("/v2/project/tidal-core")
    modified = first.headers["last-modified"]
    assert parsedate_to_datetime(modified).isoformat()[:19] == first.json()["updated"][:19]
    assert client.get("/v2/project/tidal-core", headers={"if-modified-since": modified}).status_code == 304
    old = {"if-modified-since": "Mon, 01 Jan 2024 00:00:00 GMT"}
    assert client.get("/v2/project/tidal-core", headers=old).status_code == 200
    assert client.get("/v2/project/tidal-core", headers={"if-modified-since": "rubbish"}).status_code == 200


def test_errors_and_posts_have_no_tag(client: httpx.Client) -> None:
    assert "etag" not in client.get("/v2/project/nobody").headers
    assert "etag" not in client.post("/v2/version_files", json={"hashes": []}).headers


def test_answers_are_compressed_for_those_who_want_it(client: httpx.Client) -> None:
    packed = client.get("/v2/search")
    assert packed.headers["content-encoding"] == "gzip"
    plain = client.get("/v2/search", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json() == packed.json()
    with client.stream("GET", "/v2/search") as raw:
        assert gzip.decompress(b"".join(raw.iter_raw())) == plain.content


def test_an_old_api_is_gone(client: httpx.Client) -> None:
    answer = client.get("/api/v1/mod/tidal-core")
    assert answer.status_code == 410
    assert answer.json()["error"] == "api_deprecated"
