"""What is wrong between files: a need that is not met, and two that do not go together."""

from collections.abc import Collection, Iterator, Mapping
from heapq import heapify, heappop, heappush

from modstead.domain.compatibility import PACK_LOADERS, contents_of
from modstead.domain.diagnosis.enabling import Enabling, fits
from modstead.domain.diagnosis.files import any_of, leave
from modstead.domain.edges import REFUSALS, Edge
from modstead.domain.graph import Graph
from modstead.domain.instance import ContentKind, InstalledMod, ManifestKind, RelationKind
from modstead.domain.problems import Problem, ProblemKind, Remedy, RemedyKind

# The Forges stop where an optional mod is there in a version outside its range.
_BOUNDS_OPTIONAL_ONES = frozenset({ManifestKind.FORGE, ManifestKind.NEOFORGE})


def need_problems(
    mod: InstalledMod, graph: Graph, content: ContentKind, enabling: Enabling
) -> Iterator[Problem]:
    """One for each need that is not met: nothing is there, it is disabled, or of a version that will not do.

    What belongs in another folder of the game than that of `content` cannot be missed from here.
    """
    for edge in (*graph.unmet(mod.file.name), *_refused_versions(mod, graph)):
        target = graph.mods.get(edge.target)
        if target is None:
            if _belongs_elsewhere(edge, graph, content):
                continue
            yield _missing(mod, edge, graph.title(edge))
        elif not target.file.enabled:
            yield _disabled(mod, edge, target, runs=enabling.would_run(target.file.name))
        else:
            yield _wrong_version(mod, edge, target)


def _refused_versions(mod: InstalledMod, graph: Graph) -> Iterator[Edge]:
    """What the file does without but the loader refuses in this version: of several needs for one mod one is told."""
    for edge in graph.edges_from(mod.file.name):
        refused = edge.optional and not edge.met and edge.kind not in REFUSALS
        if refused and edge.syntax in _BOUNDS_OPTIONAL_ONES and graph.mods[edge.target].file.enabled:
            yield edge


def left_out_problems(mod: InstalledMod, graph: Graph, left_out: Collection[str]) -> Iterator[Problem]:
    """One for each need that only files meet which the loader leaves out."""
    for edge in graph.requires(mod.file.name) if left_out else ():
        if edge.met and {edge.target, *edge.others} <= set(left_out):
            target = graph.mods[edge.target]
            detail = f"It needs {target.title}, which is for the other side and is not loaded here."
            yield _of_need(ProblemKind.MISSING_DEPENDENCY, mod, detail, None, target.file.name)


def incompatible_problems(graph: Graph, sound: Collection[str]) -> Iterator[Problem]:
    """One for each pair of sound files of which one says that they do not go together."""
    pairs: dict[frozenset[str], Edge] = {}
    for edge in graph.edges:
        if edge.kind is RelationKind.BREAKS and not edge.optional:
            pair = frozenset({edge.source, edge.target})
            if pair.issubset(sound):
                pairs.setdefault(pair, edge)
    leaving = _leaving(pairs, graph)
    for edge in pairs.values():
        yield _incompatible(edge, graph, leaving)


def _leaving(pairs: Mapping[frozenset[str], Edge], graph: Graph) -> Collection[str]:
    """Few files without which no pair is left: those in most pairs, weighed against how many others need them.

    Of equals, one whose rivals all stay, so that no pair loses both where one is enough, and which others refuse.
    """
    rivals: dict[str, set[str]] = {}
    for pair in pairs:
        for name in pair:
            rivals.setdefault(name, set()).update(pair - {name})
    needed = {name: 1 + len(graph.required_by(name)) for name in rivals}
    refused = {edge.target for edge in pairs.values()}
    open_pairs = {name: len(others) for name, others in rivals.items()}
    heap = [(-count / needed[name], False, name not in refused, name) for name, count in open_pairs.items()]
    heapify(heap)
    leaving: list[str] = []
    while heap:
        worth, _, _, name = heappop(heap)
        if not open_pairs[name] or worth != -open_pairs[name] / needed[name]:
            continue
        leaving.append(name)
        open_pairs[name] = 0
        for other in rivals[name]:
            if open_pairs[other]:
                open_pairs[other] -= 1
                heappush(heap, (-open_pairs[other] / needed[other], True, other not in refused, other))
    gone = set(leaving)
    for name in leaving:
        if rivals[name] <= gone:
            gone.remove(name)
    return gone


