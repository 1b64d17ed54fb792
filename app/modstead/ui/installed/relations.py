"""Which installed mods need which others, from what their versions say."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from modstead.domain.instance import InstalledMod
from modstead.domain.version import DependencyKind

# Fabric API is also brought by Quilt's and Forge's own editions of it.
_STAND_INS = {"P7dR8mSH": ("qvIfYCYJ", "Aqlf1Shp")}


@dataclass(frozen=True, slots=True)
class Requirement:
    """A project that a mod needs, and the installed mod that is it, if any."""

    project_id: str
    mod: InstalledMod | None = None

    @property
    def met(self) -> bool:
        return self.mod is not None and self.mod.file.enabled


def project_of(mod: InstalledMod) -> str | None:
    """The project that a mod is of, however that is known."""
    return mod.project.project_id if mod.project else mod.project_id


class Relations:
    """The requirements between the mods of one folder."""

    def __init__(self, mods: Iterable[InstalledMod]) -> None:
        self._by_project: dict[str, InstalledMod] = {}
        self._by_version: dict[str, InstalledMod] = {}
        self._required_by: defaultdict[str, list[InstalledMod]] = defaultdict(list)
        listed = tuple(mods)
        for mod in sorted(listed, key=lambda mod: mod.file.enabled):
            project_id = project_of(mod)
            if project_id:
                self._by_project[project_id] = mod
            if mod.version:
                self._by_version[mod.version.id] = mod
        self._requires = {mod.file.name: self._find_requirements(mod) for mod in listed}
        for mod in listed:
            for requirement in self._requires[mod.file.name]:
                if requirement.mod is not None:
                    self._required_by[requirement.mod.file.name].append(mod)

    def requires(self, mod: InstalledMod) -> tuple[Requirement, ...]:
        return self._requires.get(mod.file.name, ())

    def required_by(self, mod: InstalledMod) -> tuple[InstalledMod, ...]:
        return tuple(self._required_by.get(mod.file.name, ()))

    def unmet(self, mod: InstalledMod) -> tuple[Requirement, ...]:
        """What the mod lacks; a disabled mod lacks nothing."""
        if not mod.file.enabled:
            return ()
        return tuple(requirement for requirement in self.requires(mod) if not requirement.met)

    def _find_requirements(self, mod: InstalledMod) -> tuple[Requirement, ...]:
        if mod.version is None:
            return ()
        found: dict[str, Requirement] = {}
        for dependency in mod.version.dependencies:
            if dependency.kind is not DependencyKind.REQUIRED:
                continue
            by_version = self._by_version.get(dependency.version_id or "")
            project_id = dependency.project_id or (project_of(by_version) if by_version else None)
            if project_id:
                found[project_id] = Requirement(project_id, by_version or self._installed(project_id))
        return tuple(found.values())

    def _installed(self, project_id: str) -> InstalledMod | None:
        for candidate in (project_id, *_STAND_INS.get(project_id, ())):
            if candidate in self._by_project:
                return self._by_project[candidate]
        return None
