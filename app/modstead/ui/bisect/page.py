"""The page of a search for the mod that breaks a game: one question at a time, and the way back at any moment."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from modstead.domain.bisect import Answer, Verdict
from modstead.domain.bisect_words import left_words, meddling_words, question_words, verdict_words
from modstead.domain.instance import InstalledMod, Instance, Library
from modstead.services.bisects import Bisect, BisectService, Stopped
from modstead.ui import text
from modstead.ui.bisect.rows import Listed, names_listed, rows_of, rows_of_verdict, to_keep
from modstead.ui.images import ImageLoader
from modstead.ui.kit.action_list import ActionList, ActionModel
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.buttons import Button, Kind
from modstead.ui.kit.choices import Choice, PillBar
from modstead.ui.kit.labels import Label
from modstead.ui.kit.pages import Line, PageHeader
from modstead.ui.kit.progress import ProgressBar
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme

T = TypeVar("T")

_TITLE = "Find the mod that breaks the game"
_WORK = "bisect"
_WIDEST_SENTENCE = 760


class BisectPage(QWidget):
    """Shows the search in one folder, or how one begins."""

    ended = Signal(object)
    """A search was stopped: what came of it, a `Stopped`."""
    moved = Signal()
    """Other mods are on than before."""
    project_opened = Signal(str)
    updates_wanted = Signal(str)
    """The project that was found guilty: is there a newer version of it?"""
    left = Signal()

    def __init__(self, theme: Theme, bisects: BisectService, images: ImageLoader) -> None:
        super().__init__()
        self.theme = theme
        self._bisects = bisects
        self._images = images
        self._instance: Instance | None = None
        self._library: Library | None = None
        self._suspects: tuple[str, ...] = ()
        self._kept: set[str] = set()
        self.found: Bisect | None = None
        self._focus: Button | None = None
        self.tasks = TaskScope(self._failed, on_change=self._show_busy)
        self.model = ActionModel(self)
        self.list = ActionList(theme, self.model, self._picture, "Mods")
        self._build()
        images.ready.connect(self.list.viewport().update)
        theme.changed.connect(self._measure)
        self._measure()

    def show_folder(self, library: Library, suspects: Sequence[str] = ()) -> None:
        """The search that is under way there, else the beginning of one, asking about `suspects` first."""
        if self._instance is None or self._instance.folder != library.instance.folder:
            self._kept.clear()
            self.found = None
        self._instance, self._library = library.instance, library
        self._suspects = tuple(suspects)
        self.banners.clear_all()
        self._show()
        self._focus = self.fails
        self._look(library.instance)

    def take_library(self, library: Library) -> None:
        """The folder was read again: somebody may have meddled with it."""
        self._instance, self._library = library.instance, library
        self._look(library.instance)

    def answer(self, answer: Answer) -> None:
        """As the three buttons do."""
        instance = self._instance
        if instance:
            self._do(lambda: self._bisects.answer(instance, answer), self._moved)

    def begin(self) -> None:
        """Turn the first part off."""
        library = self._library
        if library is None:
            return

        async def work() -> Bisect:
            start = await self._bisects.plan_start(library, kept=self._kept, suspects=self._suspects)
            return await self._bisects.begin(start)

        self._do(work, self._moved)

    def stop(self, *, leave_off: bool = False) -> None:
        """Put everything back; with `leave_off` all but what was found."""
        instance = self._instance
        if instance:
            self._do(lambda: self._bisects.stop(instance, leave_off=leave_off), self._ended)

    def go_on(self) -> None:
        """Make the folder the one that is asked about."""
        instance = self._instance
        if instance:
            self._do(lambda: self._bisects.go_on(instance), self._moved)

    def _do(self, work: Callable[[], Coroutine[Any, Any, T]], done: Callable[[T], object]) -> None:
        """One thing at a time: what was begun is brought to its end first."""
        if not self.tasks.running(_WORK):
            pressed = self.focusWidget()
            self._focus = next((button for button in self._all_buttons() if button is pressed), self.fails)
            self.tasks.start(_WORK, work, done=done)

    def _look(self, instance: Instance) -> None:
        """What is under way there; an answer that is being acted on tells that itself."""
        if not self.tasks.running(_WORK):
            self.tasks.start("look", lambda: self._bisects.status(instance), done=self._take)

    # -- what came of it

    def _take(self, found: Bisect | None) -> None:
        if found and self._instance and found.library.instance.folder != self._instance.folder:
            self._look(self._instance)
            return
        self.found = found
        self._show()
        self._give_focus()

    def _moved(self, found: Bisect) -> None:
        self.banners.clear_all()
        self._take(found)
        self.moved.emit()

    def _ended(self, stopped: Stopped) -> None:
        self.banners.clear_all()
        self.found = None
        self._kept.clear()
        self.ended.emit(stopped)

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        detail = error.explanation
        self.banners.show_banner("failed", Banner(self.theme, "bad", error.title, detail, closable=True))
        if self._instance:
            self._look(self._instance)

    # -- how it looks

    def _build(self) -> None:
        theme = self.theme
        self.header = PageHeader(theme, _TITLE, with_back=True)
        self.header.back.connect(self.left)
        self.banners = BannerArea(theme)
        self.state = Label(theme, role="project", wrap=True)
        self.detail = Label(theme, colour="text_2", wrap=True)
        self.bar = ProgressBar(theme, overall=True)
        self.count = Label(theme, role="caption", colour="text_2")
        self.begin_button = self._button("Turn half of them off", self.begin, "primary")
        self.fails = self._button("It still happens", lambda: self.answer(Answer.FAILS), "soft", "warning")
        self.works = self._button("It is gone", lambda: self.answer(Answer.WORKS), "soft", "check-circle")
        self.skip = self._button("Cannot tell", lambda: self.answer(Answer.SKIP))
        self.disable = self._button("Disable it", lambda: self.stop(leave_off=True), "primary")
        self.page = self._button("Open its page", self._open_page)
        self.newer = self._button("Look for an update", self._look_for_update)
        self.back = self._button("Stop and put all back", self.stop, "quiet", "undo")
        self._buttons = QHBoxLayout()
        for button in self._all_buttons():
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._bar_row = QHBoxLayout()
        self._bar_row.addWidget(self.bar)
        self._bar_row.addWidget(self.count)
        self._bar_row.addStretch(1)
        self._top = QVBoxLayout()
        for part in (self.state, self.detail):
            self._top.addWidget(part)
        self._top.addLayout(self._bar_row)
        self._top.addLayout(self._buttons)
        self.pills = PillBar(theme, [Choice(kind.value, kind.value, 0) for kind in Listed], name="Show")
        self.pills.chosen.connect(lambda _key: self._show_list())
        self.hint = Label(theme, role="caption", colour="text_2", elide=True)
        self._pill_bar = QStackedWidget()
        self._pill_bar.addWidget(self.pills)
        self._pill_bar.addWidget(self.hint)
        self.list.acted.connect(self._toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banners)
        column.addLayout(self._top)
        column.addWidget(self._pill_bar)
        self._rule = Line(theme)
        column.addWidget(self._rule)
        column.addWidget(self.list, 1)
        self.banners.moved.connect(self.list.rows_moved)

    def _button(
        self, words: str, act: Callable[[], object], kind: Kind = "default", icon: str = ""
    ) -> Button:
        button = Button(self.theme, words, kind=kind, icon=icon, large=True)
        button.clicked.connect(lambda *_: act())
        return button

    def _all_buttons(self) -> tuple[Button, ...]:
        answers = (self.fails, self.works, self.skip)
        return (self.begin_button, *answers, self.disable, self.page, self.newer, self.back)

    def _show(self) -> None:
        found = self.found
        shown: set[Button] = {self.back} if found else {self.begin_button}
        self._show_meddling(found)
        if found is None:
            self._show_beginning()
        elif found.record is None:
            self._say(
                f"A search was interrupted and left {text.plural(len(found.left_off), 'mod')} off.",
                "Its notes are lost, so that it cannot go on. What is off for its sake can be put back.",
            )
        elif found.question:
            state, asked = question_words(found.question, found.record.search)
            self._say(state, asked)
            shown |= {self.fails, self.works, self.skip}
        elif found.verdict:
            shown |= self._show_verdict(found, found.verdict)
        for button in self._all_buttons():
            button.setVisible(button in shown)
        over = found is not None and found.question is None
        self.back.set_text("Put everything back" if over else "Stop and put all back")
        self.back.set_kind("primary" if over and self.disable not in shown else "quiet")
        self._show_progress(found)
        self._show_list()
        self._show_busy()

    def _say(self, state: str, detail: str) -> None:
        self.state.set_text(state)
        self.detail.set_text(detail)

    def _show_beginning(self) -> None:
        enabled = self._enabled()
        answers = max(1, (max(1, len(enabled)) - 1).bit_length() + 1)
        self.begin_button.setEnabled(len(enabled) > 1)
        first = "The suspects are tried alone first, then " if self._suspects else ""
        turned = f"{first}half of them are turned off."
        self._say(
            f"One of your {text.plural(len(enabled), 'mod')} breaks the game?",
            f"{turned[:1].upper()}{turned[1:]} You start the game and say whether the trouble came; after about "
            f"{text.in_words(answers)} answers the culprit stands alone. No mod is ever on without what it needs, "
            "and everything can be put back at any moment.",
        )
        self.begin_button.set_text("Try the suspects alone" if self._suspects else "Turn half of them off")
        words = "Tick what must stay on throughout."
        self.hint.set_text(words if enabled else "No mod is enabled here.")

    def _show_verdict(self, found: Bisect, verdict: Verdict) -> set[Button]:
        self._say(*verdict_words(verdict, found.title))
        if not found.can_leave_off:
            return set()
        mod = self._culprit()
        self.disable.set_text(f"Disable {mod.title}" if mod and len(verdict.files) > 1 else "Disable it")
        return {self.disable, *({self.page, self.newer} if mod and mod.project_id else ())}

    def _show_meddling(self, found: Bisect | None) -> None:
        self.banners.clear("meddling")
        if found is None or not (found.unsettled or found.meddlings):
            return
        told = meddling_words(found.meddlings, found.title)
        if found.is_as_asked:
            banner = Banner(self.theme, "info", "The folder was changed meanwhile.", told, closable=True)
        elif found.unsettled:
            actions = [BannerAction("Go on", self.go_on, "primary")]
            banner = Banner(self.theme, "warn", "The last step was interrupted.", told, actions)
        else:
            actions = [BannerAction("Put it as asked", self.go_on, "primary")]
            title = "The folder is not as it was asked about, so that an answer would mislead."
            banner = Banner(self.theme, "warn", title, told, actions)
        self.banners.show_banner("meddling", banner)

    def _show_progress(self, found: Bisect | None) -> None:
        question = found.question if found else None
        self.bar.setVisible(question is not None)
        self.count.setVisible(question is not None)
        if found and question:
            self.bar.set_share(found.answered / (found.answered + question.left))
            self.count.set_text(left_words(question.left))

    def _show_list(self) -> None:
        found = self.found
        asking = found is not None and found.question is not None
        self._pill_bar.setCurrentWidget(self.pills if asking else self.hint)
        if found is None:
            self.model.show(to_keep(self._library.mods if self._library else (), self._kept))
        elif found.question:
            for kind in Listed:
                self.pills.set_count(kind.value, len(names_listed(found, kind)))
            self.model.show(rows_of(found, Listed(self.pills.current())))
        else:
            self.hint.set_text("What was on when the trouble came" if found.can_leave_off else "What is left")
            self.model.show(rows_of_verdict(found))
        for part in (self._pill_bar, self._rule):
            part.setVisible(bool(self.model.rows))

    def _show_busy(self) -> None:
        busy = self.tasks.running(_WORK)
        as_asked = self.found is None or self.found.is_as_asked
        for button in self._all_buttons():
            button.setEnabled(not busy)
        for button in (self.fails, self.works, self.skip):
            button.setEnabled(not busy and as_asked)
        if not busy and self.found is None:
            self.begin_button.setEnabled(len(self._enabled()) > 1)

    def _give_focus(self) -> None:
        """What was pressed by the keyboard can be pressed again; what took its place where it is gone."""
        wanted, self._focus = self._focus, None
        following = (self.fails, self.disable, self.begin_button, self.back)
        for button in (wanted, *following) if wanted else ():
            if button.isVisible() and button.isEnabled():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _enabled(self) -> list[InstalledMod]:
        return [mod for mod in self._library.mods if mod.file.enabled] if self._library else []

    def _culprit(self) -> InstalledMod | None:
        found = self.found
        return (
            found.mod(found.verdict.parts[0][0]) if found and found.verdict and found.verdict.parts else None
        )

    def _toggle(self, name: str) -> None:
        if self.found is None:
            self._kept ^= {name}
            self._show_list()

    def _open_page(self) -> None:
        mod = self._culprit()
        if mod and mod.project_id:
            self.project_opened.emit(mod.project_id)

    def _look_for_update(self) -> None:
        mod = self._culprit()
        if mod and mod.project_id:
            self.updates_wanted.emit(mod.project_id)

    def _picture(self, url: str | None, side: int, ratio: float) -> QPixmap | None:
        return self._images.pixmap(url, side, ratio=ratio)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Sentences stay readable on a wide page."""
        px = self.theme.px
        right = max(px(20), self.width() - px(20) - px(_WIDEST_SENTENCE))
        self._top.setContentsMargins(px(20), px(16), right, px(16))

    def _measure(self) -> None:
        px = self.theme.px
        self._fit()
        self._top.setSpacing(px(8))
        self._buttons.setContentsMargins(0, px(8), 0, 0)
        self._buttons.setSpacing(px(8))
        self._bar_row.setSpacing(px(12))
        self.bar.setFixedWidth(px(320))
        self._pill_bar.setFixedHeight(px(39))
        self.pills.setContentsMargins(px(12), 0, px(20), 0)
        self.hint.setContentsMargins(px(20), 0, px(20), 0)
