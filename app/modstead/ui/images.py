"""Pictures for every page: asked for while painting, fetched and decoded elsewhere, told of when they are there."""

import asyncio
import itertools
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from modstead.errors import ModsteadError
from modstead.ui.decoding import Shape, decoded
from modstead.ui.tasks import TaskScope

__all__ = ["ImageLoader", "PictureSource", "Pictures"]

PictureSource = Callable[[], Awaitable[bytes | None]]

_KEPT_BYTES = 32 * 1024 * 1024
_AT_ONCE = 6
_DECODED_AT_ONCE = 2
_WAITING = 256
_BATCH_MS = 40
_RETRY_AFTER_S = 60.0


class Pictures(Protocol):
    """Where pictures come from: `modstead.services` has one that keeps them on disk."""

    async def picture(self, url: str) -> bytes: ...


@dataclass(slots=True)
class _Wanted:
    """A picture that something on screen asked for, in one or more shapes."""

    source: PictureSource | None
    turn: int
    place: int
    shapes: set[tuple[Shape, float]] = field(default_factory=set)


class ImageLoader(QObject):
    """Hands out pixmaps that are there, and fetches those that are not.

    Ask again in every paint: what was asked for last is fetched first, so that what is visible comes before what has
    been scrolled past. `ready` brings the addresses of all pictures that arrived, or failed, within some 40 ms.
    """

    ready = Signal(object)
    """A frozenset of addresses."""

    def __init__(self, pictures: Pictures, scope: TaskScope, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._scope = scope
        self._kept: OrderedDict[tuple[str, Shape, float], QPixmap] = OrderedDict()
        self._kept_bytes = 0
        self._waiting: dict[str, _Wanted] = {}
        self._running: dict[str, _Wanted] = {}
        self._failed: dict[str, float] = {}
        self._arrived: set[str] = set()
        self._decoding = asyncio.Semaphore(_DECODED_AT_ONCE)
        self._turn = 0
        self._places = itertools.count()
        self._start_timer = _timer(self, 0, self._start_turn)
        self._ready_timer = _timer(self, _BATCH_MS, self._tell)

    def pixmap(
        self,
        url: str | None,
        size_px: int,
        radius: int = 0,
        *,
        ratio: float = 1.0,
        source: PictureSource | None = None,
    ) -> QPixmap | None:
        """A picture that fits a square of `size_px` logical pixels, or None while it is not there.

        Without `radius` a small picture stays small (`draw_mod_icon` enlarges and rounds it); with it, it is ready to
        draw, half the size making a disc. `source` fetches bytes from elsewhere, `url` is then any key of its own.
        """
        side = round(size_px * ratio)
        return self._get(url, Shape("icon", side, side, round(radius * ratio)), ratio, source)

    def picture(
        self, url: str | None, width: int, height: int = 0, radius: int = 0, *, ratio: float = 1.0
    ) -> QPixmap | None:
        """A picture at most `width` wide and, unless 0, `height` high, in its own proportions, never enlarged."""
        shape = Shape("within", round(width * ratio), round(height * ratio), round(radius * ratio))
        return self._get(url, shape, ratio, None)

    def thumbnail(
        self, url: str | None, width: int, height: int, radius: int = 0, *, ratio: float = 1.0
    ) -> QPixmap | None:
        """A picture that fills the box, what sticks out cut off."""
        shape = Shape("cover", round(width * ratio), round(height * ratio), round(radius * ratio))
        return self._get(url, shape, ratio, None)

    def failed(self, url: str) -> bool:
        """Whether the picture could not be had a moment ago; it is tried again after a minute."""
        return monotonic() < self._failed.get(url, 0.0)

    def retry_failed(self) -> None:
        """The connection is back: what failed may be asked for again at once."""
        self._failed.clear()

    def _get(
        self, url: str | None, shape: Shape, ratio: float, source: PictureSource | None
    ) -> QPixmap | None:
        if not url or shape.width <= 0:
            return None
        key = (url, shape, ratio)
        pixmap = self._kept.get(key)
        if pixmap is not None:
            self._kept.move_to_end(key)
            return pixmap
        if not self.failed(url):
            self._want(url, shape, ratio, source)
        return None

    def _want(self, url: str, shape: Shape, ratio: float, source: PictureSource | None) -> None:
        running = self._running.get(url)
        if running is not None and (shape, ratio) in running.shapes:
            return
        wanted = self._waiting.pop(url, None) or _Wanted(source, 0, 0)
        wanted.turn, wanted.place = self._turn, next(self._places)
        wanted.shapes.add((shape, ratio))
        self._waiting[url] = wanted
        if len(self._waiting) > _WAITING:
            del self._waiting[next(iter(self._waiting))]
        if not self._start_timer.isActive():
            self._start_timer.start()

    def _start_turn(self) -> None:
        """What is asked for from now on belongs to the next picture of the window, and goes first."""
        self._turn += 1
        self._start_more()

    def _start_more(self) -> None:
        free = [url for url in self._waiting if url not in self._running]
        free.sort(key=self._urgency)
        for url in free[: max(0, _AT_ONCE - len(self._running))]:
            wanted = self._running[url] = self._waiting.pop(url)
            self._scope.start(f"picture {url}", partial(self._load, url, wanted))

    def _urgency(self, url: str) -> tuple[int, int]:
        wanted = self._waiting[url]
        return -wanted.turn, wanted.place

    async def _load(self, url: str, wanted: _Wanted) -> None:
        try:
            await self._fetch(url, wanted)
        except ModsteadError:
            self._fail(url)
        finally:
            self._running.pop(url, None)
        if self._waiting:
            self._start_timer.start()

    async def _fetch(self, url: str, wanted: _Wanted) -> None:
        data = await (wanted.source() if wanted.source else self._pictures.picture(url))
        if not data:
            self._fail(url)
            return
        for shape, ratio in tuple(wanted.shapes):
            async with self._decoding:
                image = await asyncio.to_thread(decoded, data, shape)
            if image is None:
                self._fail(url)
                return
            self._keep((url, shape, ratio), image)
        self._arrive(url)

    def _keep(self, key: tuple[str, Shape, float], image: QImage) -> None:
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(key[2])
        if key in self._kept:
            self._kept_bytes -= _bytes_of(self._kept.pop(key))
        self._kept[key] = pixmap
        self._kept_bytes += _bytes_of(pixmap)
        while self._kept_bytes > _KEPT_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._kept_bytes -= _bytes_of(oldest)

    def _fail(self, url: str) -> None:
        self._failed[url] = monotonic() + _RETRY_AFTER_S
        self._arrive(url)

    def _arrive(self, url: str) -> None:
        self._arrived.add(url)
        if not self._ready_timer.isActive():
            self._ready_timer.start()

    def _tell(self) -> None:
        arrived, self._arrived = frozenset(self._arrived), set()
        self.ready.emit(arrived)


def _bytes_of(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def _timer(parent: QObject, milliseconds: int, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer
