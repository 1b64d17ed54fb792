"""The account in the window: whose it is in the top bar, and what other pages do in its name."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from modstead.domain.account import Grant, Reportable
from modstead.domain.project import Project, provider_in
from modstead.services.account import Standing
from modstead.services.bundle import Services
from modstead.ui.images import ImageLoader
from modstead.ui.pages import Pages
from modstead.ui.tasks import Failure, TaskScope

if TYPE_CHECKING:
    from modstead.ui.main_window import MainWindow

_SIDE = 24


class Membership(QObject):
    """The kept token is taken up when something first needs to know who is signed in, not when the window opens."""

    told = Signal(str)
    warned = Signal(str)

    def __init__(
        self,
        window: "MainWindow",
        services: Services,
        pages: Pages,
        images: ImageLoader,
        *,
        show: Callable[[str], object],
    ) -> None:
        super().__init__(window)
        self._button = window.top.account
        self._theme = window.theme
        self._account = services.account
        self._community = services.community
        self._pages = pages
        self._images = images
        self._show = show
        self._project: Project | None = None
        self._whose = ""
        self._asked_keyring = False
        self.scope = TaskScope(self._failed)
        self._stop_listening = (
            self._account.changed.listen(self._stand),
            self._community.follows_changed.listen(lambda _none: self._tell_followed()),
            self._community.unread_changed.listen(self._button.show_unread),
        )
        self._button.clicked.connect(lambda: show("account"))
        pages.project_shown.connect(self._project_shown)
        pages.follow_requested.connect(self._follow)
        pages.report_requested.connect(self._report)
        pages.user_opened.connect(self._open_user)
        images.ready.connect(lambda _urls: self._show_user(self._account.standing))
        self._theme.changed.connect(lambda: self._show_user(self._account.standing))

    async def close(self) -> None:
        """Stop everything under way and wait until it has stopped."""
        for stop in self._stop_listening:
            stop()
        await self.scope.close()

    # -- whose it is

    def _stand(self, standing: Standing) -> None:
        self._show_user(standing)
        self._tell_followed()
        whose = standing.user.id if standing.user else ""
        if whose and whose != self._whose and standing.grants.get("NOTIFICATION_READ") is not Grant.NO:
            self.scope.start("unread", self._community.notifications)
        self._whose = whose

    def _show_user(self, standing: Standing) -> None:
        user = standing.user
        if user is None:
            self._button.show_user("")
            return
        side = self._theme.px(_SIDE)
        picture = self._images.thumbnail(
            user.avatar_url, side, side, side // 2, ratio=self._button.devicePixelRatioF()
        )
        self._button.show_user(user.username, picture)

    # -- a project's page

    def _project_shown(self, project: Project) -> None:
        self._project = None if provider_in(project.project_id) else project
        self._restore()
        self._tell_followed()

    def _restore(self) -> None:
        """The keyring is asked once: whoever did not unlock it is not asked again for every project."""
        standing = self._account.standing
        may_ask = standing.held or (self._account.kept and not self._asked_keyring)
        if standing.user is None and not standing.refused and may_ask:
            self._asked_keyring = True
            self.scope.start("restore", self._account.restore)

    def _tell_followed(self) -> None:
        """Whether the shown project is followed: unknown until that is asked for, and to who is not signed in."""
        project = self._project
        if project is None or not self._pages.made("project"):
            return
        if self._account.standing.user is None:
            self._pages.project.show_followed(None)
            return
        work = partial(self._community.follows, project.project_id)
        self.scope.start("follows", work, done=partial(self._know_followed, project))

    def _know_followed(self, project: Project, followed: bool) -> None:
        if project is self._project:
            self._pages.project.show_followed(followed)

    def _follow(self, project: Project, follow: bool) -> None:
        change = self._community.follow if follow else self._community.unfollow
        words = f"You follow {project.title}{'' if follow else ' no longer'}"
        done = partial(self._followed, project, words)
        self.scope.start(f"follow {project.project_id}", partial(change, project), done=lambda _none: done())

    def _followed(self, project: Project, words: str) -> None:
        self.told.emit(words)
        if project is self._project:
            self._tell_followed()

    # -- users and reports

    def _open_user(self, user_id: str) -> None:
        self._show("user")
        self._pages.user.open_user(user_id)

    def _report(self, item: Reportable, item_id: str, title: str) -> None:
        if self._account.standing.user is None and not (self._account.kept or self._account.standing.held):
            self.told.emit(f"Sign in to report {title}")
            self._show("account")
            return
        self._show("moderation")
        self._pages.moderation.open_report(item, item_id, title)

    def _failed(self, failure: Failure) -> None:
        if failure.key.startswith("follow "):
            self.warned.emit(failure.error.sentences)
            self._tell_followed()
