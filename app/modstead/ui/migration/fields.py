"""What stands in the title bar: the loader, one more Minecraft version, and the wish to be told when all is ready."""

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Signal

from modstead.domain.instance import Loader
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.combos import ComboBox
from modstead.ui.theme import Theme

_TELL_ME, _TOLD = "Tell me when ready", "You will be told"


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


class TellMeButton(Button):
    """Asks to be told once all is ready for a target; pressed again, no more. It keeps its width between the two."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _TELL_ME, icon="bell", kind="quiet")
        self._words = _TELL_ME
        self._brief = False
        self._show_words()

    def show_state(self, target: str, *, waited_for: bool, is_ready: bool) -> None:
        """Whether the user waits for the target; where all is ready there is nothing to wait for."""
        self._words = _TOLD if waited_for else _TELL_ME
        self.set_kind("soft" if waited_for else "quiet")
        self.setEnabled(waited_for or not is_ready)
        self.setToolTip(
            "Press to be told no more"
            if waited_for
            else f"Modstead says so at its start once everything is ready for {target}"
        )
        self._show_words()

    def set_brief(self, *, brief: bool) -> None:
        """Show the bell alone, where there is no room for the words."""
        self._brief = brief
        self._show_words()

    def _show_words(self) -> None:
        self.reserve(() if self._brief else (_TELL_ME, _TOLD))
        self.set_text("" if self._brief else self._words)
        self.setAccessibleName(self._words)
