"""The History page: every change to the folder, newest first, each with its way back."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from modstead.domain.instance import Instance
from modstead.domain.plan import Applied, DamagedRecord, HistoryEntry, Operation, Plan
from modstead.domain.points import AtOperation, Point
from modstead.errors import FolderMissing, NothingLeftToUndo
from modstead.events import Event
from modstead.ui import text
from modstead.ui.history.delegate import HistoryDelegate
from modstead.ui.history.model import HistoryFilter, HistoryModel
from modstead.ui.history.rows import HistoryList
from modstead.ui.images import ImageLoader
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.choices import Choice, PillBar
from modstead.ui.kit.fields import SearchField, focus_action
from modstead.ui.kit.labels import Label, Link
from modstead.ui.kit.pages import EmptyState, Line, PageHeader
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme


class Operations(Protocol):
    """What this page asks of `modstead.services.operations.OperationService`."""

    changed: Event[Path]

    async def history(self, folder: Path) -> tuple[HistoryEntry, ...]: ...

    async def damaged(self, folder: Path) -> tuple[DamagedRecord, ...]: ...

    async def kept_size(self, folder: Path) -> int: ...

    async def restore_plan(self, instance: Instance, point: Point) -> Plan: ...

    async def undo(self, instance: Instance, operation_id: str | None = None) -> Applied: ...


class GoodStates(Protocol):
    """What this page asks of `modstead.services.troubles.TroubleService`."""

    async def when_good(self, folder: Path) -> datetime | None: ...

    async def plan_back(self, instance: Instance) -> Plan: ...


_NAMED_AT_MOST = 3


class HistoryPage(QWidget):
    """`undone` carries the `Applied` of an undo or redo; `browse_wanted` comes from the empty page."""

    undone = Signal(object)
    browse_wanted = Signal()
    settings_wanted = Signal()
    folder_wanted = Signal(object)
    """A folder to show as it lies on the disk."""
    review_wanted = Signal(object)
    """The Plan that brings the folder back to an earlier point."""
    told = Signal(str)
    """A short sentence for the toast."""

    def __init__(
        self,
        theme: Theme,
        operations: Operations,
        images: ImageLoader,
        *,
        good: GoodStates | None = None,
        now: Callable[[], datetime] = datetime.now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._operations = operations
        self._images = images
        self.tasks = TaskScope(self._failed)
        self._now = now
        self._good = good
        self._instance: Instance | None = None
        self._loaded = False
        self.gone = False
        """Whether the folder was not there when its history was to be read."""
        self.model = HistoryModel(self)
        self._build()
        operations.changed.listen(self._folder_changed)
        images.ready.connect(self.list.viewport().update)
        theme.changed.connect(self._measure)
        self._measure()
        self._show_state()

    def set_instance(self, instance: Instance | None) -> None:
        """Show this folder's history from now on; read at once."""
        self._instance = instance
        self._loaded = self.gone = False
        for key in ("history", "undo", "restore"):
            self.banners.clear(key)
        self.model.set_entries((), self._now().date())
        caption = f"every change to {instance.name}, each can be undone" if instance else ""
        self.header.set_title("History", caption)
        self._show_kept(0)
        self.refresh()

    def refresh(self) -> None:
        """Read the history again; what is open stays open."""
        self._show_state()
        if self._instance:
            self.tasks.start("history", partial(self._load, self._instance))

    def reverse(self, operation_id: str) -> None:
        """Undo the entry, or do it again, as its button says."""
        row = self.model.entry_row(self.model.index_of(operation_id))
        target = self.model.target(row.entry) if row else None
        if row and target and self._instance and not self.model.busy:
            self.model.set_busy(operation_id)
            work = partial(self._undo, self._instance, operation_id, target.operation_id)
            self.tasks.start("undo", work, done=self.undone.emit)

    def go_back_to(self, operation_id: str, *, before: bool = False) -> None:
        """Work out how the folder becomes what it was right after that entry, or right before it."""
        point = AtOperation(operation_id, before=before)
        self._plan_return(lambda instance: self._operations.restore_plan(instance, point))

    def go_back_to_good(self) -> None:
        """Work out how the folder becomes what it was when its game last worked."""
        if self._good:
            self._plan_return(self._good.plan_back)

    def _plan_return(self, plan: Callable[[Instance], Coroutine[Any, Any, Plan]]) -> None:
        instance = self._instance
        if instance is None:
            return
        self.banners.clear("restore")
        self.tasks.start("restore", partial(plan, instance), done=self._offer)

    def _offer(self, plan: Plan) -> None:
        """The plan, or why there is none: what was changed by hand is all that differs."""
        if plan.operations or not plan.notes:
            self.review_wanted.emit(plan)
            return
        shown = [note.text for note in plan.notes[:_NAMED_AT_MOST]]
        more = len(plan.notes) - len(shown)
        detail = " ".join([*shown, f"And {more} more."] if more else shown)
        title = "Modstead cannot bring back what was changed by hand."
        banner = Banner(self.theme, "warn", title, detail, closable=True)
        banner.setToolTip(text.tip("\n".join(note.text for note in plan.notes)) if more else "")
        self.banners.show_banner("restore", banner)

    def _build(self) -> None:
        theme = self.theme
        self.search = SearchField(theme, "Find a mod or a day")
        self.search.textChanged.connect(self._filter)
        focus_action(self.search, "Ctrl+F", self)
        self.header = PageHeader(theme, "History", actions=[self.search])
        self.pills = PillBar(theme, [Choice(kind.value, kind.value) for kind in HistoryFilter], name="Show")
        self.pills.chosen.connect(self._filter)
        self.kept = Label(theme, role="caption", colour="text_2")
        self._bar = QWidget()
        self._bar_row = QHBoxLayout(self._bar)
        self._bar_row.addWidget(self.pills)
        self._bar_row.addStretch(1)
        self._bar_row.addWidget(self.kept)
        self.manage = Link(theme, "Manage", caption=True)
        self.manage.setAccessibleName("Manage what is kept for undo")
        self.manage.clicked.connect(self.settings_wanted)
        self._bar_row.addWidget(self.manage)
        self.banners = BannerArea(theme)
        self.list = HistoryList(theme, self.model)
        self.list.setItemDelegate(HistoryDelegate(theme, self.list, self._picture, self.list))
        self.list.reverse_wanted.connect(self.reverse)
        self.list.point_wanted.connect(self.go_back_to)
        self.list.good_wanted.connect(lambda _at: self.go_back_to_good())
        self.list.before_wanted.connect(partial(self.go_back_to, before=True))
        self.list.kept_wanted.connect(self.folder_wanted)
        self.search.returnPressed.connect(self._to_list)
        self._nothing = EmptyState(theme, "history", "Nothing has been changed yet")
        browse = Button(theme, "Browse mods", icon="browse")
        browse.clicked.connect(self.browse_wanted)
        self._nothing.add_button(browse)
        self._gone = EmptyState(theme, "folder", "")
        again = Button(theme, "Look again", kind="primary")
        again.clicked.connect(self.refresh)
        self._gone.add_button(again)
        self._no_match = EmptyState(theme, "search", "No change matches")
        clear = Button(theme, "Show everything")
        clear.clicked.connect(self._clear_filter)
        self._no_match.add_button(clear)
        self._stack = QStackedWidget()
        for page in (self.list, self._nothing, self._no_match, self._gone):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self._bar, Line(theme), self.banners):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.list)
        self.banners.moved.connect(self.list.rows_moved)

    def _picture(self, operation: Operation, side: int, ratio: float) -> QPixmap | None:
        return self._images.pixmap(operation.icon_url, side, ratio=ratio)

    async def _load(self, instance: Instance) -> None:
        entries = await self._operations.history(instance.folder)
        damaged = await self._operations.damaged(instance.folder)
        kept = await self._operations.kept_size(instance.folder)
        good = await self._good.when_good(instance.folder) if self._good else None
        if instance != self._instance:
            return
        self.gone = False
        current = self.model.entry_row(self.list.currentIndex())
        place = self.list.verticalScrollBar().value()
        self._loaded = True
        self.banners.clear("history")
        self.model.set_good(good)
        self.model.set_entries(entries, self._now().date(), damaged)
        self._show_kept(kept)
        if current:
            self.list.setCurrentIndex(self.model.index_of(current.entry.operation_id))
        self.list.verticalScrollBar().setValue(place)
        self._show_state()

    async def _undo(self, instance: Instance, shown_id: str, target_id: str) -> Applied:
        self.model.set_busy(shown_id)
        self.banners.clear("undo")
        try:
            return await self._operations.undo(instance, target_id)
        finally:
            self.model.set_busy("")

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        if failure.key == "restore" and isinstance(error, NothingLeftToUndo):
            self.told.emit(error.title)
            return
        if failure.key == "history" and isinstance(error, FolderMissing):
            self.gone = True
            self._show_kept(0)
            self._show_state()
            return
        may_retry = error.retryable or failure.key == "history"
        actions = [BannerAction("Retry", failure.retry, kind="primary")] if may_retry else []
        detail = error.explanation
        title, detail = (self.model.with_titles(words) for words in (error.title, detail))
        banner = Banner(self.theme, "bad", title, detail, actions, closable=True)
        self.banners.show_banner(failure.key, banner)

    def _show_kept(self, size: int) -> None:
        self.kept.set_text(f"{text.size(size)} kept for undo ·" if size else "")
        self.manage.setVisible(bool(size))

    def _folder_changed(self, folder: Path) -> None:
        if self._instance and folder == self._instance.folder:
            self.refresh()

    def _filter(self) -> None:
        self.model.set_filter(HistoryFilter(self.pills.current()), self.search.text())
        self._show_state()

    def _clear_filter(self) -> None:
        self.pills.choose(HistoryFilter.EVERYTHING.value)
        self.search.clear()
        self._filter()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.go_to_first()

    def _show_state(self) -> None:
        if self.gone and self._instance:
            words = f"{self._instance.folder} was moved, renamed or deleted. Once it is back, its history is, too."
            self._gone.set_text(f"The folder of {self._instance.name} is gone", words)
            self._stack.setCurrentWidget(self._gone)
        elif self.model.rowCount() or (self._instance and not self._loaded):
            self._stack.setCurrentWidget(self.list)
        elif self.model.total:
            self._no_match.set_text(
                "No change matches", "Try another word, or show everything that was done."
            )
            self._stack.setCurrentWidget(self._no_match)
        else:
            name = self._instance.name if self._instance else "a folder"
            self._nothing.set_text(
                "Nothing has been changed yet", f"Each change to {name} is listed here, with its way back."
            )
            self._stack.setCurrentWidget(self._nothing)

    def _measure(self) -> None:
        px = self.theme.px
        self.search.setFixedWidth(px(220))
        self._bar.setFixedHeight(px(39))
        self._bar_row.setContentsMargins(px(12), 0, px(20), 0)
        self._bar_row.setSpacing(px(4))
