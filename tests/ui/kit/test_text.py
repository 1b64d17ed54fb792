from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modstead.ui import text

NOW = datetime(2026, 11, 20, 14, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0"), (402, "402"), (999, "999"), (1_200, "1.2 K"), (940_000, "940 K"), (999_600, "1.0 M"),
     (1_234_567, "1.2 M"), (12_400_000, "12.4 M"), (1_100_000_000, "1.1 G")],
)  # fmt: skip
def test_counts(number: int, shown: str) -> None:
    assert text.count(number) == shown


@pytest.mark.parametrize(
    ("octets", "shown"),
    [(0, "0 B"), (900, "900 B"), (45_056, "44 KB"), (421_888, "412 KB"), (1_887_437, "1.8 MB"),
     (50_541_363, "48.2 MB"), (1_288_490_189, "1.2 GB"), (432_013_312, "412 MB")],
)  # fmt: skip
def test_sizes(octets: int, shown: str) -> None:
    assert text.size(octets) == shown


@given(st.integers(min_value=0, max_value=10**15))
def test_counts_and_sizes_stay_short(number: int) -> None:
    assert len(text.size(number)) <= len("1024 MB")
    assert number >= 10**12 or len(text.count(number)) <= len("1000 K")


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        (timedelta(seconds=-30), "just now"),
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=14, minutes=3), "yesterday"),
        (timedelta(days=1), "yesterday"),
        (timedelta(days=2), "2 days ago"),
        (timedelta(days=20), "2 weeks ago"),
        (timedelta(days=31), "1 month ago"),
        (timedelta(days=250), "8 months ago"),
        (timedelta(days=364), "11 months ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_dates_are_relative(before: timedelta, shown: str) -> None:
    assert text.ago(NOW - before, NOW) == shown


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=20_000)))
def test_every_past_has_words(before: timedelta) -> None:
    words = text.ago(NOW - before, NOW)
    assert words in {"just now", "today", "yesterday"} or words.endswith(" ago")
    assert not words.startswith(("0 ", "-"))


def test_days_head_their_groups() -> None:
    today = date(2026, 11, 20)
    shown = [text.day(date(2026, 11, number), today) for number in (20, 19, 16, 13)]
    assert shown == ["Today", "Yesterday", "Monday", "13 November"]
    assert text.day(date(2024, 3, 3), today) == "3 March 2024"


def test_plurals() -> None:
    assert [text.plural(0, "mod"), text.plural(1, "mod"), text.plural(9412, "mod")] == [
        "0 mods",
        "1 mod",
        "9,412 mods",
    ]
    assert text.plural(2, "dependency", "dependencies") == "2 dependencies"


def test_rough_durations() -> None:
    assert [text.duration(seconds) for seconds in (0.2, 8, 200, 7200)] == ["1 s", "8 s", "3 min", "2 h"]


def test_numbers_in_names_are_ordered_as_numbers() -> None:
    assert sorted(("junk10", "Junk2", "junk", "10", "2b"), key=text.natural) == [
        "2b",
        "10",
        "junk",
        "Junk2",
        "junk10",
    ]


def test_only_what_is_longer_than_any_word_can_be_broken() -> None:
    name = "a" * 40
    broken = text.breakable(f"The file {name}.jar\nis damaged")
    assert broken.replace("\N{ZERO WIDTH SPACE}", "") == f"The file {name}.jar\nis damaged"
    assert max(map(len, broken.replace("\N{ZERO WIDTH SPACE}", " ").split())) <= 8
    assert text.breakable("incomprehensibilities, all of them") == "incomprehensibilities, all of them"
