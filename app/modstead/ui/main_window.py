"""The frame of the window: top bar, rail, and the sheet with the pages; banners, toast and drop overlay over it.

It knows no page and no service: pages are added by key, and what the user wants is told by signals.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from modstead.ui.icons import application_icon
from modstead.ui.kit.banners import BannerArea
from modstead.ui.kit.frame import Rail, RailItem
from modstead.ui.kit.rows import RowList
from modstead.ui.kit.tab_ring import hand_on, is_lost, step, stops
from modstead.ui.kit.topbar import TopBar
from modstead.ui.theme import Theme

if TYPE_CHECKING:
    from modstead.ui.kit.drop import DropOverlay, Dropped
    from modstead.ui.kit.toast import Toast

NARROW = 960
RAIL = (
    RailItem("browse", "Browse", "browse", "Ctrl+1"),
    RailItem("mods", "Mods", "mods", "Ctrl+2"),
    RailItem("history", "History", "history", "Ctrl+3"),
    RailItem("settings", "Settings", "settings", "Ctrl+4", at_foot=True),
)


class Sheet(QWidget):
    """Content: white or near black, a line on top and left, its corner round."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.bare = False
        self.banners = BannerArea(theme)
        self.stack = QStackedWidget()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self.banners)
        self._column.addWidget(self.stack, 1)
        self.keep_free(0)
        theme.changed.connect(self.update)

    def keep_free(self, height: int) -> None:
        """Leave a strip at the foot to what lies over the page."""
        self._column.setContentsMargins(1, 1, 0, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self.theme.px(10)
        path = QPainterPath()
        beyond = 0.0 if self.bare else float(2 * radius)
        path.addRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, beyond - 0.5, beyond - 0.5), radius, radius
        )
        painter.fillPath(path, self.theme.palette.sheet)
        painter.setPen(self.theme.palette.line)
        painter.drawPath(path)


