"""What is wrong in a folder: computed from the manifests and the platform's words, with a remedy for each problem."""

from collections.abc import Iterator

from modstead.domain.diagnosis.course import TAKES_FILES, Course, set_course
from modstead.domain.diagnosis.enabling import Enabling
from modstead.domain.diagnosis.files import NOT_LOADED, file_problem, states_wrong_side
from modstead.domain.diagnosis.orphans import Origin, Origins, orphan_problems
from modstead.domain.diagnosis.relations import incompatible_problems, left_out_problems, need_problems
from modstead.domain.diagnosis.twins import newer_twins, twin_problem
from modstead.domain.graph import Graph
from modstead.domain.instance import FileFailure, InstalledMod, Library
from modstead.domain.loading import is_connected
from modstead.domain.problems import Problem, ProblemKind

__all__ = [
    "NOT_LOADED",
    "TAKES_FILES",
    "Course",
    "Origin",
    "Origins",
    "find_problems",
    "newer_twins",
    "set_course",
]

_ORDER = {kind: place for place, kind in enumerate(ProblemKind)}


def find_problems(library: Library, graph: Graph, origins: Origins | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong in the folder, the worst first; disabled files have no problems.

    `origins` tells what came only because something else needed it; without it orphans are looked for with care.
    """
    enabled = tuple(mod for mod in library.mods if mod.file.enabled and not mod.left_alone)
    found = [_unreadable(failure) for failure in library.failures]
    found += _of_files(enabled, library, graph)
    astray = {problem.file for problem in found if problem.kind in NOT_LOADED}
    twins = newer_twins((mod for mod in enabled if mod.file.name not in astray), library.instance)
    found = [problem for problem in found if problem.file not in twins]
    found += [twin_problem(mod, twins[mod.file.name]) for mod in enabled if mod.file.name in twins]
    sound = {mod.file.name for mod in enabled} - astray - twins.keys()
    enabling = Enabling(library, graph, astray)
    left_out = {problem.file for problem in found if _is_stated(problem, library, graph)}
    for mod in enabled:
        if mod.file.name in sound:
            found += need_problems(mod, graph, library.instance.content, enabling)
            found += left_out_problems(mod, graph, left_out)
    found += incompatible_problems(graph, sound)
    found += orphan_problems(library, graph, origins or Origins())
    return tuple(sorted(found, key=lambda item: (_ORDER[item.kind], item.title.casefold(), item.file)))


def _of_files(enabled: tuple[InstalledMod, ...], library: Library, graph: Graph) -> Iterator[Problem]:
    """At most one for each file: the worst. What others here need is not out of place for the platform's word alone."""
    connected = is_connected(library)
    found = (file_problem(mod, library, connected=connected) for mod in enabled)
    problems = tuple(problem for problem in found if problem)
    astray = {problem.file for problem in problems if problem.kind in NOT_LOADED}
    for problem in problems:
        needing = (
            edge.source for edge in graph.required_by(problem.file) if graph.mods[edge.source].file.enabled
        )
        platforms_word = problem.kind is ProblemKind.WRONG_SIDE and not _is_stated(problem, library, graph)
        if not platforms_word or astray.issuperset(needing):
            yield problem


def _is_stated(problem: Problem, library: Library, graph: Graph) -> bool:
    """Whether the file's own manifest says that it is for the other side, so that it is left out for sure."""
    return problem.kind is ProblemKind.WRONG_SIDE and states_wrong_side(
        graph.mods[problem.file], library.instance
    )


def _unreadable(failure: FileFailure) -> Problem:
    return Problem(ProblemKind.BROKEN, failure.name, failure.name, failure.reason)
