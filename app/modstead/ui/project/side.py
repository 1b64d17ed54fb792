"""The side panel: does it fit, in words, first; then what else is to be known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRect, QSize, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from modstead.domain.game_versions import GameVersions
from modstead.domain.instance import Loader
from modstead.domain.project import Member, Project, provider_in
from modstead.ui import text
from modstead.ui.images import ImageLoader
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label, Link, RichLabel
from modstead.ui.kit.pages import IconMark, Line
from modstead.ui.kit.painting import Tone, draw_icon, fill_rounded, tone_colours
from modstead.ui.kit.panel import FactRow, ListRow, SidePanel, section_label
from modstead.ui.project.words import SIDE_WORDS, days_words, licence_words, link_icon, loader_words
from modstead.ui.theme import Theme

_FILL_MS = 60


@dataclass(frozen=True, slots=True)
class FitWords:
    """Whether something fits, as one sentence with a bold start."""

    bold: str
    rest: str = ""
    tone: Tone = "good"


@dataclass(frozen=True, slots=True)
class Companion:
    """A project that comes along, or is there already."""

    project_id: str
    title: str
    version: str = ""
    icon_url: str | None = None
    size: int = 0
    installed: bool = False


@dataclass(frozen=True, slots=True)
class SideFacts:
    """Everything the panel shows; parts that are not known yet are empty."""

    project: Project
    page_url: str = ""
    fit: FitWords | None = None
    companions: tuple[Companion, ...] = ()
    members: tuple[Member, ...] = ()
    game_versions: GameVersions | None = None


class FitCard(QWidget):
    """Does it fit, in words ("3.4.0 fits Fabric 1.21.4"), on the soft fill of its tone."""

    def __init__(self, theme: Theme, words: FitWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._tone: Tone = words.tone
        self._icon = {"good": "check-circle", "warn": "warning", "bad": "error"}.get(words.tone, "info")
        label = RichLabel(theme, words.bold, words.rest)
        row = QHBoxLayout(self)
        px = theme.px
        row.setContentsMargins(px(10 + 16 + 8), px(7), px(10), px(7))
        row.addWidget(label)
        self.setAccessibleName(label.accessibleName())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(0, self.theme.px(34)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = QPainter(self), self.theme.px
        soft, colour = tone_colours(self.theme.palette, self._tone)
        fill_rounded(painter, self.rect(), px(6), soft)
        draw_icon(painter, self.theme, QRect(px(10), 0, px(16), self.height()), self._icon, colour)


class Portrait(QWidget):
    """A round picture of 20."""

    def __init__(
        self, theme: Theme, images: ImageLoader, url: str | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._images = images
        self._url = url
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        images.ready.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(20), self.theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), self.theme.px(20)
        picture = self._images.thumbnail(self._url, side, side, side // 2, ratio=self.devicePixelRatioF())
        if picture is not None:
            painter.drawPixmap(0, 0, picture)
            return
        fill_rounded(painter, self.rect(), side / 2, self.theme.palette.press)
        draw_icon(painter, self.theme, self.rect(), "user", self.theme.palette.text_3, size=12)


class ProjectSide(SidePanel):
    """280 wide. It asks for nothing: the page tells it facts as they come."""

    project_opened = Signal(str)
    user_opened = Signal(str)
    """A member's ID."""

    def __init__(self, theme: Theme, images: ImageLoader, parent: QWidget | None = None) -> None:
        super().__init__(theme, width=280, name="About the project", parent=parent)
        self._images = images
        self._facts: SideFacts | None = None
        self._now: datetime | None = None
        self._pictures: dict[str, ListRow] = {}
        self._fill_timer = QTimer(self)
        self._fill_timer.setSingleShot(True)
        self._fill_timer.setInterval(_FILL_MS)
        self._fill_timer.timeout.connect(self._fill)
        images.ready.connect(self._pictures_came)
        theme.changed.connect(self._fill_timer.start)

    def set_width(self, width: float) -> None:
        """A length of the design."""
        if width != self._width:
            self._width = width
            self._renew()

    def show_facts(self, facts: SideFacts | None, now: datetime) -> None:
        """Facts come one after another: the panel is built anew once for those that come together."""
        if facts == self._facts:
            return
        self._facts, self._now = facts, now
        if not self._fill_timer.isActive():
            self._fill_timer.start()

    def _fill(self) -> None:
        self.empty()
        self._pictures = {}
        facts = self._facts
        if facts is None:
            return
        if facts.fit is not None:
            self.body.addWidget(FitCard(self.theme, facts.fit))
        self._add_compatibility(facts)
        self._add_companions(facts.companions)
        self._add_links(facts.project.links, facts.page_url)
        self._add_members(facts.members, lead_on=not provider_in(facts.project.project_id))
        self._add_rest(facts.project)
        self._pictures_came()

    def _add_compatibility(self, facts: SideFacts) -> None:
        project = facts.project
        self.add_section("Compatibility")
        versions = facts.game_versions
        spans = versions.spans(project.game_versions) if versions else ", ".join(project.game_versions[-4:])
        self.body.addWidget(FactRow(self.theme, "Minecraft", spans or "Not told", wrap=True))
        if project.loaders:
            self.body.addWidget(LoadersRow(self.theme, project.loaders))
        if project.project_type == "mod":
            self.body.addWidget(FactRow(self.theme, "Client", SIDE_WORDS[project.client_side]))
            self.body.addWidget(FactRow(self.theme, "Server", SIDE_WORDS[project.server_side]))

    def _add_companions(self, companions: Iterable[Companion]) -> None:
        listed = tuple(companions)
        if not listed:
            return
        fresh = [item for item in listed if not item.installed]
        size = sum(item.size for item in fresh)
        self.add_section("Also installs", f"{len(fresh)} new, {text.size(size)}" if fresh else "nothing new")
        for item in listed:
            row = ListRow(
                self.theme,
                item.title,
                icon="mods",
                trailing="Installed" if item.installed else item.version,
                trailing_icon="check" if item.installed else "",
                trailing_colour="good" if item.installed else "text_3",
            )
            if item.icon_url:
                self._pictures[item.icon_url] = row
            self.body.addWidget(row)

    def _add_divided(self, title: str) -> None:
        """A section below a line, a little closer to it."""
        px = self.theme.px
        self.body.addSpacing(px(12))
        self.body.addWidget(Line(self.theme))
        label = section_label(self.theme, title)
        label.setContentsMargins(0, 0, 0, 0)
        row = label.layout()
        if row is not None:
            row.setContentsMargins(0, px(12), 0, px(6))
        self.body.addWidget(label)

    def _add_links(self, links: Mapping[str, str], page_url: str) -> None:
        named = {"Project page": page_url} if page_url else {}
        named |= {title: url for title, url in links.items() if url.startswith(("https://", "http://"))}
        if not named:
            return
        self._add_divided("Links")
        for title, url in named.items():
            self.body.addWidget(LinkRow(self.theme, title, url))

    def _add_members(self, members: Iterable[Member], *, lead_on: bool) -> None:
        """Users' pages are those of the main platform."""
        listed = tuple(members)
        if not listed:
            return
        self._add_divided("Members")
        for member in listed:
            row = MemberRow(self.theme, self._images, member, leads_on=lead_on)
            row.opened.connect(self.user_opened)
            self.body.addWidget(row)

    def _add_rest(self, project: Project) -> None:
        now = self._now
        if now is None:
            return
        self.add_line()
        self.body.addWidget(FactRow(self.theme, "Licence", licence_words(project.license)))
        for key, moment in (("Published", project.published), ("Updated", project.updated)):
            if moment is not None:
                row = FactRow(self.theme, key, days_words(moment, now), tooltip=text.exact(moment))
                self.body.addWidget(row)
        self.body.addWidget(IdRow(self.theme, project.project_id))

    def _pictures_came(self) -> None:
        side = self.theme.px(16)
        for url, row in self._pictures.items():
            picture = self._images.pixmap(url, side, ratio=self.devicePixelRatioF())
            if picture is not None:
                row.set_picture(picture)


