"""Choose a Minecraft and a loader, see which mods are ready for them, and move."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from modstead.domain.compatibility import Target
from modstead.domain.instance import Library, Loader
from modstead.domain.migration import MigrationCheck, Outlook, Standing, summary
from modstead.domain.migration_plan import moves_of
from modstead.services.migration import MigrationService
from modstead.storage.wishes import Wish
from modstead.ui import text
from modstead.ui.content_words import loaders_of, words_for
from modstead.ui.images import ImageLoader
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.labels import Label, Link, RichLabel
from modstead.ui.kit.pages import EmptyState, Line, PageHeader, PlanFooter
from modstead.ui.migration.fields import LoaderField, TellMeButton, VersionField
from modstead.ui.migration.header import MatrixHeader
from modstead.ui.migration.listing import MatrixList
from modstead.ui.migration.lookup import Lookup
from modstead.ui.migration.model import MatrixModel
from modstead.ui.migration.options import OptionsBar
from modstead.ui.migration.rows import MatrixRow, rows_of
from modstead.ui.migration.words import besides, content_of, head_of
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme

REASSURANCE = "One click undoes all of it, also after a restart"
_LOOK, _PLAN = "look", "plan"
_NARROW = 880
_LIST_AT_LEAST = 34


class MigrationPage(QWidget):
    """`open_library` begins; what was looked up is kept until the folder is another one or has changed.

    A change is looked at once the page is seen.
    """

    cancelled = Signal()
    plan_ready = Signal(object)
    """The Plan for the chosen target, to be read."""
    project_opened = Signal(str)
    told = Signal(str)
    """A short sentence for the toast."""

    def __init__(self, theme: Theme, migration: MigrationService, images: ImageLoader) -> None:
        super().__init__()
        self.theme = theme
        self._migration = migration
        self.scope = TaskScope(self._failed)
        self._library: Library | None = None
        self._changed: Library | None = None
        self._lookup = Lookup()
        self._wish: Wish | None = None
        self.loader = LoaderField(theme)
        self.version = VersionField(theme)
        self.tell_me = TellMeButton(theme)
        self.header = PageHeader(
            theme,
            "Move to another Minecraft",
            actions=(self.tell_me, self.loader, self.version),
            with_back=True,
        )
        self.banners = BannerArea(theme)
        self.summary = RichLabel(theme, "")
        self.options = OptionsBar(theme)
        self.model = MatrixModel(self)
        self.matrix_header = MatrixHeader(theme)
        self.list = MatrixList(theme, self.model, images)
        self.empty = EmptyState(theme, "swap", "")
        self.reason = Label(theme, role="caption", colour="text_2", elide=True)
        self.more = Link(theme, "", caption=True)
        self.footer = PlanFooter(theme, "Move", reassurance=REASSURANCE)
        self._lay_out()
        self._connect()

    @property
    def outlook(self) -> Outlook | None:
        """What there is for the chosen target."""
        return self._lookup.outlook

    @property
    def wish(self) -> Wish | None:
        return self._wish

    def open_library(self, library: Library, wanted: Target | None = None) -> None:
        """Look at the folder, and choose the target that is wanted."""
        self._library, self._changed = library, None
        self._forget()
        own = (wanted.loader if wanted else None) or library.instance.loader
        self.loader.show_loaders(loaders_of(library.instance.content), own)
        self._look(wanted)

    def take_library(self, library: Library) -> None:
        """The folder has been read again; where it has changed, what was looked up is no longer so."""
        before = self._library
        if before is None or before.instance.folder != library.instance.folder:
            return
        if before.instance == library.instance and content_of(before) == content_of(library):
            return
        if self.isVisible():
            self.open_library(library)
        else:
            self._changed = library

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._changed is not None:
            self.open_library(self._changed)

    async def close_tasks(self) -> None:
        await self.scope.close()

    # -- looking

    def _forget(self) -> None:
        self.scope.cancel_all()
        self._lookup.forget()
        self.banners.clear_all()

    def _look(self, wanted: Target | None = None) -> None:
        """At the targets that suggest themselves, and at the wanted one."""
        library = self._library
        if library is None:
            return
        self._show_looking()
        loader = self.loader.loader

        async def work() -> tuple[tuple[Target, ...], MigrationCheck]:
            self._lookup.order = await self._migration.game_versions()
            targets = await self._migration.targets(library.instance, (), loader)
            if wanted:
                more = await self._migration.targets(library.instance, (wanted.game_version,), wanted.loader)
                targets = self._lookup.in_order((*targets, *more))
            self._wish = await self._migration.wish(library.instance.folder)
            return targets, await self._migration.check(library, targets, progress=self._show_progress)

        def done(answer: tuple[tuple[Target, ...], MigrationCheck]) -> None:
            self._lookup.take(*answer, wanted)
            self._show()

        self.scope.start(_LOOK, work, done=done)

    def _look_at_one(self, target: Target) -> None:
        """At one more target, beside those that are there."""
        library = self._library
        if library is None:
            return
        self._show_looking()

        async def work() -> MigrationCheck:
            return await self._migration.check(library, (target,))

        def done(check: MigrationCheck) -> None:
            self._lookup.add(check, target)
            self._show()

        self.scope.start(_LOOK, work, done=done)

    # -- showing

    def _show_looking(self) -> None:
        self.empty.set_text("Looking what there is …", "Each version of Minecraft takes a request or two.")
        self._show_body(ready=False)

    def _show_progress(self, done: int, total: int) -> None:
        self.empty.set_text(
            "Looking what there is …", f"{done} of {text.plural(total, 'version')} looked at."
        )

    def _show_body(self, *, ready: bool) -> None:
        self.body.setCurrentWidget(self.table if ready else self.empty)
        for part in (self.summary_line, self.options, self.reason_line):
            part.setVisible(ready)
        self.tell_me.setVisible(ready)
        self.footer.primary.setEnabled(ready)
        if not ready:
            self.footer.set_plan("", "", self.footer.primary.text() or "Move", ready=False)

    def _show(self) -> None:
        library, outlook = self._library, self.outlook
        if library is None:
            return
        instance = library.instance
        loader = instance.loader.label if instance.loader else ""
        now = " ".join(filter(None, (loader, instance.game_version or "")))
        self.header.set_title("Move to another Minecraft", " · ".join(filter(None, (instance.name, now))))
        self.version.show_versions(self._lookup.other_versions)
        if outlook is None:
            self.empty.set_text(
                "There is no newer Minecraft to move to", "Choose another version above, or another loader."
            )
            self._show_body(ready=False)
            return
        self._show_body(ready=True)
        self.options.show_outlook(outlook)
        self._show_matrix()

    def _show_matrix(self) -> None:
        outlooks, chosen = self._lookup.outlooks, self._lookup.chosen
        standings = self._lookup.standings(betas=self.options.choices.betas)
        heads = [head_of(outlook, standing) for outlook, standing in zip(outlooks, standings, strict=True)]
        current = self.model.row(self.list.currentIndex())
        self.matrix_header.set_targets(heads, chosen)
        self.model.set_rows(rows_of(outlooks, standings, chosen))
        place = self.model.place_of(current.mod.file.name) if isinstance(current, MatrixRow) else -1
        index = self.model.index(place if place >= 0 else 1)
        self.list.setCurrentIndex(index)
        if place < 0:
            self.list.scrollToTop()
        self._show_summary(outlooks[chosen], standings[chosen])
        self._show_reason()

    def _show_summary(self, outlook: Outlook, standing: Standing) -> None:
        first, dot, rest = summary(outlook, standing).partition(". ")
        self.summary.set_text(f"{first}." if dot else first, rest)
        moves = moves_of(outlook, self.options.choices)
        count = len(moves.updates) + len(moves.successors) + len(moves.asleep) + len(moves.resting)
        words = words_for(outlook.target.content)
        whither = str(outlook.target) if self._is_other_loader(outlook) else outlook.target.game_version
        self.footer.set_plan(
            f"{words.counted(count)} to {whither}",
            besides(moves, standing),
            f"Move {words.counted(count)} to {whither}",
            ready=bool(count or moves.leaving),
        )
        waited_for = self._wish == Wish(outlook.target.game_version, outlook.target.loader)
        self.tell_me.show_state(str(outlook.target), waited_for=waited_for, is_ready=standing.is_ready)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tell_me.set_brief(brief=self.width() < self.theme.px(_NARROW))

    def _is_other_loader(self, outlook: Outlook) -> bool:
        here = self._library.instance.loader if self._library else None
        return outlook.target.loader is not None and outlook.target.loader is not here

    def _show_reason(self) -> None:
        row = self.model.row(self.list.currentIndex())
        shown = row if isinstance(row, MatrixRow) else None
        self.reason.set_text(f"{shown.mod.title}: {shown.reason}" if shown else "")
        self.more.set_text(f"Open {shown.project_title}" if shown and shown.project_id else "")
        self.more.setVisible(bool(shown and shown.project_id))

    # -- doing

    def _choose(self, place: int) -> None:
        if place != self._lookup.chosen and 0 <= place < len(self._lookup.targets):
            self._lookup.chosen = place
            self._show()

    def _change_loader(self) -> None:
        chosen = self._lookup.target
        self._forget()
        loader = self.loader.loader
        self._look(Target(loader, chosen.game_version, chosen.content) if chosen else None)

    def _add_version(self, version: str) -> None:
        library = self._library
        if not version or library is None:
            return
        self._look_at_one(Target(self._target_loader(), version, library.instance.content))

    def _target_loader(self) -> Loader | None:
        library = self._library
        if library is None or not loaders_of(library.instance.content):
            return None
        return self.loader.loader or library.instance.loader

    def _move(self) -> None:
        library, outlook = self._library, self.outlook
        if library is None or outlook is None:
            return
        choices = self.options.choices
        self.footer.primary.setEnabled(False)
        self.banners.clear(_PLAN)

        async def work() -> object:
            return await self._migration.plan(library, outlook, choices)

        def done(plan: object) -> None:
            self.footer.primary.setEnabled(True)
            self.plan_ready.emit(plan)

        self.scope.start(_PLAN, work, done=done)

    def _toggle_wish(self) -> None:
        library, outlook = self._library, self.outlook
        if library is None or outlook is None:
            return
        folder, target = library.instance.folder, outlook.target
        takes_back = self._wish == Wish(target.game_version, target.loader)

        async def work() -> Wish | None:
            if takes_back:
                await self._migration.tell_me_no_more(folder)
                return None
            return await self._migration.tell_me(folder, target)

        def done(wish: Wish | None) -> None:
            self._wish = wish
            self._show_matrix()
            self.told.emit(
                f"You will be told once all is ready for {target}" if wish else "You will be told no more"
            )

        self.scope.start("wish", work, done=done)

    def _leave(self) -> None:
        """What is still being looked up is not wanted any more."""
        if self.scope.running(_LOOK):
            self._changed = self._library
        self.scope.cancel(_LOOK)
        self.cancelled.emit()

    def _open_project(self) -> None:
        row = self.model.row(self.list.currentIndex())
        if isinstance(row, MatrixRow) and row.project_id:
            self.project_opened.emit(row.project_id)

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        detail = error.explanation

        def retry() -> None:
            self.banners.clear(failure.key)
            if failure.key == _LOOK:
                self._show_looking()
            failure.retry()

        actions = (BannerAction("Retry", retry, "primary"),) if error.retryable else ()
        self.banners.show_banner(failure.key, Banner(self.theme, "bad", error.title, detail, actions))
        if failure.key == _LOOK:
            self.empty.set_text("What there is could not be looked up", "Nothing was changed.")
            self._show_body(ready=self.outlook is not None)
        self.footer.primary.setEnabled(self.outlook is not None)

    # -- building

    def _lay_out(self) -> None:
        self.summary_line, self.reason_line = QWidget(), QWidget()
        self._summary_row, self._reason_row = QHBoxLayout(self.summary_line), QHBoxLayout(self.reason_line)
        self._summary_row.addWidget(self.summary, 1)
        self._reason_row.addWidget(self.reason, 1)
        self._reason_row.addWidget(self.more)
        self.table = QWidget()
        inner = QVBoxLayout(self.table)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.matrix_header)
        inner.addWidget(self.list, 1)
        self.body = QStackedWidget()
        self.body.addWidget(self.table)
        self.body.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self.banners, self.summary_line, self.options):
            column.addWidget(part)
        column.addWidget(Line(self.theme))
        column.addWidget(self.body, 1)
        column.addWidget(Line(self.theme))
        column.addWidget(self.reason_line)
        column.addWidget(self.footer)
        self.footer.cancel.set_text("Back")
        self.setFocusProxy(self.list)
        self._measure()

    def _connect(self) -> None:
        self.header.back.connect(self._leave)
        self.footer.cancelled.connect(self._leave)
        self.footer.accepted.connect(self._move)
        self.tell_me.clicked.connect(self._toggle_wish)
        self.loader.chosen.connect(self._change_loader)
        self.version.chosen.connect(self._add_version)
        self.options.changed.connect(self._show_matrix)
        self.matrix_header.chosen.connect(self._choose)
        self.list.target_wanted.connect(self._choose)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_reason())
        self.list.activated_by_keyboard.connect(lambda _index: self._open_project())
        self.more.clicked.connect(self._open_project)
        self.theme.changed.connect(self._measure)

    def _measure(self) -> None:
        px = self.theme.px
        self._summary_row.setContentsMargins(px(20), px(2), px(16), px(6))
        self._reason_row.setContentsMargins(px(20), 0, px(16), 0)
        self._reason_row.setSpacing(px(12))
        self.reason_line.setFixedHeight(px(28))
        # The footer stays in a small window: the list can be scrolled.
        self.list.setMinimumHeight(px(_LIST_AT_LEAST))
        self.body.setMinimumHeight(self.matrix_header.height() + px(_LIST_AT_LEAST))
