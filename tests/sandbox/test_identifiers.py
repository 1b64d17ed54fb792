from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modstead_sandbox.identifiers import Kind, decodable, decode, encode


@given(kind=st.sampled_from(Kind), number=st.integers(0, 10**12 - 1))
def test_an_identifier_says_again_what_it_was_made_of(kind: Kind, number: int) -> None:
    text = encode(kind, number)
    assert len(text) == 8
    assert text.isalnum()
    assert decode(kind, text) == number
    assert all(decode(other, text) is None for other in Kind if other is not kind)


def test_neighbours_do_not_look_alike() -> None:
    first, second = encode(Kind.PROJECT, 1), encode(Kind.PROJECT, 2)
    assert sum(a == b for a, b in zip(first, second, strict=True)) < 5


@pytest.mark.parametrize("text", ["", "short", "nine-long", "with spac", "hyphen-1", "ümlauts1", "0" * 9])
def test_what_is_no_identifier_names_nothing(text: str) -> None:
    assert decode(Kind.PROJECT, text) is None


def test_only_base62_is_decodable() -> None:
    assert decodable("P7dR8mSH")
    assert not decodable("P7dR-mSH")
    assert not decodable("x" * 12)
