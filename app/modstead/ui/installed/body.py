"""What stands in the middle of the Mods page: the table, or what takes its place.

Everything but the table is made when it is first needed and dropped when it is left, so that it costs nothing then.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from modstead.domain.instance import ContentKind, InstalledMod
from modstead.ui.content_words import can_need_each_other
from modstead.ui.installed.folder import FolderState
from modstead.ui.installed.model import Show
from modstead.ui.installed.requests import ModRequests
from modstead.ui.installed.states import States
from modstead.ui.installed.table import ModTable
from modstead.ui.tasks import TaskScope
from modstead.ui.theme import Theme

if TYPE_CHECKING:
    from modstead.ui.installed.chooser import Chooser
    from modstead.ui.installed.graph import GraphPage
    from modstead.ui.installed.problems import ProblemsView


class Body(QStackedWidget):
    """`graph_wanted` is the user's choice; `show_now` brings what the folder and the filters ask for."""

    table_wanted = Signal(str)
    """The file to be shown in the table, whatever is filtered away."""

    def __init__(
        self,
        theme: Theme,
        table: ModTable,
        states: States,
        state: FolderState,
        *,
        requests: ModRequests,
        scope: TaskScope,
        make_chooser: Callable[[], "Chooser"],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._table = table
        self._states = states
        self._state = state
        self._requests = requests
        self._scope = scope
        self._make_chooser = make_chooser
        self._asked = ""
        self._chooser: Chooser | None = None
        self._graph: GraphPage | None = None
        self._problems: ProblemsView | None = None
        self.graph_wanted = False
        self.addWidget(table)
        self.addWidget(states)

    @property
    def graph(self) -> "GraphPage | None":
        return self._graph

    @property
    def problems(self) -> "ProblemsView | None":
        return self._problems

    @property
    def chooser(self) -> "Chooser | None":
        return self._chooser

    def ask_about(self, name: str) -> None:
        """Ask what this file is; nothing more is asked without a name."""
        self._asked = name
        if name:
            self._table.list.clearSelection()
            self._table.select(name)
        self.show_now()
        if self._chooser is not None:
            self._chooser.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_now(self) -> None:
        """Show what the state of things asks for."""
        wanted = self._wanted()
        focused = QApplication.focusWidget()
        inside = focused is not None and self.isAncestorOf(focused)
        self.setCurrentWidget(wanted)
        if inside and wanted is not self._states:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._chooser is not None and wanted is not self._chooser:
            self._chooser.scope.cancel_all()
            self._drop(self._chooser)
            self._chooser = None
        if self._graph is not None and wanted is not self._graph:
            self._drop(self._graph)
            self._graph = None
        if self._problems is not None and wanted is not self._problems:
            self._drop(self._problems)
            self._problems = None

    def show_work(self) -> None:
        """Say whether problems are still being looked for."""
        state = self._state
        if self._problems is not None and state.library:
            sought = self._table.model.sought
            self._problems.show_problems(state.library, state.findings, sought, looking=state.looking)

    def _wanted(self) -> QWidget:
        model, library = self._table.model, self._state.library
        if self._state.gone and self._state.instance:
            self._states.show_gone(self._state.instance)
            return self._states
        if library is None:
            self._states.show_reading()
            return self._states
        if not model.rows:
            self._states.show_empty(library.instance)
            return self._states
        asked = next((mod for mod in library.mods if mod.file.name == self._asked), None)
        if asked is not None:
            return self._shown_chooser(asked, library.instance.content)
        if self.graph_wanted and can_need_each_other(library.instance.content):
            return self._shown_graph()
        if model.show is Show.PROBLEMS:
            return self._shown_problems()
        if not model.rowCount():
            self._states.show_nothing_found(self._table.model.sought)
            return self._states
        return self._table

    def _shown_chooser(self, mod: InstalledMod, content: ContentKind) -> QWidget:
        if self._chooser is None:
            self._chooser = self._make_chooser()
            self.addWidget(self._chooser)
            self._chooser.closed.connect(lambda: self.ask_about(""))
            self._chooser.decided.connect(lambda: self.ask_about(""))
            self._chooser.ask(mod, content)
        return self._chooser

    def _shown_graph(self) -> QWidget:
        if self._graph is None:
            from modstead.ui.installed.graph import GraphPage

            selection = self._table.list.selectionModel()
            self._graph = GraphPage(self._theme, self._table.model, selection, self._table.icons, self._scope)
            self.addWidget(self._graph)
            self._graph.view.opened.connect(self._requests.open_project)
            self._graph.view.menu_asked.connect(self._requests.open_menu)
        self._graph.show_rows(self._table.model.rows, self._state.findings.graph)
        return self._graph

    def _shown_problems(self) -> QWidget:
        if self._problems is None:
            from modstead.ui.installed.problems import ProblemsView

            self._problems = ProblemsView(self._theme, self._table.icons)
            self.addWidget(self._problems)
            self._problems.selected.connect(self._table.select)
            self._problems.shown_in_table.connect(self.table_wanted)
            self._problems.remedies_asked.connect(self._requests.remedies)
            self._problems.fix_asked.connect(self._requests.fix)
            self._problems.identify_asked.connect(self._requests.identify_requested)
        self.show_work()
        return self._problems

    def _drop(self, widget: QWidget) -> None:
        self.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
