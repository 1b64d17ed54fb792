"""On or off as widgets: the switch and the tick."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from modstead.ui.kit.focus import RingedButton
from modstead.ui.kit.painting import Tick, draw_switch, draw_tick
from modstead.ui.theme import Theme


class Switch(RingedButton):
    """24x14 within a hit area of 24x28; on, it is solid."""

    def __init__(self, theme: Theme, name: str, *, on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setCheckable(True)
        self.setChecked(on)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(24), self.theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_switch(QPainter(self), self.theme, self.rect(), on=self.isChecked(), selected=True)


class TickBox(RingedButton):
    """16x16. `set_partly` shows the bar of a tick whose members differ; a click then turns all on."""

    ring_radius = 4

    def __init__(self, theme: Theme, name: str, *, on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._partly = False
        self.setCheckable(True)
        self.setChecked(on)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_partly(self, *, partly: bool) -> None:
        self._partly = partly
        self.setAccessibleDescription("some of them" if partly else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(16), self.theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        state: Tick = "partly" if self._partly else "on" if self.isChecked() else "off"
        draw_tick(QPainter(self), self.theme, self.rect(), state, enabled=self.isEnabled())

    def nextCheckState(self) -> None:
        if self._partly:
            self.set_partly(partly=False)
            self.setChecked(True)
        else:
            super().nextCheckState()
