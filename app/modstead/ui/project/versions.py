"""The versions of a project as rows: what fits, what is installed, and a button each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from modstead.domain.version import Version
from modstead.ui import text
from modstead.ui.kit.install import InstallState, draw_install, install_rect
from modstead.ui.kit.models import RowsModel
from modstead.ui.kit.painting import (
    CHANNEL_WORDS,
    RIGHT,
    chip_rect,
    draw_channel,
    draw_chip,
    draw_icon,
    draw_text,
)
from modstead.ui.kit.rows import RowList, draw_row
from modstead.ui.project.words import days_words
from modstead.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_HEIGHT = 48
_NAME_AT_LEAST = 190
"""Of the other columns, those are shown that leave so much to the number and to what it is made for."""
_CHIP_ICON = 24


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with its button; `made_for` says loaders and game versions in words, `hint` why it cannot be had."""

    version: Version
    made_for: str
    button: InstallState
    hint: str = ""
    installed: bool = False


class VersionModel(RowsModel[VersionRow]):
    """Where the same versions stay, they keep their places and the selection."""

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now

    def set_rows(self, rows: Sequence[VersionRow]) -> None:
        wanted = tuple(rows)
        if wanted == self.rows:
            return
        if wanted and [row.version.id for row in wanted] == [row.version.id for row in self.rows]:
            self._rows = wanted
            self.tell_changed()
            return
        super().set_rows(wanted)

    def published_words(self, version: Version) -> str:
        return days_words(version.published, self._now())

    def title_of(self, row: VersionRow) -> str:
        return row.version.number

    def sentence_of(self, row: VersionRow) -> str:
        version = row.version
        return (
            f"{version.number}, {CHANNEL_WORDS[version.channel]}, for {row.made_for}, "
            f"{self.published_words(version)}, {text.count(version.downloads)} downloads. {row.button.words}."
        )


@dataclass(frozen=True, slots=True)
class _Places:
    row: QRect
    name: QRect
    channel: QRect
    date: QRect
    downloads: QRect
    size: QRect
    button: QRect


def _places(theme: Theme, rect: QRect, width: int) -> _Places:
    """`width` is that of the whole list, with its scroll bar: the row ends 14 before it.

    Columns for which there is no room beside the name have no width.
    """
    px = theme.px
    row = QRect(rect.x() + px(6), rect.y(), width - px(6) - px(14), rect.height())
    button = install_rect(theme, row, row.x() + row.width() - px(10))
    left, right = row.x() + px(14), button.x() - px(14)
    spare = right - left - px(_NAME_AT_LEAST)
    shown = {"channel": 84, "date": 92, "size": 66, "downloads": 70}
    for key, wide in shown.items():
        spare -= px(wide) + px(8)
        if spare < 0:
            shown[key] = 0
    columns = {}
    for key in ("size", "downloads", "date", "channel"):
        wide = px(shown[key])
        columns[key] = QRect(right - wide, row.y(), wide, row.height())
        right -= wide + px(8) if wide else 0
    name = QRect(left, row.y(), max(0, right - left), row.height())
    return _Places(row=row, name=name, button=button, **columns)


class VersionDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: RowList, model: VersionModel) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._model = model
        self.pointer = QPoint(-1, -1)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(VersionModel.RowRole)
        if not isinstance(row, VersionRow):
            return
        theme, colours, version = self._theme, self._theme.palette, row.version
        rect: QRect = option.rect
        where = _places(theme, rect, self._view.width())
        state = self._view.row_state(self._model.index(index.row()))
        draw_row(painter, theme, where.row, state)
        self._paint_name(painter, where.name, row)
        if where.channel.width():
            draw_channel(painter, theme, where.channel, version.channel)
        file = version.primary_file
        cells = (
            (where.date, self._model.published_words(version)),
            (where.downloads, text.count(version.downloads)),
            (where.size, text.size(file.size) if file else ""),
        )
        for place, words in cells:
            draw_text(painter, theme, place, words, role="caption", colour=colours.text_3, align=RIGHT)
        shown = row.button
        if shown.kind == "install" and state.hovered:
            shown = InstallState("primary", shown.text)
        hovered = state.hovered and where.button.contains(self.pointer)
        draw_install(painter, theme, where.button, shown, hovered=hovered)

    def _paint_name(self, painter: QPainter, place: QRect, row: VersionRow) -> None:
        theme, colours = self._theme, self._theme.palette
        line, below = theme.line("body"), theme.line("caption")
        top = place.y() + (place.height() - line - below) // 2
        above = QRect(place.x(), top, place.width(), line)
        room, chip = name_and_chip(theme, above, row)
        draw_text(painter, theme, room, row.version.number, weight=600)
        if chip and chip.width() > theme.px(_CHIP_ICON):
            draw_chip(painter, theme, chip, "Installed", tone="good", icon="check")
        elif chip:
            draw_icon(painter, theme, chip, "check", colours.good)
        under = QRect(place.x(), top + line, place.width(), below)
        draw_text(painter, theme, under, row.made_for, role="caption", colour=colours.text_3)


def name_and_chip(theme: Theme, line: QRect, row: VersionRow) -> tuple[QRect, QRect | None]:
    """Where the number stands, and after it that it is the one installed: in a word, else by its icon alone."""
    if not row.installed:
        return line, None
    gap = theme.px(8)
    wanted = theme.advance(row.version.number, "body", 600) + 1
    chip = chip_rect(theme, 0, line, "Installed", "check")
    if wanted + gap + chip.width() > line.width():
        chip.setWidth(theme.px(_CHIP_ICON))
    number = QRect(line)
    number.setWidth(max(0, min(wanted, line.width() - gap - chip.width())))
    chip.moveLeft(number.x() + number.width() + gap)
    return number, chip


class VersionList(RowList):
    """`chosen` brings the `Version` whose button was pressed."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, model: VersionModel, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setModel(model)
        self._delegate = VersionDelegate(theme, self, model)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setAccessibleName("Versions")
        self.setAccessibleDescription("Enter installs the version or switches to it.")
        self.activated_by_keyboard.connect(self._press)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._delegate.pointer = event.position().toPoint()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        index = self.indexAt(point)
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        if _places(self.theme, self.visualRect(index), self.width()).button.contains(point):
            self._press(index)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self.indexAt(event.pos()).data(VersionModel.RowRole)
            if isinstance(row, VersionRow):
                published = text.exact(row.version.published) if row.version.published else ""
                words = [row.version.name, row.made_for, published, row.hint]
                lines = "<br>".join(escape(line) for line in words if line)
                QToolTip.showText(event.globalPos(), f"<qt>{lines}</qt>", self.viewport())
            return True
        return super().viewportEvent(event)

    def _press(self, index: QModelIndex) -> None:
        row = index.data(VersionModel.RowRole)
        if isinstance(row, VersionRow) and row.button.presses:
            self.chosen.emit(row.version)
