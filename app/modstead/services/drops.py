"""Files from elsewhere: what they are, whether they fit, and the plan that adds them to a folder."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from modstead.domain.catalog import Catalog
from modstead.domain.changes import conflicts, install_operation, replace_operation, state_of
from modstead.domain.compatibility import Target, choose, misfit, mod_file
from modstead.domain.instance import (
    DISABLED_SUFFIX,
    IdentifiedBy,
    InstalledMod,
    Library,
    Loader,
    Manifest,
    ManifestKind,
    ManifestReading,
)
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
from modstead.domain.version import Hashes, Version
from modstead.errors import CatalogError, FileError
from modstead.instances.hashing import CancelFlag, HashedFile, HashingProgress, hash_files
from modstead.instances.metadata import read_manifests
from modstead.instances.scanner import is_mod_file_name
from modstead.services.dependencies import DependencyResolver, SafeName
from modstead.services.installs import installed_of
from modstead.services.library import LibraryService, identified_by
from modstead.services.threads import run_cancellable

_LOADERS_OF = {
    ManifestKind.FABRIC: (Loader.FABRIC, Loader.QUILT),
    ManifestKind.FORGE: (Loader.FORGE,),
    ManifestKind.NEOFORGE: (Loader.NEOFORGE,),
}


class DroppedKind(StrEnum):
    JAR = "jar"
    MODPACK = "modpack"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a file suits an instance, in words; `newest` is the project's newest version that does.

    `present` says that the very same file is in the folder already.
    """

    fits: bool
    text: str
    newest: Version | None = None
    replaces: InstalledMod | None = None
    present: bool = False


