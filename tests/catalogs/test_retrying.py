"""How long to wait before a request is repeated."""

import pytest

from modstead.catalogs.http import Response
from modstead.catalogs.http.retrying import LONGEST_BACKOFF, backoff, told_wait

NOW = 784111777.0  # Sun, 06 Nov 1994 08:49:37 GMT


@pytest.mark.parametrize(
    ("header", "body", "wait"),
    [
        ("7", b"", 7.0),
        ("0.5", b"", 0.5),
        ("Sun, 06 Nov 1994 08:49:47 GMT", b"", 10.0),
        ("Sun, 06 Nov 1994 08:49:00 GMT", b"", 0.0),
        ("Sun, 06 Nov 1994 08:49:47 -0000", b"", 10.0),
        ("2", b"wait 100 milliseconds", 2.0),
        (
            "",
            b'{"error":"ratelimit_error","description":"rate limit exceeded; retry after 141 milliseconds"}',
            0.141,
        ),
        ("", b"You are being rate-limited. Please wait 141 milliseconds. 0/300 remaining.", 0.141),
        ("", b"", None),
        ("", b"wait for it", None),
        ("soon", b"", None),
        ("9e999", b"", None),
        ("1x", b"", None),
        ("Sun, 99 Nov 1994 08:49:47 GMT", b"", None),
    ],
)
def test_waits_as_told(header: str, body: bytes, wait: float | None) -> None:
    headers = {"retry-after": header} if header else {}
    assert told_wait(Response(429, headers, body), now=NOW) == (wait if wait is None else pytest.approx(wait))


def test_backs_off_further_each_time_with_jitter_and_an_end() -> None:
    assert [backoff(attempt, 1.0) for attempt in (1, 2, 3, 4)] == [0.5, 1.0, 2.0, 4.0]
    assert backoff(3, 0.0) == 1.0
    assert backoff(1000, 1.0) == LONGEST_BACKOFF
