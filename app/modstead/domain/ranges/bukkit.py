"""The `api-version` of Bukkit's plugins: the oldest game version that will do, of which the servers refuse newer ones.

Written as `>=1.21.4`; the servers compare number by number and take a shorter one for its first release.
"""

import re

_NUMBER = re.compile(r"\d{1,9}(\.\d{1,9}){1,3}")


def admits(text: str, version: str) -> bool | None:
    """Whether the server's game version is that or newer; None where either is no plain release."""
    least = text.removeprefix(">=")
    if not _NUMBER.fullmatch(least) or not _NUMBER.fullmatch(version):
        return None
    return _numbers(version) >= _numbers(least)


def _numbers(text: str) -> list[int]:
    numbers = [int(number) for number in text.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers
