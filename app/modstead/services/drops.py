"""Files from elsewhere: what they are, whether they fit, and the plan that adds them to a folder."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from modstead.domain.catalog import Catalog
from modstead.domain.changes import conflicts, install_operation, origin_of, replace_operation, state_of
from modstead.domain.compatibility import Target, choose, lacking, mod_file, unobtainable
from modstead.domain.identity import Unknown
from modstead.domain.instance import DISABLED_SUFFIX, ContentKind, InstalledMod, Library
from modstead.domain.plan import (
    FileState,
    LocalFile,
    Note,
    NoteKind,
    Operation,
    OperationKind,
    Plan,
    PlanKind,
)
from modstead.domain.project import Project, ProjectRef
from modstead.domain.version import Version, VersionFile
from modstead.errors import CatalogError
from modstead.instances.hashing import HashingProgress
from modstead.services.dependencies import DependencyResolver, SafeName
from modstead.services.dropped_files import (
    DroppedKind,
    Fit,
    IdentifiedFile,
    belongs,
    fit_of,
    read_files,
)
from modstead.services.installs import installed_of
from modstead.services.library import LibraryService, Names
from modstead.services.threads import run_cancellable

__all__ = ["AddAction", "AddChoice", "DropService", "DroppedKind", "Fit", "IdentifiedFile"]


class AddAction(StrEnum):
    ADD = "add"
    NEWEST = "newest"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class AddChoice:
    file: IdentifiedFile
    action: AddAction


class DropService:
    def __init__(self, catalog: Catalog, library: LibraryService, unsafe_name: SafeName) -> None:
        self._catalog = catalog
        self._library = library
        self._unsafe_name = unsafe_name
        self._resolver = DependencyResolver(catalog, unsafe_name)

    async def identify(
        self,
        paths: Sequence[Path],
        library: Library | None = None,
        progress: Callable[[HashingProgress], None] | None = None,
    ) -> tuple[IdentifiedFile, ...]:
        """What these files are, and those that lie in these folders; with a library also whether they fit it.

        Whether they fit is not told where the library's loader or game version is not known.

        A file that cannot be read is in the answer with its problem. Where the platform is out of reach, files are
        identified by what is remembered and by their manifests.
        """
        content = library.instance.content if library else None
        files = await run_cancellable(
            lambda cancelled: read_files(paths, content, progress, cancelled.is_set)
        )
        names = await self._library.identified([file.hashes.sha1 for file in files if file.hashes])
        if not names.away:
            names = await self._library.recognised(
                (unknown for file in files if (unknown := _unknown(file, content))), names
            )
        known = tuple(self._with_identity(file, names, library) for file in files)
        if library is None or lacking(library.instance):
            return known
        return await self._fitted(known, library)

    async def choose(
        self, file: IdentifiedFile, project: Project | None, library: Library | None = None
    ) -> IdentifiedFile:
        """Remember that the file is of this project, or, with None, to be left alone; what it is now.

        Raises:
            StorageError: it cannot be remembered.
        """
        if file.hashes is None:
            return file
        await self._library.choose(file.hashes.sha1, project)
        (known,) = await self.identify([file.path], library)
        return known

    def _with_identity(self, file: IdentifiedFile, names: Names, library: Library | None) -> IdentifiedFile:
        if file.hashes is None:
            return file
        instance = library.instance if library else None
        known = self._library.identity(file.hashes.sha1, file.manifests, names, instance)
        packs = library is not None and library.instance.content not in _IN_JARS
        kind = file.kind
        if kind is DroppedKind.PACK and not (known.version or file.manifests or packs):
            kind = DroppedKind.OTHER
        return replace(
            file,
            kind=kind,
            identified_by=known.identified_by,
            version=known.version,
            project=known.project,
            problems=(*file.problems, known.altered) if known.altered else file.problems,
            claims=known.claims,
            altered=known.altered,
            chosen=known.chosen,
            offers=known.offers,
        )

    async def _fitted(self, files: Sequence[IdentifiedFile], library: Library) -> tuple[IdentifiedFile, ...]:
        target = Target.of(library.instance)
        known = {file.hashes.sha1: file.version for file in files if file.hashes and file.version}
        newest = await self._newest(known, target)
        fitted = []
        for file in files:
            offered = newest.get(file.hashes.sha1) if file.hashes else None
            if offered is None and file.project and not file.version:
                offered = await self._newest_of(file.project, target)
            fitted.append(replace(file, fit=fit_of(file, offered, library, target)))
        return tuple(fitted)

    async def _newest(self, known: Mapping[str, Version], target: Target) -> Mapping[str, Version]:
        if not known:
            return {}
        try:
            return await self._catalog.latest_of(
                known, loaders=target.loaders, game_versions=target.game_versions
            )
        except CatalogError:
            return {}

    async def _newest_of(self, project: Project, target: Target) -> Version | None:
        try:
            versions = await self._catalog.versions(
                project.project_id,
                loaders=target.loaders,
                game_versions=target.game_versions,
                changelogs=False,
            )
        except CatalogError:
            return None
        return choose(versions, target).version

    async def plan_add(self, library: Library, choices: Sequence[AddChoice]) -> Plan:
        """Add the chosen files, or the newest versions instead, with the required dependencies that are lacking.

        A file of a project that is there already takes its place; nothing else is ever overwritten.
        """
        target = Target.of(library.instance)
        taken = {mod.file.jar_name.casefold() for mod in library.mods}
        present = {mod.file.sha1 for mod in library.mods}
        operations: list[Operation] = []
        notes: list[Note] = []
        versions: list[Version] = []
        remaining = library
        for choice in choices:
            if choice.action is AddAction.SKIP or choice.file.hashes is None:
                continue
            if choice.action is AddAction.ADD and choice.file.hashes.sha1 in present:
                notes.append(
                    Note(NoteKind.ALREADY, choice.file.title, f"{choice.file.title} is already there.")
                )
                continue
            if choice.action is AddAction.ADD and not belongs(choice.file, library):
                text = f"{choice.file.title} does not belong among the {library.instance.content.label}."
                notes.append(Note(NoteKind.UNRESOLVED, choice.file.title, text))
                continue
            operation = self._operation(choice, remaining, taken)
            if operation is None or operation.after is None:
                text = f"{choice.file.title} has no version for {target}."
                notes.append(Note(NoteKind.UNRESOLVED, choice.file.title, text))
                continue
            taken.add(operation.after.name.casefold())
            present.add(operation.after.sha1)
            operations.append(operation)
            remaining = _without(remaining, operation)
            version = _version_of(choice)
            versions += [version] if version else []
        closure = await self._resolver.closure(library, target, versions)
        titles = closure.titles | {
            choice.file.version.project_id: choice.file.title for choice in choices if choice.file.version
        }
        notes += closure.notes
        notes += conflicts(tuple(closure.chosen.values()), library, titles)
        return Plan(library.instance, PlanKind.ADD, (*operations, *closure.operations), tuple(notes))

    def _operation(self, choice: AddChoice, library: Library, taken: Collection[str]) -> Operation | None:
        version = _version_of(choice)
        file = mod_file(version) if version else None
        project_id = version.project_id if version else choice.file.project_id
        mod = installed_of(library, project_id) if project_id else None
        if choice.action is AddAction.NEWEST:
            if version is None or file is None or unobtainable(version):
                return None
            if self._unsafe_name(file.filename):
                return None
            if mod is None:
                return install_operation(version, file, choice.file.project, "dropped")
            return replace_operation(mod, version, file, choice.file.project, "dropped")
        return self._local_operation(choice.file, mod, taken)

    def _local_operation(
        self, dropped: IdentifiedFile, mod: InstalledMod | None, taken: Collection[str]
    ) -> Operation | None:
        if dropped.hashes is None:
            return None
        source = LocalFile(dropped.path, dropped.size, dropped.hashes)
        name = self._local_name(dropped, taken if mod is None else {*taken} - {mod.file.jar_name.casefold()})
        if mod is not None and not mod.file.enabled:
            name += DISABLED_SUFFIX
        version, published = dropped.version, _published(dropped)
        return Operation(
            OperationKind.INSTALL if mod is None else OperationKind.UPDATE,
            before=state_of(mod.file) if mod else None,
            after=FileState(name, dropped.size, dropped.hashes.sha1, dropped.hashes.sha512),
            source=source,
            title=dropped.title,
            reason="dropped",
            project=_ref(dropped),
            version_id=version.id if version else "",
            version_number=version.number if version else _manifest_version(dropped),
            from_version_id=mod.version.id if mod and mod.version else "",
            from_version_number=mod.version_number if mod else "",
            from_published=mod.version.published if mod and mod.version else None,
            channel=version.channel if version else None,
            published=version.published if version else None,
            icon_url=dropped.project.icon_url if dropped.project else None,
            origin=origin_of(version, published, dropped.project) if version and published else None,
        )

    def _local_name(self, dropped: IdentifiedFile, taken: Collection[str]) -> str:
        """The published name where it is known and safe, else the file's own; numbered where it is taken."""
        file = _published(dropped)
        name = file.filename if file and not self._unsafe_name(file.filename) else dropped.jar_name
        stem, dot, ending = name.rpartition(".")
        number = 2
        while name.casefold() in taken:
            name = f"{stem} ({number}){dot}{ending}"
            number += 1
        return name


