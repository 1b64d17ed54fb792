"""The list of a review: ticks, openers and remedies by mouse and keyboard, opened changelogs as text views."""

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu, QTextBrowser, QWidget

from modstead.ui.images import ImageLoader
from modstead.ui.kit.menus import Menu
from modstead.ui.kit.rows import RowList
from modstead.ui.kit.versions import short_version
from modstead.ui.review.cells import Part, part_at
from modstead.ui.review.changelog import BOTTOM, LEFT, RIGHT, TOP, ChangelogTexts
from modstead.ui.review.delegate import ReviewDelegate
from modstead.ui.review.items import ReviewItem
from modstead.ui.review.model import Entry, EntryKind, ReviewModel
from modstead.ui.theme import Theme

_ACTING = frozenset({Part.TICK, Part.CHANGELOGS, Part.REMEDY, Part.SKIP})


class ReviewList(RowList):
    skip_asked = Signal(object)
    """The ReviewItem whose version is to be passed over."""
    freed = Signal(object)
    """The ReviewItem that is not to be held back any more, now and later."""

    def __init__(
        self,
        theme: Theme,
        model: ReviewModel,
        images: ImageLoader,
        texts: ChangelogTexts,
        parent: QWidget | None = None,
    ) -> None:
        self._entries = model
        self._texts = texts
        self._views: list[QTextBrowser] = []
        super().__init__(theme, parent)
        self._pressed: tuple[Part, int] | None = None
        self._kept: tuple[str, int] = ("", 0)
        self._menu: Menu | None = None
        self.setUniformItemSizes(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName("Changes")
        self.setModel(model)
        self.delegate = ReviewDelegate(
            theme,
            self,
            model,
            images,
            whole=self.whole,
            changelog_height=lambda key: texts.height(key, self.width()),
            changelog_words=texts.words,
        )
        self.setItemDelegate(self.delegate)
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._take_place)
        texts.arrived.connect(self._text_arrived)
        images.ready.connect(self.viewport().update)
        self.activated_by_keyboard.connect(self._toggle_changelogs_at)

    def whole(self, rect: QRect) -> QRect:
        """A row from edge to edge: what stands in it does not move when the scroll bar comes or goes."""
        return QRect(rect.x(), rect.y(), self.width(), rect.height())

    def toggle_changelogs(self, key: str) -> None:
        """Open or close the changelogs of an item in their place."""
        opened = key not in self._entries.opened
        item = next((item for item in self._entries.shown_items if item.key == key), None)
        if item is None or item.changelogs is None:
            return
        if opened:
            self._texts.want(item)
        self._entries.set_open(key, opened=opened)

    def open_all(self, *, opened: bool) -> None:
        if opened:
            for item in self._entries.shown_items:
                self._texts.want(item)
        self._entries.set_all_open(opened=opened)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event.position().toPoint())
        self._pressed = None
        if hit and hit[0] in _ACTING and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = None if self.meant_for_another(event) else hit
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
        elif self._hit(event.position().toPoint()) == pressed:
            self._act(pressed[0], self._entries.entry_at(pressed[1]))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event.position().toPoint())
        if hit and hit[0] in _ACTING:
            self.mousePressEvent(event)
            return
        index = self.indexAt(event.position().toPoint())
        self._toggle_changelogs_at(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event.position().toPoint())
        self.delegate.pointed = hit[0] if hit else Part.BODY
        acting = hit is not None and hit[0] in {Part.CHANGELOGS, Part.REMEDY}
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if acting else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            self.show_ring()
            self._act(Part.TICK, self._entries.entry_at(index.row()))
            return
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._entries.toggle_all()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index, point = self.indexAt(event.pos()), event.pos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            point = self.visualRect(index).bottomLeft() + QPoint(self.theme.px(60), 0)
        entry = self._entries.entry_at(index.row()) if index.isValid() else None
        if entry and entry.item and entry.kind is not EntryKind.CHANGELOG:
            self.open_menu(entry.item, self.viewport().mapToGlobal(point))

    def open_menu(self, item: ReviewItem, place: QPoint) -> QMenu:
        """What can be done with a row, there."""
        if self._menu is None:
            self._menu = Menu(self.theme, self)
        menu = self._menu
        menu.clear()
        if item.tickable and not self._entries.fixed:
            leave = self._entries.is_ticked(item)
            words = "Leave it out" if leave else item.remedy or "Take it in"
            menu.add(
                words, lambda: self._entries.toggle(item), icon="minus" if leave else "check", keys="Space"
            )
        if item.can_be_skipped:
            words = f"Skip {short_version(item.new)}"
            menu.add(words, lambda: self.skip_asked.emit(item), icon="snooze")
        if item.lasting:
            menu.add(item.lasting, lambda: self.freed.emit(item), icon=item.held_icon)
        if item.changelogs:
            opened = item.key in self._entries.opened
            words = "Close changelogs" if opened else "Open changelogs"
            menu.add(words, lambda: self.toggle_changelogs(item.key), keys="Return")
        menu.popup(place)
        return menu

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_views()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._place_views()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_views()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._place_views()

    def _act(self, part: Part, entry: Entry) -> None:
        if part is Part.TICK and not self._entries.has_tick(entry):
            return
        if part is Part.TICK and entry.item is None:
            self._entries.toggle_section(entry.section)
        elif entry.item is None:
            return
        elif part is Part.TICK:
            self._entries.toggle(entry.item)
        elif part is Part.SKIP:
            self.skip_asked.emit(entry.item)
        elif part is Part.REMEDY:
            self._entries.set_ticked((entry.item.key,), on=True)
        elif part is Part.CHANGELOGS:
            self.toggle_changelogs(entry.item.key)

    def _hit(self, point: QPoint) -> tuple[Part, int] | None:
        index = self.indexAt(point)
        if not index.isValid():
            return None
        entry = self._entries.entry_at(index.row())
        part = part_at(self.theme, self.whole(self.visualRect(index)), entry, point)
        if part is Part.REMEDY and entry.item and entry.item.key in self._entries.ticked:
            part = Part.BODY
        return part, index.row()

    def _toggle_changelogs_at(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if index.isValid():
            entry = self._entries.entry_at(index.row())
            if entry.item:
                self.toggle_changelogs(entry.item.key)

    def _keep_place(self) -> None:
        index = self.currentIndex()
        item = self._entries.entry_at(index.row()).item if index.isValid() else None
        self._kept = (item.key if item else "", self.verticalScrollBar().value())

    def _take_place(self) -> None:
        """The keyboard goes on from the same row, wherever it stands now."""
        key, scrolled = self._kept
        place = self._entries.place_of(key) if key else -1
        if place >= 0:
            self.selectionModel().setCurrentIndex(
                self._entries.index(place), QItemSelectionModel.SelectionFlag.NoUpdate
            )
            self.doItemsLayout()
            self.verticalScrollBar().setValue(scrolled)

    def _text_arrived(self, _key: str) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def _place_views(self) -> None:
        """One text view for each opened changelog in sight, and no more."""
        used = 0
        for index in self._visible_changelogs():
            entry = self._entries.entry_at(index.row())
            if entry.item is None:
                continue
            view = self._view(used)
            used += 1
            px = self.theme.px
            document = self._texts.document(entry.item.key, self.width())
            if view.document() is not document:
                view.setDocument(document)
            view.setAccessibleName(f"Changelogs of {entry.item.title}")
            rect = self.whole(self.visualRect(index)).adjusted(px(LEFT), px(TOP), -px(RIGHT), -px(BOTTOM))
            view.setGeometry(rect)
            view.show()
        for view in self._views[used:]:
            view.hide()

    def _visible_changelogs(self) -> list[QModelIndex]:
        found = []
        foot = self.viewport().height()
        index = self.indexAt(QPoint(self.theme.px(30), 0))
        row = index.row() if index.isValid() else 0
        while row < self._entries.rowCount():
            index = self._entries.index(row)
            if self.visualRect(index).top() > foot:
                break
            if self._entries.entry_at(row).kind is EntryKind.CHANGELOG:
                found.append(index)
            row += 1
        return found

    def _view(self, number: int) -> QTextBrowser:
        while number >= len(self._views):
            view = QTextBrowser(self.viewport())
            view.setFrameShape(QFrame.Shape.NoFrame)
            view.setOpenLinks(False)
            view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._views.append(view)
        view = self._views[number]
        palette = QPalette(view.palette())
        palette.setColor(QPalette.ColorRole.Base, self.theme.palette.hover)
        for part in (view, view.viewport()):  # which keeps the palette that it once had
            part.setPalette(palette)
        return view
