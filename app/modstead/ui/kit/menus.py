"""Menus with line icons. They are opened with `popup` and never waited for."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from modstead.ui.theme import Theme


class Menu(QMenu):
    """`add("Remove", page.remove, icon="trash", keys="Del")` and `addSeparator()`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self._icons: dict[QAction, str] = {}
        self._submenus: list[Menu] = []
        theme.changed.connect(self._renew)

    def add(
        self,
        text: str,
        act: Callable[[], object],
        *,
        icon: str = "",
        keys: str = "",
        enabled: bool = True,
        checked: bool | None = None,
    ) -> QAction:
        """`keys` are only shown beside the words; `checked` makes it a choice that is on or off."""
        action = QAction(text.replace("&", "&&") + (f"\t{keys}" if keys else ""), self)
        action.setEnabled(enabled)
        if checked is not None:
            action.setCheckable(True)
            action.setChecked(checked)
        if icon:
            self._icons[action] = icon
            self._draw(action, icon)
        action.triggered.connect(lambda *_: act())
        self.addAction(action)
        return action

    def add_menu(self, text: str, *, icon: str = "") -> "Menu":
        """A submenu, which goes when this menu is cleared."""
        submenu = Menu(self.theme, self)
        submenu.setTitle(text.replace("&", "&&"))
        if icon:
            self._icons[submenu.menuAction()] = icon
            self._draw(submenu.menuAction(), icon)
        self.addMenu(submenu)
        self._submenus.append(submenu)
        return submenu

    def clear(self) -> None:
        for submenu in self._submenus:
            submenu.clear()
            submenu.deleteLater()
        self._submenus.clear()
        self._icons.clear()
        super().clear()

    def _draw(self, action: QAction, icon: str) -> None:
        colours, ratio = self.theme.palette, self.devicePixelRatioF()
        action.setIcon(self.theme.icons.icon(icon, colours.text_2, self.theme.px(16), ratio, off=colours.off))

    def _renew(self) -> None:
        for action, icon in self._icons.items():
            self._draw(action, icon)
