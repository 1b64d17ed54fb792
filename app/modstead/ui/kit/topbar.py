"""The top bar: instance at the left, search in the window's middle, offline mark, tasks and account at the right."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from modstead.ui.icons import application_icon
from modstead.ui.kit.fields import SearchField
from modstead.ui.kit.focus import RingedButton
from modstead.ui.kit.frame import InstanceButton
from modstead.ui.kit.labels import Label
from modstead.ui.kit.pages import IconMark
from modstead.ui.kit.painting import CENTRE, draw_icon, draw_text, fill_rounded
from modstead.ui.kit.progress import TasksButton
from modstead.ui.text import plural, tip
from modstead.ui.theme import Theme


class OfflineMark(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.px(4), 0)
        row.setSpacing(theme.px(6))
        row.addWidget(IconMark(theme, "offline", colour="warn"))
        row.addWidget(Label(theme, "Offline", weight=500, colour="warn"))
        self.setAccessibleName("Offline")
        self.setToolTip("There is no connection; what was seen before still works.")


class AccountButton(RingedButton):
    """A disc of 24: whoever is signed in, or that nobody is."""

    ring_radius = 14

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._picture: QPixmap | None = None
        self._unread = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_user("")

    def show_user(self, name: str, picture: QPixmap | None = None) -> None:
        """`picture` is a disc already; without one stands the first letter of the name."""
        self._picture = picture
        self.setText(name)
        self._tell()

    def show_unread(self, number: int) -> None:
        """A dot while notifications are unread."""
        self._unread = number
        self._tell()

    def _tell(self) -> None:
        name = self.text()
        told = f", {plural(self._unread, 'unread notification')}" if name and self._unread else ""
        spoken = f"Account, signed in as {name}{told}" if name else "Account, nobody is signed in"
        self.setAccessibleName(spoken)
        self.setToolTip(tip(f"Signed in as {name}{told}" if name else "Account: nobody is signed in"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(28), self.theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, px, c = QPainter(self), self.theme, self.theme.px, self.theme.palette
        side = px(24)
        disc = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        if self.underMouse() or self.isDown():
            fill_rounded(
                painter, self.rect(), self.height() / 2, c.chrome_on if self.isDown() else c.chrome_hover
            )
        if self._picture is not None:
            painter.drawPixmap(disc.topLeft(), self._picture)
        elif self.text():
            fill_rounded(painter, disc, side / 2, c.accent_soft_2)
            draw_text(
                painter, theme, disc, self.text()[0].upper(), weight=600, colour=c.accent_text, align=CENTRE
            )
        else:
            draw_icon(painter, theme, disc, "user", c.text_2)
        if self.text() and self._unread:
            dot = QRect(disc.right() - px(6), disc.y() - px(1), px(9), px(9))
            fill_rounded(painter, dot.adjusted(-px(2), -px(2), px(2), px(2)), px(9), c.chrome)
            fill_rounded(painter, dot, px(9), c.accent)


class TopBar(QWidget):
    """48 high. The search is centred in the window, not between its neighbours, as long as there is room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._bare = False
        self.instance = InstanceButton(theme, self)
        self.search = SearchField(theme, "Search everything", keys="Ctrl K", height=30, parent=self)
        self._right = QWidget(self)
        self._row = QHBoxLayout(self._right)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addStretch(1)
        self.offline = OfflineMark(theme)
        self.tasks = TasksButton(theme)
        self.tasks_slot = self.tasks
        self.account = AccountButton(theme)
        for part in (self.offline, self.tasks, self.account):
            self._row.addWidget(part)
        self.offline.hide()
        theme.changed.connect(self._renew)
        self._renew()

    def add_at_right(self, widget: QWidget) -> None:
        """Another mark or button at the right end."""
        self._row.addWidget(widget)

    def set_offline(self, *, offline: bool) -> None:
        self.offline.setVisible(offline)

    def set_bare(self, *, bare: bool) -> None:
        """Only the application's mark and name."""
        self._bare = bare
        for part in (self.instance, self.search, self._right):
            part.setVisible(not bare)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(640), self.theme.px(48))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bare:
            return
        painter = QPainter(self)
        px, side = self.theme.px, self.theme.px(20)
        mark = QRect(px(17), (self.height() - side) // 2, side, side)
        application_icon().paint(painter, mark, Qt.AlignmentFlag.AlignCenter)
        name = self.rect().adjusted(px(48), 0, 0, 0)
        draw_text(painter, self.theme, name, "Modstead", weight=600)

    def _place(self) -> None:
        px, width, height = self.theme.px, self.width(), self.height()
        gap = px(12)
        left = self.instance.sizeHint()
        search = min(px(420), max(px(160), width - 2 * gap - left.width() - px(8) - px(182)))
        at = max((width - search) // 2, px(8) + left.width() + gap)
        if width < px(780):
            at = max(at, px(8) + left.width() + gap)
        self.instance.setGeometry(px(8), (height - left.height()) // 2, left.width(), left.height())
        tall = px(30)
        self.search.setGeometry(at, (height - tall) // 2, search, tall)
        beside = at + search + gap
        self._right.setGeometry(beside, 0, max(0, width - beside - px(16)), height)

    def _renew(self) -> None:
        self.setFixedHeight(self.theme.px(48))
        self._row.setSpacing(self.theme.px(4))
        self._place()
