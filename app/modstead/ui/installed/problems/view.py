"""The problems of a folder in the table's place: what they come to, one button for all, and the list."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from modstead.domain.instance import Library
from modstead.domain.problems import Problem, Remedy, RemedyKind
from modstead.ui import text
from modstead.ui.installed.findings import Findings, fixable
from modstead.ui.installed.icons import ModIcons
from modstead.ui.installed.problem_looks import REMEDY_ICONS
from modstead.ui.installed.problems.model import ProblemRow, ProblemsModel
from modstead.ui.installed.problems.rows import ProblemList
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label
from modstead.ui.kit.menus import Menu
from modstead.ui.theme import Theme


class ProblemsView(QWidget):
    """`remedies_asked` brings what is to become one plan; `selected` the file whose problem is the current one."""

    remedies_asked = Signal(object)
    fix_asked = Signal(object)
    """The alarms that are to be put right together."""
    identify_asked = Signal(str)
    selected = Signal(str)
    shown_in_table = Signal(str)

    def __init__(self, theme: Theme, icons: ModIcons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.model = ProblemsModel(self)
        self.list = ProblemList(theme, self.model, icons)
        self.total = Label(theme, weight=600)
        self.detail = Label(theme, role="caption", colour="text_2", elide=True)
        self.fix_all = Button(theme, "Fix all that can be fixed", icon="check-circle", kind="soft")
        self._menu = Menu(theme, self)
        self._alarms: tuple[Problem, ...] = ()
        self._lay_out()
        self.fix_all.clicked.connect(lambda: self.fix_asked.emit(self._alarms))
        self.list.remedy_asked.connect(self._ask)
        self.list.menu_asked.connect(self._open_menu)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        self.setFocusProxy(self.list)

    def show_problems(self, library: Library, findings: Findings, sought: str, *, looking: bool) -> None:
        """What was found, narrowed to what is sought; `looking` while more may be found."""
        current = self.model.row(self.list.currentIndex())
        mods = {mod.file.name: mod for mod in library.mods}
        self.model.show(findings.problems, mods, sought.casefold().split())
        alarms = self._alarms = findings.alarms
        fixes = fixable(alarms)
        files = len({problem.file for problem in alarms})
        if alarms:
            self.total.set_text(f"{text.plural(len(alarms), 'problem')} in {text.plural(files, 'file')}")
        else:
            self.total.set_text("Looking for problems …" if looking else "Nothing needs attention")
        self.detail.set_text(_fix_words(len(fixes), len(alarms)) if alarms or not looking else "")
        self.fix_all.setEnabled(bool(fixes))
        self.fix_all.setVisible(bool(alarms))
        if isinstance(current, ProblemRow):
            place = self.model.place_of(current.problem.file)
            if place >= 0 and not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self.model.index(place))

    def _lay_out(self) -> None:
        px = self.theme.px
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(10), px(16), px(2))
        head.setSpacing(px(10))
        head.addWidget(self.total)
        head.addWidget(self.detail, 1)
        head.addWidget(self.fix_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)

    def _ask(self, row: ProblemRow) -> None:
        self._carry_out(row.problem.remedies[0])

    def _carry_out(self, remedy: Remedy) -> None:
        if remedy.kind is RemedyKind.IDENTIFY:
            self.identify_asked.emit(remedy.file)
        else:
            self.remedies_asked.emit((remedy,))

    def _selected(self) -> None:
        """Not by the current row: the list makes its first one current whenever it gets the keyboard."""
        for index in self.list.selectionModel().selectedIndexes():
            row = self.model.row(index)
            if isinstance(row, ProblemRow):
                self.selected.emit(row.problem.file)

    def _open_menu(self, row: ProblemRow, place: QPoint) -> None:
        self._menu.clear()
        self._fill(row.problem.remedies)
        if row.mod:
            name = row.problem.file
            self._menu.addSeparator()
            self._menu.add("Show in the list", lambda: self.shown_in_table.emit(name), icon="mods")
        self._menu.popup(place)

    def _fill(self, remedies: Sequence[Remedy]) -> None:
        for remedy in remedies:
            self._menu.add(
                remedy.text,
                partial(self._carry_out, remedy),
                icon=REMEDY_ICONS[remedy.kind],
            )


def _fix_words(fixes: int, alarms: int) -> str:
    if not alarms:
        return "What is listed here works all the same."
    if not fixes:
        return "None of them has a remedy that needs no choice of yours."
    seen = "it" if fixes == 1 else "them"
    return f"{text.plural(fixes, 'change')} would help; you see {seen} before anything happens."
