"""Keeps fast clicks from hitting a row that has just come under the pointer."""

import time
from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

_NEAR = 10
"""How far apart, in pixels, two presses may be that one and the same aim was meant for."""


class Steady:
    """Told where the pointer is, what is pressed, and when rows move, it says which presses are really meant.

    A press within the system's double-click interval after the rows moved, or after the press before it at the same
    place, only counts for the row that was there before. A row is known by its key.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self.clock = clock
        self._moved_at = float("-inf")
        self._pressed_at = float("-inf")
        self._place = QPoint(-_NEAR * 2, -_NEAR * 2)
        self._key: object = None

    def moved(self) -> None:
        self._moved_at = self.clock()

    def point(self, place: QPoint, key: object) -> None:
        """The pointer is at this place of the screen, over this row."""
        if not self._restless() or not self._near(place):
            self._place, self._key = place, key

    def press(self, place: QPoint, key: object) -> bool:
        """Whether a press here is meant for this row."""
        meant = not self._restless() or not self._near(place) or key == self._key
        self._pressed_at = self.clock()
        if meant:
            self._place, self._key = place, key
        return meant

    def _restless(self) -> bool:
        last = max(self._moved_at, self._pressed_at)
        return self.clock() - last < QApplication.doubleClickInterval() / 1000

    def _near(self, place: QPoint) -> bool:
        return (place - self._place).manhattanLength() <= _NEAR
