"""The window's chrome: the instance button and the rail."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from modstead.ui.kit.focus import RingedButton
from modstead.ui.kit.labels import badge_width, draw_badge
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.painting import draw_icon, draw_text, fill_rounded
from modstead.ui.text import grouped, tip
from modstead.ui.theme import Theme


class InstanceButton(RingedButton):
    """The instance that everything is about: picture, name, "Fabric 1.21.4 · 214 mods". Opens the list of them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._subtitle = ""
        self._picture: QPixmap | None = None
        self._icon = "mods"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_instance("No instance", "Choose a folder")

    def set_instance(
        self, name: str, subtitle: str, picture: QPixmap | None = None, *, icon: str = "mods"
    ) -> None:
        """`icon` stands where there is no picture."""
        self._subtitle, self._picture, self._icon = subtitle, picture, icon
        self.setText(name)
        self.setAccessibleName(f"Instance {name}, {subtitle}")
        self.setToolTip(tip(f"{name}\n{subtitle}"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(262), self.theme.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px, c = self.theme, self.theme.px, self.theme.palette
        if self.underMouse() or self.isDown():
            fill_rounded(painter, self.rect(), px(6), c.chrome_on if self.isDown() else c.chrome_hover)
        tile = QRect(px(6), (self.height() - px(28)) // 2, px(28), px(28))
        draw_mod_icon(painter, theme, tile, self._picture, 28, placeholder=self._icon)
        left = px(42)
        room = self.width() - left - px(8)
        top = (self.height() - px(32)) // 2
        chevron = px(14) + px(6)
        width = draw_text(painter, theme, QRect(left, top, room - chevron, px(18)), self.text(), weight=600)
        draw_icon(
            painter, theme, QRect(left + width + px(6), top, px(14), px(18)), "chevron-down", c.text, size=14
        )
        below = QRect(left, top + px(17), room, px(14))
        draw_text(painter, theme, below, self._subtitle, role="micro", colour=c.text_3)


@dataclass(frozen=True, slots=True)
class RailItem:
    key: str
    label: str
    icon: str
    keys: str = ""
    """Its shortcut, shown in the tool tip."""
    at_foot: bool = False


class RailEntry(RingedButton):
    """32 high: icon, label, badge; or the icon alone with a dot where the rail is narrow."""

    def __init__(self, theme: Theme, item: RailItem, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.item = item
        self._badge = 0
        self._narrow = False
        self.setCheckable(True)
        self.setText(item.label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._say()

    def set_badge(self, number: int) -> None:
        self._badge = number
        self._say()

    def set_looks(self, label: str, icon: str) -> None:
        """Call it something else."""
        self.item = replace(self.item, label=label, icon=icon)
        self.setText(label)
        self._say()

    @property
    def badge(self) -> int:
        return self._badge

    def set_narrow(self, *, narrow: bool) -> None:
        self._narrow = narrow
        self._say()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(32), self.theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px, c = self.theme, self.theme.px, self.theme.palette
        on = self.isChecked()
        fill = c.chrome_on if on or self.isDown() else c.chrome_hover if self.underMouse() else None
        if fill is not None:
            fill_rounded(painter, self.rect(), px(6), fill)
        icon = self.rect() if self._narrow else QRect(px(8), 0, px(16), self.height())
        draw_icon(painter, theme, icon, self.item.icon, c.accent_text if on else c.text_2)
        if self._narrow:
            if self._badge:
                dot = px(8)
                fill_rounded(painter, QRect(self.width() - dot - px(3), px(3), dot, dot), dot / 2, c.accent)
            return
        right = self.width() - px(8)
        if self._badge:
            text = grouped(self._badge)
            width, height = badge_width(theme, text), px(18)
            draw_badge(
                painter, theme, QRect(right - width, (self.height() - height) // 2, width, height), text
            )
            right -= width + px(6)
        left = px(8) + px(16) + px(10)
        label = QRect(left, 0, right - left, self.height())
        draw_text(
            painter, theme, label, self.text(), weight=600 if on else 500, colour=c.text if on else c.text_2
        )

    def _say(self) -> None:
        label = self.item.label
        name = f"{label}, {grouped(self._badge)}" if self._badge else label
        self.setAccessibleName(name)
        hint = f"{label} ({self.item.keys})" if self.item.keys else label
        self.setToolTip(hint if self._narrow or self.item.keys else "")
        self.update()


class Rail(QWidget):
    """152 wide, 48 in a narrow window. `chosen` when the user picks an entry, also the present one."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, items: Iterable[RailItem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._narrow = False
        self.setAccessibleName("Pages")
        self._entries: dict[str, RailEntry] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        foot: list[RailEntry] = []
        for item in items:
            entry = RailEntry(theme, item)
            self._entries[item.key] = entry
            self._group.addButton(entry)
            if item.at_foot:
                foot.append(entry)
            else:
                self._column.addWidget(entry)
        self._column.addStretch(1)
        for entry in foot:
            self._column.addWidget(entry)
        self._group.buttonClicked.connect(self._clicked)
        theme.changed.connect(self._renew)
        self._renew()

    def add(self, item: RailItem) -> None:
        """One more entry below those above the foot, if it is not there yet."""
        if item.key in self._entries:
            return
        entry = RailEntry(self.theme, item)
        entry.set_narrow(narrow=self._narrow)
        above = sum(not other.item.at_foot for other in self._entries.values())
        self._entries[item.key] = entry
        self._group.addButton(entry)
        self._column.insertWidget(above, entry)

    def remove(self, key: str) -> None:
        """Take an entry away, if it is there."""
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._group.removeButton(entry)
            self._column.removeWidget(entry)
            entry.hide()
            entry.deleteLater()

    def choose(self, key: str) -> None:
        """Mark an entry as the present one; a key without an entry marks none."""
        entry = self._entries.get(key)
        if entry is not None:
            entry.setChecked(True)
            return
        self._group.setExclusive(False)
        for other in self._entries.values():
            other.setChecked(False)
        self._group.setExclusive(True)

    def current(self) -> str:
        return next((key for key, entry in self._entries.items() if entry.isChecked()), "")

    def entry(self, key: str) -> RailEntry:
        return self._entries[key]

    def set_looks(self, key: str, label: str, icon: str) -> None:
        self._entries[key].set_looks(label, icon)

    def set_badge(self, key: str, number: int) -> None:
        self._entries[key].set_badge(number)

    @property
    def narrow(self) -> bool:
        return self._narrow

    def set_narrow(self, *, narrow: bool) -> None:
        self._narrow = narrow
        for entry in self._entries.values():
            entry.set_narrow(narrow=narrow)
        self._renew()

    def _clicked(self, entry: RailEntry) -> None:
        self.chosen.emit(entry.item.key)

    def _renew(self) -> None:
        px = self.theme.px
        self.setFixedWidth(px(48 if self._narrow else 152))
        self._column.setContentsMargins(px(8), px(8), px(8), px(8))
        self._column.setSpacing(px(2))
