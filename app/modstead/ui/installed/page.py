"""The Mods page: what lies in the folder, what needs someone, and what can be done about it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from modstead.domain.changes import plan_enable, plan_remove
from modstead.domain.instance import InstalledMod, Instance, Library
from modstead.domain.plan import Plan
from modstead.domain.updates import UpdateCheck
from modstead.errors import SettingsError
from modstead.services.library import LibraryService
from modstead.services.projects import ProjectService
from modstead.services.settings import SettingsService
from modstead.services.updates import UpdateService
from modstead.settings import Settings
from modstead.ui.images import ImageLoader
from modstead.ui.installed import notices
from modstead.ui.installed.actions import ModActions, fill_menu
from modstead.ui.installed.bars import FilterBar, StatusBar, TitleBar, shortcut
from modstead.ui.installed.details import Details
from modstead.ui.installed.folder import FolderState
from modstead.ui.installed.icons import ModIcons
from modstead.ui.installed.model import ModsModel, Order, Show
from modstead.ui.installed.panel import ModPanel
from modstead.ui.installed.rows import ModRow, RemedyKind, build_rows
from modstead.ui.installed.states import States
from modstead.ui.installed.strip import ModStrip
from modstead.ui.installed.table import ModTable
from modstead.ui.installed.watching import FolderWatch
from modstead.ui.kit.banners import Banner, BannerArea
from modstead.ui.kit.fields import focus_action
from modstead.ui.kit.menus import Menu
from modstead.ui.tasks import Failure
from modstead.ui.theme import Theme

_PANEL_BESIDE = 948
"""The page's width, in the design's lengths, from which the panel stands beside the table."""


class InstalledPage(QWidget):
    """Shows one folder at a time; what is to be changed goes out as a signal, never to the disk from here."""

    plan_ready = Signal(object)
    """A Plan to carry out at once, with Undo afterwards: enable, disable, remove."""
    review_requested = Signal(object, object, object)
    """Library, UpdateCheck, and the tuple of file names to update or None for all."""
    install_requested = Signal(object)
    """A tuple of project IDs that some mod needs."""
    identify_requested = Signal(object)
    """A tuple of paths."""
    files_chosen = Signal(object)
    """A tuple of paths to be added."""
    project_requested = Signal(str, str)
    """A project's ID, and the tab to open: "", "versions" or "changelog"."""
    browse_requested = Signal()
    library_changed = Signal(object)
    updates_counted = Signal(int)
    told = Signal(str)
    """A short sentence for the toast."""

    def __init__(
        self,
        theme: Theme,
        *,
        library: LibraryService,
        updates: UpdateService,
        projects: ProjectService,
        settings: SettingsService,
        images: ImageLoader,
    ) -> None:
        super().__init__()
        self.theme = theme
        self._projects = projects
        self._library_service = library
        self._settings = settings
        self.state = FolderState(library, updates, projects, settings, self)
        self.model = ModsModel(self)
        self.icons = ModIcons(theme, images, self._jar_icon, self)
        self.title_bar = TitleBar(theme)
        self.table = ModTable(theme, self.model, self.icons)
        self.filters = FilterBar(theme, self.model, self.table.header)
        self.status = StatusBar(theme)
        self.banners = BannerArea(theme)
        self.panel = ModPanel(theme, self.icons)
        self.strip = ModStrip(theme, self.icons)
        self.states = States(theme)
        self.details = Details(self.panel, self.strip, self.table, self.state, updates)
        self._menu = Menu(theme, self)
        self._watch = FolderWatch(library, self)
        self._shown_library: Library | None = None
        self._panel_wanted = settings.value.mods_panel
        self._actions = ModActions(
            update=self.update_mods,
            change_version=lambda row: self._open_project(row, "versions"),
            remedy=self._remedy,
            toggle=self.toggle,
            open_page=self._open_project,
            copy_link=self._copy_link,
            reveal=self._reveal,
            remove=self.remove,
        )
        self._lay_out()
        self._connect()
        self._take_settings(settings.value)
        self._stop_listening = settings.changed.listen(self._take_settings)

    @property
    def library(self) -> Library | None:
        return self.state.library

    @property
    def check(self) -> UpdateCheck | None:
        return self.state.check

    def open(self, instance: Instance) -> None:
        """Show another folder, or the same one with another loader or game version."""
        for key in tuple(self.banners.keys()):
            self.banners.clear(key)
        if self.state.instance is None or self.state.instance.folder != instance.folder:
            self.table.list.clearSelection()
            self.filters.clear()
        self.status.set_folder(instance.folder)
        self._watch.watch(instance.folder)
        self.state.open(instance)

    def refresh(self) -> None:
        """Scan the folder again; rows, selection and scroll position stay where they can."""
        self.state.refresh()

    def check_updates(self) -> None:
        self.banners.clear("check")
        self.state.check_now()

    def update_mods(self, names: Collection[str] | None = None) -> None:
        """Ask for the review of these files' updates, of all without names."""
        if self.library and self.check:
            self.review_requested.emit(self.library, self.check, None if names is None else tuple(names))

    def toggle(self, names: Collection[str], enabled: bool) -> None:
        if self.library:
            self._ready(plan_enable(self.library, names, enabled=enabled))

    def remove(self, names: Collection[str]) -> None:
        """Remove at once, unless other mods need one of them: then ask first, beside the table.

        While such a question is open, whatever else is to be removed is asked for in its place.
        """
        if not self.library:
            return
        plan = plan_remove(self.library, names)
        if not plan.conflicts and self.banners.banner("remove") is None:
            self._ready(plan)
            return
        banner = notices.remove_question(self.theme, plan, self._answer_remove)
        self.banners.show_banner("remove", banner)
        banner.buttons[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_banner(self, key: str, banner: Banner) -> None:
        """For what concerns this folder and happened elsewhere, such as a stopped update."""
        self.banners.show_banner(key, banner)

    def show_only(self, show: Show) -> None:
        self.filters.choose(show)

    def select(self, name: str) -> None:
        """Select a file and show it, whatever is filtered away."""
        if self.model.place_of(name) < 0:
            self.filters.clear()
        self.table.select(name)

    async def close_tasks(self) -> None:
        """End all work of this page; it shows nothing new from now on."""
        self._stop_listening()
        await self.state.scope.close()
        await self.details.scope.close()
        await self._watch.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_panel()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.states)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.banners)
        left.addWidget(self._stack, 1)
        left.addWidget(self.strip)
        left.addWidget(self.status)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(left, 1)
        middle.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # the panel leaves a narrow page
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.title_bar)
        column.addWidget(self.filters)
        column.addLayout(middle, 1)

    def _connect(self) -> None:
        self.title_bar.check_asked.connect(self.check_updates)
        self.title_bar.add_asked.connect(self._choose_files)
        self.title_bar.update_asked.connect(self.update_mods)
        self.filters.filter_changed.connect(self._filter)
        self.filters.order_chosen.connect(self.table.set_order)
        self.model.order_changed.connect(self._remember_order)
        self.filters.panel_toggled.connect(self._toggle_panel)
        self.table.selection_changed.connect(self._selected)
        self.table.toggled.connect(self.toggle)
        self.table.update_asked.connect(self.update_mods)
        self.table.remove_asked.connect(self.remove)
        self.table.remedy_asked.connect(self._remedy)
        self.table.opened.connect(self._open_project)
        self.table.menu_asked.connect(self._open_menu)
        self.panel.update_asked.connect(self.update_mods)
        self.panel.remedy_asked.connect(self._remedy)
        self.panel.toggle_asked.connect(self.toggle)
        self.panel.remove_asked.connect(self.remove)
        self.panel.page_asked.connect(self._open_project)
        self.panel.changelogs_asked.connect(lambda row: self._open_project(row, "changelog"))
        self.panel.reveal_asked.connect(self._reveal)
        self.panel.select_asked.connect(self.select)
        self.panel.menu_asked.connect(self._open_menu_at)
        self.strip.update_asked.connect(self.update_mods)
        self.strip.remedy_asked.connect(self._remedy)
        self.strip.remove_asked.connect(self.remove)
        self.strip.menu_asked.connect(self._open_menu_at)
        self.states.browse_asked.connect(self.browse_requested)
        self.states.add_asked.connect(self._choose_files)
        self.states.clear_asked.connect(self.filters.clear)
        self.states.stop_asked.connect(self._stop_reading)
        self.state.read.connect(self._show_read)
        self.state.changed.connect(self._show)
        self.state.working.connect(self._show_work)
        self.state.failed.connect(self._failed)
        self.state.scanned.connect(lambda: self.banners.clear("scan"))
        self._watch.changed.connect(self.refresh)
        focus_action(self.filters.find_field, "Ctrl+F", self)
        self.banners.moved.connect(self._banners_moved)
        self._keep = shortcut(self, "Esc", "Keep")
        self._keep.triggered.connect(lambda: self._answer_remove(None))
        self._keep.setEnabled(False)
        shortcut(self, "F5", "Scan again").triggered.connect(self.refresh)
        shortcut(self, "Ctrl+I", "Show or hide the details").triggered.connect(self._toggle_panel)

    def _show(self) -> None:
        state, library = self.state, self.state.library
        if library is None:
            self.table.refresh(())
            self._show_state()
            return
        now = datetime.now().astimezone()
        self.table.refresh(build_rows(library, state.check, state.relations, state.titles, now))
        self._show_work()
        self._selected()
        self._show_state()
        self._show_offline(library)
        self.updates_counted.emit(len(state.check.updates) if state.check else 0)
        if library is not self._shown_library:
            self._shown_library = library
            self.library_changed.emit(library)

    def _show_work(self) -> None:
        state = self.state
        self.title_bar.set_check(state.check, state.library, checking=state.checking, scanning=state.scanning)

    def _show_state(self) -> None:
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.table)
            return
        if self.state.library is None:
            self.states.show_reading()
        elif self.model.rows:
            self.states.show_nothing_found(self.filters.find_field.text())
        else:
            self.states.show_empty(self.state.library.instance.name)
        self._stack.setCurrentWidget(self.states)

    def _show_offline(self, library: Library) -> None:
        if not library.offline:
            self.banners.clear("offline")
            return
        if self.banners.banner("offline") is None:
            banner = notices.offline(self.theme, self._try_again)
            self.banners.show_banner("offline", banner)

    def _try_again(self) -> None:
        self.banners.clear("offline")
        self.state.refresh()
        self.state.check_now()

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        if failure.key == "scan" and self.state.library is None:
            self.states.show_failure(error, failure.retry)
            self._stack.setCurrentWidget(self.states)
            return
        banner = notices.failure(self.theme, failure, lambda: self._retry_failure(failure))
        self.banners.show_banner(failure.key, banner)

    def _retry_failure(self, failure: Failure) -> None:
        self.banners.clear(failure.key)
        failure.retry()

    def _stop_reading(self) -> None:
        self.state.stop()
        self.states.show_stopped(self.state.refresh_from_the_start)

    def _show_read(self, done: int, total: int) -> None:
        if self.state.library is None and self.state.scanning:
            self.states.show_reading(done, total)

    def _filter(self, show: Show, sought: str) -> None:
        self.table.set_filter(show, sought)
        self._selected()
        self._show_state()

    def _remember_order(self) -> None:
        if self.model.order != Order.from_settings(self._settings.value):
            self._remember(**self.model.order.options())

    def _remember(self, **options: object) -> None:
        try:
            self._settings.change(**options)
        except SettingsError as error:
            self.told.emit(error.title)

    def _selected(self) -> None:
        rows = self.table.selected()
        self.title_bar.set_selected(tuple(row.name for row in rows if row.update))
        self.status.set_numbers(self.model, len(rows))

    def _ready(self, plan: Plan) -> None:
        if plan.operations:
            self.plan_ready.emit(plan)

    def _answer_remove(self, plan: Plan | None) -> None:
        self.banners.clear("remove")
        self.table.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if plan:
            self._ready(plan)

    def _banners_moved(self) -> None:
        self.table.list.just_moved.start()
        self._keep.setEnabled(self.banners.banner("remove") is not None)

    def _remedy(self, row: ModRow) -> None:
        remedy = row.remedy
        if remedy is None:
            return
        if remedy.kind is RemedyKind.INSTALL:
            self.install_requested.emit(remedy.subjects)
        elif remedy.kind is RemedyKind.ENABLE:
            self.toggle(remedy.subjects, enabled=True)
        elif remedy.kind is RemedyKind.REMOVE:
            self._remove_needless(remedy.subjects)
        else:
            self.identify_requested.emit(self._paths(remedy.subjects))

    def _remove_needless(self, names: Collection[str]) -> None:
        """Nothing is left wanting: another file of the same mod stays."""
        if self.library:
            self._ready(replace(plan_remove(self.library, names), notes=()))

    def _paths(self, names: Collection[str]) -> tuple[Path, ...]:
        folder = self.state.instance.folder if self.state.instance else Path()
        return tuple(folder / name for name in names)

    def _open_project(self, row: ModRow, tab: str = "") -> None:
        if row.mod.project:
            self.project_requested.emit(row.mod.project.project_id, tab)

    def _copy_link(self, row: ModRow) -> None:
        if row.mod.project:
            QGuiApplication.clipboard().setText(self._projects.url(row.mod.project))
            self.told.emit("Link copied")

    def _reveal(self, _names: Collection[str]) -> None:
        if self.state.instance:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.state.instance.folder)))

    def _choose_files(self) -> None:
        dialog = QFileDialog(self, "Add mods", "", "Mods (*.jar);;All files (*)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.files_chosen.emit(tuple(map(Path, names))))
        dialog.open()

    def _open_menu_at(self, button: QWidget) -> None:
        self._open_menu(button.mapToGlobal(QPoint(0, button.height())))

    def _open_menu(self, place: QPoint) -> None:
        rows = self.table.selected()
        if rows:
            fill_menu(self._menu, rows, self._actions)
            self._menu.popup(place)

    def _toggle_panel(self) -> None:
        self._panel_wanted = not self._panel_wanted
        self._fit_panel()
        self._remember(mods_panel=self._panel_wanted)

    def _fit_panel(self) -> None:
        beside = self.width() >= self.theme.px(_PANEL_BESIDE)
        self.panel.set_room(self.width())
        self.panel.setVisible(self._panel_wanted and beside)
        self.strip.setVisible(self._panel_wanted and not beside)

    def _take_settings(self, settings: Settings) -> None:
        self.table.set_row_height(settings.row_height)
        self.table.set_order(Order.from_settings(settings))

    async def _jar_icon(self, mod: InstalledMod) -> bytes | None:
        if self.state.instance is None:
            return None
        return await self._library_service.icon(self.state.instance, mod)
