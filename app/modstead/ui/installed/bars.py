"""The bars above and below the table: title and actions, pills and search, status."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from modstead.domain.instance import ContentKind, Library
from modstead.domain.updates import UpdateCheck
from modstead.domain.version import Channel
from modstead.ui import text
from modstead.ui.content_words import ContentWords, words_for
from modstead.ui.installed.columns import COLUMNS, Column
from modstead.ui.installed.folder_menu import FolderMenu
from modstead.ui.installed.header import ModsHeader
from modstead.ui.installed.model import ModsModel, Order, Show
from modstead.ui.installed.summary import none_known
from modstead.ui.kit.buttons import Button, SplitButton
from modstead.ui.kit.choices import Choice, PillBar
from modstead.ui.kit.fields import SearchField
from modstead.ui.kit.labels import Label
from modstead.ui.kit.menus import Menu
from modstead.ui.kit.pages import IconMark, PageHeader
from modstead.ui.theme import Theme

_PILLS = {
    Show.ALL: "All",
    Show.UPDATES: "Updates",
    Show.PROBLEMS: "Problems",
    Show.DISABLED: "Disabled",
    Show.UNKNOWN: "Unknown",
}
_SORTED_BY = (Column.NAME, Column.VERSION, Column.UPDATE, Column.MODIFIED, Column.PROVIDER, Column.SIZE)
UP_TO_DATE = "Up to date"
_NO_UPDATE = "Update"
_FIND, _FIND_AT_LEAST, _FIND_IN_USE = 200, 32, 120
_PATH, _PATH_AT_LEAST = 420, 48


class TitleBar(PageHeader):
    """Title, freshness, Check, Add, what else can be done with the folder, and the one primary: update all."""

    check_asked = Signal()
    add_asked = Signal()
    update_asked = Signal(object)
    """The files' names, or None for all."""

    def __init__(self, theme: Theme, folder_menu: FolderMenu) -> None:
        super().__init__(theme, "Mods")
        self._check: UpdateCheck | None = None
        self._words = words_for(ContentKind.MOD)
        self._selected: tuple[str, ...] = ()
        self.check_button = Button(theme, "Check", icon="refresh", kind="quiet")
        self.check_button.setToolTip("Check for updates")
        self.add_button = Button(theme, "Add", icon="plus")
        self.add_button.setToolTip("Add files from this computer")
        self.more_button = Button(theme, icon="more", kind="quiet", name="More for this folder")
        self._menu = Menu(theme)
        self._only_selected = self._menu.add("Only selected", self._update_selected)
        self._only_releases = self._menu.add("Only releases", self._update_releases)
        self._updating = False
        self.update_button = SplitButton(theme, _NO_UPDATE, self._menu, menu_name="Update some")
        self.update_button.main.reserve((UP_TO_DATE, "Update 25 mods"))
        for button in (self.check_button, self.add_button, self.more_button, self.update_button):
            self.add_action(button)
        self.check_button.clicked.connect(self.check_asked)
        self.add_button.clicked.connect(self.add_asked)
        self.more_button.clicked.connect(lambda: folder_menu.open(self.more_button))
        self.update_button.clicked.connect(lambda: self.update_asked.emit(None))
        self.set_check(None, None, checking=False, scanning=False)

    def set_content(self, words: ContentWords) -> None:
        """What the folder holds."""
        self._words = words
        self.set_title(words.title, self.caption.text())

    def set_check(
        self,
        check: UpdateCheck | None,
        library: Library | None,
        *,
        checking: bool,
        scanning: bool,
        gone: bool = False,
    ) -> None:
        """Say what is known of updates; nothing is called up to date that could not be checked."""
        self._check = check
        number = len(check.updates) if check else 0
        if checking:
            caption = "Checking …"
        elif scanning:
            caption = "Reading …"
        elif gone:
            caption = "The folder is gone"
        elif check is None:
            caption = "Not checked yet"
        elif number:
            caption = f"Checked {text.clock(check.at)}"
        elif library and (unknown := none_known(library)):
            caption = unknown
        else:
            caption = f"{UP_TO_DATE}, checked {text.clock(check.at)}"
        self.caption.set_text(caption)
        self.caption.setToolTip(text.exact(check.at) if check else "")
        self.check_button.setEnabled(not checking)
        sound = check is not None and not (library and none_known(library))
        at_rest = UP_TO_DATE if sound else _NO_UPDATE
        self.update_button.set_text(f"Update {self._words.counted(number)}" if number else at_rest)
        self.update_button.setEnabled(bool(number) and not self._updating)
        self._renew_menu()

    def set_updating(self, *, updating: bool) -> None:
        """Whether the updates are under way already: they are not offered meanwhile."""
        self._updating = updating
        self.update_button.setEnabled(bool(self._check and self._check.updates) and not updating)

    def set_selected(self, names: tuple[str, ...]) -> None:
        """Which selected files have an update."""
        self._selected = names
        self._renew_menu()

    def _releases(self) -> tuple[str, ...]:
        updates = self._check.updates if self._check else ()
        return tuple(item.mod.file.name for item in updates if item.version.channel is Channel.RELEASE)

    def _renew_menu(self) -> None:
        selected, releases = len(self._selected), len(self._releases())
        self._only_selected.setText(f"Only selected ({selected})" if selected else "Only selected")
        self._only_selected.setEnabled(bool(selected))
        self._only_releases.setText(f"Only releases ({releases})" if releases else "Only releases")
        self._only_releases.setEnabled(bool(releases))

    def _update_selected(self) -> None:
        self.update_asked.emit(self._selected)

    def _update_releases(self) -> None:
        self.update_asked.emit(self._releases())


