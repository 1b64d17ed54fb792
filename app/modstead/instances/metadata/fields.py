"""Values out of documents that anyone may have written: of any type, any length, with anything in them."""

import re
from collections.abc import Iterable

from modstead.errors import BrokenJar

LINE_LIMIT = 500
TEXT_LIMIT = 20_000
ITEM_LIMIT = 2_000

_CONTROL_CHARACTERS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])
_CONTROL_BUT_LINE_BREAKS = {code: None for code in _CONTROL_CHARACTERS if code not in (0x09, 0x0A)}
_FORMATTING_CODE = re.compile("§.")


def unusable(why: str) -> BrokenJar:
    """A manifest that its loader would refuse; `why` is one sentence that names the manifest."""
    return BrokenJar("The JAR says nothing usable of itself.", why)


def line(value: object) -> str:
    """One line of text; numbers as they were written; anything else is empty."""
    if not isinstance(value, str):
        if isinstance(value, bool) or not isinstance(value, int):
            return ""
        value = str(value) if -(2**63) <= value < 2**63 else ""
    value = value[:LINE_LIMIT]
    if value.isascii() and value.isprintable():
        return value.strip()
    return " ".join(_encodable(value).split()).translate(_CONTROL_CHARACTERS)


def identifier(value: object) -> str:
    """One line that names something; empty where a build left its placeholder, which no loader takes for a name."""
    text = line(value)
    return "" if "${" in text else text


def title(value: object) -> str:
    """One line without the game's formatting codes; empty where it is nothing but a build's placeholder."""
    text = line(value)
    if text.startswith("${") and text.endswith("}"):
        return ""
    return _FORMATTING_CODE.sub("", text).strip() if "§" in text else text


def paragraphs(value: object) -> str:
    """Text of several lines without the game's formatting codes; a list is one paragraph for each item."""
    if isinstance(value, list):
        value = "\n".join(item for item in value[:ITEM_LIMIT] if isinstance(item, str))
    if not isinstance(value, str):
        return line(value)
    value = _FORMATTING_CODE.sub("", value[:TEXT_LIMIT])
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return _encodable(value).translate(_CONTROL_BUT_LINE_BREAKS).strip()


def lines(value: object) -> tuple[str, ...]:
    """One line for each item of a list, or the one line that stands where a list should."""
    if isinstance(value, list):
        return tuple(text for text in map(line, value[:ITEM_LIMIT]) if text)
    text = line(value)
    return (text,) if text else ()


def titles(value: object) -> tuple[str, ...]:
    """As `lines`, without the game's formatting codes, and each once."""
    return tuple(dict.fromkeys(text for text in map(title, lines(value)) if text))


def tables(value: object) -> list[dict[str, object]]:
    """The tables in a list of them, or the one that stands where a list should."""
    items: Iterable[object] = value[:ITEM_LIMIT] if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def table(value: object) -> dict[str, object]:
    """A table, or an empty one where something else stands."""
    return value if isinstance(value, dict) else {}


def member_path(value: object) -> str:
    """A path inside the JAR, without the slash that some begin it with."""
    return line(value).removeprefix("./").lstrip("/")


def _encodable(text: str) -> str:
    """Half a surrogate pair cannot be written anywhere: it becomes a question mark."""
    return text.encode("utf-8", "replace").decode()
