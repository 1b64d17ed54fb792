"""The Mods page: what lies in the folder, what needs someone, and what can be done about it."""

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from modstead.domain.compatibility import lacking
from modstead.domain.instance import InstalledMod, Instance, Library
from modstead.domain.updates import UpdateCheck
from modstead.errors import SettingsError
from modstead.services.health import HealthService
from modstead.services.library import LibraryService
from modstead.services.locks import LockService
from modstead.services.policies import PolicyService
from modstead.services.projects import ProjectService
from modstead.services.search import SearchService
from modstead.services.settings import SettingsService
from modstead.services.updates import UpdateService
from modstead.settings import Settings
from modstead.ui.content_words import can_need_each_other, words_for
from modstead.ui.images import ImageLoader
from modstead.ui.installed.bars import FilterBar, StatusBar, TitleBar, shortcut
from modstead.ui.installed.body import Body
from modstead.ui.installed.columns import columns_from, columns_of, names_of
from modstead.ui.installed.details import Details
from modstead.ui.installed.folder import FolderState
from modstead.ui.installed.folder_menu import FolderMenu, Place
from modstead.ui.installed.icons import ModIcons
from modstead.ui.installed.lock_watch import LockWatch
from modstead.ui.installed.model import ModsModel, Order, Show
from modstead.ui.installed.notices import Notices
from modstead.ui.installed.panel import ModPanel
from modstead.ui.installed.policy_words import words_of
from modstead.ui.installed.requests import ModRequests
from modstead.ui.installed.rows import build_rows
from modstead.ui.installed.sections import SectionBar
from modstead.ui.installed.states import States
from modstead.ui.installed.strip import ModStrip
from modstead.ui.installed.table import ModTable
from modstead.ui.installed.watching import FolderWatch
from modstead.ui.kit.banners import Banner, BannerArea
from modstead.ui.kit.fields import focus_action
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme

if TYPE_CHECKING:
    from modstead.ui.installed.chooser import Chooser
    from modstead.ui.installed.policing import Policing

_PANEL_BESIDE = 948
"""The page's width, in the design's lengths, from which the panel stands beside the table."""


