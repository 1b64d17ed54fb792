"""Pieces that delegates and widgets paint with. Each takes the painter, where, and the theme; none keeps state.

What has a measure of its own says it with a `..._width` or `..._rect` function; hit areas come from those too.
"""

from collections.abc import Callable, Hashable
from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from modstead.ui.theme import Palette, Role, Theme

Tone = Literal["neutral", "accent", "good", "warn", "bad"]
Tick = Literal["off", "on", "partly", "without"]

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter
_NO_PEN = Qt.PenStyle.NoPen
_NO_BRUSH = Qt.BrushStyle.NoBrush
_PIECES_KEPT = 1_500


def tone_colours(palette: Palette, tone: Tone) -> tuple[QColor, QColor]:
    """The soft fill and the text colour of a tone."""
    return {
        "neutral": (palette.press, palette.text_2),
        "accent": (palette.accent_soft, palette.accent_text),
        "good": (palette.good_soft, palette.good),
        "warn": (palette.warn_soft, palette.warn),
        "bad": (palette.bad_soft, palette.bad),
    }[tone]


def draw_text(
    painter: QPainter,
    theme: Theme,
    rect: QRect,
    text: str,
    *,
    role: Role = "body",
    weight: int | None = None,
    colour: QColor | None = None,
    align: Qt.AlignmentFlag = LEFT,
) -> int:
    """One line, centred vertically, cut with an ellipsis where it is too long. Returns the width it takes."""
    shown = theme.elided(text, role, weight, rect.width())
    if not shown:
        return 0
    painter.setFont(theme.font(role, weight))
    painter.setPen(theme.palette.text if colour is None else colour)
    # Placing the glyphs costs as much as drawing them: rows are painted over and over with the same words.
    laid_out = theme.laid_out(shown, role, weight)
    size = laid_out.size()
    left: float = rect.x()
    if align is not LEFT:
        spare = rect.width() - size.width()
        left += spare if align & RIGHT else spare / 2
    painter.drawStaticText(QPointF(left, rect.y() + (rect.height() - size.height()) / 2), laid_out)
    return theme.advance(shown, role, weight)


def draw_icon(
    painter: QPainter, theme: Theme, rect: QRect, name: str, colour: QColor, *, size: float = 16
) -> None:
    """A line icon in the middle of `rect`; `size` is a length of the design."""
    height = theme.px(size)
    pixmap = theme.icons.pixmap(name, colour, height, pixel_ratio(painter))
    width = pixmap.width() / pixmap.devicePixelRatio()
    painter.drawPixmap(
        QPoint(rect.x() + (rect.width() - round(width)) // 2, rect.y() + (rect.height() - height) // 2),
        pixmap,
    )


def pixel_ratio(painter: QPainter) -> float:
    return painter.device().devicePixelRatioF()


def fill_rounded(painter: QPainter, rect: QRect | QRectF, radius: float, fill: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_NO_PEN)
    painter.setBrush(fill)
    painter.drawRoundedRect(QRectF(rect), radius, radius)


def outline_rounded(
    painter: QPainter,
    rect: QRect | QRectF,
    radius: float,
    line: QColor,
    *,
    width: float = 1.0,
    fill: QColor | None = None,
) -> None:
    """A border that lies wholly inside `rect`."""
    half = width / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, width))
    painter.setBrush(_NO_BRUSH if fill is None else fill)
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius - half, radius - half)


def piece(
    painter: QPainter, theme: Theme, key: Hashable, size: QSize, draw: Callable[[QPainter], None]
) -> QPixmap:
    """A small picture that is drawn once and kept until the theme changes; `draw` gets logical pixels."""
    ratio = pixel_ratio(painter)
    whole_key = (key, ratio)
    pixmap = theme.cache.get(whole_key)
    if pixmap is None:
        pixmap = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        inner = QPainter(pixmap)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(inner)
        inner.end()
        if len(theme.cache) > _PIECES_KEPT:
            theme.cache.clear()
        theme.cache[whole_key] = pixmap
    return pixmap


