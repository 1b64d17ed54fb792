"""What a search for the mod that breaks a game does to its folder, and what others do to it meanwhile."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from modstead.domain.changes import plan_enable
from modstead.domain.instance import DISABLED_SUFFIX, InstalledMod, Library
from modstead.domain.plan import (
    FileState,
    HistoryEntry,
    Note,
    NoteKind,
    Operation,
    OperationState,
    Plan,
    PlanKind,
)

_LONGEST_NAME = 255  # bytes, the least of the file systems in use


class MeddlingKind(StrEnum):
    """What somebody else did to a file while a search went on."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    REMOVED = "removed"
    REPLACED = "replaced"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Meddling:
    """`file` is the name when enabled."""

    kind: MeddlingKind
    file: str

    @property
    def spoils(self) -> bool:
        """Whether the folder is not the one that the question is about."""
        return self.kind in {MeddlingKind.ENABLED, MeddlingKind.DISABLED, MeddlingKind.REMOVED}


def by_jar_name(library: Library) -> dict[str, InstalledMod]:
    """The files by their names when enabled; of two of one name the enabled one."""
    ordered = sorted(library.mods, key=lambda mod: mod.file.enabled)
    return {mod.file.jar_name: mod for mod in ordered}


def immovable(library: Library) -> frozenset[str]:
    """The enabled files that cannot be renamed: the other name is taken, too long, or cannot be written down."""
    taken = {mod.file.name.casefold() for mod in library.mods}
    return frozenset(
        mod.file.name
        for mod in library.mods
        if mod.file.enabled and not _can_be_disabled(mod.file.name, taken)
    )


def _can_be_disabled(name: str, taken: Collection[str]) -> bool:
    try:
        length = len(name.encode()) + len(DISABLED_SUFFIX)
    except UnicodeEncodeError:
        return False
    return length <= _LONGEST_NAME and name.casefold() + DISABLED_SUFFIX not in taken


def plan_switch(library: Library, on: Collection[str], off: Collection[str]) -> Plan:
    """Enable these files and disable those, by their names when enabled; what is so already is left out."""
    there = by_jar_name(library)
    enabling = {there[name].file.name for name in on if name in there}
    disabling = {there[name].file.name for name in off if name in there}
    operations = (
        *plan_enable(library, disabling, enabled=False).operations,
        *plan_enable(library, enabling, enabled=True).operations,
    )
    searched = tuple(replace(operation, reason="bisect") for operation in operations)
    return Plan(library.instance, PlanKind.BISECT, searched)


def meddlings(
    library: Library, on: Collection[str], off: Collection[str], files: Mapping[str, str]
) -> tuple[Meddling, ...]:
    """What is not as a search left it: these files are `on`, those `off`; `files` are all of them, with their sha1."""
    there = by_jar_name(library)
    found = [
        Meddling(MeddlingKind.DISABLED, name) for name in on if name in there and not there[name].file.enabled
    ]
    found += [
        Meddling(MeddlingKind.ENABLED, name) for name in off if name in there and there[name].file.enabled
    ]
    found += [Meddling(MeddlingKind.REMOVED, name) for name in (*on, *off) if name not in there]
    found += [
        Meddling(MeddlingKind.REPLACED, name)
        for name, sha1 in files.items()
        if sha1 and name in there and there[name].file.sha1 != sha1
    ]
    found += [Meddling(MeddlingKind.ADDED, name) for name in there if name not in files]
    return tuple(sorted(found, key=lambda item: (item.kind, item.file)))


def blocked(library: Library, names: Iterable[str], files: Mapping[str, str]) -> tuple[Note, ...]:
    """Those of these that stay disabled because another file took the name meanwhile, by their names when enabled.

    `files` are all from before, with their sha1 where that is known.
    """
    off = {mod.file.jar_name: mod.file for mod in library.mods if not mod.file.enabled}
    on = {mod.file.jar_name: mod.file for mod in library.mods if mod.file.enabled}
    return tuple(
        Note(
            NoteKind.UNRESOLVED, name, f"Another file is called so by now; it stays off, as {off[name].name}."
        )
        for name in sorted(names)
        if name in off
        and name in on
        and (not files.get(name) or (files[name] == off[name].sha1 and files[name] != on[name].sha1))
    )


def names_since(entries: Sequence[HistoryEntry], after: str, names: Iterable[str]) -> dict[str, str]:
    """What files are called now, by what they were called before the changes after that one; always as when enabled.

    Those that were removed are left out.
    """
    now = {name: name for name in names}
    wanted = frozenset(now)
    for entry in _oldest_first(entries):
        if entry.operation_id <= after:
            continue
        holders = {current: name for name, current in now.items()}
        for operation in entry.operations:
            old, new = _jar_name(operation.before), _jar_name(operation.after)
            name = holders.get(old, "") if old else new
            if name not in wanted or (not old and name in now):
                continue
            now.pop(name, None)
            if new:
                now[name] = new
    return now


class Change(Protocol):
    """A change that was carried out, as a folder's journal or its history has it."""

    @property
    def operation_id(self) -> str: ...
    @property
    def kind(self) -> PlanKind: ...
    @property
    def undoes(self) -> str: ...
    @property
    def operations(self) -> tuple[Operation, ...]: ...


class _Searching:
    """Follows the changes of a folder, oldest first: what a search has turned off, and which changes are its steps."""

    def __init__(self) -> None:
        self.off: set[str] = set()
        self._steps: set[str] = set()

    def take(self, change: Change) -> bool:
        """Whether the change is a step of a search, or took one back."""
        if change.kind is PlanKind.BISECT or change.undoes in self._steps:
            self._steps.add(change.operation_id)
        ours = change.operation_id in self._steps
        were_off = {_jar_name(operation.before) for operation in change.operations} & self.off
        self.off -= were_off
        self.off.update(
            _jar_name(operation.after)
            for operation in change.operations
            if _is_off(operation.after) and (ours or _jar_name(operation.before) in were_off)
        )
        return ours


def left_off(entries: Sequence[HistoryEntry]) -> frozenset[str]:
    """The files that a search has disabled and not enabled again, by their names when enabled.

    The folder's history alone tells, so that all can be put back also where nothing else is left of a search.
    """
    searching = _Searching()
    for entry in _oldest_first(entries):
        searching.take(entry)
    return frozenset(searching.off)


def finished_searches(oldest_first: Iterable[Change]) -> dict[str, str]:
    """The steps of searches that are over, each with the last step of its search, which enabled what was still off."""
    searching, finished, steps = _Searching(), dict[str, str](), list[str]()
    for change in oldest_first:
        if not searching.take(change):
            continue
        steps.append(change.operation_id)
        if change.kind is PlanKind.BISECT and not searching.off:
            finished.update(dict.fromkeys(steps, change.operation_id))
            steps.clear()
    return finished


def _oldest_first(entries: Sequence[HistoryEntry]) -> list[HistoryEntry]:
    carried_out = (entry for entry in entries if entry.state is not OperationState.FAILED)
    return sorted(carried_out, key=lambda entry: entry.operation_id)


def _jar_name(state: FileState | None) -> str:
    """The name when enabled; nothing where there is no file."""
    if state is None:
        return ""
    return state.name[: -len(DISABLED_SUFFIX)] if _is_off(state) else state.name


def _is_off(state: FileState | None) -> bool:
    return state is not None and state.name.lower().endswith(DISABLED_SUFFIX)