class InstalledPage(QWidget):
    """Shows one folder at a time. What is to be changed is asked for through `requests`, never done from here."""

    browse_requested = Signal()
    folder_requested = Signal()
    """Another folder is to be chosen, as the one shown is gone."""
    loader_asked = Signal()
    """Nothing can be checked before loader and game version are told."""
    section_requested = Signal(object)
    """The Instance of another section of the same game."""
    library_changed = Signal(object)
    updates_counted = Signal(int)
    folder_gone = Signal()
    """The folder that was shown is not there any more; once it is back, its library is told anew."""
    told = Signal(str)
    """A short sentence for the toast."""
    told_with_undo = Signal(str, object)
    """The same, and the function that takes it back."""

    def __init__(
        self,
        theme: Theme,
        *,
        library: LibraryService,
        updates: UpdateService,
        projects: ProjectService,
        settings: SettingsService,
        images: ImageLoader,
        health: HealthService,
        search: SearchService,
        policies: PolicyService,
        locks: LockService,
    ) -> None:
        super().__init__()
        self.theme = theme
        self._library_service = library
        self._settings = settings
        self._search, self._projects, self._images = search, projects, images
        self._choosing = TaskScope(self._choice_failed)
        self._policies = policies
        self.state = FolderState(
            library, updates, settings=settings, health=health, policies=policies, parent=self
        )
        self.model = ModsModel(self)
        self.icons = ModIcons(theme, images, self._jar_icon, self)
        self.folder_menu = FolderMenu(theme, self)
        self.title_bar = TitleBar(theme, self.folder_menu)
        self.sections = SectionBar(theme)
        self.table = ModTable(theme, self.model, self.icons)
        self.filters = FilterBar(theme, self.model, self.table.header)
        self.status = StatusBar(theme)
        self.banners = BannerArea(theme)
        self._notices = Notices(theme, self.banners, self.state)
        self.panel = ModPanel(theme, self.icons)
        self.strip = ModStrip(theme, self.icons)
        self.states = States(theme)
        self.lock = LockWatch(locks, self.state, self)
        self.details = Details(
            self.panel, self.strip, self.table, self.state, updates=updates, lock=self.lock
        )
        self.requests = ModRequests(
            theme,
            self.state,
            projects,
            table=self.table,
            page=self,
            policing=lambda: self.policing,
        )
        self.body = Body(
            theme,
            self.table,
            self.states,
            self.state,
            requests=self.requests,
            scope=self.details.scope,
            make_chooser=self._make_chooser,
        )
        self._watch = FolderWatch(library, self)
        self._shown_library: Library | None = None
        self._told_gone = False
        self._panel_wanted = settings.value.mods_panel
        self._lay_out()
        self._connect()
        self._connect_requests()
        self.folder_menu.offer(Place.UPDATING, self.requests.folder_entries)
        self._take_settings(settings.value)
        self._stop_listening = settings.changed.listen(self._take_settings)

    @cached_property
    def policing(self) -> "Policing":
        """What is said of how the folder is kept up to date; made when something is said first."""
        from modstead.ui.installed.policing import Policing

        policing = Policing(self._policies, self.state, self)
        policing.told.connect(self.told_with_undo)
        policing.refused.connect(self.told)
        return policing

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
        words = words_for(instance.content)
        self.title_bar.set_content(words)
        self.filters.set_content(words, with_graph=can_need_each_other(instance.content))
        self.table.header.set_possible(columns_of(instance.content))
        self.table.list.setAccessibleName(words.title)
        self.status.set_folder(instance.folder)
        self._watch.watch(instance.folder)
        self.state.open(instance)

    def found_online(self) -> None:
        """The platform can be reached again."""
        self._notices.found_online()

    def refresh(self) -> None:
        """Scan the folder again; rows, selection and scroll position stay where they can."""
        self.state.refresh()

    def check_updates(self) -> None:
        self.banners.clear("check")
        if self.state.library and lacking(self.state.library.instance):
            self.loader_asked.emit()
            return
        self.state.rule_in()
        if self.state.library is None or not self.state.library.mods:
            self.state.refresh()
        self.state.check_now()

    def show_banner(self, key: str, banner: Banner) -> None:
        """For what concerns this folder and happened elsewhere, such as a stopped update."""
        self.banners.show_banner(key, banner)

    def show_only(self, show: Show) -> None:
        self.filters.choose(show)

    def show_graph(self, *, shown: bool = True) -> None:
        """The picture of who needs whom in the table's place."""
        self.filters.graph_button.setChecked(shown)
        self.body.graph_wanted = shown
        self.body.show_now()

    def select(self, name: str) -> None:
        """Select a file and show it, whatever is filtered away."""
        if self.model.place_of(name) < 0:
            self.filters.clear()
        self.table.select(name)

    async def close_tasks(self) -> None:
        """End all work of this page; it shows nothing new from now on."""
        self._stop_listening()
        await self._choosing.close()
        if "policing" in self.__dict__:
            await self.policing.scope.close()
        await self.lock.scope.close()
        await self.state.close()
        await self.details.scope.close()
        await self._watch.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_panel()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.banners)
        left.addWidget(self.body, 1)
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
        for bar in (self.title_bar, self.sections, self.filters):
            column.addWidget(bar)
        column.addLayout(middle, 1)

    def _connect(self) -> None:
        self.title_bar.check_asked.connect(self.check_updates)
        self.sections.chosen.connect(self.section_requested)
        self.filters.filter_changed.connect(self._filter)
        self.filters.order_chosen.connect(self.table.set_order)
        self.filters.panel_toggled.connect(self._toggle_panel)
        self.filters.graph_toggled.connect(lambda shown: self.show_graph(shown=shown))
        self.model.order_changed.connect(self._remember_order)
        self.table.header.columns_chosen.connect(self._remember_columns)
        self.table.selection_changed.connect(self._selected)
        self.panel.select_asked.connect(self.select)
        self.body.table_wanted.connect(self._show_in_table)
        self.states.browse_asked.connect(self.browse_requested)
        self.states.look_asked.connect(self.refresh)
        self.states.folder_asked.connect(self.folder_requested)
        self.states.clear_asked.connect(self.filters.clear)
        self.states.stop_asked.connect(self._stop_reading)
        self.state.read.connect(self._show_read)
        self.state.changed.connect(self._show)
        self.state.working.connect(self._show_work)
        self.state.working.connect(self.body.show_work)
        self.state.failed.connect(self._failed)
        self.state.scanned.connect(lambda: self.banners.clear("scan"))
        self._watch.changed.connect(self.refresh)
        focus_action(self.filters.find_field, "Ctrl+F", self)
        self.banners.moved.connect(self._banners_moved)
        shortcut(self, "F5", "Scan again").triggered.connect(self.refresh)
        shortcut(self, "Ctrl+I", "Show or hide the details").triggered.connect(self._toggle_panel)
        shortcut(self, "Ctrl+G", "Graph or list").triggered.connect(self.filters.graph_button.click)

    def _connect_requests(self) -> None:
        asked = self.requests
        asked.told.connect(self.told)
        asked.identify_requested.connect(self.body.ask_about)
        self.title_bar.add_asked.connect(asked.choose_files)
        self.states.add_asked.connect(asked.choose_files)
        for source in (self.title_bar, self.table, self.panel, self.strip):
            source.update_asked.connect(asked.update_mods)
        for source in (self.table, self.panel, self.strip):
            source.remedy_asked.connect(asked.remedy)
            source.remove_asked.connect(asked.remove)
        self.table.toggled.connect(asked.toggle)
        for pinning in (self.table, self.panel):
            pinning.pin_asked.connect(lambda names, pinned: self.policing.pin(names, pinned=pinned))
        self.panel.word_asked.connect(lambda act: act(self.policing))
        self.panel.snooze_asked.connect(asked.open_snooze_menu)
        self.table.opened.connect(asked.open_project)
        self.table.menu_asked.connect(asked.open_menu)
        self.panel.toggle_asked.connect(asked.toggle)
        self.panel.page_asked.connect(asked.open_project)
        self.panel.changelogs_asked.connect(lambda row: asked.open_project(row, "changelog"))
        self.panel.reveal_asked.connect(asked.reveal)
        self.panel.menu_asked.connect(asked.open_menu_at)
        self.panel.identify_asked.connect(asked.identify_requested)
        self.panel.problems_asked.connect(lambda: self.show_only(Show.PROBLEMS))
        self.strip.menu_asked.connect(asked.open_menu_at)

    def _show(self) -> None:
        state, library = self.state, self.state.library
        self._show_gone()
        if library is None:
            self.table.refresh(())
            self.body.show_now()
            return
        now = datetime.now().astimezone()
        word_on = words_of(state.said, state.circumstances)
        self.table.refresh(build_rows(library, state.check, state.findings, now, word_on))
        self._show_work()
        self._selected()
        self.body.show_now()
        self._notices.show_offline(offline=bool(library.offline))
        self.updates_counted.emit(len(state.check.updates) if state.check else 0)
        if library is not self._shown_library:
            self._shown_library = library
            self.sections.set_count(library.instance.folder, len(library.mods))
            self.library_changed.emit(library)

    def _show_gone(self) -> None:
        """Nothing is told of what lies in a folder that is not there."""
        gone = self.state.gone
        if gone == self._told_gone:
            return
        self._told_gone = gone
        for part in (self.filters, self.status):
            part.setVisible(not gone)
        self.title_bar.add_button.setEnabled(not gone)
        self._fit_panel()
        self._show_work()
        if gone:
            self._shown_library = None
            if self.state.instance:
                self.sections.set_count(self.state.instance.folder, None)
            self.updates_counted.emit(0)
            self.folder_gone.emit()

    def _show_work(self) -> None:
        state = self.state
        self.title_bar.set_check(
            state.check,
            state.library,
            checking=state.checking,
            scanning=state.scanning,
            gone=state.gone,
        )

    def _failed(self, failure: Failure) -> None:
        if failure.key == "scan" and self.state.library is None:
            self.states.show_failure(failure.error, failure.retry)
            self.body.setCurrentWidget(self.states)
            return
        self._notices.show_failure(failure)

    def _stop_reading(self) -> None:
        self.state.stop()
        self.states.show_stopped(self.state.refresh_from_the_start)

    def _show_read(self, done: int, total: int) -> None:
        if self.state.library is None and self.state.scanning:
            self.states.show_reading(done, total)

    def _filter(self, show: Show, sought: str) -> None:
        self.table.set_filter(show, sought)
        self._selected()
        self.body.show_now()

    def _show_in_table(self, name: str) -> None:
        self.filters.clear()
        self.table.select(name)

    def _remember_order(self) -> None:
        if self.model.order != Order.from_settings(self._settings.value):
            self._remember(**self.model.order.options())

    def _remember_columns(self) -> None:
        self._remember(mods_columns=names_of(self.table.header.wanted))

    def _remember(self, **options: object) -> None:
        try:
            self._settings.change(**options)
        except SettingsError as error:
            self.told.emit(error.title)

    def _selected(self) -> None:
        rows = self.table.selected()
        self.title_bar.set_selected(tuple(row.name for row in rows if row.update))
        self.status.set_numbers(self.model, len(rows))

    def _banners_moved(self) -> None:
        self.table.list.rows_moved()
        if self.body.problems:
            self.body.problems.list.rows_moved()

    def _toggle_panel(self) -> None:
        self._panel_wanted = not self._panel_wanted
        self._fit_panel()
        self._remember(mods_panel=self._panel_wanted)

    def _fit_panel(self) -> None:
        beside = self.width() >= self.theme.px(_PANEL_BESIDE)
        self.panel.set_room(self.width())
        wanted = self._panel_wanted and not self.state.gone
        self.panel.setVisible(wanted and beside)
        self.strip.setVisible(wanted and not beside)

    def _take_settings(self, settings: Settings) -> None:
        self.table.set_row_height(settings.row_height)
        self.table.set_order(Order.from_settings(settings))
        self.table.header.set_wanted(columns_from(settings.mods_columns))

    def _make_chooser(self) -> "Chooser":
        from modstead.ui.installed.chooser import Chooser

        chooser = Chooser(
            self.theme,
            self._library_service,
            self._search,
            self._projects,
            images=self._images,
            scope=self._choosing,
        )
        chooser.decided.connect(self.refresh)
        return chooser

    def _choice_failed(self, failure: Failure) -> None:
        if self.body.chooser is not None:
            self.body.chooser.show_failure(failure)

    async def _jar_icon(self, mod: InstalledMod) -> bytes | None:
        if self.state.instance is None:
            return None
        return await self._library_service.icon(self.state.instance, mod)
