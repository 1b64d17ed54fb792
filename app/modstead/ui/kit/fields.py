"""The search field: icon, words, key cap, and an x as soon as there is text."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import draw_key_cap
from modstead.ui.kit.painting import draw_icon
from modstead.ui.theme import Theme

_NARROW = 140


class SearchField(QLineEdit):
    """28 high, or as told. Escape empties it; a second Escape goes on to whoever is around it.

    `keys` is only shown ("Ctrl F"); the shortcut itself belongs to the page.
    """

    def __init__(
        self,
        theme: Theme,
        placeholder: str,
        *,
        keys: str = "",
        height: float = 28,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._keys = keys
        self._height = height
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setAcceptDrops(False)
        self._clear = Button(theme, icon="close", kind="quiet", name="Clear", parent=self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.clicked.connect(self._empty)
        self._clear.hide()
        self.textChanged.connect(self._text_changed)
        theme.changed.connect(self._renew)
        self._renew()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(96), self.theme.px(self._height))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.ShortcutFocusReason, Qt.FocusReason.TabFocusReason):
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self._empty()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        px, colours = self.theme.px, self.theme.palette
        icon = QRect(px(8) + 1, 0, px(16), self.height())
        shown = colours.text if self.hasFocus() else colours.text_2 if self.text() else colours.text_3
        draw_icon(painter, self.theme, icon, "search", shown if self.isEnabled() else colours.off)
        if self._shows_keys() and not self.text() and not self.hasFocus():
            draw_key_cap(painter, self.theme, self._key_rect(), self._keys)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_clear()
        self._set_margins()

    def _shows_keys(self) -> bool:
        """A narrow field keeps its room for the words."""
        return bool(self._keys) and self.width() >= self.theme.px(_NARROW)

    def _key_rect(self) -> QRect:
        px = self.theme.px
        width, height = self.theme.advance(self._keys, "micro") + 2 * px(6), px(18)
        return QRect(self.width() - px(8) - width, (self.height() - height) // 2, width, height)

    def _place_clear(self) -> None:
        side = self.theme.px(22)
        self._clear.setGeometry(
            self.width() - side - self.theme.px(4), (self.height() - side) // 2, side, side
        )

    def _text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._set_margins()
        self.update()

    def _set_margins(self) -> None:
        px = self.theme.px
        right = self._key_rect().width() + px(4) if self._shows_keys() else 0
        self.setTextMargins(px(22), 0, max(right, px(20)) if self.text() else right, 0)

    def _empty(self) -> None:
        self.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _renew(self) -> None:
        self.setFixedHeight(self.theme.px(self._height))
        self.setFont(self.theme.font("body"))
        self._set_margins()
        self._place_clear()
        self.update()


class TextField(QLineEdit):
    """A word or address that counts once it is done with: `committed` brings what the user has changed it to."""

    committed = Signal(str)

    def __init__(self, theme: Theme, name: str, *, width: float = 240, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._width = width
        self._shown = ""
        self.setAccessibleName(name)
        self.setAcceptDrops(False)
        self.editingFinished.connect(self._done)
        theme.changed.connect(self._renew)
        self._renew()

    def show_text(self, text: str) -> None:
        """Show this without saying so through `committed`."""
        self._shown = text
        self.setText(text)

    def _done(self) -> None:
        text = self.text().strip()
        if text != self._shown:
            self._shown = text
            self.committed.emit(text)

    def _renew(self) -> None:
        self.setFont(self.theme.font("body"))
        self.setFixedSize(self.theme.px(self._width), self.theme.px(28))


def focus_action(field: QLineEdit, keys: str, owner: QWidget) -> QAction:
    """A shortcut within `owner` that puts the cursor into the field and selects what is there."""
    action = QAction(field.accessibleName(), owner)
    action.setShortcut(keys)
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(lambda: field.setFocus(Qt.FocusReason.ShortcutFocusReason))
    owner.addAction(action)
    return action
