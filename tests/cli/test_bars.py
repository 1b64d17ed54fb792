"""The bar of a change on a terminal: rate and time left, and a line for each file."""

import io
import re

import pytest

from modstead.cli.bars import ApplyBar, amount, wait
from modstead.cli.output import Output
from modstead.domain.plan import Progress, Stage

MEGABYTE = 1_000_000


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    time = 0.0

    def __call__(self) -> float:
        return self.time


def report(done: int, *, held: int = 0, **changes: object) -> Progress:
    known = {"bytes_done": done * MEGABYTE, "bytes_total": 50 * MEGABYTE, "bytes_held": held * MEGABYTE}
    return Progress(Stage.DOWNLOAD, 1, 3, **known, **changes)  # type: ignore[arg-type]


def shown(terminal: io.StringIO) -> list[str]:
    """What stands, or stood, in each line."""
    return [line for line in re.split(r"\r\x1b\[K|\n", terminal.getvalue()) if line]


def test_rate_and_time_left_stand_behind_the_bar() -> None:
    terminal, clock = Terminal(), Clock()
    bar = ApplyBar(Output(as_json=False, out=io.StringIO(), err=terminal, source=io.StringIO()), clock)
    for second in range(4):
        clock.time = float(second)
        bar.show(report(10 + 4 * second, held=10))
    first, last = shown(terminal)[0], shown(terminal)[-1]
    assert first.endswith("20%")
    assert last.endswith("44%  4.0 MB/s, about 8 s left")
    assert last.startswith("Downloading 1 of 3 ")


def test_the_line_is_never_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    terminal, clock = Terminal(), Clock()
    bar = ApplyBar(Output(as_json=False, out=io.StringIO(), err=terminal, source=io.StringIO()), clock)
    for second in range(4):
        clock.time = float(second)
        bar.show(report(4 * second))
    assert max(len(line) for line in shown(terminal)) < 80


def test_each_file_leaves_a_line_and_what_was_here_says_so() -> None:
    terminal = Terminal()
    bar = ApplyBar(Output(as_json=False, out=io.StringIO(), err=terminal, source=io.StringIO()), Clock())
    bar.show(report(1, file="a.jar", file_done=900, file_total=1_200_000))
    bar.show(report(2, file="a.jar", file_done=1_200_000, file_total=1_200_000, finished=True))
    bar.show(report(3, file="b\x1b.jar", file_done=9, file_total=9, file_held=9, finished=True))
    assert [line for line in shown(terminal) if "jar" in line] == ["a.jar  1.2 MB", "b�.jar  already here"]


def test_elsewhere_nothing_is_shown() -> None:
    err = io.StringIO()
    bar = ApplyBar(Output(as_json=False, out=io.StringIO(), err=err, source=io.StringIO()), Clock())
    bar.show(report(2, file="a.jar", file_done=9, file_total=9, finished=True))
    bar.show(Progress(Stage.SWAP, 1, 3))
    assert err.getvalue() == ""


def test_numbers_are_short() -> None:
    assert [amount(octets) for octets in (1, 48_000, 4_200_000)] == ["1 KB", "48 KB", "4.2 MB"]
    assert [wait(seconds) for seconds in (1, 85, 180, 7200)] == ["1 s", "85 s", "3 min", "2 h"]
