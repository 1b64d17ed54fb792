"""How a folder, and each mod in it, is kept up to date: pinned, by channel, snoozed, together with others.

A mod's own word goes before the folder's, and that before the default: the newest version of the channel that the
installed one is from.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from modstead.domain.game_versions import GameVersions
from modstead.domain.instance import InstalledMod
from modstead.domain.project import provider_in
from modstead.domain.version import Channel, Version

_BY_CONTENT = "sha1"
LONGEST_TEXT = 200
"""Characters of a title, key or version that is kept."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is spoken of: `PROVIDER:PROJECT-ID`, or `sha1:HASH` of a file whose project is not known.

    So a word on a mod outlives its updates, and that its file is renamed. `title` is for people.
    """

    key: str
    title: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Snooze:
    """No updates until one of these, exactly one of which is set.

    Until there is another version than `version_id` (whose number is for people), until that day begins, or until the
    folder is on that game version or a newer one.
    """

    version_id: str = ""
    version_number: str = ""
    until: date | None = None
    game_version: str = ""

    def __post_init__(self) -> None:
        if sum((bool(self.version_id), self.until is not None, bool(self.game_version))) != 1:
            raise ValueError("a snooze lasts until exactly one of a version, a day and a game version")


@dataclass(frozen=True, slots=True)
class Policy:
    """None leaves it to the folder, or to the default. A pinned mod stays at the version that is installed."""

    pinned: bool | None = None
    channel: Channel | None = None
    snooze: Snooze | None = None

    def over(self, other: "Policy") -> "Policy":
        """This one, and where it says nothing the other one."""
        return Policy(
            other.pinned if self.pinned is None else self.pinned,
            self.channel or other.channel,
            self.snooze or other.snooze,
        )


NO_POLICY = Policy()


@dataclass(frozen=True, slots=True)
class ModPolicy:
    subject: Subject
    policy: Policy = NO_POLICY


@dataclass(frozen=True, slots=True)
class FolderPolicies:
    """All that was said of one folder: of it as a whole, of single mods, and which update only `together`.

    Groups have two members or more, and none in common.
    """

    folder: Policy = NO_POLICY
    mods: tuple[ModPolicy, ...] = ()
    together: tuple[tuple[Subject, ...], ...] = ()
    _own: Mapping[str, Policy] = field(init=False, repr=False, compare=False)
    _groups: Mapping[str, tuple[Subject, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_own", {item.subject.key: item.policy for item in self.mods})
        groups = {item.key: group for group in self.together for item in group}
        object.__setattr__(self, "_groups", groups)

    def __bool__(self) -> bool:
        return self != _NOTHING_SAID

    def own(self, mod: InstalledMod) -> Policy:
        """What was said of the mod itself."""
        return next((self._own[key] for key in keys_of(mod) if key in self._own), NO_POLICY)

    def of(self, mod: InstalledMod) -> Policy:
        """What holds for the mod: its own word, else the folder's."""
        return self.own(mod).over(self.folder)

    def group(self, mod: InstalledMod) -> tuple[Subject, ...]:
        """All that update only together with the mod, itself among them; empty where it updates alone."""
        return next((self._groups[key] for key in keys_of(mod) if key in self._groups), ())

    def with_folder(self, change: Callable[[Policy], Policy]) -> "FolderPolicies":
        return replace(self, folder=change(self.folder))

    def with_mod(self, mod: InstalledMod, change: Callable[[Policy], Policy]) -> "FolderPolicies":
        """The same with another word on the mod, which is from now on known by its project if it can be."""
        known = self._known_by_project(mod)
        changed = change(known.own(mod))
        others = tuple(item for item in known.mods if item.subject.key not in keys_of(mod))
        said = () if changed == NO_POLICY else (ModPolicy(subject_of(mod), changed),)
        return replace(known, mods=_in_order((*others, *said)))

    def joined(self, mods: Iterable[InstalledMod]) -> "FolderPolicies":
        """The same with these mods in one group, along with all that was together with one of them."""
        known = self
        for mod in (listed := tuple(mods)):
            known = known._known_by_project(mod)
        return replace(known, together=_groups((*known.together, map(subject_of, listed))))

    def parted(self, mods: Iterable[InstalledMod]) -> "FolderPolicies":
        """The same without these mods in any group."""
        keys = {key for mod in mods for key in keys_of(mod)}
        left = (tuple(item for item in group if item.key not in keys) for group in self.together)
        return replace(self, together=_groups(left))

    def recognised(self, mods: Iterable[InstalledMod]) -> "FolderPolicies":
        """The same with each of these mods known by its project, where it was known by its content."""
        keys = self._own.keys() | self._groups.keys()
        known = self
        for mod in mods:
            if not keys.isdisjoint(keys_of(mod)[1:]):
                known = known._known_by_project(mod)
        return known

    def _known_by_project(self, mod: InstalledMod) -> "FolderPolicies":
        """The same where the mod's content is spoken of as its project, since that is known by now."""
        own, keys = subject_of(mod), keys_of(mod)
        mods = {
            own.key if item.subject.key in keys else item.subject.key: replace(item, subject=own)
            if item.subject.key in keys
            else item
            for item in sorted(self.mods, key=lambda item: item.subject.key == own.key)
        }
        groups = (tuple(own if item.key in keys else item for item in group) for group in self.together)
        return replace(self, mods=_in_order(mods.values()), together=_groups(groups))


