"""What moving a folder to another game version, or loader, would mean for each mod in it, and for all together."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from modstead.domain.compatibility import Target, an, misfit, mod_file
from modstead.domain.game_versions import GameVersions
from modstead.domain.instance import InstalledMod, Library
from modstead.domain.loading import stand_ins
from modstead.domain.policies import pinned_words
from modstead.domain.project import Project
from modstead.domain.updates import allowed_channel
from modstead.domain.version import Channel, DependencyKind, Version, VersionFile

_MOST_SUGGESTED = 4
_ARCHIVED = "archived"


class Readiness(StrEnum):
    """What there is of a mod for a target.

    `FITS`: the installed file itself is made for it. `READY`: a version in the channel that the mod follows. `BETA`:
    only versions of less stable channels. `CONTINUED`: none, but another project may take its place. `PINNED`: the user
    keeps it at a version that is not made for it. `UNKNOWN`: the file is of no known project.
    """

    FITS = "fits"
    READY = "ready"
    BETA = "beta"
    CONTINUED = "continued"
    PINNED = "pinned"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Offered:
    """The newest version that a platform has for a target: of all channels, and of those that the mod follows."""

    newest: Version | None = None
    admitted: Version | None = None


@dataclass(frozen=True, slots=True)
class Continuation:
    """Another project that may take this one's place. `why` says who says so: it is a suggestion, never more."""

    project: Project
    version: Version
    why: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One mod and one target. `version` is the one that there is for it, and `reason` one sentence.

    An unknown file is `refused` where its own manifest says that it would not be loaded.
    """

    mod: InstalledMod
    readiness: Readiness
    version: Version | None = None
    reason: str = ""
    continuation: Continuation | None = None
    refused: bool = False

    @property
    def name(self) -> str:
        return self.mod.file.name

    @property
    def runs_as(self) -> Version | None:
        """The version that would be there after the move."""
        return self.mod.version if self.readiness is Readiness.FITS else self.version


@dataclass(frozen=True, slots=True)
class Outlook:
    """The folder for one target, its cells in the order of its mods.

    `absent` holds the titles, by project ID, of what new versions need and neither the folder nor the target has.
    `projects` tells of which project a version is, by its ID, where a dependency names it alone.
    """

    target: Target
    cells: tuple[Cell, ...]
    absent: Mapping[str, str] = field(default_factory=dict)
    projects: Mapping[str, str] = field(default_factory=dict)

    def standing(self, *, betas: bool = False) -> "Standing":
        """How it comes out, with or without those that have only a beta."""
        return _Sums(self, betas=betas).standing


@dataclass(frozen=True, slots=True)
class Blocker:
    """What is not there for a target, and by title what waits for it. `file` is empty where it is not in the folder."""

    title: str
    file: str = ""
    held_up: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Who of the enabled files can move. `ready` counts those that already fit too, `total` all of known projects.

    `waiting` names what each held-up file waits for, by file name, what holds up most first. `blockers` are what is not
    there, in the same order.
    """

    ready: int
    total: int
    fits: int
    betas: int
    unknown: int
    disabled: int
    waiting: Mapping[str, tuple[str, ...]]
    blockers: tuple[Blocker, ...]

    @property
    def is_ready(self) -> bool:
        return self.total > 0 and self.ready == self.total

    def held_up_by(self) -> dict[str, tuple[str, ...]]:
        """What waits for each file that is not there, by that file's name."""
        return {item.file: item.held_up for item in self.blockers if item.file and item.held_up}


@dataclass(frozen=True, slots=True)
class MigrationCheck:
    """The matrix of a folder's mods and some targets. `requests` counts what was sent to the platform for it."""

    library: Library
    outlooks: tuple[Outlook, ...]
    at: datetime
    requests: int = 0


def needed_projects(version: Version | None, projects: Mapping[str, str]) -> Iterator[str]:
    """The projects that a version requires; `projects` tells of which project a version is that is named alone."""
    for dependency in version.dependencies if version else ():
        if dependency.kind is DependencyKind.REQUIRED:
            project_id = dependency.project_id or projects.get(dependency.version_id or "")
            if project_id and version and project_id != version.project_id:
                yield project_id


