"""What one file demands of the others and what it brings, as its loader reads it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from modstead.domain.edges import MERELY_TOLD
from modstead.domain.identity import plain
from modstead.domain.instance import InstalledMod, Instance, ManifestKind, Relation, RelationKind
from modstead.domain.loading import (
    is_built_in,
    is_fabric_api_module,
    of_first_kind,
    read_kinds,
    runs_on,
    same_ids,
    share_versions,
)
from modstead.domain.ranges import admits
from modstead.domain.version import DependencyKind

# The Forges stop where an optional mod is there in a version outside its range.
_BOUNDS_OPTIONAL_ONES = frozenset({ManifestKind.FORGE, ManifestKind.NEOFORGE})
_WISHES = frozenset({RelationKind.RECOMMENDS, RelationKind.SUGGESTS})
# These loaders leave a nested mod out where something speaks against it and nothing needs it.
_LOADS_NESTED_IF_POSSIBLE = frozenset({ManifestKind.FABRIC, ManifestKind.QUILT})


@dataclass(frozen=True, slots=True)
class Brought:
    """The versions in which a file brings each mod ID, itself or nested, and the project that it is of."""

    project_id: str = ""
    version_id: str = ""
    own: dict[str, str] = field(default_factory=dict)
    nested: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """Under which it may be spoken of: its mod IDs, plainly spelt, and its project."""
        ids = map(plain, (*self.own, *self.nested))
        return frozenset((*ids, *filter(None, (self.project_id,))))


@dataclass(frozen=True, slots=True)
class Saying:
    """A demand: of a mod ID in these ranges, or, where `mod_id` is empty, of a project and maybe one version of it.

    It `refuses` what it names, or else is not met by what is of another version; a `need` is not met by nothing either.
    """

    mod_id: str = ""
    ranges: tuple[str, ...] = ()
    syntax: ManifestKind | None = None
    project_id: str = ""
    version_id: str = ""
    refuses: bool = False
    need: bool = False

    @property
    def about(self) -> tuple[str, str, bool]:
        """By this a demand is the same in another version of the file that makes it."""
        return self.mod_id, self.project_id, self.refuses

    @property
    def names(self) -> tuple[str, ...]:
        """Under which what it speaks of may be found: `Brought.names`."""
        return tuple(map(plain, same_ids(self.mod_id))) if self.mod_id else (self.project_id,)

    def concerns(self, brought: Brought) -> bool:
        """Whether what the file brings is what is spoken of."""
        if not self.mod_id:
            return brought.project_id == self.project_id
        return bool(self._versions(brought))

    def is_met_by(self, brought: Brought) -> bool:
        """Whether the file, which it concerns, is as it demands; what cannot be told is no refusal."""
        if not self.mod_id:
            named = self.version_id in {"", brought.version_id}
            return not (self.refuses and named)
        if self.syntax is None:
            return True
        told = [admits(self.syntax, self.ranges, version) for version in self._versions(brought)]
        return True not in told if self.refuses else any(item is not False for item in told)

    def _versions(self, brought: Brought) -> list[str]:
        """In which versions the ID is there; only where it is not, what is the same, in whatever version."""
        nested = {} if self.refuses and self.syntax in _LOADS_NESTED_IF_POSSIBLE else brought.nested
        ids = (self.mod_id,) if self.refuses else same_ids(self.mod_id)
        for same in ids:
            found = [versions[same] for versions in (brought.own, nested) if same in versions]
            if found:
                return found if share_versions(self.mod_id, same) else [""]
        return []


def brought_by(mod: InstalledMod, instance: Instance) -> Brought:
    kinds = read_kinds(instance)
    version_id = mod.version.id if mod.version else ""
    brought = Brought(mod.project_id or "", version_id)
    for manifests, versions in (
        (mod.manifests, brought.own),
        *((jar.manifests, brought.nested) for jar in mod.nested),
    ):
        for manifest in of_first_kind(manifests, kinds):
            versions |= {mod_id: manifest.version for mod_id in (manifest.id, *manifest.provides) if mod_id}
            versions |= dict(manifest.provided_versions)
    return brought


def said_by(mod: InstalledMod, instance: Instance) -> tuple[Saying, ...]:
    """Everything that the loader would go by, and what the platform says of what the file cannot do without."""
    own = brought_by(mod, instance)
    told = [saying for saying in _in_manifests(mod, instance) if not saying.concerns(own)]
    return (*told, *_on_platform(mod))


def _in_manifests(mod: InstalledMod, instance: Instance) -> Iterator[Saying]:
    for manifest in of_first_kind(mod.manifests, read_kinds(instance)):
        for relation in manifest.relations:
            counts = _counts(relation, manifest.kind)
            if counts and not is_built_in(relation.mod_id) and runs_on(relation.side, instance):
                need = relation.kind is RelationKind.DEPENDS
                ranges = () if need and is_fabric_api_module(relation.mod_id) else relation.ranges
                refuses = relation.kind is RelationKind.BREAKS
                yield Saying(relation.mod_id, ranges, manifest.kind, refuses=refuses, need=need)


def _counts(relation: Relation, kind: ManifestKind) -> bool:
    """Exceptions (`unless`) make it uncertain whether it holds."""
    if relation.unless or kind in MERELY_TOLD:
        return False
    bounds = relation.kind in _WISHES and kind in _BOUNDS_OPTIONAL_ONES and bool(relation.ranges)
    return bounds or relation.kind in {RelationKind.DEPENDS, RelationKind.BREAKS}


def _on_platform(mod: InstalledMod) -> Iterator[Saying]:
    """A project is refused, or needed in whatever version: authors rarely keep the version they name up to date."""
    for dependency in mod.version.dependencies if mod.version else ():
        project_id = dependency.project_id or ""
        if project_id and dependency.kind is DependencyKind.INCOMPATIBLE:
            yield Saying(project_id=project_id, version_id=dependency.version_id or "", refuses=True)
        elif project_id and dependency.kind is DependencyKind.REQUIRED:
            yield Saying(project_id=project_id, need=True)