class FilterBar(QWidget):
    """Pills with counts, the find field, and what the table looks like."""

    filter_changed = Signal(object, str)
    order_chosen = Signal(object)
    panel_toggled = Signal()
    graph_toggled = Signal(bool)

    def __init__(self, theme: Theme, model: ModsModel, header: ModsHeader) -> None:
        super().__init__()
        self.theme = theme
        self._model = model
        self._header = header
        self._with_graph = True
        self.pills = PillBar(theme, [Choice(show, label, 0) for show, label in _PILLS.items()], name="Show")
        self.find_field = SearchField(theme, "Find in mods", keys="Ctrl F")
        self.sort_button = Button(theme, icon="sort", kind="quiet", name="Sort")
        self.columns_button = Button(theme, icon="columns", kind="quiet", name="Columns")
        self.graph_button = Button(theme, icon="graph", kind="quiet", name="Graph or list (Ctrl+G)")
        self.graph_button.setCheckable(True)
        self.panel_button = Button(
            theme, icon="panel", kind="quiet", name="Show or hide the details (Ctrl+I)"
        )
        self._sort_menu = Menu(theme, self)
        self._columns_menu = Menu(theme, self)
        self._buttons = (self.graph_button, self.sort_button, self.columns_button, self.panel_button)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.pills)
        self._row.addStretch(1)
        for part in (self.find_field, *self._buttons):
            self._row.addWidget(part)
        self.find_field.installEventFilter(self)
        self.pills.chosen.connect(self._changed)
        self.find_field.textChanged.connect(self._changed)
        self.sort_button.clicked.connect(self._open_sort)
        self.columns_button.clicked.connect(self._open_columns)
        self.panel_button.clicked.connect(self.panel_toggled)
        self.graph_button.toggled.connect(self._graph_toggled)
        model.counts_changed.connect(self._count)
        theme.changed.connect(self._renew)
        self._renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRect(0, self.height() - 1, self.width(), 1), self.theme.palette.line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.theme.px(40))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._fit()
        return super().eventFilter(watched, event)

    def set_content(self, words: ContentWords, *, with_graph: bool) -> None:
        """What the folder holds, and whether its files can need each other."""
        self.find_field.setPlaceholderText(f"Find in {words.short.lower()}")
        self.find_field.setAccessibleName(f"Find in {words.short.lower()}")
        self._with_graph = with_graph
        if not with_graph:
            self.graph_button.setChecked(False)
        self._fit()

    def clear(self) -> None:
        """Show everything again."""
        self.find_field.clear()
        self.pills.choose(Show.ALL)
        self._changed()

    def choose(self, show: Show) -> None:
        self.pills.choose(show)
        self._changed()

    def _graph_toggled(self, shown: bool) -> None:
        self.sort_button.setEnabled(not shown)
        self.columns_button.setEnabled(not shown)
        self.graph_toggled.emit(shown)

    def _changed(self, _value: object = None) -> None:
        self.filter_changed.emit(Show(self.pills.current()), self.find_field.text())

    def _count(self) -> None:
        self.pills.set_choices(
            Choice(show, label, self._model.number_of(show), bad=show is Show.PROBLEMS)
            for show, label in _PILLS.items()
        )
        self._fit()

    def _open_sort(self) -> None:
        menu, order = self._sort_menu, self._model.order
        menu.clear()
        for column in _SORTED_BY:
            menu.add(
                COLUMNS[column].title,
                partial(self._sort_by, column),
                checked=order.column is column,
            )
        menu.addSeparator()
        menu.add("Descending", self._turn_round, checked=order.descending)
        menu.add("Updates first", self._turn_updates_first, checked=order.updates_first)
        self.sort_button.open_menu(menu)

    def _sort_by(self, column: Column) -> None:
        self.order_chosen.emit(Order(column, updates_first=self._model.order.updates_first))

    def _turn_round(self) -> None:
        order = self._model.order
        self.order_chosen.emit(Order(order.column, not order.descending, order.updates_first))

    def _turn_updates_first(self) -> None:
        order = self._model.order
        self.order_chosen.emit(Order(order.column, order.descending, not order.updates_first))

    def _open_columns(self) -> None:
        self._columns_menu.clear()
        self._columns_menu.addActions(self._header.column_actions(self._columns_menu))
        self.columns_button.open_menu(self._columns_menu)

    def _renew(self) -> None:
        px = self.theme.px
        self.setFixedHeight(px(40))
        self._row.setContentsMargins(px(12), 1, px(16), 1)
        self._row.setSpacing(px(2))
        self._row.setStretch(1, 1)
        self._fit()

    def _fit(self) -> None:
        """Without room for all, the find field gives way, then the counts do, then the buttons."""
        px = self.theme.px
        sought = self.find_field.hasFocus() or bool(self.find_field.text())
        least = px(_FIND_IN_USE if sought else _FIND_AT_LEAST)
        ends = self._row.contentsMargins().left() + self._row.contentsMargins().right()
        shown = [button for button in self._buttons if self._with_graph or button is not self.graph_button]
        buttons = sum(button.sizeHint().width() + px(2) for button in shown)
        room = self.width() - ends - buttons - 2 * px(2)
        brief = room - self.pills.whole_width() < least
        self.pills.set_brief(brief=brief)
        left = room - (self.pills.sizeHint().width() if brief else self.pills.whole_width())
        bare = left < least
        for button in self._buttons:
            button.setVisible(not bare and button in shown)
        width = left + buttons if bare else left
        self.find_field.setFixedWidth(max(px(_FIND_AT_LEAST), min(px(_FIND), width)))


