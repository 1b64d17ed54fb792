"""What the platform has to tell: read, marked as read, deleted, one by one or all."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout

from modstead.domain.account import Notification
from modstead.domain.project import Project
from modstead.services.community import CommunityService
from modstead.ui import text
from modstead.ui.images import ImageLoader
from modstead.ui.kit.action_list import ActionList, ActionModel, ActionRow
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.labels import Label
from modstead.ui.kit.menus import Menu
from modstead.ui.kit.pages import EmptyState
from modstead.ui.kit.states import LoadedPart
from modstead.ui.parts import Part
from modstead.ui.theme import Theme

_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_READ = "Mark as read"


class NotificationList(ActionList):
    """Return opens what it is about, Space marks it as read, Delete deletes it."""

    deleted = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.action_at(self.currentIndex())
        if row and event.key() in _RETURNS:
            self.opened.emit(row.key)
            return
        if row and event.key() == Qt.Key.Key_Delete:
            self.deleted.emit(row.key)
            return
        super().keyPressEvent(event)


class NotificationsPart(Part):
    opened = Signal(str)
    """The address or name of what a notification is about."""

    def __init__(
        self, theme: Theme, community: CommunityService, images: ImageLoader, now: Callable[[], datetime]
    ) -> None:
        model = ActionModel()

        def picture(url: str | None, side: int, ratio: float) -> QPixmap | None:
            return images.pixmap(url, side, ratio=ratio)

        shown = NotificationList(theme, model, picture, "Notifications")
        shown.setAccessibleDescription(
            "Return opens what it is about, Space marks it as read, Delete deletes it."
        )
        empty = EmptyState(theme, "bell", "Nothing new", "New versions of what you follow are told here.")
        super().__init__(theme, LoadedPart(theme, shown, empty), self._start)
        self.list, self.model = shown, model
        model.setParent(self)
        self._community = community
        self._now = now
        self._menu = Menu(theme, self)
        self._subjects: Mapping[str, Project] = {}
        self.notifications: tuple[Notification, ...] = ()
        self._build()
        images.ready.connect(lambda _urls: shown.viewport().update())

    def forget(self) -> None:
        self.notifications = ()
        self.model.show([])
        super().forget()

    def _build(self) -> None:
        self.summary = Label(self.theme, role="caption", colour="text_2", elide=True)
        self.read_all = Button(self.theme, "Mark all as read", icon="check")
        self.delete_read = Button(self.theme, "Delete what was read", icon="trash")
        self._row = QHBoxLayout()
        self._row.addWidget(self.summary, 1)
        self._row.addWidget(self.read_all)
        self._row.addWidget(self.delete_read)
        self.column.insertLayout(1, self._row)
        self.read_all.clicked.connect(self._read_all)
        self.delete_read.clicked.connect(self._delete_read)
        self.list.acted.connect(lambda key: self._read(self._named(key)))
        self.list.opened.connect(self._open)
        self.list.deleted.connect(lambda key: self._delete(self._named(key)))
        self.list.menu_asked.connect(self._open_menu)
        self.theme.changed.connect(self._measure)
        self._measure()
        self._show()

    def _start(self) -> None:
        self.scope.start("load", self._community.notifications, done=self._took)

    def _took(self, notifications: tuple[Notification, ...]) -> None:
        self.arrived()
        self.notifications = notifications
        self._show()
        self.loaded.show_content(empty=not notifications)
        work = partial(self._community.subjects, notifications)
        self.scope.start("subjects", work, done=self._know_subjects)

    def _know_subjects(self, subjects: Mapping[str, Project]) -> None:
        self._subjects = subjects
        self._show()

    def _show(self) -> None:
        current = self.list.currentIndex().row()
        self.model.show([self._shown(item) for item in self.notifications])
        if self.notifications:
            row = min(max(current, 0), len(self.notifications) - 1)
            self.list.setCurrentIndex(self.model.index(row))
        unread = sum(not item.read for item in self.notifications)
        self.summary.set_text(f"{unread} unread of {len(self.notifications)}" if self.notifications else "")
        self.read_all.setEnabled(unread > 0)
        self.delete_read.setEnabled(unread < len(self.notifications))
        self.counted.emit(unread or None)

    def _shown(self, item: Notification) -> ActionRow:
        project = self._subjects.get(item.project)
        when = text.ago(item.created, self._now()) if item.created else ""
        return ActionRow(
            key=item.id,
            title=_plain(item.title) or "Notification",
            detail=" · ".join(part for part in (_plain(item.text), when) if part),
            chip="" if item.read else "New",
            tone="accent",
            button="" if item.read else _READ,
            icon_url=project.icon_url if project else None,
            enabled=not item.read,
        )

    def _named(self, key: str) -> tuple[Notification, ...]:
        return tuple(item for item in self.notifications if item.id == key)

    def _open(self, key: str) -> None:
        for item in self._named(key):
            if item.project or item.link:
                self.opened.emit(item.project or item.link)
            self._read((item,))

    def _read_all(self) -> None:
        self._read(self.notifications)

    def _delete_read(self) -> None:
        self._delete(tuple(item for item in self.notifications if item.read))

    def _read(self, items: Sequence[Notification]) -> None:
        wanted = [item for item in items if not item.read]
        if wanted:
            self._change("read", partial(self._community.mark_read, wanted), wanted)

    def _delete(self, items: Sequence[Notification]) -> None:
        if items:
            self._change("delete", partial(self._community.delete_notifications, items), items)

    def _change(
        self, key: str, work: Callable[[], Coroutine[Any, Any, None]], items: Sequence[Notification]
    ) -> None:
        """Each change goes through, also where the next one follows at once; then the list is asked for anew."""
        name = f"{key} {' '.join(item.id for item in items)}"
        self.scope.start(name, work, done=lambda _none: self.refresh())

    def _open_menu(self, key: str, place: QPoint) -> None:
        menu, items = self._menu, self._named(key)
        if not items:
            return
        menu.clear()
        menu.add("Open", partial(self._open, key), icon="external", keys="Return")
        menu.add(_READ, partial(self._read, items), icon="check", keys="Space", enabled=not items[0].read)
        menu.add("Delete", partial(self._delete, items), icon="trash", keys="Del")
        menu.popup(place)

    def _measure(self) -> None:
        px = self.theme.px
        self._row.setContentsMargins(px(20), px(8), px(16), px(4))
        self._row.setSpacing(px(8))


def _plain(words: str) -> str:
    """The words without the emphasis that Modrinth puts into titles."""
    return " ".join(words.replace("**", "").split())
