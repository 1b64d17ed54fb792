"""The window's controller: it alone knows all pages and services, and wires the ones to the others."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from modstead.domain.instance import ContentKind, Instance, Library
from modstead.domain.plan import Applied
from modstead.domain.updates import UpdateCheck
from modstead.paths import Paths
from modstead.services.bundle import Services
from modstead.settings import Settings
from modstead.ui.change_teller import WAITING, ChangeTeller
from modstead.ui.changes import Changes
from modstead.ui.complaints import Complaints
from modstead.ui.content_words import can_need_each_other, words_for
from modstead.ui.creating import STUDIO, Creating
from modstead.ui.dropping import Dropping
from modstead.ui.folders import RECOVERED, Folders
from modstead.ui.images import ImageLoader
from modstead.ui.installed.folder_menu import Place
from modstead.ui.loadouts import Loadouts
from modstead.ui.looks import scheme_of, text_scale_of
from modstead.ui.main_window import RAIL, MainWindow
from modstead.ui.membership import Membership
from modstead.ui.moving import ABOUT_THE_MOVE, Moving
from modstead.ui.other_sections import OtherSections
from modstead.ui.pages import LAZY_PAGES, Pages
from modstead.ui.plan_course import PlanCourse
from modstead.ui.planning import Planning
from modstead.ui.project_states import ProjectStates
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.trail import ASIDE_OF_MODS, STEPS_OF_MODS, Trail
from modstead.ui.troubling import Troubling

if TYPE_CHECKING:
    from modstead.ui.session import Connection

_RAIL_PAGES = frozenset(item.key for item in (*RAIL, STUDIO))
_ABOUT_THE_FOLDER = frozenset({"loader", "stopped", "left out", RECOVERED, WAITING}) | ABOUT_THE_MOVE
"""Banners that stay above every page until another folder is opened; the others are about the page."""


class Desk(QObject):
    """Owns the pages. `start` shows the first folder; `close` ends all work before the services go."""

    def __init__(
        self,
        window: MainWindow,
        services: Services,
        connection: "Connection",
        paths: Paths,
        sample_command: Sequence[str] = (),
    ) -> None:
        super().__init__(window)
        self.window = window
        self.services = services
        self.theme = window.theme
        self.complaints = Complaints(window.theme, window.banners, self._ask_loader)
        self.scope = TaskScope(self._failed)
        self.picture_scope = TaskScope(lambda _failure: None)
        self.images = ImageLoader(services.pictures, self.picture_scope, self)
        self.states = ProjectStates(self)
        self.changes = Changes(services.operations, services.preflight, self.states, self)
        self.folders = Folders(window, services, self.images, self.scope, self)
        self.dropping = Dropping(services.search, self.folders, lambda: self.pages.report, self)
        self.planning = Planning(
            services,
            self.scope,
            is_open=self.folders.is_open,
            is_of_game=self.folders.is_of_game,
            parent=self,
        )
        self.pages = Pages(
            self.theme,
            services,
            states=self.states,
            images=self.images,
            paths=paths,
            sample_command=sample_command,
            parent=self,
        )
        self.mods = self.pages.mods
        self.teller = ChangeTeller(
            window, self.changes, lambda: self.pages.progress, self.folders.is_of_game, self.mods.banners
        )
        self.troubling = Troubling(
            self.pages, services, self.scope, self.changes, show=self.show, here=lambda: self._trail.here
        )
        self.loadouts = Loadouts(self.mods, services.loadouts, self)
        self._trail = Trail(window, "mods")
        self.others = OtherSections(services, self.states, self.scope)
        self.moving = Moving(
            window,
            services,
            lambda: self.pages.migration,
            show=self.show,
            library=lambda: self.mods.library,
        )
        self.membership = Membership(window, services, self.pages, self.images, show=self.show)
        self.creating = Creating(window, (services.account, *services.other_accounts), self.pages)
        self.course = PlanCourse(
            window,
            self.pages,
            self.planning,
            self.changes,
            teller=self.teller,
            folders=self.folders,
            complaints=self.complaints,
            locks=services.locks,
            trail=self._trail,
        )
        self._connect_pages()
        self._connect_mods()
        self._connect_window()
        self._stop_listening = (
            connection.online_changed.listen(lambda online: self._found_offline(not online)),
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
        await self.course.close()
        await self.moving.scope.close()
        await self.loadouts.close()
        await self.membership.close()
        self.creating.close()
        await self.scope.close()
        await self.pages.close()
        await self.picture_scope.close()

    # -- wiring

    def _connect_pages(self) -> None:
        pages, window = self.pages, self.window
        window.add_page("mods", self.mods)
        for key in LAZY_PAGES:
            window.add_page_maker(key, partial(getattr, pages, key))
        pages.left.connect(self.back)
        pages.page_wanted.connect(self.show)
        pages.project_opened.connect(self.open_project)
        pages.cancel_requested.connect(self.changes.cancel)
        pages.offline_found.connect(self._found_offline)
        pages.skip_requested.connect(lambda mod, version: self.mods.policing.skip([(mod, version)]))
        pages.told.connect(self._say)
        self.membership.told.connect(self._say)
        self.membership.warned.connect(self.teller.warn)
        pages.undone.connect(self._told_undone)
        pages.undone.connect(self.moving.applied)
        pages.summary_changed.connect(self.teller.show_summary)
        pages.folder_opened.connect(self.folders.open)
        pages.folder_added.connect(self.folders.add)
        pages.folder_sought.connect(self.folders.choose)
        pages.section_chosen.connect(self.dropping.report_in)

    def _connect_mods(self) -> None:
        page, asked = self.mods, self.mods.requests
        asked.files_chosen.connect(self.dropping.report)
        page.folder_menu.offer(Place.MOVING, self.moving.entries)
        page.library_changed.connect(self._take_library)
        page.folder_gone.connect(self._folder_gone)
        page.updates_counted.connect(self._take_updates)
        page.told.connect(self._say)
        page.told_with_undo.connect(self.teller.say)
        page.loader_asked.connect(self._ask_loader)
        self.loadouts.plan_ready.connect(self.planning.decide)
        self.loadouts.told.connect(self.teller.say)
        self.loadouts.refused.connect(self.teller.warn)

    def _connect_window(self) -> None:
        window = self.window
        window.instance_menu_requested.connect(self.folders.show_menu)
        window.search_submitted.connect(self._search)
        window.files_dropped.connect(self._dropped)
        window.back_requested.connect(self.back)
        window.escape_pressed.connect(self._escape)
        window.page_requested.connect(self._trail.went)
        window.page_left.connect(self._page_left)
        window.tasks_requested.connect(lambda: self.show("progress" if self.changes.plan else "history"))
        self.dropping.report_wanted.connect(lambda: self.show("report"))
        self.dropping.project_wanted.connect(self.open_project)
        self.folders.opened.connect(self._opened)
        self.folders.sections_found.connect(self._show_sections)
        self.folders.none_known.connect(self._show_welcome)
        self.changes.applied.connect(self.moving.applied)
        self.moving.reopen_wanted.connect(self._moved)
        self.folders.move_wanted.connect(self.moving.open)
        self.planning.awaited.connect(self.states.await_more)
        self.troubling.told.connect(self._say)
        self.troubling.told_with_undo.connect(self.teller.say)
        self.troubling.plan_ready.connect(self.course.apply)
        self.troubling.mods_wanted.connect(lambda: self._trail.return_to("mods"))

    # -- where one is

    def show(self, key: str, *, within: str = "") -> None:
        """Show a page and remember the way back."""
        self._trail.show(key, within=within)

    def back(self) -> None:
        self._trail.back()

    def _page_left(self) -> None:
        self.others.shown(self.window.current_page())
        self.window.banners.clear_all(keep=_ABOUT_THE_FOLDER)
        self.course.page_left()

    def _escape(self) -> None:
        """Leaves what one went into by a link; from a page of the rail there is nothing to be left."""
        if self._trail.here not in _RAIL_PAGES:
            self.back()

    def _dropped(self, paths: Sequence[Path], links: Sequence[str]) -> None:
        """Files are for the folder, but on a project that one edits, for that."""
        if paths and self.creating.project():
            self.creating.take_files(paths)
        else:
            self.dropping.drop(paths, links)

    def open_project(self, project_id: str, tab: str = "") -> None:
        within = self.window.rail.current()
        origin = within.capitalize()
        if self._trail.here == "browse" and self.pages.browse.found:
            origin += f" · {self.pages.browse.found}"
        self.show("project", within=within)
        self.pages.project.open_project(project_id, origin, tab)

    # -- the folder

    def _opened(self, instance: Instance) -> None:
        self.window.set_bare(bare=False)
        code = instance.content if can_need_each_other(instance.content) else ContentKind.MOD
        self.window.rail.set_looks("mods", words_for(code).title, words_for(code).icon)
        self.window.banners.clear_all(keep={RECOVERED})
        self._trail.forget()
        self.course.end_lock()
        self.states.set_instance(instance)
        self.mods.open(instance)
        if self.pages.made("history"):
            self.pages.history.set_instance(instance)
        self.moving.opened(instance)
        if self._trail.here in {"welcome", *STEPS_OF_MODS, *ASIDE_OF_MODS}:
            self._trail.return_to("mods")

    def _show_sections(self, sections: Sequence[Instance], counts: Mapping[Path, int]) -> None:
        if self.folders.instance:
            self.mods.sections.show_sections(sections, counts, self.folders.instance.folder)
            self.others.look(self.folders.instance, self.folders.places)

    def _take_library(self, library: Library) -> None:
        self.folders.show_counts(library)
        self.dropping.take_library(library)
        if self.pages.made("project"):
            self.pages.project.set_library(library)
        if self.pages.made("history") and self.pages.history.gone:
            self.pages.history.refresh()
        if self._trail.here == "review" and not self.mods.state.scanning:
            self.pages.review.follow(library)
        if not self.mods.state.scanning:
            self.moving.take_library(library, page_made=self.pages.made("migration"))
        self._tell_states(library, self.mods.check)
        self.troubling.take_library(library)

    def _folder_gone(self) -> None:
        self.states.set_gone()
        self.folders.show_gone()
        if self.pages.made("history"):
            self.pages.history.refresh()

    def _take_updates(self, count: int) -> None:
        self.window.rail.set_badge("mods", count)
        if self.mods.library:
            self._tell_states(self.mods.library, self.mods.check)
            if self._trail.here == "review" and self.mods.check:
                self.pages.review.renew(self.mods.library, self.mods.check)

    def _tell_states(self, library: Library, check: UpdateCheck | None) -> None:
        newer = {item.version.project_id: item.version.number for item in check.updates} if check else {}
        self.states.set_library(library, newer)

    def _show_welcome(self) -> None:
        self.window.set_bare(bare=True)
        self._trail.return_to("welcome")
        self.pages.welcome.refresh()

    def _moved(self, folder: Path) -> None:
        if self.folders.is_open(folder):
            self.folders.open(folder)

    def _told_undone(self, applied: Applied) -> None:
        self.teller.tell(applied)
        self.mods.refresh()

    # -- everything else

    def _say(self, words: str) -> None:
        self.teller.say(words)

    def _search(self, words: str) -> None:
        self.show("browse")
        self.pages.browse.search_for(words)
        self.window.top.search.clear()

    def _found_offline(self, offline: bool) -> None:
        self.window.top.set_offline(offline=offline)
        self.states.set_offline(offline)
        if not offline:
            self.images.retry_failed()
            self.mods.found_online()

    def _take_settings(self, settings: Settings) -> None:
        self.theme.set_scheme(scheme_of(settings))
        self.theme.set_text_scale(text_scale_of(settings))

    def _failed(self, failure: Failure) -> None:
        if failure.key == "add":
            self.pages.report.set_busy(busy=False)
            self.pages.report.show_error(failure.error, failure.retry)
            return
        if failure.key == "open" and self.folders.instance is None:
            self._show_welcome()
        self.complaints.tell(failure)

    def _ask_loader(self) -> None:
        self.folders.ask(focus=True)