class StatusBar(QWidget):
    """What is selected and enabled, how large it all is, and where it lies."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._labels = [Label(theme, role="caption", colour="text_2") for _ in range(3)]
        self.selected, self.enabled, self.octets = self._labels
        self.path = Label(theme, role="caption", colour="text_2", elide=True)
        self.path.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.path.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._mark = IconMark(theme, "folder", size=14)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.selected)
        self._row.addWidget(self.enabled)
        self._row.addStretch(1)
        self._row.addWidget(self.octets)
        self._row.addWidget(self._mark)
        self._row.addWidget(self.path)
        self._folder: Path | None = None
        theme.changed.connect(self._renew)
        self._renew()

    def sizeHint(self) -> QSize:
        return QSize(0, self.theme.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRect(0, 0, self.width(), 1), self.theme.palette.line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_path()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.theme.px(26))

    def set_folder(self, folder: Path) -> None:
        self._folder = folder
        self.path.set_text(shown_path(folder))
        self._fit_path()

    def set_numbers(self, model: ModsModel, selected: int) -> None:
        rows = model.rows
        total, shown = len(rows), model.rowCount()
        if (
            model.show is Show.PROBLEMS
        ):  # a file has as many rows as problems there: the list counts them itself
            self.selected.set_text(text.plural(total, "file"))
            self.enabled.set_text(f"{text.grouped(selected)} selected" if selected else "")
        elif model.filtered:
            self.selected.set_text(f"{text.grouped(shown)} of {text.grouped(total)} shown")
            self.enabled.set_text(f"{text.grouped(selected)} selected" if selected else "")
        else:
            self.selected.set_text(f"{text.grouped(selected)} of {text.grouped(total)} selected")
            enabled = sum(1 for row in rows if row.enabled)
            self.enabled.set_text(f"{text.grouped(enabled)} enabled")
        self.octets.set_text(text.size(sum(row.mod.file.size for row in rows)))
        self._fit_path()

    def _fit_path(self) -> None:
        px = self.theme.px
        wanted = min(self.theme.advance(self.path.text(), "caption") + 2, px(_PATH))
        margins = self._row.contentsMargins()
        others = sum(part.sizeHint().width() for part in (*self._labels, self._mark)) + 5 * px(8)
        room = self.width() - margins.left() - margins.right() - others
        shown = room >= min(wanted, px(_PATH_AT_LEAST))
        self.path.setFixedWidth(max(0, min(wanted, room)))
        self.path.setVisible(shown)
        self._mark.setVisible(shown)

    def _renew(self) -> None:
        px = self.theme.px
        self.setFixedHeight(px(26))
        self._row.setContentsMargins(px(20), 1, px(16), 0)
        self._row.setSpacing(px(8))
        self._fit_path()


def shown_path(folder: Path) -> str:
    """The path with ~ for the home folder."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except ValueError:
        return str(folder)


def shortcut(owner: QWidget, keys: str, name: str) -> QAction:
    """An action of the page with a key of its own."""
    action = QAction(name, owner)
    action.setShortcut(keys)
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    owner.addAction(action)
    return action
