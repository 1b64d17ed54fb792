"""What is wrong in a folder, and one plan that puts chosen parts of it right."""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import partial

from modstead.domain.catalog import Catalog
from modstead.domain.changes import left_wanting, plan_enable, plan_remove
from modstead.domain.compatibility import Target, choose, misfit
from modstead.domain.diagnosis import TAKES_FILES, Origin, Origins, find_problems, set_course
from modstead.domain.graph import UNNAMED, Graph
from modstead.domain.identity import plain
from modstead.domain.instance import InstalledMod, Library
from modstead.domain.loading import well_known_title
from modstead.domain.plan import Note, NoteKind, Operation, OperationKind, Plan, PlanKind
from modstead.domain.policies import FolderPolicies, pinned_words
from modstead.domain.problems import Problem, Remedy, RemedyKind
from modstead.domain.project import Project, SearchQuery
from modstead.domain.requirements import requirements, suitable
from modstead.domain.version import Channel, Version
from modstead.errors import CatalogError, FolderError
from modstead.services.installs import InstallService, Wanted
from modstead.services.operations import OperationService
from modstead.services.policies import SaidPolicies
from modstead.services.together import together

_LONGEST_QUERY = 64
_ASKABLE = re.compile(r"[A-Za-z0-9_-]{2,64}")
_PLAN_KINDS = (
    (OperationKind.INSTALL, PlanKind.INSTALL),
    (OperationKind.UPDATE, PlanKind.UPDATE),
    (OperationKind.REMOVE, PlanKind.REMOVE),
    (OperationKind.ENABLE, PlanKind.ENABLE),
    (OperationKind.DISABLE, PlanKind.DISABLE),
)


@dataclass(slots=True)
class _Wishes:
    """What remedies take from the platform: by project ID, and what stood in the way."""

    versions: dict[str, Version] = field(default_factory=dict)
    needed: set[str] = field(default_factory=set)
    missed: set[Remedy] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)


