"""Soft shadows, painted once: only the drop card and the toast have one."""

from math import exp

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from modstead.ui.kit.painting import fill_rounded
from modstead.ui.theme import Theme


def shadow(
    theme: Theme,
    painter: QPainter,
    body: QRect,
    size: QSize,
    *,
    blur: int,
    fall: int,
    strength: float,
    radius: float = 8,
) -> QPixmap:
    """The soft black shadow of `body` as a picture of `size`: its blur, how far it falls, its strength (0 to 1)."""
    ratio = painter.device().devicePixelRatioF()
    key = ("shadow", size.width(), size.height(), blur, ratio)
    kept = theme.cache.get(key)
    if kept is not None:
        return kept
    image = QImage(size * ratio, QImage.Format.Format_RGBA64_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    inner = QPainter(image)
    steps = [blur - step for step in range(0, 2 * blur, 2)]
    weights = [exp(-2.0 * (out / blur) ** 2) for out in steps]
    for out, weight in zip(steps, weights, strict=True):
        colour = QColor(0, 0, 0)
        colour.setAlphaF(strength * weight / sum(weights))
        grown = body.translated(QPoint(0, fall)).toRectF().adjusted(-out, -out, out, out)
        fill_rounded(inner, grown, max(1.0, theme.px(radius) + out), colour)
    inner.end()
    picture = theme.cache[key] = QPixmap.fromImage(image)
    return picture
