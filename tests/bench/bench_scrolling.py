"""How long a frame of the Mods table takes while 5,000 rows are scrolled through."""

import os
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from measuring import Row
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from modstead.domain.graph import Graph
from modstead.domain.instance import InstalledMod
from modstead.ui.installed.findings import Findings
from modstead.ui.installed.model import ModsModel
from modstead.ui.installed.rows import build_rows
from modstead.ui.installed.table import ModTable
from modstead.ui.theme import Theme
from ui import invented

ROWS, FRAMES, STEP = 5_000, 240, 96
WARMING_UP = 10


class PresentIcons(QObject):
    """Pictures that have all arrived: what is measured is painting."""

    ready = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pictures = [QPixmap() for _ in range(64)]
        for number, picture in enumerate(self._pictures):
            picture.loadFromData(invented.picture(str(number)))

    def pixmap(self, mod: InstalledMod, _side: float, _ratio: float) -> QPixmap:
        return self._pictures[hash(mod.file.name) % len(self._pictures)]


@contextmanager
def shown_table(rows: int) -> Iterator[ModTable]:
    """A table with so many rows, as large as on a window of 1280x800."""
    app = QApplication.instance() or QApplication([])
    theme = Theme("light", text_scale=1.0)
    if isinstance(app, QApplication):
        theme.apply(app)
    library = invented.library(rows)
    model = ModsModel()
    table = ModTable(theme, model, PresentIcons())
    findings = Findings(Graph.of(library), invented.problems(library))
    model.set_rows(build_rows(library, invented.check(library), findings, invented.NOW))
    table.resize(836, 638)
    table.show()
    QApplication.processEvents()
    yield table
    table.close()


def frame_seconds(rows: int = ROWS, frames: int = FRAMES) -> list[float]:
    """What each frame took: the bar moves by three rows, and all that is visible is painted anew."""
    taken = []
    with shown_table(rows) as table:
        bar, viewport = table.list.verticalScrollBar(), table.list.viewport()
        for frame in range(frames):
            start = perf_counter()
            bar.setValue(frame * STEP % max(1, bar.maximum()))
            viewport.repaint()
            taken.append(perf_counter() - start)
    return taken[WARMING_UP:]


def p95_seconds(rows: int = ROWS, frames: int = FRAMES) -> float:
    return statistics.quantiles(frame_seconds(rows, frames), n=20)[18]


def rows() -> Iterator[Row]:
    yield Row("scrolling 5,000 rows: p95 of a frame", p95_seconds() * 1000, 8.0, " ms")
