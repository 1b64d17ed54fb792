import asyncio
import io
import json
import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modstead.cli.output import Output, layout, printable


@given(st.text())
def test_nothing_printed_can_steer_a_terminal(text: str) -> None:
    assert not any(ord(char) < 32 and char != "\t" for char in printable(text))
    assert "\x9b" not in printable(text)


def test_wide_columns_give_way_to_a_narrow_terminal() -> None:
    rows = [("short", "a very long cell indeed, longer than all"), ("x", "y")]
    lines = layout(("One", "Two"), rows, 30)
    assert all(len(line) <= 30 for line in lines)
    assert lines[1].endswith("…")
    assert lines[0].startswith("One")


def test_only_an_explicit_yes_is_a_yes() -> None:
    for answer, meant in (("y\n", True), ("YES\n", True), ("\n", False), ("no\n", False), ("", False)):
        output = Output(as_json=False, out=io.StringIO(), err=io.StringIO(), source=io.StringIO(answer))
        assert output.ask("Do it?") is meant


@pytest.mark.parametrize(("encoding", "shown"), [("utf-8", "世界"), ("ascii", "\\u4e16\\u754c")])
def test_a_document_is_readable_where_it_can_be_and_never_steers_a_terminal(
    encoding: str, shown: str
) -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding)
    value = {"name": "世界 \x9b31m\u202e\ud800"[: -1 if encoding == "utf-8" else None]}
    Output(as_json=True, out=out, err=io.StringIO(), source=io.StringIO()).document(value)
    text = raw.getvalue().decode(encoding)
    assert shown in text
    assert not {"\x9b", "\u202e"} & set(text)
    assert json.loads(text) == value


class InterruptedAtOnce(io.StringIO):
    """Someone presses Ctrl+C the moment the question can be read."""

    def flush(self) -> None:
        signal.raise_signal(signal.SIGINT)


def test_an_interrupt_is_heard_as_soon_as_the_question_is_seen() -> None:
    output = Output(as_json=False, out=io.StringIO(), err=InterruptedAtOnce(), source=io.StringIO("y\n"))
    answers = []

    async def ask() -> None:
        answers.append(output.ask("Do it?"))

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(ask())
    assert answers == []


def test_a_typed_line_is_asked_for_on_stderr() -> None:
    out, err = io.StringIO(), io.StringIO()
    output = Output(as_json=False, out=out, err=err, source=io.StringIO("  Lantern Post \nmore"))
    assert output.reply("Type “Lantern Post”: ") == "Lantern Post"
    assert (out.getvalue(), err.getvalue()) == ("", "Type “Lantern Post”: ")
