"""A report to a platform's moderators: what it is about, why, and in what words."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from modstead.domain.account import Report, Reportable
from modstead.domain.version import Version
from modstead.services.community import CommunityService
from modstead.services.projects import ProjectService
from modstead.ui import text
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.combos import ComboBox
from modstead.ui.kit.labels import Label
from modstead.ui.kit.pages import Line, PageHeader, PlanFooter, ScrolledColumn
from modstead.ui.kit.writing import TextArea
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme

_WIDTH = 600


class ModerationPage(QWidget):
    """Nothing is sent before Send. What was written stays until it was sent, or is about something else."""

    left = Signal()
    told = Signal(str)

    def __init__(
        self, theme: Theme, community: CommunityService, projects: ProjectService, platform: str
    ) -> None:
        super().__init__()
        self.theme = theme
        self._community = community
        self._projects = projects
        self._platform = platform
        self._item: tuple[Reportable, str, str] | None = None
        self._versions: tuple[Version, ...] = ()
        self.scope = TaskScope(self._failed)
        self.header = PageHeader(theme, "Report", with_back=True)
        self.banners = BannerArea(theme)
        self.about = ComboBox(theme, "What it is about", width=420)
        self.reason = ComboBox(theme, "Choose a reason", width=240)
        self.words = TextArea(
            theme,
            "What is wrong",
            hint="Say what is wrong, and where it can be seen",
            lines=8,
        )
        self.footer = PlanFooter(theme, "Send report")
        self._lay_out()
        self.header.back.connect(self.left)
        self.footer.cancelled.connect(self.left)
        self.footer.accepted.connect(self._send)
        self.reason.currentIndexChanged.connect(lambda _place: self._tell())
        self.words.textChanged.connect(self._tell)
        self.setFocusProxy(self.reason)
        theme.changed.connect(self._measure)
        self._measure()
        self._tell()

    def open_report(self, item: Reportable, item_id: str, title: str) -> None:
        """Report this; of a project, it may be one of its versions."""
        if self._item != (item, item_id, title):
            self._item = (item, item_id, title)
            self.scope.cancel_all()
            self.words.clear()
            self.reason.setCurrentIndex(-1)
            self._show_versions(())
        self.banners.clear_all()
        self.header.set_title(f"Report {title}")
        self._load()

    async def close_tasks(self) -> None:
        """Stop everything under way and wait until it has stopped."""
        await self.scope.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell()

    def _load(self) -> None:
        self.scope.start("reasons", self._community.report_types, done=self._show_reasons)
        if self._item and self._item[0] is Reportable.PROJECT:
            work = partial(self._projects.versions, self._item[1])
            self.scope.start("versions", work, done=self._show_versions)

    def _show_reasons(self, reasons: tuple[str, ...]) -> None:
        if reasons == tuple(self.reason.itemData(place) for place in range(self.reason.count())):
            return
        self.reason.clear()
        for reason in reasons:
            self.reason.addItem(text.spelled(reason), reason)
        self.reason.setCurrentIndex(-1)

    def _show_versions(self, versions: tuple[Version, ...]) -> None:
        item, title = (self._item[0], self._item[2]) if self._item else (Reportable.PROJECT, "")
        chosen = self.about.currentIndex() if versions == self._versions else 0
        self._versions = versions
        self.about.clear()
        self.about.addItem(f"All of {title}" if item is Reportable.PROJECT else title)
        for version in versions:
            self.about.addItem(f"Version {version.number}")
        self.about.setCurrentIndex(max(chosen, 0))
        for part in (self.about, self._about_title):
            part.setVisible(item is Reportable.PROJECT)

    def _send(self) -> None:
        item, reason = self._item, self.reason.currentData()
        if item is None or not isinstance(reason, str):
            return
        kind, item_id, _ = item
        place = self.about.currentIndex()
        if kind is Reportable.PROJECT and 0 < place <= len(self._versions):
            kind, item_id = Reportable.VERSION, self._versions[place - 1].id
        self.banners.clear_all()
        work = partial(self._community.report, kind, item_id, reason, self.words.text())
        self.scope.start("send", work, done=self._sent)
        self._tell()

    def _sent(self, _report: Report) -> None:
        self.words.clear()
        self.reason.setCurrentIndex(-1)
        self.told.emit("Your report was sent; the answers come under Account, Reports")
        self.left.emit()

    def _tell(self) -> None:
        """Whether it can be sent, and else what is missing."""
        reason, words = self.reason.currentIndex() >= 0, bool(self.words.text().strip())
        sending = self.scope.running("send")
        missing = (
            "Sending …" if sending else "" if reason and words else "Choose a reason and say what is wrong"
        )
        self.footer.set_plan(
            f"Goes to the moderators of {self._platform}",
            missing or "With your name",
            "Send report",
            ready=reason and words and not sending,
        )

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        if failure.key == "versions":
            return
        actions = [BannerAction("Retry", partial(self._retry, failure), "primary")]
        banner = Banner(self.theme, "bad", error.title, error.explanation, actions, closable=True)
        self.banners.show_banner(failure.key, banner)
        self._tell()

    def _retry(self, failure: Failure) -> None:
        self.banners.clear(failure.key)
        failure.retry()
        self._tell()

    def _lay_out(self) -> None:
        self._about_title = Label(self.theme, "About", weight=500)
        self._box = QWidget()
        self._column = QVBoxLayout(self._box)
        self._column.addWidget(self._about_title)
        self._column.addWidget(self.about)
        self._column.addWidget(Label(self.theme, "Reason", weight=500))
        self._column.addWidget(self.reason)
        self._column.addWidget(Label(self.theme, "What is wrong", weight=500))
        self._column.addWidget(self.words)
        self._column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(Line(self.theme))
        column.addWidget(self.banners)
        column.addWidget(ScrolledColumn(self._box), 1)
        column.addWidget(self.footer)

    def _measure(self) -> None:
        px = self.theme.px
        self._box.setMaximumWidth(px(_WIDTH))
        self._column.setContentsMargins(px(20), px(16), px(20), px(16))
        self._column.setSpacing(px(8))
