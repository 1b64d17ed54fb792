"""What a file's manifests say of the version that it is to be published as.

It only proposes: what the manifests leave open, or say in a way that no platform has a word for, is told in a note.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from modstead.domain.game_versions import GameVersions
from modstead.domain.identity import loaders_of
from modstead.domain.instance import Manifest, ManifestKind, ManifestReading, Relation, RelationKind
from modstead.domain.loading import is_built_in, same_ids
from modstead.domain.project import Project
from modstead.domain.ranges import admits_game
from modstead.domain.version import Channel, Dependency, DependencyKind
from modstead.domain.version_numbers import bare_number

_FABRIC_API = "fabric-api"
_GAME = "minecraft"
_PACKS = frozenset({ManifestKind.PACK, ManifestKind.SHADER})
# Many loaders read these, and who made the file knows which were tried; those here read it by its nature.
_MADE_FOR: Mapping[ManifestKind, tuple[str, ...]] = {
    ManifestKind.FABRIC: ("fabric",),
    ManifestKind.FORGE: ("forge",),
    ManifestKind.PLUGIN: ("bukkit", "spigot", "paper", "purpur"),
    ManifestKind.PAPER: ("paper", "purpur"),
    ManifestKind.SHADER: (),
}
_ALPHA = re.compile(r"(?<![a-z])(?:alpha|snapshot|nightly|dev|a\d)", re.IGNORECASE)
_BETA = re.compile(r"(?<![a-z])(?:beta|pre|rc|b\d)", re.IGNORECASE)
_KINDS: Mapping[RelationKind, DependencyKind] = {
    RelationKind.DEPENDS: DependencyKind.REQUIRED,
    RelationKind.RECOMMENDS: DependencyKind.OPTIONAL,
    RelationKind.SUGGESTS: DependencyKind.OPTIONAL,
    RelationKind.BREAKS: DependencyKind.INCOMPATIBLE,
    RelationKind.CONFLICTS: DependencyKind.INCOMPATIBLE,
}
_STRONGEST_FIRST = (
    DependencyKind.REQUIRED,
    DependencyKind.INCOMPATIBLE,
    DependencyKind.EMBEDDED,
    DependencyKind.OPTIONAL,
)
_ASKABLE = re.compile(r"[A-Za-z0-9_-]{3,64}")
_NAMED_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class Prefill:
    """What a version is, as its file says. `notes` are sentences on what is left to whoever publishes it."""

    number: str = ""
    channel: Channel = Channel.RELEASE
    loaders: tuple[str, ...] = ()
    game_versions: tuple[str, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A mod that a file names, and as what it should stand among the version's dependencies."""

    mod_id: str
    kind: DependencyKind

    @property
    def slugs(self) -> tuple[str, ...]:
        """What its project's slug may be: most are the mod's ID, many with hyphens for underscores."""
        forms = (self.mod_id, self.mod_id.replace("_", "-"), self.mod_id.lower())
        return tuple(dict.fromkeys(form for form in forms if _ASKABLE.fullmatch(form)))


def named_by(reading: ManifestReading) -> tuple[Named, ...]:
    """The other mods that a file names as wholes, each once, as what it is most of all."""
    found: dict[str, DependencyKind] = {}
    for mod_id, kind in (*_related(reading), *_nested(reading)):
        known = found.get(mod_id)
        if known is None or _STRONGEST_FIRST.index(kind) < _STRONGEST_FIRST.index(known):
            found[mod_id] = kind
    return tuple(Named(mod_id, kind) for mod_id, kind in found.items())


def prefill(
    reading: ManifestReading,
    games: GameVersions,
    loaders: Collection[str],
    projects: Mapping[str, Project],
    platform: str,
    *,
    names_anything: bool = False,
) -> Prefill:
    """What the file says, in the platform's words.

    `games` and `loaders` are those that the platform knows, `projects` those that it has, by the slugs that `named_by`
    asks for, and `platform` is its name for people. Where it `names_anything`, what it does not have is named.
    """
    manifests = _counting(reading.manifests)
    number, number_notes = _number(manifests)
    game_versions, game_notes = _game_versions(manifests, games)
    dependencies, unknown = _dependencies(named_by(reading), projects)
    if names_anything:
        dependencies += tuple(Dependency(one.kind, file_name=one.mod_id) for one in unknown)
    stated = dict.fromkeys(name for manifest in manifests for name in _loaders(manifest))
    known = tuple(name for name in stated if name in loaders)
    notes = [*reading.problems]
    if not manifests:
        notes.append("It has no manifest that says what it is.")
    elif not known:
        notes.append("It does not say which loaders it is for.")
    return Prefill(
        number,
        channel_of(number, game_versions),
        known,
        game_versions,
        dependencies,
        (*notes, *number_notes, *game_notes, *_missing(unknown, platform), *_partly_refused(manifests)),
    )


def channel_of(number: str, game_versions: Collection[str] = ()) -> Channel:
    """How stable a version with that number is by what people put into numbers."""
    own = bare_number(number, game_versions)
    if _ALPHA.search(own):
        return Channel.ALPHA
    return Channel.BETA if _BETA.search(own) else Channel.RELEASE


