"""Reading launchers' files: bounded, and of any content. What cannot be read is nothing."""

import json
import os
import re
from pathlib import Path
from typing import TypeVar

import msgspec

from modstead.errors import FileError
from modstead.instances.files import open_regular

_Fields = TypeVar("_Fields", bound=msgspec.Struct)

_LIMIT = 8 * 1024 * 1024
_SKIMMED_LIMIT = 64 * 1024 * 1024
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{1,4})|(.))")
# An open quotation mark reaches to the end, so that no text is looked through twice.
_ITEM = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?$)|[^",]+')
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


def read_text(path: Path) -> str:
    """A file's text without its byte-order mark; empty where it cannot be read or is unreasonably large."""
    return _read(path, _LIMIT).decode("utf-8-sig", "replace")


def read_table(path: Path) -> dict[str, object]:
    """The JSON object in a file, or an empty one."""
    try:
        document = json.loads(read_text(path), strict=False)
    except (ValueError, RecursionError):
        return {}
    return as_table(document)


def skim(path: Path, fields: type[_Fields]) -> _Fields | None:
    """Some fields of the JSON object in a file that may be large; None where it is none.

    What `fields`, a `msgspec.Struct`, does not name is passed over without being kept.
    """
    try:
        return msgspec.json.decode(_read(path, _SKIMMED_LIMIT).removeprefix(b"\xef\xbb\xbf"), type=fields)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def read_settings(path: Path) -> dict[str, str]:
    """The keys of an INI file as Qt writes it, with or without `[General]`; other sections are left out."""
    return {key: _unescaped(value) for key, value in _raw_settings(path).items()}


def read_setting_list(path: Path, key: str) -> list[str]:
    """A list in such a file: `a, "b, c"`."""
    return [
        _unescaped(item.strip()) for item in _ITEM.findall(_raw_settings(path).get(key, "")) if item.strip()
    ]


def _raw_settings(path: Path) -> dict[str, str]:
    settings: dict[str, str] = {}
    section = "General"
    for raw in read_text(path).splitlines():
        text = raw.strip()
        if text.startswith("[") and text.endswith("]"):
            section = text[1:-1]
        elif section == "General" and not text.startswith((";", "#")):
            key, equals, value = text.partition("=")
            if equals:
                settings[key.strip()] = value.strip()
    return settings


def as_table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def as_tables(value: object) -> list[dict[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def as_text(value: object) -> str:
    """A text that may name something: one line, not longer than any name."""
    if not isinstance(value, str) or len(value) > 1024:
        return ""
    return "".join(character for character in value if character.isprintable()).strip()


def folder_title(folder: Path) -> str:
    """The folder's name as it may be shown, since systems allow names that are no text."""
    return as_text(folder.name) or as_text(str(folder)) or "Folder"


def is_folder(path: Path) -> bool:
    """False also where the system refuses to say."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def entries(folder: Path, limit: int = 5_000) -> list[str]:
    """The names in a folder, sorted; none where it cannot be read, and no more than `limit` are looked at."""
    names: list[str] = []
    try:
        for path in folder.iterdir():
            names.append(path.name)
            if len(names) == limit:
                break
    except OSError:
        return []
    return sorted(names)


def one_component(name: str) -> str:
    """The name where it is that of something in a folder, else nothing: it must not lead elsewhere."""
    return name if name not in ("", ".", "..") and not set(name) & set("/\\:\0") else ""


def path_in(folder: Path, text: str) -> Path | None:
    """A path that a file names, relative to `folder` or not, where it leads into `folder`; else None."""
    if not text or "\0" in text:
        return None
    path = Path(os.path.normpath(folder / text))
    return path if path != folder and path.is_relative_to(folder) else None


def _read(path: Path, limit: int) -> bytes:
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            return (file.read(size) or b"") if size <= limit else b""
    except (FileError, OSError, ValueError):
        return b""


def _unescaped(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] == '"':
        value = value[1:-1]
    if "\\" not in value:
        return value
    return _ESCAPE.sub(_unescape, value)


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return _ESCAPED.get(match[2], match[2])
