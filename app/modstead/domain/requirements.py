"""Which published versions of a project the other files of a folder would put up with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from modstead.domain.edges import REFUSALS, Edge
from modstead.domain.graph import Graph
from modstead.domain.instance import Instance, ManifestKind, RelationKind
from modstead.domain.loading import read_kinds, same_ids
from modstead.domain.problems import Remedy
from modstead.domain.ranges import admits
from modstead.domain.version import Version
from modstead.domain.version_numbers import bare_number


@dataclass(frozen=True, slots=True)
class Requirement:
    """Ranges that must admit the version, or, where it `refuses`, that must not."""

    syntax: ManifestKind
    ranges: tuple[str, ...]
    refuses: bool = False

    def suits(self, version: Version) -> bool | None:
        """Whether the version satisfies it, as far as its published number tells; None where it does not tell."""
        told = admits(self.syntax, self.ranges, self._number(version))
        return told if told is None or not self.refuses else not told

    def _number(self, version: Version) -> str:
        """Manifests rarely repeat the game version and the loader that published numbers name."""
        game_named = any(game in text for game in version.game_versions for text in self.ranges)
        return version.number if game_named else bare_number(version.number, version.game_versions)


def requirements(graph: Graph, remedy: Remedy, instance: Instance) -> tuple[Requirement, ...]:
    """Everything that the enabled files demand of what the remedy installs or changes, its own ranges among it."""
    edges = _about(graph, remedy)
    found = [
        Requirement(edge.syntax, edge.ranges, edge.kind in REFUSALS)
        for edge in edges
        if edge.syntax and edge.ranges and _counts(graph, edge)
    ]
    kinds = read_kinds(instance)
    if remedy.ranges and kinds and not any(item.ranges == remedy.ranges for item in found):
        found.append(Requirement(kinds[0], remedy.ranges))
    return tuple(dict.fromkeys(found))


def suitable(versions: Sequence[Version], demands: Sequence[Requirement]) -> tuple[Version, ...]:
    """The versions that satisfy every demand; where it can be told of none, those that are not known to fail one."""
    possible = {version.id: [item.suits(version) for item in demands] for version in versions}
    listed = [version for version in versions if False not in possible[version.id]]
    certain = [version for version in listed if None not in possible[version.id]]
    return tuple(certain or listed)


def _about(graph: Graph, remedy: Remedy) -> Iterator[Edge]:
    if remedy.file:
        yield from graph.edges_to(remedy.file)
        return
    ids = set(same_ids(remedy.mod_id)) if remedy.mod_id else set()
    for edge in graph.edges:
        named = edge.mod_id in ids or (remedy.project_id and edge.project_id == remedy.project_id)
        if not edge.target and named:
            yield edge


def _counts(graph: Graph, edge: Edge) -> bool:
    needs = edge.is_need or (edge.kind is RelationKind.BREAKS and not edge.optional)
    return needs and graph.mods[edge.source].file.enabled
