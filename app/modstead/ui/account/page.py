"""The account's page: one account for each platform that is on, the main one's first."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from modstead.services.account import AccountService
from modstead.services.community import CommunityService
from modstead.ui.account.main import MainAccount
from modstead.ui.account.other import OtherAccount
from modstead.ui.account.view import AccountView
from modstead.ui.images import ImageLoader
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.choices import Choice, Segment
from modstead.ui.kit.pages import Line, PageHeader
from modstead.ui.project_states import ProjectStates
from modstead.ui.theme import Theme


def _now() -> datetime:
    return datetime.now().astimezone()


class AccountPage(QWidget):
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
        others: Sequence[AccountService] = (),
        project_in: Callable[[str], str | None],
        now: Callable[[], datetime] = _now,
    ) -> None:
        super().__init__()
        self.theme = theme
        self.main = MainAccount(theme, account, community, states, images, project_in=project_in, now=now)
        self._views: dict[str, AccountView] = {account.id: self.main}
        self._views |= {other.id: OtherAccount(theme, other) for other in others}
        self._build()
        self.main.project_opened.connect(self.project_opened)
        self.main.install_requested.connect(self.install_requested)
        self.main.cancel_requested.connect(self.cancel_requested)
        self.leave.clicked.connect(lambda: self._view().leave())
        self.reload.clicked.connect(lambda: self._view().reload())
        self.platforms.chosen.connect(self.open_platform)
        for view in self._views.values():
            view.changed.connect(self._tell)
            view.told.connect(self.told)
        self.open_platform(account.id)

    def open_platform(self, platform: str) -> None:
        """Show the account at this platform."""
        self.platforms.choose(platform)
        view = self._views[platform]
        self.views.setCurrentWidget(view)
        self.setFocusProxy(view)
        self._tell()

    async def close_tasks(self) -> None:
        """Stop everything under way and wait until it has stopped."""
        for view in self._views.values():
            await view.close_tasks()

    def _build(self) -> None:
        theme = self.theme
        self.leave = Button(theme, "Sign out")
        self.reload = Button(theme, icon="refresh", name="Load again")
        self.header = PageHeader(theme, "Account", actions=[self.reload, self.leave])
        choices = [Choice(key, view.account.platform) for key, view in self._views.items()]
        self.platforms = Segment(theme, choices, name="Platform")
        self._platform_row = QWidget()
        self._row = QHBoxLayout(self._platform_row)
        self._row.addWidget(self.platforms)
        self._row.addStretch(1)
        self._platform_row.setVisible(len(choices) > 1)
        self.views = QStackedWidget()
        for view in self._views.values():
            self.views.addWidget(view)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(Line(theme))
        whole.addWidget(self._platform_row)
        whole.addWidget(self.views, 1)
        theme.changed.connect(self._measure)
        self._measure()

    def _view(self) -> AccountView:
        return self._views[self.platforms.current()]

    def _tell(self) -> None:
        view = self._view()
        self.header.set_title("Account", view.caption)
        self.leave.setVisible(view.account.standing.held)
        self.reload.setVisible(view.account.standing.user is not None)

    def _measure(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(20), px(10), px(16), 0)
