"""The pictures of installed mods: the project's, else the one inside the JAR."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from modstead.domain.instance import InstalledMod
from modstead.ui.images import ImageLoader
from modstead.ui.theme import Theme

JarIcon = Callable[[InstalledMod], Coroutine[Any, Any, bytes | None]]


class ModIcons(QObject):
    """Asked for in every paint; `ready` says that some have arrived."""

    ready = Signal()

    def __init__(
        self, theme: Theme, images: ImageLoader, jar_icon: JarIcon, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._images = images
        self._jar_icon = jar_icon
        images.ready.connect(self._tell)

    def pixmap(self, mod: InstalledMod, side: float, ratio: float) -> QPixmap | None:
        """A picture for a square of `side` (a length of the design), or None while, or because, there is none."""
        pixels = self._theme.px(side)
        url = mod.project.icon_url if mod.project else None
        if url and not self._images.failed(url):
            return self._images.pixmap(url, pixels, ratio=ratio)
        if not any(manifest.icon for manifest in mod.manifests):
            return None
        key = f"jar:{mod.file.sha1}"
        return self._images.pixmap(key, pixels, ratio=ratio, source=lambda: self._jar_icon(mod))

    def _tell(self, _arrived: object) -> None:
        self.ready.emit()
