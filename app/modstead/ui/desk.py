"""The window's controller: it alone knows all pages and services, and wires the ones to the others."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from modstead.domain.instance import Instance, Library
from modstead.domain.plan import Applied, Plan, PlanKind
from modstead.domain.updates import UpdateCheck
from modstead.paths import Paths
from modstead.services.bundle import Services
from modstead.services.drops import AddChoice
from modstead.services.installs import Wanted
from modstead.settings import Settings
from modstead.ui.changes import Changes, Stopped
from modstead.ui.folders import Folders
from modstead.ui.history import HistoryPage
from modstead.ui.images import ImageLoader
from modstead.ui.installed import InstalledPage
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.looks import scheme_of, text_scale_of
from modstead.ui.main_window import MainWindow
from modstead.ui.outcomes import applied_words, left_out_words, stopped_cause, stopped_words
from modstead.ui.project import ProjectPage
from modstead.ui.project_states import ProjectStates
from modstead.ui.report import ReportPage
from modstead.ui.review import ProgressPage, ReviewPage
from modstead.ui.search import BrowsePage
from modstead.ui.settings_page import SettingsPage
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.welcome import WelcomePage

if TYPE_CHECKING:
    from modstead.ui.start import Connection

_STEPS_OF_MODS = ("review", "progress", "report")
_SHOWS_PROGRESS = frozenset({PlanKind.UPDATE, PlanKind.ADD})


class Desk(QObject):
    """Owns the pages. `start` shows the first folder; `close` ends all work before the services go."""

    def __init__(
        self, window: MainWindow, services: Services, connection: "Connection", paths: Paths
    ) -> None:
        super().__init__(window)
        self.window = window
        self.services = services
        self.theme = window.theme
        self.scope = TaskScope(self._failed)
        self.picture_scope = TaskScope(lambda _failure: None)
        self.images = ImageLoader(services.pictures, self.picture_scope, self)
        self.states = ProjectStates(self)
        self.changes = Changes(services.operations, self.states, self)
        self.folders = Folders(window, services, self.images, self.scope, self)
        self._trail: list[str] = []
        self._build(paths)
        self._connect_pages()
        self._connect_changes()
        self._connect_window()
        self._stop_listening = (
            connection.online_changed.listen(self._set_online),
            services.settings.changed.listen(self._take_settings),
        )

    def start(self, folder: Path | None) -> None:
        """Open `folder`, else the one opened last, else show what there is to choose from."""
        self.window.show_page("mods")
        self.folders.start(folder)

    async def close(self) -> None:
        """Stop everything and wait until it has stopped; a change under way is finished or put back first."""
        for stop in self._stop_listening:
            stop()
        self.folders.close()
        await self.changes.scope.close()
        await self.scope.close()
        for close in (page.close_tasks for page in (self.mods, self.browse, self.project, self.review)):
            await close()
        for scope in (self.history.tasks, self.report.tasks, self.welcome.tasks):
            await scope.close()
        await self.picture_scope.close()

    def _build(self, paths: Paths) -> None:
        theme, services, images = self.theme, self.services, self.images
        self.browse = BrowsePage(theme, services.search, self.states, images)
        self.mods = InstalledPage(
            theme,
            library=services.library,
            updates=services.updates,
            projects=services.projects,
            settings=services.settings,
            images=images,
        )
        self.project = ProjectPage(
            theme, services.projects, services.installs, services.search, states=self.states, images=images
        )
        self.history = HistoryPage(theme, services.operations, images)
        self.settings = SettingsPage(theme, services.settings, paths)
        self.review = ReviewPage(theme, updates=services.updates, images=images)
        self.progress = ProgressPage(theme, images=images)
        self.report = ReportPage(theme, services.drops, services.projects, images)
        self.welcome = WelcomePage(theme, services.instances, images)
        pages: dict[str, QWidget] = {
            "browse": self.browse,
            "mods": self.mods,
            "history": self.history,
            "settings": self.settings,
            "project": self.project,
            "review": self.review,
            "progress": self.progress,
            "report": self.report,
            "welcome": self.welcome,
        }
        for key, page in pages.items():
            self.window.add_page(key, page)

    def _connect_pages(self) -> None:
        self.mods.plan_ready.connect(self.changes.apply)
        self.mods.review_requested.connect(self._review_updates)
        self.mods.install_requested.connect(self.install)
        self.mods.identify_requested.connect(lambda paths: self.show_report(paths, ()))
        self.mods.files_chosen.connect(lambda paths: self.show_report(paths, ()))
        self.mods.project_requested.connect(self.open_project)
        self.mods.browse_requested.connect(lambda: self.show("browse"))
        self.mods.library_changed.connect(self._take_library)
        self.mods.updates_counted.connect(self._take_updates)
        self.mods.told.connect(self.window.toast.show_text)
        self.browse.project_opened.connect(self.open_project)
        self.browse.install_requested.connect(lambda project_id: self.install((project_id,)))
        self.browse.cancel_requested.connect(lambda _project_id: self.changes.cancel())
        self.browse.offline_found.connect(self._found_offline)
        self.project.back.connect(self.back)
        self.project.project_opened.connect(self.open_project)
        self.project.install_requested.connect(lambda item, version: self.install((item,), version))
        self.project.cancel_requested.connect(lambda _project_id: self.changes.cancel())
        self.project.offline_found.connect(self._found_offline)
        self.review.accepted.connect(self.changes.apply)
        self.review.cancelled.connect(self.back)
        self.progress.cancel_requested.connect(self.changes.cancel)
        self.progress.background_requested.connect(self.back)
        self.progress.summary_changed.connect(self._show_summary)
        self.report.accepted.connect(self._add)
        self.report.cancelled.connect(self.back)
        self.report.page_wanted.connect(self.open_project)
        self.history.undone.connect(self._told_undone)
        self.history.browse_wanted.connect(lambda: self.show("browse"))
        self.settings.folder_wanted.connect(_open_folder)
        self.settings.link_wanted.connect(lambda url: QDesktopServices.openUrl(QUrl(url)))
        self.welcome.add_wanted.connect(self.folders.add)
        self.welcome.folder_wanted.connect(self.folders.choose)
        self.folders.opened.connect(self._opened)
        self.folders.none_known.connect(self._show_welcome)

    def _connect_changes(self) -> None:
        self.changes.started.connect(self._started)
        self.changes.progressed.connect(self.progress.advance)
        self.changes.applied.connect(self._applied)
        self.changes.stopped.connect(self._stopped)
        self.changes.cancelled.connect(self._cancelled)

    def _connect_window(self) -> None:
        window = self.window
        window.instance_menu_requested.connect(self.folders.show_menu)
        window.search_submitted.connect(self._search)
        window.files_dropped.connect(self._dropped)
        window.back_requested.connect(self.back)
        window.tasks_requested.connect(lambda: self.show("progress" if self.changes.plan else "history"))
        window.close_requested.connect(self._close_when_done)

    # -- where one is

    def show(self, key: str, *, within: str = "") -> None:
        """Show a page and remember the way back."""
        current = self.window.current_page()
        if current and current != key and current not in _STEPS_OF_MODS:
            self._trail.append(current)
        self.window.show_page(key, within=within or ("mods" if key in _STEPS_OF_MODS else ""))

    def back(self) -> None:
        while self._trail:
            key = self._trail.pop()
            if key != self.window.current_page():
                self.window.show_page(key, within="browse" if key == "project" else "")
                return
        if self.window.current_page() in {*_STEPS_OF_MODS, "project"}:
            self.window.show_page("mods")

    def open_project(self, project_id: str, _tab: str = "") -> None:
        within = self.window.rail.current()
        self.show("project", within=within)
        self.project.open_project(project_id, within.capitalize())

    # -- the folder

    def _opened(self, instance: Instance) -> None:
        self.window.set_bare(bare=False)
        self.window.banners.clear("open")
        self._trail.clear()
        self.states.set_instance(instance)
        self.mods.open(instance)
        self.history.set_instance(instance)
        if self.window.current_page() in {"", "welcome", *_STEPS_OF_MODS}:
            self.window.show_page("mods")

    def _take_library(self, library: Library) -> None:
        self.folders.show_counts(library)
        self.project.set_library(library)
        self._tell_states(library, self.mods.check)

    def _take_updates(self, count: int) -> None:
        self.window.rail.set_badge("mods", count)
        if self.mods.library:
            self._tell_states(self.mods.library, self.mods.check)

    def _tell_states(self, library: Library, check: UpdateCheck | None) -> None:
        newer = {item.version.project_id: item.version.number for item in check.updates} if check else {}
        self.states.set_library(library, newer)

    def _show_welcome(self) -> None:
        self.window.set_bare(bare=True)
        self.window.show_page("welcome")
        self.welcome.refresh()

    # -- plans

    def _review_updates(self, library: Library, check: UpdateCheck, names: Sequence[str] | None) -> None:
        self.show("review")
        self.review.show_updates(library, check, names)

    def install(self, project_ids: Sequence[str], version_id: str = "") -> None:
        """Install these projects with what they need: at once, unless something speaks against it."""
        library = self.mods.library
        if library is None:
            self._show_error("install", "Open a folder of mods first.")
            return
        wanted = [Wanted(project_id, version_id) for project_id in project_ids]

        async def work() -> Plan:
            return await self.services.installs.plan(library, wanted)

        self.scope.start(f"install {' '.join(project_ids)}", work, done=self._apply_or_review)

    def _apply_or_review(self, plan: Plan) -> None:
        if not plan.operations:
            self.window.toast.show_text(plan.notes[0].text if plan.notes else "There is nothing to do.")
        elif plan.needs_a_look:
            self.show("review")
            self.review.show_plan(plan, self.mods.library)
        else:
            self.changes.apply(plan)

    def show_report(self, paths: Sequence[Path], links: Sequence[str]) -> None:
        """Say what these files and links are, and what can be done with them."""
        named = [(link, self.services.search.project_in(link) or "") for link in links]
        self.show("report")
        self.report.show_drop(paths, named, self.mods.library)

    def _add(self, choices: Sequence[AddChoice]) -> None:
        library = self.mods.library
        if library is None:
            return
        self.report.set_busy(busy=True)

        async def work() -> Plan:
            return await self.services.drops.plan_add(library, choices)

        self.scope.start("add", work, done=self._added)

    def _added(self, plan: Plan) -> None:
        self.report.set_busy(busy=False)
        self._apply_or_review(plan)
        if not plan.operations:
            self.back()

    # -- what becomes of them

    def _started(self, plan: Plan) -> None:
        self.window.hold_open = True
        self.progress.begin(plan)
        if plan.kind in _SHOWS_PROGRESS or self.window.current_page() == "review":
            self.show("progress")

    def _applied(self, applied: Applied) -> None:
        self._ended()
        instance = applied.plan.instance
        self._say(applied_words(applied), lambda: self.changes.undo(instance, applied.operation_id))
        if applied.failed:
            banner = Banner(self.theme, "warn", "Left out:", left_out_words(applied), closable=True)
            self.mods.show_banner("left out", banner)

    def _stopped(self, stopped: Stopped) -> None:
        if stopped.plan is self.changes.plan or self.changes.plan is None:
            self._ended()
        plan, error = stopped.plan, stopped.error
        actions = []
        if error.detail:
            actions.append(BannerAction("Details", lambda: banner.set_text(stopped_words(plan), str(error))))
        if plan is not None and plan.kind is PlanKind.UPDATE and len(plan.operations) > 1:
            actions.append(BannerAction("Leave it out", lambda: self._again(plan, leave_out=True)))
        if plan is not None and error.retryable:
            actions.append(BannerAction("Retry", lambda: self._again(plan, leave_out=False), "primary"))
        banner = Banner(
            self.theme, "bad", stopped_words(plan), stopped_cause(plan, error), actions, closable=True
        )
        self._stopped_area().show_banner("stopped", banner)

    def _stopped_area(self) -> BannerArea:
        """Above the table where that is shown, so that its header stays; else above the page."""
        return self.mods.banners if self.window.current_page() == "mods" else self.window.banners

    def _clear_stopped(self) -> None:
        for area in (self.mods.banners, self.window.banners):
            area.clear("stopped")

    def _again(self, plan: Plan, *, leave_out: bool) -> None:
        self._clear_stopped()
        self.changes.apply(plan, leave_out_failures=leave_out)

    def _cancelled(self, _plan: Plan) -> None:
        self._ended()
        self._say("Cancelled; nothing was changed", None)

    def _ended(self) -> None:
        self.window.hold_open = False
        self.window.top.tasks.set_resting()
        self._clear_stopped()
        if self.window.current_page() in _STEPS_OF_MODS:
            self.window.show_page("mods")
        self.mods.refresh()

    def _told_undone(self, applied: Applied) -> None:
        self._say(applied_words(applied), None)
        self.mods.refresh()

    def _say(self, words: str, undo: Callable[[], object] | None) -> None:
        self.window.toast.show_text(words, "Undo" if undo else "", undo)

    def _show_summary(self, words: str, share: float | None) -> None:
        if self.changes.plan is not None:
            self.window.top.tasks.set_working(words, share)

    def _close_when_done(self) -> None:
        """The window was closed during a change: it is stopped, which puts everything back, and then closed."""
        for signal in (self.changes.applied, self.changes.stopped, self.changes.cancelled):
            signal.connect(lambda _outcome: self.window.window().close())
        self.changes.cancel()

    # -- everything else

    def _search(self, words: str) -> None:
        self.show("browse")
        self.browse.search_for(words)

    def _dropped(self, paths: Sequence[Path], links: Sequence[str]) -> None:
        slugs = [self.services.search.project_in(link) for link in links]
        if not paths and len(slugs) == 1 and slugs[0]:
            self.open_project(slugs[0])
        elif self.folders.instance is None and len(paths) == 1 and paths[0].is_dir():
            self.folders.open(paths[0])
        else:
            self.show_report(paths, links)

    def _set_online(self, online: bool) -> None:
        self._found_offline(not online)

    def _found_offline(self, offline: bool) -> None:
        self.window.top.set_offline(offline=offline)
        self.states.set_offline(offline)

    def _take_settings(self, settings: Settings) -> None:
        self.theme.set_scheme(scheme_of(settings))
        self.theme.set_text_scale(text_scale_of(settings))

    def _failed(self, failure: Failure) -> None:
        if failure.key == "add":
            self.report.set_busy(busy=False)
            self.report.show_error(failure.error, failure.retry)
            return
        if failure.key == "open" and self.folders.instance is None:
            self._show_welcome()
        error = failure.error
        detail = " ".join(part for part in (error.detail, error.remedy) if part)
        self._show_error(failure.key, error.title, detail, failure if error.retryable else None)

    def _show_error(self, key: str, title: str, detail: str = "", failure: Failure | None = None) -> None:
        def retry() -> None:
            self.window.banners.clear(key)
            if failure:
                failure.retry()

        actions = [BannerAction("Retry", retry, "primary")] if failure else []
        self.window.banners.show_banner(key, Banner(self.theme, "bad", title, detail, actions, closable=True))


def _open_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