def _centred(rect: QRect, width: int, height: int) -> QPoint:
    return QPoint(rect.x() + (rect.width() - width) // 2, rect.y() + (rect.height() - height) // 2)


def draw_switch(painter: QPainter, theme: Theme, rect: QRect, *, on: bool, selected: bool = False) -> None:
    """24x14 in the middle of `rect`, which is the whole hit area. In a selected row it is solid."""
    width, height = theme.px(24), theme.px(14)
    pixmap = piece(
        painter,
        theme,
        ("switch", on, selected),
        QSize(width, height),
        lambda inner: _switch(inner, theme, width, height, on=on, selected=selected),
    )
    painter.drawPixmap(_centred(rect, width, height), pixmap)


def _switch(painter: QPainter, theme: Theme, width: int, height: int, *, on: bool, selected: bool) -> None:
    colours = theme.palette
    whole = QRectF(0, 0, width, height)
    if not on:
        outline_rounded(painter, whole, height / 2, colours.control)
        knob = theme.px(8)
        inset = (height - knob) / 2
        fill_rounded(painter, QRectF(inset, inset, knob, knob), knob / 2, colours.control)
        return
    knob = theme.px(10)
    inset = (height - knob) / 2
    fill_rounded(painter, whole, height / 2, colours.accent if selected else colours.accent_soft_2)
    place = QRectF(width - inset - knob, inset, knob, knob)
    fill_rounded(painter, place, knob / 2, colours.on_accent if selected else colours.accent)


def draw_tick(painter: QPainter, theme: Theme, rect: QRect, state: Tick, *, enabled: bool = True) -> None:
    """16x16 in the middle of `rect`."""
    side = theme.px(16)
    pixmap = piece(
        painter,
        theme,
        ("tick", state, enabled),
        QSize(side, side),
        lambda inner: _tick(inner, theme, side, state, enabled=enabled),
    )
    painter.drawPixmap(_centred(rect, side, side), pixmap)


def _tick(painter: QPainter, theme: Theme, side: int, state: Tick, *, enabled: bool) -> None:
    colours = theme.palette
    whole, radius, unit = QRectF(0, 0, side, side), theme.px(4), side / 16
    if state == "off":
        outline_rounded(
            painter, whole, radius, colours.control if enabled else colours.line, width=1.5 * unit
        )
        return
    fill = colours.bad_fill if state == "without" else colours.accent
    fill_rounded(painter, whole, radius, fill if enabled else colours.press)
    mark = colours.on_accent if enabled else colours.off
    painter.setPen(
        QPen(mark, 2 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.setBrush(_NO_BRUSH)
    if state == "on":
        points = [QPointF(4.3, 8.3), QPointF(7.0, 10.9), QPointF(11.7, 5.5)]
        painter.drawPolyline(QPolygonF([point * unit for point in points]))
    else:
        painter.drawLine(QPointF(4.9, 8) * unit, QPointF(11.1, 8) * unit)


def chip_width(theme: Theme, text: str, icon: str = "", *, closable: bool = False) -> int:
    width = 2 * theme.px(6) + theme.advance(text, "caption")
    if icon:
        width += theme.px(14) + theme.px(4)
    if closable:
        width += theme.px(14) + theme.px(4)
    return width


def chip_rect(
    theme: Theme, left: int, row: QRect, text: str, icon: str = "", *, closable: bool = False
) -> QRect:
    """A chip at `left`, centred in the height of `row`: 20 high, 22 with an x."""
    height = theme.px(22 if closable else 20)
    return QRect(
        left,
        row.y() + (row.height() - height) // 2,
        chip_width(theme, text, icon, closable=closable),
        height,
    )


def chip_close_rect(theme: Theme, chip: QRect) -> QRect:
    """The hit area of a chip's x."""
    side = theme.px(22)
    return QRect(chip.right() + 1 - side, chip.y(), side, chip.height())


def draw_chip(
    painter: QPainter,
    theme: Theme,
    rect: QRect,
    text: str,
    *,
    tone: Tone = "neutral",
    icon: str = "",
    closable: bool = False,
) -> None:
    soft, colour = tone_colours(theme.palette, tone)
    fill_rounded(painter, rect, theme.px(4), soft)
    inner = rect.adjusted(theme.px(6), 0, -theme.px(6), 0)
    if icon:
        side = theme.px(14)
        draw_icon(painter, theme, QRect(inner.x(), rect.y(), side, rect.height()), icon, colour, size=14)
        inner.setLeft(inner.left() + side + theme.px(4))
    if closable:
        draw_icon(painter, theme, chip_close_rect(theme, rect), "close", colour, size=14)
        inner.setRight(inner.right() - theme.px(18))
    draw_text(painter, theme, inner, text, role="caption", colour=colour)


CHANNEL_WORDS = {"release": "Release", "beta": "Beta", "alpha": "Alpha"}


def channel_width(theme: Theme, channel: str) -> int:
    return theme.px(8) + theme.px(6) + theme.advance(CHANNEL_WORDS[channel], "caption")


def draw_channel(painter: QPainter, theme: Theme, rect: QRect, channel: str) -> int:
    """Shape and word of `release`, `beta` or `alpha`, from the left of `rect`. Returns the width it takes."""
    colours = theme.palette
    colour = {"release": colours.good, "beta": colours.warn, "alpha": colours.bad}[channel]
    side = theme.px(8)
    pixmap = piece(
        painter,
        theme,
        ("channel", channel),
        QSize(side + 2, side + 2),
        lambda inner: _channel(inner, side, channel, colour),
    )
    painter.drawPixmap(QPoint(rect.x() - 1, rect.y() + (rect.height() - side) // 2 - 1), pixmap)
    gap = side + theme.px(6)
    return gap + draw_text(
        painter, theme, rect.adjusted(gap, 0, 0, 0), CHANNEL_WORDS[channel], role="caption", colour=colour
    )


def _channel(painter: QPainter, side: int, channel: str, colour: QColor) -> None:
    painter.setPen(_NO_PEN)
    painter.setBrush(colour)
    box = QRectF(1, 1, side, side)
    if channel == "release":
        painter.drawEllipse(box)
        return
    if channel == "beta":
        out = 0.5
        corners = [
            QPointF(box.center().x(), box.top() - out),
            QPointF(box.right() + out, box.center().y()),
            QPointF(box.center().x(), box.bottom() + out),
            QPointF(box.left() - out, box.center().y()),
        ]
    else:
        corners = [QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()]
    painter.drawPolygon(QPolygonF(corners))


def draw_confidence(painter: QPainter, theme: Theme, rect: QRect, bars: int, colour: QColor) -> int:
    """Four bars of which `bars` are filled, standing in the middle of `rect`'s height. Returns the width."""
    width, gap, tallest = theme.px(5), theme.px(2), theme.px(14)
    foot = rect.y() + (rect.height() + tallest) // 2
    left = rect.x()
    for number, height in enumerate((5, 8, 11, 14)):
        tall = theme.px(height)
        fill = colour if number < bars else theme.palette.edge
        fill_rounded(painter, QRect(left, foot - tall, width, tall), 1, fill)
        left += width + gap
    return left - gap - rect.x()


def draw_progress(
    painter: QPainter,
    theme: Theme,
    rect: QRect,
    share: float | None,
    *,
    height: float = 4,
    phase: float = 0.0,
) -> None:
    """A bar across `rect`, centred in its height. `share` is 0 to 1; None is unknown, a piece at `phase`."""
    tall = theme.px(height)
    track = QRectF(rect.x(), rect.y() + (rect.height() - tall) / 2, rect.width(), tall)
    fill_rounded(painter, track, tall / 2, theme.palette.press)
    if share is None:
        length = track.width() * 0.3
        left = track.x() + (track.width() + length) * phase - length
        part = QRectF(left, track.y(), length, tall).intersected(track)
    else:
        part = QRectF(track.x(), track.y(), track.width() * min(1.0, max(0.0, share)), tall)
    if part.width() > 0:
        fill_rounded(painter, part, tall / 2, theme.palette.accent)
