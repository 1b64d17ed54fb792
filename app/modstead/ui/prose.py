"""Rendered Markdown: inserted piece by piece, its pictures fetched as they come into view."""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QPixmap, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from modstead.ui.images import ImageLoader
from modstead.ui.kit.painting import fill_rounded
from modstead.ui.markdown import Rendered
from modstead.ui.theme import Theme

_WIDTH = 660
_RELAYOUT_MS = 120
_NEAR_END = 1200
_JOINT = "\u2060"
"""Stands in the first paragraph of a piece: Qt merges that paragraph into the text before it."""


class Prose(QTextBrowser):
    """Text of strangers, at most 660 wide. It opens nothing by itself: neither files, nor addresses, nor links."""

    link_activated = Signal(str)
    near_end = Signal()
    """The reader is about to see the end of what is there."""
    completed = Signal()
    """The last piece is in place."""

    def __init__(self, theme: Theme, images: ImageLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._images = images
        self._shown: list[Rendered] = []
        self._waiting: deque[str] = deque()
        self._positions: list[int] = []
        self._addresses: list[str] = []
        self._placed: set[str] = set()
        self._document = QTextDocument(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self.viewport().setAutoFillBackground(False)
        self.anchorClicked.connect(self._clicked)
        self._insert_timer = _timer(self, 0)
        self._insert_timer.timeout.connect(self._insert_next)
        self._picture_timer = _timer(self, _RELAYOUT_MS)
        self._picture_timer.timeout.connect(self._place_pictures)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        images.ready.connect(self._pictures_came)
        theme.changed.connect(self._renew)
        self.clear_text()

    def clear_text(self) -> None:
        self._shown = []
        self._begin()

    def show_text(self, text: Rendered) -> None:
        """This instead of what was there."""
        self.clear_text()
        self.append_text(text)

    def append_text(self, text: Rendered) -> None:
        """This below what is there."""
        self._shown.append(text)
        self._waiting.extend(text.chunks)
        self._insert_timer.start()

    @property
    def busy(self) -> bool:
        """Whether pieces wait to be inserted."""
        return bool(self._waiting)

    @property
    def picture_addresses(self) -> tuple[str, ...]:
        """Of all pictures inserted so far, in order."""
        return tuple(self._addresses)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Never loads anything: a picture that is not there yet is a small grey tile."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        return self._tile()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_margins()
        super().resizeEvent(event)
        self._placed.clear()
        self._picture_timer.start()

    def _begin(self) -> None:
        self._insert_timer.stop()
        self._waiting.clear()
        self._positions, self._addresses = [], []
        self._placed = set()
        old, self._document = self._document, QTextDocument(self)
        document = self._document
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setIndentWidth(self.theme.px(18))
        document.setDefaultFont(self.theme.font("result", 400))
        document.setDefaultStyleSheet(text_style(self.theme))
        self.setDocument(document)
        old.deleteLater()
        self._set_margins()

    def _insert_next(self) -> None:
        """One piece for each turn of the event loop, so that the window goes on painting."""
        if not self._waiting:
            return
        piece = self._waiting.popleft()
        document = self._document
        start = document.characterCount() - 1
        if document.isEmpty():
            document.setHtml(piece)
            self._set_air()
        else:
            _append(document, piece)
        if "<img" in piece:
            self._find_pictures(start)
        if self._waiting:
            self._insert_timer.start()
        else:
            self.completed.emit()
            self._scrolled()
        self._picture_timer.start()

    def _find_pictures(self, start: int) -> None:
        block = self._document.findBlock(max(0, start - 1))
        last = self._positions[-1] if self._positions else -1
        while block.isValid():
            iterator = block.begin()
            while not iterator.atEnd():
                fragment = iterator.fragment()
                style = fragment.charFormat()
                if style.isImageFormat():
                    name = style.toImageFormat().name()
                    for offset in range(fragment.length()):
                        if fragment.position() + offset > last:
                            self._positions.append(fragment.position() + offset)
                            self._addresses.append(name)
                iterator += 1
            block = block.next()

    def _scrolled(self) -> None:
        if not self._picture_timer.isActive():
            self._picture_timer.start()
        bar = self.verticalScrollBar()
        if not self._waiting and bar.maximum() - bar.value() < _NEAR_END:
            self.near_end.emit()

    def _pictures_came(self, urls: frozenset[str]) -> None:
        if not urls.isdisjoint(self._addresses) and not self._picture_timer.isActive():
            self._picture_timer.start()

    def _place_pictures(self) -> None:
        """Ask for the pictures in view, and put all that are there into the text at once."""
        if not self._positions or not self.isVisible():
            return
        size = self.viewport().size()
        first = self.cursorForPosition(QPoint(0, -size.height() // 2)).position()
        last = self.cursorForPosition(QPoint(size.width(), size.height() * 3 // 2)).position()
        begin, end = bisect_left(self._positions, first), bisect_right(self._positions, last)
        fresh = {
            url: picture
            for url in dict.fromkeys(self._addresses[begin:end])
            if url not in self._placed and (picture := self._picture(url)) is not None
        }
        if not fresh:
            return
        anchor = self.cursorForPosition(QPoint(0, 0))
        before = self.cursorRect(anchor).top()
        for url, picture in fresh.items():
            self._document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(url), picture)
            self._placed.add(url)
        for position, url in zip(self._positions, self._addresses, strict=True):
            if url in fresh:
                self._document.markContentsDirty(position, 1)
        bar = self.verticalScrollBar()
        if bar.value() > 0:
            bar.setValue(bar.value() + self.cursorRect(anchor).top() - before)
        self._picture_timer.start()

    def _picture(self, url: str) -> QPixmap | None:
        width, ratio = max(1, self.viewport().width()), self.devicePixelRatioF()
        return self._images.picture(url, width, radius=self.theme.px(6), ratio=ratio)

    def _tile(self) -> QPixmap:
        side, ratio = self.theme.px(20), self.devicePixelRatioF()
        tile = QPixmap(QSize(round(side * ratio), round(side * ratio)))
        tile.setDevicePixelRatio(ratio)
        tile.fill(Qt.GlobalColor.transparent)
        _paint_tile(tile, self.theme, side)
        return tile

    def _set_margins(self) -> None:
        px = self.theme.px
        bar = self.verticalScrollBar()
        room = self.width() - px(20) - px(16) - (bar.width() if bar.isVisible() else 0)
        self.setViewportMargins(px(20), 0, px(16) + max(0, room - px(_WIDTH)), 0)

    def _set_air(self) -> None:
        """Room above the first and below the last line, which scrolls with them."""
        px = self.theme.px
        frame = self._document.rootFrame()
        style = frame.frameFormat()
        style.setTopMargin(px(18))
        style.setBottomMargin(px(24))
        frame.setFrameFormat(style)

    def _clicked(self, url: QUrl) -> None:
        if url.scheme() in ("http", "https", "mailto"):
            self.link_activated.emit(url.toString())

    def _renew(self) -> None:
        shown, self._shown = self._shown, []
        self._begin()
        for text in shown:
            self.append_text(text)


def _append(document: QTextDocument, piece: str) -> None:
    """Insert a piece at the end so that it looks as if it had been parsed together with what is there."""
    start = document.characterCount() - 1
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.beginEditBlock()
    cursor.insertHtml(f"<p>{_JOINT}</p>{piece}")
    cursor.endEditBlock()
    cursor.setPosition(start)
    cursor.setPosition(start + 1, QTextCursor.MoveMode.KeepAnchor)
    if cursor.selectedText() == _JOINT:
        cursor.removeSelectedText()


def _paint_tile(tile: QPixmap, theme: Theme, side: int) -> None:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter

    painter = QPainter(tile)
    fill_rounded(painter, QRect(0, 0, side, side), theme.px(4), theme.palette.press)
    painter.end()


def _timer(parent: QWidget, milliseconds: int) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    return timer


def text_style(theme: Theme) -> str:
    """The design's type for a body, in what Qt's rich text knows of CSS."""
    px, c = theme.px, theme.palette
    code = theme.font("code").family()

    def size(role: Any) -> int:
        return theme.font(role).pixelSize()

    return f"""
p, li, td, th {{ line-height: {px(22)}px; -qt-line-height-type: minimum; }}
p {{ margin: 0 0 {px(10)}px 0; }}
p.h1, p.h2, p.h3, p.h4, p.h5, p.h6 {{ font-weight: 600; margin: {px(18)}px 0 {px(6)}px 0; color: {c.text.name()}; }}
p.h1 {{ font-size: {size("title")}px; }}
p.h2 {{ font-size: {size("heading")}px; }}
p.h3 {{ font-size: {size("result")}px; }}
p.h4, p.h5, p.h6 {{ font-size: {size("body")}px; }}
ul, ol {{ margin: 0 0 {px(10)}px 0; }}
li {{ margin: 0 0 {px(3)}px 0; }}
li ul, li ol {{ margin: 0; }}
hr {{ background-color: {c.line.name()}; }}
a {{ color: {c.accent_text.name()}; text-decoration: none; }}
code, pre, kbd, samp {{ font-family: "{code}"; font-size: {size("code")}px; }}
code {{ background-color: {c.press.name()}; }}
pre {{ white-space: pre-wrap; margin: 0; }}
pre code {{ background-color: transparent; }}
table {{ border-collapse: collapse; margin: {px(10)}px 0 {px(12)}px 0; border: none; }}
th, td {{ border: 1px solid {c.line.name()}; padding: {px(3)}px {px(8)}px; vertical-align: middle; }}
th {{ font-weight: 600; text-align: left; }}
td.code {{ background-color: {c.hover.name()}; border: none; padding: {px(8)}px {px(10)}px; }}
td.bar {{ background-color: {c.edge.name()}; border: none; padding: 0; }}
td.quoted {{ border: none; padding: 0 0 0 {px(12)}px; color: {c.text_2.name()}; }}
td.quoted p {{ margin: 0 0 {px(2)}px 0; color: {c.text_2.name()}; }}
span.caption {{ font-size: {size("caption")}px; font-weight: 400; color: {c.text_3.name()}; }}
span.release {{ font-size: {size("caption")}px; font-weight: 400; color: {c.good.name()}; }}
span.beta {{ font-size: {size("caption")}px; font-weight: 400; color: {c.warn.name()}; }}
span.alpha {{ font-size: {size("caption")}px; font-weight: 400; color: {c.bad.name()}; }}
"""


def joined(texts: Iterable[Rendered]) -> Rendered:
    """Several texts as one."""
    parts = tuple(texts)
    return Rendered(
        tuple(chunk for part in parts for chunk in part.chunks),
        tuple(dict.fromkeys(image for part in parts for image in part.images)),
        any(part.cut for part in parts),
    )
