"""An account at one platform: the way in, and what is there then."""

from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from modstead.domain.credentials import Token
from modstead.errors import KeyringUnusable, Unauthorized
from modstead.services.account import AccountService, Standing
from modstead.ui.account.sign_in import SignIn
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.pages import EmptyState
from modstead.ui.kit.states import LoadedPart
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme


class AccountView(QWidget):
    """It takes up the kept token when it is shown for the first time; `content` is for who is signed in.

    `why` says what signing in is good for.
    """

    told = Signal(str)
    changed = Signal()
    """Somebody else is signed in, or nobody any more."""

    def __init__(self, theme: Theme, account: AccountService, content: QWidget, *, why: str) -> None:
        super().__init__()
        self.theme = theme
        self.account = account
        self._whose = ""
        self._not_kept: KeyringUnusable | None = None
        self.scope = TaskScope(self._failed)
        self.sign_in = SignIn(theme, account.platform, why, account.permissions)
        self.banners = BannerArea(theme)
        self.inside = LoadedPart(theme, content, EmptyState(theme, "user", "Nobody is signed in"))
        self.pages = QStackedWidget()
        self.pages.addWidget(self.sign_in)
        self.pages.addWidget(self.inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banners)
        column.addWidget(self.pages, 1)
        self.sign_in.submitted.connect(self._submit)
        self.sign_in.page_wanted.connect(lambda: QDesktopServices.openUrl(QUrl(account.token_page)))
        self.inside.retried.connect(self._restore)
        self._stop_listening = account.changed.listen(self._stand)

    @property
    def caption(self) -> str:
        """Who is signed in, in words; empty where nobody is."""
        user = self.account.standing.user
        if user is None:
            return ""
        named = f"{user.username} ({user.name})" if user.name else user.username
        return f"Signed in to {self.account.platform} as {named}"

    async def close_tasks(self) -> None:
        """Stop everything under way and wait until it has stopped."""
        self._stop_listening()
        await self.scope.close()

    def leave(self) -> None:
        """Sign out."""
        self.scope.start("sign out", self.account.sign_out, done=lambda _none: self._signed_out())

    def reload(self) -> None:
        """Ask again for what is shown."""
        self.scope.start("check", self.account.check)

    def forget(self) -> None:
        """Show nothing of one user to the next."""
        self.banners.clear_all()

    def show_standing(self, standing: Standing) -> None:
        """Who is signed in, and what they may do, may be another than before."""
        self.inside.show_content()
        self.pages.setCurrentWidget(self.inside)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        standing = self.account.standing
        if standing.user is None and not standing.refused and (self.account.kept or standing.held):
            self._restore()

    def _restore(self) -> None:
        if self.scope.running("sign in") or self.scope.running("restore"):
            return
        self.pages.setCurrentWidget(self.inside)
        self.inside.show_waiting()
        self.scope.start("restore", self.account.restore, done=self._stand)

    def _stand(self, standing: Standing) -> None:
        whose = standing.user.id if standing.user else ""
        if whose != self._whose:
            self._whose = whose
            self._not_kept = None
            self.forget()
        if standing.user is not None:
            self.sign_in.clear()
            self.show_standing(standing)
            self._tell_not_kept(standing)
        elif not self.scope.running("restore"):
            self.pages.setCurrentWidget(self.sign_in)
            if standing.refused:
                self.sign_in.show_refused()
        self.changed.emit()

    def _tell_not_kept(self, standing: Standing) -> None:
        """Once, as it may be closed."""
        why = standing.not_kept
        if why is self._not_kept:
            return
        self._not_kept = why
        self.banners.clear("kept")
        if why is not None:
            title = "You stay signed in until Modstead is closed."
            banner = Banner(self.theme, "warn", title, f"{why.title} {why.detail}".strip(), closable=True)
            self.banners.show_banner("kept", banner)

    def _submit(self, token: Token) -> None:
        self.scope.start("sign in", partial(self.account.sign_in, token), done=self._signed_in)

    def _signed_in(self, standing: Standing) -> None:
        self._stand(standing)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if standing.user:
            self.told.emit(f"Signed in as {standing.user.username}")

    def _signed_out(self) -> None:
        self.told.emit("Signed out")
        self.sign_in.setFocus()

    def _failed(self, failure: Failure) -> None:
        error, key = failure.error, failure.key
        if key == "sign in":
            self.sign_in.show_error(error)
        elif key == "restore" and isinstance(error, Unauthorized):
            self._stand(self.account.standing)
        elif key == "restore" and isinstance(error, KeyringUnusable):
            self.pages.setCurrentWidget(self.sign_in)
            self.sign_in.show_error(error)
        elif key == "restore":
            self.inside.show_error(error)
        elif key != "check" or not isinstance(error, Unauthorized):
            actions = [BannerAction("Retry", failure.retry, "primary")] if error.retryable else []
            banner = Banner(self.theme, "bad", error.title, error.explanation, actions, closable=True)
            self.banners.show_banner(key, banner)
