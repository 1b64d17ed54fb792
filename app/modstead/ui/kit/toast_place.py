"""Where a toast lies: over nothing that can be pressed, written in or read."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

_STEP = 4


def free_place(
    area: QRect, size: QSize, taken: Sequence[QRect], *, above: int, reach: int, margin: int
) -> QRect | None:
    """The place nearest to the foot of `area` that touches nothing that is taken, looked for in the middle first.

    It rests `above` over the foot where that is free, else within `reach` of it and `margin` from every edge and from
    what is taken; None where there is no such place.
    """
    middle = area.x() + (area.width() - size.width()) // 2
    right = area.right() + 1 - margin - size.width()
    left = area.x() + margin
    foot = area.bottom() + 1 - size.height()
    lowest, highest = foot - margin, max(area.y() + margin, foot - reach)
    places = [(middle, foot - above)]
    places += [(x, y) for y in range(lowest, highest - 1, -_STEP) for x in (middle, right, left)]
    for x, y in places:
        found = QRect(QPoint(x, y), size)
        around = found.adjusted(-margin, -margin, margin, margin)
        if area.contains(found) and not any(around.intersects(rect) for rect in taken):
            return found
    return None


def taken_places(over: QWidget, but: QWidget) -> tuple[QRect, ...]:
    """What of `over` is in use now, in its own coordinates, without `but` and what is in that."""
    return tuple(_taken(over, over.rect(), over, but))


def _taken(within: QWidget, seen: QRect, over: QWidget, but: QWidget) -> Iterator[QRect]:
    """`seen` is what of `within` is not cut off by what is around it."""
    for child in within.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if child is but or not child.isVisible() or child.isWindow():
            continue
        place = QRect(child.mapTo(over, QPoint(0, 0)), child.size()).intersected(seen)
        if not _in_use(child):
            yield from _taken(child, place, over, but)
        elif not place.isEmpty():
            yield place


def _in_use(widget: QWidget) -> bool:
    if isinstance(widget, QLabel):
        return bool(widget.text())
    by_tab = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return isinstance(widget, QAbstractButton) or by_tab
