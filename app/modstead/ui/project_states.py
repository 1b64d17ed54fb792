"""What the window knows of any project: installed, outdated, under way, out of reach. Pages paint from it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from modstead.domain.compatibility import Target, contents_of_project
from modstead.domain.instance import ContentKind, Instance, Library
from modstead.errors import LoaderUnknown
from modstead.ui.content_words import words_for
from modstead.ui.kit.install import InstallState

_TAKEN = {
    ContentKind.PLUGIN: {"mod", "plugin"},
    ContentKind.DATA_PACK: {"mod", "datapack"},
}
"""What platforms also call such content: many a project is a mod and a plugin or a data pack at once."""
_TYPES = {"modpack": "a modpack", "resourcepack": "a resource pack", "datapack": "a data pack"}


@dataclass(frozen=True, slots=True)
class InstalledProject:
    """A project that lies in the folder; `update` is the number of the newer version, if there is one."""

    version_id: str
    number: str
    update: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """An install or update under way: a share of 0 to 1, and what is happening in a few words."""

    share: float = 0.0
    text: str = "Installing"


@dataclass(frozen=True, slots=True)
class ButtonState:
    """What the project's button shows, and why, for its tool tip."""

    shown: InstallState
    hint: str = ""


class ProjectStates(QObject):
    """Told by whoever owns library and operations; `changed` means that buttons are to be painted anew.

    A project goes into the open folder if it may lie there, else into the section of its game that is for such.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._instance: Instance | None = None
        self._target: Target | None = None
        self._installed: dict[str, InstalledProject] = {}
        self._others: tuple[Instance, ...] = ()
        self._installed_there: dict[Path, dict[str, InstalledProject]] = {}
        self._running: dict[str, Running] = {}
        self._awaited: Counter[tuple[Path, str]] = Counter()
        self._offline = False
        self._gone = False

    @property
    def instance(self) -> Instance | None:
        return self._instance

    @property
    def target(self) -> Target | None:
        """What versions must fit; None without an instance, or where its loader or game version is not known."""
        return self._target

    @property
    def offline(self) -> bool:
        return self._offline

    @property
    def gone(self) -> bool:
        """Whether the open folder is not there any more."""
        return self._gone

    def set_gone(self) -> None:
        """The open folder is not there any more, until it is told what lies in it."""
        self._gone = True
        self._installed = {}
        self.changed.emit()

    def set_instance(self, instance: Instance | None) -> None:
        """Another folder: what was known of the one before is forgotten."""
        if instance == self._instance:
            return
        self._instance = instance
        self._target = _target(instance)
        self._installed = {}
        self._gone = False
        self._others, self._installed_there = (), {}
        self.changed.emit()

    def set_library(self, library: Library | None, updates: Mapping[str, str] | None = None) -> None:
        """What lies in the folder; `updates` maps project IDs to the numbers of newer versions."""
        self._installed = _installed(library, updates or {}) if library else {}
        if library is not None:
            self._gone = False
            self._instance = library.instance
            self._target = _target(library.instance)
        self.changed.emit()

    def set_sections(self, others: Sequence[Instance]) -> None:
        """The sections of the open folder's game besides it, those included that have no folder yet."""
        if tuple(others) != self._others:
            self._others = tuple(others)
            folders = {section.folder for section in others}
            self._installed_there = {
                folder: found for folder, found in self._installed_there.items() if folder in folders
            }
            self.changed.emit()

    def set_other_library(self, library: Library, updates: Mapping[str, str]) -> None:
        """What lies in such a section; as in `set_library`."""
        if any(section.folder == library.instance.folder for section in self._others):
            self._installed_there[library.instance.folder] = _installed(library, updates)
            self.changed.emit()

    def set_running(self, project_ids: Collection[str], running: Running | None) -> None:
        """An operation on these projects moves on; None means that it has ended."""
        for project_id in project_ids:
            if running is None:
                self._running.pop(project_id, None)
            else:
                self._running[project_id] = running
        self.changed.emit()

    def await_more(self, folder: Path, project_ids: Collection[str], more: int) -> None:
        """So many answers more, or fewer, are waited for as to what installing these in that folder takes."""
        for project_id in project_ids:
            self._awaited[folder, project_id] += more
        self._awaited = +self._awaited
        self.changed.emit()

    def set_offline(self, offline: bool) -> None:
        if offline != self._offline:
            self._offline = offline
            self.changed.emit()

    def installed(self, project_id: str) -> InstalledProject | None:
        """What lies in the open folder of it, else in another section of its game."""
        everywhere = (self._installed, *self._installed_there.values())
        return next((found[project_id] for found in everywhere if project_id in found), None)

    def running(self, project_id: str) -> Running | None:
        return self._running.get(project_id)

    def takes(self, project_type: str, loaders: Collection[str] = ()) -> bool:
        """Whether the game may hold what a platform calls so; without one, what a folder of mods may hold."""
        if self._instance is None:
            return project_type == ContentKind.MOD
        return self.section_for(project_type, loaders) is not None

    def section_for(self, project_type: str, loaders: Collection[str] = ()) -> Instance | None:
        """Where such a project goes: the open folder, else the first other section that is for such, else nowhere."""
        here = self._instance
        if here is None:
            return None
        kinds = contents_of_project(project_type, loaders)
        taken = project_type in _TAKEN.get(here.content, {here.content.value})
        if here.content in kinds or (taken and not kinds):
            return here
        wanted = kinds or {project_type}
        return next((one for one in self._others if one.content in wanted), here if taken else None)

    def target_for(self, project_type: str, loaders: Collection[str] = ()) -> Target | None:
        """What its versions must fit; the open folder's where it goes nowhere."""
        section = self.section_for(project_type, loaders)
        return self._target if section in (None, self._instance) else _target(section)

    def button(
        self, project_id: str, project_type: str, loaders: Collection[str], game_versions: Collection[str]
    ) -> ButtonState:
        """The state of the project's button in this folder. Empty loaders or game versions are not known: they fit."""
        running = self._running.get(project_id)
        if running is not None:
            return ButtonState(InstallState("running", share=running.share), running.text)
        if self._instance is not None and (self._instance.folder, project_id) in self._awaited:
            return ButtonState(InstallState("off", "Looking …"), "Modstead works out what it needs.")
        installed = self.installed(project_id)
        if installed is not None and not installed.update:
            return ButtonState(InstallState("installed"), f"{installed.number} is installed.")
        if self._gone and self._instance is not None:
            return ButtonState(InstallState("off"), gone_words(self._instance))
        if self._offline:
            text = "Update" if installed else "Install"
            return ButtonState(InstallState("off", text), "You are offline.")
        if installed is not None:
            return ButtonState(
                InstallState("update"), f"{installed.update} is there; {installed.number} is installed."
            )
        return self._for_new(project_type, loaders, game_versions)

    def _for_new(
        self, project_type: str, loaders: Collection[str], game_versions: Collection[str]
    ) -> ButtonState:
        content = self._instance.content if self._instance else ContentKind.MOD
        if not self.takes(project_type, loaders):
            words, what = words_for(content), _TYPES.get(project_type, f"a {project_type}")
            return ButtonState(
                InstallState("unfit", f"Not a {words.one}"),
                f"This is {what}; a folder of {words.many} takes {words.many}.",
            )
        if self._instance is None:
            return ButtonState(InstallState("off"), "Open a folder of mods first.")
        target = self.target_for(project_type, loaders)
        if target is None:
            return ButtonState(
                InstallState("off"), "The folder's loader and Minecraft version are not known."
            )
        if target.game_version and game_versions and target.game_version not in game_versions:
            hint = f"No version is made for Minecraft {target.game_version}."
            return ButtonState(InstallState("unfit", f"No {target.game_version} yet"), hint)
        if loaders and not set(loaders).intersection(target.loaders):
            hint = f"It is not made for {target.label}."
            return ButtonState(InstallState("unfit", f"Not for {target.label}"), hint)
        section = self.section_for(project_type, loaders)
        if section is None or section.folder == self._instance.folder:
            return ButtonState(InstallState("install"))
        return ButtonState(InstallState("install"), f"It goes among the {section.content.label}.")


def gone_words(instance: Instance) -> str:
    """Why nothing can be done in a folder that is not there any more."""
    return f"The folder of {instance.name} is gone."


def _installed(library: Library, updates: Mapping[str, str]) -> dict[str, InstalledProject]:
    return {
        mod.version.project_id: InstalledProject(
            mod.version.id, mod.version_number, updates.get(mod.version.project_id, "")
        )
        for mod in library.mods
        if mod.version
    }


def _target(instance: Instance | None) -> Target | None:
    if instance is None:
        return None
    try:
        return Target.of(instance)
    except LoaderUnknown:
        return None
