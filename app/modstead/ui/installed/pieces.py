"""The pieces of the side panel that show mods: pictures, links, changes of version, changelog lines."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from modstead.domain.instance import InstalledMod
from modstead.ui import text
from modstead.ui.installed.about import ChangelogLine
from modstead.ui.installed.icons import ModIcons
from modstead.ui.installed.rows import ModRow
from modstead.ui.installed.summary import Sureness
from modstead.ui.kit.focus import ringed
from modstead.ui.kit.labels import Label
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.painting import (
    channel_width,
    draw_channel,
    draw_confidence,
    draw_icon,
    draw_text,
    fill_rounded,
)
from modstead.ui.kit.panel import ListRow
from modstead.ui.kit.versions import draw_new_version, draw_version_change, short_version
from modstead.ui.theme import Theme


class Pictured(QWidget):
    """Shows pictures that may still be on their way."""


class Icon(Pictured):
    def __init__(self, theme: Theme, icons: ModIcons, row: ModRow, side: float) -> None:
        super().__init__()
        self._theme, self._icons, self._row, self._side = theme, icons, row, side
        self.setFixedSize(theme.px(side), theme.px(side))

    def paintEvent(self, event: QPaintEvent) -> None:
        picture = self._icons.pixmap(self._row.mod, self._side, self.devicePixelRatioF())
        draw_mod_icon(
            QPainter(self), self._theme, self.rect(), picture, self._side, enabled=self._row.enabled
        )


class Icons(Pictured):
    """The first four of several, overlapping."""

    def __init__(self, theme: Theme, icons: ModIcons, rows: Sequence[ModRow]) -> None:
        super().__init__()
        self._theme, self._icons, self._rows = theme, icons, tuple(rows[:4])
        self.setFixedHeight(theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        side = theme.px(32)
        for place, row in enumerate(self._rows):
            rect = QRect(place * theme.px(24), 0, side, side)
            picture = self._icons.pixmap(row.mod, 32, self.devicePixelRatioF())
            if place:
                edge = rect.adjusted(-theme.px(2), -theme.px(2), theme.px(2), theme.px(2))
                fill_rounded(painter, edge, theme.px(8), theme.palette.panel)
            draw_mod_icon(painter, theme, rect, picture, 32, enabled=row.enabled)


class ModLink(Pictured, ListRow):
    """A mod in a list, which selects it in the table."""

    clicked = Signal()

    def __init__(
        self,
        theme: Theme,
        icons: ModIcons,
        mod: InstalledMod,
        *,
        trailing: str = "",
        colour: str = "text_3",
        icon: str = "",
    ) -> None:
        ListRow.__init__(
            self, theme, mod.title, trailing=trailing, trailing_colour=colour, trailing_icon=icon
        )
        self._icons, self._mod = icons, mod
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        ringed(theme, self, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._picture = self._icons.pixmap(self._mod, 16, self.devicePixelRatioF())
        super().paintEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
            return
        super().keyPressEvent(event)


class Indented(QWidget):
    """A row that stands below another one; `depth` is how many steps."""

    def __init__(self, theme: Theme, row: QWidget, depth: int) -> None:
        super().__init__()
        self._theme, self._depth = theme, depth
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.px(16) * min(depth, 4), 0, 0, 0)
        line.addWidget(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._depth:
            theme = self._theme
            left = theme.px(16) * min(self._depth, 4) - theme.px(8)
            painter = QPainter(self)
            painter.fillRect(left, 0, 1, self.height() // 2, theme.palette.edge)
            painter.fillRect(left, self.height() // 2, theme.px(6), 1, theme.palette.edge)


class ConfidenceRow(QWidget):
    """How sure it is what a file is: the key, bars or an icon, a word and how; as high as the other facts."""

    def __init__(self, theme: Theme, key: str, sure: Sureness) -> None:
        super().__init__()
        self._theme, self._key, self._sure = theme, key, sure
        self.setFixedHeight(theme.px(22))
        self.setAccessibleName(f"{key}: {sure.word}, {sure.how}")
        self.setToolTip(text.tip(f"{sure.word}: {sure.how}"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, colours, sure = QPainter(self), self._theme, self._theme.palette, self._sure
        px, height = theme.px, self.height()
        colour = getattr(colours, sure.colour)
        key = QRect(0, 0, px(88), height)
        draw_text(painter, theme, key, self._key, role="caption", colour=colours.text_3)
        left = px(92)
        if sure.icon:
            draw_icon(painter, theme, QRect(left, 0, px(14), height), sure.icon, colour, size=14)
            left += px(18)
        else:
            left += draw_confidence(painter, theme, QRect(left, 0, px(26), height), sure.bars, colour)
            left += px(8)
        room = QRect(left, 0, self.width() - left, height)
        used = draw_text(painter, theme, room, sure.word, role="caption", weight=600, colour=colour)
        rest = room.adjusted(used + px(5), 0, 0, 0)
        draw_text(painter, theme, rest, sure.how, role="caption", colour=colours.text_3)


class Change(Pictured):
    """A mod and its change of version, 26 high."""

    def __init__(self, theme: Theme, icons: ModIcons, row: ModRow) -> None:
        super().__init__()
        self._theme, self._icons, self._row = theme, icons, row
        self.setFixedHeight(theme.px(26))
        self.setAccessibleName(f"{row.title} from {row.version} to {short_version(row.new_version)}")
        self.setToolTip(text.tip(f"{row.mod.version_number} → {row.new_version}"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, row = QPainter(self), self._theme, self._row
        rect = self.rect()
        picture = self._icons.pixmap(row.mod, 16, self.devicePixelRatioF())
        draw_mod_icon(painter, theme, QRect(0, 0, theme.px(16), rect.height()), picture, 16)
        change = rect.adjusted(rect.width() - theme.px(78 + 30 + 50), 0, 0, 0)
        name = QRect(theme.px(24), 0, change.x() - theme.px(6), rect.height())
        name.setRight(change.x() + theme.px(20))
        draw_text(painter, theme, name, row.title, role="caption")
        draw_version_change(painter, theme, change, row.mod.version_number, row.new_version)


class VersionLine(QWidget):
    """`1.11.6 → 1.11.9` with the channel at the right."""

    def __init__(self, theme: Theme, old: str, new: str, channel: str) -> None:
        super().__init__()
        self._theme, self._old, self._new, self._channel = theme, old, new, channel
        self.setAccessibleName(f"From {short_version(old)} to {short_version(new)}, {channel}")
        self.setToolTip(text.tip(f"{old} → {new}"))
        self.setFixedHeight(theme.px(20))

    def sizeHint(self) -> QSize:
        return QSize(0, self._theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, colours = QPainter(self), self._theme, self._theme.palette
        rect, gap, arrow = self.rect(), theme.px(6), theme.px(14)
        width = channel_width(theme, self._channel)
        draw_channel(painter, theme, rect.adjusted(rect.width() - width, 0, 0, 0), self._channel)
        rect.setRight(rect.right() - width - gap)
        old = short_version(self._old)
        rest = arrow + 2 * gap + theme.advance(short_version(self._new), "body", 600) + 1
        room = rect.adjusted(0, 0, -min(rest, rect.width() // 2), 0)
        used = draw_text(painter, theme, room, old, weight=500, colour=colours.text_2)
        rect.setLeft(used + gap)
        draw_icon(
            painter, theme, QRect(rect.x(), 0, arrow, rect.height()), "arrow-right", colours.text_2, size=14
        )
        draw_new_version(painter, theme, rect.adjusted(arrow + gap, 0, 0, 0), self._old, self._new)


class ChangelogRow(QWidget):
    def __init__(self, theme: Theme, line: ChangelogLine) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        number = Label(theme, short_version(line.number), role="caption", colour="text_3", elide=True)
        number.setFixedWidth(theme.px(44))
        number.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        words = line.words if len(line.words) <= 140 else line.words[:139].rstrip() + "…"
        row.addWidget(Label(theme, words, role="caption", colour="text_2", wrap=True), 1)
