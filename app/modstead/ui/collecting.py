"""Memory in the window's process: what may be thrown away, and when.

Garbage is collected in the window's thread alone.

Python collects in whatever thread happens to allocate. In a worker that may destroy a Qt object that belongs to the
window's thread, which crashes; and a full collection in the middle of painting is a dropped frame.
"""

import ctypes
import gc
import sys

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000

# glibc's mallopt(3): each of the few threads that work at a time gets an arena of its own otherwise, and keeps it.
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
_LARGE = 64 * 1024
_ARENAS = 2


def give_back_memory() -> None:
    """Have large blocks given back to the system once they are free, and few pools for the threads: 2 to 3 MB less.

    Where the C library knows no such thing, nothing happens.
    """
    if sys.platform == "linux":
        adjust = getattr(ctypes.CDLL(None), "mallopt", None)
        if adjust is not None:
            adjust(_ARENA_MAX, _ARENAS)
            adjust(_MMAP_THRESHOLD, _LARGE)


class Collector(QObject):
    """Looks once a second whether a generation is full, as the interpreter would at each allocation."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        # What start-up made stays: collections need not look at it again.
        gc.collect()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is full, and the younger ones with it."""
        full = [
            number
            for number, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > threshold
        ]
        if full:
            gc.collect(max(full))

    def stop(self) -> None:
        """Leave it to the interpreter again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
