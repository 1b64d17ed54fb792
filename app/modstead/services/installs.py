"""Installing projects, or chosen versions of them, with what they need."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from modstead.domain.catalog import Catalog
from modstead.domain.changes import conflicts, enable_operation, install_operation, replace_operation
from modstead.domain.compatibility import (
    Choice,
    Target,
    address_elsewhere,
    choose,
    contents_of_project,
    mismatch,
    misplaced,
    mod_file,
    unobtainable,
)
from modstead.domain.demands import Demand, Demands, choose_demanded, objections
from modstead.domain.instance import InstalledMod, Instance, Library
from modstead.domain.plan import Note, NoteKind, Operation, Plan, PlanKind
from modstead.domain.project import Project
from modstead.domain.version import Channel, Version, VersionFile
from modstead.errors import CatalogError, NotFound, Unresolvable, UnsafeFileName
from modstead.services.dependencies import DependencyResolver, SafeName, whole
from modstead.services.together import together


@dataclass(frozen=True, slots=True)
class Wanted:
    """A project by ID or slug, and one of its versions by ID or number; empty means the newest that fits."""

    project: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class _Resolved:
    project: Project
    version: Version
    notes: tuple[Note, ...] = ()


class InstallService:
    def __init__(self, catalog: Catalog, unsafe_name: SafeName) -> None:
        self._catalog = catalog
        self._unsafe_name = unsafe_name
        self._resolver = DependencyResolver(catalog, unsafe_name)

    async def section_for(self, wanted: Sequence[Wanted], sections: Sequence[Instance]) -> Instance:
        """That of a game's sections where all of these belong, the first before the others; the first where none is.

        What is wrong with these projects, its plan says.
        """
        try:
            projects = await together(partial(self._catalog.project, item.project) for item in wanted)
        except CatalogError:
            return sections[0]
        kinds = [contents_of_project(project.project_type, project.loaders) for project in projects]
        fitting = (
            section for section in sections if all(not some or section.content in some for some in kinds)
        )
        return next(fitting, sections[0])

    async def choose(self, project_id: str, instance: Instance, channel: Channel | None = None) -> Choice:
        """The newest version of the project that fits the instance, or why there is none.

        Raises:
            LoaderUnknown: the instance's loader or game version is not known.
        """
        target = Target.of(instance)
        versions = await self._catalog.versions(
            project_id, loaders=target.loaders, game_versions=target.game_versions, changelogs=False
        )
        return choose(versions, target, channel)

    async def plan(self, library: Library, wanted: Sequence[Wanted], channel: Channel | None = None) -> Plan:
        """One plan that installs everything wanted and the required dependencies that the folder lacks.

        What is already there in that version is noted; what is there in another one is replaced. Where no version is
        named, it is one that the enabled files put up with, if there is any. Projects that do not go together, and what
        a file that stays refuses, are named in notes of the kind conflict.

        Raises:
            NotFound: there is no such project or version.
            Unresolvable: no version fits the instance, or two versions of one project are wanted.
            UnsafeFileName: the platform names a file that must not be written.
            LoaderUnknown: the instance's loader or game version is not known.
        """
        target = Target.of(library.instance)
        demands = Demands(library, {item.project for item in wanted})
        resolved = await together(partial(self._resolve, item, library, demands, channel) for item in wanted)
        unique = _each_once(resolved)
        closure = await self._resolver.closure(
            library, target, (item.version for item in unique), channel=channel
        )
        notes = [note for item in unique for note in item.notes]
        operations = []
        for item in unique:
            operation, note = self._operation(item, library)
            operations += [operation] if operation else []
            notes += [note] if note else []
        operations += closure.operations
        titles = closure.titles | {item.project.project_id: item.project.title for item in unique}
        notes += closure.notes
        notes += conflicts(tuple(closure.chosen.values()), library, titles)
        return Plan(library.instance, PlanKind.INSTALL, tuple(operations), tuple(notes))

    async def _resolve(
        self, wanted: Wanted, library: Library, demands: Demands, channel: Channel | None
    ) -> _Resolved:
        target = Target.of(library.instance)
        project = await self._catalog.project(wanted.project)
        if elsewhere := misplaced(project, target):
            raise Unresolvable(
                f"{project.title} cannot be installed here.",
                elsewhere,
                remedy="Choose the folder where it belongs.",
            )
        on_it = demands.on_project(project, installed_of(library, project.project_id))
        if wanted.version:
            version = await self._named_version(project, wanted.version)
            reason = mismatch(version, target)
            if reason:
                raise Unresolvable(
                    f"{project.title} {version.number} does not fit {target}.",
                    reason,
                    remedy="Choose another version, or name another loader or game version.",
                )
            _check_obtainable(project, version)
            return _Resolved(project, version, objections(version, project.title, on_it))
        return await self._newest(project, on_it, target, channel)

    async def _newest(
        self, project: Project, demands: Sequence[Demand], target: Target, channel: Channel | None
    ) -> _Resolved:
        versions = await self._catalog.versions(
            project.project_id,
            loaders=target.loaders,
            game_versions=target.game_versions,
            changelogs=False,
        )
        choice, notes = choose_demanded(versions, project.title, demands, target, channel)
        if choice.version is None:
            raise Unresolvable(
                f"{project.title} cannot be installed.",
                choice.reason,
                remedy=_remedy(project, choice.elsewhere),
            )
        if choice.lenient and not any(note.kind is NoteKind.INFO for note in notes):
            text = (
                f"No release fits {target}; {choice.version.number} is the newest {choice.version.channel}."
            )
            notes = (*notes, Note(NoteKind.INFO, project.title, text))
        version = await whole(self._catalog, choice.version)
        _check_obtainable(project, version)
        return _Resolved(project, version, notes)

    async def _named_version(self, project: Project, wanted: str) -> Version:
        try:
            return await self._catalog.version_by_number(project.project_id, wanted)
        except NotFound as error:
            raise NotFound(
                f"{project.title} has no version {wanted}.",
                remedy=f"See what it has: modstead show {project.handle}.",
            ) from error

    def _operation(self, item: _Resolved, library: Library) -> tuple[Operation | None, Note | None]:
        version, project = item.version, item.project
        file = mod_file(version)
        reason = self._unsafe_name(file.filename) if file else None
        if file is None or reason:
            raise UnsafeFileName(f"{project.title} {version.number} cannot be installed.", reason or "")
        present = installed_of(library, project.project_id)
        if present is None:
            return install_operation(version, file, project, "asked for"), None
        if _is_in(present, version, file):
            if present.file.enabled:
                text = f"{project.title} {version.number} is already installed."
                return None, Note(NoteKind.ALREADY, project.title, text)
            return enable_operation(present, "asked for"), None
        return replace_operation(present, version, file, project, "asked for"), None


def _check_obtainable(project: Project, version: Version) -> None:
    """Raises Unresolvable where no file of it may be installed."""
    reason = unobtainable(version)
    if reason:
        linked = version if address_elsewhere(version) else None
        title = f"{project.title} {version.number} cannot be installed."
        raise Unresolvable(title, reason, remedy=_remedy(project, linked))


def _remedy(project: Project, elsewhere: Version | None) -> str:
    if elsewhere:
        return f"Open {elsewhere.number} in the browser: {address_elsewhere(elsewhere)}"
    return f"See what it offers: modstead show {project.handle}."


def _is_in(present: InstalledMod, version: Version, file: VersionFile) -> bool:
    """Whether a file is of the version: by its sha1, and where the platform tells none by what is remembered of it."""
    if file.hashes.sha1:
        return version.has_file(present.file.sha1)
    return present.version is not None and present.version.id == version.id


def _each_once(resolved: Sequence[_Resolved]) -> tuple[_Resolved, ...]:
    """What is wanted twice, by slug and by ID say, is one; but of two versions none can be the one that is meant."""
    unique: dict[str, _Resolved] = {}
    for item in resolved:
        first = unique.setdefault(item.project.project_id, item)
        if first.version.id != item.version.id:
            title = item.project.title
            raise Unresolvable(
                f"Two versions of {title} cannot be installed together.",
                f"Both {first.version.number} and {item.version.number} are asked for.",
                remedy="Name only one of them.",
            )
    return tuple(unique.values())


def installed_of(library: Library, project_id: str) -> InstalledMod | None:
    """The folder's file of that project, an enabled one first."""
    present = [mod for mod in library.mods if mod.project_id == project_id]
    return next((mod for mod in present if mod.file.enabled), present[0] if present else None)
