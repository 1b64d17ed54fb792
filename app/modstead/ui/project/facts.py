"""What the page says of a project, drawn from its versions, the open folder and its library. Pure decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from modstead.domain.compatibility import Choice, Target, address_elsewhere, misfit
from modstead.domain.game_versions import GameVersions
from modstead.domain.instance import ContentKind
from modstead.domain.plan import Plan
from modstead.domain.project import Project
from modstead.domain.version import Dependency, DependencyKind, Version
from modstead.ui.content_words import words_for
from modstead.ui.kit.install import InstallState
from modstead.ui.kit.versions import short_version
from modstead.ui.project.dependencies import DependencyRow
from modstead.ui.project.side import Companion, FitWords
from modstead.ui.project.versions import VersionRow
from modstead.ui.project.words import DEPENDENCY_WORDS, loader_words
from modstead.ui.project_states import ProjectStates, gone_words


@dataclass(frozen=True, slots=True)
class Known:
    """What has been found out about the project so far."""

    project: Project
    versions: tuple[Version, ...] = ()
    choice: Choice | None = None
    related: tuple[Project, ...] = ()
    plan: Plan | None = None
    game_versions: GameVersions | None = None

    @property
    def elsewhere(self) -> str:
        """Where the browser finds what would be installed, if that lies on another site; else nothing."""
        choice = self.choice
        return address_elsewhere(choice.elsewhere) if choice and choice.elsewhere else ""

    @property
    def shown_version(self) -> Version | None:
        """The version whose dependencies are shown: what would be installed, else the newest."""
        if self.choice and self.choice.version:
            return self.choice.version
        return self.versions[0] if self.versions else None


def fit_words(known: Known, states: ProjectStates) -> FitWords | None:
    """Does it fit, in one sentence; None where there is nothing that it could fit."""
    project = known.project
    target = states.target_for(project.project_type, project.loaders)
    if not states.takes(project.project_type, project.loaders):
        return None
    if target is None or known.choice is None:
        return None
    installed = states.installed(project.project_id)
    version = known.choice.version
    if installed and (version is None or version.id == installed.version_id):
        return FitWords(short_version(installed.number), f"is installed, nothing newer fits {target}")
    if version is None:
        bold = "Only elsewhere." if known.choice.elsewhere else "Nothing fits."
        return FitWords(bold, known.choice.reason, "warn")
    number = short_version(version.number)
    if installed:
        return FitWords(number, f"fits {target} and would replace {short_version(installed.number)}")
    if known.choice.lenient:
        return FitWords(number, f"fits {target}, but it is {_channel(version)}", "warn")
    return FitWords(number, f"fits {target}")


def version_rows(known: Known, states: ProjectStates, *, everything: bool) -> tuple[VersionRow, ...]:
    """The versions that fit, or all; without an open folder nothing narrows them."""
    rows = []
    installed = states.installed(known.project.project_id)
    target = states.target_for(known.project.project_type, known.project.loaders)
    for version in known.versions:
        hint = _why_not(version, known.project, states)
        is_installed = bool(installed and installed.version_id == version.id)
        fits = target is None or misfit(version, target) is None
        if not (everything or fits or is_installed):
            continue
        if is_installed:
            button = InstallState("installed")
        elif hint:
            button = InstallState("off", "Switch" if installed else "Install")
        else:
            button = InstallState("install", "Switch" if installed else "Install")
        rows.append(VersionRow(version, made_for(version, known.game_versions), button, hint, is_installed))
    return tuple(rows)


def fitting(versions: Iterable[Version], target: Target | None) -> tuple[Version, ...]:
    return tuple(version for version in versions if target is None or misfit(version, target) is None)


def made_for(version: Version, order: GameVersions | None) -> str:
    """Loaders and game versions in words: "Fabric, Quilt · 1.21 – 1.21.4"."""
    loaders = ", ".join(map(loader_words, version.loaders))
    spans = order.spans(version.game_versions) if order else ", ".join(version.game_versions)
    return " · ".join(part for part in (loaders, spans) if part)


def dependency_rows(known: Known, states: ProjectStates) -> tuple[DependencyRow, ...]:
    """By kind, the required ones first, each with what will become of it."""
    version = known.shown_version
    if version is None:
        return ()
    projects = {project.project_id: project for project in known.related}
    owners = {found.id: found.project_id for found in known.versions}
    rows: list[DependencyRow] = []
    for kind in DependencyKind:
        listed = [item for item in version.dependencies if item.kind is kind]
        if listed:
            rows.append(DependencyRow(DEPENDENCY_WORDS[kind], heading=True))
            rows += [_dependency_row(item, projects, owners, states) for item in listed]
    return tuple(rows)


def companions(known: Known, states: ProjectStates) -> tuple[Companion, ...]:
    """What else an install brings, the new ones first, and which of the required ones are there already."""
    icons = {project.project_id: project for project in known.related}
    found: list[Companion] = []
    if known.plan is not None:
        for operation in known.plan.operations:
            if operation.required_by and operation.project:
                project = icons.get(operation.project.project_id)
                found.append(
                    Companion(
                        operation.project.project_id,
                        operation.title,
                        short_version(operation.version_number),
                        operation.icon_url or (project.icon_url if project else None),
                        operation.download_size,
                    )
                )
    version, listed = known.shown_version, {item.project_id for item in found}
    for item in version.dependencies if version else ():
        project = icons.get(item.project_id or "")
        if item.kind is not DependencyKind.REQUIRED or project is None or project.project_id in listed:
            continue
        if states.installed(project.project_id):
            found.append(
                Companion(project.project_id, project.title, icon_url=project.icon_url, installed=True)
            )
    return tuple(found)


def _dependency_row(
    item: Dependency, projects: Mapping[str, Project], owners: Mapping[str, str], states: ProjectStates
) -> DependencyRow:
    project_id = item.project_id or owners.get(item.version_id or "", "")
    project = projects.get(project_id)
    installed = states.installed(project_id) if project_id else None
    state, good = "", False
    if item.kind is DependencyKind.REQUIRED:
        state, good = ("Installed", True) if installed else ("Comes along", False)
    elif item.kind is DependencyKind.INCOMPATIBLE:
        state = "Installed: a conflict" if installed else ""
    elif installed:
        state, good = "Installed", True
    if project is None:
        return DependencyRow(item.file_name or project_id or "A file without a name", state=state, good=good)
    return DependencyRow(
        project.title,
        " ".join(project.summary.split()),
        state,
        project.project_id,
        project.icon_url,
        good,
    )


def _why_not(version: Version, project: Project, states: ProjectStates) -> str:
    if not states.takes(project.project_type, project.loaders):
        words = words_for(states.instance.content if states.instance else ContentKind.MOD)
        return f"A folder of {words.many} takes {words.many} only."
    if states.instance is None:
        return "Open a folder of mods first."
    if states.gone:
        return gone_words(states.instance)
    target = states.target_for(project.project_type, project.loaders)
    if target is None:
        return "The folder's loader and Minecraft version are not known."
    if states.offline:
        return "You are offline."
    return misfit(version, target) or ""


def _channel(version: Version) -> str:
    return "an alpha" if version.channel.value == "alpha" else f"a {version.channel.value}"


def menu_versions(versions: Sequence[Version], target: Target | None, most: int = 10) -> tuple[Version, ...]:
    """The versions offered beside the button."""
    return fitting(versions, target)[:most]
