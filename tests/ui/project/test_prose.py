"""Prose: pieces make the same text as a whole, pictures come lazily, nothing is loaded from anywhere."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QPixmap, QTextDocument
from PySide6.QtTest import QTest

from modstead.ui.images import ImageLoader
from modstead.ui.markdown import Rendered, rendered
from modstead.ui.prose import Prose, text_style
from modstead.ui.tasks import TaskScope
from modstead.ui.theme import Theme
from ui.stage import Watch, on_qt

BODY = """# Title

Words with **bold** and [a link](https://a.example/).

- one
- two
  - inner

> said

| a | b |
| - | - |
| 1 | 2 |

```
code < 1
```

1. first
2. second

<div align="center">

### In the middle

centred

</div>

---

The end.
"""


class Camera:
    """Every address is a picture; says which were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def picture(self, url: str) -> bytes:
        self.asked.append(url)
        image = QImage(300, 200, QImage.Format.Format_RGB32)
        image.fill(QColor("teal"))
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        return bytes(buffer.data().data())


Scene = Callable[[Prose, Camera], Awaitable[None]]


@pytest.fixture
def read(theme: Theme) -> Callable[[Scene], None]:
    def run(scene: Scene) -> None:
        async def main() -> None:
            camera = Camera()
            scope = TaskScope(print)
            prose = Prose(theme, ImageLoader(camera, scope))
            prose.resize(760, 500)
            prose.show()
            try:
                await scene(prose, camera)
            finally:
                await scope.close()
                prose.hide()
                prose.deleteLater()

        on_qt(main)

    return run


async def shown(prose: Prose, text: Rendered) -> None:
    complete = Watch(prose.completed)
    prose.show_text(text)
    await complete.until()


def blocks(document: QTextDocument) -> list[tuple[object, ...]]:
    found = []
    block = document.begin()
    while block.isValid():
        style = block.blockFormat()
        found.append(
            (
                block.text(),
                style.topMargin(),
                style.bottomMargin(),
                style.alignment(),
                bool(block.textList()),
                block.charFormat().font().pixelSize(),
            )
        )
        block = block.next()
    return found


def test_pieces_make_the_same_text_as_the_whole(read: Callable[[Scene], None]) -> None:
    async def scene(prose: Prose, camera: Camera) -> None:
        parts = rendered(BODY * 30)
        assert len(parts.chunks) > 3
        await shown(prose, parts)
        whole = QTextDocument()
        whole.setDocumentMargin(0)
        whole.setDefaultFont(prose.theme.font("result", 400))
        whole.setDefaultStyleSheet(text_style(prose.theme))
        whole.setHtml("".join(parts.chunks))
        assert blocks(prose.document()) == blocks(whole)
        assert "\u2060" not in prose.toPlainText()

    read(scene)


def test_pictures_are_asked_for_as_they_come_into_view(read: Callable[[Scene], None]) -> None:
    async def scene(prose: Prose, camera: Camera) -> None:
        source = "\n\n".join(
            f"![x](https://a.example/{number}.png)\n\n" + "Words. " * 200 for number in range(40)
        )
        arrived = Watch(prose._images.ready)
        await shown(prose, rendered(source))
        assert len(prose.picture_addresses) == 40
        await arrived.until()
        assert "https://a.example/0.png" in camera.asked
        assert len(camera.asked) < 20
        prose.verticalScrollBar().setValue(prose.verticalScrollBar().maximum())
        await arrived.until(lambda: "https://a.example/39.png" in set().union(*arrived.values))
        assert "https://a.example/20.png" not in camera.asked

    read(scene)


def test_pictures_that_came_take_their_place(read: Callable[[Scene], None]) -> None:
    async def scene(prose: Prose, camera: Camera) -> None:
        url = "https://a.example/p.png"
        arrived = Watch(prose._images.ready)
        height = Watch(prose.document().documentLayout().documentSizeChanged)
        await shown(prose, rendered(f"![x]({url})"))
        height = Watch(prose.document().documentLayout().documentSizeChanged)
        await arrived.until()
        await height.until()
        picture = prose.document().resource(QTextDocument.ResourceType.ImageResource.value, QUrl(url))
        assert isinstance(picture, QPixmap)
        assert picture.width() == 300

    read(scene)


def test_nothing_is_loaded_from_disk_or_network_by_the_text_itself(
    read: Callable[[Scene], None], tmp_path: Path
) -> None:
    secret = tmp_path / "secret.png"
    image = QImage(50, 50, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    assert image.save(str(secret))

    async def scene(prose: Prose, camera: Camera) -> None:
        kind = QTextDocument.ResourceType
        tile = prose.loadResource(kind.ImageResource.value, QUrl.fromLocalFile(str(secret)))
        assert isinstance(tile, QPixmap)
        assert tile.width() < 50
        for other in (
            kind.HtmlResource,
            kind.StyleSheetResource,
            kind.MarkdownResource,
            kind.UnknownResource,
        ):
            assert prose.loadResource(other.value, QUrl.fromLocalFile(str(secret))) is None
        hostile = Rendered(
            (f'<p><img src="{secret.as_uri()}">x</p><link rel="stylesheet" href="{secret.as_uri()}">',)
        )
        await shown(prose, hostile)
        colour = prose.grab().toImage().pixelColor(prose.theme.px(30), prose.theme.px(30))
        assert colour != QColor("red")
        assert not [url for url in camera.asked if url.startswith("http")]

    read(scene)


def test_links_are_only_told_of(read: Callable[[Scene], None]) -> None:
    async def scene(prose: Prose, camera: Camera) -> None:
        told = Watch(prose.link_activated)
        await shown(prose, rendered("[a link that is long enough](https://a.example/x?y=1)"))
        before = prose.toPlainText()
        QTest.mouseClick(
            prose.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            QPoint(prose.theme.px(40), prose.theme.px(28)),
        )
        assert told.values == ["https://a.example/x?y=1"]
        for address in ("file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "qrc:/x"):
            prose.anchorClicked.emit(QUrl(address))
        assert len(told.values) == 1
        assert prose.toPlainText() == before

    read(scene)


def test_prose_is_at_most_660_wide(read: Callable[[Scene], None]) -> None:
    async def scene(prose: Prose, camera: Camera) -> None:
        prose.resize(1600, 500)
        assert prose.viewport().width() <= prose.theme.px(660)
        prose.resize(400, 500)
        assert prose.viewport().width() < 400

    read(scene)


def test_another_look_draws_the_same_text_anew(read: Callable[[Scene], None]) -> None:
    async def scene(prose: Prose, camera: Camera) -> None:
        await shown(prose, rendered(BODY))
        before = prose.toPlainText()
        complete = Watch(prose.completed)
        prose.theme.set_scheme("dark")
        await complete.until()
        prose.theme.set_scheme("light")
        assert before
        await Watch(prose.completed).until()
        assert prose.toPlainText() == before

    read(scene)


def test_a_new_text_ends_the_one_before(read: Callable[[Scene], None]) -> None:
    async def scene(prose: Prose, camera: Camera) -> None:
        prose.show_text(rendered(BODY * 200))
        await asyncio.sleep(0)
        await shown(prose, rendered("short"))
        assert prose.toPlainText().strip() == "short"

    read(scene)
