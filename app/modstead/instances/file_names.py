"""Which names may be written to a folder of mods: a server, a manifest or a user may ask for any."""

import os
import re
import unicodedata
from collections.abc import Iterable

from modstead.domain.instance import DISABLED_SUFFIX
from modstead.errors import UnsafeFileName

MOD_ENDINGS = (".jar", ".zip", ".litemod")
"""What loaders read from a folder of mods."""

_LONGEST = 255  # bytes, the least of the file systems in use
_FORBIDDEN = frozenset('/\\:*?"<>|')
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)
# Marks that make a name read in another order than it is spelt.
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNWRITABLE_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})


def checked_name(name: str, *, endings: Iterable[str] = MOD_ENDINGS) -> str:
    """`name`, if it is one plain file name on every system and has one of the endings, or that with `.disabled`.

    Raises:
        UnsafeFileName: says which rule it breaks.
    """
    existing_name(name)
    problem = _problem(name)
    if problem is None and not name.lower().removesuffix(DISABLED_SUFFIX).endswith(tuple(endings)):
        problem = f"Only files that end in {', '.join(endings)} belong here."
    if problem is not None:
        raise UnsafeFileName(f"{shown(name)} cannot be used as a file name.", problem)
    return name


def existing_name(name: str) -> str:
    """`name`, if it can be that of a file in the folder itself, however odd: what people have, they may keep.

    Raises:
        UnsafeFileName: it names something outside the folder, or cannot be written down.
    """
    problem = None
    if name in {"", ".", ".."}:
        problem = "It names no file."
    elif "/" in name or "\\" in name or (":" in name and os.name == "nt"):
        problem = "It names a file in another folder."
    elif "\0" in name:
        problem = "It contains a null character."
    elif any("\ud800" <= character <= "\udfff" for character in name):
        problem = "It is not valid text."
    if problem is not None:
        raise UnsafeFileName(f"{shown(name)} cannot be used as a file name.", problem)
    return name


def can_be_recorded(name: str) -> bool:
    """Whether a file's name can be written down at all, in a journal, a lock file or beside a folder."""
    try:
        existing_name(name)
    except UnsafeFileName:
        return False
    return True


def collision_key(name: str) -> str:
    """Equal for names that some file system takes for the same: case and Unicode composition do not count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def collides(names: Iterable[str]) -> tuple[str, ...]:
    """The names that some file system takes for an earlier one of them, in order."""
    seen: set[str] = set()
    again = []
    for name in names:
        key = collision_key(name)
        if key in seen:
            again.append(name)
        seen.add(key)
    return tuple(again)


def shown(name: str) -> str:
    """A hostile name as it may be shown: printable, in one line, of bounded length."""
    plain = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name
    )
    return f'"{plain[:80]}…"' if len(plain) > 80 else f'"{plain}"'


def _problem(name: str) -> str | None:
    stem = name.split(".", 1)[0].rstrip(" ").casefold()
    if any(unicodedata.category(character) in _UNWRITABLE_CATEGORIES for character in name):
        return "It contains control characters."
    if _DIRECTION_MARKS.search(name):
        return "It contains marks that disguise how it is spelt."
    if forbidden := sorted(_FORBIDDEN.intersection(name)):
        return f"It contains {' '.join(forbidden)}, which Windows does not allow."
    if name.startswith((".", " ")):
        return "It begins with a dot or a space."
    if name.endswith((".", " ")):
        return "It ends in a dot or a space."
    if stem in _DEVICES:
        return "It is the name of a device on Windows."
    if len(name.encode()) > _LONGEST:
        return f"It is longer than {_LONGEST} bytes."
    return None
