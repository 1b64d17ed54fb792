"""The way of the Tab key, and where the keyboard goes when what it is on is switched off or goes away.

Tab goes in the order of the layouts, which is the order one sees: Qt's own chain goes by when widgets were made, and
focus proxies within each other break it.
"""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

_QUIET = (QAbstractItemView, QLineEdit, QPlainTextEdit, QTextEdit)
"""What may be given the keyboard unasked: the key that was meant for a button sets nothing going there."""


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


def is_lost(focused: QWidget | None) -> bool:
    """Whether the keyboard is on something that can no longer be used, so that Qt is about to move it."""
    return focused is not None and not (focused.isVisible() and focused.isEnabled())


def hand_on(page: QWidget, lost: QWidget) -> None:
    """Give the keyboard from `lost` to the field or list next to it, where there are several to the one that the page
    names, else to the page itself: never to another button, which would take the next press of Space.
    """
    named = page
    while (proxy := named.focusProxy()) is not None:
        named = proxy
    around = lost.parentWidget()
    while around is not None and page.isAncestorOf(around):
        if found := _nearest(around, lost, named):
            break
        around = around.parentWidget()
    else:
        found = _nearest(page, lost, named)
    (found or page).setFocus(Qt.FocusReason.OtherFocusReason)


def _nearest(within: QWidget, lost: QWidget, named: QWidget) -> QWidget | None:
    if not within.isVisible():
        return None
    if within.isAncestorOf(named) and _may_be_given(named):
        return named
    height = lost.mapToGlobal(QPoint(0, 0)).y()

    def distance(widget: QWidget) -> int:
        top = widget.mapToGlobal(QPoint(0, 0)).y()
        return max(top - height, height - top - widget.height(), 0)

    return min(filter(_may_be_given, stops(within)), key=distance, default=None)


def _may_be_given(widget: QWidget) -> bool:
    return isinstance(widget, _QUIET) and widget.isVisible() and widget.isEnabled()


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
