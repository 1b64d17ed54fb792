"""The lock file in the window: written, compared with the game, and carried out section by section, each read first."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from modstead.domain.instance import Instance
from modstead.domain.lock_file import LOCK_NAME
from modstead.domain.plan import Note, NoteKind, Plan
from modstead.services.locks import LockPlans, LockService, WrittenLock
from modstead.ui import text
from modstead.ui.changes import Changes
from modstead.ui.installed.folder_menu import FolderEntry
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme

T = TypeVar("T")
_KEY = "lock"
_POLICIES_TOLD = 6
_NO_LOCK = "There is no lock file yet: write one first."


class Locking(QObject):
    """Where a game has several sections, the next one's plan is shown once that before it is carried out.

    It goes on after the very plan that was read here and accepted, and after no other change.
    """

    review_wanted = Signal(object)
    """A Plan that is to be read first, be it of one change."""
    told = Signal(str)
    """What came of it, for the toast."""
    told_with_undo = Signal(str, object)
    """The same, and what takes it back."""
    warned = Signal(str)
    """What did not come about."""
    written = Signal()

    def __init__(
        self, theme: Theme, locks: LockService, changes: Changes, banners: BannerArea, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._locks = locks
        self._banners = banners
        self.scope = TaskScope(self._failed)
        self._plans: LockPlans | None = None
        self._waiting: list[Plan] = []
        self._shown: Plan | None = None
        self._accepted: Plan | None = None
        self._under_way = False
        changes.started.connect(self._started)
        changes.applied.connect(lambda _applied: self._go_on())
        changes.refused.connect(lambda preflight: self._refused(preflight.plan))
        changes.cancelled.connect(lambda _plan: self._cancelled())

    def entries(
        self, instance: Instance | None, *, is_locked: bool, window: QWidget
    ) -> tuple[FolderEntry, ...]:
        """For the folder's menu; `is_locked` tells whether there is a lock file."""
        if instance is None:
            return ()
        why_not = "" if is_locked else _NO_LOCK
        return (
            FolderEntry(
                "Lock file",
                "lock",
                entries=(
                    FolderEntry(f"Write {LOCK_NAME}", act=lambda: self.write(instance)),
                    FolderEntry(
                        "Compare with the lock file …", act=lambda: self.compare(instance), why_not=why_not
                    ),
                    FolderEntry("Apply a lock file …", act=lambda: self.choose(instance, window)),
                ),
            ),
        )

    def write(self, instance: Instance) -> None:
        """Write down what all sections of the game hold."""
        self._start("Reading all files …", lambda: self._locks.write(instance), self._tell_written)

    def compare(self, instance: Instance) -> None:
        """What would make the game equal to its own lock file, to be read; where nothing would, that is told."""
        self._start(
            "Comparing with the lock file …",
            lambda: self._locks.plans(instance),
            lambda plans: self._take(plans, instance, take_policies=False),
        )

    def apply(self, instance: Instance, path: Path) -> None:
        """Make the game equal to that lock file, once its plans are read."""
        self._start(
            f"Reading {path.name} …",
            lambda: self._locks.plans(instance, path),
            lambda plans: self._take(plans, instance, take_policies=True),
        )

    def choose(self, instance: Instance, window: QWidget) -> QFileDialog:
        """Let the user pick a lock file to apply."""
        folder = str(self._locks.path(instance).parent)
        dialog = QFileDialog(window, "Apply a lock file", folder, "Lock files (*.toml);;All files (*)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.apply(instance, Path(name)))
        dialog.open()
        return dialog

    def accept(self, plan: Plan, origin: Plan | None) -> None:
        """A plan is about to be carried out that was read; `origin` is the one that was shown at first."""
        if origin is not None and origin is self._shown:
            self._accepted = plan
        else:
            self.end()

    def leave_review(self) -> None:
        """Another page is shown: what was not accepted is not wanted."""
        if not self._under_way:
            self.end()

    def end(self) -> None:
        """Go on with no lock file after what is under way; nothing more is compared."""
        if self.scope.running(_KEY):
            self._stop()
        self._plans, self._waiting, self._shown, self._accepted = None, [], None, None
        self._under_way = False

    def _start(
        self, words: str, work: Callable[[], Coroutine[Any, Any, T]], done: Callable[[T], object]
    ) -> None:
        self.end()
        stop = BannerAction("Cancel", self._stop)
        self._banners.show_banner(_KEY, Banner(self._theme, "info", words, "", (stop,)))

        def ended(answer: T) -> None:
            self._banners.clear(_KEY)
            done(answer)

        self.scope.start(_KEY, work, done=ended)

    def _stop(self) -> None:
        self.scope.cancel(_KEY)
        self._banners.clear(_KEY)

    def _tell_written(self, written: WrittenLock) -> None:
        files = text.plural(len(written.lock.files), "file")
        name = written.path.name
        if written.left_out:
            first = written.left_out[0]
            more = f" and {len(written.left_out) - 1} more" if len(written.left_out) > 1 else ""
            self.warned.emit(f"{name} lacks {first.name}{more}: {first.reason}")
        elif written.is_changed:
            self.told.emit(f"Wrote {files} to {name}")
        else:
            self.told.emit(f"{name} already says so: {files}")
        self.written.emit()

    def _take(self, plans: LockPlans, instance: Instance, *, take_policies: bool) -> None:
        work = sorted(
            (plan for plan in plans.plans if plan.operations), key=lambda plan: plan.folder != instance.folder
        )
        if work:
            first, *waiting = work
            told = _purpose(plans, len(work))
            self._show(replace(first, notes=(*plans.notes, told, *first.notes)), plans, waiting)
            return
        missing = _missing((*plans.notes, *(note for plan in plans.plans for note in plan.notes)))
        if missing:
            self.warned.emit(missing)
        elif plans.policies and take_policies:
            self._take_policies(plans)
        elif plans.policies:
            self.told.emit(f"The files are as {plans.path.name} says; its policies are others")
        else:
            self.told.emit(f"All is as {plans.path.name} says")

    def _show(self, plan: Plan, plans: LockPlans, waiting: list[Plan]) -> None:
        self.review_wanted.emit(plan)  # which ends what was read before
        self._shown, self._plans, self._waiting = plan, plans, waiting

    def _started(self, plan: Plan) -> None:
        self._under_way = plan is self._accepted

    def _go_on(self) -> None:
        """After one section comes the next; in the end the game follows the lock file's policies too."""
        plans, waiting = self._plans, self._waiting
        if plans is None or not self._under_way:
            return
        self.end()
        if waiting:
            self._show(waiting[0], plans, waiting[1:])
        elif plans.policies:
            self._take_policies(plans)

    def _refused(self, plan: Plan) -> None:
        """It is read once more, with what speaks against it."""
        if self._under_way:
            self._shown, self._accepted, self._under_way = plan, None, False

    def _cancelled(self) -> None:
        if self._under_way:
            self.end()

    def _take_policies(self, plans: LockPlans) -> None:
        async def work() -> None:
            await self._locks.take_policies(plans)

        self.scope.start(
            "policies",
            work,
            done=lambda _none: self.told_with_undo.emit(
                f"Updated as {plans.path.name} says from now on", lambda: self._put_policies_back(plans)
            ),
        )

    def _put_policies_back(self, plans: LockPlans) -> None:
        async def work() -> None:
            for folder, _ in plans.policies:
                await self._locks.put_policies_back(folder)

        self.scope.start("policies", work)

    def _failed(self, failure: Failure) -> None:
        error = failure.error

        def retry() -> None:
            self._banners.clear(_KEY)
            failure.retry()

        actions = (BannerAction("Retry", retry, "primary"),) if error.retryable else ()
        detail = error.explanation
        banner = Banner(self._theme, "bad", error.title, detail, actions, closable=True)
        self._banners.show_banner(_KEY, banner)


def _purpose(plans: LockPlans, sections: int) -> Note:
    """What the changes are for, and what comes with them."""
    name = plans.path.name
    sentences = [f"These changes make the folder equal to {name}."]
    if sections > 1:
        others = text.plural(sections - 1, "other folder")
        sentences.append(f"{others.capitalize()} of the game come{'s' if sections == 2 else ''} after it.")
    if plans.policies:
        sentences.append(f"How mods are updated follows {name} in the end.")
        told = [f"{change.text.rstrip('.')}." for _, change in plans.policy_changes]
        sentences += told[:_POLICIES_TOLD]
        if len(told) > _POLICIES_TOLD:
            sentences.append(f"So it is with {len(told) - _POLICIES_TOLD} more.")
    return Note(NoteKind.INFO, name, " ".join(sentences))


def _missing(notes: Sequence[Note]) -> str:
    """The first thing that cannot be had, and how many more there are."""
    sentences = [note.text for note in notes if note.kind in {NoteKind.UNRESOLVED, NoteKind.CONFLICT}]
    if len(sentences) > 1:
        return f"{sentences[0]} And {len(sentences) - 1} more."
    return sentences[0] if sentences else ""
