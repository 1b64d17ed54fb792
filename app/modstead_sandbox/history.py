"""How a project's versions come about: from its random history, or from a scripted one where a case must exist."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from modstead_sandbox.identifiers import Kind, encode
from modstead_sandbox.model import Dependency, Project, Version, VersionFile, seconds
from modstead_sandbox.scripts import PINS, RELATIONS, SCRIPTS, Release
from modstead_sandbox.tags import GAME_VERSIONS

VERSIONS_PER_PROJECT = 1_000
_DAY = 86_400
_DATES = {entry.version: seconds(entry.date) for entry in GAME_VERSIONS}

LINES: tuple[tuple[str, ...], ...] = (
    ("1.20.1",),
    ("1.20.4",),
    ("1.21", "1.21.1"),
    ("1.21.4",),
    ("1.21.6", "1.21.7", "1.21.8"),
    ("1.21.10", "1.21.11"),
    ("26.1", "26.1.1", "26.1.2"),
    ("26.2",),
    ("26.3", "26.3.1"),
)
"""Game versions that one file usually covers together, oldest first."""

LIBRARIES = frozenset({"Hedgerow API", "Tidal Core", "Bramble Core", "Inkwell Config"})
"""Libraries publish for every line at every release, so that whatever needs them finds them."""

_UNIVERSAL = LIBRARIES | {"Twofold Hinge"}
"""Projects whose files serve all of their loaders at once."""

_USUAL, _FEW = (3, 6), (1, 3)
_MANY = 2_000
"""From this project on there are fewer releases, so that a catalogue of twenty thousand stays quick."""

_FORGE_LINES = 3
_CHANNELS = ("release",) * 8 + ("beta", "alpha")
_STYLES = ("plain",) * 4 + ("plus-mc",) * 3 + ("plus-loader",) * 2 + ("mc-first", "v")


@dataclass(frozen=True, slots=True)
class _Habits:
    """How one project numbers, names and splits what it publishes."""

    style: str
    universal: bool
    unmarked: bool
    spaced: bool
    with_sources: bool
    old_addresses: bool


def versions(project: Project, seed: int, named: dict[str, Project]) -> tuple[Version, ...]:
    """Make all versions of a project, oldest first; `named` finds the named projects by title."""
    random = Random(f"{seed}/{project.number}/history")
    habits = _habits(project, random)
    history = _History(project, seed, habits, random, named)
    for release in SCRIPTS.get(project.title) or _releases(project, random):
        for line in release.lines:
            for loaders in _loader_groups(project, line, habits, release):
                history.publish(release, line, loaders)
    return tuple(history.made)


@dataclass(slots=True)
class _History:
    """The versions of one project so far."""

    project: Project
    seed: int
    habits: _Habits
    random: Random
    named: dict[str, Project]
    made: list[Version] = field(default_factory=list)

    def publish(self, release: Release, line: tuple[str, ...], loaders: tuple[str, ...]) -> None:
        """Add a version of a release, for one line of game versions and one group of loaders."""
        number, random = len(self.made), self.random
        version_number = _number(release.core, line, loaders, self.habits.style)
        self.made.append(
            Version(
                id=encode(Kind.VERSION, self.project.number * VERSIONS_PER_PROJECT + number),
                number=number,
                project_id=self.project.id,
                project_number=self.project.number,
                author_id=self.project.author.id,
                name=f"{self.project.title} {release.core}" if random.random() < 0.7 else version_number,
                version_number=version_number,
                core=release.core,
                channel=release.channel,
                status=release.status,
                loaders=loaders,
                game_versions=line,
                published=release.moment + number * 97 % 5_000,
                downloads=int(self.project.downloads * random.random() * 0.2),
                featured=release.status == "listed" and random.random() < 0.04,
                dependencies=(*self._pinned(line, loaders), *_dependencies(self.project, self.named, random)),
                files=self._files(release, line, loaders, version_number),
                old_address=self.habits.old_addresses,
            )
        )

    def _pinned(self, line: tuple[str, ...], loaders: tuple[str, ...]) -> tuple[Dependency, ...]:
        """Return the dependency on one exact version that some projects have: the newest one that fits."""
        other = self.named.get(PINS.get(self.project.title, ""))
        if other is None:
            return ()
        fitting = [
            version
            for version in versions(other, self.seed, self.named)
            if set(line) & set(version.game_versions) and set(loaders) <= set(version.loaders)
        ]
        return (Dependency("required", other.id, fitting[-1].id),) if fitting else ()

    def _files(
        self, release: Release, line: tuple[str, ...], loaders: tuple[str, ...], version_number: str
    ) -> tuple[VersionFile, ...]:
        primary = not (self.habits.unmarked or release.unmarked)
        if release.same_bytes_as is None:
            made_from = len(self.made)
            filename = _filename(self.project, version_number, line, loaders, spaced=self.habits.spaced)
        else:
            made_from = release.same_bytes_as
            filename = self.made[made_from].files[0].filename
        files = [VersionFile(filename, primary, None, made_from)]
        if (self.habits.with_sources and self.random.random() < 0.5) or release.unmarked:
            stem = filename.rpartition(".")[0]
            files.append(
                VersionFile(
                    f"{stem}-sources.jar",
                    primary=False,
                    file_type="sources-jar",
                    made_from=made_from,
                    sources=True,
                )
            )
        return tuple(sorted(files, key=lambda file: (not file.primary, file.filename)))


def _habits(project: Project, random: Random) -> _Habits:
    style = random.choice(_STYLES)
    universal = random.random() < 0.25 or project.title in _UNIVERSAL
    unmarked = random.random() < 0.3
    spaced = random.random() < 0.05
    with_sources = random.random() < 0.08
    old_addresses = random.random() < 0.03
    if project.title in SCRIPTS:
        style, universal, spaced, old_addresses = "plain", False, False, False
    return _Habits(style, universal, unmarked, spaced, with_sources, old_addresses)


def _releases(project: Project, random: Random) -> list[Release]:
    if "nothing" in project.words:
        return []
    library = project.title in LIBRARIES
    count = 4 if library else random.randint(*(_FEW if project.number >= _MANY else _USUAL))
    moments = sorted(random.randint(project.published, project.updated) for _ in range(count - 1))
    moments.append(project.updated)
    current = random.random() < 0.9
    core = [random.choice((0, 0, 1, 1, 1, 2, 3, 4, 5, 8)), random.randint(0, 9), random.randint(0, 4)]
    made = []
    for place, moment in enumerate(moments):
        channel = random.choice(_CHANNELS) if place < count - 1 else "release"
        number = ".".join(map(str, core)) + (
            "" if channel == "release" else f"-{channel}.{random.randint(1, 3)}"
        )
        made.append(
            Release(number, moment, _lines(moment, random, library=library, current=current), channel)
        )
        step = random.random()
        if step < 0.1:
            core = [core[0] + 1, 0, 0]
        elif step < 0.45:
            core = [core[0], core[1] + 1, 0]
        else:
            core = [core[0], core[1], core[2] + random.randint(1, 3)]
    return made


def _lines(moment: int, random: Random, *, library: bool, current: bool) -> tuple[tuple[str, ...], ...]:
    open_lines = [line for line in LINES if _DATES[line[-1]] <= moment] or [LINES[0]]
    if library:
        return tuple(open_lines)
    chosen = {open_lines[-1] if random.random() < 0.5 else random.choice(open_lines)}
    if current and ("1.21.4",) in open_lines:
        chosen.add(("1.21.4",))
    return tuple(line for line in open_lines if line in chosen)


def _loader_groups(
    project: Project, line: tuple[str, ...], habits: _Habits, release: Release
) -> tuple[tuple[str, ...], ...]:
    loaders = release.loaders or project.loaders
    if project.kind != "mod":
        return (loaders,)
    early = LINES.index(line) < _FORGE_LINES if line in LINES else False
    if not early and set(loaders) != {"forge"}:
        loaders = tuple(loader for loader in loaders if loader != "forge")
    if line == LINES[0]:
        loaders = tuple(loader for loader in loaders if loader != "neoforge") or ("forge",)
    if habits.universal:
        return (loaders,)
    light = tuple(loader for loader in loaders if loader in {"fabric", "quilt"})
    heavy = tuple((loader,) for loader in loaders if loader in {"neoforge", "forge"})
    return ((light,) if light else ()) + heavy


def _number(core: str, line: tuple[str, ...], loaders: tuple[str, ...], style: str) -> str:
    match style:
        case "plus-mc":
            return f"{core}+mc{line[-1]}"
        case "plus-loader":
            return f"{core}+{line[-1]}-{loaders[0]}"
        case "mc-first":
            return f"mc{line[-1]}-{core}-{loaders[0]}"
        case "v":
            return f"v{core}"
        case _:
            return core


_ENDINGS = {"modpack": ".mrpack", "mod": ".jar", "plugin": ".jar"}


def _filename(
    project: Project, number: str, line: tuple[str, ...], loaders: tuple[str, ...], *, spaced: bool
) -> str:
    ending = _ENDINGS.get(project.kind, ".zip")
    if spaced:
        return f"[{line[-1]} {loaders[0].title()}] {project.title} {number}{ending}"
    if number[0].isdigit() and "mc" not in number and project.number % 3:
        return f"{project.slug}-{number}{ending}"
    if line[-1] in number:
        return f"{project.slug}-{number}{ending}"
    return f"{project.slug}-{loaders[0]}-{line[-1]}-{number}{ending}"


def _dependencies(project: Project, named: dict[str, Project], random: Random) -> tuple[Dependency, ...]:
    found = [
        Dependency(kind, named[title].id)
        for kind, title in RELATIONS.get(project.title, ())
        if title in named
    ]
    if not found and project.kind == "mod" and random.random() < 0.5 and "Hedgerow API" in named:
        library = named["Hedgerow API"]
        if project.title not in LIBRARIES and project.loaders != ("forge",):
            found.append(Dependency("required", library.id))
    if project.number % 41 == 7:
        found.append(Dependency("embedded", file_name="tiny-commons-1.2.jar"))
    if project.number % 67 == 9:
        found.append(Dependency("optional"))
    return tuple(found)
