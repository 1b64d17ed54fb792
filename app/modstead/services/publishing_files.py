"""Files that are to be published, looked at before anybody is asked whether to send them."""

import asyncio
from pathlib import Path

from modstead.domain.studio import FileBounds
from modstead.errors import FileUnreadable, FileVanished


async def check_file(path: Path, bounds: FileBounds, field: str) -> None:
    """Do nothing, or say why the platform would not take the file.

    Raises:
        FieldRefused: it is too large, or of a kind that cannot be.
        FileVanished, FileUnreadable: it cannot be looked at.
    """
    bounds.check(path, await asyncio.to_thread(_size, path), field)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError as error:
        raise FileVanished(f"{path.name} is not there.", remedy="Choose another file.") from error
    except OSError as error:
        raise FileUnreadable(f"{path.name} cannot be read.", f"{error.strerror or error}.") from error
