"""Forms that lead to a review: a new project, and the same change to several."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from modstead.domain.project import Project
from modstead.domain.publishing import BulkStep, BulkWay, Change, Content, Field, FieldKind, Value, slug_of
from modstead.errors import FieldRefused
from modstead.services.publishing import BulkChange, PublishingService
from modstead.ui.kit.banners import Banner, BannerAction, BannerArea
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label
from modstead.ui.kit.pages import EmptyState, Line, PageHeader, PlanFooter
from modstead.ui.kit.states import LoadedPart
from modstead.ui.studio.details import FormColumn
from modstead.ui.studio.pending import Pending
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.text import plural
from modstead.ui.theme import Theme


class FormView(QWidget):
    """A form with its header and footer; its heirs connect what fills it and what it leads to."""

    left = Signal()
    pending = Signal(object)

    def __init__(self, theme: Theme, publishing: PublishingService, title: str) -> None:
        super().__init__()
        self.theme = theme
        self._publishing = publishing
        self.fields: tuple[Field, ...] = ()
        self.scope = TaskScope(self._failed, on_change=self._tell)
        self.header = PageHeader(theme, title, with_back=True)
        self.banners = BannerArea(theme)
        self.column = FormColumn(theme)
        self.form = self.column.form
        self.loaded = LoadedPart(theme, self.column, EmptyState(theme, "packs", title))
        self.footer = PlanFooter(theme, "Review")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.header, Line(theme), self.banners):
            whole.addWidget(part)
        whole.addWidget(self.loaded, 1)
        whole.addWidget(self.footer)
        self.header.back.connect(self.left)
        self.footer.cancelled.connect(self.left)
        self.form.changed.connect(self._tell)
        self.setFocusProxy(self.column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _show(self, fields: tuple[Field, ...], content: Content) -> None:
        self.fields = fields
        self.form.show_fields(fields, content)
        self.loaded.show_content()
        self.column.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def _tell(self) -> None:
        ready = self.loaded.loaded and not self.scope.busy
        self.footer.set_plan(self._total(), "Nothing is sent before you have read it", "Review", ready=ready)

    def _total(self) -> str:
        return ""

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        if failure.key == "load" and not self.loaded.loaded:
            self.loaded.show_error(error)
            return
        if isinstance(error, FieldRefused) and self.form.show_problems({error.field: error}):
            return
        actions = [BannerAction("Retry", failure.retry, "primary")] if error.retryable else []
        banner = Banner(self.theme, "bad", error.title, error.explanation, actions, closable=True)
        self.banners.show_banner("failed", banner)


class NewProjectView(FormView):
    """What is written stays until the project is made."""

    made = Signal(object)
    """The Project."""

    def __init__(self, theme: Theme, publishing: PublishingService) -> None:
        super().__init__(theme, publishing, "New project")
        self.footer.accepted.connect(self.review)
        self.loaded.retried.connect(self.load)
        self.header.set_title("New project", "A draft, which only you see until you submit it")
        self.icon: Path | None = None
        self.choose = Button(theme, "Choose an icon …")
        self.named = Label(theme, "No icon yet", colour="text_2", elide=True)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.choose)
        row.addWidget(self.named, 1)
        self._icon_row = QWidget()
        self._icon_row.setLayout(row)
        self.column.column.insertWidget(1, self._icon_row)
        self._icon_row.setVisible(publishing.has_pictures)
        self._derived = ""
        self.form.changed.connect(self._derive_slug)
        self.choose.clicked.connect(self._choose)
        self._tell()

    def open(self) -> None:
        self.banners.clear_all()
        if not self.form.boxes:
            self.load()

    def load(self) -> None:
        self.loaded.show_waiting()
        self.scope.start(
            "load",
            self._publishing.fields,
            done=lambda fields: self._show(fields, self._publishing.new_project()),
        )

    def forget(self) -> None:
        self.icon, self._derived = None, ""
        self.named.set_text("No icon yet")
        self.form.show_fields((), {})

    def _derive_slug(self) -> None:
        """The slug follows the title until it is written by hand."""
        slug = self.form.boxes.get("slug")
        title = self.form.boxes.get("title") or self.form.boxes.get("name")
        if slug is None or title is None or slug.value() != self._derived:
            return
        self._derived = slug_of(str(title.value()))
        slug.set_value(self._derived)

    def review(self) -> None:
        wanted = self.form.content()
        if self.form.show_problems(self._publishing.problems(self.fields, wanted, new=True)):
            return
        work = partial(self._publishing.changes_to_new, wanted)
        self.scope.start("review", work, done=partial(self._pend, wanted))

    def take_icon(self, icon: Path) -> None:
        self.scope.start(
            "icon", partial(self._publishing.check_icon, icon), done=lambda _none: self._show_icon(icon)
        )

    def _show_icon(self, icon: Path) -> None:
        self.icon = icon
        self.named.set_text(icon.name)

    def _pend(self, wanted: dict[str, Value], changes: tuple[Change, ...]) -> None:
        icon = self.icon
        named = (Change("icon", "Icon", "", icon.name),) if icon else ()
        self.pending.emit(
            Pending(
                "Make a project",
                (("", (*changes, *named)),),
                "Make the draft",
                lambda progress: self._publishing.create(wanted, icon, progress),
                self._made,
                octets=icon.stat().st_size if icon and icon.is_file() else 0,
            )
        )

    def _made(self, project: Project) -> None:
        self.forget()
        self.made.emit(project)

    def _choose(self) -> None:
        kinds = " ".join(f"*.{ending}" for ending in self._publishing.abilities.icons.extensions)
        dialog = QFileDialog(self, "Choose an icon", "", f"Pictures ({kinds});;All files (*)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take_icon(Path(name)))
        dialog.open()

    def _total(self) -> str:
        return "A draft"


class BulkView(FormView):
    """The same change to several projects. What stays empty stays as it is."""

    def __init__(self, theme: Theme, publishing: PublishingService) -> None:
        super().__init__(theme, publishing, "Change several projects")
        self.footer.accepted.connect(self.review)
        self.loaded.retried.connect(self.load)
        self.projects: tuple[Project, ...] = ()
        self._tell()

    def open_projects(self, projects: Sequence[Project]) -> None:
        self.projects = tuple(projects)
        self.banners.clear_all()
        names = ", ".join(one.title for one in projects)
        self.header.set_title("Change several projects", names)
        self.load()

    def load(self) -> None:
        self.loaded.show_waiting()
        self.scope.start("load", partial(self._publishing.fields, self.projects[0]), done=self._took)

    def review(self) -> None:
        steps = tuple(_steps(self.form.edited()))
        if not steps:
            return
        ids = [one.project_id for one in self.projects]
        work = partial(self._publishing.bulk_changes, ids, steps)
        self.scope.start("review", work, done=partial(self._pend, steps))

    def _took(self, fields: tuple[Field, ...]) -> None:
        allowed = self._publishing.abilities.bulk
        self._show(tuple(_bulk_fields(field for field in fields if field.name in allowed)), {})

    def _pend(self, steps: tuple[BulkStep, ...], changed: tuple[BulkChange, ...]) -> None:
        differing = sum(bool(one.changes) for one in changed)
        if not differing:
            banner = Banner(self.theme, "info", "All of them are like that already.", closable=True)
            self.banners.show_banner("failed", banner)
            return
        self.pending.emit(
            Pending(
                "Change several projects",
                tuple((one.project.title, one.changes) for one in changed),
                f"Change {plural(differing, 'project')}",
                lambda _progress: self._publishing.edit_all(changed, steps),
                lambda _none: self.left.emit(),
            )
        )

    def _tell(self) -> None:
        super()._tell()
        if not self.form.edited():
            self.footer.primary.setEnabled(False)

    def _total(self) -> str:
        return plural(len(self.projects), "project") if self.projects else ""


def _bulk_fields(fields: Iterable[Field]) -> Iterable[Field]:
    """A field that lists names becomes two: what is added, and what is taken out."""
    for field in fields:
        if field.kind is not FieldKind.NAMES:
            hint = "Left empty, it stays as it is in each."
            yield replace(field, name=f"{BulkWay.SET}:{field.name}", hint=hint)
            continue
        for way, words in ((BulkWay.ADD, "Add to"), (BulkWay.REMOVE, "Remove from")):
            label = f"{words} {field.label.lower()}"
            yield replace(field, name=f"{way}:{field.name}", label=label, most=None)


def _steps(edited: Content) -> Iterable[BulkStep]:
    for name, value in edited.items():
        way, _, field = name.partition(":")
        yield BulkStep(field, BulkWay(way), value)
