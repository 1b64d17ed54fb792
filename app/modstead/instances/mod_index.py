"""A launcher's own list of the mods in a folder, and what a change makes of it.

Prism Launcher keeps `.index` in the folder: one packwiz file for each mod it knows, named by the project's slug; its
`filename` is the mod's when enabled, so that enabling and disabling change nothing there. An entry whose file is gone
Prism deletes by itself, and with it what it knew. Entries of other mods, and those that cannot be read, are left alone.
"""

import hashlib
import logging
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from modstead.domain.instance import ContentKind, Instance
from modstead.domain.plan import FileState, Kept, Operation
from modstead.errors import FileError, FileVanished, UnsafeFileName
from modstead.instances import packwiz
from modstead.instances.disk import Disk
from modstead.instances.file_names import checked_name, collision_key
from modstead.instances.index_swap import FOLDER, is_usable
from modstead.instances.journal import IndexStep, Journal, Mark, Step
from modstead.instances.kept import KeptFiles
from modstead.instances.net_changes import net_changes
from modstead.instances.place import OperationFiles, Place
from modstead.instances.reversal import identity, jar_name

_log = logging.getLogger(__name__)

_MOST = 20_000
"""Entries that are looked at."""
_PLATFORM = "modrinth"
_SETTINGS, _TURNED_OFF = "prismlauncher.cfg", "ModMetadataDisabled"
_LEVELS_TO_SETTINGS = 5

Undone = tuple[Operation, IndexStep]
"""A change that is taken back, and what it had made of the list."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """An entry as it lies there."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Change:
    """What becomes of one entry, and the slot of the step that it belongs to."""

    of: int
    name: str
    before: bytes | None
    after: bytes | None


def undone_lists(journal: Journal, undoes: str, undoes_since: str) -> tuple[Undone, ...]:
    """What the operation that is taken back, or all since that one, made of the list. Blocks.

    Raises:
        OSError, NewerJournal: the journal cannot be read.
    """
    done = [
        name for name in journal.ids(Mark.DONE) if name == undoes or (undoes_since and name >= undoes_since)
    ]
    entries = [entry for name in done if (entry := journal.read(name, Mark.DONE)) is not None]
    return tuple(
        (change.step.operation, change.index)
        for change in net_changes(entries)
        if change.step and change.index
    )


