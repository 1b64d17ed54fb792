"""The Browse page: filters at the left, results at the right, and every state they can be in."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from modstead.domain.instance import ContentKind
from modstead.domain.project import SearchHit, SearchPage, SearchQuery, Sort
from modstead.errors import Unreachable
from modstead.services.search import Loosening, SearchService
from modstead.ui.images import ImageLoader
from modstead.ui.kit.banners import Banner, BannerAction
from modstead.ui.kit.fields import focus_action
from modstead.ui.project_states import ProjectStates
from modstead.ui.search.asking import facets_of, pages_of
from modstead.ui.search.facets import Facets
from modstead.ui.search.state import (
    PAGE,
    BrowseState,
    FacetState,
    Filters,
    GroupKey,
    filters_of,
    type_words,
)
from modstead.ui.search.view import BrowseView
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme

TYPING_MS = 300
_PROGRESS_MS = 150
_NARROW = 1100 - 152
_PASTED = 2
"""More letters than this at once were pasted, not typed."""


def _now() -> datetime:
    return datetime.now().astimezone()


class BrowsePage(BrowseView):
    """Search as you type, filter, and install in place.

    It searches when first shown, and again whenever the open folder (told to `states`) changes.
    """

    project_opened = Signal(str)
    """A project's ID, or a slug that a pasted link named."""
    install_requested = Signal(str)
    """The ID of a project to install, or to update where it is installed."""
    cancel_requested = Signal(str)
    """The ID of a project whose running operation shall stop."""

    def __init__(
        self,
        theme: Theme,
        search: SearchService,
        states: ProjectStates,
        images: ImageLoader,
        *,
        now: Callable[[], datetime] = _now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, search, states=states, images=images, now=now, parent=parent)
        self.scope = TaskScope(self._failed, on_change=self._busy_changed)
        self._search_service = search
        self._instance = states.instance
        self._sort = Sort.RELEVANCE
        self._asked: BrowseState | None = None
        self._asked_at = now()
        self._stale = True
        self._platform = ""
        self._facets_shown = ("", "")
        self._wanted_current = ""
        self._wanted_scroll = 0
        self._text_before = ""
        self._was_offline = states.offline
        self._connect()
        self._follow_content()

    # -- what the window may ask of it

    @property
    def found(self) -> str:
        """How much was found, in words; empty where nothing is shown."""
        total = self.model.total
        return f"{self.model.amount} {type_words(self.filters.filters.project_type, total)}" if total else ""

    def state(self) -> BrowseState:
        """What Back has to bring back."""
        hit = self._current_hit()
        return BrowseState(
            text=self.field.text(),
            filters=self.filters.filters,
            sort=self._sort,
            current=hit.ref.project_id if hit else "",
            scroll=self.results.verticalScrollBar().value(),
            loaded=max(PAGE, len(self.model.hits)),
            platform=self._platform,
        )

    def restore(self, state: BrowseState) -> None:
        """Search for this again, as far down as it was, and stand where it stood."""
        self._set_text(state.text)
        self._set_platform(state.platform)
        self.filters.set_filters(state.filters)
        self._set_sort(state.sort)
        self._wanted_current, self._wanted_scroll = state.current, state.scroll
        self._start_search(state.loaded)

    def search_for(self, words: str) -> None:
        """Put these words into the field and search at once; a link opens its project instead."""
        if self._open_link(words):
            return
        self._set_text(words)
        self._search_now()
        self.field.setFocus()

    def refresh(self) -> None:
        """Ask again, as after the connection came back."""
        self._start_search(max(PAGE, len(self.model.hits)))

    async def close_tasks(self) -> None:
        """Stop everything under way and wait until it has stopped."""
        self._typing.stop()
        self._more_delay.stop()
        await self.scope.close()

    # -- building

    def _connect(self) -> None:
        self._typing = _single_shot(self, TYPING_MS, self._search_now)
        self._more_delay = _single_shot(self, 0, self._load_more)
        self._progress_delay = _single_shot(self, _PROGRESS_MS, self._show_progress)
        self.field.textEdited.connect(self._text_edited)
        self.field.textChanged.connect(self._text_changed)
        self.field.entered.connect(self._entered)
        self.field.entered_with_control.connect(self.results.act_on_current)
        self.field.left_downwards.connect(self._to_results)
        self.sort.chosen.connect(self._sort_chosen)
        self.platform.chosen.connect(self._platform_chosen)
        self.filters.changed.connect(self._filters_changed)
        self.filters_button.clicked.connect(self._toggle_filters)
        self.chips.removed.connect(self._chip_removed)
        self.model.more_wanted.connect(self._more_delay.start)
        self.results.opened.connect(self._open_hit)
        self.results.pressed_button.connect(self._button_pressed)
        self.results.cancelled.connect(lambda hit: self.cancel_requested.emit(hit.ref.project_id))
        self.results.left_upwards.connect(self.field.setFocus)
        self.nothing.loosened.connect(self._loosen)
        self.nothing.cleared.connect(lambda: self._filters_set(self.filters.filters.cleared()))
        self.retry.clicked.connect(self.refresh)
        self.try_again.connect(self.refresh)
        self._states.changed.connect(self._states_changed)
        focus_action(self.field, "Ctrl+F", self)

    # -- searching

    def _text_edited(self, words: str) -> None:
        pasted = len(words) - len(self._text_before) > _PASTED
        if not pasted or not self._open_link(words):
            self._typing.start()

    def _text_changed(self, words: str) -> None:
        if not words and self._text_before and not self._typing.isActive():
            self._typing.start(0)
        self._text_before = words

    def _entered(self) -> None:
        if self._open_link(self.field.text()):
            return
        if self._typing.isActive():
            self._search_now()
        else:
            self.results.open_current()

    def _open_link(self, words: str) -> bool:
        """Open the project that a link names; the field then shows what was searched for before."""
        project = self._search_service.project_in(words.strip()) if words.strip() else None
        if project is None:
            return False
        self._set_text(self._asked.text if self._asked else "")
        self._typing.stop()
        self.project_opened.emit(project)
        return True

    def _search_now(self) -> None:
        self._typing.stop()
        if self._asked is None or self.field.text().strip() != self._asked.text.strip():
            self._start_search()

    def _start_search(self, wanted: int = PAGE) -> None:
        self._typing.stop()
        self._stale = False
        self.field.setPlaceholderText(
            f"Search {type_words(self.filters.filters.project_type, 2)}, or paste a link"
        )
        self.scope.cancel("more")
        self.scope.cancel("loosenings")
        self._asked = BrowseState(
            self.field.text(), self.filters.filters, self._sort, platform=self._platform
        )
        self._asked_at = self._now()
        query = self._asked.query(self._states.target)
        self._load_facets()
        self.scope.start(
            "search", partial(pages_of, self._search_service, query, wanted, self._platform), done=self._found
        )
        self._show_chips()

    def _found(self, pages: tuple[SearchPage, ...]) -> None:
        first = pages[0]
        self.model.replace(first)
        for page in pages[1:]:
            self.model.append(page)
        self.banners.clear("search")
        self._tell_freshness(pages[-1])
        if not first.hits:
            self._show_nothing()
            return
        self.pages.setCurrentWidget(self._listed)
        self._stand()

    def _stand(self) -> None:
        """Make a row the current one: that of before, else the first."""
        row = self.model.row_of(self._wanted_current) if self._wanted_current else -1
        self.results.setCurrentIndex(self.model.index(max(row, 0)))
        if row >= 0:
            self.results.verticalScrollBar().setValue(self._wanted_scroll)
        else:
            self.results.scrollToTop()
        self._wanted_current, self._wanted_scroll = "", 0

    def _load_more(self) -> None:
        if self._asked is None or self.scope.running("search") or self.scope.running("more"):
            return
        if self.banners.banner("search") is None:
            query = self._asked.query(self._states.target, self.model.next_offset)
            work = partial(self._search_service.search, query, self._platform)
            self.scope.start("more", work, done=self._more_found)

    def _more_found(self, page: SearchPage) -> None:
        self.model.append(page)
        self._tell_freshness(page)

    def _tell_freshness(self, page: SearchPage) -> None:
        """Show the answer's age, and tell what it proves: one out of the cache does not prove a connection."""
        freshness = page.freshness
        if freshness is None or freshness.offline or freshness.fetched_at >= self._asked_at:
            self.offline_found.emit(bool(freshness and freshness.offline))
        self._show_freshness(page)

    def _load_facets(self) -> None:
        wanted = self._facets_wanted
        key = " ".join(("facets", *wanted))
        if wanted != self._facets_shown and not self.scope.running(key):
            work = partial(facets_of, self._search_service, *wanted)
            self.scope.start(key, work, done=partial(self._facets_found, wanted))

    @property
    def _facets_wanted(self) -> tuple[str, str]:
        return self.filters.filters.project_type, self._platform

    def _facets_found(self, wanted: tuple[str, str], facets: Facets) -> None:
        if wanted == self._facets_wanted:
            self._facets_shown = wanted
            self.filters.set_facets(facets)

    # -- showing

    def _show_nothing(self) -> None:
        filters = self.filters.filters
        filtered = filters.count(self._states.target) > 0
        self.nothing.show_reason(filtered=filtered, searched=bool(self.field.text().strip()))
        self.pages.setCurrentWidget(self.nothing)
        if self._asked is not None:
            query = self._asked.query(self._states.target)
            work = partial(self._search_service.loosenings, query, self._platform)
            self.scope.start("loosenings", work, done=self._loosenings_found)

    def _loosenings_found(self, loosenings: tuple[Loosening, ...]) -> None:
        searched = bool(self.field.text().strip())
        self.nothing.show_loosenings(loosenings, self.filters.filters.project_type, searched=searched)

    def _failed(self, failure: Failure) -> None:
        if failure.key not in ("search", "more"):
            return
        error = failure.error
        offline = isinstance(error, Unreachable)
        detail = error.explanation
        if failure.key == "search":
            self.model.replace(SearchPage((), 0))
            self._page = None
            self._show_count()
            self.banners.clear("offline")
            self.failure.icon.set_icon("offline" if offline else "error")
            self.failure.set_text(error.title, detail)
            self.pages.setCurrentWidget(self.failure)
        else:
            actions = [BannerAction("Retry", partial(self._retry_more, failure), "primary")]
            self.banners.show_banner("search", Banner(self.theme, "bad", error.title, detail, actions))
        if offline:
            self.offline_found.emit(offline)

    def _retry_more(self, failure: Failure) -> None:
        self.banners.clear("search")
        failure.retry()

    def _busy_changed(self) -> None:
        busy = self.scope.running("search") or self.scope.running("more")
        if busy and not self._progress_delay.isActive() and not self.progress.isVisible():
            self._progress_delay.start()
        elif not busy:
            self._progress_delay.stop()
            self.progress.hide()

    # -- what the user does

    def _filters_changed(self, filters: Filters) -> None:
        self._show_chips()
        self._start_search()

    def _filters_set(self, filters: Filters) -> None:
        self.filters.set_filters(filters)
        self._filters_changed(filters)

    def _chip_removed(self, key: tuple[GroupKey, str]) -> None:
        state: FacetState = "any"
        self._filters_set(self.filters.filters.changed(*key, state, self._states.target))

    def _loosen(self, query: SearchQuery) -> None:
        self._set_text(query.text)
        self._filters_set(filters_of(query, self.filters.filters, self._states.target))

    def _platform_chosen(self, platform: str) -> None:
        """Search there for the same words; filters need not mean the same on another platform."""
        if platform == (self._platform or self._search_service.platforms[0].id):
            return
        kept = self.filters.filters
        self._set_platform(platform)
        types = self._search_service.capabilities(platform).project_types
        kind = kept.project_type if kept.project_type in types else types[0]
        self.filters.set_filters(Filters(kind, from_instance=kept.from_instance))
        self._follow_content()
        self._start_search()

    def _set_platform(self, platform: str) -> None:
        capabilities = self._search_service.capabilities(platform)
        self._platform = platform
        self._show_platform(platform or self._search_service.platforms[0].id, capabilities)
        if self._sort not in capabilities.sorts:
            self._set_sort(capabilities.sorts[0])
        self._facets_shown = ("", "")

    def _sort_chosen(self, sort: Sort) -> None:
        if sort is not self._sort:
            self._set_sort(sort)
            self._start_search()

    def _set_sort(self, sort: Sort) -> None:
        self._sort = sort
        self.sort.choose(sort)

    def _set_text(self, words: str) -> None:
        self._text_before = words
        self.field.setText(words)
        self._typing.stop()

    def _to_results(self) -> None:
        if self.model.rowCount():
            self.results.setFocus()
            self.results.show_ring()

    def _open_hit(self, hit: SearchHit) -> None:
        self.project_opened.emit(hit.ref.project_id)

    def _button_pressed(self, hit: SearchHit) -> None:
        self.install_requested.emit(hit.ref.project_id)

    def _current_hit(self) -> SearchHit | None:
        row = self.results.currentIndex().row()
        return self.model.hits[row] if 0 <= row < len(self.model.hits) else None

    def _states_changed(self) -> None:
        if self._page is not None and self._states.offline != self._was_offline:
            self._show_freshness(self._page)
        self._was_offline = self._states.offline
        if self._states.instance == self._instance:
            return
        before, self._instance = self._instance, self._states.instance
        if before is None or self._instance is None or before.content is not self._instance.content:
            self._follow_content()
        self.filters.show_instance()
        self._stale = True
        if self.isVisible():
            self._start_search()

    def _follow_content(self) -> None:
        """Look for what the open folder holds, where the platform has such a type."""
        content = self._instance.content if self._instance else ContentKind.MOD
        types = self._search_service.capabilities(self._platform).project_types
        if content in types and self.filters.filters.project_type != content:
            self.filters.set_filters(Filters(content.value))

    # -- Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._start_search()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.progress.hide()


def _single_shot(parent: QWidget, milliseconds: int, slot: Callable[[], object]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer
