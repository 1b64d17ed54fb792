"""Banners: what happened or is so, in one bold sentence, with what can be done about it at the right."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from modstead.ui.kit.buttons import Button, Kind
from modstead.ui.kit.labels import RichLabel
from modstead.ui.kit.painting import Tone, draw_icon, fill_rounded, tone_colours
from modstead.ui.theme import Theme

BannerKind = Literal["info", "good", "warn", "bad"]
_TONES: dict[BannerKind, Tone] = {"info": "accent", "good": "good", "warn": "warn", "bad": "bad"}
_ICONS: dict[BannerKind, str] = {"info": "info", "good": "verified", "warn": "warning", "bad": "error"}


@dataclass(frozen=True, slots=True)
class BannerAction:
    text: str
    act: Callable[[], object]
    kind: Kind = "outlined"
    """`primary` for Retry after a failure."""


class Banner(QWidget):
    """It takes its own row and pushes the content down. `closed` where it has an x."""

    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        kind: BannerKind,
        title: str,
        detail: str = "",
        actions: Iterable[BannerAction] = (),
        *,
        icon: str = "",
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._kind: BannerKind = kind
        self._icon = icon or _ICONS[kind]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.words = RichLabel(theme, title, detail)
        self.setAccessibleName(self.words.accessibleName())
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.words, 1)
        self.buttons: list[Button] = []
        for action in actions:
            self._add(action)
        if closable:
            close = Button(theme, icon="close", kind="quiet", name="Close this message")
            close.clicked.connect(self.closed)
            self._row.addWidget(close)
        theme.changed.connect(self._renew)
        self._renew()

    def set_text(self, title: str, detail: str = "") -> None:
        self.words.set_text(title, detail)
        self.setAccessibleName(self.words.accessibleName())

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(0, self.theme.px(40)))

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, self.theme.px(40)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        soft, colour = tone_colours(self.theme.palette, _TONES[self._kind])
        fill_rounded(painter, self.rect(), self.theme.px(8), soft)
        side = self.theme.px(16)
        square = self.rect().adjusted(self.theme.px(14), 0, 0, 0)
        square.setWidth(side)
        draw_icon(painter, self.theme, square, self._icon, colour)

    def _add(self, action: BannerAction) -> None:
        button = Button(self.theme, action.text, kind=action.kind)
        button.clicked.connect(lambda *_: action.act())
        self.buttons.append(button)
        self._row.addWidget(button)

    def _renew(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(14) + px(16) + px(10), px(6), px(8), px(6))
        self._row.setSpacing(px(8))
        self.setMinimumHeight(px(40))
        self.update()


class BannerArea(QWidget):
    """Banners below each other, each with a key: showing a key again replaces its banner."""

    moved = Signal()
    """A banner came or went, so that what is below stands elsewhere now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._banners: dict[str, Banner] = {}
        self._column = QVBoxLayout(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        theme.changed.connect(self._space)
        self._space()
        self.hide()

    def show_banner(self, key: str, banner: Banner) -> None:
        self.clear(key)
        self._banners[key] = banner
        banner.closed.connect(lambda: self.clear(key))
        self._column.addWidget(banner)
        self.show()
        self.moved.emit()

    def banner(self, key: str) -> Banner | None:
        return self._banners.get(key)

    def clear(self, key: str) -> None:
        """Take a banner away, if it is there."""
        banner = self._banners.pop(key, None)
        if banner is None:
            return
        self._column.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
        self.setVisible(bool(self._banners))
        self.moved.emit()

    def clear_all(self, *, keep: Collection[str] = ()) -> None:
        for key in tuple(self._banners):
            if key not in keep:
                self.clear(key)

    def keys(self) -> tuple[str, ...]:
        return tuple(self._banners)

    def _space(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(20), px(8), px(16), px(4))
        self._column.setSpacing(px(6))
