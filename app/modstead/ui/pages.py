"""Makes the pages, each when it is first needed, its module imported then, and speaks for all of them."""

from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from modstead.paths import Paths
from modstead.services.bundle import Services
from modstead.ui.images import ImageLoader
from modstead.ui.installed import InstalledPage
from modstead.ui.project_states import ProjectStates
from modstead.ui.tasks import TaskScope
from modstead.ui.theme import Theme

if TYPE_CHECKING:
    from modstead.ui.account import AccountPage
    from modstead.ui.bisect import BisectPage
    from modstead.ui.history import HistoryPage
    from modstead.ui.migration import MigrationPage
    from modstead.ui.moderation import ModerationPage
    from modstead.ui.project import ProjectPage
    from modstead.ui.report import ReportPage
    from modstead.ui.review import ProgressPage, ReviewPage
    from modstead.ui.search import BrowsePage
    from modstead.ui.settings_page import SettingsPage
    from modstead.ui.studio import StudioPage
    from modstead.ui.trouble import TroublePage
    from modstead.ui.user import UserPage
    from modstead.ui.welcome import WelcomePage

LAZY_PAGES = (
    *("browse", "project", "history", "settings", "review", "progress", "report", "welcome"),
    *("bisect", "trouble", "migration"),
    *("account", "user", "moderation", "studio"),
)
"""Those that are made when they are first shown, by the names of their properties here."""