def judge_move(
    mod: InstalledMod,
    offered: Offered,
    target: Target,
    unsafe_name: Callable[[str], str | None],
    *,
    pinned: bool = False,
    told: Channel | None = None,
) -> Cell:
    """What there is of a mod of a known project for the target.

    `told` is the channel that the mod follows by somebody's word. Unlike for an update, a version may be older than
    the installed one: what counts is that it is made for the target.
    """
    installed = mod.version
    if installed and misfit(installed, target) is None:
        return Cell(mod, Readiness.FITS, installed, f"What is installed is made for {target}.")
    if any(found and found.has_file(mod.file.sha1) for found in (offered.newest, offered.admitted)):
        return Cell(mod, Readiness.FITS, installed, f"The very file is published for {target}.")
    admitted = _usable(offered.admitted, mod, target, unsafe_name)
    newest = _usable(offered.newest, mod, target, unsafe_name)
    if pinned:
        return Cell(mod, Readiness.PINNED, admitted or newest, pinned_words(mod.version_number))
    if admitted:
        return Cell(mod, Readiness.READY, admitted, f"{admitted.number} is there.")
    if newest:
        follows = allowed_channel(installed, told) if installed else told or Channel.RELEASE
        text = f"Only {an(newest.channel)} is there, {newest.number}; you follow {follows}s for this mod."
        return Cell(mod, Readiness.BETA, newest, text)
    archived = bool(mod.project and mod.project.status == _ARCHIVED)
    closed = ", and its author has closed the project" if archived else ""
    return Cell(mod, Readiness.NOT_YET, None, f"No version for {target} is published{closed}.")


def judge_unknown(mod: InstalledMod, refusal: str = "") -> Cell:
    """A file of which no versions can be looked for; `refusal` is why its own manifest would keep it from loading."""
    if mod.left_alone:
        reason = "You said to leave it alone."
    elif mod.altered:
        reason = mod.altered
    elif mod.offers or mod.project:
        title = mod.project.title if mod.project else mod.offers[0].title
        reason = f"It may be {title}; say so, and it is looked for."
    else:
        reason = "It is of no known project."
    return Cell(mod, Readiness.UNKNOWN, reason=f"{reason} {refusal}".strip(), refused=bool(refusal))


def file_of(version: Version | None) -> VersionFile | None:
    """The file to install of a version, where there is one."""
    return mod_file(version) if version else None


def _usable(
    version: Version | None, mod: InstalledMod, target: Target, unsafe_name: Callable[[str], str | None]
) -> Version | None:
    """The version, unless the platform's answer is of another project or for something else, or has no usable file."""
    file = file_of(version)
    if version is None or file is None or misfit(version, target) or unsafe_name(file.filename):
        return None
    return version if version.project_id == mod.project_id else None


