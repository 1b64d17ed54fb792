"""Bytes of a picture become an image of the size that is shown. Everything here may run in a worker thread."""

import re
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath
from PySide6.QtSvg import QSvgRenderer

from modstead.ui.kit.modicons import scaled_icon

MAX_PIXELS = 24_000_000
"""Larger pictures are refused before they are unpacked: a few bytes can claim gigabytes."""
MAX_SVG_BYTES = 64 * 1024
_FORMATS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"\xff\xd8\xff"), "jpeg"),
    (re.compile(rb"GIF8[79]a"), "gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "webp"),
    (re.compile(rb"BM"), "bmp"),
    (re.compile(rb"\x00\x00\x01\x00"), "ico"),
)
"""How a file of each kind starts. Left to find out, Qt loads a library for every kind that it knows, and asks each."""
_SVG_START = re.compile(rb"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]", re.DOTALL)
_SVG_RISKS = re.compile(
    rb"<!(?:DOCTYPE|ENTITY)|<\s*(?:\w+:)?(?:use|image|filter|pattern|mask|marker|script|foreignObject|animate\w*)\b|@import",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a picture is wanted, in device pixels.

    `icon`: within a square, pixel art by whole steps. `within`: no wider than `width` (and no higher than `height`,
    if that is not 0), never enlarged. `cover`: fills the box, the rest cut off.
    """

    fit: Literal["icon", "within", "cover"]
    width: int
    height: int = 0
    radius: int = 0


def decoded(data: bytes, shape: Shape) -> QImage | None:
    """The picture in this shape; None where it is none, is of a kind that is not shown, or is too large."""
    image = _drawn_svg(data, shape) if _SVG_START.match(data[:4096]) else _read(data, shape)
    if image is None or image.isNull():
        return None
    if shape.fit == "icon" and shape.radius:
        image = scaled_icon(image, shape.width)
    return _rounded(image, shape.radius) if shape.radius else image


def _read(data: bytes, shape: Shape) -> QImage | None:
    kind = next((kind for start, kind in _FORMATS if start.match(data)), None)
    if kind is None:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if size.isEmpty() or size.width() * size.height() > MAX_PIXELS:
        return None
    reader.setAutoTransform(shape.fit != "icon")
    scaled = _scaled_size(size, shape)
    if scaled != size:
        reader.setScaledSize(scaled)
    if shape.fit == "cover":
        reader.setScaledClipRect(_middle(scaled, shape))
    return reader.read()


def _scaled_size(size: QSize, shape: Shape) -> QSize:
    if shape.fit == "cover":
        grown = size.scaled(shape.width, shape.height, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        return grown.expandedTo(QSize(1, 1))
    height = shape.height or (shape.width if shape.fit == "icon" else MAX_PIXELS)
    if size.width() <= shape.width and size.height() <= height:
        return size
    return size.scaled(shape.width, height, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))


def _middle(size: QSize, shape: Shape) -> QRect:
    corner = QPoint(max(0, (size.width() - shape.width) // 2), max(0, (size.height() - shape.height) // 2))
    return QRect(corner, QSize(shape.width, shape.height))


def _drawn_svg(data: bytes, shape: Shape) -> QImage | None:
    """Simple drawings only (badges): none that repeat, refer to or animate anything."""
    if len(data) > MAX_SVG_BYTES or _SVG_RISKS.search(data):
        return None
    renderer = QSvgRenderer(QByteArray(data))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty() or size.width() * size.height() > MAX_PIXELS:
        return None
    if shape.fit == "icon":
        size = size.scaled(shape.width, shape.width, Qt.AspectRatioMode.KeepAspectRatio)
    size = _scaled_size(size, shape).expandedTo(QSize(1, 1))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(QPoint(0, 0), size))
    painter.end()
    return image.copy(_middle(size, shape)) if shape.fit == "cover" else image


def _rounded(image: QImage, radius: int) -> QImage:
    rounded = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    rounded.fill(Qt.GlobalColor.transparent)
    painter = QPainter(rounded)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(image.rect()), radius, radius)
    painter.setClipPath(outline)
    painter.drawImage(0, 0, image)
    painter.end()
    return rounded
