"""The required dependencies that new versions bring along, through chains and diamonds, each once."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import partial

from modstead.domain.catalog import Catalog
from modstead.domain.changes import enable_operation, install_operation
from modstead.domain.compatibility import Choice, Target, misfit, misplaced, mod_file
from modstead.domain.demands import Demands, choose_demanded
from modstead.domain.identity import plain
from modstead.domain.instance import InstalledMod, Library
from modstead.domain.loading import loaded_manifests, stand_ins
from modstead.domain.plan import Note, NoteKind, Operation
from modstead.domain.project import Project
from modstead.domain.version import Channel, Dependency, DependencyKind, Version
from modstead.services.together import together

# Real chains are three or four long; a platform that answers with an endless one is cut off here.
_MOST_ROUNDS = 16

SafeName = Callable[[str], str | None]


@dataclass(slots=True)
class Closure:
    """What is to be brought along: `chosen` by project ID, and why each is there."""

    operations: list[Operation] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    chosen: dict[str, Version] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Need:
    dependency: Dependency
    by: Version


@dataclass(frozen=True, slots=True)
class _Folder:
    """What is to be chosen for: `brought` holds the mod IDs that files of no known project bring."""

    target: Target
    channel: Channel | None
    brought: Set[str]
    demands: Demands


class DependencyResolver:
    """Finds what a set of new versions requires that a folder lacks."""

    def __init__(self, catalog: Catalog, unsafe_name: SafeName) -> None:
        self._catalog = catalog
        self._unsafe_name = unsafe_name

    async def closure(
        self,
        library: Library,
        target: Target,
        versions: Iterable[Version],
        *,
        channel: Channel | None = None,
    ) -> Closure:
        """Operations that install what is missing and enable what is disabled, nearest first.

        What cannot be had becomes a note, not an error: the user decides whether to go on without it. So does what the
        enabled files that stay do not put up with, where there is no version with which they do.
        """
        closure = Closure(chosen={version.project_id: version for version in versions})
        asked = set(closure.chosen)
        installed = {
            mod.project_id: mod
            for mod in sorted(library.mods, key=lambda mod: mod.file.enabled)
            if mod.project_id and (mod.file.enabled or not mod.altered)
        }
        demands = Demands(library, _leaving(library, closure.chosen.values()))
        folder = _Folder(target, channel, brought_ids(library), demands)
        wave = tuple(closure.chosen.values())
        for _ in range(_MOST_ROUNDS):
            needs = await self._needs(wave, closure)
            missing = self._split(needs, installed, closure)
            if not missing:
                break
            wave = await self._choose(missing, folder, closure)
        self._record_requesters(closure, asked)
        return closure

    async def _needs(self, wave: Sequence[Version], closure: Closure) -> dict[str, list[_Need]]:
        """What the wave requires, by project ID; a dependency that names only a version is looked up."""
        required = [
            _Need(dependency, version)
            for version in wave
            for dependency in version.dependencies
            if dependency.kind is DependencyKind.REQUIRED
        ]
        unnamed = {
            need.dependency.version_id
            for need in required
            if need.dependency.version_id and not need.dependency.project_id
        }
        known = await self._catalog.versions_by_id(unnamed) if unnamed else {}
        needs: dict[str, list[_Need]] = {}
        for need in required:
            version = known.get(need.dependency.version_id or "")
            project_id = need.dependency.project_id or (version.project_id if version else None)
            if project_id:
                needs.setdefault(project_id, []).append(need)
            else:
                named = need.dependency.file_name or "a file without a name"
                closure.notes.append(
                    Note(
                        NoteKind.UNRESOLVED,
                        need.by.name or need.by.number,
                        f"It also needs {named}, which the platform does not have.",
                    )
                )
        return needs

    def _split(
        self, needs: Mapping[str, list[_Need]], installed: Mapping[str, InstalledMod], closure: Closure
    ) -> dict[str, list[_Need]]:
        """Those that were neither installed nor dealt with before; an installed but disabled one is enabled."""
        missing = {}
        for project_id, asking in needs.items():
            mod = next((installed[same] for same in stand_ins(project_id) if same in installed), None)
            if project_id in closure.chosen or project_id in closure.titles:
                continue
            if mod is None:
                missing[project_id] = asking
            elif not mod.file.enabled:
                closure.chosen |= {project_id: mod.version} if mod.version else {}
                closure.titles[project_id] = mod.title
                closure.operations.append(enable_operation(mod, "required"))
        return missing

    async def _choose(
        self, missing: Mapping[str, list[_Need]], folder: _Folder, closure: Closure
    ) -> tuple[Version, ...]:
        projects = await self._catalog.projects(missing)
        here = {
            project_id for project_id, project in projects.items() if plain(project.slug) in folder.brought
        }
        missing = {project_id: asking for project_id, asking in missing.items() if project_id not in here}
        elsewhere = _misplaced(missing, projects, folder.target)
        closure.notes += elsewhere.values()
        closure.titles |= {project_id: note.subject for project_id, note in elsewhere.items()}
        wanted = {project_id: asking for project_id, asking in missing.items() if project_id not in elsewhere}
        found = await together(
            partial(self._version, project_id, projects.get(project_id), asking, folder)
            for project_id, asking in wanted.items()
        )
        wave = []
        for project_id, (choice, notes) in zip(wanted, found, strict=True):
            project = projects.get(project_id)
            title = closure.titles[project_id] = project.title if project else project_id
            if choice.version is None:
                text = f"{title} is required, but: {choice.reason}"
                closure.notes.append(Note(NoteKind.UNRESOLVED, title, text))
                continue
            closure.chosen[project_id] = choice.version
            operation = self._operation(choice.version, project, closure)
            if operation:
                closure.operations.append(operation)
                closure.notes += notes
                wave.append(choice.version)
        return tuple(wave)

    async def _version(
        self, project_id: str, project: Project | None, asking: Sequence[_Need], folder: _Folder
    ) -> tuple[Choice, tuple[Note, ...]]:
        """The version that an asker names, if it fits; else the newest one that does."""
        target, channel = folder.target, folder.channel
        versions = await self._catalog.versions(
            project_id, loaders=target.loaders, game_versions=target.game_versions, changelogs=False
        )
        demands = folder.demands.on_project(project) if project else ()
        named = {need.dependency.version_id for need in asking if need.dependency.version_id}
        if len(named) == 1:
            exact = next((version for version in versions if version.id in named), None)
            refused = exact and any(demand.refuses(exact) for demand in demands)
            if exact and not refused and misfit(exact, target) is None:
                return Choice(await whole(self._catalog, exact)), ()
        title = project.title if project else project_id
        choice, notes = choose_demanded(versions, title, demands, target, channel)
        if choice.version is None and channel is not None:
            choice, notes = choose_demanded(versions, title, demands, target)
        if choice.version is not None:
            choice = replace(choice, version=await whole(self._catalog, choice.version))
        return choice, notes

    def _operation(self, version: Version, project: Project | None, closure: Closure) -> Operation | None:
        file = mod_file(version)
        title = project.title if project else version.name or version.number
        reason = self._unsafe_name(file.filename) if file else "It has no file to install."
        if file is None or reason:
            closure.notes.append(Note(NoteKind.UNRESOLVED, title, f"{title} is required, but: {reason}"))
            return None
        return install_operation(version, file, project, "required")

    def _record_requesters(self, closure: Closure, asked: set[str]) -> None:
        """Say of each dependency which of the chosen projects need it."""
        requesters: dict[str, list[str]] = {}
        ids = {version.id: project_id for project_id, version in closure.chosen.items()}
        for project_id, version in closure.chosen.items():
            for dependency in version.dependencies:
                if dependency.kind is DependencyKind.REQUIRED:
                    needed = dependency.project_id or ids.get(dependency.version_id or "", "")
                    requesters.setdefault(needed, []).append(project_id)
        closure.operations = [_required_by(operation, requesters, asked) for operation in closure.operations]


async def whole(catalog: Catalog, version: Version) -> Version:
    """The version with its files, which a platform's list of versions may leave out."""
    return version if version.files_known else await catalog.version(version.id)


