"""What the files of a folder say of each other, in their manifests and on the platform, each thing once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from modstead.domain.identity import plain
from modstead.domain.instance import (
    InstalledMod,
    Instance,
    Library,
    Manifest,
    ManifestKind,
    Relation,
    RelationKind,
)
from modstead.domain.loading import (
    is_built_in,
    is_fabric_api_module,
    of_first_kind,
    project_of_id,
    read_kinds,
    reads_alike,
    runs_on,
    same_ids,
    share_versions,
    stand_ins,
)
from modstead.domain.project import Project
from modstead.domain.ranges import admits
from modstead.domain.version import Dependency, DependencyKind

REFUSALS = frozenset({RelationKind.BREAKS, RelationKind.CONFLICTS})
"""The relations that say that two do not go together."""

# Forge goes by what mcmod.info requires only where the file also says so, which few do.
MERELY_TOLD = frozenset({ManifestKind.LEGACY_FORGE})
# These loaders leave a nested mod out where something speaks against it and nothing needs it.
_LOADS_NESTED_IF_POSSIBLE = frozenset({ManifestKind.FABRIC, ManifestKind.QUILT})


class Edge(NamedTuple):
    """What `source` says of `target`, both file names; the target of a need is empty where nothing is there.

    `others` are further enabled files that meet the need as well. `mod_id` is the manifest's word for the target,
    `project_id` the platform's, each empty where it says nothing; `ranges` are any-of, in the syntax of `syntax`.
    Where it is `optional`, the source does without (recommendations, and `conflicts`, which only warns); optional needs
    and refusals are edges only where the target is there. `met` tells of a need that an enabled file of an admitted
    version is there, and is False for a refusal. `present` is the version that is there.
    """

    source: str
    target: str
    kind: RelationKind
    mod_id: str = ""
    project_id: str = ""
    ranges: tuple[str, ...] = ()
    syntax: ManifestKind | None = None
    optional: bool = False
    met: bool = True
    others: tuple[str, ...] = ()
    present: str = ""

    @property
    def is_need(self) -> bool:
        """Whether the source cannot do without the target."""
        return self.kind is RelationKind.DEPENDS and not self.optional


class _Provider(NamedTuple):
    """A file that brings a mod ID in a version, itself or in a nested JAR; `name` is the file's."""

    mod: InstalledMod
    name: str
    version: str
    nested: bool
    enabled: bool

    @property
    def place(self) -> tuple[bool, bool]:
        """By this the preferred one comes first."""
        return not self.enabled, self.nested


class _Met(NamedTuple):
    """What there is for a need."""

    target: str
    project_id: str = ""
    met: bool = False
    others: tuple[str, ...] = ()
    present: str = ""


def find_edges(library: Library, projects: Mapping[str, Project]) -> tuple[Edge, ...]:
    """All edges of the folder. `projects` are further ones by ID, whose slugs tell which mod IDs they mean."""
    folder = _Folder(library, projects)
    return tuple(edge for mod in library.mods for edge in folder.edges(mod))


