"""How an instance is shown wherever it is listed: its picture, its loader and version in words."""

import asyncio
from pathlib import Path

from PySide6.QtGui import QPixmap

from modstead.domain.instance import Instance
from modstead.ui.images import ImageLoader

_LARGEST_ICON = 4 * 1024 * 1024


def instance_picture(images: ImageLoader, instance: Instance, side: int, ratio: float) -> QPixmap | None:
    """The picture that the launcher shows, `side` logical pixels; None where there is none, or none yet."""
    path = instance.icon
    if path is None:
        return None
    return images.pixmap(f"instance:{path}", side, ratio=ratio, source=lambda: _bytes_of(path))


def loader_words(instance: Instance) -> str:
    """`Fabric 1.21.4`, or as much of it as is known."""
    loader = instance.loader.label if instance.loader else ""
    return f"{loader} {instance.game_version or ''}".strip()


def loader_icon(instance: Instance) -> str:
    """The name of the loader's badge; empty where the loader is not known."""
    return f"loader-{instance.loader.value}" if instance.loader else ""


async def _bytes_of(path: Path) -> bytes | None:
    return await asyncio.to_thread(_read, path)


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_ICON + 1)
    except OSError:
        return None
    return data if len(data) <= _LARGEST_ICON else None
