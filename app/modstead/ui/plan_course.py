"""The course of a plan through the window: asked for, read, agreed to, carried out, and what then is shown."""

from collections.abc import Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from modstead.domain.instance import Library
from modstead.domain.plan import Plan, PlanKind
from modstead.domain.preflight import Preflight
from modstead.domain.updates import HeldBack, UpdateCheck
from modstead.services.drops import AddChoice
from modstead.services.locks import LockService
from modstead.ui.change_teller import ChangeTeller
from modstead.ui.changes import Changes
from modstead.ui.complaints import Complaints
from modstead.ui.folders import Folders
from modstead.ui.installed.folder_menu import Place
from modstead.ui.main_window import MainWindow
from modstead.ui.pages import Pages
from modstead.ui.planning import Planning
from modstead.ui.project_states import gone_words
from modstead.ui.trail import Trail

if TYPE_CHECKING:
    from modstead.ui.installed.folder_menu import FolderEntry
    from modstead.ui.locking import Locking

_SHOWS_PROGRESS = frozenset({PlanKind.UPDATE, PlanKind.ADD, PlanKind.MIGRATE})


class PlanCourse(QObject):
    """Leads every plan of the open folder from where it is asked for to its end."""

    def __init__(
        self,
        window: MainWindow,
        pages: Pages,
        planning: Planning,
        changes: Changes,
        *,
        teller: ChangeTeller,
        folders: Folders,
        complaints: Complaints,
        locks: LockService,
        trail: Trail,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._pages = pages
        self._mods = pages.mods
        self._planning = planning
        self._changes = changes
        self._teller = teller
        self._folders = folders
        self._complaints = complaints
        self._locks = locks
        self._trail = trail
        self._connect()

    async def close(self) -> None:
        """Drop what waits for its turn and stop: a change under way is finished or put back first."""
        self._changes.drop_waiting()
        await self._changes.scope.close()
        if "locking" in self.__dict__:
            await self.locking.scope.close()

    def _connect(self) -> None:
        self._pages.install_requested.connect(self.install)
        self._pages.review_wanted.connect(self._planning.review)
        self._pages.plan_accepted.connect(self._accept)
        self._pages.freed.connect(self._free)
        self._pages.plan_accepted_anyway.connect(partial(self._accept, anyway=True))
        self._pages.plan_offered.connect(self._planning.decide)
        self._pages.files_accepted.connect(self._add)
        self._mods.requests.plan_ready.connect(self._planning.decide)
        self._mods.requests.review_requested.connect(self._planning.update)
        self._mods.requests.remedies_requested.connect(self._planning.remedy)
        self._mods.requests.fix_requested.connect(self._planning.fix)
        self._mods.panel.compare_asked.connect(self._compare_with_lock)
        self._mods.folder_menu.offer(Place.LOCK, self._lock_entries)
        self._changes.refused.connect(self._refused)
        self._changes.started.connect(self._change_started)
        self._teller.ended.connect(self._change_ended)
        self._teller.again_wanted.connect(self._again)
        self._teller.anyway_wanted.connect(self._anyway)
        self._planning.apply_wanted.connect(self.apply)
        self._planning.review_wanted.connect(self._review)
        self._planning.updates_to_review.connect(self._review_updates)
        self._planning.nothing_to_do.connect(self._say)
        self._planning.refused.connect(self._teller.warn)
        self._planning.impossible.connect(self._mods.state.rule_out)
        self._planning.added.connect(self._added)
        self._planning.outdated.connect(self._outdated)

    def page_left(self) -> None:
        """The review of a lock file that was left without a word is over."""
        if self._trail.here == "review" and "locking" in self.__dict__:
            self.locking.leave_review()

    def apply(self, plan: Plan) -> None:
        """Carry the plan out, on the progress page where it takes a while."""
        self._again(plan, leave_out=plan.takes_back)

    def _accept(self, plan: Plan, *, anyway: bool = False) -> None:
        if "locking" in self.__dict__:
            self.locking.accept(plan, self._pages.review.origin)
        self._again(plan, leave_out=plan.takes_back and not anyway, anyway=anyway, was_read=True)
        if self._trail.here == "review":
            self._trail.back()

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
            self._pages.review.verdict.stop()
        self._changes.apply(plan, leave_out_failures=leave_out, while_running=while_running, anyway=anyway)
        if shown and self._changes.plan is plan:
            self._trail.show("progress")

    def install(self, project_ids: Sequence[str], version_id: str = "") -> None:
        """Install these projects with what they need."""
        library = self._mods.library
        if library is None:
            self._complaints.say("install", self._no_folder())
            return
        self._planning.install(library, project_ids, version_id)

    def _no_folder(self) -> str:
        instance = self._folders.instance
        return gone_words(instance) if instance and self._mods.state.gone else "Open a folder of mods first."

    def _refused(self, preflight: Preflight) -> None:
        """What would keep the game from starting is for the user to see, but not in the midst of another game."""
        plan = preflight.plan
        if not self._folders.is_of_game(plan.folder):
            self._teller.warn(f"{plan.instance.name} would not start: nothing was changed.")
            return
        self._trail.show("review")
        self._pages.review.show_plan(plan, self._library_of(plan), preflight)

    def _review(self, plan: Plan) -> None:
        self.end_lock()
        self._trail.show("review")
        self._pages.review.show_plan(plan, self._library_of(plan))

    def _library_of(self, plan: Plan) -> Library | None:
        library = self._mods.library
        return library if library and library.instance.folder == plan.folder else None

    def _review_updates(self, library: Library, check: UpdateCheck, names: Sequence[str] | None) -> None:
        self.end_lock()
        self._trail.show("review")
        self._pages.review.show_updates(library, check, names)

    def _free(self, held: HeldBack) -> None:
        self._mods.policing.free(held)

    @cached_property
    def locking(self) -> "Locking":
        """Made when the lock file is first spoken of."""
        from modstead.ui.locking import Locking

        locking = Locking(self._mods.theme, self._locks, self._changes, self._mods.banners, self)
        locking.review_wanted.connect(self._review)
        locking.told.connect(self._say)
        locking.told_with_undo.connect(self._teller.say)
        locking.warned.connect(self._teller.warn)
        locking.written.connect(self._mods.lock.look)
        return locking

    def end_lock(self) -> None:
        """Of the lock file nothing more is to be read."""
        if "locking" in self.__dict__:
            self.locking.end()

    def _lock_entries(self) -> "tuple[FolderEntry, ...]":
        is_locked = self._mods.lock.differences is not None
        return self.locking.entries(self._folders.instance, is_locked=is_locked, window=self._window)

    def _compare_with_lock(self) -> None:
        if self._folders.instance:
            self.locking.compare(self._folders.instance)

    def _add(self, choices: Sequence[AddChoice]) -> None:
        library = self._mods.library
        if library is None:
            self._complaints.say("add", self._no_folder())
            return
        self._pages.report.set_busy(busy=True)
        self._planning.add(library, choices)

    def _added(self, plan: Plan) -> None:
        self._pages.report.set_busy(busy=False)
        if not plan.operations:
            self._trail.back()

    def _outdated(self, words: str) -> None:
        if self._pages.made("report"):
            self._pages.report.set_busy(busy=False)
        self._teller.warn(words)

    def _change_started(self, plan: Plan) -> None:
        updates = plan.kind is PlanKind.UPDATE and self._folders.is_open(plan.folder)
        self._mods.title_bar.set_updating(updating=updates)
        if self._pages.made("review"):
            self._pages.review.verdict.stop()  # or the change waits until its files are here

    def _change_ended(self, plan: Plan | None) -> None:
        """What is being read of another plan stays: it follows the folder as it is now."""
        self._mods.title_bar.set_updating(updating=False)
        if self._trail.here == "progress":
            self._trail.back()
        elif self._trail.here == "review" and self._pages.review.plan:
            self._pages.review.verdict.check(self._pages.review.plan)
        self._mods.refresh()
        if plan and not self._folders.is_open(plan.folder) and self._folders.is_of_game(plan.folder):
            self._folders.find_sections()

    def _say(self, words: str) -> None:
        self._teller.say(words)
