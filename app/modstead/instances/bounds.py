"""What reading one file may cost, with everything that is nested in it."""

from modstead.errors import BrokenJar

MEBIBYTE = 1024 * 1024
MEMBER_LIMIT = MEBIBYTE
"""Bytes of a manifest or an icon."""
HELD_LIMIT = 32 * MEBIBYTE
"""Bytes of unpacked JARs and tables of contents that are in memory at one time."""
UNPACKED_LIMIT = 96 * MEBIBYTE
"""Bytes of nested JARs that are unpacked one after the other."""
DIRECTORIES_LIMIT = 64 * MEBIBYTE
"""Bytes of tables of contents that are searched one after the other."""
TEXT_LIMIT = 8 * MEBIBYTE
"""Bytes of manifests that are parsed, where those count manifold that take longer to parse."""
DEPTH_LIMIT = 8
JAR_LIMIT = 1_000

_TITLE = "The JAR is larger than can be looked into."
_TOO_DEEP = f"JARs are nested in it more than {DEPTH_LIMIT} deep."
_TOO_MANY = f"More than {JAR_LIMIT} JARs are nested in it."
_TOO_MUCH_HELD = f"What is nested in it needs more than {HELD_LIMIT // MEBIBYTE} MiB of memory."
_TOO_MUCH_UNPACKED = f"The JARs nested in it are larger than {UNPACKED_LIMIT // MEBIBYTE} MiB unpacked."
_TOO_MANY_ENTRIES = "The tables of contents in it are larger than any mod's."
_TOO_MUCH_TEXT = "The manifests in it are longer than any mod's."


class TooCostly(BrokenJar):
    """No more may be spent on a file: what was read of it so far is all."""


class Bounds:
    """An account of what was spent on one file so far; together its limits are 64 MiB of memory and about a second.

    Where one is reached, `hold` raises BrokenJar, since what comes next may fit, and all others raise TooCostly; the
    detail is one sentence.
    """

    __slots__ = ("_depth", "_directories", "_held", "_jars", "_text", "_unpacked")

    def __init__(self) -> None:
        self._depth = 0
        self._jars = 0
        self._held = 0
        self._unpacked = 0
        self._directories = 0
        self._text = 0

    def enter(self) -> None:
        """A nested JAR is opened."""
        self._depth += 1
        self._jars += 1
        if self._jars > JAR_LIMIT:
            raise _exceeded(_TOO_MANY)
        if self._depth > DEPTH_LIMIT:
            raise _exceeded(_TOO_DEEP)

    def leave(self) -> None:
        """It was closed, or could not be opened."""
        self._depth -= 1

    def hold(self, count: int) -> None:
        """So many bytes are to be kept in memory until they are released."""
        if self._held + count > HELD_LIMIT:
            raise BrokenJar(_TITLE, _TOO_MUCH_HELD)
        self._held += count

    def release(self, count: int) -> None:
        self._held -= count

    def unpack(self, count: int) -> None:
        """So many bytes of a nested JAR are to be unpacked."""
        self._unpacked += count
        if self._unpacked > UNPACKED_LIMIT:
            raise _exceeded(_TOO_MUCH_UNPACKED)

    def search(self, count: int) -> None:
        """A table of contents of so many bytes is to be searched."""
        self._directories += count
        if self._directories > DIRECTORIES_LIMIT:
            raise _exceeded(_TOO_MANY_ENTRIES)

    def parse(self, count: int) -> None:
        """A manifest of so many bytes is to be parsed."""
        self._text += count
        if self._text > TEXT_LIMIT:
            raise _exceeded(_TOO_MUCH_TEXT)


def _exceeded(why: str) -> TooCostly:
    return TooCostly(_TITLE, why)
