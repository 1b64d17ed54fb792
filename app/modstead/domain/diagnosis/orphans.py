"""Libraries that nothing needs any more and that the user did not choose."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from modstead.domain.diagnosis.files import leave
from modstead.domain.edges import REFUSALS
from modstead.domain.graph import Graph
from modstead.domain.instance import ContentKind, InstalledMod, Library
from modstead.domain.plan import HistoryEntry, Operation, OperationKind, OperationState, PlanKind
from modstead.domain.problems import Problem, ProblemKind, RemedyKind

_LIBRARY = "library"
# What a library may be called beside that and still be nothing else.
_ALSO = frozenset({_LIBRARY, "utility"})
_PUTS_THERE = frozenset({PlanKind.INSTALL, PlanKind.ADD, PlanKind.UPDATE})


class Origin(StrEnum):
    """How a file came into the folder, where its history tells."""

    ASKED = "asked"
    BROUGHT = "brought"

    @property
    def sentence(self) -> str:
        return "You installed it." if self is Origin.ASKED else "It came along with another mod."


@dataclass(frozen=True, slots=True)
class Origins:
    """Project IDs of what the user asked for, and of what came along because something else needed it."""

    asked: frozenset[str] = frozenset()
    brought: frozenset[str] = frozenset()

    @classmethod
    def of(cls, entries: Iterable[HistoryEntry]) -> "Origins":
        """As the folder's history tells it. What was both brought and asked for was asked for.

        What was undone counts too, as it may have been done again.
        """
        asked, brought = set[str](), set[str]()
        for entry in entries:
            if entry.kind not in _PUTS_THERE or entry.state is OperationState.FAILED:
                continue
            for operation in entry.operations:
                if operation.project and operation.kind is OperationKind.INSTALL:
                    (brought if _came_along(operation) else asked).add(operation.project.project_id)
                elif operation.project and operation.reason == "asked for":
                    asked.add(operation.project.project_id)
        return cls(frozenset(asked), frozenset(brought - asked))

    def of_mod(self, mod: InstalledMod) -> Origin | None:
        if mod.project_id in self.asked:
            return Origin.ASKED
        return Origin.BROUGHT if mod.project_id in self.brought else None


def _came_along(operation: Operation) -> bool:
    return bool(operation.required_by) or operation.reason == "required"


def orphan_problems(library: Library, graph: Graph, origins: Origins) -> Iterator[Problem]:
    """One for each file that came along, or is nothing but a library, and that no file needs or takes.

    What only orphans need is an orphan too. A file that the folder's history says nothing of must be a library by the
    platform's word.
    """
    if library.instance.content not in {ContentKind.MOD, ContentKind.PLUGIN}:
        return
    candidates = {mod.file.name: mod for mod in library.mods if mod.file.enabled and _may_go(mod, origins)}
    orphans: set[str] = set()
    while left := {name for name in candidates if name not in orphans and _is_unused(name, graph, orphans)}:
        orphans |= left
    for name in orphans:
        mod = candidates[name]
        why = "came along with another mod" if mod.project_id in origins.brought else "is a library"
        detail = f"It {why}, and nothing here needs it."
        remedies = leave(mod, RemedyKind.REMOVE, RemedyKind.DISABLE)
        yield Problem(ProblemKind.ORPHAN, name, mod.title, detail, remedies)


def _may_go(mod: InstalledMod, origins: Origins) -> bool:
    if mod.chosen or not mod.project_id or mod.project_id in origins.asked:
        return False
    if mod.project_id in origins.brought:
        return True
    categories = set(mod.project.categories) if mod.project else set()
    return _LIBRARY in categories and categories <= _ALSO


def _is_unused(name: str, graph: Graph, orphans: set[str]) -> bool:
    """A disabled file that needs it may be enabled again, so that it counts."""
    return all(edge.source in orphans for edge in graph.edges_to(name) if edge.kind not in REFUSALS)