_NOTHING_SAID = FolderPolicies()


def keys_of(mod: InstalledMod) -> tuple[str, ...]:
    """The keys that a word on the mod may have been kept by, the best first."""
    content = f"{_BY_CONTENT}:{mod.file.sha1}"
    provider = mod.version.provider if mod.version else mod.project.ref.provider if mod.project else ""
    if not (provider and mod.project_id):
        return (content,)
    named = mod.project_id if provider_in(mod.project_id) else f"{provider}:{mod.project_id}"
    return named, content


def subject_of(mod: InstalledMod) -> Subject:
    title = mod.title.encode(errors="replace").decode()
    return Subject(keys_of(mod)[0], title[:LONGEST_TEXT])


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides whether a snooze is over. `order` may be empty: then only the very game version counts."""

    today: date
    game_version: str = ""
    order: GameVersions = field(default_factory=GameVersions)

    def has_reached(self, game_version: str) -> bool:
        """Whether the folder is on that game version or a newer one.

        Game versions that came out after the order was learnt are newer than any in it.
        """
        if not self.game_version or self.game_version == game_version:
            return self.game_version == game_version
        if game_version not in self.order:
            return False
        return self.game_version not in self.order or self.order.is_newer(self.game_version, game_version)


def is_awake(snooze: Snooze, offer: Version | None, circumstances: Circumstances) -> bool:
    """Whether the snooze is over for this offer."""
    if snooze.until is not None:
        return circumstances.today >= snooze.until
    if snooze.game_version:
        return circumstances.has_reached(snooze.game_version)
    return offer is not None and offer.id != snooze.version_id


def pinned_words(version_number: str) -> str:
    """What a pin means, as a sentence."""
    return f"Pinned at {version_number}." if version_number else "Pinned at what is installed."


def snoozed_words(snooze: Snooze, today: date) -> str:
    """What a snooze means, as a sentence."""
    if snooze.until is not None:
        year = f" {snooze.until.year}" if snooze.until.year != today.year else ""
        return f"Snoozed until {snooze.until.day} {snooze.until:%B}{year}."
    if snooze.game_version:
        return f"Snoozed until Minecraft {snooze.game_version}."
    return f"Snoozed until there is another version than {snooze.version_number or snooze.version_id}."


def _in_order(mods: Iterable[ModPolicy]) -> tuple[ModPolicy, ...]:
    return tuple(sorted(mods, key=lambda item: item.subject.key))


def _groups(groups: Iterable[Iterable[Subject]]) -> tuple[tuple[Subject, ...], ...]:
    """The groups that are some, those with members in common as one, in an order of their own."""
    merged: list[dict[str, Subject]] = []
    for group in groups:
        members = {subject.key: subject for subject in group}
        for other in [known for known in merged if not known.keys().isdisjoint(members)]:
            merged.remove(other)
            members = other | members
        merged.append(members)
    ordered = (tuple(sorted(group.values(), key=lambda item: item.key)) for group in merged)
    return tuple(sorted((group for group in ordered if len(group) > 1), key=lambda group: group[0].key))
