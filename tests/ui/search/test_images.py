"""Pictures: decoded within bounds, fetched once, the visible ones first, told of together."""

import asyncio
import zlib
from collections import defaultdict

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from modstead.errors import Unreachable
from modstead.ui.decoding import MAX_SVG_BYTES, Shape, decoded
from modstead.ui.images import ImageLoader
from modstead.ui.tasks import Failure, TaskScope
from ui.stage import Watch, on_qt

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="red"/></svg>'


def encoded(width: int, height: int, kind: str = "PNG", colour: str = "#3060c0") -> bytes:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)
    return bytes(buffer.data().data())


def bomb(width: int, height: int) -> bytes:
    """A small PNG whose header claims a huge picture."""
    data = bytearray(encoded(1, 1))
    data[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)


class Album:
    """Pictures by address; counts what was asked for, and waits where told."""

    def __init__(self) -> None:
        self.pictures: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.gates: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self.closed: set[str] = set()
        self._news = asyncio.Event()

    async def was_asked(self, times: int) -> None:
        while len(self.asked) < times:
            self._news.clear()
            await self._news.wait()

    async def picture(self, url: str) -> bytes:
        self.asked.append(url)
        self._news.set()
        if url in self.closed:
            await self.gates[url].wait()
        if url not in self.pictures:
            raise Unreachable("The picture cannot be reached.")
        return self.pictures[url]


class Gallery:
    """A loader over an album."""

    def __init__(self) -> None:
        self.album = Album()
        self.failures: list[Failure] = []
        self.scope = TaskScope(self.failures.append)
        self.loader = ImageLoader(self.album, self.scope)
        self.ready = Watch(self.loader.ready)


@pytest.mark.parametrize("kind", ["PNG", "JPG", "BMP", "WEBP"])
def test_usual_kinds_are_decoded(qapp: QApplication, kind: str) -> None:
    image = decoded(encoded(300, 200, kind), Shape("within", 150))
    assert image is not None
    assert (image.width(), image.height()) == (150, 100)


def test_an_icon_keeps_small_sources_small(qapp: QApplication) -> None:
    image = decoded(encoded(16, 16), Shape("icon", 48, 48))
    assert image is not None
    assert image.width() == 16


def test_an_icon_with_a_radius_is_ready_to_draw(qapp: QApplication) -> None:
    image = decoded(encoded(16, 16), Shape("icon", 48, 48, 8))
    assert image is not None
    assert (image.width(), image.height()) == (48, 48)
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(24, 24).alpha() == 255


@pytest.mark.parametrize("size", [(400, 100), (100, 400), (252, 142), (7, 3)])
def test_a_cover_fills_the_box(qapp: QApplication, size: tuple[int, int]) -> None:
    image = decoded(encoded(*size), Shape("cover", 252, 142))
    assert image is not None
    assert (image.width(), image.height()) == (252, 142)


def test_what_claims_to_be_huge_is_refused_unread(qapp: QApplication) -> None:
    assert decoded(bomb(60_000, 60_000), Shape("within", 100)) is None
    assert decoded(bomb(30_000, 1_000), Shape("icon", 48, 48)) is None


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", b"<html>no picture</html>", encoded.__doc__ or b"text", b"\0" * 5000]
)
def test_what_is_no_picture_is_none(qapp: QApplication, data: bytes | str) -> None:
    assert decoded(data if isinstance(data, bytes) else data.encode(), Shape("icon", 48, 48)) is None


def test_a_truncated_picture_is_none_or_what_is_there(qapp: QApplication) -> None:
    data = encoded(64, 64)
    image = decoded(data[: len(data) // 2], Shape("icon", 48, 48))
    assert image is None or image.width() <= 48


def test_a_plain_badge_is_drawn(qapp: QApplication) -> None:
    image = decoded(SVG, Shape("within", 400))
    assert image is not None
    assert (image.width(), image.height()) == (40, 20)
    assert image.pixelColor(20, 10) == QColor("red")


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="file:///etc/passwd"/>',
        '<use href="#a"/>',
        '<svg:use xlink:href="#a"/>',
        "<filter id='f'/>",
        "<pattern id='p'/>",
        "<script>1</script>",
        "<foreignObject/>",
        "<animateTransform/>",
        "<style>@import url(x)</style>",
        " " * MAX_SVG_BYTES,
    ],
)
def test_a_drawing_that_refers_or_repeats_is_refused(qapp: QApplication, inside: str) -> None:
    data = SVG.replace(b"<rect", inside.encode() + b"<rect")
    assert decoded(data, Shape("within", 400)) is None


def test_entities_are_refused(qapp: QApplication) -> None:
    assert decoded(b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, Shape("within", 400)) is None
    assert decoded(SVG.replace(b"<svg", b"<!-- x --><svg"), Shape("within", 400)) is not None


def test_a_picture_arrives_and_is_kept(qapp: QApplication) -> None:
    async def main() -> None:
        gallery = Gallery()
        gallery.album.pictures["a"] = encoded(100, 100)
        assert gallery.loader.pixmap("a", 48) is None
        assert await gallery.ready.until() == frozenset({"a"})
        pixmap = gallery.loader.pixmap("a", 48)
        assert pixmap is not None
        assert pixmap.width() == 48
        assert gallery.album.asked == ["a"]
        await gallery.scope.close()

    on_qt(main)


