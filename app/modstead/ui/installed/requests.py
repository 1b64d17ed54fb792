"""What is asked for on the Mods page, turned into plans and wishes. Nothing is changed from here."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from modstead.domain.changes import plan_enable, plan_remove
from modstead.domain.plan import Plan
from modstead.domain.problems import Problem, Remedy, RemedyKind
from modstead.services.projects import ProjectService
from modstead.ui.content_words import words_for
from modstead.ui.installed.actions import ModActions, fill_menu
from modstead.ui.installed.folder import FolderState
from modstead.ui.installed.folder_menu import FolderEntry
from modstead.ui.installed.rows import ModRow
from modstead.ui.installed.table import ModTable
from modstead.ui.kit.menus import Menu
from modstead.ui.theme import Theme

if TYPE_CHECKING:
    from modstead.ui.installed.policing import Policing


class ModRequests(QObject):
    """Names are those of files in the open folder."""

    plan_ready = Signal(object)
    """A Plan: enable, disable, remove."""
    review_requested = Signal(object, object, object)
    """Library, UpdateCheck, and the tuple of file names to update or None for all."""
    remedies_requested = Signal(object, object)
    """Library, and a tuple of remedies that are to become one plan."""
    fix_requested = Signal(object, object)
    """Library, and a tuple of problems whose best remedies are to become one plan."""
    identify_requested = Signal(str)
    """The file that the user is to name."""
    files_chosen = Signal(object)
    """A tuple of paths to be added."""
    project_requested = Signal(str, str)
    """A project's ID, and the tab to open: "", "versions" or "changelog"."""
    told = Signal(str)
    """A short sentence for the toast."""

    def __init__(
        self,
        theme: Theme,
        state: FolderState,
        projects: ProjectService,
        *,
        table: ModTable,
        page: QWidget,
        policing: "Callable[[], Policing]",
    ) -> None:
        super().__init__(page)
        self._theme = theme
        self._state = state
        self._projects = projects
        self._table = table
        self._page = page
        self._policing = policing
        self._menu = Menu(theme, page)
        self._actions = ModActions(
            update=self.update_mods,
            change_version=lambda row: self.open_project(row, "versions"),
            remedy=self.remedy,
            identify=lambda row: self.identify_requested.emit(row.name),
            toggle=self.toggle,
            open_page=self.open_project,
            copy_link=self.copy_link,
            reveal=self.reveal,
            remove=self.remove,
            policing=policing,
        )

    def update_mods(self, names: Collection[str] | None = None) -> None:
        """Ask for the review of these files' updates, of all without names."""
        library, check = self._state.library, self._state.check
        if library and check:
            self.review_requested.emit(library, check, None if names is None else tuple(names))

    def toggle(self, names: Collection[str], enabled: bool) -> None:
        if self._state.library:
            self._ready(plan_enable(self._state.library, names, enabled=enabled))

    def remove(self, names: Collection[str]) -> None:
        if self._state.library:
            self._ready(plan_remove(self._state.library, names))

    def remedy(self, row: ModRow) -> None:
        """The one that helps this mod most."""
        remedy = row.remedy
        if remedy is None:
            return
        if remedy.kind is RemedyKind.IDENTIFY:
            self.identify_requested.emit(row.name)
        else:
            self.remedies((remedy,))

    def remedies(self, remedies: Collection[Remedy]) -> None:
        """All of these as one plan."""
        if self._state.library and remedies:
            self.remedies_requested.emit(self._state.library, tuple(remedies))

    def fix(self, problems: Collection[Problem]) -> None:
        """Put all of these right as far as can be without asking."""
        if self._state.library and problems:
            self.fix_requested.emit(self._state.library, tuple(problems))

    def open_project(self, row: ModRow, tab: str = "") -> None:
        if row.mod.project:
            self.project_requested.emit(row.mod.project.project_id, tab)

    def copy_link(self, row: ModRow) -> None:
        if row.mod.project:
            QGuiApplication.clipboard().setText(self._projects.url(row.mod.project))
            self.told.emit("Link copied")

    def reveal(self, _names: Collection[str]) -> None:
        if self._state.instance:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._state.instance.folder)))

    def choose_files(self) -> None:
        """Let the user pick files to add."""
        instance = self._state.instance
        if instance is None:
            return
        words = words_for(instance.content)
        kinds = f"{words.title} ({words.files});;All files (*)"
        dialog = QFileDialog(self._page, f"Add {words.many}", "", kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.files_chosen.emit(tuple(map(Path, names))))
        dialog.open()

    def open_menu_at(self, button: QWidget) -> None:
        self.open_menu(button.mapToGlobal(QPoint(0, button.height())))

    def open_menu(self, place: QPoint) -> None:
        """What can be done with the selected mods, there."""
        rows = self._table.selected()
        if rows:
            fill_menu(self._menu, rows, self._actions)
            self._menu.popup(place)

    def open_snooze_menu(self, button: QWidget, row: ModRow) -> None:
        from modstead.ui.installed.policy_menu import fill_snooze

        self._menu.clear()
        fill_snooze(self._menu, (row,), self._policing())
        self._menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def folder_entries(self) -> tuple[FolderEntry, ...]:
        """What the folder's menu has on how it is kept up to date."""
        library = self._state.library
        why_not = "" if library else "The folder has not been read yet."

        def fill(menu: Menu) -> None:
            from modstead.ui.installed.policy_menu import fill_folder

            fill_folder(menu, self._policing())

        return (FolderEntry("How this folder is updated", "update", fill=fill, why_not=why_not),)

    def _ready(self, plan: Plan) -> None:
        if plan.operations:
            self.plan_ready.emit(plan)
