"""A lock file as pure data: what a game's folders hold, how two such states differ, and how one becomes the other."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from modstead.domain.instance import DISABLED_SUFFIX, InstalledMod, Loader
from modstead.domain.policies import FolderPolicies
from modstead.domain.version import Hashes

LOCK_NAME = "modstead.lock.toml"
WHOLE_FOLDER = "."
"""The section of a folder that belongs to no game: it is the folder itself."""


@dataclass(frozen=True, slots=True)
class LockedSource:
    """Where a file is published. All of it is what a platform once said, or whoever edited the lock file."""

    provider: str
    project_id: str
    slug: str
    version_id: str
    version_number: str
    url: str


@dataclass(frozen=True, slots=True)
class LockedFile:
    """A file of one section. `name` is the one it has when enabled; `source` is None for a local file."""

    section: str
    name: str
    enabled: bool
    size: int
    hashes: Hashes
    source: LockedSource | None = None

    @property
    def file_name(self) -> str:
        """The name that it has in the folder."""
        return self.name if self.enabled else self.name + DISABLED_SUFFIX

    @property
    def order(self) -> tuple[str, str, str]:
        """Where it stands in the lock file: by section and name, whatever the case."""
        return self.section, self.name.casefold(), self.file_name

    @property
    def project_id(self) -> str:
        return self.source.project_id if self.source else ""

    @property
    def version_number(self) -> str:
        return self.source.version_number if self.source else ""


@dataclass(frozen=True, slots=True)
class LockFile:
    """What the sections of a game hold. Files of sections that `sections` does not name are none of its business.

    A section is named by its folder's path from the game folder, with `/` between the names. Of a section that
    `policies` does not name nothing was said: its folder's own policies are as good as any.
    """

    loader: str = ""
    game_version: str = ""
    sections: tuple[str, ...] = ()
    files: tuple[LockedFile, ...] = ()
    policies: tuple[tuple[str, FolderPolicies], ...] = ()

    def of(self, section: str) -> tuple[LockedFile, ...]:
        return tuple(file for file in self.files if file.section == section)

    def without(self, sections: Collection[str]) -> "LockFile":
        """The same but for these sections."""
        return replace(
            self,
            sections=tuple(section for section in self.sections if section not in sections),
            files=tuple(file for file in self.files if file.section not in sections),
            policies=tuple(item for item in self.policies if item[0] not in sections),
        )


class DifferenceKind(StrEnum):
    """What became of a file from one state to the other, or that what a lock says of it cannot be."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"
    ENABLED = "enabled"
    DISABLED = "disabled"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not the same in two states; one of `old` and `new` may be missing."""

    kind: DifferenceKind
    old: LockedFile | None
    new: LockedFile | None

    @property
    def file(self) -> LockedFile:
        """The file as it is afterwards, else as it was before."""
        file = self.new or self.old
        assert file
        return file


@dataclass(frozen=True, slots=True)
class Differences:
    """`setup` says in sentences how loader and game version differ, where both states know them; `policies` names the
    sections whose policies the old state has otherwise.
    """

    files: tuple[Difference, ...] = ()
    setup: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.setup or self.policies)


def locked_file(
    mod: InstalledMod, section: str, hashes: Hashes | None = None, source: LockedSource | None = None
) -> LockedFile:
    """The file as a lock names it; without its `hashes` known by SHA-1 alone.

    `source` is where the content was said to come from before: it holds where less is known now.
    """
    file = mod.file
    known = source_of(mod, file.sha1)
    if known is None or (source and not known.slug and known.version_id == source.version_id):
        known = source
    return LockedFile(section, file.jar_name, file.enabled, file.size, hashes or Hashes(file.sha1), known)


def source_of(mod: InstalledMod, sha1: str) -> LockedSource | None:
    """Where the content is published, as far as the platform knows it by its hash."""
    version = mod.version
    file = next((item for item in version.files if item.hashes.sha1 == sha1), None) if version else None
    if version is None or file is None:
        return None
    return LockedSource(
        version.provider,
        version.project_id,
        mod.project.slug if mod.project else "",
        version.id,
        version.number,
        file.url,
    )


def differences(old: LockFile, new: LockFile) -> Differences:
    """How `new` differs from `old`, file by file."""
    found = [
        item
        for section in dict.fromkeys((*old.sections, *new.sections))
        for pair in pairs(old.of(section), new.of(section))
        if (item := _difference(*pair))
    ]
    setup = [
        f"The lock file is for {was}; this is {now}."
        for was, now in (
            (_loader(old.loader), _loader(new.loader)),
            (_minecraft(old.game_version), _minecraft(new.game_version)),
        )
        if was and now and was != now
    ]
    others = dict(new.policies)
    policies = [section for section, said in old.policies if said != others.get(section, FolderPolicies())]
    return Differences(tuple(sorted(found, key=lambda item: item.file.order)), tuple(setup), tuple(policies))


Pair = tuple[LockedFile | None, LockedFile | None]


def pairs(old: Sequence[LockedFile], new: Sequence[LockedFile]) -> list[Pair]:
    """Each file of one state with what it is in the other: by name and content first, then by less and less."""
    pairs: list[Pair] = []
    left_old, left_new = list(old), list(new)
    for key in _KEYS:
        by_key: dict[Hashable, list[LockedFile]] = defaultdict(list)
        for file in reversed(left_new):
            by_key[key(file)].append(file)
        still = []
        for file in left_old:
            same = by_key[key(file)] if key(file) != "" else []
            if same:
                pairs.append((file, same.pop()))
            else:
                still.append(file)
        paired = {pair[1] for pair in pairs}
        left_old, left_new = still, [file for file in left_new if file not in paired]
    pairs += [(file, None) for file in left_old]
    pairs += [(None, file) for file in left_new]
    return pairs


def content_of(file: LockedFile) -> tuple[int, str]:
    return file.size, file.hashes.sha1


_KEYS: tuple[Callable[[LockedFile], Hashable], ...] = (
    lambda file: (file.file_name, content_of(file)),
    lambda file: (file.name, content_of(file)),
    content_of,
    lambda file: file.file_name,
    lambda file: file.name,
    lambda file: file.project_id,
)


def is_same(one: LockedFile, other: LockedFile) -> bool:
    return one.file_name == other.file_name and content_of(one) == content_of(other)


def _difference(old: LockedFile | None, new: LockedFile | None) -> Difference | None:
    if old is None or new is None:
        return Difference(DifferenceKind.ADDED if new else DifferenceKind.REMOVED, old, new)
    if is_same(old, new):
        return None
    if content_of(old) != content_of(new):
        return Difference(DifferenceKind.CHANGED, old, new)
    if old.name != new.name:
        return Difference(DifferenceKind.RENAMED, old, new)
    return Difference(DifferenceKind.ENABLED if new.enabled else DifferenceKind.DISABLED, old, new)


def _minecraft(version: str) -> str:
    return f"Minecraft {version}" if version else ""


def _loader(name: str) -> str:
    return Loader(name).label if name in tuple(Loader) else name
