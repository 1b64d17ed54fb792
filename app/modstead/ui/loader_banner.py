"""Asks once for what a folder does not tell: the loader and the game version."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from modstead.domain.compatibility import lacking
from modstead.domain.game_versions import GameVersions
from modstead.domain.instance import ContentKind, Instance, Loader
from modstead.ui.content_words import loaders_of
from modstead.ui.kit.banners import Banner
from modstead.ui.kit.buttons import Button
from modstead.ui.kit.combos import ComboBox
from modstead.ui.theme import Theme


class LoaderBanner(Banner):
    """A banner with two fields. `answered` carries a `Loader` or None and a game version, once; `closed` is its x.

    Only the loaders of what the folder holds are offered, for packs none. What is known of the instance already is
    chosen; the version may also be typed, as the list may be out of reach.
    """

    answered = Signal(object, str)

    def __init__(
        self, theme: Theme, instance: Instance, game_versions: GameVersions, *, parent: QWidget | None = None
    ) -> None:
        """The releases are offered, newest first. What the list does not know is used once it is said twice."""
        title, detail = _words(instance)
        self._known = game_versions
        self._insisted = ""
        super().__init__(theme, "info", title, detail, closable=True, parent=parent)
        loaders = loaders_of(instance.content)
        self.loader = ComboBox(theme, "Loader")
        self.loader.setVisible(bool(loaders))
        self._needs_loader = bool(loaders)
        for loader in loaders:
            self.loader.addItem(loader.label, loader)
        self.loader.setCurrentIndex(self.loader.findData(instance.loader) if instance.loader else -1)
        self.version = ComboBox(theme, "Game version", editable=True)
        self.version.addItems(list(game_versions.releases))
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
        self.setFocusProxy(self.loader if loaders else self.version)

    def _answer(self) -> None:
        version = self.version.currentText().strip()
        if self.use.isEnabled() and not self._doubted(version):
            self.use.setEnabled(False)
            self.answered.emit(self._loader(), version)

    def _doubted(self, version: str) -> bool:
        """Ask once more about a version that nobody knows; the list may also be older than the version."""
        if not self._known.tags or not version or version in self._known or version == self._insisted:
            return False
        self._insisted = version
        self.set_text(f"No Minecraft {version} is known.", "Is it meant all the same?")
        self.use.set_text("Use it all the same")
        return True

    def _loader(self) -> Loader | None:
        chosen = self.loader.currentData()
        return Loader(chosen) if chosen else None

    def _show_ready(self) -> None:
        loader = self._loader()
        proxy = loader is not None and loader.is_proxy
        self.version.setVisible(not proxy)
        told = proxy or bool(self.version.currentText().strip())
        self.use.setEnabled(told and (loader is not None or not self._needs_loader))


def _words(instance: Instance) -> tuple[str, str]:
    """A question where something is unknown, else a heading; and why it matters."""
    label = instance.content.label
    server = instance.content is ContentKind.PLUGIN
    what = ("Server" if server else "Loader") if loaders_of(instance.content) else ""
    both = f"{what} and game version" if what else "Game version"
    decides = "Both decide" if what else "It decides"
    asked = "they are" if what else "it is"
    if lacking(instance):
        question = f"Which {'server' if server else 'game'} is {instance.name} for?"
        return question, f"{decides} which {label} fit; {asked} asked once."
    return f"{both} of {instance.name}.", f"{decides} which {label} fit."
