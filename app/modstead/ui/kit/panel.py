"""The side panel and what stands in it: section labels, facts, list rows."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from modstead.ui.kit.labels import Label
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.pages import IconMark, Line
from modstead.ui.text import tip
from modstead.ui.theme import Theme


class Panel(QWidget):
    """Panel fill with a line at its inner edge: `left` of a page (then in the sheet's corner) or at its right."""

    def __init__(self, theme: Theme, *, left: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._left = left
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self.theme.palette
        if not self._left:
            painter.fillRect(self.rect(), colours.panel)
            painter.fillRect(0, 0, 1, self.height(), colours.line)
            return
        radius = self.theme.px(9)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(self.rect().toRectF().adjusted(0, 0, radius, radius), radius, radius)
        painter.fillPath(path, colours.panel)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), colours.line)


class SidePanel(Panel):
    """292 wide (280 for a project), padding 16; `body` takes what is added, and scrolls. `foot` stays below."""

    def __init__(
        self, theme: Theme, *, width: float = 292, name: str = "Details", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent=parent)
        self._width = width
        self.setAccessibleName(name)
        self._content = QWidget()
        self._content.setMinimumWidth(1)  # as wide as the panel, whatever long word stands in it
        self.body = QVBoxLayout(self._content)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._content.setAutoFillBackground(False)
        self._scroll.setWidget(self._content)
        self._content.setAutoFillBackground(False)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self._scroll, 1)
        self.foot = QHBoxLayout()
        self._column.addLayout(self.foot)
        theme.changed.connect(self._renew)
        self._renew()

    def add_section(self, title: str, trailing: str = "") -> Label:
        """A section label, 16 above and 6 below, with a caption at its right."""
        label = section_label(self.theme, title, trailing)
        self.body.addWidget(label)
        return label.title

    def add_line(self) -> None:
        self.body.addSpacing(self.theme.px(12))
        self.body.addWidget(Line(self.theme))
        self.body.addSpacing(self.theme.px(10))

    def empty(self) -> None:
        """Take everything out of the body."""
        while (item := self.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _renew(self) -> None:
        px = self.theme.px
        self.setFixedWidth(px(self._width))
        self._column.setContentsMargins(1, 0, 0, 0)
        self.body.setContentsMargins(px(16), px(16), px(16), px(16))
        self.body.setSpacing(0)
        self.foot.setContentsMargins(px(6), 0, px(8), px(10))
        self.foot.setSpacing(px(4))


class SectionLabel(QWidget):
    def __init__(self, theme: Theme, title: str, trailing: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label(theme, title, role="caption", weight=600, colour="text_2")
        self.trailing = Label(theme, trailing, role="caption", colour="text_3")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(16), 0, theme.px(6))
        row.addWidget(self.title, 1)
        row.addWidget(self.trailing)


def section_label(theme: Theme, title: str, trailing: str = "") -> SectionLabel:
    return SectionLabel(theme, title, trailing)


class FactRow(QWidget):
    """A key, 92 wide, and its value; 22 high, or with `wrap` as high as the value needs. `icon` stands before it."""

    def __init__(
        self,
        theme: Theme,
        key: str,
        value: str,
        *,
        icon: str = "",
        icon_colour: str = "good",
        tooltip: str = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._wrap = wrap
        self._key = Label(theme, key, role="caption", colour="text_3")
        self.value = Label(theme, value, role="caption", elide=not wrap, wrap=wrap)
        if tooltip:
            self.setToolTip(tip(tooltip))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._key, 0, Qt.AlignmentFlag.AlignTop if wrap else Qt.AlignmentFlag(0))
        if icon:
            self._row.addWidget(IconMark(theme, icon, size=14, colour=icon_colour))
        self._row.addWidget(self.value, 1)
        self.setAccessibleName(f"{key}: {value}")
        theme.changed.connect(self._renew)
        self._renew()

    def _renew(self) -> None:
        px = self.theme.px
        if self._wrap:
            self._row.setContentsMargins(0, px(3), 0, px(3))
        else:
            self.setFixedHeight(px(22))
        self._key.setFixedWidth(px(92) - px(4))
        self._row.setSpacing(px(4))


class ListRow(QWidget):
    """A mod icon or line icon of 16, a name, and a caption at the right in a colour of the palette; 24 high."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        picture: QPixmap | None = None,
        icon: str = "jar",
        trailing: str = "",
        trailing_colour: str = "text_3",
        trailing_icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._picture = picture
        self._icon = icon
        self.text = Label(theme, text, role="caption", elide=True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.text, 1)
        if trailing_icon:
            self._row.addWidget(IconMark(theme, trailing_icon, size=14, colour=trailing_colour))
        self._row.addWidget(Label(theme, trailing, role="caption", colour=trailing_colour))
        self.setAccessibleName(f"{text}, {trailing}" if trailing else text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._renew)
        self._renew()

    def set_picture(self, picture: QPixmap | None) -> None:
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        square = self.rect()
        square.setWidth(self.theme.px(16))
        draw_mod_icon(QPainter(self), self.theme, square, self._picture, 16, placeholder=self._icon)

    def _renew(self) -> None:
        px = self.theme.px
        self.setFixedHeight(px(24))
        self._row.setContentsMargins(px(24), 0, 0, 0)
        self._row.setSpacing(px(4))
