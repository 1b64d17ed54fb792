"""Banners: what happened or is so, in one bold sentence, with what can be done about it at the right."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from modstead.ui.kit.buttons import Button, Kind
from modstead.ui.kit.labels import RichLabel
from modstead.ui.kit.painting import Tone, draw_icon, fill_rounded, tone_colours
from modstead.ui.theme import Theme

BannerKind = Literal["info", "good", "warn", "bad"]
_TONES: dict[BannerKind, Tone] = {"info": "accent", "good": "good", "warn": "warn", "bad": "bad"}
_ICONS: dict[BannerKind, str] = {"info": "info", "good": "verified", "warn": "warning", "bad": "error"}
_WORDS_AT_LEAST = 280
"""The width that actions beside them leave to a banner's words, in the design's lengths."""


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
        self._words_and_actions = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._words_and_actions.addWidget(self.words, 1)
        self._actions = QHBoxLayout()
        self._actions.addStretch(1)
        self._words_and_actions.addLayout(self._actions)
        self._row.addLayout(self._words_and_actions, 1)
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
        return QSize(super().minimumSizeHint().width(), self._height())

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()
            self.updateGeometry()

    def _height(self) -> int:
        """All that it says, at its present width."""
        return max(self._row.totalHeightForWidth(self.width()), self.theme.px(40))

    def _arrange(self) -> None:
        """The actions stand below the words where they would leave them too little room."""
        left = self.width() - self._row.contentsMargins().left() - self._actions.sizeHint().width()
        below = bool(self.buttons) and left < self.theme.px(_WORDS_AT_LEAST)
        direction = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        self._words_and_actions.setDirection(direction)

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
        self._actions.addWidget(button)

    def _renew(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(14) + px(16) + px(10), px(6), px(8), px(6))
        for row in (self._row, self._words_and_actions, self._actions):
            row.setSpacing(px(8))
        self._arrange()
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
