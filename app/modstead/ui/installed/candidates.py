"""The projects that a file may be of: the rows of the chooser."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from modstead.domain.project import Project, SearchHit
from modstead.ui import text
from modstead.ui.images import ImageLoader
from modstead.ui.kit.models import RowsModel
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.painting import CENTRE, draw_text, outline_rounded, pixel_ratio
from modstead.ui.kit.rows import RowList, draw_row, row_rect
from modstead.ui.theme import Theme

_ROW, _HEADING, _BUTTON = 54, 36, 96
_THIS = "This is it"
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project that a file may be of. `heading` rows only name those below them."""

    project_id: str
    title: str
    caption: str = ""
    icon_url: str | None = None
    heading: bool = False


def offered(project: Project) -> Candidate:
    return Candidate(project.project_id, project.title, project.summary, project.icon_url)


def found(hit: SearchHit) -> Candidate:
    author = f"by {hit.author} · " if hit.author else ""
    caption = f"{author}{text.count(hit.downloads)} downloads · {hit.summary}"
    return Candidate(hit.ref.project_id, hit.title, caption, hit.icon_url)


class CandidateModel(RowsModel[Candidate]):
    def show(self, offers: Iterable[Candidate], hits: Iterable[Candidate]) -> None:
        """Offers above, then what a search found beside them."""
        above = tuple(offers)
        known = {candidate.project_id for candidate in above}
        below = tuple(candidate for candidate in hits if candidate.project_id not in known)
        rows: list[Candidate] = []
        if above:
            rows += [Candidate("", "It may be one of these", heading=True), *above]
        if below:
            rows += [Candidate("", "Found on Modrinth", heading=True), *below]
        self.set_rows(rows)

    def title_of(self, row: Candidate) -> str:
        return row.title

    def sentence_of(self, row: Candidate) -> str:
        return row.title if row.heading else f"{row.title}. {row.caption}"

    def tip_of(self, row: Candidate) -> str:
        return row.caption

    def can_be_chosen(self, row: Candidate) -> bool:
        return not row.heading


class CandidateList(RowList):
    """A click on the button or Return chooses; `chosen` brings the Candidate."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, model: CandidateModel, images: ImageLoader) -> None:
        super().__init__(theme)
        self._candidates = model
        self.setModel(model)
        self.setItemDelegate(_Delegate(theme, self, images))
        self.setUniformItemSizes(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName("Projects")
        self.setAccessibleDescription("Enter says that the file is of this project.")
        self.activated_by_keyboard.connect(self._choose)
        images.ready.connect(self.viewport().update)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        button = button_rect(self.theme, self.line_rect(self.visualRect(index)))
        if event.button() is Qt.MouseButton.LeftButton and button.contains(event.position().toPoint()):
            self._choose(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._choose(self.indexAt(event.position().toPoint()))

    def _choose(self, index: QModelIndex) -> None:
        row = self._candidates.row(index)
        if row and not row.heading:
            self.chosen.emit(row)


def button_rect(theme: Theme, line: QRect) -> QRect:
    px = theme.px
    width, height = px(_BUTTON), px(28)
    right = line.x() + line.width() - px(16)
    return QRect(right - width, line.y() + (line.height() - height) // 2, width, height)


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: CandidateList, images: ImageLoader) -> None:
        super().__init__(view)
        self._theme, self._view, self._images = theme, view, images

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(CandidateModel.RowRole)
        heading = isinstance(row, Candidate) and row.heading
        return QSize(0, self._theme.px(_HEADING if heading else _ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(CandidateModel.RowRole)
        if not isinstance(row, Candidate):
            return
        theme, px, colours = self._theme, self._theme.px, self._theme.palette
        rect = self._view.line_rect(option.rect)
        left = rect.x() + px(20)
        if row.heading:
            line = QRect(left, rect.y() + rect.height() - px(28), rect.width(), px(26))
            draw_text(painter, theme, line, row.title, role="caption", weight=600, colour=colours.text_2)
            return
        state = self._view.row_state(index)
        draw_row(painter, theme, row_rect(theme, rect), state)
        icon = QRect(left, rect.y(), px(32), rect.height())
        picture = self._images.pixmap(row.icon_url, px(32), ratio=pixel_ratio(painter))
        draw_mod_icon(painter, theme, icon, picture, 32, placeholder="mods")
        button = button_rect(theme, rect)
        words = left + px(44)
        room = max(0, button.x() - px(16) - words)
        upper, lower = theme.line("body"), theme.line("caption")
        top = rect.y() + (rect.height() - upper - lower - px(2)) // 2
        draw_text(painter, theme, QRect(words, top, room, upper), row.title, weight=600)
        below = QRect(words, top + upper + px(2), room, lower)
        draw_text(painter, theme, below, row.caption, role="caption", colour=colours.text_2)
        fill = colours.hover if state.hovered else colours.sheet
        outline_rounded(painter, button, px(6), colours.edge, fill=fill)
        draw_text(painter, theme, button, _THIS, weight=500, align=CENTRE)
