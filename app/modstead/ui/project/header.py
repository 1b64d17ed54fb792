"""The head of the page: where one came from, who the project is, and the button that knows its state."""

from html import escape

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from modstead.domain.project import Project, provider_in
from modstead.ui import text
from modstead.ui.images import ImageLoader
from modstead.ui.kit.buttons import Button, SplitButton
from modstead.ui.kit.labels import Label
from modstead.ui.kit.menus import Menu
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.pages import IconMark
from modstead.ui.kit.painting import draw_icon, draw_text
from modstead.ui.kit.versions import short_version
from modstead.ui.project.words import category_words
from modstead.ui.project_states import ButtonState
from modstead.ui.theme import Theme

_ICON = 64
_MOST_CATEGORIES = 4
_FOLLOW_WORDS = {False: "Follow", True: "Following"}


class ProjectIcon(QWidget):
    def __init__(self, theme: Theme, images: ImageLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._images = images
        self._url: str | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        images.ready.connect(self._came)
        theme.changed.connect(self.updateGeometry)

    def set_url(self, url: str | None) -> None:
        self._url = url
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(_ICON), self.theme.px(_ICON))

    def paintEvent(self, event: QPaintEvent) -> None:
        picture = self._images.pixmap(self._url, self.theme.px(_ICON), ratio=self.devicePixelRatioF())
        draw_mod_icon(QPainter(self), self.theme, self.rect(), picture, _ICON, placeholder="mods")

    def _came(self, urls: frozenset[str]) -> None:
        if self._url in urls:
            self.update()


