"""The page of one project: what it is, whether it fits, and the button that knows its state."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from modstead.domain.account import Reportable
from modstead.domain.catalog import ProjectDependencies
from modstead.domain.compatibility import Choice, Target
from modstead.domain.game_versions import GameVersions
from modstead.domain.instance import Instance, Library
from modstead.domain.plan import Plan
from modstead.domain.project import Member, Project
from modstead.domain.version import Version
from modstead.errors import Unreachable
from modstead.services.installs import InstallService, Wanted
from modstead.services.projects import ProjectService
from modstead.services.search import SearchService
from modstead.ui.images import ImageLoader
from modstead.ui.kit.banners import Banner, BannerAction
from modstead.ui.kit.choices import Choice as TabChoice
from modstead.ui.kit.install import InstallState
from modstead.ui.markdown import Rendered
from modstead.ui.project.bodies import rendered_body
from modstead.ui.project.facts import (
    Known,
    companions,
    dependency_rows,
    fit_words,
    fitting,
    made_for,
    version_rows,
)
from modstead.ui.project.side import SideFacts
from modstead.ui.project.versions_menu import fill_versions
from modstead.ui.project.view import ProjectView
from modstead.ui.project.words import days_words
from modstead.ui.project_states import ButtonState, ProjectStates
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme

_NARROW = 1100 - 152


def _now() -> datetime:
    return datetime.now().astimezone()


class ProjectPage(ProjectView):
    """`open_project` shows a project; everything else follows from what `states` is told."""

    project_opened = Signal(str)
    """The ID or slug of another project, from a link or a dependency."""
    install_requested = Signal(str, str)
    """A project's ID and a version's ID: empty for the newest that fits, be it an install or an update."""
    cancel_requested = Signal(str)
    offline_found = Signal(bool)
    project_shown = Signal(object)
    """The Project, once it is there."""
    follow_requested = Signal(object, bool)
    """The Project, and whether it is to be followed."""
    report_requested = Signal(object, str, str)
    """A Reportable, its ID and its name."""
    user_opened = Signal(str)
    """The ID of a member."""

    def __init__(
        self,
        theme: Theme,
        projects: ProjectService,
        installs: InstallService,
        search: SearchService,
        *,
        states: ProjectStates,
        images: ImageLoader,
        now: Callable[[], datetime] = _now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, images, now, parent)
        self.scope = TaskScope(self._failed, on_change=self._busy_changed)
        self._projects = projects
        self._installs = installs
        self._search = search
        self._states = states
        self._asked = ""
        self._asked_at = now()
        self._members: tuple[Member, ...] = ()
        self._library: Library | None = None
        self._goes_to: Instance | None = None
        self._connect()

    # -- what the window may ask of it

    @property
    def project(self) -> Project | None:
        return self._known.project if self._known else None

    def open_project(self, id_or_slug: str, origin: str = "", tab: str = "") -> None:
        """Show this project from the top, at its `tab` ("versions", "changelog"), without one at its description.

        `origin` names where Back leads, such as "Browse · 9,412 mods".
        """
        self.header.set_origin(origin)
        self._asked = id_or_slug
        self._known, self._members = None, ()
        self.header.show_followed(None)
        self.scope.cancel_all()
        self.viewer.hide()
        self.banners.clear("offline")
        self.banners.clear("part")
        self.description.clear_text()
        self.changelog.set_versions((), self._made_for)
        self.tabs.choose(tab or "description")
        self._show_tab(tab or "description")
        self.states_pages.setCurrentWidget(self._loading)
        self._load()

    def show_followed(self, followed: bool | None) -> None:
        """Whether the user follows this project; None where that is not known, as nobody is signed in."""
        self.header.show_followed(followed)

    def set_library(self, library: Library | None) -> None:
        """What lies in the open folder: it decides what else an install brings."""
        self._library = library
        self._ask_plan()

    def refresh(self) -> None:
        """Ask for everything again, as after the connection came back."""
        if self._asked:
            self._load()

    async def close_tasks(self) -> None:
        """Stop everything under way and wait until it has stopped."""
        await self.scope.close()

    # -- building

    def _connect(self) -> None:
        self.header.back.connect(self.back)
        self.header.acted.connect(self._act)
        self.header.cancelled.connect(lambda: self.cancel_requested.emit(self._project_id()))
        self.header.link_opened.connect(self._open_page)
        self.header.link_copied.connect(self._copy_link)
        self.header.followed.connect(self._ask_to_follow)
        self.header.report_wanted.connect(self._report)
        self.side.user_opened.connect(self.user_opened)
        self.header.versions_menu.aboutToShow.connect(self._fill_menu)
        self.tabs.chosen.connect(self._show_tab)
        self.version_filter.chosen.connect(self._show_versions)
        self.versions.chosen.connect(self._switch)
        self.description.link_activated.connect(self._follow)
        self.changelog.link_activated.connect(self._follow)
        self.changelog.wanted.connect(self._more_changelog)
        self.dependencies.opened.connect(self.project_opened)
        self.gallery.opened.connect(self._show_picture)
        self.viewer.closed.connect(self.gallery.setFocus)
        self.retry.clicked.connect(self.refresh)
        self.try_again.connect(self.refresh)
        self._states.changed.connect(self._states_changed)
        # Alt+Left is the window's: the same keys in two places would go to neither.
        shortcut = QShortcut(QKeySequence("Escape"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._leave)

    # -- loading

    def _load(self) -> None:
        self._asked_at = self._now()
        self.scope.start("project", partial(self._projects.page, self._asked), done=self._project_found)

    def _project_found(self, project: Project) -> None:
        body_changed = self._known is None or self._known.project.body != project.body
        before = self._known or Known(project)
        self._known = replace(before, project=project)
        if body_changed:
            self.scope.start("body", partial(rendered_body, project.body), done=self._body_rendered)
        follows = self._projects.capabilities(project).follows
        self.header.show_project(project, days_words(project.updated, self._now()), follows=follows)
        self.gallery_model.set_rows(project.gallery)
        self.states_pages.setCurrentWidget(self._shown)
        self._tell_freshness(project)
        self._show_all()
        self.project_shown.emit(project)
        project_id, start = project.project_id, self.scope.start
        start("versions", partial(self._projects.versions, project_id), done=self._versions_found)
        start("members", partial(self._projects.members, project_id), done=self._members_found)
        start("dependencies", partial(self._projects.dependencies, project_id), done=self._related_found)
        start("game versions", self._search.game_versions, done=self._order_found)
        self._ask_choice()
        self._ask_plan()

    def _ask_choice(self) -> None:
        self._goes_to = self._section
        project, section = self.project, self._section
        if project and section and self._target:
            work = partial(self._installs.choose, project.project_id, section)
            self.scope.start("choice", work, done=self._choice_found)

    def _ask_plan(self) -> None:
        """What else comes along; only for what is not there yet."""
        project, library = self.project, self._library
        self._change_known(plan=None)
        if project is None or library is None or not self._target:
            return
        if self._states.installed(project.project_id) is None and library.instance == self._section:
            work = partial(self._installs.plan, library, (Wanted(project.project_id),))
            self.scope.start("plan", work, done=self._plan_found)

    def _versions_found(self, versions: tuple[Version, ...]) -> None:
        self._change_known(versions=versions)
        self.changelog.set_versions(versions, self._made_for)
        if self.tabs.current() == "changelog":
            self.changelog.start()
        self._show_all()

    def _members_found(self, members: tuple[Member, ...]) -> None:
        self._members = members
        owner = next((member for member in members if member.is_owner), members[0] if members else None)
        self.header.set_author(owner.user.name or owner.user.username if owner else "")
        self._show_side()

    def _related_found(self, related: ProjectDependencies) -> None:
        self._change_known(related=related.projects)
        self._show_all()

    def _order_found(self, order: GameVersions) -> None:
        self._change_known(game_versions=order)
        self._show_all()

    def _choice_found(self, choice: Choice) -> None:
        self._change_known(choice=choice)
        self._show_all()

    def _plan_found(self, plan: Plan) -> None:
        self._change_known(plan=plan)
        self._show_side()

    def _change_known(self, **found: object) -> None:
        if self._known is not None:
            self._known = replace(self._known, **found)  # type: ignore[arg-type]

    # -- showing

    def _show_all(self) -> None:
        known = self._known
        if known is None:
            return
        self.tabs.set_choices(self._tab_choices())
        target = self._target
        fits = len(fitting(known.versions, target))
        pills = [TabChoice("all", "All versions", len(known.versions))]
        if target is not None and self._takes(known.project):
            pills.insert(0, TabChoice("fitting", f"Fits {target}", fits))
        self.version_filter.set_choices(pills)
        self._show_versions()
        self.dependency_model.set_rows(dependency_rows(known, self._states))
        self._show_button()
        self._show_side()
        self._show_tab(self.tabs.current())

    def _show_versions(self) -> None:
        if self._known is not None:
            everything = self.version_filter.current() != "fitting"
            self.version_model.set_rows(version_rows(self._known, self._states, everything=everything))

    def _show_button(self) -> None:
        known = self._known
        if known is None:
            return
        project = known.project
        state = self._states.button(
            project.project_id, project.project_type, project.loaders, project.game_versions
        )
        version = known.choice.version if known.choice else None
        if known.elsewhere and state.shown.kind in {"install", "update"}:
            state = ButtonState(InstallState("elsewhere"), known.choice.reason if known.choice else "")
        self.header.show_button(state, version.number if version else "", has_versions=bool(known.versions))

    def _body_rendered(self, body: Rendered) -> None:
        self.description.show_text(body)
        self._show_side()

    def _show_side(self) -> None:
        """Not while a long body is rendered: building widgets waits then for the worker at every step."""
        known = self._known
        if known is None or self.scope.running("body"):
            return
        facts = SideFacts(
            known.project,
            self._projects.url(known.project),
            fit_words(known, self._states),
            companions(known, self._states),
            self._members,
            known.game_versions,
        )
        self.side.show_facts(facts, self._now())

    def _tell_freshness(self, project: Project) -> None:
        """Show the page's age, and tell what it proves: one out of the cache does not prove a connection."""
        freshness = project.freshness
        if freshness is None or freshness.offline or freshness.fetched_at >= self._asked_at:
            self.offline_found.emit(bool(freshness and freshness.offline))
        self.show_freshness(freshness, offline=self._states.offline)

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        offline = isinstance(error, Unreachable)
        detail = error.explanation
        if failure.key == "project" and self._known is None:
            self.failure.icon.set_icon("offline" if offline else "error")
            self.failure.set_text(error.title, detail)
            self.states_pages.setCurrentWidget(self._failed_page)
        elif failure.key == "choice":
            self._choice_found(Choice(None, f"{error.title} {error.detail}".strip()))
        elif failure.key in ("project", "versions", "changelog"):
            retry = BannerAction("Retry", partial(self._retry, failure), "primary")
            self.banners.show_banner("part", Banner(self.theme, "bad", error.title, detail, [retry]))
        if offline:
            self.offline_found.emit(offline)

    def _retry(self, failure: Failure) -> None:
        self.banners.clear("part")
        failure.retry()

    def _busy_changed(self) -> None:
        busy = self.scope.running("project")
        self.progress.setVisible(busy)
        if busy:
            self.progress.set_share(None)
            self.progress.raise_()

    # -- what the user does

    def _takes(self, project: Project) -> bool:
        return self._states.takes(project.project_type, project.loaders)

    @property
    def _section(self) -> Instance | None:
        """The section of the open game where the project goes."""
        project = self.project
        return self._states.section_for(project.project_type, project.loaders) if project else None

    @property
    def _target(self) -> Target | None:
        project = self.project
        return self._states.target_for(project.project_type, project.loaders) if project else None

    def _act(self) -> None:
        if self.header.leads_elsewhere:
            QDesktopServices.openUrl(QUrl(self._known.elsewhere if self._known else ""))
            return
        self.install_requested.emit(self._project_id(), "")

    def _ask_to_follow(self, follow: bool) -> None:
        if self.project is not None:
            self.follow_requested.emit(self.project, follow)

    def _report(self) -> None:
        if self.project is not None:
            self.report_requested.emit(Reportable.PROJECT, self.project.project_id, self.project.title)

    def _switch(self, version: Version) -> None:
        self.install_requested.emit(self._project_id(), version.id)

    def _fill_menu(self) -> None:
        menu = self.header.versions_menu
        menu.clear()
        if self._known is not None:
            fill_versions(menu, self._known, self._states, self._now(), self._switch)
            menu.addSeparator()
            menu.add("All versions", self._open_versions)

    def _open_versions(self) -> None:
        self.tabs.choose("versions")
        self._show_tab("versions")

    def _follow(self, address: str) -> None:
        """A link to a project opens here, any other one in the system's browser."""
        project = self._search.project_in(address)
        if project is not None:
            self.project_opened.emit(project)
        else:
            QDesktopServices.openUrl(QUrl(address))

    def _open_page(self) -> None:
        if self.project is not None:
            QDesktopServices.openUrl(QUrl(self._projects.url(self.project)))

    def _copy_link(self) -> None:
        if self.project is not None:
            QGuiApplication.clipboard().setText(self._projects.url(self.project))

    def _show_picture(self, place: int) -> None:
        self.viewer.show_picture(self.gallery_model.rows, place)

    def _more_changelog(self) -> None:
        if not self.scope.running("changelog"):
            self.scope.start("changelog", self.changelog.render_more, done=self.changelog.show_more)

    def _leave(self) -> None:
        if self.viewer.isVisible():
            self.viewer.leave()
        else:
            self.back.emit()

    def _states_changed(self) -> None:
        if self._known is None:
            return
        if self._section != self._goes_to:
            self._goes_to = self._section
            self._change_known(choice=None, plan=None)
            self._ask_choice()
        self.show_freshness(self._known.project.freshness, offline=self._states.offline)
        self._show_button()
        self._show_versions()
        self.dependency_model.set_rows(dependency_rows(self._known, self._states))
        self._show_side()

    def _made_for(self, version: Version) -> str:
        return made_for(version, self._known.game_versions if self._known else None)

    def _project_id(self) -> str:
        return self.project.project_id if self.project else ""
