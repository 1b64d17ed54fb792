"""The way of the Tab key: in the order of the layouts, which is the order one sees.

Qt's own chain goes by when widgets were made, and focus proxies within each other break it.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLayout, QScrollArea, QWidget


def stops(root: QWidget) -> tuple[QWidget, ...]:
    """All widgets within `root` that take the keyboard by Tab now, in visual order."""
    return tuple(dict.fromkeys(widget for widget in _within(root) if _takes_tab(widget)))


def step(root: QWidget, *, forwards: bool) -> bool:
    """Move the keyboard to the next stop of `root`, or the one before, and round again at the ends."""
    ring = stops(root)
    if not ring:
        return False
    focused = QApplication.focusWidget()
    place = _place(ring, root, focused)
    following = (place + 1 if forwards else place - 1 if focused in ring else place) % len(ring)
    reason = Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
    ring[following].setFocus(reason)
    return True


def _place(ring: tuple[QWidget, ...], root: QWidget, focused: QWidget | None) -> int:
    """Where the ring is entered or left: at a stop itself, or behind the last stop before a widget that is none."""
    if focused is None:
        return -1
    if focused in ring:
        return ring.index(focused)
    before = -1
    for widget in _within(root):
        if widget is focused:
            break
        if widget in ring:
            before = ring.index(widget)
    return before


def _takes_tab(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return bool(by_tab) and widget.isEnabled() and widget.focusProxy() is None


def _within(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    for child in _children(widget):
        if child.isVisible() and not child.isWindow():
            yield from _within(child)


def _children(widget: QWidget) -> list[QWidget]:
    if isinstance(widget, QScrollArea):
        content = widget.widget()
        return [content] if content is not None else []
    if isinstance(widget, QAbstractScrollArea):
        return []
    layout = widget.layout()
    laid = list(_laid(layout)) if layout is not None else []
    known = set(laid)
    own = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    others = [child for child in own if child not in known]
    return laid + sorted(others, key=lambda child: (child.y(), child.x()))


def _laid(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        inner, widget = (item.layout(), item.widget()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid(inner)
