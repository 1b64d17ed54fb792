"""Eight-character base62 identifiers that can be read back, so that no index of them is ever needed.

An identifier is a kind and a number, scrambled by a bijection on the range of eight base62 digits. A catalogue
of twenty thousand projects thus finds any version by its identifier without having generated it before.
"""

from __future__ import annotations

import re
from enum import IntEnum

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_PAIRS = tuple(high + low for high in _ALPHABET for low in _ALPHABET)
_DIGITS = {character: value for value, character in enumerate(_ALPHABET)}
_LENGTH = 8
_RANGE: int = 62**_LENGTH
_HALF: int = 62**4
_KIND_RANGE = 10**12
_FACTOR = 128_834_573_219_743
_SHIFT = 77_123_456_789_011
_INVERSE = pow(_FACTOR, -1, _RANGE)
_SHAPE = re.compile(r"[0-9A-Za-z]{1,11}", re.ASCII)


class Kind(IntEnum):
    """What an identifier names."""

    PROJECT = 0
    VERSION = 1
    USER = 2
    TEAM = 3
    FILE = 4
    THREAD = 5
    NOTIFICATION = 6
    REPORT = 7
    MESSAGE = 8


def encode(kind: Kind, number: int) -> str:
    """Return the identifier of the thing of this kind with this number (0 to 10**12 - 1)."""
    scrambled = ((kind * _KIND_RANGE + number) * _FACTOR + _SHIFT) % _RANGE
    high, low = divmod(scrambled, _HALF)
    return _PAIRS[high // 3844] + _PAIRS[high % 3844] + _PAIRS[low // 3844] + _PAIRS[low % 3844]


def decode(kind: Kind, text: str) -> int | None:
    """Return the number behind an identifier, or None where it names nothing of this kind."""
    if len(text) != _LENGTH or not decodable(text):
        return None
    scrambled = 0
    for character in text:
        scrambled = scrambled * 62 + _DIGITS[character]
    plain = (scrambled - _SHIFT) * _INVERSE % _RANGE
    found, number = divmod(plain, _KIND_RANGE)
    return number if found == kind else None


def decodable(text: str) -> bool:
    """Whether a text is base62 at all; the platform refuses a whole list that holds one that is not."""
    return _SHAPE.fullmatch(text) is not None