class MainWindow(QWidget):
    """`page_requested` is emitted for the rail and Ctrl+1 to Ctrl+4, after the page was shown."""

    instance_menu_requested = Signal(QPoint)
    """Where to open the menu of instances, in global coordinates."""
    search_submitted = Signal(str)
    search_edited = Signal(str)
    files_dropped = Signal(list, list)
    """`list[Path]` and `list[str]` of links."""
    back_requested = Signal()
    escape_pressed = Signal()
    page_left = Signal()
    """Another page is shown than before."""
    page_requested = Signal(str)
    tasks_requested = Signal()
    close_requested = Signal()
    """Only while `hold_open` is set: someone must finish first."""

    def __init__(self, theme: Theme, *, rail: Sequence[RailItem] = RAIL) -> None:
        super().__init__()
        self.theme = theme
        self.hold_open = False
        self.drop_target = "this folder"
        self.publishing_on: Callable[[], str] = str
        """The project that dropped files would be published on now; empty where they are for the folder."""
        self._pages: dict[str, QWidget] = {}
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self.setWindowTitle("Modstead")
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self.setAutoFillBackground(True)
        self.top = TopBar(theme)
        self.rail = Rail(theme, rail)
        self.sheet = Sheet(theme)
        self.banners = self.sheet.banners
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.top)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self.rail)
        self._middle.addWidget(self.sheet, 1)
        self._column.addLayout(self._middle, 1)
        self._connect(rail)
        theme.changed.connect(self._fit)
        self.setMinimumSize(theme.px(640), theme.px(420))
        self.resize(theme.px(1280), theme.px(800))

    @cached_property
    def toast(self) -> "Toast":
        """Made when it is first wanted, as the first picture has none."""
        from modstead.ui.kit.toast import Toast

        toast = Toast(self.theme, self.sheet)
        toast.strip_wanted.connect(self.sheet.keep_free)
        self.sheet.stack.currentChanged.connect(lambda _place: QTimer.singleShot(0, toast, toast.place_again))
        return toast

    @cached_property
    def overlay(self) -> "DropOverlay":
        from modstead.ui.kit.drop import DropOverlay

        return DropOverlay(self.theme, self)

    def _connect(self, rail: Sequence[RailItem]) -> None:
        self.top.instance.clicked.connect(self._ask_instance)
        self.top.search.returnPressed.connect(self._submit)
        self.top.search.textEdited.connect(self.search_edited)
        self.top.tasks.clicked.connect(self.tasks_requested)
        self.rail.chosen.connect(self._go)
        self.banners.moved.connect(self._rows_moved)
        self.sheet.stack.currentChanged.connect(lambda _place: self.page_left.emit())
        self._shortcut("Ctrl+K", self.focus_search)
        self._shortcut("Alt+Left", self.back_requested.emit)
        self._shortcut("F6", lambda: self.go_to_area(1))
        self._shortcut("Shift+F6", lambda: self.go_to_area(-1))
        for item in rail:
            if item.keys:
                self._shortcut(item.keys, lambda key=item.key: self._go(key))

    def _shortcut(self, keys: str, act: object) -> None:
        QShortcut(QKeySequence(keys), self, act)  # type: ignore[call-overload]

    def add_page(self, key: str, widget: QWidget) -> None:
        """A page without an entry in the rail is fine: `show_page(key, within="mods")`."""
        self._pages[key] = widget
        self.sheet.stack.addWidget(widget)

    def add_page_maker(self, key: str, make: Callable[[], QWidget]) -> None:
        """A page that is made when it is shown for the first time."""
        self._makers[key] = make

    def remove_page(self, key: str) -> None:
        """Take a page out of the window; whoever added it owns it again."""
        widget = self._pages.pop(key)
        self.sheet.stack.removeWidget(widget)
        widget.setParent(None)

    def show_page(self, key: str, *, within: str = "") -> None:
        """`within` names the rail's entry that stays marked; without it, the page's own."""
        if key in self._makers:
            self.add_page(key, self._makers.pop(key)())
        page = self._pages[key]
        self.sheet.stack.setCurrentWidget(page)
        self.rail.choose(within or key)
        # Into the page, or its keys stay dead; a page names the place by its focus proxy.
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def current_page(self) -> str:
        widget = self.sheet.stack.currentWidget()
        return next((key for key, page in self._pages.items() if page is widget), "")

    def has_page(self, key: str) -> bool:
        return key in self._pages or key in self._makers

    def set_bare(self, *, bare: bool) -> None:
        """Before there is any instance: no rail, no search, the application's name in the top bar."""
        self.rail.setVisible(not bare)
        self.top.set_bare(bare=bare)
        self.sheet.bare = bare
        self._fit()

    def focus_search(self) -> None:
        self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to_area(self, steps: int) -> None:
        """Bring the keyboard to the next area: top bar, rail, page, and each panel of the page."""
        from modstead.ui.kit.panel import Panel

        page: QWidget = self.sheet.stack.currentWidget() or self.sheet
        panels = [panel for panel in page.findChildren(Panel) if panel.isVisible()]
        areas = [area for area in (self.top, self.rail, self.banners, page, *panels) if stops(area)]
        focused = QApplication.focusWidget()
        inside = [number for number, area in enumerate(areas) if focused and area.isAncestorOf(focused)]
        if areas:
            area = areas[((inside[-1] if inside else -1) + steps) % len(areas)]
            target = (area.focusProxy() if area is page else None) or stops(area)[0]
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _rows_moved(self) -> None:
        page = self.sheet.stack.currentWidget()
        for rows in page.findChildren(RowList) if page else ():
            rows.rows_moved()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        page, focused = self.sheet.stack.currentWidget(), QApplication.focusWidget()
        if page is not None and focused is not None and is_lost(focused):
            hand_on(page, focused)
            return True
        return step(self, forwards=forwards)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.BackButton:
            self.back_requested.emit()
            return
        super().mouseReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def may_close(self) -> bool:
        """Whether the window may go now; if not, `close_requested` says that someone wants it to."""
        if self.hold_open:
            self.close_requested.emit()
        return not self.hold_open

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        what = _dropped(event)
        if what.count and event.source() is None:
            event.acceptProposedAction()
            self._show_overlay(what)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self.overlay.isVisible():
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.overlay.hide()
        what = _dropped(event)
        if what.count:
            event.acceptProposedAction()
            paths: list[Path] = list(what.paths)
            self.files_dropped.emit(paths, list(what.urls))

    def _show_overlay(self, what: "Dropped") -> None:
        from modstead.ui.kit.drop import drop_rows, publish_rows
        from modstead.ui.text import plural

        project = self.publishing_on() if what.paths else ""
        if project:
            self.overlay.show_drop(f"Publish a version of {project}", publish_rows(what))
            return
        title = f"Drop {plural(what.count, 'item')} on {self.drop_target}"
        self.overlay.show_drop(title, drop_rows(what))

    def _ask_instance(self) -> None:
        button = self.top.instance
        self.instance_menu_requested.emit(button.mapToGlobal(QPoint(0, button.height() + self.theme.px(4))))

    def _submit(self) -> None:
        self.search_submitted.emit(self.top.search.text().strip())

    def _go(self, key: str) -> None:
        if self.has_page(key):
            self.show_page(key)
            self.page_requested.emit(key)
        else:
            self.rail.choose(self.current_page())

    def _fit(self) -> None:
        narrow = self.width() < self.theme.px(NARROW)
        if narrow != self.rail.narrow:
            self.rail.set_narrow(narrow=narrow)
        margin = self.theme.px(8) if self.sheet.bare else 0
        self._middle.setContentsMargins(margin, 0, margin, margin)
        if "overlay" in self.__dict__:
            self.overlay.setGeometry(self.rect())
        self.update()


def _dropped(event: QDropEvent) -> "Dropped":
    from modstead.ui.kit.drop import dropped

    return dropped(event.mimeData())
