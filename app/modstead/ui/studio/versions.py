"""A project's versions, and the form of one: of a new one filled in from its file."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from modstead.domain.project import Project
from modstead.domain.publishing import Change, Content, Field
from modstead.domain.version import Version, VersionFile
from modstead.errors import FieldRefused
from modstead.services.publishing import PublishingService
from modstead.services.publishing_versions import FILES, Proposal
from modstead.ui.kit.action_list import ActionList, ActionModel, ActionRow
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label
from modstead.ui.kit.menus import Menu
from modstead.ui.kit.pages import EmptyState, Line, PageHeader, PlanFooter
from modstead.ui.kit.progress import ProgressBar
from modstead.ui.kit.states import LoadedPart
from modstead.ui.parts import Part
from modstead.ui.studio.details import FormColumn
from modstead.ui.studio.names import called
from modstead.ui.studio.pending import Pending
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.text import ago, count, plural, spelled
from modstead.ui.theme import Theme

_NAMED_AT_MOST = 4


class VersionsPart(Part):
    opened = Signal(object)
    """A Version that is to be changed."""
    new_wanted = Signal()

    def __init__(self, theme: Theme, publishing: PublishingService, now: Callable[[], datetime]) -> None:
        model = ActionModel()
        shown = ActionList(theme, model, lambda _url, _side, _ratio: None, "Versions")
        empty = EmptyState(
            theme,
            "jar",
            "No version yet",
            "Choose a file, or drop one here: what it says of itself is filled in.",
        )
        super().__init__(theme, LoadedPart(theme, shown, empty), self._start)
        model.setParent(self)
        self.list, self.model = shown, model
        self._publishing, self._now = publishing, now
        self._project: Project | None = None
        self.versions: tuple[Version, ...] = ()
        self.new = Button(theme, "New version …", icon="plus")
        self.summary = Label(theme, role="caption", colour="text_2", elide=True)
        self._row = QHBoxLayout()
        self._row.addWidget(self.summary, 1)
        self._row.addWidget(self.new)
        self.column.insertLayout(1, self._row)
        self.column.insertWidget(2, Line(theme))
        self.list.acted.connect(self._open)
        self.list.opened.connect(self._open)
        self.new.clicked.connect(self.new_wanted)
        theme.changed.connect(self._measure)
        self._measure()

    def show_project(self, project: Project) -> None:
        """Of this project; asked for when it is looked at, and anew where it is the same one."""
        if self._project is None or project.project_id != self._project.project_id:
            self.forget()
        self._project = project
        if self.loaded.loaded or self.isVisible():
            self.refresh()

    def forget(self) -> None:
        self.versions = ()
        self.model.show([])
        self.summary.set_text("")
        super().forget()

    def _start(self) -> None:
        if self._project:
            work = partial(self._publishing.versions.of, self._project)
            self.scope.start("load", work, done=self._took)

    def _took(self, versions: tuple[Version, ...]) -> None:
        self.arrived()
        self.versions = versions
        self.model.show([self._shown(one) for one in versions])
        if versions:
            self.list.setCurrentIndex(self.model.index(0))
        self.summary.set_text(plural(len(versions), "version"))
        self.counted.emit(len(versions) or None)
        self.loaded.show_content(empty=not versions)

    def _shown(self, one: Version) -> ActionRow:
        games = one.game_versions
        shown = ", ".join(games[:_NAMED_AT_MOST]) + (" …" if len(games) > _NAMED_AT_MOST else "")
        loaders = ", ".join(map(called, one.loaders))
        when = ago(one.published, self._now()) if one.published else ""
        parts = (loaders, shown, f"{count(one.downloads)} downloads", when)
        chip = spelled(one.channel.value) if one.status == "listed" else spelled(one.status)
        return ActionRow(
            key=one.id,
            title=f"{one.number}   {one.name}" if one.name != one.number else one.number,
            detail=" · ".join(part for part in parts if part),
            chip=chip,
            tone="good" if chip == "Release" else "warn" if chip == "Beta" else "neutral",
            button="Edit",
        )

    def _open(self, key: str) -> None:
        for one in self.versions:
            if one.id == key:
                self.opened.emit(one)

    def _measure(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(20), px(10), px(16), px(10))


class VersionView(QWidget):
    """The form of a new version, or of one that is there."""

    left = Signal()
    pending = Signal(object)

    def __init__(self, theme: Theme, publishing: PublishingService) -> None:
        super().__init__()
        self.theme = theme
        self._publishing = publishing
        self._project: Project | None = None
        self._version: Version | None = None
        self.files: tuple[Path, ...] = ()
        self._fields: tuple[Field, ...] = ()
        self._notes: tuple[str, ...] = ()
        self.scope = TaskScope(self._failed, on_change=self._tell)
        self.choose = Button(theme, "Choose a file …", icon="jar")
        self.extra = Button(theme, "Add a file …", kind="quiet")
        self.fewer = Button(theme, "Delete a file", trailing="chevron-down", kind="quiet")
        self._menu = Menu(theme, self)
        self.delete = Button(theme, "Delete …", icon="trash")
        self.header = PageHeader(theme, "", actions=[self.delete], with_back=True)
        self.banners = BannerArea(theme)
        self.named = Label(theme, colour="text_2", wrap=True)
        self.progress = ProgressBar(theme)
        self.column = FormColumn(theme)
        self.form = self.column.form
        self.footer = PlanFooter(theme, "Review")
        self._build()
        self.header.back.connect(self.left)
        self.footer.cancelled.connect(self.left)
        self.footer.accepted.connect(self._review)
        self.form.changed.connect(self._tell)
        self.choose.clicked.connect(lambda: self._choose(more=False))
        self.extra.clicked.connect(lambda: self._choose(more=True))
        self.fewer.clicked.connect(self._open_files)
        self.delete.clicked.connect(self._delete)
        self.setFocusProxy(self.column)
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def is_new(self) -> bool:
        return self._version is None

    def open_new(self, project: Project, files: Sequence[Path] = ()) -> None:
        self._open(project, None)
        self.header.set_title("New version", project.title)
        if files:
            self.take_files(files)
        else:
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_version(self, project: Project, version: Version) -> None:
        self._open(project, version)
        self.header.set_title(version.number, project.title)
        self.scope.start("fields", partial(self._publishing.versions.fields, project), done=self._show)

    def take_files(self, files: Sequence[Path]) -> None:
        """Publish these; the first one says what the version is."""
        project = self._project
        if project is None or self._version is not None or not files:
            return
        self.files = tuple(files)
        self.banners.clear_all()
        self._tell_files()
        self.scope.start("propose", partial(self._propose, project, self.files), done=self._proposed)

    def _open(self, project: Project, version: Version | None) -> None:
        self.scope.cancel_all()
        self.banners.clear_all()
        self._project, self._version, self.files, self._notes = project, version, (), ()
        self._fields = ()
        self.form.show_fields((), {})
        self._file_row.setVisible(version is None or self._publishing.versions.has_files)
        self.choose.setVisible(version is None)
        self.fewer.setVisible(version is not None and len(version.files) > 1)
        self.delete.setVisible(version is not None)
        self._tell_files()
        self._tell()

    async def _propose(self, project: Project, files: Sequence[Path]) -> tuple[tuple[Field, ...], Proposal]:
        await self._publishing.versions.check_files(files)
        proposal = await self._publishing.versions.propose(project, files[0])
        return await self._publishing.versions.fields(project), proposal

    def _proposed(self, found: tuple[tuple[Field, ...], Proposal]) -> None:
        self._fields, proposal = found
        self._notes = proposal.notes
        empty: Content = {}
        self.form.show_fields(self._fields, empty)
        self.form.fill(proposal.content)
        if proposal.notes:
            banner = Banner(
                self.theme,
                "warn",
                "Look at what the file leaves open.",
                " ".join(proposal.notes),
                closable=True,
            )
            self.banners.show_banner("notes", banner)
        self._tell()
        self.column.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, fields: tuple[Field, ...]) -> None:
        version = self._version
        if version is None:
            return
        self._fields = fields
        work = partial(self._publishing.versions.content, version)
        self.scope.start("content", work, done=self._show_content)

    def _show_content(self, content: Content) -> None:
        self.form.show_fields(self._fields, content)
        self.column.setFocus(Qt.FocusReason.OtherFocusReason)

    def _review(self) -> None:
        project, version = self._project, self._version
        if project is None:
            return
        wanted = self.form.edited() if version else self.form.content()
        versions = self._publishing.versions
        if self.form.show_problems(versions.problems(self._fields, wanted, new=version is None)):
            return
        if version:
            work = partial(versions.changes, project, version, wanted)
            self.scope.start("review", work, done=partial(self._pend_edit, version))
        else:
            work_new = partial(versions.changes_to_new, project, wanted)
            self.scope.start("review", work_new, done=partial(self._pend_new, project, wanted))

    def _pend_edit(self, version: Version, changes: tuple[Change, ...]) -> None:
        self.pending.emit(
            Pending(
                f"Change {version.number}",
                (("", changes),),
                f"Send {plural(len(changes), 'change')}",
                lambda _progress: self._publishing.versions.edit(version, changes),
                lambda _none: None,
            )
        )

    def _pend_new(self, project: Project, content: Content, changes: tuple[Change, ...]) -> None:
        files = self.files
        named = Change(FILES, "Files", (), tuple(file.name for file in files))
        self.pending.emit(
            Pending(
                "Publish a version",
                (("", (named, *changes)),),
                "Publish it",
                lambda progress: self._publishing.versions.upload(project, content, files, progress),
                lambda _version: None,
                notes=self._notes,
                octets=sum(file.stat().st_size for file in files if file.is_file()),
                caption=project.title,
            )
        )

    def _delete(self) -> None:
        project, version = self._project, self._version
        if project is None or version is None:
            return
        gone = Change("version", "Versions", (version.number,), ())
        files = Change(FILES, "Files", tuple(file.filename for file in version.files), ())
        self.pending.emit(
            Pending(
                f"Delete {version.number}",
                (("", (gone, files)),),
                "Delete it for good",
                lambda _progress: self._publishing.versions.delete(version),
                lambda _none: None,
                notes=("It is gone for good: nobody can download it any more.",),
                name=version.number,
                caption=project.title,
            )
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _choose(self, *, more: bool) -> None:
        kinds = " ".join(f"*.{ending}" for ending in self._publishing.abilities.files.extensions)
        dialog = QFileDialog(self, "Choose a file to publish", "", f"Files ({kinds});;All files (*)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self._chosen(Path(name), more=more))
        dialog.open()

    def _chosen(self, file: Path, *, more: bool) -> None:
        if self._version is not None:
            work = partial(self._publishing.versions.check_added, (file,))
            self.scope.start("more", work, done=lambda _none: self._pend_file(file))
        elif more and self.files:
            self.files = tuple(dict.fromkeys((*self.files, file)))
            self._tell_files()
        else:
            self.take_files((file,))

    def _pend_file(self, file: Path) -> None:
        version = self._version
        if version is None:
            return
        self.pending.emit(
            Pending(
                f"Add a file to {version.number}",
                (("", (Change(FILES, "Files", (), (file.name,)),)),),
                "Send the file",
                lambda progress: self._publishing.versions.add_files(version, (file,), progress),
                lambda _none: None,
                octets=file.stat().st_size if file.is_file() else 0,
            )
        )

    def _open_files(self) -> None:
        self._menu.clear()
        for file in self._version.files if self._version else ():
            self._menu.addAction(f"{file.filename} …", partial(self._pend_deletion, file))
        self.fewer.open_menu(self._menu)

    def _pend_deletion(self, file: VersionFile) -> None:
        version = self._version
        if version is None:
            return
        self.pending.emit(
            Pending(
                f"Delete a file of {version.number}",
                (("", (Change(FILES, "Files", (file.filename,), ()),)),),
                "Delete it for good",
                lambda _progress: self._publishing.versions.delete_file(version, file),
                lambda _none: None,
            )
        )

    def _tell_files(self) -> None:
        if self._version is not None:
            self.named.set_text(", ".join(file.filename for file in self._version.files))
            self.extra.setVisible(True)
            return
        names = ", ".join(file.name for file in self.files)
        self.named.set_text(names or "Choose a file, or drop one here: what it says of itself is filled in.")
        self.choose.set_text("Change the file …" if self.files else "Choose a file …")
        self.extra.setVisible(bool(self.files))

    def _tell(self) -> None:
        busy = self.scope.busy
        self.progress.set_share(None if busy else 0.0)
        self.progress.setVisible(busy)
        edited = len(self.form.edited())
        ready = bool(self.form.boxes) and not busy and (self._version is None or edited > 0)
        total = plural(len(self.files), "file")
        if self._version:
            total = plural(edited, "change") if edited else "No changes"
        detail = "Nothing is sent before you have read it"
        self.footer.set_plan(total, detail, "Review", ready=ready)

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        if isinstance(error, FieldRefused) and self.form.show_problems({error.field: error}):
            return
        actions = [BannerAction("Retry", failure.retry, "primary")] if error.retryable else []
        banner = Banner(self.theme, "bad", error.title, error.explanation, actions, closable=True)
        self.banners.show_banner("failed", banner)

    def _build(self) -> None:
        self._file_row = QWidget()
        self._row = QHBoxLayout(self._file_row)
        self._row.addWidget(self.choose)
        self._row.addWidget(self.extra)
        self._row.addWidget(self.fewer)
        self._row.addWidget(self.named, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, Line(self.theme), self.banners, self._file_row, self.progress):
            column.addWidget(part)
        column.addWidget(self.column, 1)
        column.addWidget(self.footer)

    def _measure(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(20), px(12), px(16), px(4))
        self._row.setSpacing(px(8))
