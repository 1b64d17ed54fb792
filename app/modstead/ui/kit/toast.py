"""The toast: what was just done, with Undo. Ten seconds, longer while one looks at it; the next replaces it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QPropertyAnimation, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGraphicsOpacityEffect, QHBoxLayout, QStyle, QWidget

from modstead.ui.kit.buttons import Button
from modstead.ui.kit.painting import draw_icon, draw_text, fill_rounded
from modstead.ui.kit.shadow import shadow
from modstead.ui.kit.toast_place import free_place, taken_places
from modstead.ui.theme import DARK, Theme

SHOWN_MS = 10_000
FADE_MS = 120
_CLEAR = 8
"""So far it stays away from what is in use."""
_REACH = 140
"""So far above the foot a free place is looked for."""


class _ToastButton(Button):
    """A button on the dark toast."""

    def __init__(self, theme: Theme, text: str, icon: str, name: str = "") -> None:
        super().__init__(theme, text, icon=icon, kind="quiet", name=name)

    def _weight(self) -> int:
        return 600

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        c = self.theme.palette
        veil = QColor(c.toast_text)
        veil.setAlphaF(0.18 if self.isDown() else 0.1)
        fill = veil if self.underMouse() or self.isDown() else None
        return fill, None, c.toast_link if self.text() else c.toast_text


class _Shade(QWidget):
    """The toast's shadow. The pointer reaches what lies under it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def lie_under(self, body: QRect) -> None:
        margin = self._margin()
        self.setGeometry(body.adjusted(-margin, -margin, margin, margin))
        self.update()

    def show_under(self, toast: QWidget) -> None:
        self.show()
        self.stackUnder(toast)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px, margin = QPainter(self), self.theme.px, self._margin()
        body = self.rect().adjusted(margin, margin, -margin, -margin)
        shade = shadow(self.theme, painter, body, self.size(), blur=px(20), fall=px(6), strength=0.28)
        painter.drawPixmap(0, 0, shade)

    def _margin(self) -> int:
        return self.theme.px(26)


class Toast(QWidget):
    """Lies over its parent, centred, 42 above its foot, or near there where that is in use. `show_text` once wanted."""

    strip_wanted = Signal(int)
    """So many pixels are to be left free at its parent's foot: there is no room elsewhere. 0 once they are not."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._over = parent
        self._text = ""
        self._icon = "check-circle"
        self._act: Callable[[], object] | None = None
        self._strip = 0
        self._shade = _Shade(theme, parent)
        self._action = _ToastButton(theme, "Undo", "undo")
        self._close = _ToastButton(theme, "", "close", "Close this message")
        self._row = QHBoxLayout(self)
        self._row.addStretch(1)
        self._row.addWidget(self._action)
        self._row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._time_is_up)
        self._fade = QPropertyAnimation(self)
        self._fade.setPropertyName(b"opacity")
        self._fade.setDuration(FADE_MS)
        self._fade.finished.connect(self._faded)
        self._leaving = False
        self._action.clicked.connect(self._acted)
        self._close.clicked.connect(self.dismiss)
        for part in (self._action, self._close):
            part.installEventFilter(self)
        parent.installEventFilter(self)
        theme.changed.connect(self._renew)
        self._renew()
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty while there is none."""
        return self._text if self.isVisible() and not self._leaving else ""

    def show_text(
        self,
        text: str,
        action: str = "",
        act: Callable[[], object] | None = None,
        *,
        icon: str = "check-circle",
    ) -> None:
        self._text, self._icon, self._act = text, icon, act
        self._action.setVisible(bool(action) and act is not None)
        if action:
            self._action.set_text(action)
            self._action.set_icon("undo" if action == "Undo" else "")
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        QTimer.singleShot(0, self, self.place_again)  # what led to it may still be about to be laid out
        self._start_fade(leaving=False)
        self._timer.start()

    def place_again(self) -> None:
        """What it lies over is another than before."""
        if self.isVisible():
            self._place()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._shade.hide()
        self._set_strip(0)

    def dismiss(self) -> None:
        self._timer.stop()
        if self.isVisible() and not self._leaving:
            self._start_fade(leaving=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self.place_again()
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self._timer.start()
        return super().eventFilter(watched, event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self.isVisible() and not self._leaving:
            self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px, c = self.theme, self.theme.px, self.theme.palette
        body = self.rect()
        fill_rounded(painter, body, px(8), c.toast)
        icon = QRect(body.x() + px(14), body.y(), px(16), body.height())
        draw_icon(painter, theme, icon, self._icon, c.good if theme.scheme == "dark" else DARK.good)
        left = icon.right() + 1 + px(10)
        width = body.right() - left
        place = QRect(left, body.y(), width, body.height())
        draw_text(painter, theme, place, self._text, weight=500, colour=c.toast_text)

    def _time_is_up(self) -> None:
        if self.underMouse() or self.isAncestorOf(QApplication.focusWidget() or self.window()):
            return
        self.dismiss()

    def _acted(self) -> None:
        act = self._act
        self.dismiss()
        if act is not None:
            act()

    def _place(self) -> None:
        px, parent = self.theme.px, self._over
        width = px(14 + 16 + 10) + self.theme.advance(self._text, "body", 500) + px(26)
        if not self._action.isHidden():
            width += self._action.sizeHint().width() + px(4)
        width = min(width + self._close.sizeHint().width() + px(6), parent.width() - px(32))
        size = QSize(width, px(40))
        found = self._free(size)
        if found is None:
            self._set_strip(size.height() + 2 * px(_CLEAR))
            left = (parent.width() - width) // 2
            found = QRect(QPoint(left, parent.height() - size.height() - px(_CLEAR)), size)
        self.setGeometry(found)
        self._shade.lie_under(found)

    def _free(self, size: QSize) -> QRect | None:
        """Where nothing is covered; not while a strip is kept free, which is the place then."""
        if self._strip:
            return None
        px = self.theme.px
        taken = taken_places(self._over, self)
        return free_place(self._over.rect(), size, taken, above=px(42), reach=px(_REACH), margin=px(_CLEAR))

    def _set_strip(self, height: int) -> None:
        if height != self._strip:
            self._strip = height
            self.strip_wanted.emit(height)

    def _start_fade(self, *, leaving: bool) -> None:
        self._leaving = leaving
        self._shade.hide()
        style = self.style()
        if not style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self):
            self._faded()
            return
        effect = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(effect)
        self._fade.stop()
        self._fade.setTargetObject(effect)
        self._fade.setStartValue(1.0 if leaving else 0.0)
        self._fade.setEndValue(0.0 if leaving else 1.0)
        self._fade.start()

    def _faded(self) -> None:
        self.setGraphicsEffect(None)  # type: ignore[arg-type]
        if self._leaving:
            self.hide()
            self._leaving = False
        elif self.isVisible():
            self._shade.show_under(self)

    def _renew(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(0, 0, px(6), 0)
        self._row.setSpacing(px(4))
        self.place_again()
        self.update()
