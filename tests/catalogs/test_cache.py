"""Answers on disk: whole or not at all, never too many."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogs.support import run
from modstead.catalogs.http.cache import AnswerCache, Entry, cache_key
from modstead.catalogs.http.messages import Request

KEY = "ab" * 20


def stored(folder: Path, entry: Entry) -> Path:
    async def store() -> None:
        cache = AnswerCache(folder)
        await cache.store(KEY, entry, about="GET x")
        await cache.aclose()

    run(store())
    return folder / KEY[:2] / KEY


def loaded(folder: Path, key: str = KEY) -> Entry | None:
    async def load() -> Entry | None:
        cache = AnswerCache(folder)
        entry = await cache.load(key)
        await cache.aclose()
        return entry

    return run(load())


def test_gives_back_what_was_stored(tmp_path: Path) -> None:
    entry = Entry(b'{"a": "\n"}', 1_700_000_000.0, '"tag"', "Sun, 06 Nov 1994 08:49:37 GMT")
    stored(tmp_path, entry)
    assert loaded(tmp_path) == entry
    assert loaded(tmp_path, "cd" * 20) is None


def test_renewing_changes_only_the_age(tmp_path: Path) -> None:
    stored(tmp_path, Entry(b"x", 1000.0, '"tag"'))

    async def renew() -> None:
        cache = AnswerCache(tmp_path)
        await cache.renew(KEY, 2000.0)
        await cache.renew("ef" * 20, 2000.0)
        await cache.aclose()

    run(renew())
    assert loaded(tmp_path) == Entry(b"x", 2000.0, '"tag"')


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cut=st.integers(0, 200), flip=st.integers(0, 200), extra=st.binary(max_size=3))
def test_a_damaged_entry_counts_as_missing(tmp_path: Path, cut: int, flip: int, extra: bytes) -> None:
    entry = Entry(b"0123456789" * 5, 1000.0, '"tag"')
    path = stored(tmp_path, entry)
    whole = path.read_bytes()
    damaged = bytearray(whole[: len(whole) - cut] + extra)
    if flip < len(damaged):
        damaged[flip] ^= 0x10
    path.write_bytes(damaged)
    found = loaded(tmp_path)
    # A changed tag or note goes unseen and does no harm; a changed body never does.
    assert found is None or found.body == entry.body
    assert path.exists() is (found is not None)


def test_prunes_the_oldest_once_there_is_too_much(tmp_path: Path) -> None:
    async def fill() -> list[bool]:
        cache = AnswerCache(tmp_path, bound=10_000)
        keys = [f"{number:02x}" * 20 for number in range(20)]
        for age, key in enumerate(keys):
            await cache.store(key, Entry(b"x" * 1000, 1000.0 + age))
        there = [await cache.load(key) is not None for key in keys]
        await cache.aclose()
        return there

    there = run(fill())
    assert there[-1]
    assert not there[0]
    assert sum(path.stat().st_size for path in tmp_path.glob("*/*")) <= 10_000
    assert there == sorted(there)


def test_a_folder_that_cannot_be_used_keeps_nothing_and_fails_nobody(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    stored(blocked / "cache", Entry(b"x", 1.0))
    assert loaded(blocked / "cache") is None


def test_leaves_no_partial_file_when_the_name_is_taken_by_a_folder(tmp_path: Path) -> None:
    (tmp_path / KEY[:2] / KEY / "inside").mkdir(parents=True)
    stored(tmp_path, Entry(b"x", 1.0))
    assert loaded(tmp_path) is None
    assert list((tmp_path / KEY[:2]).glob("*.part")) == []


def test_the_key_tells_requests_apart_by_method_address_and_body() -> None:
    requests = [
        Request("https://a/x"),
        Request("https://a/y"),
        Request("https://a/x", method="POST"),
        Request("https://a/x", method="POST", body=b"1"),
    ]
    assert len({cache_key(request) for request in requests}) == 4
    assert cache_key(Request("https://a/x", about="this")) == cache_key(Request("https://a/x", about="that"))


def test_the_file_says_what_it_answers(tmp_path: Path) -> None:
    assert b"GET x" in stored(tmp_path, Entry(b"x", 1.0)).read_bytes()
