"""Paints the rows of a review."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from modstead.ui import text
from modstead.ui.images import ImageLoader
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.painting import RIGHT as TO_THE_RIGHT
from modstead.ui.kit.painting import (
    Tone,
    draw_channel,
    draw_chip,
    draw_icon,
    draw_text,
    draw_tick,
    fill_rounded,
)
from modstead.ui.kit.rows import RowList, RowState, draw_row, row_rect
from modstead.ui.kit.versions import draw_version_change, short_version, version_change_rects
from modstead.ui.review import cells as places
from modstead.ui.review.cells import (
    Part,
    ReviewCells,
    cells,
    chip_rects,
    content_rect,
    held_lines,
    remedy_rect,
    skip_rect,
)
from modstead.ui.review.items import ReviewItem, Section
from modstead.ui.review.model import Entry, EntryKind, ReviewModel
from modstead.ui.theme import Theme

_WORD_AT_LEAST = 60
"""A word of a row that has less room than that is left to the tool tip."""


class ReviewDelegate(QStyledItemDelegate):
    """`changelog_height` says how much room an opened changelog needs; `changelog_words` what its opener says."""

    def __init__(
        self,
        theme: Theme,
        view: RowList,
        model: ReviewModel,
        images: ImageLoader,
        *,
        whole: Callable[[QRect], QRect],
        changelog_height: Callable[[str], int],
        changelog_words: Callable[[str], str],
    ) -> None:
        super().__init__(view)
        self._whole = whole
        self._theme = theme
        self._view = view
        self._model = model
        self._images = images
        self._changelog_height = changelog_height
        self._changelog_words = changelog_words
        self.now = datetime.now().astimezone()
        self.pointed = Part.BODY

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        entry = self._model.entry_at(index.row())
        px = self._theme.px
        if entry.kind is EntryKind.CHANGELOG and entry.item:
            return QSize(0, self._changelog_height(entry.item.key))
        if entry.kind is EntryKind.HEADING:
            return QSize(0, px(places.HEADING if index.row() else places.FIRST_HEADING))
        return QSize(0, px(places.HELD_ROW if entry.kind is EntryKind.HELD else places.ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = self._model.entry_at(index.row())
        rect = self._whole(option.rect)
        self._paint_background(painter, rect, entry, index)
        if entry.kind is EntryKind.HEADING:
            self._paint_heading(painter, rect, entry)
        elif entry.kind is EntryKind.HELD and entry.item:
            self._paint_held(painter, rect, entry.item)
        elif entry.kind is EntryKind.ITEM and entry.item:
            self._paint_item(painter, rect, entry, entry.item, hovered=self._view.row_state(index).hovered)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        entry = self._model.entry_at(index.row())
        if entry.item is None:
            return False
        rect = self._whole(option.rect)
        part = places.part_at(self._theme, rect, entry, event.pos())
        QToolTip.showText(event.globalPos(), text.tip(tool_tip(entry.item, part)), view)
        return True

    def _paint_background(
        self, painter: QPainter, rect: QRect, entry: Entry, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._theme
        whole = row_rect(theme, rect)
        state = self._view.row_state(index)
        key = entry.item.key if entry.item else ""
        if entry.kind in {EntryKind.ITEM, EntryKind.HELD} and key in self._model.opened:
            _fill_part(painter, theme, whole, top=True)
        elif entry.kind is EntryKind.CHANGELOG:
            _fill_part(painter, theme, whole.adjusted(0, 0, 0, -theme.px(4)), top=False)
        elif state.hovered and entry.kind is not EntryKind.HEADING:
            draw_row(painter, theme, whole, RowState(hovered=True))
        if state.ring:
            draw_row(painter, theme, whole, RowState(ring=True))

    def _paint_heading(self, painter: QPainter, rect: QRect, entry: Entry) -> None:
        theme, colours, px = self._theme, self._theme.palette, self._theme.px
        if rect.height() > px(places.FIRST_HEADING):
            painter.fillRect(QRect(rect.x(), rect.y() + px(6), rect.width(), 1), colours.line)
        line = content_rect(theme, rect, entry)
        at = cells(theme, line)
        left = at.tick.x()
        if self._model.has_tick(entry):
            draw_tick(painter, theme, at.tick, self._model.tick_of(entry.section))
            left = at.icon.x()
        title, caption = self._model.heading_words(entry.section)
        first = self._model.is_first_heading(entry.section)
        end = at.versions.x() if first else rect.right() - px(16)
        room = QRect(left, line.y(), end - left, line.height())
        width = draw_text(painter, theme, room, title, weight=600)
        room.setLeft(left + width + px(9))
        draw_text(painter, theme, room, caption, colour=colours.text_3)
        if first:
            self._paint_captions(painter, at)

    def _paint_captions(self, painter: QPainter, at: ReviewCells) -> None:
        theme, colour = self._theme, self._theme.palette.text_3
        old, _arrow, _new = version_change_rects(theme, at.versions)
        for rect, words, to_the_right in (
            (old, "Version", True),
            (at.channel, "Channel", False),
            (at.released, "Released", False),
            (at.size, "Size", True),
        ):
            if rect.width() < theme.advance(words, "caption"):
                continue
            if to_the_right:
                draw_text(painter, theme, rect, words, role="caption", colour=colour, align=TO_THE_RIGHT)
            else:
                draw_text(painter, theme, rect, words, role="caption", colour=colour)

    def _paint_held(self, painter: QPainter, rect: QRect, item: ReviewItem) -> None:
        theme, colours, px = self._theme, self._theme.palette, self._theme.px
        at = cells(theme, rect)
        if item.tickable and not self._model.fixed:
            draw_tick(painter, theme, at.tick, "on" if item.key in self._model.ticked else "off")
        self._paint_icon(painter, at.icon, item)
        over = at.versions.right() + px(12) - remedy_rect(theme, rect, item).x() if item.remedy else 0
        versions = at.versions.translated(-max(0, over), 0)
        name, reason = held_lines(theme, at.name.adjusted(0, 0, -max(0, over), 0))
        draw_text(painter, theme, name, item.title, weight=500)
        words = item.held_reason.rstrip(".")
        if reason.width() < px(19) + theme.advance(words, "caption"):
            # The reason matters more than the column: it runs on below the versions.
            versions = QRect(versions.x(), name.y(), versions.width(), name.height())
            reason.setRight(remedy_rect(theme, rect, item).x() - px(12))
        mark = QRect(reason.x(), reason.y(), px(14), reason.height())
        draw_icon(painter, theme, mark, item.held_icon, getattr(colours, item.held_colour), size=14)
        reason.setLeft(mark.right() + 1 + px(5))
        draw_text(painter, theme, reason, words, role="caption", colour=colours.text_2)
        old, arrow, new = version_change_rects(theme, versions, item.old, item.new)
        draw_text(painter, theme, old, short_version(item.old), colour=colours.text_3, align=TO_THE_RIGHT)
        if item.new:
            draw_icon(painter, theme, arrow, "arrow-right", colours.text_2, size=14)
        draw_text(painter, theme, new, short_version(item.new), colour=colours.text)
        if item.remedy and item.key not in self._model.ticked:
            link = remedy_rect(theme, rect, item)
            draw_text(painter, theme, link, item.remedy, weight=500, colour=colours.accent_text)

    def _paint_item(
        self, painter: QPainter, rect: QRect, entry: Entry, item: ReviewItem, *, hovered: bool
    ) -> None:
        theme, colours = self._theme, self._theme.palette
        at = cells(theme, rect)
        if self._model.has_tick(entry):
            draw_tick(painter, theme, at.tick, "on" if self._model.is_ticked(item) else "off")
        self._paint_icon(painter, at.icon, item)
        name = at.name
        if hovered and item.can_be_skipped:
            button = skip_rect(theme, name)
            name = name.adjusted(0, 0, -button.width() - theme.px(6), 0)
            if self.pointed is Part.SKIP:
                fill_rounded(painter, button, theme.px(4), colours.press)
            draw_icon(painter, theme, button, "snooze", colours.text_2)
        self._paint_name(painter, name, item)
        self._paint_versions(painter, at.versions, item)
        if item.channel:
            draw_channel(painter, theme, at.channel, item.channel)
        if item.published and at.released.width():
            words = text.days_ago((self.now.date() - item.published.astimezone(self.now.tzinfo).date()).days)
            draw_text(painter, theme, at.released, words, role="caption", colour=colours.text_3)
        if item.size and at.size.width():
            words = text.size(item.size)
            draw_text(
                painter, theme, at.size, words, role="caption", colour=colours.text_3, align=TO_THE_RIGHT
            )
        if item.changelogs:
            self._paint_opener(painter, at.changelogs, item)

    def _paint_icon(self, painter: QPainter, rect: QRect, item: ReviewItem) -> None:
        ratio = painter.device().devicePixelRatioF()
        picture = self._images.pixmap(item.icon_url, self._theme.px(22), ratio=ratio)
        draw_mod_icon(painter, self._theme, rect, picture, 22)

    def _paint_name(self, painter: QPainter, rect: QRect, item: ReviewItem) -> None:
        theme, colours = self._theme, self._theme.palette
        width = draw_text(painter, theme, rect, item.title, weight=500)
        chips: list[tuple[str, str, Tone]] = [
            (title, "plus", "accent") for title in self._model.chips.get(item.project_id, ())
        ]
        if item.big_jump:
            chips.append(("Big jump", "warning", "warn"))
        if item.older and item.section is Section.UPDATED:
            chips.append(("Older version", "history", "warn"))
        rects = chip_rects(theme, rect, width, tuple((words, icon) for words, icon, _tone in chips))
        for chip, (words, icon, tone) in zip(rects, chips, strict=False):
            draw_chip(painter, theme, chip, words, tone=tone, icon=icon)
        if item.word:
            left = (rects[-1].right() + 1 if rects else rect.x() + width) + theme.px(10)
            room = QRect(left, rect.y(), max(0, rect.right() - left), rect.height())
            if room.width() >= min(theme.px(_WORD_AT_LEAST), theme.advance(item.word, "caption")):
                draw_text(painter, theme, room, item.word, role="caption", colour=colours.text_3)

    def _paint_versions(self, painter: QPainter, rect: QRect, item: ReviewItem) -> None:
        theme, colours = self._theme, self._theme.palette
        if item.old and item.new:
            draw_version_change(painter, theme, rect, item.old, item.new, older=item.older)
            return
        old, _arrow, new = version_change_rects(theme, rect, item.old, item.new)
        if item.old:
            draw_text(painter, theme, old, short_version(item.old), colour=colours.text_3, align=TO_THE_RIGHT)
        elif item.new:
            draw_text(painter, theme, new, short_version(item.new), weight=600, colour=colours.accent_text)

    def _paint_opener(self, painter: QPainter, rect: QRect, item: ReviewItem) -> None:
        theme, colours, px = self._theme, self._theme.palette, self._theme.px
        opened = item.key in self._model.opened
        colour = colours.accent_text if opened else colours.text_2
        chevron = QRect(rect.right() + 1 - px(14), rect.y(), px(14), rect.height())
        draw_icon(painter, theme, chevron, "chevron-up" if opened else "chevron-down", colour, size=14)
        words = QRect(rect.x(), rect.y(), rect.width() - px(18), rect.height())
        if words.width() < px(places.OPENER):
            return
        draw_text(
            painter,
            theme,
            words,
            self._changelog_words(item.key),
            role="caption",
            colour=colour,
            align=TO_THE_RIGHT,
        )


def tool_tip(item: ReviewItem, part: Part) -> str:
    """What there is to say beyond what the row shows."""
    if part is Part.SKIP:
        return f"Skip {short_version(item.new)}"
    if part is Part.RELEASED and item.published:
        return text.exact(item.published)
    if item.held_reason:
        return item.held_reason
    if item.old and item.new:
        words = f"{item.title}: {item.old} → {item.new}"
    else:
        words = f"{item.title} {item.new or item.old}".strip()
    return "\n".join(filter(None, (words, item.word[:1].upper() + item.word[1:])))


def _fill_part(painter: QPainter, theme: Theme, rect: QRect, *, top: bool) -> None:
    """The upper or lower part of a row that is two rows high together with its changelogs."""
    radius = theme.px(6)
    painter.save()
    painter.setClipRect(rect)
    tall = rect.adjusted(0, 0, 0, 2 * radius) if top else rect.adjusted(0, -2 * radius, 0, 0)
    draw_row(painter, theme, tall, RowState(hovered=True))
    painter.restore()
