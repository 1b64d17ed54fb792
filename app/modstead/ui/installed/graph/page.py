"""The graph with what is needed to look around in it: nearer, farther, all of it."""

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from modstead.domain.graph import Graph
from modstead.ui.installed.graph.canvas import MARGIN
from modstead.ui.installed.graph.layout import NEEDED_BY_MANY, Layout, lay_out_with_room
from modstead.ui.installed.graph.nodes import Picture, picture_of
from modstead.ui.installed.graph.view import GraphView
from modstead.ui.installed.icons import ModIcons
from modstead.ui.installed.model import ModsModel
from modstead.ui.installed.rows import ModRow
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label
from modstead.ui.kit.painting import outline_rounded
from modstead.ui.tasks import TaskScope
from modstead.ui.theme import Theme

_EXPLAINED = (
    f"What needs something stands left of it. Lines to what {NEEDED_BY_MANY} or more need appear at a mod "
    "you point at or select."
)


_BESIDE_NAME = 40
"""What a card has beside its name, in the design's lengths."""


class GraphPage(QWidget):
    """The layout is worked out in a thread, and anew only when mods or edges are others."""

    def __init__(
        self,
        theme: Theme,
        model: ModsModel,
        selection: QItemSelectionModel,
        icons: ModIcons,
        scope: TaskScope,
    ) -> None:
        super().__init__()
        self.theme = theme
        self._scope = scope
        self._shown: tuple[object, ...] = ()
        self.view = GraphView(theme, model, selection, icons)
        self.legend = Label(theme, _EXPLAINED, role="caption", colour="text_3", elide=True)
        self.farther = Button(theme, icon="minus", kind="quiet", name="Zoom out (-)")
        self.nearer = Button(theme, icon="plus", kind="quiet", name="Zoom in (+)")
        self.whole = Button(theme, icon="fit", kind="quiet", name="Show all (0)")
        self.controls = _Controls(theme, (self.farther, self.nearer, self.whole), self)
        self._lay_out()
        self.farther.clicked.connect(self.view.farther)
        self.nearer.clicked.connect(self.view.nearer)
        self.whole.clicked.connect(self.view.fit)
        self.setFocusProxy(self.view)

    def show_rows(self, rows: Sequence[ModRow], graph: Graph) -> None:
        """Show these; the layout follows a moment later where it has to change."""
        picture = picture_of(rows, graph)
        names = tuple(sorted(picture.nodes, key=lambda name: (picture.nodes[name].title.casefold(), name)))
        shown = (names, picture.links)
        if shown == self._shown:
            self.view.show_changed(picture)
            return
        self._shown = shown
        around = self.parentWidget()
        room = around.size() if around else self.size()
        scale, theme = self.theme.scale, self.theme
        high = room.height() - self.legend.sizeHint().height() - 2 * theme.px(MARGIN)
        size = ((room.width() - 2 * theme.px(MARGIN)) / scale, high / scale)
        wanted = {
            name: theme.advance(node.title, "body", 500) / scale + _BESIDE_NAME
            for name, node in picture.nodes.items()
        }

        async def work() -> Layout:
            return await asyncio.to_thread(lay_out_with_room, names, picture.links, size, wanted)

        self._scope.start("graph", work, done=lambda layout: self._show(picture, layout))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_controls()

    def _show(self, picture: Picture, layout: Layout) -> None:
        self.view.show_picture(picture, layout)

    def _lay_out(self) -> None:
        px = self.theme.px
        foot = QHBoxLayout()
        foot.setContentsMargins(px(20), px(4), px(16), px(6))
        foot.addWidget(self.legend, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addLayout(foot)

    def _place_controls(self) -> None:
        px, size = self.theme.px, self.controls.sizeHint()
        right, foot = self.view.geometry().right(), self.view.geometry().bottom()
        self.controls.setGeometry(
            right - size.width() - px(12), foot - size.height() - px(8), size.width(), size.height()
        )
        self.controls.raise_()
        self.view.covered = size.height() + px(16)


class _Controls(QWidget):
    """Buttons over the picture."""

    def __init__(self, theme: Theme, buttons: Sequence[Button], parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        row = QHBoxLayout(self)
        px = theme.px
        row.setContentsMargins(px(3), px(3), px(3), px(3))
        row.setSpacing(px(2))
        for button in buttons:
            row.addWidget(button)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self.theme.palette
        outline_rounded(QPainter(self), self.rect(), self.theme.px(8), colours.edge, fill=colours.raised)
