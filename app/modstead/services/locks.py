"""One truth for several computers: a game's lock file written, compared with its folders, and carried out."""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path

from modstead.domain.instance import ContentKind, FileFailure, Instance, Library
from modstead.domain.lock_file import (
    LOCK_NAME,
    WHOLE_FOLDER,
    Difference,
    DifferenceKind,
    Differences,
    LockedFile,
    LockFile,
    differences,
    locked_file,
)
from modstead.domain.lock_plan import Means, plan_lock
from modstead.domain.plan import Note, NoteKind, Plan
from modstead.domain.policies import FolderPolicies
from modstead.domain.policy_changes import PolicyChange, policy_changes
from modstead.domain.policy_data import from_data, to_data
from modstead.errors import FileVanished, PolicyRefused, Unreachable, UnreadableDocument, typed
from modstead.instances.discovery.documents import entries
from modstead.instances.discovery.sections import FOLDER_NAMES, content_of_name, section_at
from modstead.instances.file_names import can_be_recorded, shown
from modstead.instances.lock_files import kept_content, read_lock, write_lock
from modstead.instances.scanner import is_mod_file_name
from modstead.services.bisects import BisectService, Notes
from modstead.services.dependencies import SafeName
from modstead.services.instances import InstanceService
from modstead.services.library import LibraryService, Names, ScanProgress, awaits_its_folder
from modstead.services.lock_hashes import contradicted, hashed
from modstead.services.policies import PolicyService

_LOADED = frozenset({ContentKind.MOD, ContentKind.PLUGIN})

_POLICIES_BEFORE = "policies-before.json"
_HAS_ANOTHER_SHA512 = "is left alone: the lock file contradicts itself. Its SHA-1 fits, but not its SHA-512."

OnProgress = Callable[[ScanProgress], None] | None


@dataclass(frozen=True, slots=True)
class WrittenLock:
    """`changes` says how it differs from the lock file before; `left_out` what could not be read.

    `unpacked` names the folders that are packs, which no lock file holds.
    """

    path: Path
    lock: LockFile
    changes: Differences
    is_new: bool
    is_changed: bool
    left_out: tuple[FileFailure, ...] = ()
    unpacked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drift:
    """How a game differs from its lock file.

    `not_here` names the sections of worlds that this game has not, which are no drift; `failures` what cannot be read.
    """

    path: Path
    lock: LockFile
    differences: Differences
    not_here: tuple[str, ...] = ()
    failures: tuple[FileFailure, ...] = ()


@dataclass(frozen=True, slots=True)
class LockPlans:
    """What makes a game equal to a lock file: a plan for each section in which there is something to do or to say.

    `notes` speak of the game as a whole; `policies` are those of folders whose own are others, and `policy_changes` say
    what that changes.
    """

    path: Path
    plans: tuple[Plan, ...]
    notes: tuple[Note, ...] = ()
    policies: tuple[tuple[Path, FolderPolicies], ...] = ()
    policy_changes: tuple[tuple[Path, PolicyChange], ...] = ()


@dataclass(frozen=True, slots=True)
class _Game:
    """The sections of a game that matter, by their names in the lock file, and what is in them."""

    instance: Instance
    libraries: Mapping[str, Library]
    policies: Mapping[str, FolderPolicies]

    @property
    def failures(self) -> tuple[FileFailure, ...]:
        return tuple(failure for library in self.libraries.values() for failure in library.failures)

    @property
    def main(self) -> Instance:
        """The section whose loader is the game's."""
        sections = [library.instance for library in self.libraries.values()]
        loaded = (section for section in sections if section.content in _LOADED and section.loader)
        return next(loaded, self.instance)

    def lock(self, files: Iterable[LockedFile]) -> LockFile:
        main = self.main
        return LockFile(
            main.loader.value if main.loader else "",
            main.game_version or "",
            tuple(sorted(self.libraries)),
            tuple(sorted(files, key=lambda file: file.order)),
            tuple((name, said) for name, said in sorted(self.policies.items(), key=itemgetter(0)) if said),
        )


