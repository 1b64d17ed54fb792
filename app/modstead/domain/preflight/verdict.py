"""What comes of looking into a plan's new files before the folder is touched."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from modstead.domain.plan import Plan
from modstead.domain.problems import Problem
from modstead.errors import ModsteadError


@dataclass(frozen=True, slots=True)
class Preflight:
    """`problems` are those that the new files bring about: the folder would have them after the plan, and has not now;
    files are named as they would be called then. Where there are some, `settled` is the newest set of changes that does
    go together, maybe none at all, with notes on what is held back by what; or None where none was found.

    `besides` are problems after the plan that are no hindrance: what leaves or stays was chosen by the user. `failures`
    tells by name why files could not be looked into. `avoided` are the problems of the plan in whose place this one is.
    """

    plan: Plan
    problems: tuple[Problem, ...] = ()
    settled: Plan | None = None
    failures: Mapping[str, ModsteadError] = field(default_factory=dict)
    looked_into: int = 0
    besides: tuple[Problem, ...] = ()
    avoided: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.problems

    def failure(self, *, leave_out: bool) -> ModsteadError | None:
        """Why the plan cannot be carried out: files cannot be had, and, with `leave_out`, not a single one can."""
        if leave_out and self.looked_into:
            return None
        return next(iter(self.failures.values()), None)

    def reasons(self) -> tuple[str, ...]:
        """Each problem as one sentence that names who has it."""
        return tuple(reason_of(problem) for problem in self.problems)


def reason_of(problem: Problem) -> str:
    """Such as: Iris: It needs Sodium 0.5; 0.6.0 is here."""
    return f"{problem.title}: {problem.detail}"
