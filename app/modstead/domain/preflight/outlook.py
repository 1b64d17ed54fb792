"""A picture of the folder as it will be once a plan is carried out, and what would be wrong in it that is not now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from modstead.domain.diagnosis import NOT_LOADED, find_problems
from modstead.domain.graph import Graph
from modstead.domain.instance import IdentifiedBy, InstalledMod, Library, ManifestReading, ModFile
from modstead.domain.plan import FileState, Operation, Plan
from modstead.domain.problems import Problem, ProblemKind
from modstead.domain.project import Project
from modstead.domain.version import Version

STOPS_THE_GAME = frozenset(
    {
        ProblemKind.BROKEN,
        ProblemKind.MISSING_DEPENDENCY,
        ProblemKind.WRONG_VERSION,
        ProblemKind.INCOMPATIBLE,
        ProblemKind.DUPLICATE,
        ProblemKind.WRONG_LOADER,
        ProblemKind.WRONG_GAME_VERSION,
    }
)
"""The problems with which a game does not start, or starts without the mod."""

_BETWEEN_TWO = frozenset({ProblemKind.INCOMPATIBLE, ProblemKind.DUPLICATE})


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of a new file: what it says inside, and which version of which project the platform calls it."""

    reading: ManifestReading = field(default_factory=ManifestReading)
    version: Version | None = None
    project: Project | None = None


def outlook(library: Library, operations: Iterable[Operation], arrivals: Mapping[str, Arrival]) -> Library:
    """The folder with these operations carried out. `arrivals` are by sha1; of files without one nothing is known."""
    mods = {mod.file.name: mod for mod in library.mods}
    coming = []
    for operation in operations:
        there = mods.pop(operation.before.name, None) if operation.before else None
        if operation.after is None:
            continue
        if operation.source is None and there is not None:
            coming.append(replace(there, file=replace(there.file, name=operation.after.name)))
        else:
            coming.append(arrived(operation.after, arrivals.get(operation.after.sha1), there))
    return replace(library, mods=(*mods.values(), *coming))


def arrived(state: FileState, arrival: Arrival | None, before: InstalledMod | None) -> InstalledMod:
    """A new file as a scan will find it. The file that it replaces tells the project where the platform does not."""
    known = arrival or Arrival()
    project = known.project or (before.project if before else None)
    return InstalledMod(
        ModFile(state.name, state.size, 0, state.sha1),
        IdentifiedBy.HASH if known.version else IdentifiedBy.MANIFEST,
        known.reading.manifests,
        known.version,
        project,
        known.reading.problems,
        known.reading.nested,
    )


def new_problems(
    library: Library,
    operations: Iterable[Operation],
    arrivals: Mapping[str, Arrival],
    projects: Mapping[str, Project] | None = None,
    *,
    now: Library | None = None,
) -> tuple[Problem, ...]:
    """What would keep the game from starting, or a mod from being loaded, after these operations but does not now.

    Problems name
    files as they are called afterwards. `projects` by ID give names to what is missing. `now` is the same
    folder as the game that it is for until then sees it, where that is another one.
    """
    listed = tuple(operations)
    was = {
        operation.after.name: operation.before.name
        for operation in listed
        if operation.after and operation.before
    }
    before = {_key(problem, {}) for problem in _problems(now or library, projects)}
    after = _problems(outlook(library, listed, arrivals), projects)
    return tuple(problem for problem in after if _key(problem, was) not in before)


def of_new_files(
    problems: Iterable[Problem], library: Library, operations: Iterable[Operation]
) -> tuple[Problem, ...]:
    """Those that the new files bring about; that a file which stays is of no use to another game was chosen."""
    leaving = {operation.before.name for operation in operations if operation.before}
    staying = {mod.file.name for mod in library.mods} - leaving
    return tuple(
        problem for problem in problems if problem.kind not in NOT_LOADED or problem.file not in staying
    )


def is_as_planned(library: Library, operations: Iterable[Operation]) -> bool:
    """Whether the files are there that the operations change, as they were, and no others where new ones come."""
    there = {mod.file.name: mod.file.sha1 for mod in library.mods}
    listed = tuple(operations)
    leaving = {operation.before.name for operation in listed if operation.before}
    befores = (operation.before for operation in listed if operation.before)
    afters = (operation.after for operation in listed if operation.after)
    return all(there.get(state.name) == state.sha1 for state in befores) and not any(
        state.name in there and state.name not in leaving for state in afters
    )


def _problems(library: Library, projects: Mapping[str, Project] | None) -> tuple[Problem, ...]:
    found = find_problems(library, Graph.of(library, projects))
    return tuple(problem for problem in found if problem.kind in STOPS_THE_GAME)


def _key(problem: Problem, was: Mapping[str, str]) -> tuple[object, ...]:
    """By this a problem is known again whose files are called otherwise, or are of another version."""
    names = [was.get(name, name) for name in (problem.file, *problem.others)]
    if problem.kind in _BETWEEN_TWO:
        return problem.kind, frozenset(names)
    best = next(iter(problem.remedies), None)
    missing = (best.mod_id, best.project_id) if best and not problem.others else ()
    kind = ProblemKind.MISSING_DEPENDENCY if problem.kind is ProblemKind.WRONG_VERSION else problem.kind
    return kind, tuple(names), missing


def before_move(library: Library, plan: Plan) -> Library:
    """The folder for the game that it is for now, which a plan may be about to change."""
    if plan.move is None:
        return library
    there = replace(library.instance, loader=plan.move.from_loader, game_version=plan.move.from_game_version)
    return replace(library, instance=there)
