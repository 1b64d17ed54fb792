"""What was found out about a folder beside what its files are: who needs whom, and what is wrong."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace

from modstead.domain.graph import Graph
from modstead.domain.problems import Problem, ProblemKind, Remedy, RemedyKind

_TIDYING = frozenset({ProblemKind.UNKNOWN, ProblemKind.ORPHAN})


def is_tidying(problem: Problem) -> bool:
    """Whether everything works with it all the same, so that it is no alarm."""
    return problem.kind in _TIDYING


def best_remedy(problem: Problem) -> Remedy | None:
    return problem.remedies[0] if problem.remedies else None


def fixable(problems: Iterable[Problem]) -> tuple[Remedy, ...]:
    """The best remedy of each problem that can be put right without asking, each once."""
    found = (best_remedy(problem) for problem in problems if not is_tidying(problem))
    return tuple(dict.fromkeys(item for item in found if item and item.kind is not RemedyKind.IDENTIFY))


@dataclass(frozen=True, slots=True)
class Findings:
    """`problems` come worst first."""

    graph: Graph = field(default_factory=Graph)
    problems: tuple[Problem, ...] = ()

    def without(self, ruled_out: Set[Remedy]) -> "Findings":
        """The same with these remedies no longer offered: the next of each problem takes their place."""
        if not ruled_out:
            return self
        problems = tuple(
            replace(problem, remedies=tuple(item for item in problem.remedies if item not in ruled_out))
            for problem in self.problems
        )
        return replace(self, problems=problems)

    @property
    def alarms(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not is_tidying(problem))

    def by_file(self) -> Mapping[str, tuple[Problem, ...]]:
        """The problems of each file that has some."""
        found: defaultdict[str, list[Problem]] = defaultdict(list)
        for problem in self.problems:
            found[problem.file].append(problem)
        return {name: tuple(problems) for name, problems in found.items()}
