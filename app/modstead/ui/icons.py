"""Line icons: SVG files in one colour, drawn once for each colour, size and pixel density."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from modstead.paths import resources


class Icons:
    """`pixmap("search", colour, 16)`; the names are those of the files in `resources/icons`."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, int, int, float], QPixmap] = {}

    def pixmap(self, name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
        """An icon `size` logical pixels high, and as wide as its drawing asks (loader badges are wider).

        Raises FileNotFoundError if there is no such icon.
        """
        key = (name, colour.rgba(), size, ratio)
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            pixmap = self._pixmaps[key] = self._draw(name, colour, size, ratio)
        return pixmap

    def icon(
        self, name: str, colour: QColor, size: int, ratio: float = 1.0, *, off: QColor | None = None
    ) -> QIcon:
        """For Qt's own widgets and menus; `off` colours the disabled state."""
        icon = QIcon(self.pixmap(name, colour, size, ratio))
        if off is not None:
            icon.addPixmap(self.pixmap(name, off, size, ratio), QIcon.Mode.Disabled)
        return icon

    def width(self, name: str, size: int) -> int:
        """How wide the icon is at this height, in logical pixels."""
        return round(size * _aspect(self._source(name)))

    def _source(self, name: str) -> str:
        source = self._sources.get(name)
        if source is None:
            source = (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
            self._sources[name] = source
        return source

    def _draw(self, name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
        source = self._source(name)
        opaque = QColor(colour.red(), colour.green(), colour.blue())
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", opaque.name()).encode()))
        width = round(size * _aspect(source))
        pixmap = QPixmap(QSize(round(width * ratio), round(size * ratio)))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setOpacity(colour.alphaF())
        renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap


def _aspect(source: str) -> float:
    box = source.partition('viewBox="')[2].partition('"')[0].split()
    return float(box[2]) / float(box[3])


def application_icon() -> QIcon:
    """The blue house, for the window's frame and the task switcher; drawn in the size that is asked for."""
    return QIcon(str(resources() / "modstead.svg"))
