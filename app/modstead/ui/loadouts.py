"""Loadouts in the window: a submenu of the folder's menu, and a banner that asks for a name."""

from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from modstead.domain.instance import Library
from modstead.domain.loadouts import LONGEST_NAME, Loadout, plain_name, same_name
from modstead.services.loadouts import LoadoutService
from modstead.ui.installed import InstalledPage
from modstead.ui.installed.folder_menu import FolderEntry, Place
from modstead.ui.kit.banners import Banner, BannerAction
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.menus import Menu
from modstead.ui.tasks import Failure, TaskScope
from modstead.ui.theme import Theme

T = TypeVar("T")
_KEY = "loadout"
_FIELD = 200


class NameBanner(Banner):
    """Asks for a loadout's name. `answered` carries it, once; Return answers, Escape or the x closes it."""

    answered = Signal(str)

    def __init__(self, theme: Theme, question: str, detail: str, word: str, name: str = "") -> None:
        """`word` stands on the button; `name` is in the field at first."""
        super().__init__(theme, "info", question, detail, icon="swap", closable=True)
        self.field = QLineEdit(name)
        self.field.setPlaceholderText("Name")
        self.field.setAccessibleName("Name of the loadout")
        self.field.setMaxLength(LONGEST_NAME)
        self.field.setFixedWidth(theme.px(_FIELD))
        self.use = Button(theme, word, kind="primary")
        self.use.clicked.connect(self._answer)
        self.field.returnPressed.connect(self._answer)
        self.field.textChanged.connect(self._show_ready)
        close = self._row.count() - 1
        for number, part in enumerate((self.field, self.use)):
            self._row.insertWidget(close + number, part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setFocusProxy(self.field)
        self._show_ready()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _answer(self) -> None:
        if self.use.isEnabled():
            self.use.setEnabled(False)
            self.answered.emit(self.field.text())

    def _show_ready(self) -> None:
        self.use.setEnabled(bool(plain_name(self.field.text())))


class Loadouts(QObject):
    """Switching is a plan like any other; everything else changes no file."""

    plan_ready = Signal(object)
    """The Plan of a switch."""
    told = Signal(str, object)
    """What was done, for the toast, and what takes it back: a function."""
    refused = Signal(str)
    """Why it could not be done, in a sentence or two."""

    def __init__(self, page: InstalledPage, loadouts: LoadoutService, parent: QObject) -> None:
        """They are those of the folder that `page` shows; its menu gets a submenu of them."""
        super().__init__(parent)
        self._page = page
        self._loadouts = loadouts
        self._saved: tuple[Loadout, ...] = ()
        self.scope = TaskScope(self._failed)
        self._stop_listening = loadouts.changed.listen(self._changed)
        page.library_changed.connect(self._read)
        page.folder_menu.offer(Place.LOADOUTS, self._entries)

    async def close(self) -> None:
        self._stop_listening()
        await self.scope.close()

    def use(self, name: str) -> None:
        """Switch to the loadout, once its plan is decided on."""
        library = self._page.library
        if library is not None:
            self.scope.start("use", partial(self._loadouts.plan, library, name), done=self.plan_ready.emit)

    def ask_to_save(self) -> None:
        """Ask under which name what is enabled now is to be saved."""
        self._ask("Save what is enabled now as a loadout.", "", "Save", self._save_or_ask)

    def ask_to_rename(self, name: str) -> None:
        self._ask(f"What is {name} to be called?", name, "Rename", partial(self.rename, name))

    def save(self, name: str) -> None:
        library = self._page.library
        if library is None:
            return
        folder = library.instance.folder

        def saved(answer: tuple[Loadout, Loadout | None]) -> None:
            loadout, replaced = answer
            back = (
                partial(self._put, folder, replaced) if replaced else partial(self._remove, folder, loadout)
            )
            words = f"Replaced “{replaced.name}”" if replaced else f"Saved as “{loadout.name}”"
            self.told.emit(words, back)

        self.scope.start("save", partial(self._loadouts.save, library, name), done=saved)

    def _save_or_ask(self, name: str) -> None:
        known = next((loadout.name for loadout in self._saved if same_name(loadout.name, name)), None)
        if known is None:
            self.save(name)
            return

        def answered(*, replace: bool) -> None:
            self._page.banners.clear(_KEY)
            if replace:
                self.save(name)

        actions = (
            BannerAction("Cancel", partial(answered, replace=False)),
            BannerAction("Replace", partial(answered, replace=True), "primary"),
        )
        banner = Banner(
            self._page.theme,
            "warn",
            f"{known} exists already.",
            "Replace it by what is enabled now?",
            actions,
        )
        self._page.banners.show_banner(_KEY, banner)
        banner.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def rename(self, name: str, new_name: str) -> None:
        def renamed(loadout: Loadout) -> None:
            self.told.emit(
                f"“{name}” is called “{loadout.name}” now", partial(self.rename, loadout.name, name)
            )

        self._start("rename", lambda folder: self._loadouts.rename(folder, name, new_name), renamed)

    def remove(self, name: str) -> None:
        async def work(folder: Path) -> tuple[Path, Loadout]:
            return folder, await self._loadouts.remove(folder, name)

        def removed(answer: tuple[Path, Loadout]) -> None:
            self.told.emit(f"Forgot “{name}”; no file was touched", partial(self._put, *answer))

        self._start("remove", work, removed)

    def _read(self, library: Library) -> None:
        self.scope.start("list", partial(self._loadouts.all, library), done=self._take)

    def _entries(self) -> Iterable[FolderEntry]:
        library = self._page.library
        if library is not None and library.mods:
            yield FolderEntry("Loadouts", "swap", fill=self._fill)

    def _fill(self, menu: Menu) -> None:
        library = self._page.library
        current = self._loadouts.current(self._saved, library) if library else ()
        for loadout in self._saved:
            menu.add(loadout.name, partial(self.use, loadout.name), checked=loadout.name in current)
        if self._saved:
            menu.addSeparator()
        menu.add("Save as a loadout …", self.ask_to_save, icon="plus")
        if self._saved:
            manage = menu.add_menu("Manage", icon="settings")
            for loadout in self._saved:
                one = manage.add_menu(loadout.name)
                one.add("Rename …", partial(self.ask_to_rename, loadout.name))
                one.add("Replace by what is enabled now", partial(self.save, loadout.name), icon="refresh")
                one.add("Forget", partial(self.remove, loadout.name), icon="trash")

    def _ask(self, question: str, name: str, word: str, then: Callable[[str], object]) -> None:
        banner = NameBanner(self._page.theme, question, "", word, name)

        def answered(given: str) -> None:
            self._page.banners.clear(_KEY)
            then(given)

        banner.answered.connect(answered)
        self._page.banners.show_banner(_KEY, banner)
        banner.setFocus(Qt.FocusReason.ShortcutFocusReason)
        banner.field.selectAll()

    def _put(self, folder: Path, loadout: Loadout) -> None:
        self.scope.start("put", partial(self._loadouts.put, folder, loadout))

    def _remove(self, folder: Path, loadout: Loadout) -> None:
        self.scope.start("put", partial(self._loadouts.remove, folder, loadout.name))

    def _start(
        self,
        key: str,
        work: Callable[[Path], Coroutine[Any, Any, T]],
        done: Callable[[T], object],
    ) -> None:
        library = self._page.library
        if library is not None:
            self.scope.start(key, partial(work, library.instance.folder), done=done)

    def _take(self, saved: tuple[Loadout, ...]) -> None:
        self._saved = saved

    def _changed(self, folder: Path) -> None:
        library = self._page.library
        if library is not None and library.instance.folder == folder:
            self._read(library)

    def _failed(self, failure: Failure) -> None:
        error = failure.error
        self.refused.emit(error.sentences)
