"""What the commands print: one JSON document or tables on stdout; progress and messages on stderr."""

import json
import os
import shutil
import signal
import sys
import threading
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import StringIO, TextIOWrapper
from typing import Any, TextIO

from modstead.errors import ModsteadError

_BAR = 24
_WIDEST = 240
"""Columns, where no terminal says: one hostile name must not widen every line."""
_LONGEST_SECRET = 4096
_LONGEST_WORDS = 1 << 20


class Output:
    """Where a command's words go. `as_json` chooses the document over the tables."""

    def __init__(self, *, as_json: bool, out: TextIO, err: TextIO, source: TextIO) -> None:
        self.as_json = as_json
        self._out = out
        self._err = err
        self._source = source
        self._bar_shown = False
        self.changed = False
        """Whether a command has changed something: then no failure to print may be told as a failure of that."""
        self.lost = False
        """Whether the result could not be written, because the disk is full or nobody reads it any more."""
        self.recovered: list[Mapping[str, Any]] = []
        """What interrupted changes were put back to on the way; documents say it too."""

    @classmethod
    def standard(cls, *, as_json: bool) -> "Output":
        """The process's own streams; one that was closed before it began is an empty one, as a service may have it."""
        source, out, err = _there(sys.stdin), _there(sys.stdout), _there(sys.stderr)
        for stream in (out, err):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        return cls(as_json=as_json, out=out, err=err, source=source)

    def document(self, value: Mapping[str, Any], *, bare: bool = False) -> None:
        """The command's one JSON document; nothing else goes to stdout then. A `bare` one is of a form of its own."""
        if self.recovered and not bare:
            value = {**value, "recovered": self.recovered}
        text = json.dumps(value, indent=2, default=str, ensure_ascii=False)
        if _can_be_encoded(text, self._out.encoding):
            self._print(_with_controls_escaped(text))
        else:
            self._print(json.dumps(value, indent=2, default=str))
        self.flush()

    def line(self, text: str = "") -> None:
        """A line of the result, for people."""
        self.clear_bar()
        self._print(printable(text))

    def lines(self, text: str, before: str = "") -> None:
        """The lines of a text that may have several, each with `before` before it."""
        for one in text.splitlines() or [""]:
            self.line(f"{before}{one}")

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Columns as wide as what is in them; the widest give way where the terminal is narrower."""
        self.clear_bar()
        width = shutil.get_terminal_size((120, 24)).columns if self._out.isatty() else _WIDEST
        for text in layout(heads, rows, width):
            self._print(text)

    def flush(self) -> None:
        """Write what is still held back; what cannot be written is `lost`, once and for all."""
        try:
            self._out.flush()
        except OSError as error:
            self._lose(error)

    @property
    def aside(self) -> "Output":
        """The same for people, on stderr: for what must be seen though stdout goes elsewhere."""
        return Output(as_json=False, out=self._err, err=self._err, source=self._source)

    @property
    def is_seen(self) -> bool:
        """Whether whoever is asked sees what goes to stdout."""
        return not self.as_json and self._out.isatty()

    def message(self, text: str) -> None:
        """Something to know beside the result."""
        self.clear_bar()
        print(printable(text), file=self._err, flush=True)

    def failure(self, error: ModsteadError) -> None:
        self.clear_bar()
        if self.as_json:
            self.document({"error": dict(error.as_json())})
        else:
            print(f"modstead: {printable(str(error))}", file=self._err, flush=True)

    def progress(self, label: str, done: int, total: int, note: str = "") -> None:
        """A bar on a terminal, as wide as that; nothing elsewhere."""
        if not self._err.isatty():
            return
        share = min(1.0, done / total) if total else 0.0
        bar = ("█" * round(share * _BAR)).ljust(_BAR, "░")
        behind = f" {bar} {share:4.0%}" + (f"  {printable(note)}" if note else "")
        room = max(0, min(40, shutil.get_terminal_size((120, 24)).columns - 1 - len(behind)))
        self._err.write(f"\r\x1b[K{printable(label)[:room]:<{room}}{behind}")
        self._err.flush()
        self._bar_shown = True

    def passing(self, text: str) -> None:
        """A line above the bar on a terminal; nothing elsewhere."""
        if self._err.isatty():
            self.message(text)

    def clear_bar(self) -> None:
        if self._bar_shown:
            self._err.write("\r\x1b[K")
            self._err.flush()
            self._bar_shown = False

    @property
    def can_ask(self) -> bool:
        return self._source.isatty() and self._err.isatty()

    def ask(self, question: str) -> bool:
        """Yes only on an explicit yes. An interrupt ends the waiting at once."""
        self.clear_bar()
        with _interruptible():
            self._err.write(f"{printable(question)} [y/N] ")
            self._err.flush()
            return self._source.readline().strip().lower() in {"y", "yes"}

    def reply(self, prompt: str) -> str:
        """A line that is typed. An interrupt ends the waiting at once."""
        self.clear_bar()
        with _interruptible():
            self._err.write(printable(prompt))
            self._err.flush()
            return self._source.readline().strip()

    def secret(self, prompt: str) -> str:
        """A line that is typed without being shown, or the first one of what stdin holds."""
        self.clear_bar()
        if not self.can_ask:
            return self._source.readline(_LONGEST_SECRET)
        from getpass import getpass

        with _interruptible():
            try:
                return getpass(prompt, self._err)
            except EOFError:
                return ""

    def words(self, prompt: str) -> str:
        """All that stdin holds; at a terminal what is typed until its end, after the prompt."""
        if not self._source.isatty():
            return self._source.read(_LONGEST_WORDS)
        self.message(prompt)
        typed: list[str] = []
        with _interruptible():
            while line := self._source.readline():
                typed.append(line)
        return "".join(typed)

    def _print(self, text: str) -> None:
        if self.lost:
            return
        try:
            print(text, file=self._out)
        except OSError as error:
            self._lose(error)

    def _lose(self, error: OSError) -> None:
        if self.lost:
            return
        self.lost = True
        if not isinstance(error, BrokenPipeError):
            self.message(f"modstead: The result could not be written: {error.strerror}.")
        # What is still buffered must not fail again when the interpreter ends.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._out.fileno())


def _there(stream: TextIO | None) -> TextIO:
    """The stream, or one that holds nothing: Python has none where the process was begun without it."""
    return StringIO() if stream is None else stream


def _with_controls_escaped(document: str) -> str:
    """A JSON document without control characters within its strings: a terminal obeys such."""
    for char in set(document) - {"\n"}:
        if unicodedata.category(char) in {"Cc", "Cf"}:
            document = document.replace(char, json.dumps(char)[1:-1])
    return document


def _can_be_encoded(text: str, encoding: str | None) -> bool:
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl+C raise here: asyncio's own handler would only be heard after the line was read."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def printable(text: str) -> str:
    """The text without control characters: names come from servers and JARs, and a terminal obeys such."""
    return "".join(
        char if unicodedata.category(char) not in {"Cc", "Cf"} or char == "\t" else "�" for char in text
    )


def layout(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """The table's lines, at most `width` wide where that leaves 12 for each column."""
    table = [[printable(cell) for cell in row] for row in (heads, *rows)]
    columns = [max(len(row[index]) for row in table) for index in range(len(heads))]
    while sum(columns) + 2 * (len(columns) - 1) > width and max(columns) > 12:
        columns[columns.index(max(columns))] -= 1
    return [
        "  ".join(_cut(cell, size) for cell, size in zip(row, columns, strict=True)).rstrip() for row in table
    ]


def _cut(text: str, size: int) -> str:
    return text.ljust(size) if len(text) <= size else f"{text[: size - 1]}…"
