"""The table's header: widths, sorting by a click, and which columns there are."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QPainter, QPaintEvent, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from modstead.ui.installed.cells import RIGHT_INSET, Cells
from modstead.ui.installed.columns import COLUMNS, Column
from modstead.ui.installed.model import Order
from modstead.ui.kit.painting import draw_icon, draw_text
from modstead.ui.theme import Theme

_NAME_AT_LEAST = 160
_FIXED = (Column.ENABLED, Column.NAME)
_GIVE_WAY = (
    Column.PROVIDER,
    Column.MODIFIED,
    Column.VERSION,
    Column.IDENTIFIED,
    Column.CHANNEL,
    Column.GAME_VERSIONS,
    Column.LOADERS,
    Column.SIZE,
    Column.SIDE,
    Column.NEEDED_BY,
    Column.NEEDS,
    Column.UPDATE,
)
"""Which columns go first where there is no room for all: what someone asked for stays longer than the usual ones."""


class ModsHeader(QHeaderView):
    """Name takes what the others leave; where that is too little, columns are left out until there is room."""

    arranged = Signal()
    """Widths or visible columns are others."""
    order_chosen = Signal(object)
    columns_chosen = Signal()
    """The user wants other columns."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = theme
        self._order = Order()
        self._room = 0
        self._wanted = {column for column, info in COLUMNS.items() if info.usual}
        self._possible = frozenset(Column)
        titles = QStandardItemModel(0, len(COLUMNS), self)
        titles.setHorizontalHeaderLabels([info.title for info in COLUMNS.values()])
        self.setModel(titles)
        self.setAccessibleName("Columns")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for column in _FIXED:
            self.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self.sectionResized.connect(self._resized)
        self.sectionClicked.connect(self._clicked)
        theme.changed.connect(self.set_usual_widths)
        self.set_usual_widths()

    def sizeHint(self) -> QSize:
        return QSize(0, self.theme.px(28))

    def set_usual_widths(self) -> None:
        """All columns as wide as the design says, in the present font."""
        self.setFixedHeight(self.theme.px(28))
        self.setMinimumSectionSize(self.theme.px(40))
        was_blocked = self.blockSignals(True)  # noqa: FBT003
        for column, info in COLUMNS.items():
            if info.width is not None:
                self.resizeSection(column, self.theme.px(info.width))
        self.blockSignals(was_blocked)
        self._fit()

    def set_room(self, width: int) -> None:
        """How wide the table is."""
        if width != self._room:
            self._room = width
            self._fit()

    def set_order(self, order: Order) -> None:
        self._order = order
        self.viewport().update()

    def cells(self) -> Cells:
        offset = self.offset()
        return Cells(
            {
                column: (self.sectionViewportPosition(column) + offset, self.sectionSize(column))
                for column in Column
                if not self.isSectionHidden(column)
            }
        )

    def column_actions(self, parent: QWidget) -> list[QAction]:
        """A tick for each column that can be hidden."""
        actions = []
        for column, info in COLUMNS.items():
            if column in _FIXED or column not in self._possible:
                continue
            action = QAction(info.title, parent)
            action.setCheckable(True)
            action.setChecked(column in self._wanted)
            action.toggled.connect(lambda on, column=column: self.show_column(column, shown=on))
            actions.append(action)
        return actions

    def show_column(self, column: Column, *, shown: bool) -> None:
        """Show a column wherever there is room for it, or nowhere."""
        if shown:
            self._wanted.add(column)
        else:
            self._wanted.discard(column)
        self._fit()
        self.columns_chosen.emit()

    @property
    def wanted(self) -> frozenset[Column]:
        """What someone asked for, also where there is no room for it."""
        return frozenset(self._wanted)

    def set_wanted(self, columns: frozenset[Column]) -> None:
        """What was asked for before."""
        if columns != self._wanted:
            self._wanted = set(columns)
            self._fit()

    def set_possible(self, columns: frozenset[Column]) -> None:
        """Only these say anything of what the folder holds."""
        if columns != self._possible:
            self._possible = columns
            self._fit()

    def shown_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in Column if not self.isSectionHidden(column))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.column_actions(menu))
        menu.popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        left = max(0, self.length() - self.offset())
        foot = self.viewport().height() - 1
        rest = QRect(left, foot, self.viewport().width() - left, 1)
        QPainter(self.viewport()).fillRect(rest, self.theme.palette.line)

    def paintSection(self, painter: QPainter, rect: QRect, section: int, /) -> None:
        theme, colours = self.theme, self.theme.palette
        painter.fillRect(rect, colours.sheet)
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), colours.line)
        column = Column(section)
        if column is Column.ENABLED:
            return
        sorted_by = self._order.column is column
        colour = colours.text if sorted_by else colours.text_2
        inner = rect.adjusted(0, 0, -theme.px(4), -1)
        width = draw_text(
            painter, theme, inner, COLUMNS[column].title, role="caption", weight=500, colour=colour
        )
        if sorted_by:
            side = theme.px(14)
            arrow = "chevron-down" if self._order.descending else "chevron-up"
            place = QRect(inner.x() + width + theme.px(4), inner.y(), side, inner.height())
            draw_icon(painter, theme, place, arrow, colour, size=14)

    def _clicked(self, section: int) -> None:
        column = Column(section)
        if column is Column.ENABLED:
            return
        descending = self._order.column is column and not self._order.descending
        self.order_chosen.emit(Order(column, descending, self._order.updates_first))

    def _resized(self, section: int, _before: int, _after: int) -> None:
        if section != Column.NAME:
            self._fit()

    def _fit(self) -> None:
        was_blocked = self.blockSignals(True)  # noqa: FBT003
        for column in _GIVE_WAY:
            self.setSectionHidden(column, column not in self._wanted or column not in self._possible)
        for column in _GIVE_WAY:
            if self._left_for_name() >= self.theme.px(_NAME_AT_LEAST):
                break
            self.hideSection(column)
        self.resizeSection(Column.NAME, max(self.minimumSectionSize(), self._left_for_name()))
        self.blockSignals(was_blocked)
        self.viewport().update()
        self.arranged.emit()

    def _left_for_name(self) -> int:
        others = self.length() - self.sectionSize(Column.NAME)
        return self._room - others - self.theme.px(RIGHT_INSET)
