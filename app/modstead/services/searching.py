"""What the search for a set of changes that goes together begins with."""

from collections.abc import Mapping
from dataclasses import dataclass

from modstead.domain.instance import Library
from modstead.domain.plan import Plan
from modstead.domain.preflight import Arrival
from modstead.domain.project import Project


@dataclass(frozen=True, slots=True)
class Search:
    """`asked` is the plan without what the new files turned out to need besides, `plan` the one with it.

    `arrivals` is what is known of new files at the start, by sha1; more is learnt on the way. `projects` by ID give
    names to what is missing.
    """

    library: Library
    asked: Plan
    plan: Plan
    arrivals: dict[str, Arrival]
    projects: Mapping[str, Project]