class HealthService:
    def __init__(
        self,
        catalog: Catalog,
        policies: SaidPolicies,
        installs: InstallService,
        operations: OperationService,
    ) -> None:
        self._catalog = catalog
        self._policies = policies
        self._installs = installs
        self._operations = operations

    async def graph(self, library: Library) -> Graph:
        """The folder's graph, in which what is missing has a name where the platform tells one.

        While it is away, or does not know, the manifest's own word has to do.
        """
        graph = await asyncio.to_thread(Graph.of, library)
        projects = await self._missing(graph)
        return await asyncio.to_thread(Graph.of, library, projects) if projects else graph

    async def check(self, library: Library) -> tuple[Problem, ...]:
        """Everything that is wrong in the folder, the worst first, each with its remedies, the best first."""
        return await self.problems(library, await self.graph(library))

    async def problems(self, library: Library, graph: Graph) -> tuple[Problem, ...]:
        """The same for a graph that is at hand."""
        origins = await self._origins(library)
        return await asyncio.to_thread(find_problems, library, graph, origins)

    async def origin(self, library: Library, mod: InstalledMod) -> Origin | None:
        """Whether the user asked for the file or it came along, where the folder's history tells."""
        return (await self._origins(library)).of_mod(mod)

    async def _origins(self, library: Library) -> Origins:
        """A history that cannot be read tells nothing; that it cannot be is for others to say."""
        try:
            return Origins.of(await self._operations.history(library.instance.folder))
        except FolderError:
            return Origins()

    async def plan(
        self, library: Library, remedies: Sequence[Remedy], channel: Channel | None = None
    ) -> Plan:
        """One plan that carries the remedies out; those that ask the user are left out, what cannot be had is noted.

        A version is taken only if the ranges of the files that stay admit it.

        Raises:
            LoaderUnknown: something is to be installed, but the loader or game version is not known.
            CatalogError: the platform cannot be asked.
        """
        plan, _ = await self._planned(library, remedies, channel)
        return plan

    async def fix(
        self, library: Library, problems: Iterable[Problem], channel: Channel | None = None
    ) -> Plan:
        """One plan of the best remedy of each problem, but for those that ask the user.

        A file that does not run here and has no version that would is left out of the game instead, and with it what
        cannot do without, so that there is nothing left to do afterwards. What is pinned keeps its version.

        Raises:
            LoaderUnknown, CatalogError: as `plan`.
            StorageError: it cannot be read what is pinned.
        """
        listed, pinned = _but_pinned(problems, library, await self._policies.of(library))
        origins = await self._origins(library)
        graph = await self.graph(library)

        def find(tried: Library) -> tuple[Problem, ...]:
            return find_problems(tried, Graph.of(tried, graph.projects), origins)

        missed: Set[Remedy] = frozenset()
        told: dict[Note, None] = {}
        while True:
            course = await asyncio.to_thread(set_course, library, listed, missed, find)
            plan, new = await self._planned(library, course.remedies, channel)
            told |= dict.fromkeys(note for note in plan.notes if note.kind is NoteKind.UNRESOLVED)
            if new <= missed:
                break
            missed |= new
        left_too = tuple(Note(NoteKind.INFO, title, text) for title, text in course.left_too)
        notes = dict.fromkeys((*pinned, *told, *left_too, *plan.notes))
        return replace(plan, notes=tuple(notes))

    async def _planned(
        self, library: Library, remedies: Sequence[Remedy], channel: Channel | None
    ) -> tuple[Plan, Set[Remedy]]:
        """The plan, and the remedies that cannot be carried out."""
        leaving, staying = _parted(library, remedies)
        kept = replace(library, mods=staying)
        wishes = _Wishes()
        taking = [remedy for remedy in dict.fromkeys(remedies) if remedy.kind in TAKES_FILES]
        if taking:
            await self._wish(kept, taking, channel, wishes)
        installs = Plan(library.instance, PlanKind.INSTALL)
        if wishes.versions:
            wanted = [Wanted(project_id, version.id) for project_id, version in wishes.versions.items()]
            installs = await self._installs.plan(kept, wanted, channel)
        operations = {_changed_file(item): _reasoned(item, wishes) for item in installs.operations}
        for item in _without_platform(library, remedies):
            operations.setdefault(_changed_file(item), _reasoned(item, wishes))
        listed = tuple(operations.values())
        notes = (*wishes.notes, *installs.notes, *left_wanting(library, leaving))
        return Plan(library.instance, _kind(listed), listed, notes), wishes.missed

    async def _wish(
        self, library: Library, remedies: Sequence[Remedy], channel: Channel | None, wishes: _Wishes
    ) -> None:
        target = Target.of(library.instance)
        graph = await self.graph(library)
        projects = await self._projects(remedies, target)
        wanted: dict[str, Remedy] = {}
        for remedy in remedies:
            project = projects.get(_called(remedy))
            if project:
                wanted.setdefault(project.project_id, remedy)
                continue
            name = graph.mods[remedy.file].title if remedy.file in graph.mods else _named(remedy)
            text = f"{name} is not known to {self._catalog.title}: find it by hand."
            wishes.notes.append(Note(NoteKind.UNRESOLVED, name, text))
            wishes.missed.add(remedy)
        found = await together(
            partial(self._version, remedy, projects[_called(remedy)], library, graph, channel)
            for remedy in wanted.values()
        )
        for (project_id, remedy), version in zip(wanted.items(), found, strict=True):
            if isinstance(version, Note):
                wishes.notes.append(version)
                wishes.missed.add(remedy)
                continue
            wishes.versions[project_id] = version
            if remedy.kind is RemedyKind.INSTALL:
                wishes.needed.add(project_id)

    async def _version(
        self, remedy: Remedy, project: Project, library: Library, graph: Graph, channel: Channel | None
    ) -> Version | Note:
        """The file's own version where it is to be replaced, else the newest that the folder puts up with."""
        target = Target.of(library.instance)
        mod = graph.mods.get(remedy.file)
        if remedy.kind is RemedyKind.REPLACE and mod and mod.claims and not misfit(mod.claims, target):
            return mod.claims
        versions = await self._catalog.versions(
            project.project_id, loaders=target.loaders, game_versions=target.game_versions, changelogs=False
        )
        fitting = [version for version in versions if misfit(version, target) is None]
        demands = requirements(graph, remedy, library.instance)
        choice = choose(suitable(fitting, demands), target, channel)
        if choice.version:
            return choice.version
        text = f"{project.title}: {choice.reason}"
        if fitting and demands:
            text = f"No version of {project.title} for {target.label} is one that the others put up with."
        return Note(NoteKind.UNRESOLVED, project.title, text)

    async def _projects(self, remedies: Iterable[Remedy], target: Target) -> Mapping[str, Project]:
        """What the remedies take, by project ID or else by mod ID, as far as it can be found.

        A mod ID means the project whose slug or title it is, however it is spelt, if that is for this loader.
        """
        ids = {remedy.project_id for remedy in remedies if remedy.project_id}
        mod_ids = {remedy.mod_id for remedy in remedies if remedy.mod_id and not remedy.project_id}
        asked = ids.union(*map(_slugs, mod_ids))
        found = dict(await self._catalog.projects(sorted(asked))) if asked else {}
        named = {
            plain(project.slug): project
            for project in found.values()
            if not project.loaders or not set(project.loaders).isdisjoint(target.loaders)
        }
        for mod_id in sorted(mod_ids):
            project = named.get(_plain(mod_id)) or await self._searched(mod_id, target)
            if project:
                found[mod_id] = project
        return found

    async def _searched(self, mod_id: str, target: Target) -> Project | None:
        words = re.sub(r"[^A-Za-z0-9]+", " ", mod_id)[:_LONGEST_QUERY].strip()
        if not words:
            return None
        query = SearchQuery(words, (target.content.value,), loaders=tuple(target.loaders), limit=10)
        hits = (await self._catalog.search(query)).hits
        for hit in hits:
            if _plain(mod_id) in {plain(hit.slug), plain(hit.title)}:
                return await self._catalog.project(hit.ref.project_id)
        return None

    async def _missing(self, graph: Graph) -> Mapping[str, Project]:
        """The projects of what is missing, in one question; none where the platform is away."""
        missing = [edge for name in graph.mods for edge in graph.unmet(name) if not edge.target]
        asked = {edge.project_id for edge in missing if edge.project_id}
        asked |= {slug for edge in missing if not edge.project_id for slug in _slugs(edge.mod_id)}
        if not asked:
            return {}
        try:
            return await self._catalog.projects(sorted(asked))
        except CatalogError:
            return {}


