"""One's own open reports, and beside them what was written about the one that is chosen."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from modstead.domain.account import Message, Thread
from modstead.services.community import CommunityService, OpenReport, OpenReports
from modstead.ui import text
from modstead.ui.kit.action_list import ActionList, ActionModel, ActionRow
from modstead.ui.kit.banners import Banner
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label
from modstead.ui.kit.pages import EmptyState, Line, ScrolledColumn
from modstead.ui.kit.states import LoadedPart
from modstead.ui.kit.writing import TextArea
from modstead.ui.parts import Part
from modstead.ui.theme import Theme

_SIDE_BY_SIDE = 760
_ABOVE = 54 * 2 + 8
"""The height of the list where it stands above the conversation: two rows."""
_NO_LIMIT = (1 << 24) - 1


class ThreadView(QWidget):
    """A report, what was written about it, and a field to write more."""

    def __init__(
        self, theme: Theme, platform: str, now: Callable[[], datetime], whose: Callable[[], str]
    ) -> None:
        """`whose` tells the ID of who is signed in."""
        super().__init__()
        self.theme = theme
        self._whose = whose
        self._platform, self._now = platform, now
        self.setAccessibleName("Conversation")
        self._messages = QWidget()
        self.body = QVBoxLayout(self._messages)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = ScrolledColumn(self._messages)
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(lambda _least, most: bar.setValue(most))
        self.field = TextArea(theme, "Message to the moderators", hint="Write to the moderators", lines=2)
        self.send = Button(theme, "Send", kind="primary")
        self.send.setEnabled(False)
        self.field.textChanged.connect(lambda: self.send.setEnabled(bool(self.field.text().strip())))
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.field, 1)
        self._foot.addWidget(self.send, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(Line(theme))
        column.addLayout(self._foot)
        theme.changed.connect(self._measure)
        self._measure()

    def show_report(self, shown: OpenReport) -> None:
        while (item := self.body.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        report = shown.report
        self.body.addWidget(Label(self.theme, shown.subject, role="heading", wrap=True))
        told = f"{text.spelled(report.reason)} · reported {report.item} · {report.id}"
        self.body.addWidget(Label(self.theme, told, role="caption", colour="text_3", elide=True))
        self._say("You", report.created, report.text)
        for message in shown.thread.messages if shown.thread else ():
            self._say_message(message, shown.thread)
        self.field.setEnabled(bool(report.thread_id))

    def _say_message(self, message: Message, thread: Thread | None) -> None:
        own = bool(message.author_id) and message.author_id == self._whose()
        author = "You" if own else thread.author(message) if thread else ""
        said = {
            "status_change": f"Changed the status: {' → '.join(message.statuses)}.",
            "thread_closure": "Closed the report.",
            "thread_reopen": "Opened the report again.",
            "deleted": "This message was deleted.",
        }.get(message.kind, message.text)
        self._say(author or f"The moderators of {self._platform}", message.created, said)

    def _say(self, author: str, when: datetime | None, words: str) -> None:
        caption = f"{author} · {text.ago(when, self._now())}" if when else author
        head = Label(self.theme, caption, role="caption", colour="text_3", weight=600, elide=True)
        if when:
            head.setToolTip(text.exact(when))
        self.body.addSpacing(self.theme.px(8))
        self.body.addWidget(head)
        said = Label(self.theme, words[:20_000], wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(said)

    def _measure(self) -> None:
        px = self.theme.px
        self.body.setContentsMargins(px(20), px(12), px(16), px(12))
        self.body.setSpacing(px(2))
        self._foot.setContentsMargins(px(20), px(10), px(16), px(12))
        self._foot.setSpacing(px(8))


class ReportsPart(Part):
    def __init__(
        self,
        theme: Theme,
        community: CommunityService,
        platform: str,
        now: Callable[[], datetime],
        whose: Callable[[], str],
    ) -> None:
        content = QWidget()
        empty = EmptyState(
            theme,
            "check-circle",
            "You have no open reports",
            "What you report on a project's or a user's page, and what moderators answer, is shown here.",
        )
        super().__init__(theme, LoadedPart(theme, content, empty), self._start)
        self._community = community
        self._now = now
        self.reports: tuple[OpenReport, ...] = ()
        self._shown = ""
        self.model = ActionModel(self)
        self.list = ActionList(theme, self.model, lambda _url, _side, _ratio: None, "Your open reports")
        self.list.setSelectionMode(ActionList.SelectionMode.SingleSelection)
        self.talk = ThreadView(theme, platform, now, whose)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(0)
        self._both.addWidget(self.list, 2)
        self._line = Line(theme, upright=True)
        self._under = Line(theme)
        self._both.addWidget(self._line)
        self._both.addWidget(self._under)
        self._both.addWidget(self.talk, 3)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._choose())
        self.list.opened.connect(self._open)
        self.talk.send.clicked.connect(self._send)
        theme.changed.connect(self._fit)

    def forget(self) -> None:
        self.reports, self._shown = (), ""
        self.talk.field.clear()
        self.model.show([])
        super().forget()

    def _start(self) -> None:
        self.scope.start("load", self._community.open_reports, done=self._took)

    def _took(self, found: OpenReports) -> None:
        self.arrived()
        if found.unread:
            banner = Banner(self.theme, "warn", found.unread.title, found.unread.explanation)
            self.banners.show_banner("unread", banner)
        self.reports = found.reports
        self.model.show([self._row(item) for item in found.reports])
        self.counted.emit(len(found.reports) or None)
        self.loaded.show_content(empty=not found.reports)
        places = {item.report.id: place for place, item in enumerate(found.reports)}
        if found.reports:
            self.list.setCurrentIndex(self.model.index(places.get(self._shown, 0)))
            self._choose()

    def _row(self, item: OpenReport) -> ActionRow:
        report = item.report
        when = text.ago(report.created, self._now()) if report.created else ""
        answers = len(item.thread.messages) if item.thread else 0
        told = text.plural(answers, "message") if answers else ""
        return ActionRow(
            key=report.id,
            title=item.subject,
            detail=" · ".join(part for part in (text.spelled(report.reason), when, told) if part),
        )

    def _choose(self) -> None:
        row = self.list.currentIndex().row()
        if not 0 <= row < len(self.reports):
            return
        item = self.reports[row]
        if item.report.id != self._shown:
            self.talk.field.clear()
        self._shown = item.report.id
        self.talk.show_report(item)

    def _open(self, key: str) -> None:
        places = [place for place, item in enumerate(self.reports) if item.report.id == key]
        for place in places:
            self.list.setCurrentIndex(self.model.index(place))

    def _send(self) -> None:
        words = self.talk.field.text().strip()
        thread_id = next(
            (item.report.thread_id for item in self.reports if item.report.id == self._shown), ""
        )
        if words and thread_id and not self.scope.running("send"):
            self.scope.start("send", partial(self._community.write, thread_id, words), done=self._sent)

    def _sent(self, _thread: Thread) -> None:
        self.talk.field.clear()
        self.told.emit("Your message was sent")
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= self.theme.px(_SIDE_BY_SIDE)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._both.setDirection(direction)
        self._line.setVisible(beside)
        self._under.setVisible(not beside)
        self.list.setMaximumHeight(_NO_LIMIT if beside else self.theme.px(_ABOVE))
