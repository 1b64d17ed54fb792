"""Progress: bars as widgets, and the tasks button of the top bar."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from modstead.ui.kit.focus import RingedButton
from modstead.ui.kit.painting import draw_icon, draw_progress, draw_text, fill_rounded
from modstead.ui.theme import Theme

_FRAME_MS = 33
_ROUND_MS = 1400


class ProgressBar(QWidget):
    """4 high, or 6 for the whole of a work. `set_share(None)` is work of unknown length."""

    def __init__(self, theme: Theme, *, overall: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._height = 6 if overall else 4
        self._share: float | None = 0.0
        self._phase = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._step)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Progress")
        theme.changed.connect(self.updateGeometry)

    @property
    def share(self) -> float | None:
        return self._share

    def set_share(self, share: float | None) -> None:
        self._share = share
        self.setAccessibleDescription("" if share is None else f"{round(share * 100)} %")
        self._move()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(140), self.theme.px(self._height))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._move()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_progress(
            QPainter(self), self.theme, self.rect(), self._share, height=self._height, phase=self._phase
        )

    def _move(self) -> None:
        if self._share is None and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    def _step(self) -> None:
        self._phase = (self._phase + _FRAME_MS / _ROUND_MS) % 1.0
        self.update()


class TasksButton(RingedButton):
    """A tick at rest; while working a ring and "14 of 23"."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._share: float | None = None
        self._working = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_resting()

    def set_resting(self) -> None:
        self._working = False
        self._say("", "No tasks")

    def set_working(self, text: str, share: float | None) -> None:
        """`text` is `14 of 23` or `1 task`; `share` is 0 to 1, None where the length is unknown."""
        self._working, self._share = True, share
        self._say(text, f"Tasks: {text}")

    def _say(self, text: str, name: str) -> None:
        self.setText(text)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self.theme.px
        if not self._working:
            return QSize(px(28), px(28))
        return QSize(px(8 + 16 + 7) + self.theme.advance(self.text(), "body", 500) + px(10), px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px, c = self.theme, self.theme.px, self.theme.palette
        if self._working or self.underMouse():
            fill_rounded(painter, self.rect(), px(6), c.chrome_on if self.isDown() else c.chrome_hover)
        if not self._working:
            draw_icon(painter, theme, self.rect(), "check-circle", c.text_2)
            return
        side = px(16)
        ring = QRectF(px(8), (self.height() - side) / 2, side, side).adjusted(1, 1, -1, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(c.accent_soft_2, px(2)))
        painter.drawEllipse(ring)
        share = 0.25 if self._share is None else min(1.0, max(0.0, self._share))
        painter.setPen(QPen(c.accent, px(2), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(ring, 90 * 16, -round(share * 360 * 16))
        left = px(8 + 16 + 7)
        draw_text(painter, theme, QRect(left, 0, self.width() - left, self.height()), self.text(), weight=500)
