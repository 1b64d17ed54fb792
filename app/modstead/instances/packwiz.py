"""The text of one packwiz metadata file (`NAME.pw.toml`), as Prism Launcher keeps one for each mod it knows.

Root: `name`, `filename` (never with `.disabled`), `side`, and Prism's own `x-prismlauncher-*`; `[download]`: `mode`,
`url`, `hash-format`, `hash`; `[update.modrinth]`: `mod-id`, `version`; or `[update.curseforge]`. Sources: packwiz's
reference of the format, and what Prism's `modplatform/packwiz` reads and writes.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

ENDING = ".pw.toml"
LIMIT = 32 * 1024
"""Bytes; what is larger is no such file."""
_MOST_DOTS = 2_000
"""Dotted keys cost `tomllib` the square of their number. A library for every game version has some 800."""
_DEEPEST = 4

KeyPath = tuple[str, ...]
Value = str | tuple[str, ...]
Values = Mapping[KeyPath, Value]
"""Keys by their whole path: `("download", "url")`."""

FILE_NAME: KeyPath = ("filename",)
HASH: KeyPath = ("download", "hash")
HASH_FORMAT: KeyPath = ("download", "hash-format")

_UPDATE = "update"
_FILE_NAME = re.compile(rb"""^[ \t]*(?:filename|"filename"|'filename')[ \t]*=([^\r\n]*)""", re.MULTILINE)
_ENDS = ("]", "}", '"""', "'''")
_ENDS_TRIED = 20
_LITERAL = re.compile(r"[^\x00-\x1f\x7f']*")


@dataclass(frozen=True, slots=True)
class _Statement:
    """A header (`key` is empty) or a key and its value, from line `start` to before line `end`."""

    table: KeyPath
    key: KeyPath
    start: int
    end: int


class _NotEditable(Exception):
    """It is written in a way that this does not change line by line."""


def file_name_of(content: bytes) -> str:
    """The file that the metadata is about; empty where it names none. Quick, as it reads that line alone."""
    match = _FILE_NAME.search(content)
    if match is None:
        return ""
    try:
        value = tomllib.loads(f"f = {match[1].decode()}")["f"]
    except (ValueError, RecursionError):
        return ""
    return value if isinstance(value, str) else ""


def text_at(content: bytes, path: KeyPath) -> str:
    """The text of a key; empty where there is none or nothing can be read."""
    value: object = _parsed(content)
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def values_of(content: bytes) -> dict[KeyPath, Value] | None:
    """What Modstead writes of the file, as it stands there; None where it cannot be read."""
    document = _parsed(content)
    if document is None:
        return None
    found: dict[KeyPath, Value] = {}
    for path, value in _leaves(document, ()):
        if isinstance(value, str):
            found[path] = value
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            found[path] = tuple(value)
    return found


def written(values: Values) -> bytes:
    """A new file, in the order and spelling that Prism uses.

    Raises:
        UnicodeEncodeError: a value is no valid text.
    """
    tables: dict[KeyPath, list[str]] = {(): []}
    for path in sorted(values):
        tables.setdefault(path[:-1], []).append(f"{path[-1]} = {_spelt(values[path])}")
    sections = []
    for table, lines in tables.items():
        header = [f"[{'.'.join(table)}]"] if table else []
        sections.append("\n".join([*header, *lines]) + "\n")
    return "\n".join(sections).encode()


def edited(content: bytes, values: Values) -> bytes | None:
    """The file with these values; every other line stays as it is spelt. None where that is not possible.

    Where the values name a platform to update from, other platforms are no longer named.
    """
    document = _parsed(content)
    if document is None:
        return None
    platforms = {path[1] for path in values if path[0] == _UPDATE and len(path) > 1}
    try:
        editor = _Editor(content.decode())
        editor.put(values)
        if platforms:
            editor.drop_platforms(platforms)
        result = editor.text().encode()
        return result if _parsed(result) == _with(document, values, platforms) else None
    except (_NotEditable, UnicodeError, RecursionError):
        return None


def _parsed(content: bytes) -> dict[str, object] | None:
    if len(content) > LIMIT or content.count(b".") > _MOST_DOTS:
        return None
    try:
        return tomllib.loads(content.decode())
    except (ValueError, RecursionError):
        return None


def _leaves(table: Mapping[str, object], path: KeyPath) -> Iterator[tuple[KeyPath, object]]:
    for key, value in table.items():
        if isinstance(value, dict) and len(path) < _DEEPEST:
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key), value


