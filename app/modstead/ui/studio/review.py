"""What is about to be sent, shown as a difference, until it is sent or left alone."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QLabel, QVBoxLayout, QWidget

from modstead.domain.publishing import Change
from modstead.errors import ModsteadError, Unauthorized
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.labels import Label
from modstead.ui.kit.pages import Line, PageHeader, PlanFooter, ScrolledColumn
from modstead.ui.kit.progress import ProgressBar
from modstead.ui.kit.writing import LineField
from modstead.ui.studio.pending import Pending
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.text import escaped, plural, size
from modstead.ui.theme import Theme

_WIDTH = 760
_MOST_LINES = 200
_PAGES: dict[int, QAbstractSlider.SliderAction] = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}
_SPOKEN = {"+": "added", "-": "removed", " ": "", "…": ""}


class DifferenceLines(QLabel):
    """The lines of a change: what goes on red, what comes on green, each with its mark too."""

    def __init__(self, theme: Theme, change: Change) -> None:
        super().__init__()
        self.theme = theme
        lines = change.lines
        self._lines = lines[:_MOST_LINES]
        self._more = len(lines) - len(self._lines)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        spoken = (f"{_SPOKEN[mark]} {line}".strip() for mark, line in self._lines)
        self.setAccessibleName(f"{change.label}: {'; '.join(spoken)}")
        theme.changed.connect(self._renew)
        self._renew()

    def _renew(self) -> None:
        px, c = self.theme.px, self.theme.palette
        tones = {"+": (c.good_soft, c.good), "-": (c.bad_soft, c.bad)}
        rows = []
        for mark, line in self._lines:
            fill, ink = tones.get(mark, (c.panel, c.text_3))
            shown = "\N{MINUS SIGN}" if mark == "-" else mark
            words = escaped(line).replace("  ", "&nbsp; ") or "&nbsp;"
            rows.append(
                f'<tr bgcolor="{fill.name()}"><td width="{px(20)}" align="center" style="color:{ink.name()}">'
                f'{escaped(shown)}</td><td style="color:{c.text.name()}">{words}</td></tr>'
            )
        more = f"<p>and {plural(self._more, 'more line')}</p>" if self._more else ""
        self.setFont(self.theme.font("body"))
        self.setText(
            f'<table width="100%" cellspacing="0" cellpadding="{px(3)}">{"".join(rows)}</table>{more}'
        )


class ReviewView(QWidget):
    """`left` where it is not to be sent. While it is sent, Cancel stops that."""

    left = Signal()
    account_wanted = Signal()
    """To sign in with a token that allows it."""
    finished = Signal(str)
    """It was sent; what it was."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.pending: Pending | None = None
        self.scope = TaskScope(self._failed)
        self.header = PageHeader(theme, "", with_back=True)
        self.banners = BannerArea(theme)
        self.name = LineField(theme, "The project's name", large=True)
        self.progress = ProgressBar(theme, overall=True)
        self.footer = PlanFooter(theme, "Send", reassurance="Nothing was sent yet", reassurance_icon="info")
        self._box = QWidget()
        self._column = QVBoxLayout(self._box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, Line(theme), self.banners):
            column.addWidget(part)
        self._area = ScrolledColumn(self._box)
        column.addWidget(self._area, 1)
        column.addWidget(self.progress)
        column.addWidget(self.footer)
        self.progress.hide()
        self.header.back.connect(self._leave)
        self.footer.cancelled.connect(self._leave)
        self.footer.accepted.connect(self.send)
        self.name.textChanged.connect(lambda _text: self._tell())
        self.name.returnPressed.connect(self.send)
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def sending(self) -> bool:
        return self.scope.running("send")

    def show_pending(self, pending: Pending) -> None:
        self.scope.cancel_all()
        self.pending = pending
        self.banners.clear_all()
        self.progress.hide()
        self.name.clear()
        self._clear()
        self.header.set_title(pending.title, pending.caption)
        for note in pending.notes:
            self._column.addWidget(Label(self.theme, note, colour="text_2", wrap=True))
        for title, changes in pending.groups:
            if title:
                self._column.addSpacing(self.theme.px(12))
                self._column.addWidget(Label(self.theme, title, role="heading"))
            if not changes:
                self._column.addWidget(Label(self.theme, "Like that already", colour="text_3"))
            for change in changes:
                self._column.addSpacing(self.theme.px(8))
                self._column.addWidget(Label(self.theme, change.label, weight=500))
                self._column.addWidget(DifferenceLines(self.theme, change))
        if pending.name:
            self._column.addSpacing(self.theme.px(16))
            ask = f"Type “{pending.name}” to go on"
            self._column.addWidget(Label(self.theme, ask, weight=600, wrap=True))
            self._column.addWidget(self.name)
        self.name.setVisible(bool(pending.name))
        self._column.addStretch(1)
        self._tell()
        self.setFocusProxy(self.name if pending.name else self.footer.primary)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def send(self) -> None:
        pending = self.pending
        if pending is None or self.sending or not self._ready():
            return
        self.banners.clear_all()
        self.progress.set_share(0.0 if pending.octets else None)
        self.progress.show()
        self.scope.start("send", partial(pending.work, self._sent_so_far), done=self._sent)
        # Before the button goes grey: the keyboard would be left nowhere.
        self.footer.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        if event.key() in _PAGES:
            self._area.verticalScrollBar().triggerAction(_PAGES[event.key()])
            return
        super().keyPressEvent(event)

    def _sent_so_far(self, sent: int, /) -> None:
        pending = self.pending
        if pending is not None and pending.octets:
            shown = min(sent, pending.octets)
            self.progress.set_share(shown / pending.octets if shown < pending.octets else None)
            self.footer.detail.set_text(f"{size(shown)} of {size(pending.octets)} sent")

    def _sent(self, answer: object) -> None:
        pending, self.pending = self.pending, None
        self.progress.hide()
        if pending is not None:
            self.finished.emit(pending.title)
            pending.done(answer)

    def _leave(self) -> None:
        """While it is sent, stop that first; else go back."""
        if not self.sending:
            self.left.emit()
            return
        complete = self.progress.share is None
        self.scope.cancel("send")
        self.progress.hide()
        title = "It was stopped while it was sent." if complete else "Stopped; nothing was published."
        words = "It may have arrived all the same: look before you send it again." if complete else ""
        self.banners.show_banner("stopped", Banner(self.theme, "warn", title, words, closable=True))
        self._tell()
        self.footer.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, failure: Failure) -> None:
        self.progress.hide()
        self._tell()
        self.footer.primary.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_error(failure.error)

    def show_error(self, error: ModsteadError) -> None:
        actions = [BannerAction("Retry", self.send, "primary")] if error.retryable else []
        if isinstance(error, Unauthorized):
            actions = [BannerAction("Sign in …", self.account_wanted.emit, "primary")]
        banner = Banner(self.theme, "bad", error.title, error.explanation, actions, closable=True)
        self.banners.show_banner("send", banner)

    def _ready(self) -> bool:
        pending = self.pending
        return pending is not None and (not pending.name or self.name.text().strip() == pending.name.strip())

    def _tell(self) -> None:
        pending = self.pending
        if pending is None:
            return
        total = pending.title if pending.name else plural(pending.count, "change")
        detail = "Sending …" if self.sending else size(pending.octets) if pending.octets else ""
        self.footer.set_plan(total, detail, pending.primary, ready=self._ready() and not self.sending)
        self.footer.set_reassurance("" if self.sending else "Nothing was sent yet")
        self.footer.cancel.set_text("Stop" if self.sending else "Cancel")

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is self.name:
                continue
            if widget:
                widget.hide()
                widget.deleteLater()

    def _measure(self) -> None:
        px = self.theme.px
        self._box.setMaximumWidth(px(_WIDTH))
        self._column.setContentsMargins(px(20), px(16), px(20), px(16))
        self._column.setSpacing(px(6))
