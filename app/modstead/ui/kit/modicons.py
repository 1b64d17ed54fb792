"""Pictures of mods and projects: scaled, with rounded corners, grey where disabled. Made once, then kept."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

from modstead.ui.kit.painting import draw_icon, fill_rounded, piece
from modstead.ui.theme import Theme

_PIXEL_ART = 64
_ENOUGH = 0.8
"""A whole step that leaves more than a fifth of the tile empty would look like a smaller icon."""


def icon_radius(side: float) -> int:
    """The design's radius for an icon of this side, both for a body font of 13 px."""
    if side >= 44:
        return 8
    return 6 if side >= 28 else 4


def draw_mod_icon(
    painter: QPainter,
    theme: Theme,
    rect: QRect,
    picture: QPixmap | None,
    side: float = 22,
    *,
    enabled: bool = True,
    placeholder: str = "jar",
) -> None:
    """A tile of `side` (a length of the design) in the middle of `rect`; without a picture, a line icon in it."""
    length = theme.px(side)
    place = QPoint(rect.x() + (rect.width() - length) // 2, rect.y() + (rect.height() - length) // 2)
    radius = theme.px(icon_radius(side))
    if picture is None or picture.isNull():
        tile = QRect(place, QSize(length, length))
        fill_rounded(painter, tile, radius, theme.palette.press)
        colour = theme.palette.text_3 if enabled else theme.palette.off
        draw_icon(painter, theme, tile, placeholder, colour, size=max(14, side * 0.45))
        return
    pixmap = piece(
        painter,
        theme,
        ("mod icon", picture.cacheKey(), length, enabled),
        QSize(length, length),
        lambda inner: _tile(inner, picture, length, radius, enabled=enabled),
    )
    painter.drawPixmap(place, pixmap)


def _tile(painter: QPainter, picture: QPixmap, length: int, radius: int, *, enabled: bool) -> None:
    image = scaled_icon(picture.toImage(), round(length * painter.device().devicePixelRatioF()))
    if not enabled:
        image = _grey(image)
        painter.setOpacity(0.45)
    ratio = painter.device().devicePixelRatioF()
    width, height = image.width() / ratio, image.height() / ratio
    target = QRectF((length - width) / 2, (length - height) / 2, width, height)
    if ratio == int(ratio):
        target.moveTopLeft(QPointF(target.topLeft().toPoint()))
    outline = QPainterPath()
    outline.addRoundedRect(target, radius, radius)
    painter.setClipPath(outline)
    painter.drawImage(target, image)


def scaled_icon(image: QImage, side: int) -> QImage:
    """The image so that it fits a square of `side` device pixels.

    Small pictures are pixel art: they grow by whole steps, unsmoothed. Where the nearest step is much smaller than
    the square, the next one is taken and reduced evenly, so that no pixel is wider than its neighbour.
    """
    longest = max(image.width(), image.height(), 1)
    square = QSize(side, side)
    keep = Qt.AspectRatioMode.KeepAspectRatio
    if longest <= _PIXEL_ART and longest < side:
        step = side // longest
        if step * longest < side * _ENOUGH:
            step += 1
        image = image.scaled(image.width() * step, image.height() * step)
        if longest * step <= side:
            return image
    return image.scaled(square, keep, Qt.TransformationMode.SmoothTransformation)


def _grey(image: QImage) -> QImage:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8).convertToFormat(
        QImage.Format.Format_ARGB32_Premultiplied
    )
    painter = QPainter(grey)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, image)
    painter.end()
    return grey
