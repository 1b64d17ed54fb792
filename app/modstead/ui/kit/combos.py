"""A field to choose from a list, with the kit's chevron and focus ring."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from modstead.ui.kit.focus import ringed
from modstead.ui.kit.painting import draw_icon, draw_text
from modstead.ui.theme import Theme


class ComboBox(QComboBox):
    """28 high and as wide as told, in lengths of the design. `editable` lets one type what is not in the list."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        width: float = 144,
        editable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._width = width
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if editable:
            self.setEditable(True)
            self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            edit = self.lineEdit()
            if edit is not None:
                edit.setPlaceholderText(name)
                edit.setAccessibleName(name)
                edit.installEventFilter(self)
        else:
            ringed(theme, self)
        theme.changed.connect(self._renew)
        self._renew()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(self._width), self.theme.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click into an empty field opens the list; typing closes it."""
        if event.type() == QEvent.Type.MouseButtonRelease and not self.currentText() and self.count():
            self.showPopup()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        if not self.isEditable():
            self._draw_words(painter)
        self._draw_chevron(painter)

    def _draw_words(self, painter: QPainter) -> None:
        c, px = self.theme.palette, self.theme.px
        chosen = self.currentIndex() >= 0
        words = self.currentText() if chosen else self.placeholderText()
        colour = c.off if not self.isEnabled() else c.text if chosen else c.text_3
        draw_text(painter, self.theme, self.rect().adjusted(px(9), 0, -px(26), 0), words, colour=colour)

    def _draw_chevron(self, painter: QPainter) -> None:
        c, px = self.theme.palette, self.theme.px
        square = QRect(self.width() - px(8) - px(14), 0, px(14), self.height())
        draw_icon(
            painter, self.theme, square, "chevron-down", c.text_2 if self.isEnabled() else c.off, size=14
        )

    def _renew(self) -> None:
        self.setFont(self.theme.font("body"))
        self.updateGeometry()
        self.update()
