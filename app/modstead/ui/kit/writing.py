"""What one writes into: a field of one line, and one of several."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from modstead.ui.theme import Theme


class LineField(QLineEdit):
    """28 high, or 32 with `large`. A `secret` shows dots and gives nothing of what it holds to the clipboard."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        hint: str = "",
        large: bool = False,
        secret: bool = False,
        most: int = 32767,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._height = 32 if large else 28
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMaxLength(most)
        self.setAcceptDrops(False)
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
            self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
            paste = QAction("Paste", self)
            paste.triggered.connect(self.paste)
            self.addAction(paste)
        theme.changed.connect(self._renew)
        self._renew()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(240), self.theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(96), self.theme.px(self._height))

    def _renew(self) -> None:
        self.setFont(self.theme.font("body"))
        self.setFixedHeight(self.theme.px(self._height))


class TextArea(QPlainTextEdit):
    """So many lines of plain text, or at least so many where it `grows`. Tab leaves it."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        hint: str = "",
        lines: int = 5,
        grows: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._lines = lines
        self._grows = grows
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        theme.changed.connect(self._renew)
        self._renew()

    def text(self) -> str:
        return self.toPlainText()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape belongs to whoever is around it."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            event.ignore()
            return
        super().keyPressEvent(event)

    def _renew(self) -> None:
        self.setFont(self.theme.font("body"))
        height = self._lines * self.theme.line("body") + self.theme.px(16)
        if self._grows:
            self.setMinimumHeight(height)
        else:
            self.setFixedHeight(height)