class LoadersRow(QWidget):
    """The loaders' badges, and in words what has no badge."""

    def __init__(self, theme: Theme, loaders: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        listed = tuple(loaders)
        px = theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(6))
        key = Label(theme, "Loaders", role="caption", colour="text_3")
        key.setFixedWidth(px(92) - px(6))
        row.addWidget(key)
        badges = [name for name in listed if name in tuple(Loader)]
        for name in badges:
            row.addWidget(IconMark(theme, f"loader-{name}", colour="text_2"))
        others = ", ".join(loader_words(name) for name in listed if name not in badges)
        row.addWidget(Label(theme, others, role="caption", elide=True), 1)
        words = ", ".join(map(loader_words, listed))
        self.setToolTip(_plain(words))
        self.setAccessibleName(f"Loaders: {words}")
        self.setFixedHeight(px(22))


class LinkRow(QWidget):
    def __init__(self, theme: Theme, title: str, url: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._url = url
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(IconMark(theme, link_icon(title), size=14))
        link = Link(theme, title, caption=True)
        link.clicked.connect(self._open)
        link.setToolTip(_plain(url))
        row.addWidget(link)
        row.addStretch(1)
        self.setFixedHeight(theme.px(22))

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl(self._url))


class MemberRow(QWidget):
    """The name leads to the member's page, where there is one."""

    opened = Signal(str)

    def __init__(
        self,
        theme: Theme,
        images: ImageLoader,
        member: Member,
        *,
        leads_on: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        name = member.user.name or member.user.username
        role = member.role or ("Owner" if member.is_owner else "")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(Portrait(theme, images, member.user.avatar_url))
        if leads_on:
            link = MemberLink(theme, name)
            link.setAccessibleName(f"{name}, {role}" if role else name)
            link.setToolTip(_plain(f"{name}'s projects"))
            link.clicked.connect(lambda: self.opened.emit(member.user.id))
            row.addWidget(link)
            row.addStretch(1)
        else:
            row.addWidget(Label(theme, name, role="caption", elide=True), 1)
        row.addWidget(Label(theme, role, role="caption", colour="text_3"))
        self.setAccessibleName(f"{name}, {role}" if role else name)
        self.setFixedHeight(theme.px(25))


class MemberLink(Link):
    """A name, cut where there is no room."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name, caption=True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(40), self.sizeHint().height())


class IdRow(QWidget):
    """The ID, with a button that copies it."""

    def __init__(self, theme: Theme, project_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id = project_id
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        key = Label(theme, "ID", role="caption", colour="text_3")
        key.setFixedWidth(theme.px(92) - theme.px(4))
        row.addWidget(key)
        row.addWidget(Label(theme, project_id, role="caption"))
        copy = Button(theme, icon="copy", kind="quiet", name="Copy ID")
        copy.setFixedSize(theme.px(22), theme.px(22))
        copy.clicked.connect(self._copy)
        row.addWidget(copy)
        row.addStretch(1)
        self.setFixedHeight(theme.px(22))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._id)


def _plain(words: str) -> str:
    """For a tool tip: Qt takes what looks like markup for markup."""
    from html import escape

    return f"<qt>{escape(words)}</qt>" if words else ""
