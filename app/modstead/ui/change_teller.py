"""Tells how a change gets on and what came of it: progress, toast with Undo, banner with Retry."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from modstead.domain.plan import Applied, Plan, PlanKind, Progress
from modstead.errors import FolderBusy, GameRunning
from modstead.ui.changes import Changes, Stopped
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.main_window import MainWindow
from modstead.ui.outcomes import applied_words, left_out_words, stopped_cause, stopped_words, waiting_words

if TYPE_CHECKING:
    from modstead.ui.review import ProgressPage

_STOPPED, _LEFT_OUT = "stopped", "left out"
WAITING = "waiting"
"""The banner about changes that wait for their turn."""


class ChangeTeller(QObject):
    """`ended` comes after every change, before anything is said of it, so that pages can be shown as they now are.

    What is said of a folder that is not the open one names it.
    """

    ended = Signal(object)
    """The Plan, or None where there was none yet."""
    again_wanted = Signal(object, bool)
    """The Plan to be tried again, and whether what fails shall be left out."""
    anyway_wanted = Signal(object)
    """The Plan to be carried out though the game runs."""

    def __init__(
        self,
        window: MainWindow,
        changes: Changes,
        progress: "Callable[[], ProgressPage]",
        is_open: Callable[[Path], bool],
        above_mods: BannerArea,
    ) -> None:
        """`progress` makes the progress page when it is needed; `above_mods` is the Mods page's own banner area."""
        super().__init__(window)
        self._window = window
        self._changes = changes
        self._progress = progress
        self._is_open = is_open
        self._above_mods = above_mods
        self._planned: Plan | None = None
        changes.started.connect(self._started)
        changes.progressed.connect(self._progressed)
        changes.applied.connect(self._applied)
        changes.stopped.connect(self._stopped)
        changes.cancelled.connect(self._cancelled)
        changes.waiting_changed.connect(self._waiting_changed)
        changes.refused.connect(lambda preflight: self._end(preflight.plan))
        window.close_requested.connect(self._close_when_done)

    def say(self, words: str, undo: Callable[[], object] | None = None) -> None:
        self._window.toast.show_text(words, "Undo" if undo else "", undo)

    def warn(self, words: str) -> None:
        """What did not come about; nothing was changed."""
        self._window.toast.show_text(words, icon="warning")

    def tell(self, applied: Applied, undo: Callable[[], object] | None = None) -> None:
        """What came of a change."""
        self.say(self._placed(applied.plan, applied_words(applied)), undo)

    def show_summary(self, words: str, share: float | None) -> None:
        """What the progress page says in short, for the top bar."""
        if self._changes.plan is not None:
            self._window.top.tasks.set_working(words, share)

    def _started(self, plan: Plan) -> None:
        self._window.hold_open = True
        self._planned = plan
        self._clear(_LEFT_OUT)
        self._progress().begin(plan)

    def _progressed(self, progress: Progress) -> None:
        self._progress().advance(progress)

    def _applied(self, applied: Applied) -> None:
        self._end(applied.plan)
        instance = applied.plan.instance
        self.tell(applied, lambda: self._changes.undo(instance, applied.operation_id))
        if applied.failed:
            banner = Banner(
                self._window.theme,
                "warn",
                self._placed(applied.plan, "Left out:"),
                left_out_words(applied, self._planned or applied.plan),
                closable=True,
            )
            self._show(_LEFT_OUT, banner)

    def _stopped(self, stopped: Stopped) -> None:
        if self._changes.plan is None:
            self._end(stopped.plan)
        plan, error = stopped.plan, stopped.error
        words, cause = self._placed(plan, stopped_words(plan)), stopped_cause(plan, error)
        actions = []
        if error.detail:
            actions.append(BannerAction("Details", lambda: banner.set_text(words, str(error))))
        if plan is not None and isinstance(error, GameRunning):
            actions.append(BannerAction("Change it anyway", lambda: self._anyway(plan)))
        elif plan is not None and _has_a_rest(plan) and not isinstance(error, FolderBusy):
            actions.append(BannerAction("Leave it out", lambda: self._again(plan, leave_out=True)))
        if plan is not None and error.retryable:
            actions.append(BannerAction("Retry", lambda: self._again(plan, leave_out=False), "primary"))
        banner = Banner(self._window.theme, "bad", words, cause, actions, closable=True)
        self._show(_STOPPED, banner)

    def _waiting_changed(self, waiting: Sequence[Plan]) -> None:
        if not waiting:
            self._window.banners.clear(WAITING)
            return
        title = "Waiting for the change under way."
        actions = [BannerAction("Cancel", self._changes.drop_waiting)]
        banner = Banner(self._window.theme, "info", title, waiting_words(waiting), actions)
        self._window.banners.show_banner(WAITING, banner)

    def _again(self, plan: Plan, *, leave_out: bool) -> None:
        self._clear(_STOPPED)
        self.again_wanted.emit(plan, leave_out)

    def _anyway(self, plan: Plan) -> None:
        self._clear(_STOPPED)
        self.anyway_wanted.emit(plan)

    def _cancelled(self, plan: Plan) -> None:
        self._end(plan)
        self.say(self._placed(plan, "Cancelled; nothing was changed"))

    def _placed(self, plan: Plan | None, words: str) -> str:
        return words if plan is None or self._is_open(plan.folder) else f"{plan.instance.name}: {words}"

    def _end(self, plan: Plan | None) -> None:
        self._window.hold_open = False
        self._window.top.tasks.set_resting()
        self._clear(_STOPPED)
        self.ended.emit(plan)

    def _show(self, key: str, banner: Banner) -> None:
        """Above the table where that is shown, so that its header stays; else above the page."""
        on_mods = self._window.current_page() == "mods"
        area = self._above_mods if on_mods else self._window.banners
        area.show_banner(key, banner)

    def _clear(self, key: str) -> None:
        for area in (self._above_mods, self._window.banners):
            area.clear(key)

    def _close_when_done(self) -> None:
        """The window was closed during a change: it is stopped, which puts everything back, and then closed."""
        changes = self._changes
        for signal in (changes.applied, changes.stopped, changes.refused, changes.cancelled):
            signal.connect(lambda _outcome: self._window.window().close())
        self._changes.drop_waiting()
        self._changes.cancel()


def _has_a_rest(plan: Plan) -> bool:
    """Whether something is left of it without what failed."""
    return plan.kind is PlanKind.UPDATE and len(plan.operations) > 1