class Pages(QObject):
    """What several pages ask for comes as one signal of this; what one page alone asks for, under its name."""

    left = Signal()
    """A page is done with: back to where one came from."""
    page_wanted = Signal(str)
    """Another page, by its key."""
    project_opened = Signal(str, str)
    """A project's ID and the tab."""
    install_requested = Signal(object, str)
    """A tuple of projects' IDs, and the version's where one was chosen."""
    cancel_requested = Signal()
    """The change under way is to be stopped."""
    offline_found = Signal(bool)
    review_wanted = Signal(object)
    """A Plan that is to be read first."""
    plan_accepted = Signal(object)
    """A Plan that was read."""
    freed = Signal(object)
    """A HeldBack that is not to be held back for that any more."""
    skip_requested = Signal(object, object)
    """An InstalledMod, and the Version of it that is to be passed over."""
    plan_accepted_anyway = Signal(object)
    """A Plan, though its new files speak against it."""
    plan_offered = Signal(object)
    """A Plan that a page has worked out."""
    told = Signal(str)
    """A short sentence for the toast."""
    files_accepted = Signal(object)
    """The choices for files that were dropped."""
    undone = Signal(object)
    """The Applied of an undo."""
    summary_changed = Signal(str, object)
    """What the progress page makes of the change, in short, and its share that is done or None."""
    folder_opened = Signal(object)
    """A folder of this computer that is to be opened."""
    folder_added = Signal(object)
    folder_sought = Signal()
    """The user is to choose a folder."""
    search_ended = Signal(object)
    """What putting everything back came to, a tuple of Applied."""
    mods_switched = Signal()
    """A search has turned other mods on."""
    updates_sought = Signal()
    good_found = Signal()
    """The game works with what the folder holds now."""
    culprit_sought = Signal(object)
    """The names of the files that are under suspicion."""
    disable_requested = Signal(str)
    undo_requested = Signal(str)
    """The operation's ID."""
    section_chosen = Signal(object, object)
    """The section that dropped files are for, and their paths."""
    project_shown = Signal(object)
    """A Project whose page is there now."""
    follow_requested = Signal(object, bool)
    """A Project, and whether it is to be followed."""
    report_requested = Signal(object, str, str)
    """A Reportable that something is wrong with, its ID and its name."""
    user_opened = Signal(str)
    """A user's ID or name."""

    def __init__(
        self,
        theme: Theme,
        services: Services,
        *,
        states: ProjectStates,
        images: ImageLoader,
        paths: Paths,
        sample_command: Sequence[str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._services = services
        self._states = states
        self._images = images
        self._paths = paths
        self._sample_command = sample_command
        self._scopes: list[TaskScope] = []
        self._closing: list[Callable[[], Awaitable[None]]] = []

    def made(self, page: str) -> bool:
        """Whether a page has been needed yet."""
        return page in self.__dict__

    async def close(self) -> None:
        """End the work of all pages."""
        for close in self._closing:
            await close()
        for scope in self._scopes:
            await scope.close()

    @cached_property
    def mods(self) -> InstalledPage:
        services = self._services
        page = InstalledPage(
            self._theme,
            library=services.library,
            updates=services.updates,
            projects=services.projects,
            settings=services.settings,
            images=self._images,
            health=services.health,
            search=services.search,
            policies=services.policies,
            locks=services.locks,
        )
        page.browse_requested.connect(lambda: self.page_wanted.emit("browse"))
        page.folder_requested.connect(self.folder_sought)
        page.section_requested.connect(lambda section: self.folder_opened.emit(section.folder))
        page.requests.project_requested.connect(self.project_opened)
        page.setFocusProxy(page.table.list)
        self._closing.append(page.close_tasks)
        return page

    @cached_property
    def browse(self) -> "BrowsePage":
        from modstead.ui.search import BrowsePage

        page = BrowsePage(self._theme, self._services.search, self._states, self._images)
        page.project_opened.connect(self._open_project)
        page.install_requested.connect(lambda project_id: self.install_requested.emit((project_id,), ""))
        page.cancel_requested.connect(lambda _project_id: self.cancel_requested.emit())
        page.offline_found.connect(self.offline_found)
        page.setFocusProxy(page.field)
        self._closing.append(page.close_tasks)
        return page

    @cached_property
    def project(self) -> "ProjectPage":
        from modstead.ui.project import ProjectPage

        services = self._services
        page = ProjectPage(
            self._theme,
            services.projects,
            services.installs,
            services.search,
            states=self._states,
            images=self._images,
        )
        page.back.connect(self.left)
        page.project_opened.connect(self._open_project)
        page.install_requested.connect(
            lambda project_id, version: self.install_requested.emit((project_id,), version)
        )
        page.cancel_requested.connect(lambda _project_id: self.cancel_requested.emit())
        page.offline_found.connect(self.offline_found)
        page.project_shown.connect(self.project_shown)
        page.follow_requested.connect(self.follow_requested)
        page.report_requested.connect(self.report_requested)
        page.user_opened.connect(self.user_opened)
        page.set_library(self.mods.library)
        self._closing.append(page.close_tasks)
        return page

    @cached_property
    def history(self) -> "HistoryPage":
        from modstead.ui.history import HistoryPage

        page = HistoryPage(
            self._theme,
            self._services.operations,
            self._images,
            good=self._services.troubles,
        )
        page.undone.connect(self.undone)
        page.browse_wanted.connect(lambda: self.page_wanted.emit("browse"))
        page.settings_wanted.connect(lambda: self.page_wanted.emit("settings"))
        page.told.connect(self.told)
        page.folder_wanted.connect(_show_folder)
        page.review_wanted.connect(self.review_wanted)
        page.set_instance(self.mods.state.instance)
        page.setFocusProxy(page.list)
        self._scopes.append(page.tasks)
        return page

    @cached_property
    def settings(self) -> "SettingsPage":
        from modstead.ui.settings_page import SettingsPage

        page = SettingsPage(self._theme, self._services.settings, self._paths)
        page.folder_wanted.connect(_show_folder)
        page.link_wanted.connect(lambda url: QDesktopServices.openUrl(QUrl(url)))
        kept = TaskScope(lambda _failure: None)
        page.shown.connect(lambda: kept.start("kept", self._kept_size, done=page.show_kept))
        self._scopes.append(kept)
        return page

    @cached_property
    def review(self) -> "ReviewPage":
        from modstead.ui.review import ReviewPage

        services = self._services
        page = ReviewPage(
            self._theme, updates=services.updates, preflight=services.preflight, images=self._images
        )
        page.accepted.connect(self.plan_accepted)
        page.skip_requested.connect(self.skip_requested)
        page.freed.connect(self.freed)
        page.accepted_anyway.connect(self.plan_accepted_anyway)
        page.cancelled.connect(self.left)
        self._closing.append(page.close_tasks)
        return page

    @cached_property
    def progress(self) -> "ProgressPage":
        from modstead.ui.review import ProgressPage

        page = ProgressPage(self._theme, images=self._images)
        page.cancel_requested.connect(self.cancel_requested)
        page.background_requested.connect(self.left)
        page.summary_changed.connect(self.summary_changed)
        return page

    @cached_property
    def report(self) -> "ReportPage":
        from modstead.ui.report import ReportPage

        services = self._services
        page = ReportPage(self._theme, services.drops, services.projects, self._images)
        page.accepted.connect(self.files_accepted)
        page.cancelled.connect(self.left)
        page.page_wanted.connect(self._open_project)
        page.folder_wanted.connect(self.folder_opened)
        page.section_wanted.connect(self.section_chosen)
        self._scopes.append(page.tasks)
        return page

    @cached_property
    def bisect(self) -> "BisectPage":
        from modstead.ui.bisect import BisectPage

        page = BisectPage(self._theme, self._services.bisects, self._images)
        page.left.connect(self.left)
        page.ended.connect(self.search_ended)
        page.moved.connect(self.mods_switched)
        page.updates_wanted.connect(lambda _project_id: self.updates_sought.emit())
        page.project_opened.connect(self._open_project)
        self._scopes.append(page.tasks)
        return page

    @cached_property
    def trouble(self) -> "TroublePage":
        from modstead.ui.trouble import TroublePage

        page = TroublePage(self._theme, self._services.troubles, self._images)
        page.left.connect(self.left)
        page.good_wanted.connect(self.good_found)
        page.search_wanted.connect(self.culprit_sought)
        page.disable_wanted.connect(self.disable_requested)
        page.undo_wanted.connect(self.undo_requested)
        page.project_opened.connect(self._open_project)
        self._scopes.append(page.tasks)
        return page

    @cached_property
    def migration(self) -> "MigrationPage":
        from modstead.ui.migration import MigrationPage

        page = MigrationPage(self._theme, self._services.migration, self._images)
        page.cancelled.connect(self.left)
        page.plan_ready.connect(self.plan_offered)
        page.project_opened.connect(self._open_project)
        page.told.connect(self.told)
        self._closing.append(page.close_tasks)
        return page

    @cached_property
    def account(self) -> "AccountPage":
        from modstead.ui.account import AccountPage

        services = self._services
        page = AccountPage(
            self._theme,
            services.account,
            services.community,
            self._states,
            self._images,
            others=services.other_accounts,
            project_in=services.search.project_in,
        )
        page.project_opened.connect(self._open_project)
        page.install_requested.connect(lambda project_id: self.install_requested.emit((project_id,), ""))
        page.cancel_requested.connect(lambda _project_id: self.cancel_requested.emit())
        page.told.connect(self.told)
        self._closing.append(page.close_tasks)
        return page

    @cached_property
    def studio(self) -> "StudioPage":
        from modstead.ui.studio import StudioPage

        services = self._services
        page = StudioPage(self._theme, services.studios, self._images)
        page.account_wanted.connect(lambda: self.page_wanted.emit("account"))
        page.told.connect(self.told)
        self._closing.append(page.close_tasks)
        return page

    @cached_property
    def user(self) -> "UserPage":
        from modstead.ui.user import UserPage

        page = UserPage(self._theme, self._services.community, self._states, self._images)
        page.left.connect(self.left)
        page.project_opened.connect(self._open_project)
        page.install_requested.connect(lambda project_id: self.install_requested.emit((project_id,), ""))
        page.cancel_requested.connect(lambda _project_id: self.cancel_requested.emit())
        page.report_requested.connect(self.report_requested)
        self._closing.append(page.close_tasks)
        return page

    @cached_property
    def moderation(self) -> "ModerationPage":
        from modstead.ui.moderation import ModerationPage

        services = self._services
        page = ModerationPage(self._theme, services.community, services.projects, services.account.platform)
        page.left.connect(self.left)
        page.told.connect(self.told)
        self._closing.append(page.close_tasks)
        return page

    @cached_property
    def welcome(self) -> "WelcomePage":
        from modstead.ui.welcome import WelcomePage

        program, *arguments = self._sample_command or ("",)
        page = WelcomePage(self._theme, self._services.instances, self._images, with_sample=bool(program))
        page.add_wanted.connect(self.folder_added)
        page.folder_wanted.connect(self.folder_sought)
        page.sample_wanted.connect(lambda: QProcess.startDetached(program, arguments))
        self._scopes.append(page.tasks)
        return page

    async def _kept_size(self) -> int:
        known = await self._services.instances.known()
        return await self._services.operations.kept_size(*(item.instance.folder for item in known))

    def _open_project(self, project_id: str) -> None:
        self.project_opened.emit(project_id, "")


def _show_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