def _misplaced(
    missing: Mapping[str, list[_Need]], projects: Mapping[str, Project], target: Target
) -> dict[str, Note]:
    """What is required of another kind than the folder holds, as packs may need mods; by project ID.

    Whether it is there, in its own folder, cannot be told from here.
    """
    notes = {}
    for project_id, asking in missing.items():
        project = projects.get(project_id)
        if project and (reason := misplaced(project, target)):
            asker = asking[0].by.name or asking[0].by.number
            text = f"{asker} needs {project.title} too. {reason}"
            notes[project_id] = Note(NoteKind.INFO, project.title, text)
    return notes


def _leaving(library: Library, chosen: Iterable[Version]) -> Set[str]:
    """The projects of which another version takes the place of the file that is here."""
    present = {mod.file.sha1 for mod in library.mods}
    return {
        version.project_id
        for version in chosen
        if not any(file.hashes.sha1 in present for file in version.files)
    }


def brought_ids(library: Library) -> Set[str]:
    """The mod IDs, spelt plainly, of enabled files of no known project: what calls itself so serves as that."""
    return {
        plain(name)
        for mod in library.mods
        if mod.file.enabled and not mod.project_id
        for manifest in loaded_manifests(mod.manifests, library.instance)
        for name in (manifest.id, *manifest.provides)
    }


def _required_by(operation: Operation, requesters: Mapping[str, list[str]], asked: set[str]) -> Operation:
    project_id = operation.project.project_id if operation.project else ""
    if project_id in asked:
        return operation
    return replace(operation, required_by=tuple(dict.fromkeys(requesters.get(project_id, ()))))
