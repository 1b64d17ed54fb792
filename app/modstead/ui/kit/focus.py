"""The focus ring: 2 px, 2 px outside a widget, only where the keyboard brought the focus, one at a time."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QWidget
from shiboken6 import isValid

from modstead.ui.kit.painting import outline_rounded
from modstead.ui.theme import Theme

_KEYBOARD = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}
_SAME_AS_BEFORE = {
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
}


def by_keyboard(event: QFocusEvent, before: bool) -> bool:
    """Whether this focus shows a ring; `before` is what held when the window or a menu took the focus away."""
    if event.reason() in _SAME_AS_BEFORE:
        return before
    return event.reason() in _KEYBOARD


class FocusRing(QWidget):
    """Drawn around `target`, within the nearest ancestor that has room for it, and moving along with it."""

    def __init__(self, theme: Theme, target: QWidget, radius: int) -> None:
        host = _host(target, theme.px(4))
        super().__init__(host)
        self._host = host
        self._theme = theme
        self._target = target
        self._radius = radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        step: QWidget | None = target
        while step is not None and step is not host:
            step.installEventFilter(self)
            step = step.parentWidget()
        self._follow()
        self.show()
        self.raise_()

    @property
    def target(self) -> QWidget:
        return self._target

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._follow()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        outline_rounded(
            painter, self.rect(), self._radius + self._theme.px(4), self._theme.palette.accent, width=2
        )

    def _follow(self) -> None:
        host = self._host
        out = self._theme.px(2) + 2
        place = self._target.mapTo(host, QPoint(0, 0))
        self.setGeometry(QRect(place, self._target.size()).adjusted(-out, -out, out, out))


def _host(target: QWidget, room: int) -> QWidget:
    host = target
    above = target.parentWidget()
    while above is not None and not host.isWindow():
        host = above
        above = host.parentWidget()
        place = QRect(target.mapTo(host, QPoint(0, 0)), target.size()).adjusted(-room, -room, room, room)
        if isinstance(above, QAbstractScrollArea) or host.rect().contains(place):
            break
    return host


def show_ring(theme: Theme, target: QWidget, radius: float = 6) -> None:
    """Put the ring around `target`; the ring that was elsewhere goes."""
    hide_ring(theme)
    if target.parentWidget() is not None:
        theme.ring = FocusRing(theme, target, theme.px(radius))


def hide_ring(theme: Theme, target: QWidget | None = None) -> None:
    """Take the ring away; with `target`, only if it is that widget's."""
    ring = theme.ring
    if not isinstance(ring, FocusRing):
        return
    if isValid(ring):
        if target is not None and ring.target is not target:
            return
        ring.hide()
        ring.setParent(None)
        ring.deleteLater()
    theme.ring = None


class RingedButton(QAbstractButton):
    """The base of all buttons that paint themselves: hover, keyboard-only focus ring, Return as well as Space."""

    ring_radius: float = 6

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._ring = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.theme_changed)

    def theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring = by_keyboard(event, self._ring)
        if self._ring:
            show_ring(self.theme, self, self.ring_radius)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        hide_ring(self.theme, self)
        if event.reason() not in _SAME_AS_BEFORE:
            self._ring = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)


class _Watch(QObject):
    """Watches a widget that cannot be subclassed."""

    def __init__(self, theme: Theme, widget: QWidget, radius: float) -> None:
        super().__init__(widget)
        self._theme = theme
        self._widget = widget
        self._radius = radius
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            if event.type() == QEvent.Type.FocusOut:
                hide_ring(self._theme, self._widget)
            elif event.type() == QEvent.Type.FocusIn and by_keyboard(event, before=False):
                # The ring installs a filter too; within this one Qt would call both again and again.
                QTimer.singleShot(0, self, self._show)
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        if self._widget.hasFocus():
            show_ring(self._theme, self._widget, self._radius)


def ringed(theme: Theme, widget: QWidget, radius: float = 6) -> None:
    """Give one of Qt's own widgets (a check box, a combo box) the keyboard's focus ring."""
    _Watch(theme, widget, radius)