class TitleLine(QWidget):
    """The title, cut where there is no room, and after it who made it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._title = self._author = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_text(self, title: str, author: str = "") -> None:
        self._title, self._author = title, f"by {author}" if author else ""
        self.setAccessibleName(f"{self._title} {self._author}".strip())
        self.setToolTip(f"<qt>{escape(title)}</qt>")
        self.update()

    @property
    def title(self) -> str:
        return self._title

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(120), self.theme.line("project"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, px = QPainter(self), self.theme, self.theme.px
        author = theme.advance(self._author, "body") if self._author else 0
        room = self.rect().adjusted(0, 0, -(author + px(10) if author else 0), 0)
        width = draw_text(painter, theme, room, self._title, role="project")
        rest = self.rect().adjusted(width + px(10), px(1), 0, px(1))
        draw_text(painter, theme, rest, self._author, colour=theme.palette.text_2)


class BackLink(Button):
    """The way back, named after where it leads: "Browse · 9,412 mods"."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Back", icon="chevron-left", kind="link", parent=parent)
        self.setToolTip("Back (Esc, Alt+Left)")

    def sizeHint(self) -> QSize:
        theme = self.theme
        return QSize(theme.advance(self.text(), "caption") + theme.px(18), theme.line("body"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, px = QPainter(self), self.theme, self.theme.px
        colour = theme.palette.text if self.underMouse() else theme.palette.text_2
        mark = QRect(-px(3), 0, px(14), self.height())
        draw_icon(painter, theme, mark, "chevron-left", colour, size=14)
        words = self.rect().adjusted(px(16), 0, 0, 0)
        draw_text(painter, theme, words, self.text(), role="caption", colour=colour)


class ProjectHeader(QWidget):
    """`acted` is the state button, `cancelled` its x while something runs; `followed` brings what is wanted now."""

    back = Signal()
    acted = Signal()
    cancelled = Signal()
    link_opened = Signal()
    link_copied = Signal()
    followed = Signal(bool)
    report_wanted = Signal()

    def __init__(self, theme: Theme, images: ImageLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.leads_elsewhere = False
        """The button opens the browser."""

        self.back_link = BackLink(theme)
        self.icon = ProjectIcon(theme, images)
        self.title = TitleLine(theme)
        self.summary = Label(theme, colour="text_2", elide=True)
        self.downloads = Label(theme, role="caption", weight=500, colour="text_2")
        self.followers = Label(theme, role="caption", weight=500, colour="text_2")
        self.categories = Label(theme, role="caption", colour="text_3", shrink=True)
        self.categories.setMinimumWidth(1)  # the numbers before it stay whole
        self.updated = Label(theme, role="caption", colour="text_3", elide=True)
        self._marks = (
            IconMark(theme, "download", size=14, colour="text_2"),
            IconMark(theme, "follow", size=14, colour="text_2"),
        )
        self.versions_menu = Menu(theme, self)
        self.button = SplitButton(
            theme, "Install", self.versions_menu, icon="download", large=True, menu_name="Other versions"
        )
        self.cancel = Button(theme, icon="close", large=True, name="Cancel")
        self.follow = Button(theme, "Follow", icon="follow", large=True)
        self.follow.reserve(_FOLLOW_WORDS.values())
        self._follows = False
        self._reportable = False
        self.more = Button(theme, icon="more", large=True, name="More")
        self._lay_out()
        self.back_link.clicked.connect(self.back)
        self.button.clicked.connect(self.acted)
        self.cancel.clicked.connect(self.cancelled)
        self.follow.clicked.connect(lambda: self.followed.emit(not self._follows))
        self.more.clicked.connect(self._open_more)
        theme.changed.connect(self._renew)
        self._renew()

    def set_origin(self, origin: str) -> None:
        """Where Back leads, in words."""
        self.back_link.set_text(origin or "Back")
        self.back_link.setAccessibleName(f"Back to {origin}" if origin else "Back")

    def show_project(self, project: Project, updated: str, *, follows: bool = True) -> None:
        """`follows` tells whether anybody can follow it, so that there is a number of them."""
        for part in (self._marks[1], self.followers):
            part.setVisible(follows)
        self.icon.set_url(project.icon_url)
        self._reportable = not provider_in(project.project_id)
        if self.title.title != project.title:
            self.title.set_text(project.title)
        self.summary.set_text(" ".join(project.summary.split()))
        self.downloads.set_text(text.count(project.downloads))
        self.downloads.setToolTip(f"{text.grouped(project.downloads)} downloads")
        self.followers.set_text(text.count(project.followers))
        self.followers.setToolTip(f"{text.grouped(project.followers)} followers")
        names = [category_words(name) for name in project.categories[:_MOST_CATEGORIES]]
        self.categories.set_text(" · ".join(names))
        self.categories.setVisible(bool(names))
        self.updated.set_text(f"Updated {updated}" if updated else "")
        if project.updated:
            self.updated.setToolTip(text.exact(project.updated))

    def set_author(self, author: str) -> None:
        self.title.set_text(self.title.title, author)

    def show_followed(self, followed: bool | None) -> None:
        """None hides the button: it is for who is signed in."""
        self._follows = bool(followed)
        self.follow.setVisible(followed is not None)
        self.follow.set_text(_FOLLOW_WORDS[self._follows])
        self.follow.set_kind("soft" if followed else "default")
        self.follow.setToolTip("Follow it no longer" if followed else "Be told of its new versions")

    def show_button(self, state: ButtonState, version: str, *, has_versions: bool) -> None:
        """`version` is the number of what would be installed."""
        shown = state.shown
        number = short_version(version) if version else ""
        words = {
            "install": f"Install {number}".strip(),
            "update": f"Update to {number}".strip() if number else "Update",
            "installed": "Installed",
        }.get(shown.kind, shown.words)
        icons = {"installed": "check", "update": "arrow-up", "elsewhere": "external"}
        self.leads_elsewhere = shown.kind == "elsewhere"
        main = self.button.main
        self.button.set_kind("primary" if shown.kind in ("install", "update") else "default")
        main.set_icon(icons.get(shown.kind, "download"))
        self.button.set_text(words)
        main.setEnabled(shown.presses)
        main.setToolTip(f"<qt>{escape(state.hint)}</qt>" if state.hint else "")
        self.button.more.setEnabled(has_versions and shown.kind not in ("running", "off"))
        self.cancel.setVisible(shown.kind == "running")
        main.setAccessibleDescription(state.hint)

    def _open_more(self) -> None:
        menu = Menu(self.theme, self)
        menu.add("Open page in browser", self.link_opened.emit, icon="external")
        menu.add("Copy link", self.link_copied.emit, icon="link")
        if self._reportable:
            menu.addSeparator()
            menu.add("Report …", self.report_wanted.emit, icon="warning")
        menu.aboutToHide.connect(menu.deleteLater)
        self.more.open_menu(menu)

    def _lay_out(self) -> None:
        self._numbers = QHBoxLayout()
        self._pairs = (QHBoxLayout(), QHBoxLayout())
        for pair, mark, words in zip(self._pairs, self._marks, (self.downloads, self.followers), strict=True):
            pair.addWidget(mark)
            pair.addWidget(words)
            self._numbers.addLayout(pair)
        self._numbers.addWidget(self.categories)
        self._numbers.addWidget(self.updated, 1)
        self._words = QVBoxLayout()
        self._words.addWidget(self.title)
        self._words.addWidget(self.summary)
        self._words.addLayout(self._numbers)
        self._row = QHBoxLayout()
        self._row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._words, 1)
        for button in (self.follow, self.button, self.cancel, self.more):
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.back_link, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addLayout(self._row)
        self.cancel.hide()
        self.follow.hide()

    def _renew(self) -> None:
        px = self.theme.px
        self._column.setContentsMargins(px(20), px(10), px(20), 0)
        self._column.setSpacing(px(8))
        self._row.setSpacing(px(8))
        self._words.setContentsMargins(px(8), px(1), px(12), px(4))
        self._words.setSpacing(px(4))
        self._numbers.setSpacing(px(14))
        for pair in self._pairs:
            pair.setSpacing(px(6))
