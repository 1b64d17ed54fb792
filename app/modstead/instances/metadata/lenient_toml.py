"""TOML as the loaders' night-config takes it, which older versions did more freely than the standard allows."""

import re
import tomllib

_TABLE_LIMIT = 5_000
_KEY_LIMIT = 20_000
# tomllib needs time by the square of a dotted key's length.
_MANY_DOTS = 1_000
# Each pattern that looks for it takes time by the length of the text alone, whatever that holds: nothing is given back
# (`++`), parts begin where others end, and a string that is not closed ends with its line.
_QUOTED = re.compile(r""""(?:[^"\\\n]|\\[^\n])*+(?:"|\\?$)|'[^'\n]*+(?:'|$)""", re.MULTILINE)
_ENDLESS_KEY = re.compile(
    r"(?<![^\s.=#,{}\[\]])(?:[^\s.=#,{}\[\]]++[ \t]*+\.[ \t]*+){64}|^[ \t]*+\[++[^\n\]]{4096}", re.MULTILINE
)
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_BARE_PLACEHOLDER = re.compile(r"^[ \t]*\$\{[^}\n]*\}[ \t]*$", re.MULTILINE)
# What is not closed ends with the text: looking for its end again from every quote within it would take the square.
_STRING_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"""|\Z)'
    r"|'''.*?(?:'''|\Z)"
    r"|'[^'\n]*+(?:'|$)"
    r'|"(?P<basic>(?:\\.|[^"\\])*+)(?:"|\\?\Z)'
    r"|\#[^\n]*",
    re.DOTALL | re.MULTILINE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_UNKNOWN_ESCAPE = re.compile(r"\\(?![btnfr\"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})", re.DOTALL)


class EndlessDocument(ValueError):
    """A document made to exhaust whoever reads it."""


def parse_toml(data: bytes) -> dict[str, object]:
    """The document, with decimal numbers as they are written.

    What the standard refuses is mended and read again: raw line breaks and control characters in strings, unknown
    escapes, lines that hold a build script's placeholder alone.

    Raises:
        EndlessDocument: it has more tables or keys, or a longer key, than any mod's.
        ValueError: it cannot be read even so.
        RecursionError: it is nested too deeply.
    """
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    if text.count(".") > _MANY_DOTS and _has_endless_key(text):
        raise EndlessDocument("a key without end")
    if text.count("=") > _KEY_LIMIT or len(_TABLE.findall(text)) > _TABLE_LIMIT:
        raise EndlessDocument("too many of them")
    try:
        return tomllib.loads(text, parse_float=str)
    except ValueError:
        return tomllib.loads(_mend(text), parse_float=str)


def _has_endless_key(text: str) -> bool:
    return _ENDLESS_KEY.search(_QUOTED.sub("q", text)) is not None


def _mend(text: str) -> str:
    text = _BARE_PLACEHOLDER.sub("", text)
    return _STRING_OR_COMMENT.sub(_mend_string, text)


def _mend_string(match: re.Match[str]) -> str:
    inside = match["basic"]
    if inside is None:
        return _CONTROL.sub(" ", match[0]) if match[0].startswith("#") else match[0]
    inside = _UNKNOWN_ESCAPE.sub(r"\\\\", inside)
    return '"' + _CONTROL.sub(_escape, inside) + '"'


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
