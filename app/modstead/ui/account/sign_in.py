"""Signing in: how a token is made, what it has to allow, and a field to paste it into."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from modstead.domain.account import Permission
from modstead.domain.credentials import Token
from modstead.errors import ModsteadError, TokenRefused
from modstead.ui.account.permissions import PermissionLine
from modstead.ui.kit.banners import Banner, BannerArea
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label, Link
from modstead.ui.kit.pages import ScrolledColumn
from modstead.ui.kit.progress import ProgressBar
from modstead.ui.kit.writing import LineField
from modstead.ui.theme import Theme

_LONGEST = 4096
_WIDTH = 600


class SignIn(QWidget):
    """The field is emptied as soon as its token is taken over; what it held is shown nowhere.

    `why` says what one has of it.
    """

    submitted = Signal(object)
    """A Token."""
    page_wanted = Signal()
    """The platform's page on which tokens are made."""

    def __init__(self, theme: Theme, platform: str, why: str, permissions: Iterable[Permission]) -> None:
        super().__init__()
        self.theme = theme
        self._platform = platform
        self._numbers: list[Label] = []
        self.setAccessibleName(f"Sign in to {platform}")
        self.banners = BannerArea(theme)
        self.field = LineField(
            theme, "Token", hint="Paste the token here", large=True, secret=True, most=_LONGEST
        )
        self.check = Button(theme, "Check and sign in", kind="primary", large=True)
        self.check.setEnabled(False)
        self.progress = ProgressBar(theme)
        self.make = Button(theme, "Make a token", icon="external", large=True)
        self.make.setToolTip("Opens the platform's site in the browser")
        self._box = QWidget()
        self._column = QVBoxLayout(self._box)
        self._build(why, permissions)
        self._lay_out()
        self.field.textChanged.connect(self._text_changed)
        self.field.returnPressed.connect(self._submit)
        self.check.clicked.connect(self._submit)
        self.make.clicked.connect(self.page_wanted)
        self.setFocusProxy(self.field)
        theme.changed.connect(self._measure)
        self._measure()

    def show_error(self, error: ModsteadError) -> None:
        self.set_busy(busy=False)
        self.banners.show_banner("failed", Banner(self.theme, "bad", error.title, error.explanation))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(self.field)

    def show_refused(self) -> None:
        """The token from before is no longer taken."""
        words = "It was revoked or has expired. Paste a new one."
        title = f"{self._platform} no longer takes your token."
        self.banners.show_banner("failed", Banner(self.theme, "warn", title, words))

    def clear(self) -> None:
        """Keep nothing of what was pasted."""
        self.field.clear()
        self.banners.clear_all()
        self.set_busy(busy=False)

    def set_busy(self, *, busy: bool) -> None:
        self.field.setEnabled(not busy)
        self.check.setEnabled(not busy and bool(self.field.text().strip()))
        self.progress.set_share(None if busy else 0.0)
        self.progress.setVisible(busy)

    def _build(self, why: str, permissions: Iterable[Permission]) -> None:
        theme, column = self.theme, self._column
        column.addWidget(Label(theme, f"Sign in to {self._platform}", role="title"))
        column.addWidget(Label(theme, why, colour="text_2", wrap=True))
        first = QHBoxLayout()
        first.addWidget(self._step("1", "Make a token on the platform's site. Let it:"), 1)
        first.addWidget(self.make)
        column.addSpacing(theme.px(8))
        column.addLayout(first)
        wanted = tuple(permissions)
        usual = [permission for permission in wanted if not permission.publishing]
        column.addWidget(self._lines(usual or wanted))
        if usual and len(usual) < len(wanted):
            self._fold([permission for permission in wanted if permission.publishing])
        column.addSpacing(theme.px(8))
        column.addWidget(self._step("2", "Paste it here. It is checked before it is kept."))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.field, 1)
        row.addWidget(self.check)
        column.addLayout(row)
        column.addWidget(self.progress)
        kept = (
            "It is kept in this system's keyring and nowhere else, and sent to the platform's own server alone. "
            "You can revoke it there at any time."
        )
        column.addWidget(Label(theme, kept, role="caption", colour="text_3", wrap=True))
        column.addStretch(1)
        self.progress.hide()

    def _lines(self, permissions: Iterable[Permission]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(6))
        for permission in permissions:
            name = Label(self.theme, permission.scope, role="caption", colour="text_3")
            name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(PermissionLine(self.theme, permission, name, indent=20))
        return box

    def _fold(self, permissions: Sequence[Permission]) -> None:
        """What only those need who publish, shown when it is asked for."""
        more = self._lines(permissions)
        more.hide()
        words = {False: f"If you publish: {len(permissions)} more …", True: "Only if you publish:"}
        self.publishing = Link(self.theme, words[False])

        def turn() -> None:
            more.setVisible(more.isHidden())
            self.publishing.set_text(words[more.isVisibleTo(self)])

        self.publishing.clicked.connect(turn)
        row = QHBoxLayout()
        row.addSpacing(self.theme.px(20))
        row.addWidget(self.publishing)
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addWidget(more)

    def _step(self, number: str, words: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px(8))
        mark = Label(self.theme, f"{number}.", weight=600, colour="accent_text")
        row.addWidget(mark)
        row.addWidget(Label(self.theme, words, weight=600, elide=True), 1)
        return line

    def _lay_out(self) -> None:
        self._scroll = ScrolledColumn(self._box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banners)
        column.addWidget(self._scroll, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            return
        super().keyPressEvent(event)

    def _text_changed(self, words: str) -> None:
        self.check.setEnabled(bool(words.strip()))

    def _submit(self) -> None:
        if not self.field.text().strip():
            return
        self.banners.clear_all()
        try:
            token = Token(self.field.text())
        except TokenRefused as error:
            self.field.clear()
            self.show_error(error)
            return
        self.field.clear()
        self.set_busy(busy=True)
        self.submitted.emit(token)

    def _measure(self) -> None:
        px = self.theme.px
        self._box.setMaximumWidth(px(_WIDTH))
        self._column.setContentsMargins(px(20), px(20), px(20), px(24))
        self._column.setSpacing(px(6))
