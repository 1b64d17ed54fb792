"""The review: every change before it happens, with what is held back first and what it comes to below."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from modstead.domain.instance import ContentKind, Library
from modstead.domain.plan import Note, NoteKind, Plan, PlanKind
from modstead.domain.preflight import Preflight
from modstead.domain.reviewing import followed, gone_since
from modstead.domain.updates import UpdateCheck
from modstead.services.preflight import PreflightService
from modstead.services.updates import UpdateService
from modstead.ui import text
from modstead.ui.content_words import ContentWords, words_for
from modstead.ui.images import ImageLoader
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.fields import SearchField, focus_action
from modstead.ui.kit.pages import EmptyState, Line, PageHeader, PlanFooter
from modstead.ui.review import items, words
from modstead.ui.review.changelog import ChangelogTexts
from modstead.ui.review.listing import ReviewList
from modstead.ui.review.model import ReviewModel
from modstead.ui.review.verdict import Verdict
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme

REASSURANCE = "One click undoes all of it, also after a restart"
_NAMED_AT_MOST = 3
_WORTH_SEARCHING = 8
_LIST_AT_LEAST = 68
_SHOWN_OF_SEARCH = 40


class ReviewPage(QWidget):
    """Shows one plan at a time and lets its items be left out; what is ticked is planned anew at once."""

    accepted = Signal(object)
    """The Plan as it stands, to be carried out."""
    accepted_anyway = Signal(object)
    """The Plan, though its new files speak against it."""
    cancelled = Signal()
    freed = Signal(object)
    """A HeldBack that is not to be held back for that any more."""
    skip_requested = Signal(object, object)
    """An InstalledMod, and the Version of it that is to be passed over."""

    def __init__(
        self, theme: Theme, *, updates: UpdateService, preflight: PreflightService, images: ImageLoader
    ) -> None:
        super().__init__()
        self.theme = theme
        self._updates = updates
        self.scope = TaskScope(self._failed)
        self.model = ReviewModel(self)
        self.texts = ChangelogTexts(theme, updates, self)
        self.open_all_button = Button(theme, "Open all changelogs", kind="quiet")
        self.find_field = SearchField(theme, "Find in updates")
        self.header = PageHeader(
            theme, "Review", actions=(self.open_all_button, self.find_field), with_back=True
        )
        self.above = BannerArea(theme)
        self.banners = BannerArea(theme)
        self.verdict = Verdict(self.above, preflight, self)
        self.list = ReviewList(theme, self.model, images, self.texts)
        self._no_match = EmptyState(theme, "search", "Nothing is called so")
        self.footer = PlanFooter(theme, "Update", reassurance=REASSURANCE)
        self._library: Library | None = None
        self._check: UpdateCheck | None = None
        self._names: Collection[str] | None = None
        self._whole: Plan | None = None
        self._plan: Plan | None = None
        self._origin: Plan | None = None
        self._lay_out()
        self._connect()

    @property
    def plan(self) -> Plan | None:
        """What would be carried out now; None while it is worked out."""
        return self._plan

    @property
    def origin(self) -> Plan | None:
        """The plan that was to be read at first, whatever was left out since or came in its place; None for updates."""
        return self._origin

    @property
    def library(self) -> Library | None:
        """The folder that the plan is for, as it was when the plan was made."""
        return self._library

    def show_updates(
        self, library: Library, check: UpdateCheck, names: Collection[str] | None = None
    ) -> None:
        """Review the updates of these files, or of all, with what was held back."""
        self._begin(library)
        self._check, self._names = check, names
        self._whole = self._origin = None
        self.header.set_title("Review updates", f"Checked {text.clock(check.at)}")
        self.model.set_items(items.update_items(check, names), together=check.together)
        self._after_items("updates")

    def renew(self, library: Library, check: UpdateCheck) -> None:
        """If the updates of that folder are reviewed: show them as they are now, with what the user has ticked."""
        known = self._check
        if known is None or self._library is None or self._library.instance.folder != library.instance.folder:
            return
        gone = gone_since(self._library, library)
        self._tell_dropped([item.title for item in self.model.items if item.key in gone])
        self._library, self._check = library, check
        if (known.updates, known.held_back, known.together) == (
            check.updates,
            check.held_back,
            check.together,
        ):
            return
        versions = {item.key: item.new for item in self.model.items}
        rows = items.update_items(check, self._names)
        self.texts.keep([row.key for row in rows if versions.get(row.key) == row.new])
        self.model.renew_items(rows, check.together)

    def follow(self, library: Library) -> None:
        """If another plan for that folder is reviewed: leave out what does not hold any more of it."""
        whole, before = self._whole, self._library
        if whole is None or before is None or before.instance.folder != library.instance.folder:
            return
        plan, dropped = followed(whole, before, library)
        self._library = library
        if not dropped:
            return
        self._whole = plan
        self.model.renew_items(items.plan_items(plan, library), plan.together)
        self._tell_dropped(dropped)

    def _tell_dropped(self, titles: Sequence[str]) -> None:
        if titles:
            more = f" and {len(titles) - _NAMED_AT_MOST} more" if len(titles) > _NAMED_AT_MOST else ""
            detail = f"Left out of this review: {', '.join(titles[:_NAMED_AT_MOST])}{more}."
            banner = Banner(self.theme, "info", "The folder has changed meanwhile.", detail, closable=True)
            self.banners.show_banner("dropped", banner)

    def show_plan(
        self, plan: Plan, library: Library | None = None, preflight: Preflight | None = None
    ) -> None:
        """Review any other plan; with the library the folder's size before and after is told.

        `preflight` is what is known already of its new files.
        """
        self._begin(library)
        if preflight is not None:
            self.verdict.take(preflight)
        self._check = None
        self._whole = self._origin = plan
        fixed = plan.takes_back
        self.header.set_title(words.title_of(plan), plan.instance.name)
        self.model.set_items(items.plan_items(plan, library), plan.kind, fixed=fixed, together=plan.together)
        self._after_items("changes")

    async def close_tasks(self) -> None:
        await self.scope.close()
        await self.verdict.scope.close()
        await self.texts.scope.close()

    def _begin(self, library: Library | None) -> None:
        self._set_plan(None)
        self._library = library
        self.texts.forget()
        self.verdict.forget()
        self.find_field.clear()
        self.banners.clear_all()

    def _set_plan(self, plan: Plan | None) -> None:
        self._plan = plan
        if plan is None:
            self.verdict.stop()
        else:
            self.verdict.check(plan)

    def _after_items(self, noun: str) -> None:
        self.find_field.setPlaceholderText(f"Find in {noun}")
        self.find_field.setAccessibleName(f"Find in {noun}")
        self.find_field.setVisible(len(self.model.items) > _WORTH_SEARCHING)
        self.open_all_button.setVisible(any(item.changelogs for item in self.model.shown_items))
        self.open_all_button.set_text("Open all changelogs")
        first = self.model.index(1)
        if first.isValid():
            self.list.setCurrentIndex(first)
        self.list.scrollToTop()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.above)
        column.addWidget(self.banners)
        self._gap = QWidget()
        column.addWidget(self._gap)
        column.addWidget(Line(self.theme))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._no_match)
        column.addWidget(self._stack, 1)
        column.addWidget(self.footer)
        self._measure()

    def _connect(self) -> None:
        clear = Button(self.theme, "Clear")
        self._no_match.add_button(clear)
        for left in (self.header.back, self.footer.cancelled):
            left.connect(self.cancelled)
        self.cancelled.connect(self.verdict.stop)
        self.verdict.judged.connect(self._judged)
        self.verdict.settled_wanted.connect(self._take_settled)
        self.verdict.anyway_wanted.connect(self._accept_anyway)
        self.footer.accepted.connect(self._accept)
        self.open_all_button.clicked.connect(self._toggle_all_changelogs)
        self.find_field.textChanged.connect(self.model.set_sought)
        self.model.modelReset.connect(self._show_state)
        clear.clicked.connect(self._clear_search)
        self.model.ticks_changed.connect(self._replan)
        self.list.skip_asked.connect(self._skip)
        self.list.freed.connect(self._free)
        self.theme.changed.connect(self._measure)
        focus_action(self.find_field, "Ctrl+F", self)

    def _show_state(self) -> None:
        sought = self.find_field.text().strip()
        nothing = bool(sought and self.model.items) and not self.model.rowCount()
        if nothing:
            self._no_match.set_text(
                f"Nothing is called “{sought[:_SHOWN_OF_SEARCH]}”",
                "Try another word. Hidden rows keep their ticks.",
            )
        self._stack.setCurrentWidget(self._no_match if nothing else self.list)

    def _clear_search(self) -> None:
        self.find_field.clear()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _measure(self) -> None:
        self.find_field.setFixedWidth(self.theme.px(200))
        self._gap.setFixedHeight(self.theme.px(6))
        # Banners are read whole: the list can be scrolled.
        self._stack.setMinimumHeight(self.theme.px(_LIST_AT_LEAST))

    def _toggle_all_changelogs(self) -> None:
        offered = {item.key for item in self.model.shown_items if item.changelogs}
        opened = not offered <= self.model.opened
        self.list.open_all(opened=opened)
        self.open_all_button.set_text("Close all changelogs" if opened else "Open all changelogs")

    def _skip(self, item: items.ReviewItem) -> None:
        if isinstance(item.changelogs, items.Offer):
            self.skip_requested.emit(item.changelogs.mod, item.changelogs.version)
            self.model.hold(item.skipped())

    def _free(self, item: items.ReviewItem) -> None:
        self.freed.emit(item.verdict)
        self.model.set_ticked((item.key,), on=True)

    def _replan(self) -> None:
        self._set_plan(None)
        if self._whole is not None:
            unticked = [
                item for item in self.model.items if item.key not in self.model.ticked and not item.held_back
            ]
            self._take(_left_over(self._whole, unticked))
            return
        library, check = self._library, self._check
        if library is None or check is None:
            return
        offered = {item.mod.file.name for item in check.updates}
        names, held_names = self.model.ticked & offered, self.model.ticked - offered
        self.banners.clear("failed")
        self._show_totals(len(self.model.ticked))
        self.scope.start(
            "plan",
            lambda: self._updates.plan(library, check, tuple(names), held_back=tuple(held_names)),
            done=self._take,
        )

    def _take(self, plan: Plan) -> None:
        self.banners.clear("failed")
        self.model.set_along(items.dependency_items(plan, self._library), items.dependencies_of(plan))
        if self._whole is not None:
            self.model.settle({operation.file_name for operation in plan.operations})
        self._show_notes(plan)
        self.footer.set_plan(
            words.total_words(plan),
            words.size_words(plan, self._library),
            words.primary_words(plan, words_for(plan.instance.content)),
            ready=bool(plan.operations),
        )
        self._set_plan(plan)

    def _show_totals(self, number: int) -> None:
        """While the plan is worked out: the number is known, the button waits."""
        self.footer.set_plan(
            text.plural(number, "update"),
            "Working out what comes along …",
            words.updating_words(number, self._words),
            ready=False,
        )

    def _show_notes(self, plan: Plan) -> None:
        for kind, key, tone, title in (
            (NoteKind.CONFLICT, "conflict", "bad", self._conflict_title(plan)),
            (NoteKind.UNRESOLVED, "unresolved", "warn", _unresolved_title(plan)),
            (NoteKind.ALREADY, "already", "info", "Some of it is there already."),
            (NoteKind.INFO, "info", "info", "Good to know."),
        ):
            sentences = [_sentence(note, plan) for note in plan.notes if note.kind is kind]
            self.banners.clear(key)
            if sentences:
                more = len(sentences) - _NAMED_AT_MOST
                shown = sentences[:_NAMED_AT_MOST] + ([f"And {more} more."] if more > 0 else [])
                banner = Banner(self.theme, tone, title, " ".join(shown))  # type: ignore[arg-type]
                banner.setToolTip(text.tip("\n".join(sentences)) if more > 0 else "")
                self.banners.show_banner(key, banner)

    def _conflict_title(self, plan: Plan) -> str:
        if plan.kind in {PlanKind.REMOVE, PlanKind.DISABLE}:
            return "Other mods need this."
        return "These mods do not go together."

    @property
    def _words(self) -> ContentWords:
        return words_for(self._library.instance.content if self._library else ContentKind.MOD)

    def _take_settled(self, plan: Plan) -> None:
        origin = self._origin
        self.show_plan(plan, self._library)
        self._origin = origin

    def _accept(self) -> None:
        if self._plan is not None and self._plan.operations:
            self.accepted.emit(self._plan)

    def _accept_anyway(self) -> None:
        if self._plan is not None and self._plan.operations:
            self.accepted_anyway.emit(self._plan)

    def _judged(self) -> None:
        planned = bool(self._plan and self._plan.operations)
        self.footer.primary.setEnabled(planned and not self.verdict.refusing)

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        detail = error.sentences
        actions = (BannerAction("Retry", failure.retry, "primary"),)
        banner = Banner(self.theme, "bad", "The plan could not be worked out.", detail, actions)
        self.banners.show_banner("failed", banner)
        self.footer.set_plan(
            text.plural(len(self.model.ticked), "update"), "", self.footer.primary.text(), ready=False
        )


def _unresolved_title(plan: Plan) -> str:
    return "Not everything can be put back." if plan.takes_back else "Not everything could be found."


def _sentence(note: Note, plan: Plan) -> str:
    """What a way back leaves out is told by the file, unless the sentence says it by its title."""
    speaks_of_it = not plan.takes_back or not note.text.startswith(("It ", "Its ", "Another ", "Something "))
    return note.text if speaks_of_it else f"{note.subject}: {note.text}"


def _left_over(plan: Plan, unticked: Collection[items.ReviewItem]) -> Plan:
    """The plan without these items, and without notes that speak of them."""
    left = plan.without({item.key for item in unticked})
    notes = tuple(note for note in left.notes if not any(item.title in note.text for item in unticked))
    return replace(left, notes=notes)
