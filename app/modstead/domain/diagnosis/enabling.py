"""Whether a disabled file would run if it were enabled, so that nobody is told to enable what would not."""

from collections.abc import Collection, Iterator

from modstead.domain.diagnosis.files import NOT_LOADED, file_problem, states_wrong_side
from modstead.domain.diagnosis.twins import own_ids
from modstead.domain.edges import Edge
from modstead.domain.graph import Graph
from modstead.domain.instance import InstalledMod, Library, RelationKind
from modstead.domain.loading import is_connected
from modstead.domain.problems import ProblemKind
from modstead.domain.ranges import admits


class Enabling:
    """Tells of the disabled files of a folder; the `astray` are those enabled ones that do not run."""

    def __init__(self, library: Library, graph: Graph, astray: Collection[str]) -> None:
        self._library = library
        self._graph = graph
        self._astray = astray
        self._connected = is_connected(library)
        self._running = {
            mod.file.name for mod in library.mods if mod.file.enabled and mod.file.name not in astray
        }
        some_are_disabled = len(self._running) < len(library.mods) - len(astray)
        self._ids = {
            mod_id
            for mod in (library.mods if some_are_disabled else ())
            if mod.file.name in self._running
            for mod_id in own_ids(mod, library.instance)
        }

    def would_run(self, name: str) -> bool:
        """Whether it would, along with those disabled files that it needs, which would be enabled next."""
        together = {name}
        waiting = [name]
        while waiting:
            current = waiting.pop()
            mod = self._graph.mods[current]
            needed = self._to_enable(current)
            if needed is None or self._is_unfit(mod) or self._is_refused(current, together):
                return False
            waiting += needed - together
            together |= needed
        return True

    def _is_unfit(self, mod: InstalledMod) -> bool:
        if mod.altered or not self._ids.isdisjoint(own_ids(mod, self._library.instance)):
            return True
        problem = file_problem(mod, self._library, connected=self._connected)
        if problem is None or problem.kind not in NOT_LOADED:
            return False
        return problem.kind is not ProblemKind.WRONG_SIDE or states_wrong_side(mod, self._library.instance)

    def _is_refused(self, name: str, together: Collection[str]) -> bool:
        return any(
            edge.kind is RelationKind.BREAKS
            and not edge.optional
            and any(
                other in self._running or other in together for other in {edge.source, edge.target} - {name}
            )
            for edge in self._graph.conflicts(name)
        )

    def _to_enable(self, name: str) -> set[str] | None:
        """The disabled files that it needs; None where it lacks something that enabling does not bring."""
        found: set[str] = set()
        for edge in self._graph.requires(name):
            if not set(_meeting(edge)).isdisjoint(self._running) and edge.met:
                continue
            target = self._graph.mods.get(edge.target)
            if target is None or target.file.enabled or not fits(edge):
                return None
            found.add(edge.target)
        return found


def fits(edge: Edge) -> bool:
    """Whether the version that is there would do, were it enabled."""
    if not (edge.ranges and edge.syntax and edge.present):
        return True
    return admits(edge.syntax, edge.ranges, edge.present) is not False


def _meeting(edge: Edge) -> Iterator[str]:
    yield edge.target
    yield from edge.others