class LockService:
    """Lock files lie in the game folder, or, for a folder that belongs to no game, in that folder itself."""

    def __init__(
        self,
        instances: InstanceService,
        library: LibraryService,
        policies: PolicyService,
        *,
        bisects: BisectService,
        notes: Notes,
        unsafe_name: SafeName,
    ) -> None:
        self._instances = instances
        self._library = library
        self._policies = policies
        self._bisects = bisects
        self._notes = notes
        self._unsafe_name = unsafe_name

    def path(self, instance: Instance) -> Path:
        """Where the lock file of the instance's game lies, whichever of its sections that is."""
        return (instance.root or instance.folder) / LOCK_NAME

    async def write(
        self, instance: Instance, progress: OnProgress = None, *, anew: bool = False
    ) -> WrittenLock:
        """Write down what all sections of the instance's game hold; `anew` also where the old one cannot be read.

        Raises:
            UnreadableDocument: there is a lock file that cannot be read; it is left as it is.
            SearchUnderWay: mods of one of them are off for a search.
            CatalogError: where some files come from could not be asked, and the old lock file does not say it.
            FolderError, FileError: the lock file cannot be written, or a folder cannot be read.
        """
        path, sections = self.path(instance), await self._sections(instance)
        for section in sections.values():
            await self._bisects.refuse_under_way(section, "The lock file would do without them.")
        try:
            old: LockFile | None = await asyncio.to_thread(read_lock, path)
        except FileVanished:
            old = None
        except UnreadableDocument:
            if not anew:
                raise
            old = None
        game = await self._read(instance, sections, progress)
        files, failures = await self._locked(game, old or LockFile(), progress)
        lock = game.lock(files)
        changed = await asyncio.to_thread(write_lock, path, lock)
        changes = differences(old or LockFile(), lock)
        others = differences(lock, old or LockFile()).policies
        changes = replace(changes, policies=tuple(sorted({*changes.policies, *others})))
        unpacked = tuple(name for library in game.libraries.values() for name in library.unpacked)
        return WrittenLock(path, lock, changes, old is None, changed, (*game.failures, *failures), unpacked)

    async def drift(self, instance: Instance, path: Path | None = None, progress: OnProgress = None) -> Drift:
        """How the game differs from its lock file, or from the one at `path`.

        Reads what is new in the folders, and what no platform knows, as only that tells whether its SHA-512 is right.

        Raises:
            FileVanished: there is no lock file.
            UnreadableDocument, FolderError, FileError: it, or a folder, cannot be read.
        """
        path, lock = await self._lock(instance, path)
        game = await self._read(instance, await self._sections(instance, lock), progress)
        failed = {
            (name, failure.name) for name, library in game.libraries.items() for failure in library.failures
        }
        not_here = tuple(name for name in lock.sections if name not in game.libraries)
        wanted = lock.without(not_here)
        readable = tuple(file for file in wanted.files if (file.section, file.file_name) not in failed)
        now = game.lock(
            locked_file(mod, name) for name, library in game.libraries.items() for mod in library.mods
        )
        found = differences(replace(wanted, files=readable), now)
        false = [
            Difference(DifferenceKind.CONTRADICTED, file, file)
            for name, library in game.libraries.items()
            for file in await contradicted(library, wanted.of(name), progress)
        ]
        files = tuple(sorted((*found.files, *false), key=lambda item: item.file.order))
        return Drift(path, lock, replace(found, files=files), not_here, game.failures)

    async def plans(
        self, instance: Instance, path: Path | None = None, progress: OnProgress = None
    ) -> LockPlans:
        """What makes each section that the lock file covers equal to it; other sections are left alone.

        A file that is to be had nowhere is named in a note of kind UNRESOLVED. Loader and game version are not changed:
        where they differ a note of kind CONFLICT says it.

        Raises:
            FileVanished: there is no lock file.
            UnreadableDocument, FolderError, FileError: it, or a folder, cannot be read.
        """
        path, lock = await self._lock(instance, path)
        game = await self._read(instance, await self._sections(instance, lock), progress)
        names = await self._names(lock, game)
        plans = [
            await self._plan(library, lock.of(name), names, progress)
            for name, library in game.libraries.items()
        ]
        others = differences(replace(lock, files=()), game.lock(()))
        notes = [
            Note(NoteKind.CONFLICT, game.instance.name, f"{text} That is not changed by a lock file.")
            for text in others.setup
        ]
        notes += [
            Note(NoteKind.INFO, name, f"{name} is left out: this game has no such folder.")
            for name in lock.sections
            if name not in game.libraries
        ]
        taken = [
            (game.libraries[name].instance.folder, game.policies[name], said)
            for name, said in lock.policies
            if name in others.policies and name in game.libraries
        ]
        policies = tuple((folder, said) for folder, _, said in taken)
        today = self._policies.today
        changes = tuple((at, item) for at, old, new in taken for item in policy_changes(old, new, today))
        shown = tuple(plan for plan in plans if plan.operations or plan.notes)
        return LockPlans(path, shown, tuple(notes), policies, changes)

    async def take_policies(self, plans: LockPlans) -> None:
        """Have the folders follow the lock file's policies from now on. Sections of which it says nothing keep theirs.

        What they followed before is kept beside each folder, for `put_policies_back`.

        Raises:
            StorageError, FolderError, FileError: they cannot be remembered.
        """
        for folder, policies in plans.policies:
            await self._swap_policies(folder, policies)

    async def put_policies_back(self, folder: Path) -> FolderPolicies:
        """What the folder followed before it took a lock file's policies; done once more, it follows those again.

        Raises:
            PolicyRefused: it never took any, or what it followed cannot be read.
            StorageError, FolderError, FileError: they cannot be remembered.
        """
        content = await self._notes.read(folder, _POLICIES_BEFORE)
        try:
            before = from_data(json.loads(content or b""))
        except (ValueError, RecursionError) as error:
            raise PolicyRefused(f"No policies from before a lock file are kept of {folder}.") from error
        await self._swap_policies(folder, before)
        return before

    async def _swap_policies(self, folder: Path, policies: FolderPolicies) -> None:
        own = await self._policies.all(folder)
        content = json.dumps(to_data(own), ensure_ascii=False, indent=1).encode()
        await self._notes.write(folder, _POLICIES_BEFORE, content)
        await self._policies.replace(folder, policies)

    async def _lock(self, instance: Instance, path: Path | None) -> tuple[Path, LockFile]:
        own = path or self.path(instance)
        try:
            return own, await asyncio.to_thread(read_lock, own)
        except FileVanished as error:
            folder = instance.root or instance.folder
            remedy = "Look its path up, and try again." if path else f"Write one: {typed('lock', folder)}"
            raise FileVanished(f"There is no lock file at {own}.", remedy=remedy) from error

    async def _sections(self, instance: Instance, lock: LockFile | None = None) -> dict[str, Instance]:
        """The game's sections by name; with a `lock` those that it covers, also where a folder is still missing."""
        root = instance.root
        if root is None:
            return await asyncio.to_thread(_loose_sections, instance, lock)
        found = {_name(section, root): section for section in await self._instances.sections(instance)}
        if lock is None:
            return {
                name: section for name, section in found.items() if can_be_recorded(name.replace("/", ""))
            }
        if WHOLE_FOLDER in lock.sections:
            return {WHOLE_FOLDER: instance}
        return {
            name: found.get(name) or section_at(instance, root / name)
            for name in lock.sections
            if name in found or "/" not in name
        }

    async def _read(
        self, instance: Instance, sections: Mapping[str, Instance], progress: OnProgress
    ) -> _Game:
        libraries = {}
        policies = {}
        for name, section in sections.items():
            if not await asyncio.to_thread(awaits_its_folder, section):
                await self._instances.recover(section.folder)
            libraries[name] = _nameable(await self._library.scan(section, progress, recognise=False))
            policies[name] = await self._policies.all(section.folder)
        return _Game(instance, libraries, policies)

    async def _locked(
        self, game: _Game, old: LockFile, progress: OnProgress
    ) -> tuple[list[LockedFile], list[FileFailure]]:
        """Every file with both hashes, and where it comes from: what was known of the same content stays known."""
        sources = {file.hashes.sha512: file.source for file in old.files if file.source}
        files: list[LockedFile] = []
        failures: list[FileFailure] = []
        for name, library in game.libraries.items():
            found = await hashed(library, library.mods, progress)
            for mod, hashes in zip(library.mods, found, strict=True):
                if isinstance(hashes, str):
                    failures.append(FileFailure(mod.file.name, hashes))
                    continue
                file = locked_file(mod, name, hashes, sources.get(hashes.sha512))
                if library.offline and mod.version is None and file.source is None:
                    raise library.away or Unreachable("It could not be asked where the files come from.")
                files.append(file)
        return files, failures

    async def _names(self, lock: LockFile, game: _Game) -> Names:
        """What the platform says of what is to come, as far as it can be asked."""
        present = {mod.file.sha1 for library in game.libraries.values() for mod in library.mods}
        return await self._library.identified({file.hashes.sha1 for file in lock.files} - present)

    async def _plan(
        self, library: Library, files: Sequence[LockedFile], names: Names, progress: OnProgress
    ) -> Plan:
        failures = {failure.name: failure for failure in library.failures}
        readable = [file for file in files if file.file_name not in failures]
        present = {mod.file.sha1 for mod in library.mods}
        missing = [file for file in readable if file.hashes.sha1 not in present]
        kept = await asyncio.to_thread(kept_content, library.instance.folder, missing) if missing else ()
        titles = {project_id: project.title for project_id, project in names.projects.items()}
        plan = plan_lock(library, readable, Means(self._unsafe_name, kept, names.versions, titles))
        notes = [
            Note(
                NoteKind.UNRESOLVED,
                file.name,
                f"{file.file_name} is left alone: {failures[file.file_name].reason}",
            )
            for file in files
            if file.file_name in failures
        ]
        notes += [
            Note(NoteKind.UNRESOLVED, shown(name), f"{shown(name)} is left alone: {failure.reason}")
            for name, failure in failures.items()
            if not can_be_recorded(name)
        ]
        notes += [
            Note(NoteKind.UNRESOLVED, file.name, f"{file.file_name} {_HAS_ANOTHER_SHA512}")
            for file in await contradicted(library, files, progress)
        ]
        return replace(plan, notes=(*plan.notes, *notes))


