"""One's own profile: what others see of it, and what the token may do."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from modstead.domain.account import ProfileChange
from modstead.domain.project import User
from modstead.services.account import AccountService, Standing
from modstead.services.community import CommunityService
from modstead.ui.account.permissions import Grants
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label
from modstead.ui.kit.pages import Line, ScrolledColumn
from modstead.ui.kit.writing import LineField, TextArea
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme

_WIDTH = 600
_LONGEST_NAME = 64


class ProfilePart(QWidget):
    told = Signal(str)

    def __init__(self, theme: Theme, account: AccountService, community: CommunityService) -> None:
        super().__init__()
        self.theme = theme
        self._community = community
        self._user: User | None = None
        self.scope = TaskScope(self._failed)
        self.banners = BannerArea(theme)
        self.name = LineField(theme, "Name", hint="As others shall see it", most=_LONGEST_NAME)
        self.bio = TextArea(theme, "About you", hint="Some words on yourself", lines=4)
        self.save = Button(theme, "Save", kind="primary")
        self.grants = Grants(theme, account)
        self._box = QWidget()
        self._column = QVBoxLayout(self._box)
        self._build()
        self.name.textChanged.connect(self._edited)
        self.bio.textChanged.connect(self._edited)
        self.save.clicked.connect(self._save)
        self.setFocusProxy(self.name)
        theme.changed.connect(self._measure)
        self._measure()

    def show_standing(self, standing: Standing) -> None:
        """Whose profile it is, and what the token may do; what is being written stays."""
        if standing.user and (self._user is None or not self._changed()):
            self._fill(standing.user)
        self._user = standing.user
        self.grants.show_standing(standing)
        self._edited()

    def forget(self) -> None:
        """Show nothing of one user to the next."""
        self.scope.cancel_all()
        self.banners.clear_all()
        self._user = None
        self.name.clear()
        self.bio.clear()

    def _build(self) -> None:
        theme, column = self.theme, self._column
        column.addWidget(Label(theme, "Your page", role="heading"))
        column.addWidget(Line(theme))
        for title, field in (("Name", self.name), ("About you", self.bio)):
            column.addSpacing(theme.px(4))
            column.addWidget(Label(theme, title, weight=500))
            column.addWidget(field)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save)
        column.addLayout(row)
        column.addSpacing(theme.px(8))
        column.addWidget(Label(theme, "What your token may do", role="heading"))
        column.addWidget(Line(theme))
        column.addWidget(self.grants)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.banners)
        whole.addWidget(ScrolledColumn(self._box), 1)

    def _fill(self, user: User) -> None:
        self.name.setText(user.name)
        self.bio.setPlainText(user.bio)

    def _changed(self) -> bool:
        user = self._user
        return user is not None and (self.name.text().strip(), self.bio.text().strip()) != (
            user.name,
            user.bio,
        )

    def _edited(self) -> None:
        self.save.setEnabled(self._changed() and not self.scope.running("save"))

    def _save(self) -> None:
        user = self._user
        if user is None:
            return
        name, bio = self.name.text().strip(), self.bio.text().strip()
        change = ProfileChange(None if name == user.name else name, None if bio == user.bio else bio)
        self.banners.clear_all()
        self.scope.start("save", partial(self._community.edit_profile, change), done=self._saved)
        self._edited()

    def _saved(self, standing: Standing) -> None:
        self.show_standing(standing)
        self.told.emit("Your profile was saved")

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        actions = [BannerAction("Retry", failure.retry, "primary")] if error.retryable else []
        banner = Banner(self.theme, "bad", error.title, error.explanation, actions, closable=True)
        self.banners.show_banner("save", banner)
        self._edited()

    def _measure(self) -> None:
        px = self.theme.px
        self._box.setMaximumWidth(px(_WIDTH))
        self._column.setContentsMargins(px(20), px(16), px(20), px(24))
        self._column.setSpacing(px(6))