def _but_pinned(
    problems: Iterable[Problem], library: Library, said: FolderPolicies
) -> tuple[tuple[Problem, ...], tuple[Note, ...]]:
    """The problems but for those whose best remedy would change the version of a pinned file, and notes on them."""
    pinned = {mod.file.name: mod for mod in library.mods if said.of(mod).pinned}
    left: list[Problem] = []
    notes: dict[str, Note] = {}
    for problem in problems:
        best = next(iter(problem.remedies), None)
        if best is None or best.kind is not RemedyKind.CHANGE_VERSION or best.file not in pinned:
            left.append(problem)
            continue
        mod = pinned[best.file]
        text = f"{mod.title} stays as it is. {pinned_words(mod.version_number)}"
        notes[best.file] = Note(NoteKind.INFO, mod.title, text)
    return tuple(left), tuple(notes.values())


def _slugs(mod_id: str) -> tuple[str, ...]:
    """What the slug of the mod's project may be: most are its ID, many with hyphens for underscores."""
    plain_id = mod_id.rpartition(":")[2]
    forms = (plain_id, plain_id.replace("_", "-"))
    return tuple(dict.fromkeys(form for form in forms if _ASKABLE.fullmatch(form)))


def _plain(mod_id: str) -> str:
    return plain(mod_id.rpartition(":")[2])


def _called(remedy: Remedy) -> str:
    return remedy.project_id or remedy.mod_id


def _named(remedy: Remedy) -> str:
    """What people call what the remedy takes; that they know it by an ID of the platform is not to be expected."""
    return well_known_title(remedy.project_id) or remedy.mod_id or UNNAMED


def _parted(
    library: Library, remedies: Iterable[Remedy]
) -> tuple[tuple[InstalledMod, ...], tuple[InstalledMod, ...]]:
    """What the remedies remove or disable, which makes no demands and gets in nobody's way, and what stays."""
    names = {item.file for item in remedies if item.kind in {RemedyKind.REMOVE, RemedyKind.DISABLE}}
    leaving = tuple(mod for mod in library.mods if mod.file.name in names)
    return leaving, tuple(mod for mod in library.mods if mod.file.name not in names)


def _without_platform(library: Library, remedies: Sequence[Remedy]) -> tuple[Operation, ...]:
    by_kind = {
        kind: {item.file for item in remedies if item.kind is kind and item.file} for kind in RemedyKind
    }
    plans = (
        plan_enable(library, by_kind[RemedyKind.ENABLE], enabled=True),
        plan_enable(library, by_kind[RemedyKind.DISABLE], enabled=False),
        plan_remove(library, by_kind[RemedyKind.REMOVE]),
    )
    return tuple(operation for plan in plans for operation in plan.operations)


def _reasoned(operation: Operation, wishes: _Wishes) -> Operation:
    """What is installed because others need it is not what the user chose, and may go when they do."""
    needed = operation.project and operation.project.project_id in wishes.needed
    if operation.reason == "required" or (needed and operation.kind is OperationKind.INSTALL):
        return replace(operation, reason="required")
    return replace(operation, reason="put right")


def _changed_file(operation: Operation) -> str:
    return operation.before.name if operation.before else f"+{operation.file_name}"


def _kind(operations: Iterable[Operation]) -> PlanKind:
    kinds = {operation.kind for operation in operations}
    return next((plan for kind, plan in _PLAN_KINDS if kind in kinds), PlanKind.UPDATE)