def _nameable(library: Library) -> Library:
    """Without the files that no lock file can name, which are told as failures and left alone."""
    odd = [mod.file.name for mod in library.mods if not can_be_recorded(mod.file.name)]
    if not odd:
        return library
    failures = (FileFailure(name, "Its name cannot be written into a lock file.") for name in odd)
    mods = tuple(mod for mod in library.mods if mod.file.name not in odd)
    return replace(library, mods=mods, failures=(*library.failures, *failures))


def _name(section: Instance, root: Path) -> str:
    """The section's folder as the lock file names it."""
    if section.folder.is_relative_to(root):
        return section.folder.relative_to(root).as_posix()
    return FOLDER_NAMES[section.content]


def _loose_sections(instance: Instance, lock: LockFile | None) -> dict[str, Instance]:
    """A folder that belongs to no game is a section itself, unless it is empty and the lock is that of a game."""
    if lock is None or WHOLE_FOLDER in lock.sections:
        return {WHOLE_FOLDER: instance}
    own = FOLDER_NAMES[instance.content]
    if any(is_mod_file_name(name, kind) for name in entries(instance.folder) for kind in ContentKind):
        return {own: instance} if own in lock.sections else {}
    game = replace(instance, root=instance.folder)
    return {
        name: replace(game, folder=instance.folder / name, content=content)
        for name in lock.sections
        if (content := content_of_name(name))
    }
