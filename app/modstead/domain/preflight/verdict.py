"""What comes of looking into a plan's new files before the folder is touched."""

from dataclasses import dataclass

from modstead.domain.plan import Note, Plan
from modstead.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class Preflight:
    """`problems` are those that the folder would have after the plan, and does not have now; files are named as they
    would be called then. Where there are some, `settled` is the newest set of changes that does go together, with notes
    on what is held back by what, or None where there is none. `failures` names files that could not be looked into.
    """

    plan: Plan
    problems: tuple[Problem, ...] = ()
    settled: Plan | None = None
    failures: tuple[Note, ...] = ()
    looked_into: int = 0

    @property
    def passed(self) -> bool:
        return not self.problems

    def reasons(self) -> tuple[str, ...]:
        """Each problem as one sentence that names who has it."""
        return tuple(reason_of(problem) for problem in self.problems)


def reason_of(problem: Problem) -> str:
    """Such as: Iris: It needs Sodium 0.5; 0.6.0 is here."""
    return f"{problem.title}: {problem.detail}"
