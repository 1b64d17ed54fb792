"""What the user chooses for the move: what becomes of what is not there, betas, suggested projects."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from modstead.domain.migration import Outlook, Readiness
from modstead.domain.migration_plan import LeftBehind, MigrationChoices
from modstead.ui import text
from modstead.ui.kit.checks import TickBox
from modstead.ui.kit.choices import Choice, Segment
from modstead.ui.kit.labels import Label
from modstead.ui.theme import Theme


class TickedWords(QWidget):
    """A tick with its words, which can be clicked as well."""

    toggled = Signal(bool)

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        self.tick = TickBox(theme, words)
        self.label = Label(theme, words, colour="text_2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.tick)
        row.addWidget(self.label)
        self.tick.toggled.connect(self.toggled)
        theme.changed.connect(lambda: row.setSpacing(theme.px(8)))

    @property
    def is_on(self) -> bool:
        """Whether it is ticked and can be seen."""
        return self.tick.isChecked() and not self.isHidden()

    def set_words(self, words: str) -> None:
        self.tick.setAccessibleName(words)
        self.label.set_text(words)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.tick.toggle()


class OptionsBar(QWidget):
    """`changed` after each change; `choices` is what is chosen now."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.caption = Label(theme, "What is not there yet", colour="text_2")
        self.left_behind = Segment(
            theme,
            (Choice(LeftBehind.DISABLE, "Disable it"), Choice(LeftBehind.KEEP, "Keep it as it is")),
            name="What is not there yet",
        )
        self.betas = TickedWords(theme, "Take betas")
        self.continuations = TickedWords(theme, "Let suggested projects take over")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts = (QHBoxLayout(), QHBoxLayout())
        shown: tuple[tuple[QWidget, ...], ...] = (
            (self.caption, self.left_behind),
            (self.betas, self.continuations),
        )
        for row, widgets in zip(self._parts, shown, strict=True):
            for widget in widgets:
                row.addWidget(widget)
            row.addStretch(1)
            self._row.addLayout(row)
        self._row.setStretch(1, 1)
        self.left_behind.chosen.connect(lambda _key: self.changed.emit())
        self.betas.toggled.connect(lambda _on: self.changed.emit())
        self.continuations.toggled.connect(lambda _on: self.changed.emit())
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def choices(self) -> MigrationChoices:
        return MigrationChoices(
            LeftBehind(self.left_behind.current()), self.betas.is_on, self.continuations.is_on
        )

    def show_outlook(self, outlook: Outlook) -> None:
        """Offer what there is to be chosen for this target."""
        enabled = [cell for cell in outlook.cells if cell.mod.file.enabled]
        betas = sum(cell.readiness is Readiness.BETA for cell in enabled)
        suggested = sum(cell.readiness is Readiness.CONTINUED for cell in enabled)
        self.betas.set_words(f"Take {text.plural(betas, 'beta')}")
        self.betas.setVisible(bool(betas))
        self.continuations.set_words(f"Let {text.plural(suggested, 'suggested project')} take over")
        self.continuations.setVisible(bool(suggested))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """It never makes the page wider: it takes two lines instead."""
        wider = max(row.minimumSize().width() for row in self._parts)
        margins = self._row.contentsMargins()
        return QSize(wider + margins.left() + margins.right(), super().minimumSizeHint().height())

    def _arrange(self) -> None:
        """In one line where that has room, else in two."""
        margins = self._row.contentsMargins()
        needed = sum(row.sizeHint().width() for row in self._parts) + self._row.spacing()
        fits = needed <= self.width() - margins.left() - margins.right()
        direction = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if self._row.direction() is not direction:
            self._row.setDirection(direction)

    def _measure(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(20), px(4), px(16), px(8))
        for row in (self._row, *self._parts):
            row.setSpacing(px(12))
        self._arrange()
