"""What is wrong between files: a need that is not met, and two that do not go together."""

from collections.abc import Collection, Iterator

from modstead.domain.compatibility import PACK_LOADERS, contents_of
from modstead.domain.diagnosis.files import any_of, leave
from modstead.domain.edges import Edge
from modstead.domain.graph import Graph
from modstead.domain.instance import ContentKind, InstalledMod, RelationKind
from modstead.domain.problems import Problem, ProblemKind, Remedy, RemedyKind


def need_problems(mod: InstalledMod, graph: Graph, content: ContentKind) -> Iterator[Problem]:
    """One for each need that is not met: nothing is there, it is disabled, or of a version that will not do.

    What belongs in another folder of the game than that of `content` cannot be missed from here.
    """
    for edge in graph.unmet(mod.file.name):
        target = graph.mods.get(edge.target)
        if target is None:
            if _belongs_elsewhere(edge, graph, content):
                continue
            yield _missing(mod, edge, graph.title(edge))
        elif not target.file.enabled:
            enable = Remedy(RemedyKind.ENABLE, f"Enable {target.title}", target.file.name)
            detail = f"It needs {target.title}, which is disabled."
            yield _of_need(ProblemKind.MISSING_DEPENDENCY, mod, detail, enable, target.file.name)
        else:
            yield _wrong_version(mod, edge, target)


def incompatible_problems(graph: Graph, sound: Collection[str]) -> Iterator[Problem]:
    """One for each pair of sound files of which one says that they do not go together."""
    told: set[frozenset[str]] = set()
    for edge in graph.edges:
        pair = frozenset({edge.source, edge.target})
        if edge.kind is not RelationKind.BREAKS or edge.optional or not pair.issubset(sound) or pair in told:
            continue
        told.add(pair)
        yield _incompatible(edge, graph)


def _belongs_elsewhere(edge: Edge, graph: Graph, content: ContentKind) -> bool:
    """As the platform says; where it does not, mods need mods, but packs anything."""
    project = graph.projects.get(edge.project_id)
    kinds = contents_of(project.loaders) if project else frozenset()
    return content not in kinds if kinds else content in PACK_LOADERS


def _missing(mod: InstalledMod, edge: Edge, title: str) -> Problem:
    wanted = f"{title} {any_of(edge.ranges)}" if _bounds(edge) else title
    install = Remedy(
        RemedyKind.INSTALL,
        f"Install {title}",
        project_id=edge.project_id,
        mod_id=edge.mod_id,
        ranges=edge.ranges,
    )
    return _of_need(ProblemKind.MISSING_DEPENDENCY, mod, f"It needs {wanted}, which is not here.", install)


def _wrong_version(mod: InstalledMod, edge: Edge, target: InstalledMod) -> Problem:
    present = f"{target.title} {edge.present}".strip()
    detail = f"It needs {target.title} {any_of(edge.ranges)}; {edge.present or 'another'} is here."
    change = None
    if target.project_id:
        change = Remedy(
            RemedyKind.CHANGE_VERSION,
            f"Change {present} to a version that fits",
            target.file.name,
            target.project_id,
            edge.mod_id,
            edge.ranges,
        )
    return _of_need(ProblemKind.WRONG_VERSION, mod, detail, change, target.file.name)


def _of_need(
    kind: ProblemKind, mod: InstalledMod, detail: str, remedy: Remedy | None, *others: str
) -> Problem:
    remedies = (*((remedy,) if remedy else ()), *leave(mod, RemedyKind.DISABLE))
    return Problem(kind, mod.file.name, mod.title, detail, remedies, others)


def _incompatible(edge: Edge, graph: Graph) -> Problem:
    """The file that fewer others need is offered to be disabled first."""
    source, target = graph.mods[edge.source], graph.mods[edge.target]
    detail = f"It does not go together with {f'{target.title} {edge.present}'.strip()}."
    remedies: list[Remedy] = []
    if target.project_id and _bounds(edge):
        text = f"Change {target.title} to a version that fits"
        remedies.append(Remedy(RemedyKind.CHANGE_VERSION, text, edge.target, target.project_id, edge.mod_id))
    pair = sorted((target, source), key=lambda mod: len(graph.required_by(mod.file.name)))
    remedies += [remedy for mod in pair for remedy in leave(mod, RemedyKind.DISABLE)]
    return Problem(
        ProblemKind.INCOMPATIBLE, edge.source, source.title, detail, tuple(remedies), (edge.target,)
    )


def _bounds(edge: Edge) -> bool:
    return bool(edge.ranges) and "*" not in edge.ranges
