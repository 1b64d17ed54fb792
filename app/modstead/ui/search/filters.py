"""The panel of filters: what comes from the open folder, then the facets."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from modstead.domain.compatibility import lacking
from modstead.domain.instance import Instance
from modstead.ui.content_words import loaders_of, words_for
from modstead.ui.instance_looks import loader_icon
from modstead.ui.kit.focus import RingedButton
from modstead.ui.kit.labels import Label, Link
from modstead.ui.kit.painting import RIGHT, draw_icon, draw_switch, draw_text, outline_rounded
from modstead.ui.kit.panel import Panel
from modstead.ui.project_states import ProjectStates
from modstead.ui.search.facet_list import FacetList
from modstead.ui.search.facets import FacetModel, FacetRow, Facets, facet_rows
from modstead.ui.search.state import FacetState, Filters
from modstead.ui.theme import Theme


class InstanceCard(RingedButton):
    """Why the results are narrowed: the folder's loader and version, with a switch to let go of them."""

    ring_radius = 8

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._instance: Instance | None = None
        self.setCheckable(True)
        self.setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_instance(self, instance: Instance | None) -> None:
        self._instance = instance
        self.setVisible(instance is not None and not lacking(instance))
        if instance:
            self.setAccessibleName(
                f"From {instance.name}: only what is made for {_label(instance)} {instance.game_version or ''}".strip()
            )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(120), self.theme.px(62))

    def paintEvent(self, event: QPaintEvent) -> None:
        instance = self._instance
        if instance is None:
            return
        painter = QPainter(self)
        theme, px, colours, on = self.theme, self.theme.px, self.theme.palette, self.isChecked()
        fill = colours.hover if self.underMouse() else colours.sheet
        outline_rounded(painter, self.rect(), px(8), colours.line, fill=fill)
        inner = self.rect().adjusted(px(11), px(4), -px(11), -px(6))
        line = inner.height() // 2
        above = QRect(inner.x(), inner.y(), inner.width(), line)
        below = QRect(inner.x(), inner.y() + line, inner.width(), line)
        draw_icon(painter, theme, QRect(above.x(), above.y(), px(14), line), "link", colours.text_2, size=14)
        switch = QRect(above.x() + above.width() - px(24), above.y(), px(24), line)
        draw_switch(painter, theme, switch, on=on)
        words = above.adjusted(px(20), 0, -px(32), 0)
        draw_text(painter, theme, words, f"From {instance.name}", role="caption", colour=colours.text_2)
        badge = _badge(instance)
        width = theme.icons.width(badge, px(16))
        colour = colours.text if on else colours.text_3
        mark = QRect(below.x(), below.y(), width, line)
        draw_icon(painter, theme, mark, badge, colours.text_2 if on else colours.text_3)
        words = below.adjusted(width + px(8), 0, 0, 0)
        draw_text(painter, theme, words, _label(instance), weight=500, colour=colour)
        number = instance.game_version or ""
        draw_text(painter, theme, words, number, colour=colours.text_2 if on else colours.text_3, align=RIGHT)


def _label(instance: Instance) -> str:
    """What files must be made for: the loader; packs need none."""
    loader = instance.loader if loaders_of(instance.content) else None
    return loader.label if loader else "Minecraft"


def _badge(instance: Instance) -> str:
    return (loader_icon(instance) if loaders_of(instance.content) else "") or words_for(instance.content).icon


class FilterPanel(Panel):
    """224 wide. `changed` brings the new `Filters`."""

    changed = Signal(object)

    def __init__(self, theme: Theme, states: ProjectStates, parent: QWidget | None = None) -> None:
        super().__init__(theme, left=True, parent=parent)
        self._states = states
        self._facets: Facets | None = None
        self._filters = Filters()
        self._folded: dict[str, bool] = {}
        self._unfolded: set[str] = set()
        self.setAccessibleName("Filters")
        self.title = Label(theme, "Filters", weight=600)
        self.clear = Link(theme, "Clear", caption=True)
        self.clear.clicked.connect(self._clear)
        self.card = InstanceCard(theme)
        self.card.clicked.connect(self._card_pressed)
        self.model = FacetModel(self)
        self.list = FacetList(theme, self.model)
        self.list.set_facet.connect(self._set_facet)
        self.list.folded.connect(self._fold)
        self.list.unfolded.connect(self._unfold)
        self._head = QHBoxLayout()
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self.clear)
        self._card_row = QHBoxLayout()
        self._card_row.addWidget(self.card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addLayout(self._card_row)
        column.addWidget(self.list, 1)
        theme.changed.connect(self._renew)
        self._renew()

    @property
    def filters(self) -> Filters:
        return self._filters

    def set_facets(self, facets: Facets) -> None:
        self._facets = facets
        self._show_rows()

    def set_filters(self, filters: Filters) -> None:
        """Show these, without saying so through `changed`."""
        self._filters = filters
        self._show_rows()

    def show_instance(self) -> None:
        """The open folder is another."""
        self.card.set_instance(self._states.instance)
        self._show_rows()

    def _show_rows(self) -> None:
        target = self._states.target
        self.card.setChecked(self._filters.from_instance)
        self.card.setEnabled(target is not None and self._filters.project_type == target.content)
        count = self._filters.count(target)
        self.clear.set_text(f"Clear {count}")
        self.clear.setAccessibleName(f"Clear {count} filters")
        self.clear.setVisible(count > 0)
        if self._facets is not None:
            self.model.set_rows(facet_rows(self._facets, self._filters, target, self._folded, self._unfolded))

    def _change(self, filters: Filters) -> None:
        if filters != self._filters:
            self._filters = filters
            self._show_rows()
            self.changed.emit(filters)

    def _set_facet(self, row: FacetRow, state: FacetState) -> None:
        self._change(self._filters.changed(row.group, row.key, state, self._states.target))

    def _fold(self, row: FacetRow) -> None:
        self._folded[row.fold] = not row.open
        self._rows_changed(row)

    def _unfold(self, row: FacetRow) -> None:
        self._unfolded.add(row.fold)
        self._rows_changed(row)

    def _rows_changed(self, row: FacetRow) -> None:
        place = self.list.currentIndex().row()
        scroll = self.list.verticalScrollBar().value()
        self._show_rows()
        self.list.setCurrentIndex(self.model.index(min(max(place, 0), self.model.rowCount() - 1)))
        self.list.verticalScrollBar().setValue(scroll)

    def _card_pressed(self) -> None:
        filters = self._filters
        self._change(
            Filters(
                filters.project_type,
                from_instance=self.card.isChecked(),
                with_categories=filters.with_categories,
                without_categories=filters.without_categories,
                sides=filters.sides,
                licenses=filters.licenses,
                open_source=filters.open_source,
            )
        )

    def _clear(self) -> None:
        self._change(self._filters.cleared())
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _renew(self) -> None:
        px = self.theme.px
        self.setFixedWidth(px(224))
        self._head.setContentsMargins(px(16), px(15), px(12), px(8))
        self._card_row.setContentsMargins(px(8), 0, px(7), 0)