@dataclass(frozen=True, slots=True)
class IdentifiedFile:
    """A file and what it is. `hashes` is None where it could not be read; `problems` then says why."""

    path: Path
    kind: DroppedKind = DroppedKind.JAR
    size: int = 0
    hashes: Hashes | None = None
    identified_by: IdentifiedBy = IdentifiedBy.NONE
    manifests: tuple[Manifest, ...] = ()
    version: Version | None = None
    project: Project | None = None
    problems: tuple[str, ...] = ()
    fit: Fit | None = None

    @property
    def title(self) -> str:
        if self.project:
            return self.project.title
        if self.manifests:
            return self.manifests[0].name or self.manifests[0].id
        return self.path.name

    @property
    def provider(self) -> str | None:
        if self.version:
            return self.version.provider
        return self.project.ref.provider if self.project else None

    @property
    def jar_name(self) -> str:
        return self.path.name.removesuffix(DISABLED_SUFFIX)


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
        """What these files are, and the JARs that lie in these folders; with a library also whether they fit it.

        A file that cannot be read is in the answer with its problem. Where the platform is out of reach, files are
        identified by what is remembered and by their manifests.
        """
        files = await run_cancellable(lambda cancelled: _read_all(paths, progress, cancelled.is_set))
        names = await self._library.identified([file.hashes.sha1 for file in files if file.hashes])
        known = tuple(_with_identity(file, names.versions, names.projects) for file in files)
        guessed = await self._guessed(known)
        return guessed if library is None else await self._fitted(guessed, library)

    async def _guessed(self, files: Sequence[IdentifiedFile]) -> tuple[IdentifiedFile, ...]:
        """Offer a project for files that the platform does not know, by the manifest's ID, else by the file's name."""
        slugs = {slug for file in files if _needs_guess(file) for slug in _slugs(file)}
        if not slugs:
            return tuple(files)
        try:
            found = await self._catalog.projects(slugs)
        except CatalogError:
            return tuple(files)
        by_slug = {_plain(project.slug): project for project in found.values()}
        return tuple(_with_guess(file, by_slug) if _needs_guess(file) else file for file in files)

    async def _fitted(self, files: Sequence[IdentifiedFile], library: Library) -> tuple[IdentifiedFile, ...]:
        target = Target.of(library.instance)
        hashes = [file.hashes.sha1 for file in files if file.hashes and file.version]
        newest = await self._newest(hashes, target)
        fitted = []
        for file in files:
            offered = newest.get(file.hashes.sha1) if file.hashes else None
            if offered is None and file.project and not file.version:
                offered = await self._newest_of(file.project, target)
            fitted.append(replace(file, fit=_fit(file, offered, library, target)))
        return tuple(fitted)

    async def _newest(self, hashes: Collection[str], target: Target) -> Mapping[str, Version]:
        if not hashes:
            return {}
        try:
            return await self._catalog.latest_by_hash(
                hashes, loaders=target.loaders, game_versions=(target.game_version,)
            )
        except CatalogError:
            return {}

    async def _newest_of(self, project: Project, target: Target) -> Version | None:
        try:
            versions = await self._catalog.versions(
                project.project_id,
                loaders=target.loaders,
                game_versions=(target.game_version,),
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
        for choice in choices:
            if choice.action is AddAction.SKIP or choice.file.hashes is None:
                continue
            if choice.action is AddAction.ADD and choice.file.hashes.sha1 in present:
                notes.append(
                    Note(NoteKind.ALREADY, choice.file.title, f"{choice.file.title} is already there.")
                )
                continue
            operation = self._operation(choice, library, taken)
            if operation is None or operation.after is None:
                text = f"{choice.file.title} has no version for {target}."
                notes.append(Note(NoteKind.UNRESOLVED, choice.file.title, text))
                continue
            taken.add(operation.after.name.casefold())
            present.add(operation.after.sha1)
            operations.append(operation)
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
        mod = installed_of(library, version.project_id) if version else None
        if choice.action is AddAction.NEWEST:
            if version is None or file is None or self._unsafe_name(file.filename):
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
        version = dropped.version
        return Operation(
            OperationKind.INSTALL if mod is None else OperationKind.UPDATE,
            before=state_of(mod.file) if mod else None,
            after=FileState(name, dropped.size, dropped.hashes.sha1, dropped.hashes.sha512),
            source=source,
            title=dropped.title,
            reason="dropped",
            project=ProjectRef(version.provider, version.project_id) if version else None,
            version_id=version.id if version else "",
            version_number=version.number if version else _manifest_version(dropped),
            from_version_id=mod.version.id if mod and mod.version else "",
            from_version_number=mod.version_number if mod else "",
            channel=version.channel if version else None,
            published=version.published if version else None,
            icon_url=dropped.project.icon_url if dropped.project else None,
        )

    def _local_name(self, dropped: IdentifiedFile, taken: Collection[str]) -> str:
        """The published name where it is known and safe, else the file's own; numbered where it is taken."""
        published = next(
            (
                file.filename
                for file in (dropped.version.files if dropped.version else ())
                if dropped.hashes and file.hashes.sha1 == dropped.hashes.sha1
            ),
            "",
        )
        name = published if published and not self._unsafe_name(published) else dropped.jar_name
        stem, number = name.removesuffix(".jar"), 2
        while name.casefold() in taken:
            name = f"{stem} ({number}).jar"
            number += 1
        return name


def _read_all(
    paths: Sequence[Path], progress: Callable[[HashingProgress], None] | None, cancelled: CancelFlag
) -> tuple[IdentifiedFile, ...]:
    listed = [path for given in paths for path in _expanded(given)]
    sizes = [(str(path), _size(path)) for path in listed]
    outcomes = hash_files(sizes, sha512=True, progress=progress, cancelled=cancelled)
    return tuple(_read(path, outcome) for path, outcome in zip(listed, outcomes, strict=True))


def _expanded(path: Path) -> list[Path]:
    """The file itself, or the JARs in the folder."""
    try:
        if path.is_dir():
            return sorted(
                entry for entry in path.iterdir() if is_mod_file_name(entry.name) and entry.is_file()
            )
    except OSError:
        return [path]
    return [path]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _read(path: Path, outcome: HashedFile | FileError | None) -> IdentifiedFile:
    kind = _kind(path)
    if not isinstance(outcome, HashedFile):
        reason = outcome.detail or outcome.title if outcome else "It was not read."
        return IdentifiedFile(path, kind, problems=(reason,))
    reading = ManifestReading((), ())
    if kind is DroppedKind.JAR:
        try:
            reading = read_manifests(path)
        except FileError as error:
            reading = ManifestReading((), (str(error),))
    return IdentifiedFile(
        path, kind, outcome.size, outcome.hashes, manifests=reading.manifests, problems=reading.problems
    )


def _kind(path: Path) -> DroppedKind:
    if is_mod_file_name(path.name):
        return DroppedKind.JAR
    return DroppedKind.MODPACK if path.suffix.lower() == ".mrpack" else DroppedKind.OTHER


def _with_identity(
    file: IdentifiedFile, versions: Mapping[str, Version], projects: Mapping[str, Project]
) -> IdentifiedFile:
    version = versions.get(file.hashes.sha1) if file.hashes else None
    return replace(
        file,
        identified_by=identified_by(version, file.manifests),
        version=version,
        project=projects.get(version.project_id) if version else None,
    )


def _needs_guess(file: IdentifiedFile) -> bool:
    return file.kind is DroppedKind.JAR and file.hashes is not None and file.version is None


def _slugs(file: IdentifiedFile) -> tuple[str, ...]:
    """What the project's slug may be: the manifests' IDs, else the start of the file's name before its version."""
    if file.manifests:
        names = {manifest.id for manifest in file.manifests}
        return tuple(sorted({form for name in names for form in (name, name.replace("_", "-"))} - {""}))
    stem = re.split(r"[-_+ ](?=v?\d)", file.jar_name.removesuffix(".jar"), maxsplit=1)[0]
    words = [word for word in re.split(r"[-_+ ]+", stem.lower()) if word and word not in _LOADER_WORDS]
    slug = "-".join(words)
    return (slug,) if re.fullmatch(r"[a-z0-9-]{3,64}", slug) else ()


_LOADER_WORDS = frozenset({"fabric", "forge", "neoforge", "quilt", "mc", "mod", "dev", "build"})


def _with_guess(file: IdentifiedFile, by_slug: Mapping[str, Project]) -> IdentifiedFile:
    project = next((by_slug[plain] for slug in _slugs(file) if (plain := _plain(slug)) in by_slug), None)
    if project is None:
        return file
    if file.manifests:
        names = {_plain(manifest.name) for manifest in file.manifests}
        return replace(file, project=project) if _plain(project.title) in names else file
    return replace(file, project=project, identified_by=IdentifiedBy.NAME)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _fit(file: IdentifiedFile, newest: Version | None, library: Library, target: Target) -> Fit:
    if file.hashes and any(mod.file.sha1 == file.hashes.sha1 for mod in library.mods):
        return Fit(fits=True, text="Already in this folder", newest=newest, present=True)
    if file.version is None:
        return _fit_of_manifest(file, newest, target)
    mod = installed_of(library, file.version.project_id)
    if misfit(file.version, target) is None:
        text = f"Fits, replaces your {mod.version_number}" if mod else "Fits"
        return Fit(fits=True, text=text, newest=newest, replaces=mod)
    made_for = file.version.game_versions[-1] if file.version.game_versions else "another loader"
    if not any(loader in file.version.loaders for loader in target.loaders):
        made_for = ", ".join(
            Loader(name).label if name in tuple(Loader) else name for name in file.version.loaders
        )
    offer = f"; {newest.number} fits" if newest else ""
    return Fit(fits=False, text=f"For {made_for}{offer}", newest=newest, replaces=mod)


def _fit_of_manifest(file: IdentifiedFile, newest: Version | None, target: Target) -> Fit:
    if not file.manifests:
        return Fit(fits=False, text="Loader and version not stated", newest=newest)
    loaders = {loader for manifest in file.manifests for loader in _LOADERS_OF[manifest.kind]}
    if loaders & set(target.loaders):
        return Fit(fits=True, text=f"Made for {target.loader.label}", newest=newest)
    names = ", ".join(sorted(loader.label for loader in loaders))
    return Fit(fits=False, text=f"For {names}", newest=newest)


def _version_of(choice: AddChoice) -> Version | None:
    if choice.action is AddAction.NEWEST:
        return choice.file.fit.newest if choice.file.fit else None
    return choice.file.version


def _manifest_version(file: IdentifiedFile) -> str:
    return file.manifests[0].version if file.manifests else ""