def test_the_same_picture_in_many_places_is_fetched_once(qapp: QApplication) -> None:
    async def main() -> None:
        gallery = Gallery()
        gallery.album.pictures["a"] = encoded(100, 100)
        for _ in range(5):
            gallery.loader.pixmap("a", 48)
            gallery.loader.pixmap("a", 16)
            gallery.loader.thumbnail("a", 40, 30)
        await gallery.ready.until()
        assert gallery.album.asked == ["a"]
        assert gallery.loader.pixmap("a", 16) is not None
        thumbnail = gallery.loader.thumbnail("a", 40, 30)
        assert thumbnail is not None
        assert thumbnail.height() == 30
        await gallery.scope.close()

    on_qt(main)


def test_pictures_that_come_together_are_told_of_together(qapp: QApplication) -> None:
    async def main() -> None:
        gallery = Gallery()
        names = [f"p{number}" for number in range(20)]
        for name in names:
            gallery.album.pictures[name] = encoded(20, 20)
            gallery.loader.pixmap(name, 16)
        await gallery.ready.until(lambda: set().union(*gallery.ready.values) == set(names))
        assert len(gallery.ready.values) < len(names)
        await gallery.scope.close()

    on_qt(main)


def test_what_is_seen_now_comes_before_what_was_scrolled_past(qapp: QApplication) -> None:
    async def main() -> None:
        gallery = Gallery()
        album, loader = gallery.album, gallery.loader
        album.closed = {f"first {number}" for number in range(6)}
        for number in range(30):
            album.pictures[f"first {number}"] = encoded(20, 20)
            loader.pixmap(f"first {number}", 16)
        await album.was_asked(6)
        for number in range(3):
            album.pictures[f"now {number}"] = encoded(20, 20)
            loader.pixmap(f"now {number}", 16)
        for name in album.closed:
            album.gates[name].set()
        await gallery.ready.until(lambda: "first 29" in set().union(*gallery.ready.values))
        assert album.asked[:6] == [f"first {number}" for number in range(6)]
        assert album.asked[6:9] == [f"now {number}" for number in range(3)]
        await gallery.scope.close()

    on_qt(main)


def test_a_picture_that_cannot_be_had_is_told_of_and_not_asked_for_again_at_once(qapp: QApplication) -> None:
    async def main() -> None:
        gallery = Gallery()
        assert gallery.loader.pixmap("gone", 48) is None
        assert await gallery.ready.until() == frozenset({"gone"})
        assert gallery.loader.failed("gone")
        gallery.loader.pixmap("gone", 48)
        assert gallery.album.asked == ["gone"]
        assert gallery.failures == []
        gallery.loader.retry_failed()
        gallery.album.pictures["gone"] = encoded(10, 10)
        gallery.loader.pixmap("gone", 48)
        await gallery.ready.until(lambda: len(gallery.ready.values) == 2)
        assert gallery.loader.pixmap("gone", 48) is not None
        await gallery.scope.close()

    on_qt(main)


def test_what_is_no_picture_counts_as_failed(qapp: QApplication) -> None:
    async def main() -> None:
        gallery = Gallery()
        gallery.album.pictures["page"] = b"<html></html>"
        gallery.loader.pixmap("page", 48)
        await gallery.ready.until()
        assert gallery.loader.failed("page")
        await gallery.scope.close()

    on_qt(main)


def test_bytes_may_come_from_elsewhere(qapp: QApplication) -> None:
    async def inside_a_jar() -> bytes | None:
        return encoded(32, 32)

    async def nothing() -> bytes | None:
        return None

    async def main() -> None:
        gallery = Gallery()
        gallery.loader.pixmap("jar:one", 22, source=inside_a_jar)
        gallery.loader.pixmap("jar:two", 22, source=nothing)
        await gallery.ready.until(lambda: len(set().union(*gallery.ready.values)) == 2)
        assert gallery.loader.pixmap("jar:one", 22, source=inside_a_jar) is not None
        assert gallery.loader.failed("jar:two")
        assert gallery.album.asked == []
        await gallery.scope.close()

    on_qt(main)


def test_the_least_recently_seen_pictures_go_when_there_are_too_many(qapp: QApplication) -> None:
    async def main() -> None:
        gallery = Gallery()
        big = encoded(2000, 1400)
        for number in range(5):
            gallery.album.pictures[str(number)] = big
            gallery.loader.picture(str(number), 2000)
            await gallery.ready.until(lambda: gallery.loader.picture(str(number), 2000) is not None)  # noqa: B023
        assert gallery.loader.picture("0", 2000) is None
        assert gallery.loader.picture("4", 2000) is not None
        await gallery.scope.close()

    on_qt(main)


def test_no_address_is_no_picture(qapp: QApplication) -> None:
    async def main() -> None:
        gallery = Gallery()
        assert gallery.loader.pixmap(None, 48) is None
        assert gallery.loader.pixmap("", 48) is None
        assert not gallery.scope.busy
        await gallery.scope.close()

    on_qt(main)


def test_device_pixels_follow_the_ratio(qapp: QApplication) -> None:
    async def main() -> None:
        gallery = Gallery()
        gallery.album.pictures["a"] = encoded(400, 400)
        gallery.loader.pixmap("a", 48, ratio=2.0)
        await gallery.ready.until()
        pixmap = gallery.loader.pixmap("a", 48, ratio=2.0)
        assert pixmap is not None
        assert pixmap.width() == 96
        assert pixmap.deviceIndependentSize().width() == 48
        await gallery.scope.close()

    on_qt(main)
