"""What a folder was like when its game last worked, and what has become of it since."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from modstead.domain.instance import DISABLED_SUFFIX, InstalledMod, Library
from modstead.domain.plan import HistoryEntry, Note, NoteKind, OperationState, Plan


@dataclass(frozen=True, slots=True)
class GoodFile:
    """A file by name and content, with what people and loaders call it."""

    name: str
    size: int
    sha1: str
    title: str = ""
    version: str = ""
    project_id: str = ""
    mod_id: str = ""

    @property
    def enabled(self) -> bool:
        return not self.name.lower().endswith(DISABLED_SUFFIX)

    @property
    def jar_name(self) -> str:
        return _jar_name(self.name)


@dataclass(frozen=True, slots=True)
class GoodState:
    """All files of a folder at a moment; `after` is the folder's last change before it, empty where there was none."""

    at: datetime
    files: tuple[GoodFile, ...]
    after: str = ""


class SinceKind(StrEnum):
    ADDED = "added"
    UPDATED = "updated"
    REMOVED = "removed"
    ENABLED = "enabled"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Since:
    """A net change of one file. `operation_id` is the last change in the folder's history that touched it; empty for
    what was done by hand.
    """

    kind: SinceKind
    before: GoodFile | None
    after: GoodFile | None
    operation_id: str = ""

    @property
    def file(self) -> GoodFile:
        found = self.after or self.before
        if found is None:
            raise ValueError("a change of nothing")
        return found

    @property
    def title(self) -> str:
        return self.file.title or self.file.jar_name

    @property
    def numbers(self) -> str:
        """From which version to which, or the only one."""
        told = [file.version for file in (self.before, self.after) if file and file.version]
        return " → ".join(dict.fromkeys(told))


def good_state(library: Library, at: datetime, entries: Iterable[HistoryEntry] = ()) -> GoodState:
    """The folder as it is now."""
    newest = max((entry.operation_id for entry in entries), default="")
    return GoodState(at, tuple(good_file(mod) for mod in library.mods), newest)


def good_file(mod: InstalledMod) -> GoodFile:
    return GoodFile(
        mod.file.name,
        mod.file.size,
        mod.file.sha1,
        mod.title,
        mod.version_number,
        mod.project_id or "",
        mod.manifests[0].id if mod.manifests else "",
    )


def changes_since(
    good: GoodState, library: Library, entries: Sequence[HistoryEntry] = ()
) -> tuple[Since, ...]:
    """What differs by content, in whatever way it came about; what is only called otherwise is the same."""
    return _changes(good, [good_file(mod) for mod in library.mods], entries)


def left_different(good: GoodState, library: Library, plan: Plan) -> tuple[Note, ...]:
    """What is not as it was then when the plan is carried out, and is not named by it: nobody can bring that back."""
    there = {file.name: file for file in map(good_file, library.mods)}
    changed = [(operation.before, operation.after, operation.title) for operation in plan.operations]
    for before, _, _ in changed:
        there.pop(before.name if before else "", None)
    for _, after, title in changed:
        if after:
            there[after.name] = GoodFile(after.name, after.size, after.sha1, title)
    named = {_jar_name(note.subject) for note in plan.notes}
    left = (item for item in _changes(good, list(there.values()), ()) if item.file.jar_name not in named)
    return tuple(Note(NoteKind.UNRESOLVED, item.file.name, _WHAT_IS_LEFT[item.kind](item)) for item in left)


def _changes(good: GoodState, new: list[GoodFile], entries: Sequence[HistoryEntry]) -> tuple[Since, ...]:
    old = list(good.files)
    same = [(before, after) for key in _SAME for before, after in _paired(old, new, key)]
    changed = [
        Since(SinceKind.ENABLED if after.enabled else SinceKind.DISABLED, before, after)
        for before, after in same
        if before.enabled is not after.enabled
    ]
    updated = [(before, after) for key in _SUCCEEDS for before, after in _paired(old, new, key)]
    changed += [Since(SinceKind.UPDATED, before, after) for before, after in updated]
    changed += [Since(SinceKind.REMOVED, before, None) for before in old]
    changed += [Since(SinceKind.ADDED, None, after) for after in new]
    by_file = _last_changes(good, entries)
    attributed = [replace(item, operation_id=_operation_of(item, by_file)) for item in changed]
    return tuple(sorted(attributed, key=lambda item: (item.kind, item.title.casefold(), item.file.name)))


def _jar_name(name: str) -> str:
    return name[: -len(DISABLED_SUFFIX)] if name.lower().endswith(DISABLED_SUFFIX) else name


_WHAT_IS_LEFT: dict[SinceKind, Callable[[Since], str]] = {
    SinceKind.ADDED: lambda item: f"{item.title} was added by hand and stays.",
    SinceKind.UPDATED: lambda item: f"{item.title} was replaced by hand: its old file is nowhere to be had.",
    SinceKind.REMOVED: lambda item: f"{item.title} was removed by hand: its file is nowhere to be had.",
    SinceKind.ENABLED: lambda item: f"{item.title} was enabled by hand and stays so.",
    SinceKind.DISABLED: lambda item: f"{item.title} was disabled by hand and stays so.",
}

Key = Callable[[GoodFile], str]

_SAME: tuple[Key, ...] = (lambda file: f"{file.name}\n{file.sha1}", lambda file: file.sha1)
_SUCCEEDS: tuple[Key, ...] = (
    lambda file: file.project_id,
    lambda file: file.mod_id,
    lambda file: file.jar_name.casefold(),
)


def _paired(old: list[GoodFile], new: list[GoodFile], key: Key) -> list[tuple[GoodFile, GoodFile]]:
    """Those with the same key, which are taken from both lists; an empty key is nobody's."""
    waiting: dict[str, list[GoodFile]] = {}
    for after in new:
        waiting.setdefault(key(after), []).append(after)
    pairs = []
    for before in list(old):
        found = waiting.get(key(before)) if key(before) else None
        if found:
            after = found.pop(0)
            pairs.append((before, after))
            old.remove(before)
            new.remove(after)
    return pairs


def _last_changes(good: GoodState, entries: Iterable[HistoryEntry]) -> dict[str, str]:
    """By the names of files, the last change since that touched each and still stands."""
    standing = [
        entry for entry in entries if entry.operation_id > good.after and entry.state is OperationState.DONE
    ]
    return {
        state.name: entry.operation_id
        for entry in sorted(standing, key=lambda entry: entry.operation_id)
        for operation in entry.operations
        for state in (operation.before, operation.after)
        if state
    }


def _operation_of(change: Since, by_file: dict[str, str]) -> str:
    names = (file.name for file in (change.after, change.before) if file)
    return next((by_file[name] for name in names if name in by_file), "")