class _Sums:
    """Adds a column up: what can run where it is there, and what waits for what is not."""

    def __init__(self, outlook: Outlook, *, betas: bool) -> None:
        self._outlook = outlook
        self._there = {Readiness.FITS, Readiness.READY} | ({Readiness.BETA} if betas else set())
        self._enabled = [cell for cell in outlook.cells if cell.mod.file.enabled]
        self._titles = {cell.name: cell.mod.title for cell in self._enabled}
        self._by_project: dict[str, Cell] = {}
        for cell in self._enabled:
            if cell.mod.project_id:
                present = self._by_project.get(cell.mod.project_id)
                if present is None or (cell.readiness in self._there) > (present.readiness in self._there):
                    self._by_project[cell.mod.project_id] = cell

    @property
    def standing(self) -> Standing:
        held_up = self._held_up
        waits_for: dict[str, list[str]] = {}
        for key in sorted(held_up, key=lambda key: (-len(held_up[key]), self._title(key))):
            title = self._title(key)
            for name in held_up[key]:
                waits_for.setdefault(name, []).append(title)
        known = [cell for cell in self._enabled if cell.readiness is not Readiness.UNKNOWN]
        going = [
            cell for cell in self._enabled if cell.readiness in self._there and cell.name not in waits_for
        ]
        return Standing(
            ready=len(going),
            total=len(known),
            fits=sum(cell.readiness is Readiness.FITS for cell in going),
            betas=sum(cell.readiness is Readiness.BETA for cell in self._enabled),
            unknown=len(self._enabled) - len(known),
            disabled=len(self._outlook.cells) - len(self._enabled),
            waiting={name: tuple(titles) for name, titles in waits_for.items()},
            blockers=self._blockers(known, held_up),
        )

    @cached_property
    def _held_up(self) -> dict[str, tuple[str, ...]]:
        """By what is not there: the files that are there themselves and wait for it, through chains and circles."""
        needed_by: dict[str, list[str]] = {}
        there = [cell for cell in self._enabled if cell.readiness in self._there]
        for cell in there:
            for key in self._needs(cell):
                needed_by.setdefault(key, []).append(cell.name)
        places = {cell.name: place for place, cell in enumerate(there)}
        held_up = {}
        for missing in needed_by.keys() - places.keys():
            found: set[str] = set()
            left = [missing]
            while left:
                fresh = [name for name in needed_by.get(left.pop(), ()) if name not in found]
                found.update(fresh)
                left += fresh
            held_up[missing] = tuple(sorted(found, key=places.__getitem__))
        return held_up

    def _needs(self, cell: Cell) -> set[str]:
        """The files that it requires, by name, and the projects that are nowhere to be had."""
        found = set()
        for project_id in needed_projects(cell.runs_as, self._outlook.projects):
            present = [self._by_project[same] for same in stand_ins(project_id) if same in self._by_project]
            there = next((item for item in present if item.readiness in self._there), None)
            if there or present:
                found.add((there or present[0]).name)
            elif project_id in self._outlook.absent:
                found.add(project_id)
        return found

    def _blockers(self, known: Iterable[Cell], held_up: Mapping[str, tuple[str, ...]]) -> tuple[Blocker, ...]:
        missing = {cell.name for cell in known if cell.readiness not in self._there}
        blockers = [
            Blocker(
                self._title(key),
                key if key in missing else "",
                tuple(self._titles[name] for name in held_up.get(key, ())),
            )
            for key in missing | held_up.keys()
        ]
        return tuple(
            sorted(blockers, key=lambda item: (-len(item.held_up), item.title.casefold(), item.file))
        )

    def _title(self, key: str) -> str:
        return self._titles.get(key) or self._outlook.absent.get(key, key)


def summary(outlook: Outlook, standing: Standing) -> str:
    """In a sentence or two: "38 of 41 mods are ready for Fabric 26.1. Waiting for Tidal Core, which 3 others need."."""
    what = outlook.target.content.label
    if not standing.total:
        return f"There are no {what} to move."
    if standing.total == 1:
        what = what.removesuffix("s")
    if standing.is_ready:
        all_of_it = f"The {what} is" if standing.total == 1 else f"All {standing.total} {what} are"
        return f"{all_of_it} ready for {outlook.target}."
    verb = "is" if 1 in {standing.ready, standing.total} else "are"
    text = f"{standing.ready} of {standing.total} {what} {verb} ready for {outlook.target}."
    return f"{text} {_waiting_words(standing)}".rstrip()


def _waiting_words(standing: Standing) -> str:
    if not standing.blockers:
        return ""
    first, *others = standing.blockers
    words = f"Waiting for {first.title}"
    if first.held_up:
        count = len(first.held_up)
        words += f", which {count} {'other needs' if count == 1 else 'others need'}"
        words += "," if others else ""
    return f"{words} and {len(others)} more." if others else f"{words}."


def suggested_targets(order: GameVersions, present: str | None) -> tuple[str, ...]:
    """Game versions that are worth to be looked at, oldest first: the last release of each line beyond the present one.

    A line ends before the next release that the platform marks as major. Where the present one is not known, they are
    the newest lines.
    """
    lasts: list[str] = []
    is_last = True
    for tag in order.tags:
        if tag.kind != "release":
            continue
        if present and not order.is_newer(tag.version, present):
            break
        if is_last:
            lasts.append(tag.version)
        is_last = tag.major
    return tuple(reversed(lasts[:_MOST_SUGGESTED]))
