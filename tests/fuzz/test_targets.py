"""A few hundred inputs through everything that `make fuzz` tries at length, and those that once broke something."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from fuzz.targets import SEEDS, TARGETS, run

FOUND = Path(__file__).parent / "found"
INPUTS = 150


def mutations(seeds: tuple[bytes, ...], count: int) -> Iterator[bytes]:
    """Each seed with a few bytes changed, left out, doubled or put in; always the same ones."""
    chance = random.Random(20_240_607)
    for number in range(count):
        data = bytearray(seeds[number % len(seeds)])
        for _ in range(chance.randint(1, 6)):
            start = chance.randrange(len(data) + 1)
            end = min(len(data), start + chance.randint(0, 8))
            data[start:end] = chance.choice(
                (chance.randbytes(end - start), b"", data[start:end] * 2, chance.randbytes(3), b"\\\"'[{")
            )
        yield bytes(data)


@pytest.mark.parametrize("name", TARGETS)
def test_only_declared_errors_come_out(name: str) -> None:
    for data in (b"", *SEEDS[name], *mutations(SEEDS[name], INPUTS)):
        run(TARGETS[name], data)


def test_what_broke_something_once_does_so_no_more() -> None:
    for path in sorted(FOUND.glob("*/*")):
        run(TARGETS[path.parent.name], path.read_bytes())
