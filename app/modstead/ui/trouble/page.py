"""The page of a crash: whom it points at, beside what has changed since the game last worked."""

from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPixmap, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from modstead.domain.good_state import Since
from modstead.domain.instance import Library
from modstead.domain.suspects import Suspect
from modstead.services.troubles import Trouble, TroubleService
from modstead.ui import text
from modstead.ui.images import ImageLoader
from modstead.ui.kit.action_list import ActionList, ActionModel
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label
from modstead.ui.kit.menus import Menu
from modstead.ui.kit.pages import Line, PageHeader
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme
from modstead.ui.trouble.rows import change_rows, suspect_rows

_SIDE_BY_SIDE = 860
"""The page's width, in the design's lengths, from which both lists stand beside each other."""


class TroublePage(QWidget):
    """Reads when it is shown; changes nothing itself."""

    left = Signal()
    good_wanted = Signal()
    """The game works with what is there now."""
    search_wanted = Signal(object)
    """The files to ask about first, a tuple of names."""
    disable_wanted = Signal(str)
    undo_wanted = Signal(str)
    """The operation's ID."""
    project_opened = Signal(str)

    def __init__(self, theme: Theme, troubles: TroubleService, images: ImageLoader) -> None:
        super().__init__()
        self.theme = theme
        self._troubles = troubles
        self._images = images
        self._library: Library | None = None
        self.trouble: Trouble | None = None
        self.tasks = TaskScope(self._failed)
        self.suspects = ActionModel(self)
        self.changes = ActionModel(self)
        self._menu = Menu(theme, self)
        self._build()
        for shown in (self.suspect_list, self.change_list):
            images.ready.connect(shown.viewport().update)
        theme.changed.connect(self._measure)
        self._measure()

    def show_folder(self, library: Library) -> None:
        """Read what the game of this folder left behind."""
        if self._library is None or self._library.instance.folder != library.instance.folder:
            self.trouble = None
            self._show()
        self._library = library
        self.tasks.start("trouble", lambda: self._troubles.trouble(library), done=self._take)

    def _take(self, trouble: Trouble) -> None:
        self.trouble = trouble
        self.banners.clear_all()
        self._show()
        self.tasks.start("look", lambda: self._troubles.look(trouble.instance))

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        detail = error.explanation
        actions = [BannerAction("Retry", failure.retry, "primary")]
        self.banners.show_banner("failed", Banner(self.theme, "bad", error.title, detail, actions))

    def _build(self) -> None:
        theme = self.theme
        self.good_button = Button(theme, "It works", icon="check-circle")
        self.good_button.setToolTip("Remember what is there now as what the game works with")
        self.good_button.clicked.connect(self.good_wanted)
        self.search_button = Button(theme, "Find it by trying", icon="search", kind="primary")
        self.search_button.clicked.connect(self._search)
        self.header = PageHeader(
            theme,
            "What changed since it last worked",
            actions=[self.good_button, self.search_button],
            with_back=True,
        )
        self.header.back.connect(self.left)
        self.banners = BannerArea(theme)
        self.headline = Label(theme, role="heading", wrap=True)
        self.when = Label(theme, role="caption", colour="text_2", elide=True)
        self.suspect_list = ActionList(theme, self.suspects, self._picture, "Suspects")
        self.change_list = ActionList(theme, self.changes, self._picture, "Changes since it last worked")
        self.since = Label(theme, role="heading", wrap=True)
        self.since_when = Label(theme, role="caption", colour="text_2", elide=True)
        self.suspect_list.acted.connect(self._act)
        self.change_list.acted.connect(self._act)
        self.suspect_list.menu_asked.connect(self._open_menu)
        self.change_list.menu_asked.connect(self._open_menu)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(0)
        self._heads: list[QVBoxLayout] = []
        self._both.addLayout(self._column(self.headline, self.when, self.suspect_list), 1)
        self._line = Line(theme, upright=True)
        self._both.addWidget(self._line)
        self._both.addLayout(self._column(self.since, self.since_when, self.change_list), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(Line(theme))
        column.addWidget(self.banners)
        column.addLayout(self._both, 1)
        self.setFocusProxy(self.suspect_list)
        self._show()

    def _column(self, title: Label, caption: Label, listed: ActionList) -> QVBoxLayout:
        head = QVBoxLayout()
        head.addWidget(title)
        head.addWidget(caption)
        self._heads.append(head)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(listed, 1)
        return column

    def _show(self) -> None:
        trouble = self.trouble
        if trouble is None:
            self.headline.set_text("Reading what the game left behind …")
            for label in (self.when, self.since, self.since_when):
                label.set_text("")
            self.suspects.show([])
            self.changes.show([])
            return
        mods = {mod.file.name: mod for mod in self._library.mods} if self._library else {}
        self._show_crash(trouble)
        self._show_since(trouble)
        self.suspects.show(suspect_rows(trouble, mods))
        self.changes.show(change_rows(trouble, mods))

    def _show_crash(self, trouble: Trouble) -> None:
        crash = trouble.crash
        if crash is None:
            self.headline.set_text("No crash is told of")
            since = " since it last worked" if trouble.good else ""
            self.when.set_text(f"Neither a crash report nor the last log tells of one{since}.")
            return
        self.headline.set_text(crash.headline[:200])
        names = ", ".join(dict.fromkeys(item.source for item in trouble.crashes))
        self.when.set_text(f"{text.exact(crash.at)} · {names}")

    def _show_since(self, trouble: Trouble) -> None:
        good = trouble.good
        if good is None:
            self.since.set_text("It was never said that the game works")
            self.since_when.set_text("Say so when it does: then you see here what has changed since.")
            return
        count = len(trouble.changes)
        self.since.set_text(
            f"{text.plural(count, 'change')} since it last worked" if count else "Nothing has changed"
        )
        now = datetime.now().astimezone()
        self.since_when.set_text(f"It last worked {text.ago(good.at, now)}, {text.exact(good.at)}")

    def _act(self, key: str) -> None:
        item = self._item(key)
        if isinstance(item, Suspect) and item.file:
            self.disable_wanted.emit(item.file)
        elif isinstance(item, Since) and item.operation_id:
            self.undo_wanted.emit(item.operation_id)

    def _open_menu(self, key: str, place: QPoint) -> None:
        item = self._item(key)
        menu = self._menu
        menu.clear()
        project_id = ""
        if isinstance(item, Suspect):
            lines = "\n".join(finding.line for finding in item.reasons)
            menu.add("Copy what says so", lambda: QGuiApplication.clipboard().setText(lines), icon="copy")
            mods = self._library.mods if self._library else ()
            project_id = next((mod.project_id or "" for mod in mods if mod.file.name == item.file), "")
            if item.file:
                menu.add("Disable", lambda: self.disable_wanted.emit(item.file), icon="disabled")
        elif isinstance(item, Since):
            project_id = item.file.project_id
            if item.operation_id:
                menu.add("Undo", lambda: self.undo_wanted.emit(item.operation_id), icon="undo")
        if project_id:
            menu.add("Open its page", lambda: self.project_opened.emit(project_id), icon="browse")
        if menu.actions():
            menu.popup(place)

    def _item(self, key: str) -> Suspect | Since | None:
        kind, _, number = key.partition(" ")
        if self.trouble is None or not number.isdecimal():
            return None
        place = int(number)
        if kind == "suspect" and place < len(self.trouble.blame.suspects):
            return self.trouble.blame.suspects[place]
        return self.trouble.changes[place] if kind == "change" and place < len(self.trouble.changes) else None

    def _search(self) -> None:
        """With the suspects, and what changed, first."""
        trouble = self.trouble
        if trouble is None:
            return
        suspects = [item.file for item in trouble.blame.suspects if item.file]
        changed = [item.after.name for item in trouble.changes if item.after]
        self.search_wanted.emit(tuple(dict.fromkeys((*suspects, *changed))))

    def _picture(self, url: str | None, side: int, ratio: float) -> QPixmap | None:
        return self._images.pixmap(url, side, ratio=ratio)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= self.theme.px(_SIDE_BY_SIDE)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._both.setDirection(direction)
        self._line.setVisible(beside)

    def _measure(self) -> None:
        px = self.theme.px
        for head in self._heads:
            head.setContentsMargins(px(20), px(14), px(16), px(6))
            head.setSpacing(px(2))
        for label in (self.headline, self.since):
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._fit()
