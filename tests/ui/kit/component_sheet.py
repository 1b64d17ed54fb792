"""The kit on one sheet, in the places of the design's component picture, so that the two can be compared."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from modstead.paths import resources
from modstead.ui.kit.banners import Banner, BannerAction
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.choices import Choice, PillBar
from modstead.ui.kit.fields import SearchField
from modstead.ui.kit.install import InstallState, draw_install
from modstead.ui.kit.labels import Label
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.painting import (
    chip_rect,
    draw_channel,
    draw_chip,
    draw_confidence,
    draw_icon,
    draw_progress,
    draw_switch,
    draw_text,
    draw_tick,
    outline_rounded,
)
from modstead.ui.kit.rows import RowState, draw_row
from modstead.ui.kit.toast import Toast
from modstead.ui.kit.versions import draw_update_offer, draw_version_change
from modstead.ui.theme import Theme

ICONS = [
    "browse",
    "mods",
    "history",
    "packs",
    "settings",
    "search",
    "filter",
    "update",
    "arrow-up",
    "arrow-right",
    "download",
    "undo",
    "refresh",
    "pin",
    "snooze",
    "lock",
    "warning",
    "error",
    "info",
    "unknown",
    "altered",
    "verified",
    "check",
    "check-circle",
    "disabled",
    "trash",
    "folder",
    "link",
    "external",
    "star",
    "follow",
    "bell",
    "more",
    "chevron-down",
    "chevron-up",
    "chevron-right",
    "chevron-left",
    "sort",
    "close",
    "plus",
    "minus",
    "drop",
    "grip",
    "jar",
    "columns",
    "user",
    "copy",
    "panel",
    "offline",
    "client",
    "server",
    "code",
    "pause",
    "swap",
    "loader-fabric",
    "loader-quilt",
    "loader-forge",
    "loader-neoforge",
    "loader-paper",
    "loader-purpur",
    "loader-folia",
    "loader-spigot",
    "loader-bukkit",
    "loader-velocity",
    "loader-waterfall",
    "loader-bungeecord",
    "graph",
    "fit",
]


def leaf() -> QPixmap:
    """Pixel art of 11 by 11."""
    picture = QPixmap(11, 11)
    picture.fill(QColor("#E4F1DC"))
    painter = QPainter(picture)
    for step in range(7):
        painter.fillRect(2 + step, 8 - step, 2, 2, QColor("#3C9A49"))
    painter.end()
    return picture


class ComponentSheet(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.leaf = leaf()
        self.setFixedSize(theme.px(1280), theme.px(800))
        px = theme.px
        for text, left, top in (
            ("Buttons", 28, 24),
            ("Table rows: rest, hover, selected, disabled, focus", 508, 24),
            ("Pills, chips, channels, switch and tick", 28, 248),
            ("Install button: rest, row hover, running, installed, update, nothing fits, offline", 508, 248),
            ("Search field", 260, 402),
            ("Banners", 508, 402),
            ("Icons", 28, 630),
        ):
            label = Label(theme, text, role="caption", weight=600, colour="text_2", parent=self)
            label.move(px(left), px(top))
        self._buttons()
        self._pills()
        self._fields()
        self._banners()
        self.toast_host = QWidget(self)
        self.toast_host.setGeometry(px(240), px(482), px(260), px(104))
        self.toast = Toast(theme, self.toast_host)

    def _buttons(self) -> None:
        px = self.theme.px
        for row, state in enumerate(("Rest", "Hover", "Pressed", "Focus", "Disabled")):
            label = Label(self.theme, state, role="caption", colour="text_2", parent=self)
            label.move(px(28), px(54 + 36 * row))
            left = 106
            for kind, text, icon in (
                ("primary", "Primary", ""),
                ("default", "Default", ""),
                ("quiet", "Quiet", ""),
                ("soft", "Soft", "download"),
                ("quiet", "", "more"),
            ):
                button = Button(
                    self.theme, text, kind=kind, icon=icon, name="" if text else "More", parent=self
                )
                button.adjustSize()
                button.move(px(left), px(48 + 36 * row))
                left += round(button.width() / self.theme.scale) + 8
                if state == "Hover":
                    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
                elif state == "Pressed":
                    button.setDown(True)
                elif state == "Disabled":
                    button.setEnabled(False)
                elif state == "Focus" and text == "Default":
                    self.focused = button

    def show_focus(self) -> None:
        event = QFocusEvent(QFocusEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason)
        QApplication.sendEvent(self.focused, event)

    def _pills(self) -> None:
        px = self.theme.px
        pills = PillBar(
            self.theme,
            [
                Choice("rest", "Rest", 12),
                Choice("hover", "Hover", 12),
                Choice("on", "Selected", 12),
                Choice("bad", "Problems", 2, bad=True),
            ],
            parent=self,
        )
        pills.choose("on")
        pills.setGeometry(px(28), px(272), px(400), px(26))
        pills.button("hover").setAttribute(Qt.WidgetAttribute.WA_UnderMouse)

    def _fields(self) -> None:
        px = self.theme.px
        field = SearchField(self.theme, "Find in mods", parent=self)
        field.setGeometry(px(260), px(426), px(190), px(28))
        self.field = SearchField(self.theme, "Find in mods", parent=self)
        self.field.setText("barrel")
        self.field.setGeometry(px(260), px(462), px(190), px(28))
        keys = SearchField(self.theme, "Find in mods", keys="Ctrl F", parent=self)
        keys.setGeometry(px(28), px(402), px(190), px(28))

    def _banners(self) -> None:
        px = self.theme.px
        for number, (kind, title, action) in enumerate(
            (
                ("info", "Three files changed outside Modstead.", "Show"),
                ("good", "The new files fit together.", "Details"),
                ("warn", "You are offline.", "Try again"),
                ("bad", "Update stopped. No mod was changed.", "Retry"),
            )
        ):
            icon = "offline" if kind == "warn" else ""
            banner = Banner(
                self.theme, kind, title, "", [BannerAction(action, self.update)], icon=icon, parent=self
            )
            banner.setGeometry(px(508), px(426 + 46 * number), px(560), px(40))

    def _rect(self, left: float, top: float, width: float, height: float) -> QRect:
        px = self.theme.px
        return QRect(px(left), px(top), px(width), px(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.palette.sheet)
        self._draw_rows(painter)
        self._draw_small(painter)
        self._draw_install(painter)
        self._draw_icons(painter)

    def _draw_rows(self, painter: QPainter) -> None:
        theme, rect, c = self.theme, self._rect, self.theme.palette
        outline_rounded(painter, rect(508, 48, 744, 170), theme.px(8), c.line)
        for number, (name, old, new, when, state, on) in enumerate(
            (
                ("Acorn Ledger", "1.5.3", "", "2 days ago", RowState(), True),
                ("Alder Workshop", "3.0.2", "3.1.0", "3 weeks ago", RowState(hovered=True), True),
                ("Barrel Index", "1.11.6", "1.11.9", "2 weeks ago", RowState(selected=True), True),
                ("Anvil Notes", "0.9.12", "1.0.0", "8 months ago", RowState(), False),
                ("Beacon Post", "1.3.1", "", "10 months ago", RowState(ring=True), True),
            )
        ):
            top = 53 + 32 * number
            draw_row(painter, theme, rect(515, top, 730, 32), state)
            draw_switch(painter, theme, rect(519, top, 44, 32), on=on, selected=state.selected)
            draw_mod_icon(painter, theme, rect(561, top, 22, 32), self.leaf, enabled=on)
            colour = c.text if on else c.text_3
            used = draw_text(painter, theme, rect(593, top, 200, 32), name, weight=500, colour=colour)
            if not on:
                note = rect(593, top, 200, 32).adjusted(used + theme.px(10), 0, 0, 0)
                draw_text(painter, theme, note, "Disabled", role="caption", colour=c.text_3)
            draw_text(painter, theme, rect(797, top, 90, 32), old, colour=c.text_3)
            if new:
                draw_update_offer(painter, theme, rect(901, top, 160, 32), old, new)
            draw_text(painter, theme, rect(1073, top, 90, 32), when, role="caption", colour=c.text_3)
            draw_text(painter, theme, rect(1171, top, 70, 32), "Modrinth", role="caption", colour=c.text_3)

    def _draw_small(self, painter: QPainter) -> None:
        theme, rect = self.theme, self._rect
        left = theme.px(28)
        tones = ("neutral", "accent", "good", "warn", "bad")
        for tone, text in zip(tones, ("Neutral", "Accent", "Good", "Warning", "Problem"), strict=True):
            chip = chip_rect(theme, left, rect(0, 308, 0, 20), text)
            draw_chip(painter, theme, chip, text, tone=tone)
            left = chip.right() + 1 + theme.px(6)
        chip = chip_rect(theme, left, rect(0, 308, 0, 20), "not Library", closable=True)
        draw_chip(painter, theme, chip, "not Library", tone="bad", closable=True)
        for channel, place in (("release", 28), ("beta", 104), ("alpha", 162)):
            draw_channel(painter, theme, rect(place, 336, 70, 20), channel)
        draw_switch(painter, theme, rect(28, 364, 24, 20), on=True)
        draw_switch(painter, theme, rect(66, 364, 24, 20), on=False)
        for number, state in enumerate(("off", "on", "partly", "without")):
            draw_tick(painter, theme, rect(104 + 30 * number, 364, 16, 20), state)
        draw_confidence(painter, theme, rect(240, 364, 30, 20), 3, theme.palette.good)
        draw_version_change(painter, theme, rect(260, 364, 230, 20), "1.11.6+mc1.21.4", "1.11.9+mc1.21.4")
        draw_progress(painter, theme, rect(280, 340, 140, 12), 0.6)

    def _draw_install(self, painter: QPainter) -> None:
        states = (
            InstallState("install"),
            InstallState("primary"),
            InstallState("running", share=0.62),
            InstallState("installed"),
            InstallState("update"),
            InstallState("unfit", "No 1.21.4 yet"),
        )
        for number, state in enumerate(states):
            draw_install(painter, self.theme, self._rect(508 + 120 * number, 272, 112, 28), state)
        draw_install(painter, self.theme, self._rect(508, 308, 112, 28), InstallState("off"))

    def _draw_icons(self, painter: QPainter) -> None:
        assert {f"{name}.svg" for name in ICONS} == {path.name for path in (resources() / "icons").iterdir()}
        left, top = 28, 654
        for name in ICONS:
            width = 32 if name.startswith("loader") else 28
            if left + width > 1240:
                left, top = 28, top + 28
            draw_icon(painter, self.theme, self._rect(left, top, width, 28), name, self.theme.palette.text_2)
            left += width

    def settle(self) -> None:
        """Toast and focus, which need the sheet to be shown."""
        self.toast.show_text("Updated", "Undo", self.update)
        self.show_focus()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.setCursorPosition(6)


def moved_away(widget: QWidget) -> None:
    """The pointer stands over nothing."""
    widget.cursor().setPos(QPoint(2000, 2000))
