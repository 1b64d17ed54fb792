"""The open folder's changes reach the page as a signal, in Qt's own event loop."""

import asyncio
from collections.abc import AsyncGenerator
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from modstead.instances.watcher import changes
from modstead.ui.installed.watching import FolderWatch
from ui.folder_pages import run_on_qt


class Watched:
    """The genuine watcher, and whether it has begun."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.asked: list[Path] = []

    def changes(self, folder: Path) -> AsyncGenerator[None, None]:
        self.asked.append(folder)
        return changes(folder, self.begun.set)


async def noticing(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    library = Watched()
    watch = FolderWatch(library)
    happened = asyncio.Event()
    watch.changed.connect(happened.set)
    try:
        watch.watch(first)
        watch.watch(first)
        await library.begun.wait()
        (first / "amber.jar").write_bytes(b"amber")
        await happened.wait()
        happened.clear()
        library.begun.clear()
        watch.watch(second)
        await library.begun.wait()
        (second / "birch.jar").write_bytes(b"birch")
        await happened.wait()
        assert library.asked == [first, second]
    finally:
        await watch.close()
    watch.watch(first)
    assert library.asked == [first, second]


def test_changes_from_outside_reach_the_page(qapp: QApplication, tmp_path: Path) -> None:
    run_on_qt(qapp, partial(noticing, tmp_path))
