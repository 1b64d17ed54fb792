"""Paints the picture of the graph: cards, the lines between them, headings. All places are in pixels of the view."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from modstead.ui import text
from modstead.ui.installed.graph.layout import Group, Layout, Link
from modstead.ui.installed.graph.nodes import Node
from modstead.ui.installed.icons import ModIcons
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.painting import draw_icon, draw_text, outline_rounded, pixel_ratio
from modstead.ui.theme import Role, Theme

_NO_BRUSH = Qt.BrushStyle.NoBrush
_ICON, _SMALL_ICON = 18, 12
_MANY, _FAINT = 24, 0.4
"""From so many lines of one mod on they are fainter, so that what they cross can be read."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a card stands out at the moment."""

    selected: bool = False
    pointed: bool = False
    beside: bool = False
    """It is tied to the one that is pointed at or selected."""
    dimmed: bool = False
    """A filter leaves it out."""
    ring: bool = False


def draw_card(
    painter: QPainter, theme: Theme, rect: QRect, node: Node, *, look: Look, icons: ModIcons, zoom: float
) -> None:
    if look.dimmed:
        painter.setOpacity(0.32)
    radius = min(theme.px(6), rect.height() / 4)
    fill, edge, words = _colours(theme, node, look)
    width = 2.0 if look.selected or look.ring else 1.0
    outline_rounded(painter, rect, radius, edge, width=width, fill=fill)
    if node.missing:
        _draw_dashes(painter, theme, rect, radius)
    inner = rect.adjusted(theme.px(7) if zoom > 0.6 else theme.px(3), 0, -theme.px(6), 0)
    grown = max(1.0, zoom)
    side = round(_ICON * grown) if rect.height() >= theme.px(24) else _SMALL_ICON
    if rect.height() >= theme.px(15):
        inner = _draw_icon(painter, theme, inner, node, icons=icons, side=side)
    if rect.height() >= theme.line("micro") - 3:
        painter.save()
        painter.translate(inner.topLeft())
        painter.scale(grown, grown)
        room = QRect(0, 0, int(inner.width() / grown), round(inner.height() / grown))
        draw_text(painter, theme, room, node.title, role=_role(zoom), weight=500, colour=words)
        painter.restore()
    painter.setOpacity(1.0)


def _draw_icon(
    painter: QPainter, theme: Theme, inner: QRect, node: Node, *, icons: ModIcons, side: int
) -> QRect:
    square = QRect(inner.x(), inner.y(), theme.px(side), inner.height())
    row = node.row
    if row is None:
        size = side if side < _ICON else side * 16 / _ICON
        draw_icon(painter, theme, square, "error", theme.palette.bad, size=size)
    else:
        picture = icons.pixmap(row.mod, side if side <= _ICON else 2 * _ICON, pixel_ratio(painter))
        draw_mod_icon(painter, theme, square, picture, side, enabled=row.enabled)
    return inner.adjusted(square.width() + theme.px(7 if side >= _ICON else 4), 0, 0, 0)


def _role(zoom: float) -> Role:
    return "body" if zoom >= 0.95 else "caption" if zoom >= 0.7 else "micro"


def _colours(theme: Theme, node: Node, look: Look) -> tuple[QColor, QColor, QColor]:
    """Fill, border and text."""
    c = theme.palette
    enabled = node.row is not None and node.row.enabled
    words = c.text if enabled else c.bad if node.missing else c.text_3
    fill, edge = (c.raised, c.edge) if enabled else (c.sheet, c.line)
    if node.tone == "bad":
        fill, edge = c.bad_soft, c.bad
    elif node.tone == "warn":
        fill, edge = c.warn_soft, c.warn
    if look.selected:
        return (fill if node.tone in {"bad", "warn"} else c.accent_soft), c.accent, words
    if look.pointed:
        return (fill if node.tone in {"bad", "warn"} else c.hover), c.accent, words
    if look.beside:
        edge = c.accent
    return fill, edge, words


def _draw_dashes(painter: QPainter, theme: Theme, rect: QRect, radius: float) -> None:
    painter.setPen(QPen(theme.palette.sheet, 1, Qt.PenStyle.DotLine))
    painter.setBrush(_NO_BRUSH)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def draw_links(
    painter: QPainter,
    theme: Theme,
    cards: Mapping[str, QRect],
    layout: Layout,
    *,
    focus: set[str],
    broken: frozenset[Link],
) -> None:
    """All lines, those of the mods in `focus` above the others; only theirs lead to what many need."""
    colours = theme.palette
    raised = [link for link in layout.links if focus.intersection(link)] if focus else []
    above = set(raised)
    own, width = QColor(colours.accent), 1.5
    if len(raised) + sum(1 for link in layout.quiet if focus.intersection(link)) > _MANY:
        own.setAlphaF(_FAINT)
        width = 1.0
    clip = painter.clipBoundingRect().toRect() if painter.hasClipping() else painter.viewport()
    for link in layout.links:
        source, target = cards[link[0]], cards[link[1]]
        if link not in above and source.united(target).intersects(clip):
            colour = colours.bad if link in broken else colours.edge
            draw_line(painter, source, target, colour, width=1.0, dashed=link in broken)
    for link in layout.quiet:
        if focus.intersection(link):
            draw_across(painter, cards[link[0]], cards[link[1]], own)
    for link in raised:
        colour = colours.bad if link in broken else own
        draw_line(painter, cards[link[0]], cards[link[1]], colour, width=width, dashed=link in broken)


def draw_line(
    painter: QPainter, source: QRect, target: QRect, colour: QColor, *, width: float, dashed: bool = False
) -> None:
    """From the right of what needs to the left of what is needed, with an arrow's head."""
    start, end = _ends(source, target)
    reach = max(12.0, abs(end.x() - start.x()) / 2)
    path = QPainterPath(start)
    forth = 1 if end.x() >= start.x() else -1
    path.cubicTo(start + QPointF(reach * forth, 0), end - QPointF(reach * forth, 0), end)
    pen = QPen(colour, width)
    if dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(_NO_BRUSH)
    painter.drawPath(path)
    if target.height() >= 12:
        head = 4.0
        painter.setPen(QPen(colour, width))
        painter.drawLine(end, end + QPointF(-head * forth, -head * 0.75))
        painter.drawLine(end, end + QPointF(-head * forth, head * 0.75))


def draw_across(painter: QPainter, source: QRect, target: QRect, colour: QColor) -> None:
    """A straight line below the cards, for what stands far apart."""
    painter.setPen(QPen(colour, 1.0))
    painter.drawLine(QRectF(source).center(), QRectF(target).center())


def _ends(source: QRect, target: QRect) -> tuple[QPointF, QPointF]:
    from_box, to_box = QRectF(source), QRectF(target)
    if to_box.left() >= from_box.right() or to_box.center().x() > from_box.center().x():
        return QPointF(from_box.right(), from_box.center().y()), QPointF(to_box.left(), to_box.center().y())
    return QPointF(from_box.left(), from_box.center().y()), QPointF(to_box.right(), to_box.center().y())


def draw_heading(painter: QPainter, theme: Theme, rect: QRect, group: Group) -> None:
    width = draw_text(
        painter, theme, rect, group.title, role="caption", weight=600, colour=theme.palette.text_2
    )
    rest = rect.adjusted(width + theme.px(6), 0, 0, 0)
    draw_text(painter, theme, rest, text.grouped(group.count), role="caption", colour=theme.palette.text_3)
