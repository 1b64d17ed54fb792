"""A project's icon and gallery."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from modstead.domain.project import GalleryImage, Project
from modstead.domain.publishing import Change, Content
from modstead.domain.studio import FileBounds
from modstead.errors import ModsteadError
from modstead.services.publishing import PublishingService
from modstead.ui.images import ImageLoader
from modstead.ui.kit.action_list import ActionList, ActionModel, ActionRow
from modstead.ui.kit.banners import Banner, BannerArea
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label
from modstead.ui.kit.modicons import draw_mod_icon
from modstead.ui.kit.pages import EmptyState, Line, PlanFooter
from modstead.ui.kit.states import LoadedPart
from modstead.ui.studio.details import FormColumn
from modstead.ui.studio.pending import Pending
from modstead.ui.tasks import TaskScope
from modstead.ui.theme import Theme

_ICON = 48
_PICTURE = 180


class ProjectIcon(QWidget):
    """The icon as it is on the platform."""

    def __init__(self, theme: Theme, images: ImageLoader) -> None:
        super().__init__()
        self.theme = theme
        self._images = images
        self._url: str | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        images.ready.connect(self.update)
        theme.changed.connect(self.updateGeometry)

    def show_icon(self, url: str | None) -> None:
        self._url = url
        self.setAccessibleName("The project's icon" if url else "The project has no icon")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(_ICON), self.theme.px(_ICON))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), self.theme.px(_ICON)
        picture = self._images.pixmap(
            self._url, side, radius=self.theme.px(8), ratio=self.devicePixelRatioF()
        )
        draw_mod_icon(painter, self.theme, QRect(0, 0, side, side), picture, _ICON)


class PictureView(QWidget):
    """One picture of the gallery, as large as there is room for."""

    def __init__(self, theme: Theme, images: ImageLoader) -> None:
        super().__init__()
        self.theme = theme
        self._images = images
        self._url = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        images.ready.connect(self.update)
        theme.changed.connect(self.updateGeometry)

    def show_picture(self, picture: GalleryImage) -> None:
        self._url = picture.url
        self.setAccessibleName(f"The picture {picture.title}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(2 * _PICTURE), self.theme.px(_PICTURE))

    def paintEvent(self, event: QPaintEvent) -> None:
        picture = self._images.picture(
            self._url, self.width(), self.height(), self.theme.px(8), ratio=self.devicePixelRatioF()
        )
        if picture is not None:
            QPainter(self).drawPixmap(0, 0, picture)


class PicturesPart(QWidget):
    """`pending` brings what is to be looked at first."""

    pending = Signal(object)

    def __init__(self, theme: Theme, publishing: PublishingService, images: ImageLoader) -> None:
        super().__init__()
        self.theme = theme
        self._publishing = publishing
        self._project: Project | None = None
        self._edited: GalleryImage | Path | None = None
        self.scope = TaskScope(lambda failure: self._complain(failure.error))
        self.banners = BannerArea(theme)
        self.set_icon = Button(theme, "Choose an icon …")
        self.no_icon = Button(theme, "Take it away")
        self.add = Button(theme, "Add a picture …", icon="plus")
        self.icon_said = Label(theme, colour="text_2", shrink=True)
        self.model = ActionModel(self)
        self.list = ActionList(
            theme,
            self.model,
            lambda url, side, ratio: images.thumbnail(url, side, side, theme.px(6), ratio=ratio),
            "Pictures of the gallery",
        )
        self.words = FormColumn(theme)
        self.footer = PlanFooter(theme, "Review")
        images.ready.connect(self._pictures_came)
        self.set_icon.clicked.connect(lambda: self._choose("Choose an icon", self.take_icon))
        self.no_icon.clicked.connect(lambda: self._pend_icon(None))
        self.add.clicked.connect(lambda: self._choose("Add a picture", self.take_picture))
        empty = EmptyState(
            theme, "packs", "No pictures yet", "What people see of the project beside its description."
        )
        self.loaded = LoadedPart(theme, self.list, empty)
        self.icon = ProjectIcon(theme, images)
        self.picture = PictureView(theme, images)
        self._build()
        self.list.acted.connect(self._edit)
        self.list.opened.connect(self._edit)
        self.footer.cancelled.connect(lambda: self._show_words(None))
        self.footer.accepted.connect(self._review)
        theme.changed.connect(self._measure)
        self._measure()

    def show_project(self, project: Project) -> None:
        self._project = project
        self.banners.clear_all()
        self.icon.show_icon(project.icon_url)
        self.icon_said.set_text("" if project.icon_url else "No icon yet")
        self.no_icon.setEnabled(bool(project.icon_url))
        self.model.show([_row(number, one) for number, one in enumerate(project.gallery)])
        self.loaded.show_content(empty=not project.gallery)
        self._show_words(None)

    def take_icon(self, file: Path) -> None:
        self.banners.clear_all()
        work = partial(self._publishing.check_icon, file)
        self.scope.start("icon", work, done=lambda _none: self._pend_icon(file))

    def take_picture(self, file: Path) -> None:
        self.banners.clear_all()
        work = partial(self._publishing.check_picture, file)
        self.scope.start("picture", work, done=lambda _none: self._show_words(file))

    def _pend_icon(self, icon: Path | None) -> None:
        project = self._project
        if project is None:
            return
        old = "The present icon" if project.icon_url else ""
        change = Change("icon", "Icon", old, icon.name if icon else "")
        self.pending.emit(
            Pending(
                f"Icon of {project.title}",
                (("", (change,)),),
                "Send the icon" if icon else "Take it away",
                lambda progress: self._publishing.set_icon(project, icon, progress),
                lambda _none: None,
                octets=_octets(icon),
            )
        )

    def _edit(self, key: str) -> None:
        if self._project and key.isdecimal():
            self._show_words(self._project.gallery[int(key)])

    def _show_words(self, edited: GalleryImage | Path | None) -> None:
        """The words on a picture, or, with None, the list of all."""
        self._edited = edited
        self._top.setVisible(edited is None)
        self.loaded.setVisible(edited is None)
        for part in (self.words, self.footer, self.delete):
            part.setVisible(edited is not None)
        self.delete.setVisible(isinstance(edited, GalleryImage))
        if edited is None:
            self.setFocusProxy(self.loaded)
            return
        content: Content = {"ordering": str(len(self._project.gallery))} if self._project else {}
        self.picture.setVisible(isinstance(edited, GalleryImage))
        if isinstance(edited, GalleryImage):
            self.picture.show_picture(edited)
            content = self._publishing.picture_content(edited)
        self.words.form.show_fields(self._publishing.picture_fields, content)
        title = edited.name if isinstance(edited, Path) else edited.title or "Picture"
        self.footer.set_plan(title, "A new picture" if isinstance(edited, Path) else "", "Review")
        self.setFocusProxy(self.words)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _review(self) -> None:
        project, edited = self._project, self._edited
        if project is None or edited is None:
            return
        form = self.words.form
        wanted = form.content() if isinstance(edited, Path) else form.edited()
        picture = edited if isinstance(edited, GalleryImage) else None
        try:
            changes = self._publishing.picture_changes(picture, wanted)
        except ModsteadError as error:
            self._complain(error)
            return
        if isinstance(edited, Path):
            self._pend_new(project, edited, {change.field: change.new for change in changes}, changes)
        elif changes:
            self.pending.emit(
                Pending(
                    f"Picture of {project.title}",
                    ((edited.title, changes),),
                    "Send",
                    lambda _progress: self._publishing.edit_picture(project, edited, changes),
                    lambda _none: None,
                )
            )
        else:
            self._show_words(None)

    def _pend_new(self, project: Project, file: Path, content: Content, changes: Sequence[Change]) -> None:
        named = Change("image", "Picture", "", file.name)
        self.pending.emit(
            Pending(
                f"New picture of {project.title}",
                (("", (named, *changes)),),
                "Send the picture",
                lambda progress: self._publishing.add_picture(project, file, content, progress),
                lambda _none: None,
                octets=_octets(file),
            )
        )

    def _delete(self) -> None:
        project, picture = self._project, self._edited
        if project is None or not isinstance(picture, GalleryImage):
            return
        change = Change("gallery", "Gallery", picture.title or picture.url, "")
        self.pending.emit(
            Pending(
                f"Delete a picture of {project.title}",
                (("", (change,)),),
                "Delete it",
                lambda _progress: self._publishing.delete_picture(project, picture),
                lambda _none: None,
            )
        )

    def _choose(self, title: str, take: Callable[[Path], object]) -> None:
        bounds: FileBounds = self._publishing.abilities.pictures
        kinds = " ".join(f"*.{ending}" for ending in bounds.extensions)
        dialog = QFileDialog(self, title, "", f"Pictures ({kinds});;All files (*)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: take(Path(name)))
        dialog.open()

    def _pictures_came(self, _urls: object) -> None:
        self.list.viewport().update()

    def _complain(self, error: ModsteadError) -> None:
        banner = Banner(self.theme, "bad", error.title, error.explanation, closable=True)
        self.banners.show_banner("pictures", banner)

    def _build(self) -> None:
        self.delete = Button(self.theme, "Delete the picture …", icon="trash")
        self.delete.clicked.connect(self._delete)
        self.words.column.insertWidget(0, self.picture)
        self.words.column.insertWidget(2, self.delete)
        self._top = QWidget()
        self._row = QHBoxLayout(self._top)
        self._row.addWidget(self.icon)
        self._row.addWidget(self.icon_said)
        for button in (self.set_icon, self.no_icon):
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._row.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.banners, self._top, Line(self.theme)):
            column.addWidget(part)
        column.addWidget(self.loaded, 1)
        column.addWidget(self.words, 1)
        column.addWidget(self.footer)

    def _measure(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(20), px(10), px(16), px(10))
        self._row.setSpacing(px(8))


def _row(number: int, picture: GalleryImage) -> ActionRow:
    return ActionRow(
        key=str(number),
        title=picture.title or "Without a title",
        detail=picture.description or "Without a description",
        chip="Featured" if picture.featured else "",
        tone="accent",
        button="Edit",
        icon_url=picture.url,
    )


def _octets(file: Path | None) -> int:
    """How much there is to be sent; it was looked at before."""
    return file.stat().st_size if file and file.is_file() else 0
