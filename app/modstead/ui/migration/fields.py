"""The fields that say where to move to: the loader, and one more Minecraft version."""

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Signal

from modstead.domain.instance import Loader
from modstead.ui.kit.combos import ComboBox
from modstead.ui.theme import Theme


class LoaderField(ComboBox):
    """`chosen` when the user picks another one; it is not there where no loader is needed."""

    chosen = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Loader", width=124)
        self.currentIndexChanged.connect(lambda _place: self.chosen.emit())

    @property
    def loader(self) -> Loader | None:
        value = self.currentData()
        return Loader(value) if value else None

    def show_loaders(self, loaders: Iterable[Loader], present: Loader | None) -> None:
        """Offer those that run a Minecraft, with the present one chosen."""
        offered = [loader for loader in loaders if not loader.is_proxy]
        with QSignalBlocker(self):
            self.clear()
            for loader in offered:
                self.addItem(loader.label, loader)
            self.setCurrentIndex(self.findData(present) if present else -1)
        self.setVisible(bool(offered))


class VersionField(ComboBox):
    """`chosen` tells the version that is to be looked at too."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Another version", width=144)
        self.textActivated.connect(self.chosen)

    def show_versions(self, versions: Iterable[str]) -> None:
        with QSignalBlocker(self):
            self.clear()
            self.addItems(list(versions))
            self.setCurrentIndex(-1)