class ModIndex:
    """The list of one folder, as a change finds it. All methods block."""

    def __init__(self, place: Place, disk: Disk, kept: KeptFiles) -> None:
        self._place = place
        self._folder = place.folder / FOLDER
        self._disk = disk
        self._kept = kept

    def stage(
        self,
        instance: Instance,
        steps: Sequence[Step],
        undone: Sequence[Undone],
        files: OperationFiles,
        first_slot: int,
    ) -> tuple[IndexStep, ...]:
        """What the steps, their hashes complete, change in the list, its new files written to staging.

        `undone` is what is taken back: its old entries come back byte for byte where nobody has changed them since.

        Raises:
            OSError: staging cannot be written to. A list that cannot be read is left as it is instead.
        """
        if not self._is_kept_for(instance):
            return ()
        changes = self._changes(steps, undone)
        staged = tuple(
            IndexStep(slot, change.of, _state(change.name, change.before), _state(change.name, change.after))
            for slot, change in enumerate(changes, first_slot)
        )
        for step, change in zip(staged, changes, strict=True):
            if change.after is None:
                continue
            self._disk.write_new(files.new_file(step.slot), change.after)
            old = self._disk.status(self._folder / change.name)
            if old is not None:
                self._disk.permit_as(files.new_file(step.slot), old)
        if staged:
            self._disk.sync_folder(files.new)
        return staged

    def _is_kept_for(self, instance: Instance) -> bool:
        """Whether there is a list, or Prism would make one."""
        try:
            if self._disk.status(self._folder) is not None:
                return is_usable(self._folder, self._disk)
        except OSError:
            return False
        return instance.content is ContentKind.MOD and _prism_keeps_lists(instance)

    def _changes(self, steps: Sequence[Step], undone: Sequence[Undone]) -> list[_Change]:
        names = self._names()
        concerned = [step for step in steps if _concerns_the_list(step)]
        listed = self._listed(names, concerned)
        recorded = _recorded(undone)
        leaving = {step.operation.before.name for step in steps if step.operation.before}
        staying = {jar_name(name) for name in self._disk.names(self._place.folder) if name not in leaving}
        owned = {jar_name(step.operation.before.name) for step in concerned if step.operation.before}
        taken = {collision_key(name) for name in names}
        changes = []
        for step in concerned:
            before, after = step.operation.before, step.operation.after
            own = listed.get(jar_name(before.name)) if before else None
            if own is None and after and jar_name(after.name) not in owned:
                own = listed.get(jar_name(after.name))
            elif before and jar_name(before.name) in staying:
                own = None
            old = recorded.get((identity(after), identity(before)))
            if old and before is None and own is None:
                own = self._as_it_was_left(old)
            change = self._taken_back(step, old, own) if old else _derived(step, own)
            if change is None or change.before == change.after:
                continue
            if change.before is None and collision_key(change.name) in taken:
                continue
            taken.add(collision_key(change.name))
            changes.append(change)
        return changes

    def _taken_back(self, step: Step, recorded: IndexStep, own: _Listed | None) -> _Change | None:
        """The entry as it was before the step that is undone, as far as nobody has changed it since."""
        if recorded.before is None:
            return _Change(step.slot, own.name, own.content, None) if own else None
        old = self._kept_bytes(recorded.before)
        if old is None:
            return _derived(step, own)
        if own is None:
            return _Change(step.slot, recorded.before.name, None, old)
        if recorded.after and _state(own.name, own.content) == recorded.after:
            return _Change(step.slot, own.name, own.content, old)
        return _edited(step, own, _of_the_file(packwiz.values_of(old) or {}))

    def _as_it_was_left(self, recorded: IndexStep) -> _Listed | None:
        """The entry of a file that somebody deleted without it, if nobody has changed it."""
        if recorded.after is None:
            return None
        name, content = recorded.after.name, self._read(recorded.after.name)
        return _Listed(name, content) if content and _state(name, content) == recorded.after else None

    def _kept_bytes(self, state: FileState) -> bytes | None:
        """None where they are no longer there; a disk that does not give them ends the undo, to be tried again."""
        if not self._kept.has(state.sha512, state.size):
            return None
        try:
            content = self._disk.read(self._kept.path(state.sha512), packwiz.LIMIT)
        except FileVanished:
            return None
        return content if _state(state.name, content) == state else None

    def _names(self) -> list[str]:
        try:
            names = self._disk.names(self._folder)
        except OSError as error:
            _log.warning("%s cannot be read: %s", self._folder, error)
            return []
        return [name for name in names if name.endswith(packwiz.ENDING)][:_MOST]

    def _listed(self, names: Iterable[str], steps: Sequence[Step]) -> dict[str, _Listed]:
        """The entries of the files that the steps name, by the file's name when enabled."""
        states = [state for step in steps for state in (step.operation.before, step.operation.after) if state]
        wanted = {jar_name(state.name) for state in states}
        found: dict[str, _Listed] = {}
        for name in names if wanted else ():
            content = self._read(name)
            file = jar_name(packwiz.file_name_of(content)) if content else ""
            if file in wanted and content and jar_name(packwiz.text_at(content, packwiz.FILE_NAME)) == file:
                found.setdefault(file, _Listed(name, content))
        return found

    def _read(self, name: str) -> bytes | None:
        try:
            status = self._disk.status(self._folder / name)
            if status is None or not stat.S_ISREG(status.st_mode) or status.st_size > packwiz.LIMIT:
                return None
            return self._disk.read(self._folder / name, packwiz.LIMIT)
        except (OSError, FileError) as error:
            _log.info("%s in %s is left alone: %s", name, self._folder, error)
            return None


def _concerns_the_list(step: Step) -> bool:
    """Switching a mod on or off does not."""
    before, after = step.operation.before, step.operation.after
    return not (step.renames and before and after and jar_name(before.name) == jar_name(after.name))


def _recorded(undone: Iterable[Undone]) -> dict[tuple[object, object], IndexStep]:
    """What is undone of the list, by the states before and after, or by the one before."""
    return {
        key: index_step
        for operation, index_step in undone
        for key in (
            (identity(operation.before), None),
            (identity(operation.before), identity(operation.after)),
        )
    }


