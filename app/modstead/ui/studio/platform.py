"""The studio of one platform: one's own projects, and everything that leads to a change of them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from modstead.domain.project import Project
from modstead.domain.version import Version
from modstead.errors import ModsteadError
from modstead.services.account import Standing
from modstead.services.publishing import PublishingService
from modstead.ui.images import ImageLoader
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.pages import EmptyState
from modstead.ui.kit.states import LoadedPart
from modstead.ui.studio.editor import EditorView
from modstead.ui.studio.listing import ProjectsView
from modstead.ui.studio.making import BulkView, NewProjectView
from modstead.ui.studio.pending import Pending
from modstead.ui.studio.review import ReviewView
from modstead.ui.studio.versions import VersionView
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme


def _now() -> datetime:
    return datetime.now().astimezone()


class PlatformStudio(QWidget):
    """Nothing is sent but from its review. It takes up the kept token when it is shown for the first time."""

    account_wanted = Signal()
    told = Signal(str)

    def __init__(
        self,
        theme: Theme,
        publishing: PublishingService,
        images: ImageLoader,
        *,
        now: Callable[[], datetime] = _now,
    ) -> None:
        super().__init__()
        self.theme = theme
        self._account = account = publishing.account
        self._publishing = publishing
        self._whose = ""
        self._before: QWidget | None = None
        self.scope = TaskScope(self._failed)
        self.list = ProjectsView(theme, publishing, images, now)
        self.editor = EditorView(theme, publishing, images, now)
        self.version = VersionView(theme, publishing)
        self.making = NewProjectView(theme, publishing)
        self.bulk = BulkView(theme, publishing)
        self.review = ReviewView(theme)
        self.stack = QStackedWidget()
        for view in (self.list, self.editor, self.version, self.making, self.bulk, self.review):
            self.stack.addWidget(view)
        self.sign_in = EmptyState(
            theme,
            "user",
            "Nobody is signed in",
            f"Sign in to {publishing.platform} to see your projects and to publish.",
        )
        go = Button(theme, "Sign in …", kind="primary")
        go.clicked.connect(self.account_wanted)
        self.sign_in.add_button(go)
        self.loaded = LoadedPart(theme, self.stack, self.sign_in)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.loaded)
        self._connect()
        self._stop_listening = account.changed.listen(self._stand)
        self._stand(account.standing)

    @property
    def takes_files_for(self) -> str:
        """The project that files which are dropped now are for; empty where none takes them."""
        here, project = self.stack.currentWidget(), self.editor.project
        takes = here is self.editor or (here is self.version and self.version.is_new)
        return project.title if project and takes and self.loaded.currentWidget() is self.stack else ""

    def take_files(self, files: Sequence[Path]) -> None:
        """Publish these: they were dropped on the window."""
        project = self.editor.project
        if self.stack.currentWidget() is self.version:
            self.version.take_files(files)
        elif project is not None:
            self._new_version(project, files)

    def open_project(self, project_id: str) -> None:
        self._go(self.editor)
        self.editor.open_project(project_id)

    async def close_tasks(self) -> None:
        """Stop everything under way and wait until it has stopped."""
        self._stop_listening()
        await self.list.close_tasks()
        await self.editor.close_tasks()
        for scope in (
            self.scope,
            self.version.scope,
            self.making.scope,
            self.bulk.scope,
            self.review.scope,
        ):
            await scope.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        standing = self._account.standing
        if standing.user is None and not standing.refused and (self._account.kept or standing.held):
            self._restore()

    # -- who is signed in

    def _restore(self) -> None:
        if not self.scope.running("restore"):
            self.loaded.show_waiting()
            self.scope.start("restore", self._account.restore, done=self._stand)

    def _stand(self, standing: Standing) -> None:
        whose = standing.user.id if standing.user else ""
        if whose != self._whose:
            self._whose = whose
            self._forget()
        if standing.user is None and self.scope.running("restore"):
            return
        self.loaded.show_content(empty=standing.user is None)

    def _forget(self) -> None:
        """Show nothing of one user to the next."""
        self.list.forget()
        self.editor.forget()
        self.making.forget()
        self.review.scope.cancel_all()
        self._go(self.list)

    # -- where one is

    def _go(self, view: QWidget) -> None:
        self.stack.setCurrentWidget(view)
        self.setFocusProxy(view)
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_list(self) -> None:
        self._go(self.list)

    def _make(self) -> None:
        self._go(self.making)
        self.making.open()

    def _change_several(self, projects: Sequence[Project]) -> None:
        self._go(self.bulk)
        self.bulk.open_projects(projects)

    def _new_version(self, project: Project, files: Sequence[Path] = ()) -> None:
        self._go(self.version)
        self.version.open_new(project, files)

    def _edit_version(self, project: Project, version: Version) -> None:
        self._go(self.version)
        self.version.open_version(project, version)

    def _leave_version(self) -> None:
        self._go(self.editor)

    def _pend(self, pending: Pending) -> None:
        self._before = self.stack.currentWidget()
        self._go(self.review)
        self.review.show_pending(pending)

    def _leave_review(self) -> None:
        self._go(self._before or self.list)

    def _finished(self, title: str) -> None:
        """It was sent: what was shown before is asked for again."""
        before = self._before
        self.list.refresh()
        if before in (self.editor, self.version):
            self._go(self.editor)
            self.editor.reload()
        else:
            self._go(self.list)
        self.told.emit(f"Done: {title}")

    def _made(self, project: Project) -> None:
        self.open_project(project.project_id)

    def _gone(self) -> None:
        self.editor.forget()
        self._go(self.list)

    def _failed(self, failure: Failure) -> None:
        error: ModsteadError = failure.error
        if self._account.standing.user is None and self._account.standing.refused:
            self.loaded.show_content(empty=True)
            return
        self.loaded.show_error(error)

    def _connect(self) -> None:
        self.loaded.retried.connect(self._restore)
        self.list.opened.connect(self.open_project)
        self.list.new_wanted.connect(self._make)
        self.list.several_chosen.connect(self._change_several)
        self.editor.left.connect(self._show_list)
        self.editor.gone.connect(self._gone)
        self.editor.version_wanted.connect(self._new_version)
        self.editor.version_opened.connect(self._edit_version)
        self.version.left.connect(self._leave_version)
        self.making.left.connect(self._show_list)
        self.making.made.connect(self._made)
        self.bulk.left.connect(self._show_list)
        for view in (self.editor, self.version, self.making, self.bulk):
            view.pending.connect(self._pend)
        self.review.left.connect(self._leave_review)
        self.review.account_wanted.connect(self.account_wanted)
        self.review.finished.connect(self._finished)
