"""What the picture of the graph shows of each mod, and the links between them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from modstead.domain.graph import Edge, Graph
from modstead.ui.installed.rows import ModRow
from modstead.ui.kit.painting import Tone

_MISSING = "missing:"


@dataclass(frozen=True, slots=True)
class Node:
    """A mod, or one that is needed and missing, which then has no row."""

    name: str
    title: str
    tone: Tone = "neutral"
    row: ModRow | None = None

    @property
    def missing(self) -> bool:
        return self.row is None


@dataclass(frozen=True, slots=True)
class Picture:
    """`broken` are the links whose need is not met."""

    nodes: Mapping[str, Node]
    links: tuple[tuple[str, str], ...]
    broken: frozenset[tuple[str, str]] = frozenset()


def picture_of(rows: Iterable[ModRow], graph: Graph) -> Picture:
    """All files of a folder, and what they need."""
    nodes = {
        row.name: Node(row.name, row.title, row.chip.tone if row.chip else "neutral", row) for row in rows
    }
    links: dict[tuple[str, str], bool] = {}
    for edge in graph.edges:
        if not edge.is_need or edge.source not in nodes:
            continue
        target = edge.target or _missing_name(edge)
        if target not in nodes:
            nodes[target] = Node(target, graph.title(edge), "bad")
        enabled = graph.mods[edge.source].file.enabled
        links[edge.source, target] = links.get((edge.source, target), False) or (enabled and not edge.met)
    return Picture(nodes, tuple(links), frozenset(link for link, broken in links.items() if broken))


def _missing_name(edge: Edge) -> str:
    return f"{_MISSING}{edge.project_id or edge.mod_id}"
