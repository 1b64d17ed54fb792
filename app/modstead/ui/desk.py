"""The window's controller: it alone knows all pages and services, and wires the ones to the others."""

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from modstead.domain.instance import ContentKind, Instance, Library
from modstead.domain.plan import Applied, Plan, PlanKind
from modstead.domain.preflight import Preflight
from modstead.domain.updates import HeldBack, UpdateCheck
from modstead.paths import Paths
from modstead.services.bundle import Services
from modstead.services.drops import AddChoice
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
from modstead.ui.planning import Planning
from modstead.ui.project_states import ProjectStates, gone_words
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.trail import ASIDE_OF_MODS, STEPS_OF_MODS, Trail
from modstead.ui.troubling import Troubling

if TYPE_CHECKING:
    from modstead.ui.installed.folder_menu import FolderEntry
    from modstead.ui.locking import Locking
    from modstead.ui.session import Connection

_RAIL_PAGES = frozenset(item.key for item in (*RAIL, STUDIO))
_ABOUT_THE_FOLDER = frozenset({"loader", "stopped", "left out", RECOVERED, WAITING}) | ABOUT_THE_MOVE
"""Banners that stay above every page until another folder is opened; the others are about the page."""
_SHOWS_PROGRESS = frozenset({PlanKind.UPDATE, PlanKind.ADD, PlanKind.MIGRATE})


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
        self.changes.drop_waiting()
        await self.changes.scope.close()
        if "locking" in self.__dict__:
            await self.locking.scope.close()
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
        pages.install_requested.connect(self.install)
        pages.cancel_requested.connect(self.changes.cancel)
        pages.offline_found.connect(self._found_offline)
        pages.review_wanted.connect(self.planning.review)
        pages.plan_accepted.connect(self._accept)
        pages.freed.connect(self._free)
        pages.skip_requested.connect(lambda mod, version: self.mods.policing.skip([(mod, version)]))
        pages.plan_accepted_anyway.connect(partial(self._accept, anyway=True))
        pages.plan_offered.connect(self.planning.decide)
        pages.told.connect(self._say)
        self.membership.told.connect(self._say)
        self.membership.warned.connect(self.teller.warn)
        pages.files_accepted.connect(self._add)
        pages.undone.connect(self._told_undone)
        pages.undone.connect(self.moving.applied)
        pages.summary_changed.connect(self.teller.show_summary)
        pages.folder_opened.connect(self.folders.open)
        pages.folder_added.connect(self.folders.add)
        pages.folder_sought.connect(self.folders.choose)
        pages.section_chosen.connect(self.dropping.report_in)

    def _connect_mods(self) -> None:
        page, asked = self.mods, self.mods.requests
        asked.plan_ready.connect(self.planning.decide)
        asked.review_requested.connect(self.planning.update)
        asked.remedies_requested.connect(self.planning.remedy)
        asked.fix_requested.connect(self.planning.fix)
        asked.files_chosen.connect(self.dropping.report)
        page.folder_menu.offer(Place.MOVING, self.moving.entries)
        page.library_changed.connect(self._take_library)
        page.folder_gone.connect(self._folder_gone)
        page.updates_counted.connect(self._take_updates)
        page.told.connect(self._say)
        page.told_with_undo.connect(self.teller.say)
        page.panel.compare_asked.connect(self._compare_with_lock)
        page.folder_menu.offer(Place.LOCK, self._lock_entries)
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
        self.changes.refused.connect(self._refused)
        self.changes.started.connect(self._change_started)
        self.teller.ended.connect(self._change_ended)
        self.teller.again_wanted.connect(self._again)
        self.teller.anyway_wanted.connect(self._anyway)
        self.changes.applied.connect(self.moving.applied)
        self.moving.reopen_wanted.connect(self._moved)
        self.folders.move_wanted.connect(self.moving.open)
        self.planning.apply_wanted.connect(self.apply)
        self.planning.review_wanted.connect(self._review)
        self.planning.updates_to_review.connect(self._review_updates)
        self.planning.nothing_to_do.connect(self._say)
        self.planning.refused.connect(self.teller.warn)
        self.planning.impossible.connect(self.mods.state.rule_out)
        self.planning.added.connect(self._added)
        self.planning.outdated.connect(self._outdated)
        self.planning.awaited.connect(self.states.await_more)
        self.troubling.told.connect(self._say)
        self.troubling.told_with_undo.connect(self.teller.say)
        self.troubling.plan_ready.connect(self.apply)
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
        if self._trail.here == "review" and "locking" in self.__dict__:
            self.locking.leave_review()

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
        self._end_lock()
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

    # -- plans

    def apply(self, plan: Plan) -> None:
        """Carry the plan out, on the progress page where it takes a while."""
        self._again(plan, leave_out=plan.takes_back)

    def _accept(self, plan: Plan, *, anyway: bool = False) -> None:
        if "locking" in self.__dict__:
            self.locking.accept(plan, self.pages.review.origin)
        self._again(plan, leave_out=plan.takes_back and not anyway, anyway=anyway, was_read=True)
        if self._trail.here == "review":
            self.back()

    def _anyway(self, plan: Plan) -> None:
        self._again(plan, leave_out=plan.takes_back, while_running=True, anyway=True)

    def _again(
        self,
        plan: Plan,
        leave_out: bool,
        *,
        while_running: bool = False,
        anyway: bool = False,
        was_read: bool = False,
    ) -> None:
        shown = plan.kind in _SHOWS_PROGRESS or was_read
        if was_read:
            self.pages.review.verdict.stop()
        self.changes.apply(plan, leave_out_failures=leave_out, while_running=while_running, anyway=anyway)
        if shown and self.changes.plan is plan:
            self.show("progress")

    def install(self, project_ids: Sequence[str], version_id: str = "") -> None:
        """Install these projects with what they need."""
        library = self.mods.library
        if library is None:
            self.complaints.say("install", self._no_folder())
            return
        self.planning.install(library, project_ids, version_id)

    def _no_folder(self) -> str:
        instance = self.folders.instance
        return gone_words(instance) if instance and self.mods.state.gone else "Open a folder of mods first."

    def _refused(self, preflight: Preflight) -> None:
        """What would keep the game from starting is for the user to see, but not in the midst of another game."""
        plan = preflight.plan
        if not self.folders.is_of_game(plan.folder):
            self.teller.warn(f"{plan.instance.name} would not start: nothing was changed.")
            return
        self.show("review")
        self.pages.review.show_plan(plan, self._library_of(plan), preflight)

    def _review(self, plan: Plan) -> None:
        self._end_lock()
        self.show("review")
        self.pages.review.show_plan(plan, self._library_of(plan))

    def _library_of(self, plan: Plan) -> Library | None:
        library = self.mods.library
        return library if library and library.instance.folder == plan.folder else None

    def _review_updates(self, library: Library, check: UpdateCheck, names: Sequence[str] | None) -> None:
        self._end_lock()
        self.show("review")
        self.pages.review.show_updates(library, check, names)

    def _free(self, held: HeldBack) -> None:
        self.mods.policing.free(held)

    @cached_property
    def locking(self) -> "Locking":
        """Made when the lock file is first spoken of."""
        from modstead.ui.locking import Locking

        locking = Locking(self.theme, self.services.locks, self.changes, self.mods.banners, self)
        locking.review_wanted.connect(self._review)
        locking.told.connect(self._say)
        locking.told_with_undo.connect(self.teller.say)
        locking.warned.connect(self.teller.warn)
        locking.written.connect(self.mods.lock.look)
        return locking

    def _end_lock(self) -> None:
        if "locking" in self.__dict__:
            self.locking.end()

    def _lock_entries(self) -> "tuple[FolderEntry, ...]":
        is_locked = self.mods.lock.differences is not None
        return self.locking.entries(self.folders.instance, is_locked=is_locked, window=self.window)

    def _compare_with_lock(self) -> None:
        if self.folders.instance:
            self.locking.compare(self.folders.instance)

    def _add(self, choices: Sequence[AddChoice]) -> None:
        library = self.mods.library
        if library is None:
            self.complaints.say("add", self._no_folder())
            return
        self.pages.report.set_busy(busy=True)

        self.planning.add(library, choices)

    def _added(self, plan: Plan) -> None:
        self.pages.report.set_busy(busy=False)
        if not plan.operations:
            self.back()

    def _outdated(self, words: str) -> None:
        if self.pages.made("report"):
            self.pages.report.set_busy(busy=False)
        self.teller.warn(words)

    def _change_started(self, plan: Plan) -> None:
        updates = plan.kind is PlanKind.UPDATE and self.folders.is_open(plan.folder)
        self.mods.title_bar.set_updating(updating=updates)
        if self.pages.made("review"):
            self.pages.review.verdict.stop()  # or the change waits until its files are here

    def _change_ended(self, plan: Plan | None) -> None:
        """What is being read of another plan stays: it follows the folder as it is now."""
        self.mods.title_bar.set_updating(updating=False)
        if self._trail.here == "progress":
            self.back()
        elif self._trail.here == "review" and self.pages.review.plan:
            self.pages.review.verdict.check(self.pages.review.plan)
        self.mods.refresh()
        if plan and not self.folders.is_open(plan.folder) and self.folders.is_of_game(plan.folder):
            self.folders.find_sections()

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
