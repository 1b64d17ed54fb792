"""What pages are put together from: header, footer of a plan, empty state, lines."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label
from modstead.ui.kit.painting import draw_icon
from modstead.ui.theme import Theme


class Line(QWidget):
    """A divider, 1 px."""

    def __init__(self, theme: Theme, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        theme.changed.connect(self.update)
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.theme.palette.line)


class IconMark(QWidget):
    """A line icon standing by itself, `size` high, in a colour of the palette by its name."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        *,
        size: float = 16,
        colour: str = "text_2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._icon, self._size, self._colour = icon, size, colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_icon(self, icon: str, colour: str = "") -> None:
        self._icon, self._colour = icon, colour or self._colour
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        height = self.theme.px(self._size)
        return QSize(self.theme.icons.width(self._icon, height), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = getattr(self.theme.palette, self._colour)
        draw_icon(QPainter(self), self.theme, self.rect(), self._icon, colour, size=self._size)


class PageHeader(QWidget):
    """Title, caption beside it, actions at the right; 48 high. `back` where the page was opened from another."""

    back = Signal()

    def __init__(
        self,
        theme: Theme,
        title: str,
        caption: str = "",
        actions: Iterable[QWidget] = (),
        *,
        with_back: bool = False,
        height: float = 48,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._height = height
        self.title = Label(theme, title, role="title", shrink=True)
        self.caption = Label(theme, caption, colour="text_3", elide=True)
        self._row = QHBoxLayout(self)
        if with_back:
            button = Button(theme, icon="chevron-left", kind="quiet", name="Back")
            button.clicked.connect(self.back)
            self._row.addWidget(button)
        self._row.addWidget(self.title)
        self._row.addWidget(self.caption, 1)
        for action in actions:
            self._row.addWidget(action)
        theme.changed.connect(self._renew)
        self._renew()

    def add_action(self, action: QWidget) -> None:
        self._row.addWidget(action)

    def set_title(self, title: str, caption: str = "") -> None:
        self.title.set_text(title)
        self.caption.set_text(caption)

    def _renew(self) -> None:
        px = self.theme.px
        self.setFixedHeight(px(self._height))
        self._row.setContentsMargins(px(20), px(8), px(16), px(self._height) - px(48))
        self._row.setSpacing(px(8))


_SEEN_AROUND = 48
"""So many pixels above and below what the keyboard is on are shown too."""


class ScrolledColumn(QScrollArea):
    """A column of words and fields, as wide as `content` may be, that scrolls where there is too little room."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QWidget()
        row = QHBoxLayout(outer)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(content, 1000)
        row.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(outer)
        for part in (self.viewport(), outer, content):
            part.setAutoFillBackground(False)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """The keyboard goes on to what lies further down: show that."""
        if now is not None and self.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, _SEEN_AROUND)


class PlanFooter(QWidget):
    """What a plan comes to and the button that carries it out: total, detail, reassurance, Cancel, primary."""

    accepted = Signal()
    cancelled = Signal()

    def __init__(
        self,
        theme: Theme,
        primary: str,
        *,
        reassurance: str = "",
        reassurance_icon: str = "undo",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.total = Label(theme, weight=600, shrink=True)
        self.detail = Label(theme, role="caption", colour="text_2", shrink=True)
        self._mark = IconMark(theme, reassurance_icon, size=14, colour="text_3")
        self.reassurance = Label(theme, reassurance, role="caption", colour="text_3", elide=True)
        self.cancel = Button(theme, "Cancel", kind="quiet", large=True)
        self.primary = Button(theme, primary, kind="primary", large=True)
        self.cancel.clicked.connect(self.cancelled)
        self.primary.clicked.connect(self.accepted)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        # Aligned, so that neither is cut to what the other needs.
        words.addWidget(self.total, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self.detail, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.addLayout(words)
        self._row.addSpacing(theme.px(12))
        self._row.addWidget(self._mark)
        self._row.addWidget(self.reassurance, 1)
        self._row.addWidget(self.cancel)
        self._row.addSpacing(theme.px(8))
        self._row.addWidget(self.primary)
        self._mark.setVisible(bool(reassurance))
        theme.changed.connect(self._renew)
        self._renew()

    def set_plan(self, total: str, detail: str, primary: str, *, ready: bool = True) -> None:
        """What is to happen now; `ready` is False while nothing is chosen."""
        self.total.set_text(total)
        self.detail.set_text(detail)
        self.detail.setVisible(bool(detail))
        self.primary.set_text(primary)
        self.primary.setEnabled(ready)

    def set_reassurance(self, text: str) -> None:
        self.reassurance.set_text(text)
        self._mark.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.palette.panel)
        painter.fillRect(QRect(0, 0, self.width(), 1), self.theme.palette.line)

    def _renew(self) -> None:
        px = self.theme.px
        self.setFixedHeight(px(56))
        self._row.setContentsMargins(px(20), 1, px(16), 0)
        self._row.setSpacing(px(8))


class EmptyState(QWidget):
    """Why there is nothing here and what to do about it: icon, title, one sentence, then what is added below."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        title: str,
        detail: str = "",
        *,
        width: float = 480,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._width = width
        self._column = QWidget()
        self.body = QVBoxLayout(self._column)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.icon = IconMark(theme, icon, size=28, colour="text_3")
        self.title = Label(theme, title, role="title", wrap=True)
        self.detail = Label(theme, detail, colour="text_2", wrap=True)
        self.detail.setVisible(bool(detail))
        for part in (self.icon, self.title, self.detail):
            self.body.addWidget(part)
        self._buttons = QHBoxLayout()
        self.body.addLayout(self._buttons)
        self._buttons.addStretch(1)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(self._column)
        row.addStretch(1)
        row.setAlignment(self._column, Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._renew)
        self._renew()

    def set_text(self, title: str, detail: str = "") -> None:
        self.title.set_text(title)
        self.detail.set_text(detail)
        self.detail.setVisible(bool(detail))

    def add_content(self, widget: QWidget) -> None:
        """Between the sentence and the buttons."""
        self.body.insertWidget(self.body.count() - 1, widget)

    def add_button(self, button: QWidget) -> None:
        self._buttons.insertWidget(self._buttons.count() - 1, button)

    def _renew(self) -> None:
        px = self.theme.px
        self._column.setFixedWidth(px(self._width))
        self.body.setSpacing(px(8))
        self._buttons.setSpacing(px(8))
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(px(20), px(92), px(16), px(20))