def _with(document: dict[str, object], values: Values, platforms: set[str]) -> dict[str, object]:
    """What the document must say afterwards; the one given is changed.

    Raises:
        _NotEditable: it uses the name of a table otherwise.
    """
    update = document.get(_UPDATE)
    if platforms and isinstance(update, dict):
        document[_UPDATE] = {name: table for name, table in update.items() if name in platforms}
    for path, value in values.items():
        table: object = document
        for part in path[:-1]:
            table = table.setdefault(part, {}) if isinstance(table, dict) else None
        if not isinstance(table, dict):
            raise _NotEditable
        table[path[-1]] = value if isinstance(value, str) else list(value)
    return document


class _Editor:
    """A text in lines, and what is to stand in the place of some of them."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        if self._lines[-1]:
            self._lines.append("")
        self._statements = list(_statements(self._lines))
        self._replaced: dict[int, tuple[int, list[str]]] = {}
        self._new_tables: list[str] = []
        self._ending = "\r" if self._lines[0].endswith("\r") else ""

    def put(self, values: Values) -> None:
        missing: dict[KeyPath, list[str]] = {}
        for path in sorted(values):
            line = f"{path[-1]} = {_spelt(values[path])}{self._ending}"
            found = [item for item in self._statements if item.key and (*item.table, *item.key) == path]
            if not found:
                missing.setdefault(path[:-1], []).append(line)
            elif len(found[0].key) > 1:
                raise _NotEditable
            else:
                self._replaced[found[0].start] = (found[0].end, [line])
        for table, added in missing.items():
            self._add(table, added)

    def drop_platforms(self, but: set[str]) -> None:
        """Without the tables of other platforms."""
        headers = [item for item in self._statements if not item.key]
        ends = [*(header.start for header in headers[1:]), len(self._lines) - 1]
        for header, end in zip(headers, ends, strict=False):
            if len(header.table) > 1 and header.table[0] == _UPDATE and header.table[1] not in but:
                self._replaced[header.start] = (end, [])

    def text(self) -> str:
        return "\n".join([*self._joined(), *self._new_tables, ""])

    def _add(self, table: KeyPath, added: list[str]) -> None:
        """Put lines behind the last of their table, which is made at the end where there is none."""
        own = [item for item in self._statements if item.table == table]
        if own:
            start = own[-1].start
            end, kept = self._replaced.get(start, (own[-1].end, self._lines[start : own[-1].end]))
            self._replaced[start] = (end, [*kept, *added])
        elif table:
            self._new_tables += [self._ending, f"[{'.'.join(table)}]{self._ending}", *added]
        else:
            raise _NotEditable

    def _joined(self) -> Iterator[str]:
        position, last = 0, len(self._lines) - 1
        while position < last:
            if position in self._replaced:
                position, new = self._replaced[position]
                yield from new
            else:
                yield self._lines[position]
                position += 1


def _statements(lines: list[str]) -> Iterator[_Statement]:
    table: KeyPath = ()
    position = 0
    while position < len(lines):
        start = lines[position].strip()
        if not start or start.startswith("#"):
            position += 1
            continue
        end, path = _one(lines, position)
        if start.startswith("["):
            table = path
            yield _Statement(table, (), position, end)
        else:
            yield _Statement(table, path, position, end)
        position = end


def _one(lines: list[str], start: int) -> tuple[int, KeyPath]:
    """Where the statement that begins at a line ends, and the path of its header or key."""
    tried = 0
    for end in range(start + 1, len(lines) + 1):
        if end > start + 1 and not lines[end - 1].rstrip().rstrip(",").endswith(_ENDS):
            continue
        try:
            return end, _path(tomllib.loads("\n".join([*lines[start:end], ""])), lines[start])
        except ValueError:
            tried += 1
        if tried == _ENDS_TRIED:
            break
    raise _NotEditable


def _path(document: dict[str, object], line: str) -> KeyPath:
    """The keys that lead to the end of what one statement says, as far as the statement spells them."""
    head = line.split("=", 1)[0] if not line.lstrip().startswith("[") else line
    path: list[str] = []
    table: object = document
    while isinstance(table, dict) and len(table) == 1:
        ((key, table),) = table.items()
        if key not in head:
            break
        path.append(key)
    return tuple(path)


def _spelt(value: Value) -> str:
    if not isinstance(value, str):
        return f"[ {', '.join(map(_spelt, value))} ]" if value else "[]"
    if _LITERAL.fullmatch(value):
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
