"""JSON as the loaders' readers take it: some by the letter, most through Gson, which lets a good deal pass.

Numbers stay as they are written: a version of 1.10 is not 1.1.
"""

import json
import re
from collections.abc import Callable

from modstead.instances.metadata.fields import unusable

_LENIENT_DEPTH = 64
_TOKEN_LIMIT = 100_000
_GSON = json.JSONDecoder(strict=False, parse_float=str, parse_int=str, parse_constant=str)
_TOKEN = re.compile(
    r"[\s\ufeff]*(?:(?P<comment>//[^\n\r]*|\#[^\n\r]*|/\*.*?\*/)"
    r"|(?P<sign>[{}\[\],;:]|=>?)"
    r'|"(?P<double>(?:\\.|[^"\\])*)"'
    r"|'(?P<single>(?:\\.|[^'\\])*)'"
    r"|(?P<bare>[^\s{}\[\],;:=\#/\\\"']+))",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "\n": ""}
_CLOSED_BY = {"{": "}", "[": "]"}


def parse_gson(data: bytes, name: str) -> object:
    """The document as a strict Gson reader takes it: line breaks in strings, a byte-order mark, anything behind it.

    Raises:
        BrokenJar: it is no JSON; the detail begins with `name`.
    """
    return _guarded(data, name, _first_value)


def parse_lenient(data: bytes, name: str) -> object:
    """The document as a lenient Gson reader takes it: also comments, text in single quotes or none, odd separators.

    Raises:
        BrokenJar: it is no JSON even so; the detail begins with `name`.
    """
    return _guarded(data, name, _lenient_value)


def parse_strict(data: bytes, name: str) -> object:
    """The document by the letter of the standard, with nothing behind it.

    Raises:
        BrokenJar: it is no JSON; the detail begins with `name`.
    """
    return _guarded(data, name, _only_value)


def _guarded(data: bytes, name: str, parse: Callable[[str], object]) -> object:
    try:
        return parse(data.decode("utf-8-sig", "replace"))
    except RecursionError as error:
        raise unusable(f"{name} is nested too deeply.") from error
    except ValueError as error:
        raise unusable(f"{name} is not valid JSON.") from error


def _first_value(text: str) -> object:
    document: object = _GSON.raw_decode(text.lstrip())[0]
    return document


def _only_value(text: str) -> object:
    document: object = json.loads(text, parse_float=str, parse_int=str, parse_constant=_refuse)
    return document


def _refuse(constant: str) -> object:
    raise ValueError(constant)


def _lenient_value(text: str) -> object:
    try:
        return _first_value(text)
    except ValueError:
        return _LenientReader(text).value(_LENIENT_DEPTH)


class _LenientReader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._tokens = 0

    def value(self, depth: int) -> object:
        sign, text = self._next()
        if not sign:
            return text
        if sign not in _CLOSED_BY:
            raise ValueError(sign)
        if not depth:
            raise RecursionError
        return self._object(depth - 1) if sign == "{" else self._array(depth - 1)

    def _object(self, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        while True:
            sign, key = self._next()
            if sign == "}":
                return found
            if sign in (",", ";"):
                continue
            if sign or self._next()[0] not in (":", "=", "=>"):
                raise ValueError("a name without a value")
            found[key] = self.value(depth)

    def _array(self, depth: int) -> list[object]:
        found: list[object] = []
        while True:
            before = self._position
            sign, text = self._next()
            if sign == "]":
                return found
            if sign in (",", ";"):
                continue
            if sign:
                self._position = before
                found.append(self.value(depth))
            else:
                found.append(text)

    def _next(self) -> tuple[str, str]:
        """The next sign, or an empty one and the next text."""
        while True:
            match = _TOKEN.match(self._text, self._position)
            self._tokens += 1
            if match is None or self._tokens > _TOKEN_LIMIT:
                raise ValueError("no token")
            self._position = match.end()
            if match["comment"] is None:
                break
        if match["sign"] is not None:
            return match["sign"], ""
        if match["bare"] is not None:
            return "", match["bare"]
        quoted: str = match["double"] if match["double"] is not None else match["single"]
        return "", _ESCAPE.sub(_unescape, quoted)


def _unescape(match: re.Match[str]) -> str:
    code: str | None = match[1]
    if code is not None:
        return chr(int(code, 16))
    return _ESCAPED.get(match[2], match[2])
