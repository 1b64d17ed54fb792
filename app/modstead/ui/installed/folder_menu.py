"""What can be done with the folder as a whole: the menu behind the three dots of the Mods page's title bar."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject

from modstead.ui.kit.buttons import Button
from modstead.ui.kit.menus import Menu
from modstead.ui.theme import Theme


class Place(IntEnum):
    """The groups of the menu from top to bottom, with a line between each."""

    UPDATING = 1
    MOVING = 2
    LOADOUTS = 3
    TROUBLE = 4
    LOCK = 5


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """One line: `act` carries it out, or `entries` are its submenu, or `fill` puts them into that.

    It cannot be chosen while there is a `why_not`, which says why in a sentence. `checked` makes it a choice that is on
    or off.
    """

    text: str
    icon: str = ""
    act: Callable[[], object] | None = None
    entries: "tuple[FolderEntry, ...]" = ()
    fill: Callable[[Menu], object] | None = None
    why_not: str = ""
    checked: bool | None = None


Offers = Callable[[], Iterable[FolderEntry]]
"""Says what is to be shown, each time that the menu opens."""


class FolderMenu(QObject):
    """`offer(Place.MOVING, entries)`, from wherever the entries can be carried out."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._offers: list[tuple[Place, Offers]] = []
        self._menu: Menu | None = None

    def offer(self, place: Place, entries: Offers) -> None:
        """Show these below what was offered for the same place before."""
        self._offers.append((place, entries))

    @property
    def entries(self) -> tuple[tuple[FolderEntry, ...], ...]:
        """What would be shown now, in its groups."""
        groups = (
            tuple(entry for at, entries in self._offers if at is place for entry in entries())
            for place in Place
        )
        return tuple(group for group in groups if group)

    def open(self, button: Button) -> Menu:
        """Under the button; the menu that is returned is there until it is opened again."""
        if self._menu is None:
            self._menu = Menu(self._theme, button)
        menu = self._menu
        menu.clear()
        for number, group in enumerate(self.entries):
            if number:
                menu.addSeparator()
            self._fill(menu, group)
        button.open_menu(menu)
        return menu

    def _fill(self, menu: Menu, entries: Iterable[FolderEntry]) -> None:
        menu.setToolTipsVisible(True)
        for entry in entries:
            if entry.entries or entry.fill:
                submenu = menu.add_menu(entry.text, icon=entry.icon)
                self._fill(submenu, entry.entries)
                if entry.fill:
                    entry.fill(submenu)
                action = submenu.menuAction()
                action.setEnabled(not entry.why_not)
            else:
                action = menu.add(
                    entry.text,
                    entry.act or (lambda: None),
                    icon=entry.icon,
                    enabled=not entry.why_not,
                    checked=entry.checked,
                )
            action.setToolTip(entry.why_not)
