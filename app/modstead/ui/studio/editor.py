"""One project: what it says of itself, its pictures, its versions and its team."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from modstead.domain.project import Project
from modstead.domain.publishing import SUBMITTABLE, Change, Field, once_approved
from modstead.domain.studio import Published
from modstead.errors import FieldRefused
from modstead.services.publishing import PublishingService
from modstead.ui.images import ImageLoader
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.choices import Choice, TabBar
from modstead.ui.kit.menus import Menu
from modstead.ui.kit.pages import EmptyState, Line, PageHeader, PlanFooter
from modstead.ui.kit.states import LoadedPart
from modstead.ui.studio.details import ProjectFields
from modstead.ui.studio.pending import Pending
from modstead.ui.studio.pictures import PicturesPart
from modstead.ui.studio.team import TeamPart
from modstead.ui.studio.versions import VersionsPart
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.text import plural, spelled
from modstead.ui.theme import Theme

_TITLES = {
    "details": "Details",
    "description": "Description",
    "pictures": "Pictures",
    "versions": "Versions",
    "team": "Team",
}
_OF_FIELDS = frozenset({"details", "description"})


class EditorView(QWidget):
    left = Signal()
    pending = Signal(object)
    version_opened = Signal(object, object)
    """A Project, and its Version."""
    version_wanted = Signal(object)
    """A Project that is to get a new one."""
    gone = Signal()
    """The project was deleted."""

    def __init__(
        self, theme: Theme, publishing: PublishingService, images: ImageLoader, now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self.theme = theme
        self._publishing = publishing
        self._asked = ""
        self._sent = False
        self.published: Published | None = None
        self.scope = TaskScope(self._failed, on_change=self._tell)
        self.page = Button(theme, icon="external", name="Open its page")
        self.submit = Button(theme, "Submit …")
        self.more = Button(theme, icon="more", name="More")
        self._menu = Menu(theme, self)
        self.header = PageHeader(theme, "", actions=[self.submit, self.page, self.more], with_back=True)
        self.banners = BannerArea(theme)
        self.fields = ProjectFields(theme, images)
        self.pictures = PicturesPart(theme, publishing, images)
        self.versions = VersionsPart(theme, publishing, now)
        self.team = TeamPart(theme, publishing, images)
        self.footer = PlanFooter(theme, "Review")
        self._parts: dict[str, QWidget] = {
            "details": self.fields.details,
            "description": self.fields.description,
            "pictures": self.pictures,
            "versions": self.versions,
            "team": self.team,
        }
        self._build()
        self._connect()

    @property
    def project(self) -> Project | None:
        return self.published.project if self.published else None

    @property
    def tab(self) -> str:
        return self.tabs.current()

    def open_project(self, project_id: str, tab: str = "details") -> None:
        self._asked = project_id
        self.banners.clear_all()
        self.published = None
        self.header.set_title("")
        self.loaded.show_waiting()
        self.tabs.choose(tab)
        self._show_tab(tab)
        self.reload()

    def reload(self) -> None:
        """Ask again for what is shown; what is being written and was not sent stays."""
        self.scope.start("load", self._load, done=self._took)

    def forget(self) -> None:
        """Show nothing of one user to the next."""
        self.scope.cancel_all()
        self.published = None
        self.versions.forget()
        self.team.forget()

    async def close_tasks(self) -> None:
        """Stop everything under way and wait until it has stopped."""
        for scope in (self.scope, self.pictures.scope, self.fields.description.scope):
            await scope.close()
        await self.versions.close_tasks()
        await self.team.close_tasks()

    def leave(self) -> None:
        """Go back, unless something is written that was not sent: then say so first."""
        count = len(self.fields.edited()) if self.published else 0
        if not count:
            self.left.emit()
            return
        actions = [BannerAction("Discard", self._discard), BannerAction("Stay", self._stay, "primary")]
        title = f"{plural(count, 'change')} not sent yet."
        self.banners.show_banner("unsent", Banner(self.theme, "warn", title, "", actions))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    async def _load(self) -> tuple[Published, tuple[Field, ...]]:
        published = await self._publishing.project(self._asked)
        return published, await self._publishing.fields(published.project)

    def _took(self, found: tuple[Published, tuple[Field, ...]]) -> None:
        edited = self.fields.edited() if self.published and not self._sent else {}
        self._sent = False
        self.published, fields = found
        project = self.published.project
        self.banners.clear_all()
        self.header.set_title(project.title, spelled(project.status or "unknown"))
        self.submit.setVisible(project.status in SUBMITTABLE)
        focused = QApplication.focusWidget()
        within = focused is not None and self.isAncestorOf(focused)
        self.fields.show_fields(fields, self.published.content)
        self.fields.fill(edited)
        self.pictures.show_project(project)
        self.versions.show_project(project)
        self.team.show_project(project)
        self.loaded.show_content()
        self._tell()
        if within:
            self._parts[self.tab].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_tab(self, key: str) -> None:
        self.stack.setCurrentWidget(self._parts[key])
        self.footer.setVisible(key in _OF_FIELDS)
        self.setFocusProxy(self._parts[key])

    def _review(self) -> None:
        published = self.published
        if published is None:
            return
        wanted = self.fields.edited()
        problems = self._publishing.problems(self.fields.fields, wanted)
        if self._show_problems(problems):
            return
        work = partial(self._publishing.changes, published, wanted)
        self.scope.start("review", work, done=partial(self._pend, published.project))

    def _show_problems(self, problems: Mapping[str, FieldRefused]) -> bool:
        """Whether there are any; the tab of the first is shown."""
        parts = (("details", self.fields.details.form), ("description", self.fields.description.written.form))
        found = [key for key, form in parts if form.show_problems(problems)]
        if found and self.tab not in found:
            self.tabs.choose(found[0])
            self._show_tab(found[0])
        return bool(found)

    def _pend(self, project: Project, changes: tuple[Change, ...]) -> None:
        self.pending.emit(
            Pending(
                f"Change {project.title}",
                (("", changes),),
                f"Send {plural(len(changes), 'change')}",
                lambda _progress: self._publishing.edit(project, changes),
                lambda _none: self._were_sent(),
            )
        )

    def _were_sent(self) -> None:
        self._sent = True

    def _submit(self) -> None:
        if self.published is None:
            return
        project = self.published.project
        try:
            self._publishing.check_submission(project)
        except FieldRefused as error:
            banner = Banner(self.theme, "bad", error.title, error.explanation, closable=True)
            self.banners.show_banner("submit", banner)
            return
        change = Change("status", "Status", spelled(project.status), "Under review")
        self.pending.emit(
            Pending(
                f"Submit {project.title}",
                (("", (change,)),),
                "Submit it",
                lambda _progress: self._publishing.submit(project),
                lambda _none: None,
                notes=(
                    f"The moderators of {self._publishing.platform} look at it.",
                    once_approved(self.published.content),
                ),
            )
        )

    def _delete(self) -> None:
        project = self.project
        if project is None:
            return
        count = len(project.version_ids)
        change = Change("project", "Your projects", (project.title,), ())
        versions = Change("versions", "Versions", plural(count, "version"), "")
        self.pending.emit(
            Pending(
                f"Delete {project.title}",
                (("", (change, versions) if count else (change,)),),
                "Delete it for good",
                lambda _progress: self._publishing.delete(project, project.title),
                lambda _none: self.gone.emit(),
                notes=("It is gone for good, with all its versions: nobody can download it any more.",),
                name=project.title,
            )
        )

    def _open_menu(self) -> None:
        self._menu.clear()
        self._menu.addAction("Load again", self.reload)
        self._menu.addSeparator()
        self._menu.addAction("Delete the project …", self._delete)
        self.more.open_menu(self._menu)

    def _open_page(self) -> None:
        if self.project:
            QDesktopServices.openUrl(QUrl(self._publishing.page(self.project)))

    def _discard(self) -> None:
        published = self.published
        self.banners.clear("unsent")
        if published:
            self.fields.show_fields(self.fields.fields, published.content)
        self.left.emit()

    def _stay(self) -> None:
        self.banners.clear("unsent")
        self._parts[self.tab].setFocus(Qt.FocusReason.OtherFocusReason)

    def _undo_edits(self) -> None:
        if self.published:
            self.fields.show_fields(self.fields.fields, self.published.content)
        self._tell()

    def _tell(self) -> None:
        edited = self.fields.edited() if self.published else {}
        labels = [field.label for field in self.fields.fields if field.name in edited]
        total = plural(len(edited), "change") if edited else "No changes"
        ready = bool(edited) and not self.scope.busy
        self.footer.set_plan(total, ", ".join(labels), "Review", ready=ready)
        self.footer.cancel.setEnabled(bool(edited))
        for button in (self.page, self.more, self.submit):
            button.setEnabled(self.published is not None)

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        if failure.key == "load" and self.published is None:
            self.loaded.show_error(error)
            return
        if isinstance(error, FieldRefused) and self._show_problems({error.field.partition(".")[0]: error}):
            return
        actions = [BannerAction("Retry", failure.retry, "primary")] if error.retryable else []
        banner = Banner(self.theme, "bad", error.title, error.explanation, actions, closable=True)
        self.banners.show_banner(failure.key, banner)

    def _build(self) -> None:
        theme = self.theme
        keys = [key for key in _TITLES if key != "team" or self._publishing.has_teams]
        keys = [key for key in keys if key != "pictures" or self._publishing.has_pictures]
        self.tabs = TabBar(theme, [Choice(key, _TITLES[key]) for key in keys], name="Parts of the project")
        self.stack = QStackedWidget()
        for part in self._parts.values():
            self.stack.addWidget(part)
        inside = QWidget()
        self._tab_row = QHBoxLayout()
        self._tab_row.addWidget(self.tabs)
        self._tab_row.addStretch(1)
        within = QVBoxLayout(inside)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(0)
        within.addLayout(self._tab_row)
        within.addWidget(Line(theme))
        within.addWidget(self.stack, 1)
        within.addWidget(self.footer)
        self.loaded = LoadedPart(theme, inside, EmptyState(theme, "packs", "No project"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, Line(theme), self.banners):
            column.addWidget(part)
        column.addWidget(self.loaded, 1)
        self.footer.cancel.set_text("Discard")
        theme.changed.connect(self._measure)
        self._measure()

    def _connect(self) -> None:
        self.header.back.connect(self.leave)
        self.page.clicked.connect(self._open_page)
        self.submit.clicked.connect(self._submit)
        self.more.clicked.connect(self._open_menu)
        self.tabs.chosen.connect(self._show_tab)
        self.loaded.retried.connect(self.reload)
        self.fields.changed.connect(self._tell)
        self.footer.accepted.connect(self._review)
        self.footer.cancelled.connect(self._undo_edits)
        self.pictures.pending.connect(self.pending)
        self.team.pending.connect(self.pending)
        self.versions.counted.connect(partial(self.tabs.set_count, "versions"))
        self.versions.new_wanted.connect(lambda: self.version_wanted.emit(self.project))
        self.versions.opened.connect(lambda version: self.version_opened.emit(self.project, version))
        if self._publishing.has_teams:
            self.team.counted.connect(partial(self.tabs.set_count, "team"))

    def _measure(self) -> None:
        px = self.theme.px
        self._tab_row.setContentsMargins(px(20), px(2), px(16), 0)