def _counting(manifests: Sequence[Manifest]) -> tuple[Manifest, ...]:
    """Those that say what the file is: a mod's resources are described as a pack besides."""
    return tuple(item for item in manifests if item.kind not in _PACKS) or tuple(manifests)


def _loaders(manifest: Manifest) -> tuple[str, ...]:
    needs_neoforge = any(item.mod_id.lower() == "neoforge" for item in manifest.depends)
    if manifest.kind is ManifestKind.FORGE and needs_neoforge:
        return ("neoforge",)
    return _MADE_FOR.get(manifest.kind, loaders_of(manifest))


def _number(manifests: Iterable[Manifest]) -> tuple[str, tuple[str, ...]]:
    stated = dict.fromkeys(item.version for item in manifests if item.version)
    numbers = [number for number in stated if "${" not in number and any(map(str.isdigit, number))]
    if not numbers:
        unfilled = next(iter(stated), "")
        told = (
            f"Its version is stated as {unfilled[:40]!r}." if unfilled else "It does not state its version."
        )
        return "", (told,)
    if len(numbers) > 1:
        return numbers[0], (f"Its manifests state several versions: {_listed(numbers)}.",)
    return numbers[0], ()


def _game_versions(
    manifests: Iterable[Manifest], games: GameVersions
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The releases that all manifests with a word on it admit; where there is none, the other versions."""
    stated = [
        (manifest.kind, relation.ranges)
        for manifest in manifests
        for relation in manifest.depends
        if relation.mod_id.lower() == _GAME and relation.ranges and "*" not in relation.ranges
    ]
    if not stated:
        return (), ("It does not say for which Minecraft it is.",)
    admitted = tuple(
        tag.version
        for tag in games.tags
        if all(admits_game(kind, ranges, tag.version) for kind, ranges in stated)
    )
    words = _listed(" or ".join(ranges) for _, ranges in dict.fromkeys(stated))
    if not admitted:
        return (), (f"No Minecraft that the platform knows is in its range, {words}.",)
    releases = tuple(version for version in admitted if version in games.releases)
    if releases and releases[0] == games.releases[0]:
        note = f"Its range, {words}, reaches up to the newest Minecraft: take out what you have not tried."
        return releases, (note,)
    return releases or admitted, ()


def _dependencies(
    named: Iterable[Named], projects: Mapping[str, Project]
) -> tuple[tuple[Dependency, ...], tuple[Named, ...]]:
    """What the platform has, and what it has not, but for what is inside the file: that comes with it anyway."""
    found: dict[str, Dependency] = {}
    unknown = []
    for one in named:
        project = next((projects[slug] for slug in one.slugs if slug in projects), None)
        if project is not None:
            found.setdefault(project.project_id, Dependency(one.kind, project.project_id))
        elif one.kind is not DependencyKind.EMBEDDED:
            unknown.append(one)
    return tuple(found.values()), tuple(unknown)


def _missing(unknown: Sequence[Named], platform: str) -> Iterator[str]:
    if unknown:
        names = _listed(f"{one.mod_id} ({one.kind})" for one in unknown)
        yield f"{platform} has no project of that name: {names}."


def _related(reading: ManifestReading) -> Iterator[tuple[str, DependencyKind]]:
    manifests = _counting(reading.manifests)
    own = {mod_id for manifest in manifests for mod_id in (manifest.id, *manifest.provides)}
    inside = {manifest.id for jar in reading.nested for manifest in jar.manifests}
    for manifest in manifests:
        for relation in manifest.relations:
            if is_built_in(relation.mod_id) or relation.mod_id in own or relation.unless:
                continue
            kind = _KINDS[relation.kind]
            if kind is DependencyKind.INCOMPATIBLE and not _is_whole(relation):
                continue
            if kind is not DependencyKind.INCOMPATIBLE and relation.mod_id in inside:
                kind = DependencyKind.EMBEDDED
            yield _known_as(relation.mod_id), kind


def _nested(reading: ManifestReading) -> Iterator[tuple[str, DependencyKind]]:
    for jar in reading.nested:
        for manifest in jar.manifests:
            if manifest.id and not is_built_in(manifest.id):
                yield _known_as(manifest.id), DependencyKind.EMBEDDED


def _partly_refused(manifests: Iterable[Manifest]) -> Iterator[str]:
    """A dependency is on a project, so that there is no word for being incompatible with some of its versions."""
    for manifest in manifests:
        for relation in manifest.relations:
            refuses = _KINDS[relation.kind] is DependencyKind.INCOMPATIBLE
            if refuses and not _is_whole(relation) and not is_built_in(relation.mod_id):
                ranges = " or ".join(relation.ranges)
                yield f"It does not go together with {relation.mod_id} {ranges}: only with some of its versions."


def _is_whole(relation: Relation) -> bool:
    return not relation.ranges or "*" in relation.ranges


def _known_as(mod_id: str) -> str:
    """The ID under which the mod is published: modules of Fabric API are it, and Quilt's groups name none."""
    return _FABRIC_API if _FABRIC_API in same_ids(mod_id) else mod_id.rpartition(":")[2]


def _listed(words: Iterable[str]) -> str:
    shown = list(words)
    more = f" and {len(shown) - _NAMED_AT_MOST} more" if len(shown) > _NAMED_AT_MOST else ""
    return ", ".join(shown[:_NAMED_AT_MOST]) + more
