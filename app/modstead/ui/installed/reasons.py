"""Why a mod is here and what would break without it, as lines of the side panel."""

from collections.abc import Mapping
from dataclasses import dataclass

from modstead.domain.graph import Chain, Graph
from modstead.domain.instance import InstalledMod

_LISTED = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A mod, and how deep it stands below the one it belongs to."""

    mod: InstalledMod
    depth: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence, then lines; `more` is how many mods are left out."""

    words: str
    lines: tuple[Line, ...] = ()
    more: int = 0


def why(graph: Graph, name: str) -> Answer:
    """The mods that nothing needs and that in the end need this one, each with the way from there to here."""
    chains = graph.why(name)
    if not chains:
        return Answer("For its own sake: nothing needs it, and nothing would break without it.")
    lines: list[Line] = []
    shown = 0
    for chain in chains:
        if lines and len(lines) + len(chain) - 1 > _LISTED:
            break
        lines += _lines(graph, chain[:-1])
        shown += 1
    return Answer("", tuple(lines), len(chains) - shown)


def breaks_without(graph: Graph, name: str) -> Answer | None:
    """The mods that would lack something, those that need this one directly first in their branch.

    None where no mod needs it, which `why` has said then.
    """
    chains = graph.breaks_without(name)
    if not chains:
        return Answer("Nothing that works now.") if graph.why(name) else None
    above = {other for chain in graph.why(name) for other in chain[:-1]}
    if {chain[-1] for chain in chains} == above and len(chains) <= _LISTED:
        return Answer("Only what is named above.")
    ordered = sorted(chains, key=lambda chain: _branch(graph.mods, chain))
    shown = ordered[:_LISTED]
    lines = tuple(Line(graph.mods[chain[-1]], len(chain) - 2) for chain in shown)
    return Answer("", lines, len(ordered) - len(shown))


def _lines(graph: Graph, chain: Chain) -> list[Line]:
    return [Line(graph.mods[name], depth) for depth, name in enumerate(chain)]


def _branch(mods: Mapping[str, InstalledMod], chain: Chain) -> tuple[str, ...]:
    return tuple(f"{mods[name].title.casefold()}\n{name}" for name in chain[1:])
