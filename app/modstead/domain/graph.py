"""Which files of a folder need, take or refuse which others."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from modstead.domain.edges import REFUSALS, Edge, find_edges
from modstead.domain.instance import InstalledMod, Library
from modstead.domain.loading import well_known_title
from modstead.domain.project import Project

__all__ = ["UNNAMED", "Chain", "Edge", "Graph"]

Chain = tuple[str, ...]
"""File names, each of which needs the next (`Graph.why`), or is needed by it (`Graph.breaks_without`)."""

UNNAMED = "another mod"
"""What something is called of which nothing but the platform's ID is known."""


@dataclass(frozen=True, slots=True)
class Graph:
    """The files of one folder, disabled ones too, and the edges between them, by file name."""

    mods: Mapping[str, InstalledMod] = field(default_factory=dict)
    edges: tuple[Edge, ...] = ()
    projects: Mapping[str, Project] = field(default_factory=dict)
    _out: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict, repr=False, compare=False)
    _into: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, library: Library, projects: Mapping[str, Project] | None = None) -> "Graph":
        """The graph of a folder. `projects` are further ones by ID, so that a platform's word and a manifest's for one
        missing mod are known to mean the same.
        """
        edges = find_edges(library, projects or {})
        out: dict[str, list[Edge]] = {}
        into: dict[str, list[Edge]] = {}
        for edge in edges:
            out.setdefault(edge.source, []).append(edge)
            if edge.target:
                for name in (edge.target, *edge.others) if edge.others else (edge.target,):
                    into.setdefault(name, []).append(edge)
        mods = {mod.file.name: mod for mod in library.mods}
        return cls(mods, edges, dict(projects or {}), _frozen(out), _frozen(into))

    def edges_from(self, name: str) -> tuple[Edge, ...]:
        """All that the file says of others."""
        return self._out.get(name, ())

    def edges_to(self, name: str) -> tuple[Edge, ...]:
        """All that others say of the file, also where another file would do as well."""
        return self._into.get(name, ())

    def requires(self, name: str) -> tuple[Edge, ...]:
        """What the file cannot do without, there or not."""
        return tuple(edge for edge in self.edges_from(name) if edge.is_need)

    def required_by(self, name: str) -> tuple[Edge, ...]:
        """The needs of others that this file meets, or would meet if it were enabled or of another version."""
        return tuple(edge for edge in self.edges_to(name) if edge.is_need and edge.target == name)

    def unmet(self, name: str) -> tuple[Edge, ...]:
        """What the file lacks; a disabled one lacks nothing."""
        mod = self.mods.get(name)
        if mod is None or not mod.file.enabled:
            return ()
        return tuple(edge for edge in self.edges_from(name) if not edge.met and edge.is_need)

    def conflicts(self, name: str) -> tuple[Edge, ...]:
        """The edges, from it or to it, that say that it does not go together with another enabled file."""
        edges = (*self.edges_from(name), *self.edges_to(name))
        return tuple(edge for edge in edges if edge.kind in REFUSALS)

    def title(self, edge: Edge) -> str:
        """What the edge leads to, for people: as the folder, the platform or else the manifest calls it."""
        target = self.mods.get(edge.target)
        if target:
            return target.title
        known = self.projects.get(edge.project_id)
        if known:
            return known.title
        return well_known_title(edge.project_id) or edge.mod_id or UNNAMED

    def why(self, name: str) -> tuple[Chain, ...]:
        """Why the file is here: for each enabled file that nothing needs and that in the end needs this one, the
        shortest chain from there to here. Nothing where no file needs it.

        Files that need each other in a circle have no such beginning; there the direct ones are named.
        """
        below = self._reached(name)
        ends = [other for other in below if other != name and not self._needing(other)]
        if not ends:
            return _sorted((other, name) for other in self._needing(name) if other != name)
        return _sorted(_descent(end, below) for end in ends)

    def breaks_without(self, name: str) -> tuple[Chain, ...]:
        """What would lack something without the file: for each such enabled file the chain from here to there.

        A need that another enabled file meets as well breaks nothing.
        """
        gone = {name}
        paths: dict[str, Chain] = {name: (name,)}
        waiting = deque([name])
        while waiting:
            current = waiting.popleft()
            for edge in self.edges_to(current):
                if edge.source in gone or not self._relies(edge) or not gone.issuperset(self._meeting(edge)):
                    continue
                gone.add(edge.source)
                paths[edge.source] = (*paths[current], edge.source)
                waiting.append(edge.source)
        return _sorted(chain for end, chain in paths.items() if end != name)

    def _relies(self, edge: Edge) -> bool:
        return edge.is_need and edge.met and self.mods[edge.source].file.enabled

    def _meeting(self, edge: Edge) -> tuple[str, ...]:
        return (edge.target, *edge.others)

    def _needing(self, name: str) -> tuple[str, ...]:
        sources = (edge.source for edge in self.required_by(name) if self.mods[edge.source].file.enabled)
        return tuple(dict.fromkeys(sources))

    def _reached(self, start: str) -> dict[str, str]:
        """Everything that in the end needs `start`, each with the file that it needs on the shortest way there."""
        below = {start: ""}
        waiting = deque([start])
        while waiting:
            current = waiting.popleft()
            for other in self._needing(current):
                if other not in below:
                    below[other] = current
                    waiting.append(other)
        return below


def _descent(name: str, below: Mapping[str, str]) -> Chain:
    chain = []
    while name:
        chain.append(name)
        name = below[name]
    return tuple(chain)


def _frozen(groups: Mapping[str, list[Edge]]) -> dict[str, tuple[Edge, ...]]:
    return {name: tuple(found) for name, found in groups.items()}


def _sorted(chains: Iterable[Chain]) -> tuple[Chain, ...]:
    return tuple(sorted(chains, key=lambda chain: (len(chain), chain)))
