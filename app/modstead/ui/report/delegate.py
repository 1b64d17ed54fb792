"""Paints the rows of the report."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from modstead.ui.kit.choices import draw_segment_part
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.painting import (
    CENTRE,
    draw_confidence,
    draw_icon,
    draw_text,
    outline_rounded,
    pixel_ratio,
)
from modstead.ui.kit.rows import RowState
from modstead.ui.report.items import ReportItem
from modstead.ui.report.layout import ROW, ItemPlaces, item_places
from modstead.ui.report.model import ReportModel
from modstead.ui.report.rows import ReportList
from modstead.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Pictures = Callable[[str | None, int, float], QPixmap | None]
"""A picture by its address: how large in logical pixels, and how dense."""


class ReportDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, rows: ReportList, pictures: Pictures, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = rows
        self._pictures = pictures

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = index.data(ReportModel.RowRole)
        if not isinstance(item, ReportItem) or not isinstance(index, QModelIndex):
            return
        theme, c = self._theme, self._theme.palette
        rect: QRect = self._rows.line_rect(option.rect)
        state = self._rows.row_state(index)
        painter.save()
        body = rect.adjusted(0, 0, 0, -1)
        if state.hovered:
            painter.fillRect(body, c.hover)
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), c.line)
        places = item_places(theme, rect, item.parts)
        self._file(painter, places, item)
        self._what_is_known(painter, places, item)
        self._choice(painter, places, item, state)
        if state.ring:
            right = theme.px(2 if rect.width() > option.rect.width() else 6)
            ring = option.rect.adjusted(theme.px(6), theme.px(2), -right, -theme.px(2) - 1)
            outline_rounded(painter, ring, theme.px(6), c.accent, width=2)
        painter.restore()

    def _file(self, painter: QPainter, places: ItemPlaces, item: ReportItem) -> None:
        theme, c = self._theme, self._theme.palette
        pixmap = self._pictures(item.icon_url, theme.px(32), pixel_ratio(painter))
        draw_mod_icon(painter, theme, places.icon, pixmap, 32, placeholder=item.icon)
        waiting = item.confidence is None
        colour = c.text_2 if waiting else c.text
        width = draw_text(painter, theme, places.title, item.title, weight=600, colour=colour)
        version = places.title.adjusted(width + theme.px(8), 0, 0, 0)
        if item.version and version.width() > theme.px(20):
            draw_text(painter, theme, version, item.version, colour=c.text_2)
        draw_text(painter, theme, places.caption, item.caption, role="caption", colour=c.text_3)

    def _what_is_known(self, painter: QPainter, places: ItemPlaces, item: ReportItem) -> None:
        theme, c = self._theme, self._theme.palette
        sure = item.confidence
        if sure is None:
            return
        colour: QColor = getattr(c, sure.tone)
        if sure.icon:
            square = QRect(places.bars.x(), places.bars.y(), theme.px(16), places.bars.height())
            draw_icon(painter, theme, square, sure.icon, colour)
        else:
            draw_confidence(painter, theme, places.bars, sure.bars, colour)
        line = places.confidence
        width = draw_text(painter, theme, line, sure.word, role="caption", weight=600, colour=colour)
        how = line.adjusted(width + theme.px(4), 0, 0, 0)
        draw_text(painter, theme, how, sure.how, role="caption", colour=c.text_3)
        fit: QColor = getattr(c, item.fit_tone)
        draw_text(painter, theme, places.fit, item.fit, role="caption", colour=fit)

    def _choice(self, painter: QPainter, places: ItemPlaces, item: ReportItem, state: RowState) -> None:
        theme, c = self._theme, self._theme.palette
        mouse = self._rows.mouse_place() if state.hovered else None
        last = len(item.parts) - 1
        for number, (part, place) in enumerate(zip(item.parts, places.parts, strict=True)):
            chosen = part.key == item.chosen
            under = part.enabled and mouse is not None and place.contains(mouse)
            draw_segment_part(
                painter, theme, place, chosen=chosen, hovered=under, first=number == 0, last=number == last
            )
            colour = c.accent_text if chosen else c.text_2 if part.enabled else c.off
            draw_text(
                painter,
                theme,
                place,
                part.label,
                weight=600 if chosen else 400,
                colour=colour,
                align=CENTRE,
            )
