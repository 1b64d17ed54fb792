"""What lies over the window while something is dragged across it, and what was dragged."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from PySide6.QtCore import QMimeData, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from modstead.ui.kit.labels import draw_key_cap
from modstead.ui.kit.painting import RIGHT, draw_icon, draw_text, fill_rounded, outline_rounded
from modstead.ui.kit.shadow import shadow
from modstead.ui.text import plural
from modstead.ui.theme import Theme

_JARS = {".jar", ".disabled", ".litemod"}
_PACKS = {".mrpack"}
_LINK_SCHEMES = {"http", "https", "modrinth"}


@dataclass(frozen=True, slots=True)
class DropRow:
    icon: str
    text: str
    """How many of what: `6 JARs`."""
    fate: str
    """What will happen to them."""


@dataclass(frozen=True, slots=True)
class Dropped:
    paths: tuple[Path, ...]
    urls: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.paths) + len(self.urls)


def dropped(data: QMimeData) -> Dropped:
    """The files and links in what is dragged; nothing is read from disk."""
    paths: list[Path] = []
    urls: list[str] = []
    if data.hasUrls():
        for url in data.urls():
            if url.isLocalFile():
                paths.append(Path(url.toLocalFile()))
            elif url.scheme() in _LINK_SCHEMES:
                urls.append(url.toString())
    elif data.hasText():
        words = data.text().split()
        urls = [word for word in words if word.partition("://")[0] in _LINK_SCHEMES and "://" in word]
    return Dropped(tuple(paths), tuple(urls))


def drop_rows(what: Dropped) -> tuple[DropRow, ...]:
    """The counts by kind, told by name alone: the report looks inside."""
    jars = sum(1 for path in what.paths if path.suffix.lower() in _JARS)
    packs = sum(1 for path in what.paths if path.suffix.lower() in _PACKS)
    folders = sum(1 for path in what.paths if not PurePath(path).suffix)
    others = len(what.paths) - jars - packs - folders
    rows = (
        (jars, DropRow("jar", plural(jars, "JAR"), "identified, then added on your word")),
        (packs, DropRow("packs", plural(packs, "modpack"), "recognised and named")),
        (folders, DropRow("folder", plural(folders, "folder"), "searched for mods")),
        (len(what.urls), DropRow("link", plural(len(what.urls), "link"), _link_fate(len(what.urls)))),
        (others, DropRow("unknown", plural(others, "other file"), "looked at, named in the report")),
    )
    return tuple(row for number, row in rows if number)


def publish_rows(what: Dropped) -> tuple[DropRow, ...]:
    """The same for files that are dropped on a project of one's own."""
    first = DropRow("jar", plural(len(what.paths), "file"), "a new version, filled in from its manifest")
    return (first, DropRow("info", "Nothing is sent", "before you have read it"))


def _link_fate(number: int) -> str:
    return "opens the project page" if number == 1 else "open their project pages"


class DropOverlay(QWidget):
    """Scrim, dashed frame and a card that says what is dragged and what will happen to it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._over = parent
        self._title = ""
        self._rows: tuple[DropRow, ...] = ()
        self.hide()

    @property
    def title(self) -> str:
        return self._title

    def show_drop(self, title: str, rows: Iterable[DropRow]) -> None:
        self._title, self._rows = title, tuple(rows)
        said = "; ".join(f"{row.text}: {row.fate}" for row in self._rows)
        self.setAccessibleName(f"{title}. {said}")
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px, c = self.theme, self.theme.px, self.theme.palette
        painter.fillRect(self.rect(), c.scrim)
        self._draw_frame(painter)
        card = self._card()
        blur, fall = px(40), px(12)
        room = blur + fall
        painter.drawPixmap(
            card.topLeft() - QPoint(room, room),
            shadow(
                theme,
                painter,
                QRect(QPoint(room, room), card.size()),
                card.size() + QSize(2 * room, 2 * room),
                blur=blur,
                fall=fall,
                strength=0.22,
                radius=10,
            ),
        )
        fill_rounded(painter, card, px(10), c.raised)
        outline_rounded(painter, card, px(10), c.line)
        self._draw_card(painter, card.adjusted(px(24) + 1, px(22), -px(24) - 1, -px(14)))

    def _draw_frame(self, painter: QPainter) -> None:
        px = self.theme.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.theme.palette.accent, 2)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = px(8) + 1
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, px(12), px(12))

    def _card(self) -> QRect:
        px = self.theme.px
        width = min(px(460), self.width() - px(40))
        height = px(22 + 40 + 16 + 9) + px(34) * len(self._rows) + px(8 + 50)
        return QRect((self.width() - width) // 2, (self.height() - height) // 2, width, height)

    def _draw_card(self, painter: QPainter, inner: QRect) -> None:
        theme, px, c = self.theme, self.theme.px, self.theme.palette
        tile = QRect(inner.topLeft(), QSize(px(40), px(40)))
        fill_rounded(painter, tile, px(8), c.accent_soft)
        draw_icon(painter, theme, tile, "drop", c.accent_text, size=20)
        left = inner.x() + px(54)
        room = inner.right() - left
        draw_text(painter, theme, QRect(left, inner.y(), room, px(20)), self._title, role="heading")
        below = QRect(left, inner.y() + px(21), room, px(18))
        draw_text(painter, theme, below, "You see what they are before anything is written.", colour=c.text_2)
        top = inner.y() + px(40 + 16)
        painter.fillRect(QRect(inner.x(), top, inner.width(), 1), c.line)
        top += px(9)
        for row in self._rows:
            line = QRect(inner.x(), top, inner.width(), px(34))
            draw_icon(painter, theme, QRect(line.x(), line.y(), px(16), line.height()), row.icon, c.text_2)
            used = draw_text(painter, theme, line.adjusted(px(29), 0, 0, 0), row.text, weight=500)
            rest = line.adjusted(px(29) + used + px(16), 0, 0, 0)
            draw_text(painter, theme, rest, row.fate, colour=c.text_2, align=RIGHT)
            top += px(34)
        top += px(8)
        painter.fillRect(QRect(inner.x(), top, inner.width(), 1), c.line)
        self._draw_foot(painter, QRect(inner.x(), top + px(10), inner.width(), px(24)))

    def _draw_foot(self, painter: QPainter, foot: QRect) -> None:
        theme, px, c = self.theme, self.theme.px, self.theme.palette
        draw_icon(painter, theme, QRect(foot.x(), foot.y(), px(14), foot.height()), "lock", c.text_3, size=14)
        promise = foot.adjusted(px(20), 0, 0, 0)
        draw_text(
            painter,
            theme,
            promise,
            "Nothing is overwritten without your word",
            role="caption",
            colour=c.text_3,
        )
        word = theme.advance("cancels", "caption")
        draw_text(painter, theme, foot, "cancels", role="caption", colour=c.text_3, align=RIGHT)
        cap = theme.advance("Esc", "micro") + 2 * px(6)
        place = QRect(
            foot.right() + 1 - word - px(6) - cap, foot.y() + (foot.height() - px(18)) // 2, cap, px(18)
        )
        draw_key_cap(painter, theme, place, "Esc")
