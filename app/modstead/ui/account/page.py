"""The account's page: signing in, and what one has then."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from modstead.domain.credentials import Token
from modstead.errors import KeyringUnusable, Unauthorized
from modstead.services.account import AccountService, Standing
from modstead.services.community import CommunityService
from modstead.ui.account.following import Following
from modstead.ui.account.notifications import NotificationsPart
from modstead.ui.account.profile import ProfilePart
from modstead.ui.account.reports import ReportsPart
from modstead.ui.account.sign_in import SignIn
from modstead.ui.images import ImageLoader
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.choices import Choice, TabBar
from modstead.ui.kit.pages import EmptyState, Line, PageHeader
from modstead.ui.kit.states import LoadedPart
from modstead.ui.project_states import ProjectStates
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme

_TABS = ("following", "notifications", "reports", "profile")
_TITLES = {
    "following": "Followed projects",
    "notifications": "Notifications",
    "reports": "Reports",
    "profile": "Profile",
}


def _now() -> datetime:
    return datetime.now().astimezone()


class AccountPage(QWidget):
    """It takes up the kept token when it is shown for the first time."""

    project_opened = Signal(str)
    install_requested = Signal(str)
    cancel_requested = Signal(str)
    told = Signal(str)

    def __init__(
        self,
        theme: Theme,
        account: AccountService,
        community: CommunityService,
        states: ProjectStates,
        images: ImageLoader,
        *,
        project_in: Callable[[str], str | None],
        now: Callable[[], datetime] = _now,
    ) -> None:
        super().__init__()
        self.theme = theme
        self._account = account
        self._project_in = project_in
        self._whose = ""
        self._not_kept: KeyringUnusable | None = None
        self.scope = TaskScope(self._failed)
        self.sign_in = SignIn(theme, account.platform, account.permissions)
        self.following = Following(theme, community, states, images, now)
        self.notifications = NotificationsPart(theme, community, images, now)
        self.reports = ReportsPart(theme, community, account.platform, now)
        self.profile = ProfilePart(theme, account, community)
        self._parts: dict[str, QWidget] = {
            "following": self.following,
            "notifications": self.notifications,
            "reports": self.reports,
            "profile": self.profile,
        }
        self._build()
        self._connect()
        self._stop_listening = account.changed.listen(self._stand)
        self._stand(account.standing)

    def open_tab(self, key: str) -> None:
        self.tabs.choose(key)
        self._show_tab(key)

    async def close_tasks(self) -> None:
        """Stop everything under way and wait until it has stopped."""
        self._stop_listening()
        for scope in (self.scope, self.profile.scope):
            await scope.close()
        for part in self._loaded():
            await part.close_tasks()

    def _loaded(self) -> tuple[Following | NotificationsPart | ReportsPart, ...]:
        return self.following, self.notifications, self.reports

    def _build(self) -> None:
        theme = self.theme
        self.leave = Button(theme, "Sign out")
        self.reload = Button(theme, icon="refresh", name="Load again")
        self.header = PageHeader(theme, "Account", actions=[self.reload, self.leave])
        self.banners = BannerArea(theme)
        choices = [Choice(key, _TITLES[key]) for key in _TABS]
        self.tabs = TabBar(theme, choices, name="Parts of the account")
        self.parts = QStackedWidget()
        for part in self._parts.values():
            self.parts.addWidget(part)
        inside = QWidget()
        self._tab_row = QHBoxLayout()
        self._tab_row.addWidget(self.tabs)
        self._tab_row.addStretch(1)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._tab_row)
        column.addWidget(Line(theme))
        column.addWidget(self.parts, 1)
        unused = EmptyState(theme, "user", "Nobody is signed in")
        self.inside = LoadedPart(theme, inside, unused)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.sign_in)
        self.pages.addWidget(self.inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(Line(theme))
        whole.addWidget(self.banners)
        whole.addWidget(self.pages, 1)
        theme.changed.connect(self._measure)
        self._measure()

    def _connect(self) -> None:
        self.sign_in.submitted.connect(self._submit)
        self.sign_in.page_wanted.connect(lambda: QDesktopServices.openUrl(QUrl(self._account.token_page)))
        self.leave.clicked.connect(self._sign_out)
        self.reload.clicked.connect(self._reload)
        self.tabs.chosen.connect(self._show_tab)
        self.inside.retried.connect(self._restore)
        self.following.project_opened.connect(self.project_opened)
        self.following.install_requested.connect(self.install_requested)
        self.following.cancel_requested.connect(self.cancel_requested)
        self.notifications.opened.connect(self._open)
        self.profile.told.connect(self.told)
        for key, part in zip(_TABS, self._loaded(), strict=False):
            part.counted.connect(partial(self.tabs.set_count, key))
            part.told.connect(self.told)

    # -- how things stand

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        standing = self._account.standing
        if standing.user is None and not standing.refused and (self._account.kept or standing.held):
            self._restore()

    def _restore(self) -> None:
        if self.scope.running("sign in") or self.scope.running("restore"):
            return
        self.pages.setCurrentWidget(self.inside)
        self.inside.show_waiting()
        self.scope.start("restore", self._account.restore, done=self._stand)

    def _stand(self, standing: Standing) -> None:
        user = standing.user
        whose = user.id if user else ""
        if whose != self._whose:
            self._whose = whose
            self.profile.forget()
            for part in self._loaded():
                part.forget()
        self.leave.setVisible(standing.held)
        self.reload.setVisible(user is not None)
        if user is None:
            self.header.set_title("Account", "")
            if not self.scope.running("restore"):
                self._show_sign_in(standing)
            return
        self.sign_in.clear()
        named = f"{user.username} ({user.name})" if user.name else user.username
        self.header.set_title("Account", f"Signed in to {self._account.platform} as {named}")
        self.profile.show_standing(standing)
        self._tell_not_kept(standing)
        self.inside.show_content()
        self.pages.setCurrentWidget(self.inside)
        self._show_tab(self.tabs.current())

    def _show_sign_in(self, standing: Standing) -> None:
        self.banners.clear_all()
        self._not_kept = None
        self.pages.setCurrentWidget(self.sign_in)
        if standing.refused:
            self.sign_in.show_refused()

    def _tell_not_kept(self, standing: Standing) -> None:
        if standing.not_kept is self._not_kept:
            return
        self._not_kept = standing.not_kept
        if standing.not_kept is None:
            self.banners.clear("kept")
            return
        title = "You stay signed in until Modstead is closed."
        why = f"{standing.not_kept.title} {standing.not_kept.detail}".strip()
        self.banners.show_banner("kept", Banner(self.theme, "warn", title, why, closable=True))

    # -- what the user does

    def _submit(self, token: Token) -> None:
        self.scope.start("sign in", partial(self._account.sign_in, token), done=self._signed_in)

    def _signed_in(self, standing: Standing) -> None:
        self.sign_in.clear()
        self._stand(standing)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if standing.user:
            self.told.emit(f"Signed in as {standing.user.username}")

    def _sign_out(self) -> None:
        self.scope.start("sign out", self._account.sign_out, done=lambda _none: self._signed_out())

    def _signed_out(self) -> None:
        self.told.emit("Signed out")
        self.sign_in.setFocus()

    def _reload(self) -> None:
        part = self.parts.currentWidget()
        if part is self.profile:
            self.scope.start("check", self._account.check, done=self._stand)
        for loaded in self._loaded():
            if part is loaded:
                loaded.refresh()

    def _show_tab(self, key: str) -> None:
        part = self._parts.get(key, self.following)
        self.parts.setCurrentWidget(part)
        self.setFocusProxy(part)

    def _open(self, address: str) -> None:
        """A project opens here, anything else of the platform's in the browser."""
        if "://" not in address:
            self.project_opened.emit(address)
            return
        project = self._project_in(address)
        if project:
            self.project_opened.emit(project)
        else:
            QDesktopServices.openUrl(QUrl(address))

    def _failed(self, failure: Failure) -> None:
        error, key = failure.error, failure.key
        if key == "sign in":
            self.sign_in.show_error(error)
        elif key == "restore" and isinstance(error, Unauthorized):
            self._stand(self._account.standing)
        elif key == "restore" and isinstance(error, KeyringUnusable):
            self.pages.setCurrentWidget(self.sign_in)
            self.sign_in.show_error(error)
        elif key == "restore":
            self.inside.show_error(error)
        elif key != "check" or not isinstance(error, Unauthorized):
            actions = [BannerAction("Retry", failure.retry, "primary")] if error.retryable else []
            banner = Banner(self.theme, "bad", error.title, error.explanation, actions, closable=True)
            self.banners.show_banner(key, banner)

    def _measure(self) -> None:
        px = self.theme.px
        self._tab_row.setContentsMargins(px(20), px(2), px(16), 0)
