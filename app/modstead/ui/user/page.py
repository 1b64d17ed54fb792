"""A user: who they are and what they published, to install from."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from modstead.domain.account import Reportable
from modstead.domain.project import User
from modstead.services.community import CommunityService
from modstead.services.community import UserPage as Shown
from modstead.ui import text
from modstead.ui.images import ImageLoader
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label
from modstead.ui.kit.pages import EmptyState, Line, PageHeader
from modstead.ui.kit.painting import CENTRE, draw_text, fill_rounded
from modstead.ui.project_states import ProjectStates
from modstead.ui.results.panel import ProjectsPanel
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme

_PORTRAIT = 48


def _now() -> datetime:
    return datetime.now().astimezone()


class Portrait(QWidget):
    """A round picture of 48; without one, the first letter of the name."""

    def __init__(self, theme: Theme, images: ImageLoader) -> None:
        super().__init__()
        self.theme = theme
        self._images = images
        self._user: User | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        images.ready.connect(self.update)

    def show_user(self, user: User | None) -> None:
        self._user = user
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(_PORTRAIT), self.theme.px(_PORTRAIT))

    def paintEvent(self, event: QPaintEvent) -> None:
        user, side = self._user, self.theme.px(_PORTRAIT)
        if user is None:
            return
        painter, c = QPainter(self), self.theme.palette
        picture = self._images.thumbnail(
            user.avatar_url, side, side, side // 2, ratio=self.devicePixelRatioF()
        )
        if picture is not None:
            painter.drawPixmap(0, 0, picture)
            return
        fill_rounded(painter, self.rect(), side / 2, c.accent_soft_2)
        letter = user.username[:1].upper()
        draw_text(painter, self.theme, self.rect(), letter, role="title", colour=c.accent_text, align=CENTRE)


class UserPage(QWidget):
    """`open_user` shows somebody; nobody needs to be signed in for it."""

    left = Signal()
    project_opened = Signal(str)
    install_requested = Signal(str)
    cancel_requested = Signal(str)
    report_requested = Signal(object, str, str)
    """A Reportable, its ID and its name."""

    def __init__(
        self,
        theme: Theme,
        community: CommunityService,
        states: ProjectStates,
        images: ImageLoader,
        *,
        now: Callable[[], datetime] = _now,
    ) -> None:
        super().__init__()
        self.theme = theme
        self._community = community
        self._asked = ""
        self.user: User | None = None
        self.scope = TaskScope(self._failed)
        self.report = Button(theme, "Report …")
        self.header = PageHeader(theme, "", actions=[self.report], with_back=True)
        self.portrait = Portrait(theme, images)
        self.bio = Label(theme, colour="text_2", wrap=True)
        self.since = Label(theme, role="caption", colour="text_3", elide=True)
        self.banners = BannerArea(theme)
        empty = EmptyState(theme, "mods", "No projects", "Nothing that everybody may see.")
        self.projects = ProjectsPanel(theme, states, images, empty, name="Projects", now=now)
        self._lay_out()
        self.header.back.connect(self.left)
        self.report.clicked.connect(self._report)
        self.projects.retried.connect(self._load)
        self.projects.project_opened.connect(self.project_opened)
        self.projects.install_requested.connect(self.install_requested)
        self.projects.cancel_requested.connect(self.cancel_requested)
        self.setFocusProxy(self.projects)
        theme.changed.connect(self._measure)
        self._measure()

    def open_user(self, id_or_name: str) -> None:
        """Show this user, from the top."""
        if id_or_name != self._asked:
            self._show(None)
        self._asked = id_or_name
        self.banners.clear_all()
        self._load()

    async def close_tasks(self) -> None:
        """Stop everything under way and wait until it has stopped."""
        await self.scope.close()

    def _load(self) -> None:
        if not self.projects.loaded:
            self.projects.show_waiting()
        work = partial(self._community.user_page, self._asked)
        self.scope.start("user", work, done=self._took)

    def _took(self, shown: Shown) -> None:
        self.banners.clear_all()
        self._show(shown.user)
        self.header.set_title(
            shown.user.name or shown.user.username, text.plural(len(shown.projects), "project")
        )
        self.projects.show_projects(shown.projects)

    def _show(self, user: User | None) -> None:
        self.user = user
        self.portrait.show_user(user)
        self._about.setVisible(user is not None)
        self.report.setVisible(user is not None)
        if user is None:
            self.header.set_title("")
            self.projects.show_waiting()
            return
        self.bio.set_text(" ".join(user.bio.split()))
        self.bio.setVisible(bool(user.bio.strip()))
        parts = [user.username, user.role if user.role in {"admin", "moderator"} else ""]
        if user.created:
            parts.append(f"here since {user.created.astimezone():%B %Y}")
        self.since.set_text(" · ".join(part for part in parts if part))

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        if not self.projects.loaded:
            self.projects.show_error(error)
            return
        actions = [BannerAction("Retry", failure.retry, "primary")]
        self.banners.show_banner("user", Banner(self.theme, "bad", error.title, error.explanation, actions))

    def _report(self) -> None:
        if self.user:
            self.report_requested.emit(Reportable.USER, self.user.id, self.user.username)

    def _lay_out(self) -> None:
        self._about = QWidget()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.since)
        words.addWidget(self.bio)
        words.addStretch(1)
        self._row = QHBoxLayout(self._about)
        self._row.addWidget(self.portrait)
        self._row.addLayout(words, 1)
        self._about.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._about)
        column.addWidget(Line(self.theme))
        column.addWidget(self.banners)
        column.addWidget(self.projects, 1)
        self._about.hide()
        self.report.hide()

    def _measure(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(20), px(2), px(16), px(10))
        self._row.setSpacing(px(12))