def _derived(step: Step, own: _Listed | None) -> _Change | None:
    """What the entry must say of the new file; None where it stays as it is, or cannot be made."""
    operation = step.operation
    if operation.after is None:
        return _Change(step.slot, own.name, own.content, None) if own else None
    if step.renames:
        return _edited(step, own, {packwiz.FILE_NAME: jar_name(operation.after.name)}) if own else None
    values = _values(operation)
    if own is None:
        return _fresh(step, values) if values else None
    if values is None:
        # Of a file that no platform knows the entry would tell what is not so.
        return None if _is_about(own, operation.after) else _Change(step.slot, own.name, own.content, None)
    return _edited(step, own, values)


def _edited(step: Step, own: _Listed, values: packwiz.Values) -> _Change | None:
    content = packwiz.edited(own.content, values)
    return _Change(step.slot, own.name, own.content, content) if content is not None else None


def _fresh(step: Step, values: packwiz.Values) -> _Change | None:
    """A new entry, for what comes from a platform; of what is restored nothing was there before."""
    operation = step.operation
    name, origin = _entry_name(operation), operation.origin
    if origin is None or not name or isinstance(operation.source, Kept):
        return None
    named: packwiz.Values = {("name",): operation.title, ("side",): origin.side or "both", **values}
    try:
        return _Change(step.slot, name, None, packwiz.written(named))
    except UnicodeEncodeError:
        return None


def _values(operation: Operation) -> dict[packwiz.KeyPath, packwiz.Value] | None:
    """What is known of the new file; None where it is not the platform's, byte for byte."""
    after, project, origin = operation.after, operation.project, operation.origin
    if origin is None and not isinstance(operation.source, Kept):
        return None
    if after is None or project is None or project.provider != _PLATFORM or not operation.version_id:
        return None
    values: dict[packwiz.KeyPath, packwiz.Value] = {
        packwiz.FILE_NAME: jar_name(after.name),
        ("x-prismlauncher-version-number",): operation.version_number,
        ("download", "mode"): "url",
        ("download", "url"): origin.url if origin else "",
        packwiz.HASH_FORMAT: "sha512",
        packwiz.HASH: after.sha512,
        ("update", _PLATFORM, "mod-id"): project.project_id,
        ("update", _PLATFORM, "version"): operation.version_id,
    }
    if origin:
        values["x-prismlauncher-loaders",] = origin.loaders
        values["x-prismlauncher-mc-versions",] = tuple(sorted(origin.game_versions))
    if operation.channel:
        values["x-prismlauncher-release-type",] = operation.channel.value
    return values


def _of_the_file(values: packwiz.Values) -> dict[packwiz.KeyPath, packwiz.Value]:
    """What of an old entry speaks of its file, as opposed to what the user has chosen for the mod."""
    about = {"filename", "download", "update"}
    told = {f"x-prismlauncher-{key}" for key in ("version-number", "loaders", "mc-versions", "release-type")}
    return {path: value for path, value in values.items() if path[0] in about | told}


def _is_about(own: _Listed, after: FileState) -> bool:
    return packwiz.text_at(own.content, packwiz.HASH) in {after.sha1, after.sha512}


def _entry_name(operation: Operation) -> str:
    """By the slug, as Prism does; by the project's ID where the slug cannot name a file; else empty."""
    project, origin = operation.project, operation.origin
    for stem in (origin.slug if origin else "", project.project_id if project else ""):
        try:
            if stem:
                return checked_name(stem + packwiz.ENDING, endings=(packwiz.ENDING,))
        except UnsafeFileName:
            continue
    return ""


def _prism_keeps_lists(instance: Instance) -> bool:
    """Whether it is Prism's, whose settings are found above it and do not turn lists off."""
    from modstead.instances.discovery.documents import read_settings  # only for folders without a list
    from modstead.instances.discovery.prism import PRISM

    if instance.launcher != PRISM:
        return False
    for folder in instance.folder.parents[:_LEVELS_TO_SETTINGS]:
        settings = read_settings(folder / _SETTINGS)
        if settings:
            return settings.get(_TURNED_OFF, "false").lower() != "true"
    return False


def _state(name: str, content: bytes | None) -> FileState | None:
    if content is None:
        return None
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    return FileState(name, len(content), sha1, hashlib.sha512(content).hexdigest())
