"""How the project page looks: its parts, where they stand, and which of them is shown."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from modstead.domain.project import Freshness
from modstead.ui import text
from modstead.ui.images import ImageLoader
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.choices import Choice as TabChoice
from modstead.ui.kit.choices import PillBar, TabBar
from modstead.ui.kit.pages import EmptyState, Line
from modstead.ui.kit.progress import ProgressBar
from modstead.ui.project.changelog import Changelog
from modstead.ui.project.dependencies import DependencyList, DependencyModel
from modstead.ui.project.facts import Known
from modstead.ui.project.gallery import GalleryGrid, GalleryModel, PictureViewer
from modstead.ui.project.header import ProjectHeader
from modstead.ui.project.side import ProjectSide
from modstead.ui.project.versions import VersionList, VersionModel
from modstead.ui.prose import Prose
from modstead.ui.theme import Theme

_NARROW = 1100 - 152


class ProjectView(QWidget):
    """The parts, without what fills them."""

    back = Signal()
    try_again = Signal()

    def __init__(
        self,
        theme: Theme,
        images: ImageLoader,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._images = images
        self._now = now
        self._known: Known | None = None
        self.setAccessibleName("Project")
        self._build()
        self._lay_out()
        theme.changed.connect(self._renew)
        self._renew()

    def _build(self) -> None:
        theme, images = self.theme, self._images
        self.header = ProjectHeader(theme, images)
        self.banners = BannerArea(theme)
        self.tabs = TabBar(theme, self._tab_choices(), name="Parts of the page")
        self.description = Prose(theme, images)
        self.description.setAccessibleName("Description")
        self.gallery_model = GalleryModel(self)
        self.gallery = GalleryGrid(theme, self.gallery_model, images)
        self.version_model = VersionModel(self._now, self)
        self.versions = VersionList(theme, self.version_model)
        self.version_filter = PillBar(theme, name="Which versions")
        self.changelog = Changelog(theme, images, self._now)
        self.dependency_model = DependencyModel(self)
        self.dependencies = DependencyList(theme, self.dependency_model, images)
        self.no_pictures = EmptyState(theme, "info", "No pictures", "This project has not put up any.")
        self.no_dependencies = EmptyState(theme, "check-circle", "It needs nothing else")
        self.side = ProjectSide(theme, images)
        self.failure = EmptyState(theme, "error", "")
        self.retry = Button(theme, "Retry", kind="primary")
        self.failure.add_button(self.retry)
        self.progress = ProgressBar(theme, parent=self)
        self.progress.hide()
        self.viewer = PictureViewer(theme, images, self)

    def _lay_out(self) -> None:
        self._filter_row = QHBoxLayout()
        self._filter_row.addWidget(self.version_filter)
        self._filter_row.addStretch(1)
        listed = QWidget()
        versions = QVBoxLayout(listed)
        versions.setContentsMargins(0, 0, 0, 0)
        versions.setSpacing(0)
        versions.addLayout(self._filter_row)
        versions.addWidget(self.versions, 1)
        self._side_page = QWidget()
        self._side_row = QHBoxLayout(self._side_page)
        self._side_row.setContentsMargins(0, 0, 0, 0)
        self._side_row.addStretch(1)
        self.parts = QStackedWidget()
        self.parts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._part_widgets = {
            "description": self.description,
            "gallery": self.gallery,
            "versions": listed,
            "changelog": self.changelog,
            "dependencies": self.dependencies,
            "details": self._side_page,
        }
        for widget in (*self._part_widgets.values(), self.no_pictures, self.no_dependencies):
            self.parts.addWidget(widget)
        self._body = QHBoxLayout()
        self._body.setSpacing(0)
        self._body.addWidget(self.parts, 1)
        self._body.addWidget(self.side)
        self._tab_row = QHBoxLayout()
        self._tab_row.addWidget(self.tabs)
        self._tab_row.addStretch(1)
        self._line = Line(self.theme)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banners)
        column.addLayout(self._tab_row)
        column.addWidget(self._line)
        column.addLayout(self._body, 1)
        self._shown = shown
        self._loading = QWidget()
        self._failed_page = self._with_back(self.failure)
        self.states_pages = QStackedWidget(self)
        for page in (self._loading, shown, self._failed_page):
            self.states_pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.states_pages)

    def _with_back(self, content: QWidget) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        back = Button(self.theme, "Back", icon="chevron-left", kind="quiet")
        back.clicked.connect(self.back)
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(content, 1)
        return page

    def show_freshness(self, freshness: Freshness | None, *, offline: bool) -> None:
        """A banner with the page's age, where it comes from the cache because the platform is out of reach."""
        if freshness is None or not (offline or freshness.offline):
            self.banners.clear("offline")
            return
        now = self._now()
        day = text.day(freshness.fetched_at.astimezone(now.tzinfo).date(), now.date()).lower()
        words = f"This page is from {text.clock(freshness.fetched_at)} {day}."
        shown = self.banners.banner("offline")
        if shown is not None:
            shown.set_text("You are offline.", words)
            return
        banner = Banner(
            self.theme,
            "warn",
            "You are offline.",
            words,
            [BannerAction("Try again", self.try_again.emit)],
            icon="offline",
        )
        self.banners.show_banner("offline", banner)

    def _show_tab(self, key: str) -> None:
        widget = self._part_widgets.get(key, self.description)
        if key == "gallery" and not self.gallery_model.rows:
            widget = self.no_pictures
        if key == "dependencies" and not self.dependency_model.rows:
            widget = self.no_dependencies
        self.parts.setCurrentWidget(widget)
        if key == "changelog":
            self.changelog.start()

    def _tab_choices(self) -> list[TabChoice]:
        known = self._known
        pictures = len(known.project.gallery) if known else None
        versions = len(known.versions or known.project.version_ids) if known else None
        version = known.shown_version if known else None
        dependencies = len(version.dependencies) if version else None
        choices = [
            TabChoice("description", "Description"),
            TabChoice("gallery", "Gallery", pictures),
            TabChoice("versions", "Versions", versions),
            TabChoice("changelog", "Changelog"),
            TabChoice("dependencies", "Dependencies", dependencies),
        ]
        return [*choices, TabChoice("details", "Details")] if self._is_narrow() else choices

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_side()
        self.progress.setGeometry(0, 0, self.width(), self.theme.px(4))
        self.viewer.setGeometry(self.rect())

    def _is_narrow(self) -> bool:
        return self.width() < self.theme.px(_NARROW)

    def _place_side(self) -> None:
        """Below a certain width the panel becomes a tab of its own."""
        narrow = self._is_narrow()
        self.side.set_width(_side_width(self.width() / self.theme.scale, narrow=narrow))
        if narrow == (self.side.parentWidget() is self._side_page):
            return
        if narrow:
            self._side_row.insertWidget(0, self.side)
        else:
            self._body.addWidget(self.side)
            self.side.show()
        self.tabs.set_choices(self._tab_choices())
        self._show_tab(self.tabs.current())

    def _renew(self) -> None:
        px = self.theme.px
        self._tab_row.setContentsMargins(px(20), px(6), px(16), 0)
        self._filter_row.setContentsMargins(px(16), px(10), px(16), px(6))
        self._place_side()


def _side_width(page_width: float, *, narrow: bool) -> float:
    """In the design's lengths: 280, on wide windows up to 340; as a tab of its own up to 480."""
    if narrow:
        return min(480.0, page_width)
    return min(340.0, max(280.0, 280.0 + (page_width - 1128.0) / 8))
