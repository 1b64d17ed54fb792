"""Files that are to be published, looked at before anybody is asked whether to send them."""

import asyncio
import re
from pathlib import Path

from modstead.domain.studio import FileBounds
from modstead.errors import BrokenJar, FieldRefused, FileUnreadable, FileVanished, NoArchive
from modstead.instances.archive import Jar

_ARCHIVES = frozenset({"jar", "zip", "mrpack", "litemod"})
_STARTS = {
    "bmp": re.compile(rb"BM"),
    "gif": re.compile(rb"GIF8[79]a"),
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "rgb": re.compile(rb"\x01\xda"),
    "svg": re.compile(rb".*?<(?:\w+:)?svg[\s>]", re.DOTALL),
    "svgz": re.compile(rb"\x1f\x8b"),
    "webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
"""How a picture of each kind starts, by its extension."""
_START = 1 << 16


async def check_file(path: Path, bounds: FileBounds, field: str, *, anyway: bool = False) -> None:
    """Do nothing, or say why the platform would not take the file, or why nobody could use it.

    Raises:
        FieldRefused: it is too large, or of a kind that cannot be; or, unless `anyway`, not of the kind that its
            extension says.
        FileVanished, FileUnreadable: it cannot be looked at.
    """
    bounds.check(path, await asyncio.to_thread(_size, path), field)
    if not anyway:
        await asyncio.to_thread(_check_kind, path, field)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError as error:
        raise FileVanished(f"{path.name} is not there.", remedy="Choose another file.") from error
    except OSError as error:
        raise FileUnreadable(f"{path.name} cannot be read.", f"{error.strerror or error}.") from error


def _check_kind(path: Path, field: str) -> None:
    extension = path.suffix.lower().removeprefix(".")
    if extension in _ARCHIVES:
        try:
            Jar(path).close()
        except BrokenJar as error:
            raise NoArchive(
                f"{path.name} is no {extension.upper()} file, whatever it is called.",
                error.detail,
                field=field,
            ) from error
    elif extension in _STARTS and not _STARTS[extension].match(_start(path)):
        raise FieldRefused(
            f"{path.name} is no {extension.upper()} picture, whatever it is called.", field=field
        )


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_START)
    except OSError as error:
        raise FileUnreadable(f"{path.name} cannot be read.", f"{error.strerror or error}.") from error
