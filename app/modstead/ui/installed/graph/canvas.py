"""The picture of the graph as it lies on the screen: cards and links painted, nearer or farther, scrolled."""

from collections import defaultdict

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from modstead.ui.installed.graph.layout import CARD_HEIGHT, HEADING, Layout
from modstead.ui.installed.graph.nodes import Picture
from modstead.ui.installed.graph.painting import Look, draw_card, draw_heading, draw_links
from modstead.ui.installed.icons import ModIcons
from modstead.ui.installed.model import ModsModel
from modstead.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_LEAST, _MOST, STEP = 0.2, 2.0, 1.25
_READABLE = 0.42
MARGIN = 24
_FIT_AT_MOST = 1.0


class GraphCanvas(QAbstractItemView):
    """`show_picture` brings what is shown. What a filter of the model leaves out is shown dimmed."""

    zoomed = Signal()

    def __init__(
        self,
        theme: Theme,
        model: ModsModel,
        selection: QItemSelectionModel,
        icons: ModIcons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._mods = model
        self._icons = icons
        self._picture = Picture({}, ())
        self._layout = Layout()
        self._beside: dict[str, set[str]] = {}
        self._zoom = 1.0
        self._fitted = True
        self._pointed = ""
        self._ring = False
        self.covered = 0
        """How much of the foot something else lies over, in pixels."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAccessibleName("Graph of mods")
        self.setAccessibleDescription(
            "Which mods need which. Arrows go from mod to mod, plus and minus zoom, 0 shows all."
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setModel(model)
        own = self.selectionModel()
        self.setSelectionModel(selection)
        own.deleteLater()
        icons.ready.connect(self.viewport().update)
        theme.changed.connect(self._measure)

    @property
    def zoom(self) -> float:
        """1 is the size of the design."""
        return self._zoom

    @property
    def picture(self) -> Picture:
        return self._picture

    def show_picture(self, picture: Picture, layout: Layout) -> None:
        self._picture, self._layout = picture, layout
        beside: defaultdict[str, set[str]] = defaultdict(set)
        for source, target in picture.links:
            beside[source].add(target)
            beside[target].add(source)
        self._beside = dict(beside)
        self._pointed = self._pointed if self._pointed in layout.places else ""
        if self._fitted:
            self._show_readable()
        else:
            self._measure()

    def show_changed(self, picture: Picture) -> None:
        """The same mods and links in another state."""
        self._picture = picture
        self.viewport().update()

    def fit(self) -> None:
        """Show all of it."""
        room = self.viewport().size()
        px = self.theme.px
        if not self._layout.places:
            return
        wide = (room.width() - 2 * px(MARGIN)) / max(1.0, self._layout.width * self.theme.scale)
        high = (room.height() - px(MARGIN) - self._below()) / max(1.0, self._layout.height * self.theme.scale)
        self._zoom = max(_LEAST, min(_FIT_AT_MOST, wide, high))
        self._fitted = True
        self._measure()

    def zoom_by(self, factor: float, around: QPoint | None = None) -> None:
        """Nearer or farther; the spot `around`, else the middle, stays where it is."""
        spot = self.viewport().rect().center() if around is None else around
        before = self._zoom
        self._zoom = max(_LEAST, min(_MOST, before * factor))
        self._fitted = False
        grown = self._zoom / before
        margin = self.theme.px(MARGIN)
        across = (spot.x() + self.horizontalOffset() - margin) * grown + margin - spot.x()
        down = (spot.y() + self.verticalOffset() - margin) * grown + margin - spot.y()
        self._measure()
        self.horizontalScrollBar().setValue(round(across))
        self.verticalScrollBar().setValue(round(down))

    def nearer(self) -> None:
        self.zoom_by(STEP)

    def farther(self) -> None:
        self.zoom_by(1 / STEP)

    def card(self, name: str) -> QRect:
        """Where a card is drawn now; an empty rectangle where there is none."""
        place = self._layout.places.get(name)
        if place is None:
            return QRect()
        scale = self._zoom * self.theme.scale
        left, top = self._origin()
        return QRect(
            round(left + place[0] * scale),
            round(top + place[1] * scale),
            round(self._layout.card * scale),
            round(CARD_HEIGHT * scale),
        )

    def _below(self) -> int:
        """What stays free below the picture."""
        return max(self.theme.px(MARGIN), self.covered)

    def name_at(self, point: QPoint) -> str:
        return next((name for name in self._layout.places if self.card(name).contains(point)), "")

    def _origin(self) -> tuple[float, float]:
        """Where the picture's corner is: in the middle while all of it can be seen."""
        margin = self.theme.px(MARGIN)
        scale = self._zoom * self.theme.scale
        spare = self.viewport().width() - self._layout.width * scale - 2 * margin
        return (
            margin + max(0.0, spare / 2) - self.horizontalOffset(),
            float(margin - self.verticalOffset()),
        )

    def _name_of(self, index: Index) -> str:
        return self._mods.row_at(index.row()).name if index.isValid() else ""

    def _index_of(self, name: str) -> QModelIndex:
        place = self._mods.place_of(name) if name else -1
        return self._mods.index(place) if place >= 0 else QModelIndex()

    def horizontalOffset(self) -> int:
        return self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self.theme.palette.sheet)
        if not self._layout.places:
            return
        cards = {name: self.card(name) for name in self._layout.places}
        seen = {name for name, rect in cards.items() if rect.intersects(event.rect())}
        chosen = {self._name_of(index) for index in self.selectionModel().selectedIndexes()}
        focus = {self._pointed} if self._pointed else chosen if len(chosen) <= 3 else set()
        draw_links(painter, self.theme, cards, self._layout, focus=focus, broken=self._picture.broken)
        self._paint_headings(painter)
        beside = set[str]().union(*(self._beside.get(name, ()) for name in focus)) - focus
        shown = {self._mods.row_at(place).name for place in range(self._mods.rowCount())}
        current = self._name_of(self.currentIndex()) if self._ring and self.hasFocus() else ""
        for name in sorted(seen, key=lambda name: (name in beside, name in focus)):
            node = self._picture.nodes[name]
            look = Look(
                selected=name in chosen,
                pointed=name == self._pointed,
                beside=name in beside,
                dimmed=not node.missing and name not in shown,
                ring=name == current,
            )
            draw_card(painter, self.theme, cards[name], node, look=look, icons=self._icons, zoom=self._zoom)

    def _paint_headings(self, painter: QPainter) -> None:
        left, top = self._origin()
        scale = self._zoom * self.theme.scale
        line = self.theme.line("caption")
        for group in self._layout.groups:
            foot = round(top + (group.y + HEADING) * scale) - self.theme.px(4)
            rect = QRect(round(left + group.x * scale), foot - line, self.theme.px(400), line)
            draw_heading(painter, self.theme, rect, group)

    def _show_readable(self) -> None:
        """All of it, as far as its names can be read then."""
        self.fit()
        if self._zoom < _READABLE:
            self._zoom = _READABLE
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self._show_readable()
        else:
            self._measure()

    def _measure(self) -> None:
        scale, margin = self._zoom * self.theme.scale, self.theme.px(MARGIN)
        room = self.viewport().size()
        self.horizontalScrollBar().setRange(
            0, max(0, round(self._layout.width * scale) + 2 * margin - room.width())
        )
        self.verticalScrollBar().setRange(
            0, max(0, round(self._layout.height * scale) + margin + self._below() - room.height())
        )
        self.viewport().update()
        self.zoomed.emit()
