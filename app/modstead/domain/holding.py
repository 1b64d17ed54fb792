"""What the user's policies hold back of the updates that a check has found."""

from collections.abc import Iterable, Mapping, Sequence

from modstead.domain.instance import InstalledMod, Library
from modstead.domain.policies import Circumstances, FolderPolicies, is_awake, pinned_words, snoozed_words
from modstead.domain.updates import HeldBack, HeldBackKind, Update, Verdict

_HAVE_NO_UPDATE = frozenset({HeldBackKind.NONE, HeldBackKind.OLDER})


def under_policy(verdict: Verdict, policies: FolderPolicies, circumstances: Circumstances) -> Verdict:
    """The verdict, or, where the mod is pinned or sleeps, that it is held back.

    Which channel is followed matters only where the mod may be updated at all.
    """
    if isinstance(verdict, HeldBack) and verdict.kind is not HeldBackKind.CHANNEL:
        return verdict
    if not isinstance(verdict, Update | HeldBack):
        return verdict
    mod, policy = verdict.mod, policies.of(verdict.mod)
    if policy.pinned:
        return HeldBack(mod, verdict.version, HeldBackKind.PINNED, pinned_words(mod.version_number))
    if policy.snooze and not is_awake(policy.snooze, verdict.version, circumstances):
        words = snoozed_words(policy.snooze, circumstances.today)
        return HeldBack(mod, verdict.version, HeldBackKind.SNOOZED, words)
    return verdict


def kept_together(
    library: Library, updates: Sequence[Update], verdicts: Iterable[Verdict], policies: FolderPolicies
) -> tuple[tuple[Update, ...], tuple[HeldBack, ...]]:
    """The updates of whole groups and of mods that update alone, and the others, held back.

    Of a group only those count that are in the folder. `verdicts` tell why a mod has no update.
    """
    updated = {item.mod.file.name for item in updates}
    kinds = {item.mod.file.name: item.kind for item in verdicts if isinstance(item, HeldBack)}
    members = _members(library, policies)
    kept, held = [], []
    for item in updates:
        missing = [mod for mod in members.get(item.mod.file.name, ()) if mod.file.name not in updated]
        if not missing:
            kept.append(item)
            continue
        reason = _reason(missing[0], kinds.get(missing[0].file.name))
        held.append(HeldBack(item.mod, item.version, HeldBackKind.TOGETHER, reason))
    return tuple(kept), tuple(held)


def groups_of(library: Library, policies: FolderPolicies) -> tuple[tuple[str, ...], ...]:
    """The names of the files that update only together, in groups of two or more."""
    groups = {tuple(mod.file.name for mod in group) for group in _members(library, policies).values()}
    return tuple(sorted(group for group in groups if len(group) > 1))


def _members(library: Library, policies: FolderPolicies) -> Mapping[str, tuple[InstalledMod, ...]]:
    """The mods of the folder that are in the same group as the file of that name."""
    if not policies.together:
        return {}
    by_group: dict[tuple[str, ...], list[InstalledMod]] = {}
    for mod in library.mods:
        group = policies.group(mod)
        if group:
            by_group.setdefault(tuple(subject.key for subject in group), []).append(mod)
    return {mod.file.name: tuple(group) for group in by_group.values() for mod in group}


def _reason(other: InstalledMod, kind: HeldBackKind | None) -> str:
    words = {HeldBackKind.PINNED: "is pinned", HeldBackKind.SNOOZED: "is snoozed"}
    if kind is None or kind in _HAVE_NO_UPDATE:
        return f"Held back with {other.title}, which has no update."
    return f"Held back with {other.title}, which {words.get(kind, 'is held back')}."