def _belongs_elsewhere(edge: Edge, graph: Graph, content: ContentKind) -> bool:
    """As the platform says; where it does not, mods need mods, but packs anything."""
    project = graph.projects.get(edge.project_id)
    kinds = contents_of(project.loaders) if project else frozenset()
    return content not in kinds if kinds else content in PACK_LOADERS


def _missing(mod: InstalledMod, edge: Edge, title: str) -> Problem:
    wanted = f"{title} {any_of(edge.ranges)}" if _bounds(edge) else title
    install = _install(edge, title)
    return _of_need(ProblemKind.MISSING_DEPENDENCY, mod, f"It needs {wanted}, which is not here.", install)


def _install(edge: Edge, title: str) -> Remedy:
    return Remedy(
        RemedyKind.INSTALL,
        f"Install {title}",
        project_id=edge.project_id,
        mod_id=edge.mod_id,
        ranges=edge.ranges,
    )


def _disabled(mod: InstalledMod, edge: Edge, target: InstalledMod, *, runs: bool) -> Problem:
    """To be enabled where that would do; else another version may."""
    kind, name = ProblemKind.MISSING_DEPENDENCY, target.file.name
    if not fits(edge):
        present = f"only {edge.present} is here, and disabled"
        detail = f"It needs {target.title} {any_of(edge.ranges)}; {present}."
    elif not runs:
        detail = f"It needs {target.title}, which is disabled and would not run here as it is."
    else:
        detail = f"It needs {target.title}, which is disabled."
        return _of_need(kind, mod, detail, Remedy(RemedyKind.ENABLE, f"Enable {target.title}", name), name)
    other = _change(edge, target) or _install(edge, target.title)
    return _of_need(kind, mod, detail, other, name)


def _change(edge: Edge, target: InstalledMod) -> Remedy | None:
    if not target.project_id:
        return None
    present = f"{target.title} {edge.present}".strip()
    text = f"Change {present} to a version that fits"
    return Remedy(
        RemedyKind.CHANGE_VERSION, text, target.file.name, target.project_id, edge.mod_id, edge.ranges
    )


def _wrong_version(mod: InstalledMod, edge: Edge, target: InstalledMod) -> Problem:
    detail = f"It needs {target.title} {any_of(edge.ranges)}; {edge.present or 'another'} is here."
    return _of_need(ProblemKind.WRONG_VERSION, mod, detail, _change(edge, target), target.file.name)


def _of_need(
    kind: ProblemKind, mod: InstalledMod, detail: str, remedy: Remedy | None, *others: str
) -> Problem:
    remedies = (*((remedy,) if remedy else ()), *leave(mod, RemedyKind.DISABLE))
    return Problem(kind, mod.file.name, mod.title, detail, remedies, others)


def _incompatible(edge: Edge, graph: Graph, leaving: Collection[str]) -> Problem:
    """A file whose leaving ends the most is offered to be disabled first."""
    source, target = graph.mods[edge.source], graph.mods[edge.target]
    detail = f"It does not go together with {f'{target.title} {edge.present}'.strip()}."
    remedies: list[Remedy] = []
    if target.project_id and _bounds(edge):
        text = f"Change {target.title} to a version that fits"
        remedies.append(Remedy(RemedyKind.CHANGE_VERSION, text, edge.target, target.project_id, edge.mod_id))
    pair = sorted((target, source), key=lambda mod: mod.file.name not in leaving)
    remedies += [remedy for mod in pair for remedy in leave(mod, RemedyKind.DISABLE)]
    return Problem(
        ProblemKind.INCOMPATIBLE, edge.source, source.title, detail, tuple(remedies), (edge.target,)
    )


def _bounds(edge: Edge) -> bool:
    return bool(edge.ranges) and "*" not in edge.ranges