_IN_JARS = frozenset({ContentKind.MOD, ContentKind.PLUGIN})


def _unknown(file: IdentifiedFile, content: ContentKind | None) -> Unknown | None:
    """The question what a file is; None for what is neither a JAR nor a pack."""
    if file.hashes is None or file.kind not in {DroppedKind.JAR, DroppedKind.PACK}:
        return None
    kinds = [manifest.content for manifest in file.manifests]
    usual = ContentKind.MOD if file.kind is DroppedKind.JAR else ContentKind.RESOURCE_PACK
    kind = content if content and (content in kinds or not kinds) else (*kinds, usual)[0]
    return Unknown(file.hashes.sha1, file.jar_name, file.manifests, kind)


def _without(library: Library, operation: Operation) -> Library:
    """The library without the file that the operation replaces: two new ones cannot both take its place."""
    if operation.before is None:
        return library
    name = operation.before.name
    return replace(library, mods=tuple(mod for mod in library.mods if mod.file.name != name))


def _ref(file: IdentifiedFile) -> ProjectRef | None:
    if file.version:
        return ProjectRef(file.version.provider, file.version.project_id)
    return file.project.ref if file.project else None


def _version_of(choice: AddChoice) -> Version | None:
    if choice.action is AddAction.NEWEST:
        return choice.file.fit.newest if choice.file.fit else None
    return choice.file.version


def _manifest_version(file: IdentifiedFile) -> str:
    return file.manifests[0].version if file.manifests else ""


def _published(dropped: IdentifiedFile) -> VersionFile | None:
    """The platform's file that it is, byte for byte."""
    files = dropped.version.files if dropped.version and dropped.hashes else ()
    return next((file for file in files if dropped.hashes and file.hashes.sha1 == dropped.hashes.sha1), None)