class _Folder:
    """What can be found in a folder, by mod ID, project and version."""

    def __init__(self, library: Library, projects: Mapping[str, Project]) -> None:
        self._instance: Instance = library.instance
        self._projects = projects
        self._slugs = {plain(project.slug): project_id for project_id, project in projects.items()}
        self._by_id: dict[str, list[_Provider]] = {}
        self._by_project: dict[str, list[InstalledMod]] = {}
        self._by_version: dict[str, list[InstalledMod]] = {}
        self._loaded: dict[str, tuple[Manifest, ...]] = {}
        self._kinds = read_kinds(library.instance)
        for mod in library.mods:
            self._add(mod)

    def _add(self, mod: InstalledMod) -> None:
        name, enabled = mod.file.name, mod.file.enabled
        manifests = self._loaded[name] = of_first_kind(mod.manifests, self._kinds)
        for manifest in manifests:
            self._add_ids(manifest, _Provider(mod, name, manifest.version, nested=False, enabled=enabled))
        for jar in mod.nested:
            for manifest in of_first_kind(jar.manifests, self._kinds):
                self._add_ids(manifest, _Provider(mod, name, manifest.version, nested=True, enabled=enabled))
        project_id = mod.project_id
        if project_id:
            self._by_project.setdefault(project_id, []).append(mod)
        if mod.version:
            self._by_version.setdefault(mod.version.id, []).append(mod)

    def _add_ids(self, manifest: Manifest, own: _Provider) -> None:
        versions = dict(manifest.provided_versions) if manifest.provided_versions else {}
        for mod_id in {manifest.id, *manifest.provides} if manifest.provides else (manifest.id,):
            version = versions.get(mod_id, manifest.version)
            known = own if version == manifest.version else own._replace(version=version)
            if mod_id:
                self._by_id.setdefault(mod_id, []).append(known)

    def edges(self, mod: InstalledMod) -> list[Edge]:
        told = _merged_needs(self._told_by_manifests(mod))
        return [*self._merged(mod, told), *self._refused_on_platform(mod, told)]

    def _told_by_manifests(self, mod: InstalledMod) -> Iterator[Edge]:
        seen: set[tuple[RelationKind, str, tuple[str, ...]]] = set()
        for manifest in self._loaded[mod.file.name]:
            for relation in manifest.relations:
                key = (relation.kind, relation.mod_id, relation.ranges)
                if key in seen or is_built_in(relation.mod_id):
                    continue
                if relation.side and not runs_on(relation.side, self._instance):
                    continue
                seen.add(key)
                if relation.unless and any(self._is_there(manifest, other) for other in relation.unless):
                    continue
                if relation.kind in REFUSALS:
                    yield from self._refusals(mod, manifest, relation)
                elif edge := self._need(mod, manifest, relation):
                    yield edge

    def _is_there(self, manifest: Manifest, relation: Relation) -> bool:
        return is_built_in(relation.mod_id) or any(
            found.enabled and admits(manifest.kind, relation.ranges, found.version) is not False
            for found in self._providers(relation.mod_id)
        )

    def _need(self, mod: InstalledMod, manifest: Manifest, relation: Relation) -> Edge | None:
        optional = relation.kind is not RelationKind.DEPENDS or manifest.kind in MERELY_TOLD
        candidates = self._providers(relation.mod_id)
        if _are_met_by(mod, candidates) or (optional and not candidates):
            return None
        ranges = relation.ranges if candidates or not is_fabric_api_module(relation.mod_id) else ()
        met = _meeting(candidates, manifest.kind, ranges)
        return Edge(
            mod.file.name,
            met.target,
            relation.kind,
            relation.mod_id,
            met.project_id or self._project_named(relation.mod_id),
            ranges,
            manifest.kind,
            optional,
            met.met,
            met.others,
            met.present,
        )

    def _refusals(self, mod: InstalledMod, manifest: Manifest, relation: Relation) -> Iterator[Edge]:
        for found in self._by_id.get(relation.mod_id, ()):
            left_out = found.nested and manifest.kind in _LOADS_NESTED_IF_POSSIBLE
            if found.mod is mod or left_out:
                continue
            if admits(manifest.kind, relation.ranges, found.version) is not True:
                continue
            yield Edge(
                mod.file.name,
                found.name,
                relation.kind,
                mod_id=relation.mod_id,
                ranges=relation.ranges,
                syntax=manifest.kind,
                optional=relation.kind is RelationKind.CONFLICTS,
                met=False,
                present=found.version,
            )

    def _providers(self, mod_id: str) -> Sequence[_Provider]:
        """Who brings the ID; only where nobody does, who brings what is the same, in whatever version."""
        exact = self._by_id.get(mod_id)
        if exact:
            return exact
        for same in same_ids(mod_id):
            found = self._by_id.get(same)
            if found:
                shared = share_versions(mod_id, same)
                return found if shared else [item._replace(version="") for item in found]
        project_id = project_of_id(mod_id)
        return _as_providers(self._of_project(project_id)) if project_id else ()

    def _project_named(self, mod_id: str) -> str:
        """The project that goes by this mod ID, where one is known that is not in the folder."""
        return project_of_id(mod_id) or self._slugs.get(plain(mod_id.rpartition(":")[2]), "")

    def _of_project(self, project_id: str) -> list[InstalledMod]:
        return next(
            (self._by_project[same] for same in stand_ins(project_id) if same in self._by_project), []
        )

    def _merged(self, mod: InstalledMod, told: list[Edge]) -> list[Edge]:
        """The manifest's edges, with the platform's projects where they mean the same, and the platform's own."""
        unmatched: list[Edge | None] = []
        stated = _projects_needed(told)
        for project_id, dependency in self._required_on_platform(mod):
            if project_id in stated:
                continue
            found = self._platform_edge(mod, project_id, dependency)
            place = self._same_need(told, found, project_id)
            if place is not None:
                told[place] = told[place]._replace(project_id=project_id)
                stated = _projects_needed(told)
            else:
                unmatched.append(found)
        return self._explained(mod, told, unmatched) if unmatched else told

    def _required_on_platform(self, mod: InstalledMod) -> Iterator[tuple[str, Dependency]]:
        seen = {mod.project_id}
        for dependency in mod.version.dependencies if mod.version else ():
            if dependency.kind is not DependencyKind.REQUIRED:
                continue
            project_id = dependency.project_id or self._project_of_version(dependency.version_id)
            if project_id and project_id not in seen:
                seen.add(project_id)
                yield project_id, dependency

    def _project_of_version(self, version_id: str | None) -> str | None:
        found = self._by_version.get(version_id or "")
        return found[0].project_id if found else None

    def _platform_edge(self, mod: InstalledMod, project_id: str, dependency: Dependency) -> Edge | None:
        """The need as the platform states it, of any version: authors rarely keep the version they name up to date."""
        candidates = self._by_version.get(dependency.version_id or "") or self._of_project(project_id)
        project = self._projects.get(project_id)
        providers = _as_providers(candidates)
        if not providers and project:
            providers = self._providers(project.slug)
        if _are_met_by(mod, providers):
            return None
        met = _meeting(providers, None, ())
        return Edge(
            mod.file.name,
            met.target,
            RelationKind.DEPENDS,
            project_id=project_id,
            met=met.met,
            others=met.others,
            present=met.present,
        )

    def _same_need(self, told: list[Edge], found: Edge | None, project_id: str) -> int | None:
        project = self._projects.get(project_id)
        for place, edge in enumerate(told):
            if edge.kind in REFUSALS:
                continue
            if found and found.target and found.target in (edge.target, *edge.others):
                return place
            if project and plain(edge.mod_id) in {plain(project.slug), plain(project.title)}:
                return place
        return None

    def _explained(self, mod: InstalledMod, told: list[Edge], unmatched: Sequence[Edge | None]) -> list[Edge]:
        """Leave out of the platform's needs those that the manifest states under a name that nobody can match.

        As many needs of the manifest as of the platform that are without a counterpart are taken to be the same ones:
        what the loader checks decides then. A version for several loaders may name what only another one needs.
        """
        missing = [edge for edge in unmatched if edge and not edge.target]
        open_needs = [place for place, edge in enumerate(told) if edge.is_need and not edge.project_id]
        if len(missing) == len(open_needs) == 1:
            told[open_needs[0]] = told[open_needs[0]]._replace(project_id=missing[0].project_id)
        loaders = mod.version.loaders if mod.version and self._loaded[mod.file.name] else ()
        for_others = not all(reads_alike(name, self._kinds) for name in loaders)
        covered = bool(missing) and (len(missing) <= len(open_needs) or for_others)
        return [*told, *(edge for edge in unmatched if edge and not (covered and edge in missing))]

    def _refused_on_platform(self, mod: InstalledMod, told: list[Edge]) -> Iterator[Edge]:
        named = {edge.target for edge in told if edge.kind in REFUSALS}
        for dependency in mod.version.dependencies if mod.version else ():
            if dependency.kind is not DependencyKind.INCOMPATIBLE:
                continue
            found = self._by_project.get(dependency.project_id or "") or self._by_version.get(
                dependency.version_id or "", []
            )
            for other in found:
                named_version = dependency.version_id in {None, other.version.id if other.version else None}
                if other is not mod and named_version and other.file.name not in named:
                    named.add(other.file.name)
                    yield Edge(
                        mod.file.name,
                        other.file.name,
                        RelationKind.BREAKS,
                        project_id=other.project_id or "",
                        met=False,
                        present=other.version_number,
                    )


