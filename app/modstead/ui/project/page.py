"""The page of one project: what it is, whether it fits, and the button that knows its state."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from modstead.domain.catalog import ProjectDependencies
from modstead.domain.compatibility import Choice
from modstead.domain.game_versions import GameVersions
from modstead.domain.instance import Library
from modstead.domain.plan import Plan
from modstead.domain.project import Member, Project
from modstead.domain.version import Version
from modstead.errors import ModsteadError, Unreachable
from modstead.services.installs import InstallService, Wanted
from modstead.services.projects import ProjectService
from modstead.services.search import SearchService
from modstead.ui import text
from modstead.ui.images import ImageLoader
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.choices import Choice as TabChoice
from modstead.ui.kit.choices import PillBar, TabBar
from modstead.ui.kit.pages import EmptyState, Line
from modstead.ui.kit.progress import ProgressBar
from modstead.ui.kit.versions import short_version
from modstead.ui.markdown import Rendered, rendered
from modstead.ui.project.changelog import Changelog
from modstead.ui.project.dependencies import DependencyList, DependencyModel
from modstead.ui.project.facts import (
    Known,
    companions,
    dependency_rows,
    fit_words,
    fitting,
    menu_versions,
    version_rows,
)
from modstead.ui.project.gallery import GalleryGrid, GalleryModel, PictureViewer
from modstead.ui.project.header import ProjectHeader
from modstead.ui.project.prose import Prose
from modstead.ui.project.side import ProjectSide, SideFacts
from modstead.ui.project.versions import VersionList, VersionModel
from modstead.ui.project.words import days_words
from modstead.ui.project_states import ProjectStates
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme

_NARROW = 1100 - 152
_CUT = Rendered(('<p><span class="caption">The rest is too long to be shown here.</span></p>',))


def _now() -> datetime:
    return datetime.now().astimezone()


class ProjectPage(QWidget):
    """`open_project` shows a project; everything else follows from what `states` is told."""

    back = Signal()
    project_opened = Signal(str)
    """The ID or slug of another project, from a link or a dependency."""
    install_requested = Signal(str, str)
    """A project's ID and a version's ID: empty for the newest that fits, be it an install or an update."""
    cancel_requested = Signal(str)
    offline_found = Signal(bool)

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
        super().__init__(parent)
        self.theme = theme
        self.scope = TaskScope(self._failed, on_change=self._busy_changed)
        self._projects = projects
        self._installs = installs
        self._search = search
        self._states = states
        self._images = images
        self._now = now
        self._asked = ""
        self._known: Known | None = None
        self._members: tuple[Member, ...] = ()
        self._library: Library | None = None
        self._instance = states.instance
        self.setAccessibleName("Project")
        self._build()
        self._lay_out()
        self._connect()
        self._renew()

    # -- what the window may ask of it

    @property
    def project(self) -> Project | None:
        return self._known.project if self._known else None

    def open_project(self, id_or_slug: str, origin: str = "") -> None:
        """Show this project from the top; `origin` names where Back leads, such as "Browse · 9,412 mods"."""
        self.header.set_origin(origin)
        self._asked = id_or_slug
        self._known, self._members = None, ()
        self.scope.cancel_all()
        self.viewer.hide()
        self.banners.clear("offline")
        self.banners.clear("part")
        self.tabs.choose("description")
        self._show_tab("description")
        self.description.clear_text()
        self.changelog.set_versions(())
        self.states_pages.setCurrentWidget(self._loading)
        self._load()

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

    def _build(self) -> None:
        theme, images = self.theme, self._images
        self.header = ProjectHeader(theme, images)
        self.banners = BannerArea(theme)
        self.tabs = TabBar(theme, self._tab_choices(), name="Parts of the page")
        self.description = Prose(theme, images)
        self.description.setAccessibleName("Description")
        self.gallery_model = GalleryModel(self)
        self.gallery = GalleryGrid(theme, self.gallery_model, images)
        self.version_model = VersionModel(self._now, self)
        self.versions = VersionList(theme, self.version_model)
        self.version_filter = PillBar(theme, name="Which versions")
        self.changelog = Changelog(theme, images, self._now)
        self.dependency_model = DependencyModel(self)
        self.dependencies = DependencyList(theme, self.dependency_model, images)
        self.no_pictures = EmptyState(theme, "info", "No pictures", "This project has not put up any.")
        self.no_dependencies = EmptyState(theme, "check-circle", "It needs nothing else")
        self.side = ProjectSide(theme, images)
        self.failure = EmptyState(theme, "error", "")
        self.retry = Button(theme, "Retry", kind="primary")
        self.failure.add_button(self.retry)
        self.progress = ProgressBar(theme, parent=self)
        self.progress.hide()
        self.viewer = PictureViewer(theme, images, self)

    def _lay_out(self) -> None:
        self._filter_row = QHBoxLayout()
        self._filter_row.addWidget(self.version_filter)
        self._filter_row.addStretch(1)
        listed = QWidget()
        versions = QVBoxLayout(listed)
        versions.setContentsMargins(0, 0, 0, 0)
        versions.setSpacing(0)
        versions.addLayout(self._filter_row)
        versions.addWidget(self.versions, 1)
        self._side_page = QWidget()
        self._side_row = QHBoxLayout(self._side_page)
        self._side_row.setContentsMargins(0, 0, 0, 0)
        self._side_row.addStretch(1)
        self.parts = QStackedWidget()
        self._part_widgets = {
            "description": self.description,
            "gallery": self.gallery,
            "versions": listed,
            "changelog": self.changelog,
            "dependencies": self.dependencies,
            "details": self._side_page,
        }
        for widget in (*self._part_widgets.values(), self.no_pictures, self.no_dependencies):
            self.parts.addWidget(widget)
        self._body = QHBoxLayout()
        self._body.setSpacing(0)
        self._body.addWidget(self.parts, 1)
        self._body.addWidget(self.side)
        self._tab_row = QHBoxLayout()
        self._tab_row.addWidget(self.tabs)
        self._tab_row.addStretch(1)
        self._line = Line(self.theme)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banners)
        column.addLayout(self._tab_row)
        column.addWidget(self._line)
        column.addLayout(self._body, 1)
        self._shown = shown
        self._loading = QWidget()
        self._failed_page = self._with_back(self.failure)
        self.states_pages = QStackedWidget(self)
        for page in (self._loading, shown, self._failed_page):
            self.states_pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.states_pages)

    def _with_back(self, content: QWidget) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        back = Button(self.theme, "Back", icon="chevron-left", kind="quiet")
        back.clicked.connect(self.back)
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(content, 1)
        return page

    def _connect(self) -> None:
        self.header.back.connect(self.back)
        self.header.acted.connect(self._act)
        self.header.cancelled.connect(lambda: self.cancel_requested.emit(self._project_id()))
        self.header.link_opened.connect(self._open_page)
        self.header.link_copied.connect(self._copy_link)
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
        self._states.changed.connect(self._states_changed)
        self.theme.changed.connect(self._renew)
        for keys in ("Escape", "Alt+Left", "Back"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._leave)

    # -- loading

    def _load(self) -> None:
        self.scope.start("project", partial(self._projects.page, self._asked), done=self._project_found)

    def _project_found(self, project: Project) -> None:
        body_changed = self._known is None or self._known.project.body != project.body
        before = self._known or Known(project)
        self._known = replace(before, project=project)
        self.header.show_project(project, days_words(project.updated, self._now()))
        self.gallery_model.set_pictures(project.gallery)
        self.states_pages.setCurrentWidget(self._shown)
        self._show_freshness(project)
        self._show_all()
        if body_changed:
            self.scope.start("body", partial(_render_body, project.body), done=self.description.show_text)
        project_id, start = project.project_id, self.scope.start
        start("versions", partial(self._projects.versions, project_id), done=self._versions_found)
        start("members", partial(self._projects.members, project_id), done=self._members_found)
        start("dependencies", partial(self._projects.dependencies, project_id), done=self._related_found)
        start("game versions", self._search.game_versions, done=self._order_found)
        self._ask_choice()
        self._ask_plan()

    def _ask_choice(self) -> None:
        project, instance = self.project, self._states.instance
        if project and instance and self._states.target and project.project_type == "mod":
            work = partial(self._installs.choose, project.project_id, instance)
            self.scope.start("choice", work, done=self._choice_found)

    def _ask_plan(self) -> None:
        """What else comes along; only for what is not there yet."""
        project, library = self.project, self._library
        self._change_known(plan=None)
        if project is None or library is None or project.project_type != "mod" or not self._states.target:
            return
        if self._states.installed(project.project_id) is None and library.instance == self._states.instance:
            work = partial(self._installs.plan, library, (Wanted(project.project_id),))
            self.scope.start("plan", work, done=self._plan_found)

    def _versions_found(self, versions: tuple[Version, ...]) -> None:
        self._change_known(versions=versions)
        self.changelog.set_versions(versions)
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
        target = self._states.target
        fits = len(fitting(known.versions, target))
        pills = [TabChoice("all", "All versions", len(known.versions))]
        if target is not None and known.project.project_type == "mod":
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
        self.header.show_button(state, version.number if version else "", has_versions=bool(known.versions))

    def _show_side(self) -> None:
        known = self._known
        if known is None:
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

    def _show_tab(self, key: str) -> None:
        widget = self._part_widgets.get(key, self.description)
        if key == "gallery" and not self.gallery_model.pictures:
            widget = self.no_pictures
        if key == "dependencies" and not self.dependency_model.rows:
            widget = self.no_dependencies
        self.parts.setCurrentWidget(widget)
        if key == "changelog":
            self.changelog.start()

    def _tab_choices(self) -> list[TabChoice]:
        known = self._known
        pictures = len(known.project.gallery) if known else None
        versions = len(known.versions or known.project.version_ids) if known else None
        version = known.shown_version if known else None
        dependencies = len(version.dependencies) if version else None
        choices = [
            TabChoice("description", "Description"),
            TabChoice("gallery", "Gallery", pictures),
            TabChoice("versions", "Versions", versions),
            TabChoice("changelog", "Changelog"),
            TabChoice("dependencies", "Dependencies", dependencies),
        ]
        return [*choices, TabChoice("details", "Details")] if self._is_narrow() else choices

    def _show_freshness(self, project: Project) -> None:
        freshness = project.freshness
        offline = bool(freshness and freshness.offline)
        if offline and freshness:
            since = f"{text.clock(freshness.fetched_at)} {_day(freshness.fetched_at, self._now())}"
            banner = Banner(
                self.theme,
                "warn",
                "You are offline.",
                f"This page is from {since}.",
                [BannerAction("Try again", self.refresh)],
                icon="offline",
            )
            self.banners.show_banner("offline", banner)
        else:
            self.banners.clear("offline")
        self.offline_found.emit(offline)

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        offline = isinstance(error, Unreachable)
        detail = " ".join(part for part in (error.detail, error.remedy) if part)
        if failure.key == "project" and self._known is None:
            self.failure.icon.set_icon("offline" if offline else "error")
            self.failure.set_text(error.title, detail)
            self.states_pages.setCurrentWidget(self._failed_page)
        elif failure.key == "choice":
            self._choice_found(Choice(None, _words(error)))
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

    def _act(self) -> None:
        self.install_requested.emit(self._project_id(), "")

    def _switch(self, version: Version) -> None:
        self.install_requested.emit(self._project_id(), version.id)

    def _fill_menu(self) -> None:
        menu, known = self.header.versions_menu, self._known
        menu.clear()
        if known is None:
            return
        installed = self._states.installed(known.project.project_id)
        for version in menu_versions(known.versions, self._states.target):
            when = days_words(version.published, self._now())
            channel = "" if version.channel.value == "release" else f" · {version.channel.value}"
            words = f"{short_version(version.number)}{channel} · {when}"
            is_installed = bool(installed and installed.version_id == version.id)
            menu.add(
                words,
                partial(self._switch, version),
                enabled=not is_installed and not self._states.offline,
                checked=True if is_installed else None,
            )
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
        self.viewer.show_picture(self.gallery_model.pictures, place)

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
        if self._states.instance != self._instance:
            self._instance = self._states.instance
            self._change_known(choice=None, plan=None)
            self._ask_choice()
        self._show_button()
        self._show_versions()
        self.dependency_model.set_rows(dependency_rows(self._known, self._states))
        self._show_side()

    def _project_id(self) -> str:
        return self.project.project_id if self.project else ""

    # -- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_side()
        self.progress.setGeometry(0, 0, self.width(), self.theme.px(4))
        self.viewer.setGeometry(self.rect())

    def _is_narrow(self) -> bool:
        return self.width() < self.theme.px(_NARROW)

    def _place_side(self) -> None:
        """Below a certain width the panel becomes a tab of its own."""
        narrow = self._is_narrow()
        if narrow == (self.side.parentWidget() is self._side_page):
            return
        if narrow:
            self._side_row.insertWidget(0, self.side)
        else:
            self._body.addWidget(self.side)
        self.tabs.set_choices(self._tab_choices())
        self._show_tab(self.tabs.current())

    def _renew(self) -> None:
        px = self.theme.px
        self._tab_row.setContentsMargins(px(20), px(6), px(16), 0)
        self._filter_row.setContentsMargins(px(16), px(10), px(16), px(6))
        self._place_side()


async def _render_body(body: str) -> Rendered:
    text_of_body = await asyncio.to_thread(rendered, body)
    if text_of_body.cut:
        return replace(text_of_body, chunks=(*text_of_body.chunks, *_CUT.chunks))
    return text_of_body


def _words(error: ModsteadError) -> str:
    return " ".join(part for part in (error.title, error.detail) if part)


def _day(then: datetime, now: datetime) -> str:
    return text.day(then.astimezone(now.tzinfo).date(), now.date()).lower()
