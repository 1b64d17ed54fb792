"""A result as it is painted: icon, name, summary, numbers and the button that knows the state."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from modstead.domain.project import SearchHit
from modstead.ui import text
from modstead.ui.images import ImageLoader
from modstead.ui.kit.install import InstallState, draw_install, install_cancel_rect, install_rect
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.painting import RIGHT, chip_rect, chip_width, draw_chip, draw_icon, draw_text
from modstead.ui.kit.rows import RowList, RowState, draw_row
from modstead.ui.kit.versions import short_version
from modstead.ui.project_states import ButtonState, ProjectStates
from modstead.ui.results.model import HIT, ResultsModel
from modstead.ui.theme import Role, Theme

ROW = 70
_ICON = 48
_SUMMARY = 760
_LINES = 2
_MOST_CATEGORIES = 3
_LINES_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a row stand, for painting and for the pointer alike."""

    row: QRect
    icon: QRect
    words: QRect
    numbers: QRect
    button: QRect
    cancel: QRect


def places(theme: Theme, rect: QRect, width: int) -> Places:
    """`width` is that of the whole list, with its scroll bar: the row ends 14 before it."""
    px = theme.px
    row = QRect(rect.x() + px(6), rect.y(), width - px(6) - px(14), rect.height())
    icon = QRect(row.x() + px(14), row.y(), px(_ICON), row.height())
    button = install_rect(theme, row, row.x() + row.width() - px(10))
    numbers = QRect(button.x() - px(14) - px(92), row.y(), px(92), row.height())
    left = icon.x() + icon.width() + px(14)
    width = min(max(px(40), numbers.x() - px(18) - left), px(_SUMMARY))
    return Places(
        row,
        icon,
        QRect(left, row.y(), width, row.height()),
        numbers,
        button,
        install_cancel_rect(theme, button),
    )


class ResultsDelegate(QStyledItemDelegate):
    def __init__(
        self, theme: Theme, view: RowList, model: ResultsModel, states: ProjectStates, images: ImageLoader
    ) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._model = model
        self._states = states
        self._images = images
        self.button_hovered = False
        """The pointer is on the button of the hovered row."""

        self._lines: dict[tuple[str, int], tuple[str, ...]] = {}
        theme.changed.connect(self._lines.clear)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(ROW))

    def button(self, hit: SearchHit) -> ButtonState:
        return self._states.button(hit.ref.project_id, hit.project_type, hit.loaders, hit.game_versions)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit = index.data(HIT)
        if not isinstance(hit, SearchHit):
            return
        rect: QRect = option.rect
        row = self._model.index(index.row())
        state = self._view.row_state(row)
        where = places(self._theme, rect, self._view.width())
        draw_row(painter, self._theme, where.row, state)
        self._paint_icon(painter, where, hit)
        self._paint_words(painter, where, hit)
        self._paint_numbers(painter, where, hit)
        self._paint_button(painter, where, hit, state, row)

    def _paint_icon(self, painter: QPainter, where: Places, hit: SearchHit) -> None:
        ratio = painter.device().devicePixelRatioF()
        picture = self._images.pixmap(hit.icon_url, self._theme.px(_ICON), ratio=ratio)
        draw_mod_icon(painter, self._theme, where.icon, picture, _ICON, placeholder="mods")

    def _paint_words(self, painter: QPainter, where: Places, hit: SearchHit) -> None:
        theme, colours = self._theme, self._theme.palette
        lines = self._summary(hit.summary, where.words.width())
        name_line, line = theme.line("result"), theme.line("body")
        top = where.row.y() + (where.row.height() - name_line - line * max(1, len(lines))) // 2 - theme.px(1)
        self._paint_name(painter, QRect(where.words.x(), top, where.words.width(), name_line), hit)
        for number, words in enumerate(lines):
            place = QRect(where.words.x(), top + name_line + number * line, where.words.width(), line)
            draw_text(painter, theme, place, words, colour=colours.text_2)

    def _summary(self, words: str, width: int) -> tuple[str, ...]:
        lines = self._lines.get((words, width))
        if lines is None:
            if len(self._lines) > _LINES_KEPT:
                self._lines.clear()
            lines = _wrap(self._theme, " ".join(words.split()), "body", width, _LINES)
            self._lines[words, width] = lines
        return lines

    def _paint_name(self, painter: QPainter, line: QRect, hit: SearchHit) -> None:
        theme, colours, gap = self._theme, self._theme.palette, self._theme.px(8)
        running, installed = (
            self._states.running(hit.ref.project_id),
            self._states.installed(hit.ref.project_id),
        )
        number = short_version(installed.number) if installed else ""
        kept = 0
        if running:
            kept = theme.advance(running.text, "caption") + gap
        elif number:
            kept = chip_width(theme, number, "check") + gap
        room = QRect(line.x(), line.y(), max(0, line.width() - kept), line.height())
        left = line.x() + draw_text(painter, theme, room, hit.title, role="result") + gap
        rest = QRect(
            left, line.y() + theme.px(1), max(0, room.x() + room.width() - left), line.height() - theme.px(1)
        )
        left += draw_text(painter, theme, rest, _credits(hit), role="caption", colour=colours.text_3) + gap
        if running:
            place = QRect(left, rest.y(), kept, rest.height())
            draw_text(painter, theme, place, running.text, role="caption", colour=colours.accent_text)
        elif number:
            draw_chip(
                painter,
                theme,
                chip_rect(theme, left, line, number, "check"),
                number,
                tone="good",
                icon="check",
            )

    def _paint_numbers(self, painter: QPainter, where: Places, hit: SearchHit) -> None:
        theme, colours, line = self._theme, self._theme.palette, self._theme.line("caption")
        middle = where.row.y() + where.row.height() // 2
        downloads = text.count(hit.downloads)
        above = QRect(where.numbers.x(), middle - line, where.numbers.width(), line)
        below = QRect(where.numbers.x(), middle, where.numbers.width(), line)
        draw_text(
            painter, theme, above, downloads, role="caption", weight=500, colour=colours.text_2, align=RIGHT
        )
        icon = theme.px(14)
        width = theme.advance(downloads, "caption", 500)
        mark = QRect(above.x() + above.width() - width - theme.px(5) - icon, above.y(), icon, line)
        draw_icon(painter, theme, mark, "download", colours.text_2, size=14)
        words = self._model.updated_words(hit)
        draw_text(painter, theme, below, words, role="caption", colour=colours.text_3, align=RIGHT)

    def _paint_button(
        self, painter: QPainter, where: Places, hit: SearchHit, state: RowState, row: QModelIndex
    ) -> None:
        shown = self.button(hit).shown
        hovered_row = self._view.hovered_index()
        first = state.hovered if hovered_row.isValid() else row == self._view.currentIndex()
        if shown.kind == "install" and first:
            shown = InstallState("primary", shown.text)
        pointed = state.hovered and self.button_hovered
        draw_install(painter, self._theme, where.button, shown, hovered=pointed)


def _credits(hit: SearchHit) -> str:
    names = ", ".join(text.spelled(name) for name in hit.categories[:_MOST_CATEGORIES])
    return " · ".join(part for part in (hit.author, names) if part)


def _wrap(theme: Theme, words: str, role: Role, width: int, most: int) -> tuple[str, ...]:
    """The words in at most that many lines, the last one cut with an ellipsis."""
    layout = QTextLayout(words, theme.font(role))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    while len(lines) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        start = line.textStart()
        if len(lines) == most - 1:
            lines.append(theme.elided(words[start:], role, None, width))
        else:
            lines.append(words[start : start + line.textLength()].rstrip())
    layout.endLayout()
    return tuple(lines)
