"""The account at the main platform: followed projects, notifications, reports and one's own page."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from modstead.services.account import AccountService, Standing
from modstead.services.community import CommunityService
from modstead.ui.account.following import Following
from modstead.ui.account.notifications import NotificationsPart
from modstead.ui.account.profile import ProfilePart
from modstead.ui.account.reports import ReportsPart
from modstead.ui.account.view import AccountView
from modstead.ui.images import ImageLoader
from modstead.ui.kit.choices import Choice, TabBar
from modstead.ui.kit.pages import Line
from modstead.ui.project_states import ProjectStates
from modstead.ui.theme import Theme

_TITLES = {
    "following": "Followed projects",
    "notifications": "Notifications",
    "reports": "Reports",
    "profile": "Profile",
}


class MainAccount(AccountView):
    project_opened = Signal(str)
    install_requested = Signal(str)
    cancel_requested = Signal(str)

    def __init__(
        self,
        theme: Theme,
        account: AccountService,
        community: CommunityService,
        states: ProjectStates,
        images: ImageLoader,
        *,
        project_in: Callable[[str], str | None],
        now: Callable[[], datetime],
    ) -> None:
        content = QWidget()
        why = "Follow projects, be told of their new versions, and report what is wrong."
        super().__init__(theme, account, content, why=why)
        self._project_in = project_in
        self._community = community
        self.following = Following(theme, community, states, images, now)
        self.notifications = NotificationsPart(theme, community, images, now)
        self.reports = ReportsPart(theme, community, account.platform, now, self._user_id)
        self.profile = ProfilePart(theme, account, community)
        self._parts: dict[str, QWidget] = {
            "following": self.following,
            "notifications": self.notifications,
            "reports": self.reports,
            "profile": self.profile,
        }
        self._lay_out(content)
        self._connect()
        self._stand(account.standing)

    def open_tab(self, key: str) -> None:
        self.tabs.choose(key)
        self._show_tab(key)

    async def close_tasks(self) -> None:
        self._stop_counting()
        await super().close_tasks()
        await self.profile.scope.close()
        for part in self._loaded():
            await part.close_tasks()

    def reload(self) -> None:
        part = self.parts.currentWidget()
        if part is self.profile:
            super().reload()
        for loaded in self._loaded():
            if part is loaded:
                loaded.refresh()

    def forget(self) -> None:
        super().forget()
        self.profile.forget()
        for part in self._loaded():
            part.forget()

    def show_standing(self, standing: Standing) -> None:
        super().show_standing(standing)
        self.profile.show_standing(standing)
        self._show_tab(self.tabs.current())

    def _count_unread(self, number: int) -> None:
        self.tabs.set_count("notifications", number or None)

    def _user_id(self) -> str:
        user = self.account.standing.user
        return user.id if user else ""

    def _loaded(self) -> tuple[Following | NotificationsPart | ReportsPart, ...]:
        return self.following, self.notifications, self.reports

    def _lay_out(self, content: QWidget) -> None:
        choices = [Choice(key, title) for key, title in _TITLES.items()]
        self.tabs = TabBar(self.theme, choices, name="Parts of the account")
        self.parts = QStackedWidget()
        for part in self._parts.values():
            self.parts.addWidget(part)
        self._tab_row = QHBoxLayout()
        self._tab_row.addWidget(self.tabs)
        self._tab_row.addStretch(1)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._tab_row)
        column.addWidget(Line(self.theme))
        column.addWidget(self.parts, 1)
        self.theme.changed.connect(self._measure)
        self._measure()

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._show_tab)
        self.following.project_opened.connect(self.project_opened)
        self.following.install_requested.connect(self.install_requested)
        self.following.cancel_requested.connect(self.cancel_requested)
        self.notifications.opened.connect(self._open)
        self.profile.told.connect(self.told)
        self._stop_counting = self._community.unread_changed.listen(self._count_unread)
        for key, part in zip(_TITLES, self._loaded(), strict=False):
            part.counted.connect(partial(self.tabs.set_count, key))
            part.told.connect(self.told)

    def _show_tab(self, key: str) -> None:
        part = self._parts.get(key, self.following)
        self.parts.setCurrentWidget(part)
        self.setFocusProxy(part)

    def _open(self, address: str) -> None:
        """A project opens here, anything else of the platform's in the browser."""
        project = address if "://" not in address else self._project_in(address)
        if project:
            self.project_opened.emit(project)
        else:
            QDesktopServices.openUrl(QUrl(address))

    def _measure(self) -> None:
        self._tab_row.setContentsMargins(self.theme.px(20), self.theme.px(2), self.theme.px(16), 0)
