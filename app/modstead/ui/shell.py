"""The empty window, on screen before anything else is imported: chrome and sheet, to be filled a moment later.

Keep it so: Qt's namespace of enumerations, fonts or the kit would double the time to the first picture, and a first use
of `QPainter` adds 20 ms. So the areas are plain widgets that Qt fills by itself.
"""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from modstead.ui.tokens import DARK, LIGHT, Palette

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QResizeEvent


class Content(Protocol):
    """What fills the shell; it may ask for time before the window closes."""

    def may_close(self) -> bool: ...


class Shell(QWidget):
    """The top-level window. Show it, let it paint, then `fill` it with a `MainWindow`."""

    def __init__(self, palette: Palette, *, scale: float = 1.0, place: str = "") -> None:
        """`place` is what `place` said before, if anything: size and place of the window then."""
        super().__init__()
        self._scale = scale
        self._content: Content | None = None
        _fill(self, palette.chrome)
        self._edge, self._sheet = QWidget(self), QWidget(self)
        _fill(self._edge, palette.line)
        _fill(self._sheet, palette.sheet)
        self.setWindowTitle("Modstead")
        room = self.screen().availableSize()
        self.resize(min(round(1280 * scale), room.width()), min(round(800 * scale), room.height()))
        if place:
            self.restoreGeometry(QByteArray.fromBase64(place.encode("ascii", "ignore")))

    @property
    def place(self) -> str:
        """Size and place now, to be told to the next one."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def fill(self, content: QWidget) -> None:
        """`content` is a `MainWindow`: it paints everything from now on."""
        from PySide6.QtWidgets import QVBoxLayout

        for area in (self._edge, self._sheet):
            area.deleteLater()
        self.setAutoFillBackground(False)
        self.setPalette(QPalette())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)
        content.show()
        self.setWindowIcon(content.windowIcon())
        self.setMinimumSize(content.minimumSize().boundedTo(self.screen().availableSize()))
        if hasattr(content, "may_close"):
            self._content = content

    def closeEvent(self, event: "QCloseEvent") -> None:
        if self._content is not None and not self._content.may_close():
            event.ignore()
            return
        super().closeEvent(event)

    def resizeEvent(self, event: "QResizeEvent") -> None:
        super().resizeEvent(event)
        if self.layout() is None:
            rail, top = round(152 * self._scale), round(48 * self._scale)
            self._edge.setGeometry(rail, top, self.width() - rail, self.height() - top)
            self._sheet.setGeometry(rail + 1, top + 1, self.width() - rail, self.height() - top)


def _fill(area: QWidget, colour: QColor) -> None:
    area.setPalette(QPalette(colour, colour))
    area.setAutoFillBackground(True)


def first_palette(choice: str, app: QApplication) -> Palette:
    """The scheme of the first picture: as the settings say (`light`, `dark`), else as the system's own colours are."""
    if choice in ("light", "dark"):
        return DARK if choice == "dark" else LIGHT
    return DARK if app.palette().window().color().lightness() < 128 else LIGHT
