"""Asks once for what a folder does not tell: the loader and the game version."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from modstead.domain.instance import Instance, Loader
from modstead.ui.kit.banners import Banner
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.combos import ComboBox
from modstead.ui.theme import Theme


class LoaderBanner(Banner):
    """A banner with two fields. `answered` carries a `Loader` and a game version, once; `closed` is its x.

    What is known of the instance already is chosen; the version may also be typed, as the list may be out of reach.
    """

    answered = Signal(object, str)

    def __init__(
        self, theme: Theme, instance: Instance, game_versions: Sequence[str], *, parent: QWidget | None = None
    ) -> None:
        """`game_versions` are shown as they come: newest first."""
        unknown = instance.loader is None or instance.game_version is None
        title = (
            f"Which game is {instance.name} for?"
            if unknown
            else f"Loader and game version of {instance.name}."
        )
        detail = (
            "Both decide which mods fit; they are asked once." if unknown else "Both decide which mods fit."
        )
        super().__init__(theme, "info", title, detail, closable=True, parent=parent)
        self.loader = ComboBox(theme, "Loader")
        for loader in Loader:
            self.loader.addItem(loader.label, loader)
        self.loader.setCurrentIndex(self.loader.findData(instance.loader) if instance.loader else -1)
        self.version = ComboBox(theme, "Game version", editable=True)
        self.version.addItems(list(game_versions))
        self.version.setCurrentText(instance.game_version or "")
        edit = self.version.lineEdit()
        if edit is not None:
            edit.returnPressed.connect(self._answer)
        self.use = Button(theme, "Use these", kind="primary")
        self.use.clicked.connect(self._answer)
        close = self._row.count() - 1
        for number, part in enumerate((self.loader, self.version, self.use)):
            self._row.insertWidget(close + number, part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.loader.currentIndexChanged.connect(self._show_ready)
        self.version.currentTextChanged.connect(self._show_ready)
        self._show_ready()
        self.setFocusProxy(self.loader)

    def _answer(self) -> None:
        loader = self.loader.currentData()
        version = self.version.currentText().strip()
        if loader and version and self.use.isEnabled():
            self.use.setEnabled(False)
            self.answered.emit(Loader(loader), version)

    def _show_ready(self) -> None:
        self.use.setEnabled(self.loader.currentIndex() >= 0 and bool(self.version.currentText().strip()))
