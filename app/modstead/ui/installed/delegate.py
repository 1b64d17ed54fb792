"""Paints a row of the Mods table in one go."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from modstead.ui import text
from modstead.ui.installed.cells import (
    CHIP_ICON,
    DISABLED_WORD,
    RIGHT_INSET,
    Cells,
    NameParts,
    Part,
    name_parts,
    part_at,
    remedy_rect,
)
from modstead.ui.installed.columns import COLUMNS, Column
from modstead.ui.installed.icons import ModIcons
from modstead.ui.installed.model import ModsModel
from modstead.ui.installed.rows import ModRow
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.painting import (
    chip_width,
    draw_channel,
    draw_chip,
    draw_icon,
    draw_switch,
    draw_text,
    fill_rounded,
    tone_colours,
)
from modstead.ui.kit.rows import RowList, draw_row
from modstead.ui.kit.versions import draw_update_offer, short_version
from modstead.ui.theme import Theme

_ACTION_ICONS = {Part.UPDATE: "arrow-up", Part.PIN: "pin", Part.MORE: "more"}


class ModDelegate(QStyledItemDelegate):
    """`cells` is set by the table whenever its header changes; `pointed` is the part under the mouse."""

    def __init__(self, theme: Theme, view: RowList, model: ModsModel, icons: ModIcons) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._model = model
        self._icons = icons
        self.row_height = 32.0
        self.cells = Cells({})
        self.pointed = Part.BODY
        self._plain: tuple[Column, ...] = tuple(column for column in Column if COLUMNS[column].words)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.px(self.row_height))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, colours, cells = self._theme, self._theme.palette, self.cells
        rect: QRect = option.rect
        row = self._model.row_at(index.row())
        state = self._view.row_state(index)
        if state.selected or state.hovered or state.ring:
            draw_row(painter, theme, self.row_rect(rect), state)
        switch = cells.rect(rect, Column.ENABLED)
        switch.setRect(switch.x() + theme.px(20), rect.y(), theme.px(24), rect.height())
        draw_switch(painter, theme, switch, on=row.enabled, selected=state.selected)
        self._paint_name(painter, cells.rect(rect, Column.NAME), row, hovered=state.hovered)
        places = cells.places
        gap = theme.px(8)
        if Column.VERSION in places:
            cell = cells.rect(rect, Column.VERSION).adjusted(0, 0, -gap, 0)
            draw_text(
                painter, theme, cell, row.version, colour=colours.text_2 if row.enabled else colours.text_3
            )
        if Column.UPDATE in places:
            self._paint_news(painter, cells.rect(rect, Column.UPDATE).adjusted(0, 0, -gap, 0), row)
        for column in self._plain:
            words = COLUMNS[column].words
            if words and column in places:
                cell = cells.rect(rect, column).adjusted(0, 0, -gap // 2, 0)
                bad = column is Column.NEEDS and row.lacks
                colour = colours.bad if bad else colours.text_3
                draw_text(painter, theme, cell, words(row), role="caption", colour=colour)
        if Column.CHANNEL in places and row.mod.version:
            draw_channel(painter, theme, cells.rect(rect, Column.CHANNEL), row.mod.version.channel)

    def row_rect(self, rect: QRect) -> QRect:
        """The rounded row: it stops before the scroll bar where there is one."""
        inset = self._theme.px(RIGHT_INSET)
        right = 0 if self._view.verticalScrollBar().isVisible() else inset
        return rect.adjusted(inset, 0, -right, 0)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        row = self._model.row_at(index.row())
        rect: QRect = option.rect
        words = tool_tip(row, part_at(self._theme, self.cells, rect, row, event.pos()))
        QToolTip.showText(event.globalPos(), text.tip(words), view)
        return True

    def destroyEditor(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Rows are never edited in place."""

    def _paint_name(self, painter: QPainter, cell: QRect, row: ModRow, *, hovered: bool) -> None:
        theme, colours = self._theme, self._theme.palette
        parts = name_parts(theme, cell, row, hovered=hovered)
        picture = self._icons.pixmap(row.mod, 22, painter.device().devicePixelRatioF())
        draw_mod_icon(painter, theme, parts.icon, picture, 22, enabled=row.enabled)
        colour = colours.text if row.enabled else colours.text_3
        draw_text(painter, theme, parts.title, row.title, weight=500, colour=colour)
        if parts.after:
            self._paint_after(painter, parts.after, row)
        if hovered:
            self._paint_actions(painter, parts, row)

    def _paint_after(self, painter: QPainter, rect: QRect, row: ModRow) -> None:
        theme = self._theme
        if row.chip is None:
            draw_text(painter, theme, rect, DISABLED_WORD, role="caption", colour=theme.palette.text_3)
            return
        if rect.width() <= theme.px(CHIP_ICON):
            draw_icon(painter, theme, rect, row.chip.icon, tone_colours(theme.palette, row.chip.tone)[1])
            return
        whole = rect.width() >= chip_width(theme, row.chip.text, row.chip.icon)
        icon = row.chip.icon if whole or rect.width() > theme.px(60) else ""
        draw_chip(painter, theme, rect, row.chip.text, tone=row.chip.tone, icon=icon)

    def _paint_actions(self, painter: QPainter, parts: NameParts, row: ModRow) -> None:
        theme, colours = self._theme, self._theme.palette
        for part, area in parts.actions:
            if part is self.pointed:
                fill_rounded(painter, area, theme.px(4), colours.press)
            colour = colours.accent_text if part is Part.PIN and row.word.pinned else colours.text_2
            draw_icon(painter, theme, area, _ACTION_ICONS[part], colour)

    def _paint_news(self, painter: QPainter, cell: QRect, row: ModRow) -> None:
        theme, colours = self._theme, self._theme.palette
        link = remedy_rect(theme, cell, row)
        if link and row.remedy:
            draw_text(painter, theme, link, row.remedy_words, weight=500, colour=colours.accent_text)
            return
        if row.update:
            draw_update_offer(painter, theme, cell, row.mod.version_number, row.new_version)
            return
        side = theme.px(14)
        if told := row.news_of_word:
            icon, words = told
            draw_icon(
                painter, theme, QRect(cell.x(), cell.y(), side, cell.height()), icon, colours.text_3, size=14
            )
            draw_text(
                painter, theme, cell.adjusted(side + theme.px(6), 0, 0, 0), words, colour=colours.text_2
            )
            return
        held = row.held_back.version if row.held_back else None
        if held is None:
            return
        by_channel = row.held_back is not None and row.held_back.kind == "channel"
        name, colour = ("arrow-up", colours.text_2) if by_channel else ("warning", colours.warn)
        draw_icon(painter, theme, QRect(cell.x(), cell.y(), side, cell.height()), name, colour, size=14)
        rest = cell.adjusted(side + theme.px(6), 0, 0, 0)
        width = draw_text(painter, theme, rest, short_version(held.number), colour=colours.text_2)
        rest = rest.adjusted(width + theme.px(6), 0, 0, 0)
        if rest.width() < theme.px(44):
            return
        if by_channel:
            draw_channel(painter, theme, rest, held.channel)
        else:
            draw_text(painter, theme, rest, "Held back", role="caption", colour=colours.warn)


def tool_tip(row: ModRow, part: Part) -> str:
    """What there is to say of a part of a row beyond what it shows."""
    if part is Part.SWITCH:
        return "Disable" if row.enabled else "Enable"
    if part is Part.UPDATE:
        return f"Update to {row.new_version}"
    if part is Part.PIN:
        return "Unpin" if row.word.pinned else f"Pin at {row.version}" if row.version else "Pin"
    if part is Part.MORE:
        return "More"
    if part is Part.CHIP:
        return "\n".join(row.sentences) or "Neither the platform nor the file itself says what this is."
    if part is Part.REMEDY and row.remedy:
        return "\n".join((row.remedy.text, *row.sentences))
    if part is Part.NEWS:
        if row.update:
            return f"{row.mod.version_number} → {row.new_version}"
        return row.held_back.reason if row.held_back else "\n".join(row.sentences)
    if part is Part.MODIFIED:
        return text.exact(row.modified)
    return row.name if row.title != row.name else ""
