"""Files from elsewhere as they are read from the disk, and whether they suit an instance, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from modstead.domain.compatibility import Target, contents_of, loader_label, misfit
from modstead.domain.identity import made_for, reads
from modstead.domain.instance import (
    DISABLED_SUFFIX,
    Confidence,
    ContentKind,
    IdentifiedBy,
    InstalledMod,
    Library,
    Manifest,
    ManifestReading,
    NestedJar,
    confidence,
)
from modstead.domain.project import Project
from modstead.domain.version import Hashes, Version
from modstead.errors import FileError
from modstead.instances.hashing import CancelFlag, HashedFile, HashingProgress, hash_files
from modstead.instances.kept import is_sha512
from modstead.instances.metadata import read_manifests
from modstead.instances.scanner import is_mod_file_name
from modstead.services.installs import installed_of

_WITHIN = ("mods", "plugins", ".minecraft/mods", "minecraft/mods")
"""Where the files lie in the folder of a game or of a launcher's instance."""


class DroppedKind(StrEnum):
    JAR = "jar"
    PACK = "pack"
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
    """A file and what it is. `hashes` is None where it could not be read; `problems` then says why.

    `problems` also tells where the file is not what it says it is; the rest is as in `InstalledMod`.
    """

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
    nested: tuple[NestedJar, ...] = ()
    claims: Version | None = None
    altered: str = ""
    chosen: bool = False
    offers: tuple[Project, ...] = ()

    @property
    def title(self) -> str:
        if self.project:
            return self.project.title
        if self.manifests and (self.manifests[0].name or self.manifests[0].id):
            return self.manifests[0].name or self.manifests[0].id
        return self.path.name

    @property
    def provider(self) -> str | None:
        if self.version:
            return self.version.provider
        return self.project.ref.provider if self.project else None

    @property
    def project_id(self) -> str | None:
        """The project that the file is of: known, verified, or chosen by the user."""
        if self.version:
            return self.version.project_id
        return self.project.project_id if self.project else None

    @property
    def confidence(self) -> Confidence:
        return confidence(self.version, self.project, self.offers, chosen=self.chosen)

    @property
    def contents(self) -> frozenset[ContentKind]:
        """The kinds of content that it is, as the platform or its manifests say; empty where neither does."""
        if self.version and (kinds := contents_of(self.version.loaders)):
            return kinds
        return frozenset(manifest.content for manifest in self.manifests)

    @property
    def jar_name(self) -> str:
        name = self.path.name
        return name[: -len(DISABLED_SUFFIX)] if name.lower().endswith(DISABLED_SUFFIX) else name


def read_files(
    paths: Sequence[Path],
    content: ContentKind | None,
    progress: Callable[[HashingProgress], None] | None,
    cancelled: CancelFlag,
) -> tuple[IdentifiedFile, ...]:
    """These files, and those that lie in these folders, with their hashes and manifests. Blocks.

    Of a folder only files of this `content` are taken, with None of any.
    """
    listed = [path for given in paths for path in _expanded(given, content)]
    sizes = [(str(path), _size(path)) for path in listed]
    outcomes = hash_files(sizes, sha512=True, progress=progress, cancelled=cancelled)
    return tuple(_read(path, outcome) for path, outcome in zip(listed, outcomes, strict=True))


def is_of(name: str, content: ContentKind | None) -> bool:
    """Whether a file is called like content of this kind, or with None of any."""
    return any(is_mod_file_name(name, kind) for kind in ((content,) if content else ContentKind))


def fit_of(file: IdentifiedFile, newest: Version | None, library: Library, target: Target) -> Fit:
    """Whether the file suits the library's instance; `newest` is what the platform has for it instead."""
    if file.hashes and any(mod.file.sha1 == file.hashes.sha1 for mod in library.mods):
        return Fit(fits=True, text="Already in this folder", newest=newest, present=True)
    mod = installed_of(library, file.project_id) if file.project_id else None
    if not belongs(file, library):
        return Fit(fits=False, text=f"Belongs among the {_kinds(file)}", newest=newest, replaces=mod)
    if file.version is None:
        return _fit_of_manifest(file, newest, target, mod)
    if misfit(file.version, target) is None:
        text = f"Fits, replaces your {mod.version_number}" if mod else "Fits"
        return Fit(fits=True, text=text, newest=newest, replaces=mod)
    made = file.version.game_versions[-1] if file.version.game_versions else "another loader"
    if not any(loader in file.version.loaders for loader in target.loaders):
        made = ", ".join(loader_label(name) for name in file.version.loaders)
    offer = f"; {newest.number} fits" if newest else ""
    return Fit(fits=False, text=f"For {made}{offer}", newest=newest, replaces=mod)


def belongs(file: IdentifiedFile, library: Library) -> bool:
    """Whether the file is of the kind that the folder holds, as far as can be told."""
    return not file.contents or library.instance.content in file.contents


def _kinds(file: IdentifiedFile) -> str:
    return " or ".join(sorted(kind.label for kind in file.contents))


def _fit_of_manifest(
    file: IdentifiedFile, newest: Version | None, target: Target, mod: InstalledMod | None
) -> Fit:
    if not file.manifests:
        return Fit(fits=False, text="Loader and version not stated", newest=newest, replaces=mod)
    if any(reads(manifest, target) for manifest in file.manifests):
        text = f"Made for {target.label}" if target.loader else f"Goes among the {target.label}"
        return Fit(fits=True, text=text, newest=newest, replaces=mod)
    return Fit(fits=False, text=f"For {made_for(file.manifests)}", newest=newest, replaces=mod)


def _expanded(path: Path, content: ContentKind | None) -> list[Path]:
    """The file itself, or what lies in the folder; where nothing does, in that of the game that it is the folder of.

    A folder in which nothing is found stands for itself.
    """
    try:
        if not path.is_dir():
            return [path]
        for folder in (path, *(path / name for name in _WITHIN)):
            if folder.is_dir():
                found = [item for item in folder.iterdir() if _is_meant(item, content) and item.is_file()]
                if found:
                    return sorted(found)
    except OSError:
        return [path]
    return [path]


def _is_meant(path: Path, content: ContentKind | None) -> bool:
    """What is called like content; and what is kept for undo, named by its hash, where no kind is asked for."""
    return is_of(path.name, content) or (content is None and is_sha512(path.name))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _read(path: Path, outcome: HashedFile | FileError | None) -> IdentifiedFile:
    kind = _kind(path.name)
    if path.is_dir():
        return IdentifiedFile(
            path, DroppedKind.OTHER, problems=("Nothing that could be added lies in this folder.",)
        )
    if not isinstance(outcome, HashedFile):
        reason = outcome.detail or outcome.title if outcome else "It was not read."
        return IdentifiedFile(path, kind, problems=(reason,))
    reading = ManifestReading()
    if kind in {DroppedKind.JAR, DroppedKind.PACK}:
        try:
            reading = read_manifests(path)
        except FileError as error:
            reading = ManifestReading(problems=(str(error),))
    return IdentifiedFile(
        path,
        kind,
        outcome.size,
        outcome.hashes,
        manifests=reading.manifests,
        problems=reading.problems,
        nested=reading.nested,
    )


def _kind(name: str) -> DroppedKind:
    if is_of(name, ContentKind.MOD) or is_sha512(name):
        return DroppedKind.JAR
    if is_of(name, ContentKind.RESOURCE_PACK):
        return DroppedKind.PACK
    return DroppedKind.MODPACK if name.lower().endswith(".mrpack") else DroppedKind.OTHER