def _merged_needs(edges: Iterable[Edge]) -> list[Edge]:
    """One edge for each thing: the modules of Fabric API, say, are one need.

    What is required counts rather than what is not, and then what is not met.
    """
    found: dict[tuple[str, bool], Edge] = {}
    for edge in edges:
        key = (edge.target or edge.project_id or edge.mod_id, edge.kind in REFUSALS)
        known = found.get(key)
        if known is None or (known.optional, known.met) > (edge.optional, edge.met):
            found[key] = edge
    return list(found.values())


def _projects_needed(edges: Iterable[Edge]) -> set[str]:
    """What the needs among the edges are of, as far as it is known."""
    return {edge.project_id for edge in edges if edge.kind not in REFUSALS}


def _are_met_by(mod: InstalledMod, candidates: Iterable[_Provider]) -> bool:
    """Whether the file brings it itself."""
    for candidate in candidates:  # noqa: SIM110 - runs for every need of a folder
        if candidate.mod is mod:
            return True
    return False


def _as_providers(mods: Iterable[InstalledMod]) -> Sequence[_Provider]:
    """Files that meet a need in whatever version."""
    return [_Provider(mod, mod.file.name, "", nested=False, enabled=mod.file.enabled) for mod in mods]


def _meeting(candidates: Sequence[_Provider], syntax: ManifestKind | None, ranges: tuple[str, ...]) -> _Met:
    """The best of the candidates, preferably one whose version the ranges admit; versions that are not told do."""
    if not candidates:
        return _Met("")
    if len(candidates) == 1:
        only = candidates[0]
        project_id = "" if only.nested else only.mod.project_id or ""
        met = only.enabled and _fits(only, syntax, ranges)
        return _Met(only.name, project_id, met, (), only.version)
    ranked = sorted(candidates, key=lambda found: found.place)
    return _met(ranked, [found for found in ranked if _fits(found, syntax, ranges)])


def _met(ranked: Sequence[_Provider], fitting: Sequence[_Provider]) -> _Met:
    best = fitting[0] if fitting else ranked[0]
    others: tuple[str, ...] = ()
    if len(fitting) > 1:
        named = (found.name for found in fitting[1:] if found.enabled and found.mod is not best.mod)
        others = tuple(dict.fromkeys(named))
    project_id = "" if best.nested else best.mod.project_id or ""
    return _Met(best.name, project_id, bool(fitting) and best.enabled, others, best.version)


def _fits(found: _Provider, syntax: ManifestKind | None, ranges: tuple[str, ...]) -> bool:
    if not (ranges and syntax and found.version):
        return True
    return admits(syntax, ranges, found.version) is not False
