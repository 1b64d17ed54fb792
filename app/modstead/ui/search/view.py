"""How the Browse page looks: its parts, where they stand, and the words above the results."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from modstead.domain.catalog import Capabilities
from modstead.domain.project import SearchPage
from modstead.services.search import SearchService
from modstead.ui import text
from modstead.ui.images import ImageLoader
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label
from modstead.ui.kit.pages import EmptyState, IconMark, Line
from modstead.ui.kit.painting import Tone
from modstead.ui.kit.progress import ProgressBar
from modstead.ui.project_states import ProjectStates
from modstead.ui.results.listing import ResultsList
from modstead.ui.results.model import ResultsModel
from modstead.ui.search.empty import NothingFound
from modstead.ui.search.facets import Facets
from modstead.ui.search.filters import FilterPanel
from modstead.ui.search.header import BrowseField, ChipRow, PickButton, SortButton
from modstead.ui.search.state import label, type_words
from modstead.ui.theme import Theme

_NARROW = 1100 - 152


class BrowseView(QWidget):
    """The parts, without what makes them search."""

    offline_found = Signal(bool)
    """Whether the last answer came from the cache because the platform is out of reach."""
    try_again = Signal()

    def __init__(
        self,
        theme: Theme,
        search: SearchService,
        *,
        states: ProjectStates,
        images: ImageLoader,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._states = states
        self._now = now
        self._page: SearchPage | None = None
        self._filters_open = False
        self.setAccessibleName("Browse")
        self.filters = FilterPanel(theme, states)
        self.filters.set_facets(Facets(search.capabilities()))
        self.field = BrowseField(theme, "Search mods, or paste a link", height=32)
        self.sort = SortButton(theme, search.capabilities().sorts)
        platforms = {platform.id: platform.title for platform in search.platforms}
        self.platform = PickButton(theme, "On", platforms)
        self.platform.setVisible(len(platforms) > 1)
        self.filters_button = Button(theme, "Filters", icon="filter", large=True)
        self.banners = BannerArea(theme)
        self.count = Label(theme, role="caption", colour="text_2")
        self.target_words = Label(theme, role="caption", weight=600, colour="text_2")
        self.chips = ChipRow(theme)
        self.stale_mark = IconMark(theme, "history", size=14, colour="text_2")
        self.hint = Label(theme, role="caption", colour="text_3")
        self.model = ResultsModel(states, now, self)
        self.results = ResultsList(theme, self.model, states, images)
        self.nothing = NothingFound(theme)
        self.failure = EmptyState(theme, "offline", "")
        self.retry = Button(theme, "Retry", kind="primary")
        self.failure.add_button(self.retry)
        self.progress = ProgressBar(theme, parent=self)
        self.progress.hide()
        self._lay_out()
        theme.changed.connect(self._renew)
        self._renew()
        self.filters.show_instance()
        self._show_count()

    def _lay_out(self) -> None:
        self._field_row = QHBoxLayout()
        self._field_row.addWidget(self.filters_button)
        self._field_row.addWidget(self.field, 1)
        self._field_row.addWidget(self.platform)
        self._field_row.addWidget(self.sort)
        words = QHBoxLayout()
        words.setSpacing(self.theme.px(4))
        words.addWidget(self.count)
        words.addWidget(self.target_words)
        self._chip_row = QHBoxLayout()
        self._chip_row.addLayout(words)
        self._chip_row.addWidget(self.chips, 1)
        self._chip_row.addWidget(self.stale_mark)
        self._chip_row.addWidget(self.hint)
        self._rows = QVBoxLayout()
        self._rows.addWidget(self.results)
        listed = QWidget()
        listed.setLayout(self._rows)
        self.pages = QStackedWidget()
        self.pages.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        for page in (listed, self.nothing, self.failure):
            self.pages.addWidget(page)
        self._listed = listed
        self._line = Line(self.theme)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(self._field_row)
        right.addWidget(self.banners)
        right.addLayout(self._chip_row)
        right.addWidget(self._line)
        right.addWidget(self.pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.filters)
        row.addLayout(right, 1)

    def _show_platform(self, platform: str, capabilities: Capabilities) -> None:
        """What can be asked of it, as far as that is known without asking."""
        self.platform.choose(platform)
        self.sort.set_sorts(capabilities.sorts)
        self.filters.set_facets(Facets(capabilities))

    def _show_freshness(self, page: SearchPage) -> None:
        self._page = page
        offline = self._is_offline(page)
        if offline and page.freshness:
            since = text.clock(page.freshness.fetched_at)
            day = text.day(page.freshness.fetched_at.astimezone().date(), self._now().date()).lower()
            banner = Banner(
                self.theme,
                "warn",
                "You are offline.",
                f"These are results from {since} {day}. Enabling, disabling and undo work as always.",
                [BannerAction("Try again", self.try_again.emit)],
                icon="offline",
            )
            self.banners.show_banner("offline", banner)
        else:
            self.banners.clear("offline")
        self._show_count()

    def _is_offline(self, page: SearchPage) -> bool:
        return self._states.offline or bool(page.freshness and page.freshness.offline)

    def _show_count(self) -> None:
        page, filters, target = self._page, self.filters.filters, self._states.target
        offline = page is not None and self._is_offline(page)
        total = self.model.total
        words = type_words(filters.project_type, total)
        follows = filters.follows(target)
        kept = f"{text.grouped(len(self.model.hits))} of {text.grouped(total)} {words} kept on this computer"
        amount = self.model.amount if total else "No"
        plain = "" if page is None else kept if offline else f"{amount} {words}{' for' if follows else ''}"
        self.count.set_text(plain)
        self.target_words.set_text(str(target) if follows and page and not offline else "")
        self.stale_mark.setVisible(offline)
        if offline and page and page.freshness:
            self.hint.set_text(f"Stale, from {text.clock(page.freshness.fetched_at)}")
        else:
            self.hint.set_text("Enter opens · Ctrl Enter installs" if total else "")
        self._show_chips()

    def _show_chips(self) -> None:
        filters, target = self.filters.filters, self._states.target
        chips: list[tuple[object, str, Tone]] = []
        for group, key, state in filters.chosen(target):
            words = label(group, key)
            tone: Tone = "bad" if state == "without" else "accent"
            chips.append(((group, key), f"not {words}" if state == "without" else words, tone))
        self.chips.set_chips(chips)
        count = filters.count(target)
        self.filters_button.set_text(f"Filters  {count}" if count else "Filters")
        self.filters_button.setAccessibleName(f"Filters, {count} active")

    def _show_progress(self) -> None:
        self._place_progress()
        self.progress.set_share(None)
        self.progress.show()
        self.progress.raise_()

    def _toggle_filters(self) -> None:
        self._filters_open = not self._filters_open
        self._place_filters()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_filters()
        self._place_progress()

    def _place_filters(self) -> None:
        narrow = self.width() < self.theme.px(_NARROW)
        self.filters_button.setVisible(narrow)
        self.filters.setVisible(not narrow or self._filters_open)

    def _place_progress(self) -> None:
        height = self.theme.px(4)
        line = self._line.geometry()
        self.progress.setGeometry(line.x(), line.y() - height // 2, line.width(), height)

    def _renew(self) -> None:
        px = self.theme.px
        self._field_row.setContentsMargins(px(20), px(12), px(16), 0)
        self._field_row.setSpacing(px(8))
        self._chip_row.setContentsMargins(px(20), px(11), px(16), px(8))
        self._chip_row.setSpacing(px(12))
        self._rows.setContentsMargins(0, px(6), 0, 0)
        self._place_filters()
        self.update()
